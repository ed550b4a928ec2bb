//! `GET /profile/security` and the way around the account's pages

use std::time::Duration;

use strum::VariantArray;
use vestibule::auth::event::EventKind;

use crate::support::TestApp;

const SECURITY: &str = "/profile/security";

#[actix_web::test]
async fn the_pages_of_the_account_link_to_one_another() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (path, here) in
        [("/profile", "Account"), ("/profile/sessions", "Devices"), (SECURITY, "Security")]
    {
        let page = browser.get(path).await;
        assert_eq!(page.select("nav a"), ["Account", "Devices", "Security"], "{path}");
        assert_eq!(page.select("nav [aria-current=page]"), [here]);
        assert_eq!(page.select("header [action='/logout'] button"), ["Sign out"], "{path}");
    }
}

#[actix_web::test]
async fn events_are_described_in_words() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(60));
    app.json().with_agent("curl/8.5.0").log_in("ada").await;

    let page = browser.get(SECURITY).await;

    assert_eq!(page.select("main li strong"), ["Signed in", "You registered"]);
    let told = page.select("main li p");
    assert_eq!(told[1], "1 January 2026, 00:01 UTC");
    assert_eq!(told[2], "curl, IP address 127.0.0.1");
    assert_eq!(told[5], "Firefox on Linux, IP address 127.0.0.1");
}

#[actix_web::test]
async fn every_kind_of_event_has_words_of_its_own() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let mut told = Vec::new();
    for kind in EventKind::VARIANTS.iter().map(|kind| kind.as_str()) {
        app.set_event_kinds(kind);
        let words = browser.get(SECURITY).await.select("main li strong").remove(0);
        assert!(!words.contains('_') && !told.contains(&words), "{kind}: {words}");
        told.push(words);
    }
    app.set_event_kinds("from_the_future");
    assert_eq!(browser.get(SECURITY).await.select("main li strong"), ["from_the_future"]);

    for kind in [
        "registered",
        "password_changed",
        "session_revoked",
        "roles_changed",
        "disabled",
        "enabled",
    ] {
        app.set_event_kinds(kind);
        app.clear_event_clients();
        let entry = browser.get(SECURITY).await.select("main li p");
        assert!(entry.len() == 2 && entry[0].starts_with("An administrator "), "{entry:?}");
    }
}

#[actix_web::test]
async fn older_activity_is_a_link_away() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for _ in 0..44 {
        app.advance(Duration::from_millis(1));
        app.json().log_in("ada").await;
    }
    let (mut path, mut sizes) = (SECURITY.to_owned(), Vec::new());
    loop {
        let page = browser.get(&path).await;
        sizes.push(page.select("main li").len());
        assert!(sizes.len() < 10, "the list ends");
        match page.attribute("a[href*=before]", "href") {
            Some(older) => path = older.split('#').next().unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(sizes, [20, 20, 5]);
    for exactly in [20, 1] {
        app.keep_oldest_events(exactly);
        assert_eq!(
            browser.get(SECURITY).await.attribute("a[href*=before]", "href"),
            None,
            "{exactly}"
        );
    }
}

#[actix_web::test]
async fn an_invalid_cursor_is_not_found() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for before in ["", "yesterday", "%00", "%3Cscript%3E"] {
        assert_eq!(
            browser.get(&format!("{SECURITY}?before={before}")).await.status,
            404,
            "{before}"
        );
    }
}

#[actix_web::test]
async fn anonymous_visitors_do_not_see_it() {
    let app = TestApp::start();
    assert_eq!(
        app.browser().get(SECURITY).await.redirect(),
        (303, "/login?next=%2Fprofile%2Fsecurity")
    );
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    assert_eq!(
        browser.get(SECURITY).await.set_cookies().len(),
        2,
        "a signed-in browser is renewed"
    );
    assert_eq!(browser.get(SECURITY).await.header("cache-control"), Some("no-store"));
}
