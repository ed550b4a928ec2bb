//! The rule of rotation, by cases: what becomes of each kind of refresh token, told over the API.
//!
//! `rotation_histories.rs` has the same rule by generated histories.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::{join, join_all};

use vestibule::store::sessions;

use crate::support::app::START;
use crate::support::{Answer, Person, TestApp};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Refreshes and expects tokens.
async fn rotate(app: &TestApp, token: &str) -> Person {
    let answer = app.json().refresh(token).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    app.json().person(&answer)
}

async fn refused(app: &TestApp, token: &str) -> String {
    let answer = app.json().refresh(token).await;
    let (status, code) = answer.problem();
    assert_eq!(status, 401);
    code
}

fn standing(app: &TestApp) -> usize {
    app.unrevoked_sessions().len()
}

/// Shows: RT-01.
#[actix_web::test]
async fn the_current_token_is_replaced_by_the_next() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    let third = rotate(&app, &second.refresh).await;
    assert_eq!(HashSet::from([&first.refresh, &second.refresh, &third.refresh]).len(), 3);
    assert_eq!(third.json.get("/api/auth/me").await.status, 200);
    assert_eq!(app.sessions().len(), 1, "a session is one row, however often it is refreshed");
}

#[actix_web::test]
async fn the_token_just_replaced_gets_the_same_successor_again() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    for _ in 0..3 {
        app.advance(seconds(3));
        assert_eq!(rotate(&app, &first.refresh).await.refresh, second.refresh);
    }
    rotate(&app, &second.refresh).await;
}

/// Shows: RT-06.
#[actix_web::test]
async fn a_lost_response_can_be_recovered_for_ten_minutes_while_its_successor_is_unused() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let lost = rotate(&app, &first.refresh).await;
    app.advance(seconds(600) - Duration::from_millis(1));
    assert_eq!(rotate(&app, &first.refresh).await.refresh, lost.refresh);

    app.advance(Duration::from_millis(1));
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");
    assert_eq!(standing(&app), 0);
}

/// Shows: RT-07.
#[actix_web::test]
async fn a_replaced_token_works_for_thirty_seconds_after_the_first_use_of_its_successor() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    assert_eq!(second.json.get("/api/auth/verify").await.status, 200);
    app.settle().await;

    app.advance(seconds(30) - Duration::from_millis(1));
    assert_eq!(rotate(&app, &first.refresh).await.refresh, second.refresh);

    app.advance(Duration::from_millis(1));
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");
}

#[actix_web::test]
async fn the_first_use_of_a_successor_survives_a_restart_and_reaches_other_instances() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    let other = app.second_instance();
    assert_eq!(second.json.at(&other).get("/api/auth/verify").await.status, 200);
    other.settle().await;
    drop(other);

    let app = app.restart();
    app.advance(seconds(31));
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");
}

#[actix_web::test]
async fn a_use_of_the_successor_in_the_last_second_of_the_recovery_counts() {
    let app = TestApp::start_with(&["--refresh-grace", "0s"]);
    let first = app.json().register("ada").await;
    app.advance(Duration::from_millis(999 - START.millis() as u64 % 1000));
    let second = rotate(&app, &first.refresh).await;
    app.advance(seconds(600) - Duration::from_millis(500));
    assert_eq!(second.json.get("/api/auth/verify").await.status, 200);
    app.settle().await;
    app.advance(Duration::from_millis(100));
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");
}

/// Shows: RT-41.
#[actix_web::test]
async fn a_device_that_slept_beyond_the_grace_and_comes_back_with_two_tabs_stays_signed_in() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(seconds(16 * 60));
    // The answer is lost: the browser keeps the token that was replaced, and sleeps.
    let (first_tab, second_tab, third_tab) = (browser.copy(), browser.copy(), browser.copy());
    assert_eq!(browser.get("/profile").await.status, 200);
    app.advance(seconds(9 * 60));
    let lost = browser.cookie("refresh_token");
    assert!(first_tab.is_signed_in().await);
    assert_eq!(first_tab.cookie("refresh_token"), lost, "the very same successor");
    assert!(first_tab.is_signed_in().await);
    app.settle().await;
    app.advance(seconds(29));
    assert!(
        second_tab.is_signed_in().await,
        "the grace counts from the first use of the successor"
    );
    assert_eq!(second_tab.cookie("refresh_token"), lost);
    app.advance(seconds(1));
    assert!(!third_tab.is_signed_in().await);
    assert_eq!(standing(&app), 0, "outside both graces it is theft");
}

