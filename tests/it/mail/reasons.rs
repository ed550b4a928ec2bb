//! Why a mail does not leave: the cause, the setting, and nothing that the server has said.

use std::fs;

use tempfile::TempDir;
use vestibule::clock::Clock;
use vestibule::config::Config;
use vestibule::mail::Mailer;

use crate::support::app::settings;
use crate::support::{Binary, Browser, CliHarness, SmtpFault, SmtpServer};

/// Tries a server as `vestibule doctor` does.
async fn reason(url: &str) -> String {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("vestibule.db");
    let at = database.to_str().unwrap();
    let flags = ["--database-url", at, "--smtp-url", url, "--mail-from", "a@example.com"];
    let config = Config::read(&settings(&flags), |_| {}).unwrap();
    let tried = Mailer::new(&config).try_server().await;
    tried.expect_err(url)
}

/// Shows: REL-13.
#[actix_web::test]
async fn connection_problems_are_reported_with_the_setting() {
    let folder = TempDir::new().unwrap();
    let authority = folder.path().join("authority.pem");
    let starttls = SmtpServer::with_tls(&authority).port;
    let plain = SmtpServer::with_password(&[]).port;
    let at_once = SmtpServer::with_tls_at_once(&authority).port;
    let no_password = SmtpServer::start(&[]).port;
    let strict = SmtpServer::with_password(&[SmtpFault::Password(535)]).port;
    let busy = SmtpServer::with_password(&[SmtpFault::Password(454)]).port;
    let http = SmtpServer::saying(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let alert = SmtpServer::saying(b"\x15\x03\x01\x00\x02\x02\x80\n");
    let closed = SmtpServer::saying(b"");
    let refusing = SmtpServer::saying(b"554 5.7.1 canary is not welcome\r\n");
    for (url, told) in [
        (format!("smtp://127.0.0.1:{}", SmtpServer::dead_port()), "connection refused"),
        (format!("smtps://localhost:{}", SmtpServer::dead_port()), "connection refused"),
        ("smtp://no-such-host.invalid".to_owned(), "cannot resolve no-such-host.invalid"),
        ("smtps://no-such-host.invalid".to_owned(), "cannot resolve no-such-host.invalid"),
        (
            format!("smtp://localhost:{plain}?tls=required"),
            "does not offer STARTTLS; in SMTP_URL write smtps://",
        ),
        (format!("smtp://localhost:{plain}?tls=required"), "?tls=none"),
        (format!("smtp://localhost:{starttls}?tls=required"), "is not trusted"),
        (format!("smtps://localhost:{at_once}"), "is not trusted"),
        (format!("smtps://localhost:{plain}"), "write smtp://"),
        (
            format!("smtp://ada:horse@127.0.0.1:{strict}"),
            "rejected AUTH with 535 5.7.8; check the username and the password",
        ),
        (
            format!("smtp://ada:horse@127.0.0.1:{busy}"),
            "rejected AUTH with 454; the server in SMTP_URL cannot authenticate users at the moment",
        ),
        (
            format!("smtp://ada:horse@127.0.0.1:{no_password}"),
            "offers no supported authentication method",
        ),
        (format!("smtp://127.0.0.1:{http}"), "does not speak SMTP"),
        (format!("smtp://127.0.0.1:{alert}"), "smtps://"),
        (format!("smtp://127.0.0.1:{closed}"), "smtps://"),
        (
            format!("smtp://127.0.0.1:{refusing}"),
            "the server rejected the connection with 554 5.7.1; it may block",
        ),
    ] {
        let reason = reason(&url).await;
        assert!(reason.contains(told) && reason.contains("SMTP_URL"), "{url}: {reason}");
        assert!(
            !reason.contains("canary") && !reason.contains("horse") && !reason.contains("ada"),
            "{url}: {reason}"
        );
    }
}

#[test]
fn doctor_distinguishes_a_certificate_for_another_name_from_an_expired_one() {
    for (name, expired, told) in [
        ("elsewhere.example.com", false, "is for another name"),
        ("localhost", true, "has expired"),
    ] {
        let cli = CliHarness::new();
        let authority = cli.path("authority.pem");
        let server = SmtpServer::with_certificate(&authority, name, expired);
        let url = format!("smtp://localhost:{}?tls=required", server.port);
        let settings = [
            ("SMTP_URL", url.as_str()),
            ("MAIL_FROM", "a@example.com"),
            ("SSL_CERT_FILE", authority.to_str().unwrap()),
        ];
        let out = cli.run_with(&["doctor"], &settings, "").out;
        assert!(
            out.contains("error    mail: ") && out.contains(told) && out.contains("SMTP_URL"),
            "{told}: {out}"
        );
        fs::remove_file(authority).unwrap();
    }
}

/// Shows: REL-13.
#[actix_web::test]
async fn the_log_names_the_refused_step_without_the_servers_text() {
    for (mishap, word, told) in [
        (
            SmtpFault::Sender(550),
            "mail_delayed",
            "rejected MAIL FROM with 550 5.7.1; check MAIL_FROM",
        ),
        (SmtpFault::Sender(451), "mail_delayed", "rejected MAIL FROM with 451 4.7.1"),
        (
            SmtpFault::Recipient(550),
            "mail_given_up",
            "rejected RCPT TO with 550 5.1.1; the cause is the recipient",
        ),
        (SmtpFault::Recipient(450), "mail_delayed", "rejected RCPT TO with 450 4.1.1"),
        (
            SmtpFault::Mail(554),
            "mail_given_up",
            "rejected the mail with 554; the cause is this mail",
        ),
    ] {
        let server = SmtpServer::start(&[mishap]);
        let url = format!("smtp://127.0.0.1:{}", server.port);
        let binary = Binary::at_home(&[
            ("SMTP_URL", &url),
            ("MAIL_FROM", "accounts@example.com"),
            ("BCRYPT_COST", "4"),
        ]);
        let serving = binary.serve(&[]);
        Browser::to(&serving.address, Clock::System).register("ada").await;
        let log = serving.says(word).await;
        let line = log.lines().find(|line| line.contains(word)).unwrap();
        assert!(line.contains(told) && line.contains("SMTP_URL"), "{mishap:?}: {line}");
        assert!(!line.contains("example.com"), "{mishap:?}: {line}");
    }
}
