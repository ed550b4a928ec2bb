//! What one address may do in a time, counted by the governor crate.

use std::net::{IpAddr, Ipv6Addr};
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::{Quota, RateLimiter};
use lru::LruCache;
use parking_lot::{Mutex, MutexGuard};

use crate::clock::MonotonicClock;

/// The network part of an IPv6 address: the owner of one address of a /64 has all of them.
const NETWORK_MASK: u128 = !0 << 64;

/// Whose quota it is: an IPv4 address, or the /64 of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Network(IpAddr);

impl Network {
    pub(super) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & NETWORK_MASK))
            }
            address => address,
        })
    }
}

/// What each network may do of one kind: so much at once, and as much again in a time, evenly
/// spread.
pub(super) struct AddressQuota {
    limiter: RateLimiter<Network, Table, Ticks, NoOpMiddleware<Duration>>,
    table: Table,
    clock: Ticks,
    /// What one costs, in the time that it takes to come back.
    cost: Nanos,
}

/// Why another may not be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exhausted {
    /// It depends on those that may still be given back.
    MaybePending,
    /// There will be another after as long as this.
    RetryAfter(Duration),
}

impl AddressQuota {
    /// Allows `number` in each `period`, for no more networks than `most` at a time.
    pub(super) fn new(
        number: u32,
        period: Duration,
        clock: &Arc<MonotonicClock>,
        most: NonZeroUsize,
    ) -> Self {
        let number = NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let cost = period / number.get();
        let quota = Quota::with_period(cost).expect("a period is no moment").allow_burst(number);
        let table = Table(Arc::new(Mutex::new(LruCache::sparse(most))));
        let clock = Ticks(Arc::clone(clock));
        let limiter = RateLimiter::new(quota, table.clone(), clock.clone());
        Self { limiter, table, clock, cost: cost.into() }
    }

    /// Consumes one, without a way to give it back.
    pub(super) fn take(&self, network: Network) -> Result<(), Duration> {
        let refusal = self.limiter.check_key(&network);
        refusal.map_err(|until| until.wait_time_from(self.clock.0.elapsed()))
    }

    /// Consumes one that may be given back: see [`settle`](Self::settle).
    pub(super) fn reserve(&self, network: Network) -> Result<(), Exhausted> {
        let taken = self.take(network);
        let mut table = self.table.lock();
        let used = table.get_or_insert_mut(network, Used::default);
        match taken {
            Ok(()) => used.open += 1,
            Err(_) if used.open > 0 => return Err(Exhausted::MaybePending),
            Err(wait) => return Err(Exhausted::RetryAfter(wait)),
        }
        Ok(())
    }

    /// Keeps one that was borrowed, or gives it back.
    pub(super) fn settle(&self, network: Network, give_back: bool) {
        let mut table = self.table.lock();
        if let Some(used) = table.get_mut(&network) {
            used.open = used.open.saturating_sub(1);
            if give_back {
                used.until = used.until.map(|until| until.saturating_sub(self.cost));
            }
        }
    }

    /// Forgets the networks that have all of it again.
    pub(super) fn forget_idle(&self) {
        self.limiter.retain_recent();
    }

    /// Counts the networks that are remembered.
    pub(super) fn len(&self) -> usize {
        self.limiter.len()
    }
}

/// What is remembered of a network.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    /// When it will have all of its quota again.
    until: Option<Nanos>,
    /// How many of those that it took may still be given back.
    open: u32,
}

/// Where the limiter keeps what it counts. Its own tables have no end and give nothing back.
#[derive(Clone)]
struct Table(Arc<Mutex<LruCache<Network, Used>>>);

impl Table {
    fn lock(&self) -> MutexGuard<'_, LruCache<Network, Used>> {
        self.0.lock()
    }
}

impl StateStore for Table {
    type Key = Network;

    fn measure_and_replace<T, F, E>(&self, key: &Network, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut table = self.lock();
        let used = table.get_or_insert_mut(*key, Used::default);
        let (outcome, until) = measure(used.until)?;
        used.until = Some(until);
        Ok(outcome)
    }
}

