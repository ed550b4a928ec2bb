//! Attempts at the password of an account.
//!
//! One instance counts them in its memory. Several on one database count them there, by the same
//! rule: six wrong passwords of a burst are checked, not six by each instance.

use std::sync::Arc;
use std::time::Duration;

use super::{Context, Error};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::limits::{
    self, AttemptKey, AttemptOutcome, Decision, FailureCounter, LimitError, Target,
};
use crate::password::{Check, HashingError};
use crate::store::attempts::{self, AttemptCount};
use crate::store::{self, Transaction};

/// How long an attempt counts as open whose instance never said how it ended.
const LONGEST: Duration = Duration::from_secs(30);
/// How long to wait for the outcome of attempts at other instances before looking again, and how
/// often.
const PAUSE: Duration = Duration::from_millis(50);
const LOOKS: u32 = 100;

/// An attempt in progress. It counts as wrong unless another outcome is recorded.
#[must_use = "a dropped attempt counts as wrong"]
pub(super) struct Attempt<'a> {
    /// Drops after the other, so that whoever waits for it on this instance finds the count changed.
    shared: Option<Shared>,
    own: limits::Attempt<'a>,
}

/// The part of it that all instances count.
struct Shared {
    app: Arc<App>,
    key: AttemptKey,
}

/// Begins an attempt to sign in.
pub(super) async fn sign_in<'a>(
    context: &'a Context,
    target: Target<'_>,
) -> Result<Attempt<'a>, Error> {
    let own = context.app.limits.sign_in(target, &context.client).await?;
    share(context, own, "sign_in").await
}

/// Begins an attempt at the current password of a signed-in account.
pub(super) async fn current_password<'a>(
    context: &'a Context,
    user: UserId,
) -> Result<Attempt<'a>, Error> {
    let own = context.app.limits.current_password(user, &context.client).await?;
    share(context, own, "current_password").await
}

/// Forgets the wrong passwords of an account that has another now.
pub(super) fn reset(context: &Context, user: UserId) {
    let keys = context.app.limits.reset(user);
    if context.app.store.is_server() {
        let lost = || log::warn!("wrong passwords could not be forgotten after a reset");
        context.app.store.write_later(move |tx| attempts::delete(tx, &keys), lost);
    }
}

impl Attempt<'_> {
    /// Takes it back: nothing was tried.
    fn cancel(mut self) {
        self.shared = None;
        self.own.cancel();
    }

    /// Records the outcome of a password check, and returns it.
    pub(super) fn record_check(
        mut self,
        check: Result<Check, HashingError>,
    ) -> Result<Check, HashingError> {
        self.own.record_check(check)
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let outcome = self.own.outcome();
        let Some(Shared { app, key }) = self.shared.take() else { return };
        let now = app.clock.now();
        let lost = || log::warn!("the outcome of an attempt could not be counted");
        app.store.write_later(move |tx| settle(tx, key, outcome, now), lost);
    }
}

/// Counts an attempt for all instances, if they share a database.
async fn share<'a>(
    context: &'a Context,
    own: limits::Attempt<'a>,
    what: &str,
) -> Result<Attempt<'a>, Error> {
    let Some(key) = own.shared_key() else { return Ok(Attempt { shared: None, own }) };
    // From here on the count is corrected even if the client does not wait for the answer.
    let attempt = Attempt { shared: Some(Shared { app: Arc::clone(&context.app), key }), own };
    for _ in 0..LOOKS {
        let refusal: Error = match admit(context, key).await {
            Ok(Decision::Allow) => return Ok(attempt),
            Ok(Decision::Wait) => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Ok(Decision::Deny(wait)) => {
                limits::refuse(what, "account", wait, &context.client).into()
            }
            Err(error) => error.into(),
        };
        attempt.cancel();
        return Err(refusal);
    }
    attempt.cancel();
    Err(LimitError::Busy.into())
}

async fn admit(context: &Context, key: AttemptKey) -> store::Result<Decision> {
    let (store, now) = (&context.app.store, context.now());
    let first =
        AttemptCount { wrong: 0, last_at: Timestamp::from_millis(0), open: 1, opened_at: now };
    let added = store.write_one(move |rows| attempts::insert(rows, key, &first)).await?;
    if added.is_some() {
        return Ok(Decision::Allow);
    }
    store
        .write(move |tx| {
            // Deleted since: it is added when this is asked again.
            let Some(count) = attempts::find_for_update(tx, key)? else {
                return Ok(Decision::Wait);
            };
            let mut counter = counter(&count, now);
            let decision = counter.admit(since_epoch(now));
            let is_ahead = count.last_at.max(count.opened_at) > now;
            if decision == Decision::Allow || is_ahead {
                // What a clock that was ahead has written would last until the time has caught up.
                attempts::update(tx, key, &stored(counter, now))?;
            }
            Ok(decision)
        })
        .await
}

fn settle(
    tx: &mut Transaction<'_>,
    key: AttemptKey,
    outcome: AttemptOutcome,
    now: Timestamp,
) -> store::Result<()> {
    let Some(count) = attempts::find_for_update(tx, key)? else { return Ok(()) };
    let mut counter = counter(&count, now);
    counter.settle(outcome, since_epoch(now));
    if counter.is_relevant(since_epoch(now)) {
        attempts::update(tx, key, &stored(counter, count.opened_at))
    } else {
        attempts::delete(tx, &[key])
    }
}

fn counter(count: &AttemptCount, now: Timestamp) -> FailureCounter {
    let is_open = now.since(count.opened_at) < LONGEST;
    FailureCounter {
        wrong: u32::try_from(count.wrong).unwrap_or(u32::MAX),
        last: since_epoch(count.last_at),
        open: if is_open { u32::try_from(count.open).unwrap_or(u32::MAX) } else { 0 },
    }
}

fn stored(counter: FailureCounter, opened_at: Timestamp) -> AttemptCount {
    AttemptCount {
        wrong: counter.wrong.into(),
        last_at: Timestamp::from_millis(0) + counter.last,
        open: counter.open.into(),
        opened_at,
    }
}

fn since_epoch(at: Timestamp) -> Duration {
    at.since(Timestamp::from_millis(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_instance_never_ended_is_open_for_half_a_minute() {
        let at = Timestamp::from_seconds(1_000_000);
        let count = AttemptCount { wrong: 0, last_at: at, open: 6, opened_at: at };
        assert_eq!(counter(&count, at).admit(since_epoch(at)), Decision::Wait);
        let later = at + LONGEST;
        assert_eq!(counter(&count, later).admit(since_epoch(later)), Decision::Allow);
    }

    #[test]
    fn a_clock_that_is_behind_makes_no_pause_longer() {
        let at = Timestamp::from_seconds(1_000_000);
        let count = AttemptCount { wrong: 6, last_at: at, open: 0, opened_at: at };
        let earlier = at - Duration::from_secs(3600);
        let decision = counter(&count, earlier).admit(since_epoch(earlier));
        assert_eq!(decision, Decision::Deny(Duration::from_secs(1)));
    }
}
