//! HTTPS: the server's certificate, validated when it is read, and reloaded while it serves.
//!
//! Only TLS 1.2 and 1.3: the library supports no other version, and for 1.2 only cipher suites with
//! forward secrecy.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

use parking_lot::RwLock;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, Error, InconsistentKeys, ServerConfig};
use x509_cert::Certificate as Fields;
use x509_cert::der::Decode;

use crate::clock::Timestamp;

/// The setting that names the certificate.
pub const CERT: &str = "TLS_CERT";
/// The setting that names its private key.
pub const KEY: &str = "TLS_KEY";

/// The two files, which may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The certificate, and those that lead from it to a root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why a certificate cannot be used. It shows nothing of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsError {
    /// The setting that names the file.
    pub setting: &'static str,
    /// What is wrong: the rest of a sentence that begins with the setting's name.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}. {}", self.setting, self.message, self.hint)
    }
}

/// A certificate that can be served.
#[derive(Clone)]
pub struct Certificate {
    chain_and_key: Arc<CertifiedKey>,
    /// When it begins to be valid.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

impl Certificate {
    /// Reads the files, and checks that they belong together and that the certificate has not
    /// ended.
    pub fn read(files: &Files, now: Timestamp) -> Result<Self, TlsError> {
        let chain = read_chain(&files.certificate)?;
        let key = read_key(&files.key)?;
        let shown = files.certificate.display();
        let fields = chain.first().and_then(|leaf| Fields::from_der(leaf).ok());
        let validity = *fields.ok_or_else(|| unreadable(&shown))?.tbs_certificate().validity();
        let (starts_at, ends_at) = (timestamp(validity.not_before), timestamp(validity.not_after));
        let chain_and_key = CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError {
                setting: KEY,
                message: format!("must be the private key of the first certificate in {shown}; {} is another key", files.key.display()),
                hint: "Use the key that the certificate was issued for, and put the server's certificate first.",
            },
            Error::InvalidCertificate(_) => unreadable(&shown),
            _ => TlsError {
                setting: KEY,
                message: format!("must be a key of a supported type; the key in {} is not", files.key.display()),
                hint: "Use a key for ECDSA (P-256 or P-384), Ed25519 or RSA (2048 bits or more).",
            },
        })?;
        if ends_at <= now {
            return Err(TlsError {
                setting: CERT,
                message: format!(
                    "must not have expired; {shown} expired on {}",
                    ends_at.to_words()
                ),
                hint: "Renew the certificate.",
            });
        }
        Ok(Self { chain_and_key: Arc::new(chain_and_key), starts_at, ends_at })
    }

    /// Returns whether browsers accept it for a host.
    pub fn is_for(&self, host: &str) -> bool {
        let leaf = self
            .chain_and_key
            .end_entity_cert()
            .ok()
            .and_then(|leaf| ParsedCertificate::try_from(leaf).ok());
        let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']')).ok();
        match (leaf, name) {
            (Some(leaf), Some(name)) => rustls::client::verify_server_name(&leaf, &name).is_ok(),
            _ => false,
        }
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("ends_at", &self.ends_at).finish_non_exhaustive()
    }
}

/// The certificate that is being served. Clones are one and the same.
#[derive(Clone, Debug)]
pub struct Tls {
    files: Files,
    current: Arc<RwLock<Certificate>>,
}

impl Tls {
    /// Reads the certificate for the first time.
    pub fn open(files: Files, now: Timestamp) -> Result<Self, TlsError> {
        let current = Arc::new(RwLock::new(Certificate::read(&files, now)?));
        Ok(Self { files, current })
    }

    /// Reads the files again and uses them for new connections. Open connections do not change. An
    /// invalid certificate changes nothing.
    pub fn reload(&self, now: Timestamp) -> Result<Certificate, TlsError> {
        let certificate = Certificate::read(&self.files, now)?;
        *self.current.write() = certificate.clone();
        Ok(certificate)
    }

    /// Returns where the certificate comes from.
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// Returns the certificate that new connections get now.
    pub fn certificate(&self) -> Certificate {
        self.current.read().clone()
    }

    /// Creates what a listener needs.
    pub fn server_config(&self) -> ServerConfig {
        let builder = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13, &TLS12]);
        let builder = builder.expect("the provider has suites for both versions");
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        // Only HTTP/1.1, even if a client offers more: for HTTP/2 the framework has no timeout for
        // the headers, and does not close idle connections cleanly when the server stops.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

impl ResolvesServerCert for Tls {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.certificate().chain_and_key)
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let shown = path.display();
    let pem = fs::read(path).map_err(|error| unopened(CERT, path, &error))?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.map_err(|_| unreadable(&shown))?;
    if chain.is_empty() {
        return Err(TlsError {
            setting: CERT,
            message: format!("must be a PEM file with a certificate; {shown} contains none"),
            hint: "Write the path of the file that begins with -----BEGIN CERTIFICATE-----.",
        });
    }
    Ok(chain)
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let pem =
        fs::read(path).map(zeroize::Zeroizing::new).map_err(|error| unopened(KEY, path, &error))?;
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| TlsError {
        setting: KEY,
        message: format!("must be a PEM file with a private key; {} contains none", path.display()),
        hint: "Write the path of the key's file. Keys with a passphrase are not supported.",
    })
}

fn unopened(setting: &'static str, path: &Path, error: &io::Error) -> TlsError {
    let message = format!("must be a readable file; cannot read {} ({error})", path.display());
    TlsError { setting, message, hint: "Write the path of a PEM file that the server can read." }
}

fn unreadable(shown: &impl fmt::Display) -> TlsError {
    let message = format!("must be a valid certificate; cannot parse the one in {shown}");
    TlsError {
        setting: CERT,
        message,
        hint: "Write the path of a PEM file with the server's certificate first.",
    }
}

fn timestamp(time: x509_cert::time::Time) -> Timestamp {
    Timestamp::from_seconds(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
}

/// What is wrong with the TLS that another server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerFault {
    /// Its certificate is not signed by a trusted authority.
    Issuer,
    /// Its certificate is for another name.
    Name,
    /// Its certificate has expired, or is not valid yet.
    Time,
    /// Its certificate cannot be used for another reason.
    Certificate,
    /// It speaks something else.
    NotTls,
    /// Something else.
    Other,
}

/// Returns what the TLS library found wrong, if it is what failed.
pub fn peer_fault(error: &io::Error) -> Option<PeerFault> {
    let error = error.get_ref()?.downcast_ref::<Error>()?;
    Some(match error {
        Error::InvalidCertificate(error) => match error {
            CertificateError::UnknownIssuer => PeerFault::Issuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                PeerFault::Name
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => PeerFault::Time,
            // One that has signed itself and is no authority.
            CertificateError::Other(_) => PeerFault::Issuer,
            _ => PeerFault::Certificate,
        },
        Error::InvalidMessage(_) => PeerFault::NotTls,
        _ => PeerFault::Other,
    })
}
