//! A server that falls over and lines that lose, repeat, delay and cut: all of it as a seed wants.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use fastrand::Rng;
use qadam_domain::{Clock, Entropy, Millis, OpId};
use qadam_platform::{HttpError, HttpReply, HttpRequest, Local};
use qadam_protocol::wire::packed::PACKED;
use qadam_protocol::wire::{CBOR, JSON};
use qadam_server::photos::Photos;
use qadam_server::rules::Packs;
use qadam_server::store::Store;
use qadam_server::store::sqlite::{self, SqliteStore};
use qadam_server::{Config, Rates, app};
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::{Instant, sleep};

use crate::link::deliver;
use crate::phone::Around;

/// The moment at which every simulated world begins: 21 November 2026, 10:00 in Kazakhstan.
pub(super) const START: i64 = crate::START;

/// Time as the seed's clock has it, with a mistake that can be set.
#[derive(Debug)]
pub(super) struct Time {
    origin: Instant,
    pub(super) off: AtomicI64,
}

impl Time {
    pub(super) fn new(origin: Instant) -> Self {
        Self { origin, off: AtomicI64::new(0) }
    }
}

impl Clock for Time {
    fn now(&self) -> Millis {
        let passed = i64::try_from(self.origin.elapsed().as_millis()).unwrap();
        Millis(START + passed + self.off.load(Ordering::SeqCst))
    }
    fn offset_min(&self) -> i16 {
        0
    }
}

/// Bytes that a seed makes.
pub(super) struct Seeded(pub(super) RefCell<Rng>);

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.borrow_mut().fill(buffer);
    }
}

/// The server.
pub(super) struct Node {
    folder: PathBuf,
    pub(super) time: Arc<Time>,
    entropy: Seeded,
    running: RefCell<Option<(Router, Arc<SqliteStore>)>>,
    work: RefCell<Vec<AbortHandle>>,
    /// Where pictures are: a service beside the server, which does not fall with it.
    pub(super) photos: Photos,
    /// Everything that ever arrived: any of it may arrive again.
    pub(super) heard: RefCell<Vec<HttpRequest>>,
    pub(super) falls: Cell<u32>,
    /// A copy of the server as it was, and whether everybody was in by then.
    copy: RefCell<Option<PathBuf>>,
    copies: Cell<u32>,
    pub(super) restores: Cell<u32>,
    pub(super) moves: Cell<u32>,
}

impl Node {
    pub(super) fn new(folder: PathBuf, origin: Instant, rng: Rng) -> Rc<Self> {
        let node = Rc::new(Self {
            folder,
            time: Arc::new(Time::new(origin)),
            entropy: Seeded(RefCell::new(rng)),
            running: RefCell::default(),
            work: RefCell::default(),
            photos: Photos::in_memory(),
            heard: RefCell::default(),
            falls: Cell::new(0),
            copy: RefCell::default(),
            copies: Cell::new(0),
            restores: Cell::new(0),
            moves: Cell::new(0),
        });
        node.rise();
        node
    }

    pub(super) fn store(&self) -> Option<Arc<SqliteStore>> {
        self.running.borrow().as_ref().map(|(_, store)| store.clone())
    }

    /// Starts over the files that are there.
    pub(super) fn rise(&self) {
        if self.running.borrow().is_some() {
            return;
        }
        let store = SqliteStore::open_inline(&self.folder, Packs::shipped(), &self.entropy).unwrap();
        let store = Arc::new(store);
        // How often one may ask is not what is looked for here.
        let rates = Rates { account: (1_000_000, 1_000), code: (1_000, 100), ..Rates::default() };
        let photos = Some(self.photos.clone());
        let config = Config { clock: self.time.clone(), rates, photos, ..Config::default() };
        let router = app(store.clone(), config);
        *self.running.borrow_mut() = Some((router, store));
    }

    /// Ends as by `kill -9`: what was being done stops where it waited.
    pub(super) fn fall(&self) {
        self.work.borrow_mut().drain(..).for_each(|w| w.abort());
        drop(self.running.borrow_mut().take());
        self.falls.set(self.falls.get() + 1);
    }

    /// Takes a backup, once so many phones are in: who joins after it has to join again, which is no law here.
    pub(super) fn copy(&self, phones: usize) {
        let Some(store) = self.store() else { return };
        let sql = "SELECT count(*) FROM device WHERE revoked_at IS NULL";
        let file = rusqlite::Connection::open(store.path()).unwrap();
        if file.query_row(sql, [], |r| r.get::<_, u32>(0)).unwrap() < u32::try_from(phones).unwrap() {
            return;
        }
        drop(file);
        self.copies.set(self.copies.get() + 1);
        let to = self.folder.with_file_name(format!("copy-{}", self.copies.get()));
        std::fs::create_dir(&to).unwrap();
        sqlite::backup(store.path(), &to.join("copy.sqlite"), &self.entropy).unwrap();
        *self.copy.borrow_mut() = Some(to);
    }

