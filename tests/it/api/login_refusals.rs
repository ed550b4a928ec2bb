//! `POST /api/auth/login`, when it does not go well.

use serde_json::{Value, json};

use super::{registration, rows, unlimited, with};
use crate::support::{Answer, PASSWORD, TestApp};

const LOGIN: &str = "/api/auth/login";

/// Everything of an answer but the time at which it was given.
fn seen(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let headers =
        answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, answer.body.clone(), headers)
}

/// Shows: AUTH-01, AUTH-11.
#[actix_web::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer_byte_for_byte() {
    let app = unlimited();
    app.json().register("ada").await;
    app.json().register("mary").await;
    app.user("mary").disable();

    let wrong =
        app.json().post(LOGIN, &json!({ "username": "ada", "password": "wrong password" })).await;
    assert_eq!(wrong.problem(), (401, "INVALID_CREDENTIALS".to_owned()));
    assert_eq!(wrong.header("www-authenticate"), Some(r#"Bearer realm="vestibule""#));
    assert_eq!(wrong.set_cookies(), []);

    let long = "x".repeat(10_000);
    for (login, why) in [
        (json!({ "email": "ada@example.com", "password": "wrong password" }), "by address"),
        (json!({ "username": "nobody", "password": "wrong password" }), "an unknown username"),
        (json!({ "email": "nobody@example.com", "password": PASSWORD }), "an unknown address"),
        (json!({ "username": "mary", "password": "wrong password" }), "a disabled account"),
        (json!({ "username": "no such <name>\u{0}", "password": PASSWORD }), "no username at all"),
        (json!({ "email": "not an address", "password": PASSWORD }), "no address at all"),
        (json!({ "username": long, "password": PASSWORD }), "an enormous username"),
        (json!({ "username": "ada", "password": "short" }), "a password that is too short"),
        (json!({ "username": "ada", "password": long }), "a password that is too long"),
        (
            json!({ "username": "ada", "password": format!("{PASSWORD}\u{0}") }),
            "a password with a NUL",
        ),
        (json!({ "username": "ada", "password": " " }), "a blank for a password"),
        (
            json!({ "username": "ada@example.com", "password": PASSWORD }),
            "an address for a username",
        ),
        (json!({ "email": "ada", "password": PASSWORD }), "a username for an address"),
        (json!({ "username": "ada%", "password": PASSWORD }), "a pattern"),
        (json!({ "username": "' OR 1=1 --", "password": PASSWORD }), "a piece of SQL"),
    ] {
        assert_eq!(seen(&app.json().post(LOGIN, &login).await), seen(&wrong), "{why}");
    }
    assert_eq!(app.sessions().len(), 2, "nobody was signed in");
}

#[actix_web::test]
async fn only_the_right_password_shows_that_the_account_is_disabled() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.user("ada").disable();
    let before = rows(&app).await;
    let right = app.json().post(LOGIN, &json!({ "username": "ada", "password": PASSWORD })).await;

    assert_eq!(right.problem(), (403, "ACCOUNT_DISABLED".to_owned()));
    assert_eq!(right.header("www-authenticate"), None);
    assert_eq!(right.set_cookies(), []);
    assert_eq!(rows(&app).await, before);
    let wrong =
        app.json().post(LOGIN, &json!({ "username": "ada", "password": "wrong password" })).await;
    assert_eq!(wrong.problem(), (401, "INVALID_CREDENTIALS".to_owned()));
}

#[actix_web::test]
async fn a_field_that_is_missing_or_has_another_type_is_named() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let before = rows(&app).await;
    let ada = || json!({ "username": "ada", "password": PASSWORD });

    let cases: [(Value, &[(&str, &str)]); 16] = [
        (json!({}), &[("email", "REQUIRED"), ("password", "REQUIRED")]),
        (json!({ "username": "ada" }), &[("password", "REQUIRED")]),
        (json!({ "email": "ada@example.com" }), &[("password", "REQUIRED")]),
        (json!({ "password": PASSWORD }), &[("email", "REQUIRED")]),
        (with(ada(), json!({ "username": "" })), &[("username", "REQUIRED")]),
        (with(ada(), json!({ "username": " " })), &[("username", "REQUIRED")]),
        (with(ada(), json!({ "password": "" })), &[("password", "REQUIRED")]),
        (with(ada(), json!({ "username": null })), &[("email", "REQUIRED")]),
        (
            with(ada(), json!({ "username": 1, "password": [] })),
            &[("username", "WRONG_TYPE"), ("password", "WRONG_TYPE")],
        ),
        (with(ada(), json!({ "password": null })), &[("password", "REQUIRED")]),
        (with(ada(), json!({ "password": { "$ne": "" } })), &[("password", "WRONG_TYPE")]),
        (json!({ "email": ["ada@example.com"], "password": PASSWORD }), &[("email", "WRONG_TYPE")]),
        (with(ada(), json!({ "remember": "true" })), &[("remember", "WRONG_TYPE")]),
        (with(ada(), json!({ "remember": 1 })), &[("remember", "WRONG_TYPE")]),
        (with(ada(), json!({ "refreshTokenIn": true })), &[("refreshTokenIn", "WRONG_TYPE")]),
        (with(ada(), json!({ "refreshTokenIn": "local" })), &[("refreshTokenIn", "UNKNOWN_VALUE")]),
    ];
    for (body, faults) in cases {
        let answer = app.json().post(LOGIN, &body).await;
        let found = answer.faults();
        let found: Vec<_> =
            found.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
        assert_eq!(found, faults, "{body}");
        assert_eq!(answer.set_cookies(), [], "{body}");
    }
    assert_eq!(rows(&app).await, before);
}

#[actix_web::test]
async fn a_failed_sign_in_is_recorded_and_nothing_else_changes() {
    let app = TestApp::start();
    app.json().post("/api/auth/register", &registration("ada")).await;
    let [users, sessions, revocations, events] = rows(&app).await;
    app.json().post(LOGIN, &json!({ "username": "ada", "password": "wrong password" })).await;
    assert_eq!(rows(&app).await, [users, sessions, revocations, events + 1]);
    app.json().post(LOGIN, &json!({ "username": "nobody", "password": "wrong password" })).await;
    assert_eq!(
        rows(&app).await,
        [users, sessions, revocations, events + 1],
        "a stranger has no history"
    );
}
