//! A mail server: the state machine is the crate `mailin`'s, the faults are ours.

mod conversation;

use std::collections::VecDeque;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use super::Mail;

/// What goes wrong in one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpFault {
    /// Nothing.
    None,
    /// The greeting never comes.
    Silence,
    /// The connection ends in the middle of the mail.
    DropInData,
    /// The connection ends after the mail was taken and before the answer.
    DropAfterData,
    /// Nobody says goodbye.
    NoGoodbye,
    /// The sender is answered with this code.
    Sender(u16),
    /// The recipient is answered with this code.
    Recipient(u16),
    /// The whole mail is answered with this code.
    Mail(u16),
    /// The password is answered with this code.
    Password(u16),
}

#[derive(Clone, Debug)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub mail: Mail,
    pub encrypted: bool,
    pub signed_in: Option<(String, String)>,
}

#[derive(Default)]
struct Shared {
    faults: Mutex<VecDeque<SmtpFault>>,
    received: Mutex<Vec<Received>>,
    conversations: Mutex<usize>,
    /// Every byte that came before encryption began.
    plain: Mutex<Vec<u8>>,
}

#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    shared: Arc<Shared>,
}

impl SmtpServer {
    pub fn start(faults: &[SmtpFault]) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), faults, Security::None)
    }

    /// Starts with a password.
    pub fn with_password(faults: &[SmtpFault]) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), faults, Security::Password)
    }

    /// Starts at a port that was told before.
    pub fn start_at(port: u16) -> Self {
        Self::on(TcpListener::bind(("127.0.0.1", port)).unwrap(), &[], Security::None)
    }

    /// Starts with STARTTLS and a password, and writes the certificate of its authority to a file.
    pub fn with_tls(authority: &Path) -> Self {
        Self::with_certificate(authority, "localhost", false)
    }

    /// The same for a name, and with a certificate that has expired perhaps.
    pub fn with_certificate(authority: &Path, name: &str, expired: bool) -> Self {
        let security = Security::Tls(certify(authority, name, expired));
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), &[], security)
    }

    /// Starts with TLS from the first byte and a password.
    pub fn with_tls_at_once(authority: &Path) -> Self {
        let security = Security::TlsAtOnce(certify(authority, "localhost", false));
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), &[], security)
    }

    /// Starts a server that answers each connection with these bytes and hangs up.
    pub fn saying(bytes: &'static [u8]) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.write_all(bytes);
            }
        });
        port
    }

    /// A port where nobody listens.
    pub fn dead_port() -> u16 {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    /// The flags of an application that mails through it.
    pub fn flags(port: u16) -> Vec<String> {
        let url = format!("smtp://127.0.0.1:{port}?tls=none");
        ["--smtp-url", &url, "--mail-from", "Vestibule <accounts@example.com>"]
            .map(str::to_owned)
            .to_vec()
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    pub fn conversations(&self) -> usize {
        *self.shared.conversations.lock().unwrap()
    }

    pub fn plain(&self) -> String {
        String::from_utf8_lossy(&self.shared.plain.lock().unwrap()).into_owned()
    }

    /// Waits for so many mails, from a process whose clock cannot be moved.
    pub async fn wait_for(&self, mails: usize) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.received().len() < mails {
            assert!(Instant::now() < deadline, "{mails} mails within 20 seconds");
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn on(listener: TcpListener, faults: &[SmtpFault], security: Security) -> Self {
        let port = listener.local_addr().unwrap().port();
        let shared =
            Arc::new(Shared { faults: Mutex::new(faults.to_vec().into()), ..Shared::default() });
        let server = Self { port, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, security) = (Arc::clone(&shared), security.clone());
                thread::spawn(move || {
                    let _ = conversation::converse(stream, &shared, security);
                });
            }
        });
        server
    }
}

/// What a server asks for before it takes a mail.
#[derive(Clone)]
enum Security {
    None,
    Password,
    /// STARTTLS and a password then.
    Tls(Arc<ServerConfig>),
    /// A password, and TLS from the first byte.
    TlsAtOnce(Arc<ServerConfig>),
}

fn certify(authority: &Path, name: &str, expired: bool) -> Arc<ServerConfig> {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = parameters.self_signed(&key).unwrap();
    std::fs::write(authority, root.pem()).unwrap();
    let issuer = rcgen::Issuer::new(parameters, key);
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    if expired {
        parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(2020, 2, 1);
    }
    let leaf = parameters.signed_by(&key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key).unwrap())
}
