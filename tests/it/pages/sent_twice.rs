//! Forms that are sent twice, by a double click or a reload, end as if they had been sent once; on
//! both faces.

use std::time::Duration;

use futures_util::future::join;
use serde_json::json;

use crate::support::{Answer, Browser, FIREFOX, PASSWORD, TestApp};

const NEW: &str = "another horse battery";
const REGISTRATION: [(&str, &str); 3] =
    [("username", "ada"), ("email", "ada@example.com"), ("password", PASSWORD)];

fn token(answer: &Answer) -> String {
    answer.set_cookie("refresh_token").value
}

/// Shows: AUTH-82.
#[actix_web::test]
async fn a_registration_that_is_sent_twice_at_once_is_one_account_and_one_session() {
    let app = TestApp::start();
    let (tab, click) = (app.browser(), app.browser());
    let (one, two) =
        join(tab.post("/register", &REGISTRATION), click.post("/register", &REGISTRATION)).await;
    assert_eq!((one.redirect(), two.redirect()), ((303, "/profile"), (303, "/profile")));
    assert_eq!(
        token(&one),
        token(&two),
        "the very same session, whichever answer the browser takes"
    );
    assert!(tab.is_signed_in().await && click.is_signed_in().await);
    assert_eq!((app.users().len(), app.sessions().len()), (1, 1));
    assert_eq!(app.settled_event_kinds().await, ["registered"]);
    assert_eq!(app.mails("verify_email").await.len(), 1);
}

/// Shows: AUTH-82.
#[actix_web::test]
async fn a_registration_that_is_loaded_again_within_a_minute_signs_in() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.post("/register", &REGISTRATION).await;
    app.advance(Duration::from_millis(59_999));
    assert_eq!(browser.post("/register", &REGISTRATION).await.redirect(), (303, "/profile"));
    assert_eq!(app.sessions().len(), 1);
    app.advance(Duration::from_millis(1));
    assert_eq!(browser.post("/register", &REGISTRATION).await.status, 409);
}

/// Shows: AUTH-83.
#[actix_web::test]
async fn a_registration_that_differs_is_refused_however_soon_it_comes() {
    let app = TestApp::start();
    app.browser().post("/register", &REGISTRATION).await;
    for (username, email, password) in [
        ("ada", "ada@example.com", NEW),
        ("countess", "ada@example.com", PASSWORD),
        ("ada", "other@example.com", PASSWORD),
    ] {
        let fields = [("username", username), ("email", email), ("password", password)];
        let answer = app.browser().post("/register", &fields).await;
        assert_eq!((answer.status, answer.set_cookies().len()), (409, 0), "{fields:?}");
    }
    let named = json!({ "username": "ada", "email": "ada@example.com", "password": PASSWORD, "name": "Ada" });
    assert_eq!(app.json().post("/api/auth/register", &named).await.problem().1, "EMAIL_TAKEN");
    assert_eq!((app.users().len(), app.sessions().len()), (1, 1));
}

/// Shows: AUTH-83.
#[actix_web::test]
async fn a_repeated_registration_opens_no_disabled_account_and_no_ended_session() {
    let app = TestApp::start();
    let browser = app.browser();
    let first = browser.post("/register", &REGISTRATION).await;
    browser.post("/logout", &[]).await;
    let again = browser.post("/register", &REGISTRATION).await;
    assert_eq!(again.redirect(), (303, "/profile"));
    assert_ne!(
        token(&again),
        token(&first),
        "the ended session stays ended: this is another session"
    );
    app.user("ada").disable();
    assert_eq!(app.browser().post("/register", &REGISTRATION).await.status, 409);
}

/// Shows: AUTH-83.
#[actix_web::test]
async fn another_program_with_the_same_fields_gets_a_session_of_its_own() {
    let app = TestApp::start();
    let first = app.browser().post("/register", &REGISTRATION).await;
    let other = app.browser().with_agent("another/2.0").post("/register", &REGISTRATION).await;
    assert_ne!(token(&first), token(&other), "tokens belong to the client that was given them");
    assert_eq!(app.sessions().len(), 2);
}

