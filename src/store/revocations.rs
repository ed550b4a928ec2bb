//! The rows of revocations: what access tokens must no longer be believed.

use diesel::prelude::*;

use super::schema::revocations;
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
    diesel::insert_into(revocations::table)
        .values((
            revocations::session_id.eq(session),
            revocations::user_id.eq(user),
            revocations::version.eq(version),
            revocations::until.eq(revocation.until),
        ))
        .execute(&mut **tx)?;
    tx.after_commit.revocations.push(revocation);
    Ok(())
}

/// Lists what was added after the row `after` and still matters at `now`, with the number of the
/// last row.
pub fn list_after(
    rows: &mut AnyConnection,
    after: i64,
    now: Timestamp,
) -> Result<(Vec<Revocation>, i64)> {
    type Row = (i64, Option<SessionId>, Option<UserId>, Option<i64>, Timestamp);
    let found: Vec<Row> = revocations::table
        .filter(revocations::id.gt(after).and(revocations::until.gt(now)))
        .order(revocations::id)
        .load(rows)?;
    let last = found.last().map_or(after, |(id, ..)| *id);
    let list = found.into_iter().filter_map(|(_, session, user, version, until)| {
        let target = match (session, user, version) {
            (Some(session), _, _) => Target::Session(session),
            (None, Some(user), Some(version)) => Target::Older(user, version),
            _ => return None,
        };
        Some(Revocation { target, until })
    });
    Ok((list.collect(), last))
}

/// Deletes what no longer matters at `now`. Returns how many there were.
pub fn delete_ended(tx: &mut Transaction<'_>, now: Timestamp) -> Result<usize> {
    Ok(diesel::delete(revocations::table.filter(revocations::until.le(now))).execute(&mut **tx)?)
}
