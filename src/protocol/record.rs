//! Records: what the server tells of a scope. A pull is a run of records in the order of the scope's
//! version, so that a cursor is one number and the current rows are also the feed.

use minicbor::{Decode, Encode};
use qadam_domain::plan::{Plan, PlanDecision};
use qadam_domain::report::{Decision, Revision};
use qadam_domain::{AccountId, Enrolment, Entry, EntryId, Millis, OpId, ReportId};
use serde::{Deserialize, Serialize};

use crate::op::{ChatMessage, ConsentPaper, Profile};

/// One row of a scope, as it stands at `version`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The scope's version when this row was last written; rises within the scope.
    pub version: u64,
    /// The op that wrote it.
    pub revision: OpId,
    /// Who wrote it, from the token.
    pub author: AccountId,
    /// What it says.
    pub body: Body,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Who takes part, and how they stand with the mentor.
    Member(Member),
    /// Name and language.
    Profile(Profile),
    /// Level and start.
    Enrolment(Enrolment),
    /// The plan.
    Plan(Plan),
    /// An entry's newest revision.
    Entry(Entry),
    /// A revision of an entry that a report holds and that is no longer the newest.
    EntryRevision(Entry),
    /// An entry that was taken back.
    EntryGone {
        /// Which.
        entry: EntryId,
    },
    /// A revision of a report.
    Report(Revision),
    /// A revision was opened by the mentor.
    ReportSeen {
        /// The report.
        report: ReportId,
        /// Its revision.
        number: u32,
        /// When the server heard of it; phones that heard earlier do not know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Millis>,
    },
    /// A decision; `superseded` is set by the server where another came first.
    Decision(Decision),
    /// A chat message in its place.
    Chat {
        /// Place in the conversation, by the server.
        seq: u64,
        /// When the server got it.
        received_at: Millis,
        /// The message.
        message: ChatMessage,
    },
    /// How far somebody has read.
    ChatRead {
        /// Who.
        by: AccountId,
        /// The newest place they read.
        up_to: u64,
    },
    /// The mentor's word on a plan; one row for each plan that was looked at, the newest word stands.
    PlanDecision(PlanDecision),
}

/// The kind of a row, as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names of `Body`
pub enum RecordKind {
    Member,
    Profile,
    Enrolment,
    Plan,
    Entry,
    EntryRevision,
    Report,
    ReportSeen,
    Decision,
    Chat,
    ChatRead,
    PlanDecision,
}

impl RecordKind {
    /// Its name in a database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Profile => "profile",
            Self::Enrolment => "enrolment",
            Self::Plan => "plan",
            Self::Entry => "entry",
            Self::EntryRevision => "entry_revision",
            Self::Report => "report",
            Self::ReportSeen => "report_seen",
            Self::Decision => "decision",
            Self::Chat => "chat",
            Self::ChatRead => "chat_read",
            Self::PlanDecision => "plan_decision",
        }
    }
}

/// How a participant stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Member {
    /// The participant; also the scope.
    #[n(0)]
    pub participant: AccountId,
    /// What they called themselves when they joined.
    #[n(1)]
    pub name: String,
    /// The mentor of the code they joined with.
    #[n(2)]
    pub mentor: AccountId,
    /// What the mentor is called.
    #[n(3)]
    pub mentor_name: String,
    /// Where the joining stands.
    #[cbor(n(4), with = "qadam_domain::cbor::known")]
    pub standing: MemberStanding,
    /// Under 18 when they joined: consent is needed.
    #[n(5)]
    pub minor: bool,
    /// The guardian's consent, once attested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub consent: Option<Consent>,
    /// When they asked to join, by the server's clock.
    #[n(7)]
    pub asked_at: Millis,
}

/// Where a joining stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum MemberStanding {
    /// The mentor has not answered yet.
    #[n(0)]
    Asked,
    /// The mentor took them in.
    #[n(1)]
    Accepted,
    /// The mentor declined.
    #[n(2)]
    Declined,
}

/// A recorded consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Consent {
    /// What the paper says.
    #[n(0)]
    pub paper: ConsentPaper,
    /// Who attested it.
    #[n(1)]
    pub attested_by: AccountId,
    /// When, by the server's clock.
    #[n(2)]
    pub attested_at: Millis,
}

impl Member {
    /// Whether more than the joining itself may leave the phone: taken in, and of age or consented.
    pub fn may_share(&self) -> bool {
        self.standing == MemberStanding::Accepted && (!self.minor || self.consent.is_some())
    }
}

impl Body {
    /// Kind and key within the scope: together they name the row.
    pub fn key(&self, revision: OpId) -> (RecordKind, String) {
        match self {
            Self::Member(_) => (RecordKind::Member, String::new()),
            Self::Profile(_) => (RecordKind::Profile, String::new()),
            Self::Enrolment(_) => (RecordKind::Enrolment, String::new()),
            Self::Plan(_) => (RecordKind::Plan, String::new()),
            Self::Entry(e) => (RecordKind::Entry, e.id.to_string()),
            Self::EntryGone { entry } => (RecordKind::Entry, entry.to_string()),
            Self::EntryRevision(_) => (RecordKind::EntryRevision, revision.to_string()),
            Self::Report(r) => (RecordKind::Report, format!("{}/{}", r.report, r.number)),
            Self::ReportSeen { report, number, .. } => (RecordKind::ReportSeen, format!("{report}/{number}")),
            Self::Decision(d) => (RecordKind::Decision, format!("{}/{}/{revision}", d.report, d.number)),
            Self::Chat { message, .. } => (RecordKind::Chat, message.id.to_string()),
            Self::ChatRead { by, .. } => (RecordKind::ChatRead, by.to_string()),
            Self::PlanDecision(d) => (RecordKind::PlanDecision, d.revision.to_string()),
        }
    }
}
