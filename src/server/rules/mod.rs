//! What an op may do, decided without I/O.
//!
//! A backend asks [`wants`] which rows an op depends on, fetches them as [`Facts`] inside its
//! transaction, and writes what [`decide`] answers; one that lies a network away does so for a whole
//! batch at once ([`Batch`]). All checks of the phone are made again here: an op comes from a stranger
//! until it has passed.

mod batch;
mod chat;
mod copies;
mod entry;
mod facts;
mod joining;
mod member;
mod moving;
mod packs;
mod photo;
mod plan;
mod pull;
mod refused;
mod report;
mod scope;

pub use batch::{Batch, Changes, Needs, Snapshot, needs};
pub use copies::{DEVICES_MAX, Mark, Ops, is_copy, marked, wait as wait_for_split};
pub use facts::{Facts, Hold, HoldChange, Outcome, Replaced, RowKey, Wants, Write};
pub use joining::{
    AccountFact, DeviceFact, INVITE_DAYS, INVITE_USES, INVITES_MAX, InviteFact, JoinDecision, JoinFacts,
    SignInDecision, SignInFacts, decide_invite, decide_join, decide_sign_in,
};
pub use moving::decide_move;
pub use photo::may_send;
pub use pull::{Feed, News};
pub use qadam_domain::pack::Packs;
pub use refused::Refused;

use qadam_domain::Millis;
use qadam_protocol::account::Role;
use qadam_protocol::op::{NAME_MAX, Op, Payload};
use qadam_protocol::record::{Member, RecordKind};
use qadam_protocol::sync::{Code, OpResult};

use crate::store::Caller;

/// How the caller stands to the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the caller's own.
    Own,
    /// The caller is its mentor.
    Mentor,
}

/// Which rows an op depends on. The member row and the counters of the scope always come along.
pub fn wants(op: &Op) -> Wants {
    match &op.payload {
        Payload::EntryPut(e) => entry::wants(e.id),
        Payload::EntryRemove { entry } => entry::wants(*entry),
        Payload::ReportSubmit(r) => report::wants_submit(r),
        Payload::ReportSeen { report, number } => Wants {
            rows: vec![
                RowKey::new(RecordKind::Report, format!("{report}/{number}")),
                RowKey::new(RecordKind::ReportSeen, format!("{report}/{number}")),
            ],
            ..Wants::default()
        },
        Payload::ReportDecide(d) => Wants { report: Some(d.report), ..Wants::default() },
        Payload::ChatSend(m) => Wants::row(RecordKind::Chat, m.id.to_string()),
        Payload::Plan(_) => Wants::row(RecordKind::Enrolment, String::new()),
        Payload::Enrol(_) => Wants { decided: true, ..Wants::row(RecordKind::Enrolment, String::new()) },
        Payload::PlanDecide { .. } => Wants::row(RecordKind::Plan, String::new()),
        // All kinds of reading marks: there are two.
        Payload::ChatRead { .. } => Wants { chat_read: true, ..Wants::default() },
        _ => Wants::default(),
    }
}

/// What becomes of an op.
pub fn decide(op: &Op, caller: &Caller, packs: &Packs, facts: &Facts) -> Outcome {
    // Who had a part in it hears so. To all others they look like nobody.
    if let Some(erased) = &facts.erased
        && (erased.id == caller.account || erased.mentor == Some(caller.account))
    {
        return Outcome::unrecorded(OpResult::Erased);
    }
    let spoken = (qadam_protocol::SCHEMA_OLDEST..=qadam_protocol::SCHEMA).contains(&op.schema);
    let Some(relation) = relation(caller, op, facts) else {
        if facts.former && spoken {
            return moving::hold(op);
        }
        // Whether the scope exists is nobody's business who has no part in it.
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Forbidden });
    };
    if !spoken {
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Schema });
    }
    if !may(relation, &op.payload) {
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Forbidden });
    }
    let opens =
        matches!(op.payload, Payload::MemberAccept | Payload::MemberDecline | Payload::ConsentAttest(_));
    if !opens && let Some(code) = waits_for(facts.member.as_ref().map(|(m, _)| m)) {
        return Outcome::unrecorded(OpResult::Retry { after_s: WAIT_S, code });
    }
    let cx = Cx { op, caller, packs, facts };
    let outcome = match &op.payload {
        Payload::Profile(p) => scope::profile(&cx, p),
        Payload::Enrol(e) => scope::enrol(&cx, e),
        Payload::Plan(p) => plan::set(&cx, p),
        Payload::PlanDecide { revision, approved, message } => {
            plan::decide(&cx, *revision, *approved, message)
        }
        Payload::EntryPut(e) => entry::put(&cx, e),
        Payload::EntryRemove { entry } => entry::remove(&cx, *entry),
        Payload::ReportSubmit(r) => report::submit(&cx, r),
        Payload::ReportSeen { report, number } => report::seen(&cx, *report, *number),
        Payload::ReportDecide(d) => report::decide(&cx, d),
        Payload::ChatSend(m) => chat::send(&cx, m),
        Payload::ChatRead { up_to } => chat::read(&cx, *up_to),
        Payload::MemberAccept => member::accept(&cx),
        Payload::MemberDecline => member::decline(&cx),
        Payload::ConsentAttest(paper) => member::attest(&cx, paper),
    };
    match outcome.result {
        OpResult::Rejected { code } if facts.settling && may_come(&op.payload, code) => {
            Outcome::unrecorded(OpResult::Retry { after_s: WAIT_S, code })
        }
        // Not another phone's change, but one on top of what the copy does not have.
        OpResult::Kept if facts.settling && facts.base_unheard => {
            Outcome::unrecorded(OpResult::Retry { after_s: WAIT_S, code: Code::NotFound })
        }
        _ => outcome,
    }
}

