//! No page is wider than a small window.

use super::{PASSWORD, World};

#[actix_web::test]
async fn no_page_is_wider_than_a_window_of_320_pixels() {
    let Some(world) = World::build(&[], true).await else { return };
    let anonymous = ["/login?reason=security", "/register", "/forgot-password", "/unknown"];
    let signed_in = [
        "/profile",
        "/profile/edit",
        "/profile/sessions",
        "/profile/security",
        "/profile/activity",
        "/profile/delete",
        "/admin",
        "/admin/users",
        "/admin/log",
    ];
    for path in anonymous {
        assert_fits(&world, path).await;
    }
    world.register("ada-with-a-long-name-of-32-chars").await;
    world.house.order(&["users", "promote", "ada-with-a-long-name-of-32-chars@example.com"]);
    world.chromium.submit("header form").await;
    let login = "ada-with-a-long-name-of-32-chars";
    world.chromium.fill(&[("login", login), ("password", PASSWORD)]).await;
    world.chromium.submit("main form").await;
    for path in signed_in {
        assert_fits(&world, path).await;
    }
}

/// Looks at a page in a frame as wide as a small phone.
async fn assert_fits(world: &World, path: &str) {
    world.visit(path).await;
    world.chromium.set_width(320).await;
    let wide = "return Math.max(0, document.documentElement.scrollWidth - innerWidth)";
    assert_eq!(world.chromium.run(wide).await, 0, "{path}");
}
