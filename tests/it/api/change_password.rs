//! `POST /api/profile/password`

use std::time::Duration;

use futures_util::future::join;
use serde_json::{Value, json};
use vestibule::store::events::Event;

use crate::support::{Browser, JsonClient, PASSWORD, TestApp};

const CHANGE: &str = "/api/profile/password";
const NEW: &str = "a better horse battery";

fn change(current: &str, new: &str) -> Value {
    json!({ "currentPassword": current, "newPassword": new })
}

async fn log_in(json: &JsonClient, password: &str) -> u16 {
    json.post("/api/auth/login", &json!({ "username": "ada", "password": password })).await.status
}

/// Shows: RT-34, ASVS 6.2.2, ASVS 7.4.3.
#[actix_web::test]
async fn the_new_password_signs_in_and_every_other_session_ends() {
    let app = TestApp::start();
    let elsewhere = app.json().register("ada").await;
    let bob = app.json().register("bob").await;
    app.advance(Duration::from_secs(1));
    let here = app.json().log_in("ada").await;

    let answer = here.json.post(CHANGE, &change(PASSWORD, NEW)).await;

    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert!(answer.set_cookies().is_empty());
    assert_eq!(log_in(&app.json(), PASSWORD).await, 401);
    assert_eq!(log_in(&app.json(), NEW).await, 200);
    assert_eq!(
        elsewhere.json.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_REVOKED".to_owned())
    );
    assert_eq!(
        app.json().refresh(&elsewhere.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REVOKED".to_owned())
    );
    assert_eq!(bob.json.get("/api/auth/verify").await.status, 200);
    let is_of_password = |event: &Event| event.kind.starts_with("password");
    let events: Vec<Event> = app.events().into_iter().filter(is_of_password).collect();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].kind.as_str(), events[0].ip.as_str()), ("password_changed", "127.0.0.1"));
    let why = app.revocation_reasons();
    assert_eq!(why, ["password_changed"]);
    assert_eq!(app.events_of_kind("session_revoked").len(), 1);
}

/// Shows: ASVS 6.3.7.
#[actix_web::test]
async fn both_interfaces_notify_the_account_by_mail() {
    for face in ["api", "pages"] {
        let app = TestApp::start();
        app.json().register("bob").await;
        let browser = app.browser();
        browser.register("ada").await;
        let attempt = async |current: &str| match face {
            "api" => browser.post_json(CHANGE, &change(current, NEW)).await.status,
            _ => {
                let fields = [("current_password", current), ("new_password", NEW)];
                browser.post("/profile/password", &fields).await.status
            }
        };
        assert_eq!(attempt("not the password").await, 403);
        assert!(app.mails("password_changed").await.is_empty(), "{face}");

        assert!(matches!(attempt(PASSWORD).await, 204 | 303), "{face}");

        let mails = app.mails("password_changed").await;
        assert_eq!(mails.len(), 1, "{face}");
        assert_eq!(mails[0].to, ["ada@example.com"]);
        assert!(!mails[0].raw.contains("token=") && mails[0].text.contains("/forgot-password"));
        for secret in [PASSWORD, NEW] {
            assert!(!mails[0].text.contains(secret) && !mails[0].html.contains(secret));
        }
    }
}

#[actix_web::test]
async fn the_mail_is_in_the_queue_as_soon_as_the_password_is_changed() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    here.json.post(CHANGE, &change(PASSWORD, NEW)).await;
    assert_eq!(app.mail_rows_of_kind("password_changed").len(), 1);
}

#[actix_web::test]
async fn a_program_has_to_refresh_and_its_refresh_token_works() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    here.json.post(CHANGE, &change(PASSWORD, NEW)).await;

    assert_eq!(
        here.json.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_EXPIRED".to_owned())
    );
    let answer = app.json().refresh(&here.refresh).await;
    assert_eq!(answer.status, 200);
    assert_eq!(app.json().person(&answer).json.get("/api/auth/verify").await.status, 200);
}

