//! `vestibule users export`

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::Desk;

fn some_people() -> Desk {
    let desk = Desk::new();
    desk.create("ada", &["--admin", "--name", "Lovelace, \"Ada\""]);
    desk.create("bob", &["--name", "Боб"]);
    desk.create("eve", &[]);
    desk.execute("UPDATE users SET email_verified_at = created_at WHERE username = 'ada'");
    desk.execute("UPDATE users SET email = 'Ünï@exämple.com', email_folded = 'ünï@exämple.com' WHERE username = 'bob'");
    desk.well(&["users", "disable", "eve"]);
    desk
}

#[test]
fn what_is_exported_can_be_imported_and_exported_the_same() {
    let desk = some_people();
    let csv = desk.well(&["users", "export"]);
    let jsonl = desk.well(&["users", "export", "--format", "jsonl"]);
    assert_eq!((csv.lines().count(), jsonl.lines().count()), (4, 3));
    for name in ["users.csv", "users.jsonl"] {
        assert_eq!(desk.well(&["users", "export", name]), "");
        let other = Desk::new();
        other.write(name, desk.read(name));
        assert_eq!(other.well(&["users", "import", name]), "3 imported, 0 already there, 0 refused.\n");
        assert_eq!(other.well(&["users", "export"]), csv, "{name}");
        assert_eq!(other.well(&["users", "export", "--format", "jsonl"]), jsonl, "{name}");
        assert_eq!(desk.well(&["users", "import", name]), "0 imported, 3 already there, 0 refused.\n");
    }
}

#[test]
fn an_export_is_for_its_owners_eyes_and_replaces_no_file() {
    let desk = some_people();
    desk.well(&["users", "export", "users.csv"]);
    assert_eq!(fs::metadata(desk.path("users.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    desk.write("users.csv", "mine");
    desk.run(&["users", "export", "users.csv"]).assert_refused(1, "users.csv is there already");
    assert_eq!(desk.read("users.csv"), "mine");
    assert_eq!(desk.files().iter().filter(|name| name.starts_with("users.csv")).count(), 1, "nothing half is left");
    desk.run(&["users", "export", "users.json"]).assert_refused(2, "--format");
    desk.run(&["users", "export", "nowhere/users.csv"]).assert_refused(1, "cannot be written");
}
