//! A phone as the server sees one: an outbox, rows with versions, and patience. It writes all the time and
//! strikes an op off only where the server has answered it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use qadam_domain::{AccountId, EntryId, OpId};
use qadam_protocol::check::Check;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::record::{Body, Record};
use qadam_protocol::sync::{Cursor, OpResult, SyncReply, SyncRequest};
use qadam_protocol::wire::packed::{PACKED, pack, unpack};
use qadam_protocol::wire::{reply, request};

use crate::common::fixtures::{entry, on, op};
use crate::relay::next;

/// What all phones come to.
#[derive(Default)]
pub struct Tally {
    /// Requests that were sent.
    pub sent: AtomicUsize,
    /// Of them: no answer, half of one, or "later".
    pub unanswered: AtomicUsize,
    /// Ops that were answered.
    pub acknowledged: AtomicUsize,
    /// Ops that went out more than once.
    pub repeated: AtomicUsize,
    /// Batches that went out five times at once.
    pub at_once: AtomicUsize,
}

/// Status and body; an error where not all of the answer came.
pub fn ask(address: &str, head: &str, body: &[u8]) -> Result<(u16, String, Vec<u8>), Error> {
    let mut stream = TcpStream::connect(address)?;
    // Longer than anything takes here: only so that nothing waits for ever.
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let length = body.len();
    write!(stream, "{head}\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n")?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let cut = || Error::from(ErrorKind::UnexpectedEof);
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").ok_or_else(cut)?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8_lossy(&answer).to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(cut)?;
    let said = head.lines().find_map(|l| l.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    if !head.starts_with("http/1.1") || said.is_some_and(|n| n != body.len()) {
        return Err(cut());
    }
    Ok((status, head, body))
}

/// One sync; none where it is not acknowledged, for whatever reason.
pub fn sync(address: &str, token: &str, asked: &SyncRequest) -> Option<SyncReply> {
    let body = pack(&request::write(asked)).unwrap();
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nauthorization: Bearer {token}\r\ncontent-type: {PACKED}\r\naccept: {PACKED}"
    );
    match ask(address, &head, &body) {
        Ok((200, _, answer)) => {
            let ids: Vec<OpId> = asked.ops.iter().map(|o| o.op_id).collect();
            // Half an answer is none.
            reply::read(&unpack(&answer, 1 << 26).ok()?, &ids).ok()
        }
        // A request that was cut off is told so (400, 408), and a busy server says "later".
        Ok((400 | 408 | 429 | 503, ..)) | Err(_) => None,
        Ok((status, _, answer)) => panic!("{status}: {}", String::from_utf8_lossy(&answer)),
    }
}

