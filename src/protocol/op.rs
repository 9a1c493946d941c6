//! Ops: one user action each, immutable once queued, identified by `op_id` alone.

use minicbor::{Decode, Encode};
use qadam_domain::plan::Plan;
use qadam_domain::report::{Decision, Revision};
use qadam_domain::{AccountId, Enrolment, Entry, EntryId, MessageId, OpId, ReportId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Longest chat message in characters.
pub const CHAT_MAX: usize = 2_000;
/// Longest name of a person in characters.
pub const NAME_MAX: usize = 80;

/// One user action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Op {
    /// Identity: the same op twice is the same op.
    pub op_id: OpId,
    /// Whose data it changes: a participant's account. The author is whoever the token says.
    pub scope: AccountId,
    /// The revision that was edited, where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<OpId>,
    /// The schema that its payload was written with.
    pub schema: u16,
    /// What was done.
    pub payload: Payload,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// Name and language of the participant.
    Profile(Profile),
    /// Starts a level.
    Enrol(Enrolment),
    /// Sets the plan.
    Plan(Plan),
    /// Writes an entry, new or as a new revision.
    EntryPut(Entry),
    /// Takes an entry back.
    EntryRemove {
        /// Which.
        entry: EntryId,
    },
    /// Sends a revision of a report.
    ReportSubmit(Revision),
    /// The mentor has opened a revision.
    ReportSeen {
        /// The report.
        report: ReportId,
        /// Its revision.
        number: u32,
    },
    /// The mentor decides.
    ReportDecide(Decision),
    /// A chat message.
    ChatSend(ChatMessage),
    /// Everything up to this place in the conversation was read.
    ChatRead {
        /// The server's number of the newest message that was read.
        up_to: u64,
    },
    /// The mentor takes a joiner in.
    MemberAccept,
    /// The mentor declines a joiner.
    MemberDecline,
    /// The mentor holds a guardian's signed paper in hands.
    ConsentAttest(ConsentPaper),
    /// The mentor approves a plan, or sends it back with a word. Nothing else waits for it.
    PlanDecide {
        /// Which plan: the op that wrote it.
        revision: OpId,
        /// Approved or sent back.
        approved: bool,
        /// A word; never empty where it is sent back.
        #[serde(default)]
        message: String,
    },
}

/// Least data about a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Profile {
    /// What the person is called.
    #[n(0)]
    pub name: String,
    /// `kk`, `ru` or `en`.
    #[n(1)]
    pub language: String,
}

/// A message as its writer sent it; order and author come from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ChatMessage {
    /// Made on the phone.
    #[n(0)]
    pub id: MessageId,
    /// Plain text.
    #[n(1)]
    pub text: String,
    /// When it was written, by the phone's clock.
    #[n(2)]
    pub written_at: qadam_domain::Millis,
}

/// A guardian's consent on paper, attested by the mentor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ConsentPaper {
    /// Name of the guardian as on the paper.
    #[n(0)]
    pub guardian: String,
    /// The date on the paper.
    #[cbor(n(1), with = "qadam_domain::cbor::date")]
    pub dated: chrono::NaiveDate,
}

impl Op {
    /// SHA-256 over the op. Two ops with one id must have one hash.
    ///
    /// Since schema 2 over its bytes in the compact form, which every later version writes alike
    /// ([`crate::wire::op_bytes`]); ops that were queued before are hashed as then, over their JSON.
    pub fn hash(&self) -> [u8; 32] {
        let bytes = match self.schema {
            // Serialising these plain types cannot fail; an empty text would only make a hash that fits nothing.
            ..2 => serde_json::to_vec(self).unwrap_or_default(),
            _ => crate::wire::op_bytes(self),
        };
        Sha256::digest(bytes).into()
    }

    /// The op that must be applied before this one: the revision it edits.
    pub fn parent(&self) -> Option<OpId> {
        self.base
    }
}
