//! How often a request waits for PostgreSQL. Each round trip costs what the network costs.

use std::cell::RefCell;

use serde_json::json;

use crate::support::{Answer, CountingProxy, PASSWORD, TestApp};

/// So many requests are measured together: what the application does meanwhile in the background
/// takes fewer round trips than this.
const REQUESTS: u64 = 40;

/// Returns how many round trips a request takes.
async fn round_trips<F: Future<Output = Answer>>(
    proxy: &CountingProxy,
    ask: impl Fn() -> F,
) -> u64 {
    let before = proxy.round_trips();
    for _ in 0..REQUESTS {
        let answer = ask().await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    (proxy.round_trips() - before) / REQUESTS
}

#[actix_web::test]
async fn a_refresh_and_a_read_take_one_round_trip_and_verifying_none() {
    let Some((app, proxy)) = TestApp::start_behind_proxy() else { return };
    let ada = app.json().register("ada").await;
    app.settle().await;

    let verify = || ada.json.get("/api/auth/verify");
    assert_eq!(round_trips(&proxy, verify).await, 0);
    let read = || ada.json.get("/api/profile/me");
    assert_eq!(round_trips(&proxy, read).await, 1);

    let token = RefCell::new(ada.refresh.clone());
    let refresh = || async {
        let current = token.borrow().clone();
        let answer = app.json().refresh(&current).await;
        *token.borrow_mut() = app.json().person(&answer).refresh;
        answer
    };
    assert_eq!(round_trips(&proxy, refresh).await, 1);
}

/// The account; BEGIN, the account again with its lock, the session, the event, COMMIT.
#[actix_web::test]
async fn a_sign_in_takes_a_known_number_of_round_trips() {
    let Some((app, proxy)) = TestApp::start_behind_proxy() else { return };
    app.json().register("ada").await;
    let body = json!({ "username": "ada", "password": PASSWORD });
    let sign_in = || {
        let (json, body) = (app.json(), body.clone());
        async move { json.post("/api/auth/login", &body).await }
    };
    assert_eq!(round_trips(&proxy, sign_in).await, 6);
}
