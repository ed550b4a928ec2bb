//! A database that can only be read: refused at the start, with the reason.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;

use rustix::process::{Signal, geteuid};

use super::{CHEAP, shell_with_mounts};
use crate::settings::SECRETS;
use crate::support::Binary;

/// Starts it once, so that there is a database in `data`.
fn with_database() -> Binary {
    let own = [("DATABASE_URL", "data/vestibule.db"), ("MAIL_DIR", "letters")];
    let binary = Binary::at_home(&[&CHEAP[..], &SECRETS, &own].concat());
    std::fs::create_dir(binary.folder().join("data")).unwrap();
    assert_eq!(binary.serve(&[]).stop(Signal::TERM).code, Some(0));
    binary
}

fn assert_refused(binary: &Binary, what: &str, place: &str) {
    let ended = binary.run(&[] as &[&str]);
    assert_eq!(ended.code, Some(1), "{what}: {ended:?}");
    assert_eq!(ended.out, "", "{what}: no startup message");
    assert!(ended.err.contains(&format!("{place} cannot be written to")), "{what}: {ended:?}");
    assert_eq!(ended.err.lines().count(), 1, "{what}: {ended:?}");
}

/// Shows: REL-06.
#[test]
fn a_read_only_file_system_is_refused_at_startup() {
    for (what, place) in [("the file", "data/vestibule.db"), ("the folder", "data")] {
        let script = format!("mount --bind {place} {place}; mount -o remount,bind,ro {place}");
        let Some(shell) = shell_with_mounts("a file system that can only be read", &script) else {
            return;
        };
        let binary = with_database().through(&shell.iter().map(String::as_str).collect::<Vec<_>>());
        assert_refused(&binary, what, "data/vestibule.db");
    }
}

/// Shows: REL-06.
#[test]
fn a_file_or_folder_without_permission_is_refused_at_startup() {
    if geteuid().is_root() {
        // Permissions are not for the superuser, who has the test before this one.
        return;
    }
    for (place, closed, open) in [("data/vestibule.db", 0o444, 0o600), ("data", 0o555, 0o700)] {
        let binary = with_database();
        let set = |mode| {
            set_permissions(binary.folder().join(place), Permissions::from_mode(mode)).unwrap()
        };
        set(closed);
        assert_refused(&binary, place, place);
        set(open);
        assert_eq!(binary.serve(&[]).stop(Signal::TERM).code, Some(0));
    }
}
