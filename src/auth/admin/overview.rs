//! What went on lately, in numbers.

use std::time::Duration;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::log::{self, EventGroup, LogFilter, Period};
use crate::app::App;
use crate::auth::Error;
use crate::auth::event::EventKind;
use crate::clock::Timestamp;
use crate::store::event_log::LogEntry;
use crate::store::statistics::{self, PieceCount, Pieces};
use crate::store::{self, AnyConnection};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// How far back the numbers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Range {
    /// 24 hours, by the hour.
    Day,
    /// 30 days, by the day.
    #[default]
    Month,
    /// 52 weeks, by the week.
    Year,
}

/// A piece of a range, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// When it begins.
    pub start: Timestamp,
    /// How often someone signed in with a password.
    pub signed_in: i64,
    /// How often someone tried to, with a wrong one.
    pub failed: i64,
    /// How many accounts were made.
    pub registered: i64,
    /// How many sessions stood when it ended; of the last, how many stand now. Ended sessions are
    /// kept for 30 days, so there is no number for longer ranges.
    pub live_sessions: Option<i64>,
    /// How often a replaced refresh token was presented, which ended its session.
    pub thefts: i64,
}

/// What the overview shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The numbers, the oldest first.
    pub intervals: Vec<Interval>,
    /// How many accounts there are.
    pub users: i64,
    /// The latest copied session of the last 24 hours.
    pub theft: Option<LogEntry>,
}

impl Range {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns how many pieces it has, and which.
    fn pieces(self, now: Timestamp) -> (i64, Pieces) {
        let (count, length, unit) = match self {
            Self::Day => (24, HOUR, HOUR),
            Self::Month => (30, DAY, DAY),
            Self::Year => (52, WEEK, DAY),
        };
        let end = (now.millis().div_euclid(unit) + 1) * unit;
        (count, Pieces { start: Timestamp::from_millis(end - count * length), length })
    }
}

/// Counts what went on. What happened to accounts that are gone counts too, but their sessions are
/// gone with them.
pub async fn overview(app: &App, range: Range) -> Result<Overview, Error> {
    let now = app.clock.now();
    let (intervals, users) = app
        .store
        .read(move |rows| {
            Ok::<_, store::Error>((count(rows, range, now)?, statistics::count_users(rows)?))
        })
        .await?;
    let theft =
        LogFilter { q: String::new(), group: Some(EventGroup::Theft), period: Some(Period::Day) };
    let theft = log::list(app, &theft, None, 1).await?.pop();
    Ok(Overview { intervals, users, theft })
}

fn count(rows: &mut AnyConnection, range: Range, now: Timestamp) -> store::Result<Vec<Interval>> {
    let (count, pieces) = range.pieces(now);
    let mut events = |what: EventKind| statistics::count_events(rows, what.as_str(), pieces);
    let signed_in = events(EventKind::SignedIn)?;
    let failed = events(EventKind::SignInFailed)?;
    let registered = events(EventKind::Registered)?;
    let thefts = events(EventKind::RefreshReused)?;
    let sessions = match range {
        Range::Day | Range::Month => Some((
            statistics::count_begun_sessions(rows, pieces)?,
            statistics::count_ended_sessions(rows, pieces, now)?,
        )),
        Range::Year => None,
    };
    let interval = |piece: i64| Interval {
        start: pieces.start + Duration::from_millis((piece * pieces.length).unsigned_abs()),
        signed_in: on(&signed_in, piece),
        failed: on(&failed, piece),
        registered: on(&registered, piece),
        live_sessions: sessions
            .as_ref()
            .map(|(begun, ended)| until(begun, piece) - until(ended, piece)),
        thefts: on(&thefts, piece),
    };
    Ok((0..count).map(interval).collect())
}

fn on(counts: &[PieceCount], piece: i64) -> i64 {
    counts.iter().find(|(counted, _)| *counted == piece).map_or(0, |(_, number)| *number)
}

fn until(counts: &[PieceCount], piece: i64) -> i64 {
    counts.iter().filter(|(counted, _)| *counted <= piece).map(|(_, number)| number).sum()
}
