//! Real servers that are killed in a loop, a link that delays, cuts and drops, PostgreSQL that crashes, and
//! phones that write all the time: nothing acknowledged is lost, nothing is there twice, all sums are alike.
//!
//! Here a short version of each, which ends after so many kills. `./dev torture` runs it for minutes
//! (docs/torture.md); its words come through the environment:
//! `QADAM_TORTURE_SECONDS`, `QADAM_TORTURE_SEED`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../cluster.rs"]
mod cluster;
mod common;
#[path = "torture/phone.rs"]
mod phone;
#[path = "torture/photo.rs"]
mod photo;
#[path = "common/pictures.rs"]
mod pictures;
#[path = "torture/relay.rs"]
mod relay;
#[path = "common/running.rs"]
mod running;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cluster::Cluster;
use common::fixtures::op;
use common::{join_request, sign_in_request, sync_request};
use phone::{Phone, Tally};
use photo::Picture;
use qadam_domain::{AccountId, EntryId, OpId};
use qadam_protocol::account::{JoinReply, SignInReply};
use qadam_protocol::op::Payload;
use qadam_protocol::record::Body;
use qadam_protocol::sync::{Cursor, SyncReply};
use relay::{Relay, next};
use running::{BIN, Running, code_in, printed};

/// How much, and how long.
struct Size {
    phones: usize,
    kills: usize,
    /// Goes on for as long, however many kills that makes.
    least: Duration,
    seed: u64,
}

fn size() -> Size {
    let number = |name: &str| std::env::var(name).ok().map(|n| n.parse::<u64>().expect(name));
    let seconds = number("QADAM_TORTURE_SECONDS");
    Size {
        phones: if seconds.is_some() { 24 } else { 8 },
        kills: 8,
        least: Duration::from_secs(seconds.unwrap_or(0)),
        seed: number("QADAM_TORTURE_SEED").unwrap_or(20_261_123),
    }
}

/// What the servers keep their rows in.
enum Rows<'a> {
    Folder(&'a Path),
    Cluster(&'a Cluster, String),
}

struct Nodes<'a> {
    rows: Rows<'a>,
    photos: String,
    relays: Vec<Relay>,
    running: Mutex<Vec<Option<Running>>>,
}

impl Nodes<'_> {
    fn serve(&self) -> Running {
        match &self.rows {
            Rows::Folder(folder) => Running::start(folder, &["--photos", &self.photos]),
            Rows::Cluster(_, address) => {
                let more = ["--database", address, "--database-statement", "5", "--photos", &self.photos];
                Running::start(Path::new("/nowhere/qadam"), &more)
            }
        }
    }

    fn operator(&self, args: &[&str]) -> String {
        let mut command = Command::new(BIN);
        command.args(args);
        match &self.rows {
            Rows::Folder(folder) => command.arg("--data").arg(folder),
            Rows::Cluster(_, address) => command.env("QADAM_DATABASE", address),
        };
        let out = command.output().unwrap();
        assert!(out.status.success(), "{}", printed(&out));
        printed(&out)
    }

    /// Kills a node in whatever it is doing, and starts it again.
    fn kill(&self, n: usize) {
        let mut old = self.running.lock().unwrap()[n].take().unwrap();
        old.signal("-KILL");
        old.child.wait().unwrap();
        let new = self.serve();
        self.relays[n].lead(&new.address);
        self.running.lock().unwrap()[n] = Some(new);
    }

    fn direct(&self) -> String {
        self.running.lock().unwrap()[0].as_ref().unwrap().address.clone()
    }
}

