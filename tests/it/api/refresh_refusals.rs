//! `POST /api/auth/refresh`, when it does not go well.

use std::time::Duration;

use serde_json::json;

use super::{registration, rows};
use crate::support::{Browser, TestApp};

const REFRESH: &str = "/api/auth/refresh";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[actix_web::test]
async fn a_request_without_a_token_is_refused_as_missing() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let before = rows(&app).await;
    for (request, why) in [
        (app.json().request(reqwest::Method::POST, REFRESH), "nothing"),
        (app.json().bearer(&ada.access).request(reqwest::Method::POST, REFRESH), "an access token"),
        (
            app.json().bearer(&ada.refresh).request(reqwest::Method::POST, REFRESH),
            "in the wrong header",
        ),
        (
            app.json().request(
                reqwest::Method::POST,
                &format!("{REFRESH}?refreshToken={0}&refresh_token={0}", ada.refresh),
            ),
            "in the query",
        ),
        (
            app.json().request(reqwest::Method::POST, REFRESH).header("cookie", "refresh=x; foo"),
            "another cookie",
        ),
        (
            app.json()
                .request(reqwest::Method::POST, REFRESH)
                .header("cookie", format!("refresh_token={0}; refresh_token={0}", ada.refresh)),
            "the cookie twice",
        ),
        (
            app.json()
                .request(reqwest::Method::POST, REFRESH)
                .header("cookie", format!("access_token={}", ada.access)),
            "the access cookie alone",
        ),
    ] {
        let answer = app.json().send(request).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()), "{why}");
        assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer realm="vestibule""#), "{why}");
        assert_eq!(answer.set_cookies(), [], "{why}");
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.session().generation, 1);
}

#[actix_web::test]
async fn a_token_that_is_not_ours_is_invalid_and_touches_no_session() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let stranger = TestApp::start().json().register("ada").await;
    let tampered = format!("{}{}", &ada.refresh[..ada.refresh.len() - 2], "AA");
    let before = rows(&app).await;
    for (token, why) in [
        ("", "empty"),
        ("garbage", "garbage"),
        ("a.b.c", "three parts"),
        (&ada.access, "an access token"),
        (&stranger.refresh, "another installation's"),
        (&tampered, "another signature"),
        (&format!("{} ", ada.refresh), "a blank behind it"),
        (&"x".repeat(10_000), "enormous"),
    ] {
        let answer = app.json().refresh(token).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_INVALID".to_owned()), "{why}");
        let challenge = Some(r#"Bearer realm="vestibule", error="invalid_token""#);
        assert_eq!(answer.header("www-authenticate"), challenge, "{why}");
        assert_eq!(answer.set_cookies(), [], "{why}");
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.json().refresh(&ada.refresh).await.status, 200, "the session is active");
}

#[actix_web::test]
async fn a_token_of_another_type_is_a_fault() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for token in [json!(1), json!(true), json!([]), json!({})] {
        let answer = browser.post_json(REFRESH, &json!({ "refreshToken": token })).await;
        assert_eq!(
            answer.faults(),
            [("refreshToken".to_owned(), "WRONG_TYPE".to_owned())],
            "{token}"
        );
        assert_eq!(answer.set_cookies(), [], "{token}");
    }
    assert_eq!(app.session().generation, 1);
}

/// A browser whose refresh cookie is refused for each reason, with the reason.
async fn refused_browsers(app: &TestApp) -> Vec<(Browser, &'static str)> {
    let open = async |username: &str| {
        let browser = app.browser();
        assert_eq!(
            browser.post_json("/api/auth/register", &registration(username)).await.status,
            201
        );
        browser
    };
    let expired = open("expired").await;
    // A browser that keeps cookies for too long, as one does whose clock is wrong.
    expired.set_cookie("refresh_token", Some(&expired.cookie("refresh_token").unwrap()));
    app.advance(7 * DAY);

    let invalid = open("invalid").await;
    invalid.set_cookie("refresh_token", Some("garbage"));
    let unknown = open("unknown").await;
    app.user("unknown").delete();
    let disabled = open("disabled").await;
    app.user("disabled").disable();

    let revoked = open("revoked").await;
    let body = json!({ "refreshToken": revoked.cookie("refresh_token").unwrap() });
    assert_eq!(app.json().post("/api/auth/logout", &body).await.status, 200);

    let reused = open("reused").await;
    let owner = reused.copy();
    assert_eq!(owner.post_json(REFRESH, &json!({})).await.status, 200);
    assert_eq!(owner.post_json(REFRESH, &json!({})).await.status, 200);

    vec![
        (expired, "REFRESH_TOKEN_EXPIRED"),
        (invalid, "REFRESH_TOKEN_INVALID"),
        (unknown, "REFRESH_TOKEN_INVALID"),
        (disabled, "REFRESH_TOKEN_REVOKED"),
        (revoked, "REFRESH_TOKEN_REVOKED"),
        (reused, "REFRESH_TOKEN_REUSED"),
    ]
}

#[actix_web::test]
async fn a_refused_cookie_is_cleared_and_the_reason_given() {
    let app = TestApp::start();
    for (browser, code) in refused_browsers(&app).await {
        let answer = browser.post_json(REFRESH, &json!({})).await;
        assert_eq!(answer.problem(), (401, code.to_owned()));
        let challenge = Some(r#"Bearer realm="vestibule", error="invalid_token""#);
        assert_eq!(answer.header("www-authenticate"), challenge, "{code}");
        assert!(answer.clears_cookies(), "{code}: {answer:?}");
    }
}

/// Shows: RT-09.
#[actix_web::test]
async fn a_token_refused_in_the_body_clears_no_cookies() {
    let app = TestApp::start();
    for (browser, code) in refused_browsers(&app).await {
        let token = browser.cookie("refresh_token").unwrap();
        let answer = browser.post_json(REFRESH, &json!({ "refreshToken": token })).await;
        assert_eq!(answer.problem(), (401, code.to_owned()));
        assert_eq!(answer.set_cookies(), [], "{code}");
    }
}

#[actix_web::test]
async fn a_reused_token_ends_its_session_and_no_other() {
    let app = TestApp::start();
    let [first, other] = [app.json().register("ada").await, app.json().log_in("ada").await];
    let second = app.json().person(&app.json().refresh(&first.refresh).await);
    let third = app.json().person(&app.json().refresh(&second.refresh).await);

    let reused = app.json().refresh(&first.refresh).await;
    assert_eq!(reused.problem(), (401, "REFRESH_TOKEN_REUSED".to_owned()));
    assert_eq!(third.json.get("/api/auth/me").await.problem(), (401, "TOKEN_REVOKED".to_owned()));
    assert_eq!(
        app.json().refresh(&third.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REVOKED".to_owned())
    );
    assert_eq!(other.json.get("/api/auth/me").await.status, 200);
    assert_eq!(app.json().refresh(&other.refresh).await.status, 200);
}

/// Shows: RT-11.
#[actix_web::test]
async fn an_idle_session_ends_with_its_refresh_token() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(7 * DAY - Duration::from_secs(1));
    let next = app.json().person(&app.json().refresh(&ada.refresh).await);
    app.advance(7 * DAY);
    assert_eq!(
        app.json().refresh(&next.refresh).await.problem(),
        (401, "REFRESH_TOKEN_EXPIRED".to_owned())
    );
}