/// Shows: RT-42.
#[actix_web::test]
async fn the_grace_of_the_first_use_never_outlasts_the_recovery_and_no_later_use_extends_it() {
    let app = TestApp::start();
    for (used_after, presented_after) in [(590, 600), (570, 600), (31, 61), (100, 130)] {
        let first = app.json().register(&format!("ada{used_after}")).await;
        let second = rotate(&app, &first.refresh).await;
        app.advance(seconds(used_after));
        assert_eq!(second.json.get("/api/auth/verify").await.status, 200);
        app.settle().await;
        app.advance(seconds(presented_after - used_after) - Duration::from_millis(1));
        assert_eq!(second.json.get("/api/auth/verify").await.status, 200);
        app.settle().await;
        assert_eq!(rotate(&app, &first.refresh).await.refresh, second.refresh, "{used_after}");
        app.advance(Duration::from_millis(1));
        assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED", "{used_after}");
    }
}

/// Shows: RT-42.
#[actix_web::test]
async fn the_earlier_first_use_of_two_instances_counts() {
    for later_is_stored_first in [false, true] {
        let app = TestApp::start();
        let first = app.json().register("ada").await;
        let second = rotate(&app, &first.refresh).await;
        let session: vestibule::id::SessionId = app.user("ada").sessions()[0].id;
        let (early, late) = (START + seconds(100), START + seconds(120));
        for at in if later_is_stored_first { [late, early] } else { [early, late] } {
            app.app
                .store
                .write(move |tx| sessions::set_first_use(tx, session, 2, at))
                .await
                .unwrap();
        }
        app.advance(seconds(130) - Duration::from_millis(1));
        assert_eq!(rotate(&app, &first.refresh).await.refresh, second.refresh);
        app.advance(Duration::from_millis(1));
        assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");
    }
}

#[actix_web::test]
async fn an_access_token_of_an_earlier_generation_does_not_count_as_the_successor_seen() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    let third = rotate(&app, &second.refresh).await;
    assert_eq!(second.json.get("/api/auth/verify").await.status, 200);
    app.settle().await;
    app.advance(seconds(60));
    assert_eq!(rotate(&app, &second.refresh).await.refresh, third.refresh);
}

/// Shows: RT-03.
#[actix_web::test]
async fn a_token_replaced_twice_is_theft_at_once() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    let third = rotate(&app, &second.refresh).await;
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_REUSED");

    // The whole session has ended, for every token of it.
    assert_eq!(refused(&app, &third.refresh).await, "REFRESH_TOKEN_REVOKED");
    assert_eq!(refused(&app, &second.refresh).await, "REFRESH_TOKEN_REVOKED");
    for person in [&first, &second, &third] {
        assert_eq!(
            person.json.get("/api/auth/verify").await.problem(),
            (401, "TOKEN_REVOKED".to_owned())
        );
    }
}

/// Shows: RT-08.
#[actix_web::test]
async fn the_token_just_replaced_has_no_window_for_another_user_agent() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    rotate(&app, &first.refresh).await;
    let thief = app.json().with_agent("another/2.0");
    assert_eq!(
        thief.refresh(&first.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REUSED".to_owned())
    );
    assert_eq!(standing(&app), 0);
}

#[actix_web::test]
async fn the_current_token_may_change_its_user_agent() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let updated = app.json().with_agent("vestibule-test/1.1");
    let answer = updated.refresh(&first.refresh).await;
    assert_eq!(answer.status, 200, "an updated app is not a thief");
    let again = updated.refresh(&first.refresh).await;
    assert_eq!(again.json()["refreshToken"], answer.json()["refreshToken"]);
}

/// Shows: RT-02, RT-38.
#[actix_web::test]
async fn theft_ends_that_session_and_no_other_and_is_recorded_once() {
    let app = TestApp::start();
    let here = app.json().register("ada").await;
    let elsewhere = app.json().log_in("ada").await;
    let bob = app.json().register("bob").await;
    let second = rotate(&app, &here.refresh).await;
    rotate(&app, &second.refresh).await;
    for _ in 0..3 {
        app.json().refresh(&here.refresh).await;
    }

    assert_eq!(standing(&app), 2);
    assert_eq!(elsewhere.json.get("/api/auth/me").await.status, 200);
    rotate(&app, &elsewhere.refresh).await;
    rotate(&app, &bob.refresh).await;
    let thefts =
        app.settled_event_kinds().await.into_iter().filter(|kind| kind == "refresh_reused").count();
    assert_eq!(thefts, 1);
}

