//! Reports.

use chrono::NaiveDate;
use qadam_domain::report::{Change, Gain, ReportState, Verdict};
use qadam_domain::{EntryId, Millis, ReportId};
use serde::{Deserialize, Serialize};

use super::{EntryRow, OutboxRow};

/// All reports, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportsView {
    /// The reports.
    pub reports: Vec<ReportCard>,
    /// Entries that could go into a new one.
    pub reportable: u32,
    /// Joined with a mentor.
    pub joined: bool,
    /// A new one was begun and not sent.
    pub begun: bool,
}

/// One report in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportCard {
    /// Which.
    pub id: ReportId,
    /// Its newest revision.
    pub number: u32,
    /// Where it is.
    pub state: ReportState,
    /// When it was sent off.
    pub submitted_at: Millis,
    /// First and last day of its entries.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// How many entries.
    pub entries: u32,
    /// Track ids in it.
    pub tracks: Vec<String>,
    /// How many are to be fixed.
    pub to_fix: u32,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportView {
    /// In short.
    pub card: ReportCard,
    /// The participant's word.
    pub message: String,
    /// The mentor's line, once decided.
    pub answer: Option<Answer>,
    /// Its entries; what is to be fixed stands first.
    pub entries: Vec<ReportEntry>,
    /// Entries of earlier revisions that this one does not hold, with the last word on each.
    pub not_in: Vec<ReportEntry>,
    /// Earlier revisions, the newest first.
    pub before: Vec<ReportBefore>,
    /// Everything that goes again has been fixed.
    pub can_resubmit: bool,
    /// When making it was begun, where this phone knows.
    pub begun: Option<Millis>,
    /// When it arrived, where this phone knows.
    pub delivered: Option<Millis>,
    /// When the mentor opened it, where this phone knows.
    pub seen: Option<Millis>,
    /// How long it has been with the mentor; none before and after.
    pub waits: Option<Waits>,
    /// What is being prepared to be sent again.
    pub draft: ReportDraft,
    /// The server refused it.
    pub refused: Option<OutboxRow>,
}

/// How long a report waits, and when people are reminded of it, in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// So long.
    pub days: u32,
    /// After so many the mentor is.
    pub remind: u32,
    /// After so many the coordinator is.
    pub escalate: u32,
}

/// An earlier revision, as it was sent and answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportBefore {
    /// Which.
    pub number: u32,
    /// When it was sent off.
    pub submitted_at: Millis,
    /// The participant's word.
    pub message: String,
    /// What the mentor said.
    pub answer: Option<Answer>,
    /// What it held.
    pub entries: Vec<ReportEntry>,
}

/// The mentor's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who.
    pub by: String,
    /// When.
    pub at: Millis,
    /// The line.
    pub message: String,
}

/// An entry in a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportEntry {
    /// As it was sent (or, when a correction is being made, as it is now).
    pub row: EntryRow,
    /// The mentor's word.
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: String,
    /// Changed since it was to be fixed.
    pub fixed: bool,
    /// To be fixed, and not to go again: taken out of the next revision, or deleted.
    pub out: bool,
    /// What is different from when it was last sent.
    pub changes: Vec<Change>,
}

/// Which days a report speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From the last day of the last report on; everything where there is none.
    #[default]
    SinceLast,
    /// From Monday on.
    Week,
    /// The last fourteen days.
    TwoWeeks,
    /// From the first of the month on.
    Month,
    /// These days, both included.
    Days {
        /// First.
        from: NaiveDate,
        /// Last.
        to: NaiveDate,
    },
}

/// What was chosen and written for a report that is not sent yet. Kept on this phone alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDraft {
    /// Which days.
    #[serde(default)]
    pub period: Period,
    /// Which tracks; empty: all.
    #[serde(default)]
    pub tracks: Vec<String>,
    /// Entries that were taken out by hand.
    #[serde(default)]
    pub out: Vec<EntryId>,
    /// Entries that were put in by hand, though they cannot count.
    #[serde(default)]
    pub added: Vec<EntryId>,
    /// The word to the mentor.
    #[serde(default)]
    pub message: String,
}

/// What a new report could hold, and what it would add.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportFormView {
    /// The id that it will have.
    pub report: ReportId,
    /// What was chosen so far.
    pub draft: ReportDraft,
    /// The days that this means, both included.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The civil date.
    pub today: NaiveDate,
    /// Tracks with entries of these days, and how many.
    pub tracks: Vec<(String, u32)>,
    /// Entries of these days and tracks that can go, newest first; none where they are too many.
    pub entries: Vec<ReportPick>,
    /// What would count more if the mentor approves all that is chosen.
    pub gains: Vec<Gain>,
    /// What of these days and tracks cannot go, and why.
    pub left_out: LeftOut,
    /// Entries of other days that could go.
    pub outside: u32,
    /// More than one report holds.
    pub too_many: Option<TooMany>,
    /// Joined with a mentor.
    pub joined: bool,
}

/// An entry that can go into a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPick {
    /// The entry; its standing is what it would be once approved.
    pub row: EntryRow,
    /// It goes.
    pub chosen: bool,
    /// What it would add, in the track's unit.
    pub adds: u32,
    /// It would count only together with others that are not in the report: the rest of its week, of its
    /// book or of its journey.
    pub with_others: bool,
}

/// How many entries cannot go, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// In a report that is with the mentor.
    pub in_report: u32,
    /// To be fixed first.
    pub to_fix: u32,
    /// Decided as they are: they count already, or the mentor did not count them.
    pub decided: u32,
    /// Taken back.
    pub removed: u32,
    /// Refused by the server: see "needs attention".
    pub refused: u32,
}

/// More entries than a report holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooMany {
    /// So many.
    pub count: u32,
    /// The most.
    pub max: u32,
    /// A shorter period that fits: its last day and how many there are until then.
    pub until: Option<(NaiveDate, u32)>,
}
