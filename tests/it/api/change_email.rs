//! `POST /api/profile/email`

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Answer, PASSWORD, Person, TestApp};

async fn ask(person: &Person, email: &str, password: &str) -> Answer {
    person.json.post("/api/profile/email", &json!({ "email": email, "password": password })).await
}

async fn confirm(app: &TestApp, token: &str) -> Answer {
    app.json().post("/api/auth/verify-email", &json!({ "token": token })).await
}

async fn address(person: &Person) -> (String, bool) {
    let user = person.json.get("/api/auth/me").await.json()["user"].clone();
    (user["email"].as_str().unwrap().to_owned(), user["emailVerified"].as_bool().unwrap())
}

/// Shows: AUTH-68, ASVS 6.3.7.
#[actix_web::test]
async fn the_address_changes_when_the_link_mailed_to_the_new_one_is_confirmed() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    let there = app.json().log_in("ada").await;
    assert_eq!(ask(&here, "Ada@example.org", PASSWORD).await.status, 202);
    let (link, notice) = (app.mail("change_email").await, app.mail("email_change_requested").await);
    assert_eq!(
        (link.to, notice.to),
        (vec!["Ada@example.org".to_owned()], vec!["ada@example.com".to_owned()])
    );
    assert!(!notice.raw.contains("token=") && !notice.raw.contains("example.org"));
    assert_eq!(
        address(&here).await,
        ("ada@example.com".to_owned(), false),
        "nothing has changed yet"
    );

    app.advance(Duration::from_secs(1));
    assert_eq!(confirm(&app, &app.mail("change_email").await.token()).await.status, 204);
    assert_eq!(
        address(&here).await,
        ("Ada@example.org".to_owned(), true),
        "the session that asked stays signed in"
    );
    assert_eq!(there.json.get("/api/auth/me").await.problem(), (401, "TOKEN_REVOKED".to_owned()));
    let reasons = app.revocation_reasons();
    assert_eq!(reasons, ["signed_out_elsewhere"], "its login page can show the reason");
    assert_eq!(app.mail("email_changed").await.to, ["ada@example.com"]);
    let body = json!({ "email": "ada@EXAMPLE.org", "password": PASSWORD });
    assert_eq!(app.json().post("/api/auth/login", &body).await.status, 200);
    let events = app.settled_event_kinds().await;
    let count = |kind: &str| events.iter().filter(|one| *one == kind).count();
    assert_eq!(
        (count("email_change_requested"), count("email_changed"), count("session_revoked")),
        (1, 1, 1)
    );
}

#[actix_web::test]
async fn the_link_works_once_and_for_a_day_and_the_newest_counts() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let mut tokens = Vec::new();
    for email in ["one@example.org", "two@example.org"] {
        assert_eq!(ask(&ada, email, PASSWORD).await.status, 202);
        tokens.push(app.mail("change_email").await.token());
        app.advance(Duration::from_secs(1));
    }
    assert_eq!(
        confirm(&app, &tokens[0]).await.problem(),
        (422, "INVALID_LINK".to_owned()),
        "replaced"
    );
    let answers = join_all((0..8).map(|_| confirm(&app, &tokens[1]))).await;
    assert!(answers.iter().all(|answer| answer.status == 204), "repeating it is no error");
    assert_eq!(app.events_of_kind("email_changed").len(), 1);
    assert_eq!(address(&ada).await.0, "two@example.org");

    assert_eq!(ask(&ada, "three@example.org", PASSWORD).await.status, 202);
    let token = app.mail("change_email").await.token();
    app.advance(Duration::from_secs(86_400));
    assert_eq!(confirm(&app, &token).await.problem(), (422, "INVALID_LINK".to_owned()), "ended");
}

