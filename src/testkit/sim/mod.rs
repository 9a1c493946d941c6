//! A whole world in one thread, by a seed: phones with real cores and real SQLite, a real server over real
//! SQLite, and everything between them that can go wrong. Requests are lost, repeated long after, cut and
//! answered by strangers; the server falls in the midst of work; phones lose power while they save; clocks
//! are wrong by hours and weeks. In the end all of it stops, and what must hold is looked at:
//!
//! - what a phone said was saved is on the server once, or stands in its outbox as refused (I1);
//! - everything that ever reached the server, sent again, changes nothing (I2);
//! - phones and server have the same rows at the same versions (I3, I4, and I5 for the kills between);
//! - rows that are taken out of a phone's file come back by themselves (I4);
//! - nobody has rows of people who are not theirs (I8);
//! - a fresh phone with the recovery code gets all of it back (I10).
//!
//! One thread, one clock that jumps to the next thing to happen, and no chance but the seed's: a seed that
//! fails fails again. Read first: [`run`].

mod check;
mod net;
mod people;

use std::cell::RefCell;
use std::fmt;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use fastrand::Rng;
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{AccountId, Clock, PhotoId};
use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_server::secret;
use qadam_server::store::Store;
use tempfile::TempDir;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep};

use net::{Line, Node, Seeded};
use people::Person;

/// What a seed led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lived {
    /// Requests that phones made.
    pub requests: u32,
    /// Times that a phone lost its power.
    pub kills: u32,
    /// Times that the server fell.
    pub falls: u32,
    /// Times that it went back to a backup.
    pub restores: u32,
    /// Times that a participant got another mentor.
    pub moves: u32,
    /// People who lived on two phones in the end.
    pub seconds: u32,
    /// Rows that the server had in the end.
    pub records: u32,
    /// Over all rows of the server: the same seed leads to the same.
    pub digest: u64,
}

/// What did not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The seed that leads there.
    pub seed: u64,
    /// What, in words.
    pub what: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}:", self.seed)?;
        self.what.iter().try_for_each(|w| write!(f, "\n  {w}"))
    }
}

/// Longest time for all to come to rest once nothing goes wrong any more.
const ROUNDS: u32 = 80;

/// Lives the world of a seed.
///
/// # Errors
/// What did not hold in the end.
pub fn run(seed: u64) -> Result<Lived, Broken> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    // Where memory can be had as a folder, no disk is worn.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
    let lived = LocalSet::new().block_on(&runtime, live(seed, folder.path()));
    lived.map_err(|mut what| {
        // To be looked into: `QADAM_SIM_KEEP=1 ./dev sim --seed S`.
        if std::env::var_os("QADAM_SIM_KEEP").is_some() {
            what.push(format!("its files: {}", folder.keep().display()));
        }
        Broken { seed, what }
    })
}

async fn live(seed: u64, folder: &Path) -> Result<Lived, Vec<String>> {
    let mut rng = Rng::with_seed(seed);
    let origin = Instant::now();
    std::fs::create_dir(folder.join("server")).unwrap();
    let node = Node::new(folder.join("server"), origin, rng.fork());

    let mut mentors = Vec::new();
    for n in 0..rng.usize(1..3) {
        mentors.push(mentor(n, folder, &node, origin, &mut rng).await);
    }
    let mut crowd = Vec::new();
    for n in 0..rng.usize(1..4) {
        let line = Line::new(node.clone(), origin, rng.fork());
        let mut p = Person::new(format!("П{n}"), false, line, folder.join(format!("phone-{n}")), rng.fork());
        p.start(if rng.u32(..4) == 0 { "2011-05-01" } else { "2000-05-01" }).await;
        crowd.push((p, mentors[rng.usize(..mentors.len())].1.clone()));
    }

    // A chance of its own: worlds that were looked into before stay the same.
    let mut chance = Rng::with_seed(!seed);
    let recovery: Rc<RefCell<Option<String>>> = Rc::default();
    let mut second = (chance.u32(..4) == 0).then(|| {
        let line = Line::new(node.clone(), origin, chance.fork());
        crowd[0].0.second(line, folder.join("second"), chance.fork())
    });

    // In one world of three the server is lost, and more than once; in others participants get another mentor.
    let phones = crowd.len() + mentors.len() + usize::from(second.is_some());
    let going_back = (rng.u32(..3) == 0).then(|| spawn_local(goes_back(node.clone(), rng.fork(), phones)));
    let handing = going_back.is_none() && chance.bool();
    let handing = handing.then(|| spawn_local(hands_over(node.clone(), chance)));
    let falling = spawn_local(falls(node.clone(), rng.fork()));
    let actions = rng.u32(6..24);
    let mut work = Vec::new();
    for (mut p, code) in crowd {
        let recovery = recovery.clone();
        work.push(spawn_local(async move {
            p.take_part(actions, Some(code), recovery).await;
            p
        }));
    }
    if let Some(mut p) = second.take() {
        work.push(spawn_local(async move {
            p.joins_in(actions, recovery).await;
            p
        }));
    }
    for (mut m, _) in mentors {
        work.push(spawn_local(async move {
            m.review(actions).await;
            m
        }));
    }
    let mut people = Vec::new();
    for w in work {
        people.push(w.await.map_err(|e| vec![format!("somebody's day ended early: {e}")])?);
    }
    falling.abort();
    for ends in [going_back, handing].into_iter().flatten() {
        ends.abort();
    }

    // Nothing goes wrong any more.
    node.rise();
    for p in &people {
        p.line.calm.set(true);
        p.line.down.set(false);
        p.line.set_off(0);
        p.phone().door.online(true);
        p.phone().door.foreground(true);
    }
    rest(&node, &mut people).await?;
    let held = node.store().unwrap().held().await.unwrap();
    let mut what = check::all(&node, &people, &held);
    let before = check::dump(&node);
    again(&node, &mut rng).await;
    if check::dump(&node) != before {
        what.push("what was sent once more changed the server".into());
    }
    what.extend(pictures(&node, &people).await);
    what.extend(harmed(&node, &mut people, &mut rng).await);
    what.extend(reborn(&node, &people, folder, origin, &mut rng).await);
    if what.is_empty() { Ok(lived(&node, &people, &before)) } else { Err(what) }
}

