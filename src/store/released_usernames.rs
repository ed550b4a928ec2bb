//! The rows of usernames that were given up: for a while nobody but their last owner can take
//! them.

use diesel::prelude::*;

use super::schema::released_usernames;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::username::UsernameHash;

/// Stores that a username was given up. `owner` is who may take it back; a deleted account has
/// none.
pub fn insert(
    tx: &mut Transaction<'_>,
    name: UsernameHash,
    owner: Option<UserId>,
    at: Timestamp,
) -> Result<()> {
    delete(tx, name)?;
    with_connection!(&mut **tx, |rows| diesel::insert_into(released_usernames::table)
        .values((
            released_usernames::username_hash.eq(name),
            released_usernames::user_id.eq(owner),
            released_usernames::released_at.eq(at),
        ))
        .execute(rows))?;
    Ok(())
}

/// Returns whether a username was given up after `since`, by another account than `own`.
pub fn is_kept_from(
    rows: &mut AnyConnection,
    name: UsernameHash,
    own: Option<UserId>,
    since: Timestamp,
) -> Result<bool> {
    let released =
        released_usernames::table.find(name).filter(released_usernames::released_at.gt(since));
    let owner = released.select(released_usernames::user_id);
    let owner: Option<Option<UserId>> =
        with_connection!(rows, |rows| owner.get_result(rows)).optional()?;
    Ok(owner.is_some_and(|owner| owner.is_none() || owner != own))
}

/// Removes the owner of the names that an account gave up, because the account is deleted.
pub fn forget_owner(tx: &mut Transaction<'_>, owner: UserId) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(
        released_usernames::table.filter(released_usernames::user_id.eq(owner))
    )
    .set(released_usernames::user_id.eq(None::<UserId>))
    .execute(rows))?;
    Ok(())
}

/// Deletes a name because its owner took it back.
pub fn delete(tx: &mut Transaction<'_>, name: UsernameHash) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::delete(released_usernames::table.find(name))
        .execute(rows))?;
    Ok(())
}

/// Deletes names that were given up before `before`, no more than `limit` rows.
pub fn delete_old(tx: &mut Transaction<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let old = released_usernames::table.filter(released_usernames::released_at.le(before));
    let old = old.select(released_usernames::username_hash).limit(limit);
    let old: Vec<UsernameHash> = with_connection!(&mut **tx, |rows| old.load(rows))?;
    let old = released_usernames::username_hash.eq_any(old);
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(released_usernames::table.filter(old))
        .execute(rows))?)
}
