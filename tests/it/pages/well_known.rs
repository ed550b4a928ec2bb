//! The addresses that programs ask for by convention.

use std::time::Duration;

use super::{DAY, ada};
use crate::support::TestApp;

const SECURITY: &str = "/.well-known/security.txt";

#[actix_web::test]
async fn a_password_manager_finds_the_form_for_the_password() {
    let app = TestApp::start();
    for browser in [app.browser(), ada(&app).await] {
        let answer = browser.get("/.well-known/change-password").await;
        assert_eq!(answer.redirect(), (303, "/profile/security"));
        assert!(answer.set_cookies().is_empty());
    }
    // It asks for an address that cannot be there, to know whether an answer means anything.
    let nowhere = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    assert_eq!(app.browser().get(nowhere).await.status, 404);
}

#[actix_web::test]
async fn security_txt_names_the_contact_and_for_how_long() {
    for (support, contact) in [
        ("mailto:security@example.com", "mailto:security@example.com"),
        ("https://example.com/help", "https://example.com/help"),
        ("HTTPS://Example.com", "https://example.com/"),
        ("mailto:ada@example.com?subject=a%20b", "mailto:ada@example.com?subject=a%20b"),
    ] {
        for (url, is_https) in
            [("http://localhost:8080", false), ("https://accounts.example.com", true)]
        {
            let app = TestApp::start_with(&["--support-url", support, "--public-url", url]);
            app.advance(Duration::from_secs(12_345));
            let answer = app.browser().get(SECURITY).await;
            assert_eq!(answer.status, 200, "{support}");
            assert_eq!(
                answer.header("content-type"),
                Some("text/plain; charset=utf-8"),
                "{support}"
            );
            let fields: Vec<(&str, &str)> =
                answer.body.lines().filter_map(|line| line.split_once(": ")).collect();
            let values = |name| {
                fields
                    .iter()
                    .filter(|field| field.0 == name)
                    .map(|field| field.1)
                    .collect::<Vec<_>>()
            };
            assert_eq!(fields.len(), answer.body.lines().count(), "{answer:?}");
            assert_eq!(values("Contact"), [contact]);
            let now = app.clock.now();
            let expires = values("Expires");
            assert_eq!(expires.len(), 1, "{answer:?}");
            let between = (now + 30 * DAY).to_rfc3339()..(now + 364 * DAY).to_rfc3339();
            assert!(between.contains(&expires[0].to_owned()), "{expires:?} is not in {between:?}");
            let canonical = is_https.then(|| format!("{url}{SECURITY}"));
            assert_eq!(values("Canonical"), canonical.iter().collect::<Vec<_>>());
        }
    }
}

#[actix_web::test]
async fn without_a_contact_there_is_no_security_txt() {
    for flags in [&[][..], &["--support-url", "http://example.com/help"], &["--support-url", ""]] {
        let answer = TestApp::start_with(flags).browser().get(SECURITY).await;
        assert_eq!(answer.status, 404, "{flags:?}");
        assert_eq!(answer.select("h1"), ["Page not found"], "{flags:?}");
    }
}

#[actix_web::test]
async fn the_icon_is_where_browsers_look_for_it_and_may_be_kept() {
    let app = TestApp::start();
    let [icon, named] =
        [app.browser().get("/favicon.ico").await, app.browser().get("/static/icon.svg").await];
    assert_eq!(icon.header("content-type"), Some("image/svg+xml"));
    assert_eq!(icon.header("cache-control"), Some("public, max-age=86400"));
    assert_eq!((icon.status, icon.body), (200, named.body));
}

#[actix_web::test]
async fn no_page_is_for_search_engines() {
    let answer = TestApp::start().browser().get("/robots.txt").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/plain; charset=utf-8"))
    );
    assert_eq!(answer.body, "User-agent: *\nDisallow: /\n");
}
