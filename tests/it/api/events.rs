//! What is written into an account's history: what happened, to whose session, from where, by what
//! client.

use std::collections::HashSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use vestibule::store::events::Event;

use super::{registration, with};
use crate::support::{PASSWORD, Person, START, TestApp};

/// The events after the first `skip`, oldest first: kind, address and user agent. All must be of
/// this account, and be of a session wherever there is one.
async fn events(app: &TestApp, of: &Person, skip: usize) -> Vec<String> {
    app.settle().await;
    let is_of = |event: &Event| event.user_id.is_some_and(|user| user.to_string() == of.id);
    let line = |event: Event| {
        let session = if event.session_id.is_some() { " session" } else { "" };
        format!("{} {} {}{session}", event.kind, event.ip, event.user_agent)
    };
    app.events().into_iter().filter(is_of).skip(skip).map(line).collect()
}

#[actix_web::test]
async fn registering_signing_in_failing_and_signing_out_are_recorded() {
    let app = TestApp::start();
    let ada = app.json().with_agent("first/1").register("ada").await;
    app.advance(Duration::from_secs(1));
    let again = app.json().with_agent("second/2").log_in("ada").await;
    app.advance(Duration::from_secs(1));
    let wrong = json!({ "email": "ada@example.com", "password": "wrong password" });
    app.json().with_agent("third/3").post("/api/auth/login", &wrong).await;
    app.settle().await;
    app.advance(Duration::from_secs(1));
    again.json.with_agent("fourth/4").patch("/api/profile/me", &json!({ "name": "Ada" })).await;
    app.advance(Duration::from_secs(1));
    let out = json!({ "refreshToken": again.refresh });
    app.json().with_agent("fifth/5").post("/api/auth/logout", &out).await;

    assert_eq!(
        events(&app, &ada, 0).await,
        [
            "registered 127.0.0.1 first/1 session",
            "signed_in 127.0.0.1 second/2 session",
            "sign_in_failed 127.0.0.1 third/3",
            "profile_changed 127.0.0.1 fourth/4",
            "signed_out 127.0.0.1 fifth/5 session",
        ]
    );
    let seconds: Vec<Duration> = app.events().iter().map(|event| event.at.since(START)).collect();
    assert_eq!(seconds, [0, 1, 2, 3, 4].map(Duration::from_secs));
}

#[actix_web::test]
async fn signing_out_everywhere_is_recorded_for_every_session() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let elsewhere = [app.json().log_in("ada").await, app.json().log_in("ada").await];
    app.advance(Duration::from_secs(1));
    elsewhere[0].json.with_agent("last/1").post("/api/auth/logout-all", &json!({})).await;

    let mut written = events(&app, &ada, 3).await;
    written.sort();
    assert_eq!(
        written,
        [
            "session_revoked 127.0.0.1 last/1 session",
            "session_revoked 127.0.0.1 last/1 session",
            "signed_out 127.0.0.1 last/1 session",
        ]
    );
    let later = app.events().into_iter().filter(|event| event.at > START);
    assert_eq!(later.filter_map(|event| event.session_id).collect::<HashSet<_>>().len(), 3);
}

#[actix_web::test]
async fn a_stolen_token_is_recorded_once() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let next = app.json().person(&app.json().refresh(&ada.refresh).await);
    app.json().refresh(&next.refresh).await;
    app.advance(Duration::from_secs(1));
    for code in ["REFRESH_TOKEN_REUSED", "REFRESH_TOKEN_REVOKED"] {
        let thief = app.json().with_agent("thief/1").refresh(&ada.refresh).await;
        assert_eq!(thief.problem(), (401, code.to_owned()));
    }
    assert_eq!(events(&app, &ada, 1).await, ["refresh_reused 127.0.0.1 thief/1 session"]);
}

#[actix_web::test]
async fn a_session_that_a_sign_in_replaced_was_signed_out() {
    let app = TestApp::start();
    let browser = app.browser().with_agent("browser/1");
    let registered = browser.post_json("/api/auth/register", &registration("ada")).await;
    let id = registered.json()["user"]["id"].as_str().unwrap().to_owned();
    let ada = Person { id, access: String::new(), refresh: String::new(), json: app.json() };
    app.advance(Duration::from_secs(1));
    browser.post_json("/api/auth/login", &json!({ "username": "ada", "password": PASSWORD })).await;

    let mut written = events(&app, &ada, 1).await;
    written.sort();
    assert_eq!(
        written,
        ["signed_in 127.0.0.1 browser/1 session", "signed_out 127.0.0.1 browser/1 session"]
    );
}

#[actix_web::test]
async fn an_account_that_does_not_exist_has_no_history() {
    let app = TestApp::start();
    app.json()
        .post("/api/auth/login", &json!({ "username": "nobody", "password": PASSWORD }))
        .await;
    assert_eq!(app.settled_event_kinds().await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_change_of_nothing_is_not_recorded() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let bodies: [(&str, Value); 4] = [
        ("/api/auth/refresh", json!({ "refreshToken": ada.refresh })),
        ("/api/auth/refresh", json!({ "refreshToken": "garbage" })),
        ("/api/auth/register", with(registration("ada"), json!({ "name": "Ada" }))),
        ("/api/auth/login", json!({})),
    ];
    for (path, body) in bodies {
        app.json().post(path, &body).await;
    }
    ada.json.get("/api/auth/me").await;
    ada.json.patch("/api/profile/me", &json!({ "username": "" })).await;
    assert_eq!(app.settled_event_kinds().await, ["registered"]);
}

/// Shows: AUTH-24.
#[actix_web::test]
async fn the_address_is_the_peers_unless_a_trusted_proxy_forwards_another() {
    for (flags, ip) in
        [(&[][..], "127.0.0.1"), (&["--trusted-proxies", "127.0.0.0/8"][..], "203.0.113.9")]
    {
        let app = TestApp::start_with(flags);
        let body = with(registration("ada"), json!({ "refreshTokenIn": "body" })).to_string();
        let request = app
            .json()
            .request(Method::POST, "/api/auth/register")
            .header("content-type", "application/json");
        let request = request
            .header("x-forwarded-for", "6.6.6.6, 203.0.113.9")
            .header("x-real-ip", "6.6.6.6");
        let answer = app.json().send(request.header("forwarded", "for=6.6.6.6").body(body)).await;
        assert_eq!(answer.status, 201);
        let events: Vec<String> = app.events().into_iter().map(|event| event.ip).collect();
        assert_eq!((events, app.session().ip.as_str()), (vec![ip.to_owned()], ip));
    }
}

/// Shows: RT-40.
#[actix_web::test]
async fn a_user_agent_is_stored_as_text_and_cut_if_it_is_enormous() {
    let app = TestApp::start();
    let agent = format!("<b>\u{e9}</b>{}", "x".repeat(5000));
    let request = app
        .json()
        .request(Method::POST, "/api/auth/register")
        .header("content-type", "application/json");
    let header = reqwest::header::HeaderValue::from_bytes(agent.as_bytes()).unwrap();
    let mut request = request.body(registration("ada").to_string()).build().unwrap();
    request.headers_mut().insert("user-agent", header);
    assert_eq!(reqwest::Client::new().execute(request).await.unwrap().status(), 201);
    let kept = app.events().remove(0).user_agent;
    assert!(kept.starts_with("<b>\u{e9}</b>xxx") && kept.len() <= 512, "{kept}");
}
