//! `POST /api/auth/logout`

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::{cookie_lines, revoked_sessions, rows};
use crate::support::{Person, TestApp};

const LOGOUT: &str = "/api/auth/logout";

#[actix_web::test]
async fn signing_out_answers_200_and_clears_the_cookies() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer = browser.post_json(LOGOUT, &json!({})).await;

    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    assert_eq!(answer.json(), json!({ "message": "Signed out." }));
    insta::assert_snapshot!(cookie_lines(&answer), @r"
    access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict
    refresh_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict
    ");
    assert_eq!(browser.get("/api/auth/me").await.problem(), (401, "NO_TOKEN".to_owned()));
}

/// A way to present a token of a session.
type Way = fn(&TestApp, &Person) -> RequestBuilder;

const WAYS: [(&str, Way); 7] = [
    ("the refresh token in the body", |app, ada| {
        let body = json!({ "refreshToken": ada.refresh }).to_string();
        app.json()
            .request(Method::POST, LOGOUT)
            .header("content-type", "application/json")
            .body(body)
    }),
    ("the refresh cookie", |app, ada| {
        app.json()
            .request(Method::POST, LOGOUT)
            .header("cookie", format!("refresh_token={}", ada.refresh))
    }),
    ("both cookies", |app, ada| {
        let cookies = format!("access_token={}; refresh_token={}", ada.access, ada.refresh);
        app.json().request(Method::POST, LOGOUT).header("cookie", cookies)
    }),
    ("a Bearer token", |_, ada| ada.json.request(Method::POST, LOGOUT)),
    ("the access cookie", |app, ada| {
        app.json()
            .request(Method::POST, LOGOUT)
            .header("cookie", format!("access_token={}", ada.access))
    }),
    ("the refresh cookie, whatever Authorization says", |app, ada| {
        let request = app.json().bearer("garbage").request(Method::POST, LOGOUT);
        request.header("cookie", format!("refresh_token={}", ada.refresh))
    }),
    ("a Bearer token beside garbage in the body", |_, ada| {
        let body = json!({ "refreshToken": "garbage" }).to_string();
        ada.json.request(Method::POST, LOGOUT).header("content-type", "application/json").body(body)
    }),
];

#[actix_web::test]
async fn any_token_of_a_session_ends_it_at_once_and_no_other() {
    for (way, present) in WAYS {
        let app = TestApp::start();
        let [ada, elsewhere] = [app.json().register("ada").await, app.json().log_in("ada").await];
        let bob = app.json().register("bob").await;
        let answer = app.json().send(present(&app, &ada)).await;

        assert_eq!((answer.status, answer.clears_cookies()), (200, true), "{way}");
        assert_eq!(
            ada.json.get("/api/auth/me").await.problem(),
            (401, "TOKEN_REVOKED".to_owned()),
            "{way}"
        );
        assert_eq!(
            ada.json.get("/api/auth/verify").await.problem(),
            (401, "TOKEN_REVOKED".to_owned()),
            "{way}"
        );
        assert_eq!(
            app.json().refresh(&ada.refresh).await.problem(),
            (401, "REFRESH_TOKEN_REVOKED".to_owned()),
            "{way}"
        );
        for other in [&elsewhere, &bob] {
            assert_eq!(other.json.get("/api/auth/me").await.status, 200, "{way}");
            assert_eq!(app.json().refresh(&other.refresh).await.status, 200, "{way}");
        }
    }
}

#[actix_web::test]
async fn an_expired_or_replaced_token_ends_its_session_too() {
    let after = [
        ("the access token has expired", Duration::from_secs(15 * 60)),
        ("both have expired", Duration::from_secs(8 * 24 * 60 * 60)),
    ];
    for (age, pause) in after {
        for (way, present) in WAYS {
            let app = TestApp::start();
            let ada = app.json().register("ada").await;
            app.advance(pause);
            assert_eq!(app.json().send(present(&app, &ada)).await.status, 200, "{way}, {age}");
            assert_eq!(revoked_sessions(&app), 1, "{way}, {age}");
        }
    }
    for (way, present) in WAYS {
        let app = TestApp::start();
        let old = app.json().register("ada").await;
        let new = app.json().person(&app.json().refresh(&old.refresh).await);
        app.advance(Duration::from_secs(3600));
        let new = app.json().person(&app.json().refresh(&new.refresh).await);
        assert_eq!(app.json().send(present(&app, &old)).await.status, 200, "{way}, replaced");
        assert_eq!(
            new.json.get("/api/auth/me").await.problem(),
            (401, "TOKEN_REVOKED".to_owned()),
            "{way}, replaced"
        );
        assert_eq!(
            app.settled_event_kinds().await,
            ["registered", "signed_out"],
            "{way}: signing out with an old token is no theft"
        );
    }
}

