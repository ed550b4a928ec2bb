//! The database: there, whole, up to date, writable; and the clock, which its newest row can prove
//! wrong.

use std::time::Duration;

use vestibule::clock::Timestamp;
use vestibule::config::Database;
use vestibule::id::UserId;
use vestibule::store::diagnostics::{Diagnostics, inspect};

use super::Finding;

/// How far a row may lie ahead before the clock is blamed.
const LEEWAY: Duration = Duration::from_secs(5);
/// No clock shows an earlier time than that at which this was written: 2026-01-01T00:00:00Z.
const WRITTEN_AT: Timestamp = Timestamp::from_seconds(1_767_225_600);

pub(super) fn check(database: &Database, now: Timestamp) -> Vec<Finding> {
    const CHECK: &str = "database";
    let name = database;
    if !database.exists() {
        let hint = "Start the server once to create it, or correct DATABASE_URL.";
        return vec![
            Finding::error(CHECK, format!("no database at {name}"), hint),
            clock(None, now),
        ];
    }
    let inspection = match inspect(database) {
        Ok(inspection) => inspection,
        Err(error) => {
            let hint = match database {
                Database::Sqlite(_) => {
                    "Correct DATABASE_URL, or give this user read access to the file and its folder."
                }
                Database::Postgres(_) => "Start the server, or correct DATABASE_URL.",
            };
            return vec![
                Finding::error(CHECK, format!("{name} cannot be read: {error}"), hint),
                clock(None, now),
            ];
        }
    };
    let mut findings = complaints(&inspection);
    if findings.is_empty() {
        findings.push(Finding::ok(CHECK, format!("{name} is intact, up to date and writable")));
    }
    findings.extend(inspection.same_address.iter().map(|accounts| same_address(accounts)));
    findings.extend(inspection.notifications.map(notifications));
    findings.push(clock(inspection.newest, now));
    findings
}

fn notifications(arrive: bool) -> Finding {
    let message = if arrive {
        "instances learn of each other's revocations at once, by notifications"
    } else {
        "instances learn of each other's revocations within 2 seconds, by looking: notifications do not \
         arrive, as behind a pooler in transaction mode"
    };
    Finding::ok("revocations", message)
}

/// Accounts whose addresses are the same by the rules of today, though they were not when they were
/// registered.
fn same_address(accounts: &[UserId]) -> Finding {
    let ids = accounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let hint = "All of them work, each with the spelling that its owner uses. Ask the owner which one to keep (vestibule users show ID), and delete the others or change their addresses.";
    Finding::warning("addresses", format!("these accounts share an email address: {ids}"), hint)
}

fn complaints(inspection: &Diagnostics) -> Vec<Finding> {
    const CHECK: &str = "database";
    let mut findings = Vec::new();
    if let Some(first) = inspection.damage.first() {
        let hint = "Stop the server, keep the file and restore the last backup. Check the disk.";
        findings.push(Finding::error(CHECK, format!("the database is damaged: {first}"), hint));
    }
    if let Some(version) = inspection.unknown.first() {
        let hint = "Use that version. This one refuses to start.";
        findings.push(Finding::error(
            CHECK,
            format!("a newer version of Vestibule has changed it ({version})"),
            hint,
        ));
    }
    if let Some(version) = inspection.pending.first() {
        let hint = "Make a backup and restart the server, which brings the tables up to date.";
        findings.push(Finding::error(
            CHECK,
            format!("its tables are not those of this version ({version} is missing)"),
            hint,
        ));
    }
    if let Some(why) = &inspection.unwritable {
        let hint = "Give this user write access to the file and its folder, free disk space, and stop other programs that lock the file.";
        findings.push(Finding::error(CHECK, format!("cannot write to the database: {why}"), hint));
    }
    findings
}

fn clock(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    const CHECK: &str = "clock";
    const HINT: &str =
        "Set the clock and keep it synchronized (NTP): signatures and expiry depend on it.";
    let shown = now.to_rfc3339();
    match newest {
        _ if now < WRITTEN_AT => {
            Finding::error(CHECK, format!("the clock shows {shown}, which is in the past"), HINT)
        }
        Some(newest) if newest > now + LEEWAY => {
            let newest = newest.to_rfc3339();
            Finding::error(
                CHECK,
                format!("the clock shows {shown}, but the newest row is from {newest}"),
                HINT,
            )
        }
        _ => Finding::ok(CHECK, format!("the clock shows {shown}")),
    }
}
