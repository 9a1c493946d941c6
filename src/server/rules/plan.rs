//! The plan, one row, the newest op wins; and the mentor's word on it.

use qadam_domain::{OpId, Plan, PlanDecision};
use qadam_protocol::record::{Body, RecordKind};
use qadam_protocol::sync::Code;

use super::{Cx, Outcome, packs};

/// Sets the plan. Whether a date has passed is not asked here: it may have waited long on a phone.
pub(super) fn set(cx: &Cx<'_>, p: &Plan) -> Outcome {
    match packs::of_scope(cx.packs, cx.facts) {
        Some(pack) if p.check(pack).is_ok() => Outcome::applied().write(cx, Body::Plan(p.clone())),
        _ => Outcome::rejected(Code::Invalid),
    }
}

/// The mentor's word. It stands beside the plan that it speaks of: where the participant has changed the
/// plan meanwhile, it is history, and the new plan waits for a word of its own.
pub(super) fn decide(cx: &Cx<'_>, revision: OpId, approved: bool, message: &str) -> Outcome {
    if cx.facts.row(RecordKind::Plan, "").is_none() {
        return Outcome::rejected(Code::NotFound);
    }
    if PlanDecision::check(approved, message).is_err() {
        return Outcome::rejected(Code::Invalid);
    }
    let (message, decided_at) = (message.to_owned(), cx.facts.now);
    let decision = PlanDecision { revision, approved, message, decided_at };
    Outcome::applied().write(cx, Body::PlanDecision(decision))
}
