//! `GET /profile/activity`

use std::time::Duration;

use strum::VariantArray;
use vestibule::auth::event::EventKind;

use crate::support::TestApp;

const ACTIVITY: &str = "/profile/activity";

#[actix_web::test]
async fn events_are_described_in_words() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(60));
    app.json().with_agent("curl/8.5.0").log_in("ada").await;

    let page = browser.get(ACTIVITY).await;

    assert_eq!(page.select("main li h3"), ["Signed in", "Account created"]);
    assert_eq!(page.select("main li time"), ["00:01 UTC", "00:00 UTC"]);
    assert_eq!(page.select("main li p"), ["curl 127.0.0.1", "Firefox on Linux 127.0.0.1"]);
    assert_eq!(page.select("main section h2"), ["Today"]);
}

#[actix_web::test]
async fn every_kind_of_event_has_words_of_its_own() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let mut told = Vec::new();
    for kind in EventKind::VARIANTS.iter().map(|kind| kind.as_str()) {
        app.set_event_kinds(kind);
        let words = browser.get(ACTIVITY).await.select("main li h3").remove(0);
        assert!(!words.contains('_') && !told.contains(&words), "{kind}: {words}");
        told.push(words);
    }
    app.set_event_kinds("from_the_future");
    assert_eq!(browser.get(ACTIVITY).await.select("main li h3"), ["from_the_future"]);

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
        let page = browser.get(ACTIVITY).await;
        let words = page.select("main li h3").remove(0);
        assert!(words.starts_with("An administrator "), "{words}");
        assert!(page.select("main li p").is_empty(), "no address and no device");
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
    let (mut path, mut sizes) = (ACTIVITY.to_owned(), Vec::new());
    loop {
        let page = browser.get(&path).await;
        sizes.push(page.select("main li").len());
        assert!(sizes.len() < 10, "the list ends");
        match page.attribute("a[rel=next]", "href") {
            Some(older) => path = older,
            None => break,
        }
    }
    assert_eq!(sizes, [20, 20, 5]);
    for exactly in [20, 1] {
        app.keep_oldest_events(exactly);
        assert_eq!(browser.get(ACTIVITY).await.attribute("a[rel=next]", "href"), None, "{exactly}");
    }
}

#[actix_web::test]
async fn an_invalid_cursor_is_not_found() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for before in ["", "yesterday", "%00", "%3Cscript%3E"] {
        assert_eq!(
            browser.get(&format!("{ACTIVITY}?before={before}")).await.status,
            404,
            "{before}"
        );
    }
}

#[actix_web::test]
async fn events_are_sorted_by_their_days() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for _ in 0..2 {
        app.advance(Duration::from_secs(24 * 60 * 60));
        browser.log_in("ada").await;
    }

    let page = browser.get(ACTIVITY).await;

    assert_eq!(page.select("main section h2"), ["Today", "Yesterday", "Earlier"]);
    assert_eq!(page.select("main section header p"), ["3 January 2026", "2 January 2026"]);
    assert_eq!(page.select("main li time").pop().unwrap(), "1 January 2026, 00:00 UTC");
}

#[actix_web::test]
async fn past_the_last_event_a_way_back_is_shown() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let nothing_before = format!("{ACTIVITY}?before=00000000-0000-7000-8000-000000000000");
    let page = browser.get(&nothing_before).await;
    assert_eq!(page.select("main h2"), ["No older activity."]);
    assert_eq!(page.attribute("main a", "href").as_deref(), Some(ACTIVITY));
}
