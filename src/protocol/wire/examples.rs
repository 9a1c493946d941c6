//! Examples of each schema, as files that are never changed: what a phone of then sends is read now, and
//! what is written now is what stands there. `QADAM_WRITE=1 cargo test -p qadam-protocol` writes missing
//! ones of the present schema.

use std::path::PathBuf;

use chrono::NaiveDate;
use qadam_domain::enrolment::{Award, Carried};
use qadam_domain::entry::Attestation;
use qadam_domain::pack::{ThingKind, Unit};
use qadam_domain::pauses::{Pause, PauseKind};
use qadam_domain::plan::{Dated, Plan, PlanDecision, TrackPlan};
use qadam_domain::progress::NeedKind;
use qadam_domain::report::{Decision, Item, ItemDecision, Revision, Verdict};
use qadam_domain::{
    AccountId, Enrolment, Entry, EntryId, MessageId, Millis, OpId, Photo, PhotoId, ReportId, ThingId,
    ThingRef,
};
use uuid::Uuid;

use super::{reply, request};
use crate::SCHEMA;
use crate::op::{ChatMessage, ConsentPaper, Op, Payload, Profile};
use crate::record::{Body, Consent, Member, MemberStanding, Record};
use crate::sync::{Code, Cursor, Group, OpAck, OpResult, ScopePage, Stamp, SyncReply, SyncRequest};

const AT: Millis = Millis(1_795_237_200_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + n)
}
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn entry(n: u128) -> Entry {
    Entry {
        id: EntryId(id(n)),
        track: "reading".into(),
        activity: Some("book".into()),
        on: day("2028-02-29"),
        utc_offset_min: 300,
        minutes: 40,
        pages: 0,
        nights: 0,
        thing: Some(ThingRef {
            id: ThingId(id(60)),
            kind: ThingKind::Book,
            title: "Абай жолы".into(),
            finished: true,
        }),
        note: "Бүгін әжеме дауыстап оқып бердім".into(),
        attested_by: Some(Attestation {
            name: "Гүлнар Сейтқызы".into(), role: "кітапханашы".into()
        }),
        written_at: AT,
        photos: Vec::new(),
    }
}
/// As since schema 3.
fn with_photo() -> Entry {
    let (id, thumb) = (PhotoId::of(b"whole"), PhotoId::of(b"small"));
    Entry { photos: vec![Photo { id, thumb, width: 1_280, height: 960, size: 214_303 }], ..entry(33) }
}
fn plan() -> Plan {
    Plan {
        tracks: vec![TrackPlan {
            track: "sport".into(),
            activity: None,
            goal: "5 км".into(),
            days: 0b001_0010,
            amount: 45,
            at_min: Some(1_080),
        }],
        pauses: vec![Pause { from: day("2027-05-20"), to: day("2027-06-10"), kind: PauseKind::Exams }],
        dates: vec![Dated {
            id: ThingId(id(61)),
            track: "travel".into(),
            on: day("2027-07-01"),
            until: Some(day("2027-07-03")),
            at_min: None,
            amount: 1,
            title: "Бурабай".into(),
        }],
    }
}
fn item() -> Item {
    Item { entry: EntryId(id(30)), revision: OpId(id(4)) }
}
fn revision() -> Revision {
    Revision {
        report: ReportId(id(40)),
        number: 1,
        items: vec![item()],
        message: "Қарап шығыңызшы".into(),
        submitted_at: AT,
        received_at: None,
    }
}
fn decision() -> Decision {
    Decision {
        report: ReportId(id(40)),
        number: 1,
        items: vec![ItemDecision {
            item: item(), verdict: Verdict::ToFix, reason: "Күнін тексер".into()
        }],
        message: "Жарайсың!".into(),
        decided_at: AT,
        by: None,
        superseded: false,
    }
}
fn profile() -> Profile {
    Profile { name: "Әсел Нұрланқызы".into(), language: "kk".into() }
}
fn enrolment() -> Enrolment {
    Enrolment {
        pack: "elbasy-medali".into(),
        version: "2020".into(),
        level: "gold".into(),
        start: day("2026-09-01"),
        birth: day("2008-02-29"),
        awards: vec![Award { level: "silver".into(), on: Some(day("2026-08-20")) }],
        carried: Vec::new(),
    }
}
fn message() -> ChatMessage {
    ChatMessage { id: MessageId(id(50)), text: "Сәлеметсіз бе!".into(), written_at: AT }
}
fn paper() -> ConsentPaper {
    ConsentPaper { guardian: "Нұрлан С.".into(), dated: day("2026-09-02") }
}

