//! The settings as flags: before a command's name or after it.

use std::fs;

use crate::support::CliHarness;

#[test]
fn a_setting_may_come_before_or_after_the_command() {
    let cli = CliHarness::on_sqlite();
    let create = ["--username", "ada", "--email", "ada@example.com"];
    let before =
        [&["--database-url", "x.db", "--bcrypt-cost=5", "users", "create"][..], &create].concat();
    let ran = cli.run_with(&before, &[("DATABASE_URL", "y.db")], "correct horse battery");
    assert_eq!(ran.code, 0, "{ran:?}");
    let list = cli.output(&["users", "list", "--database-url", "x.db"]);
    assert!(list.contains("ada@example.com"), "{list}");
    for args in [
        &["--database-url", "x.db", "users", "list"][..],
        &["users", "--database-url", "x.db", "list"],
        &["users", "--database-url=x.db", "list"],
        &["--database-url=sqlite:x.db?mode=rw", "users", "list"],
    ] {
        assert_eq!(cli.output(args), list, "{args:?}");
    }
    let show = |args: &[&str]| cli.json(&[args, &["--json"]].concat());
    assert_eq!(
        show(&["--database-url", "x.db", "sessions", "list", "ada"]),
        show(&["sessions", "list", "ada", "--database-url", "x.db"])
    );
    assert_eq!(
        show(&["--database-url", "x.db", "prune"]),
        show(&["prune", "--database-url", "x.db"])
    );
    cli.output(&["--database-url", "x.db", "backup", "copy.db"]);
    cli.output(&["--database-url", "x.db", "users", "export", "users.csv"]);
    cli.output(&["users", "import", "users.csv", "--database-url", "z.db"]);
    let files: Vec<String> =
        cli.files().into_iter().filter(|name| !name.contains(".db-")).collect();
    assert_eq!(files, ["copy.db", "users.csv", "x.db", "z.db"]);
    let hash = fs::read_to_string(cli.path("users.csv")).unwrap();
    assert!(hash.contains("$2b$05$"), "another setting than the database counts too");
}

#[test]
fn check_config_and_doctor_take_a_setting_from_either_place() {
    let cli = CliHarness::on_sqlite();
    for (name, value, shown) in [
        ("--access-token-ttl", "90s", "90s"),
        ("--public-url", "http://LOCALHOST:9000", "http://localhost:9000"),
        ("--trusted-proxies", "10.0.0.1", "10.0.0.1/32"),
    ] {
        let before = cli.output(&[name, value, "check-config"]);
        assert_eq!(before, cli.output(&["check-config", name, value]));
        assert!(before.contains(shown), "{before}");
        assert_eq!(
            cli.run(&[name, value, "doctor", "--json"]).code,
            cli.run(&["doctor", "--json", name, value]).code
        );
    }
    let wrong = cli.run(&["--bcrypt-cost", "many", "users", "list"]);
    assert_eq!(
        (
            wrong.code,
            wrong.err.contains("BCRYPT_COST must be a whole number from 4 to 16, not \"many\"")
        ),
        (2, true),
        "{wrong:?}"
    );
}

#[test]
fn a_setting_given_twice_is_refused_in_any_position() {
    let cli = CliHarness::on_sqlite();
    for args in [
        &["--database-url", "x.db", "users", "list", "--database-url", "y.db"][..],
        &["--database-url=x.db", "users", "--database-url=y.db", "list"],
        &["--database-url", "x.db", "users", "list", "--database-url", "x.db"],
        &["users", "list", "--database-url", "x.db", "--database-url", "x.db"],
        &[
            "--public-url",
            "http://localhost:1",
            "check-config",
            "--public-url",
            "http://localhost:2",
        ],
    ] {
        let ran = cli.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains("cannot be used multiple times"), "{args:?}: {ran:?}");
    }
    assert_eq!(cli.files(), [""; 0]);
}

#[test]
fn the_help_of_a_command_is_about_the_command() {
    let cli = CliHarness::on_sqlite();
    for args in [
        &["users", "list", "--help"][..],
        &["prune", "--help"],
        &["init", "--help"],
        &["backup", "-h"],
    ] {
        let help = cli.output(args);
        assert!(!help.contains("--bcrypt-cost"), "{args:?}: {help}");
        assert!(args[0] == "init" || help.contains("--database-url"), "{args:?}: {help}");
    }
    for args in
        [&["--help"][..], &["serve", "--help"], &["check-config", "--help"], &["doctor", "--help"]]
    {
        assert!(cli.output(args).contains("--bcrypt-cost"), "{args:?}");
    }
    assert!(cli.output(&["init", "--help"]).contains("--public-url"));
}
