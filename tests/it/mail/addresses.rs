//! Addresses on the wire: the domain in ASCII, the mailbox quoted where it has to be.

use serde_json::json;

use crate::support::{PASSWORD, SmtpServer, TestApp};

async fn register(app: &TestApp, name: &str, email: &str) {
    let body = json!({ "username": name, "email": email, "password": PASSWORD });
    assert_eq!(app.json().post("/api/auth/register", &body).await.status, 201, "{email}");
}

/// Shows: AUTH-48, INJ-06.
#[actix_web::test]
async fn an_international_domain_needs_nothing_of_the_server_and_an_odd_mailbox_is_quoted() {
    let server = SmtpServer::start(&[]);
    let flags = SmtpServer::flags(server.port);
    let app = TestApp::start_with(
        &flags.iter().map(String::as_str).chain(["--rate-limits", "off"]).collect::<Vec<_>>(),
    );
    for (number, (typed, wire)) in [
        ("Ada@Bücher.example", "Ada@xn--bcher-kva.example"),
        ("ada@例え。テスト", "ada@xn--r8jz45g.xn--zckzah"),
        ("try..this@example.com", "\"try..this\"@example.com"),
        (".dot.@bücher.example", "\".dot.\"@xn--bcher-kva.example"),
        ("a,b(c)@example.com", "\"a,b(c)\"@example.com"),
        ("a\"b\\c@example.com", "\"a\\\"b\\\\c\"@example.com"),
        ("\"kept..quotes\"@example.com", "\"kept..quotes\"@example.com"),
        ("o'neil+tag@example.com", "o'neil+tag@example.com"),
    ]
    .into_iter()
    .enumerate()
    {
        register(&app, &format!("person{number}"), typed).await;
        app.deliver().await;
        assert_eq!(server.received().len(), number + 1, "{typed}: {}", server.plain());
        assert!(
            server.plain().contains(&format!("RCPT TO:<{wire}>\r\n")),
            "{typed}: {}",
            server.plain()
        );
        assert!(
            server.plain().contains(&format!("\r\nTo: {wire}\r\n")),
            "{typed}: {}",
            server.plain()
        );
        assert!(server.plain().is_ascii() && !server.plain().contains("SMTPUTF8"), "{typed}");
    }
    assert_eq!(app.users()[0].email, "Ada@Bücher.example", "kept as typed");
}

#[actix_web::test]
async fn only_a_mailbox_that_is_not_ascii_needs_smtputf8() {
    let server = SmtpServer::start(&[]);
    let flags = SmtpServer::flags(server.port);
    let app = TestApp::start_with(&flags.iter().map(String::as_str).collect::<Vec<_>>());
    register(&app, "ada", "ådå@example.com").await;
    app.deliver().await;
    assert_eq!((server.received().len(), app.pending_mails().len()), (0, 0), "given up");
    assert!(!server.plain().contains("RCPT"));
}

#[actix_web::test]
async fn a_sender_with_an_international_domain_is_named_in_ascii() {
    let server = SmtpServer::start(&[]);
    let mut flags = SmtpServer::flags(server.port);
    *flags.last_mut().unwrap() = "Vestibül <accounts@bücher.example>".to_owned();
    let app = TestApp::start_with(&flags.iter().map(String::as_str).collect::<Vec<_>>());
    register(&app, "ada", "ada@example.com").await;
    app.deliver().await;
    assert_eq!(server.received().len(), 1, "{}", server.plain());
    assert!(
        server.plain().contains("MAIL FROM:<accounts@xn--bcher-kva.example>\r\n")
            && server.plain().is_ascii()
    );
}
