//! The certificate and its key, and what is unwise about them.

use std::fs;
use std::time::Duration;

use url::Url;

use super::reader::Reader;
use super::secrets::{is_open, open_file};
use super::{PublicUrl, SettingError};
use crate::clock::{Clock, Timestamp};
use crate::tls::{CERT, Certificate, Files, KEY, Tls};

/// How long before its expiry a certificate causes a warning.
const SOON: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Reads the two settings and the files that they name.
pub(super) fn read(reader: &mut Reader<'_>, public_url: &PublicUrl) -> Option<Tls> {
    let files = match (reader.path(CERT), reader.path(KEY)) {
        (None, None) => return None,
        (Some(certificate), Some(key)) => Files { certificate, key },
        (Some(_), None) => {
            reader.error(
                CERT,
                "requires TLS_KEY",
                "Set TLS_KEY to the file of the certificate's private key.",
            );
            return None;
        }
        (None, Some(_)) => {
            reader.error(
                KEY,
                "requires TLS_CERT",
                "Set TLS_CERT to the file of the key's certificate.",
            );
            return None;
        }
    };
    if fs::metadata(&files.key).is_ok_and(|file| is_open(&file)) {
        reader.warn(open_file(KEY, &files.key));
    }
    // A certificate ends by the world's time, which no test moves.
    let now = Clock::System.now();
    match Tls::open(files, now) {
        Ok(tls) => {
            warnings(&tls.certificate(), public_url, now)
                .into_iter()
                .for_each(|warning| reader.warn(warning));
            Some(tls)
        }
        Err(unusable) => {
            reader.error(unusable.setting, &unusable.message, unusable.hint);
            None
        }
    }
}

/// Returns what is unwise about a certificate that can be served.
pub fn warnings(
    certificate: &Certificate,
    public_url: &PublicUrl,
    now: Timestamp,
) -> Vec<SettingError> {
    let mut warnings = Vec::new();
    let mut warning = |message: String, hint: &str| {
        warnings.push(SettingError { name: CERT, message, hint: hint.to_owned() })
    };
    if !public_url.https && !public_url.origin.is_empty() {
        warning(
            format!("is set, but PUBLIC_URL is {}", public_url.origin),
            "Set PUBLIC_URL to the https origin. Until then cookies are not Secure, and forms may be rejected.",
        );
    }
    let host =
        Url::parse(&public_url.origin).ok().and_then(|url| url.host_str().map(str::to_owned));
    if let Some(host) = host.filter(|host| !certificate.is_for(host)) {
        warning(
            format!("is not valid for {host}, the host of PUBLIC_URL"),
            "Browsers will reject it. Get a certificate for that host.",
        );
    }
    if certificate.starts_at > now {
        let starts = certificate.starts_at.to_words();
        warning(
            format!("is not valid before {starts}"),
            "Browsers will reject it until then. Check the clock.",
        );
    }
    if certificate.ends_at <= now + SOON {
        warning(
            format!("expires soon ({})", certificate.ends_at.to_words()),
            "Renew it, and send SIGHUP to the server.",
        );
    }
    warnings
}
