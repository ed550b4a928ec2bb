//! `vestibule users`, without a server.

use serde_json::{Value, json};

use crate::support::{CliHarness, PASSWORD};

#[test]
fn an_operator_creates_finds_and_lists_accounts() {
    let cli = CliHarness::new();
    cli.create("ada", &["--admin", "--name", " Ada Lovelace "]);
    cli.create("Bob_2", &[]);

    let ada = cli.json(&["users", "show", "ada", "--json"]);
    let id = ada["id"].as_str().unwrap();
    let expected = json!({
        "id": id, "username": "ada", "email": "ada@example.com", "name": "Ada Lovelace", "roles": ["user", "admin"],
        "emailVerified": false, "disabled": false, "createdAt": ada["createdAt"], "sessions": 0,
    });
    assert_eq!(ada, expected);
    for who in [id, "ADA", "Ada@Example.COM", " ada "] {
        assert_eq!(cli.json(&["users", "show", who, "--json"]), ada, "{who}");
    }
    assert!(cli.output(&["users", "show", "bob_2"]).contains("\nusername  Bob_2\n"));
    for (query, found) in [
        ("", 2),
        ("ADA", 1),
        ("lovelace", 1),
        ("@example", 2),
        ("b_2", 1),
        ("%", 0),
        ("_", 1),
        ("\\", 0),
    ] {
        let list = cli.json(&["users", "list", "--json", "--query", query]);
        assert_eq!(list.as_array().unwrap().len(), found, "{query:?}");
    }
    let table = cli.output(&["users", "list"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].starts_with("USERNAME  EMAIL")
            && lines[1].starts_with("ada       ada@example.com    user,admin")
    );
    let events = cli.events().into_iter().map(|event| [event.kind, event.ip, event.user_agent]);
    let nothing_more = ["registered", "", ""].map(str::to_owned);
    assert_eq!(
        events.collect::<Vec<_>>(),
        [nothing_more.clone(), nothing_more],
        "nothing of this machine"
    );
}

#[test]
fn json_output_has_the_created_account() {
    let cli = CliHarness::new();
    let create = |username: &str, more: &[&str], password: &str| {
        let email = format!("{username}@example.com");
        let args =
            [&["users", "create", "--json", "--username", username, "--email", &email], more]
                .concat();
        cli.run_with(&args, &[], password)
    };
    for (username, more, name, roles) in [
        (
            "ada",
            &["--admin", "--name", " Ada Lovelace "][..],
            json!("Ada Lovelace"),
            json!(["user", "admin"]),
        ),
        ("bob", &[], json!(null), json!(["user"])),
    ] {
        let ran = create(username, more, PASSWORD);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let mut shown = cli.json(&["users", "show", username, "--json"]);
        shown.as_object_mut().unwrap().remove("sessions");
        assert_eq!((&told, &told["name"], &told["roles"]), (&shown, &name, &roles));
        assert!(!ran.out.contains("$2") && !ran.out.contains(PASSWORD));
    }
    create("ada", &[], PASSWORD).assert_refused(1, "already");
    create("eve", &[], "short").assert_refused(1, "password: Use at least 8 characters");
}

/// Shows: ASVS 6.2.1, ASVS 6.4.1.
#[test]
fn an_account_that_cannot_be_created_is_refused_with_every_reason() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let create = |username, email, password| {
        cli.run_with(&["users", "create", "--username", username, "--email", email], &[], password)
    };
    create("a", "bob", "short")
        .assert_refused(1, "username: Use at least 3 characters. email: Enter a valid");
    create("bob", "bob@example.com", "short")
        .assert_refused(1, "password: Use at least 8 characters");
    create("bob", "bob@example.com", "password1").assert_refused(1, "too common");
    create("bob", "bob@example.com", "bob@example.com")
        .assert_refused(1, "password: This is too similar");
    create("bob", "bob@example.com", "").assert_refused(1, "No password given");
    create("ADA", "bob@example.com", PASSWORD).assert_refused(1, "this username already exists");
    create("bob", "ADA@example.com", PASSWORD)
        .assert_refused(1, "this email address already exists");
    assert_eq!(cli.json(&["users", "list", "--json"]).as_array().unwrap().len(), 1);
}

