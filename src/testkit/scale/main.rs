//! What a sync costs in a small database and in a large one, where each participant has as much in both:
//! `scale SERVER FOLDER [--people 15000,1500000] [--syncs N] [--rounds N]`. One JSON object a line, with budgets.
//!
//! All databases are made first; then they are measured in turns, so that whatever else the machine does
//! meets all of them. Each turn is a fresh server on a file that was dropped from the system's memory ("cold"),
//! and the same syncs of the same people once more ("warm").

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod seed;

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use qadam_domain::AccountId;
use qadam_protocol::sync::{Cursor, Group, OpResult, SyncRequest};
use qadam_testkit::raw::{Dice, Line, Served, Who, entry};
use seed::{GROUP, VERSION, mentor, participant};

/// Phones that sync at the same time.
const AT_A_TIME: usize = 4;
/// Phones whose connections stay open for the figure of memory.
const CONNECTED: u64 = 1_000;

struct Options {
    program: PathBuf,
    folder: PathBuf,
    people: Vec<u64>,
    syncs: u64,
    rounds: usize,
}

fn options() -> Options {
    let args: Vec<String> = std::env::args().collect();
    let of = |name: &str, or: &str| {
        args.iter().position(|a| a == name).map_or(or.to_owned(), |at| args[at + 1].clone())
    };
    let people: Vec<u64> = of("--people", "15000,1500000").split(',').map(|n| n.parse().unwrap()).collect();
    assert!(people.iter().all(|n| *n >= CONNECTED), "at least {CONNECTED} people");
    Options {
        program: PathBuf::from(&args[1]),
        folder: PathBuf::from(&args[2]),
        people,
        syncs: of("--syncs", "3000").parse().unwrap(),
        rounds: of("--rounds", "3").parse().unwrap(),
    }
}

fn say(name: &str, value: f64, unit: &str, budget: Option<f64>) {
    let value = (value * 1_000.0).round() / 1_000.0;
    let mut said = serde_json::json!({"value": value, "unit": unit, "better": "lower"});
    if let Some(budget) = budget {
        said["budget"] = budget.into();
    }
    println!("{}", serde_json::json!({ name: said }));
}

/// How far the phones of the measured people are; who is not in it is as they were made.
type Versions = Arc<Mutex<HashMap<AccountId, u64>>>;

fn version(known: &Versions, of: AccountId) -> u64 {
    known.lock().unwrap().get(&of).copied().unwrap_or(VERSION)
}

#[derive(Clone, Copy)]
enum What {
    /// One new entry, and whatever is new.
    Everyday,
    /// Nothing new on either side.
    Nothing,
    /// A mentor whose twenty participants have one new entry each.
    Queue,
}

const WHATS: [(&str, What); 3] =
    [("everyday", What::Everyday), ("nothing", What::Nothing), ("queue", What::Queue)];

async fn one(line: &mut Line, what: What, n: u64, salt: u64, known: &Versions) -> Duration {
    let asks = |group: Vec<Cursor>, ops| SyncRequest {
        schema: qadam_protocol::SCHEMA,
        ops,
        group: Some(Group::new(group)),
        ..SyncRequest::default()
    };
    let cursor =
        |who: &Who, less: u64| Cursor { scope: who.account, version: version(known, who.account) - less };
    match what {
        What::Everyday | What::Nothing => {
            let who = participant(n);
            let puts = matches!(what, What::Everyday);
            let ops = if puts { vec![entry(who.account, 30, &mut Dice::at(salt, n))] } else { Vec::new() };
            let (heard, took) = line.sync(&who, &asks(vec![cursor(&who, 0)], ops)).await;
            assert!(!heard.say_all && !heard.more);
            assert_eq!(heard.scopes.iter().map(|s| s.records.len()).sum::<usize>(), usize::from(puts));
            assert!(heard.results.iter().all(|r| r.result == OpResult::Applied));
            if let Some(page) = heard.scopes.first() {
                known.lock().unwrap().insert(who.account, page.version);
            }
            took
        }
        What::Queue => {
            let group = n / GROUP;
            let cursors = (group * GROUP..(group + 1) * GROUP).map(|n| cursor(&participant(n), 1)).collect();
            let (heard, took) = line.sync(&mentor(group), &asks(cursors, Vec::new())).await;
            assert!(!heard.say_all);
            assert_eq!(heard.scopes.iter().map(|s| s.records.len()).sum::<usize>(), GROUP as usize);
            took
        }
    }
}