#[actix_web::test]
async fn a_call_with_a_bearer_token_ignores_cookies() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let access = browser.cookie("access_token").unwrap();
    let request =
        browser.request(reqwest::Method::POST, CHANGE).header("content-type", "application/json");
    let request = request.header("authorization", format!("Bearer {access}"));
    let answer = browser.send(request.body(change(PASSWORD, NEW).to_string())).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (204, 0));
}

#[actix_web::test]
async fn a_browser_stays_signed_in_with_the_cookies_of_the_same_answer() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let before = browser.cookie("refresh_token");

    let answer = browser.post_json(CHANGE, &change(PASSWORD, NEW)).await;

    assert_eq!((answer.status, answer.token_cookies().len()), (204, 2));
    assert_ne!(browser.cookie("refresh_token"), before);
    let next = browser.get("/api/auth/verify").await;
    assert_eq!(
        (next.status, next.set_cookies().len()),
        (200, 0),
        "the new access token is not stale"
    );
    app.advance(Duration::from_secs(901));
    assert!(browser.is_signed_in().await);
    assert_eq!(app.sessions().len(), 1);
}

/// The answer with the new cookies is lost, or a second tab is under way: neither is theft.
#[actix_web::test]
async fn a_lost_answer_and_a_second_tab_sign_nobody_out() {
    for access_has_expired in [false, true] {
        let app = TestApp::start();
        let browser = app.browser();
        browser.register("ada").await;
        if access_has_expired {
            app.advance(Duration::from_secs(901));
        }
        let before = browser.copy();

        let answer = browser.post_json(CHANGE, &change(PASSWORD, NEW)).await;
        assert_eq!((answer.status, answer.token_cookies().len()), (204, 2));

        app.advance(Duration::from_secs(20));
        assert!(before.is_signed_in().await, "access expired: {access_has_expired}");
        assert_eq!(before.cookie("refresh_token"), browser.cookie("refresh_token"));
        assert!(browser.is_signed_in().await);
    }
}

/// Shows: AUTH-76, ASVS 6.2.3.
#[actix_web::test]
async fn a_wrong_current_password_changes_nothing() {
    let app = TestApp::start();
    let elsewhere = app.json().register("ada").await;
    let here = app.json().log_in("ada").await;
    for wrong in [
        "not the password",
        "correct horse batterY",
        "correct horse battery ",
        "correct horse battery\0",
    ] {
        let answer = here.json.post(CHANGE, &change(wrong, NEW)).await;
        assert_eq!(answer.problem(), (403, "WRONG_PASSWORD".to_owned()), "{wrong:?}");
    }
    assert_eq!(here.json.get("/api/auth/verify").await.status, 200);
    assert_eq!(elsewhere.json.get("/api/auth/verify").await.status, 200);
    assert_eq!(log_in(&app.json(), PASSWORD).await, 200);
    assert_eq!(log_in(&app.json(), NEW).await, 401);
}

/// Shows: AUTH-76, ASVS 6.2.4.
#[actix_web::test]
async fn the_new_password_must_meet_the_rules_of_registration() {
    let app = TestApp::start();
    let here = app.json().register("ada-lovelace").await;
    let long = "x".repeat(257);
    for (new, code) in [
        ("short", "TOO_SHORT"),
        (long.as_str(), "TOO_LONG"),
        ("password1", "WELL_KNOWN"),
        ("Ada-Lovelace", "ACCOUNT_NAME"),
        ("ada-lovelace@example.com", "ACCOUNT_NAME"),
        ("control\u{7}character", "INVALID_CHARACTERS"),
        (PASSWORD, "UNCHANGED"),
        ("", "REQUIRED"),
    ] {
        let answer = here.json.post(CHANGE, &change(PASSWORD, new)).await;
        assert_eq!(answer.faults(), [("newPassword".to_owned(), code.to_owned())], "{new:?}");
    }
    let missing = here.json.post(CHANGE, &json!({ "newPassword": 7 })).await;
    let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        missing.faults(),
        [fault("currentPassword", "REQUIRED"), fault("newPassword", "WRONG_TYPE")]
    );
    assert_eq!(app.events_of_kind("password_changed").len(), 0);
}

