//! The device cookie: a browser that has signed in to an account before has tries of its own at it.

use std::time::Duration;

use serde_json::json;

use super::{FACES, Face, WRONG, hammer, pause};
use crate::support::{Browser, PASSWORD, TestApp};

const DEVICE: &str = "device";

/// Signs out, and keeps what a browser keeps.
async fn log_out(browser: &Browser) {
    assert_eq!(browser.post("/logout", &[]).await.redirect(), (303, "/login"));
    assert!(browser.cookie(DEVICE).is_some(), "the device cookie stays");
}

/// Shows: AUTH-18, AUTH-19, ASVS 6.3.1.
#[actix_web::test]
async fn an_attacker_cannot_lock_out_the_owner() {
    for face in FACES {
        let app = TestApp::start();
        let (registered, signed_in) = (app.browser(), app.browser());
        registered.register("ada").await;
        assert!(face.is_welcome(&face.log_in(&signed_in, "ada@example.com", PASSWORD).await));
        for browser in [&registered, &signed_in] {
            log_out(browser).await;
            browser.reopen();
        }
        app.advance(Duration::from_secs(300 * 24 * 3600));
        hammer(&app, "ada").await;
        assert_eq!(pause(&face.log_in(&app.browser(), "ada", PASSWORD).await), 1);
        for (browser, login) in
            [(&registered, "ada"), (&signed_in, "ada"), (&signed_in, "ada@example.com")]
        {
            assert!(
                face.is_welcome(&face.log_in(browser, login, PASSWORD).await),
                "{face:?} {login}"
            );
        }
        assert_eq!(
            pause(&face.log_in(&app.browser(), "ada", PASSWORD).await),
            1,
            "other browsers still wait"
        );
    }
}

#[actix_web::test]
async fn a_known_browser_has_its_own_count() {
    for face in FACES {
        let app = TestApp::start();
        let (known, other) = (app.browser(), app.browser());
        known.register("ada").await;
        other.log_in("ada").await;
        for _ in 0..6 {
            assert_eq!(face.log_in(&known, "ada", WRONG).await.status, 401);
        }
        assert_eq!(
            pause(&face.log_in(&known, "ada@example.com", PASSWORD).await),
            1,
            "a copy of the cookie allows no more guesses"
        );
        for browser in [&other, &app.browser()] {
            assert!(face.is_welcome(&face.log_in(browser, "ada", PASSWORD).await), "{face:?}");
        }
        assert_eq!(
            pause(&face.log_in(&known, "ada", PASSWORD).await),
            1,
            "another account's right password does not reset it"
        );
        app.advance(Duration::from_secs(1));
        assert!(face.is_welcome(&face.log_in(&known, "ada", PASSWORD).await));
    }
}