/// One op of each kind.
fn ops(schema: u16) -> Vec<Op> {
    let payloads = [
        Payload::Profile(profile()),
        Payload::Enrol(enrolment()),
        Payload::Plan(plan()),
        Payload::EntryPut(entry(30)),
        Payload::EntryRemove { entry: EntryId(id(31)) },
        Payload::ReportSubmit(revision()),
        Payload::ReportSeen { report: ReportId(id(40)), number: 1 },
        Payload::ReportDecide(decision()),
        Payload::ChatSend(message()),
        Payload::ChatRead { up_to: 7 },
        Payload::MemberAccept,
        Payload::MemberDecline,
        Payload::ConsentAttest(paper()),
        Payload::PlanDecide { revision: OpId(id(3)), approved: false, message: "Спорт аз".into() },
    ];
    let op = |(n, payload)| Op {
        op_id: OpId(id(n as u128 + 1)),
        scope: AccountId(id(if n < 10 { 90 } else { 91 })),
        base: (n == 3).then(|| OpId(id(2))),
        schema,
        payload,
    };
    let later = (schema > 2).then(|| Payload::EntryPut(with_photo()));
    payloads.into_iter().chain(later).enumerate().map(op).collect()
}

fn cursors() -> Vec<Cursor> {
    [(90, 1_250), (91, 3)].map(|(n, version)| Cursor { scope: AccountId(id(n)), version }).to_vec()
}

fn the_request(schema: u16) -> SyncRequest {
    let stamp = (schema > 2).then_some(Stamp { last: 7_101, next: 8_202 });
    SyncRequest { schema, ops: ops(schema), cursors: cursors(), group: None, checks: Vec::new(), stamp }
}

fn the_reply(schema: u16) -> SyncReply {
    let bodies = [
        Body::Member(Member {
            participant: AccountId(id(90)),
            name: "Әсел".into(),
            mentor: AccountId(id(92)),
            mentor_name: "Айгүл".into(),
            standing: MemberStanding::Accepted,
            minor: true,
            consent: Some(Consent { paper: paper(), attested_by: AccountId(id(92)), attested_at: AT }),
            asked_at: AT,
        }),
        Body::Profile(profile()),
        Body::Enrolment(enrolment()),
        Body::Plan(plan()),
        Body::Entry(entry(30)),
        Body::EntryRevision(entry(30)),
        Body::EntryGone { entry: EntryId(id(31)) },
        Body::Report(Revision { received_at: Some(AT), ..revision() }),
        Body::ReportSeen { report: ReportId(id(40)), number: 1, at: Some(AT) },
        Body::Decision(Decision { by: Some(AccountId(id(92))), superseded: true, ..decision() }),
        Body::Chat { seq: 12, received_at: AT, message: message() },
        Body::ChatRead { by: AccountId(id(92)), up_to: 12 },
        Body::PlanDecision(PlanDecision {
            revision: OpId(id(3)),
            approved: true,
            message: String::new(),
            decided_at: AT,
        }),
    ];
    let later = (schema > 2).then(|| Body::Entry(with_photo()));
    let record = |(n, body)| Record {
        version: 1_251 + n as u64 * 2,
        revision: OpId(id(n as u128 + 1)),
        author: AccountId(id(if n % 2 == 0 { 92 } else { 90 })),
        body,
    };
    let results = [
        OpResult::Applied,
        OpResult::Kept,
        OpResult::Held,
        OpResult::Erased,
        OpResult::Rejected { code: Code::ConsentNeeded },
        OpResult::Retry { after_s: 30, code: Code::Unavailable },
    ];
    let copied = (schema > 2).then_some(OpResult::Retry { after_s: 1, code: Code::NewDevice });
    let results = results.into_iter().chain(copied);
    SyncReply {
        epoch: "9f2c41aa07d3e815".into(),
        now: AT,
        account: AccountId(id(90)),
        results: (1..).zip(results).map(|(n, result)| OpAck { op_id: OpId(id(n)), result }).collect(),
        scopes: vec![ScopePage {
            scope: AccountId(id(90)),
            records: bodies.into_iter().chain(later).enumerate().map(record).collect(),
            version: 1_275,
        }],
        lost: vec![AccountId(id(93))],
        more: true,
        say_all: false,
        differs: Vec::new(),
        follow: (schema > 2).then_some(8_202),
    }
}

