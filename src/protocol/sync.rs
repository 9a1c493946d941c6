//! One round trip: ops and cursors in; results and the next page of records out.

use qadam_domain::{AccountId, Millis, OpId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::check::Check;
use crate::op::Op;
use crate::record::Record;

/// Most ops in one request.
pub const OPS_MAX: usize = 500;
/// Most bytes of one request body.
pub const BODY_MAX: usize = 1 << 20;
/// Most records in one reply.
pub const PAGE_MAX: usize = 500;

/// `POST /v1/sync`, what a phone sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// The schema that this phone speaks.
    pub schema: u16,
    /// Ops in the order they were made.
    #[serde(default)]
    pub ops: Vec<Op>,
    /// How far this phone has each scope. Scopes that are missing are sent from the start.
    #[serde(default)]
    pub cursors: Vec<Cursor>,
    /// The same in short, instead of `cursors`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// What the phone has of some scopes, to be compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Where there are ops: which of this installation's messages this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
}

/// The place of a message with ops among those of an installation: each names the one before it. Where two say that
/// they follow the same one, a phone's files have been copied, and somebody else speaks as this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// What the server said last that this one is to follow; 0: it has not said anything.
    pub last: u64,
    /// The name of this one. Never 0, and never above 2⁶³ − 1.
    pub next: u64,
}

impl Stamp {
    /// Names the message that follows `last` with these ops. The same message again has the same name, so nothing
    /// need be written down before it is sent.
    pub fn after(last: u64, ops: &[Op]) -> Self {
        let mut hash = Sha256::new();
        hash.update(last.to_be_bytes());
        for op in ops {
            hash.update(op.op_id.bytes());
        }
        let first = hash.finalize().iter().take(8).fold(0u64, |n, b| (n << 8) | u64::from(*b));
        Self { last, next: (first >> 1).max(1) }
    }
}

/// How far a phone has all the scopes that the server last told it of, without naming them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which scopes, as [`Group::name`] has it.
    pub of: [u8; 8],
    /// Their versions, in the order of the scopes' ids.
    pub versions: Vec<u64>,
}

impl Group {
    /// All of these cursors in short.
    pub fn new(mut cursors: Vec<Cursor>) -> Self {
        cursors.sort_unstable_by_key(|c| c.scope);
        Self {
            of: Self::name(cursors.iter().map(|c| c.scope)),
            versions: cursors.iter().map(|c| c.version).collect(),
        }
    }

    /// Names a set of scopes, which come in the order of their ids: eight bytes of the SHA-256 over them.
    /// Whoever has another set has another name; both sides know their own and nothing is learnt from it.
    pub fn name(scopes: impl IntoIterator<Item = AccountId>) -> [u8; 8] {
        let mut hash = Sha256::new();
        for scope in scopes {
            hash.update(scope.bytes());
        }
        let whole: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = whole;
        [a, b, c, d, e, f, g, h]
    }

    /// The cursors, where it speaks of these scopes (in the order of their ids).
    pub fn cursors(&self, scopes: &[AccountId]) -> Option<Vec<Cursor>> {
        let fits = self.versions.len() == scopes.len() && self.of == Self::name(scopes.iter().copied());
        let each = || scopes.iter().zip(&self.versions).map(|(s, v)| Cursor { scope: *s, version: *v });
        fits.then(|| each().collect())
    }
}

/// How far a phone has a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The participant.
    pub scope: AccountId,
    /// The newest version it has; 0 is nothing.
    pub version: u64,
}

/// `POST /v1/sync`, what the server answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncReply {
    /// Changes when the server was restored from a backup: cursors start again, and acknowledged ops
    /// are offered once more.
    pub epoch: String,
    /// The server's clock.
    pub now: Millis,
    /// Who the server takes this phone for.
    pub account: AccountId,
    /// One result for each op, in the same order.
    pub results: Vec<OpAck>,
    /// The next pages of scopes that have something new.
    pub scopes: Vec<ScopePage>,
    /// Scopes that this account has lost: erase them.
    #[serde(default)]
    pub lost: Vec<AccountId>,
    /// There is more: ask again at once.
    pub more: bool,
    /// The scopes are not those of the request's group: ask again at once, naming each.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub say_all: bool,
    /// Checked scopes of which the server has other rows. Those of differing ranges are among the pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<AccountId>,
    /// The name that the installation's next message with ops is to follow ([`Stamp::last`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow: Option<u64>,
}

/// Records of one scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScopePage {
    /// The participant.
    pub scope: AccountId,
    /// In the order of their versions.
    pub records: Vec<Record>,
    /// The cursor after this page.
    pub version: u64,
}

/// The answer to one op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpAck {
    /// Which op.
    pub op_id: OpId,
    /// What became of it.
    pub result: OpResult,
}

/// What became of an op. All but `Retry` and `Rejected` clear it from the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpResult {
    /// Done, durably. A resend of an applied op says the same.
    Applied,
    /// Based on a revision that is no longer the newest: stored beside it.
    Kept,
    /// This account has lost the scope: stored for the coordinator.
    Held,
    /// The person was erased; nothing is stored.
    Erased,
    /// Refused, with a reason; a person must act.
    Rejected {
        /// Why.
        code: Code,
    },
    /// Not now; try again after so many seconds.
    Retry {
        /// Seconds.
        after_s: u32,
        /// Why.
        code: Code,
    },
}

impl OpResult {
    /// Whether this was decided for good: a resend hears the same. The rest was not stored, whatever became of it.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Applied | Self::Kept | Self::Held => true,
            Self::Rejected { code } => matches!(code, Code::Invalid | Code::NotFound),
            Self::Erased | Self::Retry { .. } => false,
        }
    }
}

/// Why something is refused. A code, never a sentence: sentences are made where the language is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Cannot be read, or breaks a limit.
    Malformed,
    /// The rules of the programme or of a state machine forbid it.
    Invalid,
    /// The same op id with other content.
    OpIdReused,
    /// Not this account's to do.
    Forbidden,
    /// No such thing.
    NotFound,
    /// Written by a newer app than this server knows, or an older one than it still accepts.
    Schema,
    /// A guardian's consent is not recorded yet.
    ConsentNeeded,
    /// The mentor has not taken this person in yet.
    NotAccepted,
    /// Not signed in, or signed out elsewhere.
    Unauthorised,
    /// No such code, used up or out of date.
    CodeInvalid,
    /// Too many tries.
    TooMany,
    /// The server cannot right now.
    Unavailable,
    /// This installation is a copy of another one: it must get a session of its own first (`/v1/split`).
    NewDevice,
    /// A code that this build does not know yet.
    #[serde(other)]
    Unknown,
}

/// The body of every reply that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// Why.
    pub code: Code,
    /// Try again after so many seconds, where that can help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_s: Option<u32>,
    /// With [`Code::Schema`]: the oldest schema the server accepts and the newest it knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schemas: Option<(u16, u16)>,
}
