//! `POST /api/auth/reset-password`

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, Mail, PASSWORD, TestApp};

const NEW: &str = "another good one";

fn invalid_link() -> (u16, String) {
    (422, "INVALID_LINK".to_owned())
}

async fn forget(app: &TestApp, name: &str) -> Mail {
    app.json()
        .post("/api/auth/forgot-password", &json!({ "email": format!("{name}@example.com") }))
        .await;
    app.mail("reset_password").await
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Answer {
    app.json()
        .post("/api/auth/reset-password", &json!({ "token": token, "password": password }))
        .await
}

async fn log_in(app: &TestApp, password: &str) -> Answer {
    app.json().post("/api/auth/login", &json!({ "username": "ada", "password": password })).await
}

/// Shows: AUTH-64, RT-35, ASVS 6.3.6, ASVS 7.6.2.
#[actix_web::test]
async fn a_new_password_ends_every_session_and_signs_nobody_in() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    let there = app.json().log_in("ada").await;
    let bob = app.json().register("bob").await;
    let mail = forget(&app, "ada").await;
    let answer = reset(&app, &mail.token(), NEW).await;
    assert_eq!((answer.status, answer.body.as_str(), answer.set_cookies().len()), (204, "", 0));
    for person in [&here, &there] {
        assert_eq!(
            person.json.get("/api/auth/verify").await.problem(),
            (401, "TOKEN_REVOKED".to_owned())
        );
        assert_eq!(app.json().refresh(&person.refresh).await.problem().1, "REFRESH_TOKEN_REVOKED");
    }
    assert_eq!(bob.json.get("/api/auth/verify").await.status, 200);
    let reasons = app.revocation_reasons();
    assert!(
        !reasons.is_empty() && reasons.iter().all(|reason| reason == "password_changed"),
        "{reasons:?}"
    );
    assert_eq!(log_in(&app, PASSWORD).await.status, 401);
    assert_eq!(log_in(&app, NEW).await.status, 200);
    let notice = app.mail("password_changed").await;
    assert_eq!(notice.to, ["ada@example.com"]);
    assert!(!notice.raw.contains("token=") && notice.text.contains("/forgot-password"));
    let kinds = app.settled_event_kinds().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "password_reset").count(), 1);
    assert_eq!(kinds.iter().filter(|kind| *kind == "session_revoked").count(), 2);
}

/// Shows: AUTH-50, AUTH-51, ASVS 6.4.3.
#[actix_web::test]
async fn the_link_works_once_and_for_an_hour() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let first = forget(&app, "ada").await.token();
    assert_eq!(reset(&app, &first, NEW).await.status, 204);
    assert_eq!(reset(&app, &first, PASSWORD).await.problem(), invalid_link());
    app.advance(Duration::from_secs(1));
    let second = forget(&app, "ada").await.token();
    app.advance(Duration::from_secs(3600));
    assert_eq!(reset(&app, &second, PASSWORD).await.problem(), invalid_link());
    assert_eq!(log_in(&app, NEW).await.status, 200);
}

/// Shows: AUTH-60, ASVS 6.5.1.
#[actix_web::test]
async fn one_of_many_concurrent_uses_of_a_link_sets_the_password() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let token = forget(&app, "ada").await.token();
    let passwords: Vec<String> = (0..20).map(|n| format!("a good password {n}")).collect();
    let answers = join_all(passwords.iter().map(|password| reset(&app, &token, password))).await;
    let won: Vec<_> =
        answers.iter().zip(&passwords).filter(|(answer, _)| answer.status == 204).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert_eq!(log_in(&app, won[0].1).await.status, 200);
}

#[actix_web::test]
async fn an_unacceptable_password_uses_no_link_and_all_errors_are_reported() {
    let app = TestApp::start();
    app.json().register("ada.lovelace").await;
    let token = forget(&app, "ada.lovelace").await.token();
    for (password, code) in [
        ("short", "TOO_SHORT"),
        ("password1", "WELL_KNOWN"),
        ("Ada.Lovelace", "ACCOUNT_NAME"),
        ("ada.lovelace@example.com", "ACCOUNT_NAME"),
        ("", "REQUIRED"),
    ] {
        assert_eq!(
            reset(&app, &token, password).await.faults(),
            [("password".to_owned(), code.to_owned())]
        );
    }
    let faults = |body: Value| {
        let app = &app;
        async move { app.json().post("/api/auth/reset-password", &body).await.faults() }
    };
    let named = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        fields.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(faults(json!({})).await, named(&[("token", "REQUIRED"), ("password", "REQUIRED")]));
    assert_eq!(
        faults(json!({ "code": "", "password": "short" })).await,
        named(&[("email", "REQUIRED"), ("code", "REQUIRED"), ("password", "TOO_SHORT")])
    );
    assert_eq!(reset(&app, &token, NEW).await.status, 204);
}

