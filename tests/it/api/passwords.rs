//! Which passwords are taken, and that every character of one counts.

use serde_json::json;

use super::{registration, rows, unlimited, with};
use crate::support::TestApp;

async fn register(app: &TestApp, username: &str, password: &str) -> u16 {
    let body = with(registration(username), json!({ "password": password }));
    app.json().post("/api/auth/register", &body).await.status
}

async fn log_in(app: &TestApp, username: &str, password: &str) -> u16 {
    app.json()
        .post("/api/auth/login", &json!({ "username": username, "password": password }))
        .await
        .status
}

/// Passwords of every length at which something could be cut, with their names.
fn of_every_length() -> Vec<(String, String)> {
    let bytes = [8, 15, 55, 56, 64, 70, 71, 72, 73, 100, 128, 255, 256];
    let letters = bytes.map(|length| {
        (format!("ascii{length}"), "wzgkqvbxjfhymtpc".repeat(16)[..length].to_owned())
    });
    let emoji = [8, 17, 18, 19, 64, 256]
        .map(|length| (format!("emoji{length}"), "🦀🐙".repeat(128)[..length * 4].to_owned()));
    [letters.to_vec(), emoji.to_vec()].concat()
}

/// Shows: AUTH-35, AUTH-36, AUTH-37, ASVS 6.2.8, ASVS 6.2.9.
#[actix_web::test]
async fn a_password_of_8_to_256_characters_works_and_none_of_them_is_cut() {
    let app = unlimited();
    for (username, password) in of_every_length() {
        assert_eq!(register(&app, &username, &password).await, 201, "{username}");
        assert_eq!(log_in(&app, &username, &password).await, 200, "{username}");

        let mut less = password.clone();
        let last = less.pop().unwrap();
        let first = password.chars().next().unwrap().len_utf8();
        for (wrong, why) in [
            (format!("{password}{last}"), "one more at the end"),
            (format!("{last}{password}"), "one more at the start"),
            (less.clone(), "one less at the end"),
            (password[first..].to_owned(), "one less at the start"),
            (format!("{less}!"), "another at the end"),
            (format!("{password}\0"), "a NUL at the end"),
            (format!("{password}\0{password}"), "the same again after a NUL"),
        ] {
            assert_eq!(log_in(&app, &username, &wrong).await, 401, "{username}: {why}");
        }
    }
}

/// Shows: AUTH-36, ASVS 11.4.2.
#[actix_web::test]
async fn up_to_71_bytes_the_stored_hash_is_plain_bcrypt_and_beyond_it_is_marked() {
    let app = unlimited();
    for (username, password) in of_every_length() {
        assert_eq!(register(&app, &username, &password).await, 201, "{username}");
        let stored = app.user(&username).password_hash();
        let plain = stored.strip_prefix("hmac-sha384");
        assert_eq!(plain.is_some(), password.len() > 71, "{username}: {stored}");
        let bcrypt = plain.unwrap_or(&stored);
        assert!(bcrypt.starts_with("$2b$04$") && bcrypt.len() == 60, "{username}: {stored}");
        if password.len() <= 71 {
            assert!(
                bcrypt::verify(&password, bcrypt).unwrap(),
                "any other system can read it: {username}"
            );
        }
    }
}

/// Shows: AUTH-40.
#[actix_web::test]
async fn a_password_is_the_same_however_a_keyboard_composes_its_letters() {
    let app = unlimited();
    let composed = "Blåbærgrød på café";
    let decomposed = "Bla\u{30a}bærgrød pa\u{30a} cafe\u{301}";
    assert_ne!(composed, decomposed);
    for (username, chosen, typed) in [("ada", composed, decomposed), ("bob", decomposed, composed)]
    {
        assert_eq!(register(&app, username, chosen).await, 201);
        assert_eq!(log_in(&app, username, typed).await, 200, "{username}");
        assert_eq!(log_in(&app, username, chosen).await, 200, "{username}");
        assert_eq!(log_in(&app, username, "Blabærgrød pa cafe").await, 401, "an accent counts");
    }
}

