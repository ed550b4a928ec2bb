//! What is kept of tokens and passwords: the SHA-256 of the refresh tokens, and a bcrypt hash.

use std::fs;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::forge::{ACCESS_KEY, FLAGS, Parts, REFRESH_KEY, decode};
use crate::support::{PASSWORD, TestApp};

/// Everything that the application has on its disk, the write-ahead log included.
fn everything_on_disk(app: &TestApp) -> Vec<u8> {
    let files: Vec<_> =
        fs::read_dir(app.directory()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let wal = app.database().with_extension("db-wal");
    assert!(files.contains(&app.database()) && files.contains(&wal), "{files:?}");
    files.iter().flat_map(|file| fs::read(file).unwrap()).collect()
}

fn has(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Shows: RT-19, ASVS 11.4.1.
#[actix_web::test]
async fn only_the_sha_256_of_a_refresh_token_is_stored() {
    let app = TestApp::start_on_sqlite(FLAGS);
    let first = app.json().register("ada").await;
    let answer = app.json().refresh(&first.refresh).await;
    let second = app.json().person(&answer);
    second.json.get("/api/auth/me").await;
    app.settle().await;

    let disk = everything_on_disk(&app);
    assert!(has(&disk, b"ada@example.com"), "the search finds existing text");
    for token in [&first.refresh, &second.refresh] {
        assert!(has(&disk, &Sha256::digest(token.as_bytes())), "the hash is stored");
    }
    for token in [&first.refresh, &second.refresh, &first.access, &second.access] {
        let parts: Vec<&str> = token.split('.').collect();
        for part in &parts[1..] {
            assert!(!has(&disk, part.as_bytes()), "{part} is on the disk");
            assert!(!has(&disk, &decode(part)), "{part} is on the disk in bytes");
        }
        let jti = Parts::of(token).claims["jti"].as_str().unwrap().to_owned();
        assert!(!has(&disk, jti.as_bytes()) && !has(&disk, &decode(&jti)), "a jti is on the disk");
    }
}

#[actix_web::test]
async fn the_database_has_the_hash_of_the_current_refresh_token_and_of_the_one_before() {
    let app = TestApp::start_on_sqlite(FLAGS);
    let first = app.json().register("ada").await;
    let answer = app.json().refresh(&first.refresh).await;
    let second = app.json().person(&answer);

    let session = app.session();
    assert_eq!(session.token_hash.0, *Sha256::digest(&second.refresh));
    assert_eq!(session.previous_hash.unwrap().0, *Sha256::digest(&first.refresh));
}

#[actix_web::test]
async fn neither_passwords_nor_keys_are_on_the_disk() {
    let app = TestApp::start_on_sqlite(FLAGS);
    app.json().register("ada").await;
    app.browser().log_in("ada").await;
    let wrong =
        json!({ "username": "ada", "password": "a wrong guess, perhaps of another account" });
    assert_eq!(app.json().post("/api/auth/login", &wrong).await.status, 401);
    app.settle().await;

    let disk = everything_on_disk(&app);
    for secret in [PASSWORD, "a wrong guess", ACCESS_KEY, REFRESH_KEY] {
        assert!(!has(&disk, secret.as_bytes()), "{secret} is on the disk");
    }
    assert!(has(&disk, b"$2b$04$"), "a bcrypt hash is");
}
