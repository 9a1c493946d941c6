//! What a phone sends.
//!
//! `[schema, scopes, ops, cursors, checks, stamp, …]`
//! - scopes: the participants that the message speaks of, sixteen bytes each
//! - op: `[op id, kind, content, place of its scope, base, schema]`; what is as usual at the end is left
//!   out: scope 0, no base, the message's schema
//! - cursors: a version for each of the first scopes, in their order; or `[name, versions]`, the name being
//!   eight bytes, for all scopes that the server told of ([`Group`])
//! - checks, where there are any: `[place of the scope, version, sums]`, eight bytes for each sum
//! - stamp, where there are ops: `[last, next]` ([`Stamp`]); before it checks are written also where there are none

use minicbor::data::Type;
use qadam_domain::AccountId;

use super::items::{get_payload, op_or_none, put_payload};
use super::{Read, Reader, Unreadable, Written, array, at_place, place_of, places, rest, written, wrong};
use crate::check::Check;
use crate::op::Op;
use crate::sync::{Code, Cursor, Group, OpAck, OpResult, Stamp, SyncRequest};

/// Writes a request.
pub fn write(request: &SyncRequest) -> Vec<u8> {
    let mut scopes: Vec<AccountId> = Vec::new();
    for c in &request.cursors {
        place_of(&mut scopes, c.scope);
    }
    for op in &request.ops {
        place_of(&mut scopes, op.scope);
    }
    for check in &request.checks {
        place_of(&mut scopes, check.scope);
    }
    written(|e| {
        let places = match (request.stamp, request.checks.is_empty()) {
            (Some(_), _) => 6,
            (None, false) => 5,
            (None, true) => 4,
        };
        e.array(places)?.u16(request.schema)?;
        e.array(scopes.len() as u64)?;
        for s in &scopes {
            e.encode(s)?;
        }
        e.array(request.ops.len() as u64)?;
        for op in &request.ops {
            put_op(e, op, place_of(&mut scopes, op.scope), request.schema)?;
        }
        match &request.group {
            Some(group) => e.array(2)?.bytes(&group.of)?.encode(&group.versions)?.ok()?,
            None => {
                e.array(request.cursors.len() as u64)?;
                for c in &request.cursors {
                    e.u64(c.version)?;
                }
            }
        }
        if places < 5 {
            return Ok(());
        }
        e.array(request.checks.len() as u64)?;
        for c in &request.checks {
            let sums: Vec<u8> = c.sums.iter().flat_map(|s| s.to_be_bytes()).collect();
            e.array(3)?.u64(place_of(&mut scopes, c.scope))?.u64(c.version)?.bytes(&sums)?;
        }
        if let Some(Stamp { last, next }) = request.stamp {
            e.array(2)?.u64(last)?.u64(next)?;
        }
        Ok(())
    })
}

fn put_op(e: &mut super::Writer, op: &Op, scope: u64, schema: u16) -> Written {
    let places = match (op.schema != schema, op.base.is_some(), scope) {
        (true, ..) => 6,
        (_, true, _) => 5,
        (.., 1..) => 4,
        _ => 3,
    };
    e.array(places)?.encode(op.op_id)?.u8(op.payload.number())?;
    put_payload(e, &op.payload)?;
    if places > 3 {
        e.u64(scope)?;
    }
    if places > 4 {
        e.encode(op.base)?;
    }
    if places > 5 {
        e.u16(op.schema)?;
    }
    Ok(())
}

/// A request whose ops were read one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Loose {
    /// The schema that the phone speaks.
    pub schema: u16,
    /// Ops that can be read, or the answer to one that cannot.
    pub ops: Vec<Result<Op, OpAck>>,
    /// How far the phone has each scope.
    pub cursors: Vec<Cursor>,
    /// The same in short.
    pub group: Option<Group>,
    /// What the phone has of some scopes.
    pub checks: Vec<Check>,
    /// Which of the installation's messages this is.
    pub stamp: Option<Stamp>,
}