/// Shows: CK-08.
#[actix_web::test]
async fn a_forged_or_foreign_device_cookie_is_ignored() {
    let app = TestApp::start();
    let (ada, eve) = (app.browser(), app.browser());
    ada.register("ada").await;
    eve.register("eve").await;
    let right = ada.cookie(DEVICE).unwrap();
    let changed = |at: usize| {
        let mut bytes = right.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    hammer(&app, "ada").await;
    let foreign = eve.cookie(DEVICE).unwrap();
    let odd = format!("{right}; {DEVICE}={right}");
    for forged in [
        &foreign,
        &changed(0),
        &changed(30),
        "",
        "x",
        &"A".repeat(192),
        &odd,
        &format!("{right}AAAA"),
    ] {
        let browser = app.browser();
        browser.set_cookie(DEVICE, Some(forged));
        assert_eq!(pause(&Face::Api.log_in(&browser, "ada", PASSWORD).await), 1, "{forged}");
    }
    let copy = app.browser();
    copy.set_cookie(DEVICE, Some(&right));
    assert!(Face::Api.is_welcome(&Face::Api.log_in(&copy, "ada", PASSWORD).await));
    // A program that is judged by its own header has no cookies.
    let body = json!({ "username": "ada", "password": PASSWORD }).to_string();
    let request = ada
        .request(reqwest::Method::POST, "/api/auth/login")
        .header("content-type", "application/json");
    let answer = ada.send(request.header("authorization", "Bearer x").body(body)).await;
    assert_eq!(pause(&answer), 1);
}

#[actix_web::test]
async fn each_account_knows_the_browsers_that_signed_in_to_it() {
    let app = TestApp::start();
    let browser = app.browser();
    let names = ["ada", "bob", "eve"];
    for name in names {
        browser.register(name).await;
        log_out(&browser).await;
    }
    for name in names {
        hammer(&app, name).await;
    }
    for name in names {
        assert!(
            Face::Page.is_welcome(&Face::Page.log_in(&browser, name, PASSWORD).await),
            "{name}"
        );
    }
}

#[actix_web::test]
async fn after_a_new_password_only_the_browser_that_set_it_is_known() {
    let new = "another good one";
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    here.register("ada").await;
    there.log_in("ada").await;
    let change = [("current_password", PASSWORD), ("new_password", new)];
    assert_eq!(
        here.post("/profile/password", &change).await.redirect(),
        (303, "/profile/security")
    );
    hammer(&app, "ada").await;
    assert_eq!(pause(&Face::Page.log_in(&there, "ada", new).await), 1);
    assert!(Face::Page.is_welcome(&Face::Page.log_in(&here, "ada", new).await));

    let reset = app.browser();
    reset.post("/forgot-password", &[("email", "ada@example.com")]).await;
    let token = app.mail("reset_password").await.token();
    let answer = reset.post("/reset-password", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirect(), (303, "/login?done=password-reset"));
    assert_eq!(
        answer.set_cookies().iter().map(|cookie| &cookie.name).collect::<Vec<_>>(),
        [DEVICE],
        "nobody is signed in"
    );
    hammer(&app, "ada").await;
    assert_eq!(pause(&Face::Page.log_in(&here, "ada", PASSWORD).await), 1);
    assert!(Face::Page.is_welcome(&Face::Page.log_in(&reset, "ada", PASSWORD).await));
}

#[actix_web::test]
async fn a_browser_stays_known_when_its_sign_in_upgrades_the_hash() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let app = app.restart_with(&["--bcrypt-cost", "5"]);
    let browser = browser.at(&app);
    assert!(Face::Page.is_welcome(&Face::Page.log_in(&browser, "ada", PASSWORD).await));
    hammer(&app, "ada").await;
    assert!(Face::Page.is_welcome(&Face::Page.log_in(&browser, "ada", PASSWORD).await));
}

/// Shows: CK-01, ASVS 3.3.1.
#[actix_web::test]
async fn the_cookie_is_http_only_lasts_400_days_and_reveals_nothing() {
    for (flags, name, secure) in [
        (&[][..], "device", false),
        (&["--cookie-same-site", "lax"][..], "device", false),
        (&["--public-url", "https://accounts.example.com"][..], "__Host-device", true),
    ] {
        let app = TestApp::start_with(flags);
        let browser = app.browser();
        let registered = browser.register("ada").await.set_cookie(name);
        assert_eq!(registered.max_age(), Some(400 * 24 * 3600));
        assert!(
            ["HttpOnly", "SameSite=Strict", "Path=/"]
                .into_iter()
                .all(|attribute| registered.has(attribute))
        );
        assert_eq!(
            (registered.has("Secure"), registered.attributes.len()),
            (secure, if secure { 5 } else { 4 })
        );
        app.json().register("countess-of-lovelace").await;
        let second = browser.log_in("countess-of-lovelace").await.set_cookie(name);
        assert_eq!(second.value.len(), registered.value.len(), "not even their number");
        for face in FACES {
            let other = face.log_in(&app.browser(), "ada", PASSWORD).await.set_cookie(name);
            assert_ne!(other.value, registered.value, "each browser has its own");
            assert!(
                other
                    .value
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            );
        }
        let body = json!({ "username": "ada", "password": PASSWORD, "refreshTokenIn": "body" });
        assert!(app.json().post("/api/auth/login", &body).await.set_cookies().is_empty());
    }
}

/// Shows: AUTH-18.
#[actix_web::test]
async fn failures_from_the_same_address_do_not_affect_a_known_browser() {
    for face in FACES {
        let app = TestApp::start();
        let (browser, stranger) = (app.browser(), app.browser());
        browser.register("ada").await;
        for number in 0..50 {
            assert_eq!(face.log_in(&stranger, &format!("nobody{number}"), WRONG).await.status, 401);
        }
        assert_eq!(pause(&face.log_in(&stranger, "ada", PASSWORD).await), 6);
        assert!(face.is_welcome(&face.log_in(&browser, "ada", PASSWORD).await));
    }
}
