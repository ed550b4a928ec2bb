//! Many tries at once: no more are looked at than one after the other, and right ones are not
//! refused for being many.

use std::time::Duration;

use futures_util::future::join_all;

use super::{FACES, Face, WRONG, pause};
use crate::support::{Answer, PASSWORD, TestApp};

async fn all_at_once(app: &TestApp, face: Face, logins: &[String], password: &str) -> Vec<Answer> {
    let browser = app.browser();
    // Each with a jar of its own, or the first to be let in would make the others known.
    let tries = logins.iter().map(|login| {
        let browser = browser.copy();
        async move { face.log_in(&browser, login, password).await }
    });
    join_all(tries).await
}

/// Shows: AUTH-27, ASVS 6.3.1.
#[actix_web::test]
async fn six_of_a_hundred_concurrent_guesses_at_one_account_are_checked() {
    for (face, login) in
        FACES.into_iter().flat_map(|face| ["ada", "nobody"].map(|login| (face, login)))
    {
        let app = TestApp::start();
        app.json().register("ada").await;
        let logins: Vec<String> = (0..100)
            .map(|number| {
                if number % 2 == 0 || login == "nobody" {
                    login.into()
                } else {
                    "ada@example.com".into()
                }
            })
            .collect();
        let answers = all_at_once(&app, face, &logins, WRONG).await;
        let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(looked_at, 6, "{face:?} {login}");
        assert!(
            answers.iter().filter(|answer| answer.status != 401).all(|answer| pause(answer) == 1)
        );
        if login == "ada" {
            assert_eq!(
                app.settled_event_kinds()
                    .await
                    .iter()
                    .filter(|kind| *kind == "sign_in_failed")
                    .count(),
                6
            );
        }
        app.advance(Duration::from_secs(1));
        let answers = all_at_once(&app, face, &logins, WRONG).await;
        let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(looked_at, 1, "{face:?} {login}: after the pause");
    }
}

/// Shows: AUTH-27.
#[actix_web::test]
async fn fifty_concurrent_guesses_from_one_address_are_checked() {
    for face in FACES {
        let app = TestApp::start();
        let logins: Vec<String> = (0..100).map(|number| format!("nobody{number}")).collect();
        let answers = all_at_once(&app, face, &logins, WRONG).await;
        let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
        let refused = answers.iter().filter(|answer| matches!(answer.status, 429 | 503)).count();
        assert!(
            looked_at <= 50 && looked_at + refused == 100,
            "{face:?}: {looked_at} and {refused}"
        );
    }
}

/// Shows: AUTH-27.
#[actix_web::test]
async fn a_hundred_concurrent_right_passwords_all_succeed() {
    for face in FACES {
        let app = TestApp::start();
        app.json().register("ada").await;
        let answers = all_at_once(&app, face, &vec!["ada".to_owned(); 100], PASSWORD).await;
        for answer in &answers {
            assert!(face.is_welcome(answer), "{face:?}: {answer:?}");
        }
    }
}