/// Shows: AUTH-19.
#[test]
fn repeating_a_change_of_role_or_state_changes_nothing_and_says_so() {
    let cli = CliHarness::new();
    cli.create("ada", &["--admin"]);
    cli.create("bob", &[]);
    for (what, first, again) in [
        ("promote", "bob is an administrator now.\n", "bob is an administrator already.\n"),
        ("demote", "bob is an ordinary user now.\n", "bob is an ordinary user already.\n"),
        ("disable", "bob is disabled now.\n", "bob is disabled already.\n"),
        ("enable", "bob is enabled now.\n", "bob is enabled already.\n"),
    ] {
        assert_eq!(cli.output(&["users", what, "bob"]), first);
        assert_eq!(cli.output(&["users", what, "bob@example.com"]), again);
    }
    let events = cli.event_kinds().into_iter().filter(|kind| kind != "registered");
    assert_eq!(
        events.collect::<Vec<_>>(),
        ["roles_changed", "roles_changed", "disabled", "enabled"]
    );
    assert_eq!(
        cli.revocations().iter().filter(|revocation| revocation.user_id.is_some()).count(),
        4
    );
}

/// Shows: AZ-08.
#[test]
fn the_last_administrator_stays() {
    let cli = CliHarness::new();
    cli.create("ada", &["--admin"]);
    cli.create("bob", &["--admin"]);
    // A disabled administrator is none.
    cli.output(&["users", "disable", "bob"]);
    let before = cli.json(&["users", "list", "--json"]);
    for args in [
        &["users", "demote", "ada"][..],
        &["users", "disable", "ada"],
        &["users", "delete", "ada", "--yes"],
    ] {
        cli.run(args).assert_refused(1, "last administrator");
    }
    assert_eq!(cli.json(&["users", "list", "--json"]), before);
    cli.output(&["users", "delete", "bob", "--yes"]);
    cli.create("eve", &["--admin"]);
    cli.output(&["users", "delete", "ada", "--yes"]);
    cli.run(&["users", "demote", "eve"]).assert_refused(1, "last administrator");
}

/// Shows: AZ-09.
#[test]
fn two_administrators_demoted_concurrently_leave_one() {
    for _ in 0..5 {
        let cli = CliHarness::new();
        cli.create("ada", &["--admin"]);
        cli.create("bob", &["--admin"]);
        let both = ["ada", "bob"].map(|who| cli.start(&["users", "demote", who], &[], ""));
        let codes = both.map(|child| child.wait_with_output().unwrap().status.code().unwrap());
        assert_eq!(codes.iter().sum::<i32>(), 1, "one succeeds, one is refused: {codes:?}");
        assert_eq!(cli.users().iter().filter(|user| user.is_administrator()).count(), 1);
    }
}

#[test]
fn nothing_is_deleted_without_confirmation() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    cli.run_with(&["users", "delete", "ada"], &[], "y\n").assert_refused(2, "--yes");
    cli.output(&["users", "show", "ada"]);
    assert_eq!(cli.output(&["users", "delete", "ada", "--yes"]), "Deleted ada.\n");
    cli.run(&["users", "delete", "ada", "--yes"]).assert_refused(1, "No account ada");
}

/// Shows: ASVS 6.2.4.
#[test]
fn an_unacceptable_password_changes_nothing() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let hash = || cli.user("ada").password_hash();
    let before = hash();
    for (typed, told) in [
        ("", "No password given"),
        ("short", "at least 8"),
        ("Ada@example.com", "password: This is too similar"),
    ] {
        cli.run_with(&["users", "set-password", "ada"], &[], typed).assert_refused(1, told);
    }
    let min = [("PASSWORD_MIN_LENGTH", "30")];
    cli.run_with(&["users", "set-password", "ada"], &min, PASSWORD)
        .assert_refused(1, "at least 30");
    assert_eq!(hash(), before);
    let ran = cli.run_with(&["users", "set-password", "ada"], &[], "another fine password\n");
    assert_eq!((ran.code, ran.out.as_str()), (0, "Password changed for ada; 0 sessions ended.\n"));
    assert_ne!(hash(), before);
    assert_eq!(cli.event_kinds(), ["registered", "password_changed"]);
}

