//! `GET /register` and `POST /register`

use super::{DAY, MARKUP, ada};
use crate::support::{PASSWORD, TestApp};

/// Shows: WEB-21.
#[actix_web::test]
async fn registering_opens_a_remembered_session() {
    let app = TestApp::start();
    let browser = app.browser();
    let fields = [("username", " Ada.L "), ("email", " Ada@Example.com "), ("password", PASSWORD)];

    let answer = browser.post("/register", &fields).await;

    assert_eq!(answer.redirect(), (303, "/profile"));
    assert_eq!(answer.set_cookie("access_token").max_age(), Some(15 * 60));
    assert_eq!(answer.set_cookie("refresh_token").max_age(), Some(7 * 24 * 60 * 60));
    browser.reopen();
    app.advance(2 * DAY);
    let profile = browser.get("/profile").await;
    assert_eq!(
        profile.select("dd bdi"),
        ["Ada.L", "Ada@Example.com"],
        "as typed, without the blanks around it"
    );
    assert_eq!(profile.select("h1"), ["Ada.L"]);
}

#[actix_web::test]
async fn all_errors_are_shown_at_their_fields() {
    let app = TestApp::start();
    let browser = app.browser();
    let long_name = "a".repeat(33);
    let long_email = format!("{}@example.com", "a".repeat(243));
    let long_password = "ab".repeat(129);

    let (needed, short) = ("Required.", "Use at least 3 characters.");
    let letters = "Use only letters a to z, digits, dots, _ and -.";
    let no_email = "Enter a valid email address.";
    let well_known = "This password is too common. Choose another.";
    let own_name = "This is too similar to your username or email address. Choose another.";
    for (typed, problems) in [
        (["", "", ""], ["", needed, needed]),
        ([" ", "\t", ""], ["", needed, needed]),
        (["ab", "ada@example.com", PASSWORD], [short, "", ""]),
        ([&long_name, "ada@example.com", PASSWORD], ["Use at most 32 characters.", "", ""]),
        (["ada l", "ada@example.com", PASSWORD], [letters, "", ""]),
        (["ädä", "ada@example.com", PASSWORD], [letters, "", ""]),
        (["ada@example.com", "ada@example.com", PASSWORD], [letters, "", ""]),
        (["ada", "example.com", PASSWORD], ["", no_email, ""]),
        (["ada", "ada@", PASSWORD], ["", no_email, ""]),
        (["ada", "a da@example.com", PASSWORD], ["", no_email, ""]),
        (["ada", "a@da@example.com", PASSWORD], ["", no_email, ""]),
        (["ada", &long_email, PASSWORD], ["", no_email, ""]),
        (["ada", "ada@example.com", "2short!"], ["", "", "Use at least 8 characters."]),
        (["ada", "ada@example.com", &long_password], ["", "", "Use at most 256 characters."]),
        (["ada", "ada@example.com", "with\0control"], ["", "", "Remove control characters."]),
        (["ada", "ada@example.com", "password123"], ["", "", well_known]),
        (["lovelace", "ada@example.com", "Lovelace"], ["", "", own_name]),
        (["lovelace", "ada@example.com", "Lovelace1815!"], ["", "", own_name]),
        (["ada", "ada@example.com", "ada@example.com"], ["", "", own_name]),
        (["a", "b", "c"], [short, no_email, "Use at least 8 characters."]),
    ] {
        let fields = ["username", "email", "password"];
        let form: Vec<_> = fields.into_iter().zip(typed).collect();
        let answer = browser.post("/register", &form).await;
        assert_eq!(answer.status, 422, "{typed:?}");
        assert_eq!(
            answer.select("[role=alert] > p"),
            ["Please fix the errors below."],
            "{typed:?}"
        );
        let links: Vec<String> = fields
            .iter()
            .zip(&problems)
            .filter(|(_, problem)| !problem.is_empty())
            .map(|(field, _)| format!("#{field}"))
            .collect();
        let listed = if links.len() > 1 { links.clone() } else { Vec::new() };
        assert_eq!(answer.attributes("[role=alert] a", "href"), listed, "{typed:?}");
        assert_eq!(answer.attribute("[autofocus]", "id"), Some(links[0][1..].to_owned()));
        for (field, problem) in fields.into_iter().zip(problems) {
            let expected = (!problem.is_empty()).then(|| problem.to_owned());
            assert_eq!(answer.field_problem(field), expected, "{field} of {typed:?}");
            let invalid = answer.attribute(&format!("#{field}"), "aria-invalid");
            assert_eq!(invalid.is_some(), expected.is_some(), "{field} of {typed:?}");
        }
        assert!(answer.set_cookies().is_empty(), "{typed:?}");
    }
    assert_eq!(app.users().len(), 0);
}

