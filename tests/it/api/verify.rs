//! `GET /api/auth/verify`, which a reverse proxy asks before every request.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::TestApp;

const VERIFY: &str = "/api/auth/verify";

#[actix_web::test]
async fn whoever_is_signed_in_is_named_in_the_headers_of_an_empty_answer() {
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
    app.execute("UPDATE users SET roles = 'user,admin'");
    let ada = app.json().log_in("ada").await;
    assert_eq!(ada.json.get(VERIFY).await.header("remote-groups"), Some("user,admin"));
}

#[actix_web::test]
async fn nobody_is_named_without_a_good_token() {
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

#[actix_web::test]
async fn a_caller_cannot_name_itself() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let request = ada.json.request(reqwest::Method::GET, VERIFY);
    let request = request.header("remote-user", "root").header("remote-groups", "admin").header("x-user-id", "1");
    let answer = app.json().send(request).await;
    assert_eq!(answer.header("remote-user"), Some("ada"));
    assert_eq!(answer.header("remote-groups"), Some("user"));
    assert_eq!(answer.headers.get_all("x-user-id").iter().count(), 1);
}

#[actix_web::test]
async fn the_token_alone_is_asked_and_no_database() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.execute("DELETE FROM users");
    assert_eq!(ada.json.get(VERIFY).await.status, 200);
    assert_eq!(ada.json.get("/api/auth/me").await.status, 401, "this one does ask");
}

#[actix_web::test]
async fn a_session_that_was_signed_out_is_refused_at_once_all_the_same() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().post("/api/auth/logout", &json!({ "refreshToken": ada.refresh })).await;
    assert_eq!(ada.json.get(VERIFY).await.problem(), (401, "TOKEN_REVOKED".to_owned()));
}

#[actix_web::test]
async fn a_browser_is_known_by_its_cookies_and_renewed() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer = browser.get(VERIFY).await;
    assert_eq!((answer.header("remote-user"), answer.set_cookies().len()), (Some("ada"), 0));

    app.advance(Duration::from_secs(901));
    let answer = browser.get(VERIFY).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!((answer.header("remote-user"), answer.set_cookies().len()), (Some("ada"), 2));
}

#[actix_web::test]
async fn a_proxy_that_asks_for_a_browser_causes_no_renewal_that_the_browser_would_not_get() {
    for header in ["X-Original-URI", "X-Forwarded-Uri", "X-Forwarded-Method"] {
        let app = TestApp::start();
        let browser = app.browser();
        browser.register("ada").await;
        let before = browser.cookie("refresh_token");
        let ask = || browser.request(Method::GET, VERIFY).header(header, "/wiki");
        assert_eq!(app.json().send(ask()).await.header("remote-user"), Some("ada"), "{header}");

        app.advance(Duration::from_secs(901));
        browser.set_cookie("access_token", None);
        let answer = app.json().send(ask()).await;
        assert_eq!((answer.status, answer.set_cookies().len()), (401, 0), "{header}");
        assert_eq!(browser.cookie("refresh_token"), before, "{header}");
        assert!(browser.is_signed_in().await, "{header}: a page of ours renews it");
    }
}
