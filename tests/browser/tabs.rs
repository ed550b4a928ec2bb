//! Two tabs of one browser whose access cookie has run out.

use std::time::Duration;

use actix_web::rt::time::sleep;

use super::World;

/// Shows: RT-05.
#[actix_web::test]
async fn two_tabs_that_are_loaded_again_at_the_same_moment_both_stay_signed_in() {
    let Some(world) = World::build(&[("ACCESS_TOKEN_TTL", "1s")], true).await else { return };
    world.register("ada").await;
    let tabs = world.chromium.open_tab().await;
    world.visit("/profile").await;
    for round in 0..5 {
        sleep(Duration::from_millis(2100)).await;
        // Both wait for the same moment of the same clock.
        let now = world.chromium.run("return Date.now()").await.as_i64().unwrap();
        let reload = format!(
            "window.old = true; setTimeout(() => location.reload(), {} - Date.now())",
            now + 1000
        );
        for tab in &tabs {
            world.chromium.turn_to(tab).await;
            world.chromium.run(&reload).await;
        }
        for tab in &tabs {
            world.chromium.turn_to(tab).await;
            world
                .chromium
                .becomes_true("return !window.old && document.readyState === 'complete'")
                .await;
            assert_eq!(world.path().await, "/profile", "round {round}");
            assert_eq!(world.chromium.text("h1").await, "ada", "round {round}");
        }
    }
    let log = world.house.log();
    assert!(log.matches("] rotated ").count() >= 5, "each round renews: {log}");
    assert!(!log.contains("refresh_reused"), "{log}");
}
