//! A clock that jumps an hour either way: no session is lost that should live, and none comes back
//! that was ended.

use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;
use vestibule::clock::Clock;
use vestibule::jobs::delete_old_rows;

use super::CHEAP;
use crate::support::{Binary, Browser, JsonClient, TestApp};

const HOUR: Duration = Duration::from_secs(60 * 60);

type Jump = (&'static str, fn(&Clock));
const JUMPS: [Jump; 3] = [
    ("an hour ahead", |clock| clock.advance(HOUR)),
    ("an hour back", |clock| clock.set_back(HOUR)),
    ("an hour ahead and right again", |clock| {
        clock.advance(HOUR);
        clock.set_back(HOUR);
    }),
];

/// Shows: REL-14.
#[actix_web::test]
async fn users_stay_signed_in_when_the_clock_jumps() {
    for (what, jump) in JUMPS {
        for twice in [false, true] {
            let app = TestApp::start();
            let (kept, closing) = (app.browser(), app.browser());
            kept.register("ada").await;
            let fields = [("login", "ada"), ("password", crate::support::PASSWORD)];
            assert_eq!(closing.post("/login", &fields).await.status, 303);
            let program = app.json().log_in("ada").await;
            if twice {
                // A renewal just before the jump: the token of the answer, and the one that it
                // replaced.
                app.advance(Duration::from_secs(1000));
                assert!(kept.is_signed_in().await && closing.is_signed_in().await, "{what}");
            }
            jump(&app.clock);
            for browser in [&kept, &closing] {
                assert!(browser.is_signed_in().await, "{what}");
                assert!(browser.get("/api/auth/me").await.status == 200, "{what}");
            }
            let answer = app.json().refresh(&program.refresh).await;
            assert_eq!(answer.status, 200, "{what}: {answer:?}");
            let next = app.json().person(&answer);
            assert_eq!(next.json.get("/api/auth/me").await.status, 200, "{what}");
            // Set right again, everybody is still there.
            app.clock.set_back(HOUR);
            assert!(kept.is_signed_in().await && closing.is_signed_in().await, "{what}, and back");
            assert_eq!(app.json().refresh(&next.refresh).await.status, 200, "{what}, and back");
            assert_eq!(app.revoked_sessions().len(), 0, "{what}");
        }
    }
}

#[actix_web::test]
async fn a_lost_answer_is_repeated_when_the_clock_was_set_back() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let lost = app.json().person(&app.json().refresh(&ada.refresh).await).refresh;
    app.clock.set_back(HOUR);
    assert_eq!(app.json().person(&app.json().refresh(&ada.refresh).await).refresh, lost);
}

/// Shows: REL-14.
#[actix_web::test]
async fn a_session_that_was_ended_stays_ended_when_the_clock_jumps_ahead_and_is_set_right() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    assert_eq!(ada.json.post("/api/auth/logout", &json!({})).await.status, 200);
    app.advance(HOUR);
    // What the jobs do meanwhile.
    delete_old_rows(&app.app, None, Duration::ZERO).await.unwrap();
    app.app.revocations.forget_ended(app.clock.now());
    app.clock.set_back(HOUR);
    assert_eq!(ada.json.get("/api/auth/me").await.problem(), (401, "TOKEN_REVOKED".to_owned()));
    let app = app.restart();
    assert_eq!(
        ada.json.at(&app).get("/api/auth/me").await.problem(),
        (401, "TOKEN_REVOKED".to_owned())
    );
}

/// The real binary, on rows that were written while the clock was an hour off.
#[actix_web::test]
async fn the_binary_accepts_sessions_from_an_hour_ahead_and_an_hour_behind() {
    for (what, jump) in JUMPS {
        let clock = Clock::manual(Clock::System.now());
        jump(&clock);
        let off = TestApp::start_at(clock);
        let browser = off.browser();
        browser.register("ada").await;
        let program = off.json().log_in("ada").await;
        let replaced = off.json().log_in("ada").await;
        let successor = off.json().person(&off.json().refresh(&replaced.refresh).await).refresh;
        off.app.store.close().await;

        let database = off.database();
        let own = [("DATABASE_URL", database.to_str().unwrap()), ("PUBLIC_URL", &off.origin)];
        let binary = Binary::new(&[&CHEAP[..], &own].concat());
        let serving = binary.serve(&[]);
        let json = JsonClient::to(&serving.address);
        let there = Browser::to(&serving.address, Clock::System);
        for name in ["access_token", "refresh_token"] {
            there.set_cookie(name, browser.cookie(name).as_deref());
        }
        assert!(there.is_signed_in().await, "{what}");
        assert!(there.is_signed_in().await, "{what}");
        let answer = json.refresh(&program.refresh).await;
        assert_eq!(answer.status, 200, "{what}: {answer:?}");
        assert_eq!(json.person(&answer).json.get("/api/auth/me").await.status, 200, "{what}");
        if what != "an hour back" {
            // By this clock no time has passed since it was replaced.
            assert_eq!(
                json.person(&json.refresh(&replaced.refresh).await).refresh,
                successor,
                "{what}"
            );
        }
        assert_eq!(json.refresh(&successor).await.status, 200, "{what}");
        assert_eq!(serving.stop(Signal::TERM).code, Some(0));
    }
}
