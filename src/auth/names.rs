//! Which usernames are free, and how long released ones stay reserved.

use std::time::Duration;

use super::{Conflict, Error};
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::store::{self, AnyConnection, Transaction, released_usernames, users};
use crate::username::UsernameHash;

/// How long a released username stays reserved. Otherwise access tokens, and applications that
/// identify users by `Remote-User`, would take its next owner for the previous one.
pub const KEEP_RELEASED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Checks that no account but `own` has a folded username or released it recently.
pub(super) fn require_free_username(
    rows: &mut AnyConnection,
    folded: &str,
    own: Option<UserId>,
    now: Timestamp,
) -> Result<(), Error> {
    if is_free_username(rows, folded, own, now)? {
        Ok(())
    } else {
        Err(Error::Conflict(Conflict::Username))
    }
}

/// Returns whether no other account than `own` has a folded username or gave it up lately.
pub(super) fn is_free_username(
    rows: &mut AnyConnection,
    folded: &str,
    own: Option<UserId>,
    now: Timestamp,
) -> store::Result<bool> {
    let holder = users::find_by_username(rows, folded)?;
    if holder.is_some_and(|holder| Some(holder.id) != own) {
        return Ok(false);
    }
    Ok(!released_usernames::is_kept_from(rows, UsernameHash::of(folded), own, now - KEEP_RELEASED)?)
}

/// Stores that an account gives up its folded username for another one.
pub(super) fn exchange_username(
    tx: &mut Transaction<'_>,
    owner: UserId,
    old: &str,
    new: &str,
    now: Timestamp,
) -> store::Result<()> {
    if old != new {
        released_usernames::insert(tx, UsernameHash::of(old), Some(owner), now)?;
        released_usernames::delete(tx, UsernameHash::of(new))?;
    }
    Ok(())
}

/// Stores that an account gives up its folded username because it is deleted.
pub(super) fn release_username(
    tx: &mut Transaction<'_>,
    owner: UserId,
    folded: &str,
    now: Timestamp,
) -> store::Result<()> {
    released_usernames::forget_owner(tx, owner)?;
    released_usernames::insert(tx, UsernameHash::of(folded), None, now)
}
