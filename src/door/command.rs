//! What a person does. Each command is one commit on this phone, made before the answer comes.

use chrono::NaiveDate;
use qadam_domain::entry::Attestation;
use qadam_domain::plan::Plan;
use qadam_domain::report::ItemDecision;
use qadam_domain::{AccountId, DeviceId, EntryId, MessageId, OpId, Photo, ProfileId, ReportId, ThingRef};
use serde::{Deserialize, Serialize};

use crate::view::ReportDraft;

/// One action. The `op_id` that travels with it makes a repeat harmless.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // few and short-lived
pub enum Command {
    // ---- this phone
    /// Language, theme, text size of this phone. `None` leaves a setting as it is.
    Settings {
        /// `kk`, `ru` or `en`.
        language: Option<String>,
        /// `auto`, `light` or `dark`.
        theme: Option<String>,
    },
    /// A new profile on this phone, which then is the open one. A participant unless a mentor signs in.
    ProfileCreate {
        /// What the person is called.
        name: String,
    },
    /// Changes the name.
    ProfileRename {
        /// What the person is called.
        name: String,
    },
    /// Sets, changes or removes the PIN of the open profile (4 to 8 digits).
    PinSet {
        /// The present PIN, where there is one.
        current: Option<String>,
        /// The new one; none removes it.
        new: Option<String>,
    },
    /// Opens a profile.
    ProfileOpen {
        /// Which.
        profile: ProfileId,
        /// Its PIN, where it has one.
        pin: Option<String>,
    },
    /// Closes the open profile: back to the chooser.
    ProfileLock,
    /// Erases the open profile from this phone. What was sent stays on the server.
    ProfileErase,
    /// Takes the app over from another tab.
    TakeOver,
    /// How large this phone writes, in percent: 100, 115, 130, 160 or 200.
    TextSize {
        /// Percent.
        percent: u16,
    },
    /// Erases everything of everybody from this phone. What was sent stays on the server.
    PhoneErase,
    /// Everything of the open participant as a file ([`Outcome::File`]), see `docs/export.md`.
    Export,
    /// Makes a profile of an export: all of it, or nothing.
    Import {
        /// What the file holds.
        text: String,
    },
    /// Writes a file for the person to where they find it. Not in the browser: there the page does it
    /// (screens use `Files` of `src/ui/files.rs`, which knows).
    FileSave {
        /// Its name; another one beside it where that is taken.
        name: String,
        /// What is in it.
        text: String,
    },
    /// A notice was read and needs no more showing.
    NoticeSeen {
        /// Its id.
        id: i64,
    },