/// Shows: AUTH-39, AUTH-41, ASVS 6.2.8.
#[actix_web::test]
async fn blanks_and_case_count() {
    let app = unlimited();
    let password = " Correct  horse\u{a0}battery ";
    assert_eq!(register(&app, "ada", password).await, 201);
    for wrong in [
        "Correct  horse\u{a0}battery ",
        " Correct  horse\u{a0}battery",
        " Correct horse\u{a0}battery ",
        " Correct  horse battery ",
        " correct  horse\u{a0}battery ",
        " CORRECT  HORSE\u{a0}BATTERY ",
    ] {
        assert_eq!(log_in(&app, "ada", wrong).await, 401, "{wrong:?}");
    }
    assert_eq!(log_in(&app, "ada", password).await, 200);
}

/// Shows: AUTH-44, ASVS 6.2.5.
#[actix_web::test]
async fn there_are_no_composition_rules() {
    let app = unlimited();
    let good = [
        "wzgkqvbx",
        "73920461",
        "   blanks   ",
        "пароль-для-ады",
        "密码密码密码密码",
        "'; DROP TABLE users--",
    ];
    for (number, password) in good.into_iter().enumerate() {
        assert_eq!(register(&app, &format!("person{number}"), password).await, 201, "{password}");
        assert_eq!(log_in(&app, &format!("person{number}"), password).await, 200, "{password}");
    }
}

/// Shows: AUTH-38, AUTH-42, ASVS 6.2.4, ASVS 6.2.12.
#[actix_web::test]
async fn an_unacceptable_password_is_refused_with_the_reason() {
    let app = unlimited();
    let long = "x1".repeat(128);
    for (password, code) in [
        ("", "REQUIRED"),
        ("7 chars", "TOO_SHORT"),
        // Seven characters, though more bytes and more code points.
        ("🦀🦀🦀🦀🦀🦀🦀", "TOO_SHORT"),
        ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", "TOO_SHORT"),
        (&format!("{long}x"), "TOO_LONG"),
        (&"🦀".repeat(257), "TOO_LONG"),
        ("correct\0horse", "INVALID_CHARACTERS"),
        ("correct horse\n", "INVALID_CHARACTERS"),
        ("correct\thorse", "INVALID_CHARACTERS"),
        ("correct\u{7f}horse", "INVALID_CHARACTERS"),
        ("correct\u{9f}horse", "INVALID_CHARACTERS"),
        ("password1", "WELL_KNOWN"),
        ("PassWord1", "WELL_KNOWN"),
        ("1234567890", "WELL_KNOWN"),
        ("qwertyuiop", "WELL_KNOWN"),
        ("Lovelace1815", "ACCOUNT_NAME"),
        ("lovelace1815", "ACCOUNT_NAME"),
        ("lovelace1815@example.com", "ACCOUNT_NAME"),
        ("LOVELACE1815@EXAMPLE.COM", "ACCOUNT_NAME"),
        ("Lovelace1815!2026", "ACCOUNT_NAME"),
        ("Vestibule1", "WELL_KNOWN"),
    ] {
        let body = with(registration("Lovelace1815"), json!({ "password": password }));
        let faults = app.json().post("/api/auth/register", &body).await.faults();
        assert_eq!(faults, [("password".to_owned(), code.to_owned())], "{password:?}");
    }
    assert_eq!(rows(&app).await, [0; 4]);
}

/// Shows: ASVS 6.2.1.
#[actix_web::test]
async fn the_shortest_password_is_a_setting() {
    let app = TestApp::start_with(&["--password-min-length", "15"]);
    assert_eq!(register(&app, "ada", "fourteen chars").await, 422);
    assert_eq!(register(&app, "ada", "fifteen chars..").await, 201);
}
