//! Nobody learns from a failed sign-in whether an account exists: not by the bytes, not by the
//! time.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp};

/// Everything of an answer but when it was sent and the name that was typed.
fn bytes(answer: &Answer, typed: &str) -> (u16, Vec<String>, String) {
    let headers =
        answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"));
    let mut headers: Vec<_> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    // The server writes them in another order each time.
    headers.sort();
    (answer.status, headers, answer.body.replace(typed, "TYPED"))
}

/// What fails: the login, as a username or an address of one length, and the password.
fn failures() -> [(&'static str, &'static str, &'static str); 5] {
    [
        ("a wrong password", "ada", "not her password"),
        ("an account that does not exist", "bob", "not her password"),
        ("the right password of another account", "bob", PASSWORD),
        ("a wrong password of a disabled account", "eve", "not her password"),
        ("a password that nobody could have chosen", "ada", "with \u{7} a bell"),
    ]
}

async fn with_accounts(flags: &[&str]) -> TestApp {
    let app = TestApp::start_with(flags);
    for name in ["ada", "eve"] {
        app.json().register(name).await;
    }
    app.user("eve").disable();
    app
}

/// Shows: AUTH-01, ASVS 6.3.8.
#[actix_web::test]
async fn a_failed_sign_in_looks_the_same_to_a_program_whatever_failed() {
    let app = with_accounts(&[]).await;
    for (member, domain) in [("username", ""), ("email", "@example.com")] {
        let mut first = None;
        for (case, name, password) in failures() {
            let login = format!("{name}{domain}");
            let body = json!({ member: login, "password": password });
            let answer = app.json().post("/api/auth/login", &body).await;
            assert_eq!(answer.problem(), (401, "INVALID_CREDENTIALS".to_owned()), "{case}");
            let seen = bytes(&answer, &login);
            assert_eq!(first.get_or_insert_with(|| seen.clone()), &seen, "{case}");
        }
    }
}

/// Shows: AUTH-01.
#[actix_web::test]
async fn a_failed_sign_in_looks_the_same_to_a_person_whatever_failed() {
    let app = with_accounts(&[]).await;
    for domain in ["", "@example.com"] {
        let mut first = None;
        for (case, name, password) in failures() {
            let login = format!("{name}{domain}");
            let answer =
                app.browser().post("/login", &[("login", &login), ("password", password)]).await;
            assert_eq!(answer.status, 401, "{case}");
            assert_eq!(answer.field("login"), Some(login.clone()), "{case}: what was typed stays");
            assert!(!answer.body.contains(password), "{case}: the password does not");
            let seen = bytes(&answer, &login);
            assert_eq!(first.get_or_insert_with(|| seen.clone()), &seen, "{case}");
        }
    }
}

/// Shows: AUTH-03.
#[actix_web::test]
async fn only_the_right_password_shows_that_an_account_is_disabled() {
    let app = with_accounts(&[]).await;
    let body = json!({ "username": "eve", "password": PASSWORD });
    let answer = app.json().post("/api/auth/login", &body).await;
    assert_eq!(answer.problem(), (403, "ACCOUNT_DISABLED".to_owned()));
}

/// Shows: AUTH-02, AUTH-11, ASVS 11.2.4.
#[actix_web::test]
async fn every_failed_sign_in_costs_a_hash() {
    // A hash of this cost takes many times as long as everything else.
    let app = with_accounts(&["--bcrypt-cost", "8", "--rate-limits", "off"]).await;
    let too_long = "long ".repeat(100);
    let mut cases = failures().to_vec();
    cases.push(("a password that is too long", "ada", &too_long));
    cases.push((
        "a long name that does not exist",
        "nobody-has-a-name-of-this-length",
        "not her password",
    ));
    let bodies =
        cases.iter().map(|(_, name, password)| json!({ "username": name, "password": password }));
    let bodies: Vec<Value> = bodies.collect();
    // Whatever else the machine does only makes a try slower, so the fastest of many tells what it
    // costs. They are made by turns, until enough of them were undisturbed.
    let mut fastest = vec![Duration::MAX; cases.len()];
    for round in 1.. {
        for (body, fastest) in bodies.iter().zip(&mut fastest) {
            *fastest = time_of_sign_in(&app, body).await.min(*fastest);
        }
        let cheap = fastest.iter().position(|time| *time * 2 < fastest[0]);
        match cheap {
            None if round >= 12 => break,
            Some(cheap) if round >= 120 => {
                panic!(
                    "{} takes {:?}, a wrong password {:?}",
                    cases[cheap].0, fastest[cheap], fastest[0]
                )
            }
            _ => {}
        }
    }
}

/// Measures rather than tests: run it alone, on a machine that does nothing else, with
/// `cargo test --test it failed_sign_ins_take_the_same_time -- --ignored --nocapture`.
///
/// Shows: AUTH-02.
#[actix_web::test]
#[ignore = "takes minutes and a machine that does nothing else"]
async fn failed_sign_ins_take_the_same_time() {
    const TRIES: usize = 200;
    let app = with_accounts(&["--bcrypt-cost", "10", "--rate-limits", "off"]).await;
    let cases = failures();
    let mut times = vec![Vec::with_capacity(TRIES); cases.len()];
    // By turns, so that whatever else happens meanwhile happens to all of them.
    for _ in 0..TRIES {
        for ((_, name, password), times) in cases.iter().zip(&mut times) {
            times.push(
                time_of_sign_in(&app, &json!({ "username": name, "password": password })).await,
            );
        }
    }
    let medians: Vec<Duration> = times
        .into_iter()
        .map(|mut times| {
            times.sort();
            times[TRIES / 2]
        })
        .collect();
    for ((case, ..), median) in cases.iter().zip(&medians) {
        println!("{median:?}: {case}");
        let apart = median.as_secs_f64() / medians[0].as_secs_f64();
        assert!(
            (0.9..1.1).contains(&apart),
            "{case} takes {median:?}, a wrong password {:?}",
            medians[0]
        );
    }
}

async fn time_of_sign_in(app: &TestApp, body: &Value) -> Duration {
    let begun = Instant::now();
    let answer = app.json().post("/api/auth/login", body).await;
    assert_eq!(answer.status, 401);
    begun.elapsed()
}
