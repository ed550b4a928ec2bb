//! The current password asked for again: wrong ones count, by account, apart from those at the
//! door.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Face, WRONG, hammer, pause};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

/// Where it is asked for, in both faces, with the field for it.
const ASKED: [(&str, &str, &str); 6] = [
    ("POST", "/api/profile/password", "currentPassword"),
    ("POST", "/api/profile/email", "password"),
    ("DELETE", "/api/profile/me", "password"),
    ("POST", "/profile/password", "current_password"),
    ("POST", "/profile/email", "password"),
    ("POST", "/profile/delete", "password"),
];

async fn ask(
    browser: &Browser,
    (method, path, field): (&str, &str, &str),
    password: &str,
) -> Answer {
    let fields = [
        (field, password),
        ("newPassword", "another good one"),
        ("new_password", "another good one"),
    ];
    let fields = [&fields[..], &[("email", "lovelace@example.com")]].concat();
    match (method, path.starts_with("/api/")) {
        (_, false) => browser.post(path, &fields).await,
        (method, true) => {
            let body: Value =
                fields.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = browser.request(method, path).header("content-type", "application/json");
            browser.send(request.body(body.to_string())).await
        }
    }
}

/// Shows: AUTH-31, ASVS 6.3.1.
#[actix_web::test]
async fn wrong_passwords_cause_a_delay_wherever_they_are_typed() {
    for asked in ASKED {
        let app = TestApp::start();
        let browser = app.browser();
        browser.register("ada").await;
        for other in ASKED {
            let answer = ask(&browser, other, WRONG).await;
            assert_eq!(answer.status, 403, "{other:?}: {answer:?}");
        }
        for password in [WRONG, PASSWORD] {
            assert_eq!(pause(&ask(&browser, asked, password).await), 1, "{asked:?}");
        }
        assert_eq!(app.user("ada").row().email, "ada@example.com");
        assert!(browser.is_signed_in().await, "{asked:?}: the user stays signed in");
        app.advance(Duration::from_secs(1));
        let answer = ask(&browser, asked, PASSWORD).await;
        assert!(matches!(answer.status, 200..=303), "{asked:?}: {answer:?}");
    }
}

/// Shows: AUTH-18.
#[actix_web::test]
async fn failures_with_a_session_and_at_the_login_page_are_counted_separately() {
    let app = TestApp::start();
    let thief = app.browser();
    thief.register("ada").await;
    for _ in 0..6 {
        assert_eq!(ask(&thief, ASKED[0], WRONG).await.status, 403);
    }
    assert!(Face::Page.is_welcome(&Face::Page.log_in(&app.browser(), "ada", PASSWORD).await));

    let bob = app.browser();
    bob.register("bob").await;
    hammer(&app, "bob").await;
    assert_eq!(pause(&Face::Page.log_in(&app.browser(), "bob", PASSWORD).await), 1);
    assert_eq!(ask(&bob, ASKED[0], PASSWORD).await.status, 204);
}