    /// The server is lost, but for its keys, and begins again from its last backup: what came after is gone.
    pub(super) async fn go_back(&self) {
        let Some(copy) = self.copy.borrow().clone() else { return };
        self.fall();
        let database = self.folder.join(sqlite::FILE);
        for end in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{end}", database.display())));
        }
        std::fs::copy(copy.join("copy.sqlite"), &database).unwrap();
        let mut epoch = [0; 8];
        self.entropy.fill(&mut epoch);
        let epoch = format!("{:016x}", u64::from_be_bytes(epoch));
        let store = SqliteStore::open_inline(&self.folder, Packs::shipped(), &self.entropy).unwrap();
        store.renew(epoch, Vec::new(), self.time.now()).await.unwrap();
        drop(store);
        // What was on its way from before belongs to a life that is over.
        self.heard.borrow_mut().clear();
        self.restores.set(self.restores.get() + 1);
    }

    /// Somebody gets another mentor.
    pub(super) async fn hand_over(&self, rng: &mut Rng) {
        let Some(store) = self.store() else { return };
        let (people, mentors) = (store.participants().await.unwrap(), store.mentors().await.unwrap());
        if people.is_empty() {
            return;
        }
        let (who, to) = (&people[rng.usize(..people.len())], &mentors[rng.usize(..mentors.len())]);
        if who.mentor == to.id {
            return;
        }
        let revision = OpId::new(&*self.time, &self.entropy);
        store.move_member(who.participant, to.id, revision, self.time.now()).await.unwrap().unwrap();
        self.moves.set(self.moves.get() + 1);
    }

    pub(super) async fn answer(&self, request: &HttpRequest) -> Result<HttpReply, HttpError> {
        let app = self.running.borrow().as_ref().map(|(app, _)| app.clone()).ok_or(HttpError::Offline)?;
        self.heard.borrow_mut().push(request.clone());
        let request = request.clone();
        let work = spawn_local(async move { deliver(app, &request).await });
        {
            let mut all = self.work.borrow_mut();
            all.retain(|w| !w.is_finished());
            all.push(work.abort_handle());
        }
        work.await.map_err(|_| HttpError::Broken)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Good,
    LostThere,
    LostBack,
    Twice,
    Cut,
    Nonsense,
}

/// One phone's line to the server, and its clock.
pub(super) struct Line {
    node: Rc<Node>,
    rng: RefCell<Rng>,
    time: Time,
    pub(super) offset_min: Cell<i16>,
    pub(super) down: Cell<bool>,
    /// Nothing goes wrong any more.
    pub(super) calm: Cell<bool>,
    pub(super) requests: Cell<u32>,
}

impl Line {
    pub(super) fn new(node: Rc<Node>, origin: Instant, rng: Rng) -> Rc<Self> {
        Rc::new(Self {
            node,
            rng: RefCell::new(rng),
            time: Time::new(origin),
            offset_min: Cell::new(300),
            down: Cell::new(false),
            calm: Cell::new(false),
            requests: Cell::new(0),
        })
    }

    /// Sets the clock wrong by so much.
    pub(super) fn set_off(&self, millis: i64) {
        self.time.off.store(millis, Ordering::SeqCst);
    }

    fn draw(&self) -> (Fate, u64, u64) {
        let mut rng = self.rng.borrow_mut();
        if self.calm.get() {
            return (Fate::Good, 20, 20);
        }
        let fate = match rng.u32(..100) {
            0..10 => Fate::LostThere,
            10..24 => Fate::LostBack,
            24..32 => Fate::Twice,
            32..36 => Fate::Cut,
            36..39 => Fate::Nonsense,
            _ => Fate::Good,
        };
        let mut slow = || match rng.u32(..10) {
            0..6 => rng.u64(20..400),
            6..9 => rng.u64(400..5_000),
            _ => rng.u64(5_000..90_000),
        };
        (fate, slow(), slow())
    }
}

impl Around for Line {
    fn now(&self) -> i64 {
        self.time.now().0
    }
    fn offset_min(&self) -> i16 {
        self.offset_min.get()
    }
    fn sleep(&self, millis: u64) -> Local<()> {
        Box::pin(sleep(Duration::from_millis(millis)))
    }
    fn carry(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>> {
        self.requests.set(self.requests.get() + 1);
        if self.down.get() {
            return Box::pin(async { Err(HttpError::Offline) });
        }
        let ((fate, there, back), node) = (self.draw(), self.node.clone());
        let nonsense = self.rng.borrow_mut().usize(..6);
        // What has left the phone goes its way, whatever becomes of the phone.
        let way = spawn_local(async move {
            sleep(Duration::from_millis(there)).await;
            if fate == Fate::LostThere {
                return Err(HttpError::Offline);
            }
            let answer = node.answer(&request).await;
            if fate == Fate::Twice {
                let node = node.clone();
                // The copy may come long after, when the phone has moved on.
                let late = Duration::from_millis(there * 7);
                drop(spawn_local(async move {
                    sleep(late).await;
                    drop(node.answer(&request).await);
                }));
            }
            sleep(Duration::from_millis(back)).await;
            match (fate, answer) {
                (Fate::LostBack, _) => Err(HttpError::Broken),
                (Fate::Cut, Ok(r)) => Ok(HttpReply { body: r.body[..r.body.len() / 2].to_vec(), ..r }),
                (Fate::Nonsense, _) => {
                    let (status, kind, body) = [
                        (200, "text/html", "<html>Wi-Fi</html>"),
                        (502, "text/plain", "Bad gateway"),
                        (503, JSON, "{}"),
                        (200, CBOR, "Wi-Fi"),
                        (200, PACKED, "Wi-Fi"),
                        (415, JSON, "{}"),
                    ][nonsense];
                    Ok(HttpReply {
                        status,
                        kind: kind.into(),
                        body: body.into(),
                        offset: None,
                        location: None,
                    })
                }
                (_, answer) => answer,
            }
        });
        Box::pin(async move { way.await.unwrap_or(Err(HttpError::Broken)) })
    }
}
