//! A continuous archive of a database that is in use: a whole copy now and then, and beside it what was
//! committed since, about once a second, by whichever process.
//!
//! It is SQLite's own log that is copied, page by page, as the program litestream does. A changeset for each
//! commit (SQLite's session extension) would be smaller, but sees the writes of one connection alone, and an
//! operator's command beside the running server is another process. For the log to be whole when it is read,
//! nobody may begin it anew meanwhile: the archive holds a read transaction, and folds the log in itself, while
//! the writer waits for a moment. Where somebody else was quicker, that is noticed and a whole copy is made.

mod pieces;
mod restore;
#[cfg(test)]
mod tests;
mod wal;

use qadam_domain::Millis;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::backup::{copy_of, refuse_others};
use super::keys::{KEYS, Keys};
use super::map::err;
use super::writer::Gate;
use crate::clock::SharedClock;
use crate::store::{Result, StoreError};
use pieces::{BASE, failed};
pub(crate) use restore::moment;
pub use restore::{Restored, restore};

/// Between two looks at the log: so much may be missing when the machine is lost.
const TICK: Duration = Duration::from_secs(1);
/// The log is folded in when it has so many pages: SQLite itself does it at a thousand.
const FOLD_FRAMES: u64 = 2_000;
/// How long folding in waits for readers, with the writer waiting for it.
const FOLD_WAIT: Duration = Duration::from_millis(250);
/// A copy anew when the last is so old, or when what came since is twice as much as it and more than this.
const BASE_MS: i64 = 24 * 60 * 60 * 1_000;
const SINCE_BYTES: u64 = 256 << 20;
/// After a mistake (no room, most likely): not at once again.
const REST: Duration = Duration::from_secs(30);
/// Keys are copied at most for one part in so many of the time.
const KEYS_PART: u32 = 20;

/// Where the archive is, and how long it is kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its folder.
    pub folder: PathBuf,
    /// Any moment of so many days can be restored.
    pub keep_days: u32,
}

/// The thread that archives.
#[derive(Debug)]
pub(super) struct Archiver {
    stop: Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Archiver {
    /// Begins. `gate`: the writer's.
    pub(super) fn start(
        database: &Path,
        keys: Arc<Keys>,
        gate: Gate,
        options: Options,
        clock: SharedClock,
    ) -> Result<Self> {
        std::fs::create_dir_all(&options.folder).map_err(|e| failed(&options.folder, e))?;
        refuse_others(&options.folder.join(KEYS), keys.path())?;
        let last = newest(&options.folder)?;
        let (stop, asked) = channel();
        let work = Work {
            database: database.to_owned(),
            log: PathBuf::from(format!("{}-wal", database.display())),
            keys,
            gate,
            options,
            clock,
            last,
            copied: None,
            not_before: None,
        };
        let thread = std::thread::Builder::new()
            .name("qadam-archive".into())
            .spawn(move || work.run(&asked))
            .map_err(|e| StoreError::Other(e.to_string()))?;
        Ok(Self { stop, thread })
    }

    /// Archives what is there and ends.
    pub(super) fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the archive ended with a panic");
        }
    }
}

/// The last moment that the archive has: one that begins now goes on after it, also where the clock was set back.
fn newest(archive: &Path) -> Result<Millis> {
    let mut newest = Millis(0);
    for life in pieces::lives(archive)? {
        let last = life.pieces()?.pop().map_or(life.since, |(at, _)| at);
        newest = newest.max(last).max(life.since);
    }
    Ok(newest)
}

struct Work {
    database: PathBuf,
    log: PathBuf,
    keys: Arc<Keys>,
    gate: Gate,
    options: Options,
    clock: SharedClock,
    /// The moment of the last file: names go on, whatever the clock does.
    last: Millis,
    /// The keys as they were copied last.
    copied: Option<(i64, i64)>,
    not_before: Option<Instant>,
}

/// A life of the archive while it is written.
struct Life {
    conn: Connection,
    reader: wal::Reader,
    folder: PathBuf,
    since: Millis,
    base: u64,
    bytes: u64,
}

/// Why a life ends.
enum End {
    Stopped,
    /// A whole copy is needed.
    Anew,
}

