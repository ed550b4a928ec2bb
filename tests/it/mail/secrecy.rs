//! What nobody must be able to read: not in the database, not in the queue, not in the log.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use vestibule::clock::Clock;

use crate::support::{Binary, Browser, Mail, PASSWORD, SmtpFault, SmtpServer, TestApp};

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Shows: AUTH-66, ASVS 6.5.2.
#[actix_web::test]
async fn the_database_and_the_queue_hold_no_token_and_no_code() {
    let app = TestApp::start_on_sqlite(&[]);
    let ada = app.json().register("ada").await;
    let forgot = json!({ "email": "ada@example.com" });
    app.json().post("/api/auth/forgot-password", &forgot).await;
    let change = json!({ "email": "ada@example.org", "password": PASSWORD });
    ada.json.post("/api/profile/email", &change).await;
    app.settle().await;
    let mut rows = fs::read(app.database()).unwrap();
    rows.extend(fs::read(app.database().with_extension("db-wal")).unwrap());
    assert_eq!(app.mail_tokens().len(), 3);
    for kind in ["verify_email", "reset_password", "change_email"] {
        let mail = app.mail(kind).await;
        let token = mail.token();
        assert!(!contains(&rows, token.as_bytes()), "{kind}");
        assert!(!contains(&rows, &URL_SAFE_NO_PAD.decode(&token).unwrap()), "{kind}");
        assert!(!contains(&rows, mail.code().as_bytes()), "{kind}");
        assert!(contains(&rows, b"ada@example.org"), "the search covers the rows");
    }
}

/// Shows: AUTH-66, LOG-01, ASVS 16.2.5.
#[actix_web::test]
async fn the_log_has_no_link_no_code_and_no_address() {
    let server =
        SmtpServer::start(&[SmtpFault::Recipient(450), SmtpFault::None, SmtpFault::Recipient(550)]);
    let url = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    let settings =
        [("SMTP_URL", url.as_str()), ("MAIL_FROM", "accounts@example.com"), ("RUST_LOG", "trace")];
    let binary = Binary::at_home(&settings).on_test_database();
    let serving = binary.serve(&[]);
    let browser = Browser::to(&serving.address, Clock::System);
    browser.register("ada").await;
    server.wait_for(1).await;
    let mail = server.received()[0].mail.clone();
    browser.get(&mail.path()).await;
    browser.post("/verify-email", &[("token", &mail.token())]).await;
    browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
    let log = serving.says("mail_given_up").await;
    assert!(
        log.contains("mail_delayed") && log.contains("the server rejected RCPT TO with 550"),
        "{log}"
    );
    for secret in [mail.token().as_str(), &mail.code(), "ada@example.com", "?token="] {
        assert!(
            !log.contains(secret),
            "{secret}: {}",
            log.lines().find(|line| line.contains(secret)).unwrap()
        );
    }
}

#[actix_web::test]
async fn the_development_log_has_the_path_of_a_mail_and_not_its_text() {
    let binary = Binary::at_home(&[]);
    let serving = binary.serve(&[]);
    Browser::to(&serving.address, Clock::System).register("ada").await;
    let log = serving.says(".eml").await;
    let path = log.split_whitespace().find(|word| word.ends_with(".eml")).unwrap();
    let mail = Mail::parse(&fs::read(binary.folder().join(path)).unwrap());
    assert!(!log.contains(&mail.token()) && !log.contains(&mail.code()) && log.contains("outbox"));
}
