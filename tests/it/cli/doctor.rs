//! `vestibule doctor`

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::smtp::{SmtpFault, SmtpServer};
use crate::support::{CliHarness, JsonClient};

/// A folder in which a server was started once.
async fn served() -> CliHarness {
    served_in(CliHarness::new())
}

fn served_in(cli: CliHarness) -> CliHarness {
    let server = cli.serve();
    assert_eq!(server.stop(Signal::TERM).code, Some(0));
    cli
}

/// What is wrong: what each finding is about and says.
#[track_caller]
fn wrong(cli: &CliHarness, settings: &[(&str, &str)]) -> Vec<(String, String)> {
    let ran = cli.run_with(&["doctor", "--json"], settings, "");
    assert_eq!(ran.err, "");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = told["findings"].as_array().unwrap();
    let wrong: Vec<&Value> =
        findings.iter().filter(|finding| finding["level"] == "error").collect();
    assert_eq!(
        (ran.code, told["ok"].as_bool()),
        (i32::from(!wrong.is_empty()), Some(wrong.is_empty()))
    );
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    wrong
        .into_iter()
        .map(|finding| {
            (text(&finding["check"]), text(&finding["message"]) + &text(&finding["hint"]))
        })
        .collect()
}

#[actix_web::test]
async fn after_a_first_start_every_check_is_ok_and_nothing_changes() {
    let cli = served().await;
    let state = || {
        cli.files()
            .into_iter()
            .map(|name| (fs::read(cli.path(&name)).unwrap(), name))
            .collect::<Vec<_>>()
    };
    let before = state();
    let told = cli.output(&["doctor"]);
    assert!(told.lines().all(|line| line.starts_with("ok       ")), "{told}");
    for about in ["database", "clock", "files", "secrets", "reach"] {
        assert!(told.contains(&format!("ok       {about}: ")), "{told}");
    }
    assert_eq!(state(), before);
    assert_eq!(wrong(&cli, &[]), []);
}

#[actix_web::test]
async fn database_problems_are_found() {
    let changes = [
        (
            "DELETE FROM __diesel_schema_migrations",
            "database",
            "tables are not those of this version",
        ),
        (
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')",
            "database",
            "newer version",
        ),
        ("UPDATE events SET at = 95617584000000", "clock", "newest row"),
        ("UPDATE sessions SET last_seen_at = 95617584000000", "clock", "newest row"),
        ("UPDATE users SET created_at = 95617584000000", "clock", "5000-"),
    ];
    for (change, about, told) in changes {
        let cli = CliHarness::new();
        let server = cli.serve();
        JsonClient::to(&server.address).register("ada").await;
        assert_eq!(server.stop(Signal::TERM).code, Some(0));
        cli.execute(change);
        let found = wrong(&cli, &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == about && found[0].1.contains(told), "{told}: {found:?}");
    }
}

