//! What went on lately: a month of numbers.

use crate::app::App;
use crate::auth::Error;
use crate::auth::event::EventKind;
use crate::clock::Timestamp;
use crate::store::statistics::{self, DayCount};
use crate::store::{self, AnyConnection};

/// How many days are counted, including today. Ended sessions are kept for as long.
const DAYS: i64 = 30;

/// A day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// When it begins.
    pub start: Timestamp,
    /// How often someone signed in with a password.
    pub signed_in: i64,
    /// How often someone tried to, with a wrong one.
    pub failed: i64,
    /// How many accounts were made.
    pub registered: i64,
    /// How many sessions stood when it ended; of today, how many stand now.
    pub live_sessions: i64,
    /// How often a replaced refresh token was presented, which ended its session.
    pub thefts: i64,
}

/// Counts what went on in the last thirty days, the oldest first. What happened to accounts that
/// are gone counts too, but their sessions are gone with them.
pub async fn last_days(app: &App) -> Result<Vec<Day>, Error> {
    let now = app.clock.now();
    Ok(app.store.read(move |rows| count(rows, now)).await?)
}

fn count(rows: &mut AnyConnection, now: Timestamp) -> store::Result<Vec<Day>> {
    let today = now.day();
    let first = today - DAYS + 1;
    let since = Timestamp::start_of_day(first);
    let mut events = |what: EventKind| statistics::count_events(rows, what.as_str(), since);
    let signed_in = events(EventKind::SignedIn)?;
    let failed = events(EventKind::SignInFailed)?;
    let registered = events(EventKind::Registered)?;
    let thefts = events(EventKind::RefreshReused)?;
    let begun = statistics::count_begun_sessions(rows)?;
    let ended = statistics::count_ended_sessions(rows, now)?;
    let day = |day: i64| Day {
        start: Timestamp::start_of_day(day),
        signed_in: on(&signed_in, day),
        failed: on(&failed, day),
        registered: on(&registered, day),
        live_sessions: until(&begun, day) - until(&ended, day),
        thefts: on(&thefts, day),
    };
    Ok((first..=today).map(day).collect())
}

fn on(counts: &[DayCount], day: i64) -> i64 {
    counts.iter().find(|(counted, _)| *counted == day).map_or(0, |(_, number)| *number)
}

fn until(counts: &[DayCount], day: i64) -> i64 {
    counts.iter().filter(|(counted, _)| *counted <= day).map(|(_, number)| number).sum()
}