impl ShrinkableKeyedStateStore<Network> for Table {
    fn retain_recent(&self, drop_below: Nanos) {
        self.lock()
            .retain(|_, used| used.open > 0 || used.until.is_some_and(|until| until > drop_below));
    }

    fn len(&self) -> usize {
        self.lock().len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The clock in the form that the `governor` crate needs.
#[derive(Clone)]
struct Ticks(Arc<MonotonicClock>);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};

    fn quota(most: usize) -> (Clock, AddressQuota) {
        let clock = Clock::manual(Timestamp::from_seconds(1_000_000));
        let passage = Arc::new(MonotonicClock::new(clock.clone()));
        (
            clock,
            AddressQuota::new(
                10,
                Duration::from_secs(60),
                &passage,
                NonZeroUsize::new(most).unwrap(),
            ),
        )
    }

    fn network(address: &str) -> Network {
        Network::of(address.parse().unwrap())
    }

    #[test]
    fn an_ipv6_network_is_one_and_so_is_an_address_in_both_forms() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.9"), network("203.0.113.9"));
        assert_ne!(network("203.0.113.8"), network("203.0.113.9"));
    }

    #[test]
    fn the_whole_of_it_is_had_at_once_and_comes_back_evenly() {
        let (clock, quota) = quota(10);
        let here = network("203.0.113.9");
        (0..10).for_each(|number| assert_eq!(quota.take(here), Ok(()), "{number}"));
        assert_eq!(quota.take(here), Err(Duration::from_secs(6)));
        assert_eq!(quota.take(network("203.0.113.8")), Ok(()), "another has its own");
        clock.advance(Duration::from_secs(6));
        assert_eq!((quota.take(here), quota.take(here)), (Ok(()), Err(Duration::from_secs(6))));
        clock.set_back(Duration::from_secs(3600));
        assert_eq!(
            quota.take(here),
            Err(Duration::from_secs(6)),
            "a clock that is set back gives nothing"
        );
        clock.advance(Duration::from_secs(60));
        (0..10).for_each(|number| {
            assert_eq!(quota.take(here), Ok(()), "{number}: and keeps nobody waiting")
        });
    }

    #[test]
    fn what_is_given_back_can_be_had_again() {
        let (_, quota) = quota(10);
        let here = network("203.0.113.9");
        for _ in 0..100 {
            assert_eq!(quota.reserve(here), Ok(()));
            quota.settle(here, true);
        }
        (0..10).for_each(|_| assert_eq!(quota.reserve(here), Ok(())));
        assert_eq!(quota.reserve(here), Err(Exhausted::MaybePending));
        (0..10).for_each(|_| quota.settle(here, false));
        assert_eq!(quota.reserve(here), Err(Exhausted::RetryAfter(Duration::from_secs(6))));
    }

    /// Shows: AUTH-29.
    #[test]
    fn an_address_that_goes_on_asking_is_remembered_however_many_others_ask() {
        let (_, quota) = quota(1000);
        let here = network("203.0.113.9");
        (0..10).for_each(|_| assert_eq!(quota.take(here), Ok(())));
        for number in 0..100_000u32 {
            assert_eq!(quota.take(Network::of(IpAddr::V4(number.into()))), Ok(()));
            if number % 500 == 0 {
                assert_eq!(quota.take(here), Err(Duration::from_secs(6)), "after {number} others");
            }
        }
    }

    /// Shows: AUTH-29.
    #[test]
    fn no_number_of_addresses_makes_it_grow_and_the_idle_are_forgotten() {
        let (clock, quota) = quota(1000);
        for number in 0..100_000u32 {
            assert_eq!(quota.take(Network::of(IpAddr::V4(number.into()))), Ok(()));
        }
        assert!(quota.len() <= 1000);
        quota.forget_idle();
        assert!(quota.len() > 0);
        clock.advance(Duration::from_secs(61));
        quota.forget_idle();
        assert_eq!(quota.len(), 0);
    }
}
