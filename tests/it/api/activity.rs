//! `GET /api/profile/activity`

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::json::AGENT;
use crate::support::{JsonClient, PASSWORD, TestApp};

const ACTIVITY: &str = "/api/profile/activity";

async fn events(json: &JsonClient, query: &str) -> Vec<Value> {
    let answer = json.get(&format!("{ACTIVITY}{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["events"].as_array().unwrap().clone()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn events_are_listed_newest_first() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.json().register("bob").await;
    app.advance(Duration::from_secs(60));
    app.json()
        .post("/api/auth/login", &json!({ "username": "ada", "password": "not the password" }))
        .await;
    app.settle().await;
    app.advance(Duration::from_secs(60));
    app.json().with_agent("curl/8.5.0").log_in("ada").await;

    let events = events(&ada.json, "").await;

    assert_eq!(types(&events), ["signed_in", "sign_in_failed", "registered"]);
    let mut newest = events[0].clone();
    assert_eq!(newest["id"].take().as_str().unwrap().len(), 36);
    let expected = json!({
        "id": null, "type": "signed_in", "at": "2026-01-01T00:02:00.250Z", "ip": "127.0.0.1", "userAgent": "curl/8.5.0",
    });
    assert_eq!(newest, expected);
    assert_eq!(events[2]["userAgent"], AGENT);
}

#[actix_web::test]
async fn pages_of_any_size_add_up_to_the_whole_list() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for number in 0..24 {
        // Some of them in one millisecond.
        app.advance(Duration::from_millis(number % 3));
        app.json().log_in("ada").await;
    }
    assert_eq!(events(&ada.json, "").await.len(), 20, "without a limit");
    let whole = events(&ada.json, "?limit=100").await;
    assert_eq!(whole.len(), 25);
    for limit in [1, 7, 25] {
        let (mut pages, mut query) = (Vec::new(), format!("?limit={limit}"));
        loop {
            let page = events(&ada.json, &query).await;
            let Some(last) = page.last() else { break };
            query = format!("?limit={limit}&before={}", last["id"].as_str().unwrap());
            pages.extend(page);
            assert!(pages.len() <= whole.len(), "the list ends, with limit {limit}");
        }
        assert_eq!(pages, whole, "by {limit}");
    }
}

/// Shows: INJ-04, INP-09.
#[actix_web::test]
async fn an_invalid_limit_or_cursor_is_a_field_error() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for limit in ["0", "101", "-1", "256", "4294967297", "", "ten", "1.5", "%00", "1e1", "0x10"] {
        let answer = ada.json.get(&format!("{ACTIVITY}?limit={limit}")).await;
        assert_eq!(answer.faults(), [("limit".to_owned(), "WRONG_TYPE".to_owned())], "{limit}");
    }
    let both = ada.json.get(&format!("{ACTIVITY}?limit=0&before=yesterday")).await;
    assert_eq!(both.faults().len(), 2);
    for before in ["", "1", "%ff", "019B0000-0000-7000-8000-000000000000"] {
        let answer = ada.json.get(&format!("{ACTIVITY}?before={before}")).await;
        assert_eq!(answer.faults(), [("before".to_owned(), "WRONG_TYPE".to_owned())], "{before}");
    }
}

/// Shows: AZ-02.
#[actix_web::test]
async fn nobody_sees_the_events_of_another_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(1));
    let bob = app.json().register("bob").await;
    let bobs = events(&bob.json, "").await;
    let place = format!("?before={}", bobs[0]["id"].as_str().unwrap());

    assert_eq!(
        types(&events(&ada.json, &place).await),
        ["registered"],
        "a cursor is only a position in time"
    );
    assert_eq!(events(&ada.json, "").await[0]["at"], "2026-01-01T00:00:00.250Z");
    assert_eq!(app.json().get(ACTIVITY).await.problem(), (401, "NO_TOKEN".to_owned()));
    let body = json!({ "username": "ada", "password": PASSWORD });
    assert_eq!(
        app.json().post(ACTIVITY, &body).await.problem(),
        (405, "METHOD_NOT_ALLOWED".to_owned())
    );
    app.advance(Duration::from_secs(901));
    assert_eq!(ada.json.get(ACTIVITY).await.problem(), (401, "TOKEN_EXPIRED".to_owned()));
}
