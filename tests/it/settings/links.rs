//! A database behind symbolic links: what lies beside it lies beside the file itself.

use std::fs;
use std::os::unix::fs::symlink;

use rustix::process::Signal;

use crate::support::{Binary, JsonClient};

fn binary(database: &str) -> Binary {
    let binary = Binary::at_home(&[("BCRYPT_COST", "4"), ("DATABASE_URL", database)]);
    fs::create_dir(binary.folder().join("data")).unwrap();
    fs::create_dir(binary.folder().join("links")).unwrap();
    binary
}

fn in_folder(binary: &Binary, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(binary.folder().join(folder)).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm") && name != "outbox");
    names.sort();
    names
}

/// Starts by a link, registers somebody, and gives the token.
async fn sign_in(binary: &Binary, link: &str, who: &str) -> String {
    let serving = binary.serve(&["--database-url", link]);
    let access = JsonClient::to(&serving.address).register(who).await.access;
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
    access
}

async fn is_signed_in(binary: &Binary, link: &str, token: &str) -> bool {
    let serving = binary.serve(&["--database-url", link]);
    actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
    let status = JsonClient::to(&serving.address).bearer(token).get("/api/auth/me").await.status;
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
    status == 200
}

/// Shows: REL-41.
#[actix_web::test]
async fn two_links_to_one_database_find_one_file_of_secrets_even_before_it_exists() {
    let binary = binary("");
    symlink("../data/accounts.db", binary.folder().join("links/one.db")).unwrap();
    symlink(binary.folder().join("links/one.db"), binary.folder().join("links/two.db")).unwrap();
    let token = sign_in(&binary, "links/one.db", "ada").await;
    for link in ["links/two.db", "data/accounts.db", "sqlite:links/one.db?mode=rw"] {
        assert!(is_signed_in(&binary, link, &token).await, "{link}");
    }
    assert_eq!(in_folder(&binary, "links"), ["one.db", "two.db"]);
    assert_eq!(in_folder(&binary, "data"), ["accounts.db", "accounts.secrets"]);
    let told = binary.run(&["check-config", "--database-url", "links/two.db"]).out;
    let outbox = told.lines().find_map(|line| line.strip_prefix("MAIL_DIR")).unwrap().trim();
    assert!(outbox.ends_with("/data/outbox"), "mails are there too: {outbox}");
}

/// Shows: REL-41.
#[actix_web::test]
async fn secrets_beside_a_link_keep_signing_and_nobody_is_signed_out() {
    let binary = binary("");
    let token = sign_in(&binary, "data/accounts.db", "ada").await;
    let (old, new) =
        (binary.folder().join("links/one.secrets"), binary.folder().join("data/accounts.secrets"));
    fs::rename(&new, &old).unwrap();
    symlink("../data/accounts.db", binary.folder().join("links/one.db")).unwrap();
    let check = |link: &str| {
        binary
            .run(&["check-config", "--database-url", link])
            .out
            .contains("created at the first start")
    };
    assert!(!check("links/one.db"), "it is found, and nothing is created");
    assert!(!new.exists());
    assert!(is_signed_in(&binary, "links/one.db", &token).await);
    assert_eq!(fs::read_to_string(&new).unwrap(), fs::read_to_string(&old).unwrap());
    assert!(is_signed_in(&binary, "data/accounts.db", &token).await);
}

#[actix_web::test]
async fn where_both_have_secrets_those_beside_the_file_sign_and_the_others_verify() {
    let binary = binary("");
    let by_link = sign_in(&binary, "data/accounts.db", "ada").await;
    fs::rename(
        binary.folder().join("data/accounts.secrets"),
        binary.folder().join("links/one.secrets"),
    )
    .unwrap();
    let by_file = sign_in(&binary, "data/accounts.db", "bob").await;
    symlink("../data/accounts.db", binary.folder().join("links/one.db")).unwrap();
    for token in [&by_link, &by_file] {
        assert!(is_signed_in(&binary, "links/one.db", token).await);
    }
    let by_either = sign_in(&binary, "links/one.db", "eve").await;
    assert!(is_signed_in(&binary, "data/accounts.db", &by_either).await);
}

#[test]
fn a_database_that_must_exist_is_not_created() {
    let binary = Binary::new(&[("DATABASE_URL", "sqlite://accounts.db?mode=rw")]);
    let ended = binary.run(&["--bind-address", "127.0.0.1:0"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{ended:?}");
    assert!(
        ended.err.contains("No database at accounts.db") && ended.err.contains("mode=rw"),
        "{ended:?}"
    );
    assert_eq!(binary.files(), [""; 0]);
    assert!(binary.run(&["check-config"]).out.contains("sqlite:accounts.db?mode=rw"));
    drop(binary.serve(&["--database-url", "SQLITE://accounts.db?mode=rwc"]));
    drop(binary.serve(&[]));
    assert!(binary.files().contains(&"accounts.db".to_owned()));
}
