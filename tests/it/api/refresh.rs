//! `POST /api/auth/refresh`, when it goes well.

use std::time::Duration;

use futures_util::future::{join, join_all};
use serde_json::json;

use super::{hidden, unlimited};
use crate::support::TestApp;

const REFRESH: &str = "/api/auth/refresh";

#[actix_web::test]
async fn a_token_that_came_in_the_cookie_is_answered_with_cookies() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let old = [browser.cookie("access_token"), browser.cookie("refresh_token")];
    app.advance(Duration::from_secs(60));
    let answer = browser.post_json(REFRESH, &json!({})).await;

    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    insta::assert_json_snapshot!(hidden(&answer), @r#"
    {
      "accessToken": "[token]",
      "expiresIn": 900,
      "tokenType": "Bearer",
      "user": {
        "createdAt": "2026-01-01T00:00:00.250Z",
        "email": "ada@example.com",
        "emailVerified": false,
        "id": "[id]",
        "name": null,
        "roles": [
          "user"
        ],
        "username": "ada"
      }
    }
    "#);
    let new = [browser.cookie("access_token"), browser.cookie("refresh_token")];
    assert!(new[0] != old[0] && new[1] != old[1], "both tokens are new");
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn a_token_that_came_in_the_body_is_answered_in_the_body() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(60));
    let answer = app.json().refresh(&ada.refresh).await;

    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    assert_eq!(answer.set_cookies(), []);
    let body = hidden(&answer);
    assert_eq!(
        (&body["refreshToken"], &body["accessToken"]),
        (&json!("[token]"), &json!("[token]"))
    );
    assert_eq!((&body["tokenType"], &body["expiresIn"]), (&json!("Bearer"), &json!(900)));
    assert_eq!(body.as_object().unwrap().len(), 5);
    let next = app.json().person(&answer);
    assert!(next.refresh != ada.refresh && next.access != ada.access);
    assert_eq!(next.id, ada.id);
    assert_eq!(app.json().refresh(&next.refresh).await.status, 200);
}

#[actix_web::test]
async fn the_cookie_is_enough_without_any_body() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let without = browser.send(browser.request(reqwest::Method::POST, REFRESH)).await;
    assert_eq!((without.status, without.set_cookies().len()), (200, 2));
    let null = browser.post_json(REFRESH, &json!({ "refreshToken": null })).await;
    assert_eq!((null.status, null.set_cookies().len()), (200, 2));
}

#[actix_web::test]
async fn the_body_comes_before_the_cookie() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.register("bob").await;
    let cookie = browser.cookie("refresh_token").unwrap();

    let answer = browser.post_json(REFRESH, &json!({ "refreshToken": ada.refresh })).await;
    assert_eq!(answer.json()["user"]["username"], "ada");
    assert_eq!(answer.set_cookies(), []);
    let answer = browser.post_json(REFRESH, &json!({ "refreshToken": "garbage" })).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_INVALID".to_owned()));
    assert_eq!(answer.set_cookies(), [], "the cookie was not what was refused");

    assert_eq!(browser.cookie("refresh_token"), Some(cookie));
    assert_eq!(app.count_refreshed(), 1, "the cookie's session was left alone");
}

/// Shows: RT-22.
#[actix_web::test]
async fn an_authorization_header_makes_no_difference() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.register("bob").await;
    for authorization in ["Bearer garbage", &format!("Bearer {}", ada.access), "Basic YWRhOng="] {
        let request =
            browser.request(reqwest::Method::POST, REFRESH).header("authorization", authorization);
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 200, "{authorization}");
        assert_eq!(answer.json()["user"]["username"], "bob", "{authorization}");
    }
    let answer = app.json().bearer("garbage").refresh(&ada.refresh).await;
    assert_eq!(answer.json()["user"]["username"], "ada");
}

/// Shows: REL-27, RT-28, RT-39.
#[actix_web::test]
async fn a_refreshed_session_stays_one_row() {
    let app = TestApp::start();
    let mut ada = app.json().register("ada").await;
    for _ in 0..5 {
        app.advance(Duration::from_secs(600));
        ada = app.json().person(&app.json().refresh(&ada.refresh).await);
    }
    assert_eq!(app.session().generation, 6);
    assert_eq!(app.settled_event_kinds().await, ["registered"], "a refresh is no event");
}

#[actix_web::test]
async fn the_answer_shows_the_account_as_it_is_now() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.user("ada").make_administrator();
    app.user("ada").rename("countess");
    let answer = app.json().refresh(&ada.refresh).await;
    let user = &answer.json()["user"];
    assert_eq!(
        (&user["username"], &user["roles"]),
        (&json!("countess"), &json!(["user", "admin"]))
    );
    let verified = app.json().person(&answer).json.get("/api/auth/verify").await;
    assert_eq!(verified.header("remote-user"), Some("countess"));
    assert_eq!(verified.header("remote-groups"), Some("user,admin"));
}

/// Changes of several requests share a commit.
#[actix_web::test]
async fn refusals_at_the_same_time_take_no_refresh_with_them() {
    let app = unlimited();
    let ada = app.json().register("ada").await;
    app.json().register("eve").await;
    for round in 0..5 {
        let client = app.json();
        let people = join_all((0..20).map(|_| client.log_in("eve"))).await;
        let taken = json!({ "username": "eve" });
        let refused = join_all((0..20).map(|_| ada.json.patch("/api/profile/me", &taken)));
        let refreshed = join_all(people.iter().map(|person| client.refresh(&person.refresh)));
        let (refused, refreshed) = join(refused, refreshed).await;
        assert!(refused.iter().all(|answer| answer.status == 409), "{round}: {refused:?}");
        for answer in refreshed {
            let again = client.refresh(&client.person(&answer).refresh).await;
            assert_eq!(again.status, 200, "{round}: {again:?}");
        }
    }
}
