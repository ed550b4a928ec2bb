//! The client address of a session: the peer's, unless a trusted proxy forwards another.

use serde_json::json;

use crate::support::{PASSWORD, TestApp};

/// Headers in which somebody might put an address, and the one that is told by a proxy next to us.
const SPOOFS: [(&str, &str); 9] = [
    ("x-forwarded-for", "203.0.113.9"),
    ("forwarded", "for=203.0.113.9;host=evil.example.com;proto=https"),
    ("x-real-ip", "203.0.113.9"),
    ("true-client-ip", "203.0.113.9"),
    ("cf-connecting-ip", "203.0.113.9"),
    ("x-client-ip", "203.0.113.9"),
    ("x-cluster-client-ip", "203.0.113.9"),
    ("x-forwarded-host", "evil.example.com"),
    ("x-forwarded-proto", "https"),
];

/// Signs in with headers and returns the address that the session got.
async fn address(app: &TestApp, headers: &[(&str, &str)]) -> String {
    if app.users().is_empty() {
        app.json().register("ada").await;
    }
    app.delete_sessions();
    app.delete_events();
    let json = app.json();
    let body = json!({ "username": "ada", "password": PASSWORD }).to_string();
    let mut request = json
        .request(reqwest::Method::POST, "/api/auth/login")
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    assert_eq!(json.send(request.body(body)).await.status, 200);
    let session = app.session().ip;
    let events: Vec<String> = app.events().into_iter().map(|event| event.ip).collect();
    assert_eq!(events, [session.as_str()], "the history says the same");
    session
}

/// Shows: AUTH-20, AUTH-21, ASVS 4.1.3.
#[actix_web::test]
async fn no_header_sets_the_address_without_a_trusted_proxy() {
    let app = TestApp::start();
    for spoof in SPOOFS {
        assert_eq!(address(&app, &[spoof]).await, "127.0.0.1", "{spoof:?}");
    }
    assert_eq!(address(&app, &SPOOFS).await, "127.0.0.1");
}

/// Shows: ASVS 4.1.3.
#[actix_web::test]
async fn forwarded_headers_of_an_untrusted_peer_are_ignored() {
    let app = TestApp::start_with(&["--trusted-proxies", "10.0.0.0/8, 2001:db8::/32"]);
    assert_eq!(address(&app, &[("x-forwarded-for", "203.0.113.9, 10.0.0.1")]).await, "127.0.0.1");
}

/// Shows: AUTH-22.
#[actix_web::test]
async fn the_last_forwarded_address_that_is_not_a_proxy_counts() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.1, 10.0.0.0/8"]);
    let name = "x-forwarded-for";
    for (headers, expected) in [
        (&[][..], "127.0.0.1"),
        (&[(name, "203.0.113.9")], "203.0.113.9"),
        (&[(name, "198.51.100.6, 203.0.113.9")], "203.0.113.9"),
        (&[(name, "198.51.100.6, 203.0.113.9, 10.0.0.2")], "203.0.113.9"),
        (&[(name, "198.51.100.6"), (name, "203.0.113.9")], "203.0.113.9"),
        (&[(name, "203.0.113.9:4711")], "203.0.113.9"),
        (&[(name, "2001:db8::9")], "2001:db8::9"),
        (&[(name, "[2001:db8::9]:4711")], "2001:db8::9"),
        (&[(name, "[2001:db8::9]")], "2001:db8::9"),
        (&[(name, "203.0.113.9,")], "203.0.113.9"),
        (&[(name, "\"203.0.113.9\", ,10.0.0.2")], "203.0.113.9"),
        (&[(name, "fe80::9%eth0")], "fe80::9"),
        (&[(name, "198.51.100.6, 203.0.113.9%eth0")], "127.0.0.1"),
        (&[(name, "::ffff:203.0.113.9")], "203.0.113.9"),
        (&[(name, "198.51.100.6, unknown")], "127.0.0.1"),
        (&[(name, "198.51.100.6, 203.0.113.9'; DROP TABLE users; --")], "127.0.0.1"),
        (&[(name, "")], "127.0.0.1"),
        (&[(name, ",,,")], "127.0.0.1"),
    ] {
        assert_eq!(address(&app, headers).await, expected, "{headers:?}");
    }
    for spoof in &SPOOFS[1..] {
        assert_eq!(
            address(&app, &[*spoof]).await,
            "127.0.0.1",
            "{spoof:?}: only X-Forwarded-For counts"
        );
    }
}

#[actix_web::test]
async fn no_header_sets_the_origin() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (name, value) in SPOOFS {
        let request = browser.request(reqwest::Method::GET, "/profile").header(name, value);
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(answer.header("strict-transport-security"), None, "{name}");
        assert!(!answer.body.contains("evil"), "{name}");
    }
}
