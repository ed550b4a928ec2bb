//! What a mail server is handed: who it is from and for, and what it says.

use serde_json::json;

use crate::support::{PASSWORD, SmtpServer, TestApp};

fn start(port: u16) -> TestApp {
    let flags = SmtpServer::flags(port);
    TestApp::start_with(&flags.iter().map(String::as_str).collect::<Vec<_>>())
}

#[actix_web::test]
async fn a_mail_has_the_headers_and_parts_that_its_readers_expect() {
    let server = SmtpServer::start(&[]);
    let app = start(server.port);
    app.json().register("ada").await;
    app.deliver().await;

    let [received] = server.received().try_into().unwrap();
    assert_eq!(
        (received.from.as_str(), received.to),
        ("accounts@example.com", vec!["ada@example.com".to_owned()])
    );
    let mail = received.mail;
    assert_eq!(
        (mail.from.as_str(), mail.to.clone()),
        ("accounts@example.com", vec!["ada@example.com".to_owned()])
    );
    assert_eq!(mail.subject, "Confirm your email address");
    for header in [
        "From: Vestibule <accounts@example.com>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(mail.raw.contains(&format!("{header}\r\n")), "{header}: {}", mail.raw);
    }
    assert!(mail.raw.contains("Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"), "{}", mail.raw);
    assert!(mail.raw.contains("@127.0.0.1>\r\n"), "the Message-ID: {}", mail.raw);
    assert!(
        mail.text.lines().all(|line| line.len() <= 78 || line.starts_with("http")),
        "{}",
        mail.text
    );
    let paragraphs: Vec<&str> = mail.text.split("\r\n\r\n").collect();
    assert_eq!(paragraphs[0], "Hello ada,");
    assert!(paragraphs.contains(&mail.link().as_str()), "a paragraph of its own: {}", mail.text);
}

#[actix_web::test]
async fn a_mail_loads_nothing_from_elsewhere() {
    let server = SmtpServer::start(&[]);
    let app = start(server.port);
    app.json().register("ada").await;
    app.deliver().await;
    let html = server.received()[0].mail.html.clone();
    for remote in ["src=", "<link", "<img", "<script", "url(", "@import"] {
        assert!(!html.contains(remote), "{remote}");
    }
    let links = html.split("href=\"").skip(1);
    assert!(
        links.clone().count() > 1 && links.clone().all(|link| link.starts_with(&app.origin)),
        "{html}"
    );
}

/// Shows: AUTH-47, AUTH-55, INJ-06.
#[actix_web::test]
async fn a_mail_goes_to_one_address_and_nobody_can_add_to_its_headers() {
    let server = SmtpServer::start(&[]);
    let app = start(server.port);
    let odd = [
        "a,b@example.com",
        "<a@example.com>",
        "a@example.com>",
        "a;b@example.com",
        "\"a@example.com",
        "a@example,com",
    ];
    for (number, email) in odd.iter().enumerate() {
        let body =
            json!({ "username": format!("ada{number}"), "email": email, "password": PASSWORD });
        app.json().post("/api/auth/register", &body).await;
    }
    for email in [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\nBcc:b@example.com",
        "a@example.com,b@example.com",
    ] {
        let body = json!({ "username": "bob", "email": email, "password": PASSWORD });
        assert_eq!(app.json().post("/api/auth/register", &body).await.status, 422, "{email:?}");
    }
    app.deliver().await;
    assert_eq!(app.pending_mails().len(), 0, "no mail is left in the queue");
    let quoted = ["\"a,b\"@example.com", "\"a;b\"@example.com", "\"\\\"a\"@example.com"];
    assert_eq!(server.received().len(), 3);
    for received in server.received() {
        assert_eq!(received.to.len(), 1);
        assert!(quoted.contains(&received.to[0].as_str()), "{received:?}");
        let headers = received.mail.raw.split_once("\r\n\r\n").unwrap().0;
        assert!(!headers.to_lowercase().contains("bcc"));
    }
}