/// Shows: AUTH-83, ASVS 6.3.1.
#[actix_web::test]
async fn guesses_by_repeated_registrations_are_limited_as_guesses_are() {
    let app = TestApp::start();
    app.browser().post("/register", &REGISTRATION).await;
    let mut statuses = Vec::new();
    for guess in 0..8 {
        let password = format!("a wrong password {guess}");
        let fields = [("username", "ada"), ("email", "ada@example.com"), ("password", &*password)];
        statuses.push(app.browser().post("/register", &fields).await.status);
    }
    assert_eq!(statuses, [409, 409, 409, 409, 409, 409, 429, 429]);
}

#[actix_web::test]
async fn a_program_that_registers_twice_gets_the_same_tokens() {
    let app = TestApp::start();
    let body = json!({
        "username": "ada", "email": "ada@example.com", "password": PASSWORD, "refreshTokenIn": "body",
    });
    let (json, other) = (app.json(), app.json());
    let (one, two) =
        join(json.post("/api/auth/register", &body), other.post("/api/auth/register", &body)).await;
    assert_eq!((one.status, two.status), (201, 201));
    assert_eq!(one.json()["refreshToken"], two.json()["refreshToken"]);
    assert_eq!(one.json()["user"], two.json()["user"]);
}

async fn change(browser: &Browser, current: &str, new: &str) -> Answer {
    browser.post("/profile/password", &[("current_password", current), ("new_password", new)]).await
}

/// Shows: AUTH-82.
#[actix_web::test]
async fn a_changed_password_that_is_sent_twice_is_changed_once() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let elsewhere = app.json().log_in("ada").await;
    let click = browser.clone();
    let (one, two) = join(change(&browser, PASSWORD, NEW), change(&click, PASSWORD, NEW)).await;
    assert_eq!((one.redirect().0, two.redirect().0), (303, 303));
    assert!(browser.is_signed_in().await);
    assert_eq!(elsewhere.json.get("/api/auth/me").await.status, 401);
    assert_eq!(app.mails("password_changed").await.len(), 1);

    app.advance(Duration::from_secs(59));
    assert_eq!(
        change(&browser, PASSWORD, NEW).await.redirect(),
        (303, "/profile/security"),
        "loaded again"
    );
    assert_eq!(app.events_of_kind("password_changed").len(), 1);
    app.advance(Duration::from_secs(1));
    assert_eq!(
        change(&browser, PASSWORD, NEW).await.status,
        403,
        "after a minute it is a wrong password"
    );
}

/// Shows: AUTH-83.
#[actix_web::test]
async fn another_change_of_the_password_needs_the_current_one() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let elsewhere = app.browser();
    elsewhere.log_in("ada").await;
    assert_eq!(change(&browser, PASSWORD, NEW).await.status, 303);
    assert_eq!(
        change(&browser, PASSWORD, "a third horse battery").await.status,
        403,
        "another password"
    );
    elsewhere.post("/login", &[("login", "ada"), ("password", NEW)]).await;
    assert_eq!(change(&elsewhere, "not the password", NEW).await.status, 403, "another session");
}

