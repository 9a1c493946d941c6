//! Journey, track and plan.

use chrono::NaiveDate;
use qadam_domain::pack::Unit;
use qadam_domain::progress::{Progress, TrackProgress};
use serde::{Deserialize, Serialize};

use super::{EntryRow, TrackLine};

/// An amount with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much.
    pub value: u32,
    /// Of what.
    pub unit: Unit,
}

/// The level's ring: one arc for each track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ring {
    /// Level id.
    pub level: String,
    /// Over all, 0 to 100.
    pub percent: u8,
    /// Each track in the programme's order: id, counted and with what waits for the mentor, 0 to 100.
    pub arcs: Vec<Arc>,
    /// Month that runs now, from 1.
    pub month: u32,
    /// Months of the level.
    pub months: u32,
    /// First day of the level.
    pub start: NaiveDate,
    /// The level's own earliest end.
    pub level_end: NaiveDate,
    /// Earliest finish if the plan is kept.
    pub finish: Option<NaiveDate>,
    /// No track needs attention.
    pub on_course: bool,
}

/// One arc.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arc {
    /// Track id.
    pub track: String,
    /// Counted, 0 to 100.
    pub percent: u8,
    /// With what waits, 0 to 100.
    pub provisional: u8,
}

/// Journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JourneyView {
    /// The ring.
    pub ring: Ring,
    /// The civil date.
    pub date: NaiveDate,
    /// Everything, with reasons (entries left out: see the track).
    pub progress: Progress,
    /// Reports that wait for the mentor or came back.
    pub reports_open: u32,
    /// Entries that could go into a report.
    pub reportable: u32,
}

/// One track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackView {
    /// In short.
    pub line: TrackLine,
    /// In full, entries with reasons.
    pub progress: TrackProgress,
    /// Its newest entries, at most 200.
    pub entries: Vec<EntryRow>,
    /// How many there are in all.
    pub total: u32,
    /// The last five weeks, oldest first; where the rule counts by weeks, the rule's own.
    pub weeks: Vec<Week>,
    /// The week that runs now against the rule, where the rule counts by weeks.
    pub window: Option<WindowNow>,
    /// The civil date.
    pub date: NaiveDate,
}

/// Seven days, in the track's unit. Days that have not come are zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Each day.
    pub days: Vec<DayAmount>,
    /// All of them, without what was returned or not accepted.
    pub total: u32,
    /// Whether it reaches what the rule wants of a week; none where the rule wants nothing of it.
    pub counts: Option<bool>,
}

/// A window of the rule that is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowNow {
    /// Logged in it.
    pub have: u32,
    /// What it needs to count.
    pub need: u32,
}

/// Effort on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAmount {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: u32,
}
