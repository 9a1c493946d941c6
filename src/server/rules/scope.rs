//! Profile and level: one row each, the newest op wins.

use qadam_domain::{Enrolment, enrolment};
use qadam_protocol::op::Profile;
use qadam_protocol::record::{Body, RecordKind};
use qadam_protocol::sync::{Code, OpResult};

use super::{Cx, Outcome, name_is_fine};

/// Name and language.
pub(super) fn profile(cx: &Cx<'_>, p: &Profile) -> Outcome {
    if !name_is_fine(&p.name) || !matches!(p.language.as_str(), "kk" | "ru" | "en") {
        return Outcome::rejected(Code::Invalid);
    }
    Outcome::applied().write(cx, Body::Profile(p.clone()))
}

/// Starts a level.
pub(super) fn enrol(cx: &Cx<'_>, e: &Enrolment) -> Outcome {
    let Some(pack) = cx.packs.find(&e.pack, &e.version) else {
        return Outcome::rejected(Code::Invalid);
    };
    if enrolment::check(e, pack, cx.facts.last_day()).is_err() {
        return Outcome::rejected(Code::Invalid);
    }
    // Mentors decide by the birth date; what was decided must not rest on another one.
    let before = cx.facts.row(RecordKind::Enrolment, "").map(|r| &r.body);
    if cx.facts.decided && matches!(before, Some(Body::Enrolment(b)) if b.birth != e.birth) {
        return Outcome::rejected(Code::Invalid);
    }
    let Some((member, _)) = &cx.facts.member else {
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Forbidden });
    };
    // The phone said "of age" when it joined, and the birth date says otherwise: consent comes first,
    // and the enrolment is not stored until it is there.
    if !member.minor && member.consent.is_none() && enrolment::is_minor(e.birth, cx.facts.now.date_at(0)) {
        let mut member = member.clone();
        member.minor = true;
        let wait = OpResult::Retry { after_s: super::WAIT_S, code: Code::ConsentNeeded };
        return Outcome::unrecorded(wait).write(cx, Body::Member(member));
    }
    Outcome::applied().write(cx, Body::Enrolment(e.clone()))
}
