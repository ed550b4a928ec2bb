//! The growing pause after wrong passwords: what is remembered of an account's tries and what
//! follows from it.

use std::time::Duration;

/// How many wrong passwords are answered without a pause; the next one begins the first.
const FREE_FAILURES: u32 = 5;
/// The first pause. Each that follows is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause. It is no lock: after it another try is allowed, however many tries were
/// wrong.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long wrong passwords are remembered after the last one. With the pauses that leaves a
/// guesser few thousand tries a day, and somebody who cannot remember theirs a fresh start.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// What is remembered of the tries of one account, or of one browser at one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FailureCounter {
    /// Wrong passwords since the last right one.
    wrong: u32,
    /// When the last of them was.
    last: Duration,
    /// FailureCounter whose outcome is not known yet.
    open: u32,
}

/// What is to become of another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is made now.
    Allow,
    /// It depends on those that are being made.
    Wait,
    /// It may not be made for as long as this.
    Deny(Duration),
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The right password.
    Right,
    /// A wrong one.
    Wrong,
    /// Nobody knows: it could not be looked at.
    Unknown,
}

impl FailureCounter {
    /// Judges another try, and counts it as open if it is made.
    ///
    /// As many are made at once as could be made one after the other without a pause between them:
    /// however many come together, no more are looked at than if each had waited for the one
    /// before.
    pub(super) fn admit(&mut self, now: Duration) -> Decision {
        if now.saturating_sub(self.last) >= REMEMBERED {
            self.wrong = 0;
        }
        let ends = self.last + pause(self.wrong);
        if now < ends {
            return Decision::Deny(ends - now);
        }
        if self.open >= (FREE_FAILURES + 1).saturating_sub(self.wrong).max(1) {
            return Decision::Wait;
        }
        self.open += 1;
        Decision::Allow
    }

    /// Notes what came of a try that was made.
    pub(super) fn settle(&mut self, outcome: Outcome, now: Duration) {
        self.open = self.open.saturating_sub(1);
        match outcome {
            Outcome::Right => self.wrong = 0,
            Outcome::Wrong => (self.wrong, self.last) = (self.wrong.saturating_add(1), now),
            Outcome::Unknown => {}
        }
    }

    /// Returns whether there is still something to remember.
    pub(super) fn is_relevant(&self, now: Duration) -> bool {
        self.open > 0 || (self.wrong > 0 && now.saturating_sub(self.last) < REMEMBERED)
    }
}

/// Returns how long nothing more is tried after so many wrong passwords.
fn pause(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE_FAILURES + 1) {
        None => Duration::ZERO,
        Some(doublings) => 2u32
            .checked_pow(doublings)
            .map_or(LONGEST_PAUSE, |times| FIRST_PAUSE.saturating_mul(times).min(LONGEST_PAUSE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_pause_begins_with_the_sixth_and_doubles_up_to_half_a_minute() {
        let pauses: Vec<u64> = (0..14).map(|wrong| pause(wrong).as_secs()).collect();
        assert_eq!(pauses, [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn of_many_at_once_six_are_made_and_after_those_one_at_a_time() {
        let (mut tries, mut now) = (FailureCounter::default(), seconds(100));
        let made = (0..100).filter(|_| tries.admit(now) == Decision::Allow).count();
        assert_eq!((made, tries.admit(now)), (6, Decision::Wait));
        (0..6).for_each(|_| tries.settle(Outcome::Wrong, now));
        assert_eq!(tries.admit(now), Decision::Deny(seconds(1)));
        for pause in [1, 2, 4, 8, 16, 30, 30] {
            now += seconds(pause);
            assert_eq!(
                (tries.admit(now), tries.admit(now)),
                (Decision::Allow, Decision::Wait),
                "{pause}"
            );
            tries.settle(Outcome::Wrong, now);
        }
    }

    #[test]
    fn a_right_password_begins_anew_and_an_unknown_outcome_changes_nothing() {
        let (mut tries, now) = (FailureCounter::default(), seconds(100));
        for outcome in
            [Outcome::Wrong, Outcome::Wrong, Outcome::Wrong, Outcome::Wrong, Outcome::Wrong]
        {
            assert_eq!(tries.admit(now), Decision::Allow);
            tries.settle(outcome, now);
        }
        for _ in 0..10 {
            assert_eq!((tries.admit(now), tries.admit(now)), (Decision::Allow, Decision::Wait));
            tries.settle(Outcome::Unknown, now);
        }
        assert_eq!(tries.admit(now), Decision::Allow);
        tries.settle(Outcome::Right, now);
        assert!(!tries.is_relevant(now));
    }

    #[test]
    fn an_hour_after_the_last_nothing_is_remembered() {
        let mut tries = FailureCounter::default();
        for _ in 0..9 {
            tries.admit(seconds(1000));
            tries.settle(Outcome::Wrong, seconds(1000));
        }
        assert!(tries.is_relevant(seconds(4599)));
        assert!(!tries.is_relevant(seconds(4600)));
        let made = (0..100).filter(|_| tries.admit(seconds(4600)) == Decision::Allow).count();
        assert_eq!(made, 6);
    }
}
