//! A revoked session is over at once, though checking an access token touches no database.

use std::time::Duration;

use crate::support::TestApp;

/// Shows: JWT-31, RT-13, ASVS 7.4.1.
#[actix_web::test]
async fn a_session_that_was_signed_out_is_refused_by_the_very_next_request() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for path in ["/api/auth/logout", "/api/auth/logout-all"] {
        let here = app.json().log_in("ada").await;
        assert_eq!(here.json.get("/api/auth/verify").await.status, 200);
        assert_eq!(here.json.post(path, &serde_json::json!({})).await.status, 200);
        let answer = here.json.get("/api/auth/verify").await;
        assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()), "{path}");
    }
    let answer = ada.json.get("/api/auth/verify").await;
    assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()), "signed out everywhere");
}

/// Shows: REL-22.
#[actix_web::test]
async fn checking_an_access_token_touches_no_database() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let gone = app.json().log_in("ada").await;
    gone.json.post("/api/auth/logout", &serde_json::json!({})).await;
    app.hide_tables(&["users", "sessions", "revocations", "events"]);

    let answer = ada.json.get("/api/auth/verify").await;
    assert_eq!((answer.status, answer.header("remote-user")), (200, Some("ada")));
    assert_eq!(answer.body, "");
    assert_eq!(
        gone.json.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_REVOKED".to_owned())
    );
    let answer = ada.json.get("/api/auth/me").await;
    assert_eq!(answer.problem(), (503, "BUSY".to_owned()), "the rows cannot be read");
}

/// Shows: ASVS 7.4.1.
#[actix_web::test]
async fn a_restart_forgets_no_revocation() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    ada.json.post("/api/auth/logout", &serde_json::json!({})).await;
    let app = app.restart();
    let answer = ada.json.at(&app).get("/api/auth/verify").await;
    assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()));
}

/// Shows: REL-09, ASVS 7.4.1.
#[actix_web::test]
async fn another_instance_refuses_within_two_seconds() {
    let app = TestApp::start();
    let other = app.second_instance();
    let ada = app.json().register("ada").await;
    assert_eq!(ada.json.at(&other).get("/api/auth/verify").await.status, 200);
    ada.json.post("/api/auth/logout", &serde_json::json!({})).await;
    // The other instance looks by the real clock.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let answer = ada.json.at(&other).get("/api/auth/verify").await;
    assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()));
}
