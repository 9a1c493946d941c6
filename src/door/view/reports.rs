//! Reports.

use chrono::NaiveDate;
use qadam_domain::report::{ReportState, Verdict};
use qadam_domain::{Millis, ReportId};
use serde::{Deserialize, Serialize};

use super::EntryRow;

/// All reports, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportsView {
    /// The reports.
    pub reports: Vec<ReportCard>,
    /// Entries that could go into a new one.
    pub reportable: u32,
    /// Joined with a mentor.
    pub joined: bool,
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
    /// Its entries.
    pub entries: Vec<ReportEntry>,
    /// Everything that was to be fixed has been: it can go again.
    pub can_resubmit: bool,
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
}

/// What a new report could hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportFormView {
    /// A fresh id.
    pub report: ReportId,
    /// Entries that are in no open report and not decided, newest first; the engine's standing says
    /// what would count.
    pub entries: Vec<EntryRow>,
    /// Joined with a mentor.
    pub joined: bool,
}
