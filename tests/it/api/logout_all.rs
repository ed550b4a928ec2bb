//! `POST /api/auth/logout-all`

use std::time::Duration;

use serde_json::json;

use super::rows;
use crate::support::TestApp;

const LOGOUT_ALL: &str = "/api/auth/logout-all";

/// Shows: RT-14.
#[actix_web::test]
async fn every_session_of_the_account_ends_at_once_and_no_other() {
    let app = TestApp::start();
    let sessions = [
        app.json().register("ada").await,
        app.json().log_in("ada").await,
        app.json().log_in("ada").await,
    ];
    let bob = app.json().register("bob").await;
    let answer = sessions[1].json.post(LOGOUT_ALL, &json!({})).await;

    assert_eq!((answer.status, answer.json()), (200, json!({ "revoked": 3 })));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for ada in &sessions {
        assert_eq!(ada.json.get("/api/auth/me").await.problem(), (401, "TOKEN_REVOKED".to_owned()));
        assert_eq!(
            app.json().refresh(&ada.refresh).await.problem(),
            (401, "REFRESH_TOKEN_REVOKED".to_owned())
        );
    }
    assert_eq!(bob.json.get("/api/auth/me").await.status, 200);
    assert_eq!(app.json().refresh(&bob.refresh).await.status, 200);
}

#[actix_web::test]
async fn only_active_sessions_are_counted() {
    let app = TestApp::start();
    let signed_out = app.json().register("ada").await;
    app.json().post("/api/auth/logout", &json!({ "refreshToken": signed_out.refresh })).await;
    app.json().log_in("ada").await;
    // The second session ends by itself.
    app.advance(Duration::from_secs(7 * 24 * 60 * 60));
    let current = app.json().log_in("ada").await;
    assert_eq!(current.json.post(LOGOUT_ALL, &json!({})).await.json(), json!({ "revoked": 1 }));
}

#[actix_web::test]
async fn the_browser_that_asked_loses_its_cookies() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer = browser.send(browser.request(reqwest::Method::POST, LOGOUT_ALL)).await;
    assert_eq!((answer.status, answer.clears_cookies()), (200, true));
    assert_eq!(browser.cookie("refresh_token"), None);
}

/// Shows: CK-09.
#[actix_web::test]
async fn a_browser_renewed_by_the_same_request_is_signed_out_too() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let answer = browser.post_json(LOGOUT_ALL, &json!({})).await;

    assert_eq!((answer.status, answer.json()), (200, json!({ "revoked": 1 })));
    assert!(answer.clears_cookies(), "two lines that clear, and none of the renewal: {answer:?}");
    assert_eq!(app.unrevoked_sessions().len(), 0);
}

#[actix_web::test]
async fn nothing_ends_without_a_session() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let before = rows(&app).await;
    assert_eq!(
        app.json().post(LOGOUT_ALL, &json!({})).await.problem(),
        (401, "NO_TOKEN".to_owned())
    );
    let garbage = app.json().bearer("garbage").post(LOGOUT_ALL, &json!({})).await;
    assert_eq!(garbage.problem(), (401, "INVALID_TOKEN".to_owned()));
    let in_body = app.json().post(LOGOUT_ALL, &json!({ "refreshToken": ada.refresh })).await;
    assert_eq!(
        in_body.problem(),
        (401, "NO_TOKEN".to_owned()),
        "only signing out of this session accepts any token"
    );
    app.advance(Duration::from_secs(900));
    assert_eq!(
        ada.json.post(LOGOUT_ALL, &json!({})).await.problem(),
        (401, "TOKEN_EXPIRED".to_owned())
    );
    assert_eq!(rows(&app).await, before);
}
