//! Time that never runs backwards, whatever happens to the clock of the system.

use std::time::Duration;

use parking_lot::Mutex;

use super::{Clock, Timestamp};

/// The time that has passed by a clock since this was made. It never runs back.
///
/// What is counted in minutes goes by this and not by the clock itself: a clock that is set back an
/// hour must neither keep anybody waiting for that hour nor let go of what was counted.
#[derive(Debug)]
pub struct MonotonicClock {
    clock: Clock,
    passed: Mutex<(Timestamp, Duration)>,
}

impl MonotonicClock {
    /// Begins to count.
    pub fn new(clock: Clock) -> Self {
        let begun = (clock.now(), Duration::ZERO);
        Self { clock, passed: Mutex::new(begun) }
    }

    /// Returns how much time has passed.
    pub fn elapsed(&self) -> Duration {
        let mut passed = self.passed.lock();
        let now = self.clock.now();
        let (last, so_far) = *passed;
        *passed = (now, so_far + now.since(last));
        passed.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_has_passed_never_runs_back_and_goes_on_at_once() {
        let clock = Clock::manual(Timestamp::from_seconds(10_000));
        let passage = MonotonicClock::new(clock.clone());
        let seconds = |passage: &MonotonicClock| passage.elapsed().as_secs();
        clock.advance(Duration::from_secs(60));
        assert_eq!(seconds(&passage), 60);
        clock.set_back(Duration::from_secs(3600));
        assert_eq!(seconds(&passage), 60);
        clock.advance(Duration::from_secs(5));
        assert_eq!(seconds(&passage), 65);
    }
}
