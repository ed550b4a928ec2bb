//! Limits: how many wrong passwords an account allows, and how many requests an address may send.
//!
//! The counts are in the memory of this instance, which needs no write for each attempt. A restart
//! resets them. Where several instances share a database, it counts the failed attempts at an account
//! for all of them by the same rule, and this instance only sees to it that few are made at once.

mod address_quota;
mod attempt;
mod backoff;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use lru::LruCache;
use parking_lot::{Mutex, MutexGuard};
use sha2::Sha256;
use tokio::sync::{Notify, Semaphore};

use crate::client::Client;
use crate::clock::{Clock, MonotonicClock};
use crate::id::UserId;
use address_quota::{AddressQuota, Network};
pub use attempt::Attempt;
pub use backoff::{AttemptOutcome, Decision, FailureCounter, REMEMBERED};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// The most accounts, and the most networks of each kind, that are remembered at a time: a few
/// megabytes in all.
const MOST_KEYS: NonZeroUsize = NonZeroUsize::new(1 << 16).expect("not zero");
/// The most tries that may wait for the outcome of others.
const MOST_WAITING: usize = 256;

/// Everything that is counted.
pub struct Limits {
    on: bool,
    clock: Arc<MonotonicClock>,
    secret: [u8; 32],
    /// Whether failed attempts at accounts are counted elsewhere, for several instances.
    are_accounts_shared: bool,
    tries: Mutex<LruCache<AttemptKey, FailureCounter>>,
    sign_ins: AddressQuota,
    proofs: AddressQuota,
    registrations: AddressQuota,
    forgotten: AddressQuota,
    refreshes: AddressQuota,
    /// Wakes the requests that wait for an outcome.
    settled: Notify,
    waiting: Semaphore,
}

/// Whose tries are counted. A hash, because what people type as their names is sometimes a
/// password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AttemptKey(pub [u8; 16]);

/// Why something may not be tried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// There were too many attempts; how long to wait before the next.
    RateLimited(Duration),
    /// Too many attempts wait for the outcome of others.
    Busy,
}

/// What an attempt to sign in is for.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// An account, by its username or email address, from a browser that it does not know.
    ///
    /// Both names share one count, or each would have its own attempts. An attacker who guesses
    /// both can see from the count that they belong together. That they exist is no secret: the
    /// registration form shows it.
    Account(UserId),
    /// An account, from a browser that has signed in to it before: this is its mark. An attacker
    /// who keeps guessing slows down unknown browsers, but not those that the account knows (OWASP,
    /// "device cookies").
    KnownDevice([u8; 16]),
    /// A name that no account has. It is counted in the same way, so that the count does not show
    /// whether an account exists.
    Nobody(&'a str),
}

impl Limits {
    /// Begins to count, or not to, if limits are off. `secret` hides whose attempts are counted, and
    /// is the same on all instances; `are_accounts_shared` says that they count failed attempts at
    /// accounts together.
    pub fn new(on: bool, secret: [u8; 32], are_accounts_shared: bool, clock: Clock) -> Self {
        let clock = Arc::new(MonotonicClock::new(clock));
        let allow = |number, period| AddressQuota::new(number, period, &clock, MOST_KEYS);
        Self {
            on,
            secret,
            are_accounts_shared,
            tries: Mutex::new(LruCache::sparse(MOST_KEYS)),
            sign_ins: allow(50, 5 * MINUTE),
            proofs: allow(50, 5 * MINUTE),
            registrations: allow(20, HOUR),
            forgotten: allow(20, HOUR),
            refreshes: allow(600, MINUTE),
            clock,
            settled: Notify::new(),
            waiting: Semaphore::new(MOST_WAITING),
        }
    }

