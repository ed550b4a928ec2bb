//! `GET` and `POST /admin/users/{id}/{action}`

use std::time::Duration;

use futures_util::future::join;

use super::{ACTIONS, administrator, heading};
use crate::support::{Browser, TestApp};

async fn own_id(browser: &Browser) -> String {
    browser.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn an_action_is_confirmed_first_and_asking_changes_nothing() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let ada = app.json().register("ada").await;
    let before = app.settled_event_kinds().await;
    for action in ACTIONS {
        let page = format!("/admin/users/{}/{action}", ada.id);
        let answer = root.get(&page).await;
        assert_eq!(answer.status, 200);
        assert!(heading(&answer).ends_with(": ada"));
        let button = answer.select("main form button").remove(0);
        assert_eq!(heading(&answer), format!("{button}: ada"), "the button says what it does");
        assert_eq!(answer.attribute("main form", "action"), Some(page));
        assert_eq!(answer.attribute("main form", "method").as_deref(), Some("post"));
        assert_eq!(
            answer.attribute("main form a", "href"),
            Some(format!("/admin/users/{}", ada.id))
        );
        assert!(answer.select("[role=alert]").is_empty());
    }
    assert_eq!(app.settled_event_kinds().await, before);
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn each_action_is_performed_once_however_often_it_is_sent() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let ada = app.json().register("ada").await;
    let account = format!("/admin/users/{}", ada.id);
    for (action, (roles, is_disabled), events, notice) in [
        (
            "promote",
            ("user,admin", false),
            "roles_changed",
            "This account is now an administrator.",
        ),
        ("demote", ("user", false), "roles_changed", "This account is no longer an administrator."),
        (
            "logout",
            ("user", false),
            "session_revoked",
            "This account has been signed out everywhere.",
        ),
        ("disable", ("user", true), "disabled", "This account is disabled."),
        ("enable", ("user", false), "enabled", "This account is enabled."),
    ] {
        app.advance(Duration::from_millis(1));
        let before = app.settled_event_kinds().await.len();
        for _ in 0..2 {
            let answer = root.post(&format!("{account}/{action}"), &[]).await;
            assert_eq!(answer.redirect(), (303, format!("{account}?done={action}").as_str()));
            let answer = root.get(answer.location()).await;
            assert_eq!(answer.select("[role=status]"), [notice]);
        }
        let row = app.user("ada").row();
        assert_eq!(
            (row.roles.as_str(), row.disabled_at.is_some()),
            (roles, is_disabled),
            "{action}"
        );
        assert_eq!(app.settled_event_kinds().await[before..], [events], "{action} is done once");
    }
    let answer = root.post(&format!("{account}/delete"), &[]).await;
    assert_eq!(answer.redirect(), (303, "/admin/users?done=delete"));
    let answer = root.get(answer.location()).await;
    assert_eq!(
        (answer.select("[role=status]").remove(0), answer.select("tbody th a").len()),
        ("The account has been deleted.".to_owned(), 1)
    );
    assert_eq!(root.post(&format!("{account}/delete"), &[]).await.status, 404);
    assert_eq!(root.get(&account).await.status, 404);
    assert!(root.get("/admin/users/?done=evil").await.status == 404);
    assert!(root.get("/admin/users?done=<b>").await.select("[role=status]").is_empty());
}

