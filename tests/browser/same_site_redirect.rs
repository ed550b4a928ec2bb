//! Following a link from another site, with `SameSite=Strict`.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;

use super::World;

/// Follows a link on the stranger's page: exactly these requests come of it.
async fn assert_follows(world: &World, path: &str, expected: &[&str]) {
    world.chromium.goto(&world.stranger.link(path)).await;
    let before = world.house.requests().len();
    world.chromium.click("a").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while world.house.requests().len() < before + expected.len() && Instant::now() < deadline {
        sleep(Duration::from_millis(20)).await;
    }
    // A loop would go on.
    sleep(Duration::from_millis(500)).await;
    assert_eq!(world.house.requests()[before..], *expected, "{path}");
}

#[actix_web::test]
async fn a_link_from_another_site_keeps_a_user_signed_in() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    for path in ["/profile", "/profile/sessions"] {
        let request = format!("GET {path} 200");
        assert_follows(&world, path, &[&request, &request]).await;
        assert_eq!(world.path().await, path);
        assert!(world.chromium.page().await.contains("Sign out"));
    }
    assert_follows(&world, "/", &["GET / 200", "GET / 303", "GET /profile 200"]).await;
}

/// Shows: WEB-20.
#[actix_web::test]
async fn a_link_from_another_site_needs_no_script() {
    let Some(world) = World::build(&[], false).await else { return };
    world.register("ada").await;
    assert_follows(&world, "/profile", &["GET /profile 200", "GET /profile 200"]).await;
    assert_eq!(world.chromium.text("h1").await, "ada");
}

#[actix_web::test]
async fn a_link_from_another_site_leads_an_anonymous_visitor_to_the_login_page_once() {
    let Some(world) = World::build(&[], true).await else { return };
    assert_follows(&world, "/profile", &["GET /profile 200", "GET /profile 303", "GET /login 200"])
        .await;
    assert_eq!(world.path().await, "/login?next=%2Fprofile");
    world.chromium.fill(&[("login", "nobody"), ("password", "wrong password")]).await;
    world.chromium.submit("main form").await;
    assert_eq!(world.chromium.status().await, 401, "it is a form that works");
}

#[actix_web::test]
async fn with_a_lax_cookie_there_is_no_step() {
    let Some(world) = World::build(&[("COOKIE_SAME_SITE", "lax")], true).await else { return };
    world.register("ada").await;
    assert_follows(&world, "/profile", &["GET /profile 200"]).await;
}
