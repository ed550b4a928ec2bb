//! A database that somebody else holds: nothing is decided, and nobody is signed out.

use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::{ada, expire_access, tokens};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

fn form(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let request = browser
        .request(Method::POST, path)
        .header("content-type", "application/x-www-form-urlencoded");
    request.body(form.finish())
}

/// Sends them all at once, because each has to wait for the lock until it gives up.
async fn send_all(browser: &Browser, requests: Vec<RequestBuilder>) -> Vec<Answer> {
    join_all(requests.into_iter().map(|request| browser.send(request))).await
}

#[track_caller]
fn assert_busy(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!(seconds >= 1);
    assert!(answer.set_cookies().is_empty(), "{answer:?}");
    assert!(!answer.body.contains("lock"), "the cause is only in the log: {}", answer.body);
}

#[actix_web::test]
async fn a_renewal_that_finds_the_database_locked_is_503_and_changes_nothing() {
    let app = TestApp::start_on_sqlite(&[]);
    let browser = ada(&app).await;
    expire_access(&app, &browser);
    let before = tokens(&browser);
    let held = app.lock_writes();

    let pages =
        ["/", "/login", "/register", "/profile"].map(|path| browser.request(Method::GET, path));
    let calls = ["/api/auth/me", "/api/profile/me"].map(|path| browser.request(Method::GET, path));
    let refresh = browser.request(Method::POST, "/api/auth/refresh");
    let change = browser
        .request(Method::PATCH, "/api/profile/me")
        .header("content-type", "application/json");
    let change = change.body(json!({ "name": "Ada" }).to_string());
    let requests = pages.into_iter().chain(calls).chain([refresh, change]).collect();
    let answers = send_all(&browser, requests).await;

    for (answer, is_page) in
        answers.iter().zip([true, true, true, true, false, false, false, false])
    {
        assert_busy(answer);
        if is_page {
            assert_eq!(answer.select("h1"), ["Server busy"]);
        } else {
            assert_eq!(answer.problem().1, "BUSY");
        }
    }
    assert_eq!(tokens(&browser), before);
    held.release();
    assert_eq!(
        browser.get("/profile").await.select("h1"),
        ["ada"],
        "nobody was signed out, and no name was changed"
    );
    assert_eq!(app.generations(), [2]);
}

#[actix_web::test]
async fn a_form_that_finds_the_database_locked_is_a_503_page_and_works_afterwards() {
    let app = TestApp::start_on_sqlite(&[]);
    let (browser, stranger) = (ada(&app).await, app.browser());
    let before = tokens(&browser);
    let held = app.lock_writes();

    let login = [("login", "ada"), ("password", PASSWORD)];
    let register = [("username", "grace"), ("email", "grace@example.com"), ("password", PASSWORD)];
    let answers = send_all(
        &stranger,
        vec![form(&stranger, "/login", &login), form(&stranger, "/register", &register)],
    );
    let logouts =
        vec![form(&browser, "/logout", &[]), browser.request(Method::POST, "/api/auth/logout-all")];
    let (answers, logouts) = futures_util::future::join(answers, send_all(&browser, logouts)).await;

    for answer in answers.iter().chain(&logouts) {
        assert_busy(answer);
    }
    assert_eq!(answers[0].select("h1"), ["Server busy"]);
    assert!(!answers[0].body.contains(PASSWORD));
    assert_eq!(tokens(&browser), before);
    held.release();
    assert!(browser.is_signed_in().await, "a failed sign-out leaves the user signed in");
    assert_eq!(app.users().len(), 1);
    assert_eq!(app.unrevoked_sessions().len(), 1);
    stranger.log_in("ada").await;
    stranger.register("grace").await;
}

#[actix_web::test]
async fn requests_that_write_nothing_are_not_affected() {
    let app = TestApp::start_on_sqlite(&[]);
    let (browser, stranger) = (ada(&app).await, app.browser());
    let _held = app.lock_writes();

    for (browser, path) in [
        (&browser, "/profile"),
        (&browser, "/api/auth/me"),
        (&browser, "/api/auth/verify"),
        (&stranger, "/login"),
        (&stranger, "/register"),
        (&stranger, "/healthz"),
        (&stranger, "/readyz"),
        (&stranger, "/static/icon.svg"),
    ] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    let wrong =
        stranger.post("/login", &[("login", "ada"), ("password", "wrong horse battery")]).await;
    assert_eq!(wrong.status, 401, "a wrong password is detected without a write");
}
