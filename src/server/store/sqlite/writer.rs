//! The one writer: takes what has gathered, each request in its own savepoint, and commits once for all.
//! One `fsync` then serves many phones; nobody is answered before it. In simulations the caller's thread does it.

use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::keys::Keys;
use super::map::err;
use crate::store::{Figures, Result, StoreError};

/// Requests that may wait; beyond it the answer is "busy", which phones repeat later.
const QUEUE: usize = 1_024;
/// Requests of one commit, so that the first of them does not wait for ever.
const GROUP: usize = 256;

/// Tells the caller, once it is known whether the commit stood.
pub(super) type Reply = Box<dyn FnOnce(Result<()>) + Send>;
/// A request: run in a savepoint (and told whether that stands), or refused without being run.
pub(super) trait Work: Send {
    fn run(self: Box<Self>, conn: &Connection) -> (bool, Reply);
    fn refuse(self: Box<Self>, cause: StoreError);
}
pub(super) type Job = Box<dyn Work>;

struct Request<T, F> {
    work: F,
    tell: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Request<T, F>
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<T> + Send + 'static,
{
    fn run(self: Box<Self>, conn: &Connection) -> (bool, Reply) {
        let Self { work, tell } = *self;
        // A mistake in one request must not end the writer for all.
        let done = catch_unwind(AssertUnwindSafe(|| work(conn)))
            .unwrap_or_else(|_| Err(StoreError::Other("a request panicked".into())));
        (done.is_ok(), Box::new(move |committed| answer(tell, committed.and(done))))
    }

    fn refuse(self: Box<Self>, cause: StoreError) {
        answer(self.tell, Err(cause));
    }
}

fn answer<T>(tell: oneshot::Sender<Result<T>>, result: Result<T>) {
    if tell.send(result).is_err() {
        tracing::debug!("whoever asked has gone");
    }
}

/// Held for a moment by whoever may not be written beside.
pub(super) type Gate = Arc<Mutex<()>>;

/// What was done since the start.
#[derive(Debug, Default)]
pub(super) struct Done {
    commits: AtomicU64,
    writes: AtomicU64,
    nanos: AtomicU64,
}

/// Handle of the writing thread, or what it would work with.
#[derive(Debug)]
pub(super) enum Writer {
    Thread {
        queue: Mutex<Option<mpsc::Sender<Job>>>,
        thread: Mutex<Option<std::thread::JoinHandle<()>>>,
        /// Held while a commit is made. Whoever else holds it has the file's log to themselves.
        gate: Gate,
        done: Arc<Done>,
    },
    /// Each request is a commit, made at once by whoever asks for it.
    Inline(Mutex<Option<Connection>>, Arc<Keys>),
}

impl Writer {
    pub(super) fn inline(conn: Connection, keys: Arc<Keys>) -> Self {
        Self::Inline(Mutex::new(Some(conn)), keys)
    }

