//! How long somebody stays signed in, and across what.

use std::time::{Duration, Instant};

use super::{ACCESS_ENDED, DAY, SECOND, ada, tokens};
use crate::support::{Browser, TestApp};

/// Has the browser keep its cookies whatever their Max-Age says, so that the server has to judge
/// them.
fn keep(browser: &Browser) {
    for name in ["access_token", "refresh_token"] {
        browser.set_cookie(name, browser.cookie(name).as_deref());
    }
}

#[actix_web::test]
async fn an_idle_session_ends_after_a_week() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    app.advance(7 * DAY - SECOND);
    assert!(browser.is_signed_in().await, "one second before the week ends");
    keep(&browser);
    app.advance(7 * DAY);
    assert_eq!(
        browser.get("/profile").await.redirect(),
        (303, "/login?next=%2Fprofile&reason=expired")
    );
}

/// Shows: RT-10.
#[actix_web::test]
async fn a_session_in_use_ends_after_ninety_days() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for day in (6..90).step_by(6) {
        app.advance(6 * DAY);
        let answer = browser.get("/profile").await;
        assert_eq!(answer.status, 200, "day {day}");
        let left = 90 - day;
        let expected = (left.min(7) * 24 * 60 * 60, 15 * 60);
        let ages = ["refresh_token", "access_token"]
            .map(|name| answer.set_cookie(name).max_age().unwrap());
        assert_eq!((ages[0], ages[1]), expected, "day {day}: no cookie outlives the session");
    }
    app.advance(6 * DAY - SECOND);
    assert!(browser.is_signed_in().await, "one second before the end");
    keep(&browser);
    app.advance(SECOND);
    assert_eq!(
        browser.get("/profile").await.redirect(),
        (303, "/login?next=%2Fprofile&reason=expired")
    );
}

#[actix_web::test]
async fn no_access_token_outlives_its_session() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    for _ in 0..15 {
        app.advance(6 * DAY - 60 * SECOND);
        assert!(browser.is_signed_in().await);
    }
    // A quarter of an hour before the end.
    assert_eq!(browser.get("/profile").await.set_cookies().len(), 0);
    app.advance(8 * 60 * SECOND);
    browser.set_cookie("access_token", None);
    let answer = browser.get("/profile").await;
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(7 * 60));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(7 * 60));
    keep(&browser);

    app.advance(7 * 60 * SECOND);

    assert_eq!(browser.get("/profile").await.location(), "/login?next=%2Fprofile&reason=expired");
}

#[actix_web::test]
async fn lifetimes_follow_the_settings() {
    let app = TestApp::start_with(&[
        "--access-token-ttl=90s",
        "--refresh-token-ttl=1h",
        "--session-max-age=100m",
    ]);
    let browser = app.browser();

    let answer = browser.register("ada").await;
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(90));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(60 * 60));
    app.advance(59 * 60 * SECOND);
    let answer = browser.get("/profile").await;
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(90));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(41 * 60));
}

#[actix_web::test]
async fn a_restart_signs_nobody_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let before = tokens(&browser);

    let app = app.restart();
    let browser = browser.at(&app);

    assert!(browser.is_signed_in().await);
    assert_eq!(tokens(&browser), before, "even the access token is still good");
    app.advance(ACCESS_ENDED);
    assert!(browser.is_signed_in().await, "and can be renewed");
}

#[actix_web::test]
async fn a_restart_reactivates_no_session() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let copy = browser.copy();
    copy.set_cookie("refresh_token", None);
    browser.post("/logout", &[]).await;

    let app = app.restart();

    assert_eq!(
        copy.at(&app).get("/profile").await.location(),
        "/login?next=%2Fprofile&reason=signed-out"
    );
}

/// Shows: REL-09.
#[actix_web::test]
async fn a_renewal_at_one_instance_is_good_at_another() {
    let app = TestApp::start();
    let other = app.second_instance();
    let browser = ada(&app).await;

    for turn in 0..6 {
        app.advance(ACCESS_ENDED);
        let here = if turn % 2 == 0 { &other } else { &app };
        assert!(browser.at(here).is_signed_in().await, "turn {turn}");
    }
    assert_eq!(app.generations(), [7]);
}

#[actix_web::test]
async fn another_instance_honours_a_revocation_within_two_seconds() {
    let app = TestApp::start();
    let other = app.second_instance();
    let browser = ada(&app).await;
    let copy = browser.copy().at(&other);
    assert_eq!(copy.get("/api/auth/verify").await.status, 200);

    browser.post("/logout", &[]).await;
    let revoked = Instant::now();

    // Real time: what one instance writes, another finds when it next looks.
    let answer = loop {
        let answer = copy.get("/api/auth/verify").await;
        if answer.status != 200 || revoked.elapsed() > 2 * SECOND {
            break answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()));
    assert!(answer.set_cookies().is_empty(), "this route changes no cookie");
    assert!(copy.get("/profile").await.clears_cookies());
}
