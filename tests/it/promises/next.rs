//! `next` leads to a path on this origin and nowhere else.

use crate::support::{PASSWORD, TestApp};

const ELSEWHERE: &[&str] = &[
    "//evil.example.com",
    "///evil.example.com",
    "////evil.example.com",
    "/\\evil.example.com",
    "\\/evil.example.com",
    "\\\\evil.example.com",
    "/\t/evil.example.com",
    "\t//evil.example.com",
    "/\n/evil.example.com",
    " //evil.example.com",
    "/..//evil.example.com",
    "/.//evil.example.com",
    "/%2e%2e//evil.example.com",
    "http://evil.example.com",
    "https:evil.example.com",
    "https:///evil.example.com",
    "HTTPS://evil.example.com",
    "http://localhost:8080@evil.example.com",
    "evil.example.com",
    "@evil.example.com",
    "javascript:alert(1)",
    "data:text/html,x",
    "/profile\r\nSet-Cookie: access_token=evil",
    "/\u{0}/evil.example.com",
    "\u{2f}\u{2f}evil.example.com",
];

/// Shows: INJ-08, WEB-10, WEB-13, ASVS 3.7.2.
#[actix_web::test]
async fn signing_in_never_leads_to_another_site() {
    let app = TestApp::start();
    app.browser().register("ada").await;
    for next in ELSEWHERE {
        let browser = app.browser();
        let shown = browser.get(&format!("/login?next={}", escape(next))).await;
        assert_eq!(shown.field("next"), None, "{next:?} is not kept");
        let form = [("login", "ada"), ("password", PASSWORD), ("next", next)];
        let answer = browser.post("/login", &form).await;
        assert_eq!(answer.redirect(), (303, "/profile"), "{next:?}");
        assert_eq!(answer.token_cookies().len(), 2, "{next:?}");
    }
}

#[actix_web::test]
async fn a_failed_sign_in_does_not_keep_another_site() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    for next in ELSEWHERE {
        let form = [("login", "ada"), ("password", "wrong"), ("next", next)];
        let answer = app.browser().post("/login", &form).await;
        assert_eq!((answer.status, answer.field("next")), (401, None), "{next:?}");
    }
}

#[actix_web::test]
async fn a_path_on_this_origin_is_where_signing_in_leads() {
    let app = TestApp::start();
    app.browser().register("ada").await;
    for next in [
        "/profile?tab=1&x=%2F",
        "/profile#top",
        "/a/b.c",
        "/?u=http://example.com",
        "/%2F%2Fexample.com",
    ] {
        let browser = app.browser();
        let shown = browser.get(&format!("/login?next={}", escape(next))).await;
        assert_eq!(shown.field("next").as_deref(), Some(next));
        let failed = browser
            .post("/login", &[("login", "ada"), ("password", "wrong"), ("next", next)])
            .await;
        assert_eq!(
            failed.field("next").as_deref(),
            Some(next),
            "a failed attempt keeps the target"
        );
        let form = [("login", "ada"), ("password", PASSWORD), ("next", next)];
        assert_eq!(browser.post("/login", &form).await.redirect(), (303, next));
    }
}

/// Shows: WEB-03.
#[actix_web::test]
async fn markup_in_a_next_is_text() {
    let app = TestApp::start();
    let answer = app
        .browser()
        .get(&format!("/login?next={}", escape("/\"><script>alert(1)</script>")))
        .await;
    assert!(!answer.body.contains("<script>"), "{}", answer.body);
    assert_eq!(answer.select("script:not([src])"), [] as [&str; 0]);
}

/// Shows: WEB-11.
#[actix_web::test]
async fn only_the_field_decides_the_target() {
    let app = TestApp::start();
    app.browser().register("ada").await;
    let browser = app.browser();
    let request = browser
        .request(reqwest::Method::POST, "/login?next=/healthz")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("referer", "http://evil.example.com/")
        .header("cookie", "next=/healthz")
        .body("login=ada&password=correct+horse+battery");
    assert_eq!(browser.send(request).await.redirect(), (303, "/profile"));
}

fn escape(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
