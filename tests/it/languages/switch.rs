//! The switch: a form that every page has, which needs no JavaScript.

use reqwest::Method;
use reqwest::header::REFERER;
use vestibule::server::ROUTES;

use super::{open, written_in};
use crate::support::{Answer, Browser, TestApp};

/// Chooses a language on a page.
async fn choose(app: &TestApp, browser: &Browser, page: &str, language: &str) -> Answer {
    let request = browser
        .request(Method::POST, "/language")
        .header(REFERER, format!("{}{page}", app.origin))
        .header("content-type", "application/x-www-form-urlencoded");
    browser.send(request.body(format!("language={language}"))).await
}

#[actix_web::test]
async fn a_choice_is_remembered_for_a_year_and_leads_back_to_the_page() {
    for (url, secure) in [("http://localhost:8080", false), ("https://accounts.example.com", true)]
    {
        let app = TestApp::start_with(&["--public-url", url]);
        let browser = app.browser();
        let answer = choose(&app, &browser, "/login?next=%2Fprofile%3Fa%26b", "ar").await;
        assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile%3Fa%26b"));
        let cookie = answer.set_cookie("language");
        let mut expected = vec!["Max-Age=31536000", "Path=/", "HttpOnly", "SameSite=Lax"];
        expected.extend(secure.then_some("Secure"));
        assert_eq!(
            (&*cookie.value, cookie.attributes),
            ("ar", expected.iter().map(ToString::to_string).collect())
        );
        browser.reopen();
        let page = open(&browser, answer.location(), "de").await;
        assert_eq!(written_in(&page), ("ar".to_owned(), "rtl".to_owned()));
        assert_eq!(choose(&app, &browser, "/login", "en").await.set_cookie("language").value, "en");
        assert_eq!(written_in(&open(&browser, "/login", "de").await).0, "en");
    }
}

#[actix_web::test]
async fn a_language_that_does_not_exist_changes_nothing() {
    let app = TestApp::start();
    for language in ["", "pt", "xx", "de-AT", "en-XA", "%00", "de&language=fr"] {
        let answer = choose(&app, &app.browser(), "/login", language).await;
        assert!(matches!(answer.status, 400 | 422), "{language}: {answer:?}");
        assert!(answer.set_cookies().is_empty(), "{language}");
    }
    assert_eq!(app.browser().post("/language", &[]).await.status, 422);
}

/// Shows: WEB-10.
#[actix_web::test]
async fn the_switch_leads_to_no_other_place() {
    let app = TestApp::start();
    for referer in [
        "https://evil.example/login",
        "http://localhost:8080.evil.example/login",
        "http://localhost:8080@evil.example/",
        "http://localhost:8081/login",
        "https://localhost:8080/login",
        "/login",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
    ] {
        let browser = app.browser();
        let request = browser
            .request(Method::POST, "/language")
            .header(REFERER, referer)
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = browser.send(request.body("language=de")).await;
        assert_eq!(answer.redirect(), (303, "/"), "{referer}");
    }
    for (page, target) in [("//evil.example", "/"), ("/%2f%2fevil.example", "/%2f%2fevil.example")]
    {
        let answer = choose(&app, &app.browser(), page, "de").await;
        assert_eq!(answer.redirect(), (303, target), "{page}");
    }
}

/// Shows: WEB-01.
#[actix_web::test]
async fn another_site_cannot_switch_the_language() {
    let app = TestApp::start();
    for site in ["cross-site", "same-site"] {
        let browser = app.browser();
        let request = browser
            .request_from(Method::POST, "/language", site)
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = browser.send(request.body("language=de")).await;
        assert_eq!((answer.status, answer.set_cookies().len()), (403, 0), "{site}");
    }
}

/// A form that failed is shown at the address that it was sent to, where there may be no page.
#[actix_web::test]
async fn from_wherever_a_page_is_shown_the_switch_leads_back_to_a_page() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let id = "00000000-0000-7000-8000-000000000000";
    let posts = ROUTES.iter().filter(|route| !route.path.starts_with("/api/"));
    for route in posts.filter(|route| route.methods.contains(&"POST")) {
        let path = route.path.replace("{id}", id).replace("{action}", "disable");
        let mut target = choose(&app, &browser, &path, "de").await.location().to_owned();
        let mut answer = browser.get(&target).await;
        while answer.status == 303 {
            target = answer.location().to_owned();
            answer = browser.get(&target).await;
        }
        assert_ne!(answer.status, 405, "{path} leads to {target}");
        assert_eq!(written_in(&answer).0, "de", "{path} leads to {target}");
    }
}

#[actix_web::test]
async fn a_session_that_is_renewed_at_the_same_time_goes_on() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(std::time::Duration::from_secs(16 * 60));
    let answer = choose(&app, &browser, "/profile", "de").await;
    assert_eq!(answer.set_cookies().len(), 3, "{answer:?}");
    let profile = browser.get("/profile").await;
    assert_eq!((profile.status, &*written_in(&profile).0), (200, "de"));
}
