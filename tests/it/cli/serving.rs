//! Commands beside a running server, which notices within two seconds.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::support::binary::Serving;
use crate::support::{Answer, CliHarness, JsonClient, PASSWORD, Person};

/// What the contract promises, and a little for a machine with much else to do.
const NOTICED_WITHIN: Duration = Duration::from_millis(2500);

async fn serve(cli: &CliHarness) -> (Serving, JsonClient) {
    let server = cli.serve();
    let json = JsonClient::to(&server.address);
    (server, json)
}

/// Waits until an access token is refused, and returns the refusal.
async fn refusal(person: &Person) -> String {
    let deadline = Instant::now() + NOTICED_WITHIN;
    loop {
        let answer = person.json.get("/api/auth/me").await;
        if answer.status != 200 {
            return answer.problem().1;
        }
        assert!(Instant::now() < deadline, "the server notices within two seconds");
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn sign_in(json: &JsonClient, username: &str, password: &str) -> Answer {
    json.post(
        "/api/auth/login",
        &json!({ "username": username, "password": password, "refreshTokenIn": "body" }),
    )
    .await
}

/// Shows: RT-14, ASVS 7.4.5.
#[actix_web::test]
async fn a_revoked_session_is_refused_within_two_seconds_and_no_other() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let first = json.register("ada").await;
    let second = json.log_in("ada").await;
    let sessions = cli.json(&["sessions", "list", "ada@example.com", "--json"]);
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        (&sessions[0]["ip"], &sessions[0]["userAgent"]),
        (&json!("127.0.0.1"), &json!("vestibule-test/1.0"))
    );
    let id = sessions[0]["id"].as_str().unwrap();
    assert!(cli.output(&["sessions", "list", "ada"]).lines().nth(1).unwrap().starts_with(id));
    cli.set_latest_user_agent(cli.sessions().last().unwrap().id, "curl/8.5.0");
    let changed = cli.json(&["sessions", "list", "ada", "--json"])[1]["userAgent"].clone();
    assert_eq!(changed, "curl/8.5.0", "the new state, as in the API");

    assert_eq!(cli.output(&["sessions", "revoke", id]), "1 session ended.\n");
    assert_eq!(refusal(&first).await, "TOKEN_REVOKED");
    assert_eq!(
        json.refresh(&first.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REVOKED".to_owned())
    );
    assert_eq!(second.json.get("/api/auth/me").await.status, 200);
    cli.run(&["sessions", "revoke", id]).assert_refused(1, "No active session");
    assert_eq!(cli.json(&["sessions", "list", "ada", "--json"]).as_array().unwrap().len(), 1);

    json.log_in("ada").await;
    assert_eq!(cli.output(&["sessions", "revoke", "--user", "ada"]), "2 sessions of ada ended.\n");
    assert_eq!(refusal(&second).await, "TOKEN_REVOKED");
    assert_eq!(cli.output(&["sessions", "revoke", "--user", "ada"]), "0 sessions of ada ended.\n");
    assert_eq!(cli.events_of_kind("session_revoked").len(), 3);
}

#[actix_web::test]
async fn json_output_has_the_number_of_ended_sessions() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let first = json.register("ada").await;
    for _ in 0..2 {
        json.log_in("ada").await;
    }
    let id = cli.json(&["sessions", "list", "ada", "--json"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(cli.json(&["sessions", "revoke", &id, "--json"]), json!({ "revoked": 1 }));
    assert_eq!(refusal(&first).await, "TOKEN_REVOKED");
    cli.run(&["sessions", "revoke", &id, "--json"]).assert_refused(1, "No active session");
    for revoked in [2, 0] {
        let told = cli.json(&["sessions", "revoke", "--user", "ada@example.com", "--json"]);
        assert_eq!(told, json!({ "revoked": revoked }));
    }
    cli.run(&["sessions", "revoke", "--user", "bob", "--json"]).assert_refused(1, "No account bob");
}

#[actix_web::test]
async fn a_promotion_takes_effect_within_two_seconds_without_a_new_sign_in() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let ada = json.register("ada").await;
    cli.output(&["users", "promote", "ada@example.com"]);
    assert_eq!(refusal(&ada).await, "TOKEN_EXPIRED", "a program refreshes then");
    let ada = json.person(&json.refresh(&ada.refresh).await);
    let answer = ada.json.get("/api/auth/verify").await;
    assert_eq!((answer.status, answer.header("remote-groups")), (200, Some("user,admin")));
}

/// Shows: ASVS 7.4.2.
#[actix_web::test]
async fn a_disabled_account_is_refused_within_two_seconds_until_it_is_enabled() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let ada = json.register("ada").await;
    cli.output(&["users", "disable", "ada"]);
    assert_eq!(
        sign_in(&json, "ada", PASSWORD).await.problem(),
        (403, "ACCOUNT_DISABLED".to_owned())
    );
    assert_eq!(
        json.refresh(&ada.refresh).await.problem(),
        (401, "REFRESH_TOKEN_REVOKED".to_owned())
    );
    assert_eq!(refusal(&ada).await, "TOKEN_REVOKED");
    cli.output(&["users", "enable", "ada"]);
    let again = json.log_in("ada").await;
    assert_eq!(again.json.get("/api/auth/me").await.status, 200);
    assert_eq!(refusal(&ada).await, "TOKEN_REVOKED", "ended sessions stay ended");
}