impl Work {
    fn run(mut self, asked: &Receiver<()>) {
        loop {
            let wait = match self.live(asked) {
                Ok(End::Stopped) => return,
                Ok(End::Anew) => Duration::ZERO,
                Err(cause) => {
                    tracing::error!(%cause, "the archive does not get on");
                    REST
                }
            };
            if asked.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    /// A moment that no file has yet.
    fn now(&mut self) -> Millis {
        self.last = Millis(self.clock.now().0.max(self.last.0 + 1));
        self.last
    }

    fn live(&mut self, asked: &Receiver<()>) -> Result<End> {
        let mut life = self.begin()?;
        self.prune()?;
        loop {
            let stopped = asked.recv_timeout(TICK) == Err(RecvTimeoutError::Disconnected);
            if !self.go_on(&mut life)? {
                tracing::warn!("somebody else has folded the log in: the archive makes a whole copy");
                return Ok(End::Anew);
            }
            if stopped {
                return Ok(End::Stopped);
            }
            if life.reader.frames() > FOLD_FRAMES && !life.reader.may_end() && !self.fold(&mut life)? {
                return Ok(End::Anew);
            }
            let much = life.bytes > SINCE_BYTES.max(life.base * 2);
            if much || self.clock.now().0 - life.since.0 >= BASE_MS {
                return Ok(End::Anew);
            }
        }
    }

    /// From a log that is empty, a whole copy.
    fn begin(&mut self) -> Result<Life> {
        let conn = Connection::open(&self.database).map_err(|e| err(&e))?;
        conn.busy_timeout(FOLD_WAIT).map_err(|e| err(&e))?;
        conn.pragma_update(None, "wal_autocheckpoint", 0).map_err(|e| err(&e))?;
        {
            let _held = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
            let busy: i64 =
                conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0)).map_err(|e| err(&e))?;
            if busy != 0 {
                return Err(StoreError::Busy);
            }
            hold(&conn)?;
        }
        let begun = self.now();
        let part = self.options.folder.join(format!("{}.part", pieces::name(begun)));
        std::fs::create_dir_all(&part).map_err(|e| failed(&part, e))?;
        let base = part.join(BASE);
        copy_of(&self.database, &base)?;
        let bytes = std::fs::File::open(&base)
            .and_then(|f| f.sync_all().and_then(|()| f.metadata()))
            .map_err(|e| failed(&base, e))?
            .len();
        self.copy_keys(true)?;
        // Its moment is that of its end: it may hold what was committed meanwhile.
        let since = self.now();
        let folder = self.options.folder.join(pieces::name(since));
        std::fs::rename(&part, &folder)
            .and_then(|()| pieces::sync_folder(&self.options.folder))
            .map_err(|e| failed(&folder, e))?;
        tracing::info!(bytes, "the archive has a whole copy");
        Ok(Life { conn, reader: wal::Reader::default(), folder, since, base: bytes, bytes: 0 })
    }

    /// Archives what was committed since. False: something is not known.
    fn go_on(&mut self, life: &mut Life) -> Result<bool> {
        let read = life.reader.read(&self.log).map_err(|e| failed(&self.log, e))?;
        let Ok(read) = read else { return Ok(false) };
        // Keys before what they open.
        self.copy_keys(false)?;
        if let Some(of) = read {
            life.bytes += pieces::write(&life.folder, self.now(), &of)?;
        }
        Ok(true)
    }

    /// Folds the log into the database, so that it may begin anew. False: something is not known.
    fn fold(&mut self, life: &mut Life) -> Result<bool> {
        let gate = Arc::clone(&self.gate);
        let _held = gate.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.go_on(life)? {
            return Ok(false);
        }
        life.conn.execute_batch("COMMIT").map_err(|e| err(&e))?;
        let folded = life.conn.query_row("PRAGMA wal_checkpoint(RESTART)", [], |r| {
            Ok((r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))
        });
        let (there, done) = folded.map_err(|e| err(&e))?;
        // From here on it cannot begin anew with frames that were not read: those would not be in the database.
        hold(&life.conn)?;
        if there == done {
            life.reader.folded(u64::try_from(done).unwrap_or(0));
        }
        Ok(true) // where somebody reads for long, the next look tries again
    }

    /// The newest keys, over the ones before: of those that were erased no copy may stay.
    fn copy_keys(&mut self, at_once: bool) -> Result<()> {
        let stamp = self.keys.stamp()?;
        let early = self.not_before.is_some_and(|at| Instant::now() < at);
        if self.copied == Some(stamp) || (early && !at_once) {
            return Ok(());
        }
        let begun = Instant::now();
        super::backup::copy_keys(self.keys.path(), &self.options.folder.join(KEYS))?;
        self.copied = Some(stamp);
        self.not_before = Some(Instant::now() + begun.elapsed() * KEYS_PART);
        Ok(())
    }

    /// Lives that no moment is restored from any more go; what a crash has left goes, too.
    fn prune(&self) -> Result<()> {
        let before = self.clock.now().0 - i64::from(self.options.keep_days) * 24 * 60 * 60 * 1_000;
        let lives = pieces::lives(&self.options.folder)?;
        let gone = lives.windows(2).filter(|two| two[1].since.0 <= before).map(|two| two[0].folder.clone());
        let left = std::fs::read_dir(&self.options.folder).map_err(|e| failed(&self.options.folder, e))?;
        let left = left.filter_map(|e| Some(e.ok()?.path()));
        let left = left.filter(|p| p.is_dir() && p.extension().is_some_and(|e| e == "part"));
        for folder in gone.chain(left) {
            std::fs::remove_dir_all(&folder).map_err(|e| failed(&folder, e))?;
        }
        Ok(())
    }
}

/// A read transaction: while it lasts nobody begins the log anew.
fn hold(conn: &Connection) -> Result<()> {
    conn.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").map_err(|e| err(&e))
}