/// Syncs of these people, some at a time; how long each took.
async fn syncs(address: &str, what: What, people: &[u64], salt: u64, known: &Versions) -> Vec<Duration> {
    let queue = Arc::new(Mutex::new(people.iter().copied().collect::<VecDeque<_>>()));
    let tasks: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            let (queue, address, known) = (queue.clone(), address.to_owned(), known.clone());
            tokio::spawn(async move {
                let mut line = Line::open(&address).await;
                let mut times = Vec::new();
                loop {
                    let Some(n) = queue.lock().unwrap().pop_front() else { return times };
                    times.push(one(&mut line, what, n, salt, &known).await);
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all
}

fn rank(all: &mut [Duration], part: f64) -> f64 {
    all.sort_unstable();
    all[((all.len() as f64 * part) as usize).min(all.len() - 1)].as_secs_f64() * 1e3
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// The system forgets what it has read of the file: for all where it lets us, else of this file alone.
fn forget(folder: &Path) {
    if std::fs::write("/proc/sys/vm/drop_caches", "1").is_ok() {
        return;
    }
    let file = format!("if={}", folder.join("qadam.sqlite").display());
    let done = Command::new("dd").args([&file, "of=/dev/null", "iflag=nocache", "count=0"]).output();
    assert!(done.is_ok_and(|d| d.status.success()), "the file stays in memory: nothing can be called cold");
}

/// Figures of all turns: database, what, whether cold; of each turn half are faster, 99 of 100 are faster.
type Figures = HashMap<(u64, &'static str, bool), Vec<(f64, f64)>>;

async fn turn(o: &Options, people: u64, round: usize, known: &Versions, all: &mut Figures) {
    let folder = o.folder.join(people.to_string());
    for (name, what) in WHATS {
        forget(&folder);
        let server = Served::start(&o.program, &folder);
        let mut dice = Dice::at(people, round as u64);
        // Whole groups alone, and nobody twice: a second sync would find their rows read already.
        let many = if matches!(what, What::Queue) { o.syncs / 4 } else { o.syncs };
        let mut chosen: Vec<u64> = (0..many * 2).map(|_| dice.draw() % (people / GROUP * GROUP)).collect();
        chosen.sort_unstable();
        chosen.dedup_by_key(|n| if matches!(what, What::Queue) { *n / GROUP } else { *n });
        // In no order: neighbours lie side by side.
        chosen.sort_by_cached_key(|n| Dice::at(9, *n).draw());
        chosen.truncate(many as usize);
        for cold in [true, false] {
            let salt = people ^ (round as u64 * 4 + u64::from(cold) + 1) << 40;
            let mut times = syncs(&server.address, what, &chosen, salt, known).await;
            let figure = (rank(&mut times, 0.5), rank(&mut times, 0.99));
            eprintln!(
                "{people} people, {name}, {}: {} syncs, p50 {:.2} ms, p99 {:.2} ms",
                if cold { "cold" } else { "warm" },
                times.len(),
                figure.0,
                figure.1
            );
            all.entry((people, name, cold)).or_default().push(figure);
        }
    }
}

/// The server's memory while a thousand phones are connected, each of which has synced.
async fn connected(o: &Options, people: u64, known: &Versions) -> (f64, f64) {
    let server = Served::start(&o.program, &o.folder.join(people.to_string()));
    let mut lines = Vec::new();
    for n in 0..CONNECTED {
        let mut line = Line::open(&server.address).await;
        one(&mut line, What::Everyday, n * (people / CONNECTED), people ^ 77 << 40, known).await;
        lines.push(line);
    }
    // And all of them at once.
    let all = lines.into_iter().zip(0..).map(|(mut line, n)| {
        let known = known.clone();
        tokio::spawn(async move {
            one(&mut line, What::Everyday, n * (people / CONNECTED), people ^ 78 << 40, &known).await;
            line
        })
    });
    let mut lines = Vec::new();
    for task in all.collect::<Vec<_>>() {
        lines.push(task.await.unwrap());
    }
    (server.memory("VmRSS"), server.memory("VmHWM"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let o = options();
    let mut known = HashMap::new();
    for people in &o.people {
        let (began, folder) = (Instant::now(), o.folder.join(people.to_string()));
        assert!(!folder.exists(), "{} is there already", folder.display());
        seed::seed(&folder, *people).await;
        let bytes = std::fs::metadata(folder.join("qadam.sqlite")).unwrap().len() as f64;
        eprintln!(
            "{people} people in {:.0} s, {:.2} GB, {:.0} B a person",
            began.elapsed().as_secs_f64(),
            bytes / 1e9,
            bytes / *people as f64
        );
        say(&format!("scale_{people}_file"), bytes / 1e6, "MB", None);
        known.insert(*people, Versions::default());
    }
    let mut all = Figures::new();
    for round in 0..o.rounds {
        for people in &o.people {
            turn(&o, *people, round, &known[people], &mut all).await;
        }
    }
    let (small, large) = (o.people[0], o.people[o.people.len() - 1]);
    for (name, _) in WHATS {
        for cold in [true, false] {
            let temperature = if cold { "cold" } else { "warm" };
            let of = |people: u64, which: fn(&(f64, f64)) -> f64| {
                median(all[&(people, name, cold)].iter().map(which).collect())
            };
            for people in &o.people {
                say(&format!("scale_{people}_{name}_{temperature}_p50"), of(*people, |f| f.0), "ms", None);
                say(&format!("scale_{people}_{name}_{temperature}_p99"), of(*people, |f| f.1), "ms", None);
            }
            let ratio = of(large, |f| f.1) / of(small, |f| f.1);
            // What was not read since a restart costs the disk's time in any database that memory does not hold.
            let budget = (!cold).then_some(2.0);
            say(&format!("scale_{name}_{temperature}_p99_{large}_to_{small}"), ratio, "×", budget);
        }
    }
    for people in &o.people {
        let (now, most) = connected(&o, *people, &known[people]).await;
        say(&format!("scale_{people}_memory_{CONNECTED}_phones"), now, "MiB", Some(150.0));
        say(&format!("scale_{people}_memory_{CONNECTED}_phones_most"), most, "MiB", Some(150.0));
    }
}
