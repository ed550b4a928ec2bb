//! `POST /profile/password`

use std::time::Duration;

use crate::support::{Answer, Browser, PASSWORD, TestApp};

const NEW: &str = "a better horse battery";
const SECURITY: &str = "/profile/security";

async fn change(browser: &Browser, current: &str, new: &str) -> Answer {
    browser.post("/profile/password", &[("current_password", current), ("new_password", new)]).await
}

#[actix_web::test]
async fn this_browser_stays_signed_in_and_sees_a_confirmation() {
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    here.register("ada").await;
    there.log_in("ada").await;
    app.advance(Duration::from_secs(1));
    assert_eq!(here.get(SECURITY).await.select("[role=status]").len(), 0);

    let answer = change(&here, PASSWORD, NEW).await;

    assert_eq!((answer.redirect(), answer.token_cookies().len()), ((303, SECURITY), 2));
    let page = here.get(SECURITY).await;
    assert_eq!(
        page.select("[role=status]"),
        ["Your password has been changed, and your other devices have been signed out."]
    );
    assert_eq!((page.status, page.set_cookies().len()), (200, 0), "the new cookies are good");
    assert!(!there.is_signed_in().await);
    app.advance(Duration::from_secs(61));
    assert_eq!(
        here.get(SECURITY).await.select("[role=status]").len(),
        0,
        "the message is shown once"
    );
    let fields = [("login", "ada"), ("password", NEW), ("remember", "true")];
    assert_eq!(there.post("/login", &fields).await.redirect(), (303, "/profile"));
    assert_eq!(
        there.get(SECURITY).await.select("[role=status]").len(),
        0,
        "no message without a change"
    );
}

/// Shows: WEB-23.
#[actix_web::test]
async fn a_form_filled_in_while_the_access_token_expired_is_not_lost() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let answer = change(&browser, PASSWORD, NEW).await;
    assert_eq!((answer.redirect(), answer.token_cookies().len()), ((303, SECURITY), 2));
    assert!(browser.is_signed_in().await);
    app.advance(Duration::from_secs(901));
    assert!(browser.is_signed_in().await);
}

#[actix_web::test]
async fn errors_are_shown_at_their_fields_without_any_password() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (current, new, status, field, words) in [
        ("not the password", NEW, 403, "current_password", "The current password is wrong."),
        ("", NEW, 422, "current_password", "Required."),
        (PASSWORD, "short", 422, "new_password", "Use at least 8 characters."),
        (PASSWORD, PASSWORD, 422, "new_password", "This is already your password. Choose another."),
    ] {
        let page = change(&browser, current, new).await;
        assert_eq!(page.status, status, "{words}");
        assert_eq!(page.select("[role=alert] > p"), ["Please fix the errors below."]);
        assert_eq!(page.field_problem(field).as_deref(), Some(words));
        assert_eq!(page.select("[aria-invalid=true]").len(), 1, "{words}");
        assert_eq!(page.attribute("[autofocus]", "id").as_deref(), Some(field), "{words}");
        let described = page.attribute(&format!("#{field}"), "aria-describedby").unwrap();
        assert!(described.starts_with(&format!("{field}-problem")), "{described}");
        for typed in
            [current, new].into_iter().filter(|typed| !typed.is_empty() && *typed != "short")
        {
            assert!(!page.body.contains(typed), "{typed}");
        }
        assert_eq!(page.set_cookies().len(), 0);
    }
    browser.post("/logout", &[]).await;
    browser.log_in("ada").await;
}

/// Shows: WEB-23.
#[actix_web::test]
async fn anonymous_and_signed_out_visitors_are_sent_to_sign_in() {
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    assert_eq!(change(&here, PASSWORD, NEW).await.redirect(), (303, "/login?next=%2Fprofile"));
    here.register("ada").await;
    there.log_in("ada").await;
    there.post("/logout-all", &[]).await;
    let answer = change(&here, PASSWORD, NEW).await;
    assert!(
        answer.location().starts_with("/login?next=%2Fprofile&reason=signed-out"),
        "{answer:?}"
    );
    there.log_in("ada").await;
}
