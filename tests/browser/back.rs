//! After signing out, what the browser remembers shows nothing private.

use super::World;

const PRIVATE: [&str; 2] = ["/profile", "/profile/sessions"];

/// Shows: CK-08, WEB-22.
#[actix_web::test]
async fn after_signing_out_the_way_back_shows_nothing_private() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    for path in PRIVATE {
        world.visit(path).await;
    }
    world.chromium.submit("header form").await;
    world.chromium.arrives_at("/login").await;
    assert_eq!(world.chromium.cookies().await, ["device"], "only the device cookie is left");
    for _ in PRIVATE {
        world.chromium.back().await;
        let page = world.chromium.page().await;
        assert!(!page.contains("ada"), "{} shows {page}", world.path().await);
        assert!(world.path().await.starts_with("/login"), "{}", world.path().await);
    }
}

/// Shows: WEB-22, ASVS 7.4.1.
#[actix_web::test]
async fn what_was_signed_out_elsewhere_is_not_shown_again_either() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    world.visit("/profile/security").await;
    // The page before was left as it was, and may come back as it was: nothing of it may have been
    // kept.
    let [tab, _] = world.chromium.open_tab().await;
    world.visit("/profile").await;
    world.chromium.submit("header form").await;
    world.chromium.arrives_at("/login").await;
    world.chromium.turn_to(&tab).await;
    world.chromium.back().await;
    let page = world.chromium.page().await;
    assert!(!page.contains("ada@example.com"), "{} shows {page}", world.path().await);
}

/// Shows: WEB-21.
#[actix_web::test]
async fn going_back_to_a_form_does_not_send_it_again() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    world.visit("/profile/sessions").await;
    let before = world.house.requests().len();
    world.chromium.back().await;
    world.chromium.reload().await;
    world.chromium.back().await;
    let sent: Vec<String> = world.house.requests().split_off(before);
    assert!(sent.iter().all(|request| request.starts_with("GET ")), "{sent:?}");
}
