//! Drives a real `qadam-server` as many phones would, and prints what it cost as JSON lines: the side of
//! Qadam in `./dev bench peers`. Usage: `load SERVER_PROGRAM FOLDER [CLIENTS RECORDS]`
//!
//! Two hundred phones with fifty entries each push them in batches of twenty, push all of it again, a mentor
//! who has nothing pulls it, and then asks a hundred times whether there is more. Every note is another one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::ids::fresh;
use qadam_domain::{AccountId, Clock, DeviceId, Entry, EntryId, JoinId, Millis, OpId};
use qadam_protocol::account::Token;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::sync::{Cursor, Group, OpResult, SyncReply, SyncRequest};
use qadam_protocol::wire::packed::{PACKED, pack, unpack};
use qadam_protocol::wire::{reply, request};
use qadam_server::clock::{SystemClock, SystemEntropy};
use qadam_server::rules::Packs;
use qadam_server::secret;
use qadam_server::store::sqlite::SqliteStore;
use qadam_server::store::{Joining, SigningIn, Store};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader as Buffered};
use tokio::net::TcpStream;
use uuid::Uuid;

const BATCH: usize = 20;
const AT_A_TIME: usize = 16;

#[derive(Clone)]
struct Who {
    account: AccountId,
    token: String,
}

/// Small, quick, the same each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn id(&mut self, at: i64) -> Uuid {
        let (a, b) = (self.next().to_le_bytes(), self.next().to_le_bytes());
        let random = [a[0], a[1], a[2], a[3], a[4], b[0], b[1], b[2], b[3], b[4]];
        uuid::Builder::from_unix_timestamp_millis(at as u64, &random).into_uuid()
    }
}

// Other words than those the dictionary has learnt from, as far as a language allows.
const KK: &[&str] = &[
    "таңертең",
    "көршіміз",
    "базардан",
    "ағаш",
    "отырғыздық",
    "баспалдақ",
    "жуып",
    "шеберханада",
    "өрнек",
    "салдым",
    "бауырыммен",
    "доп",
    "қуып",
    "терледік",
    "қоржын",
    "тоқуды",
    "үйрендім",
    "кітапханада",
    "тарауын",
    "аяқтадым",
    "жаңбыр",
    "жауса",
    "да",
    "шеңбер",
    "жүгірдік",
    "асүйде",
    "көмектестім",
    "мектеп",
    "ауласын",
    "тазаладық",
    "ертегі",
    "жаттадым",
    "велосипедпен",
    "көпірге",
    "дейін",
    "бардым",
    "шаршадым",
    "бірақ",
];
const RU: &[&str] = &[
    "утром",
    "соседке",
    "помогли",
    "донести",
    "сумки",
    "рисовал",
    "эскиз",
    "повторил",
    "главу",
    "вечером",
    "крутил",
    "педали",
    "до",
    "моста",
    "дождь",
    "мешал",
    "посадили",
    "саженцы",
    "у",
    "забора",
    "починил",
    "полку",
    "в",
    "мастерской",
    "брат",
    "считал",
    "круги",
    "записал",
    "слова",
    "песни",
    "устал",
    "зато",
    "получилось",
    "собрали",
    "мусор",
    "вдоль",
    "арыка",
    "читал",
    "вслух",
    "младшим",
];

fn note(dice: &mut Dice) -> String {
    let words = if dice.below(3) == 0 { RU } else { KK };
    let least = 60 + dice.below(120);
    let mut out = String::new();
    while out.chars().count() < least {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(words[dice.below(words.len())]);
    }
    out
}

fn ops(who: &Who, n: usize, records: usize) -> Vec<Op> {
    let mut dice = Dice(n as u64 * 7_919);
    let tracks = ["sport", "skills", "heritage", "volunteering"];
    let start: NaiveDate = "2026-09-01".parse().unwrap();
    let one = |m: usize| {
        let at = 1_788_300_000_000 + m as i64 * 86_400_000 + dice.below(40_000_000) as i64;
        let entry = Entry {
            id: EntryId(dice.id(at)),
            track: tracks[dice.below(tracks.len())].into(),
            activity: None,
            on: start + Days::new(m as u64),
            utc_offset_min: 300,
            minutes: 15 + dice.below(8) as u32 * 15,
            pages: 0,
            nights: 0,
            thing: None,
            note: note(&mut dice),
            attested_by: None,
            photos: vec![],
            written_at: Millis(at),
        };
        let op_id = OpId(dice.id(at));
        Op {
            op_id,
            scope: who.account,
            base: None,
            schema: qadam_protocol::SCHEMA,
            payload: Payload::EntryPut(entry),
        }
    };
    (0..records).map(one).collect()
}

/// One kept connection, and what went over it.
struct Line {
    stream: Buffered<TcpStream>,
    sent: u64,
    got: u64,
    head_sent: u64,
    head_got: u64,
    calls: u64,
}

