//! When tokens begin and end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::forge::{FLAGS, Hall, Parts};
use crate::support::TestApp;

/// When every test begins, in the whole seconds of a token. The clock is a quarter of a second
/// further.
const START: i64 = 1_767_225_600;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Shows: JWT-25, ASVS 9.2.1.
#[actix_web::test]
async fn an_access_token_is_valid_until_the_second_of_its_exp_and_not_a_millisecond_longer() {
    let hall = Hall::open().await;
    hall.app.advance(Duration::from_millis(899_749));
    hall.accepts(&hall.ada.access, "a millisecond before its end").await;
    hall.app.advance(Duration::from_millis(1));
    hall.refuses_as("TOKEN_EXPIRED", &hall.ada.access, "at its end").await;
    hall.app.advance(Duration::from_secs(1));
    hall.refuses_as("TOKEN_EXPIRED", &hall.ada.access, "a second later").await;
    hall.app.advance(400 * DAY);
    hall.refuses_as("TOKEN_EXPIRED", &hall.ada.access, "a year later").await;
}

#[actix_web::test]
async fn a_refresh_token_is_valid_until_the_second_of_its_exp_and_not_a_millisecond_longer() {
    let hall = Hall::open().await;
    let other = hall.json.log_in("ada").await;
    hall.app.advance(7 * DAY - Duration::from_millis(251));
    assert_eq!(hall.json.refresh(&hall.ada.refresh).await.status, 200);
    hall.app.advance(Duration::from_millis(1));
    let answer = hall.json.refresh(&other.refresh).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_EXPIRED".to_owned()));
}

/// Shows: JWT-27.
#[actix_web::test]
async fn a_token_issued_up_to_five_seconds_in_the_future_is_valid() {
    let hall = Hall::open().await;
    let issued_at = |seconds: i64| {
        hall.access(|token| {
            token.claims["iat"] = json!(START + seconds);
            token.claims["exp"] = json!(START + seconds + 900);
        })
    };
    for ahead in [1, 4, 5] {
        hall.accepts(&issued_at(ahead), &format!("{ahead} s ahead")).await;
    }
    for ahead in [6, 60, 500, 1_000_000_000] {
        hall.refuses_as("TOKEN_EXPIRED", &issued_at(ahead), &format!("{ahead} s ahead")).await;
    }
}

/// Shows: JWT-26, ASVS 9.2.1.
#[actix_web::test]
async fn a_token_is_not_used_before_its_nbf_but_for_five_seconds() {
    let hall = Hall::open().await;
    let not_before =
        |seconds: i64| hall.access(|token| token.claims["nbf"] = json!(START + seconds));
    for ahead in [-1_000_000_000, -1, 0, 5] {
        hall.accepts(&not_before(ahead), &format!("{ahead} s ahead")).await;
    }
    for ahead in [6, 500, 1_000_000_000] {
        hall.refuses(&not_before(ahead), &format!("{ahead} s ahead")).await;
    }
}

/// Shows: JWT-24.
#[actix_web::test]
async fn an_access_token_that_would_outlive_its_lifetime_is_refused() {
    let hall = Hall::open().await;
    for seconds in [901, 86_400, 9_007_199_254_740_993 - START, i64::MAX - START] {
        let token = hall.access(|token| token.claims["exp"] = json!(START + seconds));
        hall.refuses_as("TOKEN_EXPIRED", &token, &format!("exp is {seconds} s after iat")).await;
    }
    for iat in [i64::MIN, -1, 0, START - 1] {
        let token = hall.access(|token| token.claims["iat"] = json!(iat));
        hall.refuses_as("TOKEN_EXPIRED", &token, &format!("iat is {iat}")).await;
    }
}

#[actix_web::test]
async fn a_lifetime_that_was_shortened_ends_the_longer_tokens_too() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let app = app.restart_with(&[FLAGS, &["--access-token-ttl", "5m"]].concat());
    let answer = ada.json.at(&app).get("/api/auth/me").await;
    assert_eq!(answer.problem(), (401, "TOKEN_EXPIRED".to_owned()));
    let answer = app.json().refresh(&ada.refresh).await;
    assert_eq!(answer.status, 200);
    assert_eq!(Parts::of(&app.json().person(&answer).access).claims["exp"], START + 300);
}

#[actix_web::test]
async fn a_token_is_expired_however_long_ago_that_was() {
    let hall = Hall::open().await;
    let now = hall.app.clock.now().seconds();
    for exp in [now, now - 1, now - 30, now - 61, 1, 0, -1, i64::MIN] {
        let token = hall.access(|token| token.claims["exp"] = json!(exp));
        hall.refuses_as("TOKEN_EXPIRED", &token, &format!("exp is {exp}")).await;
    }
    // One that is not ours is called that, though it has ended too.
    let token = hall.access(|token| {
        token.claims["exp"] = json!(now - 1);
        token.claims["iss"] = json!("https://example.com");
    });
    hall.refuses(&token, "ended and foreign").await;
}

#[actix_web::test]
async fn extreme_times_break_nothing() {
    let hall = Hall::open().await;
    for iat in [i64::MIN, -1, 0, i64::MAX] {
        for exp in [i64::MIN, -1, 0, i64::MAX] {
            let token = hall.access(|token| {
                token.claims["iat"] = json!(iat);
                token.claims["exp"] = json!(exp);
            });
            hall.refuses_as("TOKEN_EXPIRED", &token, &format!("iat is {iat}, exp is {exp}")).await;
        }
    }
    for number in [i64::MIN, -1, 0, i64::MAX] {
        // Who has the key can say this; it must not stop the writer, which everybody shares.
        let token = hall.access(|token| token.claims["gen"] = json!(number));
        hall.accepts(&token, &format!("gen is {number}")).await;
    }
    hall.has_harmed_nobody().await;
}

#[actix_web::test]
async fn a_renewal_serves_its_request_though_the_new_token_ends_before_it_is_used() {
    let app = TestApp::start_with(&["--access-token-ttl", "1s"]);
    let browser = app.browser();
    browser.register("ada").await;
    // A clock so fast that a token of a second is often over when its rotation is written.
    let (clock, running) = (app.clock.clone(), Arc::new(AtomicBool::new(true)));
    let still = Arc::clone(&running);
    let fast = thread::spawn(move || {
        while still.load(Ordering::Relaxed) {
            clock.advance(Duration::from_secs(1));
            thread::sleep(Duration::from_millis(1));
        }
    });
    let mut statuses = Vec::new();
    for _ in 0..50 {
        statuses.push(browser.get("/api/auth/me").await.status);
    }
    running.store(false, Ordering::Relaxed);
    fast.join().unwrap();
    assert_eq!(statuses, [200; 50]);
}