fn file(schema: u16, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("wire/fixtures/{schema}/{name}"))
}

/// The file's bytes. A missing one of the present schema is written where that is asked for.
fn kept(schema: u16, name: &str, now: &[u8]) -> Vec<u8> {
    let path = file(schema, name);
    if !path.exists() && schema == SCHEMA && std::env::var_os("QADAM_WRITE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The hash of each op, a line each.
fn hashes(schema: u16) -> String {
    ops(schema).iter().map(|op| format!("{}\n", hex(&op.hash()))).collect()
}

#[test]
fn what_is_written_is_what_was_written_before() {
    let (request, reply) = (the_request(SCHEMA), the_reply(SCHEMA));
    let short = SyncRequest {
        ops: Vec::new(),
        cursors: Vec::new(),
        group: Some(Group::new(cursors())),
        ..request.clone()
    };
    for (name, now) in [
        ("request.cbor", request::write(&request)),
        ("nothing.cbor", request::write(&short)),
        ("reply.cbor", reply::write(&reply)),
        ("request.json", serde_json::to_vec_pretty(&request).unwrap()),
        ("reply.json", serde_json::to_vec_pretty(&reply).unwrap()),
        ("hashes.txt", hashes(SCHEMA).into_bytes()),
    ] {
        assert_eq!(hex(&now), hex(&kept(SCHEMA, name, &now)), "{name}: another meaning needs another schema");
    }
}

#[test]
fn what_phones_of_each_schema_send_is_read() {
    for schema in crate::SCHEMA_OLDEST..=SCHEMA {
        let json: SyncRequest = serde_json::from_slice(&kept(schema, "request.json", &[])).unwrap();
        assert_eq!(json, the_request(schema), "schema {schema}");
        let reply: SyncReply = serde_json::from_slice(&kept(schema, "reply.json", &[])).unwrap();
        assert_eq!(reply, the_reply(schema), "schema {schema}");
        assert_eq!(hashes(schema).into_bytes(), kept(schema, "hashes.txt", &[]), "schema {schema}");
        if schema > 1 {
            let read = request::read(&kept(schema, "request.cbor", &[])).unwrap();
            let ops: Vec<Op> = read.ops.into_iter().map(Result::unwrap).collect();
            assert_eq!((read.schema, ops, read.cursors), (schema, ops_of(schema), cursors()));
            let ids: Vec<OpId> = the_reply(schema).results.iter().map(|a| a.op_id).collect();
            assert_eq!(reply::read(&kept(schema, "reply.cbor", &[]), &ids).unwrap(), the_reply(schema));
            assert_eq!(
                request::read(&kept(schema, "nothing.cbor", &[])).unwrap().group,
                Some(Group::new(cursors()))
            );
        }
    }
}

fn ops_of(schema: u16) -> Vec<Op> {
    the_request(schema).ops
}

#[test]
fn what_a_later_version_says_more_is_passed_over() {
    // A request and an op with places behind the ones that are known here.
    let mut e = minicbor::Encoder::new(Vec::new());
    e.array(7).unwrap().u16(SCHEMA).unwrap();
    e.array(1).unwrap().encode(AccountId(id(90))).unwrap();
    e.array(1).unwrap().array(7).unwrap().encode(OpId(id(1))).unwrap().u8(0).unwrap();
    e.array(3).unwrap().str("Әсел").unwrap().str("kk").unwrap().str("new").unwrap();
    e.u8(0).unwrap().null().unwrap().u16(SCHEMA).unwrap().str("new").unwrap();
    e.array(0).unwrap().array(0).unwrap();
    e.array(3).unwrap().u8(1).unwrap().u8(2).unwrap().str("new").unwrap();
    e.map(1).unwrap().str("new").unwrap().bool(true).unwrap();
    let read = request::read(&e.into_writer()).unwrap();
    assert_eq!(read.stamp, Some(Stamp { last: 1, next: 2 }));
    let Ok(op) = &read.ops[0] else { panic!("{:?}", read.ops) };
    assert_eq!(op.payload, Payload::Profile(Profile { name: "Әсел".into(), language: "kk".into() }));
}

#[test]
fn a_broken_op_holds_up_no_other() {
    let mut request = the_request(SCHEMA);
    request.ops.truncate(3);
    let good = request::write(&request);
    // The kind of the second op becomes one that nobody knows: 17 bytes after the op's own id.
    let second = good.windows(16).position(|w| w == request.ops[1].op_id.bytes()).unwrap();
    let mut bytes = good;
    bytes[second + 16] = 23;
    let read = request::read(&bytes).unwrap();
    assert!(read.ops[0].is_ok() && read.ops[2].is_ok());
    let rejected = OpResult::Rejected { code: Code::Malformed };
    assert_eq!(read.ops[1], Err(OpAck { op_id: request.ops[1].op_id, result: rejected }));
}

/// Each byte of an op in turn becomes a small number that is not on the small lists. What is then read says
/// all that was written: nothing is taken for "nothing said", nothing is left behind.
#[test]
fn a_number_that_is_not_known_is_never_taken_for_nothing() {
    let mut enrolled = enrolment();
    enrolled.carried =
        vec![Carried { track: "sport".into(), kind: NeedKind::Amount { unit: Unit::Pages }, counted: 1 }];
    let more = Op { payload: Payload::Enrol(enrolled), ..ops(SCHEMA).remove(1) };
    for op in ops(SCHEMA).into_iter().chain([more]) {
        let one = SyncRequest { schema: SCHEMA, ops: vec![op.clone()], ..SyncRequest::default() };
        let good = request::write(&one);
        let begin = good.windows(16).position(|w| w == op.op_id.bytes()).unwrap() + 16;
        for at in begin..good.len() {
            for number in [4, 5, 6, 7, 23] {
                let mut bytes = good.clone();
                bytes[at] = number;
                // A small number in a long form is another way of writing what is meant.
                let long = matches!(bytes[at - 1], 0x18 | 0x38);
                let Ok(read) = request::read(&bytes) else { continue };
                let Ok(ops) = read.ops.into_iter().collect::<Result<Vec<Op>, _>>() else { continue };
                let again = request::write(&SyncRequest { ops, ..one.clone() });
                assert!(long || hex(&again) == hex(&bytes), "byte {at} of {op:?} made {number}");
            }
        }
    }
}

#[test]
fn a_kind_of_record_that_is_not_known_is_passed_over() {
    let whole = the_reply(SCHEMA);
    let ids: Vec<OpId> = whole.results.iter().map(|a| a.op_id).collect();
    let good = reply::write(&whole);
    let profile = &whole.scopes[0].records[1];
    // The kind stands behind the revision, which is in no other record.
    let at = good.windows(16).rposition(|w| w == profile.revision.bytes()).unwrap() + 16;
    assert_eq!(good[at], 0);
    let mut bytes = good;
    bytes[at] = 23;
    let mut known = whole;
    known.scopes[0].records.remove(1);
    assert_eq!(reply::read(&bytes, &ids).unwrap(), known, "the others are as they were, at their versions");
}

#[test]
fn the_schema_of_a_request_can_be_read_whatever_follows() {
    let mut e = minicbor::Encoder::new(Vec::new());
    e.array(2).unwrap().u16(900).unwrap().map(1).unwrap().str("other").unwrap().bool(true).unwrap();
    let bytes = e.into_writer();
    assert!(request::read(&bytes).is_err());
    assert_eq!(request::schema(&bytes).unwrap(), 900);
    assert!(request::schema(b"{}").is_err());
}
