//! The archive of a database that is written, folded in and erased from, restored at moments of it.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::clock::SystemEntropy;
use crate::fixtures::{NOON, put};
use crate::rules::Packs;
use crate::store::conformance::World;
use crate::store::sqlite::{FILE, SqliteStore};
use crate::store::{Caller, Store};
use qadam_domain::Clock;
use qadam_protocol::record::Record;

/// Moves on a little with each look, so that every file of the archive has its moment.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Millis {
        Millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
    fn offset_min(&self) -> i16 {
        0
    }
}

struct Tested {
    folder: tempfile::TempDir,
    w: World,
    store: Arc<SqliteStore>,
    clock: Arc<Ticking>,
}

/// Work without its thread: a test says when it looks.
impl Tested {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("data"), Packs::shipped(), &SystemEntropy).unwrap();
        let store = Arc::new(store);
        let w = World::new(store.clone()).await;
        Self { folder, w, store, clock: Arc::new(Ticking(AtomicI64::new(NOON.0))) }
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    fn work(&self) -> Work {
        std::fs::create_dir_all(self.archive()).unwrap();
        Work {
            database: self.store.path().to_owned(),
            log: PathBuf::from(format!("{}-wal", self.store.path().display())),
            keys: self.store.keys.clone(),
            gate: self.store.writer.gate().unwrap(),
            options: Options { folder: self.archive(), keep_days: 30 },
            clock: self.clock.clone(),
            last: Millis(0),
            copied: None,
            not_before: None,
        }
    }

    /// The rows of somebody at a moment, as a server on the restored folder gives them.
    async fn rows_at(&self, at: Option<Millis>, p: &Caller) -> Vec<Record> {
        let to = self.folder.path().join(format!("restored-{}", self.clock.now().0));
        let from = self.archive();
        let done = restore(&from, &to, at, None, false, &*self.clock, &SystemEntropy).await.unwrap();
        if let Some(at) = at {
            assert!(done.at.unwrap() <= at);
        }
        let store = Arc::new(SqliteStore::open(&to, Packs::shipped(), &SystemEntropy).unwrap());
        assert_ne!(store.epoch().await.unwrap(), self.store.epoch().await.unwrap());
        World { store, mentor: self.w.mentor }.rows(&self.w.mentor, p.account).await
    }

    async fn log(&self, p: &Caller, minutes: u32) {
        self.w.apply(p, put(p.account, minutes).0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_moment_of_the_archive_is_restored_as_it_was() {
    let t = Tested::new().await;
    let p = t.w.participant().await;
    let mut work = t.work();
    let mut life = work.begin().unwrap();
    let mut moments = Vec::new();
    for n in 1..30 {
        t.log(&p, n).await;
        if n % 3 == 0 {
            t.log(&p, n + 100).await;
        }
        assert!(work.go_on(&mut life).unwrap());
        moments.push((t.clock.now(), t.w.rows(&t.w.mentor, p.account).await));
        // The log is folded in and begins anew, by us and under our hands.
        if n % 7 == 0 {
            assert!(work.fold(&mut life).unwrap() && life.reader.may_end());
        }
        if n % 5 == 0 {
            let other = Connection::open(t.store.path()).unwrap();
            other.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
        }
    }
    assert_eq!(pieces::lives(&t.archive()).unwrap().len(), 1, "never lost");
    for (at, rows) in moments.iter().step_by(4) {
        assert_eq!(&t.rows_at(Some(*at), &p).await, rows);
    }
    assert_eq!(t.rows_at(None, &p).await, moments.last().unwrap().1);
    let (from, to) = (t.archive(), t.folder.path().join("early"));
    let early = restore(&from, &to, Some(NOON.plus(-1)), None, false, &*t.clock, &SystemEntropy);
    assert!(early.await.unwrap_err().to_string().contains("begins later"));
    assert!(!t.folder.path().join("early").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_else_folded_the_log_in_a_whole_copy_is_made() {
    let t = Tested::new().await;
    let p = t.w.participant().await;
    let mut work = t.work();
    let mut life = work.begin().unwrap();
    t.log(&p, 1).await;
    assert!(work.go_on(&mut life).unwrap());
    // What nothing but a mistake does: the read transaction is given up.
    life.conn.execute_batch("COMMIT").unwrap();
    t.log(&p, 2).await;
    let other = Connection::open(t.store.path()).unwrap();
    other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    t.log(&p, 3).await;
    assert!(!work.go_on(&mut life).unwrap(), "it is noticed");
    drop(life);
    let mut life = work.begin().unwrap();
    t.log(&p, 4).await;
    assert!(work.go_on(&mut life).unwrap());
    assert_eq!(t.rows_at(None, &p).await, t.w.rows(&t.w.mentor, p.account).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_of_a_working_store_misses_nothing_it_has_said() {
    let t = Tested::new().await;
    let p = t.w.participant().await;
    t.store.archive(Options { folder: t.archive(), keep_days: 1 }, t.clock.clone()).unwrap();
    for n in 1..200 {
        t.log(&p, n).await;
    }
    let rows = t.w.rows(&t.w.mentor, p.account).await;
    t.store.close().await.unwrap();
    assert_eq!(t.rows_at(None, &p).await, rows, "closing archives what is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_in_no_copy_and_does_not_come_back() {
    let t = Tested::new().await;
    let (p, kept) = (t.w.participant().await, t.w.participant().await);
    let (secret, entry) = put(p.account, 30);
    t.w.apply(&p, secret).await;
    t.log(&kept, 20).await;
    let mut work = t.work();
    let mut life = work.begin().unwrap();
    t.log(&p, 31).await;
    assert!(work.go_on(&mut life).unwrap());
    let before = t.clock.now();
    let backup = t.folder.path().join("backup");
    std::fs::create_dir(&backup).unwrap();
    let copy = backup.join("monday.sqlite");
    crate::store::sqlite::backup(t.store.path(), &copy, &SystemEntropy).unwrap();
    let old_keys = t.folder.path().join("old-keys.sqlite");
    std::fs::copy(backup.join(KEYS), &old_keys).unwrap();

    t.store.erase(p.account, NOON).await.unwrap().unwrap();
    assert!(work.go_on(&mut life).unwrap());
    work.copy_keys(true).unwrap();
    crate::store::sqlite::backup(t.store.path(), &backup.join("tuesday.sqlite"), &SystemEntropy).unwrap();

    // No copy says in the open what was written, before or after.
    for file in [copy.clone(), life.folder.join(BASE), t.store.path().to_owned()] {
        let bytes = std::fs::read(file).unwrap();
        let note = entry.note.as_bytes();
        assert!(!bytes.windows(note.len()).any(|w| w == note));
        let name = "Әсел Нұрланқызы".as_bytes();
        assert!(!bytes.windows(name.len()).any(|w| w == name));
    }
    // From before the erasure: everybody else is there, they are not.
    for (from, at) in [(t.archive(), Some(before)), (copy.clone(), None)] {
        let to = t.folder.path().join(format!("after-{}", t.clock.now().0));
        let done = restore(&from, &to, at, None, false, &*t.clock, &SystemEntropy).await.unwrap();
        assert_eq!((done.erased, done.unreadable), (1, 0));
        let store = Arc::new(SqliteStore::open(&to, Packs::shipped(), &SystemEntropy).unwrap());
        let w = World { store, mentor: t.w.mentor };
        assert!(w.store.export(p.account).await.unwrap().is_none());
        assert_eq!(w.one(&p, put(p.account, 5).0).await, qadam_protocol::OpResult::Erased);
        assert_eq!(w.rows(&w.mentor, kept.account).await.len(), 2);
        let there = restore(&from, &to, at, None, false, &*t.clock, &SystemEntropy).await;
        assert!(there.unwrap_err().to_string().contains("nothing is overwritten"));
    }
    // Keys that are not the newest are noticed, and so are none.
    let q = t.w.participant().await;
    crate::store::sqlite::backup(t.store.path(), &backup.join("wednesday.sqlite"), &SystemEntropy).unwrap();
    let to = t.folder.path().join("old");
    let from = backup.join("wednesday.sqlite");
    let refused = restore(&from, &to, None, Some(&old_keys), false, &*t.clock, &SystemEntropy).await;
    assert!(refused.unwrap_err().to_string().contains("the keys of 1 people"));
    let gone = Path::new("/nowhere/keys.sqlite");
    let refused = restore(&from, &to, None, Some(gone), false, &*t.clock, &SystemEntropy).await;
    assert!(refused.unwrap_err().to_string().contains("no keys at"));
    assert!(!to.exists());
    let done = restore(&from, &to, None, Some(&old_keys), true, &*t.clock, &SystemEntropy).await.unwrap();
    assert_eq!(done.unreadable, 1);
    let store = SqliteStore::open(&to, Packs::shipped(), &SystemEntropy).unwrap();
    assert!(store.export(q.account).await.unwrap().is_none());
    assert!(store.export(kept.account).await.unwrap().is_some());
}

#[tokio::test]
async fn a_database_does_not_start_without_its_keys() {
    let t = Tested::new().await;
    t.w.participant().await;
    let Tested { folder, w, store, .. } = t;
    store.close().await.unwrap();
    drop((w, store));
    let data = folder.path().join("data");
    std::fs::rename(data.join(KEYS), data.join("aside")).unwrap();
    let open = || SqliteStore::open(&data, Packs::shipped(), &SystemEntropy).map(|_| ());
    assert_eq!(open(), Err(StoreError::Keys));
    assert_eq!(open(), Err(StoreError::Keys), "nor the second time");
    std::fs::rename(data.join("aside"), data.join(KEYS)).unwrap();
    open().unwrap();
    assert!(data.join(FILE).is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_goes_and_what_is_broken_is_said() {
    let t = Tested::new().await;
    let p = t.w.participant().await;
    let mut work = t.work();
    work.options.keep_days = 2;
    for _ in 0..4 {
        let mut life = work.begin().unwrap();
        t.log(&p, 5).await;
        assert!(work.go_on(&mut life).unwrap());
        work.prune().unwrap();
        t.clock.0.fetch_add(24 * 60 * 60 * 1_000, Ordering::SeqCst);
    }
    // Any moment of the last two days needs the life that was going on when they began.
    assert_eq!(pieces::lives(&t.archive()).unwrap().len(), 3);
    let life = pieces::lives(&t.archive()).unwrap().pop().unwrap();
    let (_, piece) = life.pieces().unwrap().pop().unwrap();
    let mut bytes = std::fs::read(&piece).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    std::fs::write(&piece, bytes).unwrap();
    let to = t.folder.path().join("to");
    let done = restore(&t.archive(), &to, None, None, false, &*t.clock, &SystemEntropy).await;
    assert!(matches!(done, Err(StoreError::Damaged(_))), "{done:?}");
    assert!(!to.exists());
}
