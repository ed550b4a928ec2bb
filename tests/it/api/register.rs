//! `POST /api/auth/register`

use serde_json::{Value, json};

use super::{hidden, registration, rows, unlimited, with};
use crate::support::{PASSWORD, TestApp};

const REGISTER: &str = "/api/auth/register";

#[actix_web::test]
async fn registering_answers_201_with_tokens_and_the_account() {
    let app = TestApp::start();
    let body = json!({ "username": "ada", "email": "Ada@Example.com", "password": PASSWORD, "name": "Ada Lovelace" });
    let answer = app.json().post(REGISTER, &body).await;

    assert_eq!((answer.status, answer.header("content-type")), (201, Some("application/json")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    insta::assert_json_snapshot!(hidden(&answer), @r#"
    {
      "accessToken": "[token]",
      "expiresIn": 900,
      "tokenType": "Bearer",
      "user": {
        "createdAt": "2026-01-01T00:00:00.250Z",
        "email": "Ada@Example.com",
        "emailVerified": false,
        "id": "[id]",
        "name": "Ada Lovelace",
        "roles": [
          "user"
        ],
        "username": "ada"
      }
    }
    "#);
}

#[actix_web::test]
async fn a_refresh_token_that_travels_in_the_body_comes_without_any_cookie() {
    let app = TestApp::start();
    let body = with(registration("ada"), json!({ "refreshTokenIn": "body" }));
    let answer = app.json().post(REGISTER, &body).await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.set_cookies(), []);
    insta::assert_json_snapshot!(hidden(&answer), @r#"
    {
      "accessToken": "[token]",
      "expiresIn": 900,
      "refreshToken": "[token]",
      "tokenType": "Bearer",
      "user": {
        "createdAt": "2026-01-01T00:00:00.250Z",
        "email": "ada@example.com",
        "emailVerified": false,
        "id": "[id]",
        "name": null,
        "roles": [
          "user"
        ],
        "username": "ada"
      }
    }
    "#);
}

#[actix_web::test]
async fn the_new_tokens_work_at_once() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    assert_eq!(ada.json.get("/api/auth/me").await.json()["user"]["id"], ada.id);
    assert_eq!(app.json().refresh(&ada.refresh).await.status, 200);

    let browser = app.browser();
    assert_eq!(browser.post_json(REGISTER, &registration("bob")).await.status, 201);
    assert_eq!(browser.get("/api/auth/me").await.json()["user"]["username"], "bob");
}

#[actix_web::test]
async fn cookies_are_the_default_and_can_be_asked_for_by_name() {
    let app = TestApp::start();
    let body = with(registration("ada"), json!({ "refreshTokenIn": "cookie" }));
    let answer = app.json().post(REGISTER, &body).await;

    assert_eq!(answer.token_cookies().len(), 2);
    assert_eq!(answer.json().get("refreshToken"), None);
    assert_eq!(
        answer.set_cookie("access_token").value,
        answer.json()["accessToken"].as_str().unwrap()
    );
}

#[actix_web::test]
async fn blanks_around_username_address_and_name_are_dropped_and_case_stays() {
    let app = TestApp::start();
    let body = json!({
        "username": " \tAda.L ", "email": "\u{a0}Ada@Example.com\n", "name": "\u{3000}Ada  Lovelace ",
        "password": PASSWORD,
    });
    let user = app.json().post(REGISTER, &body).await.json()["user"].clone();

    assert_eq!(
        [&user["username"], &user["email"], &user["name"]],
        ["Ada.L", "Ada@Example.com", "Ada  Lovelace"]
    );
}

#[actix_web::test]
async fn a_missing_name_is_null_however_it_is_written() {
    let app = unlimited();
    for (number, name) in
        [None, Some(Value::Null), Some(json!("")), Some(json!(" \t "))].into_iter().enumerate()
    {
        let mut body = registration(&format!("nameless{number}"));
        if let Some(name) = name {
            body = with(body, json!({ "name": name }));
        }
        let answer = app.json().post(REGISTER, &body).await;
        assert_eq!(answer.status, 201, "{body}");
        assert_eq!(answer.json()["user"]["name"], Value::Null, "{body}");
    }
}

/// Shows: AUTH-47.
#[actix_web::test]
async fn an_address_or_a_username_of_another_account_is_refused_in_any_case() {
    let app = unlimited();
    let body = json!({ "username": "Ada", "email": "Ådá@Example.com", "password": PASSWORD });
    assert_eq!(app.json().post(REGISTER, &body).await.status, 201);
    let before = rows(&app).await;

    let taken =
        |username: &str, email: &str| with(registration(username), json!({ "email": email }));
    for (body, code) in [
        (taken("bob", "Ådá@Example.com"), "EMAIL_TAKEN"),
        (taken("bob", "ÅDÁ@EXAMPLE.COM"), "EMAIL_TAKEN"),
        (taken("bob", " ådá@example.com "), "EMAIL_TAKEN"),
        // The same address as a keyboard types it that sends letters and accents apart.
        (taken("bob", "a\u{30a}da\u{301}@example.com"), "EMAIL_TAKEN"),
        (taken("Ada", "bob@example.com"), "USERNAME_TAKEN"),
        (taken("ADA", "bob@example.com"), "USERNAME_TAKEN"),
        (taken(" ada ", "bob@example.com"), "USERNAME_TAKEN"),
        (
            with(taken("ada", "ådá@example.com"), json!({ "password": "another horse battery" })),
            "EMAIL_TAKEN",
        ),
    ] {
        let answer = app.json().post(REGISTER, &body).await;
        assert_eq!(answer.problem(), (409, code.to_owned()), "{body}");
        assert_eq!(answer.set_cookies(), [], "{body}");
    }
    assert_eq!(rows(&app).await, before);
}

/// Shows: AUTH-70, AUTH-71, INP-05.
#[actix_web::test]
async fn unknown_members_have_no_effect() {
    let app = TestApp::start();
    let body = with(
        registration("ada"),
        json!({
            "id": "00000000-0000-7000-8000-000000000000", "roles": ["user", "admin"], "role": "admin",
            "admin": true, "isAdmin": true, "emailVerified": true, "email_verified_at": 1, "disabledAt": 1,
            "createdAt": "2000-01-01T00:00:00Z", "tokenVersion": 9, "passwordHash": "x", "USERNAME": "eve",
            "__proto__": { "admin": true }, "user": { "roles": ["admin"] }, "remember": "whatever",
        }),
    );
    let answer = app.json().post(REGISTER, &body).await;

    assert_eq!(answer.status, 201, "{answer:?}");
    let user = &answer.json()["user"];
    assert_ne!(user["id"], "00000000-0000-7000-8000-000000000000");
    assert_eq!(user["username"], "ada");
    assert_eq!(user["roles"], json!(["user"]));
    assert_eq!(user["emailVerified"], false);
    assert_eq!(user["createdAt"], "2026-01-01T00:00:00.250Z");
    let row = app.user("ada").row();
    assert_eq!((row.roles.as_str(), row.token_version), ("user", 1));
    assert_eq!((row.email_verified_at, row.disabled_at), (None, None));
}

#[actix_web::test]
async fn registering_ends_the_session_that_the_browser_had() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let old = browser.cookie("refresh_token").unwrap();

    assert_eq!(browser.post_json(REGISTER, &registration("bob")).await.status, 201);

    assert_eq!(app.json().refresh(&old).await.problem(), (401, "REFRESH_TOKEN_REVOKED".to_owned()));
    assert_eq!(browser.get("/api/auth/me").await.json()["user"]["username"], "bob");
}

#[actix_web::test]
async fn registering_with_tokens_in_the_body_leaves_the_browsers_session_alone() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;

    let body = with(registration("bob"), json!({ "refreshTokenIn": "body" }));
    assert_eq!(browser.post_json(REGISTER, &body).await.status, 201);

    assert_eq!(browser.get("/api/auth/me").await.json()["user"]["username"], "ada");
}
