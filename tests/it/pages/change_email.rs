//! `POST /profile/email`, whose form stands on `/profile/security`

use std::time::Duration;

use crate::support::{Answer, PASSWORD, TestApp};

const SECURITY: &str = "/profile/security";

/// What the page says of a change that is not confirmed yet.
fn pending(page: &Answer) -> Option<String> {
    assert_eq!(page.status, 200);
    let told = page.select("[role=status], [role=status] ~ p").join(" ");
    (!told.is_empty()).then_some(told)
}

#[actix_web::test]
async fn a_form_requests_a_new_address_and_a_link_confirms_it() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert_eq!(
        browser.get("/profile").await.attribute("main .bar a[href*=security]", "href").as_deref(),
        Some("/profile/security#new-address")
    );
    assert_eq!(pending(&browser.get(SECURITY).await), None);
    let answer = browser
        .post("/profile/email", &[("email", "ada@example.org"), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.redirect(), (303, "/profile/security#email"));
    let told = pending(&browser.get(SECURITY).await).unwrap();
    assert!(told.starts_with("We've sent a link to your new address. Open it"), "{told}");
    assert!(told.contains("New address: ada@example.org"), "{told}");
    assert!(
        told.contains("before 2 January 2026, 00:00 UTC")
            && told.contains("notified your current address"),
        "{told}"
    );
    let mail = app.mail("change_email").await;
    assert_eq!(app.mail("email_change_requested").await.to, ["ada@example.com"]);
    let phone = app.browser();
    assert_eq!(phone.get(&mail.path()).await.status, 200);
    let answer = phone.post("/verify-email", &[("token", &mail.token())]).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (200, 0));
    assert!(browser.get("/profile").await.select("dd").contains(&"ada@example.org".to_owned()));
    assert!(!phone.is_signed_in().await);
    assert_eq!(pending(&browser.get(SECURITY).await), None);
    assert_eq!(app.mail("email_changed").await.to, ["ada@example.com"]);
}

#[actix_web::test]
async fn a_pending_change_is_shown_only_to_its_owner_while_the_link_is_valid() {
    let app = TestApp::start();
    let (browser, bob) = (app.browser(), app.browser());
    browser.register("ada").await;
    bob.register("bob").await;
    for address in ["a@example.org", "b@example.org"] {
        app.advance(Duration::from_secs(1));
        browser.post("/profile/email", &[("email", address), ("password", PASSWORD)]).await;
    }
    assert!(
        pending(&browser.get(SECURITY).await).unwrap().contains("New address: b@example.org"),
        "the newer link counts"
    );
    assert_eq!(pending(&bob.get(SECURITY).await), None);
    app.advance(Duration::from_secs(24 * 3600 - 1));
    assert!(pending(&browser.get(SECURITY).await).is_some());
    app.advance(Duration::from_secs(1));
    assert_eq!(pending(&browser.get(SECURITY).await), None);
}

#[actix_web::test]
async fn a_new_password_ends_a_pending_change() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    browser.post("/profile/email", &[("email", "thief@example.org"), ("password", PASSWORD)]).await;
    let fields = [("current_password", PASSWORD), ("new_password", "a better horse battery")];
    assert_eq!(browser.post("/profile/password", &fields).await.redirect(), (303, SECURITY));
    let page = browser.get(SECURITY).await;
    assert_eq!(
        page.select("[role=status]"),
        ["Your password has been changed, and your other devices have been signed out."]
    );
}

#[actix_web::test]
async fn errors_are_shown_at_their_fields_and_the_password_is_not_kept() {
    let app = TestApp::start();
    app.browser().register("bob").await;
    let browser = app.browser();
    browser.register("ada").await;
    for (email, password, status, fields) in [
        ("ada@example.org", "not the password", 403, &["change-password"][..]),
        ("bob@example.com", PASSWORD, 409, &["change-email"]),
        ("ada", PASSWORD, 422, &["change-email"]),
        ("", "", 422, &["change-email", "change-password"]),
    ] {
        let answer =
            browser.post("/profile/email", &[("email", email), ("password", password)]).await;
        assert_eq!((answer.status, answer.select("[role=alert]").len()), (status, 1), "{email}");
        assert_eq!(answer.field("email").as_deref(), Some(email));
        assert!(password.is_empty() || !answer.body.contains(password), "{email}");
        assert_eq!(answer.select("h1"), ["Security"]);
        assert_eq!(
            answer.select("[aria-invalid=true]").len(),
            fields.len(),
            "the other forms show no error"
        );
        for field in ["change-email", "change-password"] {
            let wrong = fields.contains(&field);
            assert_eq!(answer.field_problem(field).is_some(), wrong, "{email} {field}");
            let invalid = answer.attribute(&format!("#{field}"), "aria-invalid");
            assert_eq!(invalid.is_some(), wrong, "{email} {field}");
            let in_view = answer.attribute(&format!("#{field}"), "autofocus").is_some();
            assert_eq!(in_view, fields[0] == field, "{email}: the page opens at the first error");
        }
    }
    assert_eq!(app.mail_rows_of_kind("change_email").len(), 0);
}

#[actix_web::test]
async fn anonymous_visitors_are_sent_to_sign_in() {
    let app = TestApp::start();
    let browser = app.browser();
    let answer =
        browser.post("/profile/email", &[("email", "a@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile"));
}
