//! Lines that are held open, and who is told on them that there is something new.
//!
//! What is new is never said here, only that a pull would bring another state: its [`Mark`]. So nothing is lost with
//! a line that breaks, and a word too many costs one small sync. What this server commits is looked at at once; what
//! others commit, on the same database, once a second for all lines together: no database is asked to call us.

use qadam_domain::{AccountId, DeviceId};
use qadam_protocol::live::{BEAT_S, Mark};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

use crate::store::{Caller, Result, Store};

/// How often the database is asked what others have committed.
const TICK: Duration = Duration::from_secs(1);
/// Looks at what was committed here are no closer than this: who writes much is told once for several commits.
const GATHER: Duration = Duration::from_millis(50);
/// Callers of one question to the database.
const ASK: usize = 500;
/// Most lines. Each is a connection and some hundred bytes; who finds no room looks now and then instead.
const LINES_MAX: usize = 20_000;

/// All open lines of a server. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

impl Default for Live {
    fn default() -> Self {
        Self::with_beat(Duration::from_secs(BEAT_S))
    }
}

struct Inner {
    lines: Mutex<Lines>,
    /// Something was committed here, or a line was opened.
    stir: Notify,
    beat: Duration,
}

#[derive(Default)]
struct Lines {
    /// One for each installation: a phone that calls again has lost its line before.
    of: BTreeMap<DeviceId, Line>,
    /// Who sees a participant, as of the last look.
    seen_by: BTreeMap<AccountId, BTreeSet<DeviceId>>,
    serial: u64,
    looking: bool,
    closed: bool,
}

struct Line {
    serial: u64,
    caller: Caller,
    mark: watch::Sender<Mark>,
    sees: Vec<AccountId>,
    /// Something that it sees was written here.
    stirred: bool,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Live({} lines)", self.count())
    }
}

/// A line of somebody who listens; dropping it closes the line.
pub(crate) struct Listener {
    live: Live,
    device: DeviceId,
    serial: u64,
    marks: watch::Receiver<Mark>,
}

impl Listener {
    /// What the account's pull would bring it to now.
    pub(crate) fn mark(&mut self) -> Mark {
        *self.marks.borrow_and_update()
    }

    /// Waits for another mark. False: the line was closed from here, because the same phone has opened another
    /// one or the server ends.
    pub(crate) async fn changed(&mut self) -> bool {
        self.marks.changed().await.is_ok()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.live.lines().close(self.device, self.serial);
    }
}

impl Lines {
    fn close(&mut self, device: DeviceId, serial: u64) {
        if self.of.get(&device).is_some_and(|l| l.serial == serial)
            && let Some(line) = self.of.remove(&device)
        {
            self.blind(device, &line.sees);
        }
    }

    fn blind(&mut self, device: DeviceId, scopes: &[AccountId]) {
        for scope in scopes {
            if let Some(devices) = self.seen_by.get_mut(scope) {
                devices.remove(&device);
                if devices.is_empty() {
                    self.seen_by.remove(scope);
                }
            }
        }
    }

    /// Tells a line what was found, if it is still the same one.
    fn found(&mut self, device: DeviceId, serial: u64, scopes: &[(AccountId, u64)]) {
        let mark = Mark::of(scopes.iter().copied());
        let Some(line) = self.of.get_mut(&device).filter(|l| l.serial == serial) else { return };
        line.mark.send_if_modified(|told| std::mem::replace(told, mark) != mark);
        if line.sees.iter().ne(scopes.iter().map(|(scope, _)| scope)) {
            let now = scopes.iter().map(|(scope, _)| *scope).collect();
            let before = std::mem::replace(&mut line.sees, now);
            self.blind(device, &before);
            for (scope, _) in scopes {
                self.seen_by.entry(*scope).or_default().insert(device);
            }
        }
    }

    /// Who is to be looked at: all, or those of whom something was written here.
    fn due(&mut self, all: bool) -> Vec<(DeviceId, u64, Caller)> {
        let lines = self.of.iter_mut().filter(|(_, line)| all || line.stirred);
        lines
            .map(|(device, line)| {
                line.stirred = false;
                (*device, line.serial, line.caller)
            })
            .collect()
    }
}

impl Live {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same for lines on which something is said at least so often.
    pub fn with_beat(beat: Duration) -> Self {
        Self(Arc::new(Inner { lines: Mutex::default(), stir: Notify::new(), beat }))
    }

    /// How often something is said on a line at least.
    pub(crate) fn beat(&self) -> Duration {
        self.0.beat
    }

    /// Lines that are open.
    pub fn count(&self) -> usize {
        self.lines().of.len()
    }

    /// Closes all lines, and opens none any more: the server ends.
    pub fn close(&self) {
        let mut lines = self.lines();
        lines.closed = true;
        lines.of.clear();
        lines.seen_by.clear();
        self.0.stir.notify_one();
    }

    /// Opens a line. None: there are too many already, or the server ends.
    pub(crate) async fn open(&self, store: &Arc<dyn Store>, caller: Caller) -> Result<Option<Listener>> {
        let scopes = store.newest(vec![caller]).await?.pop().unwrap_or_default();
        let mut lines = self.lines();
        if lines.closed || lines.of.len() >= LINES_MAX {
            return Ok(None);
        }
        lines.serial += 1;
        let serial = lines.serial;
        let (tell, marks) = watch::channel(Mark::of(scopes.iter().copied()));
        // Looked at once more: what was committed since the question above has stirred nobody.
        let line = Line { serial, caller, mark: tell, sees: Vec::new(), stirred: true };
        if let Some(before) = lines.of.insert(caller.device, line) {
            lines.blind(caller.device, &before.sees);
        }
        if !lines.looking {
            lines.looking = true;
            tokio::spawn(look(self.clone(), Arc::clone(store)));
        }
        self.0.stir.notify_one();
        Ok(Some(Listener { live: self.clone(), device: caller.device, serial, marks }))
    }

    /// Something of these participants was committed here.
    pub(crate) fn stir(&self, scopes: impl IntoIterator<Item = AccountId>) {
        let mut lines = self.lines();
        let Lines { of, seen_by, .. } = &mut *lines;
        let mut any = false;
        for device in scopes.into_iter().filter_map(|scope| seen_by.get(&scope)).flatten() {
            if let Some(line) = of.get_mut(device) {
                (line.stirred, any) = (true, true);
            }
        }
        if any {
            self.0.stir.notify_one();
        }
    }
}

/// Looks for all lines, as long as there are some.
async fn look(live: Live, store: Arc<dyn Store>) {
    let mut tick = Instant::now() + TICK;
    loop {
        let all = tokio::select! {
            () = sleep_until(tick) => true,
            () = live.0.stir.notified() => false,
        };
        if all {
            tick = Instant::now() + TICK;
        }
        let due = {
            let mut lines = live.lines();
            if lines.of.is_empty() {
                lines.looking = false;
                return;
            }
            lines.due(all)
        };
        for some in due.chunks(ASK) {
            match store.newest(some.iter().map(|(_, _, caller)| *caller).collect()).await {
                Ok(found) => {
                    let mut lines = live.lines();
                    for ((device, serial, _), scopes) in some.iter().zip(&found) {
                        lines.found(*device, *serial, scopes);
                    }
                }
                // Tried again with the next tick.
                Err(cause) => tracing::warn!(%cause, "open lines cannot be told what is new"),
            }
        }
        tokio::time::sleep(GATHER).await;
    }
}
