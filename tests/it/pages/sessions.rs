//! `GET /profile/sessions`, `POST /profile/sessions/{id}/revoke` and `POST /logout-all`

use std::time::Duration;

use crate::support::{Browser, TestApp};

const PAGE: &str = "/profile/sessions";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/18.5 Mobile/15E148 Safari/604.1";

/// The addresses that the buttons of the devices post to, this one first.
async fn buttons(browser: &Browser) -> Vec<String> {
    let page = browser.get(PAGE).await;
    let document = scraper::Html::parse_document(&page.body);
    let forms = scraper::Selector::parse("main li form").unwrap();
    document.select(&forms).map(|form| form.attr("action").unwrap().to_owned()).collect()
}

async fn laptop_and_phone(app: &TestApp) -> (Browser, Browser) {
    let laptop = app.browser();
    laptop.register("ada").await;
    app.advance(Duration::from_secs(60));
    let phone = app.browser().with_agent(IPHONE);
    phone.log_in("ada").await;
    (laptop, phone)
}

#[actix_web::test]
async fn each_device_is_listed_with_its_name_address_and_times() {
    let app = TestApp::start();
    let (laptop, _) = laptop_and_phone(&app).await;

    let page = laptop.get(PAGE).await;

    assert_eq!(page.status, 200);
    assert_eq!(page.select("main li h2"), ["Firefox on Linux This device", "Safari on iPhone"]);
    let told = page.select("main li p");
    assert_eq!(told[0], "Computer Active now 127.0.0.1");
    assert_eq!(told[1], "Signed in: 1 January 2026, 00:00 UTC");
    assert_eq!(told[2], "Phone Last seen just now 127.0.0.1");
    assert_eq!(told[3], "Signed in: 1 January 2026, 00:01 UTC");
    assert!(page.select("main .none").is_empty());
    assert_eq!(page.select("nav [aria-current=page]"), ["Devices"]);
    assert_eq!(page.select("main [action='/logout-all'] button"), ["Sign out everywhere"]);
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn another_device_is_signed_out_by_its_button() {
    let app = TestApp::start();
    let (laptop, phone) = laptop_and_phone(&app).await;
    let phones = &buttons(&laptop).await[1];

    let answer = laptop.post(phones, &[]).await;

    assert_eq!((answer.redirect(), answer.set_cookies().len()), ((303, PAGE), 0));
    assert!(!phone.is_signed_in().await);
    assert!(laptop.is_signed_in().await);
    let left = laptop.get(PAGE).await;
    assert_eq!(left.select("main li h2").len(), 1);
    assert_eq!(left.select("main .none h2"), ["No other devices"]);
    let twice = laptop.post(phones, &[]).await;
    assert_eq!((twice.status, twice.select("h1")), (404, vec!["Page not found".to_owned()]));
}

#[actix_web::test]
async fn the_button_of_this_device_signs_out() {
    let app = TestApp::start();
    let (laptop, phone) = laptop_and_phone(&app).await;
    let own = &buttons(&laptop).await[0];

    let answer = laptop.post(own, &[]).await;

    assert_eq!(answer.redirect(), (303, "/login"));
    assert!(answer.clears_cookies());
    assert!(phone.is_signed_in().await);
    assert_eq!(laptop.get(PAGE).await.redirect(), (303, "/login?next=%2Fprofile%2Fsessions"));
}

/// Shows: CK-09.
#[actix_web::test]
async fn a_renewal_by_the_same_request_does_not_undo_signing_out() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let own = buttons(&browser).await.remove(0);
    for path in [own.as_str(), "/logout-all"] {
        if !browser.is_signed_in().await {
            browser.log_in("ada").await;
        }
        app.advance(Duration::from_secs(901));
        let answer = browser.post(path, &[]).await;
        assert_eq!(answer.redirect(), (303, "/login"), "{path}");
        assert!(answer.clears_cookies(), "{path}");
    }
}

#[actix_web::test]
async fn one_button_signs_out_everywhere() {
    let app = TestApp::start();
    let (laptop, phone) = laptop_and_phone(&app).await;
    let bob = app.browser();
    bob.register("bob").await;

    let answer = laptop.post("/logout-all", &[]).await;

    assert_eq!(answer.redirect(), (303, "/login"));
    assert!(answer.clears_cookies());
    assert!(!phone.is_signed_in().await);
    assert!(bob.is_signed_in().await);
    assert_eq!(app.unrevoked_sessions().len(), 1);
    assert_eq!(app.revocation_reasons(), ["signed_out", "signed_out_elsewhere"]);
}

#[actix_web::test]
async fn another_users_device_is_not_found() {
    let app = TestApp::start();
    let (ada, bob) = (app.browser(), app.browser());
    ada.register("ada").await;
    bob.register("bob").await;
    let theirs = buttons(&bob).await.remove(0);
    let unknown = "/profile/sessions/019b0000-0000-7000-8000-000000000000/revoke".to_owned();
    for path in [theirs.clone(), unknown, "/profile/sessions/me/revoke".to_owned()] {
        assert_eq!(ada.post(&path, &[]).await.status, 404, "{path}");
    }
    assert!(bob.is_signed_in().await);
    assert_eq!(app.browser().post(&theirs, &[]).await.redirect(), (303, "/login?next=%2Fprofile"));
    assert_eq!(
        app.browser().post("/logout-all", &[]).await.redirect(),
        (303, "/login?next=%2Fprofile")
    );
    let foreign = bob.request(reqwest::Method::POST, &theirs).header("sec-fetch-site", "same-site");
    assert_eq!(bob.send(foreign).await.status, 403);
    assert!(bob.is_signed_in().await);
}

#[actix_web::test]
async fn a_device_that_came_back_as_another_is_marked_permanently() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert_eq!(browser.get(PAGE).await.select("main .notice").len(), 0);
    app.advance(Duration::from_secs(901));
    let other = browser.clone().with_agent(IPHONE);

    let page = other.get(PAGE).await;

    assert_eq!(
        page.select("main li h2"),
        ["Safari on iPhone (signed in as Firefox on Linux) This device Changed"]
    );
    assert!(
        page.select("main li .notice")[0]
            .starts_with("On 1 January 2026, 00:15 UTC this session was used from a different")
    );
    app.advance(Duration::from_secs(901));
    let back = browser.get(PAGE).await;
    assert_eq!(back.select("main li h2"), ["Firefox on Linux This device Changed"]);
    assert!(
        back.select("main li .notice")[0].starts_with("On 1 January 2026, 00:30 UTC"),
        "it changed again"
    );
}

/// Shows: RT-40, WEB-02.
#[actix_web::test]
async fn a_user_agent_is_shown_as_text() {
    let app = TestApp::start();
    let browser = app.browser().with_agent("it's<b>'&amp;/1.0 \"><script>alert(1)</script>");
    browser.register("ada").await;
    for path in [PAGE, "/profile/activity"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.select("script:not([src]), main b").len(), 0, "{path}");
    }
}
