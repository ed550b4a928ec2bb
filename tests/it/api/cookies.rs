//! The cookies of those who sign in through the API.

use std::time::Duration;

use serde_json::{Value, json};

use super::{cookie_lines, registration, with};
use crate::support::{PASSWORD, TestApp};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn login() -> Value {
    json!({ "username": "ada", "password": PASSWORD })
}

/// Shows: RT-25.
#[actix_web::test]
async fn signing_in_sets_three_cookies_and_refreshing_sets_two() {
    let app = TestApp::start();
    let browser = app.browser();
    let registered = browser.post_json("/api/auth/register", &registration("ada")).await;
    let logged_in = browser.post_json("/api/auth/login", &login()).await;
    let refreshed = browser.post_json("/api/auth/refresh", &json!({})).await;

    insta::assert_snapshot!(cookie_lines(&registered), @r"
    access_token=[token]; Max-Age=900; Path=/; HttpOnly; SameSite=Strict
    refresh_token=[token]; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict
    device=[device]; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict
    ");
    assert_eq!(cookie_lines(&logged_in), cookie_lines(&registered));
    insta::assert_snapshot!(cookie_lines(&refreshed), @r"
    access_token=[token]; Max-Age=900; Path=/; HttpOnly; SameSite=Strict
    refresh_token=[token]; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict
    ");
}

/// Shows: CK-01, CK-08, ASVS 3.3.1.
#[actix_web::test]
async fn behind_https_the_cookies_are_secure_and_belong_to_the_host_alone() {
    let app = TestApp::start_with(&["--public-url", "https://accounts.example.com"]);
    let browser = app.browser();
    let registered = browser.post_json("/api/auth/register", &registration("ada")).await;
    insta::assert_snapshot!(cookie_lines(&registered), @r"
    __Host-access_token=[token]; Max-Age=900; Path=/; HttpOnly; SameSite=Strict; Secure
    __Host-refresh_token=[token]; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict; Secure
    __Host-device=[device]; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict; Secure
    ");
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
    let logged_out = browser.post_json("/api/auth/logout", &json!({})).await;
    insta::assert_snapshot!(cookie_lines(&logged_out), @r"
    __Host-access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure
    __Host-refresh_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure
    ");
}

#[actix_web::test]
async fn behind_https_a_cookie_without_the_prefix_is_ignored() {
    let app = TestApp::start_with(&["--public-url", "https://accounts.example.com"]);
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.set_cookie("access_token", Some(&ada.access));
    browser.set_cookie("refresh_token", Some(&ada.refresh));
    assert_eq!(browser.get("/api/auth/me").await.problem(), (401, "NO_TOKEN".to_owned()));
}

#[actix_web::test]
async fn same_site_is_a_setting() {
    let app = TestApp::start_with(&["--cookie-same-site", "lax"]);
    let answer = app.json().post("/api/auth/register", &registration("ada")).await;
    insta::assert_snapshot!(cookie_lines(&answer), @r"
    access_token=[token]; Max-Age=900; Path=/; HttpOnly; SameSite=Lax
    refresh_token=[token]; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax
    device=[device]; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict
    ");
}

#[actix_web::test]
async fn cookies_last_as_long_as_the_tokens_in_them() {
    let app = TestApp::start_with(&["--access-token-ttl", "90s", "--refresh-token-ttl", "12h"]);
    let answer = app.json().post("/api/auth/register", &registration("ada")).await;
    assert_eq!(answer.json()["expiresIn"], 90);
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(90));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(12 * 60 * 60));
}

#[actix_web::test]
async fn cookies_never_outlast_the_session() {
    let app = TestApp::start_with(&["--session-max-age", "10m"]);
    let browser = app.browser();
    let answer = browser.post_json("/api/auth/register", &registration("ada")).await;
    assert_eq!(answer.json()["expiresIn"], 600);
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(600));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(600));

    app.advance(Duration::from_secs(240));
    let answer = browser.post_json("/api/auth/refresh", &json!({})).await;
    assert_eq!(answer.json()["expiresIn"], 360);
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(360));
}

