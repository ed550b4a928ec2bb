//! Following a link from another site: with `SameSite=Strict` the browser comes without its
//! cookies.

use reqwest::Method;

use super::ada;
use crate::support::{Answer, Browser, TestApp};

/// Follows a link on another site's page: no cookies, and the browser says so.
async fn follow_from_elsewhere(browser: &Browser, path: &str, site: &str) -> Answer {
    let stranger = browser.copy();
    stranger.set_cookie("access_token", None);
    stranger.set_cookie("refresh_token", None);
    stranger.send(stranger.request_from(Method::GET, path, site)).await
}

#[actix_web::test]
async fn a_link_from_another_site_does_not_look_signed_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    for path in ["/profile", "/", "/profile?from=mail&x=%22"] {
        for site in ["cross-site", "same-site"] {
            let answer = follow_from_elsewhere(&browser, path, site).await;
            assert_eq!(answer.status, 200, "{path} {site}: {answer:?}");
            assert_eq!(answer.set_cookies(), [], "{path} {site}");
            // The page goes on by itself to the same place, and that request comes from this site,
            // with the cookies.
            let refresh = answer.attribute("meta[http-equiv=refresh]", "content").unwrap();
            assert_eq!(refresh, format!("0;url={path}"), "{site}");
            assert_eq!(
                answer.attribute("main a", "href").as_deref(),
                Some(path),
                "a link for browsers that do not refresh"
            );
            let arrived = browser.get(refresh.strip_prefix("0;url=").unwrap()).await;
            assert!(
                arrived.status == 200 || arrived.redirect() == (303, "/profile"),
                "{path} {site}: {arrived:?}"
            );
        }
    }
}

#[actix_web::test]
async fn an_anonymous_visitor_is_redirected_once_and_signs_in() {
    let app = TestApp::start();
    let stranger = app.browser();
    let answer = follow_from_elsewhere(&stranger, "/profile", "cross-site").await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        stranger.get("/profile").await.redirect(),
        (303, "/login?next=%2Fprofile"),
        "no redirect loop"
    );
    let typed = stranger.send(stranger.request_from(Method::GET, "/profile", "none")).await;
    assert_eq!(typed.redirect(), (303, "/login?next=%2Fprofile"), "a typed URL needs no redirect");
}