#[actix_web::test]
async fn the_owner_sees_an_administrators_action_without_address_and_device() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.0/8"]);
    let root = administrator(&app, "root").await;
    let ada = app.browser();
    ada.register("ada").await;
    let id = own_id(&ada).await;
    for action in ["promote", "demote", "logout", "disable", "enable"] {
        app.advance(Duration::from_millis(1));
        let request = root.request(reqwest::Method::POST, &format!("/admin/users/{id}/{action}"));
        let request = request
            .header("x-forwarded-for", "203.0.113.77")
            .header("user-agent", "Secret-Agent/7");
        assert_eq!(root.send(request).await.status, 303, "{action}");
    }
    app.advance(Duration::from_millis(1));
    ada.log_in("ada").await;

    let page = ada.get("/profile/activity").await;
    assert_eq!(
        page.select(".trail h3"),
        [
            "Signed in",
            "An administrator enabled the account",
            "An administrator disabled the account",
            "An administrator signed out a device",
            "An administrator changed the roles",
            "An administrator changed the roles",
            "Account created",
        ]
    );
    let activity = ada.get("/api/profile/activity").await;
    for event in activity.json()["events"].as_array().unwrap() {
        let by_owner = matches!(event["type"].as_str(), Some("signed_in" | "registered"));
        assert_eq!(
            (event["ip"].is_string(), event["userAgent"].is_string()),
            (by_owner, by_owner),
            "{event}"
        );
    }
    for body in [page.body, activity.body] {
        for private in ["203.0.113.77", "Secret-Agent", "root"] {
            assert!(!body.contains(private), "{private}: {body}");
        }
    }
    for event in app.events() {
        assert!(event.ip != "203.0.113.77" && !event.user_agent.starts_with("Secret"), "{event:?}");
    }
}

#[actix_web::test]
async fn a_disabled_or_signed_out_user_sees_the_reason() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    for action in ["logout", "disable"] {
        let browser = app.browser();
        browser.register(&format!("ada-{action}")).await;
        let id = own_id(&browser).await;
        root.post(&format!("/admin/users/{id}/{action}"), &[]).await;
        let answer = browser.get("/profile").await;
        assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile&reason=admin"), "{action}");
        assert!(answer.clears_cookies());
        assert_eq!(
            browser.get(answer.location()).await.select("[role=status]"),
            ["An administrator ended your session."]
        );
    }
}

#[actix_web::test]
async fn the_last_administrator_sees_why_they_cannot_be_removed() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let id = own_id(&root).await;
    for action in ["demote", "disable", "delete"] {
        let page = format!("/admin/users/{id}/{action}");
        assert!(root.get(&page).await.body.contains("This is your own account."));
        let answer = root.post(&page, &[]).await;
        assert_eq!(answer.status, 409);
        heading(&answer);
        assert_eq!(
            answer.select("[role=alert]"),
            [
                "There must be at least one administrator. Make another account an administrator first."
            ]
        );
        assert_eq!(answer.attribute("main form", "action"), Some(page));
    }
    assert_eq!(root.get("/admin").await.status, 200);
}

#[actix_web::test]
async fn an_administrator_can_be_removed_if_another_remains() {
    let app = TestApp::start();
    administrator(&app, "keeper").await;
    for (action, to, then) in [
        ("demote", "/profile", 200),
        ("logout", "/profile", 303),
        ("disable", "/profile", 303),
        ("delete", "/login?done=account-deleted", 200),
    ] {
        let browser = administrator(&app, &format!("root-{action}")).await;
        let id = own_id(&browser).await;
        let answer = browser.post(&format!("/admin/users/{id}/{action}"), &[]).await;
        assert_eq!(answer.redirect(), (303, to), "{action}");
        assert_eq!(answer.clears_cookies(), action == "delete");
        assert_eq!(browser.get(to).await.status, then, "{action}");
    }
}

#[actix_web::test]
async fn two_administrators_who_remove_each_other_concurrently_leave_one() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    for round in 0..12 {
        let (one, two) = join(
            administrator(&app, &format!("one-{round}")),
            administrator(&app, &format!("two-{round}")),
        )
        .await;
        let (first, second) = (own_id(&one).await, own_id(&two).await);
        let actions =
            [("demote", "demote"), ("disable", "demote"), ("delete", "delete")][round % 3];
        let (to_second, to_first) = (
            format!("/admin/users/{second}/{}", actions.0),
            format!("/admin/users/{first}/{}", actions.1),
        );
        let answers = join(one.post(&to_second, &[]), two.post(&to_first, &[])).await;
        assert_eq!(app.administrators().len(), 1, "{answers:?}");
        for username in app.usernames() {
            app.user(&username).set_roles(&["user"]);
        }
    }
}
