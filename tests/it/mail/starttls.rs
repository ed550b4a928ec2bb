//! STARTTLS, with the real binary and the operating system's roots.

use tempfile::TempDir;
use vestibule::clock::Clock;

use crate::support::{Binary, Browser, SmtpServer};

/// Registers somebody at a process and waits for what becomes of the mail.
async fn run(url: &str, authority: Option<&str>, word: &str) -> String {
    let mut settings =
        vec![("SMTP_URL", url), ("MAIL_FROM", "accounts@example.com"), ("BCRYPT_COST", "4")];
    settings.extend(authority.map(|file| ("SSL_CERT_FILE", file)));
    let binary = Binary::at_home(&settings);
    let serving = binary.serve(&[]);
    Browser::to(&serving.address, Clock::System).register("ada").await;
    serving.says(word).await
}

/// Shows: ASVS 11.6.2, ASVS 13.2.1.
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

/// Shows: REL-13, ASVS 13.2.1.
#[actix_web::test]
async fn a_server_with_an_untrusted_certificate_gets_neither_mail_nor_password() {
    let folder = TempDir::new().unwrap();
    let server = SmtpServer::with_tls(&folder.path().join("authority.pem"));
    let url = format!("smtp://ada:hunter22@localhost:{}?tls=required", server.port);
    let log = run(&url, None, "mail_delayed").await;
    assert!(
        log.contains("certificate") && log.contains("is not trusted") && log.contains("SMTP_URL"),
        "{log}"
    );
    assert!(server.received().is_empty() && !log.contains("hunter22"));
    assert!(server.plain().to_uppercase().ends_with("STARTTLS\r\n"), "{}", server.plain());
}

#[actix_web::test]
async fn a_server_without_encryption_gets_neither_mail_nor_password() {
    let server = SmtpServer::with_password(&[]);
    let url = format!("smtp://ada:hunter22@localhost:{}?tls=required", server.port);
    let log = run(&url, None, "mail_delayed").await;
    assert!(log.contains("does not offer STARTTLS") && log.contains("SMTP_URL"), "{log}");
    assert!(server.received().is_empty());
    assert!(!server.plain().to_uppercase().contains("AUTH"), "{}", server.plain());
}

/// Shows: REL-13.
#[actix_web::test]
async fn a_relay_on_this_machine_needs_no_valid_certificate() {
    for host in ["localhost", "127.0.0.1", "LOCALHOST"] {
        let plain = SmtpServer::start(&[]);
        run(&format!("smtp://{host}:{}", plain.port), None, "mail_sent").await;
        assert!(!plain.received()[0].encrypted, "{host}");

        let folder = TempDir::new().unwrap();
        let encrypted = SmtpServer::with_certificate(
            &folder.path().join("authority.pem"),
            "elsewhere.example.com",
            true,
        );
        run(&format!("smtp://ada:hunter22@{host}:{}", encrypted.port), None, "mail_sent").await;
        let [received] = encrypted.received().try_into().unwrap();
        assert!(received.encrypted, "{host}: it is offered, so it is used, with any certificate");
        assert!(!encrypted.plain().contains("AUTH"), "{host}");
    }
}

#[actix_web::test]
async fn opportunistic_tls_accepts_any_certificate_and_tls_can_be_turned_off() {
    let folder = TempDir::new().unwrap();
    let server = SmtpServer::with_certificate(
        &folder.path().join("authority.pem"),
        "elsewhere.example.com",
        true,
    );
    run(
        &format!("smtp://ada:hunter22@localhost:{}?tls=opportunistic", server.port),
        None,
        "mail_sent",
    )
    .await;
    let [received] = server.received().try_into().unwrap();
    assert!(received.encrypted);
    let begun = server.plain().len();
    // This one takes no mail unencrypted, but it is asked to.
    run(&format!("smtp://localhost:{}?tls=none", server.port), None, "mail_delayed").await;
    let plain = server.plain()[begun..].to_uppercase();
    assert!(plain.contains("MAIL FROM") && !plain.contains("STARTTLS"), "{plain}");
}

#[actix_web::test]
async fn tls_from_the_first_byte_carries_mail_and_password() {
    let folder = TempDir::new().unwrap();
    let authority = folder.path().join("authority.pem");
    let server = SmtpServer::with_tls_at_once(&authority);
    let url = format!("smtps://ada:hunter22@localhost:{}", server.port);
    run(&url, authority.to_str(), "mail_sent").await;
    let [received] = server.received().try_into().unwrap();
    assert_eq!((received.encrypted, received.signed_in.unwrap().1.as_str()), (true, "hunter22"));
}