#[actix_web::test]
async fn a_taken_name_or_address_is_409_at_its_field() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();

    let (name, address) = (
        "This username is taken. Choose another.",
        "An account with this email address already exists.",
    );
    for (username, email, problems) in [
        ("ada", "other@example.com", [Some(name), None]),
        ("ADA", "other@example.com", [Some(name), None]),
        ("other", "ada@example.com", [None, Some(address)]),
        ("other", "ADA@EXAMPLE.COM", [None, Some(address)]),
    ] {
        let fields = [("username", username), ("email", email), ("password", PASSWORD)];
        let answer = browser.post("/register", &fields).await;
        assert_eq!(answer.status, 409, "{fields:?}");
        assert_eq!(
            answer.select("[role=alert] > p"),
            ["Please fix the errors below."],
            "{fields:?}"
        );
        let found = ["username", "email"].map(|field| answer.field_problem(field));
        assert_eq!(found, problems.map(|problem| problem.map(str::to_owned)), "{fields:?}");
        assert_eq!(answer.field("username").as_deref(), Some(username));
        assert_eq!(answer.field("email").as_deref(), Some(email));
        assert!(!answer.body.contains(PASSWORD), "{fields:?}");
    }
    assert_eq!(app.users().len(), 1);
}

/// Shows: WEB-03.
#[actix_web::test]
async fn typed_text_is_kept_escaped_and_the_password_is_not_kept() {
    let app = TestApp::start();
    let browser = app.browser();
    let secret = "hunter2hunter2";

    let fields = [("username", MARKUP), ("email", MARKUP), ("password", secret)];
    let answer = browser.post("/register", &fields).await;

    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("username").as_deref(), Some(MARKUP));
    assert_eq!(answer.field("email").as_deref(), Some(MARKUP));
    assert_eq!(answer.field("password"), None);
    assert!(!answer.body.contains(secret));
    assert_eq!(answer.select("script:not([src])").len(), 0);
}

/// Shows: AUTH-72.
#[actix_web::test]
async fn fields_that_the_form_does_not_have_change_nothing() {
    let app = TestApp::start();
    let browser = app.browser();
    let fields = [
        ("username", "ada"),
        ("email", "ada@example.com"),
        ("password", PASSWORD),
        ("roles", "admin"),
        ("role", "admin"),
        ("id", "1"),
        ("emailVerified", "true"),
    ];

    assert_eq!(browser.post("/register", &fields).await.redirect(), (303, "/profile"));

    let user = &browser.get("/api/auth/me").await.json()["user"];
    assert_eq!(user["roles"], serde_json::json!(["user"]));
    assert_eq!(user["emailVerified"], false);
}

#[actix_web::test]
async fn the_hint_shows_the_minimum_length_of_the_settings() {
    let app = TestApp::start_with(&["--password-min-length", "15"]);
    let browser = app.browser();

    let form = browser.get("/register").await;
    assert!(form.select("#password-hint")[0].starts_with("At least 15 characters."));
    let fields =
        [("username", "ada"), ("email", "ada@example.com"), ("password", "only 14 chars!")];
    let again = browser.post("/register", &fields).await;
    assert_eq!(again.field_problem("password").as_deref(), Some("Use at least 15 characters."));
    assert!(again.select("#password-hint")[0].starts_with("At least 15 characters."));
}

#[actix_web::test]
async fn registering_ends_the_session_that_the_browser_had() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let before = browser.copy();

    browser.register("grace").await;

    assert_eq!(browser.get("/profile").await.select("h1"), ["grace"]);
    assert_eq!(before.get("/profile").await.location(), "/login?next=%2Fprofile&reason=signed-out");
}