/// The schema of a request, whatever else it says: another one may say it in ways that are not known here.
///
/// # Errors
/// It is no request.
pub fn schema(bytes: &[u8]) -> Result<u16, Unreadable> {
    let d = &mut Reader::new(bytes);
    places(d, 1)?;
    d.u16().map_err(Unreadable::from)
}

/// Reads a request. How many ops and scopes it may have is the caller's to say.
///
/// # Errors
/// The message itself, or the id of an op, cannot be read: nobody could be answered.
pub fn read(bytes: &[u8]) -> Result<Loose, Unreadable> {
    Ok(message(&mut Reader::new(bytes))?)
}

fn message(d: &mut Reader<'_>) -> Read<Loose> {
    let more = places(d, 4)?;
    let schema = d.u16()?;
    let n = array(d)?;
    let scopes = (0..n).map(|_| d.decode()).collect::<Read<Vec<AccountId>>>()?;
    // Two cursors of one scope would be two answers to one question.
    let mut each = scopes.clone();
    each.sort_unstable();
    if each.windows(2).any(|two| two.first() == two.last()) {
        return wrong("a scope that is named twice");
    }
    let n = array(d)?;
    let ops = (0..n).map(|_| one(d, &scopes, schema)).collect::<Read<_>>()?;
    let n = array(d)?;
    let (mut cursors, mut group) = (Vec::new(), None);
    if n == 2 && d.datatype()? == Type::Bytes {
        let Ok(of) = d.bytes()?.try_into() else { return wrong("no name of a group") };
        let n = array(d)?;
        group = Some(Group { of, versions: (0..n).map(|_| d.u64()).collect::<Read<_>>()? });
    } else if n > scopes.len() as u64 {
        return wrong("more cursors than scopes");
    } else {
        for scope in scopes.iter().take(n as usize) {
            cursors.push(Cursor { scope: *scope, version: d.u64()? });
        }
    }
    let n = if more > 0 { array(d)? } else { 0 };
    let checks = (0..n).map(|_| check(d, &scopes)).collect::<Read<_>>()?;
    let stamp = if more > 1 { Some(stamp(d)?) } else { None };
    rest(d, more.saturating_sub(2))?;
    if d.position() != d.input().len() {
        return wrong("something behind the message");
    }
    Ok(Loose { schema, ops, cursors, group, checks, stamp })
}

fn stamp(d: &mut Reader<'_>) -> Read<Stamp> {
    let more = places(d, 2)?;
    let stamp = Stamp { last: d.u64()?, next: d.u64()? };
    rest(d, more)?;
    Ok(stamp)
}

fn check(d: &mut Reader<'_>, scopes: &[AccountId]) -> Read<Check> {
    let more = places(d, 3)?;
    let (scope, version) = (at_place(scopes, d.u64()?)?, d.u64()?);
    let (sums, left) = d.bytes()?.as_chunks::<8>();
    if !left.is_empty() {
        return wrong("half a sum");
    }
    let sums = sums.iter().map(|s| u64::from_be_bytes(*s)).collect();
    rest(d, more)?;
    Ok(Check { scope, version, sums })
}

/// An op. What it holds is read apart from the message: if it cannot be, the next one begins behind it.
fn one(d: &mut Reader<'_>, scopes: &[AccountId], schema: u16) -> Read<Result<Op, OpAck>> {
    let begin = d.position();
    d.skip()?;
    let Some(bytes) = d.input().get(begin..d.position()) else { return wrong("an op without an end") };
    let d = &mut Reader::new(bytes);
    let more = places(d, 3)?;
    let op_id = d.decode()?;
    let mut content = || {
        let kind = d.u8()?;
        let payload = get_payload(kind, d)?;
        let scope = if more > 0 { d.u64()? } else { 0 };
        let base = if more > 1 { op_or_none(d)? } else { None };
        let schema = if more > 2 { d.u16()? } else { schema };
        rest(d, more.saturating_sub(3))?;
        if d.position() != d.input().len() {
            return wrong("something behind the op");
        }
        Ok(Op { op_id, scope: at_place(scopes, scope)?, base, schema, payload })
    };
    let op: Read<Op> = content();
    Ok(op.map_err(|_| OpAck { op_id, result: OpResult::Rejected { code: Code::Malformed } }))
}
