//! Usernames that are given up: what access tokens say, and who can take the name next.

use std::time::Duration;

use futures_util::future::join;
use serde_json::json;

use crate::support::{CliHarness, PASSWORD, TestApp};

const ME: &str = "/api/profile/me";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Shows: AUTH-81.
#[actix_web::test]
async fn an_access_token_with_the_old_name_is_stale_at_once_and_a_browser_is_renewed() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let program = app.json().log_in("ada").await;
    let before = browser.cookie("access_token");

    let other_case = program.json.patch(ME, &json!({ "username": "Ada" })).await;
    assert_eq!(other_case.status, 200, "a token has the name exactly as written");

    for (method, path) in [("GET", "/api/auth/verify"), ("GET", "/api/auth/me"), ("PATCH", ME)] {
        let request = program.json.request(method.parse().unwrap(), path);
        let answer =
            program.json.send(request.header("content-type", "application/json").body("{}")).await;
        assert_eq!(answer.problem(), (401, "TOKEN_EXPIRED".to_owned()), "{method} {path}");
    }
    let refreshed = app.json().person(&app.json().refresh(&program.refresh).await);
    assert_eq!(refreshed.json.get("/api/auth/verify").await.header("remote-user"), Some("Ada"));
    assert!(browser.is_signed_in().await);
    assert_ne!(browser.cookie("access_token"), before);
    assert_eq!(browser.get("/api/auth/verify").await.header("remote-user"), Some("Ada"));
}

/// Shows: AUTH-81.
#[actix_web::test]
async fn another_instance_and_a_restart_know_that_the_name_has_changed() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let other = app.second_instance();
    assert_eq!(ada.json.at(&other).get("/api/auth/verify").await.status, 200);
    ada.json.patch(ME, &json!({ "username": "countess" })).await;
    other.app.catch_up(Default::default()).await.unwrap();
    assert_eq!(ada.json.at(&other).get("/api/auth/verify").await.problem().1, "TOKEN_EXPIRED");
    drop(other);
    let app = app.restart();
    assert_eq!(ada.json.at(&app).get("/api/auth/verify").await.problem().1, "TOKEN_EXPIRED");
}

#[actix_web::test]
async fn a_change_that_leaves_the_user_name_leaves_the_tokens() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for body in [
        json!({ "name": "Ada" }),
        json!({ "username": "ada" }),
        json!({ "username": " ada ", "name": null }),
    ] {
        assert_eq!(ada.json.patch(ME, &body).await.status, 200);
        assert_eq!(ada.json.get("/api/auth/verify").await.status, 200, "{body}");
    }
}

/// Shows: AUTH-80.
#[actix_web::test]
async fn a_given_up_name_is_reserved_for_thirty_days() {
    let app = TestApp::start_with(&["--access-token-ttl", "1d"]);
    let ada = app.json().register("Ada").await;
    let bob = app.json().register("bob").await;
    assert_eq!(ada.json.patch(ME, &json!({ "username": "countess" })).await.status, 200);

    let taken = (409, "USERNAME_TAKEN".to_owned());
    for name in ["ada", "ADA", " aDa "] {
        let other = json!({ "username": name, "email": "eve@example.com", "password": PASSWORD });
        assert_eq!(app.json().post("/api/auth/register", &other).await.problem(), taken, "{name}");
        assert_eq!(
            bob.json.patch(ME, &json!({ "username": name })).await.problem(),
            taken,
            "{name}"
        );
    }
    let fields = [("username", "ada"), ("email", "e@example.com"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/register", &fields).await.status, 409);

    app.advance(30 * DAY - Duration::from_millis(1));
    assert_eq!(app.json().post("/api/auth/register", &other("ada")).await.status, 409);
    app.advance(Duration::from_millis(1));
    assert_eq!(app.json().post("/api/auth/register", &other("ada")).await.status, 201);
}

/// Shows: AUTH-80.
#[actix_web::test]
async fn the_owner_can_take_a_given_up_name_back() {
    let app = TestApp::start();
    let mut ada = app.json().register("ada").await;
    for name in ["countess", "ada", "lovelace", "countess", "ada"] {
        let answer = ada.json.patch(ME, &json!({ "username": name })).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        ada = app.json().person(&app.json().refresh(&ada.refresh).await);
    }
    for name in ["ada", "countess", "lovelace"] {
        assert_eq!(
            app.json().post("/api/auth/register", &other(name)).await.problem().1,
            "USERNAME_TAKEN",
            "{name}"
        );
    }
}

/// Shows: AUTH-80.
#[actix_web::test]
async fn the_name_of_a_deleted_account_is_unavailable_and_stored_as_a_hash() {
    let app = TestApp::start();
    let ada = app.json().register("adalovelace").await;
    ada.json.patch(ME, &json!({ "username": "countess-of-l" })).await;
    let ada = app.json().person(&app.json().refresh(&ada.refresh).await);
    assert_eq!(ada.json.delete(ME, Some(&json!({ "password": PASSWORD }))).await.status, 204);
    for name in ["adalovelace", "countess-of-l"] {
        assert_eq!(
            app.json().post("/api/auth/register", &other(name)).await.problem().1,
            "USERNAME_TAKEN",
            "{name}"
        );
        for released in app.released_usernames() {
            assert!(
                released.user_id.is_none()
                    && !released.username_hash.0.starts_with(name.as_bytes())
            );
        }
    }
    app.advance(31 * DAY);
    assert_eq!(app.json().post("/api/auth/register", &other("adalovelace")).await.status, 201);
    let now = app.clock.now();
    vestibule::jobs::delete_old_rows(&app.app, None, Duration::ZERO).await.unwrap();
    assert!(
        app.released_usernames().iter().all(|released| released.released_at >= now),
        "old rows are deleted"
    );
}

/// Shows: AUTH-80.
#[actix_web::test]
async fn a_name_requested_while_it_is_given_up_goes_to_nobody_else() {
    let app = TestApp::start();
    for round in 0..10 {
        let name = format!("ada{round}");
        let ada = app.json().register(&name).await;
        let rename = json!({ "username": format!("countess{round}") });
        let json = app.json();
        let (wanted, renaming) = (other(&name), ada.json.patch(ME, &rename));
        let (renamed, registered) = join(renaming, json.post("/api/auth/register", &wanted)).await;
        assert_eq!((renamed.status, registered.problem().1.as_str()), (200, "USERNAME_TAKEN"));
    }
}

/// Shows: AUTH-80.
#[test]
fn imports_and_operators_follow_the_rule_too() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    cli.output(&["users", "delete", "ada", "--yes"]);
    let args = ["users", "create", "--username", "ada", "--email", "eve@example.com"];
    cli.run_with(&args, &[], PASSWORD).assert_refused(1, "username");
    let hash = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.2d5DAyOz8fWm3Dch0mS3tBoGPzmgUhi";
    cli.write(
        "users.csv",
        format!(
            "username,email,password_hash\nada,a@example.com,{hash}\n,ada@example.com,{hash}\n"
        ),
    );
    let ran = cli.run(&["users", "import", "users.csv"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(cli.usernames(), ["ada-2"], "a generated username avoids it");
}

fn other(username: &str) -> serde_json::Value {
    json!({ "username": username, "email": format!("other-{username}@example.com"), "password": PASSWORD })
}
