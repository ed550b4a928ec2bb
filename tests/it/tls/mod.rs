//! HTTPS: what is served over it, and how its certificate is exchanged.

pub mod client;
mod files;
mod reload;
mod serving;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::CertificateDer;

use crate::support::Binary;

/// A certificate for `localhost` that vouches for itself, and its key.
pub struct Pair {
    pub certificate: String,
    pub key: String,
    pub der: CertificateDer<'static>,
}

impl Pair {
    pub fn new() -> Self {
        Self::until(4000, 1, 1)
    }

    /// One that ends on a day.
    pub fn until(year: i32, month: u8, day: u8) -> Self {
        let mut parameters =
            CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        parameters.not_before = date_time_ymd(2020, 1, 1);
        parameters.not_after = date_time_ymd(year, month, day);
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap();
        Self {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
            der: certificate.der().clone(),
        }
    }

    /// Puts it where a server will look for it.
    pub fn put(&self, binary: &Binary) {
        binary.put("cert.pem", &self.certificate);
        binary.put("key.pem", &self.key);
    }
}

/// A server over HTTPS that is about to be started.
fn secure(pair: &Pair) -> Binary {
    let binary = Binary::new(&[
        ("PUBLIC_URL", "https://localhost"),
        ("TLS_CERT", "cert.pem"),
        ("TLS_KEY", "key.pem"),
        ("BCRYPT_COST", "4"),
    ]);
    pair.put(&binary);
    binary
}
