//! `POST /logout`, and what else signs out.

use reqwest::Method;
use serde_json::json;
use vestibule::store::sessions::{RevokedFor, Session};

use super::{ACCESS_ENDED, SECOND, ada, expire_access};
use crate::support::{Browser, TestApp};

/// The session of a browser as a row says it.
fn ended_for(app: &TestApp) -> Vec<String> {
    let reason =
        |session: Session| session.revoked_for.map_or("stands", RevokedFor::as_str).to_owned();
    app.sessions().into_iter().map(reason).collect()
}

fn with_cookies(app: &TestApp, access: Option<&str>, refresh: Option<&str>) -> Browser {
    let browser = app.browser();
    browser.set_cookie("access_token", access);
    browser.set_cookie("refresh_token", refresh);
    browser
}

/// Shows: CK-08, WEB-21.
#[actix_web::test]
async fn signing_out_clears_both_cookies_and_leads_to_the_login_page() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.advance(SECOND);

    let answer = browser.post("/logout", &[]).await;

    assert_eq!(answer.redirect(), (303, "/login"));
    assert!(answer.clears_cookies(), "{answer:?}");
    assert_eq!(
        answer.header("clear-site-data"),
        Some("\"cache\""),
        "pages that other tabs could go back to"
    );
    assert_eq!((browser.cookie("access_token"), browser.cookie("refresh_token")), (None, None));
    assert_eq!(
        browser.get("/profile").await.location(),
        "/login?next=%2Fprofile",
        "no reason is shown"
    );
    assert_eq!(app.settled_event_kinds().await, ["registered", "signed_out"]);
}

/// Shows: RT-12.
#[actix_web::test]
async fn after_signing_out_neither_token_works() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let (access, refresh) =
        (browser.cookie("access_token").unwrap(), browser.cookie("refresh_token").unwrap());

    browser.post("/logout", &[]).await;

    assert_eq!(
        app.json().bearer(&access).get("/api/auth/verify").await.problem().1,
        "TOKEN_REVOKED"
    );
    assert_eq!(app.json().refresh(&refresh).await.problem().1, "REFRESH_TOKEN_REVOKED");
    assert!(!with_cookies(&app, Some(&access), None).is_signed_in().await);
    assert!(!with_cookies(&app, None, Some(&refresh)).is_signed_in().await);
}

/// Shows: RT-16.
#[actix_web::test]
async fn signing_out_is_always_possible() {
    let app = TestApp::start();
    ada(&app).await;

    for (access, refresh) in
        [(None, None), (Some("garbage"), None), (None, Some("garbage")), (Some(""), Some(""))]
    {
        let answer = with_cookies(&app, access, refresh).post("/logout", &[]).await;
        assert_eq!(answer.redirect(), (303, "/login"), "{access:?} {refresh:?}");
        assert!(answer.clears_cookies(), "{access:?} {refresh:?}");
    }
    assert_eq!(ended_for(&app), ["stands"], "the other session stays active");
}

#[actix_web::test]
async fn signing_out_twice_is_no_error() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let other_tab = browser.copy();
    app.advance(SECOND);
    browser.post("/logout", &[]).await;

    let answer = other_tab.post("/logout", &[]).await;

    assert_eq!(answer.redirect(), (303, "/login"));
    assert!(answer.clears_cookies());
    assert_eq!(
        app.settled_event_kinds().await,
        ["registered", "signed_out"],
        "it is recorded once"
    );
}

/// Shows: RT-16.
#[actix_web::test]
async fn one_cookie_of_two_is_enough_to_end_the_session() {
    for which in ["access_token", "refresh_token"] {
        let app = TestApp::start();
        let browser = ada(&app).await;
        browser.set_cookie(which, None);
        assert!(browser.post("/logout", &[]).await.clears_cookies(), "without {which}");
        assert_eq!(ended_for(&app), ["signed_out"], "without {which}");
    }
}

/// Shows: RT-16.
#[actix_web::test]
async fn signing_out_with_an_expired_access_cookie_clears_and_does_not_renew() {
    for path in ["/logout", "/api/auth/logout", "/api/auth/logout-all"] {
        let app = TestApp::start();
        let browser = ada(&app).await;
        expire_access(&app, &browser);

        let answer = if path == "/logout" {
            browser.post(path, &[]).await
        } else {
            browser.post_json(path, &json!({})).await
        };

        assert!(matches!(answer.status, 200 | 303), "{path}: {answer:?}");
        assert!(answer.clears_cookies(), "{path}: {answer:?}");
        assert_eq!(ended_for(&app), ["signed_out"], "{path}");
        assert!(!browser.is_signed_in().await, "{path}");
    }
}

#[actix_web::test]
async fn a_replaced_refresh_cookie_still_signs_out_and_is_no_theft() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let old = browser.copy();
    for _ in 0..3 {
        app.advance(ACCESS_ENDED);
        assert!(browser.is_signed_in().await);
    }

    old.post("/logout", &[]).await;

    assert_eq!(ended_for(&app), ["signed_out"]);
    assert_eq!(app.settled_event_kinds().await, ["registered", "signed_out"]);
    assert_eq!(
        browser.get("/profile").await.location(),
        "/login?next=%2Fprofile&reason=signed-out"
    );
}

#[actix_web::test]
async fn signing_out_here_leaves_other_devices_signed_in() {
    let app = TestApp::start();
    let here = ada(&app).await;
    let there = app.browser();
    app.advance(SECOND);
    there.log_in("ada").await;

    here.post("/logout", &[]).await;

    assert!(there.is_signed_in().await);
    assert_eq!(ended_for(&app), ["signed_out", "stands"]);
}

#[actix_web::test]
async fn an_authorization_header_changes_nothing_about_who_is_signed_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.advance(SECOND);
    let grace = app.json().register("grace").await;

    let request = browser.request(Method::POST, "/logout").bearer_auth(&grace.access);
    assert!(browser.send(request).await.clears_cookies());

    assert_eq!(ended_for(&app), ["signed_out", "stands"]);
    assert_eq!(grace.json.get("/api/auth/verify").await.status, 200);
}

/// Shows: CSRF-15, RT-15, WEB-12.
#[actix_web::test]
async fn a_get_request_signs_nobody_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let answer = browser.send(browser.request(method.clone(), "/logout")).await;
        assert_eq!(answer.status, if method == Method::OPTIONS { 204 } else { 405 }, "{method}");
        assert_eq!(answer.header("allow"), Some("POST, OPTIONS"), "{method}");
        assert!(answer.set_cookies().is_empty(), "{method}");
    }
    assert!(browser.is_signed_in().await);
}
