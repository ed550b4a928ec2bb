//! A newcomer's first session with the real binary, from an empty folder to signing out.

use std::time::Duration;

use futures_util::future::join_all;
use rustix::process::Signal;
use vestibule::clock::Clock;

use crate::support::{Binary, Browser, PASSWORD};

#[actix_web::test]
async fn a_first_session_with_the_real_binary() {
    let binary = Binary::at_home(&[("ACCESS_TOKEN_TTL", "1s")]);
    let server = binary.serve(&[]);
    let welcome = server.said();
    for told in ["vestibule.db", "vestibule.secrets", &server.address] {
        assert!(
            welcome.contains(told),
            "the startup message has the created files and the URL: {welcome}"
        );
    }

    // Register in the form, which signs in; sign out; sign in.
    let browser = Browser::to(&server.address, Clock::System);
    assert_eq!(browser.get("/").await.redirect(), (303, "/login"));
    browser.register("ada").await;
    assert!(browser.get("/profile").await.select("dd").contains(&"ada@example.com".to_owned()));
    assert_eq!(browser.post("/logout", &[]).await.redirect(), (303, "/login"));
    assert_eq!(browser.get("/profile").await.redirect(), (303, "/login?next=%2Fprofile"));
    browser.log_in("ada@example.com").await;

    // Past the access token's life, a page renews both cookies.
    let before = (browser.cookie("access_token"), browser.cookie("refresh_token"));
    actix_web::rt::time::sleep(Duration::from_millis(1100)).await;
    let answer = browser.get("/profile").await;
    assert_eq!((answer.status, answer.set_cookies().len()), (200, 2));
    let after = (browser.cookie("access_token"), browser.cookie("refresh_token"));
    assert!(after.0.is_some() && after.0 != before.0 && after.1.is_some() && after.1 != before.1);

    // Eight tabs at once, all with the access token run out.
    actix_web::rt::time::sleep(Duration::from_millis(1100)).await;
    let tabs: Vec<Browser> = (0..8).map(|_| browser.clone()).collect();
    for answer in join_all(tabs.iter().map(|tab| tab.get("/profile"))).await {
        assert_eq!(answer.status, 200);
    }
    assert!(browser.is_signed_in().await);

    // A restart signs nobody out, whatever the moment.
    assert_eq!(server.stop(Signal::TERM).code, Some(0));
    let server = binary.serve_again().await;
    assert!(browser.is_signed_in().await);
    server.stop(Signal::KILL);
    let _server = binary.serve_again().await;
    assert!(browser.is_signed_in().await);

    // Signing out is the end, for a copy of the cookies too.
    let copy = browser.copy();
    assert_eq!(browser.post("/logout", &[]).await.redirect(), (303, "/login"));
    assert_eq!(browser.cookie("access_token").or(browser.cookie("refresh_token")), None);
    assert_eq!(
        copy.get("/profile").await.redirect(),
        (303, "/login?next=%2Fprofile&reason=signed-out")
    );
    let fields = [("login", "ada"), ("password", "not the password"), ("remember", "true")];
    assert_eq!(browser.post("/login", &fields).await.status, 401);
    assert!(!binary.said().contains(PASSWORD));
}
