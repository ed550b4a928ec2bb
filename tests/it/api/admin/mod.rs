//! `/api/users`: what administrators do, and nobody else.

mod changes;
mod delete;
mod last_admin;
mod listing;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Person, TestApp};

/// An account that nobody has.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// Every call, about an account.
fn calls(id: &str) -> Vec<(Method, String, Option<Value>)> {
    vec![
        (Method::GET, "/api/users".to_owned(), None),
        (Method::GET, format!("/api/users/{id}"), None),
        (
            Method::PATCH,
            format!("/api/users/{id}"),
            Some(json!({ "roles": ["admin"], "disabled": true })),
        ),
        (Method::DELETE, format!("/api/users/{id}"), None),
        (Method::POST, format!("/api/users/{id}/logout"), Some(json!({}))),
    ]
}

fn address(person: &Person) -> String {
    format!("/api/users/{}", person.id)
}

/// What somebody is told whose tokens are worth nothing: by access token, and by refresh token.
async fn refused(app: &TestApp, person: &Person) -> (String, String) {
    let code = |answer: Answer| answer.problem().1;
    (
        code(person.json.get("/api/auth/verify").await),
        code(app.json().refresh(&person.refresh).await),
    )
}

fn pair(access: &str, refresh: &str) -> (String, String) {
    (access.to_owned(), refresh.to_owned())
}

#[actix_web::test]
async fn only_an_administrator_has_access() {
    let app = TestApp::start();
    let (user, other) = (app.json().register("ada").await, app.json().register("bob").await);
    let before = app.settled_event_kinds().await;
    let accounts = app.users();
    for (method, path, body) in calls(&other.id).into_iter().chain(calls(&user.id)) {
        let answer = app.json().call(method.clone(), &path, body.as_ref()).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "{method} {path}");
        assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer realm="vestibule""#));

        let answer = app.json().bearer("nonsense").call(method.clone(), &path, body.as_ref()).await;
        assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()), "{method} {path}");

        let answer = user.json.call(method.clone(), &path, body.as_ref()).await;
        assert_eq!(answer.problem(), (403, "FORBIDDEN".to_owned()), "{method} {path}");
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.contains(r#"error="insufficient_scope""#), "{challenge}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(app.settled_event_kinds().await, before, "no account has changed");
    assert_eq!(app.users(), accounts);
    assert_eq!(app.unrevoked_sessions().len(), 2);
}

#[actix_web::test]
async fn another_sites_page_changes_nothing_with_an_administrators_cookies() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("boss").await;
    app.user("boss").make_administrator();
    browser.log_in("boss").await;
    let other = app.json().register("bob").await;
    let before = app.settled_event_kinds().await;
    for (method, path, body) in
        calls(&other.id).into_iter().filter(|(method, ..)| *method != Method::GET)
    {
        for header in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let mut request = browser.request(method.clone(), &path).header(header.0, header.1);
            if let Some(body) = &body {
                request = request.header("content-type", "application/json").body(body.to_string());
            }
            let answer = browser.send(request).await;
            assert_eq!(
                answer.problem(),
                (403, "CROSS_SITE_REQUEST".to_owned()),
                "{method} {path} {header:?}"
            );
        }
    }
    assert_eq!(app.settled_event_kinds().await, before);
    assert_eq!(other.json.get("/api/auth/me").await.status, 200);
}

/// Shows: AZ-03, INJ-04.
#[actix_web::test]
async fn an_unknown_account_is_not_found() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let upper = root.id.to_uppercase();
    let plain = root.id.replace('-', "");
    let braced = format!("%7B{}%7D", root.id);
    let encoded_slash = format!("{}%2Flogout", root.id);
    let long = "0".repeat(3000);
    for id in [
        NOBODY,
        &upper,
        &plain,
        &braced,
        &encoded_slash,
        &long,
        "0",
        "1",
        "root",
        "null",
        "%00",
        "%FF",
        "%20",
        "me",
    ] {
        for (method, path, body) in calls(id).into_iter().skip(1) {
            let answer = root.json.call(method.clone(), &path, body.as_ref()).await;
            assert_eq!(answer.problem(), (404, "NOT_FOUND".to_owned()), "{method} {path}");
        }
    }
    assert_eq!(root.json.get(&address(&root)).await.status, 200);
}

/// Shows: AZ-13.
#[actix_web::test]
async fn an_account_is_shown_without_secrets() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(std::time::Duration::from_millis(1));
    let root = app.administrator("root").await;
    let answer = root.json.get(&address(&ada)).await;
    assert_eq!(answer.status, 200);
    let user = json!({
        "id": ada.id, "username": "ada", "email": "ada@example.com", "name": null, "roles": ["user"],
        "emailVerified": false, "createdAt": "2026-01-01T00:00:00.250Z", "disabled": false,
    });
    assert_eq!(answer.json(), json!({ "user": user }));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let list = root.json.get("/api/users").await;
    assert_eq!(list.json()["users"][0], user);
    for answer in [answer, list] {
        for secret in ["$2b$", "hash", "password", "token", "version"] {
            assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
        }
    }
}

#[actix_web::test]
async fn another_method_is_refused_with_the_allowed_ones() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    for (method, path, allow) in [
        (Method::POST, "/api/users".to_owned(), "GET, HEAD, OPTIONS"),
        (Method::PUT, address(&root), "GET, HEAD, PATCH, DELETE, OPTIONS"),
        (Method::POST, address(&root), "GET, HEAD, PATCH, DELETE, OPTIONS"),
        (Method::GET, format!("{}/logout", address(&root)), "POST, OPTIONS"),
    ] {
        let answer = root.json.call(method, &path, None).await;
        assert_eq!(answer.problem(), (405, "METHOD_NOT_ALLOWED".to_owned()), "{path}");
        assert_eq!(answer.header("allow"), Some(allow));
    }
}
