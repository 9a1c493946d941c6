//! Mentor.

use chrono::NaiveDate;
use qadam_domain::report::{Change, Item, ReportState, Verdict};
use qadam_domain::{AccountId, Millis};
use serde::{Deserialize, Serialize};

use super::{EntryRow, PlanWaits, ReportCard, SyncView};

/// What waits for the mentor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueView {
    /// What the mentor is called.
    pub name: String,
    /// Who asks to be taken in.
    pub joiners: Vec<PersonCard>,
    /// Whose guardian's paper is missing.
    pub consents: Vec<PersonCard>,
    /// Reports, the longest waiting first.
    pub reports: Vec<QueueRow>,
    /// Plans that wait for a word. No logging waits for them, so they come last.
    pub plans: Vec<PlanWaits>,
    /// Decided lately, newest first, at most 20.
    pub decided: Vec<QueueRow>,
    /// So much that was written for somebody who has another mentor now went to the coordinator.
    pub handed: u32,
    /// Whether all is sent.
    pub sync: SyncView,
    /// Unread messages.
    pub unread: u32,
    /// The civil date.
    pub date: NaiveDate,
    /// Nobody has joined yet.
    pub alone: bool,
}

/// A report in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Whose.
    pub participant: AccountId,
    /// What they are called.
    pub name: String,
    /// The report.
    pub card: ReportCard,
    /// Whole days that it has waited here.
    pub waits_days: u32,
    /// Longer than the programme thinks right.
    pub long: bool,
    /// How many hints it carries.
    pub hints: u32,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonCard {
    /// Who.
    pub participant: AccountId,
    /// What they are called.
    pub name: String,
    /// Level id.
    pub level: Option<String>,
    /// Over all, 0 to 100.
    pub percent: u8,
    /// Under 18 when they joined.
    pub minor: bool,
    /// When they asked to join.
    pub asked_at: Millis,
    /// Last message, unread.
    pub unread: u32,
    /// Last line of the chat.
    pub last_message: Option<String>,
    /// The mentor wrote it.
    pub last_mine: bool,
    /// When it was.
    pub last_at: Option<Millis>,
    /// Last day with an entry that arrived.
    pub last_entry: Option<NaiveDate>,
    /// Where the joining stands.
    pub standing: Standing,
}

/// Where a joining stands, for the mentor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Asks.
    Asked,
    /// Taken in, the guardian's paper is missing.
    ConsentMissing,
    /// Taken in.
    Active,
    /// Declined.
    Declined,
}

/// Everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeopleView {
    /// The people, by name.
    pub people: Vec<PersonCard>,
    /// The civil date.
    pub date: NaiveDate,
    /// Minutes that local time is ahead of UTC.
    pub offset_min: i16,
}

/// A report under review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Whose.
    pub participant: AccountId,
    /// What they are called.
    pub name: String,
    /// Age in whole years, where known.
    pub age: Option<u8>,
    /// In short.
    pub card: ReportCard,
    /// Whole days that it has waited.
    pub waits_days: u32,
    /// The participant's word.
    pub message: String,
    /// Its entries.
    pub entries: Vec<ReviewEntry>,
    /// Where it is.
    pub state: ReportState,
    /// The decision that is in effect or waits to be sent.
    pub decision: Option<(String, Millis)>,
}

/// An entry under review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewEntry {
    /// The entry as it was sent.
    pub row: EntryRow,
    /// For the decision.
    pub item: Item,
    /// Who confirms it: name and role.
    pub attested_by: Option<(String, String)>,
    /// Flags for people, never refusals.
    pub hints: Vec<Hint>,
    /// Decided now or in an earlier revision.
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: String,
    /// What is different from the revision before, where it was sent again.
    pub changes: Vec<Change>,
}

/// What a reviewer should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Written so many days after it happened.
    LateEntry {
        /// Days.
        days: u32,
    },
    /// One of so many entries written within ten minutes.
    ManyAtOnce {
        /// Entries.
        count: u32,
    },
    /// The day adds up to more than it has.
    LongDay {
        /// Minutes in all.
        minutes: u32,
    },
    /// Another entry of the same person has the same photo.
    PhotoAgain {
        /// The day of that entry.
        on: NaiveDate,
    },
    /// Nobody in charge is named.
    NotAttested,
}
