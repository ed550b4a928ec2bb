//! The files that a start makes: the database, and in development the secrets beside it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rustix::process::Signal;

use super::SECRETS;
use crate::support::{Binary, JsonClient};

/// The permissions of a file.
fn mode(binary: &Binary, name: &str) -> u32 {
    fs::metadata(binary.folder().join(name)).unwrap().permissions().mode() & 0o777
}

fn secrets(binary: &Binary) -> String {
    fs::read_to_string(binary.folder().join("vestibule.secrets")).unwrap()
}

/// Shows: REL-41, ASVS 13.2.2.
#[test]
fn development_creates_the_secrets_once_in_a_file_that_only_its_owner_can_read() {
    let binary = Binary::new(&[]);
    let first = binary.serve(&[]).stop(Signal::TERM);
    let made = secrets(&binary);
    assert_eq!(mode(&binary, "vestibule.secrets"), 0o600);
    assert_eq!(mode(&binary, "vestibule.db"), 0o600);
    let values: Vec<&str> =
        made.lines().filter_map(|line| Some(line.split_once("_SECRET=")?.1)).collect();
    assert!(values.len() == 2 && values[0] != values[1], "each kind of token has its own");
    assert!(values.iter().all(|value| value.len() >= 43), "256 bits or more in base64");

    let second = binary.serve(&[]).stop(Signal::TERM);
    assert_eq!(secrets(&binary), made);
    for ended in [first, second] {
        assert!(
            ended.out.contains("vestibule.secrets"),
            "the output has their path: {}",
            ended.out
        );
        assert!(
            values.iter().all(|value| !ended.out.contains(value) && !ended.err.contains(value))
        );
    }
    let drafts = binary.files().into_iter().filter(|name| name.starts_with("vestibule.secrets"));
    assert_eq!(drafts.count(), 1, "{:?}", binary.files());
}

#[actix_web::test]
async fn a_restart_in_development_signs_nobody_out() {
    let binary = Binary::new(&[("BCRYPT_COST", "4"), ("PUBLIC_URL", "http://localhost:8080")]);
    let serving = binary.serve(&[]);
    let ada = JsonClient::to(&serving.address).register("ada").await;
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));

    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    assert_eq!(json.bearer(&ada.access).get("/api/auth/me").await.status, 200);
    assert_eq!(json.refresh(&ada.refresh).await.status, 200);
}

/// Shows: JWT-42, ASVS 11.5.1.
#[test]
fn two_servers_get_different_secrets() {
    let made = [(); 2].map(|()| {
        let binary = Binary::new(&[]);
        drop(binary.serve(&[]));
        secrets(&binary)
    });
    assert_ne!(made[0], made[1]);
}

/// Shows: REL-42, ASVS 13.3.2.
#[test]
fn a_secrets_file_that_others_can_read_is_made_private() {
    let binary = Binary::new(&[]);
    drop(binary.serve(&[]));
    let path = binary.folder().join("vestibule.secrets");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    drop(binary.serve(&[]));
    assert_eq!(mode(&binary, "vestibule.secrets"), 0o600);
}

#[test]
fn configured_secrets_are_not_stored() {
    let binary = Binary::new(&SECRETS);
    drop(binary.serve(&[]));
    assert!(!binary.files().contains(&"vestibule.secrets".to_owned()));
}

#[test]
fn the_secrets_are_beside_the_database_wherever_that_is() {
    let binary = Binary::new(&[("DATABASE_URL", "sqlite:data/accounts.db")]);
    fs::create_dir(binary.folder().join("data")).unwrap();
    drop(binary.serve(&[]));
    assert_eq!(mode(&binary, "data/accounts.secrets"), 0o600);
    assert_eq!(mode(&binary, "data/accounts.db"), 0o600);
    assert_eq!(binary.files(), ["data"]);
}

/// Shows: REL-42.
#[test]
fn an_incomplete_secrets_file_is_refused_and_left_unchanged() {
    for text in ["", "ACCESS_TOKEN_SECRET=\nREFRESH_TOKEN_SECRET=x\n"] {
        let binary = Binary::new(&[]);
        binary.put("vestibule.secrets", text);
        let ended = binary.run(&[] as &[&str]);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(
            ended.err.contains("vestibule.secrets has no line ACCESS_TOKEN_SECRET="),
            "{ended:?}"
        );
        assert_eq!(secrets(&binary), text, "the file is unchanged");
    }
}
