//! `GET /profile/edit` and `POST /profile`

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn the_names_are_shown_changed_and_stay_changed() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert!(browser.get("/profile").await.body.contains("href=\"/profile/edit\""));
    let page = browser.get("/profile/edit").await;
    assert_eq!(
        (page.field("username").as_deref(), page.field("name").as_deref()),
        (Some("ada"), Some(""))
    );

    let answer =
        browser.post("/profile", &[("name", " Ada Lovelace "), ("username", "countess")]).await;
    assert_eq!(answer.redirect(), (303, "/profile"));
    assert_eq!(browser.get("/profile").await.select("h1"), ["Ada Lovelace"]);
    let page = browser.get("/profile/edit").await;
    let shown = (page.field("username"), page.field("name"));
    assert_eq!(shown, (Some("countess".to_owned()), Some("Ada Lovelace".to_owned())));

    let again =
        browser.post("/profile", &[("name", "Ada Lovelace"), ("username", "countess")]).await;
    assert_eq!(again.redirect(), (303, "/profile"), "sending it twice has the same result");
    assert_eq!(app.events_of_kind("profile_changed").len(), 1);
    browser.post("/profile", &[("name", ""), ("username", "countess")]).await;
    assert_eq!(
        browser.get("/profile").await.select("h1"),
        ["countess"],
        "an empty name removes it"
    );
}

#[actix_web::test]
async fn errors_are_shown_at_their_fields_with_what_was_typed() {
    let app = TestApp::start();
    app.json().register("bob").await;
    let browser = app.browser();
    browser.register("ada").await;
    for (username, name, status, field) in [
        ("bob", "Ada", 409, "username"),
        ("BOB", "Ada", 409, "username"),
        ("a", "Ada", 422, "username"),
        ("", "Ada", 422, "username"),
        ("ada lovelace", "Ada", 422, "username"),
        ("countess", &*"x".repeat(101), 422, "name"),
    ] {
        let answer = browser.post("/profile", &[("username", username), ("name", name)]).await;
        assert_eq!(answer.status, status, "{username}");
        assert_eq!(answer.select("[role=alert]").len(), 1);
        assert!(answer.field_problem(field).is_some(), "{username} {name}");
        assert_eq!(
            (answer.field("username"), answer.field("name")),
            (Some(username.into()), Some(name.into()))
        );
    }
    assert_eq!(browser.get("/profile").await.select("h1"), ["ada"], "nothing has changed");
}

#[actix_web::test]
async fn both_errors_are_shown_together() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer = browser.post("/profile", &[("username", "-"), ("name", "a\u{7}")]).await;
    assert!(answer.field_problem("username").is_some() && answer.field_problem("name").is_some());
}

#[actix_web::test]
async fn there_is_no_field_for_usernames_where_they_are_off() {
    let app = TestApp::start_with(&["--usernames", "off"]);
    let browser = app.browser();
    browser.post("/register", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(browser.get("/profile/edit").await.field("username"), None);
    assert_eq!(browser.post("/profile", &[("name", "Ada")]).await.redirect(), (303, "/profile"));
    browser.post("/profile", &[("name", "Ada"), ("username", "countess")]).await;
    assert_eq!(app.user("ada").row().name.as_deref(), Some("Ada"));
}
