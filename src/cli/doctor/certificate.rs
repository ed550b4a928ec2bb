//! The certificate of HTTPS. One that cannot be served is a wrong setting, which was found before.

use vestibule::clock::Timestamp;
use vestibule::config::{Config, certificate_warnings};

use super::Finding;

const CHECK: &str = "certificate";

pub(super) fn check(config: &Config, now: Timestamp) -> Vec<Finding> {
    let Some(tls) = &config.tls else { return Vec::new() };
    let certificate = tls.certificate();
    let warnings = certificate_warnings(&certificate, &config.public_url, now);
    if warnings.is_empty() {
        let message = format!(
            "{} is valid until {}",
            tls.files().certificate.display(),
            certificate.ends_at.to_words()
        );
        return vec![Finding::ok(CHECK, message)];
    }
    warnings.iter().map(|warning| Finding::of_setting(CHECK, warning)).collect()
}
