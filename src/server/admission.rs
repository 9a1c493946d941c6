//! Who pulls now, and who waits: three hundred phones that begin at once must starve nobody (medic/cht-core#6246).
//!
//! A pull from the beginning, and each further page of it, is *long*. Few of them run at a time, in the order in which
//! they were asked for; the others wait, up to a bound in number and time, and are then asked to come back. What is
//! short, an everyday sync, waits for nobody: readers are left for it. Ops never wait at all.

use qadam_domain::{DeviceId, Entropy};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::SystemEntropy;

/// Most installations that are known to be in the midst of a long pull.
const GOING_ON_MAX: usize = 100_000;

/// What may be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Long pulls that run at once.
    pub running: usize,
    /// Those that may wait.
    pub waiting: u32,
    /// How long each may wait.
    pub wait: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        // Two of the four readers of an embedded database. A page takes some ten milliseconds: a queue of a
        // thousand is through in the time that one may wait.
        Self { running: 2, waiting: 1_000, wait: Duration::from_secs(20) }
    }
}

/// Counts for operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Long pulls that run.
    pub running: usize,
    /// Long pulls that wait.
    pub waiting: u32,
    /// Long pulls that were asked to come back, since the start.
    pub turned_away: u64,
}

/// The gate. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Admission(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bounds: Bounds,
    places: Arc<Semaphore>,
    waiting: AtomicU32,
    turned_away: AtomicU64,
    /// Installations whose last page was not the last: their next one is long, too.
    going_on: Mutex<HashSet<DeviceId>>,
}

impl Default for Admission {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

/// A place among the long pulls; dropping it gives it on.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
}

/// One that waits, for as long as it does.
struct Waiting<'a>(&'a AtomicU32);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Admission {
    /// A gate with these bounds.
    pub fn new(bounds: Bounds) -> Self {
        Self(Arc::new(Inner {
            places: Arc::new(Semaphore::new(bounds.running.max(1))),
            bounds,
            waiting: AtomicU32::new(0),
            turned_away: AtomicU64::new(0),
            going_on: Mutex::default(),
        }))
    }

    /// What there is to count.
    pub fn counts(&self) -> Counts {
        Counts {
            running: self.0.bounds.running.max(1).saturating_sub(self.0.places.available_permits()),
            waiting: self.0.waiting.load(Ordering::Relaxed),
            turned_away: self.0.turned_away.load(Ordering::Relaxed),
        }
    }

    fn going_on(&self) -> MutexGuard<'_, HashSet<DeviceId>> {
        self.0.going_on.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this installation is in the midst of a long pull.
    pub(crate) fn goes_on(&self, device: DeviceId) -> bool {
        self.going_on().contains(&device)
    }

    /// After a page: whether there is more of a long pull.
    pub(crate) fn note(&self, device: DeviceId, long: bool, more: bool) {
        let mut going_on = self.going_on();
        if long && more {
            // Those who never came back are forgotten some time; they begin as anybody else.
            if going_on.len() >= GOING_ON_MAX {
                going_on.clear();
            }
            going_on.insert(device);
        } else if !more {
            going_on.remove(&device);
        }
    }

    /// A place at once, or none.
    pub fn try_enter(&self) -> Option<Place> {
        Arc::clone(&self.0.places).try_acquire_owned().ok().map(|permit| Place { _permit: permit })
    }

    /// A place, after waiting for it. `Err`: seconds after which it is worth another try, not the same for all.
    pub async fn enter(&self) -> Result<Place, u32> {
        if let Some(place) = self.try_enter() {
            return Ok(place);
        }
        let before = self.0.waiting.fetch_add(1, Ordering::Relaxed);
        let waiting = Waiting(&self.0.waiting);
        if before < self.0.bounds.waiting
            && let Ok(Ok(permit)) =
                tokio::time::timeout(self.0.bounds.wait, Arc::clone(&self.0.places).acquire_owned()).await
        {
            return Ok(Place { _permit: permit });
        }
        drop(waiting);
        self.0.turned_away.fetch_add(1, Ordering::Relaxed);
        Err(after(&SystemEntropy))
    }
}

/// Between 5 and 36 seconds, so that those who were sent away together do not come back together.
fn after(entropy: &dyn Entropy) -> u32 {
    let mut chance = [0u8];
    entropy.fill(&mut chance);
    5 + u32::from(chance[0] % 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(running: usize, waiting: u32, wait: u64) -> Admission {
        Admission::new(Bounds { running, waiting, wait: Duration::from_millis(wait) })
    }

    #[tokio::test]
    async fn as_many_run_as_may_and_the_others_come_in_their_order() {
        let gate = bounds(2, 100, 60_000);
        let held = [gate.enter().await.unwrap(), gate.enter().await.unwrap()];
        assert!(gate.try_enter().is_none());
        let (order, mut queue) = (Arc::new(Mutex::new(Vec::new())), Vec::new());
        for n in 0..20 {
            let (mine, order) = (gate.clone(), Arc::clone(&order));
            queue.push(tokio::spawn(async move {
                let place = mine.enter().await.unwrap();
                assert!(mine.counts().running <= 2);
                order.lock().unwrap().push(n);
                tokio::task::yield_now().await;
                drop(place);
            }));
            // Each is in the queue before the next one asks.
            while gate.counts().waiting <= n {
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(gate.counts(), Counts { running: 2, waiting: 20, turned_away: 0 });
        drop(held);
        for one in queue {
            one.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
        assert_eq!(gate.counts(), Counts::default());
    }

    #[tokio::test]
    async fn whom_there_is_no_room_for_comes_back_at_a_time_of_their_own() {
        let full = bounds(1, 0, 60_000);
        let _held = full.enter().await.unwrap();
        let mut times = HashSet::new();
        for _ in 0..200 {
            times.insert(full.enter().await.unwrap_err());
        }
        assert!(times.len() > 10 && times.iter().all(|s| (5..=36).contains(s)), "{times:?}");
        assert_eq!(full.counts(), Counts { running: 1, waiting: 0, turned_away: 200 });
        // Who has waited long enough is sent away, too, and leaves its place in the queue.
        let slow = bounds(1, 5, 20);
        let held = slow.enter().await.unwrap();
        assert!(slow.enter().await.is_err());
        drop(held);
        assert!(slow.enter().await.is_ok());
        assert_eq!(slow.counts().waiting, 0);
    }
}
