//! What one address may ask for in a time.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{FACES, WRONG, pause};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

const BEHIND_PROXY: [&str; 2] = ["--trusted-proxies", "127.0.0.1"];

/// Sends a form, or a body to the API, from an address.
async fn post_from(app: &TestApp, address: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    post_as(&app.browser(), address, path, fields).await
}

async fn post_as(browser: &Browser, address: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = browser.request(Method::POST, path).header("x-forwarded-for", address);
    let request = if path.starts_with("/api/") {
        let body: Value =
            fields.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
        request.header("content-type", "application/json").body(body.to_string())
    } else {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        request.header("content-type", "application/x-www-form-urlencoded").body(form.finish())
    };
    browser.send(request).await
}

async fn log_in_from(app: &TestApp, address: &str, login: &str, password: &str) -> Answer {
    post_from(app, address, "/login", &[("login", login), ("password", password)]).await
}

/// Shows: AUTH-16, ASVS 6.3.1.
#[actix_web::test]
async fn an_address_gets_fifty_failed_sign_ins_in_five_minutes() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    app.json().register("ada").await;
    let here = "203.0.113.9";
    for number in 0..50 {
        let (path, name) =
            if number % 2 == 0 { ("/login", "login") } else { ("/api/auth/login", "username") };
        let login = format!("nobody{number}");
        let answer = post_from(&app, here, path, &[(name, &login), ("password", WRONG)]).await;
        assert_eq!(answer.status, 401, "{number}");
    }
    for (path, name) in [("/login", "login"), ("/api/auth/login", "username")] {
        for login in ["ada", "nobody99"] {
            let answer =
                post_from(&app, here, path, &[(name, login), ("password", PASSWORD)]).await;
            assert_eq!(pause(&answer), 6, "{path} {login}");
        }
    }
    assert_eq!(
        log_in_from(&app, "203.0.113.10", "ada", PASSWORD).await.status,
        303,
        "another address"
    );
    app.advance(Duration::from_secs(6));
    assert_eq!(log_in_from(&app, here, "ada", PASSWORD).await.status, 303);
    assert_eq!(
        log_in_from(&app, here, "ada", WRONG).await.status,
        401,
        "the right password was not counted"
    );
    assert_eq!(
        pause(&log_in_from(&app, here, "ada", WRONG).await),
        6,
        "the wrong password was counted"
    );
    app.advance(Duration::from_secs(300));
    for number in 0..50 {
        assert_eq!(
            log_in_from(&app, here, &format!("other{number}"), WRONG).await.status,
            401,
            "{number}"
        );
    }
}

/// Shows: AUTH-17.
#[actix_web::test]
async fn an_account_attacked_from_many_addresses_delays_all_of_them() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    app.json().register("ada").await;
    for number in 0..6 {
        assert_eq!(
            log_in_from(&app, &format!("203.0.113.{number}"), "ada", WRONG).await.status,
            401
        );
    }
    assert_eq!(pause(&log_in_from(&app, "2001:db8::9", "ada", PASSWORD).await), 1);
}

/// Shows: AUTH-28.
#[actix_web::test]
async fn right_passwords_are_not_counted_and_do_not_reset_the_count() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    app.json().register("ada").await;
    for number in 0..50 {
        assert_eq!(log_in_from(&app, "203.0.113.9", "ada", PASSWORD).await.status, 303);
        assert_eq!(
            log_in_from(&app, "203.0.113.9", &format!("nobody{number}"), WRONG).await.status,
            401
        );
    }
    assert_eq!(pause(&log_in_from(&app, "203.0.113.9", "ada", PASSWORD).await), 6);
}

/// Shows: AUTH-23.
#[actix_web::test]
async fn an_ipv6_network_counts_as_one_and_both_forms_of_an_ipv4_address_do() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    for number in 0..50 {
        let address = format!("2001:db8:1:2:{number:x}::{number:x}");
        assert_eq!(
            log_in_from(&app, &address, &format!("nobody{number}"), WRONG).await.status,
            401
        );
        let address = if number % 2 == 0 { "203.0.113.9" } else { "::ffff:203.0.113.9" };
        assert_eq!(log_in_from(&app, address, &format!("other{number}"), WRONG).await.status, 401);
    }
    for address in
        ["2001:db8:1:2::1", "[2001:db8:1:2::2]:4711", "203.0.113.9", "::ffff:203.0.113.9"]
    {
        assert_eq!(pause(&log_in_from(&app, address, "ada", WRONG).await), 6, "{address}");
    }
    for address in ["2001:db8:1:3::1", "203.0.113.8"] {
        assert_eq!(log_in_from(&app, address, "ada", WRONG).await.status, 401, "{address}");
    }
}

/// Shows: AUTH-04, AUTH-08.
#[actix_web::test]
async fn an_address_gets_twenty_registrations_an_hour_successful_or_not() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    let here = "203.0.113.9";
    let register = async |address: &str, path: &str, name: &str| {
        let email = format!("{name}@example.com");
        post_from(
            &app,
            address,
            path,
            &[("username", name), ("email", &email), ("password", PASSWORD)],
        )
        .await
    };
    for number in 0..20 {
        let path = if number % 2 == 0 { "/register" } else { "/api/auth/register" };
        assert_eq!(
            register(here, path, "x").await.status,
            422,
            "an invalid request is not counted"
        );
        // Refused registrations count, because they show which names are taken.
        let status = register(here, path, &format!("new{}", number / 4)).await.status;
        // Within a minute the same registration again is a repetition, which counts too.
        assert_eq!(status, if number % 2 == 0 { 303 } else { 201 }, "{number}");
    }
    for path in ["/register", "/api/auth/register"] {
        let answer = register(here, path, "grace").await;
        assert_eq!(pause(&answer), 180, "{path}");
        if path == "/register" {
            assert_eq!(answer.field("username").as_deref(), Some("grace"), "what was typed stays");
            assert!(!answer.body.contains(PASSWORD));
        }
    }
    assert_eq!(register("203.0.113.10", "/register", "grace").await.status, 303, "another address");
    app.advance(Duration::from_secs(180));
    assert_eq!(register(here, "/register", "lin").await.status, 303);
    assert_eq!(pause(&register(here, "/register", "kim").await), 180);
}

