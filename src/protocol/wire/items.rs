//! Payloads of ops and bodies of records: a number for the kind, then its content.

use minicbor::data::Type;
use qadam_domain::{EntryId, Millis, OpId, PlanDecision, ReportId};

use super::{Read, Reader, Unreadable, Writer, Written, array, places, rest, written, wrong};
use crate::op::{ChatMessage, Op, Payload};
use crate::record::Body;

impl Payload {
    /// Its number on the wire. A number is never given to another kind.
    pub(super) fn number(&self) -> u8 {
        match self {
            Self::Profile(_) => 0,
            Self::Enrol(_) => 1,
            Self::Plan(_) => 2,
            Self::EntryPut(_) => 3,
            Self::EntryRemove { .. } => 4,
            Self::ReportSubmit(_) => 5,
            Self::ReportSeen { .. } => 6,
            Self::ReportDecide(_) => 7,
            Self::ChatSend(_) => 8,
            Self::ChatRead { .. } => 9,
            Self::MemberAccept => 10,
            Self::MemberDecline => 11,
            Self::ConsentAttest(_) => 12,
            Self::PlanDecide { .. } => 13,
        }
    }
}

pub(super) fn put_payload(e: &mut Writer, p: &Payload) -> Written {
    match p {
        Payload::Profile(x) => e.encode(x)?.ok(),
        Payload::Enrol(x) => e.encode(x)?.ok(),
        Payload::Plan(x) => e.encode(x)?.ok(),
        Payload::EntryPut(x) => e.encode(x)?.ok(),
        Payload::EntryRemove { entry } => e.encode(entry)?.ok(),
        Payload::ReportSubmit(x) => e.encode(x)?.ok(),
        Payload::ReportSeen { report, number } => e.array(2)?.encode(report)?.u32(*number)?.ok(),
        Payload::ReportDecide(x) => e.encode(x)?.ok(),
        Payload::ChatSend(x) => e.encode(x)?.ok(),
        Payload::ChatRead { up_to } => e.u64(*up_to)?.ok(),
        Payload::MemberAccept | Payload::MemberDecline => e.null()?.ok(),
        Payload::ConsentAttest(x) => e.encode(x)?.ok(),
        Payload::PlanDecide { revision, approved, message } => {
            let n = if message.is_empty() { 2 } else { 3 };
            e.array(n)?.encode(revision)?.bool(*approved)?;
            if n == 3 { e.str(message)?.ok() } else { Ok(()) }
        }
    }
}

pub(super) fn get_payload(kind: u8, d: &mut Reader<'_>) -> Read<Payload> {
    Ok(match kind {
        0 => Payload::Profile(d.decode()?),
        1 => Payload::Enrol(d.decode()?),
        2 => Payload::Plan(d.decode()?),
        3 => Payload::EntryPut(d.decode()?),
        4 => Payload::EntryRemove { entry: d.decode()? },
        5 => Payload::ReportSubmit(d.decode()?),
        6 => {
            let (report, number, _) = seen(d)?;
            Payload::ReportSeen { report, number }
        }
        7 => Payload::ReportDecide(d.decode()?),
        8 => Payload::ChatSend(d.decode()?),
        9 => Payload::ChatRead { up_to: d.u64()? },
        10 => d.null().map(|()| Payload::MemberAccept)?,
        11 => d.null().map(|()| Payload::MemberDecline)?,
        12 => Payload::ConsentAttest(d.decode()?),
        13 => {
            let more = places(d, 2)?;
            let (revision, approved) = (d.decode()?, d.bool()?);
            let message = if more > 0 { d.str()?.to_owned() } else { String::new() };
            rest(d, more.saturating_sub(1))?;
            Payload::PlanDecide { revision, approved, message }
        }
        _ => return wrong("a kind of op that is not known"),
    })
}

/// A revision that was opened: report, number, when.
fn seen(d: &mut Reader<'_>) -> Read<(ReportId, u32, Option<Millis>)> {
    let more = places(d, 2)?;
    let (report, number) = (d.decode()?, d.u32()?);
    let at = if more > 0 { d.decode()? } else { None };
    rest(d, more.saturating_sub(1))?;
    Ok((report, number, at))
}

