//! Phones as the server sees them, without a core: accounts from a seed, entries with texts that are never the
//! same, one kept connection that counts what passes. For benchmarks that need thousands of them.

// A benchmark is the one place that may look at the machine's clock.
#![allow(clippy::disallowed_methods)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use qadam_domain::{AccountId, Entry, EntryId, Millis, OpId};
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::sync::{SyncReply, SyncRequest};
use qadam_protocol::wire::packed::{PACKED, pack, unpack};
use qadam_protocol::wire::{reply, request};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader as Buffered};
use tokio::net::TcpStream;
use uuid::Uuid;

/// The first moment of everybody's log.
const BEGAN: i64 = 1_788_300_000_000;
const DAY_MS: i64 = 86_400_000;

/// Small, quick, the same each time (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number of a seed and a place in it, without those before.
    pub fn at(seed: u64, place: u64) -> Self {
        Self(Self(seed ^ place.wrapping_mul(0xD6E8_FEB8_6659_FD93)).draw())
    }
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.draw() % n as u64) as usize
    }
    /// An id as a phone makes it at a moment.
    pub fn id(&mut self, at: i64) -> Uuid {
        let (a, b) = (self.draw().to_le_bytes(), self.draw().to_le_bytes());
        let random = [a[0], a[1], a[2], a[3], a[4], b[0], b[1], b[2], b[3], b[4]];
        uuid::Builder::from_unix_timestamp_millis(at as u64, &random).into_uuid()
    }
    /// A token.
    pub fn token(&mut self) -> String {
        (0..4).map(|_| format!("{:016x}", self.draw())).collect()
    }
    /// 32 bytes that nobody knows, as hashes of codes are.
    pub fn hash(&mut self) -> [u8; 32] {
        let mut out = [0; 32];
        for part in out.chunks_mut(8) {
            part.copy_from_slice(&self.draw().to_be_bytes());
        }
        out
    }
}

// Other words than those the dictionary has learnt from, as far as a language allows.
const KK: &str = "таңертең көршіміз базардан ағаш отырғыздық баспалдақ жуып шеберханада өрнек салдым бауырыммен доп \
    қуып терледік қоржын тоқуды үйрендім кітапханада тарауын аяқтадым жаңбыр жауса да шеңбер жүгірдік \
    асүйде көмектестім мектеп ауласын тазаладық ертегі жаттадым велосипедпен көпірге дейін бардым \
    шаршадым бірақ";
const RU: &str = "утром соседке помогли донести сумки рисовал эскиз повторил главу вечером крутил педали до моста \
    дождь мешал посадили саженцы у забора починил полку в мастерской брат считал круги записал слова \
    песни устал зато получилось собрали мусор вдоль арыка читал вслух младшим";

/// A text of 60 to 180 characters that no other entry has.
pub fn note(dice: &mut Dice) -> String {
    let words: Vec<&str> = if dice.below(3) == 0 { RU } else { KK }.split(' ').collect();
    let least = 60 + dice.below(120);
    let (mut out, mut length) = (String::new(), 0);
    while length < least {
        if !out.is_empty() {
            out.push(' ');
        }
        let word = words[dice.below(words.len())];
        length += 1 + word.chars().count();
        out.push_str(word);
    }
    out
}

/// The `n`th entry of somebody, as the op that writes it. `dice` makes it, so the same dice make the same one.
pub fn entry(scope: AccountId, n: u64, dice: &mut Dice) -> Op {
    let tracks = ["sport", "skills", "heritage", "volunteering"];
    let start: NaiveDate = "2026-09-01".parse().unwrap();
    let at = BEGAN + n as i64 * DAY_MS + dice.below(40_000_000) as i64;
    let op_id = OpId(dice.id(at));
    let entry = Entry {
        id: EntryId(dice.id(at)),
        track: tracks[dice.below(tracks.len())].into(),
        activity: None,
        on: start + Days::new(n),
        utc_offset_min: 300,
        minutes: 15 + dice.below(8) as u32 * 15,
        pages: 0,
        nights: 0,
        thing: None,
        note: note(dice),
        attested_by: None,
        photos: vec![],
        written_at: Millis(at),
    };
    let payload = Payload::EntryPut(entry);
    Op { op_id, scope, base: None, schema: qadam_protocol::SCHEMA, payload }
}

/// Somebody with a phone that is signed in.
#[derive(Clone, Debug)]
pub struct Who {
    /// Their account.
    pub account: AccountId,
    /// Their phone's token.
    pub token: String,
}

/// One kept connection, and what went over it in bodies.
#[derive(Debug)]
pub struct Line {
    stream: Buffered<TcpStream>,
    /// Bytes of requests.
    pub sent: u64,
    /// Bytes of replies.
    pub got: u64,
}

impl Line {
    /// Connects.
    pub async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: Buffered::new(stream), sent: 0, got: 0 }
    }

    /// One sync and how long the server took for it, as the phone sees it: from the first byte out to the last in.
    pub async fn sync(&mut self, who: &Who, asked: &SyncRequest) -> (SyncReply, Duration) {
        let body = pack(&request::write(asked)).unwrap();
        let mut whole = format!(
            "POST /v1/sync HTTP/1.1\r\nhost: q\r\nauthorization: Bearer {}\r\ncontent-type: {PACKED}\r\n\
             accept: {PACKED}\r\ncontent-length: {}\r\n\r\n",
            who.token,
            body.len()
        )
        .into_bytes();
        whole.extend_from_slice(&body);
        let began = Instant::now();
        self.stream.write_all(&whole).await.unwrap();
        let (mut length, mut status, mut line) = (0usize, String::new(), String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).await.unwrap();
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
        let took = began.elapsed();
        assert_eq!(status, "HTTP/1.1 200 OK", "{}", String::from_utf8_lossy(&answer));
        self.sent += body.len() as u64;
        self.got += length as u64;
        let ids: Vec<OpId> = asked.ops.iter().map(|o| o.op_id).collect();
        (reply::read(&unpack(&answer, 1 << 26).unwrap(), &ids).unwrap(), took)
    }
}

/// A real server over a folder. Ends with this.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Served {
    /// Starts it.
    pub fn start(program: &Path, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|l| Some(l.unwrap().split("http://").nth(1)?.split_whitespace().next()?.to_owned()));
        Self { child, address: address.expect("an address") }
    }

    /// Resident memory in MiB: `VmRSS` now, `VmHWM` the most.
    pub fn memory(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|l| l.starts_with(what)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
