//! `vestibule users export`

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::CliHarness;

fn some_people() -> CliHarness {
    let cli = CliHarness::new();
    cli.create("ada", &["--admin", "--name", "Lovelace, \"Ada\""]);
    cli.create("bob", &["--name", "Боб"]);
    cli.create("eve", &[]);
    cli.user("ada").verify_email_at(cli.user("ada").row().created_at);
    cli.user("bob").set_email("Ünï@exämple.com");
    cli.user("eve").set_language(Some("ja"));
    cli.output(&["users", "disable", "eve"]);
    cli
}

#[test]
fn an_export_can_be_imported_and_exported_unchanged() {
    let cli = some_people();
    let csv = cli.output(&["users", "export"]);
    let jsonl = cli.output(&["users", "export", "--format", "jsonl"]);
    assert_eq!((csv.lines().count(), jsonl.lines().count()), (4, 3));
    assert!(csv.contains(",true,ja\n"), "{csv}");
    for name in ["users.csv", "users.jsonl"] {
        assert_eq!(cli.output(&["users", "export", name]), "");
        let other = CliHarness::new();
        other.write(name, cli.read(name));
        assert_eq!(
            other.output(&["users", "import", name]),
            "3 imported, 0 already exist, 0 refused.\n"
        );
        assert_eq!(other.output(&["users", "export"]), csv, "{name}");
        assert_eq!(other.output(&["users", "export", "--format", "jsonl"]), jsonl, "{name}");
        assert_eq!(
            cli.output(&["users", "import", name]),
            "0 imported, 3 already exist, 0 refused.\n"
        );
    }
}

#[test]
fn an_export_is_private_and_replaces_no_file() {
    let cli = some_people();
    cli.output(&["users", "export", "users.csv"]);
    assert_eq!(fs::metadata(cli.path("users.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    cli.write("users.csv", "mine");
    cli.run(&["users", "export", "users.csv"]).assert_refused(1, "users.csv already exists");
    assert_eq!(cli.read("users.csv"), "mine");
    assert_eq!(
        cli.files().iter().filter(|name| name.starts_with("users.csv")).count(),
        1,
        "no partial file is left"
    );
    cli.run(&["users", "export", "users.json"]).assert_refused(2, "--format");
    cli.run(&["users", "export", "nowhere/users.csv"])
        .assert_refused(1, "Cannot write nowhere/users.csv");
}
