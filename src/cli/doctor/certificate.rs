//! The certificate of HTTPS. One that cannot be served is a wrong setting, which was found before.

use vestibule::clock::Timestamp;
use vestibule::config::{Config, certificate_concerns};

use super::Finding;

const ABOUT: &str = "certificate";

pub(super) fn examine(config: &Config, now: Timestamp) -> Vec<Finding> {
    let Some(tls) = &config.tls else { return Vec::new() };
    let certificate = tls.certificate();
    let concerns = certificate_concerns(&certificate, &config.public_url, now);
    if concerns.is_empty() {
        let says = format!("{} is good until {}", tls.files().certificate.display(), certificate.ends_at.to_words());
        return vec![Finding::well(ABOUT, says)];
    }
    concerns.iter().map(|concern| Finding::of_setting(ABOUT, concern)).collect()
}
