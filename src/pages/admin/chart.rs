//! A chart, drawn here: the page needs no script, no style of its own and no other address.

use crate::auth::admin::{Interval, Range};
use crate::locale::Locale;

/// How high the plot is.
const HEIGHT: f64 = 100.0;
/// How far apart intervals begin.
const STEP: usize = 10;
/// What the top of an axis can be, times a power of ten: half of each is a whole number.
const TOPS: [i64; 4] = [2, 4, 6, 10];

/// A chart, ready to be drawn in a plot 100 high and 10 wide for each interval.
pub(super) struct Chart {
    pub(super) name: &'static str,
    /// The number that stands above it.
    pub(super) figure: i64,
    /// What else it says, in words.
    pub(super) note: String,
    pub(super) width: usize,
    pub(super) marks: Vec<Mark>,
    /// The line through the numbers, where they are a level; bars otherwise.
    pub(super) line: Option<String>,
    /// The number at the top of the axis, and at its middle.
    pub(super) top: i64,
    pub(super) middle: i64,
    pub(super) first: String,
    pub(super) last: &'static str,
    /// Whether each of its events is a reason to look.
    pub(super) is_alarm: bool,
}

/// An interval of a chart.
pub(super) struct Mark {
    pub(super) x: usize,
    pub(super) y: String,
    pub(super) height: String,
    /// Its time and number, in words.
    pub(super) title: String,
    /// Whether it is not over yet.
    pub(super) is_last: bool,
}

/// What charts are drawn from.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) t: Locale,
    pub(super) range: Range,
    pub(super) intervals: &'a [Interval],
}

impl Drawing<'_> {
    /// Draws how often something happened.
    pub(super) fn events(self, name: &'static str, number: impl Fn(&Interval) -> i64) -> Chart {
        let numbers: Vec<i64> = self.intervals.iter().map(number).collect();
        let (total, most) = (numbers.iter().sum(), highest(&numbers));
        let note = match self.range {
            _ if total == 0 => String::new(),
            Range::Day => self.t.chart_most_hour(most),
            Range::Month => self.t.chart_most_day(most),
            Range::Year => self.t.chart_most_week(most),
        };
        self.draw(name, total, note, &numbers)
    }

    /// Draws how many there were of something.
    pub(super) fn level(self, name: &'static str, numbers: &[i64]) -> Chart {
        let (now, most) = (numbers.last().copied().unwrap_or(0), highest(numbers));
        let point = |(place, number): (usize, &i64)| {
            format!("{} {}", place * STEP + STEP / 2, round(y(*number, top(most))))
        };
        let points: Vec<String> = numbers.iter().enumerate().map(point).collect();
        let line = Some(format!("M{}", points.join("L")));
        Chart { line, ..self.draw(name, now, self.t.chart_now(most), numbers) }
    }

    fn draw(self, name: &'static str, figure: i64, note: String, numbers: &[i64]) -> Chart {
        let top = top(highest(numbers));
        let mark = |(place, (interval, number)): (usize, (&Interval, &i64))| {
            let y = y(*number, top);
            Mark {
                x: place * STEP,
                y: round(y),
                height: round(HEIGHT - y),
                title: self.t.chart_bar(label(self.t, self.range, interval), *number),
                is_last: place + 1 == numbers.len(),
            }
        };
        Chart {
            name,
            figure,
            note,
            width: numbers.len() * STEP,
            marks: self.intervals.iter().zip(numbers).enumerate().map(mark).collect(),
            line: None,
            top,
            middle: top / 2,
            first: self.intervals.first().map_or_else(String::new, |first| match self.range {
                Range::Day => self.t.time(first.start),
                Range::Month | Range::Year => self.t.day(first.start),
            }),
            last: match self.range {
                Range::Day => self.t.chart_this_hour(),
                Range::Month => self.t.today(),
                Range::Year => self.t.chart_this_week(),
            },
            is_alarm: false,
        }
    }
}

/// Names an interval.
pub(super) fn label(t: Locale, range: Range, interval: &Interval) -> String {
    match range {
        Range::Day => t.time(interval.start),
        Range::Month => t.day(interval.start),
        Range::Year => t.chart_week_from(t.day(interval.start)),
    }
}

fn highest(numbers: &[i64]) -> i64 {
    numbers.iter().copied().max().unwrap_or(0)
}

/// Returns the top of the axis for a highest number.
fn top(most: i64) -> i64 {
    let mut power = 1;
    loop {
        match TOPS.iter().map(|top| top * power).find(|top| *top >= most) {
            Some(top) => return top,
            None => power *= 10,
        }
    }
}

/// Returns how far below the top of the plot a number stands.
#[expect(clippy::cast_precision_loss, reason = "for the eye")]
fn y(number: i64, top: i64) -> f64 {
    let height = number as f64 / top as f64 * HEIGHT;
    // One of a thousand is not none, and is to be seen.
    HEIGHT - if number > 0 { height.max(2.0) } else { 0.0 }
}

fn round(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn intervals(numbers: &[i64]) -> Vec<Interval> {
        let interval = |(day, number): (i64, &i64)| Interval {
            start: Timestamp::start_of_day(day),
            signed_in: *number,
            failed: 0,
            registered: 0,
            live_sessions: None,
            thefts: 0,
        };
        (0..).zip(numbers).map(interval).collect()
    }

    fn sign_ins(numbers: &[i64]) -> Chart {
        let (t, intervals) = (Locale::english(), intervals(numbers));
        Drawing { t, range: Range::Month, intervals: &intervals }
            .events("Sign-ins", |interval| interval.signed_in)
    }

    #[test]
    fn bars_stand_on_an_axis_and_the_lowest_can_be_seen() {
        let chart = sign_ins(&[0, 1, 500, 1000]);
        let marks: Vec<_> =
            chart.marks.iter().map(|mark| (mark.x, &*mark.y, &*mark.height)).collect();
        assert_eq!(marks, [(0, "100", "0"), (10, "98", "2"), (20, "50", "50"), (30, "0", "100")]);
        assert_eq!((chart.top, chart.middle, chart.figure), (1000, 500, 1501));
        assert_eq!(chart.marks[1].title, "2 January 1970: 1");
        assert_eq!(chart.note, "at most 1,000 in a day");
        assert!(chart.marks[3].is_last && !chart.marks[2].is_last);
    }

    #[test]
    fn the_axis_ends_at_the_next_round_number() {
        for (most, expected) in [(0, 2), (1, 2), (3, 4), (5, 6), (7, 10), (11, 20), (61, 100)] {
            assert_eq!(top(most), expected, "{most}");
        }
    }

    #[test]
    fn nothing_is_drawn_as_nothing() {
        let chart = sign_ins(&[0, 0]);
        assert!(chart.marks.iter().all(|mark| mark.height == "0"));
        assert_eq!((chart.figure, &*chart.note), (0, ""));
    }

    #[test]
    fn a_level_is_a_line() {
        let (t, intervals) = (Locale::english(), intervals(&[0, 0]));
        let drawing = Drawing { t, range: Range::Month, intervals: &intervals };
        let chart = drawing.level("Active sessions", &[1, 2]);
        assert_eq!(chart.line.as_deref(), Some("M5 50L15 0"));
        assert_eq!(chart.figure, 2);
    }
}
