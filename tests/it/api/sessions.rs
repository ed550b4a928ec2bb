//! `GET /api/profile/sessions` and `DELETE /api/profile/sessions/{id}`

use std::time::Duration;

use futures_util::future::join;
use serde_json::{Value, json};

use crate::support::browser::FIREFOX;
use crate::support::{JsonClient, Person, TestApp};

const SESSIONS: &str = "/api/profile/sessions";
const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 \
                      Safari/537.36";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn sessions(json: &JsonClient) -> Vec<Value> {
    let answer = json.get(SESSIONS).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["sessions"].as_array().unwrap().clone()
}

/// The address of the session of a person's own tokens.
async fn own(person: &Person) -> String {
    let all = sessions(&person.json).await;
    let current = all.iter().find(|session| session["current"] == true).unwrap();
    format!("{SESSIONS}/{}", current["id"].as_str().unwrap())
}

/// Shows: AZ-13.
#[actix_web::test]
async fn active_sessions_are_listed_newest_first() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.1"]);
    let first = app.json().register("ada").await;
    app.json().register("bob").await;
    app.advance(seconds(60));
    let body = json!({ "username": "ada", "password": crate::support::PASSWORD, "refreshTokenIn": "body" });
    let request = app.json().with_agent(FIREFOX).request(reqwest::Method::POST, "/api/auth/login");
    let request =
        request.header("x-forwarded-for", "203.0.113.9").header("content-type", "application/json");
    let second = app.json().send(request.body(body.to_string())).await;
    let second = app.json().person(&second);

    let all = sessions(&first.json).await;

    assert_eq!(all.len(), 2);
    let mut newest = all[0].clone();
    let id = newest["id"].take();
    assert_eq!(id.as_str().unwrap().len(), 36);
    let expected = json!({
        "id": null, "createdAt": "2026-01-01T00:01:00.250Z", "lastSeenAt": "2026-01-01T00:01:00.250Z",
        "expiresAt": "2026-01-08T00:01:00.000Z", "ip": "203.0.113.9", "userAgent": FIREFOX,
        "device": "Firefox on Linux", "current": false,
    });
    assert_eq!(newest, expected);
    assert_eq!((&all[1]["device"], &all[1]["current"]), (&json!("vestibule-test"), &json!(true)));
    assert_eq!(sessions(&second.json).await[0]["current"], true);
}

/// Shows: RT-28.
#[actix_web::test]
async fn a_refresh_creates_no_session_and_updates_last_seen() {
    let app = TestApp::start();
    let person = app.json().register("ada").await;
    app.advance(seconds(3600));
    let fresh = app.json().person(&app.json().refresh(&person.refresh).await);

    let all = sessions(&fresh.json).await;

    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["lastSeenAt"], "2026-01-01T01:00:00.250Z");
    assert_eq!(all[0]["createdAt"], "2026-01-01T00:00:00.250Z");
}

#[actix_web::test]
async fn revoked_and_expired_sessions_are_not_listed() {
    let app = TestApp::start();
    let idle = app.json().register("ada").await;
    app.advance(seconds(6 * 86_400));
    let signed_out = app.json().log_in("ada").await;
    signed_out.json.post("/api/auth/logout", &json!({})).await;
    let here = app.json().log_in("ada").await;
    assert_eq!(sessions(&here.json).await.len(), 2);
    assert_eq!(signed_out.json.get(SESSIONS).await.problem(), (401, "TOKEN_REVOKED".to_owned()));
    app.advance(seconds(86_400));
    let here = app.json().person(&app.json().refresh(&here.refresh).await);

    assert_eq!(sessions(&here.json).await.len(), 1);
    assert_eq!(idle.json.get(SESSIONS).await.problem(), (401, "TOKEN_EXPIRED".to_owned()));
    assert_eq!(app.json().get(SESSIONS).await.problem(), (401, "NO_TOKEN".to_owned()));
}

/// Shows: RT-30, ASVS 7.5.2.
#[actix_web::test]
async fn a_session_is_revoked_from_another_at_once_and_once() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    let there = app.json().log_in("ada").await;
    let third = app.json().log_in("ada").await;
    let path = own(&there).await;

    let answer = here.json.delete(&path, None).await;

    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert!(answer.set_cookies().is_empty());
    assert_eq!(
        there.json.get("/api/auth/verify").await.problem(),
        (401, "TOKEN_REVOKED".to_owned())
    );
    assert_eq!(
        app.json().refresh(&there.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REVOKED".to_owned())
    );
    assert_eq!(here.json.get("/api/auth/verify").await.status, 200);
    assert_eq!(third.json.get("/api/auth/verify").await.status, 200);
    assert_eq!(
        here.json.delete(&path, None).await.problem(),
        (404, "NOT_FOUND".to_owned()),
        "a second time"
    );
    assert_eq!(app.revocation_reasons(), ["signed_out_elsewhere"]);
    assert_eq!(
        app.settled_event_kinds()
            .await
            .into_iter()
            .filter(|kind| kind == "session_revoked")
            .count(),
        1
    );
}

#[actix_web::test]
async fn two_concurrent_revocations_revoke_a_session_once() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    let there = app.json().log_in("ada").await;
    let path = own(&there).await;
    let other = app.json().bearer(&here.access);
    let (one, two) = join(here.json.delete(&path, None), other.delete(&path, None)).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404]);
}