/// Shows: RT-22.
#[actix_web::test]
async fn the_refresh_token_says_which_session_where_two_tokens_disagree() {
    let app = TestApp::start();
    let [ada, bob] = [app.json().register("ada").await, app.json().register("bob").await];
    let eve = app.json().register("eve").await;
    let request = eve
        .json
        .request(Method::POST, LOGOUT)
        .header("cookie", format!("refresh_token={}", bob.refresh));
    let body = json!({ "refreshToken": ada.refresh }).to_string();
    app.json().send(request.header("content-type", "application/json").body(body)).await;

    assert_eq!(ada.json.get("/api/auth/me").await.status, 401, "the body comes first");
    assert_eq!(bob.json.get("/api/auth/me").await.status, 200);
    assert_eq!(eve.json.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn signing_out_twice_succeeds() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let body = json!({ "refreshToken": ada.refresh });
    app.advance(Duration::from_secs(1));
    let [first, second] =
        [app.json().post(LOGOUT, &body).await, app.json().post(LOGOUT, &body).await];

    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.body, second.body);
    assert!(second.clears_cookies());
    assert_eq!(app.settled_event_kinds().await, ["registered", "signed_out"]);
}

#[actix_web::test]
async fn signing_out_succeeds_whatever_is_sent() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let stranger = TestApp::start().json().register("ada").await;
    let before = rows(&app).await;
    let post = |body: String| {
        app.json()
            .request(Method::POST, LOGOUT)
            .header("content-type", "application/json")
            .body(body)
    };
    for (request, what) in [
        (app.json().request(Method::POST, LOGOUT), "nothing"),
        (post("{}".to_owned()), "an empty object"),
        (post(json!({ "refreshToken": "garbage" }).to_string()), "garbage for a token"),
        (
            post(json!({ "refreshToken": stranger.refresh }).to_string()),
            "another installation's token",
        ),
        (post(json!({ "refreshToken": null }).to_string()), "null for a token"),
        (post(json!({ "refreshToken": 1 }).to_string()), "a number for a token"),
        (post(json!({ "refreshToken": [ada.refresh] }).to_string()), "a list of tokens"),
        (app.json().bearer("garbage").request(Method::POST, LOGOUT), "garbage for a Bearer"),
        (
            app.json().bearer(&stranger.access).request(Method::POST, LOGOUT),
            "another installation's Bearer",
        ),
        (
            app.json().request(Method::POST, LOGOUT).header("authorization", "Basic x"),
            "another scheme",
        ),
        (
            app.json()
                .request(Method::POST, LOGOUT)
                .header("cookie", "refresh_token=; access_token=x"),
            "empty cookies",
        ),
    ] {
        let answer = app.json().send(request).await;
        assert_eq!((answer.status, answer.clears_cookies()), (200, true), "{what}: {answer:?}");
        assert!(answer.json()["message"].is_string(), "{what}");
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn a_body_that_cannot_be_read_does_not_keep_a_session_alive() {
    for (content_type, body) in [
        (Some("application/json"), "{"),
        (Some("application/json"), "[]"),
        (Some("application/json"), r#"{"refreshToken":"a","refreshToken":"b"}"#),
        (Some("text/plain"), "bye"),
        (Some("application/x-www-form-urlencoded"), "bye=1"),
        (None, "{}"),
    ] {
        let app = TestApp::start();
        let browser = app.browser();
        browser.register("ada").await;
        let mut request = browser.request(Method::POST, LOGOUT).body(body);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = browser.send(request).await;
        assert_eq!(
            (answer.status, answer.clears_cookies()),
            (200, true),
            "{content_type:?} {body}: {answer:?}"
        );
        assert_eq!(revoked_sessions(&app), 1, "{content_type:?} {body}");
    }
}

/// Shows: RT-15.
#[actix_web::test]
async fn a_get_request_signs_nobody_out() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for method in [Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS] {
        let expected = if method == Method::OPTIONS { 204 } else { 405 };
        assert_eq!(ada.json.call(method.clone(), LOGOUT, None).await.status, expected, "{method}");
    }
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}
