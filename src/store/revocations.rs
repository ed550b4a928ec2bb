//! The rows of revocations: what access tokens must no longer be believed.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use diesel::sqlite::SqliteConnection;

use super::postgres::{PgConnection, REVOCATIONS};
use super::schema::revocations;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};

/// Access tokens that must no longer be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Which.
    pub target: Target,
    /// When the last of them would have ended by itself.
    pub until: Timestamp,
}

/// Which access tokens a revocation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Those of a session.
    Session(SessionId),
    /// Those of an account that were made before its token version.
    Older(UserId, i64),
}

/// Adds a revocation. This instance learns of it when the transaction is committed, the others when
/// they next look.
pub(super) fn insert(tx: &mut Transaction<'_>, revocation: Revocation) -> Result<()> {
    let (session, user, version) = match revocation.target {
        Target::Session(session) => (Some(session), None, None),
        Target::Older(user, version) => (None, Some(user), Some(version)),
    };
    match &mut **tx {
        AnyConnection::Sqlite(rows) => diesel::insert_into(revocations::table)
            .values((
                revocations::session_id.eq(session),
                revocations::user_id.eq(user),
                revocations::version.eq(version),
                revocations::until.eq(revocation.until),
            ))
            .execute(rows)?,
        // In one round trip. Of several in one transaction, the server sends one.
        AnyConnection::Postgres(rows) => diesel::sql_query(
            "WITH added AS (INSERT INTO revocations (session_id, user_id, version, until) \
             VALUES ($1, $2, $3, $4)) SELECT pg_notify($5, '')",
        )
        .bind::<Nullable<Binary>, _>(session)
        .bind::<Nullable<Binary>, _>(user)
        .bind::<Nullable<BigInt>, _>(version)
        .bind::<BigInt, _>(revocation.until)
        .bind::<Text, _>(REVOCATIONS)
        .execute(&mut **rows)?,
    };
    tx.after_commit.revocations.push(revocation);
    Ok(())
}

/// How far revocations have been read; none yet by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// SQLite: the last row. PostgreSQL: the oldest transaction that had not ended.
    after: i64,
    /// When the server was started, in microseconds; another one numbers its transactions anew.
    server: i64,
}

type Row = (Option<SessionId>, Option<UserId>, Option<i64>, Timestamp);

/// Lists what was added since `cursor` and still matters at `now`, and how far that is. What is on
/// the list may have been on the one before.
pub fn list_since(
    rows: &mut AnyConnection,
    cursor: Cursor,
    now: Timestamp,
) -> Result<(Vec<Revocation>, Cursor)> {
    let (found, cursor) = match rows {
        AnyConnection::Sqlite(rows) => list_after(rows, cursor, now),
        AnyConnection::Postgres(rows) => list_of_transactions(rows, cursor, now),
    }?;
    let list = found.into_iter().filter_map(|(session, user, version, until)| {
        let target = match (session, user, version) {
            (Some(session), _, _) => Target::Session(session),
            (None, Some(user), Some(version)) => Target::Older(user, version),
            _ => return None,
        };
        Some(Revocation { target, until })
    });
    Ok((list.collect(), cursor))
}

/// One writer adds rows, so they are there in the order of their numbers.
fn list_after(
    rows: &mut SqliteConnection,
    cursor: Cursor,
    now: Timestamp,
) -> QueryResult<(Vec<Row>, Cursor)> {
    type Numbered = (i64, Option<SessionId>, Option<UserId>, Option<i64>, Timestamp);
    let found: Vec<Numbered> = revocations::table
        .filter(revocations::id.gt(cursor.after).and(revocations::until.gt(now)))
        .order(revocations::id)
        .load(rows)?;
    let after = found.last().map_or(cursor.after, |(number, ..)| *number);
    let found =
        found.into_iter().map(|(_, session, user, version, until)| (session, user, version, until));
    Ok((found.collect(), Cursor { after, ..cursor }))
}

/// Transactions end in any order. What an earlier look could not see was added by a transaction
/// that had not ended then, and so by none before the oldest of these.
fn list_of_transactions(
    rows: &mut PgConnection,
    cursor: Cursor,
    now: Timestamp,
) -> QueryResult<(Vec<Row>, Cursor)> {
    // Both come from one statement and so from one snapshot.
    let query = "SELECT oldest, server, session_id, user_id, version, until FROM \
                 (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest, \
                 (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server) AS place \
                 LEFT JOIN revocations ON until > $1 \
                 AND added_by >= CASE WHEN server = $2 THEN $3 ELSE 0 END";
    let found: Vec<Found> = diesel::sql_query(query)
        .bind::<BigInt, _>(now)
        .bind::<BigInt, _>(cursor.server)
        .bind::<BigInt, _>(cursor.after)
        .load(rows)?;
    let place = found.first().ok_or(diesel::result::Error::NotFound)?;
    let cursor = Cursor { after: place.oldest, server: place.server };
    let found = found
        .into_iter()
        .filter_map(|row| row.until.map(|until| (row.session_id, row.user_id, row.version, until)));
    Ok((found.collect(), cursor))
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    oldest: i64,
    #[diesel(sql_type = BigInt)]
    server: i64,
    #[diesel(sql_type = Nullable<Binary>)]
    session_id: Option<SessionId>,
    #[diesel(sql_type = Nullable<Binary>)]
    user_id: Option<UserId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    version: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    until: Option<Timestamp>,
}

/// Deletes what no longer matters at `now`. Returns how many there were.
pub fn delete_ended(tx: &mut Transaction<'_>, now: Timestamp) -> Result<usize> {
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(
        revocations::table.filter(revocations::until.le(now))
    )
    .execute(rows))?)
}