#[test]
fn an_unknown_account_is_not_found() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let nobody = ["nobody", "nobody@example.com", "01890000-0000-7000-8000-000000000000", ""];
    for who in nobody {
        for args in [
            &["users", "show", who][..],
            &["users", "promote", who],
            &["users", "demote", who],
            &["users", "disable", who],
            &["users", "enable", who],
            &["users", "delete", who, "--yes"],
            &["users", "set-password", who],
            &["sessions", "list", who],
            &["sessions", "revoke", "--user", who],
        ] {
            cli.run_with(args, &[], PASSWORD).assert_refused(1, &format!("No account {who}."));
        }
        cli.run(&["sessions", "revoke", who]).assert_refused(1, "No active session");
    }
}

#[test]
fn a_mistyped_command_line_is_explained_with_exit_code_2() {
    let cli = CliHarness::new();
    for args in [
        &["users"][..],
        &["users", "lsit"],
        &["users", "show"],
        &["users", "create", "--username", "ada"],
        &[
            "users",
            "create",
            "--username",
            "ada",
            "--email",
            "ada@example.com",
            "--password",
            "correct horse",
        ],
        &["users", "set-password", "ada", "correct horse"],
        &["sessions", "revoke"],
        &["sessions", "revoke", "--json"],
        &["sessions", "revoke", "01890000-0000-7000-8000-000000000000", "--user", "ada"],
        &["backup"],
        &["users", "import", "users.csv", "--format", "xml"],
    ] {
        let ran = cli.run_with(args, &[], PASSWORD);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("Usage:") || ran.err.contains("error:"), "{ran:?}");
    }
    assert_eq!(cli.files(), [""; 0]);
}

#[test]
fn every_commands_help_lists_the_exit_codes_and_none_takes_a_password() {
    let cli = CliHarness::new();
    let commands = [
        "",
        "serve",
        "check-config",
        "doctor",
        "prune",
        "backup",
        "users",
        "users list",
        "users show",
        "users create",
        "users promote",
        "users demote",
        "users disable",
        "users enable",
        "users delete",
        "users set-password",
        "users import",
        "users export",
        "sessions",
        "sessions list",
        "sessions revoke",
    ];
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = cli.output(&args);
        assert!(help.contains("Exit codes: 0 "), "{command}: {help}");
        assert!(!help.contains("--password "), "{command}");
    }
}

#[test]
fn a_list_whose_reader_stops_early_is_no_failure() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let mut child = cli.start(&["users", "list"], &[], "");
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr), (Some(0), Vec::new()));
}

#[test]
fn a_username_is_optional_and_may_be_reserved() {
    let cli = CliHarness::new();
    let create = |more: &[&str]| {
        let ran = cli.run_with(
            &[&["users", "create", "--json"], more].concat(),
            &[("USERNAMES", "required")],
            PASSWORD,
        );
        assert_eq!(ran.code, 0, "{ran:?}");
        serde_json::from_str::<Value>(&ran.out).unwrap()["username"].as_str().unwrap().to_owned()
    };
    assert_eq!(create(&["--email", "ada@example.com"]), "ada");
    assert_eq!(create(&["--email", "ada@example.org"]), "ada-2");
    assert_eq!(create(&["--email", "boss@example.com", "--username", "admin", "--admin"]), "admin");
    assert_eq!(create(&["--email", "root@example.com"]), "root-2");
    let args = ["users", "create", "--email", "eve@example.com", "--username=-eve"];
    let ran = cli.run_with(&args, &[], PASSWORD);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("Start with a letter or digit"), "{ran:?}");
}