/// Shows: AUTH-82, ASVS 6.5.1.
#[actix_web::test]
async fn a_new_password_that_is_sent_twice_is_set_once() {
    for by_code in [false, true] {
        let app = TestApp::start();
        app.json().register("ada").await;
        let browser = app.browser().with_agent(FIREFOX);
        browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
        let mail = app.mail("reset_password").await;
        let (token, code) = (mail.token(), mail.code());
        let proof = if by_code {
            vec![("email", "ada@example.com"), ("code", &*code)]
        } else {
            vec![("token", &*token)]
        };
        let with = |password| [&proof[..], &[("password", password)]].concat();
        let (fields, click) = (with(NEW), browser.clone());
        let done = (303, "/login?done=password-reset");
        let (one, two) =
            join(browser.post("/reset-password", &fields), click.post("/reset-password", &fields))
                .await;
        assert_eq!((one.redirect(), two.redirect()), (done, done));
        assert_eq!(app.mails("password_changed").await.len(), 1);
        assert_eq!(app.events_of_kind("password_reset").len(), 1);

        let other = browser.post("/reset-password", &with("a third horse battery")).await;
        assert_eq!((other.status, other.set_cookies().len()), (422, 0), "the link works once");
        app.advance(Duration::from_secs(59));
        assert_eq!(browser.post("/reset-password", &fields).await.redirect(), done, "loaded again");
        app.advance(Duration::from_secs(1));
        assert_eq!(
            browser.post("/reset-password", &fields).await.status,
            422,
            "after a minute it is a used link"
        );
        assert_eq!(
            browser.post("/login", &[("login", "ada"), ("password", NEW)]).await.redirect().0,
            303
        );
    }
}

/// Shows: AUTH-83, ASVS 6.6.3.
#[actix_web::test]
async fn guesses_with_a_used_link_are_limited_as_guesses_are() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let browser = app.browser();
    browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
    let token = app.mail("reset_password").await.token();
    assert_eq!(
        browser.post("/reset-password", &[("token", &token), ("password", NEW)]).await.status,
        303
    );
    let mut statuses = Vec::new();
    for guess in 0..8 {
        let fields = [("token", &*token), ("password", &*format!("a wrong password {guess}"))];
        statuses.push(browser.post("/reset-password", &fields).await.status);
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429, 429]);
}

/// Shows: AUTH-82.
#[actix_web::test]
async fn a_confirmation_link_that_is_followed_twice_has_confirmed_already() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let mail = app.mail("verify_email").await;
    let (token, code) = (mail.token(), mail.code());
    let by_link = [("token", &*token)];
    let click = browser.clone();
    let (one, two) =
        join(browser.post("/verify-email", &by_link), click.post("/verify-email", &by_link)).await;
    assert_eq!((one.status, two.status), (200, 200));
    app.advance(Duration::from_secs(3600));
    for fields in [&by_link[..], &[("email", "ada@example.com"), ("code", &*code)]] {
        let again = app.browser().post("/verify-email", fields).await;
        assert_eq!(
            (again.status, again.select("[role=status]").join("")),
            (200, "Your email address is already confirmed.".into())
        );
    }
    let body = json!({ "token": token });
    assert_eq!(app.json().post("/api/auth/verify-email", &body).await.status, 204);
    assert_eq!(app.events_of_kind("email_verified").len(), 1);

    app.user("ada").set_email("new@example.com");
    assert_eq!(
        app.json().post("/api/auth/verify-email", &body).await.problem().1,
        "INVALID_LINK",
        "the address has changed"
    );
    app.user("ada").set_email("ada@example.com");
    app.advance(Duration::from_secs(23 * 3600));
    assert_eq!(
        app.json().post("/api/auth/verify-email", &body).await.problem().1,
        "INVALID_LINK",
        "it lasts one day"
    );
}

/// Shows: AUTH-82.
#[actix_web::test]
async fn a_changed_address_that_is_confirmed_twice_is_changed_once() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    browser.post("/profile/email", &[("email", "new@example.com"), ("password", PASSWORD)]).await;
    let token = app.mail("change_email").await.token();
    let fields = [("token", &*token)];
    assert!(browser.post("/verify-email", &fields).await.body.contains("from now on"));
    let again = browser.post("/verify-email", &fields).await;
    assert_eq!((again.status, again.select("[role=status]").len()), (200, 1));
    assert_eq!(app.events_of_kind("email_changed").len(), 1);
    assert!(browser.is_signed_in().await);
}
