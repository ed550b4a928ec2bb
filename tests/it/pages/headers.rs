//! The headers that every answer carries, whatever kind of answer it is.

use reqwest::Method;

use super::{ada, expire_access, from_another_site};
use crate::support::{Answer, PASSWORD, TestApp, raw};

/// One answer of every kind.
async fn all_answers(app: &TestApp) -> Vec<(u16, Answer)> {
    let (browser, owner) = (app.browser(), ada(app).await);
    let style = browser.get("/login").await.attribute("link[rel=stylesheet]", "href").unwrap();
    let mut answers = Vec::new();
    for (status, path) in [
        (200, "/login"),
        (200, "/register"),
        (200, style.as_str()),
        (200, "/static/icon.svg"),
        (200, "/healthz"),
        (200, "/readyz"),
        (303, "/"),
        (303, "/profile"),
        (401, "/api/auth/me"),
        (404, "/unknown"),
        (404, "/static/unknown"),
        (404, "/api/unknown"),
        (405, "/logout"),
        (405, "/api/auth/login"),
    ] {
        answers.push((status, browser.get(path).await));
    }
    answers.push((200, browser.send(browser.request(Method::HEAD, "/login")).await));
    answers.push((204, browser.send(browser.request(Method::OPTIONS, "/login")).await));
    answers.push((400, browser.post("/login", &[("a", ""), ("a", "")]).await));
    answers.push((401, browser.post("/login", &[("login", "ada"), ("password", "wrong")]).await));
    let foreign = from_another_site(browser.request(Method::POST, "/login"));
    answers.push((403, browser.send(foreign).await));
    answers.push((
        409,
        browser
            .post("/register", &[("username", "ada"), ("email", "a@b"), ("password", PASSWORD)])
            .await,
    ));
    answers.push((413, browser.post("/login", &[("login", &"a".repeat(17_000))]).await));
    answers.push((415, browser.post_json("/login", &serde_json::json!({})).await));
    answers.push((422, browser.post("/register", &[]).await));
    answers.push((303, browser.post("/logout", &[]).await));
    answers.push((200, owner.get("/profile").await));
    answers.push((200, owner.get("/api/auth/me").await));
    answers.push((200, owner.get("/api/auth/verify").await));
    answers.push((303, owner.get("/login").await));
    expire_access(app, &owner);
    answers.push((200, owner.get("/profile").await));
    app.set_token_hashes(&[0]);
    expire_access(app, &owner);
    answers.push((500, owner.get("/profile").await));
    answers.push((500, owner.get("/api/auth/me").await));
    for (status, answer) in &answers {
        assert_eq!(answer.status, *status, "{answer:?}");
    }
    answers
}

fn directives(policy: &str) -> Vec<&str> {
    let mut directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    directives.sort_unstable();
    directives
}

/// Shows: AUTH-58, WEB-04, WEB-15, WEB-19, WEB-25, ASVS 3.2.1, ASVS 3.4.3, ASVS 3.4.4, ASVS 3.4.5,
/// ASVS 3.4.6, ASVS 3.4.8, ASVS 3.5.8, ASVS 13.4.6.
#[actix_web::test]
async fn every_answer_carries_the_same_strict_headers() {
    let app = TestApp::start();

    for (status, answer) in all_answers(&app).await {
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "x-request-id",
            "referrer-policy",
            "permissions-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "cache-control",
            "date",
        ] {
            assert_eq!(
                answer.headers.get_all(name).iter().count(),
                1,
                "{status}: {name} of {answer:?}"
            );
        }
        // Nothing from anywhere but our script where a page has it, the style sheet and the icon, and
        // forms that come back to us.
        let mut directives = directives(answer.header("content-security-policy").unwrap());
        let script = directives.iter().position(|directive| *directive == "script-src 'self'");
        let has_script = answer.body.contains("<script");
        assert!(answer.body.is_empty() || script.is_some() == has_script, "{status}: {answer:?}");
        script.map(|place| directives.remove(place));
        assert_eq!(
            directives,
            [
                "base-uri 'none'",
                "default-src 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "img-src 'self'",
                "style-src 'self'",
            ]
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        let permissions = answer.header("permissions-policy").unwrap();
        for feature in ["camera", "geolocation", "microphone", "payment"] {
            assert!(permissions.contains(&format!("{feature}=()")), "{permissions}");
        }
        for name in
            ["server", "x-powered-by", "strict-transport-security", "access-control-allow-origin"]
        {
            assert_eq!(answer.header(name), None, "{status}: {name}");
        }
    }
}

