//! Staying signed in: a request with a good refresh cookie is served, whatever became of its access
//! cookie.

use reqwest::Method;
use serde_json::json;

use super::{ACCESS_ENDED, ada, expire_access, tokens};
use crate::support::{Browser, PASSWORD, TestApp};

/// The ways for an access cookie to be of no use.
const USELESS: [&str; 5] = ["missing", "expired", "stale", "garbage", "empty"];

async fn make_useless(app: &TestApp, browser: &Browser, how: &str) {
    match how {
        "missing" => browser.set_cookie("access_token", None),
        "expired" => expire_access(app, browser),
        "garbage" => browser.set_cookie("access_token", Some("garbage")),
        "empty" => browser.set_cookie("access_token", Some("")),
        "stale" => {
            // What a change of role or password does, seen by an instance that has just looked.
            app.user("ada").outdate_access_tokens();
            app.app.catch_up(Default::default()).await.unwrap();
        }
        _ => unreachable!(),
    }
}

/// What stands in `Authorization` and is nothing of ours.
const FOREIGN_AUTHORIZATION: [&str; 8] = [
    "Basic YWRhOmFkYQ==",
    "basic",
    "",
    "nonsense",
    "Negotiate YII=",
    "Digest username=\"ada\"",
    "DPoP x",
    "Bearerx y",
];

#[actix_web::test]
async fn an_expired_access_cookie_is_renewed_from_the_refresh_cookie() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let before = tokens(&browser);

    app.advance(ACCESS_ENDED);
    let answer = browser.get("/profile").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.set_cookies().len(), 2);
    let after = tokens(&browser);
    assert!(after[0] != before[0] && after[1] != before[1]);
    assert!(after.iter().all(Option::is_some));
}

#[actix_web::test]
async fn every_request_is_served_whose_refresh_cookie_is_good() {
    for how in USELESS {
        for (method, path) in [
            (Method::GET, "/profile"),
            (Method::HEAD, "/profile"),
            (Method::GET, "/api/auth/me"),
            (Method::GET, "/api/profile/sessions"),
            (Method::GET, "/api/profile/me"),
        ] {
            let app = TestApp::start();
            let browser = ada(&app).await;
            make_useless(&app, &browser, how).await;

            let answer = browser.send(browser.request(method.clone(), path)).await;

            assert_eq!(answer.status, 200, "{how} {method} {path}: {answer:?}");
            let names: Vec<_> =
                answer.set_cookies().into_iter().map(|cookie| cookie.name).collect();
            assert_eq!(names, ["access_token", "refresh_token"], "{how} {method} {path}");
            let again = browser.get("/profile").await;
            assert_eq!(again.status, 200, "{how} {method} {path}");
            assert!(
                again.set_cookies().is_empty(),
                "{how} {method} {path}: what was renewed is good"
            );
        }
    }
}

#[actix_web::test]
async fn a_body_arrives_whole_despite_a_bad_access_cookie() {
    for how in USELESS {
        let app = TestApp::start();
        let browser = ada(&app).await;
        make_useless(&app, &browser, how).await;

        let name = "Ada, Countess of Lovelace";
        let request = browser
            .request(Method::PATCH, "/api/profile/me")
            .header("content-type", "application/json");
        let answer = browser.send(request.body(json!({ "name": name }).to_string())).await;

        assert_eq!(answer.status, 200, "{how}: {answer:?}");
        assert_eq!(answer.json()["user"]["name"], name, "{how}");
        assert_eq!(answer.set_cookies().len(), 2, "{how}");
        assert_eq!(browser.get("/profile").await.select("h1"), [name], "{how}");
    }
}

/// Shows: RT-27.
#[actix_web::test]
async fn a_refusal_by_the_handler_still_brings_the_new_cookies() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for (content_type, body, status) in [
        ("application/json", r#"{"username":"?"}"#, 422),
        ("application/json", "{", 400),
        ("text/plain", "{}", 415),
        ("application/json", &" ".repeat(16 * 1024 + 1), 413),
    ] {
        app.advance(ACCESS_ENDED);
        let request =
            browser.request(Method::PATCH, "/api/profile/me").header("content-type", content_type);
        let answer = browser.send(request.body(body.to_owned())).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(
            answer.set_cookies().len(),
            2,
            "{status}: the old refresh token is replaced already"
        );
        assert!(browser.is_signed_in().await, "{status}");
    }
}

#[actix_web::test]
async fn valid_cookies_are_left_as_they_are() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for path in [
        "/",
        "/login",
        "/register",
        "/profile",
        "/api/auth/me",
        "/api/auth/verify",
        "/api/profile/me",
    ] {
        assert!(browser.get(path).await.set_cookies().is_empty(), "{path}");
    }
}

