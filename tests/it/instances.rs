//! Several instances on one database, at the same moment: what one of them decides holds for all.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::{join, join_all};
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::support::{Answer, PASSWORD, TestApp};

/// How often each race is run.
const ROUNDS: usize = 8;

fn pair() -> (TestApp, TestApp) {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let other = app.second_instance();
    (app, other)
}

#[actix_web::test]
async fn a_name_is_given_to_one_account() {
    let (app, other) = pair();
    for round in 0..ROUNDS {
        let account = |username: &str, email: &str| {
            let (username, email) =
                (format!("{username}{round}"), format!("{email}{round}@example.com"));
            json!({ "username": username, "email": email, "password": PASSWORD })
        };
        let (ada, eve) = (account("ada", "ada"), account("ada", "eve"));
        let (here, there) = (app.json(), other.json());
        let (here, there) =
            join(here.post("/api/auth/register", &ada), there.post("/api/auth/register", &eve))
                .await;
        let mut statuses = [here.status, there.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{here:?} {there:?}");
    }
    assert_eq!(app.users().len(), ROUNDS);
}

#[actix_web::test]
async fn a_generated_username_is_given_to_one_account() {
    let (app, other) = pair();
    let registrations = (0..12).map(|number| {
        let json = if number % 2 == 0 { app.json() } else { other.json() };
        async move {
            let email = format!("info@{number}.example.com");
            let body = json!({ "email": email, "password": PASSWORD });
            json.post("/api/auth/register", &body).await.status
        }
    });
    // A request that others got in the way of three times is told to come back.
    for status in join_all(registrations).await {
        assert!(matches!(status, 201 | 503), "{status}");
    }
    let names: HashSet<String> = app.usernames().into_iter().collect();
    assert_eq!(names.len(), app.users().len());
}

#[actix_web::test]
async fn a_refresh_token_has_one_successor() {
    let (app, other) = pair();
    let mut token = app.json().register("ada").await.refresh;
    for round in 0..ROUNDS {
        let (here, there) = (app.json(), other.json());
        let (here, there) = join(here.refresh(&token), there.refresh(&token)).await;
        let successor = |answer: &Answer| {
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.json()["refreshToken"].as_str().unwrap().to_owned()
        };
        assert_eq!(successor(&here), successor(&there), "round {round}");
        token = successor(&here);
    }
    assert_eq!(app.session().generation, 1 + ROUNDS as i64);
}

/// PostgreSQL may send the row of a statement before it commits. A server that is killed between
/// the two has sent it all the same.
#[actix_web::test]
async fn a_refresh_is_answered_once_the_server_has_committed() {
    let Some((app, proxy)) = TestApp::start_behind_proxy() else { return };
    let ada = app.json().register("ada").await;
    app.settle().await;
    proxy.cut_next_before_commit();
    let answer = app.json().refresh(&ada.refresh).await;
    let acknowledged = app.json().person(&answer).refresh;
    let next = app.json().refresh(&acknowledged).await;
    assert_eq!(next.status, 200, "{next:?}");
}

#[actix_web::test]
async fn a_link_is_used_once() {
    let (app, other) = pair();
    app.json().register("ada").await;
    for round in 1..=3 {
        app.json().post("/api/auth/forgot-password", &json!({ "email": "ada@example.com" })).await;
        app.settle().await;
        let token = app.mail("reset_password").await.token();
        let passwords = ["another fine password", "a third fine password"];
        let reset = |app: &TestApp, password: &str| {
            let (json, body) = (app.json(), json!({ "token": token, "password": password }));
            async move { json.post("/api/auth/reset-password", &body).await.status }
        };
        let (here, there) = join(reset(&app, passwords[0]), reset(&other, passwords[1])).await;
        let mut statuses = [here, there];
        statuses.sort_unstable();
        assert_eq!((statuses[0], statuses[1] >= 400), (204, true), "{statuses:?}");
        assert_eq!(app.events_of_kind("password_reset").len(), round);
    }
}

/// Shows: AUTH-63.
#[actix_web::test]
async fn wrong_codes_are_counted_for_all_instances_together() {
    let (app, other) = pair();
    app.json().register("ada").await;
    let guesses = (0..24).map(|number| {
        let json = if number % 2 == 0 { app.json() } else { other.json() };
        let body =
            json!({ "email": "ada@example.com", "code": format!("{:06}", 100_000 + number) });
        async move { json.post("/api/auth/verify-email", &body).await.status }
    });
    assert!(join_all(guesses).await.into_iter().all(|status| status >= 400));
    let tries: Vec<i64> = app.mail_tokens().iter().map(|link| link.tries_left).collect();
    assert_eq!(tries, [0]);
}

/// Shows: AZ-04.
#[actix_web::test]
async fn one_administrator_stays_when_two_remove_each_other() {
    for _ in 0..3 {
        let (app, other) = pair();
        let (root, eve) = (app.administrator("root").await, app.administrator("eve").await);
        let demoted = json!({ "roles": [] });
        let path = |id: &str| format!("/api/users/{id}");
        let (eves, roots) = (path(&eve.id), path(&root.id));
        let there = eve.json.at(&other);
        let answers = join(root.json.patch(&eves, &demoted), there.patch(&roots, &demoted)).await;
        assert_eq!(app.administrators().len(), 1, "{answers:?}");
    }
}

#[actix_web::test]
async fn no_revocation_is_missed_while_others_are_being_written() {
    let (app, other) = pair();
    app.json().register("ada").await;
    let people = join_all((0..40).map(|number| {
        let json = if number % 2 == 0 { app.json() } else { other.json() };
        async move { json.log_in("ada").await }
    }))
    .await;
    let mut cursor = Default::default();
    for some in people.chunks(8) {
        let log_out = some.iter().map(|person| async {
            let body = json!({ "refreshToken": person.refresh });
            assert_eq!(person.json.post("/api/auth/logout", &body).await.status, 200);
        });
        let look = other.app.catch_up(cursor);
        let (seen, _) = join(look, join_all(log_out)).await;
        cursor = seen.unwrap();
    }
    other.app.catch_up(cursor).await.unwrap();
    for person in &people {
        let answer = person.json.at(&other).get("/api/auth/verify").await;
        assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()));
    }
}

