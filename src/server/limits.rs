//! How often somebody may ask. By account and by code, never by address: phones behind a carrier's NAT
//! share one. Kept in memory; a restart forgives.

use governor::clock::{Clock as GovernorClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use qadam_domain::AccountId;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::clock::SharedClock;
use crate::secret::Hashed;

/// Bursts and refills.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Requests of one account: burst, then as many each second. A first sync pages quickly.
    pub account: (u32, u32),
    /// Tries of one code. A class joins with one code at once, each repeating on a bad link.
    pub code: (u32, u32),
    /// Failed tries of all codes together, each second. With 60 random bits this is about load, not luck.
    pub failures: (u32, u32),
}

impl Default for Rates {
    fn default() -> Self {
        Self { account: (600, 10), code: (90, 1), failures: (600, 20) }
    }
}

#[derive(Clone)]
struct OurClock(SharedClock);

impl GovernorClock for OurClock {
    type Instant = Nanos;
    fn now(&self) -> Nanos {
        let millis = u64::try_from(self.0.now().0).unwrap_or(0);
        Nanos::from(millis.saturating_mul(1_000_000))
    }
}

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, OurClock, NoOpMiddleware<Nanos>>;

/// All limits of a server.
pub(crate) struct Limits {
    accounts: Keyed<AccountId>,
    codes: Keyed<Hashed>,
    failures: RateLimiter<NotKeyed, InMemoryState, OurClock, NoOpMiddleware<Nanos>>,
    clock: OurClock,
    calls: AtomicU32,
}

fn quota((burst, each_second): (u32, u32)) -> Quota {
    let at_least_one = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(at_least_one(each_second)).allow_burst(at_least_one(burst))
}

impl Limits {
    pub(crate) fn new(rates: Rates, clock: SharedClock) -> Self {
        let clock = OurClock(clock);
        Self {
            accounts: RateLimiter::new(
                quota(rates.account),
                DefaultKeyedStateStore::default(),
                clock.clone(),
            ),
            codes: RateLimiter::new(quota(rates.code), DefaultKeyedStateStore::default(), clock.clone()),
            failures: RateLimiter::direct_with_clock(quota(rates.failures), clock.clone()),
            clock,
            calls: AtomicU32::new(0),
        }
    }

    /// `Err` holds the seconds after which it is worth another try.
    pub(crate) fn account(&self, account: AccountId) -> Result<(), u32> {
        self.forget();
        self.check(&self.accounts, &account)
    }

    /// A try of a code, before it is looked up.
    pub(crate) fn code(&self, code: Hashed) -> Result<(), u32> {
        self.forget();
        self.check(&self.codes, &code)
    }

    /// A try that failed: takes from what all failures share. `Err` when that is used up.
    pub(crate) fn failed(&self) -> Result<(), u32> {
        self.failures.check().map_err(|not_yet| self.seconds(not_yet.earliest_possible()))
    }

    fn check<K: Hash + Eq + Clone>(&self, limiter: &Keyed<K>, key: &K) -> Result<(), u32> {
        limiter.check_key(key).map_err(|not_yet| self.seconds(not_yet.earliest_possible()))
    }

    fn seconds(&self, until: Nanos) -> u32 {
        let wait: std::time::Duration = until.duration_since(self.clock.now()).into();
        u32::try_from(wait.as_secs().saturating_add(1)).unwrap_or(u32::MAX)
    }

    /// Drops what has refilled, now and then, so that keys of passers-by do not pile up.
    fn forget(&self) {
        if self.calls.fetch_add(1, Ordering::Relaxed) % 4_096 == 4_095 {
            self.accounts.retain_recent();
            self.codes.retain_recent();
        }
    }
}
