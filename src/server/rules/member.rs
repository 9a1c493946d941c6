//! Taking somebody in, and the guardian's consent.

use qadam_protocol::op::ConsentPaper;
use qadam_protocol::record::{Body, Consent, Member, MemberStanding};
use qadam_protocol::sync::{Code, OpResult};

use super::{Cx, Outcome, name_is_fine};

fn with(cx: &Cx<'_>, change: impl FnOnce(&mut Member) -> Result<bool, Code>) -> Outcome {
    let Some((member, _)) = &cx.facts.member else {
        return Outcome::unrecorded(OpResult::Rejected { code: Code::Forbidden });
    };
    let mut member = member.clone();
    match change(&mut member) {
        Ok(true) => Outcome::applied().write(cx, Body::Member(member)),
        Ok(false) => Outcome::applied(),
        Err(code) => Outcome::rejected(code),
    }
}

/// The mentor takes a joiner in; after a decline too, where it was a slip.
pub(super) fn accept(cx: &Cx<'_>) -> Outcome {
    with(cx, |m| Ok(std::mem::replace(&mut m.standing, MemberStanding::Accepted) != MemberStanding::Accepted))
}

/// The mentor declines a joiner. Somebody who was taken in is not put out this way.
pub(super) fn decline(cx: &Cx<'_>) -> Outcome {
    with(cx, |m| match m.standing {
        MemberStanding::Accepted => Err(Code::Invalid),
        MemberStanding::Declined => Ok(false),
        MemberStanding::Asked => {
            m.standing = MemberStanding::Declined;
            Ok(true)
        }
    })
}

/// The mentor attests a guardian's paper. A newer one replaces it (a name was misspelt).
pub(super) fn attest(cx: &Cx<'_>, paper: &ConsentPaper) -> Outcome {
    with(cx, |m| {
        // Of somebody of age no guardian's name is kept: it serves nothing.
        if !m.minor || !name_is_fine(&paper.guardian) || paper.dated > cx.facts.last_day() {
            return Err(Code::Invalid);
        }
        m.consent =
            Some(Consent { paper: paper.clone(), attested_by: cx.caller.account, attested_at: cx.facts.now });
        Ok(true)
    })
}
