//! Two instances on one server count the failed attempts at an account together.

use std::time::Duration;

use futures_util::future::join_all;

use super::{Face, WRONG, pause};
use crate::support::{Answer, PASSWORD, TestApp};

/// Starts two; none on SQLite, where one counts for itself.
fn pair() -> Option<(TestApp, TestApp)> {
    let app = TestApp::start();
    let is_on_server = app.is_on_server();
    is_on_server.then(|| {
        let other = app.second_instance();
        (app, other)
    })
}

/// Tries at both in turn, each time with a browser that the account does not know.
async fn all_at_once(apps: &[&TestApp; 2], login: &str, password: &str) -> Vec<Answer> {
    let tries = (0..40).map(|number| async move {
        Face::Api.log_in(&apps[number % 2].browser(), login, password).await
    });
    join_all(tries).await
}

fn checked(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 401).count()
}

/// Shows: AUTH-27.
#[actix_web::test]
async fn six_wrong_passwords_of_a_burst_are_checked_by_all_instances_together() {
    for login in ["ada", "nobody"] {
        let Some((app, other)) = pair() else { return };
        app.json().register("ada").await;
        let answers = all_at_once(&[&app, &other], login, WRONG).await;
        assert_eq!(checked(&answers), 6, "{login}");
        for refused in answers.iter().filter(|answer| answer.status != 401) {
            assert_eq!(pause(refused), 1, "{login}");
        }
        app.advance(Duration::from_secs(1));
        let answers = all_at_once(&[&app, &other], login, WRONG).await;
        assert_eq!(checked(&answers), 1, "{login}: after the pause");
    }
}

#[actix_web::test]
async fn right_passwords_at_all_instances_at_once_succeed() {
    let Some((app, other)) = pair() else { return };
    app.json().register("ada").await;
    for answer in all_at_once(&[&app, &other], "ada", PASSWORD).await {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[actix_web::test]
async fn a_right_password_at_one_instance_resets_the_count_of_all() {
    let Some((app, other)) = pair() else { return };
    app.json().register("ada").await;
    for _ in 0..2 {
        for app in [&app, &app, &other, &other] {
            assert_eq!(Face::Api.log_in(&app.browser(), "ada", WRONG).await.status, 401);
        }
        let answer = Face::Api.log_in(&other.browser(), "ada", PASSWORD).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}
