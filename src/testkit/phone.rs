//! A phone: the real core over real SQLite in a folder, driven through serialised frames as by a screen.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc;
use futures_util::{StreamExt, stream};
use qadam_core::Part;
use qadam_domain::pack::Packs;
use qadam_domain::{AccountId, Clock, Entropy, EntryId, Millis};
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::Joining;
use qadam_door::{Ask, Door, DoorResult, door};
use qadam_platform::{
    FileError, HttpError, HttpReply, HttpRequest, Listening, Local, Picture, PictureError, Platform,
};
use tokio::task::JoinHandle;

use crate::link::Link;

/// What the phones' clocks show. Cheap to clone: all phones of a world share one.
#[derive(Clone, Debug)]
pub struct PhoneClock {
    /// Milliseconds since 1970.
    pub now: Rc<Cell<i64>>,
    /// Minutes that local time is ahead of UTC.
    pub offset_min: Rc<Cell<i16>>,
}

/// What is around a phone: time, and a network.
pub trait Around {
    /// Milliseconds since 1970 that the phone's clock shows.
    fn now(&self) -> i64;
    /// Minutes that local time is ahead of UTC.
    fn offset_min(&self) -> i16;
    /// Carries a request, or fails to.
    fn carry(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>>;
    /// Holds a line open. Where nothing else is said: none can be had.
    fn listen(&self, _request: HttpRequest) -> Listening {
        Box::pin(stream::once(ready(Err(HttpError::Offline))))
    }
    /// Ends after so many milliseconds.
    fn sleep(&self, millis: u64) -> Local<()>;
    /// Somebody waits and looks: clocks that stand may go on.
    fn looked(&self) {}
}

/// What the phones of a [`crate::World`] share: a clock that stands until it is moved, and a link.
struct Shared {
    clock: PhoneClock,
    link: Link,
}

impl Around for Shared {
    fn now(&self) -> i64 {
        self.clock.now.get()
    }
    fn offset_min(&self) -> i16 {
        self.clock.offset_min.get()
    }
    fn carry(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>> {
        let link = self.link.clone();
        Box::pin(async move { link.carry(request).await })
    }
    fn listen(&self, request: HttpRequest) -> Listening {
        self.link.listen(request)
    }
    fn sleep(&self, millis: u64) -> Local<()> {
        // The phones' clock stands: a short real pause lets others run, and the loop looks again.
        Box::pin(tokio::time::sleep(Duration::from_millis(millis.min(2))))
    }
    fn looked(&self) {
        self.clock.now.set(self.clock.now.get() + 500);
    }
}

/// The system under a test's phone.
pub struct TestPlatform {
    folder: PathBuf,
    around: Rc<dyn Around>,
    seed: RefCell<u64>,
    cookie: bool,
    wanted: Rc<Cell<u32>>,
}

impl std::fmt::Debug for TestPlatform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestPlatform")
    }
}

impl Clock for TestPlatform {
    fn now(&self) -> Millis {
        Millis(self.around.now())
    }
    fn offset_min(&self) -> i16 {
        self.around.offset_min()
    }
}

impl Entropy for TestPlatform {
    fn fill(&self, buffer: &mut [u8]) {
        // SplitMix64: repeatable, and different for each phone by its seed.
        let mut state = self.seed.borrow_mut();
        for chunk in buffer.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

impl Platform for TestPlatform {
    fn db_path(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }
    fn db_exists(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }
    fn db_list(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.folder).unwrap();
        files
            .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|n| n.ends_with(".db"))
            .collect()
    }
    fn db_set_aside(&self, name: &str) -> Result<String, FileError> {
        let kept = format!("{name}.damaged");
        for suffix in ["", "-wal", "-shm"] {
            let from = self.folder.join(format!("{name}{suffix}"));
            if from.exists() {
                std::fs::rename(from, self.folder.join(format!("{kept}{suffix}"))).unwrap();
            }
        }
        Ok(kept)
    }
    fn db_erase(&self, name: &str) -> Result<(), FileError> {
        for suffix in ["", "-wal", "-shm"] {
            let file = self.folder.join(format!("{name}{suffix}"));
            if file.exists() {
                std::fs::remove_file(file).unwrap();
            }
        }
        Ok(())
    }
    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<String, FileError> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        Ok(path.to_string_lossy().into_owned())
    }
    fn has_wal(&self) -> bool {
        true
    }
    fn picture(&self, file: Vec<u8>) -> Local<Result<Picture, PictureError>> {
        let made = qadam_platform::picture::make(&file);
        Box::pin(async move { made })
    }
    fn server(&self) -> Option<String> {
        Some("http://server".into())
    }
    fn cookie_session(&self) -> bool {
        self.cookie
    }
    fn http(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>> {
        self.around.carry(request)
    }
    fn listen(&self, request: HttpRequest) -> Listening {
        self.around.listen(request)
    }
    fn sleep(&self, millis: u64) -> Local<()> {
        self.around.sleep(millis)
    }
    fn want_part(&self) {
        self.wanted.set(self.wanted.get() + 1);
    }
}

/// A phone that runs.
pub struct Phone {
    /// What a screen would hold.
    pub door: Door,
    folder: PathBuf,
    around: Rc<dyn Around>,
    seed: u64,
    wanted: Rc<Cell<u32>>,
    tasks: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phone({})", self.seed)
    }
}

