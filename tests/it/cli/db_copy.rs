//! `vestibule db copy`

use std::sync::Arc;

use serde_json::json;
use vestibule::store::sessions::Session;

use crate::support::{Binary, CliHarness, Database, JsonClient, Place, TestApp};

/// Enough for a copy to be killed in the middle of them.
const SESSIONS: usize = 12_000;

/// An application with a row in each table but those that only mail has, and somebody who is signed
/// in.
async fn lived_in(app: &TestApp) -> String {
    let ada = app.json().register("ada").await;
    app.json().register("bob").await;
    let other = app.json().log_in("ada").await;
    app.json().post("/api/auth/logout", &json!({ "refreshToken": other.refresh })).await;
    ada.json.patch("/api/profile/me", &json!({ "username": "countess", "name": "Ädä" })).await;
    app.settle().await;
    // Nothing may change any more while it is copied.
    while app.mail_rows().iter().any(|mail| mail.due_at.is_some()) {
        app.deliver().await;
    }
    assert!(!app.revocations().is_empty() && !app.released_usernames().is_empty());
    assert!(!app.mail_tokens().is_empty() && !app.mail_rows().is_empty());
    ada.refresh
}

fn copy(cli: &CliHarness, from: &str, to: &str) -> crate::support::Output {
    cli.run(&["db", "copy", "--from", from, "--to", to])
}

/// Compares all that is stored.
fn assert_same(one: &Database, other: &Database) {
    assert_eq!(one.users(), other.users());
    let text = |database: &Database| {
        let sessions: Vec<String> =
            database.sessions().iter().map(|row: &Session| format!("{row:?}")).collect();
        (
            sessions,
            format!("{:?}", database.events()),
            format!("{:?} {:?}", database.mail_rows(), database.mail_tokens()),
            format!("{:?} {:?}", database.revocations(), database.released_usernames()),
        )
    };
    assert_eq!(text(one), text(other));
}

#[actix_web::test]
async fn every_row_is_copied_and_nobody_has_to_sign_in_again() {
    // From the database that the tests run on to a file, and back to another one of its kind.
    let app = TestApp::start();
    let refresh = lived_in(&app).await;
    let cli = CliHarness::on_sqlite();
    let ran = copy(&cli, app.url(), "copy.db");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.contains("2 users, 3 sessions, "), "{ran:?}");
    let file = Database::at(cli.path("copy.db"));
    assert_same(&app, &file);

    let place = Arc::new(Place::new());
    let ran = copy(&cli, "copy.db", &place.url());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_same(&app, &Database::of(place.url()));
    let moved = app.moved_to(place);
    let answer = moved.json().refresh(&refresh).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    // What is added goes on from what was copied.
    let ada = moved.json().person(&answer);
    assert_eq!(ada.json.post("/api/auth/logout-all", &json!({})).await.status, 200);
}

#[actix_web::test]
async fn a_copy_that_was_interrupted_can_be_started_again() {
    let app = TestApp::start();
    lived_in(&app).await;
    let cli = CliHarness::on_sqlite();
    assert_eq!(copy(&cli, app.url(), "copy.db").code, 0);
    let file = Database::at(cli.path("copy.db"));
    file.delete_sessions();
    file.delete_events();
    let ran = copy(&cli, app.url(), "copy.db");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_same(&app, &file);
}

