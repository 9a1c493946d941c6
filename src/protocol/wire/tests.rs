//! Round trips, what other versions write, and what cannot be read.

use chrono::NaiveDate;
use proptest::prelude::*;
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

use super::{GONE, read_body, reply, request, write_body};
use crate::check::Check;
use crate::op::{ChatMessage, ConsentPaper, Op, Payload, Profile};
use crate::record::{Body, Consent, Member, MemberStanding, Record};
use crate::sync::{Code, Cursor, Group, OpAck, OpResult, ScopePage, Stamp, SyncReply, SyncRequest};

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}
fn day() -> impl Strategy<Value = NaiveDate> {
    (-800_000i32..3_000_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
}
fn millis() -> impl Strategy<Value = Millis> {
    any::<i64>().prop_map(Millis)
}
fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[а-яәіңғүұқөһ ]{1,40}", any::<String>()]
}
fn maybe<S: Strategy + 'static>(s: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone + 'static,
{
    proptest::option::of(s)
}
fn few<S: Strategy>(s: S) -> impl Strategy<Value = Vec<S::Value>> {
    proptest::collection::vec(s, 0..4)
}
fn thing() -> impl Strategy<Value = ThingRef> {
    let kind = prop_oneof![
        Just(ThingKind::Book),
        Just(ThingKind::Project),
        Just(ThingKind::Journey),
        Just(ThingKind::Stay)
    ];
    (uuid(), kind, text(), any::<bool>()).prop_map(|(id, kind, title, finished)| ThingRef {
        id: ThingId(id),
        kind,
        title,
        finished,
    })
}
fn photo() -> impl Strategy<Value = Photo> {
    (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<u16>(), any::<u16>(), any::<u32>()).prop_map(
        |(id, thumb, width, height, size)| Photo {
            id: PhotoId::from_bytes(id),
            thumb: PhotoId::from_bytes(thumb),
            width,
            height,
            size,
        },
    )
}
fn entry() -> impl Strategy<Value = Entry> {
    (
        (uuid(), text(), maybe(text()), day(), any::<i16>()),
        (any::<u32>(), 0u32..3, 0u32..2),
        (maybe(thing()), text(), maybe((text(), text())), millis(), prop::collection::vec(photo(), 0..3)),
    )
        .prop_map(
            |(
                (id, track, activity, on, utc_offset_min),
                (minutes, pages, nights),
                (thing, note, by, written_at, photos),
            )| {
                Entry {
                    id: EntryId(id),
                    track,
                    activity,
                    on,
                    utc_offset_min,
                    minutes,
                    pages,
                    nights,
                    thing,
                    note,
                    attested_by: by.map(|(name, role)| Attestation { name, role }),
                    written_at,
                    photos,
                }
            },
        )
}
fn plan() -> impl Strategy<Value = Plan> {
    let track = (text(), maybe(text()), text(), any::<u8>(), any::<u32>(), maybe(any::<u16>())).prop_map(
        |(track, activity, goal, days, amount, at_min)| TrackPlan {
            track,
            activity,
            goal,
            days,
            amount,
            at_min,
        },
    );
    let kind = prop_oneof![
        Just(PauseKind::Exams),
        Just(PauseKind::Illness),
        Just(PauseKind::Harvest),
        Just(PauseKind::Other)
    ];
    let pause = (day(), day(), kind).prop_map(|(from, to, kind)| Pause { from, to, kind });
    let dated = (uuid(), text(), day(), maybe(day()), maybe(any::<u16>()), any::<u32>(), text()).prop_map(
        |(id, track, on, until, at_min, amount, title)| Dated {
            id: ThingId(id),
            track,
            on,
            until,
            at_min,
            amount,
            title,
        },
    );
    (few(track), few(pause), few(dated)).prop_map(|(tracks, pauses, dates)| Plan { tracks, pauses, dates })
}
fn need() -> impl Strategy<Value = NeedKind> {
    prop_oneof![
        Just(NeedKind::Amount { unit: Unit::Pages }),
        (any::<u32>(), any::<u32>()).prop_map(|(days, min)| NeedKind::Windows { days, min }),
        Just(NeedKind::Things { what: ThingKind::Stay }),
        Just(NeedKind::JourneyDays),
        Just(NeedKind::JourneyNights),
        Just(NeedKind::Practice),
    ]
}
fn enrolment() -> impl Strategy<Value = Enrolment> {
    let award = (text(), maybe(day())).prop_map(|(level, on)| Award { level, on });
    let carried =
        (text(), need(), any::<u32>()).prop_map(|(track, kind, counted)| Carried { track, kind, counted });
    (text(), text(), text(), day(), day(), few(award), few(carried)).prop_map(
        |(pack, version, level, start, birth, awards, carried)| Enrolment {
            pack,
            version,
            level,
            start,
            birth,
            awards,
            carried,
        },
    )
}
fn item() -> impl Strategy<Value = Item> {
    (uuid(), uuid()).prop_map(|(e, r)| Item { entry: EntryId(e), revision: OpId(r) })
}
fn revision() -> impl Strategy<Value = Revision> {
    (uuid(), any::<u32>(), few(item()), text(), millis(), maybe(millis())).prop_map(
        |(report, number, items, message, submitted_at, received_at)| Revision {
            report: ReportId(report),
            number,
            items,
            message,
            submitted_at,
            received_at,
        },
    )
}
fn decision() -> impl Strategy<Value = Decision> {
    let verdict = prop_oneof![Just(Verdict::Counted), Just(Verdict::ToFix), Just(Verdict::NotCounted)];
    let word =
        (item(), verdict, text()).prop_map(|(item, verdict, reason)| ItemDecision { item, verdict, reason });
    (uuid(), any::<u32>(), few(word), text(), millis(), maybe(uuid()), any::<bool>()).prop_map(
        |(report, number, items, message, decided_at, by, superseded)| Decision {
            report: ReportId(report),
            number,
            items,
            message,
            decided_at,
            by: by.map(AccountId),
            superseded,
        },
    )
}
fn profile() -> impl Strategy<Value = Profile> {
    (text(), text()).prop_map(|(name, language)| Profile { name, language })
}
fn message() -> impl Strategy<Value = ChatMessage> {
    (uuid(), text(), millis()).prop_map(|(id, text, written_at)| ChatMessage {
        id: MessageId(id),
        text,
        written_at,
    })
}
fn paper() -> impl Strategy<Value = ConsentPaper> {
    (text(), day()).prop_map(|(guardian, dated)| ConsentPaper { guardian, dated })
}
fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        profile().prop_map(Payload::Profile),
        enrolment().prop_map(Payload::Enrol),
        plan().prop_map(Payload::Plan),
        entry().prop_map(Payload::EntryPut),
        uuid().prop_map(|e| Payload::EntryRemove { entry: EntryId(e) }),
        revision().prop_map(Payload::ReportSubmit),
        (uuid(), any::<u32>()).prop_map(|(r, number)| Payload::ReportSeen { report: ReportId(r), number }),
        decision().prop_map(Payload::ReportDecide),
        message().prop_map(Payload::ChatSend),
        any::<u64>().prop_map(|up_to| Payload::ChatRead { up_to }),
        Just(Payload::MemberAccept),
        Just(Payload::MemberDecline),
        paper().prop_map(Payload::ConsentAttest),
        (uuid(), any::<bool>(), text()).prop_map(|(r, approved, message)| Payload::PlanDecide {
            revision: OpId(r),
            approved,
            message
        }),
    ]
}
fn body() -> impl Strategy<Value = Body> {
    let standing = prop_oneof![
        Just(MemberStanding::Asked),
        Just(MemberStanding::Accepted),
        Just(MemberStanding::Declined)
    ];
    let consent = (paper(), uuid(), millis()).prop_map(|(paper, by, attested_at)| Consent {
        paper,
        attested_by: AccountId(by),
        attested_at,
    });
    let member = (uuid(), text(), uuid(), text(), standing, any::<bool>(), maybe(consent), millis())
        .prop_map(|(p, name, m, mentor_name, standing, minor, consent, asked_at)| Member {
            participant: AccountId(p),
            name,
            mentor: AccountId(m),
            mentor_name,
            standing,
            minor,
            consent,
            asked_at,
        });
    prop_oneof![
        member.prop_map(Body::Member),
        profile().prop_map(Body::Profile),
        enrolment().prop_map(Body::Enrolment),
        plan().prop_map(Body::Plan),
        entry().prop_map(Body::Entry),
        entry().prop_map(Body::EntryRevision),
        uuid().prop_map(|e| Body::EntryGone { entry: EntryId(e) }),
        revision().prop_map(Body::Report),
        (uuid(), any::<u32>(), maybe(millis())).prop_map(|(r, number, at)| Body::ReportSeen {
            report: ReportId(r),
            number,
            at
        }),
        decision().prop_map(Body::Decision),
        (any::<u64>(), millis(), message()).prop_map(|(seq, received_at, message)| Body::Chat {
            seq,
            received_at,
            message
        }),
        (uuid(), any::<u64>()).prop_map(|(by, up_to)| Body::ChatRead { by: AccountId(by), up_to }),
        (uuid(), any::<bool>(), text(), millis()).prop_map(|(r, approved, message, decided_at)| {
            Body::PlanDecision(PlanDecision { revision: OpId(r), approved, message, decided_at })
        }),
    ]
}
fn requests() -> impl Strategy<Value = SyncRequest> {
    // Few scopes, so that ops share them.
    let scope = (0u128..4).prop_map(|n| AccountId(Uuid::from_u128(n)));
    let op =
        (uuid(), scope, maybe(uuid()), 1u16..4, payload()).prop_map(|(id, scope, base, schema, payload)| {
            Op { op_id: OpId(id), scope, base: base.map(OpId), schema, payload }
        });
    let cursors = proptest::collection::btree_map(0u128..6, any::<u64>(), 0..4).prop_map(|all| {
        let cursor = |(n, version)| Cursor { scope: AccountId(Uuid::from_u128(n)), version };
        all.into_iter().map(cursor).collect::<Vec<_>>()
    });
    let check = (0u128..6, any::<u64>(), few(any::<u64>())).prop_map(|(n, version, sums)| Check {
        scope: AccountId(Uuid::from_u128(n)),
        version,
        sums,
    });
    let stamp = maybe((any::<u64>(), any::<u64>()).prop_map(|(last, next)| Stamp { last, next }));
    (1u16..4, few(op), cursors, any::<bool>(), few(check), stamp).prop_map(
        |(schema, ops, cursors, short, checks, stamp)| match short {
            true => SyncRequest {
                schema,
                ops,
                cursors: Vec::new(),
                group: Some(Group::new(cursors)),
                checks,
                stamp,
            },
            false => SyncRequest { schema, ops, cursors, group: None, checks, stamp },
        },
    )
}
fn replies() -> impl Strategy<Value = SyncReply> {
    let code = prop_oneof![Just(Code::Invalid), Just(Code::Unavailable), Just(Code::Unknown)];
    let result = prop_oneof![
        Just(OpResult::Applied),
        Just(OpResult::Kept),
        Just(OpResult::Held),
        Just(OpResult::Erased),
        code.clone().prop_map(|code| OpResult::Rejected { code }),
        (any::<u32>(), code).prop_map(|(after_s, code)| OpResult::Retry { after_s, code }),
    ];
    let ack = (uuid(), result).prop_map(|(id, result)| OpAck { op_id: OpId(id), result });
    let record = (1u64..90, uuid(), 0u128..3, body()).prop_map(|(version, r, author, body)| Record {
        version,
        revision: OpId(r),
        author: AccountId(Uuid::from_u128(author)),
        body,
    });
    let page = (uuid(), few(record), any::<u64>()).prop_map(|(scope, mut records, version)| {
        records.sort_by_key(|r| r.version);
        ScopePage { scope: AccountId(scope), records, version }
    });
    (
        text(),
        millis(),
        uuid(),
        few(ack),
        few(page),
        few(uuid()),
        any::<(bool, bool)>(),
        few(uuid()),
        maybe(any::<u64>()),
    )
        .prop_map(|(epoch, now, account, results, scopes, lost, (more, say_all), differs, follow)| {
            SyncReply {
                epoch,
                now,
                account: AccountId(account),
                results,
                scopes,
                lost: lost.into_iter().map(AccountId).collect(),
                more,
                say_all,
                differs: differs.into_iter().map(AccountId).collect(),
                follow,
            }
        })
}

