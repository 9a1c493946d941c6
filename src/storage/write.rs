//! A person's action: its effect here and its op in the outbox, in one transaction.

use qadam_domain::{AccountId, Millis, PlanDecision};
use qadam_protocol::record::{Body, Consent, MemberStanding};
use qadam_protocol::{Op, Payload, RecordKind};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::apply::{Origin, put, remember};
use crate::error::StoreResult;
use crate::people;

/// Writes an op's effect and queues it. False: this op was here before, nothing was changed.
pub fn write(tx: &Transaction<'_>, who: AccountId, op: &Op, at: Millis) -> StoreResult<bool> {
    let known: Option<i64> = tx
        .prepare_cached("SELECT 1 FROM outbox WHERE op_id = ?1")?
        .query_row([op.op_id.bytes()], |r| r.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    let Some(body) = effect(tx, who, op, at)? else {
        return Ok(false);
    };
    let (kind, key) = body.key(op.op_id);
    remember(tx, op.scope, kind, &key)?;
    put(tx, Origin { scope: op.scope, revision: op.op_id, author: who, version: None }, &body)?;
    queue(tx, op, kind, &key, at)?;
    Ok(true)
}

/// Puts an op at the end of what waits.
pub(crate) fn queue(
    tx: &Transaction<'_>,
    op: &Op,
    kind: RecordKind,
    key: &str,
    at: Millis,
) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT INTO outbox (op_id, scope, kind, key, base, op, made_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting')",
    )?
    .execute(params![
        op.op_id.bytes(),
        op.scope.bytes(),
        kind.as_str(),
        key,
        op.base.map(|b| *b.bytes()),
        serde_json::to_string(op)?,
        at.0
    ])?;
    Ok(())
}

/// The row that an op writes, as it is shown before the server has spoken. None: nothing to write
/// (a member that this phone does not have).
pub(crate) fn effect(tx: &Transaction<'_>, who: AccountId, op: &Op, at: Millis) -> StoreResult<Option<Body>> {
    let body = match &op.payload {
        Payload::Profile(p) => Body::Profile(p.clone()),
        Payload::Enrol(e) => Body::Enrolment(e.clone()),
        Payload::Plan(p) => Body::Plan(p.clone()),
        Payload::EntryPut(e) => Body::Entry(e.clone()),
        Payload::EntryRemove { entry } => Body::EntryGone { entry: *entry },
        Payload::ReportSubmit(r) => Body::Report(r.clone()),
        Payload::ReportSeen { report, number } => {
            Body::ReportSeen { report: *report, number: *number, at: Some(at) }
        }
        Payload::ReportDecide(d) => {
            let mut d = d.clone();
            d.by = Some(who);
            Body::Decision(d)
        }
        Payload::ChatSend(m) => Body::Chat { seq: 0, received_at: m.written_at, message: m.clone() },
        Payload::ChatRead { up_to } => Body::ChatRead { by: who, up_to: *up_to },
        Payload::PlanDecide { revision, approved, message } => Body::PlanDecision(PlanDecision {
            revision: *revision,
            approved: *approved,
            message: message.clone(),
            decided_at: at,
        }),
        Payload::MemberAccept | Payload::MemberDecline | Payload::ConsentAttest(_) => {
            let Some(mut member) = people::member(tx, op.scope)? else { return Ok(None) };
            match &op.payload {
                Payload::MemberAccept => member.standing = MemberStanding::Accepted,
                Payload::MemberDecline => member.standing = MemberStanding::Declined,
                Payload::ConsentAttest(paper) => {
                    member.consent =
                        Some(Consent { paper: paper.clone(), attested_by: who, attested_at: at });
                }
                _ => {}
            }
            Body::Member(member)
        }
    };
    Ok(Some(body))
}
