//! How long ago something was, as people say it.

use crate::clock::Timestamp;
use crate::locale::Locale;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// After how many days a date says more.
const DAYS: u64 = 7;

/// Returns how long before `now` a time was; one that is more than a week ago by its date.
pub fn ago(t: Locale, at: Timestamp, now: Timestamp) -> String {
    match now.since(at).as_secs() {
        ..MINUTE => t.ago_moment().to_owned(),
        seconds @ MINUTE..HOUR => t.ago_minutes(seconds / MINUTE),
        seconds @ HOUR..DAY => t.ago_hours(seconds / HOUR),
        seconds if seconds < DAYS * DAY => t.ago_days(seconds / DAY),
        _ => t.time(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_by_the_largest_unit_that_fits() {
        let now = Timestamp::from_seconds(1_782_000_000);
        for (seconds, expected) in [
            (0, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3599, "59 minutes ago"),
            (7200, "2 hours ago"),
            (86_400, "1 day ago"),
            (6 * 86_400, "6 days ago"),
            (7 * 86_400, "14 June 2026, 00:00 UTC"),
        ] {
            let at = Timestamp::from_seconds(1_782_000_000 - seconds);
            assert_eq!(ago(Locale::english(), at, now), expected);
        }
    }
}
