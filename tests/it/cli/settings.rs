//! Where commands take their settings from, and `vestibule check-config`.

use std::time::{Duration, Instant};

use serde_json::Value;
use vestibule::clock::Clock;

use crate::support::{CliHarness, Place};

const SECRETS: [(&str, &str); 2] = [
    ("ACCESS_TOKEN_SECRET", "Zm9yIHRoZSB0ZXN0cyBvbmx5LCBhY2Nlc3Mga2V5IQ"),
    ("REFRESH_TOKEN_SECRET", "cmVmcmVzaCBrZXksIGFsc28gZm9yIHRoZSB0ZXN0cy4"),
];

#[test]
fn only_account_commands_create_a_missing_database() {
    let cli = CliHarness::on_sqlite();
    for args in [
        &["users", "list"][..],
        &["users", "promote", "ada"],
        &["users", "export"],
        &["sessions", "list", "ada"],
        &["prune"],
    ] {
        cli.run(args).assert_refused(1, "No database at vestibule.db");
    }
    cli.run(&["backup", "copy.db"]).assert_refused(1, "Cannot copy the database vestibule.db");
    assert_eq!(cli.files(), [""; 0], "nothing is left behind");
    cli.create("ada", &[]);
    assert!(cli.files().contains(&"vestibule.db".to_owned()));
    assert!(!cli.files().contains(&"vestibule.secrets".to_owned()), "commands sign nothing");
}

#[test]
fn a_database_that_is_not_on_its_server_is_named_without_the_password() {
    let place = Place::new();
    if !place.is_on_server() {
        return;
    }
    let cli = CliHarness::on_sqlite();
    let url = format!("{}_missing", place.url().replace("vestibule@", "vestibule:canary@"));
    let asked = Instant::now();
    for args in [&["users", "list"][..], &["sessions", "list", "ada"], &["prune"]] {
        let ran = cli.run_with(args, &[("DATABASE_URL", &url)], "");
        ran.assert_refused(1, "Cannot open the database postgres://vestibule@");
        assert!(ran.err.contains("_missing\" does not exist"), "{ran:?}");
        assert!(!ran.err.contains("canary"), "{ran:?}");
    }
    let told = cli.run_with(&["doctor"], &[("DATABASE_URL", &url)], "");
    assert_eq!(told.code, 1);
    assert!(told.out.contains("error    database: ") && !told.out.contains("canary"), "{told:?}");
    assert!(asked.elapsed() < Duration::from_secs(20), "a command does not wait for a server");
    let told = cli.run_with(&["check-config"], &[("DATABASE_URL", &url)], "");
    assert!(told.out.contains("_missing") && !told.out.contains("canary"), "{told:?}");
}

#[test]
fn the_database_comes_from_a_flag_the_environment_or_a_file() {
    let cli = CliHarness::on_sqlite();
    let create = |database: &str| {
        let args = [
            "users",
            "create",
            "--username",
            "ada",
            "--email",
            "ada@example.com",
            "--database-url",
            database,
        ];
        assert_eq!(cli.run_with(&args, &[], "correct horse battery").code, 0);
    };
    create("flag.db");
    assert_eq!(
        cli.run(&["users", "--database-url", "flag.db", "show", "ada"]).code,
        0,
        "before or after the command"
    );
    assert_eq!(cli.run_with(&["users", "show", "ada"], &[("DATABASE_URL", "flag.db")], "").code, 0);
    cli.write(".env", "DATABASE_URL=sqlite:flag.db\n");
    assert_eq!(cli.run(&["users", "show", "ada"]).code, 0);
    assert_eq!(
        cli.run(&["users", "show", "ada", "--database-url", "none.db"]).code,
        1,
        "a flag wins"
    );
    cli.write(".env", "this is no setting\n");
    assert_eq!(cli.run(&["users", "show", "ada"]).code, 2);
}

