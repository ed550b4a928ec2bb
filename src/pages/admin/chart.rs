//! A chart of bars, one a day, drawn here: the page needs no script, no style of its own and no
//! other address.

use crate::auth::admin::Day;
use crate::locale::Locale;

/// How high the highest bar is.
const HEIGHT: i64 = 60;
/// How far apart bars begin.
const STEP: usize = 10;

/// A chart, ready to be drawn in a picture 60 high and 10 wide for each day.
pub(super) struct Chart {
    pub(super) name: &'static str,
    /// What it says, in words.
    pub(super) summary: String,
    pub(super) width: usize,
    pub(super) bars: Vec<Bar>,
    pub(super) first_day: String,
    pub(super) last_day: String,
}

/// A bar that stands on the ground.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: i64,
    pub(super) height: i64,
    /// Its day and number, in words.
    pub(super) title: String,
}

impl Chart {
    /// Draws how often something happened.
    pub(super) fn of_events(
        t: Locale,
        name: &'static str,
        days: &[Day],
        number: impl Fn(&Day) -> i64,
    ) -> Self {
        let total: i64 = days.iter().map(&number).sum();
        let most = highest(days, &number);
        let summary = match total {
            0 => t.chart_none(days.len()),
            _ => t.chart_events(days.len(), total, most),
        };
        Self::draw(t, name, summary, days, number)
    }

    /// Draws how many there are of something.
    pub(super) fn of_level(
        t: Locale,
        name: &'static str,
        days: &[Day],
        number: impl Fn(&Day) -> i64,
    ) -> Self {
        let now = days.last().map_or(0, &number);
        let summary = t.chart_level(days.len(), now, highest(days, &number));
        Self::draw(t, name, summary, days, number)
    }

    fn draw(
        t: Locale,
        name: &'static str,
        summary: String,
        days: &[Day],
        number: impl Fn(&Day) -> i64,
    ) -> Self {
        let most = highest(days, &number).max(1);
        let bar = |(place, day): (usize, &Day)| {
            let number = number(day);
            // One of a thousand is not none, and is to be seen.
            let height = if number > 0 { (number * HEIGHT / most).max(2) } else { 0 };
            let title = t.chart_bar(t.day(day.start), number);
            Bar { x: place * STEP, y: HEIGHT - height, height, title }
        };
        let day = |day: Option<&Day>| day.map(|day| day.start.to_day()).unwrap_or_default();
        Self {
            name,
            summary,
            width: days.len() * STEP,
            bars: days.iter().enumerate().map(bar).filter(|bar| bar.height > 0).collect(),
            first_day: day(days.first()),
            last_day: day(days.last()),
        }
    }
}

fn highest(days: &[Day], number: impl Fn(&Day) -> i64) -> i64 {
    days.iter().map(number).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn days(numbers: &[i64]) -> Vec<Day> {
        let day = |(day, number): (i64, &i64)| Day {
            start: Timestamp::start_of_day(day),
            signed_in: *number,
            failed: 0,
            registered: 0,
            live_sessions: 0,
            thefts: 0,
        };
        (0..).zip(numbers).map(day).collect()
    }

    #[test]
    fn the_highest_bar_fills_the_chart_and_the_lowest_can_be_seen() {
        let chart =
            Chart::of_events(Locale::english(), "Sign-ins", &days(&[0, 1, 500, 1000]), |day| {
                day.signed_in
            });
        let bars: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.y, bar.height)).collect();
        assert_eq!(bars, [(10, 58, 2), (20, 30, 30), (30, 0, 60)]);
        assert_eq!(chart.bars[0].title, "2 January 1970: 1");
        assert_eq!(chart.summary, "1501 in 4 days, at most 1000 per day");
    }

    #[test]
    fn nothing_is_drawn_as_nothing() {
        let chart =
            Chart::of_events(Locale::english(), "Sign-ins", &days(&[0, 0]), |day| day.signed_in);
        assert!(chart.bars.is_empty());
        assert_eq!(chart.summary, "none in 2 days");
    }
}
