//! Several requests at once with the cookies of one browser: tabs, a restored copy, a lost answer,
//! and a thief.

use std::time::Duration;

use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::json;

use super::{ACCESS_ENDED, SECOND, ada, expire_access, tokens};
use crate::support::TestApp;

/// Shows: RT-05.
#[actix_web::test]
async fn a_second_tab_with_the_same_expired_cookie_stays_signed_in() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let tab = browser.clone();
    expire_access(&app, &browser);
    // Both leave before either is answered.
    let (first, second) =
        (browser.request(Method::GET, "/profile"), tab.request(Method::GET, "/profile"));

    let (first, second) = join(browser.send(first), tab.send(second)).await;

    assert_eq!((first.status, second.status), (200, 200));
    let refresh = |answer: &crate::support::Answer| answer.set_cookie("refresh_token");
    assert_eq!(refresh(&first), refresh(&second), "byte for byte, with all attributes");
    assert!(browser.is_signed_in().await);
    assert_eq!(app.generations(), [2]);
}

#[actix_web::test]
async fn a_copy_of_the_browser_gets_the_same_successor() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let copy = browser.copy();
    app.advance(ACCESS_ENDED);

    assert!(browser.is_signed_in().await);
    app.advance(29 * SECOND);
    assert!(copy.is_signed_in().await);

    assert_eq!(tokens(&browser)[1], tokens(&copy)[1]);
    assert!(browser.is_signed_in().await && copy.is_signed_in().await);
}

/// Shows: RT-05, RT-09.
#[actix_web::test]
async fn eight_requests_at_once_are_all_served_and_get_one_successor() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for round in 1..=5 {
        expire_access(&app, &browser);
        let requests: Vec<_> = ["/profile", "/", "/api/auth/me", "/api/profile/me"]
            .into_iter()
            .cycle()
            .take(8)
            .map(|path| browser.request(Method::GET, path))
            .collect();
        let answers = join_all(requests.into_iter().map(|request| browser.send(request))).await;
        let successor = answers[0].set_cookie("refresh_token");
        for answer in &answers {
            let served = if answer.status == 303 {
                answer.location() == "/profile"
            } else {
                answer.status == 200
            };
            assert!(served, "round {round}: {answer:?}");
            assert_eq!(answer.set_cookie("refresh_token"), successor, "round {round}");
            assert!(
                !answer.set_cookie("access_token").value.is_empty(),
                "round {round}: no cookie is cleared"
            );
        }
        assert!(browser.is_signed_in().await, "round {round}");
    }
    assert_eq!(app.sessions().len(), 1);
    assert_eq!(app.generations(), [6]);
}

#[actix_web::test]
async fn a_page_and_a_script_that_refresh_concurrently_get_the_same_tokens() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    expire_access(&app, &browser);
    let page = browser.request(Method::GET, "/profile");
    let script = browser.request(Method::POST, "/api/auth/refresh");

    let (page, script) = join(browser.send(page), browser.send(script)).await;

    assert_eq!((page.status, script.status), (200, 200));
    assert_eq!(page.set_cookie("refresh_token"), script.set_cookie("refresh_token"));
    assert!(browser.is_signed_in().await);
}

/// Shows: RT-06, RT-26.
#[actix_web::test]
async fn a_lost_response_is_repeated_while_nobody_has_used_it() {
    for (later, recovered) in [(Duration::ZERO, true), (599 * SECOND, true), (601 * SECOND, false)]
    {
        let app = TestApp::start();
        let browser = ada(&app).await;
        app.advance(ACCESS_ENDED);
        // The answer never reaches the jar.
        browser.copy().get("/profile").await;
        app.advance(later);

        let answer = browser.get("/profile").await;

        assert_eq!(answer.status == 200, recovered, "{later:?} later: {answer:?}");
        assert_eq!(browser.is_signed_in().await, recovered, "{later:?} later");
    }
}

#[actix_web::test]
async fn a_copy_that_comes_after_the_successor_was_used_ends_the_session_for_both() {
    let app = TestApp::start();
    let owner = ada(&app).await;
    let thief = owner.copy();
    app.advance(ACCESS_ENDED);
    assert!(owner.is_signed_in().await);
    assert!(owner.is_signed_in().await, "uses the tokens it got");
    app.settle().await;
    app.advance(31 * SECOND);

    let refused = thief.get("/profile").await;

    assert_eq!(refused.redirect_for_all(), (303, "/login?next=%2Fprofile&reason=security"));
    assert!(refused.clears_cookies());
    let told = owner.get("/profile").await;
    assert_eq!(told.redirect_for_all(), (303, "/login?next=%2Fprofile&reason=security"));
    assert!(told.clears_cookies());
    assert_eq!(app.settled_event_kinds().await, ["registered", "refresh_reused"]);
}

#[actix_web::test]
async fn a_copy_in_another_kind_of_browser_has_no_window() {
    let app = TestApp::start();
    let owner = ada(&app).await;
    let thief = owner.copy().with_agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0");
    app.advance(ACCESS_ENDED);
    assert!(owner.is_signed_in().await);

    assert_eq!(
        thief.get("/profile").await.redirect_for_all().1,
        "/login?next=%2Fprofile&reason=security"
    );
}

/// Shows: RT-38.
#[actix_web::test]
async fn theft_from_one_device_leaves_the_others_alone() {
    let app = TestApp::start();
    let (owner, phone) = (ada(&app).await, app.browser());
    phone.log_in("ada").await;
    let thief = owner.copy();
    for _ in 0..2 {
        app.advance(ACCESS_ENDED);
        assert!(owner.is_signed_in().await);
    }

    assert!(!thief.is_signed_in().await);

    assert!(!owner.is_signed_in().await);
    assert!(phone.is_signed_in().await);
}

/// Shows: CSRF-18.
#[actix_web::test]
async fn a_form_is_sent_from_one_tab_while_another_renews() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    expire_access(&app, &browser);
    let page = browser.request(Method::GET, "/profile");
    let change = browser
        .request(Method::PATCH, "/api/profile/me")
        .header("content-type", "application/json");
    let change = change.body(json!({ "name": "Ada Lovelace" }).to_string());

    let (page, change) = join(browser.send(page), browser.send(change)).await;

    assert_eq!((page.status, change.status), (200, 200));
    assert_eq!(page.set_cookie("refresh_token"), change.set_cookie("refresh_token"));
    assert_eq!(browser.get("/profile").await.select("h1"), ["Ada Lovelace"]);
}
