//! Joining, signing in and inviting: what they depend on and what they do.

use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::{InviteReply, Role};
use qadam_protocol::record::{Member, MemberStanding};
use qadam_protocol::sync::Code;

use super::name_is_fine;
use crate::secret::Hashed;
use crate::store::{Account, Joining, SigningIn};

/// How long a joining code lives.
pub const INVITE_DAYS: i64 = 30;
/// How many can join with one code: a mentor has about 18 participants.
pub const INVITE_USES: u32 = 30;
/// Most codes of one mentor that are alive at once.
pub const INVITES_MAX: u32 = 50;

/// A joining code.
#[derive(Clone, Debug)]
pub struct InviteFact {
    /// Who handed it out.
    pub mentor: Account,
    /// When it ends.
    pub expires_at: Millis,
    /// How many can still join.
    pub uses_left: u32,
}

/// A device whose token this is.
#[derive(Clone, Copy, Debug)]
pub struct DeviceFact {
    /// Signed in as.
    pub account: AccountId,
    /// The installation.
    pub device: DeviceId,
    /// Signed out.
    pub revoked: bool,
}

/// An account that has the asked-for id.
#[derive(Clone, Debug)]
pub struct AccountFact {
    /// What it may do.
    pub role: Role,
    /// How it stands, where it is a participant.
    pub member: Option<Member>,
}

/// What a joining depends on.
#[derive(Clone, Debug, Default)]
pub struct JoinFacts {
    /// An earlier request with this join_id: its hash and, if it was a joining, its answer.
    pub prior: Option<(Hashed, Option<Member>)>,
    /// The code.
    pub invite: Option<InviteFact>,
    /// The account, if it is there already.
    pub account: Option<AccountFact>,
    /// Whose token it is, if it is known already.
    pub device: Option<DeviceFact>,
    /// Somebody has this recovery code already.
    pub recovery_taken: bool,
    /// Somebody of this id was erased.
    pub erased: bool,
}

/// What a joining does.
#[derive(Clone, Debug, PartialEq)]
pub enum JoinDecision {
    /// Say the same again.
    Repeat(Box<Member>),
    /// Refuse.
    Refuse(Code),
    /// Make the account, its device and its recovery code; use the invitation once.
    New(Box<Member>),
    /// The account is there and not taken in: it asks again, perhaps another mentor.
    Again(Box<Member>),
}

/// Decides on a joining.
pub fn decide_join(j: &Joining, facts: &JoinFacts, now: Millis) -> JoinDecision {
    // Who was erased does not come back by a repeat. Joining anew makes an account anew.
    if facts.erased {
        return JoinDecision::Refuse(Code::Forbidden);
    }
    match &facts.prior {
        Some((request, Some(member))) if *request == j.request => {
            return JoinDecision::Repeat(Box::new(member.clone()));
        }
        Some(_) => return JoinDecision::Refuse(Code::OpIdReused),
        None => {}
    }
    let name = j.name.trim();
    if !name_is_fine(name) {
        return JoinDecision::Refuse(Code::Invalid);
    }
    let Some(invite) = facts.invite.as_ref().filter(|i| i.uses_left > 0 && now < i.expires_at) else {
        return JoinDecision::Refuse(Code::CodeInvalid);
    };
    let member = Member {
        participant: j.account,
        name: name.to_owned(),
        mentor: invite.mentor.id,
        mentor_name: invite.mentor.name.clone(),
        standing: MemberStanding::Asked,
        minor: j.minor,
        consent: None,
        asked_at: now,
    };
    match (&facts.account, &facts.device) {
        (None, None) if !facts.recovery_taken => JoinDecision::New(Box::new(member)),
        (Some(AccountFact { role: Role::Participant, member: Some(old) }), Some(d))
            if d.account == j.account && d.device == j.device && !d.revoked =>
        {
            if old.standing == MemberStanding::Accepted {
                return JoinDecision::Refuse(Code::Invalid);
            }
            // Once known to be a minor, a phone cannot say otherwise.
            JoinDecision::Again(Box::new(Member { minor: member.minor || old.minor, ..member }))
        }
        // Somebody else's account, token or recovery code.
        _ => JoinDecision::Refuse(Code::Forbidden),
    }
}

/// What a sign-in depends on.
#[derive(Clone, Debug, Default)]
pub struct SignInFacts {
    /// An earlier request with this join_id: its hash and whose account it opened.
    pub prior: Option<(Hashed, Account)>,
    /// The account of the code, if the code is known, unused and not out of date.
    pub account: Option<Account>,
    /// Whose token it is, if it is known already.
    pub device: Option<DeviceFact>,
    /// Somebody has the next recovery code already.
    pub recovery_taken: bool,
}

/// What a sign-in does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInDecision {
    /// Say the same again.
    Repeat(Account),
    /// Refuse.
    Refuse(Code),
    /// Use the code up, store the next one, sign the device in.
    Open(Account),
}

/// Decides on a sign-in.
pub fn decide_sign_in(s: &SigningIn, facts: &SignInFacts) -> SignInDecision {
    if let Some((request, account)) = &facts.prior {
        return if *request == s.request {
            SignInDecision::Repeat(account.clone())
        } else {
            SignInDecision::Refuse(Code::OpIdReused)
        };
    }
    match (&facts.account, &facts.device) {
        (None, _) => SignInDecision::Refuse(Code::CodeInvalid),
        (Some(account), None) if !facts.recovery_taken => SignInDecision::Open(account.clone()),
        _ => SignInDecision::Refuse(Code::Forbidden),
    }
}

/// Decides on an invitation. `existing` is the code, if it is there; `alive` counts the mentor's others.
pub fn decide_invite(
    mentor: AccountId,
    existing: Option<&InviteFact>,
    alive: u32,
    now: Millis,
) -> Result<InviteReply, Code> {
    match existing {
        Some(i) if i.mentor.id == mentor => {
            Ok(InviteReply { expires_at: i.expires_at, uses_left: i.uses_left })
        }
        Some(_) => Err(Code::CodeInvalid),
        None if alive >= INVITES_MAX => Err(Code::TooMany),
        None => Ok(InviteReply {
            expires_at: now.plus(INVITE_DAYS * 24 * 60 * 60 * 1_000),
            uses_left: INVITE_USES,
        }),
    }
}
