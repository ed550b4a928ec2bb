//! Attempts at a secret: a password, or an emailed link or code. This is where a wrong one is counted.
//!
//! [`Limits::begin`] counts an attempt as wrong before its secret is checked, so that concurrent
//! attempts get no extra guesses. When the [`Attempt`] is dropped, its recorded outcome corrects the
//! count.

use std::time::Duration;

use super::address_quota::{AddressQuota, Exhausted, Network};
use super::backoff::{AttemptOutcome, Decision, FailureCounter};
use super::{AttemptKey, LimitError, Limits, refuse};
use crate::client::Client;
use crate::password::{Check, HashingError};

/// An attempt in progress. It counts as wrong unless a method records another outcome, also when
/// its client disconnects.
#[must_use = "a dropped attempt counts as wrong"]
pub struct Attempt<'a> {
    limits: &'a Limits,
    key: Option<AttemptKey>,
    by: Option<(&'a AddressQuota, Network)>,
    outcome: AttemptOutcome,
}

impl Attempt<'_> {
    /// Returns the key under which all instances count it together; none if they do not.
    pub fn shared_key(&self) -> Option<AttemptKey> {
        self.key.filter(|_| self.limits.are_accounts_shared)
    }

    /// Takes it back: nothing was tried.
    pub fn cancel(&mut self) {
        self.outcome = AttemptOutcome::Unknown;
    }

    /// Returns what is recorded so far.
    pub fn outcome(&self) -> AttemptOutcome {
        self.outcome
    }

    /// Records the outcome of a password check, and returns it.
    pub fn record_check(
        &mut self,
        check: Result<Check, HashingError>,
    ) -> Result<Check, HashingError> {
        self.outcome = match check {
            Ok(Check::Right { .. }) => AttemptOutcome::Right,
            Ok(Check::Wrong) => AttemptOutcome::Wrong,
            // The password could not be checked, which is not the user's fault.
            Err(_) => AttemptOutcome::Unknown,
        };
        check
    }

    /// Records the outcome of looking up a mailed link, and returns it.
    pub fn record_lookup<T, E>(mut self, found: Result<Option<T>, E>) -> Result<Option<T>, E> {
        self.outcome = match found {
            Ok(Some(_)) => AttemptOutcome::Right,
            Ok(None) => AttemptOutcome::Wrong,
            Err(_) => AttemptOutcome::Unknown,
        };
        found
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.limits.settle(key, self.outcome);
        }
        if let Some((quota, network)) = self.by {
            quota.settle(network, self.outcome != AttemptOutcome::Wrong);
        }
        self.limits.settled.notify_waiters();
    }
}

/// Whether an attempt may start.
enum Admission<'a> {
    Made(Attempt<'a>),
    Later,
    /// Which limit refuses it, and for how long.
    Refused(&'static str, Duration),
}

impl Limits {
    /// Begins an attempt. If that depends on the outcome of attempts in progress, it waits for
    /// them. So concurrent attempts are treated like sequential ones, and many right passwords at
    /// once are not refused.
    pub(super) async fn begin<'a>(
        &'a self,
        what: &str,
        key: Option<AttemptKey>,
        by: Option<(&'a AddressQuota, Network)>,
        client: &Client,
    ) -> Result<Attempt<'a>, LimitError> {
        if !self.on {
            return Ok(Attempt {
                limits: self,
                key: None,
                by: None,
                outcome: AttemptOutcome::Unknown,
            });
        }
        loop {
            // Created before the check, so that no notification between check and wait is missed.
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
        key: Option<AttemptKey>,
        by: Option<(&'a AddressQuota, Network)>,
    ) -> Admission<'a> {
        let now = self.clock.elapsed();
        // Locked until both limits have decided: an attempt that the address limit refuses must not
        // delay others of its account.
        let mut tries = self.tries();
        match key.map(|key| tries.get_or_insert_mut(key, FailureCounter::default).admit(now)) {
            None | Some(Decision::Allow) => {}
            Some(Decision::Wait) => return Admission::Later,
            Some(Decision::Deny(wait)) => return Admission::Refused("account", wait),
        }
        let Some(Err(spent)) = by.map(|(quota, network)| quota.reserve(network)) else {
            return Admission::Made(Attempt {
                limits: self,
                key,
                by,
                outcome: AttemptOutcome::Wrong,
            });
        };
        if let Some(key) = key {
            tries
                .get_or_insert_mut(key, FailureCounter::default)
                .settle(AttemptOutcome::Unknown, now);
        }
        match spent {
            Exhausted::MaybePending => Admission::Later,
            Exhausted::RetryAfter(wait) => Admission::Refused("address", wait),
        }
    }

    fn settle(&self, key: AttemptKey, outcome: AttemptOutcome) {
        let now = self.clock.elapsed();
        let outcome = if self.are_accounts_shared { AttemptOutcome::Unknown } else { outcome };
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
        Limits::new(true, [7; 32], false, Clock::manual(Timestamp::from_seconds(1_000_000)))
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
    fn begin<'a>(limits: &'a Limits, name: &'a str) -> Option<Result<Attempt<'a>, LimitError>> {
        limits.sign_in(Target::Nobody(name), &client()).now_or_never()
    }

    fn seconds(begun: Option<Result<Attempt<'_>, LimitError>>) -> u64 {
        match begun {
            Some(Err(LimitError::RateLimited(wait))) => wait.as_secs(),
            _ => panic!("this is not refused"),
        }
    }

    #[test]
    fn a_dropped_attempt_counts_as_wrong_and_one_that_found_no_room_does_not() {
        let limits = limits();
        for _ in 0..20 {
            let mut attempt = begin(&limits, "ada").unwrap().unwrap();
            assert!(attempt.record_check(Err(HashingError::QueueFull)).is_err());
        }
        for _ in 0..6 {
            drop(begin(&limits, "ada").unwrap().unwrap());
        }
        assert_eq!(seconds(begin(&limits, "ada")), 1);
    }

    #[test]
    fn waiting_attempts_continue_when_the_outcome_is_known_and_their_number_is_bounded() {
        for (right, name) in [(true, "ada"), (false, "eve")] {
            let limits = limits();
            let open: Vec<_> = (0..6).map(|_| begin(&limits, name).unwrap().unwrap()).collect();
            let client = client();
            let wait = || Box::pin(limits.sign_in(Target::Nobody(name), &client));
            let mut waiting: Vec<_> = (0..MOST_WAITING).map(|_| wait()).collect();
            assert!(waiting.iter_mut().all(|try_| try_.as_mut().now_or_never().is_none()));
            assert!(
                matches!(begin(&limits, name), Some(Err(LimitError::Busy))),
                "the queue is bounded"
            );
            assert!(begin(&limits, "bob").unwrap().is_ok(), "attempts at other names do not wait");
            let outcome = if right { Check::Right { outdated: false } } else { Check::Wrong };
            for mut attempt in open {
                assert_eq!(attempt.record_check(Ok(outcome)).ok(), Some(outcome));
            }
            let first = waiting[0].as_mut().now_or_never();
            match right {
                true => assert!(first.unwrap().is_ok()),
                false => assert_eq!(seconds(first), 1),
            }
        }
    }

    #[test]
    fn an_attempt_that_the_address_limit_refuses_is_not_counted_for_the_account() {
        let limits = limits();
        let names: Vec<String> = (0..50).map(|number| number.to_string()).collect();
        for name in &names {
            assert!(begin(&limits, name).unwrap().unwrap().record_check(Ok(Check::Wrong)).is_ok());
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