/// Shows: AZ-02, AZ-03, INP-08, RT-31.
#[actix_web::test]
async fn another_accounts_session_is_not_found_and_stays_active() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let bob = app.json().register("bob").await;
    let theirs = own(&bob).await;
    let upper = theirs.to_uppercase().replace("/API/PROFILE/SESSIONS/", &format!("{SESSIONS}/"));
    let unknown = format!("{SESSIONS}/019b0000-0000-7000-8000-000000000000");
    let others = ["-1", "%00", "%ff", "me", "1%3BDROP%20TABLE%20users", "0"]
        .map(|id| format!("{SESSIONS}/{id}"));
    for path in [&theirs, &upper, &unknown].into_iter().chain(&others) {
        assert_eq!(
            ada.json.delete(path, None).await.problem(),
            (404, "NOT_FOUND".to_owned()),
            "{path}"
        );
    }
    assert_eq!(bob.json.get("/api/auth/verify").await.status, 200);
    assert_eq!(app.unrevoked_sessions().len(), 2);
    assert_eq!(app.json().delete(&theirs, None).await.problem(), (401, "NO_TOKEN".to_owned()));
    let wrong = ada.json.get(&theirs).await;
    assert_eq!((wrong.problem().0, wrong.header("allow")), (405, Some("DELETE, OPTIONS")));
}

/// Shows: RT-32.
#[actix_web::test]
async fn revoking_the_current_session_signs_out() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let all = browser.get(SESSIONS).await.json();
    let path = format!("{SESSIONS}/{}", all["sessions"][0]["id"].as_str().unwrap());
    app.advance(seconds(1));

    let answer = browser.delete_json(&path, &json!({})).await;

    assert_eq!(answer.status, 204);
    assert!(answer.clears_cookies());
    assert_eq!(app.settled_event_kinds().await.last().unwrap(), "signed_out");
    assert_eq!(
        (app.sessions().len(), app.revocation_reasons()),
        (1, vec!["signed_out".to_owned()])
    );
}

#[actix_web::test]
async fn another_browser_or_system_is_recorded_and_shown() {
    let app = TestApp::start();
    let person = app.json().with_agent(FIREFOX).register("ada").await;
    let mut refresh = person.refresh;
    let mut access = person.access;
    let updated = FIREFOX.replace("145.0", "146.0");
    let update_only = "Firefox on Linux";
    let changed = "Chrome on Windows (signed in as Firefox on Linux)";
    let steps = [
        (FIREFOX, update_only, 0),
        (&updated, update_only, 0),
        (CHROME, changed, 1),
        (CHROME, changed, 1),
        (&updated, update_only, 2),
    ];
    for (agent, device, changes) in steps {
        app.advance(seconds(60));
        let answer = app.json().with_agent(agent).refresh(&refresh).await;
        let fresh = app.json().person(&answer);
        (refresh, access) = (fresh.refresh, fresh.access);
        let session = &sessions(&app.json().bearer(&access)).await[0];
        assert_eq!((&session["device"], &session["userAgent"]), (&json!(device), &json!(agent)));
        let events = app
            .settled_event_kinds()
            .await
            .into_iter()
            .filter(|kind| kind == "device_changed")
            .count();
        assert_eq!(events, changes, "after {agent}");
    }
    let session = app.session();
    let changes = app.events_of_kind("device_changed");
    let recorded: Vec<&str> = changes.iter().map(|event| event.user_agent.as_str()).collect();
    assert_eq!(recorded, [CHROME, &updated]);
    assert!(changes.iter().all(|event| event.session_id == Some(session.id)));
    // Changing back does not remove the mark: the page shows it for as long as the session lasts.
    assert!(session.device_changed_at.is_some());
    assert_eq!(app.json().bearer(&access).get("/api/auth/verify").await.status, 200);
}

#[actix_web::test]
async fn a_repeated_refresh_changes_no_device() {
    let app = TestApp::start();
    let person = app.json().with_agent(FIREFOX).register("ada").await;
    let first = app.json().with_agent(CHROME).refresh(&person.refresh).await;
    let again = app.json().with_agent(CHROME).refresh(&person.refresh).await;
    assert_eq!(again.json()["refreshToken"], first.json()["refreshToken"]);
    assert_eq!(
        app.settled_event_kinds().await.into_iter().filter(|kind| kind == "device_changed").count(),
        1
    );
}

/// Shows: RT-36.
#[actix_web::test]
async fn a_refresh_in_flight_does_not_outlive_the_revocation() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    for round in 0..20 {
        let there = app.json().log_in("ada").await;
        let path = own(&there).await;
        let json = app.json();
        let (refreshed, revoked) =
            join(json.refresh(&there.refresh), here.json.delete(&path, None)).await;
        assert_eq!(revoked.status, 204, "{round}");
        let mut people = vec![there];
        if refreshed.status == 200 {
            people.push(app.json().person(&refreshed));
        }
        for person in people {
            assert_eq!(
                person.json.get("/api/auth/verify").await.problem(),
                (401, "TOKEN_REVOKED".to_owned())
            );
            let refused = app.json().refresh(&person.refresh).await;
            assert_eq!(refused.problem(), (401, "REFRESH_TOKEN_REVOKED".to_owned()), "{round}");
        }
    }
}

/// Shows: RT-29.
#[actix_web::test]
async fn only_own_sessions_are_listed_among_thousands_of_others() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().register("bob").await;
    app.copy_session(&app.user("bob").sessions()[0], 8191);
    assert_eq!(app.sessions().len(), 8193);
    assert_eq!(sessions(&ada.json).await.len(), 1);
    let page = app.browser();
    page.log_in("ada").await;
    assert_eq!(page.get("/profile/sessions").await.body.matches("/revoke\"").count(), 2);
}