/// A mentor, and phones that were taken in.
fn people(nodes: &Nodes<'_>, phones: usize) -> (String, Vec<Phone>) {
    let name = "Айгүл Сейтқали";
    let sign_in =
        sign_in_request(&code_in(&nodes.operator(&["mentor", "add", "--name", name]), "Sign-in code"));
    let servers = nodes.running.lock().unwrap();
    let server = servers[0].as_ref().unwrap();
    let _: SignInReply = server.post("/v1/signin", None, &sign_in);
    let mut all = Vec::new();
    for _ in 0..phones {
        let invited = nodes.operator(&["invite", "--mentor", name]);
        let joining = join_request(&code_in(&invited, "Joining code"));
        let _: JoinReply = server.post("/v1/join", None, &joining);
        let accept = sync_request(vec![op(joining.account, Payload::MemberAccept)]);
        let _: SyncReply = server.post("/v1/sync", Some(&sign_in.token.0), &accept);
        all.push(Phone::new(joining.account, joining.token.0));
    }
    (sign_in.token.0, all)
}

/// A phone's life until the end of the torture, and on until everything is answered.
fn live(
    mut phone: Phone,
    seed: u64,
    nodes: &Nodes<'_>,
    over: &AtomicBool,
    tally: &Tally,
) -> (Phone, Vec<Picture>) {
    let dice = AtomicU64::new(seed);
    let addresses: Vec<&str> = nodes.relays.iter().map(|r| r.address.as_str()).collect();
    let mut pictures: Vec<Picture> = Vec::new();
    loop {
        let ends = over.load(Ordering::SeqCst);
        if !ends {
            phone.write(&dice);
            if pictures.iter().all(|p| p.done) && pictures.len() < 40 {
                pictures.push(Picture::new(phone.account, phone.token.clone(), pictures.len() as u8));
            }
        }
        if !phone.sync(&addresses, &dice, tally) {
            std::thread::sleep(Duration::from_millis(next(&dice) % 100));
        }
        if let Some(picture) = pictures.iter_mut().find(|p| !p.done) {
            picture.step(addresses[next(&dice) as usize % addresses.len()]);
        }
        if ends && phone.is_done() && pictures.iter().all(|p| p.done) {
            return (phone, pictures);
        }
    }
}

/// All current entries of all participants, and the versions, as a mentor with nothing gets them.
fn all_of(address: &str, mentor: &str) -> BTreeMap<AccountId, (u64, usize, BTreeMap<EntryId, OpId>)> {
    let mut all: BTreeMap<AccountId, (u64, usize, BTreeMap<EntryId, OpId>)> = BTreeMap::new();
    let mut asked = sync_request(Vec::new());
    loop {
        let heard = phone::surely(address, mentor, &asked);
        for page in heard.scopes {
            let of = all.entry(page.scope).or_default();
            for record in page.records {
                assert!(record.version > of.0, "versions rise");
                of.0 = record.version;
                if let Body::Entry(e) = record.body {
                    of.1 += 1;
                    of.2.insert(e.id, record.revision);
                }
            }
            of.0 = page.version;
            asked.cursors.retain(|c| c.scope != page.scope);
            asked.cursors.push(Cursor { scope: page.scope, version: page.version });
        }
        if !heard.more {
            return all;
        }
    }
}