/// Shows: RT-04.
#[actix_web::test]
async fn concurrent_uses_of_one_token_all_get_one_successor() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let other = app.second_instance();
    let clients: Vec<_> =
        (0..40).map(|n| if n % 2 == 0 { app.json() } else { app.json().at(&other) }).collect();
    let answers: Vec<Answer> =
        join_all(clients.iter().map(|client| client.refresh(&first.refresh))).await;

    let mut successors = HashSet::new();
    for answer in &answers {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.set_cookies().is_empty());
        successors.insert(answer.json()["refreshToken"].as_str().unwrap().to_owned());
    }
    assert_eq!(successors.len(), 1);
    assert_eq!(app.session().generation, 2);
}

/// Shows: REL-02.
#[actix_web::test]
async fn a_rotation_is_on_the_disk_before_its_answer() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    let second = rotate(&app, &first.refresh).await;
    let app = app.restart();
    assert_eq!(
        rotate(&app, &first.refresh).await.refresh,
        second.refresh,
        "the same after a restart"
    );
    rotate(&app, &second.refresh).await;
}

/// Shows: RT-21.
#[actix_web::test]
async fn each_rotation_gives_the_whole_lifetime_but_never_past_the_end_of_the_session() {
    let app = TestApp::start_with(&["--refresh-token-ttl", "7d", "--session-max-age", "20d"]);
    let mut person = app.json().register("ada").await;
    for _ in 0..3 {
        app.advance(seconds(6 * 86_400));
        person = rotate(&app, &person.refresh).await;
    }
    app.advance(seconds(2 * 86_400) - seconds(1));
    person = rotate(&app, &person.refresh).await;
    app.advance(seconds(1));
    assert_eq!(refused(&app, &person.refresh).await, "REFRESH_TOKEN_EXPIRED");
    assert_eq!(person.json.get("/api/auth/verify").await.problem().1, "TOKEN_EXPIRED");
}

/// Shows: RT-11, ASVS 7.3.1.
#[actix_web::test]
async fn an_idle_session_ends_with_its_refresh_token() {
    let app = TestApp::start();
    let person = app.json().register("ada").await;
    app.advance(seconds(7 * 86_400));
    assert_eq!(refused(&app, &person.refresh).await, "REFRESH_TOKEN_EXPIRED");
    assert_eq!(standing(&app), 1, "an expired token is not theft");
}

/// Shows: RT-21.
#[actix_web::test]
async fn an_expired_token_is_not_theft() {
    let app = TestApp::start();
    let first = app.json().register("ada").await;
    app.advance(seconds(4 * 86_400));
    let second = rotate(&app, &first.refresh).await;
    app.advance(seconds(4 * 86_400));
    assert_eq!(refused(&app, &first.refresh).await, "REFRESH_TOKEN_EXPIRED");
    rotate(&app, &second.refresh).await;
}

/// Shows: RT-37.
#[actix_web::test]
async fn a_deleted_session_is_not_created_again() {
    let app = TestApp::start();
    let person = app.json().register("ada").await;
    app.delete_sessions();
    assert_eq!(refused(&app, &person.refresh).await, "REFRESH_TOKEN_INVALID");
    assert_eq!(app.sessions().len(), 0);
}

#[actix_web::test]
async fn a_disabled_account_is_not_refreshed() {
    let app = TestApp::start();
    let person = app.json().register("ada").await;
    app.user("ada").disable();
    assert_eq!(refused(&app, &person.refresh).await, "REFRESH_TOKEN_REVOKED");
}

/// Shows: RT-36.
#[actix_web::test]
async fn a_concurrent_refresh_and_sign_out_leave_no_working_token() {
    let app = TestApp::start();
    for round in 0..20 {
        let person = app.json().register(&format!("ada{round}")).await;
        let body = serde_json::json!({ "refreshToken": person.refresh });
        let (json, other) = (app.json(), app.json());
        let (refreshed, signed_out) =
            join(json.refresh(&person.refresh), other.post("/api/auth/logout", &body)).await;
        assert_eq!(signed_out.status, 200);
        let mut tokens = vec![person.refresh.clone()];
        if refreshed.status == 200 {
            let fresh = app.json().person(&refreshed);
            assert_eq!(fresh.json.get("/api/auth/verify").await.status, 401);
            tokens.push(fresh.refresh);
        }
        for token in tokens {
            assert_eq!(refused(&app, &token).await, "REFRESH_TOKEN_REVOKED");
        }
    }
}

/// Shows: REL-14.
#[actix_web::test]
async fn a_clock_that_jumps_back_signs_nobody_out() {
    let app = TestApp::start();
    let browser = app.browser();
    app.advance(seconds(7200));
    browser.register("ada").await;
    app.clock.set_back(seconds(3600));
    assert!(browser.is_signed_in().await);
    assert!(browser.is_signed_in().await);
    assert_eq!(standing(&app), 1);
}