/// Shows: WEB-25, ASVS 3.4.1.
#[actix_web::test]
async fn with_https_hsts_is_set_for_a_year() {
    let app = TestApp::start_with(&["--public-url", "https://vestibule.example.com"]);

    for (status, answer) in all_answers(&app).await {
        let policy = answer.header("strict-transport-security").unwrap_or_default();
        assert_eq!(directives(policy), ["max-age=31536000"], "{status}");
    }
}

/// Shows: ASVS 3.4.1.
#[actix_web::test]
async fn a_setting_decides_for_which_hosts_https_is_required() {
    const URL: &str = "https://vestibule.example.com";
    for (url, hsts, expected) in [
        (URL, "on", Some("max-age=31536000")),
        (URL, "subdomains", Some("max-age=31536000; includeSubDomains")),
        (URL, "off", None),
        ("http://localhost:8080", "on", None),
        ("http://localhost:8080", "subdomains", None),
    ] {
        let app = TestApp::start_with(&["--public-url", url, "--hsts", hsts]);
        for path in ["/login", "/api/auth/me", "/nothing", "/healthz"] {
            let answer = app.browser().get(path).await;
            assert_eq!(answer.header("strict-transport-security"), expected, "{url} {hsts} {path}");
        }
    }
}

/// Shows: CK-11, RT-25, WEB-16, WEB-18.
#[actix_web::test]
async fn only_static_files_can_be_cached() {
    let app = TestApp::start();

    for (status, answer) in all_answers(&app).await {
        let kind = answer.header("content-type").unwrap_or_default();
        let file = kind.starts_with("text/css") || kind.starts_with("image/svg");
        if !file {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{status}: {answer:?}");
        }
        assert!(
            !file || answer.set_cookies().is_empty(),
            "a shared cache would hand the cookie out"
        );
    }
}

/// Shows: ASVS 3.3.4.
#[actix_web::test]
async fn a_token_in_a_cookie_never_appears_in_the_page() {
    let app = TestApp::start();

    for (status, answer) in all_answers(&app).await {
        for cookie in answer.set_cookies().into_iter().filter(|cookie| !cookie.value.is_empty()) {
            let signature = cookie.value.rsplit('.').next().unwrap();
            assert!(!answer.body.contains(signature), "{status}: {answer:?}");
        }
    }
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let stranger = app.browser();

    for (browser, path) in [
        (&browser, "/"),
        (&browser, "/profile"),
        (&browser, "/login"),
        (&browser, "/api/auth/me"),
        (&browser, "/api/auth/verify"),
        (&stranger, "/"),
        (&stranger, "/profile"),
        (&stranger, "/login"),
        (&stranger, "/register"),
        (&stranger, "/unknown"),
        (&stranger, "/logout"),
        (&stranger, "/api/auth/me"),
        (&stranger, "/healthz"),
        (&stranger, "/readyz"),
    ] {
        let get = browser.get(path).await;
        let head = browser.send(browser.request(Method::HEAD, path)).await;
        assert_eq!(head.status, get.status, "{path}");
        let without_date = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("date");
            headers.remove("x-request-id");
            headers
        };
        assert_eq!(without_date(&head), without_date(&get), "{path}");
    }
}

/// Shows: HTTP-15, ASVS 4.2.2.
#[actix_web::test]
async fn an_answer_to_head_has_no_body_on_the_wire() {
    let app = TestApp::start();

    for path in ["/login", "/unknown", "/static/icon.svg", "/healthz", "/api/auth/me"] {
        let request =
            format!("HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = raw::exchange(&app, request.as_bytes()).await;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "", "{path}");
    }
}
