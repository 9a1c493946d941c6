//! The log sheet.

use chrono::NaiveDate;
use qadam_domain::entry::Attestation;
use qadam_domain::progress::{Need, Reason};
use qadam_domain::{OpId, ThingRef, Unit};
use serde::{Deserialize, Serialize};

use super::Amount;
use crate::command::Draft;
use crate::error::Fault;

/// What the sheet starts with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogFormView {
    /// Preset: the entry to edit, or the last habit in this track.
    pub draft: Draft,
    /// The civil date; entries cannot lie after it.
    pub today: NaiveDate,
    /// The earliest day an entry may have.
    pub earliest: NaiveDate,
    /// The very last entry, to repeat.
    pub repeat: Option<Draft>,
    /// What fits now: planned for today, done on such days, done last. At most four, the best first.
    pub suggestions: Vec<Suggestion>,
    /// The revision that is edited: the undo of the edit brings it back.
    pub revision: Option<OpId>,
    /// Of each track: what to preset when its tile is tapped.
    pub by_track: Vec<TrackPreset>,
    /// A fresh id for a new book, project or journey.
    pub new_thing: qadam_domain::ThingId,
}

/// Something to log with two taps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Why it is suggested.
    pub why: Why,
    /// What it fills in.
    pub draft: Draft,
}

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It stands in today's plan and is not done.
    Planned {
        /// At this time, minutes since midnight.
        at_min: Option<u16>,
    },
    /// It is often done on this day of the week.
    Weekday,
    /// It is done often.
    Often,
}

/// What to preset for a track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackPreset {
    /// Track id.
    pub track: String,
    /// The last habit, or the programme's usual amount.
    pub draft: Draft,
    /// Activity ids, the most used first.
    pub activities: Vec<String>,
    /// Books, projects or journeys that were begun and not finished, newest first.
    pub things: Vec<ThingRef>,
    /// People in charge who were named here, the newest first.
    pub people: Vec<Attestation>,
    /// So many words the note of the entry must have that finishes a thing; 0: none needed.
    pub note_words: u32,
}

/// What saving would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogPreviewView {
    /// Why it cannot be saved, where it cannot.
    pub fault: Option<Fault>,
    /// What it does.
    pub effect: Effect,
    /// It would carry the flag of an entry that was written so many days later.
    pub late: Option<u32>,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nobody is enrolled yet: it is simply kept.
    Kept,
    /// It fills its window: before + added = after, of `need`.
    Window {
        /// Logged in the window before.
        before: u32,
        /// This entry.
        added: u32,
        /// What the window needs.
        need: u32,
        /// Length in days.
        days: u32,
        /// Of what.
        unit: Unit,
        /// The window counts with it.
        reached: bool,
        /// It is the window that runs now.
        now: bool,
    },
    /// It adds to the amount: with it, so much of so much.
    Adds {
        /// This entry.
        added: Amount,
        /// The need with it.
        need: Need,
    },
    /// It does not count (yet), for a reason.
    NotYet {
        /// Why.
        reason: Reason,
    },
}