#[actix_web::test]
async fn one_of_two_concurrent_changes_succeeds() {
    let app = TestApp::start();
    for round in 0..5 {
        let one = app.json().register(&format!("ada{round}")).await;
        let two = app.json().log_in(&format!("ada{round}")).await;
        let (first, second) =
            (change(PASSWORD, "first horse battery"), change(PASSWORD, "second horse battery"));
        let (first, second) =
            join(one.json.post(CHANGE, &first), two.json.post(CHANGE, &second)).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 204, "{first:?} {second:?}");
        assert!(matches!(statuses[1], 401 | 403), "{first:?} {second:?}");
    }
    assert_eq!(app.events_of_kind("password_changed").len(), 5);
}

#[actix_web::test]
async fn a_replaced_refresh_cookie_beside_a_good_access_cookie_is_theft_and_changes_nothing() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let old = browser.cookie("refresh_token").unwrap();
    for _ in 0..2 {
        app.advance(Duration::from_secs(901));
        assert!(browser.is_signed_in().await);
    }
    browser.set_cookie("refresh_token", Some(&old));

    let answer = browser.post_json(CHANGE, &change(PASSWORD, NEW)).await;

    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_REUSED".to_owned()));
    assert!(answer.clears_cookies());
    assert_eq!(log_in(&app.json(), PASSWORD).await, 200);
    assert!(
        app.settled_event_kinds().await.contains(&"refresh_reused".to_owned()),
        "the theft is recorded too"
    );
}

/// Shows: RT-22.
#[actix_web::test]
async fn a_refresh_cookie_of_another_session_is_left_alone() {
    let app = TestApp::start();
    let (ada, bob) = (app.browser(), app.browser());
    ada.register("ada").await;
    bob.register("bob").await;
    ada.set_cookie("refresh_token", bob.cookie("refresh_token").as_deref());

    let answer = ada.post_json(CHANGE, &change(PASSWORD, NEW)).await;

    assert_eq!((answer.status, answer.set_cookies().len()), (204, 0));
    assert_eq!(app.count_refreshed(), 0);
    assert!(bob.is_signed_in().await);
}

#[actix_web::test]
async fn a_change_needs_a_session() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    assert_eq!(
        app.json().post(CHANGE, &change(PASSWORD, NEW)).await.problem(),
        (401, "NO_TOKEN".to_owned())
    );
    let stranger = Browser::new(&app);
    let foreign =
        stranger.request(reqwest::Method::POST, CHANGE).header("sec-fetch-site", "cross-site");
    assert_eq!(stranger.send(foreign).await.problem().0, 403);
    app.advance(Duration::from_secs(901));
    assert_eq!(
        here.json.post(CHANGE, &change(PASSWORD, NEW)).await.problem(),
        (401, "TOKEN_EXPIRED".to_owned())
    );
    assert_eq!(log_in(&app.json(), PASSWORD).await, 200);
}

/// Shows: RT-36.
#[actix_web::test]
async fn a_refresh_in_flight_does_not_outlive_the_change() {
    let app = TestApp::start();
    for round in 0..20 {
        let name = format!("ada-{round}");
        let here = app.json().register(&name).await;
        let there = app.json().log_in(&name).await;
        let json = app.json();
        let body = change(PASSWORD, NEW);
        let (refreshed, changed) =
            join(json.refresh(&there.refresh), here.json.post(CHANGE, &body)).await;
        assert_eq!(changed.status, 204, "{round}");
        let mut people = vec![there];
        if refreshed.status == 200 {
            people.push(app.json().person(&refreshed));
        }
        for person in people {
            assert_eq!(
                person.json.get("/api/auth/verify").await.problem(),
                (401, "TOKEN_REVOKED".to_owned())
            );
            let refused = app.json().refresh(&person.refresh).await;
            assert_eq!(refused.problem(), (401, "REFRESH_TOKEN_REVOKED".to_owned()), "{round}");
        }
    }
}
