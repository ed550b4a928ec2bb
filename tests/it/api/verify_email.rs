//! `POST /api/auth/verify-email` and `POST /api/auth/verify-email/resend`

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Answer, PASSWORD, TestApp};

const DAY: Duration = Duration::from_secs(86_400);

async fn confirm(app: &TestApp, token: &str) -> Answer {
    app.json().post("/api/auth/verify-email", &json!({ "token": token })).await
}

async fn type_code(app: &TestApp, email: &str, code: &str) -> Answer {
    app.json().post("/api/auth/verify-email", &json!({ "email": email, "code": code })).await
}

fn invalid_link() -> (u16, String) {
    (422, "INVALID_LINK".to_owned())
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// Shows: AUTH-67, ASVS 6.4.1.
#[actix_web::test]
async fn registering_mails_a_link_that_confirms_the_address_once() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let verified =
        || async { ada.json.get("/api/auth/me").await.json()["user"]["emailVerified"].clone() };
    assert_eq!(verified().await, false);
    let token = app.mail("verify_email").await.token();
    let answer = confirm(&app, &token).await;
    assert_eq!((answer.status, answer.body.as_str(), answer.set_cookies().len()), (204, "", 0));
    assert_eq!(verified().await, true);
    assert!(app.settled_event_kinds().await.contains(&"email_verified".to_owned()));
    assert_eq!(confirm(&app, &token).await.status, 204, "repeating it is no error");
    assert_eq!(app.events_of_kind("email_verified").len(), 1);
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200, "nobody is signed out");
}

/// Shows: AUTH-51, ASVS 6.4.1.
#[actix_web::test]
async fn a_link_lives_for_a_day() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.json().register("bob").await;
    let tokens: Vec<_> = app.mails("verify_email").await.iter().map(|mail| mail.token()).collect();
    app.advance(DAY - Duration::from_millis(1));
    assert_eq!(confirm(&app, &tokens[0]).await.status, 204);
    app.advance(Duration::from_millis(1));
    assert_eq!(confirm(&app, &tokens[1]).await.problem(), invalid_link());
}

/// Shows: JWT-22.
#[actix_web::test]
async fn an_invalid_token_confirms_nothing() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let token = app.mail("verify_email").await.token();
    let cut = &token[..token.len() - 1];
    for wrong in
        [cut, &format!("{token}A"), &token.to_uppercase(), "x", &"A".repeat(43), &ada.access, "%00"]
    {
        assert_eq!(confirm(&app, wrong).await.problem(), invalid_link(), "{wrong}");
    }
    for (body, field, code) in [
        (json!({}), "token", "REQUIRED"),
        (json!({ "token": "" }), "token", "REQUIRED"),
        (json!({ "token": null }), "token", "REQUIRED"),
        (json!({ "token": ["a"] }), "token", "WRONG_TYPE"),
        (json!({ "code": "123456" }), "email", "REQUIRED"),
        (json!({ "code": 123456, "email": "a@b" }), "code", "WRONG_TYPE"),
    ] {
        let answer = app.json().post("/api/auth/verify-email", &body).await;
        assert_eq!(answer.faults(), [(field.to_owned(), code.to_owned())], "{body}");
    }
    assert!(app.users().iter().all(|user| user.email_verified_at.is_none()));
}

/// Shows: ASVS 6.5.1.
#[actix_web::test]
async fn one_of_many_concurrent_uses_of_a_link_confirms() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let token = app.mail("verify_email").await.token();
    let answers = join_all((0..12).map(|_| confirm(&app, &token))).await;
    assert!(answers.iter().all(|answer| answer.status == 204), "the others find it confirmed");
    assert_eq!(
        app.settled_event_kinds().await.iter().filter(|kind| *kind == "email_verified").count(),
        1
    );
}

/// Shows: AUTH-52.
#[actix_web::test]
async fn a_new_mail_replaces_the_link_and_three_an_hour_are_sent() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let resend = || async { ada.json.post("/api/auth/verify-email/resend", &json!({})).await };
    let first = app.mail("verify_email").await.token();
    for _ in 0..2 {
        app.advance(Duration::from_secs(1));
        assert_eq!(resend().await.status, 202);
    }
    let third = app.mail("verify_email").await;
    assert_ne!(third.token(), first);
    assert_eq!(confirm(&app, &first).await.problem(), invalid_link());
    app.advance(Duration::from_secs(1));
    for _ in 0..3 {
        assert_eq!(resend().await.problem(), (429, "RATE_LIMITED".to_owned()));
    }
    // The one in between was replaced before it left: nobody is mailed a link that is worth
    // nothing.
    assert_eq!(app.mails("verify_email").await.len(), 2);
    assert_eq!(app.mail_rows().len(), 3);
    app.advance(Duration::from_secs(3600));
    let ada = app.json().log_in("ada").await;
    assert_eq!(ada.json.post("/api/auth/verify-email/resend", &json!({})).await.status, 202);
    assert_eq!(app.mails("verify_email").await.len(), 3);
    assert_eq!(confirm(&app, &third.token()).await.problem(), invalid_link());
}

#[actix_web::test]
async fn without_limits_there_is_no_limit() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let ada = app.json().register("ada").await;
    for _ in 0..5 {
        assert_eq!(ada.json.post("/api/auth/verify-email/resend", &json!({})).await.status, 202);
    }
    assert_eq!(app.mail_rows().len(), 6);
}

