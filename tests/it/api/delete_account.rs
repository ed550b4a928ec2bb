//! `DELETE /api/profile/me`

use std::time::Duration;

use futures_util::future::join;
use serde_json::json;
use vestibule::store::events::Event;

use crate::support::{PASSWORD, TestApp};

const ME: &str = "/api/profile/me";

/// Shows: ASVS 7.4.2.
#[actix_web::test]
async fn the_account_and_all_its_sessions_are_gone_at_once() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let elsewhere = app.json().log_in("ada").await;
    let bob = app.json().register("bob").await;

    let answer = browser.delete_json(ME, &json!({ "password": PASSWORD })).await;

    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert!(answer.clears_cookies());
    assert_eq!(
        elsewhere.json.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_REVOKED".to_owned())
    );
    assert_eq!(
        app.json().refresh(&elsewhere.refresh).await.problem(),
        (401, "REFRESH_TOKEN_INVALID".to_owned())
    );
    assert_eq!(
        elsewhere.json.delete(ME, Some(&json!({ "password": PASSWORD }))).await.status,
        401,
        "a second time"
    );
    assert_eq!((app.users().len(), app.sessions().len()), (1, 1));
    assert_eq!(bob.json.get("/api/auth/me").await.status, 200);

    let app = app.restart();
    let elsewhere = elsewhere.json.at(&app);
    assert_eq!(
        elsewhere.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_REVOKED".to_owned()),
        "permanently"
    );
}

#[actix_web::test]
async fn nothing_that_remains_identifies_the_user() {
    let app = TestApp::start();
    let ada = app.json().with_agent("adas-own-program/1.0").register("ada").await;
    app.json()
        .post("/api/auth/login", &json!({ "username": "ada", "password": "not the password" }))
        .await;
    app.settle().await;
    app.json().register("bob").await;

    assert_eq!(ada.json.delete(ME, Some(&json!({ "password": PASSWORD }))).await.status, 204);

    assert_eq!(app.events().len(), 3, "the type and time of events are kept");
    let (kept, anonymous): (Vec<Event>, Vec<Event>) =
        app.events().into_iter().partition(|event| event.user_id.is_some());
    assert_eq!((kept.len(), anonymous.len()), (1, 2));
    assert!(kept[0].session_id.is_some() && kept[0].ip == "127.0.0.1");
    for event in anonymous {
        assert_eq!(
            (event.session_id, event.ip.as_str(), event.user_agent.as_str()),
            (None, "", "")
        );
    }
}

#[actix_web::test]
async fn the_address_is_free_again_at_once_and_the_user_name_after_thirty_days() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    ada.json.delete(ME, Some(&json!({ "password": PASSWORD }))).await;

    let with_her_address = json!({
        "username": "another", "email": "ada@example.com", "password": PASSWORD, "refreshTokenIn": "body",
    });
    let another = app.json().post("/api/auth/register", &with_her_address).await;
    let another = app.json().person(&another);

    assert_ne!(another.id, ada.id);
    assert_eq!(
        another.json.get("/api/profile/activity").await.json()["events"].as_array().unwrap().len(),
        1
    );
    assert_eq!(ada.json.get("/api/auth/me").await.problem(), (401, "TOKEN_REVOKED".to_owned()));
}

/// Shows: AZ-16, ASVS 7.5.3.
#[actix_web::test]
async fn a_wrong_password_deletes_nothing() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let wrong = ada.json.delete(ME, Some(&json!({ "password": "not the password" }))).await;
    assert_eq!(wrong.problem(), (403, "WRONG_PASSWORD".to_owned()));
    for (body, code) in [
        (json!({}), "REQUIRED"),
        (json!({ "password": "" }), "REQUIRED"),
        (json!({ "password": 1 }), "WRONG_TYPE"),
    ] {
        assert_eq!(
            ada.json.delete(ME, Some(&body)).await.faults(),
            [("password".to_owned(), code.to_owned())]
        );
    }
    assert_eq!(ada.json.delete(ME, None).await.problem(), (400, "MALFORMED_JSON".to_owned()));
    let wrong = ada.json.post(ME, &json!({ "password": PASSWORD })).await;
    assert_eq!(
        (wrong.problem().0, wrong.header("allow")),
        (405, Some("GET, HEAD, PATCH, DELETE, OPTIONS"))
    );
    let nobody = app.json().delete(ME, Some(&json!({ "password": PASSWORD }))).await;
    assert_eq!(nobody.problem(), (401, "NO_TOKEN".to_owned()));
    app.advance(Duration::from_secs(901));
    let late = ada.json.delete(ME, Some(&json!({ "password": PASSWORD }))).await;
    assert_eq!(late.problem(), (401, "TOKEN_EXPIRED".to_owned()));
    assert_eq!(app.users().len(), 1);
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let bob = app.json().register("bob").await;
    app.user("ada").make_administrator();
    let password = json!({ "password": PASSWORD });
    let refused = ada.json.delete(ME, Some(&password)).await;
    assert_eq!(refused.problem(), (409, "LAST_ADMIN".to_owned()));
    assert_eq!(ada.json.get("/api/auth/verify").await.status, 200, "nothing was changed");

    // Of two administrators who leave at once, one stays.
    for username in app.usernames() {
        app.user(&username).make_administrator();
    }
    let (one, two) =
        join(ada.json.delete(ME, Some(&password)), bob.json.delete(ME, Some(&password))).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);

    // A disabled administrator is no help to anybody.
    app.json().register("eve").await;
    app.user("eve").make_administrator();
    app.user("eve").disable();
    let left = if one.status == 409 { ada } else { bob };
    assert_eq!(
        left.json.delete(ME, Some(&password)).await.problem(),
        (409, "LAST_ADMIN".to_owned())
    );
}

#[actix_web::test]
async fn one_of_two_concurrent_deletions_finds_the_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let password = json!({ "password": PASSWORD });
    let (one, two) =
        join(ada.json.delete(ME, Some(&password)), ada.json.delete(ME, Some(&password))).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 401]);
}
