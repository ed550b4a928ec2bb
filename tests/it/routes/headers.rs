//! Every response of every route has the headers that protect browsers, for every visitor and every
//! outcome.

use reqwest::Method;

use super::{TABLE, address, fill, method, visitor};
use crate::support::{Answer, TestApp, raw};

/// What every answer says, once each.
const ALWAYS: [(&str, &str); 5] = [
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

const HSTS: &str = "strict-transport-security";

#[track_caller]
fn assert_protected(answer: &Answer, https: bool, case: &str) {
    let only = |name: &str| {
        let values: Vec<_> =
            answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(values.len(), 1, "{case}: {name} of {answer:?}");
        values[0].to_owned()
    };
    for (name, value) in ALWAYS {
        assert_eq!(only(name), value, "{case}");
    }
    let name = only("x-request-id");
    assert!(
        name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{case}: {name}"
    );
    let policy = only("content-security-policy");
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    for directive in
        ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
    {
        assert!(directives.contains(&directive), "{case}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-") && !policy.contains('*') && !policy.contains("http"),
        "{case}: {policy}"
    );
    assert!(only("permissions-policy").contains("camera=()"), "{case}");
    assert_eq!(answer.header(HSTS).is_some(), https, "{case}");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(answer.header(name), None, "{case}: {name}");
    }
    assert_kept_by_nobody(answer, case);
}

/// If a shared computer cached a page, the back button would show it to the next user.
#[track_caller]
fn assert_kept_by_nobody(answer: &Answer, case: &str) {
    let kept = answer.header("cache-control");
    if kept != Some("no-store") {
        let kind = answer.header("content-type").unwrap_or_default();
        let file = kind.starts_with("text/css") || kind.starts_with("image/svg");
        assert!(
            file && answer.status == 200 && answer.set_cookies().is_empty(),
            "{case}: {kept:?} on {answer:?}"
        );
    }
}

/// Shows: WEB-15, ASVS 3.4.4.
#[actix_web::test]
async fn every_answer_of_every_route_is_protected() {
    for public_url in ["http://localhost:8080", "https://accounts.example.com"] {
        let app = TestApp::start_with(&["--public-url", public_url, "--rate-limits", "off"]);
        let https = public_url.starts_with("https");
        for line in TABLE {
            for who in ["nobody", "ada", "grace"] {
                let case = format!("{} {} as {who} at {public_url}", line.0, line.1);
                let browser = visitor(&app, who).await;
                let answer = browser
                    .send(fill(browser.request(method(line), &address(line.1)), line.2))
                    .await;
                assert_protected(&answer, https, &case);
            }
        }
    }
}

/// Shows: ASVS 3.4.4.
#[actix_web::test]
async fn every_refusal_at_every_route_is_protected() {
    let app = TestApp::start_with(&["--public-url", "https://accounts.example.com"]);
    let browser = app.browser();
    for line in TABLE {
        let (path, case) = (address(line.1), format!("{} {}", line.0, line.1));
        let (method, other) = (method(line), Method::from_bytes(b"PROPFIND").unwrap());
        let refused = [
            (405, browser.request(other, &path)),
            (404, browser.request(method.clone(), &format!("{path}/x/y/z"))),
            (
                413,
                browser
                    .request(method.clone(), &path)
                    .header("content-type", "text/plain")
                    .body("x".repeat(17_000)),
            ),
            (
                415,
                browser
                    .request(method.clone(), &path)
                    .header("content-type", "text/plain")
                    .body("x"),
            ),
            (403, browser.request_from(method.clone(), &path, "cross-site").body("x")),
        ];
        for (status, request) in refused {
            let answer = browser.send(request).await;
            // Routes without a body ignore it, and routes that need a session ask for it first.
            let expected = answer.status == status || matches!(status, 403 | 413 | 415);
            assert!(expected && answer.status != 500, "{case}: {status}, but {answer:?}");
            assert_protected(&answer, true, &case);
        }
        let head = browser.send(browser.request(Method::HEAD, &path)).await;
        assert_protected(&head, true, &case);
    }
}

/// Shows: ASVS 16.5.4.
#[actix_web::test]
async fn a_handler_that_fails_is_protected_too() {
    let app = TestApp::start_with(&["--public-url", "https://accounts.example.com"]);
    let browser = visitor(&app, "ada").await;
    // Without the sessions nobody can be signed out either, so that the cookies are good to the
    // end.
    app.hide_tables(&["mail_tokens", "users", "sessions"]);
    let mut failed = 0;
    for line in TABLE {
        let browser = browser.copy();
        let answer =
            browser.send(fill(browser.request(method(line), &address(line.1)), line.2)).await;
        assert_protected(&answer, true, &format!("{} {}", line.0, line.1));
        failed += usize::from(answer.status >= 500);
    }
    assert!(failed > 10, "{failed} handlers need those tables");
}

#[actix_web::test]
async fn no_response_is_304_or_has_a_validator() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    for line in TABLE.iter().filter(|line| line.0 == "GET") {
        let path = address(line.1);
        let request = browser.request(Method::GET, &path);
        let request = request
            .header("if-none-match", "*")
            .header("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT");
        let answer = browser.send(request).await;
        assert_ne!(answer.status, 304, "{path}");
        assert!(
            answer.header("etag").is_none() && answer.header("last-modified").is_none(),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn an_invalid_request_gets_nothing_that_a_browser_would_show() {
    let app = TestApp::start();
    for bytes in [
        &b"GET / HTTP/1.1\r\nHo st: x\r\n\r\n"[..],
        b"\x16\x03\x01\x00\x05hello\r\n\r\n",
        b"GET  / HTTP/9\r\n\r\n",
    ] {
        let answer = raw::exchange(&app, bytes).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        assert!(answer.is_empty() || head.starts_with("HTTP/1.1 400 "), "{answer}");
        assert_eq!(body, "", "no HTML, no script and nothing from the request");
    }
}
