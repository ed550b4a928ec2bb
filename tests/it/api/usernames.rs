//! `USERNAMES`, names made from addresses, and names that nobody may choose.

use std::collections::HashSet;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{registration, with};
use crate::support::{PASSWORD, TestApp};

fn start(usernames: &str) -> TestApp {
    TestApp::start_with(&["--rate-limits", "off", "--usernames", usernames])
}

async fn register(app: &TestApp, username: Value, email: &str) -> (u16, Value) {
    let body = json!({ "username": username, "email": email, "password": PASSWORD });
    let answer = app.json().post("/api/auth/register", &body).await;
    let seen = if answer.status == 201 {
        answer.json()["user"]["username"].clone()
    } else {
        json!(answer.faults())
    };
    (answer.status, seen)
}

#[actix_web::test]
async fn a_missing_username_is_generated_from_the_address() {
    let app = start("optional");
    for (typed, email, made) in [
        (json!(null), "ada@example.com", "ada"),
        (json!(""), "ada@example.org", "ada-2"),
        (json!(" \u{200b}"), "Ada@example.net", "Ada-3"),
        (json!("chosen"), "bob@example.com", "chosen"),
        (json!(null), "chosen@example.com", "chosen-2"),
        (json!(null), "admin@example.com", "admin-2"),
        (json!(null), "no-reply@example.com", "no-reply-2"),
        (json!(null), "-x@example.com", "x-2"),
        (json!(null), ".@example.com", "member"),
        (json!(null), "юзер@example.com", "member-2"),
        (json!(null), "ada+news@example.com", "ada-news"),
        (json!(null), "try..this@example.com", "try..this"),
        (json!(null), &format!("{}@example.com", "long".repeat(16)), "longlonglonglonglonglongl"),
    ] {
        assert_eq!(register(&app, typed, email).await, (201, json!(made)), "{email}");
        let body = json!({ "username": made, "password": PASSWORD });
        assert_eq!(app.json().post("/api/auth/login", &body).await.status, 200, "{made}");
    }
    let made = app.usernames();
    assert!(made.iter().all(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (3..=32).contains(&name.len())));
    let answer = app
        .json()
        .post("/api/auth/register", &json!({ "email": "new@example.com", "password": PASSWORD }))
        .await;
    assert_eq!(
        (answer.status, &answer.json()["user"]["username"]),
        (201, &json!("new")),
        "left out altogether"
    );
}

/// Shows: AUTH-46.
#[actix_web::test]
async fn concurrent_registrations_with_one_local_part_each_get_a_name() {
    let app = start("optional");
    let asked = (0..30).map(|number| {
        let app = &app;
        async move { register(app, json!(null), &format!("info@{number}.example.com")).await }
    });
    let answers = join_all(asked).await;
    assert!(answers.iter().all(|(status, _)| *status == 201), "{answers:?}");
    let folded: HashSet<String> =
        app.users().into_iter().map(|user| user.username_folded).collect();
    assert_eq!(folded.len(), 30);
    assert!(
        app.users()
            .iter()
            .all(|user| !user.username.is_empty() && !user.username_folded.is_empty())
    );
}

#[actix_web::test]
async fn a_username_is_required_where_the_setting_says_so() {
    let app = start("required");
    for typed in [json!(null), json!(""), json!(" ")] {
        let (status, faults) = register(&app, typed, "ada@example.com").await;
        assert_eq!((status, faults), (422, json!([["username", "REQUIRED"]])));
    }
    assert_eq!(register(&app, json!("ada"), "ada@example.com").await.0, 201);
    let page = app.browser().get("/register").await;
    assert!(page.attribute("#username", "required").is_some());
    assert_eq!(page.select("label[for=username]"), ["Username"]);
    let answer = app
        .browser()
        .post("/register", &[("email", "bob@example.com"), ("password", PASSWORD)])
        .await;
    assert_eq!(
        (answer.status, answer.field_problem("username").as_deref()),
        (422, Some("Required."))
    );
}

#[actix_web::test]
async fn usernames_are_ignored_where_they_are_off() {
    let app = start("off");
    for typed in [json!(null), json!("countess"), json!("no name at all"), json!(7)] {
        let number = app.users().len();
        let email = format!("ada{number}@example.com");
        assert_eq!(register(&app, typed, &email).await, (201, json!(format!("ada{number}"))));
    }
    let ada = app.json().log_in("ada0").await;
    let answer =
        ada.json.patch("/api/profile/me", &json!({ "username": "countess", "name": "Ada" })).await;
    assert_eq!((answer.status, &answer.json()["user"]["username"]), (200, &json!("ada0")));
    assert_eq!(answer.json()["user"]["name"], "Ada");
    let page = app.browser().get("/register").await;
    assert_eq!(page.attribute("#username", "name"), None);
    assert!(page.attribute("#email", "autofocus").is_some());
    assert_eq!(app.browser().get("/login").await.select("label[for=login]"), ["Email address"]);
    let browser = app.browser();
    let answer =
        browser.post("/register", &[("email", "bob@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirect(), (303, "/profile"));
    assert_eq!(browser.get("/profile").await.select("h1"), ["bob"]);
}

#[actix_web::test]
async fn the_page_says_that_a_user_name_is_optional() {
    let app = start("optional");
    let browser = app.browser();
    let page = browser.get("/register").await;
    assert_eq!(page.attribute("#username", "required"), None);
    assert_eq!(page.select("label[for=username]"), ["Username (optional)"]);
    assert!(
        page.select("#username-hint")[0].contains("create one from your email address"),
        "{:?}",
        page.select("#username-hint")
    );
    let fields = [("username", ""), ("email", "bob@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.post("/register", &fields).await.redirect(), (303, "/profile"));
}

/// Shows: AUTH-49.
#[actix_web::test]
async fn nobody_may_choose_a_reserved_name_or_one_that_begins_with_a_sign() {
    let app = start("optional");
    let bob = app.json().register("bob").await;
    for (name, code) in [
        ("admin", "RESERVED"),
        ("ROOT", "RESERVED"),
        ("sup-port", "RESERVED"),
        ("null", "RESERVED"),
        ("no_reply", "RESERVED"),
        ("-ada", "INVALID_CHARACTERS"),
        (".ada", "INVALID_CHARACTERS"),
        ("_ada", "INVALID_CHARACTERS"),
    ] {
        let answer = app
            .json()
            .post("/api/auth/register", &with(registration("eve"), json!({ "username": name })))
            .await;
        assert_eq!(answer.faults(), [("username".to_owned(), code.to_owned())], "{name}");
        let answer = bob.json.patch("/api/profile/me", &json!({ "username": name })).await;
        assert_eq!(answer.faults(), [("username".to_owned(), code.to_owned())], "{name}");
    }
    assert_eq!(app.users().len(), 1);
}

/// Shows: AUTH-49.
#[actix_web::test]
async fn a_name_of_earlier_rules_keeps_working() {
    let app = start("optional");
    for name in ["root", "-dash-"] {
        let mut person = app.administrator(name).await;
        let shouted = name.to_uppercase();
        let answer = person
            .json
            .patch("/api/profile/me", &json!({ "username": shouted, "name": "A name" }))
            .await;
        assert_eq!(
            (answer.status, &answer.json()["user"]["username"]),
            (200, &json!(shouted)),
            "{name}"
        );
        person = app.json().log_in(name).await;
        assert_eq!(person.json.get("/api/auth/me").await.json()["user"]["name"], "A name");
    }
}
