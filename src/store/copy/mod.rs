//! Copying every row to another database, table by table, in pages.
//!
//! A copy that was ended can be begun again: rows that are there already, and the same, are left.

mod tables;

use std::time::Duration;

use diesel::prelude::*;

use tables::{TABLES, Table};

use super::connection::{open_existing, open_for_writing};
use super::diagnostics::inspect;
use super::{AnyConnection, OpenError, postgres};
use crate::config::Database;

/// Why a copy was not made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the databases cannot be opened.
    #[error("Cannot open {0}: {1}.")]
    Open(String, OpenError),
    /// The target has rows that the source does not have, or no longer has.
    #[error(
        "{0} has rows of its own in the table {1}; nothing was copied. If they are from a copy that was interrupted, the source has changed since: drop that database, create it again and copy again."
    )]
    NotEmpty(String, &'static str),
    /// Rows cannot be read or written.
    #[error("Cannot copy the table {0}: {1}.")]
    Rows(&'static str, diesel::result::Error),
    /// What was written is not what was read.
    #[error("The table {0} differs in both databases after the copy. Is a server still running?")]
    Different(&'static str),
}

/// A table that was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: usize,
}

/// Copies every row of a database to another one, which must have no rows, or only rows of the
/// same. Calls `progress` with the number of rows that were looked at. The rows of both are counted
/// and compared at the end.
pub fn copy(
    from: &Database,
    to: &Database,
    progress: impl FnMut(usize) + Send,
) -> Result<Vec<CopiedTable>, CopyError> {
    postgres::on_thread(|| Ok(copy_rows(from, to, progress)))
        .unwrap_or_else(|error| Err(CopyError::Open(from.to_string(), error)))
}

fn copy_rows(
    from: &Database,
    to: &Database,
    mut progress: impl FnMut(usize),
) -> Result<Vec<CopiedTable>, CopyError> {
    let failed = |place: &Database| {
        let place = place.to_string();
        move |error| CopyError::Open(place, error)
    };
    let mut source = open_source(from).map_err(failed(from))?;
    let mut target = open_target(to).map_err(failed(to))?;
    for table in TABLES {
        let is_part = (table.is_part)(&mut source, &mut target);
        if !is_part.map_err(|error| CopyError::Rows(table.name, error))? {
            return Err(CopyError::NotEmpty(to.to_string(), table.name));
        }
    }
    for table in TABLES {
        let rows = |error| CopyError::Rows(table.name, error);
        (table.copy)(&mut source, &mut target, &mut progress).map_err(rows)?;
        if table.name == "revocations" {
            number_on(&mut target).map_err(rows)?;
        }
    }
    // When all are copied, so that what a server changed meanwhile is noticed.
    TABLES.iter().map(|table| compare(table, &mut source, &mut target)).collect()
}

/// Requires that both have the same rows.
fn compare(
    table: &Table,
    source: &mut AnyConnection,
    target: &mut AnyConnection,
) -> Result<CopiedTable, CopyError> {
    let rows = |error| CopyError::Rows(table.name, error);
    let (read, written) =
        ((table.digest)(source).map_err(rows)?, (table.digest)(target).map_err(rows)?);
    if read == written {
        Ok(CopiedTable { name: table.name, rows: read.0 })
    } else {
        Err(CopyError::Different(table.name))
    }
}

/// Opens what is only read. Its tables must be up to date.
fn open_source(database: &Database) -> Result<AnyConnection, OpenError> {
    let found = inspect(database)?;
    if let Some(damage) = found.damage.into_iter().next() {
        return Err(OpenError::Damaged(damage));
    }
    if !found.pending.is_empty() || !found.unknown.is_empty() {
        let message = "they are not those of this version; start this version on it once";
        return Err(OpenError::Migrate(message.to_owned()));
    }
    match database {
        Database::Sqlite(path) => Ok(AnyConnection::Sqlite(open_existing(path)?)),
        Database::Postgres(server) => postgres::open(server),
    }
}

fn open_target(database: &Database) -> Result<AnyConnection, OpenError> {
    match database {
        Database::Sqlite(path) => open_for_writing(path),
        Database::Postgres(server) => {
            postgres::prepare(server, Duration::ZERO)?;
            postgres::open(server)
        }
    }
}

/// Lets PostgreSQL number revocations after those that brought their numbers. SQLite does it by
/// itself.
fn number_on(target: &mut AnyConnection) -> QueryResult<()> {
    if let AnyConnection::Postgres(rows) = target {
        diesel::sql_query(
            "SELECT setval(pg_get_serial_sequence('revocations', 'id'), max(id)) \
             FROM revocations HAVING max(id) IS NOT NULL",
        )
        .execute(&mut **rows)?;
    }
    Ok(())
}