/// Shows: AUTH-07.
#[actix_web::test]
async fn resending_needs_a_session_and_mails_no_confirmed_address() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let nobody = app.json().post("/api/auth/verify-email/resend", &json!({})).await;
    assert_eq!(nobody.problem(), (401, "NO_TOKEN".to_owned()));
    let token = app.mail("verify_email").await.token();
    confirm(&app, &token).await;
    assert_eq!(ada.json.post("/api/auth/verify-email/resend", &json!({})).await.status, 202);
    assert_eq!(app.mail_rows().len(), 1);
}

#[actix_web::test]
async fn the_code_works_where_the_link_cannot_be_followed() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.json().register("bob").await;
    let mails = app.mails("verify_email").await;
    let of = |name: &str| {
        mails.iter().find(|mail| mail.to[0] == format!("{name}@example.com")).unwrap().code()
    };
    let (ada, bob) = (of("ada"), of("bob"));
    assert_eq!(
        type_code(&app, "bob@example.com", &ada).await.problem(),
        invalid_link(),
        "another account's code"
    );
    let spaced = format!(" {} - {} ", &ada[..3], &ada[3..]);
    assert_eq!(type_code(&app, " ADA@example.com", &spaced).await.status, 204);
    assert_eq!(
        type_code(&app, "ada@example.com", &ada).await.status,
        204,
        "repeating it is no error"
    );
    app.advance(DAY);
    assert_eq!(type_code(&app, "ada@example.com", &ada).await.problem(), invalid_link(), "ended");
    assert_eq!(type_code(&app, "bob@example.com", &bob).await.problem(), invalid_link(), "ended");
}

/// Shows: AUTH-63, ASVS 6.6.3.
#[actix_web::test]
async fn five_wrong_codes_end_the_code_and_not_the_link() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let mail = app.mail("verify_email").await;
    let (code, wrong) = (mail.code(), other_than(&mail.code()));
    for nonsense in ["12345", "1234567", "abcdef", "１２３４５６"] {
        assert_eq!(type_code(&app, "ada@example.com", nonsense).await.problem(), invalid_link());
    }
    let guesses = join_all((0..20).map(|_| type_code(&app, "ada@example.com", &wrong))).await;
    assert!(guesses.iter().all(|answer| answer.problem() == invalid_link()));
    let tries: Vec<i64> = app.mail_tokens().iter().map(|link| link.tries_left).collect();
    assert_eq!(tries, [0]);
    assert_eq!(type_code(&app, "ada@example.com", &code).await.problem(), invalid_link());
    assert_eq!(confirm(&app, &mail.token()).await.status, 204);
}

/// Shows: AUTH-63.
#[actix_web::test]
async fn a_new_code_allows_no_more_attempts_within_a_day() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let wrong = other_than(&app.mail("verify_email").await.code());
    for _ in 0..5 {
        type_code(&app, "ada@example.com", &wrong).await;
    }
    app.advance(Duration::from_secs(1));
    ada.json.post("/api/auth/verify-email/resend", &json!({})).await;
    let code = app.mail("verify_email").await.code();
    assert_eq!(type_code(&app, "ada@example.com", &code).await.problem(), invalid_link());
    app.advance(DAY);
    let ada = app.json().log_in("ada").await;
    ada.json.post("/api/auth/verify-email/resend", &json!({})).await;
    let code = app.mail("verify_email").await.code();
    assert_eq!(type_code(&app, "ada@example.com", &code).await.status, 204);
}

/// Shows: AUTH-57, JWT-22, ASVS 6.6.2.
#[actix_web::test]
async fn a_link_works_only_for_its_purpose() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    ada.json.post("/api/auth/forgot-password", &json!({ "email": "ada@example.com" })).await;
    let change = json!({ "email": "ada@example.org", "password": PASSWORD });
    assert_eq!(ada.json.post("/api/profile/email", &change).await.status, 202);
    let (verify, reset) = (app.mail("verify_email").await, app.mail("reset_password").await);
    assert_eq!(confirm(&app, &reset.token()).await.problem(), invalid_link());
    assert_eq!(type_code(&app, "ada@example.com", &reset.code()).await.problem(), invalid_link());
    for mail in [&verify, &app.mail("change_email").await] {
        let by_token = json!({ "token": mail.token(), "password": "another good one" });
        let by_code =
            json!({ "email": mail.to[0], "code": mail.code(), "password": "another good one" });
        for body in [by_token, by_code] {
            assert_eq!(
                app.json().post("/api/auth/reset-password", &body).await.problem(),
                invalid_link()
            );
        }
    }
    app.json().log_in("ada").await;
}

/// Shows: AUTH-67.
#[actix_web::test]
async fn a_deleted_account_has_no_links_and_no_mails() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let token = app.mail("verify_email").await.token();
    app.app
        .store
        .write(|tx| {
            let user = vestibule::store::users::find_by_username(tx, "ada")?.unwrap();
            vestibule::store::users::delete(tx, user.id)
        })
        .await
        .unwrap();
    assert_eq!(confirm(&app, &token).await.problem(), invalid_link());
    assert_eq!((app.mail_tokens().len(), app.mail_rows().len()), (0, 0));
}

/// Shows: REL-27.
#[actix_web::test]
async fn expired_links_and_mails_are_deleted() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.deliver().await;
    app.advance(DAY * 2 + Duration::from_secs(1));
    vestibule::jobs::delete_old_rows(&app.app, None, Duration::ZERO).await.unwrap();
    assert_eq!((app.mail_tokens().len(), app.mail_rows().len()), (0, 0));
}