#[actix_web::test]
async fn an_access_cookie_is_valid_until_the_second_at_which_it_expires() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let before = tokens(&browser);

    // It was made a quarter of a second into its first second, and its end is in whole seconds.
    app.advance(ACCESS_ENDED - std::time::Duration::from_millis(1251));
    assert!(browser.is_signed_in().await);
    assert_eq!(tokens(&browser), before);
    app.advance(std::time::Duration::from_millis(1));
    assert!(browser.is_signed_in().await);
    assert_ne!(tokens(&browser), before);
}

/// Shows: JWT-38.
#[actix_web::test]
async fn a_request_with_a_bearer_token_is_judged_by_that_alone() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let grace = app.json().register("grace").await;
    let bearer = format!("Bearer {}", grace.access);

    for access in [browser.cookie("access_token"), Some("garbage".to_owned()), None] {
        browser.set_cookie("access_token", access.as_deref());
        for authorization in ["Bearer garbage", "Bearer", "bearer", "Bearer ", "BEARER  x y"] {
            let call = |path: &str| {
                browser.request(Method::GET, path).header("authorization", authorization)
            };
            let api = browser.send(call("/api/auth/me")).await;
            assert_eq!(api.status, 401, "{authorization:?}");
            let page = browser.send(call("/profile")).await;
            assert_eq!(page.status, 303, "{authorization:?}");
            assert!(
                page.location().starts_with("/login?next=%2Fprofile"),
                "{authorization:?}: {page:?}"
            );
            for answer in [api, page] {
                assert!(answer.set_cookies().is_empty(), "{authorization:?}: {answer:?}");
            }
        }
        let call = browser.request(Method::GET, "/api/auth/me").header("authorization", &bearer);
        let answer = browser.send(call).await;
        assert_eq!(answer.json()["user"]["username"], "grace");
        assert!(answer.set_cookies().is_empty());
    }
}

/// Shows: JWT-38, JWT-46.
#[actix_web::test]
async fn a_proxys_authorization_header_does_not_affect_a_browser() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    for authorization in FOREIGN_AUTHORIZATION {
        for access in [browser.cookie("access_token"), None] {
            browser.set_cookie("access_token", access.as_deref());
            let call = |method, path: &str| {
                browser.request(method, path).header("authorization", authorization)
            };
            let page = browser.send(call(Method::GET, "/profile")).await;
            assert_eq!(page.status, 200, "{authorization:?} with {access:?}");
            assert_eq!(
                page.token_cookies().len(),
                if access.is_none() { 2 } else { 0 },
                "{authorization:?}"
            );
            let page = browser.send(call(Method::GET, "/login")).await;
            assert_eq!(page.redirect(), (303, "/profile"), "{authorization:?}: no redirect loop");
            assert_eq!(
                browser.send(call(Method::GET, "/api/auth/verify")).await.status,
                200,
                "{authorization:?}"
            );
        }
    }
    // The device cookie and the refresh cookie count too: a new password leaves this browser signed
    // in.
    let request = browser
        .request(Method::POST, "/api/profile/password")
        .header("authorization", "Basic YWRhOmFkYQ==");
    let body =
        serde_json::json!({ "currentPassword": PASSWORD, "newPassword": "another horse battery" });
    let answer = browser
        .send(request.header("content-type", "application/json").body(body.to_string()))
        .await;
    assert_eq!((answer.status, answer.token_cookies().len()), (204, 2));
    let request = browser
        .request(Method::POST, "/api/auth/logout-all")
        .header("authorization", "Basic YWRhOmFkYQ==");
    let answer = browser.send(request).await;
    assert!(answer.status == 200 && answer.clears_cookies(), "{answer:?}");
}

/// Shows: RT-26.
#[actix_web::test]
async fn routes_without_a_session_renew_none() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let address = browser.get("/profile").await.attribute("link[rel=stylesheet]", "href").unwrap();
    app.advance(ACCESS_ENDED);
    let refresh = browser.cookie("refresh_token");

    for (method, path, status) in [
        (Method::GET, address.as_str(), 200),
        (Method::HEAD, address.as_str(), 200),
        (Method::GET, "/static/icon.svg", 200),
        (Method::GET, "/static/unknown.css", 404),
        (Method::GET, "/healthz", 200),
        (Method::GET, "/readyz", 200),
        (Method::GET, "/unknown", 404),
        (Method::GET, "/api/unknown", 404),
        (Method::GET, "/logout", 405),
        (Method::OPTIONS, "/profile", 204),
        (Method::OPTIONS, "/api/auth/me", 204),
    ] {
        let answer = browser.send(browser.request(method.clone(), path)).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.set_cookies().is_empty(), "{method} {path}: {answer:?}");
    }
    assert_eq!(browser.cookie("refresh_token"), refresh);
    assert_eq!(app.count_refreshed(), 0);
}