/// `harm` is one bad thing; it is done again and again.
fn torture(nodes: &Nodes<'_>, mut harm: impl FnMut(&AtomicU64, usize)) {
    let size = size();
    println!("seed {}", size.seed);
    let dice = AtomicU64::new(size.seed);
    let (mentor, phones) = people(nodes, size.phones);
    let (over, tally) = (AtomicBool::new(false), Tally::default());
    let began = Instant::now();
    let (lived, kills) = std::thread::scope(|scope| {
        let lives: Vec<_> = phones
            .into_iter()
            .map(|phone| {
                let seed = next(&dice);
                let (over, tally) = (&over, &tally);
                scope.spawn(move || live(phone, seed, nodes, over, tally))
            })
            .collect();
        let mut kills = 0;
        // Ends early where a phone has seen what must not be: its panic is told below.
        while (kills < size.kills || began.elapsed() < size.least) && !lives.iter().any(|l| l.is_finished()) {
            // Not before some work was done, so that there is something to lose.
            let enough = tally.acknowledged.load(Ordering::SeqCst) + 40;
            let until = Instant::now() + Duration::from_secs(20);
            while tally.acknowledged.load(Ordering::SeqCst) < enough && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(next(&dice) % 400));
            harm(&dice, kills);
            kills += 1;
        }
        over.store(true, Ordering::SeqCst);
        let lived: Vec<_> = lives.into_iter().map(|l| l.join().unwrap()).collect();
        (lived, kills)
    });
    let server = nodes.direct();
    let rows = all_of(&server, &mentor);
    let mut pictures = 0;
    let mut total = 0;
    for (mut phone, sent) in lived {
        let (newest, entries, there) = &rows[&phone.account];
        assert_eq!(phone.made.len(), phone.answered.len());
        // Joining and being taken in are the first two versions; then one for each op, however often it came.
        assert_eq!(*newest, 2 + phone.made.len() as u64, "something is there twice, or not at all");
        assert_eq!(*there, phone.wanted(), "what was acknowledged is what is there");
        assert_eq!(*entries, there.len());
        phone.is_as(&server, &tally);
        phone.repeats_change_nothing(&server);
        total += phone.made.len();
        pictures += sent.iter().map(|p| p.is_there(&server)).count();
    }
    assert_eq!(all_of(&server, &mentor), rows, "repeats have changed something");
    let of = |n: &std::sync::atomic::AtomicUsize| n.load(Ordering::SeqCst);
    let dealt =
        |count: fn(&relay::Dealt) -> usize| nodes.relays.iter().map(|r| count(&r.dealt)).sum::<usize>();
    println!(
        "{:.0} s, {kills} times killed or stopped; {} requests, {} without an answer; {total} ops, each there once \
         ({} sent more than once, {} batches five times at once); {pictures} pictures whole",
        began.elapsed().as_secs_f64(),
        of(&tally.sent),
        of(&tally.unanswered),
        of(&tally.repeated),
        of(&tally.at_once),
    );
    println!(
        "connections: {} through, {} late, {} cut on the way up, {} on the way down",
        dealt(|d| d.through.load(Ordering::SeqCst)),
        dealt(|d| d.late.load(Ordering::SeqCst)),
        dealt(|d| d.cut_up.load(Ordering::SeqCst)),
        dealt(|d| d.cut_down.load(Ordering::SeqCst)),
    );
    assert!(of(&tally.repeated) > 0 && of(&tally.at_once) > 0, "the link was too good to say anything");
}

fn nodes<'a>(rows: Rows<'a>, photos: &Path, many: u64) -> Nodes<'a> {
    let relays = (0..many).map(|n| Relay::start(size().seed ^ (n + 1))).collect();
    let photos = photos.display().to_string();
    let it = Nodes { rows, photos, relays, running: Mutex::default() };
    for relay in &it.relays {
        let server = it.serve();
        relay.lead(&server.address);
        it.running.lock().unwrap().push(Some(server));
    }
    it
}

#[test]
fn a_server_that_is_killed_all_the_time_loses_nothing_and_counts_nothing_twice() {
    let (data, photos) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let nodes = nodes(Rows::Folder(data.path()), photos.path(), 1);
    torture(&nodes, |_, _| nodes.kill(0));
}

#[test]
fn two_servers_and_a_database_that_crash_lose_nothing_and_count_nothing_twice() {
    let photos = tempfile::tempdir().unwrap();
    let cluster = Cluster::start();
    let address = cluster.database();
    let nodes = nodes(Rows::Cluster(&cluster, address), photos.path(), 2);
    torture(&nodes, |dice, turn| {
        let Rows::Cluster(cluster, _) = &nodes.rows else { return };
        if turn % 3 == 2 {
            cluster.control(&["stop", "-m", "immediate"]);
            std::thread::sleep(Duration::from_millis(next(dice) % 500));
            cluster.control(&["start", "-o", &cluster.settings()]);
        } else {
            nodes.kill(turn % 2);
        }
    });
}
