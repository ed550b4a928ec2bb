//! Somebody comes for the first time, with JavaScript switched off.

use super::{PASSWORD, World};

/// Shows: WEB-20.
#[actix_web::test]
async fn a_newcomer_needs_no_script_from_registration_to_signing_in_again() {
    let Some(world) = World::build(&[], false).await else { return };
    let chromium = &world.chromium;
    chromium.goto(&world.stranger.link("/")).await;
    assert_eq!(chromium.title().await, "A stranger", "scripts are off");
    chromium.click("a").await;
    chromium.arrives_at("/login").await;

    chromium.click("a[href^='/register']").await;
    chromium
        .fill(&[("username", "ada"), ("email", "ada@example.com"), ("password", "password1")])
        .await;
    chromium.submit("main form").await;
    assert_eq!(world.path().await, "/register");
    assert!(chromium.page().await.contains("This password is too common"));
    chromium.fill(&[("password", PASSWORD)]).await;
    chromium.submit("main form").await;
    assert_eq!(world.path().await, "/profile");
    assert!(chromium.page().await.contains("ada@example.com"), "what was typed stayed in the form");

    chromium.click("a[href='/profile/sessions']").await;
    assert!(chromium.page().await.contains("Chrome on Linux"), "{}", chromium.page().await);
    chromium.click("a[href='/profile/security']").await;
    assert_eq!(chromium.text("h1").await, "Security");

    chromium.submit("header form").await;
    assert_eq!(world.path().await, "/login");
    assert_eq!(chromium.cookies().await, ["device"], "only the device cookie is left");
    world.visit("/profile/sessions").await;
    assert_eq!(world.path().await, "/login?next=%2Fprofile%2Fsessions");
    chromium.fill(&[("login", "ada"), ("password", "not her password")]).await;
    chromium.submit("main form").await;
    assert!(!chromium.text("[role=alert]").await.is_empty());
    chromium.fill(&[("password", PASSWORD)]).await;
    chromium.submit("main form").await;
    assert_eq!(world.path().await, "/profile/sessions", "back to the interrupted page");

    chromium.click("a[href='/profile/security']").await;
    chromium.click("a[href='/profile/delete']").await;
    chromium.fill_in("form[action='/profile/delete']", "password", PASSWORD).await;
    chromium.submit("form[action='/profile/delete']").await;
    assert!(world.path().await.starts_with("/login"), "{}", world.path().await);
    chromium.fill(&[("login", "ada"), ("password", PASSWORD)]).await;
    chromium.submit("main form").await;
    assert!(!chromium.text("[role=alert]").await.is_empty(), "the account is gone");
}