#[actix_web::test]
async fn signing_out_everywhere_makes_the_link_void() {
    let app = TestApp::start();
    let boss = app.administrator("boss").await;
    for who in ["owner", "another"] {
        let ada = app.json().register(who).await;
        assert_eq!(ask(&ada, &format!("{who}@example.org"), PASSWORD).await.status, 202);
        let token = app.mail("change_email").await.token();
        let answer = match who {
            "owner" => ada.json.post("/api/auth/logout-all", &json!({})).await,
            _ => boss.json.post(&format!("/api/users/{}/logout", ada.id), &json!({})).await,
        };
        assert_eq!(answer.status, 200, "{who}");
        assert_eq!(
            confirm(&app, &token).await.problem(),
            (422, "INVALID_LINK".to_owned()),
            "{who}"
        );
        app.advance(Duration::from_secs(1));
    }
}

#[actix_web::test]
async fn an_account_cannot_change_to_its_own_address() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for own in ["ada@example.com", "ADA@Example.Com", " ada@example.com "] {
        let body = json!({ "email": own, "password": PASSWORD });
        let answer = ada.json.post("/api/profile/email", &body).await;
        assert_eq!(answer.faults(), [("email".to_owned(), "UNCHANGED".to_owned())], "{own}");
    }
    let wrong = json!({ "email": "ada@example.com", "password": "not the password" });
    assert_eq!(
        ada.json.post("/api/profile/email", &wrong).await.status,
        422,
        "it does not count as a password attempt"
    );
    assert!(app.mails("email_change_requested").await.is_empty());
}

/// Shows: AUTH-68, AZ-16, ASVS 7.5.1.
#[actix_web::test]
async fn a_change_needs_a_session_the_password_and_a_free_address() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().register("bob").await;
    let nobody = app
        .json()
        .post("/api/profile/email", &json!({ "email": "a@example.org", "password": PASSWORD }))
        .await;
    assert_eq!(nobody.problem(), (401, "NO_TOKEN".to_owned()));
    for (email, password, status, code) in [
        ("a@example.org", "not the password", 403, "WRONG_PASSWORD"),
        ("bob@example.com", "not the password", 403, "WRONG_PASSWORD"),
        ("BOB@example.com", PASSWORD, 409, "EMAIL_TAKEN"),
        ("a@b@c", PASSWORD, 422, "VALIDATION_FAILED"),
        ("a@example.org\r\nBcc: b@example.org", PASSWORD, 422, "VALIDATION_FAILED"),
        ("", "", 422, "VALIDATION_FAILED"),
    ] {
        assert_eq!(
            ask(&ada, email, password).await.problem(),
            (status, code.to_owned()),
            "{email:?}"
        );
    }
    assert!(app.mail_rows().iter().all(|mail| mail.kind == "verify_email"));
    assert!(!app.settled_event_kinds().await.contains(&"email_change_requested".to_owned()));
}

#[actix_web::test]
async fn an_address_taken_meanwhile_stays_with_its_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    ask(&ada, "bob@example.com", PASSWORD).await;
    let token = app.mail("change_email").await.token();
    let bob = app.json().register("bob").await;
    assert_eq!(confirm(&app, &token).await.problem(), (409, "EMAIL_TAKEN".to_owned()));
    assert_eq!(
        (address(&ada).await.0, address(&bob).await.0),
        ("ada@example.com".into(), "bob@example.com".into())
    );
}

#[actix_web::test]
async fn three_mails_an_hour_are_sent_and_more_are_refused() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for n in 0..6 {
        let answer = ask(&ada, &format!("ada{n}@example.org"), PASSWORD).await;
        assert_eq!(answer.status, if n < 3 { 202 } else { 429 }, "{n}");
        app.deliver().await;
        app.advance(Duration::from_secs(1));
    }
    assert_eq!(app.mails("change_email").await.len(), 3);
    assert_eq!(app.mails("email_change_requested").await.len(), 3);
    let events = app
        .settled_event_kinds()
        .await
        .into_iter()
        .filter(|kind| kind == "email_change_requested")
        .count();
    assert_eq!(events, 3, "a request without effect is no event");
}

#[actix_web::test]
async fn the_code_confirms_the_new_address_too() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    ask(&ada, "ada@example.org", PASSWORD).await;
    let body = json!({ "email": "ada@example.org", "code": app.mail("change_email").await.code() });
    assert_eq!(app.json().post("/api/auth/verify-email", &body).await.status, 204);
    assert_eq!(address(&ada).await, ("ada@example.org".to_owned(), true));
}