/// Shows: AUTH-62.
#[actix_web::test]
async fn an_address_gets_twenty_password_resets_an_hour() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    let here = "203.0.113.9";
    for number in 0..20 {
        let (path, status) = if number % 2 == 0 {
            ("/forgot-password", 200)
        } else {
            ("/api/auth/forgot-password", 202)
        };
        let email = format!("nobody{number}@example.com");
        assert_eq!(post_from(&app, here, path, &[("email", "x")]).await.status, 422);
        assert_eq!(
            post_from(&app, here, path, &[("email", &email)]).await.status,
            status,
            "{number}"
        );
    }
    for path in ["/forgot-password", "/api/auth/forgot-password"] {
        assert_eq!(
            pause(&post_from(&app, here, path, &[("email", "ada@example.com")]).await),
            180,
            "{path}"
        );
    }
    let other =
        post_from(&app, "203.0.113.10", "/forgot-password", &[("email", "ada@example.com")]).await;
    assert_eq!(other.status, 200);
}

/// Shows: AUTH-31, AUTH-63, ASVS 6.6.3.
#[actix_web::test]
async fn an_address_gets_fifty_wrong_links_and_codes_in_five_minutes() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    app.json().register("ada").await;
    let right = app.mail("verify_email").await.token();
    let here = "203.0.113.9";
    let email = ("email", "ada@example.com");
    let proofs: [&[(&str, &str)]; 3] =
        [&[("token", "x")], &[email, ("code", "123")], &[email, ("code", "x")]];
    let paths =
        ["/verify-email", "/api/auth/verify-email", "/reset-password", "/api/auth/reset-password"];
    for number in 0..50 {
        let fields = [proofs[number % 3], &[("password", "another good one")]].concat();
        assert_eq!(post_from(&app, here, paths[number % 4], &fields).await.status, 422, "{number}");
    }
    for path in paths {
        let answer =
            post_from(&app, here, path, &[("token", &right), ("password", "another good one")])
                .await;
        assert_eq!(pause(&answer), 6, "{path}");
        if !path.starts_with("/api/") {
            assert_eq!(
                answer.field("token").as_deref(),
                Some(right.as_str()),
                "{path}: the form can be sent again"
            );
        }
    }
    app.advance(Duration::from_secs(6));
    assert_eq!(post_from(&app, here, "/verify-email", &[("token", &right)]).await.status, 200);
    assert_eq!(
        post_from(&app, here, "/verify-email", &[("token", "x")]).await.status,
        422,
        "it was not counted"
    );
    assert_eq!(post_from(&app, here, "/verify-email", &[("token", "x")]).await.status, 429);
}

/// Shows: AUTH-31.
#[actix_web::test]
async fn an_address_gets_six_hundred_refreshes_a_minute_and_more_sign_nobody_out() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    assert!(browser.is_signed_in().await, "a renewal counts too");
    app.advance(Duration::from_secs(901));
    let json = app.json();
    for number in 0..600 {
        assert_eq!(json.refresh("x").await.status, 401, "{number}");
    }
    let before = browser.cookie("refresh_token");
    assert_eq!(pause(&json.refresh("x").await), 1);
    assert_eq!(pause(&browser.post_json("/api/auth/refresh", &json!({})).await), 1);
    assert_eq!(pause(&browser.get("/api/auth/me").await), 1);
    for path in ["/", "/profile", "/login"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")), "{path}");
        assert!(
            answer.set_cookies().is_empty() && answer.select("h1") == ["Too many attempts"],
            "{path}"
        );
    }
    assert_eq!(
        browser.get("/forgot-password").await.status,
        200,
        "pages that need no session are not limited"
    );
    assert_eq!(browser.cookie("refresh_token"), before);
    app.advance(Duration::from_millis(100));
    assert!(browser.is_signed_in().await, "nobody was signed out");
    assert!(browser.is_signed_in().await, "a valid access token is not counted");
}

/// Shows: AUTH-20, AUTH-21, AUTH-22.
#[actix_web::test]
async fn no_other_header_and_no_spoof_behind_a_proxy_makes_another_address() {
    let app = TestApp::start_with(&BEHIND_PROXY);
    for number in 0..51 {
        let spoof = format!("198.51.100.{number}");
        let browser = app.browser();
        let request = browser
            .request(Method::POST, "/api/auth/login")
            .header("content-type", "application/json");
        let request = request.header("x-forwarded-for", format!("{spoof}, 203.0.113.9"));
        let request =
            request.header("x-real-ip", &spoof).header("forwarded", format!("for={spoof}"));
        let body = json!({ "username": format!("nobody{number}"), "password": WRONG });
        let answer = browser.send(request.body(body.to_string())).await;
        assert_eq!(answer.status, if number < 50 { 401 } else { 429 }, "{number}");
    }
    for face in FACES {
        assert_eq!(
            face.log_in(&app.browser(), "nobody", WRONG).await.status,
            401,
            "the proxy itself has its own count"
        );
    }
}
