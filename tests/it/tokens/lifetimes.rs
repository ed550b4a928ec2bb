//! No token outlives its session, however often the session is refreshed.

use std::time::Duration;

use serde_json::json;

use super::forge::Parts;
use crate::support::{PASSWORD, Person, TestApp};

/// When every test begins, in the whole seconds of a token.
const START: i64 = 1_767_225_600;
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Refreshes at a time after the start.
async fn refresh_at(app: &TestApp, seconds: i64, person: &Person) -> Person {
    let millis = (START + seconds) * 1000 + 250 - app.clock.now().millis();
    app.advance(Duration::from_millis(millis.try_into().unwrap()));
    let answer = app.json().refresh(&person.refresh).await;
    assert_eq!(answer.status, 200, "{seconds} s after the start: {answer:?}");
    let person = app.json().person(&answer);
    assert_eq!(
        answer.json()["expiresIn"],
        ends(&person.access) - seconds,
        "{seconds} s after the start"
    );
    person
}

/// When a token ends, in seconds after the start.
fn ends(token: &str) -> i64 {
    Parts::of(token).claims["exp"].as_i64().unwrap() - START
}

/// Shows: RT-10, ASVS 7.3.2.
#[actix_web::test]
async fn a_session_ends_at_its_age_however_often_it_was_refreshed() {
    let app = TestApp::start_with(&["--session-max-age", "10d"]);
    let mut ada = app.json().register("ada").await;
    assert_eq!(ends(&ada.refresh), 7 * DAY);
    let refreshes = [
        // When, then when the refresh token ends, and the access token.
        (2 * DAY, 9 * DAY, 2 * DAY + 900),
        (3 * DAY, 10 * DAY, 3 * DAY + 900),
        (9 * DAY, 10 * DAY, 9 * DAY + 900),
        (10 * DAY - 900, 10 * DAY, 10 * DAY),
        (10 * DAY - 899, 10 * DAY, 10 * DAY),
        (10 * DAY - 1, 10 * DAY, 10 * DAY),
    ];
    for (at, refresh_ends, access_ends) in refreshes {
        ada = refresh_at(&app, at, &ada).await;
        assert_eq!(
            [ends(&ada.refresh), ends(&ada.access)],
            [refresh_ends, access_ends],
            "{at} s after the start"
        );
    }

    app.advance(Duration::from_millis(750));
    assert_eq!(ada.json.get("/api/auth/verify").await.problem(), (401, "TOKEN_EXPIRED".to_owned()));
    assert_eq!(
        app.json().refresh(&ada.refresh).await.problem(),
        (401, "REFRESH_TOKEN_EXPIRED".to_owned())
    );
}

#[actix_web::test]
async fn a_session_that_is_not_to_be_remembered_ends_after_a_day() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let body = json!({ "username": "ada", "password": PASSWORD, "remember": false, "refreshTokenIn": "body" });
    let answer = app.json().post("/api/auth/login", &body).await;
    let ada = app.json().person(&answer);
    assert_eq!([ends(&ada.refresh), ends(&ada.access)], [DAY, 900]);
    let ada = refresh_at(&app, 23 * HOUR, &ada).await;
    assert_eq!([ends(&ada.refresh), ends(&ada.access)], [DAY, 23 * HOUR + 900]);
    let ada = refresh_at(&app, DAY - 60, &ada).await;
    assert_eq!([ends(&ada.refresh), ends(&ada.access)], [DAY, DAY]);
}

#[actix_web::test]
async fn a_session_shorter_than_its_tokens_shortens_them_from_the_first() {
    let app = TestApp::start_with(&["--session-max-age", "5m"]);
    let browser = app.browser();
    let answer = browser.register("ada").await;
    for name in ["access_token", "refresh_token"] {
        let cookie = answer.set_cookie(name);
        assert_eq!(ends(&cookie.value), 300, "{name}");
        assert_eq!(cookie.max_age(), Some(300), "{name}");
    }
}

#[actix_web::test]
async fn cookies_live_as_long_as_the_tokens_in_them() {
    let app = TestApp::start_with(&["--session-max-age", "8d"]);
    let browser = app.browser();
    let mut answer = browser.register("ada").await;
    for at in [0, 2 * DAY, 8 * DAY - 300] {
        if at > 0 {
            app.advance(Duration::from_millis(
                ((START + at) * 1000 - app.clock.now().millis()).try_into().unwrap(),
            ));
            answer = browser.get("/profile").await;
        }
        for name in ["access_token", "refresh_token"] {
            let cookie = answer.set_cookie(name);
            assert_eq!(
                cookie.max_age(),
                Some(ends(&cookie.value) - at),
                "{name} {at} s after the start"
            );
        }
    }
}
