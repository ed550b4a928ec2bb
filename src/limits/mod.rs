//! Limits: how many wrong passwords an account puts up with, and how much one address may ask for.
//!
//! All of it is counted in the memory of this instance. A restart forgets it and a second instance
//! has its own, which is worth a few more tries and needs no write for each of them.

mod address_quota;
mod backoff;
mod reservation;

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
use backoff::FailureCounter;
pub use reservation::Reservation;

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
    tries: Mutex<LruCache<Key, FailureCounter>>,
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
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key([u8; 16]);

/// Why something may not be tried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// There were too many attempts; how long to wait before the next.
    RateLimited(Duration),
    /// Too many attempts wait for the outcome of others.
    Busy,
}

/// At what somebody tries to sign in.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// An account, by either of its names, from a browser that it does not know.
    ///
    /// Both names count together, or each would have tries of its own. Somebody who guesses both
    /// can tell from the count that they belong together; that there are such accounts the
    /// registration form has told them before.
    Account(UserId),
    /// An account, from a browser that has signed in to it before: this is its mark. A stranger who
    /// is wrong all the time keeps strangers out, but not whom the account knows (OWASP, "device
    /// cookies").
    KnownDevice([u8; 16]),
    /// A name that no account has. It is counted in the same way, so that nobody learns that there
    /// is none.
    Nobody(&'a str),
}

impl Limits {
    /// Begins to count, or not to, if limits are off.
    pub fn new(on: bool, clock: Clock) -> Self {
        let clock = Arc::new(MonotonicClock::new(clock));
        let allow = |number, period| AddressQuota::new(number, period, &clock, MOST_KEYS);
        Self {
            on,
            secret: rand::random(),
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
    ) -> Result<Reservation<'_>, LimitError> {
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

    /// Begins a try at the current password of an account that is signed in. It has a count of its
    /// own: a stranger at the door does not get in the way of its owner, nor a thief with its
    /// session in the way of the door.
    pub async fn current_password(
        &self,
        user: UserId,
        client: &Client,
    ) -> Result<Reservation<'_>, LimitError> {
        self.begin("current_password", Some(self.key("current", user.as_bytes())), None, client)
            .await
    }

    /// Begins a try at a mailed link or code. Each code puts up with few; this limits guesses at
    /// the codes of many accounts.
    pub async fn mailed_proof(&self, client: &Client) -> Result<Reservation<'_>, LimitError> {
        let by = network(client).map(|network| (&self.proofs, network));
        self.begin("mailed_proof", None, by, client).await
    }

    /// Counts a registration, made or not: those that are refused tell which names are taken.
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
    pub fn reset(&self, user: UserId) {
        let mut tries = self.tries();
        tries.pop(&self.key("account", user.as_bytes()));
        tries.pop(&self.key("current", user.as_bytes()));
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

    fn tries(&self) -> MutexGuard<'_, LruCache<Key, FailureCounter>> {
        self.tries.lock()
    }

    fn key(&self, kind: &str, name: &[u8]) -> Key {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes a key of any length");
        [kind.as_bytes(), b"\0", name].into_iter().for_each(|part| mac.update(part));
        let mut key = [0; 16];
        key.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        Key(key)
    }
}

/// Returns by which address a client is counted, if by any. That of a proxy which does not say for
/// whom it asks is everybody's, and one stranger behind it would use up what all have.
fn network(client: &Client) -> Option<Network> {
    (!client.is_address_shared).then(|| Network::of(client.ip))
}

/// Refuses what went too far, with a line in the log.
pub fn refuse(what: &str, by: &str, wait: Duration, client: &Client) -> LimitError {
    log::info!("limited what={what} by={by} {}", client.tag);
    LimitError::RateLimited(wait)
}
