//! What the browser itself has to say about our pages: nothing.

use super::{PASSWORD, World};

#[actix_web::test]
async fn no_page_breaks_its_own_policy_or_has_anything_to_complain_of() {
    let Some(world) = World::build(&[], true).await else { return };
    let stranger = [
        "/login",
        "/login?reason=expired",
        "/register",
        "/forgot-password",
        "/reset-password?token=x",
        "/verify-email?token=x",
    ];
    let person = [
        "/profile",
        "/profile/edit",
        "/profile/sessions",
        "/profile/security",
        "/profile/activity",
        "/profile/delete",
    ];
    let administrator = ["/admin", "/admin?range=day", "/admin/log", "/admin/users"];
    for path in stranger {
        world.visit(path).await;
        assert_eq!(world.chromium.status().await, 200, "{path}");
        assert_eq!(world.chromium.console().await, [] as [&str; 0], "{path}");
    }
    world.register("ada").await;
    for path in person {
        world.visit(path).await;
        assert_eq!(world.path().await, path);
        assert_eq!(world.chromium.console().await, [] as [&str; 0], "{path}");
    }
    world.house.order(&["users", "promote", "ada@example.com"]);
    world.chromium.submit("header form").await;
    world.chromium.fill(&[("login", "ada"), ("password", PASSWORD)]).await;
    world.chromium.submit("main form").await;
    for path in administrator {
        world.visit(path).await;
        assert_eq!(world.path().await, path);
        assert_eq!(world.chromium.console().await, [] as [&str; 0], "{path}");
    }
    world.chromium.click("main a[href^='/admin/users/']").await;
    assert_eq!(world.chromium.console().await, [] as [&str; 0], "an account");
    let shown =
        world.chromium.run("return [...document.images, ...document.styleSheets].length").await;
    assert!(shown.as_u64().unwrap() >= 1, "the style sheet is there");
}

/// Shows: WEB-06, WEB-08, ASVS 3.4.3.
#[actix_web::test]
async fn a_script_or_a_style_that_got_into_a_page_would_not_count() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    let origin = &world.stranger.origin;
    let script = format!(
        "window.bad = 0;
         const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
         add('script', {{ textContent: 'window.bad += 1' }});
         add('script', {{ src: '{origin}/x.js' }});
         add('iframe', {{ src: '{origin}/link/' }});
         add('img', {{ src: '{origin}/x.png' }});
         const button = document.createElement('button');
         button.setAttribute('onclick', 'window.bad += 1');
         button.setAttribute('style', 'color: rgb(1, 2, 3)');
         document.body.append(button);
         button.click();
         const form = Object.assign(document.createElement('form'), {{ action: '{origin}/form/', method: 'post' }});
         document.body.append(form);
         form.submit();
         return [window.bad, getComputedStyle(button).color === 'rgb(1, 2, 3)']"
    );
    assert_eq!(world.chromium.run(&script).await, serde_json::json!([0, false]));
    assert_eq!(world.path().await, "/profile", "the form is not sent to another site");
    let console = world.chromium.console().await;
    for directive in
        ["script-src", "frame-src", "img-src", "style-src", "form-action", "default-src"]
    {
        let told = console.iter().any(|line| line.contains(directive));
        assert!(
            told || directive == "script-src" || directive == "frame-src",
            "{directive}: {console:#?}"
        );
    }
    assert!(world.chromium.run("return document.cookie").await == "", "no script sees a token");
}
