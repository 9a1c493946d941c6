//! Today, and the chip that says whether all is sent.

use chrono::NaiveDate;
use qadam_domain::pack::Unit;
use qadam_domain::progress::{Next, Status};
use qadam_domain::{EntryId, Millis, ReportId};
use serde::{Deserialize, Serialize};

use super::{Amount, OutboxRow, Ring};
use crate::command::Draft;

/// Today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TodayView {
    /// What the person is called.
    pub name: String,
    /// The civil date.
    pub date: NaiveDate,
    /// Minutes since midnight, for the greeting.
    pub minute_of_day: u16,
    /// The ring.
    pub ring: Ring,
    /// Whether all is sent.
    pub sync: SyncView,
    /// Planned for today.
    pub plan: Vec<PlanItem>,
    /// What this person logs most: one tap logs it again.
    pub quick: Vec<Draft>,
    /// The last 14 days, oldest first: minutes or other effort on each (false: nothing).
    pub steps: Vec<StepDay>,
    /// Entries of today, newest first.
    pub logged: Vec<EntryRow>,
    /// What should be done first, where something should.
    pub attention: Option<Attention>,
    /// Unread messages.
    pub unread: u32,
    /// Nothing was ever logged.
    pub first_time: bool,
}

/// One of the last days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDay {
    /// The day.
    pub on: NaiveDate,
    /// Something was logged.
    pub done: bool,
}

/// Something planned for today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanItem {
    /// Track id.
    pub track: String,
    /// Activity id.
    pub activity: Option<String>,
    /// The aim in the person's own words; may be empty.
    pub goal: String,
    /// It has a date of its own, and this is its last day: not of every week.
    pub until: Option<NaiveDate>,
    /// How much.
    pub amount: Amount,
    /// At what time, minutes since midnight.
    pub at_min: Option<u16>,
    /// The entry that did it.
    pub done: Option<EntryId>,
    /// One tap on the tick logs this.
    pub draft: Draft,
}

/// What should be done first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// A report came back.
    Returned {
        /// Which.
        report: ReportId,
        /// How many entries are to be fixed.
        to_fix: u32,
        /// The mentor's line.
        message: String,
    },
    /// Actions were refused: see Me.
    Refused {
        /// How many.
        count: u32,
        /// The oldest.
        first: OutboxRow,
    },
    /// The phone's date may be wrong.
    Clock {
        /// What it shows.
        shows: NaiveDate,
        /// Why.
        doubt: qadam_domain::clock::Doubt,
    },
    /// Two phones have written an entry: somebody chooses.
    Beside {
        /// Which.
        entry: EntryId,
    },
    /// The recovery code was not written down yet.
    Recovery,
}

/// One entry in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Which.
    pub id: EntryId,
    /// Track id.
    pub track: String,
    /// Activity id.
    pub activity: Option<String>,
    /// Title of the book, project or journey.
    pub title: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Amount,
    /// The note.
    pub note: String,
    /// What was photographed.
    pub photos: Vec<qadam_domain::Photo>,
    /// Where it is.
    pub place: Place,
    /// What the engine says; none for a removed entry.
    pub standing: Option<qadam_domain::progress::Standing>,
}

/// Where an entry is, from here to counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Saved on this phone (no account yet, or waits to be sent).
    Here,
    /// The server has it.
    Sent,
    /// In a report that is with the mentor.
    InReport,
    /// The mentor has seen it.
    Seen,
    /// It counts.
    Counted,
    /// The mentor asks for a correction.
    ToFix,
    /// It was not counted.
    NotCounted,
    /// The server refused it: see "needs attention".
    Refused,
}

/// Whether all is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncView {
    /// Joined with a mentor (otherwise there is nowhere to send to, and all is simply here).
    pub joined: bool,
    /// Waiting to be sent.
    pub waiting: u32,
    /// On their way now.
    pub sending: bool,
    /// Of these, photos; with the bytes that are still to go.
    pub photos: PhotosWaiting,
    /// A person must act.
    pub attention: u32,
    /// What keeps things from leaving.
    pub hold: Option<Hold>,
    /// When the server last had everything.
    pub last_done: Option<Millis>,
    /// When the next try is due, where one is.
    pub next_try: Option<Millis>,
}

/// Photos that the server does not have yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotosWaiting {
    /// How many.
    pub count: u32,
    /// Bytes that are still to go.
    pub bytes: u64,
    /// The server will not have so many of them.
    pub refused: u32,
}

/// What keeps things from leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// No network.
    Offline,
    /// The server does not answer, or answers nonsense.
    Server,
    /// The mentor has not answered the joining.
    NotAccepted,
    /// The mentor declined.
    Declined,
    /// A guardian's consent is missing.
    Consent,
    /// The server wants a newer app.
    UpdateWanted,
    /// Signed out by the server.
    SignedOut,
}

/// How one track goes, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackLine {
    /// Track id.
    pub track: String,
    /// How it goes.
    pub status: Status,
    /// What to do next.
    pub next: Next,
    /// Unit of the track.
    pub unit: Unit,
}