impl Body {
    /// Its number on the wire; those of payloads, where a record is what an op wrote.
    pub(super) fn number(&self) -> u8 {
        match self {
            Self::Profile(_) => 0,
            Self::Enrolment(_) => 1,
            Self::Plan(_) => 2,
            Self::Entry(_) => 3,
            Self::EntryGone { .. } => 4,
            Self::Report(_) => 5,
            Self::ReportSeen { .. } => 6,
            Self::Decision(_) => 7,
            Self::Chat { .. } => 8,
            Self::ChatRead { .. } => 9,
            Self::Member(_) => 10,
            Self::EntryRevision(_) => 11,
            Self::PlanDecision(_) => 13,
        }
    }
}

pub(super) fn put_body(e: &mut Writer, b: &Body) -> Written {
    match b {
        Body::Profile(x) => e.encode(x)?.ok(),
        Body::Enrolment(x) => e.encode(x)?.ok(),
        Body::Plan(x) => e.encode(x)?.ok(),
        Body::Entry(x) | Body::EntryRevision(x) => e.encode(x)?.ok(),
        Body::EntryGone { entry } => e.encode(entry)?.ok(),
        Body::Report(x) => e.encode(x)?.ok(),
        Body::ReportSeen { report, number, at } => match at {
            None => e.array(2)?.encode(report)?.u32(*number)?.ok(),
            Some(at) => e.array(3)?.encode(report)?.u32(*number)?.encode(at)?.ok(),
        },
        Body::Decision(x) => e.encode(x)?.ok(),
        Body::Chat { seq, received_at, message } => {
            e.array(3)?.u64(*seq)?.encode(received_at)?.encode(message)?.ok()
        }
        Body::ChatRead { by, up_to } => e.array(2)?.encode(by)?.u64(*up_to)?.ok(),
        Body::Member(x) => e.encode(x)?.ok(),
        Body::PlanDecision(x) => e.encode(x)?.ok(),
    }
}

/// None: a kind that a later schema has. What it holds is passed over.
pub(super) fn get_body(kind: u8, d: &mut Reader<'_>) -> Read<Option<Body>> {
    Ok(Some(match kind {
        0 => Body::Profile(d.decode()?),
        1 => Body::Enrolment(d.decode()?),
        2 => Body::Plan(d.decode()?),
        3 => Body::Entry(d.decode()?),
        4 => Body::EntryGone { entry: d.decode::<EntryId>()? },
        5 => Body::Report(d.decode()?),
        6 => {
            let (report, number, at) = seen(d)?;
            Body::ReportSeen { report, number, at }
        }
        7 => Body::Decision(d.decode()?),
        8 => {
            let more = places(d, 3)?;
            let (seq, received_at) = (d.u64()?, d.decode::<Millis>()?);
            let message = d.decode::<ChatMessage>()?;
            rest(d, more)?;
            Body::Chat { seq, received_at, message }
        }
        9 => {
            let more = places(d, 2)?;
            let (by, up_to) = (d.decode()?, d.u64()?);
            rest(d, more)?;
            Body::ChatRead { by, up_to }
        }
        10 => Body::Member(d.decode()?),
        11 => Body::EntryRevision(d.decode()?),
        13 => Body::PlanDecision(d.decode::<PlanDecision>()?),
        _ => {
            d.skip()?;
            return Ok(None);
        }
    }))
}

/// How the body of an entry that was taken back begins in a database, which has no need to read bodies.
pub const GONE: [u8; 2] = [0x82, 4];

/// A body by itself, for a database: kind and content.
pub fn write_body(body: &Body) -> Vec<u8> {
    written(|e| {
        e.array(2)?.u8(body.number())?;
        put_body(e, body)
    })
}

/// Reads what [`write_body`] wrote.
///
/// # Errors
/// It is no body.
pub fn read_body(bytes: &[u8]) -> Result<Body, Unreadable> {
    let d = &mut Reader::new(bytes);
    if array(d)? != 2 {
        wrong("no body")?;
    }
    let kind = d.u8()?;
    let body = get_body(kind, d)?;
    Ok(body.map_or_else(|| wrong("a kind of record that is not known"), Ok)?)
}

/// An op by itself as it is hashed: scope, base, kind, content. Envelope and order of a message are not
/// in it, so that a resend in other company is the same op.
pub fn op_bytes(op: &Op) -> Vec<u8> {
    written(|e| {
        e.array(6)?.encode(op.op_id)?.encode(op.scope)?.encode(op.base)?.u16(op.schema)?;
        e.u8(op.payload.number())?;
        put_payload(e, &op.payload)
    })
}

/// An id, or nothing.
pub(super) fn op_or_none(d: &mut Reader<'_>) -> Read<Option<OpId>> {
    if d.datatype()? == Type::Null {
        d.null()?;
        return Ok(None);
    }
    d.decode().map(Some)
}
