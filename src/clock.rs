//! Time: a point in it, and where it comes from.
//!
//! Nothing else in this crate asks the system for the time, so that a test can move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};

pub use self::monotonic::MonotonicClock;

mod monotonic;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a time from milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Creates a time from whole seconds since the epoch, as in JWT's `iat` and `exp`.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Returns milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Returns whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Returns the same point without its part of a second, as a token can carry it.
    pub const fn whole_seconds(self) -> Self {
        Self::from_seconds(self.seconds())
    }

    /// Returns the time that has passed since `earlier`; nothing if the clock was set back
    /// meanwhile.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Writes it as RFC 3339 in UTC with milliseconds: `2026-11-21T04:28:00.000Z`.
    pub fn to_rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// Writes it for a person: `21 November 2026, 04:28 UTC`.
    pub fn to_words(self) -> String {
        self.utc().format("%-d %B %Y, %H:%M UTC").to_string()
    }

    /// Returns the day in UTC that it lies in, counted from 1970-01-01.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(DAY_MILLIS)
    }

    /// Returns the first moment of a day in UTC, counted from 1970-01-01.
    pub const fn start_of_day(day: i64) -> Self {
        Self(day.saturating_mul(DAY_MILLIS))
    }

    /// Writes its day in UTC as RFC 3339 does: `2026-11-21`.
    pub fn to_day(self) -> String {
        self.utc().format("%Y-%m-%d").to_string()
    }

    /// Returns the year, the month and the day in UTC that it lies in.
    pub fn date(self) -> (i32, u32, u32) {
        let date = self.utc();
        (date.year(), date.month(), date.day())
    }

    /// Writes its time of day in UTC: `04:28`.
    pub fn time_of_day(self) -> String {
        self.utc().format("%H:%M").to_string()
    }

    /// Reads a time as RFC 3339 writes it, or as databases print theirs; one without a zone is in
    /// UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let zoned = |format| {
            DateTime::parse_from_str(text, format).ok().map(|time| time.timestamp_millis())
        };
        let plain =
            |format| NaiveDateTime::parse_from_str(text, format).ok().map(|time| time.and_utc());
        let day = || {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .map(|day| day.and_time(NaiveTime::MIN).and_utc())
        };
        let millis = DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis());
        let millis = millis.or_else(|| zoned("%Y-%m-%d %H:%M:%S%.f%#z"));
        let unzoned =
            || plain("%Y-%m-%dT%H:%M:%S%.f").or_else(|| plain("%Y-%m-%d %H:%M:%S%.f")).or_else(day);
        millis.or_else(|| unzoned().map(|time| time.timestamp_millis())).map(Self)
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl AsRef<i64> for Timestamp {
    fn as_ref(&self) -> &i64 {
        &self.0
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(millis))
    }
}

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// Creates a clock that stands at `start` until [`advance`](Self::advance) moves it.
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    /// Returns the time.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
                let millis = since_epoch.unwrap_or_default().as_millis();
                Timestamp(i64::try_from(millis).unwrap_or(i64::MAX))
            }
            Self::Manual(millis) => Timestamp(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock forward; the system's clock stays as it is.
    pub fn advance(&self, duration: Duration) {
        self.set(self.now() + duration);
    }

    /// Moves a manual clock back, as an operator or a time server does.
    pub fn set_back(&self, duration: Duration) {
        self.set(self.now() - duration);
    }

    fn set(&self, time: Timestamp) {
        if let Self::Manual(millis) = self {
            millis.store(time.0, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_rfc_3339_in_utc() {
        let time = Timestamp::from_millis(1_795_235_280_042);
        assert_eq!(time.to_rfc3339(), "2026-11-21T04:28:00.042Z");
        assert_eq!(time.to_words(), "21 November 2026, 04:28 UTC");
    }

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        let time = Timestamp::from_millis(1_795_235_280_042);
        let day = Timestamp::start_of_day(time.day());
        assert_eq!(day.to_rfc3339(), "2026-11-21T00:00:00.000Z");
        assert_eq!(day.to_day(), "2026-11-21");
        assert_eq!((day - Duration::from_millis(1)).day(), time.day() - 1);
    }

    #[test]
    fn a_time_is_read_as_people_and_databases_write_it() {
        for (text, millis) in [
            ("2026-11-21T04:28:00.042Z", 1_795_235_280_042),
            ("2026-11-21T05:28:00.042+01:00", 1_795_235_280_042),
            ("2026-11-21 04:28:00.042", 1_795_235_280_042),
            (" 2026-11-21 04:28:00.042+00 ", 1_795_235_280_042),
            ("2026-11-21T04:28:00", 1_795_235_280_000),
            ("1970-01-02", 86_400_000),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp::from_millis(millis)), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "1795235280",
            "2026-13-01",
            "2026-11-21T25:00:00Z",
            "0000-00-00 00:00:00",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    /// Shows: REL-14.
    #[test]
    fn a_clock_that_was_set_back_lets_no_time_pass() {
        let later = Timestamp::from_millis(5_000);
        assert_eq!(Timestamp::from_millis(1_000).since(later), Duration::ZERO);
    }
}
