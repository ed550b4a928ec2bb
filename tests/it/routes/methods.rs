//! Methods: those that an address takes, HEAD for every GET, and 405 for all others.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use vestibule::server::ROUTES;

use super::{TABLE, address, assert_face, method, visitor};
use crate::support::{Answer, TestApp, raw};

const METHODS: [&str; 11] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X-FOO",
];

/// Shows: AZ-01, HTTP-16, RT-23, ASVS 4.1.4.
#[actix_web::test]
async fn other_methods_get_405_with_the_allowed_ones() {
    let app = TestApp::start();
    let json = app.json();
    for route in ROUTES {
        let mut taken: BTreeSet<&str> = route.methods.iter().copied().collect();
        taken.insert("OPTIONS");
        if taken.contains("GET") {
            taken.insert("HEAD");
        }
        for method in METHODS.into_iter().filter(|method| !taken.contains(method)) {
            let case = format!("{method} {}", route.path);
            let method: Method = method.parse().unwrap();
            let answer = json.call(method.clone(), &address(route.path), None).await;
            assert_eq!(answer.status, 405, "{case}");
            let allow: Vec<&str> = answer.header("allow").unwrap_or_default().split(", ").collect();
            assert_eq!(allow.iter().copied().collect::<BTreeSet<_>>(), taken, "{case}");
            assert_eq!(allow.len(), taken.len(), "{case}: each is listed once");
            if method != Method::HEAD {
                assert_face(&answer, route.path, "METHOD_NOT_ALLOWED");
            }
        }
    }
}

/// Shows: HTTP-28.
#[actix_web::test]
async fn options_lists_the_methods_and_does_nothing_else() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    app.advance(Duration::from_secs(901));
    let (sessions, events) = (app.count_refreshed(), app.settled_event_kinds().await);
    for route in ROUTES {
        let path = address(route.path);
        let plain = browser.request(Method::OPTIONS, &path);
        let odd = browser
            .request(Method::OPTIONS, &path)
            .header("content-type", "text/x")
            .body("{".repeat(100));
        let foreign = browser.request_from(Method::OPTIONS, &path, "cross-site");
        for request in [plain, odd, foreign] {
            let answer = browser.send(request).await;
            assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{path}");
            assert!(answer.set_cookies().is_empty(), "{path}");
            let mut taken: BTreeSet<&str> =
                route.methods.iter().copied().chain(["OPTIONS"]).collect();
            if taken.contains("GET") {
                taken.insert("HEAD");
            }
            let allow: Vec<&str> = answer.header("allow").unwrap_or_default().split(", ").collect();
            assert_eq!((allow.len(), allow.into_iter().collect()), (taken.len(), taken), "{path}");
        }
    }
    for path in ["/nothing", "/api/nothing", "/api/auth/me/", "/static/a/b", "/.well-known/x"] {
        let answer = browser.send(browser.request(Method::OPTIONS, path)).await;
        assert_eq!((answer.status, answer.header("allow")), (404, None), "{path}");
        assert_face(&answer, path, "NOT_FOUND");
    }
    assert_eq!((app.count_refreshed(), app.settled_event_kinds().await), (sessions, events));
}

/// Shows: HTTP-17.
#[actix_web::test]
async fn connect_is_refused() {
    let app = TestApp::start();
    let answer = raw::exchange(
        &app,
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!((400..500).contains(&raw::status(&answer)), "{answer}");
}

/// Shows: HTTP-15, ASVS 4.1.1.
#[actix_web::test]
async fn head_answers_as_get_does_without_the_body() {
    let app = TestApp::start();
    for line in TABLE.iter().filter(|line| line.0 == "GET") {
        for who in ["nobody", "ada"] {
            let browser = visitor(&app, who).await;
            let path = address(line.1);
            let get = browser.send(browser.request(method(line), &path)).await;
            let head = browser.send(browser.request(Method::HEAD, &path)).await;
            assert_eq!(
                (head.status, headers(&head)),
                (get.status, headers(&get)),
                "{path} as {who}"
            );
            assert_eq!(head.body, "", "{path} as {who}");
        }
    }
}

/// Shows: AZ-11, CSRF-15, ASVS 3.5.3.
#[actix_web::test]
async fn no_header_turns_one_method_into_another() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    for header in ["x-http-method-override", "x-method-override", "x-http-method"] {
        let request = browser.request(Method::GET, "/logout?_method=POST").header(header, "POST");
        assert_eq!(browser.send(request).await.status, 405, "{header}");
    }
    let form = [("_method", "DELETE"), ("login", "ada"), ("password", "wrong")];
    assert_eq!(browser.post("/login", &form).await.status, 401);
    assert!(browser.is_signed_in().await);
}

/// What must be the same in both answers.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let headers =
        answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}