    /// Begins a try to sign in, which counts as wrong unless it is said to be right. Nothing is
    /// hashed before.
    ///
    /// A known device has no part in its address's quota: it has one of its own, and failures
    /// of others behind the same address must not keep it out.
    pub async fn sign_in(
        &self,
        target: Target<'_>,
        client: &Client,
    ) -> Result<Attempt<'_>, LimitError> {
        let (kind, name) = match &target {
            Target::Account(user) => ("account", user.as_bytes().as_slice()),
            Target::KnownDevice(mark) => ("device", mark.as_slice()),
            Target::Nobody(name) => ("name", name.as_bytes()),
        };
        let by = match target {
            Target::KnownDevice(_) => None,
            Target::Account(_) | Target::Nobody(_) => {
                network(client).map(|network| (&self.sign_ins, network))
            }
        };
        self.begin("sign_in", Some(self.key(kind, name)), by, client).await
    }

    /// Begins an attempt at the current password of a signed-in account. It has its own count: an
    /// attacker at the login page cannot block a signed-in owner, and a thief with a stolen session
    /// cannot block the login page.
    pub async fn current_password(
        &self,
        user: UserId,
        client: &Client,
    ) -> Result<Attempt<'_>, LimitError> {
        self.begin("current_password", Some(self.key("current", user.as_bytes())), None, client)
            .await
    }

    /// Begins an attempt at a mailed link or code. Each code allows only a few attempts; this
    /// limits guesses at the codes of many accounts.
    pub async fn mailed_proof(&self, client: &Client) -> Result<Attempt<'_>, LimitError> {
        let by = network(client).map(|network| (&self.proofs, network));
        self.begin("mailed_proof", None, by, client).await
    }

    /// Counts an attempt to register, successful or not: a refusal shows which names are taken.
    pub fn registration(&self, client: &Client) -> Result<(), LimitError> {
        self.take("registration", &self.registrations, client)
    }

    /// Counts a forgotten password.
    pub fn forgotten_password(&self, client: &Client) -> Result<(), LimitError> {
        self.take("forgotten_password", &self.forgotten, client)
    }

    /// Counts a refresh, asked for or made for a page that came with an old access token: they cost
    /// the same.
    pub fn refresh(&self, client: &Client) -> Result<(), LimitError> {
        self.take("refresh", &self.refreshes, client)
    }

    /// Forgets the wrong passwords of an account that has another now.
    /// Returns under which keys they were counted.
    pub fn reset(&self, user: UserId) -> [AttemptKey; 2] {
        let keys = ["account", "current"].map(|kind| self.key(kind, user.as_bytes()));
        let mut tries = self.tries();
        keys.iter().for_each(|key| {
            tries.pop(key);
        });
        keys
    }

    /// Forgets whatever makes no difference any more.
    pub fn forget_idle(&self) {
        let now = self.clock.elapsed();
        self.tries().retain(|_, tries| tries.is_relevant(now));
        self.quotas().into_iter().for_each(AddressQuota::forget_idle);
    }

    /// Counts what is remembered.
    pub fn len(&self) -> usize {
        self.tries().len() + self.quotas().into_iter().map(AddressQuota::len).sum::<usize>()
    }

    /// Returns whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn take(&self, what: &str, quota: &AddressQuota, client: &Client) -> Result<(), LimitError> {
        match network(client) {
            Some(network) if self.on => {
                quota.take(network).map_err(|wait| refuse(what, "address", wait, client))
            }
            _ => Ok(()),
        }
    }

    fn quotas(&self) -> [&AddressQuota; 5] {
        [&self.sign_ins, &self.proofs, &self.registrations, &self.forgotten, &self.refreshes]
    }

    fn tries(&self) -> MutexGuard<'_, LruCache<AttemptKey, FailureCounter>> {
        self.tries.lock()
    }

    fn key(&self, kind: &str, name: &[u8]) -> AttemptKey {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes a key of any length");
        [kind.as_bytes(), b"\0", name].into_iter().for_each(|part| mac.update(part));
        let mut key = [0; 16];
        key.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        AttemptKey(key)
    }
}

/// Returns the network that a client is counted by, if any. The address of a proxy that does not
/// name its clients is not counted: one attacker behind it would use up the quota of all.
fn network(client: &Client) -> Option<Network> {
    (!client.is_address_shared).then(|| Network::of(client.ip))
}

/// Creates the error for an exceeded limit, and logs it.
pub fn refuse(what: &str, by: &str, wait: Duration, client: &Client) -> LimitError {
    log::info!("limited what={what} by={by} {}", client.tag);
    LimitError::RateLimited(wait)
}