impl Line {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: Buffered::new(stream), sent: 0, got: 0, head_sent: 0, head_got: 0, calls: 0 }
    }

    async fn sync(&mut self, who: &Who, asked: &SyncRequest) -> SyncReply {
        let body = pack(&request::write(asked)).unwrap();
        let head = format!(
            "POST /v1/sync HTTP/1.1\r\nhost: q\r\nauthorization: Bearer {}\r\ncontent-type: {PACKED}\r\naccept: {PACKED}\r\ncontent-length: {}\r\n\r\n",
            who.token,
            body.len()
        );
        let mut whole = head.clone().into_bytes();
        whole.extend_from_slice(&body);
        self.stream.write_all(&whole).await.unwrap();
        let (mut length, mut status, mut line) = (0usize, String::new(), String::new());
        loop {
            line.clear();
            self.head_got += self.stream.read_line(&mut line).await.unwrap() as u64;
            if status.is_empty() {
                status = line.trim().to_owned();
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(status, "HTTP/1.1 200 OK", "{}", String::from_utf8_lossy(&answer));
        self.calls += 1;
        self.sent += body.len() as u64;
        self.got += length as u64;
        self.head_sent += head.len() as u64;
        let ids: Vec<OpId> = asked.ops.iter().map(|o| o.op_id).collect();
        reply::read(&unpack(&answer, 1 << 26).unwrap(), &ids).unwrap()
    }
}

/// What a round of pushes came to.
#[derive(Default)]
struct Round {
    times: Vec<Duration>,
    sent: u64,
    got: u64,
    calls: u64,
    refused: u64,
}

async fn push(address: &str, phones: &[(Who, Vec<Op>)]) -> (Round, Duration) {
    let queue = Arc::new(Mutex::new(phones.iter().cloned().collect::<VecDeque<_>>()));
    let begin = Instant::now();
    let tasks: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            let (queue, address) = (queue.clone(), address.to_owned());
            tokio::spawn(async move {
                let mut round = Round::default();
                loop {
                    let Some((who, ops)) = queue.lock().unwrap().pop_front() else { return round };
                    let mut line = Line::open(&address).await;
                    let mut version = 0;
                    for ops in ops.chunks(BATCH) {
                        let asked = SyncRequest {
                            schema: qadam_protocol::SCHEMA,
                            ops: ops.to_vec(),
                            cursors: vec![Cursor { scope: who.account, version }],
                            ..SyncRequest::default()
                        };
                        let at = Instant::now();
                        let answer = line.sync(&who, &asked).await;
                        round.times.push(at.elapsed());
                        version = answer.scopes.iter().map(|s| s.version).max().unwrap_or(version);
                        round.refused +=
                            answer.results.iter().filter(|a| a.result != OpResult::Applied).count() as u64;
                    }
                    round.sent += line.sent;
                    round.got += line.got;
                    round.calls += line.calls;
                }
            })
        })
        .collect();
    let mut all = Round::default();
    for task in tasks {
        let r = task.await.unwrap();
        all.times.extend(r.times);
        all.sent += r.sent;
        all.got += r.got;
        all.calls += r.calls;
        all.refused += r.refused;
    }
    all.times.sort();
    (all, begin.elapsed())
}

/// A mentor with so many participants, in a fresh database.
async fn people(folder: &Path, clients: usize) -> (Who, Vec<Who>) {
    let store = SqliteStore::open(folder, Packs::shipped(), &SystemEntropy).unwrap();
    let now = SystemClock.now();
    let new = || {
        (
            Token(format!(
                "{}{}",
                fresh(&SystemClock, &SystemEntropy).simple(),
                fresh(&SystemClock, &SystemEntropy).simple()
            )),
            DeviceId(fresh(&SystemClock, &SystemEntropy)),
        )
    };
    let hash = |code: &Code| secret::code(code).unwrap().0;
    let mentor = AccountId(fresh(&SystemClock, &SystemEntropy));
    store.add_mentor(mentor, "Айгүл".into(), now).await.unwrap();
    let (code, (token, device)) = (Code::new(CodeKind::SignIn, &SystemEntropy), new());
    store.issue_sign_in(mentor, hash(&code), now.plus(1_000_000), now).await.unwrap().unwrap();
    let with = SigningIn {
        join_id: JoinId(fresh(&SystemClock, &SystemEntropy)),
        request: secret::request(&[b"load"]),
        code: hash(&code),
        device,
        token: secret::token(&token).unwrap(),
        recovery: hash(&Code::new(CodeKind::SignIn, &SystemEntropy)),
    };
    store.sign_in(with, now).await.unwrap().unwrap();
    let caller = store.authenticate(secret::token(&token).unwrap()).await.unwrap().unwrap();
    let (mut all, mut code) = (Vec::new(), Code::new(CodeKind::Joining, &SystemEntropy));
    for n in 0..clients {
        if n % 20 == 0 {
            code = Code::new(CodeKind::Joining, &SystemEntropy);
            store.invite(mentor, hash(&code), now).await.unwrap().unwrap();
        }
        let ((token, device), account) = (new(), AccountId(fresh(&SystemClock, &SystemEntropy)));
        let joining = Joining {
            join_id: JoinId(fresh(&SystemClock, &SystemEntropy)),
            request: secret::request(&[b"load"]),
            code: hash(&code),
            account,
            device,
            token: secret::token(&token).unwrap(),
            recovery: hash(&Code::new(CodeKind::SignIn, &SystemEntropy)),
            name: format!("Қатысушы {n}"),
            minor: false,
        };
        store.join(joining, now).await.unwrap().unwrap();
        let op_id = OpId(fresh(&SystemClock, &SystemEntropy));
        let accept = Op {
            op_id,
            scope: account,
            base: None,
            schema: qadam_protocol::SCHEMA,
            payload: Payload::MemberAccept,
        };
        store.push(caller, vec![accept], now).await.unwrap();
        all.push(Who { account, token: token.0 });
    }
    store.close().await.unwrap();
    (Who { account: mentor, token: token.0 }, all)
}

