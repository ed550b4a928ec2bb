//! Checks of the database for `doctor`. They change nothing.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use diesel::sqlite::SqliteConnection;

use super::connection::{OpenError, known_versions, open_existing};
use super::statement::with_connection;
use super::{AnyConnection, postgres};
use crate::clock::Timestamp;
use crate::config::Database;
use crate::id::UserId;

/// What was found.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    /// What SQLite finds wrong with the file; nothing is well.
    pub damage: Vec<String>,
    /// Migrations that have not been applied.
    pub pending: Vec<String>,
    /// Migrations of a newer version.
    pub unknown: Vec<String>,
    /// Why nothing can be written, if so.
    pub unwritable: Option<String>,
    /// The latest time in any row.
    pub newest: Option<Timestamp>,
    /// Whether revocations of other instances are known at once; none with SQLite, which has one.
    pub notifications: Option<bool>,
    /// Accounts that have one address, each group for itself.
    pub same_address: Vec<Vec<UserId>>,
}

/// Looks at the database. It must be there.
pub fn inspect(database: &Database) -> Result<Diagnostics, OpenError> {
    match database {
        Database::Sqlite(path) => inspect_sqlite(open_existing(path)?),
        // One that changes nothing could not be opened on a standby, so it can be written to.
        Database::Postgres(server) => {
            let inspected = postgres::with_new_connection(server, |mut rows| {
                Ok(inspect_rows(&mut rows, &postgres::known_versions()?))
            })?;
            let notifications = Some(postgres::notifications_arrive(server)?);
            Ok(Diagnostics { notifications, ..inspected })
        }
    }
}

fn inspect_sqlite(sqlite: SqliteConnection) -> Result<Diagnostics, OpenError> {
    let mut rows = AnyConnection::Sqlite(sqlite);
    let damage = texts(&mut rows, "SELECT quick_check AS t FROM pragma_quick_check")
        .map_err(|error| OpenError::Connect(error.to_string()))?;
    let lock = "BEGIN IMMEDIATE; ROLLBACK";
    let unwritable = with_connection!(&mut rows, |rows| rows.batch_execute(lock)).err();
    Ok(Diagnostics {
        damage: damage.into_iter().filter(|line| line != "ok").collect(),
        unwritable: unwritable.map(|error| error.to_string()),
        ..inspect_rows(&mut rows, &known_versions()?)
    })
}

/// Looks at what both kinds of database have.
fn inspect_rows(rows: &mut AnyConnection, known: &[String]) -> Diagnostics {
    // Without the table none has been applied.
    let applied =
        texts(rows, "SELECT version AS t FROM __diesel_schema_migrations").unwrap_or_default();
    Diagnostics {
        damage: Vec::new(),
        pending: known.iter().filter(|version| !applied.contains(version)).cloned().collect(),
        unknown: applied.iter().filter(|version| !known.contains(version)).cloned().collect(),
        unwritable: None,
        newest: newest(rows),
        notifications: None,
        same_address: same_address(rows),
    }
}

fn newest(rows: &mut AnyConnection) -> Option<Timestamp> {
    let query = "SELECT max(at) AS n FROM (SELECT max(at) AS at FROM events UNION ALL \
                 SELECT max(last_seen_at) FROM sessions UNION ALL SELECT max(created_at) FROM users) AS times";
    let found: Vec<Number> =
        with_connection!(rows, |rows| diesel::sql_query(query).load(rows)).ok()?;
    found.first()?.n.map(Timestamp::from_millis)
}

/// Finds the accounts whose addresses turned out to be the same when the rules for addresses
/// changed.
fn same_address(rows: &mut AnyConnection) -> Vec<Vec<UserId>> {
    let query = "SELECT id, coalesce(email_canonical, email_folded) AS address FROM users WHERE \
                 coalesce(email_canonical, email_folded) IN \
                 (SELECT email_canonical FROM users WHERE email_canonical IS NOT NULL) ORDER BY address, id";
    // Before the tables are brought up to date nobody knows of any.
    let found: Vec<Holder> =
        with_connection!(rows, |rows| diesel::sql_query(query).load(rows)).unwrap_or_default();
    let groups =
        found.chunk_by(|one, other| one.address == other.address).filter(|group| group.len() > 1);
    groups
        .map(|group| group.iter().filter_map(|holder| UserId::from_slice(&holder.id)).collect())
        .collect()
}

fn texts(rows: &mut AnyConnection, query: &str) -> QueryResult<Vec<String>> {
    let found: Vec<OneText> = with_connection!(rows, |rows| diesel::sql_query(query).load(rows))?;
    Ok(found.into_iter().map(|row| row.t).collect())
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    t: String,
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = Binary)]
    id: Vec<u8>,
    #[diesel(sql_type = Text)]
    address: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::Nullable<BigInt>)]
    n: Option<i64>,
}
