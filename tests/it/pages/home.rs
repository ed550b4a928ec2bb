//! `GET /`

use reqwest::Method;

use super::{ACCESS_ENDED, ada};
use crate::support::TestApp;

#[actix_web::test]
async fn an_anonymous_visitor_is_sent_to_the_login_page() {
    let app = TestApp::start();
    let browser = app.browser();

    for method in [Method::GET, Method::HEAD] {
        let answer = browser.send(browser.request(method.clone(), "/")).await;
        assert_eq!(answer.redirect(), (303, "/login"), "{method}");
        assert!(answer.set_cookies().is_empty(), "{method}: there is no cookie to clear");
    }
}

#[actix_web::test]
async fn a_signed_in_user_is_sent_to_the_profile() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/profile"));
    assert!(answer.set_cookies().is_empty(), "good tokens are not replaced");
}

#[actix_web::test]
async fn a_refresh_cookie_brings_the_user_back_signed_in() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.advance(ACCESS_ENDED);

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/profile"));
    assert_eq!(answer.set_cookies().len(), 2);
}

#[actix_web::test]
async fn a_user_who_was_signed_out_meanwhile_sees_the_reason() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    browser.copy().post("/logout", &[]).await;

    let answer = browser.get("/").await;

    assert_eq!(answer.redirect(), (303, "/login?reason=signed-out"));
    assert!(answer.clears_cookies());
}
