//! A server, a link, and phones.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{AccountId, Clock, Millis, OpId};
use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_server::clock::SystemEntropy;
use qadam_server::photos::Photos;
use qadam_server::rules::Packs;
use qadam_server::store::sqlite::archive::{self, Restored};
use qadam_server::store::sqlite::{self, SqliteStore};
use qadam_server::store::{HeldOp, Store};
use qadam_server::{Config, app, secret};
use tempfile::TempDir;
use tokio::task::LocalSet;

use crate::link::Link;
use crate::phone::{Phone, PhoneClock};

/// 21 November 2026, 10:00 in Kazakhstan.
pub const START: i64 = 1_795_237_200_000;

struct SharedTime(Arc<AtomicI64>);
impl Clock for SharedTime {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
    fn offset_min(&self) -> i16 {
        0
    }
}

fn served(store: &Arc<dyn Store>, clock: &Arc<AtomicI64>, photos: &Photos) -> axum::Router {
    let clock = Arc::new(SharedTime(clock.clone()));
    app(store.clone(), Config { clock, photos: Some(photos.clone()), ..Config::default() })
}

/// Runs a test in a world of its own.
pub async fn world<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    LocalSet::new().run_until(async { test(World::new()).await }).await;
}

/// Everything there is.
pub struct World {
    /// The link that all phones share.
    pub link: Link,
    /// The server's database.
    pub store: Arc<dyn Store>,
    clock: PhoneClock,
    server_clock: Arc<AtomicI64>,
    photos: Photos,
    server: PathBuf,
    copies: u32,
    folder: TempDir,
    phones: Cell<u64>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "World({} phones)", self.phones.get())
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A world with an empty server, on 21 November 2026.
    pub fn new() -> Self {
        Self::at(START)
    }

    /// The same at another time, in milliseconds since 1970.
    pub fn at(start: i64) -> Self {
        let folder = TempDir::new().unwrap();
        let server = folder.path().join("server");
        std::fs::create_dir(&server).unwrap();
        let packs = Packs::shipped();
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&server, packs, &SystemEntropy).unwrap());
        let server_clock = Arc::new(AtomicI64::new(start));
        let photos = Photos::in_memory();
        Self {
            link: Link::new(served(&store, &server_clock, &photos)),
            store,
            photos,
            server,
            copies: 0,
            clock: PhoneClock { now: Rc::new(Cell::new(start)), offset_min: Rc::new(Cell::new(300)) },
            server_clock,
            folder,
            phones: Cell::new(0),
        }
    }

    /// A backup of the server as it is now.
    pub fn backup(&mut self) -> PathBuf {
        self.copies += 1;
        let to = self.folder.path().join(format!("backup-{}", self.copies));
        std::fs::create_dir(&to).unwrap();
        let to = to.join("copy.sqlite");
        sqlite::backup(&self.server.join(sqlite::FILE), &to, &SystemEntropy).unwrap();
        to
    }

    /// The server is lost but for its keys, and put back from a backup, into a folder of its own.
    pub async fn restore(&mut self, from: &Path) -> Restored {
        self.store.close().await.unwrap();
        self.copies += 1;
        let to = self.folder.path().join(format!("server-{}", self.copies));
        let keys = self.server.join(sqlite::KEYS);
        let time = SharedTime(self.server_clock.clone());
        let done =
            archive::restore(from, &to, None, Some(&keys), false, &time, &SystemEntropy).await.unwrap();
        std::fs::remove_dir_all(&self.server).unwrap();
        self.store = Arc::new(SqliteStore::open(&to, Packs::shipped(), &SystemEntropy).unwrap());
        self.server = to;
        self.link.leads_to(served(&self.store, &self.server_clock, &self.photos));
        done
    }

    /// Erases somebody on the server, as its operator does.
    pub async fn erase(&self, person: AccountId) {
        let now = SharedTime(self.server_clock.clone()).now();
        self.store.erase(person, now).await.unwrap().unwrap();
        self.photos.erase(person).await.unwrap();
    }

    /// Gives a participant another mentor, as the server's operator does.
    pub async fn hand_over(&self, person: AccountId, to: &str) {
        let time = SharedTime(self.server_clock.clone());
        let to = self.store.mentors().await.unwrap().into_iter().find(|m| m.name == to).unwrap();
        let revision = OpId::new(&time, &SystemEntropy);
        self.store.move_member(person, to.id, revision, time.now()).await.unwrap().unwrap();
    }

    /// What the server has kept for the coordinator.
    pub async fn held(&self) -> Vec<HeldOp> {
        self.store.held().await.unwrap()
    }

    /// Moves the phones' and the server's clock.
    pub fn pass(&self, millis: i64) {
        self.drift(millis);
        self.server_clock.fetch_add(millis, Ordering::SeqCst);
    }

    /// Moves the phones' clock alone.
    pub fn drift(&self, millis: i64) {
        self.clock.now.set(self.clock.now.get() + millis);
    }

    /// Sets the phones' clock to the server's: looking at a phone moves it a little.
    pub fn set_right(&self) {
        self.clock.now.set(self.server_clock.load(Ordering::SeqCst));
    }

    /// What the phones' clocks show.
    pub fn now(&self) -> Millis {
        Millis(self.clock.now.get())
    }

    /// The phones are where local time is so many minutes ahead of UTC (at first 300: Kazakhstan).
    pub fn travel(&self, offset_min: i16) {
        self.clock.offset_min.set(offset_min);
    }

    /// A fresh phone.
    pub fn phone(&self) -> Phone {
        let n = self.phones.get() + 1;
        self.phones.set(n);
        let folder = self.folder.path().join(format!("phone-{n}"));
        std::fs::create_dir(&folder).unwrap();
        Phone::start(folder, self.clock.clone(), n, self.link.clone())
    }

    /// A phone over files that are there.
    pub fn phone_at(&self, folder: &std::path::Path) -> Phone {
        let n = self.phones.get() + 1;
        self.phones.set(n);
        Phone::start(folder.to_owned(), self.clock.clone(), n, self.link.clone())
    }

    /// A phone over a copy of another one's files.
    pub fn copy_of(&self, phone: &Phone) -> Phone {
        let to = self.folder.path().join(format!("copy-{}", self.phones.get() + 1));
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(phone.folder()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
        self.phone_at(&to)
    }

    /// A one-time sign-in code of a new mentor.
    pub async fn mentor_code(&self, name: &str) -> String {
        let time = SharedTime(self.server_clock.clone());
        let id = AccountId::new(&time, &SystemEntropy);
        self.store.add_mentor(id, name.into(), time.now()).await.unwrap();
        let code = Code::new(CodeKind::SignIn, &SystemEntropy);
        let expires = time.now().plus(86_400_000);
        self.store
            .issue_sign_in(id, secret::code(&code).unwrap().0, expires, time.now())
            .await
            .unwrap()
            .unwrap();
        code.grouped()
    }

    /// A phone with a mentor signed in, and a joining code.
    pub async fn mentor(&self, name: &str) -> (Phone, String) {
        let phone = self.phone();
        let code = self.mentor_code(name).await;
        phone.run(Command::SignIn { code }).await;
        phone.until(ask::Boot {}, |b| b.sign_in.is_none() && b.role.is_some()).await;
        phone.run(Command::InviteMake).await;
        let me = phone.until(ask::Me {}, |m| !m.invites.is_empty()).await;
        (phone, me.invites[0].code.clone())
    }

    /// A phone with an adult on gold whom the mentor took in.
    pub async fn joined(&self, mentor: &Phone, code: &str, name: &str) -> Phone {
        let phone = self.participant(name, "gold", "2000-05-01").await;
        phone.joins(mentor, code).await;
        phone
    }

    /// A phone with a participant on a level, not joined.
    pub async fn participant(&self, name: &str, level: &str, birth: &str) -> Phone {
        let phone = self.phone();
        phone.run(Command::ProfileCreate { name: name.into() }).await;
        phone.run(Command::Enrol { level: level.into(), birth: birth.parse().unwrap() }).await;
        phone
    }
}
