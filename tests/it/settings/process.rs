//! The process: how it begins, what it says, and with which code it ends.

use std::fs;
use std::net::TcpListener;

use rustix::process::Signal;

use super::SECRETS;
use crate::support::{Binary, Database, JsonClient};

#[actix_web::test]
async fn without_a_command_it_serves() {
    for command in [&[][..], &["serve"]] {
        let binary = Binary::new(&[]);
        let serving = binary.serve(command);
        assert_eq!(
            JsonClient::to(&serving.address).get("/healthz").await.status,
            200,
            "{command:?}"
        );
    }
}

/// Shows: REL-24.
#[actix_web::test]
async fn a_stop_signal_ends_it_with_0() {
    for signal in [Signal::TERM, Signal::INT] {
        let binary = Binary::new(&[]);
        let serving = binary.serve(&[]);
        let json = JsonClient::to(&serving.address);
        assert_eq!(json.get("/readyz").await.status, 200);
        let ended = serving.stop(signal);
        assert_eq!(ended.code, Some(0), "{signal:?}: {ended:?}");
        assert!(ended.err.contains("stopping"), "{signal:?}: {ended:?}");
    }
}

#[test]
fn the_startup_message_shows_what_was_created_and_the_url() {
    let binary = Binary::new(&[("PUBLIC_URL", "http://localhost:4000")]);
    let first = binary.serve(&[]);
    let address = first.address.strip_prefix("http://").unwrap().to_owned();
    let said = first.stop(Signal::TERM).out;
    for words in [
        "created  vestibule.db",
        "created  vestibule.secrets",
        "open     http://localhost:4000",
        &address,
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = binary.serve(&[]).stop(Signal::TERM).out;
    for words in ["using    vestibule.db", "using    vestibule.secrets"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// Shows: REL-07.
#[test]
fn a_database_that_cannot_be_opened_ends_it_with_1() {
    for (case, path) in [
        ("no such folder", "missing/vestibule.db"),
        ("a folder", "folder"),
        ("no database", "text.db"),
    ] {
        for secrets in [&[][..], &SECRETS] {
            let binary = Binary::new(secrets);
            fs::create_dir(binary.folder().join("folder")).unwrap();
            binary.put(
                "text.db",
                "This is a letter and not a database, however long one looks at it.",
            );
            let ended = binary.run(&["--database-url", path, "--bind-address", "127.0.0.1:0"]);
            assert_eq!(ended.code, Some(1), "{case}: {ended:?}");
            assert_eq!(ended.out, "", "{case}: no startup message");
            let name = path.split('.').next().unwrap();
            assert!(
                ended.err.contains(name) && ended.err.lines().count() == 1,
                "{case}: {ended:?}"
            );
            let text = fs::read_to_string(binary.folder().join("text.db")).unwrap();
            assert!(text.starts_with("This is a letter"), "{case}: the file is unchanged");
        }
    }
}

/// Shows: REL-07, REL-10.
#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let binary = Binary::new(&[]);
    drop(binary.serve(&[]));
    Database::at(binary.database()).add_migration("20991231000001");
    let ended = binary.run(&["--bind-address", "127.0.0.1:0"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(
        ended.err.contains("newer version") && ended.err.contains("20991231000001"),
        "{ended:?}"
    );
}

/// Shows: REL-26.
#[test]
fn an_address_in_use_ends_it_with_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = Binary::new(&[]).run(&["--bind-address", &address]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.out, "", "no startup message");
    assert!(ended.err.contains(&address) && ended.err.lines().count() == 1, "{ended:?}");
}

/// Shows: ASVS 13.3.2.
#[test]
fn an_invalid_command_line_ends_it_with_2_and_shows_no_secret() {
    let secret = "canary-of-a-secret";
    for arguments in [
        &["--no-such-flag"][..],
        &["no-such-command"],
        &["serve", "more"],
        &["--bcrypt-cost"],
        &["--access-token-secret", secret, "--no-such-flag"],
        &["--access-token-secret", secret, "--access-token-secret", secret],
        &["--access-token-secret", secret, "serve", "--access-token-secret", secret],
        &["--access-token-secret", secret, "serve", "--access-token-secret=other"],
        &["--access-token-secret", secret, "serve", "--no-such-flag"],
    ] {
        let binary = Binary::new(&[("REFRESH_TOKEN_SECRET", secret)]);
        let ended = binary.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {ended:?}");
        assert!(!ended.err.is_empty() && !ended.err.contains(secret), "{arguments:?}: {ended:?}");
        assert_eq!(binary.files(), [] as [&str; 0], "{arguments:?}");
    }
}