#[actix_web::test]
async fn a_revocation_is_announced_to_other_instances_and_a_refresh_is_not() {
    let (app, other) = pair();
    if !app.is_on_server() {
        return;
    }
    let ada = app.json().register("ada").await;
    let changed = Notify::new();
    let look = async {
        let soon = |duration| timeout(duration, changed.notified());
        // Whoever begins to listen is told to look once.
        soon(Duration::from_secs(20)).await.expect("it listens");
        let ada = app.json().person(&app.json().refresh(&ada.refresh).await);
        soon(Duration::from_millis(300)).await.expect_err("a refresh concerns nobody else");
        let body = json!({ "refreshToken": ada.refresh });
        assert_eq!(ada.json.post("/api/auth/logout", &body).await.status, 200);
        soon(Duration::from_secs(20)).await.expect("a revocation is announced");
    };
    tokio::select! { () = other.app.store.listen(&changed) => {}, () = look => {} }
}

#[actix_web::test]
async fn a_mail_quota_holds_for_all_instances_together() {
    let app = TestApp::start();
    let other = app.second_instance();
    let ada = app.json().register("ada").await;
    let resend = (0..8).map(|number| {
        let json = if number % 2 == 0 { ada.json.at(&app) } else { ada.json.at(&other) };
        async move { json.post("/api/auth/verify-email/resend", &json!({})).await.status }
    });
    let sent = join_all(resend).await.into_iter().filter(|status| *status < 300).count();
    assert_eq!((sent, app.mail_rows_of_kind("verify_email").len()), (2, 3));
}