/// Shows: AZ-15, ASVS 6.4.6.
#[actix_web::test]
async fn a_new_password_ends_every_session_within_two_seconds() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let ada = json.register("ada").await;
    let ran = cli.run_with(&["users", "set-password", "ada"], &[], "another fine password\n");
    assert_eq!(ran.out, "Password changed for ada; 1 session ended.\n");
    assert_eq!(
        sign_in(&json, "ada", PASSWORD).await.problem(),
        (401, "INVALID_CREDENTIALS".to_owned())
    );
    assert_eq!(sign_in(&json, "ada", "another fine password").await.status, 200);
    assert_eq!(refusal(&ada).await, "TOKEN_REVOKED");
}

/// Shows: ASVS 7.4.2.
#[actix_web::test]
async fn a_deleted_account_is_gone_within_two_seconds() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    let ada = json.register("ada").await;
    cli.output(&["users", "delete", "ada", "--yes"]);
    assert_eq!(
        sign_in(&json, "ada", PASSWORD).await.problem(),
        (401, "INVALID_CREDENTIALS".to_owned())
    );
    assert_eq!(json.refresh(&ada.refresh).await.status, 401);
    let names = json!({ "name": "Ada" });
    assert_eq!(ada.json.call(Method::PATCH, "/api/profile/me", Some(&names)).await.status, 401);
    assert_eq!(refusal(&ada).await, "TOKEN_REVOKED");
    assert_eq!(cli.sessions().len(), 0);
    let body =
        json!({ "email": "ada@example.com", "password": PASSWORD, "refreshTokenIn": "body" });
    let again = json.person(&json.post("/api/auth/register", &body).await);
    assert_ne!(again.id, ada.id, "the address is free, the identifier is not used again");
}

#[actix_web::test]
async fn people_sign_in_while_thousands_are_imported() {
    let cli = CliHarness::new();
    let (_server, json) = serve(&cli).await;
    json.register("ada").await;
    let hash = cli.user("ada").password_hash();
    let mut file = "username,email,password_hash\n".to_owned();
    (0..6000).for_each(|n| file += &format!("user{n},user{n}@example.com,{hash}\n"));
    cli.write("users.csv", file);
    let mut import = cli.start(&["users", "import", "users.csv"], &[], "");
    let mut meanwhile = 0;
    while import.try_wait().unwrap().is_none() {
        assert_eq!(sign_in(&json, "ada", PASSWORD).await.status, 200);
        meanwhile += 1;
    }
    assert!(meanwhile > 1);
    let done = import.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8(done.stdout).unwrap(),
        "6000 imported, 0 already exist, 0 refused.\n"
    );
    assert_eq!(sign_in(&json, "user5999", PASSWORD).await.status, 200);
}