/// After a restore phones offer again what the copy does not have, each for itself: a decision may come before its
/// report, and a report before the decision on the one before it; a change before the one that it stands on.
fn may_come(payload: &Payload, code: Code) -> bool {
    code == Code::NotFound || (code == Code::Invalid && matches!(payload, Payload::ReportSubmit(_)))
}

/// How long after a restore something may still be on its way: as long as phones keep what was acknowledged.
pub const SETTLING_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Whether a database that was put back at a moment is settling.
pub fn is_settling(restored: Option<Millis>, now: Millis) -> bool {
    restored.is_some_and(|at| at <= now && now < at.plus(SETTLING_MS))
}

/// Seconds after which something that waits for the mentor is worth another try.
const WAIT_S: u32 = 60;

/// What every rule sees.
struct Cx<'a> {
    op: &'a Op,
    caller: &'a Caller,
    packs: &'a Packs,
    facts: &'a Facts,
}

fn relation(caller: &Caller, op: &Op, facts: &Facts) -> Option<Relation> {
    let member = &facts.member.as_ref()?.0;
    match caller.role {
        Role::Participant if caller.account == op.scope && member.participant == op.scope => {
            Some(Relation::Own)
        }
        Role::Mentor if member.mentor == caller.account => Some(Relation::Mentor),
        _ => None,
    }
}

fn may(relation: Relation, payload: &Payload) -> bool {
    match payload {
        Payload::Profile(_)
        | Payload::Enrol(_)
        | Payload::Plan(_)
        | Payload::EntryPut(_)
        | Payload::EntryRemove { .. }
        | Payload::ReportSubmit(_) => relation == Relation::Own,
        Payload::ReportSeen { .. }
        | Payload::ReportDecide(_)
        | Payload::PlanDecide { .. }
        | Payload::MemberAccept
        | Payload::MemberDecline
        | Payload::ConsentAttest(_) => relation == Relation::Mentor,
        Payload::ChatSend(_) | Payload::ChatRead { .. } => true,
    }
}

/// What must happen before anything but the joining may be stored.
fn waits_for(member: Option<&Member>) -> Option<Code> {
    use qadam_protocol::record::MemberStanding::Accepted;
    match member {
        Some(m) if m.may_share() => None,
        Some(m) if m.standing == Accepted => Some(Code::ConsentNeeded),
        _ => Some(Code::NotAccepted),
    }
}

/// A name that can stand in a list: something to read, not too long, one line.
pub fn name_is_fine(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control)
}

/// An op that was answered for good.
#[derive(Clone, Debug)]
pub struct Prior {
    /// Hash of the op that was answered.
    pub hash: [u8; 32],
    /// Who sent it.
    pub author: qadam_domain::AccountId,
    /// The answer.
    pub result: OpResult,
}

/// The answer to an op whose id is known already: the stored one, if it is the same op of the same author.
pub fn decide_again(op: &Op, hash: [u8; 32], caller: &Caller, prior: &Prior, facts: &Facts) -> OpResult {
    if prior.author == caller.account && prior.hash == hash {
        return prior.result.clone();
    }
    if prior.author != caller.account && relation(caller, op, facts).is_none() {
        return OpResult::Rejected { code: Code::Forbidden };
    }
    // A phone never makes one id twice: a bug or an attack, and worth a person's look.
    tracing::error!(op = %op.op_id, "op id used for another op");
    OpResult::Rejected { code: Code::OpIdReused }
}
