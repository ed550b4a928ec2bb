//! A database that is locked or broken is 503 and nothing else: nobody is signed out for it.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Answer, Browser, PASSWORD, TestApp};

/// What a browser asks, with a good refresh cookie and without an access cookie, that changes a
/// row.
const CHANGES_A_ROW: [&str; 9] = [
    "renewal of a page",
    "renewal in the API",
    "refresh",
    "login in the API",
    "login",
    "register in the API",
    "register",
    "logout in the API",
    "logout",
];

async fn ask(browser: &Browser, what: &str) -> Answer {
    let new = [("username", "new"), ("email", "new@example.com"), ("password", PASSWORD)];
    match what {
        "renewal of a page" => browser.get("/profile").await,
        "renewal in the API" => browser.get("/api/auth/me").await,
        "refresh" => browser.post_json("/api/auth/refresh", &json!({})).await,
        "login in the API" => {
            browser
                .post_json("/api/auth/login", &json!({ "username": "ada", "password": PASSWORD }))
                .await
        }
        "login" => browser.post("/login", &[("login", "ada"), ("password", PASSWORD)]).await,
        "register in the API" => {
            browser.post_json("/api/auth/register", &new.into_iter().collect()).await
        }
        "register" => browser.post("/register", &new).await,
        "logout in the API" => browser.post_json("/api/auth/logout", &json!({})).await,
        "logout" => browser.post("/logout", &[]).await,
        other => unreachable!("{other}"),
    }
}

/// Everybody gets 503 in the right face, and nobody loses a cookie.
async fn everybody_is_told_to_come_back(browser: &Browser) {
    let asked = CHANGES_A_ROW.map(|what| async move { (what, ask(&browser.copy(), what).await) });
    for (what, answer) in join_all(asked).await {
        assert_eq!(answer.status, 503, "{what}: {answer:?}");
        assert_eq!(answer.header("retry-after"), Some("1"), "{what}");
        assert!(answer.set_cookies().is_empty(), "{what}: {answer:?}");
        if answer.header("content-type") == Some("application/problem+json") {
            assert_eq!(answer.problem().1, "BUSY", "{what}");
        } else {
            assert_eq!(answer.select("h1"), ["Server busy"], "{what}");
        }
        for word in ["database", "locked", "table", "SQL"] {
            assert!(!answer.body.contains(word), "{what} reveals the cause: {}", answer.body);
        }
    }
}

/// Shows: REL-04, ASVS 16.5.3.
#[actix_web::test]
async fn a_locked_database_is_503_and_signs_nobody_out() {
    let app = TestApp::start_on_sqlite(&[]);
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let lock = app.lock_writes();

    everybody_is_told_to_come_back(&browser).await;

    lock.release();
    assert_eq!(app.users().len(), 1);
    assert_eq!(app.generations(), [1], "nothing has changed");
    assert!(browser.is_signed_in().await, "the same cookies are good as soon as there is room");
}

/// Shows: REL-08, ASVS 16.5.2, ASVS 16.5.3.
#[actix_web::test]
async fn a_broken_database_is_503_and_signs_nobody_out() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    app.hide_tables(&["users", "sessions"]);

    everybody_is_told_to_come_back(&browser).await;

    app.show_tables(&["users", "sessions"]);
    assert!(browser.is_signed_in().await);
}

/// Shows: REL-04.
#[actix_web::test]
async fn requests_that_change_no_row_work_while_the_database_is_locked() {
    let app = TestApp::start_on_sqlite(&[]);
    let browser = app.browser();
    browser.register("ada").await;
    let _lock = app.lock_writes();
    for (path, status) in
        [("/profile", 200), ("/api/auth/me", 200), ("/api/auth/me", 200), ("/readyz", 200)]
    {
        assert_eq!(browser.get(path).await.status, status, "{path}");
    }
    assert_eq!(app.browser().get("/login").await.status, 200);
}
