//! How an access token is sent: in a cookie or as a Bearer token and nowhere else. What a request
//! without one gets.

use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::json;

use super::forge::{BAD_TOKEN, Hall, NO_TOKEN, Parts};
use crate::support::{Answer, TestApp};

const ME: &str = "/api/auth/me";

async fn ask(hall: &Hall, authorization: &[&str]) -> Answer {
    let mut request = hall.json.request(Method::GET, ME);
    for value in authorization {
        request =
            request.header("authorization", HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    hall.json.send(request).await
}

/// Shows: JWT-39.
#[actix_web::test]
async fn the_scheme_is_bearer_in_any_case() {
    let hall = Hall::open().await;
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer "] {
        let answer = ask(&hall, &[&format!("{scheme} {}", hall.ada.access)]).await;
        assert_eq!(answer.status, 200, "{scheme:?}: {answer:?}");
    }
}

/// Shows: JWT-39.
#[actix_web::test]
async fn a_bearer_that_is_not_one_token_is_a_bad_token() {
    let hall = Hall::open().await;
    let token = &hall.ada.access;
    let values = [
        "Bearer",
        "bearer",
        "Bearer ",
        "Bearer é",
        &format!("Bearer {token} {token}"),
        &format!("Bearer {token}, Bearer {token}"),
        &format!("Bearer {token},"),
        &format!("Bearer \"{token}\""),
        &format!("Bearer token={token}"),
        &format!("Bearer Bearer {token}"),
        &format!("Bearer \t{token}"),
        &format!("Bearer {token};"),
        &format!("Bearer realm=\"vestibule\", token={token}"),
    ];
    for value in values {
        let answer = ask(&hall, &[value]).await;
        assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()), "{value}");
        assert_eq!(answer.header("www-authenticate"), Some(BAD_TOKEN), "{value}");
    }
}

/// Shows: JWT-39.
#[actix_web::test]
async fn another_scheme_carries_no_token() {
    let hall = Hall::open().await;
    let token = &hall.ada.access;
    let values = [
        "",
        "Basic YWRhOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==",
        "Basic",
        "Negotiate abc",
        "Digest username=\"ada\"",
        token,
        &format!("Token {token}"),
        &format!("JWT {token}"),
        &format!("Bearer\t{token}"),
        &format!("Bearer{token}"),
        &format!("Bearer:{token}"),
        &format!("Bearer={token}"),
        &format!("DPoP {token}"),
        &format!("Basic Bearer {token}"),
    ];
    for value in values {
        let answer = ask(&hall, &[value]).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "{value}");
        assert_eq!(answer.header("www-authenticate"), Some(NO_TOKEN), "{value}");
    }
}

/// Shows: JWT-39.
#[actix_web::test]
async fn two_bearer_headers_are_refused() {
    let hall = Hall::open().await;
    let good = format!("Bearer {}", hall.ada.access);
    for pair in [
        [good.as_str(), "Bearer x"],
        ["Bearer x", &good],
        [&good, &good],
        [&good, "bearer"],
        ["BEARER ", &good],
    ] {
        let answer = ask(&hall, &pair).await;
        assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()), "{pair:?}");
    }
    for other in ["Basic eDp4", "", "Negotiate abc"] {
        for pair in [[other, &good], [&good, other]] {
            assert_eq!(
                ask(&hall, &pair).await.status,
                200,
                "{pair:?}: another scheme counts as absent"
            );
        }
    }
}

/// Shows: JWT-38, JWT-46.
#[actix_web::test]
async fn a_request_with_a_bearer_token_is_judged_by_it_alone() {
    let hall = Hall::open().await;
    hall.browser.register("bob").await;
    let ask = async |authorization: &str| {
        let request = hall.browser.request(Method::GET, ME).header("authorization", authorization);
        hall.browser.send(request).await
    };
    let answer = ask(&format!("Bearer {}", hall.ada.access)).await;
    assert_eq!(answer.json()["user"]["username"], "ada", "the header's, not the cookie's");

    let ended = hall.access(|token| token.claims["exp"] = json!(1));
    let refused = [
        ("Bearer x", "INVALID_TOKEN"),
        ("Bearer", "INVALID_TOKEN"),
        ("bearer ", "INVALID_TOKEN"),
        (&format!("Bearer {ended}"), "TOKEN_EXPIRED"),
    ];
    for (authorization, code) in refused {
        let answer = ask(authorization).await;
        assert_eq!(answer.problem(), (401, code.to_owned()), "{authorization:?}");
        assert_eq!(answer.set_cookies(), [], "{authorization:?}: the cookies are ignored");
    }
    for authorization in ["", "Basic eDp4", "Digest x", "Token x"] {
        let answer = ask(authorization).await;
        assert_eq!(
            answer.json()["user"]["username"],
            "bob",
            "{authorization:?} is for another application"
        );
    }
    let request = hall.browser.request(Method::GET, "/profile").header("authorization", "Bearer x");
    assert_eq!(
        hall.browser.send(request).await.redirect(),
        (303, "/login?next=%2Fprofile&reason=expired")
    );
    assert!(hall.browser.is_signed_in().await, "without the header the cookies still work");
}