#[test]
fn a_scope_that_is_named_twice_is_no_request() {
    // [3, [a, b], [], [1, 2]], and the same with a twice
    let said = |other: u8| {
        let mut bytes = vec![0x84, 3, 0x82, 0x50];
        bytes.extend([7; 16]);
        bytes.push(0x50);
        bytes.extend([other; 16]);
        bytes.extend([0x80, 0x82, 1, 2]);
        bytes
    };
    assert_eq!(request::read(&said(8)).unwrap().cursors.len(), 2);
    assert!(request::read(&said(7)).is_err());
}

proptest! {
    #[test]
    fn a_request_is_read_as_it_was_written(r in requests()) {
        let read = request::read(&request::write(&r)).unwrap();
        let ops: Vec<Op> = read.ops.into_iter().map(Result::unwrap).collect();
        let checks = read.checks;
        prop_assert_eq!(SyncRequest { schema: read.schema, ops, cursors: read.cursors, group: read.group, checks, stamp: read.stamp }, r);
    }

    #[test]
    fn a_reply_is_read_as_it_was_written(r in replies()) {
        let ops: Vec<OpId> = r.results.iter().map(|a| a.op_id).collect();
        prop_assert_eq!(reply::read(&reply::write(&r), &ops).unwrap(), r);
    }

    #[test]
    fn a_body_is_read_as_it_was_written(b in body()) {
        prop_assert_eq!(write_body(&b).starts_with(&GONE), matches!(b, Body::EntryGone { .. }));
        prop_assert_eq!(read_body(&write_body(&b)).unwrap(), b);
    }

    #[test]
    fn what_is_cut_or_changed_is_an_error_or_another_message(r in requests(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut bytes = request::write(&r);
        let at = at.index(bytes.len());
        prop_assert!(request::read(&bytes[..at]).is_err());
        bytes[at] = with;
        drop(request::read(&bytes));
    }

    #[test]
    fn a_reply_that_is_cut_or_changed_is_an_error_or_another_one(r in replies(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let ops: Vec<OpId> = r.results.iter().map(|a| a.op_id).collect();
        let mut bytes = reply::write(&r);
        let at = at.index(bytes.len());
        prop_assert!(reply::read(&bytes[..at], &ops).is_err());
        bytes[at] = with;
        drop(reply::read(&bytes, &ops));
    }
}
