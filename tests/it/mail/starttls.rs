//! STARTTLS, with the real binary and the operating system's roots.

use std::time::{Duration, Instant};

use tempfile::TempDir;
use vestibule::clock::Clock;

use crate::support::process::Process;
use crate::support::{Browser, SmtpServer};

/// Registers somebody at a process and waits for what becomes of the mail.
async fn run(folder: &TempDir, url: &str, authority: Option<&str>, word: &str) -> String {
    let mut settings = vec![("SMTP_URL", url), ("MAIL_FROM", "accounts@example.com")];
    settings.extend(authority.map(|file| ("SSL_CERT_FILE", file)));
    let process = Process::start(folder, &settings).await;
    Browser::to(&process.address, Clock::System).register("ada").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while !process.output().contains(word) {
        assert!(Instant::now() < deadline, "{word}: {}", process.output());
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    process.output()
}

#[actix_web::test]
async fn a_mail_and_the_password_travel_encrypted() {
    let folder = TempDir::new().unwrap();
    let authority = folder.path().join("authority.pem");
    let server = SmtpServer::with_tls(&authority);
    let url = format!("smtp://ada:hunter22@localhost:{}", server.port);
    run(&folder, &url, authority.to_str(), "mail_sent").await;
    let [received] = server.received().try_into().unwrap();
    assert!(received.encrypted);
    assert_eq!(received.signed_in, Some(("ada".to_owned(), "hunter22".to_owned())));
    assert!(server.plain().to_uppercase().ends_with("STARTTLS\r\n"), "{}", server.plain());
}

#[actix_web::test]
async fn a_server_that_nobody_vouches_for_gets_neither_mail_nor_password() {
    let folder = TempDir::new().unwrap();
    let server = SmtpServer::with_tls(&folder.path().join("authority.pem"));
    let url = format!("smtp://ada:hunter22@localhost:{}", server.port);
    let log = run(&folder, &url, None, "mail_delayed").await;
    assert!(log.contains("certificate"), "{log}");
    assert!(server.received().is_empty() && !log.contains("hunter22"));
    assert!(server.plain().to_uppercase().ends_with("STARTTLS\r\n"), "{}", server.plain());
}

#[actix_web::test]
async fn a_server_without_encryption_gets_neither_mail_nor_password() {
    let folder = TempDir::new().unwrap();
    let server = SmtpServer::with_password(&[]);
    let url = format!("smtp://ada:hunter22@localhost:{}", server.port);
    run(&folder, &url, None, "mail_delayed").await;
    assert!(server.received().is_empty());
    assert!(!server.plain().to_uppercase().contains("AUTH"), "{}", server.plain());
}