    pub(super) fn start(conn: Connection, keys: Arc<Keys>) -> Result<Self> {
        let gate = Gate::default();
        let held = gate.clone();
        let done = Arc::new(Done::default());
        let counts = Arc::clone(&done);
        let (queue, jobs) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("qadam-writer".into())
            .spawn(move || run(conn, &keys, (&held, &counts), jobs))
            .map_err(|e| StoreError::Other(e.to_string()))?;
        Ok(Self::Thread { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)), gate, done })
    }

    /// See [`Gate`]; none where the caller's thread writes.
    pub(super) fn gate(&self) -> Option<Gate> {
        if let Self::Thread { gate, .. } = self { Some(gate.clone()) } else { None }
    }

    /// See [`Figures`].
    pub(super) fn figures(&self) -> Figures {
        let Self::Thread { queue, done, .. } = self else { return Figures::default() };
        let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        Figures {
            commits: done.commits.load(Ordering::Relaxed),
            writes: done.writes.load(Ordering::Relaxed),
            committing: Duration::from_nanos(done.nanos.load(Ordering::Relaxed)),
            waiting: queue.as_ref().map_or(0, |q| QUEUE.saturating_sub(q.capacity())),
            ..Figures::default()
        }
    }

    pub(super) fn is_alive(&self) -> Result<()> {
        let alive = match self {
            Self::Thread { queue, .. } => {
                queue.lock().map_err(|_| StoreError::Closed)?.as_ref().is_some_and(|q| !q.is_closed())
            }
            Self::Inline(conn, _) => conn.lock().map_err(|_| StoreError::Closed)?.is_some(),
        };
        if alive { Ok(()) } else { Err(StoreError::Closed) }
    }

    fn give(&self, job: Job) -> Result<()> {
        match self {
            Self::Thread { queue, .. } => {
                let queue =
                    queue.lock().map_err(|_| StoreError::Closed)?.clone().ok_or(StoreError::Closed)?;
                queue.try_send(job).map_err(|e| match e {
                    mpsc::error::TrySendError::Full(_) => StoreError::Busy,
                    mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
                })
            }
            Self::Inline(conn, keys) => {
                let conn = conn.lock().map_err(|_| StoreError::Closed)?;
                commit(conn.as_ref().ok_or(StoreError::Closed)?, keys, vec![job]);
                Ok(())
            }
        }
    }

    /// Runs `work` within the next commit and gives its result when that is durable.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(Request { work, tell });
        self.give(job)?;
        told.await.map_err(|_| StoreError::Closed)?
    }

    /// Finishes what waits and folds the log into the file.
    pub(super) async fn close(&self) -> Result<()> {
        let thread = match self {
            Self::Thread { queue, thread, .. } => {
                drop(queue.lock().map_err(|_| StoreError::Closed)?.take());
                thread.lock().map_err(|_| StoreError::Closed)?.take()
            }
            Self::Inline(conn, _) => {
                drop(conn.lock().map_err(|_| StoreError::Closed)?.take());
                None
            }
        };
        let Some(thread) = thread else { return Ok(()) };
        let joined = tokio::task::spawn_blocking(move || thread.join()).await;
        match joined {
            Ok(Ok(())) => Ok(()),
            _ => Err(StoreError::Other("the writer ended with a panic".into())),
        }
    }
}

fn run(conn: Connection, keys: &Keys, (gate, done): (&Gate, &Done), mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        let _held = gate.lock().unwrap_or_else(PoisonError::into_inner);
        let (writes, begun) = (group.len() as u64, Instant::now());
        commit(&conn, keys, group);
        done.commits.fetch_add(1, Ordering::Relaxed);
        done.writes.fetch_add(writes, Ordering::Relaxed);
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        done.nanos.fetch_add(nanos, Ordering::Relaxed);
    }
    // Fails while another process reads; the log is then folded in at the next start.
    if let Err(cause) = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%cause, "the write-ahead log stays beside the database");
    }
    if let Err((_, cause)) = conn.close() {
        tracing::warn!(%cause, "closing the database");
    }
}

fn commit(conn: &Connection, keys: &Keys, group: Vec<Job>) {
    let begun = conn.execute_batch("BEGIN IMMEDIATE").map_err(|e| err(&e));
    let mut replies = Vec::with_capacity(group.len());
    let mut state = begun;
    for job in group {
        if let Err(cause) = &state {
            job.refuse(cause.clone());
            continue;
        }
        match in_savepoint(conn, job) {
            Ok(reply) => replies.push(reply),
            Err((cause, reply)) => {
                state = Err(cause);
                replies.extend(reply);
            }
        }
    }
    let committed =
        state.and_then(|()| keys.flush()).and_then(|()| conn.execute_batch("COMMIT").map_err(|e| err(&e)));
    if let Err(cause) = &committed {
        keys.forget();
        tracing::error!(%cause, "a commit failed; nothing of it was acknowledged");
        if !conn.is_autocommit()
            && let Err(cause) = conn.execute_batch("ROLLBACK")
        {
            tracing::error!(%cause, "rolling back");
        }
    }
    for reply in replies {
        reply(committed.clone());
    }
}

/// The savepoint itself can fail (disk full may roll back everything): then the whole group fails.
fn in_savepoint(conn: &Connection, job: Job) -> std::result::Result<Reply, (StoreError, Option<Reply>)> {
    if let Err(e) = conn.execute_batch("SAVEPOINT request") {
        let cause = err(&e);
        job.refuse(cause.clone());
        return Err((cause, None));
    }
    let (stands, reply) = job.run(conn);
    let end = if stands { "RELEASE request" } else { "ROLLBACK TO request; RELEASE request" };
    match conn.execute_batch(end) {
        Ok(()) => Ok(reply),
        Err(e) => Err((err(&e), Some(reply))),
    }
}
