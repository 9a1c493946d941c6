//! Me.

use chrono::NaiveDate;
use qadam_domain::{DeviceId, EntryId, Millis, OpId, ReportId};
use serde::{Deserialize, Serialize};

use super::{Amount, ProfileCard, SyncView};

/// Me.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeView {
    /// The open profile.
    pub profile: ProfileCard,
    /// Level id.
    pub level: Option<String>,
    /// Date of birth.
    pub birth: Option<NaiveDate>,
    /// Month that runs now, and months of the level.
    pub month: u32,
    /// Months of the level.
    pub months: u32,
    /// How things stand with the mentor.
    pub joining: Joining,
    /// The recovery code, grouped, until it was written down.
    pub recovery: Option<String>,
    /// Whether all is sent.
    pub sync: SyncView,
    /// What waits, oldest first, at most 100.
    pub outbox: Vec<OutboxRow>,
    /// Other profiles on this phone.
    pub others: Vec<ProfileCard>,
    /// A mentor's joining codes.
    pub invites: Vec<InviteRow>,
    /// Something was decided: the birth date stays as it is.
    pub decided: bool,
    /// Nothing is in this profile yet: an export may take its place.
    pub empty: bool,
    /// Where this account is signed in, as far as it was asked.
    pub devices: DevicesView,
    /// What is kept on this phone.
    pub storage: StorageView,
    /// Version of this app.
    pub version: String,
    /// Minutes that local time is ahead of UTC.
    pub offset_min: i16,
}

/// What is kept on this phone of the open profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageView {
    /// Bytes of its file.
    pub bytes: u64,
    /// Entries.
    pub entries: u32,
    /// Reports.
    pub reports: u32,
    /// Messages.
    pub messages: u32,
    /// Bytes that may still be used, where known.
    pub free: Option<u64>,
    /// Whether the browser has promised to keep it; none where nobody but the person can clear it.
    pub kept: Option<bool>,
}

/// Where an account is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesView {
    /// The server was asked and has not answered.
    pub asking: bool,
    /// Its last answer; empty before the first.
    pub rows: Vec<DeviceRow>,
}

/// An installation that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Which.
    pub device: DeviceId,
    /// Its class, as the server says it: `android-browser`.
    pub kind: String,
    /// When it signed in.
    pub since: NaiveDate,
    /// When it was last heard of.
    pub seen: Option<NaiveDate>,
    /// It began as a copy of another one.
    pub copy: bool,
    /// The one that shows this.
    pub this: bool,
    /// It is to be signed out once the server can be told.
    pub ending: bool,
}

/// How things stand with the mentor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joining {
    /// Not joined.
    None,
    /// Waits for the network.
    Waiting,
    /// The server refused the code.
    Refused,
    /// The mentor has not answered.
    Asked {
        /// The mentor.
        mentor: String,
    },
    /// The mentor declined.
    Declined {
        /// The mentor.
        mentor: String,
    },
    /// Taken in; a guardian's consent is missing.
    ConsentMissing {
        /// The mentor.
        mentor: String,
    },
    /// All is well.
    Joined {
        /// The mentor (empty for a mentor's own profile).
        mentor: String,
        /// Guardian and date of a consent.
        consent: Option<(String, NaiveDate)>,
    },
    /// Signed out by the server.
    SignedOut,
}

/// Something that waits or was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Which.
    pub op: OpId,
    /// What it is.
    pub kind: OutboxKind,
    /// A name for it: the track id of an entry, else empty.
    pub subject: String,
    /// The entry that it writes.
    pub entry: Option<OutboxEntry>,
    /// The report that it sends.
    pub report: Option<ReportId>,
    /// When it was made.
    pub at: Millis,
    /// Where it is.
    pub state: OutboxState,
}

/// An entry that waits or was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// Which.
    pub id: EntryId,
    /// Its day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Amount,
}

/// What an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names of the wire's payloads
pub enum OutboxKind {
    Profile,
    Enrol,
    Plan,
    Entry,
    EntryRemoved,
    Report,
    Message,
    Read,
    Seen,
    Decision,
    Member,
    Consent,
    PlanWord,
}

/// Where an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for its turn.
    Waiting,
    /// On its way.
    Sending,
    /// Waits for the one before it.
    Behind,
    /// Refused: a person must act.
    Refused {
        /// Why, in the wire's words.
        why: Refusal,
    },
}

/// Why the server refused, as far as a person needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The programme's rules forbid it.
    Rules,
    /// Not allowed (any more).
    Forbidden,
    /// What it speaks of is gone.
    Gone,
    /// It cannot be read.
    Malformed,
    /// Anything else.
    Other,
}

/// A joining code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRow {
    /// In groups.
    pub code: String,
    /// When it ends.
    pub expires_at: Millis,
    /// How many can still join.
    pub uses_left: u32,
}
