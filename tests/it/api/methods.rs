//! Addresses and methods: 404, 405 with `Allow`, and HEAD wherever GET is.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, TestApp};

const ADDRESSES: [(&str, &str); 10] = [
    ("/api/auth/register", "POST, OPTIONS"),
    ("/api/auth/login", "POST, OPTIONS"),
    ("/api/auth/refresh", "POST, OPTIONS"),
    ("/api/auth/logout", "POST, OPTIONS"),
    ("/api/auth/logout-all", "POST, OPTIONS"),
    ("/api/auth/me", "GET, HEAD, OPTIONS"),
    ("/api/auth/verify", "GET, HEAD, OPTIONS"),
    ("/api/profile/me", "GET, HEAD, PATCH, DELETE, OPTIONS"),
    ("/healthz", "GET, HEAD, OPTIONS"),
    ("/readyz", "GET, HEAD, OPTIONS"),
];

#[actix_web::test]
async fn another_method_is_refused_with_the_allowed_ones() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];
    for (path, allow) in ADDRESSES {
        for name in
            methods.into_iter().filter(|name| !allow.split(", ").any(|allowed| allowed == *name))
        {
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            let answer = ada.json.call(method, path, None).await;
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some(allow)),
                "{name} {path}"
            );
            if name != "HEAD" {
                assert_eq!(answer.problem().1, "METHOD_NOT_ALLOWED", "{name} {path}");
            }
        }
    }
    assert_eq!(app.unrevoked_sessions().len(), 1);
}

#[actix_web::test]
async fn a_method_override_is_ignored() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for header in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let request =
            ada.json.request(Method::GET, "/api/profile/me?_method=PATCH").header(header, "PATCH");
        let request = request
            .header("content-type", "application/json")
            .body(json!({ "name": "Eve" }).to_string());
        assert_eq!(ada.json.send(request).await.json()["user"]["name"], json!(null), "{header}");
    }
}

#[actix_web::test]
async fn an_unknown_path_is_404() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for path in [
        "/api",
        "/api/",
        "/api/nowhere",
        "/api/auth",
        "/api/auth/me/",
        "/api/auth/ME",
        "/api/auth/me;a",
        "/api/auth//me",
        "/api//auth/me",
        "/api/auth/me.json",
        "/api/auth/login/x",
        "/api/auth/%00",
        "/api/auth/me%2f",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let answer = ada.json.call(method.clone(), path, None).await;
            assert_eq!(answer.problem(), (404, "NOT_FOUND".to_owned()), "{method} {path}");
        }
        assert_eq!(ada.json.call(Method::HEAD, path, None).await.status, 404, "HEAD {path}");
    }
}

/// The headers of an answer but its date and its name, in order.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let headers =
        answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let callers =
        [("nobody", app.json()), ("garbage", app.json().bearer("garbage")), ("ada", ada.json)];
    for (path, allow) in ADDRESSES {
        if !allow.contains("HEAD") {
            continue;
        }
        for (who, caller) in &callers {
            let [get, head] = [caller.get(path).await, caller.call(Method::HEAD, path, None).await];
            assert_eq!(head.status, get.status, "{who} {path}");
            assert_eq!(headers(&head), headers(&get), "{who} {path}");
            assert_eq!(
                head.header("content-length"),
                Some(&*get.body.len().to_string()),
                "{who} {path}"
            );
            assert_eq!(head.body, "", "{who} {path}");
        }
    }
}

#[actix_web::test]
async fn head_renews_a_browser_as_get_does() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let answer = browser.send(browser.request(Method::HEAD, "/api/auth/me")).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (200, 2));
    assert_eq!(browser.get("/api/auth/me").await.set_cookies(), []);
}
