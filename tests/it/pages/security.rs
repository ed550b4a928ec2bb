//! `GET /profile/security` and the way around the account's pages

use std::time::Duration;

use crate::support::TestApp;

const SECURITY: &str = "/profile/security";

#[actix_web::test]
async fn the_pages_of_the_account_link_to_one_another() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (path, here) in [
        ("/profile", "Account"),
        ("/profile/edit", "Account"),
        ("/profile/sessions", "Devices"),
        (SECURITY, "Security"),
        ("/profile/activity", "Activity"),
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.select("nav a"), ["Account", "Devices", "Security", "Activity"], "{path}");
        assert_eq!(page.select("nav [aria-current=page]"), [here]);
        assert_eq!(page.select("header [action='/logout'] button"), ["Sign out"], "{path}");
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
