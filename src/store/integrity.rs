//! Checks whether a file can be used. A file that is damaged, newer or of another program is
//! refused and not changed.

use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use rustix::fs::{Access, access};

use super::OpenError;

/// The largest file, in bytes, whose pages are all checked at startup. The check takes some
/// milliseconds per megabyte.
const QUICK_CHECK_MAX_BYTES: u64 = 256 * 1024 * 1024;

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// Requires write access to the file and to its folder, where SQLite keeps its write-ahead log.
///
/// SQLite itself would open a file without write access for reading and fail much later, with an
/// error about something else.
pub(super) fn require_writable(path: &Path) -> Result<(), OpenError> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for place in [path, folder] {
        let name = || place.display().to_string();
        access(place, Access::WRITE_OK)
            .map_err(|error| OpenError::ReadOnly(name(), error.to_string()))?;
    }
    Ok(())
}

/// Requires that the database is intact and ours, and has only `known` migrations. Changes nothing.
pub(super) fn check_integrity(
    rows: &mut SqliteConnection,
    path: &Path,
    known: &[String],
) -> Result<(), OpenError> {
    // Litestream adds its own tables, also to a file that is still empty.
    let tables = words(
        rows,
        "SELECT name AS word FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '_litestream_*' \
         ORDER BY name <> '__diesel_schema_migrations', name",
    )?;
    match tables.first().map(String::as_str) {
        None => return Ok(()),
        Some("__diesel_schema_migrations") => {}
        Some(other) => return Err(OpenError::Foreign(other.to_owned())),
    }
    let applied =
        words(rows, "SELECT version AS word FROM __diesel_schema_migrations ORDER BY version")?;
    if let Some(version) = applied.into_iter().find(|version| !known.contains(version)) {
        return Err(OpenError::Newer(version));
    }
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size > QUICK_CHECK_MAX_BYTES {
        log::info!(
            "skipped the integrity check: the database has {size} bytes, more than {QUICK_CHECK_MAX_BYTES}; vestibule doctor checks it"
        );
        return Ok(());
    }
    match words(rows, "SELECT quick_check AS word FROM pragma_quick_check LIMIT 1")?.pop() {
        Some(fault) if fault != "ok" => {
            Err(OpenError::Damaged(fault.lines().collect::<Vec<_>>().join(" ")))
        }
        _ => Ok(()),
    }
}

fn words(rows: &mut SqliteConnection, query: &str) -> Result<Vec<String>, OpenError> {
    let found = diesel::sql_query(query).load::<Word>(rows).map_err(|error| {
        let message = error.to_string();
        // SQLite's word for pages that contradict each other. It may find them before the check.
        if message.contains("malformed") {
            OpenError::Damaged(message)
        } else {
            OpenError::Connect(message)
        }
    })?;
    Ok(found.into_iter().map(|found| found.word).collect())
}
