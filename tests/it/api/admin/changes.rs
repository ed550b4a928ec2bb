//! `PATCH /api/users/{id}`

use serde_json::{Value, json};

use super::{address, pair, refused};
use crate::support::{PASSWORD, START, TestApp, UserFixture};

/// What happened to somebody, oldest first.
async fn history(app: &TestApp, username: &str) -> Vec<String> {
    app.settle().await;
    app.user(username).event_kinds()
}

/// Shows: AZ-05.
#[actix_web::test]
async fn a_promotion_takes_effect_with_the_next_token() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let ada = app.json().register("ada").await;
    let answer = root.json.patch(&address(&ada), &json!({ "roles": ["user", "admin"] })).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user"]["roles"], json!(["user", "admin"]));

    assert_eq!(
        ada.json.get("/api/users").await.problem().1,
        "TOKEN_EXPIRED",
        "the old token is stale"
    );
    let ada = app.json().person(&app.json().refresh(&ada.refresh).await);
    assert_eq!(ada.json.get("/api/users").await.status, 200);
    assert_eq!(history(&app, "ada").await, ["registered", "roles_changed"]);
    assert_eq!(history(&app, "root").await, ["registered", "signed_in"]);
}

/// Shows: AZ-04, JWT-33.
#[actix_web::test]
async fn losing_the_role_takes_effect_at_the_next_request() {
    let app = TestApp::start();
    let (root, other) = (app.administrator("root").await, app.administrator("other").await);
    assert_eq!(other.json.get("/api/users").await.status, 200);
    assert_eq!(root.json.patch(&address(&other), &json!({ "roles": ["user"] })).await.status, 200);

    assert_eq!(other.json.get("/api/users").await.problem().1, "TOKEN_EXPIRED");
    let answer = other.json.patch(&address(&root), &json!({ "disabled": true })).await;
    assert_eq!(answer.problem().1, "TOKEN_EXPIRED");
    let other = app.json().person(&app.json().refresh(&other.refresh).await);
    assert_eq!(other.json.get("/api/users").await.problem(), (403, "FORBIDDEN".to_owned()));
    assert_eq!(other.json.get("/api/auth/me").await.json()["user"]["roles"], json!(["user"]));
    assert_eq!(app.users().iter().filter(|user| user.disabled_at.is_some()).count(), 0);
}

/// Shows: JWT-33.
#[actix_web::test]
async fn a_former_administrator_is_refused_even_with_an_old_token() {
    let app = TestApp::start();
    app.administrator("keeper").await;
    let ada = app.json().register("ada").await;
    type Change = fn(&UserFixture<'_>);
    let changes: [(&str, Change, (u16, &str)); 4] = [
        ("demoted", |user| user.set_roles(&["user"]), (403, "FORBIDDEN")),
        ("disabled", |user| user.disable(), (401, "TOKEN_REVOKED")),
        ("deleted", |user| user.delete(), (401, "TOKEN_REVOKED")),
        ("signed-out", |user| user.revoke_sessions(START, "admin"), (401, "TOKEN_REVOKED")),
    ];
    for (username, behind_the_back, refusal) in changes {
        let root = app.administrator(username).await;
        behind_the_back(&app.user(username));
        for answer in [
            root.json.patch(&address(&ada), &json!({ "roles": ["admin"] })).await,
            root.json.post(&format!("{}/logout", address(&ada)), &json!({})).await,
            root.json.delete(&address(&ada), None).await,
        ] {
            assert_eq!(answer.problem(), (refusal.0, refusal.1.to_owned()), "{username}");
        }
    }
    assert_eq!(app.user("ada").row().roles, "user");
}

/// Shows: AZ-04.
#[actix_web::test]
async fn another_instance_refuses_a_former_administrator() {
    let app = TestApp::start();
    let second = app.second_instance();
    let (root, other) = (app.administrator("root").await, app.administrator("other").await);
    root.json.patch(&address(&other), &json!({ "roles": [] })).await;
    let answer = other.json.at(&second).patch(&address(&root), &json!({ "roles": [] })).await;
    let refusal = answer.problem().1;
    assert!(refusal == "FORBIDDEN" || refusal == "TOKEN_EXPIRED", "{refusal}");
    assert_eq!(app.administrators().len(), 1);
}

/// Shows: ASVS 7.4.2.
#[actix_web::test]
async fn disabling_ends_every_session_and_enabling_allows_sign_in_again() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let (here, there) = (app.json().register("ada").await, app.json().log_in("ada").await);
    for round in 0..2 {
        let answer = root.json.patch(&address(&here), &json!({ "disabled": true })).await;
        assert_eq!(
            (answer.status, &answer.json()["user"]["disabled"]),
            (200, &json!(true)),
            "round {round}"
        );
        for person in [&here, &there] {
            assert_eq!(refused(&app, person).await, pair("TOKEN_REVOKED", "REFRESH_TOKEN_REVOKED"));
        }
    }
    assert_eq!(app.revocation_reasons(), ["admin", "admin"]);
    let sign_in = json!({ "username": "ada", "password": PASSWORD });
    assert_eq!(
        app.json().post("/api/auth/login", &sign_in).await.problem(),
        (403, "ACCOUNT_DISABLED".to_owned())
    );
    let happened = ["disabled", "registered", "session_revoked", "session_revoked", "signed_in"];
    assert_eq!(history(&app, "ada").await, happened, "the second request changed nothing");

    assert_eq!(
        root.json.patch(&address(&here), &json!({ "disabled": false })).await.json()["user"]["disabled"],
        false
    );
    app.json().log_in("ada").await;
    assert_eq!(refused(&app, &here).await.1, "REFRESH_TOKEN_REVOKED", "ended sessions stay ended");
}