#[actix_web::test]
async fn the_code_works_with_the_address_it_was_sent_to() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.json().register("bob").await;
    let code = forget(&app, "ada").await.code();
    let by_code = |email: &'static str| json!({ "email": email, "code": code, "password": NEW });
    let bob = app.json().post("/api/auth/reset-password", &by_code("bob@example.com")).await;
    assert_eq!(bob.problem(), invalid_link());
    assert_eq!(
        app.json().post("/api/auth/reset-password", &by_code("Ada@example.com")).await.status,
        204
    );
    assert_eq!(log_in(&app, NEW).await.status, 200);
    let other =
        json!({ "email": "ada@example.com", "code": code, "password": "a third horse battery" });
    assert_eq!(app.json().post("/api/auth/reset-password", &other).await.problem(), invalid_link());
}

/// Shows: AUTH-53, ASVS 6.6.2.
#[actix_web::test]
async fn only_the_token_in_the_body_decides() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let bob = app.json().register("bob").await;
    let token = forget(&app, "ada").await.token();
    let body = json!({ "token": token, "password": NEW, "email": "bob@example.com", "id": bob.id, "username": "bob" });
    assert_eq!(app.json().post("/api/auth/reset-password", &body).await.status, 204);
    assert_eq!(bob.json.get("/api/auth/me").await.status, 200);
    app.json().log_in("bob").await;
}

/// Shows: AUTH-67.
#[actix_web::test]
async fn the_address_counts_as_confirmed_and_other_links_of_the_account_as_used() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let change = json!({ "email": "thief@example.com", "password": PASSWORD });
    ada.json.post("/api/profile/email", &change).await;
    let others = [app.mail("verify_email").await.token(), app.mail("change_email").await.token()];
    let token = forget(&app, "ada").await.token();
    assert_eq!(reset(&app, &token, NEW).await.status, 204);
    let ada = app.user("ada").row();
    assert!(ada.email_verified_at.is_some() && ada.email == "ada@example.com", "{ada:?}");
    let follow = async |token: &str| {
        app.json().post("/api/auth/verify-email", &json!({ "token": token })).await
    };
    assert_eq!(follow(&others[0]).await.status, 204, "the address is already confirmed");
    assert_eq!(follow(&others[1]).await.problem(), invalid_link());
    assert_eq!(app.events_of_kind("email_verified").len(), 1);
    assert!(app.settled_event_kinds().await.contains(&"email_verified".to_owned()));
}

/// Shows: AUTH-61.
#[actix_web::test]
async fn a_disabled_account_stays_disabled() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let token = forget(&app, "ada").await.token();
    app.user("ada").disable();
    assert_eq!(reset(&app, &token, NEW).await.status, 204);
    assert_eq!(log_in(&app, NEW).await.problem(), (403, "ACCOUNT_DISABLED".to_owned()));
}

/// Shows: AUTH-59.
#[actix_web::test]
async fn a_change_of_password_or_address_makes_the_link_void() {
    for change in ["password", "address"] {
        let app = TestApp::start();
        let ada = app.json().register("ada").await;
        let token = forget(&app, "ada").await.token();
        if change == "password" {
            let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
            assert_eq!(ada.json.post("/api/profile/password", &body).await.status, 204);
        } else {
            let body = json!({ "email": "countess@example.com", "password": PASSWORD });
            assert_eq!(ada.json.post("/api/profile/email", &body).await.status, 202);
            let body = json!({ "token": app.mail("change_email").await.token() });
            assert_eq!(app.json().post("/api/auth/verify-email", &body).await.status, 204);
        }
        assert_eq!(reset(&app, &token, NEW).await.problem(), invalid_link(), "{change}");
    }
}

/// Shows: AUTH-69.
#[actix_web::test]
async fn an_account_registered_with_a_strangers_address_goes_to_its_owner() {
    let app = TestApp::start();
    let thief = app.json().register("ada").await;
    let token = forget(&app, "ada").await.token();
    assert_eq!(reset(&app, &token, NEW).await.status, 204);
    assert_eq!(thief.json.get("/api/auth/me").await.status, 401);
    assert_eq!(app.json().refresh(&thief.refresh).await.status, 401);
    assert_eq!(log_in(&app, PASSWORD).await.status, 401);
}