/// Begins to copy a file with many sessions to a server, and kills that in the middle of them.
fn kill_a_copy(cli: &CliHarness, place: &Place) -> Database {
    cli.copy_session(&cli.session(), SESSIONS);
    let target = Database::of(place.url());
    let mut child =
        cli.start(&["db", "copy", "--from", "vestibule.db", "--to", target.url()], &[], "");
    while target.sessions().is_empty() {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it was killed");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let copied = target.sessions().len();
    assert!((1..SESSIONS).contains(&copied), "{copied}");
    target
}

#[actix_web::test]
async fn a_killed_copy_can_be_started_again() {
    let place = Place::new();
    if !place.is_on_server() {
        return;
    }
    let cli = CliHarness::on_sqlite();
    let server = cli.serve();
    let ada = JsonClient::to(&server.address).register("ada").await;
    let origin = server.address.clone();
    drop(server);
    let target = kill_a_copy(&cli, &place);
    let ran = copy(&cli, "vestibule.db", target.url());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_same(&cli, &target);
    let settings = [("DATABASE_URL", target.url()), ("BCRYPT_COST", "4")];
    let moved = Binary::at(&origin, &settings).in_folder(&cli.folder).serve_again().await;
    assert_eq!(JsonClient::to(&moved.address).refresh(&ada.refresh).await.status, 200);
}

#[actix_web::test]
async fn a_killed_copy_of_a_database_that_has_changed_since_is_refused_with_what_to_do() {
    let place = Place::new();
    if !place.is_on_server() {
        return;
    }
    let cli = CliHarness::on_sqlite();
    let server = cli.serve();
    let ada = JsonClient::to(&server.address).register("ada").await;
    let target = kill_a_copy(&cli, &place);
    let before = target.sessions().len();
    // Accounts are copied first.
    let renamed = ada.json.patch("/api/profile/me", &json!({ "name": "Ada" })).await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    copy(&cli, "vestibule.db", target.url()).assert_refused(1, "create it again and copy again");
    assert_eq!(target.sessions().len(), before);
}

#[test]
fn a_url_with_a_password_can_be_left_out() {
    let cli = CliHarness::on_sqlite();
    cli.create("ada", &[]);
    let ada = cli.users();
    cli.write("url", "copy.db\n");
    let variable = [("DATABASE_URL_FILE", "url")];
    let ran = cli.run_with(&["db", "copy", "--from", "vestibule.db"], &variable, "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_eq!(Database::at(cli.path("copy.db")).users(), ada);
    let variable = [("DATABASE_URL", "copy.db")];
    let ran = cli.run_with(&["db", "copy", "--to", "back.db"], &variable, "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_eq!(Database::at(cli.path("back.db")).users(), ada);
    assert_eq!(cli.run_with(&["db", "copy"], &variable, "").code, 2);
}

#[actix_web::test]
async fn a_target_with_rows_of_its_own_is_refused_and_left_as_it_is() {
    let app = TestApp::start();
    lived_in(&app).await;
    let cli = CliHarness::on_sqlite();
    cli.create("eve", &[]);
    let before = cli.users();
    copy(&cli, app.url(), "vestibule.db")
        .assert_refused(1, "has rows of its own in the table users");
    assert_eq!(cli.users(), before);
    assert!(cli.sessions().is_empty());

    assert_eq!(copy(&cli, app.url(), "copy.db").code, 0);
    Database::at(cli.path("copy.db")).user("bob").set_name("another");
    copy(&cli, app.url(), "copy.db").assert_refused(1, "has rows of its own in the table users");
}

#[test]
fn a_database_that_cannot_be_copied_is_refused_with_the_reason() {
    let cli = CliHarness::on_sqlite();
    copy(&cli, "missing.db", "copy.db").assert_refused(1, "Cannot open missing.db");
    assert!(!cli.path("copy.db").exists());
    cli.create("ada", &[]);
    copy(&cli, "vestibule.db", "vestibule.db").assert_refused(1, "both the source and the target");
    let ran = copy(&cli, "mysql://ada:canary@example.com/x", "copy.db");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--from has an unsupported scheme (mysql)"), "{ran:?}");
    let refused = "postgres://ada:canary@127.0.0.1:1/x";
    let ran = copy(&cli, "vestibule.db", refused);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("postgres://ada@127.0.0.1:1/x"), "{ran:?}");
    assert!(!ran.err.contains("canary"), "{ran:?}");
}

#[test]
fn a_damaged_database_is_not_copied() {
    let cli = CliHarness::on_sqlite();
    cli.create("ada", &[]);
    // What a command has written may still lie in SQLite's log.
    cli.integrity();
    for log in ["vestibule.db-wal", "vestibule.db-shm"] {
        let _ = std::fs::remove_file(cli.path(log));
    }
    let mut bytes = std::fs::read(cli.path("vestibule.db")).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(b'x');
    cli.write("vestibule.db", bytes);
    let ran = copy(&cli, "vestibule.db", "copy.db");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("Cannot open vestibule.db"), "{ran:?}");
}

#[test]
fn more_rows_than_a_page_are_copied() {
    let cli = CliHarness::on_sqlite();
    cli.create("ada", &[]);
    let server = cli.serve();
    actix_web::rt::System::new()
        .block_on(async { JsonClient::to(&server.address).log_in("ada").await });
    drop(server);
    cli.copy_session(&cli.session(), 2500);
    let counts = cli.json(&["db", "copy", "--from", "vestibule.db", "--to", "copy.db", "--json"]);
    assert_eq!((&counts["users"], &counts["sessions"]), (&json!(1), &json!(2501)));
}
