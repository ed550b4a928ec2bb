//! A database of an earlier version, whose rules for addresses were others.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::support::{CliHarness, JsonClient, PASSWORD, TestApp};

/// The first migration that the database has not seen.
const NEXT: &str = "2026-11-27";

/// Accounts as the earlier version stored them: the address as typed and as it compared it.
const ACCOUNTS: [(&str, &str, &str); 9] = [
    ("plain", "Plain@Example.com", "plain@example.com"),
    ("typed", "ada@bücher.example", "ada@bücher.example"),
    ("chromium", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
    ("alone", "Bob@BÜCHER.example", "bob@bücher.example"),
    ("first", "cyd@ｂücher.example", "cyd@ｂücher.example"),
    ("second", "cyd@bücher。example", "cyd@bücher。example"),
    ("eve", "eve@example.net", "eve@example.net"),
    ("hidden", "eve@example.net\u{200b}", "eve@example.net\u{200b}"),
    ("nowhere", "ada..l@my_host", "ada..l@my_host"),
];

fn id(number: usize) -> String {
    format!("019a0000-0000-7000-8000-{number:012}")
}

/// Creates the database with the earlier migrations alone.
fn make(cli: &CliHarness) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut folders: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    cli.write("vestibule.db", "");
    fs::set_permissions(cli.path("vestibule.db"), Permissions::from_mode(0o600)).unwrap();
    let mut rows = cli.connection();
    rows.batch_execute(
        "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
         run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
    )
    .unwrap();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        if name < NEXT {
            rows.batch_execute(&fs::read_to_string(folder.join("up.sql")).unwrap()).unwrap();
            let version = name.split('_').next().unwrap().replace('-', "");
            rows.batch_execute(&format!(
                "INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')"
            ))
            .unwrap();
        }
    }
    let hash = bcrypt::hash(PASSWORD, 4).unwrap();
    for (number, (username, email, folded)) in ACCOUNTS.iter().enumerate() {
        let id = id(number).replace('-', "");
        rows.batch_execute(&format!(
            "INSERT INTO users VALUES (x'{id}', '{username}', '{username}', '{email}', '{folded}', 'Élodie {username}', \
             '{hash}', 'user', 1, NULL, NULL, {number})"
        ))
        .unwrap();
    }
    rows.batch_execute(
        "INSERT INTO sessions SELECT randomblob(16), id, 3, randomblob(32), randomblob(32), randomblob(16), 2000, \
         99999999999999, 99999999999999, 2, 1, 1000, 2000, '203.0.113.9', 'curl/8', NULL, NULL, NULL, NULL FROM users \
         WHERE username = 'eve'",
    )
    .unwrap();
    let token = "INSERT INTO mail_tokens VALUES (x'01', (SELECT id FROM users WHERE username = 'alone'), 'verify_email', \
                 NULL, 'Bob@BÜCHER.example', 'bob@bücher.example', x'02', 5, 0, 99999999999999)";
    rows.batch_execute(
        &token.replace("x'01'", "randomblob(16)").replace("x'02'", "randomblob(32)"),
    )
    .unwrap();
}

/// Opens the database once, which brings it up to date; returns the log.
fn open(cli: &CliHarness) -> String {
    let ran = cli.run_with(&["users", "list"], &[("RUST_LOG", "warn")], "");
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.err
}

