//! `GET /login` and `POST /login`

use super::{ACCESS_ENDED, MARKUP, ada};
use crate::support::{PASSWORD, TestApp};

/// Shows: WEB-21.
#[actix_web::test]
async fn the_right_password_leads_to_the_profile() {
    let app = TestApp::start();
    ada(&app).await;

    for login in ["ada", "ADA", " ada ", "ada@example.com", "Ada@Example.COM", " ada@example.com\t"]
    {
        let browser = app.browser();
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.redirect(), (303, "/profile"), "{login:?}");
        assert_eq!(browser.get("/profile").await.select("h1"), ["ada"], "{login:?}");
    }
}

#[actix_web::test]
async fn a_failed_sign_in_shows_the_form_again_with_401_and_an_alert() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();

    for (login, password) in [
        ("ada", "wrong horse battery"),
        ("ada", "Correct horse battery"),
        ("ada", " correct horse battery"),
        ("ada", "correct horse battery "),
        ("ada@example.com", "wrong horse battery"),
        ("nobody", PASSWORD),
        ("nobody@example.com", PASSWORD),
    ] {
        let answer = browser.post("/login", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, 401, "{login} {password:?}");
        assert_eq!(
            answer.header("www-authenticate"),
            Some(r#"Bearer realm="vestibule""#),
            "{login} {password:?}"
        );
        assert_eq!(
            answer.select("[role=alert]"),
            ["Wrong email address, username or password."],
            "{login} {password:?}"
        );
        assert_eq!(answer.field("login").as_deref(), Some(login), "what was typed stays");
        assert_eq!(answer.field("password"), None, "the password is not kept");
        assert!(
            !answer.body.contains(password),
            "{login} {password:?}: the password is nowhere in the page"
        );
        assert_eq!(
            answer.select("[aria-invalid]").len(),
            0,
            "the page does not show which of the two was wrong"
        );
        assert!(answer.set_cookies().is_empty(), "{login} {password:?}");
    }
}

#[actix_web::test]
async fn an_empty_field_is_reported_at_the_field() {
    let app = TestApp::start();
    let browser = app.browser();

    for (fields, faulty) in [
        (vec![], vec!["login", "password"]),
        (vec![("login", ""), ("password", "")], vec!["login", "password"]),
        (vec![("login", "ada"), ("password", "")], vec!["password"]),
        (vec![("login", "ada")], vec!["password"]),
        (vec![("login", ""), ("password", PASSWORD)], vec!["login"]),
        (vec![("login", " \t "), ("password", PASSWORD)], vec!["login"]),
    ] {
        let answer = browser.post("/login", &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert_eq!(
            answer.select("[role=alert] > p"),
            ["Please fix the errors below."],
            "{fields:?}"
        );
        assert!(!answer.body.contains(PASSWORD), "{fields:?}");
        for name in ["login", "password"] {
            let (problem, invalid) = if faulty.contains(&name) {
                (Some("Required.".to_owned()), Some("true".to_owned()))
            } else {
                (None, None)
            };
            assert_eq!(answer.field_problem(name), problem, "{name} of {fields:?}");
            assert_eq!(
                answer.attribute(&format!("#{name}"), "aria-invalid"),
                invalid,
                "{name} of {fields:?}"
            );
        }
    }
}

#[actix_web::test]
async fn only_the_right_password_shows_that_an_account_is_disabled() {
    let app = TestApp::start();
    ada(&app).await;
    app.user("ada").disable();
    let browser = app.browser();

    let right = browser.post("/login", &[("login", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, 403);
    assert_eq!(right.select("[role=alert]"), ["This account has been disabled."]);
    assert_eq!(right.field("login").as_deref(), Some("ada"));
    assert!(!right.body.contains(PASSWORD));
    assert!(right.set_cookies().is_empty());
    let wrong =
        browser.post("/login", &[("login", "ada"), ("password", "wrong horse battery")]).await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.body.contains("disabled"));
}

#[actix_web::test]
async fn markup_in_a_field_is_shown_as_it_was_typed() {
    let app = TestApp::start();
    let browser = app.browser();

    for typed in
        [MARKUP, "' onfocus='alert(1)", "</title><b>", "{{7*7}}", "grüße \u{202e}", "a\u{2028}b"]
    {
        let answer = browser.post("/login", &[("login", typed), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 401, "{typed:?}");
        assert_eq!(answer.field("login").as_deref(), Some(typed));
        assert_eq!(answer.select("script:not([src]), b").len(), 0, "{typed:?}");
        assert_eq!(answer.attribute("#login", "onfocus"), None, "{typed:?}");
    }
}

/// Shows: INP-10.
#[actix_web::test]
async fn characters_that_html_cannot_contain_are_left_out() {
    let app = TestApp::start();
    let browser = app.browser();

    for path in ["/login", "/register"] {
        let typed = "a\0d\u{1b}[31ma\u{7f}\r\n\u{85}";
        let answer =
            browser.post(path, &[("login", typed), ("username", typed), ("email", typed)]).await;
        assert_eq!(answer.status, 422, "{path}");
        let shown =
            ["login", "username", "email"].into_iter().filter_map(|field| answer.field(field));
        assert!(shown.into_iter().all(|shown| shown == "ad[31ma"), "{path}: {answer:?}");
        assert_eq!(answer.select("[role=alert]").len(), 1, "{path}: the page is well-formed");
    }
}

#[actix_web::test]
async fn a_signed_in_user_is_sent_to_the_profile() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for (path, to) in [
        ("/login", "/profile"),
        ("/login?reason=expired", "/profile"),
        ("/login?next=%2F%2Fevil.example", "/profile"),
        ("/login?next=%2Fwiki%3Fpage%3D1", "/wiki?page=1"),
        ("/register", "/profile"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.redirect(), (303, to), "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}");
    }
    app.advance(ACCESS_ENDED);
    let renewed = browser.get("/login").await;
    assert_eq!(renewed.redirect(), (303, "/profile"), "a refresh cookie is enough");
    assert_eq!(renewed.set_cookies().len(), 2);
}

/// Shows: CSRF-18, RT-18, ASVS 7.2.4.
#[actix_web::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let before = browser.copy();
    app.browser().register("grace").await;

    browser.log_in("grace").await;

    assert_eq!(browser.get("/profile").await.select("h1"), ["grace"]);
    assert_eq!(before.get("/profile").await.location(), "/login?next=%2Fprofile&reason=signed-out");
    assert_eq!(app.unrevoked_sessions().len(), 2, "grace's two");
}

#[actix_web::test]
async fn a_failed_sign_in_does_not_sign_the_browser_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    let answer = browser.post("/login", &[("login", "grace"), ("password", PASSWORD)]).await;

    assert_eq!(answer.status, 401);
    assert!(answer.set_cookies().is_empty());
    assert!(browser.is_signed_in().await);
}

/// Shows: RT-17, ASVS 7.2.4.
#[actix_web::test]
async fn signing_in_never_reuses_earlier_tokens() {
    let app = TestApp::start();
    ada(&app).await;
    let browser = app.browser();
    browser.set_cookie("access_token", Some("planted"));
    browser.set_cookie("refresh_token", Some("planted"));

    browser.log_in("ada").await;

    assert_ne!(browser.cookie("access_token").as_deref(), Some("planted"));
    assert_ne!(browser.cookie("refresh_token").as_deref(), Some("planted"));
    assert!(browser.is_signed_in().await);
}
