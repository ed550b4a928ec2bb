//! `next`: where signing in leads, as long as it is a path of ours.

use url::form_urlencoded::byte_serialize;

use super::ada;
use crate::support::{PASSWORD, TestApp};

/// What leads elsewhere, or might in some browser.
const ELSEWHERE: [&str; 40] = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u{b}//evil.example",
    "\u{a0}//evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e%2e//evil.example",
    "/%2e//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https://evil.example",
    "HTTP://evil.example",
    "http:profile",
    "javascript:alert(1)",
    "JavaScript://%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "blob:x",
    "mailto:a@example.com",
    "@evil.example",
    ".evil.example",
    ":80",
    "profile",
    "./profile",
    "?next=//evil.example",
    "#//evil.example",
    "/profile\r\nSet-Cookie: a=b",
    "/profile\0",
];

/// Paths of ours, and how they come back.
const HERE: [(&str, &str); 9] = [
    ("/", "/"),
    ("/profile", "/profile"),
    ("/profile?tab=1&x=%2F#top", "/profile?tab=1&x=%2F#top"),
    ("/a/../profile", "/profile"),
    ("/profile?to=http://evil.example", "/profile?to=http://evil.example"),
    ("/%2F%2Fevil.example", "/%2F%2Fevil.example"),
    ("/@evil.example", "/@evil.example"),
    ("/grüße", "/gr%C3%BC%C3%9Fe"),
    ("/\u{2215}evil.example", "/%E2%88%95evil.example"),
];

fn login_address(next: &str) -> String {
    format!("/login?next={}", byte_serialize(next.as_bytes()).collect::<String>())
}

#[actix_web::test]
async fn a_path_on_this_origin_is_kept_in_the_form_and_followed() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    ada(&app).await;

    for (next, expected) in HERE {
        let browser = app.browser();
        let form = browser.get(&login_address(next)).await;
        assert_eq!(form.attribute("form [name=next]", "type").as_deref(), Some("hidden"), "{next}");
        let carried = form.field("next").unwrap();
        assert_eq!(carried, expected);

        let failed = browser
            .post("/login", &[("login", "ada"), ("password", "wrong"), ("next", &carried)])
            .await;
        assert_eq!(failed.status, 401, "{next}");
        assert_eq!(
            failed.field("next").as_deref(),
            Some(expected),
            "it is not lost with a failed attempt"
        );
        let empty = browser.post("/login", &[("next", &carried)]).await;
        assert_eq!(empty.status, 422, "{next}");
        assert_eq!(empty.field("next").as_deref(), Some(expected));

        let fields = [("login", "ada"), ("password", PASSWORD), ("next", carried.as_str())];
        assert_eq!(browser.post("/login", &fields).await.redirect(), (303, expected));
    }
}

#[actix_web::test]
async fn other_targets_are_dropped_from_the_form() {
    let app = TestApp::start();
    let browser = app.browser();
    let long = format!("/{}", "a".repeat(10_000));

    for next in ELSEWHERE.into_iter().chain(["", long.as_str()]) {
        let form = browser.get(&login_address(next)).await;
        assert_eq!(form.status, 200, "{next:?}");
        assert_eq!(form.field("next"), None, "{next:?}");
        assert!(!form.body.contains("evil.example"), "{next:?}");
    }
}

#[actix_web::test]
async fn other_targets_lead_to_the_profile() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    ada(&app).await;
    let browser = app.browser();
    let long = format!("/{}", "a".repeat(10_000));

    for next in ELSEWHERE.into_iter().chain(["", long.as_str()]) {
        let fields = [("login", "ada"), ("password", PASSWORD), ("next", next)];
        assert_eq!(browser.post("/login", &fields).await.redirect(), (303, "/profile"), "{next:?}");
        let failed = browser.post("/login", &[("login", "ada"), ("next", next)]).await;
        assert_eq!(failed.status, 422, "{next:?}");
        assert_eq!(failed.field("next"), None, "{next:?}");
    }
}

#[actix_web::test]
async fn only_the_form_decides_the_target() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();

    let fields = [("login", "ada"), ("password", PASSWORD)];
    let answer = browser.post("/login?next=%2Felsewhere", &fields).await;

    assert_eq!(answer.redirect(), (303, "/profile"));
}

#[actix_web::test]
async fn markup_in_next_stays_inside_its_field() {
    let app = TestApp::start();
    let browser = app.browser();

    let form = browser.get(&login_address(r#"/"><script>alert(1)</script>?a='b"#)).await;

    assert_eq!(
        form.field("next").as_deref(),
        Some("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E?a=%27b")
    );
    assert_eq!(form.select("script:not([src])").len(), 0);
}

#[actix_web::test]
async fn a_form_without_next_has_no_field_for_it() {
    let app = TestApp::start();
    let browser = app.browser();

    assert_eq!(browser.get("/login").await.field("next"), None);
    assert_eq!(browser.post("/login", &[]).await.field("next"), None);
}