#[test]
fn addresses_that_are_the_same_are_reported_by_the_ids_of_their_accounts() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    open(&cli);
    let forms = "SELECT username || ' ' || email_folded || ' ' || coalesce(email_canonical, '-') AS t FROM users ORDER BY id";
    let expected = [
        "plain plain@example.com -",
        "typed ada@bücher.example ada@xn--bcher-kva.example",
        "chromium ada@xn--bcher-kva.example -",
        "alone bob@xn--bcher-kva.example -",
        "first cyd@xn--bcher-kva.example -",
        "second cyd@bücher。example cyd@xn--bcher-kva.example",
        "eve eve@example.net -",
        "hidden eve@example.net\u{200b} eve@example.net",
        "nowhere ada..l@my_host -",
    ];
    assert_eq!(cli.texts(forms), expected);
    assert_eq!(
        cli.texts("SELECT address_folded AS t FROM mail_tokens"),
        ["bob@xn--bcher-kva.example"]
    );
    let told = cli.output(&["doctor", "--json"]);
    let findings: Value = serde_json::from_str(&told).unwrap();
    let findings: Vec<&Value> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["check"] == "addresses")
        .collect();
    assert_eq!(findings.len(), 3, "{told}");
    for (one, other) in [(1, 2), (4, 5), (6, 7)] {
        let pair = format!("{}, {}", id(one), id(other));
        assert!(
            findings.iter().any(|finding| finding["message"].as_str().unwrap().ends_with(&pair)),
            "{pair}: {told}"
        );
    }
    assert!(
        findings.iter().all(|finding| finding["level"] == "warning" && finding["hint"].is_string()),
        "{told}"
    );
    assert!(!told.contains("cher") && !told.contains("eve@"), "no address is shown: {told}");
    assert_eq!(open(&cli), "", "once");
    assert_eq!(cli.texts(forms), expected);
}

#[test]
fn the_log_names_two_accounts_with_one_address_by_their_ids() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    let server = cli.serve();
    let log = server.stop(rustix::process::Signal::TERM).err;
    for (one, other) in [(2, 1), (4, 5), (6, 7)] {
        assert!(
            log.contains(&format!(
                "two accounts share an email address: {} and {}",
                id(one),
                id(other)
            )),
            "{log}"
        );
    }
    assert_eq!(log.matches("two accounts share an email address").count(), 3, "{log}");
    assert!(!log.contains("cher") && !log.contains("eve@"), "{log}");
}

async fn who(json: &JsonClient, email: &str) -> Option<String> {
    let answer =
        json.post("/api/auth/login", &json!({ "email": email, "password": PASSWORD })).await;
    assert!(matches!(answer.status, 200 | 401), "{answer:?}");
    (answer.status == 200).then(|| answer.json()["user"]["username"].as_str().unwrap().to_owned())
}

/// Shows: AUTH-47.
#[actix_web::test]
async fn each_owner_keeps_their_account_and_nobody_gets_the_address_again() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    open(&cli);
    let app = TestApp::start_on_sqlite(&["--rate-limits", "off"]);
    let mut rows = app.connection();
    rows.batch_execute(&format!(
        "ATTACH '{}' AS old; INSERT INTO users SELECT * FROM old.users;",
        cli.path("vestibule.db").display()
    ))
    .unwrap();
    drop(rows);
    let json = app.json();
    for (username, email, _) in ACCOUNTS {
        assert_eq!(who(&json, email).await.as_deref(), Some(username), "{email}");
        let shouted = email.replace("ada", "ADA").replace("cyd", "CYD");
        assert_eq!(who(&json, &shouted).await.as_deref(), Some(username), "{shouted}");
    }
    for (email, username) in [
        ("bob@xn--bcher-kva.example", Some("alone")),
        ("bob@bu\u{308}cher.example", Some("alone")),
        ("cyd@bücher.example", Some("first")),
        ("ada@ｂücher.example", Some("chromium")),
        ("eve@example.net\u{feff}", Some("eve")),
        ("dee@bücher.example", None),
    ] {
        assert_eq!(who(&json, email).await.as_deref(), username, "{email}");
    }
    for email in [
        "ada@bücher.example",
        "ada@xn--bcher-kva.example",
        "cyd@BÜCHER.example",
        "bob@xn--bcher-kva.example",
    ] {
        let body = json!({ "username": "new", "email": email, "password": PASSWORD });
        assert_eq!(
            json.post("/api/auth/register", &body).await.problem(),
            (409, "EMAIL_TAKEN".to_owned()),
            "{email}"
        );
        let import = CliHarness::on_sqlite();
        import.write(
            "users.csv",
            format!(
                "username,email,password_hash\nnew,{email},{}\n",
                bcrypt::hash("x", 4).unwrap()
            ),
        );
        let ran = import.run(&[
            "users",
            "import",
            "users.csv",
            "--database-url",
            app.database().to_str().unwrap(),
        ]);
        assert!(ran.err.contains("email: Another account has it"), "{ran:?}");
        let shown = import.run(&[
            "users",
            "show",
            email,
            "--database-url",
            app.database().to_str().unwrap(),
        ]);
        assert_eq!(shown.code, 0, "{shown:?}");
    }
    let plain = json.log_in("plain").await;
    let body = json!({ "email": "ada@bücher.example", "password": PASSWORD });
    assert_eq!(
        plain.json.post("/api/profile/email", &body).await.problem(),
        (409, "EMAIL_TAKEN".to_owned())
    );

    // When the first of two is gone, the other has the address in every writing, and it stays
    // taken.
    app.execute("DELETE FROM users WHERE username IN ('chromium', 'first')");
    assert_eq!(who(&json, "ada@xn--bcher-kva.example").await.as_deref(), Some("typed"));
    assert_eq!(who(&json, "cyd@BÜCHER.example").await.as_deref(), Some("second"));
    let body =
        json!({ "username": "new", "email": "ada@xn--bcher-kva.example", "password": PASSWORD });
    assert_eq!(
        json.post("/api/auth/register", &body).await.problem(),
        (409, "EMAIL_TAKEN".to_owned())
    );
    let doctor =
        cli.run_with(&["doctor"], &[("DATABASE_URL", app.database().to_str().unwrap())], "");
    assert_eq!(
        doctor.out.matches("addresses: ").count(),
        1,
        "only eve and hidden are left: {doctor:?}"
    );
}

