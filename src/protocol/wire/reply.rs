//! What the server answers.
//!
//! `[epoch, now, account, results, pages, lost, more, say all, differs, follow, …]`, the last three left out where they say
//! nothing
//! - result: a number, `0` where the op was applied; `[number, code, seconds]` where there is more to say.
//!   They stand in the order of the ops and do not repeat their ids
//! - page: `[scope, version, authors, records]`; a record is `[version, revision, kind, content, author]`,
//!   where its version counts from that of the record before it, and an author who is the first of the page
//!   is left out. A record of a kind that is not known here is passed over: it is pulled again by the app that
//!   knows it (`qadam_sync::take::learn`)

use qadam_domain::{AccountId, OpId};

use super::items::{get_body, put_body};
use super::{
    Read, Reader, Unreadable, Writer, Written, array, at_place, place_of, places, rest, written, wrong,
};
use crate::record::Record;
use crate::sync::{Code, OpAck, OpResult, ScopePage, SyncReply};

/// Writes a reply.
pub fn write(reply: &SyncReply) -> Vec<u8> {
    written(|e| {
        let places = if reply.follow.is_some() {
            10
        } else if !reply.differs.is_empty() {
            9
        } else if reply.say_all {
            8
        } else {
            7
        };
        e.array(places)?.str(&reply.epoch)?.encode(reply.now)?.encode(reply.account)?;
        e.array(reply.results.len() as u64)?;
        for a in &reply.results {
            put_result(e, &a.result)?;
        }
        e.array(reply.scopes.len() as u64)?;
        for page in &reply.scopes {
            put_page(e, page)?;
        }
        e.array(reply.lost.len() as u64)?;
        for scope in &reply.lost {
            e.encode(scope)?;
        }
        e.bool(reply.more)?;
        if places > 7 {
            e.bool(reply.say_all)?;
        }
        if places > 8 {
            e.encode(&reply.differs)?;
        }
        if let Some(follow) = reply.follow {
            e.u64(follow)?;
        }
        Ok(())
    })
}

/// Reads the reply to a request with these ops.
///
/// # Errors
/// It is no reply, or not the one to this question.
pub fn read(bytes: &[u8], ops: &[OpId]) -> Result<SyncReply, Unreadable> {
    Ok(message(&mut Reader::new(bytes), ops)?)
}

fn message(d: &mut Reader<'_>, ops: &[OpId]) -> Read<SyncReply> {
    let more_places = places(d, 7)?;
    let (epoch, now, account) = (d.str()?.to_owned(), d.decode()?, d.decode()?);
    if array(d)? != ops.len() as u64 {
        return wrong("not one result for each op");
    }
    let result = |op_id: &OpId| Ok(OpAck { op_id: *op_id, result: get_result(d)? });
    let results = ops.iter().map(result).collect::<Read<_>>()?;
    let n = array(d)?;
    let scopes = (0..n).map(|_| get_page(d)).collect::<Read<_>>()?;
    let n = array(d)?;
    let lost = (0..n).map(|_| d.decode()).collect::<Read<_>>()?;
    let more = d.bool()?;
    let say_all = more_places > 0 && d.bool()?;
    let n = if more_places > 1 { array(d)? } else { 0 };
    let differs = (0..n).map(|_| d.decode()).collect::<Read<_>>()?;
    let follow = if more_places > 2 { Some(d.u64()?) } else { None };
    rest(d, more_places.saturating_sub(3))?;
    Ok(SyncReply { epoch, now, account, results, scopes, lost, more, say_all, differs, follow })
}

fn put_result(e: &mut Writer, result: &OpResult) -> Written {
    match result {
        OpResult::Applied => e.u8(0)?.ok(),
        OpResult::Kept => e.u8(1)?.ok(),
        OpResult::Held => e.u8(2)?.ok(),
        OpResult::Erased => e.u8(3)?.ok(),
        OpResult::Rejected { code } => e.array(2)?.u8(4)?.u8(code.number())?.ok(),
        OpResult::Retry { after_s, code } => e.array(3)?.u8(5)?.u8(code.number())?.u32(*after_s)?.ok(),
    }
}

fn get_result(d: &mut Reader<'_>) -> Read<OpResult> {
    if d.datatype()? == minicbor::data::Type::Array {
        let n = array(d)?;
        let (kind, code) = (d.u8()?, Code::of(d.u8()?));
        return match kind {
            4 => {
                rest(d, n.saturating_sub(2))?;
                Ok(OpResult::Rejected { code })
            }
            5 if n >= 3 => {
                let after_s = d.u32()?;
                rest(d, n - 3)?;
                Ok(OpResult::Retry { after_s, code })
            }
            _ => wrong("a result that is not known"),
        };
    }
    match d.u8()? {
        0 => Ok(OpResult::Applied),
        1 => Ok(OpResult::Kept),
        2 => Ok(OpResult::Held),
        3 => Ok(OpResult::Erased),
        _ => wrong("a result that is not known"),
    }
}

/// Reasons by their numbers; 0 is one that the other side does not know.
const CODES: [Code; 14] = [
    Code::Unknown,
    Code::Malformed,
    Code::Invalid,
    Code::OpIdReused,
    Code::Forbidden,
    Code::NotFound,
    Code::Schema,
    Code::ConsentNeeded,
    Code::NotAccepted,
    Code::Unauthorised,
    Code::CodeInvalid,
    Code::TooMany,
    Code::Unavailable,
    Code::NewDevice,
];

impl Code {
    fn number(self) -> u8 {
        CODES.iter().position(|c| *c == self).and_then(|n| u8::try_from(n).ok()).unwrap_or(0)
    }
    fn of(number: u8) -> Self {
        CODES.get(usize::from(number)).copied().unwrap_or(Self::Unknown)
    }
}

fn put_page(e: &mut Writer, page: &ScopePage) -> Written {
    let mut authors: Vec<AccountId> = Vec::new();
    for r in &page.records {
        place_of(&mut authors, r.author);
    }
    e.array(4)?.encode(page.scope)?.u64(page.version)?;
    e.array(authors.len() as u64)?;
    for a in &authors {
        e.encode(a)?;
    }
    e.array(page.records.len() as u64)?;
    let mut version = 0;
    for r in &page.records {
        let author = place_of(&mut authors, r.author);
        e.array(if author == 0 { 4 } else { 5 })?;
        e.u64(r.version.saturating_sub(version))?.encode(r.revision)?.u8(r.body.number())?;
        put_body(e, &r.body)?;
        if author > 0 {
            e.u64(author)?;
        }
        version = r.version;
    }
    Ok(())
}

fn get_page(d: &mut Reader<'_>) -> Read<ScopePage> {
    let more = places(d, 4)?;
    let (scope, version) = (d.decode()?, d.u64()?);
    let n = array(d)?;
    let authors = (0..n).map(|_| d.decode()).collect::<Read<Vec<AccountId>>>()?;
    let n = array(d)?;
    let mut last = 0u64;
    let mut records = Vec::new();
    for _ in 0..n {
        let more = places(d, 4)?;
        last = last.saturating_add(d.u64()?);
        let revision = d.decode()?;
        let kind = d.u8()?;
        let body = get_body(kind, d)?;
        let author = at_place(&authors, if more > 0 { d.u64()? } else { 0 })?;
        rest(d, more.saturating_sub(1))?;
        records.extend(body.map(|body| Record { version: last, revision, author, body }));
    }
    rest(d, more)?;
    Ok(ScopePage { scope, records, version })
}
