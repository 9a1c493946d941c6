//! Joining, signing in, invitations. Secrets are made on the phone, so that a lost reply can be
//! repeated with the same words and gets the same answer; the server keeps only their hashes.

use chrono::NaiveDate;
use qadam_domain::code::Code;
use qadam_domain::{AccountId, DeviceId, JoinId, Millis};
use serde::{Deserialize, Serialize};

use crate::record::Member;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works on a level.
    Participant,
    /// Reviews.
    Mentor,
}

impl Role {
    /// Its name in a database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Mentor => "mentor",
        }
    }
}

/// A secret of 32 bytes in lower-case hex: a token. Opaque, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// `POST /v1/join`: a participant joins with a mentor's code. Until consent, all that leaves the phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The schema that this phone speaks.
    pub schema: u16,
    /// Makes a repeat the same joining.
    pub join_id: JoinId,
    /// The mentor's code.
    pub code: Code,
    /// The participant's account: made on the phone, so that data logged before fits without renaming.
    pub account: AccountId,
    /// This installation.
    pub device: DeviceId,
    /// What this installation will prove itself with.
    /// Empty where the session is a cookie already (who was declined asks again): the server reads it there.
    pub token: Token,
    /// The one-time code that brings the account back on another phone; shown to the person once.
    pub recovery: Code,
    /// What the person is called.
    pub name: String,
    /// Under 18 today.
    pub minor: bool,
    /// Send the token back as an HttpOnly cookie only (web).
    #[serde(default)]
    pub cookie: bool,
}

/// The answer to a joining; the same for each repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinReply {
    /// How the person stands.
    pub member: Member,
    /// The server's epoch.
    pub epoch: String,
}

/// `POST /v1/signin`: a one-time code opens an account on this installation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignInRequest {
    /// The schema that this phone speaks.
    pub schema: u16,
    /// Makes a repeat the same sign-in.
    pub join_id: JoinId,
    /// The one-time code.
    pub code: Code,
    /// This installation.
    pub device: DeviceId,
    /// What this installation will prove itself with.
    pub token: Token,
    /// The next one-time code, made on the phone; replaces the one just used.
    pub recovery: Code,
    /// Send the token back as an HttpOnly cookie only (web).
    #[serde(default)]
    pub cookie: bool,
}

/// The answer to a sign-in; the same for each repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInReply {
    /// The account.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// What the person is called.
    pub name: String,
    /// The server's epoch.
    pub epoch: String,
}

/// `POST /v1/invites`: a mentor makes a joining code. The code is made on the phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InviteRequest {
    /// The code to hand out.
    pub code: Code,
}

/// The answer to an invitation; the same for each repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteReply {
    /// When the code ends, by the server's clock.
    pub expires_at: Millis,
    /// How many can still join with it.
    pub uses_left: u32,
}

/// `POST /v1/devices`: where this account is signed in. Needs no body but `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesRequest {
    /// Signs this one out first. Not the one that asks: it has `/v1/signout`.
    #[serde(default)]
    pub end: Option<DeviceId>,
}

/// Where an account is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesReply {
    /// The last seen first.
    pub devices: Vec<SignedIn>,
}

/// An installation that is signed in. Least data: a class and two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Which.
    pub device: DeviceId,
    /// `android`, `ios` or `computer`, then `-app` or `-browser`; `other` where that is not known.
    pub kind: String,
    /// When it signed in.
    pub since: NaiveDate,
    /// The day it was last heard of, by the server's calendar (UTC).
    #[serde(default)]
    pub seen: Option<NaiveDate>,
    /// It began as a copy of another one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copy: bool,
}

/// `POST /v1/split`: this installation was copied from another one, with its session. It gets one of its own; the
/// other's goes on. A repeat is answered alike.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SplitRequest {
    /// What this installation is from now on.
    pub device: DeviceId,
    /// What it will prove itself with.
    pub token: Token,
    /// Send the token back as an HttpOnly cookie only (web).
    #[serde(default)]
    pub cookie: bool,
}

/// The answer to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitReply {}

/// `POST /v1/signout`: this installation's token ends. No body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutReply {}