async fn mentor(
    n: usize,
    folder: &Path,
    node: &Rc<Node>,
    origin: Instant,
    rng: &mut Rng,
) -> (Person, String) {
    let entropy = Seeded(rng.fork().into());
    let time = node.time.clone();
    let store = node.store().unwrap();
    let id = AccountId::new(&*time, &entropy);
    store.add_mentor(id, format!("М{n}"), time.now()).await.unwrap();
    let code = Code::new(CodeKind::SignIn, &entropy);
    let expires = time.now().plus(86_400_000);
    store.issue_sign_in(id, secret::code(&code).unwrap().0, expires, time.now()).await.unwrap().unwrap();
    drop(store);
    let line = Line::new(node.clone(), origin, rng.fork());
    line.calm.set(true);
    let m = Person::new(format!("М{n}"), true, line, folder.join(format!("mentor-{n}")), rng.fork());
    m.phone().run(Command::SignIn { code: code.grouped() }).await;
    m.phone().until(ask::Boot {}, |b| b.sign_in.is_none() && b.role.is_some()).await;
    m.phone().run(Command::InviteMake).await;
    let me = m.phone().until(ask::Me {}, |me| !me.invites.is_empty()).await;
    m.line.calm.set(false);
    (m, me.invites[0].code.clone())
}

/// The server falls now and then, and gets up after a while.
async fn falls(node: Rc<Node>, mut rng: Rng) {
    loop {
        sleep(Duration::from_millis(rng.u64(20_000..3_000_000))).await;
        node.fall();
        sleep(Duration::from_millis(rng.u64(100..400_000))).await;
        node.rise();
    }
}

/// Backups are taken, and now and then the server is put back to the last one.
async fn goes_back(node: Rc<Node>, mut rng: Rng, phones: usize) {
    loop {
        sleep(Duration::from_millis(rng.u64(20_000..600_000))).await;
        if rng.u32(..3) > 0 {
            node.copy(phones);
        } else {
            node.go_back().await;
            sleep(Duration::from_millis(rng.u64(100..100_000))).await;
            node.rise();
        }
    }
}

/// The operator gives participants another mentor, or the one before.
async fn hands_over(node: Rc<Node>, mut rng: Rng) {
    loop {
        sleep(Duration::from_millis(rng.u64(20_000..500_000))).await;
        node.hand_over(&mut rng).await;
    }
}

/// Until nothing waits on any phone, and nothing new is on the server for it.
async fn rest(node: &Rc<Node>, people: &mut [Person]) -> Result<(), Vec<String>> {
    let mut last = Vec::new();
    for _ in 0..ROUNDS {
        for p in people.iter_mut().filter(|p| p.mentor) {
            p.take_in(true).await;
        }
        for p in people.iter() {
            drop(p.phone().try_run(Command::SyncNow).await);
        }
        sleep(Duration::from_secs(40)).await;
        last = people.iter().filter_map(|p| p.waits(node.restores.get() > 0)).collect();
        if last.is_empty() {
            last = check::differences(node, people, people);
        }
        if last.is_empty() {
            return Ok(());
        }
    }
    last.insert(0, format!("no rest after {ROUNDS} rounds"));
    Err(last)
}

