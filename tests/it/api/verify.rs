//! `GET /api/auth/verify`, which a reverse proxy asks before every request.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::TestApp;

const VERIFY: &str = "/api/auth/verify";

#[actix_web::test]
async fn a_signed_in_user_is_named_in_the_headers_of_an_empty_response() {
    let app = TestApp::start();
    let ada = app.json().register("Ada.L").await;
    let answer = ada.json.get(VERIFY).await;

    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(answer.header("remote-user"), Some("Ada.L"));
    assert_eq!(answer.header("remote-groups"), Some("user"));
    assert_eq!(answer.header("x-user-id"), Some(&*ada.id));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.set_cookies(), []);
}

#[actix_web::test]
async fn an_administrator_is_in_both_groups() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.user("ada").make_administrator();
    let ada = app.json().log_in("ada").await;
    assert_eq!(ada.json.get(VERIFY).await.header("remote-groups"), Some("user,admin"));
}

#[actix_web::test]
async fn nobody_is_named_without_a_valid_token() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(900));
    for (client, code) in [
        (app.json(), "NO_TOKEN"),
        (app.json().bearer("garbage"), "INVALID_TOKEN"),
        (app.json().bearer(&ada.refresh), "INVALID_TOKEN"),
        (ada.json, "TOKEN_EXPIRED"),
    ] {
        let answer = client.get(VERIFY).await;
        assert_eq!(answer.problem(), (401, code.to_owned()));
        for name in ["remote-user", "remote-groups", "x-user-id"] {
            assert_eq!(answer.header(name), None, "{code}");
        }
    }
}

/// Shows: AZ-11.
#[actix_web::test]
async fn a_caller_cannot_name_itself() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let request = ada.json.request(reqwest::Method::GET, VERIFY);
    let request = request
        .header("remote-user", "root")
        .header("remote-groups", "admin")
        .header("x-user-id", "1");
    let answer = app.json().send(request).await;
    assert_eq!(answer.header("remote-user"), Some("ada"));
    assert_eq!(answer.header("remote-groups"), Some("user"));
    assert_eq!(answer.headers.get_all("x-user-id").iter().count(), 1);
}

#[actix_web::test]
async fn the_token_is_checked_without_the_database() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.user("ada").delete();
    assert_eq!(ada.json.get(VERIFY).await.status, 200);
    assert_eq!(
        ada.json.get("/api/auth/me").await.status,
        401,
        "this request does use the database"
    );
}

#[actix_web::test]
async fn a_signed_out_session_is_refused_at_once() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().post("/api/auth/logout", &json!({ "refreshToken": ada.refresh })).await;
    assert_eq!(ada.json.get(VERIFY).await.problem(), (401, "TOKEN_REVOKED".to_owned()));
}

#[actix_web::test]
async fn a_browser_is_known_by_its_access_cookie() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer = browser.get(VERIFY).await;
    assert_eq!((answer.header("remote-user"), answer.set_cookies().len()), (Some("ada"), 0));
}

/// What a proxy may add to the question. None of it decides whether a cookie is renewed.
const FROM_PROXIES: &[&[(&str, &str)]] = &[
    &[],
    &[("x-original-uri", "/wiki")],
    &[("x-original-url", "https://wiki.example.com/")],
    &[("x-forwarded-uri", "/wiki"), ("x-forwarded-method", "POST")],
    &[("x-forwarded-for", "203.0.113.9"), ("sec-fetch-mode", "navigate"), ("accept", "text/html")],
    &[("authorization", "Basic YWRhOng=")],
];

/// Shows: AUTH-78.
#[actix_web::test]
async fn this_route_renews_nothing_and_changes_no_cookie() {
    let app = TestApp::start();
    for headers in FROM_PROXIES {
        for method in [Method::GET, Method::HEAD] {
            let browser = app.browser();
            browser.register(&format!("ada{}", app.users().len())).await;
            let (access, refresh) =
                (browser.cookie("access_token"), browser.cookie("refresh_token"));
            app.advance(Duration::from_secs(901));
            let before = app.count_refreshed();
            let expired = access.as_deref().unwrap_or_default();
            for held in [None, Some(""), Some("garbage"), Some(expired)] {
                browser.set_cookie("access_token", held);
                let request = browser.request(method.clone(), &format!("{VERIFY}?redirect=off"));
                let request = headers
                    .iter()
                    .fold(request, |request, (name, value)| request.header(*name, *value));
                let answer = app.json().send(request).await;
                assert_eq!(
                    (answer.status, answer.set_cookies().len()),
                    (401, 0),
                    "{method} {headers:?} {held:?}"
                );
                assert_eq!(answer.header("clear-site-data"), None, "{method} {headers:?} {held:?}");
            }
            assert_eq!(app.count_refreshed(), before, "{method} {headers:?}");
            // Twenty minutes later a page of ours renews, and nobody is taken for a thief.
            app.advance(Duration::from_secs(20 * 60));
            assert!(browser.is_signed_in().await, "{method} {headers:?}");
            assert_ne!(browser.cookie("refresh_token"), refresh, "{method} {headers:?}");
        }
    }
    assert_eq!(app.events_of_kind("refresh_reused").len(), 0);
}

#[actix_web::test]
async fn cookies_of_an_ended_session_are_left_for_a_page_to_clear() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.json()
        .bearer(&browser.cookie("access_token").unwrap())
        .post("/api/auth/logout-all", &json!({}))
        .await;
    for held in [browser.cookie("access_token"), Some("garbage".to_owned()), None] {
        browser.set_cookie("access_token", held.as_deref());
        let answer = browser.get(VERIFY).await;
        assert_eq!((answer.status, answer.set_cookies().len()), (401, 0), "{held:?}");
    }
    assert!(browser.get("/profile").await.clears_cookies());
}