#[test]
fn commands_need_no_secrets_but_valid_settings() {
    let cli = CliHarness::new();
    let production = [
        ("APP_ENV", "production"),
        ("PUBLIC_URL", "https://accounts.example.com"),
        ("BCRYPT_COST", "10"),
    ];
    let create = ["users", "create", "--username", "ada", "--email", "ada@example.com"];
    assert_eq!(cli.run_with(&create, &production, "correct horse battery").code, 0);
    assert_eq!(cli.run_with(&["users", "list"], &production, "").code, 0);
    let ran =
        cli.run_with(&["users", "list"], &[("BCRYPT_COST", "many"), ("SESSION_MAX_AGE", "1")], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("BCRYPT_COST must be a whole number from 4 to 16, not \"many\"")
            && ran.err.contains("SESSION_MAX_AGE"),
        "all at once: {ran:?}"
    );
}

/// Shows: REL-26.
#[test]
fn check_config_reports_errors_as_serving_does() {
    let cli = CliHarness::new();
    for settings in [
        &[("APP_ENV", "production")][..],
        &[
            ("BIND_ADDRESS", "nowhere"),
            ("PUBLIC_URL", "ftp://x"),
            ("TRUSTED_PROXIES", "here"),
            ("DATABASE_URL", ":memory:"),
        ],
        &[("APP_ENV", "production"), SECRETS[0], ("REFRESH_TOKEN_SECRET", SECRETS[0].1)],
        &[("ACCESS_TOKEN_TTL", "2d"), ("RUST_LOG", "=,=")],
    ] {
        let served = cli.run_with(&["serve"], settings, "");
        let checked = cli.run_with(&["check-config"], settings, "");
        assert_eq!(
            (checked.code, checked.out.as_str(), &checked.err),
            (2, "", &served.err),
            "{settings:?}"
        );
        let told = cli.run_with(&["check-config", "--json"], settings, "");
        assert_eq!((told.code, told.err.as_str()), (2, ""));
        let told: Value = serde_json::from_str(&told.out).unwrap();
        let errors = told["errors"].as_array().unwrap();
        assert_eq!(errors.len(), served.err.lines().count() - 1);
        assert!(errors.iter().all(|error| served.err.contains(error["message"].as_str().unwrap())));
        assert_eq!(cli.run_with(&["doctor"], settings, "").code, 2);
    }
}

#[test]
fn check_config_shows_effective_settings_hides_secrets_and_creates_nothing() {
    let cli = CliHarness::on_sqlite();
    cli.write(".env", "ACCESS_TOKEN_TTL=90s\nREFRESH_TOKEN_TTL=12h\n");
    let settings = [
        SECRETS[0],
        ("PUBLIC_URL", "http://LOCALHOST:8080/"),
        ("TRUSTED_PROXIES", "10.1.2.3/8,::1"),
    ];
    let ran =
        cli.run_with(&["check-config", "--refresh-token-ttl", "48h", "--json"], &settings, "");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let settings = &told["settings"];
    assert_eq!(settings["ACCESS_TOKEN_TTL"], "90s");
    assert_eq!(settings["REFRESH_TOKEN_TTL"], "2d");
    assert_eq!(settings["PUBLIC_URL"], "http://localhost:8080");
    assert_eq!(settings["TRUSTED_PROXIES"], "10.0.0.0/8,::1/128");
    assert_eq!(settings["ACCESS_TOKEN_SECRET"], "(hidden, 42 bytes)");
    assert_eq!(settings["REFRESH_TOKEN_SECRET"], "(created at the first start)");
    assert!(!ran.out.contains(SECRETS[0].1));
    assert_eq!(cli.files(), [".env"]);
    let text = cli.output(&["check-config"]);
    assert!(
        text.lines().any(|line| line.split_whitespace().eq(["DATABASE_URL", "vestibule.db"])),
        "{text}"
    );
}

#[test]
fn a_revocation_outlives_access_tokens_of_a_server_with_other_settings() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    cli.output(&["users", "promote", "ada"]);
    let now = Clock::System.now() - Duration::from_secs(60);
    let hours = cli
        .revocations()
        .into_iter()
        .map(|revocation| revocation.until.since(now).as_secs() / 3600);
    assert_eq!(
        hours.collect::<Vec<_>>(),
        [26],
        "the maximum of ACCESS_TOKEN_TTL plus two seconds, whatever this process is configured with"
    );
}