    // ---- participant
    /// Starts a level today, or changes the level or birth date before anything is decided.
    Enrol {
        /// Level id.
        level: String,
        /// Date of birth.
        birth: NaiveDate,
    },
    /// Picks the programme, before a level is chosen.
    ProgrammePick {
        /// Its id.
        id: String,
    },
    /// Which earlier levels' awards are held: they may shorten this one.
    AwardsSet {
        /// Level ids.
        levels: Vec<String>,
    },
    /// Moves to a newer version of the programme.
    PackMove {
        /// Which, as it was shown.
        version: String,
    },
    /// Sets the whole plan.
    PlanSet {
        /// The plan.
        plan: Plan,
    },
    /// Whether this profile wants to be reminded of what is planned.
    RemindersSet {
        /// Wanted.
        on: bool,
    },
    /// Writes an entry: a new one, or a new revision of `id`.
    Log {
        /// The entry.
        draft: Draft,
    },
    /// Makes a photo of a picture's bytes, as a camera or a gallery gives them: oriented, scaled, without
    /// place and time, and kept on this phone. It is in no entry until a draft that names it is logged.
    PhotoAdd {
        /// The file.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Takes an entry back (also the undo of a save).
    EntryRemove {
        /// Which.
        entry: EntryId,
    },
    /// Brings a removed entry back (the undo of a removal).
    EntryRestore {
        /// Which.
        entry: EntryId,
    },
    /// Brings an earlier revision of an entry back, as a new one (also the undo of an edit).
    EntryRevert {
        /// Which.
        entry: EntryId,
        /// The op that wrote the revision.
        revision: OpId,
    },
    /// The date that this phone shows is right.
    ClockRight,
    /// The mentor has read that something went to the coordinator.
    HandedSeen,
    /// Leaves an entry as it is, beside which another phone's version stands.
    EntryKeep {
        /// Which.
        entry: EntryId,
    },
    /// Sends a report, or its next revision when it was returned.
    ReportSubmit {
        /// The report; a fresh id for a new one.
        report: ReportId,
        /// Its entries, in their newest revisions.
        entries: Vec<EntryId>,
        /// A word to the mentor.
        message: String,
    },
    /// Keeps what was chosen and written for a report, on this phone alone.
    ReportDraft {
        /// The report that is to go again; none: the new one.
        report: Option<ReportId>,
        /// What.
        draft: ReportDraft,
    },
    /// Joins with a mentor's code. Goes out when there is network, and is repeated until answered.
    Join {
        /// As typed.
        code: String,
    },
    /// Drops a joining that was refused, so that another code can be tried.
    JoinDrop,
    /// The recovery code was written down.
    RecoverySeen,
    /// A one-time code opens an account on this phone (new mentor, lost phone). Creates a profile.
    SignIn {
        /// As typed.
        code: String,
    },

    /// Asks the server where this account is signed in, and first signs another device out where one is
    /// named. Needs the network.
    Devices {
        /// The one to sign out.
        end: Option<DeviceId>,
    },

    // ---- chat, both sides
    /// Sends a message.
    ChatSend {
        /// The participant whose conversation it is; none: the open profile's own.
        with: Option<AccountId>,
        /// Made by the caller, so that a repeat is harmless.
        id: MessageId,
        /// Plain text.
        text: String,
    },
    /// Everything shown so far was read.
    ChatRead {
        /// As above.
        with: Option<AccountId>,
        /// The newest place that was on the screen.
        up_to: u64,
    },

    // ---- mentor
    /// Takes a joiner in, or declines.
    JoinerAnswer {
        /// Who.
        participant: AccountId,
        /// In or not.
        accept: bool,
    },
    /// The signed paper is in the mentor's hands.
    ConsentAttest {
        /// For whom.
        participant: AccountId,
        /// Name of the guardian.
        guardian: String,
        /// The date on the paper.
        dated: NaiveDate,
    },
    /// The mentor has opened a report.
    ReportOpened {
        /// Whose.
        participant: AccountId,
        /// Which.
        report: ReportId,
        /// Revision.
        number: u32,
    },
    /// Decides a report.
    ReportDecide {
        /// Whose.
        participant: AccountId,
        /// Which.
        report: ReportId,
        /// Revision.
        number: u32,
        /// One word for each entry.
        items: Vec<ItemDecision>,
        /// A line to the participant.
        message: String,
    },
    /// Approves a plan, or sends it back with a word.
    PlanDecide {
        /// Whose.
        participant: AccountId,
        /// Which plan: the op that wrote it.
        revision: OpId,
        /// Approved or sent back.
        approved: bool,
        /// A word; never empty where it is sent back.
        message: String,
    },
    /// Makes a joining code to hand out. Needs the network.
    InviteMake,

    // ---- what waits to be sent
    /// Tries to send now.
    SyncNow,
    /// Tries a refused action again.
    OpRetry {
        /// Which.
        op: OpId,
    },
    /// Drops a refused action; its local effect goes back to what the server has.
    OpDiscard {
        /// Which.
        op: OpId,
    },
    /// Brings back the action that was dropped last (the undo of that).
    OpRestore {
        /// Which.
        op: OpId,
    },
}

/// An entry as it is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The entry that is edited; none for a new one.
    pub id: Option<EntryId>,
    /// Track id.
    pub track: String,
    /// Activity id.
    pub activity: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// Minutes.
    pub minutes: u32,
    /// Pages.
    pub pages: u32,
    /// Nights after this day.
    pub nights: u32,
    /// What it belongs to.
    pub thing: Option<ThingRef>,
    /// In one's own words.
    pub note: String,
    /// Who confirms it.
    pub attested_by: Option<Attestation>,
    /// What was photographed.
    pub photos: Vec<Photo>,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Saved on this phone.
    Saved,
    /// An entry was saved.
    Logged {
        /// Which.
        entry: EntryId,
        /// It was this phone's first: the moment to ask for lasting storage.
        first: bool,
    },
    /// A profile was made or opened.
    Opened {
        /// Which.
        profile: ProfileId,
    },
    /// A photo was made and is kept here.
    Photo {
        /// As a draft names it.
        photo: Photo,
    },
    /// A file to be given to the person.
    File {
        /// Its name.
        name: String,
        /// Its MIME type.
        kind: String,
        /// What is in it.
        text: String,
    },
    /// A file was written for the person.
    FileSaved {
        /// Where it is.
        path: String,
    },
}
