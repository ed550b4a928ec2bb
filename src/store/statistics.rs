//! How many a day: events and sessions, grouped by their day in UTC.

use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::{events, sessions};
use super::statement::with_connection;
use super::{AnyConnection, Result};
use crate::clock::Timestamp;

/// A day in UTC, counted from 1970-01-01, and how many.
pub type DayCount = (i64, i64);

/// Counts the events of a kind since a time, for each day that has any.
pub fn count_events(
    rows: &mut AnyConnection,
    kind: &str,
    since: Timestamp,
) -> Result<Vec<DayCount>> {
    let day = || sql::<BigInt>("at / 86400000");
    let of_kind = events::table.filter(events::kind.eq(kind).and(events::at.ge(since)));
    let counts = of_kind.group_by(day()).select((day(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}

/// Counts the sessions that began on each day, as far back as there are rows.
pub fn count_begun_sessions(rows: &mut AnyConnection) -> Result<Vec<DayCount>> {
    let day = || sql::<BigInt>("created_at / 86400000");
    let counts = sessions::table.group_by(day()).select((day(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}

/// Counts the sessions that were over by `now`, by the day on which each was: by time or by
/// revocation.
pub fn count_ended_sessions(rows: &mut AnyConnection, now: Timestamp) -> Result<Vec<DayCount>> {
    let end = || "CASE WHEN revoked_at < expires_at THEN revoked_at ELSE expires_at END";
    let day = || -> SqlLiteral<BigInt> { sql(&format!("({}) / 86400000", end())) };
    let over = sessions::expires_at.le(now).or(sessions::revoked_at.is_not_null());
    let counts = sessions::table.filter(over).group_by(day()).select((day(), count_star()));
    Ok(with_connection!(rows, |rows| counts.load(rows))?)
}
