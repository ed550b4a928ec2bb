//! The rows of attempts at passwords, which several instances on one server count together.

use diesel::prelude::*;

use super::postgres::PgConnection;
use super::schema::attempts;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::limits::AttemptKey;

/// How many attempts were made at one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = attempts)]
pub struct AttemptCount {
    /// Wrong ones since the last right one.
    pub wrong: i64,
    /// When the last wrong one was made.
    pub last_at: Timestamp,
    /// How many are in progress.
    pub open: i64,
    /// When the last of these began.
    pub opened_at: Timestamp,
}

/// Adds a count for an account that has none. Returns nothing if it has one.
pub fn insert(
    rows: &mut PgConnection,
    key: AttemptKey,
    count: &AttemptCount,
) -> Result<Option<()>> {
    let added = diesel::insert_into(attempts::table)
        .values((attempts::key.eq(key), count))
        .on_conflict_do_nothing()
        .execute(rows)?;
    Ok((added > 0).then_some(()))
}

/// Finds a count and locks it until the transaction ends.
pub fn find_for_update(tx: &mut Transaction<'_>, key: AttemptKey) -> Result<Option<AttemptCount>> {
    let found = attempts::table.find(key);
    let found = match &mut **tx {
        AnyConnection::Sqlite(rows) => found.select(AttemptCount::as_select()).get_result(rows),
        AnyConnection::Postgres(rows) => {
            found.select(AttemptCount::as_select()).for_update().get_result(&mut **rows)
        }
    };
    Ok(found.optional()?)
}

/// Changes a count.
pub fn update(tx: &mut Transaction<'_>, key: AttemptKey, count: &AttemptCount) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(attempts::table.find(key))
        .set(count)
        .execute(rows))?;
    Ok(())
}

/// Deletes counts to which nothing was added since `before`, no more than `limit` rows.
pub fn delete_old(tx: &mut Transaction<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let old =
        attempts::table.filter(attempts::last_at.le(before).and(attempts::opened_at.le(before)));
    let old = old.select(attempts::key).limit(limit);
    let old: Vec<AttemptKey> = with_connection!(&mut **tx, |rows| old.load(rows))?;
    delete(tx, &old)?;
    Ok(old.len())
}

/// Deletes the counts of accounts.
pub fn delete(tx: &mut Transaction<'_>, keys: &[AttemptKey]) -> Result<()> {
    let found = attempts::table.filter(attempts::key.eq_any(keys));
    with_connection!(&mut **tx, |rows| diesel::delete(found).execute(rows))?;
    Ok(())
}
