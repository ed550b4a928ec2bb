//! A try at something secret, counted before it is looked at.

use std::time::Duration;

use super::address_quota::{AddressQuota, Exhausted, Network};
use super::backoff::{Decision, FailureCounter, Outcome};
use super::{Key, LimitError, Limits, refuse};
use crate::client::Client;
use crate::password::{Check, HashingError};

/// A try that is being made. It counts as wrong unless it is told otherwise, also when its client
/// disconnects.
#[must_use = "a try that is let go counts as wrong"]
pub struct Reservation<'a> {
    limits: &'a Limits,
    key: Option<Key>,
    by: Option<(&'a AddressQuota, Network)>,
    outcome: Outcome,
}

impl Reservation<'_> {
    /// Notes what came of looking at a password, and gives it back.
    pub fn judge(mut self, check: Result<Check, HashingError>) -> Result<Check, HashingError> {
        self.outcome = match check {
            Ok(Check::Right { .. }) => Outcome::Right,
            Ok(Check::Wrong) => Outcome::Wrong,
            // It could not be looked at, which is not the user's fault.
            Err(_) => Outcome::Unknown,
        };
        check
    }

    /// Notes what came of looking for a mailed link, and gives it back.
    pub fn judge_found<T, E>(mut self, found: Result<Option<T>, E>) -> Result<Option<T>, E> {
        self.outcome = match found {
            Ok(Some(_)) => Outcome::Right,
            Ok(None) => Outcome::Wrong,
            Err(_) => Outcome::Unknown,
        };
        found
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.limits.settle(key, self.outcome);
        }
        if let Some((quota, network)) = self.by {
            quota.settle(network, self.outcome != Outcome::Wrong);
        }
        self.limits.settled.notify_waiters();
    }
}

