//! For tests: time and chance that a test owns, and small things to send.

use chrono::NaiveDate;
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::report::{Decision, Item, ItemDecision, Revision, Verdict};
use qadam_domain::{AccountId, Clock, Enrolment, Entropy, Entry, EntryId, MessageId, Millis, OpId, ReportId};
use qadam_protocol::op::{ChatMessage, Op, Payload};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// 2026-03-10 08:00 UTC.
pub const NOON: Millis = Millis(1_773_129_600_000);
pub const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn new() -> Self {
        Self(AtomicI64::new(NOON.0))
    }
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
    fn offset_min(&self) -> i16 {
        0
    }
}

/// Predictable bytes, never twice the same.
pub struct TestEntropy(AtomicU64);

impl TestEntropy {
    pub fn new() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::SeqCst);
            let mixed =
                n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            chunk.copy_from_slice(&mixed.to_be_bytes()[..chunk.len()]);
        }
    }
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// An id that no other call gives.
pub fn uuid() -> Uuid {
    let n = u128::from(NEXT.fetch_add(1, Ordering::SeqCst));
    Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 | n)
}

pub fn code(kind: CodeKind) -> Code {
    let entropy = TestEntropy(AtomicU64::new(NEXT.fetch_add(1_000, Ordering::SeqCst)));
    Code::new(kind, &entropy)
}

pub fn day() -> NaiveDate {
    NOON.date_at(0)
}

pub fn op(scope: AccountId, payload: Payload) -> Op {
    Op { op_id: OpId(uuid()), scope, base: None, schema: qadam_protocol::SCHEMA, payload }
}

/// A message in the conversation.
pub fn chat(text: &str) -> Payload {
    Payload::ChatSend(ChatMessage { id: MessageId(uuid()), text: text.into(), written_at: NOON })
}

pub fn on(base: &Op, payload: Payload) -> Op {
    Op { base: Some(base.op_id), ..op(base.scope, payload) }
}

pub fn entry(minutes: u32) -> Entry {
    Entry {
        id: EntryId(uuid()),
        track: "sport".into(),
        activity: None,
        on: day(),
        utc_offset_min: 300,
        minutes,
        pages: 0,
        nights: 0,
        thing: None,
        note: "Қыстың соңғы жаттығуы, жүгірдік".into(),
        attested_by: None,
        photos: vec![],
        written_at: NOON,
    }
}

pub fn put(scope: AccountId, minutes: u32) -> (Op, Entry) {
    let e = entry(minutes);
    (op(scope, Payload::EntryPut(e.clone())), e)
}

pub fn enrolment(age: u32) -> Enrolment {
    let birth = NaiveDate::from_ymd_opt(2026 - age as i32, 1, 15).unwrap();
    Enrolment {
        awards: vec![],
        carried: vec![],
        pack: "elbasy-medali".into(),
        version: "2020".into(),
        level: "bronze".into(),
        start: day(),
        birth,
    }
}

pub fn item(put: &Op) -> Item {
    match &put.payload {
        Payload::EntryPut(e) => Item { entry: e.id, revision: put.op_id },
        other => panic!("no entry: {other:?}"),
    }
}

pub fn report(items: &[Item]) -> Revision {
    revision(ReportId(uuid()), 1, items)
}

pub fn revision(report: ReportId, number: u32, items: &[Item]) -> Revision {
    Revision {
        report,
        number,
        items: items.to_vec(),
        message: "Тексеріп беріңізші".into(),
        submitted_at: NOON,
        received_at: None,
    }
}

pub fn decision(r: &Revision, verdict: Verdict) -> Decision {
    let reason =
        if verdict == Verdict::Counted { String::new() } else { "Сколько минут?".into() };
    let say = |item: &Item| ItemDecision { item: *item, verdict, reason: reason.clone() };
    Decision {
        report: r.report,
        number: r.number,
        items: r.items.iter().map(say).collect(),
        message: "Жарайсың!".into(),
        decided_at: NOON,
        by: None,
        superseded: false,
    }
}
