//! Staying signed in.

use std::time::Duration;

use crate::support::TestApp;

#[actix_web::test]
async fn an_expired_access_cookie_is_renewed_from_the_refresh_cookie() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let before = (browser.cookie("access_token"), browser.cookie("refresh_token"));

    app.advance(Duration::from_secs(901));
    let answer = browser.get("/profile").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.set_cookies().len(), 2);
    assert_ne!((browser.cookie("access_token"), browser.cookie("refresh_token")), before);
}
