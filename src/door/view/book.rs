//! The log book, and one entry in full.

use chrono::NaiveDate;
use qadam_domain::report::{ReportState, Verdict};
use qadam_domain::{Millis, OpId, ReportId};
use serde::{Deserialize, Serialize};

use super::{Amount, EntryRow};
use crate::command::Draft;

/// What is looked for in the log book. Nothing given: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Wanted {
    /// Words that must all occur, in notes, titles, names of activities or of people in charge.
    pub text: String,
    /// Track id.
    pub track: Option<String>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Where it stands.
    pub status: Option<BookStatus>,
}

/// Where an entry stands, as a person sorts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookStatus {
    /// In no report yet, and no word of the mentor on it as it is now.
    Waits,
    /// In a report that waits for the mentor.
    InReport,
    /// The mentor counted it.
    Counted,
    /// The mentor asks for a correction.
    ToFix,
    /// The mentor did not count it.
    NotCounted,
    /// By the rules it adds nothing yet, whatever the mentor says of it.
    NotYet,
}

/// A part of the log book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookView {
    /// How many entries fit.
    pub hits: u32,
    /// How many there are at all.
    pub all: u32,
    /// This part, day by day, newest first.
    pub days: Vec<BookDay>,
    /// The civil date.
    pub today: NaiveDate,
    /// The day of the oldest entry of all.
    pub first: Option<NaiveDate>,
}

/// A day of the log book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookDay {
    /// The day.
    pub on: NaiveDate,
    /// It began in the part before this one: its heading stands there.
    pub continued: bool,
    /// How many of its entries fit, in this part or others.
    pub hits: u32,
    /// What they add up to, one amount for each unit.
    pub sums: Vec<Amount>,
    /// The entries of this part.
    pub rows: Vec<EntryRow>,
}

/// Everything about one entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryView {
    /// As in a list, with what the engine says.
    pub row: EntryRow,
    /// As it is now.
    pub now: Version,
    /// When it was first written, where that is known.
    pub first_at: Millis,
    /// So many days after it happened, where that is flagged.
    pub late: Option<u32>,
    /// The report that it went into last.
    pub report: Option<EntryReport>,
    /// The mentor's word in effect.
    pub word: Option<EntryWord>,
    /// It can be removed: neither counted nor in an open report.
    pub removable: bool,
    /// The same again today.
    pub again: Draft,
    /// What it was before, newest first, as far as this phone knows.
    pub past: Vec<Version>,
    /// What was written on another phone meanwhile, and stands beside it until somebody chooses.
    pub beside: Vec<Version>,
    /// The civil date.
    pub today: NaiveDate,
}

/// One revision of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The op that wrote it.
    pub revision: OpId,
    /// When, by the writer's clock.
    pub at: Millis,
    /// Minutes that the writer's clock was ahead of UTC.
    pub offset_min: i16,
    /// It is the removal of the entry; what is below is what was removed.
    pub removed: bool,
    /// What it says.
    pub draft: Draft,
}

/// A report that holds an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryReport {
    /// Which.
    pub id: ReportId,
    /// Its newest revision.
    pub state: ReportState,
    /// When that was sent off.
    pub submitted_at: Millis,
}

/// The mentor's word on an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryWord {
    /// What.
    pub verdict: Verdict,
    /// Why, in the mentor's words.
    pub reason: String,
    /// Who; empty where the name is not known here.
    pub by: String,
    /// When.
    pub at: Millis,
    /// It speaks of the entry as it is now; otherwise of an earlier revision.
    pub of_this: bool,
}