/// Shows: JWT-37, ASVS 6.3.4.
#[actix_web::test]
async fn an_access_token_anywhere_else_is_not_seen() {
    let hall = Hall::open().await;
    let token = hall.ada.access.as_str();
    for name in ["access_token", "accessToken", "token", "bearer", "authorization", "jwt"] {
        let answer = hall.json.get(&format!("{ME}?{name}={token}")).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "?{name}=");
        let page = hall.app.browser().get(&format!("/profile?{name}={token}")).await;
        assert_eq!(page.status, 303, "?{name}=");
        assert!(page.location().starts_with("/login"), "{page:?}");

        let answer = hall.json.post("/api/auth/logout-all", &json!({ name: token })).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "{name} in a body");
        let answer = hall.app.browser().post("/api/auth/logout-all", &[(name, token)]).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "{name} in a form");
    }
    for name in [
        "x-access-token",
        "x-auth-token",
        "access-token",
        "access_token",
        "proxy-authorization",
        "x-forwarded-user",
    ] {
        for value in [token.to_owned(), format!("Bearer {token}")] {
            let answer =
                hall.json.send(hall.json.request(Method::GET, ME).header(name, value)).await;
            assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "{name}");
        }
    }
    for name in [
        "Access_token",
        "ACCESS_TOKEN",
        "access-token",
        "token",
        "accessToken",
        "session",
        "__Host-access_token",
    ] {
        let request =
            hall.json.request(Method::GET, ME).header("cookie", format!("{name}={token}"));
        let answer = hall.json.send(request).await;
        assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()), "cookie {name}");
    }
    hall.has_harmed_nobody().await;
}

/// Shows: CK-02.
#[actix_web::test]
async fn with_https_the_cookie_without_its_prefix_is_not_seen() {
    let app = TestApp::start_with(&["--public-url", "https://accounts.example.com"]);
    let ada = app.json().register("ada").await;
    for (name, status) in [("__Host-access_token", 200), ("access_token", 401)] {
        let request =
            app.json().request(Method::GET, ME).header("cookie", format!("{name}={}", ada.access));
        assert_eq!(app.json().send(request).await.status, status, "{name}");
    }
}

/// Shows: JWT-45.
#[actix_web::test]
async fn a_request_without_a_token_gets_a_challenge_without_an_error() {
    let app = TestApp::start();
    let guarded = [
        (Method::GET, ME),
        (Method::GET, "/api/auth/verify"),
        (Method::GET, "/api/profile/me"),
        (Method::HEAD, ME),
    ];
    for (method, path) in guarded.into_iter().chain([(Method::POST, "/api/auth/logout-all")]) {
        let answer = app.json().call(method.clone(), path, None).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        assert_eq!(answer.header("www-authenticate"), Some(NO_TOKEN), "{method} {path}");
        assert_eq!(answer.headers.get_all("www-authenticate").iter().count(), 1, "{method} {path}");
    }
    let answer = app.json().post("/api/auth/refresh", &json!({})).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()));
    assert_eq!(answer.header("www-authenticate"), Some(NO_TOKEN));
}

#[actix_web::test]
async fn a_page_without_a_token_leads_to_the_login_without_a_reason() {
    let app = TestApp::start();
    let answer = app.browser().get("/profile").await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile"));
    assert_eq!(answer.set_cookies(), []);
}

#[actix_web::test]
async fn every_bad_token_is_reported_as_an_invalid_token() {
    let hall = Hall::open().await;
    let bob = hall.json.register("bob").await;
    bob.json.post("/api/auth/logout", &json!({})).await;
    let ended = hall.access(|token| token.claims["exp"] = json!(1));
    let cases = [("x", "INVALID_TOKEN"), (&ended, "TOKEN_EXPIRED"), (&bob.access, "TOKEN_REVOKED")];
    for (token, code) in cases {
        for path in [ME, "/api/auth/verify", "/api/profile/me"] {
            let answer = hall.json.bearer(token).get(path).await;
            assert_eq!(answer.problem(), (401, code.to_owned()), "{path}");
            assert_eq!(answer.header("www-authenticate"), Some(BAD_TOKEN), "{path}");
        }
    }
}

#[actix_web::test]
async fn a_bad_access_cookie_beside_a_good_refresh_cookie_is_replaced() {
    let hall = Hall::open().await;
    for bad in ["x", "", &Parts::of(&hall.ada.access).signed("another key"), &hall.ada.refresh] {
        hall.browser.log_in("ada").await;
        hall.browser.set_cookie("access_token", Some(bad));
        let answer = hall.browser.get(ME).await;
        assert_eq!(answer.status, 200, "{bad}");
        assert_eq!(answer.set_cookies().len(), 2, "{bad}");
    }
}
