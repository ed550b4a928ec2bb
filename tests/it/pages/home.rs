//! `GET /`

use reqwest::Method;

use super::{ACCESS_ENDED, ada};
use crate::support::TestApp;

#[actix_web::test]
async fn a_stranger_is_sent_to_the_login_page() {
    let app = TestApp::start();
    let browser = app.browser();

    for method in [Method::GET, Method::HEAD] {
        let answer = browser.send(browser.request(method.clone(), "/")).await;
        assert_eq!(answer.redirect(), (303, "/login"), "{method}");
        assert!(answer.set_cookies().is_empty(), "{method}: nothing came that could be taken away");
    }
}

#[actix_web::test]
async fn whoever_is_signed_in_is_sent_to_the_profile() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/profile"));
    assert!(answer.set_cookies().is_empty(), "good tokens are not replaced");
}

#[actix_web::test]
async fn coming_back_with_a_refresh_cookie_is_coming_back_signed_in() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.advance(ACCESS_ENDED);

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/profile"));
    assert_eq!(answer.set_cookies().len(), 2);
}

#[actix_web::test]
async fn whoever_was_signed_out_meanwhile_is_told_so_on_the_way() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    browser.copy().post("/logout", &[]).await;

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/login?reason=signed-out"));
    assert!(answer.clears_cookies());
}