#[actix_web::test]
async fn problems_of_a_database_file_are_found() {
    let cli = served_in(CliHarness::on_sqlite());
    let held = cli.lock_writes();
    let found = wrong(&cli, &[]);
    assert!(found[0].1.contains("cannot write to the database"), "{found:?}");
    held.release();

    let mut bytes = fs::read(cli.path("vestibule.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0x55);
    cli.write("vestibule.db", &bytes);
    let found = wrong(&cli, &[]);
    assert!(found.iter().any(|(about, _)| about == "database"), "{found:?}");
    cli.write("vestibule.db", "this is a letter, and no database, however long it may be");
    assert!(wrong(&cli, &[])[0].1.contains("not a database"));
    fs::remove_file(cli.path("vestibule.db")).unwrap();
    assert!(wrong(&cli, &[])[0].1.contains("no database at"));
    assert!(!cli.files().contains(&"vestibule.db".to_owned()));
}

#[actix_web::test]
async fn files_that_others_may_read_are_found() {
    let cli = served_in(CliHarness::on_sqlite());
    cli.write(".env", "# ACCESS_TOKEN_SECRET=example\nREFRESH_TOKEN_SECRET=\n");
    fs::set_permissions(cli.path(".env"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(wrong(&cli, &[]), [], "there is nothing secret in it");
    cli.write(".env", "OTHER_SECRET=something\n");
    fs::set_permissions(cli.path(".env"), fs::Permissions::from_mode(0o600)).unwrap();
    for (name, mode) in [("vestibule.db", 0o644), ("vestibule.secrets", 0o640), (".env", 0o604)] {
        let set =
            |mode| fs::set_permissions(cli.path(name), fs::Permissions::from_mode(mode)).unwrap();
        set(mode);
        let found = wrong(&cli, &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains(&format!("chmod 600 {name}")), "{found:?}");
        set(0o600);
    }
    assert_eq!(wrong(&cli, &[]), []);
}

#[actix_web::test]
async fn weak_secrets_and_contradictions_are_found_and_a_warning_is_no_error() {
    let cli = served().await;
    let weak = "0123456789";
    let strong = "Zm9yIHRoZSB0ZXN0cyBvbmx5LCBhY2Nlc3Mga2V5IQ";
    for (settings, about, found) in [
        (&[("ACCESS_TOKEN_SECRET", weak)][..], "secrets", 1),
        (&[("ACCESS_TOKEN_SECRET", strong), ("REFRESH_TOKEN_SECRET", strong)], "secrets", 1),
        (
            &[("PUBLIC_URL", "https://accounts.example.com"), ("BIND_ADDRESS", "0.0.0.0:8080")],
            "reach",
            1,
        ),
        (&[("PUBLIC_URL", "http://accounts.example.com:8080")], "reach", 1),
        (&[("TRUSTED_PROXIES", "0.0.0.0/0")], "reach", 1),
        (&[("PUBLIC_URL", "http://localhost:3000")], "reach", 1),
        (&[("COOKIE_SAME_SITE", "lax")], "reach", 0),
    ] {
        let wrong = wrong(&cli, settings);
        assert_eq!(
            wrong.iter().filter(|(kind, _)| kind == about).count(),
            found,
            "{settings:?}: {wrong:?}"
        );
        assert_eq!(wrong.len(), found);
    }
    let told = cli.run_with(&["doctor"], &[("COOKIE_SAME_SITE", "lax")], "").out;
    assert!(told.contains("warning  reach: COOKIE_SAME_SITE is lax"), "{told}");
    let told = cli.run_with(&["doctor"], &[("ACCESS_TOKEN_SECRET", weak)], "").out;
    assert!(
        told.contains("error    secrets: ACCESS_TOKEN_SECRET must have at least 32 bytes")
            && !told.contains(weak)
    );
}

#[actix_web::test]
async fn a_mail_server_is_contacted_and_no_mail_is_sent() {
    let cli = served().await;
    let server = SmtpServer::with_password(&[]);
    let strict = SmtpServer::with_password(&[SmtpFault::Password(535)]);
    let url = |who: &str, port: u16| format!("smtp://{who}127.0.0.1:{port}?tls=none");
    let who = "ada:correct-horse@";
    for (url, told) in [
        (url(who, server.port), ""),
        (url(who, strict.port), "535"),
        (url("", SmtpServer::dead_port()), "127.0.0.1:"),
        (format!("smtp://{who}127.0.0.1:{}", server.port), ""),
        (format!("smtp://127.0.0.1:{}?tls=required", server.port), "does not offer STARTTLS"),
    ] {
        let found = wrong(&cli, &[("SMTP_URL", &url), ("MAIL_FROM", "accounts@example.com")]);
        assert_eq!(found.is_empty(), told.is_empty(), "{url}: {found:?}");
        assert!(
            found.iter().all(|(about, says)| about == "mail" && says.contains(told)),
            "{url}: {found:?}"
        );
        assert!(!format!("{found:?}").contains("horse"), "{found:?}");
    }
    assert_eq!(server.received().len() + strict.received().len(), 0);
}
