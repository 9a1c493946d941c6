//! A participant gets another mentor, and what the one before still sends.

use qadam_protocol::account::Role;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::record::{Member, MemberStanding};
use qadam_protocol::sync::{Code, OpResult};

use super::{Outcome, Relation, may};
use crate::store::Account;

/// The member row under another mentor. What was agreed stays: standing, consent, everything that was logged and
/// decided. Who was declined asks anew.
///
/// # Errors
/// `NotFound`: there is no such mentor.
pub fn decide_move(before: &Member, to: Option<&Account>) -> Result<Member, Code> {
    let to = to.filter(|a| a.role == Role::Mentor).ok_or(Code::NotFound)?;
    let standing = match before.standing {
        MemberStanding::Declined => MemberStanding::Asked,
        stands => stands,
    };
    Ok(Member { mentor: to.id, mentor_name: to.name.clone(), standing, ..before.clone() })
}

/// What becomes of an op of somebody who was the mentor when they wrote it. It changes nothing any more, and is
/// kept for whoever looks after both; a mere "I have read it" is worth nothing to them.
pub(super) fn hold(op: &Op) -> Outcome {
    if !may(Relation::Mentor, &op.payload) {
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Forbidden });
    }
    let quiet = matches!(op.payload, Payload::ChatRead { .. } | Payload::ReportSeen { .. });
    Outcome::held(!quiet)
}
