//! `GET /profile`

use serde_json::json;

use super::{MARKUP, ada};
use crate::support::TestApp;

#[actix_web::test]
async fn the_account_is_shown_to_its_owner_and_not_cached() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    let answer = browser.get("/profile").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.select("h1"), ["ada"]);
    let id = answer.select("dd code").remove(0);
    assert_eq!(
        answer.select("dd"),
        ["ada", "ada@example.com", "Not confirmed", "1 January 2026, 00:00 UTC", &id]
    );
    assert_eq!(answer.attribute("time", "datetime").as_deref(), Some("2026-01-01T00:00:00.250Z"));
    assert_eq!(answer.attribute("header form", "action").as_deref(), Some("/logout"));
    assert_eq!(answer.attribute("header form", "method").as_deref(), Some("post"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn nobody_sees_a_profile_without_signing_in() {
    let app = TestApp::start();
    let browser = app.browser();

    for (path, location) in [
        ("/profile", "/login?next=%2Fprofile"),
        ("/profile?", "/login?next=%2Fprofile%3F"),
        ("/profile?a=1&b=%2F+x", "/login?next=%2Fprofile%3Fa%3D1%26b%3D%252F%2Bx"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.redirect(), (303, location), "{path}");
        assert!(answer.body.is_empty(), "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}");
    }
}

#[actix_web::test]
async fn the_account_is_shown_as_it_is_in_the_database() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.user("ada").set_name("Ada Lovelace");
    app.user("ada").make_administrator();
    app.user("ada").rename("countess");

    let answer = browser.get("/profile").await;

    assert_eq!(answer.select("h1"), ["Ada Lovelace"]);
    assert_eq!(answer.select("dd")[..2], ["Ada Lovelace", "countess"]);
    assert_eq!(answer.select("dd")[4], "Administrator");
}

/// Shows: WEB-01.
#[actix_web::test]
async fn markup_in_a_name_is_shown_as_text() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for name in [MARKUP, "</title><script>alert(1)</script>", "{{7*7}}", "good\u{202e}evil"] {
        let body = json!({ "name": name }).to_string();
        let request = browser.request(reqwest::Method::PATCH, "/api/profile/me");
        let request = request.header("content-type", "application/json").body(body);
        assert_eq!(browser.send(request).await.status, 200, "{name:?}");
        let answer = browser.get("/profile").await;
        assert_eq!(
            answer.select("h1 > bdi"),
            [name],
            "isolated, so that it does not change the direction of other text"
        );
        assert_eq!(answer.select("main script").len(), 0, "{name:?}");
    }
}

#[actix_web::test]
async fn a_deleted_account_leads_to_the_login_page_without_a_redirect_loop() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.user("ada").delete();

    let answer = browser.get("/profile").await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/login?next=%2Fprofile"), "{answer:?}");
    assert_eq!(browser.get(answer.location()).await.status, 200);
}
