//! Journey, track and plan.

use chrono::NaiveDate;
use qadam_domain::pack::Unit;
use qadam_domain::progress::{LeftOut, Progress, TrackProgress};
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
    /// The level's own earliest end, pauses included.
    pub level_end: NaiveDate,
    /// So many days later than without the plan's pauses.
    pub paused: u32,
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
    /// Each track's own finish, in the programme's order.
    pub finishes: Vec<TrackFinish>,
    /// The programme's levels, from the first.
    pub levels: Vec<LevelMedal>,
    /// Entries there are in all.
    pub entries: u32,
}

/// When a track would be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackFinish {
    /// Track id.
    pub track: String,
    /// The first day on which it could be done if the plan is kept; none when the plan never gets there.
    pub on: Option<NaiveDate>,
    /// A claim needs it.
    pub needed: bool,
    /// Something is planned.
    pub planned: bool,
    /// What the plan has for a week, in the track's unit; nothing where no days are chosen.
    pub weekly: Amount,
}

/// A level as a medal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelMedal {
    /// Level id.
    pub level: String,
    /// Shortest duration in months, after the level that runs.
    pub months: u32,
    /// Youngest, in whole years.
    pub age: u8,
    /// Where it stands.
    pub state: LevelState,
}

/// Where a level stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelState {
    /// Its award is held.
    Awarded,
    /// Everything that it needs is counted.
    Complete,
    /// The one that runs.
    UnderWay,
    /// Before the one that runs, and not taken.
    Passed,
    /// After the one that runs, and old enough by its end.
    Ahead,
    /// After the one that runs, and too young until some time after its end.
    Locked {
        /// The birthday that opens it.
        from: NaiveDate,
    },
}

/// One track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackView {
    /// In short.
    pub line: TrackLine,
    /// In full, entries with reasons.
    pub progress: TrackProgress,
    /// Its newest entries, at most 20: all are in the log book.
    pub entries: Vec<EntryRow>,
    /// How many there are in all.
    pub total: u32,
    /// The last five weeks, oldest first; where the rule counts by weeks, the rule's own.
    pub weeks: Vec<Week>,
    /// The week that runs now against the rule, where the rule counts by weeks.
    pub window: Option<WindowNow>,
    /// The civil date.
    pub date: NaiveDate,
    /// The level that runs.
    pub level: String,
    /// When it would be done.
    pub finish: TrackFinish,
    /// Every day of the level, and what it sums up to.
    pub history: TrackHistory,
    /// What does not count, by reason, most first.
    pub left_out: Vec<LeftOut>,
}

/// What was logged in a track since the level began (or before, where entries are older): all of it, counted
/// or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackHistory {
    /// Day by day, in the track's unit.
    pub days: DaySpan,
    /// Days on which something was logged.
    pub active: u32,
    /// Month by month, oldest first; months without an entry stand there too.
    pub months: Vec<MonthSum>,
    /// The fullest day.
    pub best_day: Option<DayAmount>,
    /// The fullest week, by its first day; weeks as in [`TrackView::weeks`].
    pub best_week: Option<DayAmount>,
}

/// Days one after another, each with a number: what a heatmap draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySpan {
    /// The first day.
    pub first: NaiveDate,
    /// The last day; days after the last number have not come.
    pub last: NaiveDate,
    /// A number for each day from the first one on.
    pub amounts: Vec<u32>,
}

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSum {
    /// Its first day.
    pub month: NaiveDate,
    /// How much.
    pub amount: u32,
    /// Days on which something was logged.
    pub active: u32,
}

/// What was logged on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayLookView {
    /// The day.
    pub on: NaiveDate,
    /// Newest first.
    pub rows: Vec<EntryRow>,
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