/// The same to a server at rest: one that says "later" (whoever asks for so many pages at once is told so) is asked
/// again.
pub fn surely(address: &str, token: &str, asked: &SyncRequest) -> SyncReply {
    for _ in 0..600 {
        if let Some(reply) = sync(address, token, asked) {
            return reply;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("a server at rest does not answer");
}

pub struct Phone {
    pub account: AccountId,
    pub token: String,
    /// Every op that was ever made, in order.
    pub made: Vec<Op>,
    /// What was answered.
    pub answered: HashMap<OpId, OpResult>,
    pub version: u64,
    rows: BTreeMap<String, (u64, OpId)>,
    entries: BTreeMap<EntryId, Op>,
    outbox: Vec<Op>,
    tried: HashSet<OpId>,
}

impl Phone {
    pub fn new(account: AccountId, token: String) -> Self {
        Self {
            account,
            token,
            made: Vec::new(),
            answered: HashMap::new(),
            version: 0,
            rows: BTreeMap::new(),
            entries: BTreeMap::new(),
            outbox: Vec::new(),
            tried: HashSet::new(),
        }
    }

    /// Some taps: entries that are new, edited and taken back.
    pub fn write(&mut self, dice: &AtomicU64) {
        for _ in 0..=next(dice) % 8 {
            let known = self.entries.values().nth(next(dice) as usize % self.entries.len().max(1)).cloned();
            let op = match (next(dice) % 10, known) {
                (0, Some(last)) => {
                    let entry = of(&last);
                    self.entries.remove(&entry);
                    on(&last, Payload::EntryRemove { entry })
                }
                (1..4, Some(last)) => {
                    let mut again = entry(1 + (next(dice) % 90) as u32);
                    again.id = of(&last);
                    let op = on(&last, Payload::EntryPut(again));
                    self.entries.insert(of(&last), op.clone());
                    op
                }
                _ => {
                    let op = op(self.account, Payload::EntryPut(entry(1 + (next(dice) % 90) as u32)));
                    self.entries.insert(of(&op), op.clone());
                    op
                }
            };
            self.made.push(op.clone());
            self.outbox.push(op);
        }
    }

    fn asks(&self, ops: &[Op]) -> SyncRequest {
        let cursor = Cursor { scope: self.account, version: self.version };
        SyncRequest { cursors: vec![cursor], ..crate::common::sync_request(ops.to_vec()) }
    }

    /// One sync, or five of the same at once; whether one was answered.
    pub fn sync(&mut self, addresses: &[&str], dice: &AtomicU64, tally: &Tally) -> bool {
        let ops: Vec<Op> = self.outbox.iter().take(20).cloned().collect();
        let asked = self.asks(&ops);
        let repeated = ops.iter().filter(|o| !self.tried.insert(o.op_id)).count();
        tally.repeated.fetch_add(repeated, Ordering::SeqCst);
        let times = if next(dice).is_multiple_of(12) { 5 } else { 1 };
        tally.at_once.fetch_add(times / 5, Ordering::SeqCst);
        tally.sent.fetch_add(times, Ordering::SeqCst);
        let to: Vec<&str> = (0..times).map(|_| addresses[next(dice) as usize % addresses.len()]).collect();
        let replies: Vec<SyncReply> = std::thread::scope(|scope| {
            let asks: Vec<_> = to.iter().map(|to| scope.spawn(|| sync(to, &self.token, &asked))).collect();
            asks.into_iter().filter_map(|a| a.join().unwrap()).collect()
        });
        tally.unanswered.fetch_add(times - replies.len(), Ordering::SeqCst);
        for other in replies.iter().skip(1) {
            assert_eq!(other.results, replies[0].results, "five at once are answered alike");
        }
        // Any of the answers will do; the phone hears one.
        let Some(heard) = replies.into_iter().next() else { return false };
        self.hear(&ops, heard, tally);
        true
    }

    fn hear(&mut self, ops: &[Op], heard: SyncReply, tally: &Tally) {
        for result in heard.results {
            assert_eq!(
                result.result,
                OpResult::Applied,
                "{:?}",
                ops.iter().find(|o| o.op_id == result.op_id)
            );
            let before = self.answered.insert(result.op_id, result.result.clone());
            assert!(before.is_none_or(|b| b == result.result), "a repeat is answered as before");
            tally.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        self.outbox.retain(|o| !self.answered.contains_key(&o.op_id));
        for page in heard.scopes {
            assert_eq!(page.scope, self.account, "a row of somebody else");
            for record in page.records {
                assert!(record.version > self.version, "a row that this cursor has behind it");
                self.take(&record);
            }
            self.version = page.version;
        }
    }

    fn take(&mut self, record: &Record) {
        let row = (record.version, record.revision);
        match &record.body {
            Body::Entry(e) => self.rows.insert(e.id.to_string(), row),
            Body::EntryGone { entry } => self.rows.remove(&entry.to_string()),
            Body::Member(_) => self.rows.insert("member".into(), row),
            other => panic!("nobody wrote this: {other:?}"),
        };
    }

    /// Whether nothing waits any more.
    pub fn is_done(&self) -> bool {
        self.outbox.is_empty()
    }

    /// What this phone has of its scope, to be compared.
    pub fn check(&self) -> Check {
        Check::new(self.account, self.version, 1, self.rows.values().copied())
    }

    /// Pulls to the end and compares; the answer must be that all is alike.
    pub fn is_as(&mut self, address: &str, tally: &Tally) {
        loop {
            let heard = surely(address, &self.token, &self.asks(&[]));
            let more = heard.more;
            self.hear(&[], heard, tally);
            if !more {
                break;
            }
        }
        let asked = SyncRequest { checks: vec![self.check()], ..self.asks(&[]) };
        let heard = surely(address, &self.token, &asked);
        assert_eq!(heard.differs, [], "the sums of {} differ at {}", self.account, self.version);
        assert!(heard.scopes.is_empty() && !heard.more);
    }

    /// Everything once more: the same answers, and nothing new.
    pub fn repeats_change_nothing(&self, address: &str) {
        for ops in self.made.chunks(100) {
            let heard = surely(address, &self.token, &self.asks(ops));
            for result in heard.results {
                assert_eq!(Some(&result.result), self.answered.get(&result.op_id));
            }
            assert!(heard.scopes.is_empty() && !heard.more, "a repeat made a row");
        }
    }

    /// The newest acknowledged revision of each entry that was not taken back.
    pub fn wanted(&self) -> BTreeMap<EntryId, OpId> {
        self.entries.iter().map(|(entry, op)| (*entry, op.op_id)).collect()
    }
}

fn of(op: &Op) -> EntryId {
    match &op.payload {
        Payload::EntryPut(e) => e.id,
        other => panic!("no entry: {other:?}"),
    }
}