/// Shows: AZ-07.
#[actix_web::test]
async fn a_refresh_in_flight_does_not_outlive_the_disabling() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = app.administrator("root").await;
    for round in 0..20 {
        let ada = app.json().register(&format!("ada-{round}")).await;
        let (json, disabled) = (app.json(), json!({ "disabled": true }));
        let address = address(&ada);
        let (refreshed, changed) = futures_util::future::join(
            json.refresh(&ada.refresh),
            root.json.patch(&address, &disabled),
        )
        .await;
        assert_eq!(changed.status, 200);
        let mut people = vec![ada];
        if refreshed.status == 200 {
            people.push(app.json().person(&refreshed));
        }
        for person in people {
            assert_eq!(
                refused(&app, &person).await,
                pair("TOKEN_REVOKED", "REFRESH_TOKEN_REVOKED")
            );
        }
    }
}

#[actix_web::test]
async fn an_invalid_change_changes_nothing() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let ada = app.json().register("ada").await;
    let before = app.settled_event_kinds().await;
    for (body, fields) in [
        (json!({ "roles": ["root"] }), &[("roles", "UNKNOWN_VALUE")][..]),
        (json!({ "roles": ["admin", "ADMIN"] }), &[("roles", "UNKNOWN_VALUE")]),
        (json!({ "roles": ["admin "] }), &[("roles", "UNKNOWN_VALUE")]),
        (json!({ "roles": "admin" }), &[("roles", "WRONG_TYPE")]),
        (json!({ "roles": { "admin": true } }), &[("roles", "WRONG_TYPE")]),
        (json!({ "roles": ["admin", 1] }), &[("roles", "WRONG_TYPE")]),
        (json!({ "disabled": "true" }), &[("disabled", "WRONG_TYPE")]),
        (
            json!({ "disabled": 1, "roles": 1 }),
            &[("roles", "WRONG_TYPE"), ("disabled", "WRONG_TYPE")],
        ),
        (json!({ "disabled": 1, "roles": ["admin"] }), &[("disabled", "WRONG_TYPE")]),
        (json!({ "disabled": true, "roles": ["root"] }), &[("roles", "UNKNOWN_VALUE")]),
    ] {
        let answer = root.json.patch(&address(&ada), &body).await;
        let expected: Vec<_> = fields.iter().map(|(field, code)| pair(field, code)).collect();
        assert_eq!(answer.faults(), expected, "{body}");
    }
    assert_eq!(root.json.patch(&address(&ada), &json!([])).await.problem().1, "MALFORMED_JSON");
    assert_eq!(app.settled_event_kinds().await, before);
    assert_eq!(ada.json.get("/api/auth/verify").await.status, 200);
}

/// Shows: AZ-15, ASVS 6.4.6.
#[actix_web::test]
async fn nothing_else_about_an_account_can_be_set() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let ada = app.json().register("ada").await;
    let before = app.user("ada").row();
    let body = json!({
        "password": "another good password", "newPassword": "another good password", "passwordHash": "$2b$04$x",
        "email": "evil@example.com", "username": "evil", "emailVerified": true, "id": root.id, "tokenVersion": 9,
    });
    for body in [
        body,
        json!({}),
        json!({ "roles": [] }),
        json!({ "roles": ["user", "user"], "disabled": false }),
    ] {
        let answer = root.json.patch(&address(&ada), &body).await;
        assert_eq!(answer.status, 200, "{body}");
        assert_eq!(answer.json()["user"]["username"], Value::from("ada"));
    }
    assert_eq!(app.user("ada").row(), before);
    assert_eq!(
        ada.json.get("/api/auth/verify").await.status,
        200,
        "nothing changed, so no token is stale"
    );
}

#[actix_web::test]
async fn both_changes_of_one_request_are_made_together() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let ada = app.json().register("ada").await;
    let answer =
        root.json.patch(&address(&ada), &json!({ "roles": ["admin"], "disabled": true })).await;
    let user = &answer.json()["user"];
    assert_eq!((&user["roles"], &user["disabled"]), (&json!(["user", "admin"]), &json!(true)));
    // The other administrator is disabled, so the last one stays whatever comes along.
    let answer =
        root.json.patch(&address(&root), &json!({ "disabled": true, "roles": ["admin"] })).await;
    assert_eq!(answer.problem(), (409, "LAST_ADMIN".to_owned()));
    let answer = root.json.patch(&address(&ada), &json!({ "roles": [], "disabled": false })).await;
    assert_eq!(answer.status, 200, "a disabled administrator does not count");
}