/// What phones believe to be sent is there, under the name of its bytes.
async fn pictures(node: &Rc<Node>, people: &[Person]) -> Vec<String> {
    let mut what = Vec::new();
    for p in people {
        for (scope, id, bytes) in check::sent(p) {
            let there = node.photos.get(scope, id).await.unwrap();
            if there.as_deref() != Some(&bytes[..]) || PhotoId::of(&bytes) != id {
                what.push(format!("{}: {id:?} is not as it was sent", p.name));
            }
        }
    }
    what
}

/// Everything that ever arrived, in any order, once more.
async fn again(node: &Rc<Node>, rng: &mut Rng) {
    let mut all = node.heard.borrow().clone();
    rng.shuffle(&mut all);
    for request in all.iter().take(120) {
        drop(node.answer(request).await);
    }
}

/// A phone whose file lacks rows, by a mistake or an old copy of it, has them again.
async fn harmed(node: &Rc<Node>, people: &mut [Person], rng: &mut Rng) -> Vec<String> {
    let at = rng.usize(..people.len());
    let p = &mut people[at];
    check::harm(p, rng.u32(1..6));
    p.kill();
    let mut what = Vec::new();
    for _ in 0..ROUNDS {
        sleep(Duration::from_secs(20)).await;
        what = check::differences(node, std::slice::from_ref(&people[at]), people);
        if what.is_empty() {
            return what;
        }
    }
    what.insert(0, format!("{} did not get back what its file had lost", people[at].name));
    what
}

/// A fresh phone with the recovery code has everything that the old one had.
async fn reborn(
    node: &Rc<Node>,
    people: &[Person],
    folder: &Path,
    origin: Instant,
    rng: &mut Rng,
) -> Vec<String> {
    // Of two phones the second one has the newest code.
    let mine = |p: &&Person| !p.mentor && p.whose == people[0].whose;
    let Some(p) = people.iter().rev().find(|p| mine(p) && check::has_rows(p)) else { return Vec::new() };
    let Some(code) = p.phone().ask(ask::Me {}).await.recovery else { return Vec::new() };
    let line = Line::new(node.clone(), origin, rng.fork());
    line.calm.set(true);
    let new = Person::new(p.name.clone(), false, line, folder.join("reborn"), rng.fork());
    new.phone().run(Command::SignIn { code }).await;
    for _ in 0..ROUNDS {
        sleep(Duration::from_secs(20)).await;
        if check::differences(node, std::slice::from_ref(&new), people).is_empty() && check::has_rows(&new) {
            return Vec::new();
        }
    }
    let mut what = check::differences(node, &[new], people);
    what.push(format!("{} did not get all back with the recovery code", p.name));
    what
}

fn lived(node: &Rc<Node>, people: &[Person], rows: &[String]) -> Lived {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    rows.hash(&mut hasher);
    Lived {
        requests: people.iter().map(|p| p.line.requests.get()).sum(),
        kills: people.iter().map(|p| p.kills).sum(),
        falls: node.falls.get(),
        restores: node.restores.get(),
        moves: node.moves.get(),
        seconds: people.iter().filter(|p| p.name != p.whose && check::has_rows(p)).count() as u32,
        records: u32::try_from(rows.len()).unwrap(),
        digest: hasher.finish(),
    }
}

/// Lives many worlds, on all cores. Gives what all of them came to, and those in which something did not hold.
pub fn many(seeds: std::ops::Range<u64>) -> (Lived, Vec<Broken>) {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};
    let next = AtomicU64::new(seeds.start);
    let found = Mutex::new((Lived::default(), Vec::new()));
    std::thread::scope(|threads| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            threads.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let lived = std::panic::catch_unwind(|| run(seed));
                    let lived = lived
                        .unwrap_or_else(|_| Err(Broken { seed, what: vec!["a panic: see above".into()] }));
                    let mut found = found.lock().unwrap();
                    match lived {
                        Ok(l) => {
                            found.0.requests += l.requests;
                            found.0.kills += l.kills;
                            found.0.falls += l.falls;
                            found.0.restores += l.restores;
                            found.0.moves += l.moves;
                            found.0.seconds += l.seconds;
                            found.0.records += l.records;
                        }
                        Err(broken) => found.1.push(broken),
                    }
                }
            });
        }
    });
    let (sum, mut broken) = found.into_inner().unwrap();
    broken.sort_by_key(|b| b.seed);
    (sum, broken)
}