impl Phone {
    /// Starts a phone over a folder. Call within a `LocalSet`.
    pub fn start(folder: PathBuf, clock: PhoneClock, seed: u64, link: Link) -> Self {
        Self::start_in(folder, Rc::new(Shared { clock, link }), seed)
    }

    /// The same with time and network of one's own.
    pub fn start_in(folder: PathBuf, around: Rc<dyn Around>, seed: u64) -> Self {
        Self::start_apart(folder, around, seed, Packs::shipped(), Part::Here)
    }

    fn start_apart(folder: PathBuf, around: Rc<dyn Around>, seed: u64, packs: Packs, part: Part) -> Self {
        let wanted = Rc::new(Cell::new(0));
        let platform = TestPlatform {
            wanted: wanted.clone(),
            folder: folder.clone(),
            seed: RefCell::new(seed ^ (around.now() as u64)),
            around: around.clone(),
            cookie: false,
        };
        let (door, end) = door();
        let deliver = end.deliver();
        let (out, mut sent) = mpsc::unbounded::<Vec<u8>>();
        let late = (qadam_core::work as fn(&mut _, _) -> _, part);
        let core = qadam_core::serve_apart(Rc::new(platform), packs, end.frames, out, late);
        let core = tokio::task::spawn_local(core);
        let pump = tokio::task::spawn_local(async move {
            while let Some(frame) = sent.next().await {
                deliver.bytes(&frame);
            }
        });
        Self { door, folder, around, seed, wanted, tasks: vec![core, pump] }
    }

    /// Ends the phone as a power cut would (between two awaits; a transaction is either there or not)
    /// and starts it again over the same files.
    pub fn restart(self) -> Self {
        self.restart_with(Packs::shipped())
    }

    /// The same with these programmes: the app was updated meanwhile.
    pub fn restart_with(self, packs: Packs) -> Self {
        self.again(packs, Part::Here)
    }

    /// The same as in a browser, where a part of the program comes later: [`Door::part`] says that it is here.
    pub fn restart_apart(self) -> Self {
        self.again(Packs::shipped(), Part::Coming)
    }

    fn again(self, packs: Packs, part: Part) -> Self {
        for t in &self.tasks {
            t.abort();
        }
        Self::start_apart(self.folder, self.around, self.seed.wrapping_add(1), packs, part)
    }

    /// Ends the phone and waits until its files are closed.
    pub async fn stop(self) {
        for t in self.tasks {
            t.abort();
            // The error says that it was aborted: that is what was asked for.
            drop(t.await);
        }
    }

    /// How often it asked for the part of the program that comes later.
    pub fn wanted_part(&self) -> u32 {
        self.wanted.get()
    }

    /// The folder with its files.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Runs a command that must work.
    pub async fn run(&self, command: Command) -> Outcome {
        let said = format!("{command:?}");
        self.door.run(command).await.unwrap_or_else(|e| panic!("{said}: {e:?}"))
    }

    /// Runs a command.
    pub async fn try_run(&self, command: Command) -> DoorResult<Outcome> {
        self.door.run(command).await
    }

    /// Logs an entry, which must work.
    pub async fn log(&self, draft: Draft) -> EntryId {
        match self.run(Command::Log { draft }).await {
            Outcome::Logged { entry, .. } => entry,
            other => panic!("not logged: {other:?}"),
        }
    }

    /// Asks a mentor, whom nobody else asks just now, and is taken in; whether the phone has heard of it or not.
    pub async fn taken_in_by(&self, mentor: &Self, code: &str) -> AccountId {
        self.run(Command::Join { code: code.into() }).await;
        let queue = mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await;
        let participant = queue.joiners[0].participant;
        mentor.run(Command::JoinerAnswer { participant, accept: true }).await;
        participant
    }

    /// Asks a mentor, is taken in, and may go on: nobody's consent is waited for.
    pub async fn joins(&self, mentor: &Self, code: &str) -> AccountId {
        let participant = self.taken_in_by(mentor, code).await;
        self.until(ask::Me {}, |m| matches!(m.joining, Joining::Joined { .. })).await;
        participant
    }

    /// Waits until everything has gone out by itself.
    pub async fn all_sent(&self) {
        self.until(ask::SyncStatus {}, |s| s.waiting == 0 && !s.sending && s.hold.is_none()).await;
    }

    /// Syncs now, and waits until everything has gone out.
    pub async fn synced(&self) {
        self.run(Command::SyncNow).await;
        self.all_sent().await;
    }

    /// Asks for a view that must be there.
    pub async fn ask<Q: Ask + std::fmt::Debug>(&self, question: Q) -> Q::View {
        self.door.ask(&question).await.unwrap_or_else(|e| panic!("{question:?}: {e:?}"))
    }

    /// Asks until the answer is as wanted; gives up after about ten seconds. The phones' clock goes on
    /// meanwhile (half a second for each look), so that a line that only listens now and then does.
    pub async fn until<Q: Ask + std::fmt::Debug>(
        &self,
        question: Q,
        good: impl Fn(&Q::View) -> bool,
    ) -> Q::View
    where
        Q::View: std::fmt::Debug,
    {
        for _ in 0..2_000 {
            self.around.looked();
            let view = self.ask(question.clone()).await;
            if good(&view) {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("not reached: {question:?} = {:?}", self.ask(question.clone()).await);
    }
}
