//! The plan: as it stands, what it is measured against, what the mentor said, what it was before.

use chrono::NaiveDate;
use qadam_domain::advice::Advice;
use qadam_domain::plan::Plan;
use qadam_domain::progress::TrackProgress;
use qadam_domain::{AccountId, Millis, OpId, ThingId};
use serde::{Deserialize, Serialize};

/// The plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// As it stands; tracks without an item have none.
    pub plan: Plan,
    /// The level it is for.
    pub level: Option<String>,
    /// Minutes of a whole week (pages count two minutes each).
    pub weekly_minutes: u32,
    /// What it is measured against; none before a level is chosen.
    pub course: Option<CourseView>,
    /// The civil date.
    pub today: NaiveDate,
    /// A fresh id for a dated item.
    pub new_id: ThingId,
    /// Whose plan; names its events in calendars.
    pub owner: AccountId,
    /// When it was made, by the clock of the phone that made it.
    pub made_at: Option<Millis>,
    /// What the mentor says of it.
    pub approval: Approval,
    /// What it was before, newest first: plans that stood for more than a day, or that were spoken of.
    pub past: Vec<PastPlan>,
    /// Reminders are wanted.
    pub remind: bool,
    /// Minutes that local time is ahead of UTC.
    pub offset_min: i16,
}

/// What one is to be reminded of next. Empty where no reminders are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindersView {
    /// In order.
    pub next: Vec<ReminderRow>,
}

/// A reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderRow {
    /// When.
    pub at: Millis,
    /// What is planned.
    pub of: Vec<ReminderItem>,
}

/// Something that is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderItem {
    /// Track id.
    pub track: String,
    /// Activity id.
    pub activity: Option<String>,
    /// In the person's own words; may be empty.
    pub title: String,
}

/// What a plan is measured against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseView {
    /// Level id.
    pub level: String,
    /// Its first day.
    pub start: NaiveDate,
    /// Its own earliest end, without pauses.
    pub end: NaiveDate,
    /// How many days of pauses it allows.
    pub pause_days: u32,
    /// Earliest finish if the plan is kept.
    pub finish: Option<NaiveDate>,
    /// How far each track is, without its entries. Empty where that is not known (another's plan).
    pub tracks: Vec<TrackProgress>,
}

/// What the mentor says of a plan. Nothing waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// There is a mentor who could look at it.
    pub joined: bool,
    /// The word on the plan as it stands.
    pub now: Option<PlanWord>,
    /// The newest approval of an earlier plan.
    pub before: Option<PlanWord>,
}

/// The mentor's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWord {
    /// Approved, or sent back.
    pub approved: bool,
    /// The word itself; may be empty where it was approved.
    pub message: String,
    /// When it was said.
    pub at: Millis,
    /// By whom; empty where that is not known any more.
    pub by: String,
    /// When the plan that it speaks of was made.
    pub of: Millis,
}

/// A plan that another one has replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastPlan {
    /// The plan.
    pub plan: Plan,
    /// When it was made.
    pub since: Millis,
    /// When it was replaced.
    pub until: Millis,
    /// What was said of it.
    pub word: Option<PlanWord>,
}

/// Mentor: somebody's plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanOfView {
    /// Whose.
    pub participant: AccountId,
    /// What they are called.
    pub name: String,
    /// Names the plan for the decision; none: nothing is planned yet.
    pub revision: Option<OpId>,
    /// What the plan alone lets one see, by the rules of the participant's own programme.
    pub hints: Vec<Advice>,
    /// The plan, with what was said of it.
    pub view: PlanView,
}

/// Mentor: a plan that waits for a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWaits {
    /// Whose.
    pub participant: AccountId,
    /// What they are called.
    pub name: String,
    /// Whole days since it was made.
    pub days: u32,
    /// An earlier plan was approved.
    pub again: bool,
}
