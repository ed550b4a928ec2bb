//! STARTTLS, with the real binary and the operating system's roots.

use tempfile::TempDir;
use vestibule::clock::Clock;

use crate::support::{Binary, Browser, SmtpServer};

/// Registers somebody at a process and waits for what becomes of the mail.
async fn run(url: &str, authority: Option<&str>, word: &str) -> String {
    let mut settings = vec![("SMTP_URL", url), ("MAIL_FROM", "accounts@example.com")];
    settings.extend(authority.map(|file| ("SSL_CERT_FILE", file)));
    let binary = Binary::at_home(&settings);
    let serving = binary.serve(&[]);
    Browser::to(&serving.address, Clock::System).register("ada").await;
    serving.says(word).await
}

#[actix_web::test]
async fn a_mail_and_the_password_travel_encrypted() {
    let folder = TempDir::new().unwrap();
    let authority = folder.path().join("authority.pem");
    let server = SmtpServer::with_tls(&authority);
    let url = format!("smtp://ada:hunter22@localhost:{}", server.port);
    run(&url, authority.to_str(), "mail_sent").await;
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
    let log = run(&url, None, "mail_delayed").await;
    assert!(log.contains("certificate"), "{log}");
    assert!(server.received().is_empty() && !log.contains("hunter22"));
    assert!(server.plain().to_uppercase().ends_with("STARTTLS\r\n"), "{}", server.plain());
}

#[actix_web::test]
async fn a_server_without_encryption_gets_neither_mail_nor_password() {
    let server = SmtpServer::with_password(&[]);
    let url = format!("smtp://ada:hunter22@localhost:{}", server.port);
    run(&url, None, "mail_delayed").await;
    assert!(server.received().is_empty());
    assert!(!server.plain().to_uppercase().contains("AUTH"), "{}", server.plain());
}
