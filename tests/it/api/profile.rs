//! `PATCH /api/profile/me`

use serde_json::{Value, json};

use super::{hidden, rows, unlimited};
use crate::support::{PASSWORD, TestApp};

const PROFILE: &str = "/api/profile/me";

#[actix_web::test]
async fn changed_names_are_returned_and_stored() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let body = json!({ "username": " Countess ", "name": " Ada Lovelace " });
    let answer = ada.json.patch(PROFILE, &body).await;

    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    insta::assert_json_snapshot!(hidden(&answer), @r#"
    {
      "user": {
        "createdAt": "2026-01-01T00:00:00.250Z",
        "email": "ada@example.com",
        "emailVerified": false,
        "id": "[id]",
        "name": "Ada Lovelace",
        "roles": [
          "user"
        ],
        "username": "Countess"
      }
    }
    "#);
    let ada = app.json().person(&app.json().refresh(&ada.refresh).await);
    assert_eq!(ada.json.get(PROFILE).await.json(), answer.json());
}

#[actix_web::test]
async fn a_field_that_is_left_out_stays_as_it_is() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let change = async |body: Value| {
        // Another username makes the tokens from before stale.
        let ada = app.json().log_in_by_email("ada@example.com").await;
        let user = ada.json.patch(PROFILE, &body).await.json()["user"].clone();
        (user["username"].clone(), user["name"].clone())
    };
    assert_eq!(change(json!({ "name": "Ada" })).await, (json!("ada"), json!("Ada")));
    assert_eq!(change(json!({ "username": "countess" })).await, (json!("countess"), json!("Ada")));
    assert_eq!(change(json!({})).await, (json!("countess"), json!("Ada")));
}

#[actix_web::test]
async fn a_null_or_empty_name_removes_it() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for none in [json!(null), json!(""), json!("  ")] {
        ada.json.patch(PROFILE, &json!({ "name": "Ada" })).await;
        let answer = ada.json.patch(PROFILE, &json!({ "name": none })).await;
        assert_eq!((answer.status, &answer.json()["user"]["name"]), (200, &Value::Null), "{none}");
    }
}

#[actix_web::test]
async fn a_new_username_replaces_the_old_one_at_sign_in() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    assert_eq!(ada.json.patch(PROFILE, &json!({ "username": "countess" })).await.status, 200);
    let log_in = async |username: &str| {
        app.json()
            .post("/api/auth/login", &json!({ "username": username, "password": PASSWORD }))
            .await
            .status
    };
    assert_eq!((log_in("Countess").await, log_in("ada").await), (200, 401));
}

#[actix_web::test]
async fn ones_own_username_can_be_written_in_another_case() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let answer = ada.json.patch(PROFILE, &json!({ "username": "Ada" })).await;
    assert_eq!((answer.status, &answer.json()["user"]["username"]), (200, &json!("Ada")));
}

#[actix_web::test]
async fn the_username_of_somebody_else_is_refused_in_any_case_and_nothing_changes() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().register("Bob").await;
    let before = rows(&app).await;
    for taken in ["Bob", "bob", " BOB "] {
        let answer =
            ada.json.patch(PROFILE, &json!({ "username": taken, "name": "Not Bob" })).await;
        assert_eq!(answer.problem(), (409, "USERNAME_TAKEN".to_owned()), "{taken}");
    }
    assert_eq!(rows(&app).await, before);
    let user = ada.json.get(PROFILE).await.json()["user"].clone();
    assert_eq!((&user["username"], &user["name"]), (&json!("ada"), &Value::Null));
}

#[actix_web::test]
async fn exactly_one_of_two_concurrent_changes_gets_a_username() {
    let app = TestApp::start();
    let [ada, bob] = [app.json().register("ada").await, app.json().register("bob").await];
    let (upper, lower) = (json!({ "username": "SHARED" }), json!({ "username": "shared" }));
    let (first, second) = futures_util::future::join(
        ada.json.patch(PROFILE, &upper),
        bob.json.patch(PROFILE, &lower),
    )
    .await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(app.users().iter().filter(|user| user.username_folded == "shared").count(), 1);
}

#[actix_web::test]
async fn every_error_is_named_and_nothing_changes() {
    let app = unlimited();
    let ada = app.json().register("ada").await;
    let before = rows(&app).await;
    let cases: [(Value, &[(&str, &str)]); 12] = [
        (json!({ "username": "" }), &[("username", "REQUIRED")]),
        (json!({ "username": " " }), &[("username", "REQUIRED")]),
        (json!({ "username": "ab" }), &[("username", "TOO_SHORT")]),
        (json!({ "username": "a".repeat(33) }), &[("username", "TOO_LONG")]),
        (json!({ "username": "a b c" }), &[("username", "INVALID_CHARACTERS")]),
        (json!({ "username": "-abc" }), &[("username", "INVALID_CHARACTERS")]),
        (json!({ "username": ["bob"] }), &[("username", "WRONG_TYPE")]),
        (json!({ "name": "å".repeat(101) }), &[("name", "TOO_LONG")]),
        (json!({ "name": "Ada\u{7}" }), &[("name", "INVALID_CHARACTERS")]),
        (json!({ "name": 1 }), &[("name", "WRONG_TYPE")]),
        (json!({ "name": {} }), &[("name", "WRONG_TYPE")]),
        (
            json!({ "username": 1, "name": false }),
            &[("username", "WRONG_TYPE"), ("name", "WRONG_TYPE")],
        ),
    ];
    for (body, faults) in cases {
        let found = ada.json.patch(PROFILE, &body).await.faults();
        let found: Vec<_> =
            found.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
        assert_eq!(found, faults, "{body}");
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(ada.json.get(PROFILE).await.json()["user"]["username"], "ada");
}

/// Shows: AUTH-72, AZ-12.
#[actix_web::test]
async fn nothing_but_names_can_be_changed() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let before = ada.json.get(PROFILE).await.json();
    let body = json!({
        "id": "x", "email": "eve@example.com", "roles": ["user", "admin"], "role": "admin", "admin": true,
        "emailVerified": true, "password": "another good one", "createdAt": "2000-01-01T00:00:00Z", "disabled": true,
    });
    let answer = ada.json.patch(PROFILE, &body).await;
    assert_eq!((answer.status, answer.json()), (200, before));
    app.json().log_in("ada").await;
}

/// Shows: AZ-02.
#[actix_web::test]
async fn a_change_needs_a_token_and_touches_no_other_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let gone = app.json().register("gone").await;
    app.user("gone").delete();
    let body = json!({ "id": ada.id, "username": "eve" });
    assert_eq!(app.json().patch(PROFILE, &body).await.problem(), (401, "NO_TOKEN".to_owned()));
    assert_eq!(gone.json.patch(PROFILE, &body).await.problem(), (401, "TOKEN_REVOKED".to_owned()));
    let bob = app.json().register("bob").await;
    assert_eq!(bob.json.patch(PROFILE, &body).await.json()["user"]["id"], bob.id);
    assert_eq!(ada.json.get(PROFILE).await.json()["user"]["username"], "ada");
}