#[actix_web::test]
async fn mails_and_confirmations_of_an_account_that_kept_its_form_work() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    open(&cli);
    let app = TestApp::start_on_sqlite(&["--rate-limits", "off"]);
    let mut rows = app.connection();
    let old = cli.path("vestibule.db").display().to_string();
    rows.batch_execute(&format!(
        "ATTACH '{old}' AS old; INSERT INTO users SELECT * FROM old.users;"
    ))
    .unwrap();
    drop(rows);
    let typed = app.json().log_in("typed").await;
    assert_eq!(typed.json.post("/api/auth/verify-email/resend", &json!({})).await.status, 202);
    let token = app.mail("verify_email").await.token();
    assert_eq!(
        app.json().post("/api/auth/verify-email", &json!({ "token": token })).await.status,
        204
    );
    assert_eq!(
        app.texts("SELECT username AS t FROM users WHERE email_verified_at IS NOT NULL"),
        ["typed"]
    );
    for email in ["ada@bücher.example", "ada@xn--bcher-kva.example"] {
        assert_eq!(
            app.json().post("/api/auth/forgot-password", &json!({ "email": email })).await.status,
            202
        );
        app.settle().await;
    }
    let asked = app.texts("SELECT username AS t FROM users JOIN mails ON user_id = users.id WHERE kind = 'reset_password' ORDER BY users.id");
    assert_eq!(asked, ["typed", "chromium"], "each with its own spelling");
}

#[test]
fn names_of_earlier_rows_are_found_without_case_and_accents() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    open(&cli);
    for query in ["elodie typed", "ÉLODIE TYPED", "e\u{301}lodie typed"] {
        let found = cli.json(&["users", "list", "--query", query, "--json"]);
        let found: Vec<&str> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["username"].as_str().unwrap())
            .collect();
        assert_eq!(found, ["typed"], "{query}");
    }
}

#[test]
fn a_session_of_an_earlier_version_was_opened_by_the_password_when_it_was_created() {
    let cli = CliHarness::on_sqlite();
    make(&cli);
    open(&cli);
    let proof = "SELECT amr || ' ' || authenticated_at || ' ' || created_at AS t FROM sessions";
    assert_eq!(cli.texts(proof), ["pwd 1000 1000"]);
}
