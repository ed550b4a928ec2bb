//! `POST /api/auth/forgot-password`

use std::time::Duration;

use serde_json::json;

use crate::support::{Answer, TestApp};

async fn forget(app: &TestApp, email: &str) -> Answer {
    app.json().post("/api/auth/forgot-password", &json!({ "email": email })).await
}

/// Shows: AUTH-06, ASVS 6.3.8.
#[actix_web::test]
async fn the_answer_is_the_same_for_every_address() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.json().register("bob").await;
    app.user("bob").disable();
    let bytes = |mut answer: Answer| {
        answer.headers.remove("date");
        answer.headers.remove("x-request-id");
        (answer.status, answer.headers, answer.body)
    };
    let known = bytes(forget(&app, "ada@example.com").await);
    assert_eq!((known.0, known.2.as_str()), (202, ""));
    for email in ["nobody@example.com", "bob@example.com", "ADA@example.com", "a,b@example.com"] {
        assert_eq!(bytes(forget(&app, email).await), known, "{email}");
    }
    let to: Vec<_> =
        app.mails("reset_password").await.into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.com"], "only to the stored address");
}

/// Shows: AUTH-06.
#[actix_web::test]
async fn nothing_is_looked_up_before_the_answer() {
    let app = TestApp::start_on_sqlite(&[]);
    app.json().register("ada").await;
    // The thread that writes is busy, and nobody has to wait for it.
    let (release, held) = std::sync::mpsc::channel::<()>();
    app.app.store.write_later(
        move |_| {
            let _ = held.recv();
            Ok(())
        },
        || {},
    );
    for email in ["ada@example.com", "nobody@example.com"] {
        assert_eq!(forget(&app, email).await.status, 202);
    }
    assert_eq!(app.mail_rows_of_kind("reset_password").len(), 0);
    release.send(()).unwrap();
    app.settle().await;
    assert_eq!(app.mail_rows_of_kind("reset_password").len(), 1);
}

/// Shows: AUTH-55.
#[actix_web::test]
async fn text_that_is_not_an_address_is_an_error() {
    let app = TestApp::start();
    for (body, code) in [
        (json!({}), "REQUIRED"),
        (json!({ "email": "" }), "REQUIRED"),
        (json!({ "email": "ada" }), "INVALID_EMAIL"),
        (json!({ "email": "a@example.com,b@example.com" }), "INVALID_EMAIL"),
        (json!({ "email": "a@example.com\r\nBcc: b@example.com" }), "INVALID_EMAIL"),
        (json!({ "email": ["a@example.com"] }), "WRONG_TYPE"),
        (json!({ "email": null }), "REQUIRED"),
    ] {
        let answer = app.json().post("/api/auth/forgot-password", &body).await;
        assert_eq!(answer.faults(), [("email".to_owned(), code.to_owned())], "{body}");
    }
}

/// Shows: AUTH-52, AUTH-62, ASVS 6.6.4.
#[actix_web::test]
async fn a_hundred_requests_send_three_mails_and_the_third_link_works() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.1"]);
    app.json().register("ada").await;
    for number in 0..100 {
        // From as many addresses, because one may not ask so often.
        let request = app.json().request(reqwest::Method::POST, "/api/auth/forgot-password");
        let request = request.header("x-forwarded-for", format!("203.0.113.{number}"));
        let request = request
            .header("content-type", "application/json")
            .body(r#"{"email":"ada@example.com"}"#);
        assert_eq!(app.json().send(request).await.status, 202);
        app.advance(Duration::from_millis(10));
        app.settle().await;
        app.deliver().await;
    }
    let mails = app.mails("reset_password").await;
    assert_eq!(mails.len(), 3);
    let reset = |token: String| {
        let app = &app;
        async move {
            let body = json!({ "token": token, "password": "another good one" });
            app.json().post("/api/auth/reset-password", &body).await.status
        }
    };
    assert_eq!(reset(mails[1].token()).await, 422, "a newer link replaces the older one");
    app.json().log_in("ada").await;
    assert_eq!(reset(mails[2].token()).await, 204);
}

/// Shows: AUTH-54.
#[actix_web::test]
async fn links_use_the_configured_address_whatever_the_headers_say() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let request = app
        .json()
        .request(reqwest::Method::POST, "/api/auth/forgot-password")
        .header("content-type", "application/json")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example")
        .body(json!({ "email": "ada@example.com" }).to_string());
    assert_eq!(app.json().send(request).await.status, 202);
    let mail = app.mail("reset_password").await;
    assert!(mail.link().starts_with(&format!("{}/reset-password?token=", app.origin)));
    assert!(!mail.raw.contains("evil"));
}
