//! The growing pause after wrong passwords: the failures of an account, and the pause that follows
//! from them.

use std::time::Duration;

/// How many wrong passwords are allowed without a pause. The next one starts the first pause.
const FREE_FAILURES: u32 = 5;
/// The first pause. Each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause. Accounts are never locked: after it another attempt is allowed, no matter how
/// many have failed.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long wrong passwords are counted after the last one. With the pauses, an attacker has a few
/// thousand attempts a day. A user who forgot their password starts again with none.
pub const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// Counts the failed attempts at one account, or of one browser at one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureCounter {
    /// Wrong passwords since the last right one.
    pub wrong: u32,
    /// When the last wrong password was tried.
    pub last: Duration,
    /// How many attempts are in progress.
    pub open: u32,
}

/// Whether another attempt is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may start now.
    Allow,
    /// It depends on the attempts in progress.
    Wait,
    /// It is not allowed for this long.
    Deny(Duration),
}

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The right password.
    Right,
    /// A wrong password.
    Wrong,
    /// The password could not be checked.
    Unknown,
}

impl FailureCounter {
    /// Decides whether another attempt is allowed, and counts it as open if it is.
    ///
    /// It allows as many attempts at once as would be allowed one after the other without a pause.
    /// Concurrent attempts therefore give no more guesses than sequential ones.
    pub fn admit(&mut self, now: Duration) -> Decision {
        // Another instance's clock may be ahead, and any clock may be set back.
        self.last = self.last.min(now);
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

    /// Records the outcome of an attempt.
    pub fn settle(&mut self, outcome: AttemptOutcome, now: Duration) {
        self.open = self.open.saturating_sub(1);
        match outcome {
            AttemptOutcome::Right => self.wrong = 0,
            AttemptOutcome::Wrong => (self.wrong, self.last) = (self.wrong.saturating_add(1), now),
            AttemptOutcome::Unknown => {}
        }
    }

    /// Returns whether the counter still matters.
    pub fn is_relevant(&self, now: Duration) -> bool {
        self.open > 0 || (self.wrong > 0 && now.saturating_sub(self.last) < REMEMBERED)
    }
}

/// Returns the pause after so many wrong passwords.
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
        (0..6).for_each(|_| tries.settle(AttemptOutcome::Wrong, now));
        assert_eq!(tries.admit(now), Decision::Deny(seconds(1)));
        for pause in [1, 2, 4, 8, 16, 30, 30] {
            now += seconds(pause);
            assert_eq!(
                (tries.admit(now), tries.admit(now)),
                (Decision::Allow, Decision::Wait),
                "{pause}"
            );
            tries.settle(AttemptOutcome::Wrong, now);
        }
    }

    #[test]
    fn a_right_password_begins_anew_and_an_unknown_outcome_changes_nothing() {
        let (mut tries, now) = (FailureCounter::default(), seconds(100));
        for outcome in [
            AttemptOutcome::Wrong,
            AttemptOutcome::Wrong,
            AttemptOutcome::Wrong,
            AttemptOutcome::Wrong,
            AttemptOutcome::Wrong,
        ] {
            assert_eq!(tries.admit(now), Decision::Allow);
            tries.settle(outcome, now);
        }
        for _ in 0..10 {
            assert_eq!((tries.admit(now), tries.admit(now)), (Decision::Allow, Decision::Wait));
            tries.settle(AttemptOutcome::Unknown, now);
        }
        assert_eq!(tries.admit(now), Decision::Allow);
        tries.settle(AttemptOutcome::Right, now);
        assert!(!tries.is_relevant(now));
    }

    #[test]
    fn an_hour_after_the_last_nothing_is_remembered() {
        let mut tries = FailureCounter::default();
        for _ in 0..9 {
            tries.admit(seconds(1000));
            tries.settle(AttemptOutcome::Wrong, seconds(1000));
        }
        assert!(tries.is_relevant(seconds(4599)));
        assert!(!tries.is_relevant(seconds(4600)));
        let made = (0..100).filter(|_| tries.admit(seconds(4600)) == Decision::Allow).count();
        assert_eq!(made, 6);
    }
}
