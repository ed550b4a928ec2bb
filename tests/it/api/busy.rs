//! A database that somebody else holds: 503 `BUSY`, and nothing is changed or taken away.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{registration, rows};
use crate::support::{PASSWORD, TestApp};

fn body(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request.header("content-type", "application/json").body(body.to_string())
}

/// Shows: REL-05.
#[actix_web::test]
async fn requests_that_write_get_503_while_another_process_writes() {
    let app = TestApp::start_on_sqlite(&[]);
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.register("bob").await;
    let before = rows(&app).await;
    let lock = app.lock_exclusively();

    let login = json!({ "username": "ada", "password": PASSWORD });
    let post = |path| app.json().request(Method::POST, path);
    let requests = [
        ("register", body(post("/api/auth/register"), &registration("eve"))),
        ("login", body(post("/api/auth/login"), &login)),
        (
            "refresh by body",
            body(post("/api/auth/refresh"), &json!({ "refreshToken": ada.refresh })),
        ),
        ("refresh by cookie", browser.request(Method::POST, "/api/auth/refresh")),
        ("logout by body", body(post("/api/auth/logout"), &json!({ "refreshToken": ada.refresh }))),
        ("logout by cookie", browser.request(Method::POST, "/api/auth/logout")),
        ("logout-all", ada.json.request(Method::POST, "/api/auth/logout-all")),
        (
            "profile",
            body(ada.json.request(Method::PATCH, "/api/profile/me"), &json!({ "name": "Ada" })),
        ),
    ];
    let client = app.json();
    let answers = join_all(requests.map(|(what, request)| {
        let client = &client;
        async move { (what, client.send(request).await) }
    }));
    for (what, answer) in answers.await {
        assert_eq!(answer.problem(), (503, "BUSY".to_owned()), "{what}");
        let seconds: u32 = answer.header("retry-after").expect(what).parse().unwrap();
        assert!(seconds > 0, "{what}");
        assert_eq!(answer.header("www-authenticate"), None, "{what}");
        assert_eq!(answer.set_cookies(), [], "{what}");
        assert!(
            !answer.body.contains("database") && !answer.body.contains("lock"),
            "the cause stays in the log: {what}"
        );
    }

    lock.release();
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.generations(), [1, 1]);
    assert_eq!(app.json().refresh(&ada.refresh).await.status, 200);
    assert_eq!(browser.post_json("/api/auth/refresh", &json!({})).await.status, 200);
    assert_eq!(app.json().post("/api/auth/register", &registration("eve")).await.status, 201);
}

#[actix_web::test]
async fn a_browser_that_cannot_be_renewed_now_keeps_its_cookies() {
    let app = TestApp::start_on_sqlite(&[]);
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let lock = app.lock_writes();
    let answer = browser.get("/api/auth/me").await;
    assert_eq!(answer.problem(), (503, "BUSY".to_owned()));
    assert_eq!(answer.set_cookies(), []);

    lock.release();
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
}

/// Shows: REL-05, REL-12.
#[actix_web::test]
async fn requests_that_only_read_work_while_another_process_writes() {
    let app = TestApp::start_on_sqlite(&[]);
    let ada = app.json().register("ada").await;
    let lock = app.lock_exclusively();
    for path in ["/api/auth/me", "/api/profile/me", "/api/auth/verify", "/healthz", "/readyz"] {
        assert_eq!(ada.json.get(path).await.status, 200, "{path}");
    }
    let wrong = json!({ "username": "ada", "password": "wrong password" });
    let answer = app.json().post("/api/auth/login", &wrong).await;
    assert_eq!(
        answer.problem(),
        (401, "INVALID_CREDENTIALS".to_owned()),
        "the event is recorded later"
    );
    lock.release();
    app.settle().await;
    assert_eq!(app.events_of_kind("sign_in_failed").len(), 1);
}

/// Shows: REL-04, ASVS 13.2.6.
#[actix_web::test]
async fn a_request_waits_for_a_briefly_locked_database() {
    let app = TestApp::start_on_sqlite(&[]);
    let lock = app.lock_writes();
    let release = async {
        actix_web::rt::time::sleep(Duration::from_millis(300)).await;
        lock.release();
    };
    let client = app.json();
    let eve = registration("eve");
    let (answer, ()) =
        futures_util::future::join(client.post("/api/auth/register", &eve), release).await;
    assert_eq!(answer.status, 201);
}