/// What is to become of another try.
enum Admission<'a> {
    Made(Reservation<'a>),
    Later,
    /// Who refuses it, and for how long.
    Refused(&'static str, Duration),
}

impl Limits {
    /// Begins a try, once it is known that it may be made: while others are being made whose
    /// outcome decides, it waits for them. So many at once are as good as one after the other, and
    /// right ones are not refused for being many.
    pub(super) async fn begin<'a>(
        &'a self,
        what: &str,
        key: Option<Key>,
        by: Option<(&'a AddressQuota, Network)>,
        client: &Client,
    ) -> Result<Reservation<'a>, LimitError> {
        if !self.on {
            return Ok(Reservation {
                limits: self,
                key: None,
                by: None,
                outcome: Outcome::Unknown,
            });
        }
        loop {
            // Made before looking, so that no settlement between looking and waiting is missed.
            let settled = self.settled.notified();
            match self.enter(key, by) {
                Admission::Made(attempt) => return Ok(attempt),
                Admission::Refused(by, wait) => return Err(refuse(what, by, wait, client)),
                Admission::Later => {
                    let _place = self.waiting.try_acquire().map_err(|_| LimitError::Busy)?;
                    settled.await;
                }
            }
        }
    }

    fn enter<'a>(
        &'a self,
        key: Option<Key>,
        by: Option<(&'a AddressQuota, Network)>,
    ) -> Admission<'a> {
        let now = self.clock.elapsed();
        // Held until both have spoken: a try that the address refuses must not keep others of its
        // account waiting.
        let mut tries = self.tries();
        match key.map(|key| tries.get_or_insert_mut(key, FailureCounter::default).admit(now)) {
            None | Some(Decision::Allow) => {}
            Some(Decision::Wait) => return Admission::Later,
            Some(Decision::Deny(wait)) => return Admission::Refused("account", wait),
        }
        let Some(Err(spent)) = by.map(|(quota, network)| quota.reserve(network)) else {
            return Admission::Made(Reservation { limits: self, key, by, outcome: Outcome::Wrong });
        };
        if let Some(key) = key {
            tries.get_or_insert_mut(key, FailureCounter::default).settle(Outcome::Unknown, now);
        }
        match spent {
            Exhausted::MaybePending => Admission::Later,
            Exhausted::RetryAfter(wait) => Admission::Refused("address", wait),
        }
    }

    fn settle(&self, key: Key, outcome: Outcome) {
        let now = self.clock.elapsed();
        if let Some(tries) = self.tries().get_mut(&key) {
            tries.settle(outcome, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::client::{LogTag, RequestId};
    use crate::clock::{Clock, Timestamp};
    use crate::config::LogClientIp;
    use crate::limits::{MOST_WAITING, Target};
    use crate::user_agent::UserAgent;

    fn limits() -> Limits {
        Limits::new(true, Clock::manual(Timestamp::from_seconds(1_000_000)))
    }

    fn client() -> Client {
        Client {
            ip: [203, 0, 113, 8].into(),
            is_address_shared: false,
            agent: UserAgent::from_header(b""),
            device: None,
            tag: LogTag::new(RequestId::new(), [203, 0, 113, 8].into(), LogClientIp::Full),
        }
    }

    /// Begins a try; none if it has to wait.
    fn begin<'a>(limits: &'a Limits, name: &'a str) -> Option<Result<Reservation<'a>, LimitError>> {
        limits.sign_in(Target::Nobody(name), &client()).now_or_never()
    }

    fn seconds(begun: Option<Result<Reservation<'_>, LimitError>>) -> u64 {
        match begun {
            Some(Err(LimitError::RateLimited(wait))) => wait.as_secs(),
            _ => panic!("this is not refused"),
        }
    }

    #[test]
    fn a_try_whose_maker_goes_away_counts_as_wrong_and_one_that_found_no_room_does_not() {
        let limits = limits();
        for _ in 0..20 {
            let attempt = begin(&limits, "ada").unwrap().unwrap();
            assert!(attempt.judge(Err(HashingError::QueueFull)).is_err());
        }
        for _ in 0..6 {
            drop(begin(&limits, "ada").unwrap().unwrap());
        }
        assert_eq!(seconds(begin(&limits, "ada")), 1);
    }

    #[test]
    fn those_that_wait_go_on_when_the_outcome_is_known_and_are_not_without_number() {
        for (right, name) in [(true, "ada"), (false, "eve")] {
            let limits = limits();
            let open: Vec<_> = (0..6).map(|_| begin(&limits, name).unwrap().unwrap()).collect();
            let client = client();
            let wait = || Box::pin(limits.sign_in(Target::Nobody(name), &client));
            let mut waiting: Vec<_> = (0..MOST_WAITING).map(|_| wait()).collect();
            assert!(waiting.iter_mut().all(|try_| try_.as_mut().now_or_never().is_none()));
            assert!(
                matches!(begin(&limits, name), Some(Err(LimitError::Busy))),
                "every queue has an end"
            );
            assert!(begin(&limits, "bob").unwrap().is_ok(), "and those of others are not in it");
            let outcome = if right { Check::Right { outdated: false } } else { Check::Wrong };
            for attempt in open {
                assert_eq!(attempt.judge(Ok(outcome)).ok(), Some(outcome));
            }
            let first = waiting[0].as_mut().now_or_never();
            match right {
                true => assert!(first.unwrap().is_ok()),
                false => assert_eq!(seconds(first), 1),
            }
        }
    }

    #[test]
    fn what_the_address_refuses_is_no_try_of_the_account() {
        let limits = limits();
        let names: Vec<String> = (0..50).map(|number| number.to_string()).collect();
        for name in &names {
            assert!(begin(&limits, name).unwrap().unwrap().judge(Ok(Check::Wrong)).is_ok());
        }
        for _ in 0..10 {
            assert_eq!(seconds(begin(&limits, "ada")), 6);
        }
        let elsewhere = Client { ip: [203, 0, 113, 9].into(), ..client() };
        for _ in 0..6 {
            assert!(
                limits.sign_in(Target::Nobody("ada"), &elsewhere).now_or_never().unwrap().is_ok()
            );
        }
    }
}
