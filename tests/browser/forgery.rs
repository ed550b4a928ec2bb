//! What another site's page can make a browser do: nothing.

use super::{PASSWORD, World};

/// Shows: CSRF-01, ASVS 3.5.1.
#[actix_web::test]
async fn a_form_on_another_site_changes_nothing() {
    for same_site in ["strict", "lax"] {
        let Some(world) = World::build(&[("COOKIE_SAME_SITE", same_site)], true).await else {
            return;
        };
        world.register("eve").await;
        world.chromium.submit("header form").await;
        world.register("ada").await;
        for path in [
            "/login",
            "/register",
            "/logout",
            "/logout-all",
            "/profile/delete",
            "/profile/password",
        ] {
            world.chromium.goto(&world.stranger.form(path)).await;
            let before = world.house.requests().len();
            world.chromium.click("button").await;
            world.chromium.arrives_at(path).await;
            assert_eq!(world.chromium.status().await, 403, "{path}");
            assert_eq!(world.house.requests()[before..], [format!("POST {path} 403")]);
            world.visit("/profile").await;
            assert_eq!(
                world.chromium.text("h1").await,
                "ada",
                "still signed in, and as herself, after {path}"
            );
        }
        // The same form at home is taken.
        world.chromium.submit("header form").await;
        world.chromium.arrives_at("/login").await;
        world.chromium.fill(&[("login", "eve"), ("password", PASSWORD)]).await;
        world.chromium.submit("main form").await;
        assert_eq!(world.path().await, "/profile");
    }
}

/// Shows: CSRF-20, ASVS 3.5.8.
#[actix_web::test]
async fn a_script_on_another_site_reads_and_changes_nothing() {
    let Some(world) = World::build(&[("COOKIE_SAME_SITE", "lax")], true).await else { return };
    world.register("ada").await;
    world.chromium.goto(&world.stranger.link("/")).await;
    for (method, path) in [
        ("GET", "/api/auth/me"),
        ("GET", "/profile"),
        ("POST", "/api/auth/logout"),
        ("POST", "/logout"),
    ] {
        for mode in ["cors", "no-cors"] {
            let script = format!(
                "return fetch('{}{path}', {{ method: '{method}', mode: '{mode}', credentials: 'include' }})
                    .then(answer => answer.text(), () => 'refused')",
                world.house.origin
            );
            let read = world.chromium.run(&script).await;
            assert!(read == "refused" || read == "", "{method} {path} {mode}: {read}");
        }
    }
    world.visit("/profile").await;
    assert_eq!(world.chromium.text("h1").await, "ada");
}

/// Shows: WEB-14, ASVS 3.4.6.
#[actix_web::test]
async fn another_site_cannot_frame_our_pages() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    for path in ["/login", "/profile", "/api/auth/me", "/nothing", "/static/icon.svg"] {
        world.chromium.goto(&world.stranger.frame(path)).await;
        for (frame, expected) in [("#theirs", false), ("#ours", true)] {
            let source = world.chromium.frame(frame).await;
            assert_eq!(source.contains("ERR_BLOCKED_BY_RESPONSE"), !expected, "{path} {frame}");
            assert_eq!(
                source.contains("a link</a>"),
                expected,
                "{path} {frame}: the stranger may frame its own"
            );
        }
        let console = world.chromium.console().await;
        assert!(console.iter().any(|line| line.contains("frame-ancestors")), "{path}: {console:?}");
    }
}