fn start(program: &str, folder: &Path) -> (Child, String) {
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address =
        lines.find_map(|l| Some(l.unwrap().split("http://").nth(1)?.split_whitespace().next()?.to_owned()));
    (child, address.expect("an address"))
}

/// Memory of a process in kilobytes, its peak.
fn peak_kb(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn say(name: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({"peer": "qadam", "name": name, "value": value, "unit": unit}));
}

fn times(name: &str, round: &Round) {
    let at = |part: usize| round.times.get(round.times.len() * part / 100).map_or(0.0, Duration::as_secs_f64);
    say(&format!("{name}_p50"), at(50) * 1e3, "ms");
    say(&format!("{name}_p99"), at(99) * 1e3, "ms");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |n: usize, or: usize| args.get(n).map_or(or, |a| a.parse().unwrap());
    let (program, folder) = (&args[1], Path::new(&args[2]));
    let (clients, records) = (number(3, 200), number(4, 50));
    std::fs::create_dir_all(folder).unwrap();
    let (mentor, all) = people(folder, clients).await;
    let phones: Vec<(Who, Vec<Op>)> = all
        .into_iter()
        .enumerate()
        .map(|(n, w)| {
            let o = ops(&w, n, records);
            (w, o)
        })
        .collect();
    let total = (clients * records) as f64;
    let (mut child, address) = start(program, folder);

    let (first, took) = push(&address, &phones).await;
    assert_eq!(first.refused, 0, "all are applied");
    say("push_rate", total / took.as_secs_f64(), "ops/s");
    say("push_requests", first.calls as f64, "");
    say("push_up_per_record", first.sent as f64 / total, "B");
    say("push_down_per_record", first.got as f64 / total, "B");
    times("push", &first);

    let (again, took) = push(&address, &phones).await;
    assert_eq!(again.refused, 0, "the same answers");
    say("resend_rate", total / took.as_secs_f64(), "ops/s");

    let mut line = Line::open(&address).await;
    let (mut have, mut rows): (Vec<Cursor>, u64) = (Vec::new(), 0);
    let at = Instant::now();
    loop {
        let asked =
            SyncRequest { schema: qadam_protocol::SCHEMA, cursors: have.clone(), ..SyncRequest::default() };
        let answer = line.sync(&mentor, &asked).await;
        for page in answer.scopes {
            rows += page
                .records
                .iter()
                .filter(|r| matches!(r.body, qadam_protocol::record::Body::Entry(_)))
                .count() as u64;
            have.retain(|c| c.scope != page.scope);
            have.push(Cursor { scope: page.scope, version: page.version });
        }
        if !answer.more {
            break;
        }
    }
    say("resend_new_rows", rows as f64 - total, "");
    say("pull_rate", total / at.elapsed().as_secs_f64(), "records/s");
    say("pull_requests", line.calls as f64, "");
    say("pull_down_per_record", line.got as f64 / total, "B");

    // A mentor has twenty participants, not two hundred: a phone of one of them looks, and of that mentor.
    let own = &phones[0].0;
    let version = have.iter().find(|c| c.scope == own.account).unwrap().version;
    let group = Some(Group::new(vec![Cursor { scope: own.account, version }]));
    let mut line = Line::open(&address).await;
    let asked = SyncRequest { schema: qadam_protocol::SCHEMA, group, ..SyncRequest::default() };
    let mut round = Round::default();
    for _ in 0..100 {
        let at = Instant::now();
        assert!(!line.sync(own, &asked).await.say_all);
        round.times.push(at.elapsed());
    }
    round.times.sort();
    say("nothing_bytes", (line.sent + line.got) as f64 / 100.0, "B");
    say(
        "nothing_bytes_with_heads",
        (line.sent + line.got + line.head_sent + line.head_got) as f64 / 100.0,
        "B",
    );
    times("nothing", &round);
    let group = Some(Group::new(have));
    let asked = SyncRequest { schema: qadam_protocol::SCHEMA, group, ..SyncRequest::default() };
    let mut line = Line::open(&address).await;
    assert!(!line.sync(&mentor, &asked).await.say_all);
    say("nothing_bytes_of_all", (line.sent + line.got) as f64, "B");
    say("memory", peak_kb(&child) as f64 / 1024.0, "MiB");
    child.kill().unwrap();
    child.wait().unwrap();
}
