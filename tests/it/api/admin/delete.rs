//! `DELETE /api/users/{id}` and `POST /api/users/{id}/logout`

use std::time::Duration;

use serde_json::json;

use super::{address, pair, refused};
use crate::support::TestApp;

#[actix_web::test]
async fn a_deleted_account_is_gone_and_its_history_names_nobody() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let ada = app.json().register("ada").await;
    let answer = root.json.delete(&address(&ada), None).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(
        root.json.delete(&address(&ada), None).await.problem(),
        (404, "NOT_FOUND".to_owned())
    );
    assert_eq!(root.json.get(&address(&ada)).await.status, 404);

    assert_eq!(refused(&app, &ada).await, pair("TOKEN_REVOKED", "REFRESH_TOKEN_INVALID"));
    assert_eq!(app.users().len(), 1);
    let left = app.users()[0].id;
    assert!(app.sessions().iter().all(|session| session.user_id == left));
    assert_eq!(
        app.events_of_kind("registered").iter().filter(|event| event.user_id.is_none()).count(),
        1
    );
    assert!(app.events().iter().all(|event| event.user_id.is_none_or(|user| user == left)));

    // Who comes after with the same names is somebody else, and comes a month later.
    app.advance(Duration::from_secs(30 * 86_400));
    let again = app.json().register("ada").await;
    assert_ne!(again.id, ada.id);
    assert_eq!(ada.json.get("/api/auth/me").await.status, 401);
}

/// Shows: AZ-06.
#[actix_web::test]
async fn an_access_token_that_outlives_its_session_does_not_outlive_its_account() {
    let app = TestApp::start_with(&["--refresh-token-ttl", "10m", "--access-token-ttl", "10m"]);
    let first = app.json().register("ada").await;
    assert_eq!(app.json().refresh(&first.refresh).await.status, 200);
    // That answer was lost. The same refresh token comes again, with an access token that is newer
    // than it.
    app.advance(Duration::from_secs(540));
    let ada = app.json().person(&app.json().refresh(&first.refresh).await);
    app.advance(Duration::from_secs(120));
    let root = app.administrator("root").await;
    assert_eq!(
        ada.json.get("/api/auth/verify").await.status,
        200,
        "the session has ended but the token has not expired"
    );
    assert_eq!(root.json.delete(&address(&ada), None).await.status, 204);
    assert_eq!(ada.json.get("/api/auth/verify").await.status, 401);
}

/// Shows: ASVS 7.4.5.
#[actix_web::test]
async fn signing_a_user_out_ends_all_their_sessions_and_no_others() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    let bob = app.json().register("bob").await;
    let (here, there) = (app.json().register("ada").await, app.json().log_in("ada").await);
    let logout = format!("{}/logout", address(&here));
    assert_eq!(root.json.post(&logout, &json!({})).await.json(), json!({ "revoked": 2 }));
    for person in [&here, &there] {
        assert_eq!(refused(&app, person).await, pair("TOKEN_REVOKED", "REFRESH_TOKEN_REVOKED"));
    }
    assert_eq!(bob.json.get("/api/auth/me").await.status, 200);
    assert_eq!(
        root.json.post(&logout, &json!({})).await.json(),
        json!({ "revoked": 0 }),
        "repeating it succeeds"
    );
    app.json().log_in("ada").await;
    assert_eq!(
        app.settled_event_kinds().await.iter().filter(|kind| *kind == "session_revoked").count(),
        2
    );
}