#[actix_web::test]
async fn without_remember_the_cookies_end_with_the_browser_however_often_they_are_renewed() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let browser = app.browser();
    let logged_in =
        browser.post_json("/api/auth/login", &with(login(), json!({ "remember": false }))).await;
    let refreshed = browser.post_json("/api/auth/refresh", &json!({})).await;
    app.advance(HOUR);
    let renewed = browser.get("/api/auth/me").await;

    insta::assert_snapshot!(cookie_lines(&logged_in), @r"
    access_token=[token]; Path=/; HttpOnly; SameSite=Strict
    refresh_token=[token]; Path=/; HttpOnly; SameSite=Strict
    device=[device]; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict
    ");
    insta::assert_snapshot!(cookie_lines(&refreshed), @r"
    access_token=[token]; Path=/; HttpOnly; SameSite=Strict
    refresh_token=[token]; Path=/; HttpOnly; SameSite=Strict
    ");
    assert_eq!(cookie_lines(&renewed), cookie_lines(&refreshed));
    browser.reopen();
    assert_eq!(browser.get("/api/auth/me").await.problem(), (401, "NO_TOKEN".to_owned()));
}

#[actix_web::test]
async fn without_remember_a_session_lasts_24_hours_however_often_it_is_refreshed() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let browser = app.browser();
    let answer =
        browser.post_json("/api/auth/login", &with(login(), json!({ "remember": false }))).await;
    assert_eq!(answer.status, 200);
    for hour in 1..24 {
        app.advance(HOUR);
        assert_eq!(
            browser.post_json("/api/auth/refresh", &json!({})).await.status,
            200,
            "hour {hour}"
        );
    }
    app.advance(HOUR - Duration::from_secs(60));
    let last = browser.post_json("/api/auth/refresh", &json!({})).await;
    // The session began a quarter of a second into its first second, so it ends as much before a
    // full day.
    assert_eq!(last.json()["expiresIn"], 60);

    app.advance(Duration::from_secs(60));
    let answer = browser.post_json("/api/auth/refresh", &json!({})).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_EXPIRED".to_owned()));
    assert!(answer.clears_cookies());
}

#[actix_web::test]
async fn without_remember_a_program_too_is_signed_in_for_24_hours() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let body = with(login(), json!({ "remember": false, "refreshTokenIn": "body" }));
    let ada = app.json().person(&app.json().post("/api/auth/login", &body).await);
    app.advance(24 * HOUR);
    assert_eq!(
        app.json().refresh(&ada.refresh).await.problem(),
        (401, "REFRESH_TOKEN_EXPIRED".to_owned())
    );
}

#[actix_web::test]
async fn remembered_sessions_are_the_default() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let browser = app.browser();
    let asked =
        browser.post_json("/api/auth/login", &with(login(), json!({ "remember": true }))).await;
    let unasked = browser.post_json("/api/auth/login", &login()).await;
    assert_eq!(asked.set_cookie("refresh_token").max_age(), Some(604_800));
    assert_eq!(cookie_lines(&unasked), cookie_lines(&asked));
    browser.reopen();
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
}

/// Shows: ASVS 7.2.2.
#[actix_web::test]
async fn tokens_of_a_sign_in_are_different_every_time() {
    let app = TestApp::start();
    app.json().register("ada").await;
    // A planted cookie is not taken over by the sign-in.
    let browser = app.browser();
    browser.set_cookie("access_token", Some("planted"));
    browser.set_cookie("refresh_token", Some("planted"));
    let first = browser.post_json("/api/auth/login", &login()).await.token_cookies();
    let second = browser.post_json("/api/auth/login", &login()).await.token_cookies();
    for (first, second) in first.iter().zip(&second) {
        assert_ne!(first.value, "planted");
        assert_ne!(first.value, second.value);
    }
}

/// Shows: CK-01, ASVS 3.3.5.
#[actix_web::test]
async fn the_longest_cookies_are_short_enough_for_every_browser() {
    let host = format!("https://{}.example.com", "a".repeat(63));
    let app = TestApp::start_with(&["--public-url", &host]);
    let name = "a".repeat(32);
    app.browser().post_json("/api/auth/register", &registration(&name)).await;
    app.user(&name).make_administrator();
    let body = json!({ "username": name, "password": PASSWORD });
    for cookie in app.browser().post_json("/api/auth/login", &body).await.set_cookies() {
        let bytes = cookie.name.len() + cookie.value.len();
        assert!(bytes <= 4096, "{} has {bytes} bytes (RFC 6265bis, 5.6)", cookie.name);
    }
}
