//! "Keep me signed in on this device", ticked and not.

use super::{DAY, HOUR, SECOND, ada};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

async fn log_in(browser: &Browser, remember: Option<&str>) -> Answer {
    let fields = [("login", "ada"), ("password", PASSWORD)];
    let remember = remember.map(|value| ("remember", value));
    let fields: Vec<_> = fields.into_iter().chain(remember).collect();
    let answer = browser.post("/login", &fields).await;
    assert_eq!(answer.redirect(), (303, "/profile"), "{answer:?}");
    answer
}

fn max_ages(answer: &Answer) -> [Option<i64>; 2] {
    ["access_token", "refresh_token"].map(|name| answer.set_cookie(name).max_age())
}

#[actix_web::test]
async fn the_box_is_ticked_at_first_and_then_as_it_was_left() {
    let app = TestApp::start();
    let browser = app.browser();
    let ticked = |answer: &Answer| answer.attribute("#remember", "checked").is_some();

    assert!(ticked(&browser.get("/login").await));
    for (fields, expected) in [
        (vec![("login", "ada"), ("password", PASSWORD), ("remember", "true")], true),
        (vec![("login", "ada"), ("password", PASSWORD)], false),
        (vec![("login", ""), ("remember", "true")], true),
        (vec![("login", "")], false),
    ] {
        assert_eq!(ticked(&browser.post("/login", &fields).await), expected, "{fields:?}");
    }
}

#[actix_web::test]
async fn a_ticked_box_gives_cookies_that_outlive_the_browser() {
    let app = TestApp::start();
    ada(&app).await;

    for value in ["true", "on", "1"] {
        let browser = app.browser();
        let answer = log_in(&browser, Some(value)).await;
        assert_eq!(max_ages(&answer), [Some(15 * 60), Some(7 * 24 * 60 * 60)], "{value}");
        browser.reopen();
        assert!(browser.is_signed_in().await, "{value}");
    }
}

#[actix_web::test]
async fn without_the_tick_the_cookies_end_with_the_browser() {
    let app = TestApp::start();
    ada(&app).await;

    for value in [None, Some(""), Some("false"), Some("off"), Some("0")] {
        let browser = app.browser();
        let answer = log_in(&browser, value).await;
        assert_eq!(max_ages(&answer), [None, None], "{value:?}");
        assert!(browser.is_signed_in().await, "{value:?}");
        browser.reopen();
        assert_eq!(browser.get("/profile").await.location(), "/login?next=%2Fprofile", "{value:?}");
    }
}

#[actix_web::test]
async fn a_renewal_keeps_the_choice() {
    let app = TestApp::start();
    ada(&app).await;

    for (value, persistent) in [(Some("true"), true), (None, false)] {
        let browser = app.browser();
        log_in(&browser, value).await;
        app.advance(HOUR);
        let answer = browser.get("/profile").await;
        assert_eq!(answer.status, 200, "{value:?}");
        assert_eq!(max_ages(&answer).map(|age| age.is_some()), [persistent; 2], "{value:?}");
    }
}

#[actix_web::test]
async fn without_the_tick_a_session_ends_after_a_day_however_often_it_is_renewed() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();
    log_in(&browser, None).await;

    for hour in 1..24 {
        app.advance(HOUR);
        assert!(browser.is_signed_in().await, "after {hour} hours");
    }
    app.advance(HOUR - SECOND);
    assert!(browser.is_signed_in().await, "one second before the day ends");
    app.advance(SECOND);
    let answer = browser.get("/profile").await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile&reason=expired"));
    assert!(answer.clears_cookies());
}

#[actix_web::test]
async fn with_the_tick_a_session_outlives_the_day() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();
    log_in(&browser, Some("true")).await;

    app.advance(2 * DAY);

    assert!(browser.is_signed_in().await);
}
