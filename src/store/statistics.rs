//! How many in each piece of time: events and sessions, for charts.

use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::{events, sessions, users};
use super::statement::with_connection;
use super::{AnyConnection, Result};
use crate::clock::Timestamp;

/// Pieces of time of one length, numbered from 0.
#[derive(Clone, Copy, Debug)]
pub struct Pieces {
    /// When the first begins.
    pub start: Timestamp,
    /// How many milliseconds each takes.
    pub length: i64,
}

/// The number of a piece of time, and how many. What was before the first counts to the first.
pub type PieceCount = (i64, i64);

impl Pieces {
    /// Writes the number of the piece that a time belongs to.
    fn number_of(self, time: &str) -> SqlLiteral<BigInt> {
        sql(&format!("(({time}) - {}) / {}", self.start.millis(), self.length))
    }
}

/// Counts the events of a kind from the first piece on, for each piece that has any.
pub fn count_events(
    rows: &mut AnyConnection,
    kind: &str,
    pieces: Pieces,
) -> Result<Vec<PieceCount>> {
    let number = || pieces.number_of("at");
    let of_kind = events::table.filter(events::kind.eq(kind).and(events::at.ge(pieces.start)));
    let counts = of_kind.group_by(number()).select((number(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}

/// Counts the sessions that began in each piece, as far back as there are rows.
pub fn count_begun_sessions(rows: &mut AnyConnection, pieces: Pieces) -> Result<Vec<PieceCount>> {
    let number = || pieces.number_of("created_at");
    let counts = sessions::table.group_by(number()).select((number(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}

/// Counts the sessions that were over by `now`, by the piece in which each ended: by time or by
/// revocation.
pub fn count_ended_sessions(
    rows: &mut AnyConnection,
    pieces: Pieces,
    now: Timestamp,
) -> Result<Vec<PieceCount>> {
    let end = "CASE WHEN revoked_at < expires_at THEN revoked_at ELSE expires_at END";
    let number = || pieces.number_of(end);
    let over = sessions::expires_at.le(now).or(sessions::revoked_at.is_not_null());
    let counts = sessions::table.filter(over).group_by(number()).select((number(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}

/// Counts the accounts.
pub fn count_users(rows: &mut AnyConnection) -> Result<i64> {
    Ok(with_connection!(rows, |rows| users::table.select(count_star()).get_result(rows))?)
}
