//! There is always an administrator.

use futures_util::future::join;
use serde_json::{Value, json};
use vestibule::auth::Error;
use vestibule::auth::admin::{self, Actor};
use vestibule::role::Roles;
use vestibule::store::events::Event;

use super::address;
use crate::support::{Answer, Person, TestApp};

fn administrators(app: &TestApp) -> usize {
    app.administrators().len()
}

/// Sends a change; none deletes.
async fn order(by: &Person, about: &Person, body: Option<&Value>) -> Answer {
    match body {
        Some(body) => by.json.patch(&address(about), body).await,
        None => by.json.delete(&address(about), None).await,
    }
}

/// Shows: AZ-08.
#[actix_web::test]
async fn the_last_administrator_cannot_be_removed() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let sleeper = app.administrator("sleeper").await;
    assert_eq!(order(&root, &sleeper, Some(&json!({ "disabled": true }))).await.status, 200);
    let before = app.settled_event_kinds().await;
    for body in [Some(json!({ "roles": ["user"] })), Some(json!({ "disabled": true })), None] {
        let answer = order(&root, &root, body.as_ref()).await;
        assert_eq!(answer.problem(), (409, "LAST_ADMIN".to_owned()), "{body:?}");
    }
    assert_eq!(app.settled_event_kinds().await, before);
    assert_eq!(root.json.get("/api/users").await.status, 200, "and is not signed out by trying");
    assert_eq!(
        root.json.post(&format!("{}/logout", address(&root)), &json!({})).await.json(),
        json!({ "revoked": 2 })
    );
}

#[actix_web::test]
async fn one_of_two_administrators_can_be_removed() {
    for body in [Some(json!({ "roles": [] })), Some(json!({ "disabled": true })), None] {
        let app = TestApp::start();
        let (root, other) = (app.administrator("root").await, app.administrator("other").await);
        assert!(order(&root, &root, body.as_ref()).await.status < 300, "{body:?}");
        assert_eq!(administrators(&app), 1);
        assert_eq!(root.json.get("/api/users").await.status, 401);
        assert_eq!(order(&other, &other, body.as_ref()).await.problem().1, "LAST_ADMIN");
    }
}

/// Shows: AZ-09.
#[actix_web::test]
async fn two_administrators_who_remove_each_other_concurrently_leave_one() {
    let app = TestApp::start();
    let (mut root, mut other) = (app.administrator("root").await, app.administrator("other").await);
    let (demote, disable) = (json!({ "roles": ["user"] }), json!({ "disabled": true }));
    for round in 0..24 {
        let bodies = [(&demote, &demote), (&demote, &disable), (&disable, &disable)][round % 3];
        let about = if round % 2 == 0 { [&other, &root] } else { [&root, &other] };
        let (one, two) =
            join(order(&root, about[0], Some(bodies.0)), order(&other, about[1], Some(bodies.1)))
                .await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(administrators(&app), 1, "round {round}: {one:?} {two:?}");
        assert_eq!(statuses[0], 200, "one of them succeeded: {one:?} {two:?}");
        assert!([401, 403, 409].contains(&statuses[1]), "the other was refused: {one:?} {two:?}");
        for username in ["root", "other"] {
            app.user(username).make_administrator();
            app.user(username).enable();
        }
        (root, other) = (app.json().log_in("root").await, app.json().log_in("other").await);
    }
}

#[actix_web::test]
async fn the_command_line_needs_no_account_and_follows_the_same_rules() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let (rules, cli) = (&app.app, Actor::CommandLine);
    let user = admin::find_by_any_name(rules, " ADA@example.com ").await.unwrap();
    assert_eq!(user.id.to_string(), ada.id);
    assert!(matches!(
        admin::find_by_any_name(rules, "bob@example.com").await,
        Err(Error::NotFound)
    ));

    assert!(admin::set_roles(rules, &cli, user.id, Roles::admin()).await.unwrap().roles.is_admin());
    assert_eq!(ada.json.get("/api/auth/verify").await.problem().1, "TOKEN_EXPIRED");
    assert!(matches!(
        admin::set_roles(rules, &cli, user.id, Roles::user()).await,
        Err(Error::LastAdmin)
    ));
    assert!(matches!(admin::set_disabled(rules, &cli, user.id, true).await, Err(Error::LastAdmin)));
    assert!(matches!(admin::delete(rules, &cli, user.id).await, Err(Error::LastAdmin)));
    assert_eq!(admin::sign_out(rules, &cli, user.id).await.unwrap(), 1);
    let events =
        [app.events_of_kind("roles_changed"), app.events_of_kind("session_revoked")].concat();
    assert!(!events.is_empty());
    let has_client = |event: &Event| !event.ip.is_empty() || !event.user_agent.is_empty();
    assert!(!events.iter().any(has_client), "the history has nothing of the machine: {events:?}");
}
