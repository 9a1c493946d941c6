//! The plan: what somebody means to do in each track, and when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::pack::Pack;
use crate::pauses::{PAUSES_MAX, Pause};

/// A plan for all tracks; may be partial.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// One item for a planned track, in the pack's order.
    pub tracks: Vec<TrackPlan>,
    /// Times in which nothing is expected.
    #[serde(default)]
    pub pauses: Vec<Pause>,
}

/// What somebody means to do in one track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackPlan {
    /// Track id.
    pub track: String,
    /// Activity id of the pack, where one was picked.
    #[serde(default)]
    pub activity: Option<String>,
    /// The aim in the person's own words: a book's title, "домбыра", "Таза парк".
    #[serde(default)]
    pub goal: String,
    /// On which days of the week; bit 0 is Monday.
    pub days: u8,
    /// How much on each such day, in the track's unit.
    pub amount: u32,
    /// At what time, in minutes since midnight.
    #[serde(default)]
    pub at_min: Option<u16>,
}

/// Why a plan cannot be saved.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanError {
    /// The pack has no such track, or it stands there twice.
    #[error("track {0} unknown or twice")]
    Track(String),
    /// An amount that no day has.
    #[error("{given} is more than {max} a day")]
    TooMuch {
        /// Track id.
        track: String,
        /// What was given.
        given: u32,
        /// Most a day.
        max: u32,
    },
    /// The aim is too long.
    #[error("goal too long")]
    GoalTooLong(String),
    /// A time that the clock does not have, or days beyond the week.
    #[error("bad time")]
    BadTime(String),
    /// A pause that ends before it begins or is longer than a year, or more of them than
    /// [`PAUSES_MAX`].
    #[error("bad pause")]
    BadPause,
}

impl Plan {
    /// Checks a plan against the pack.
    pub fn check(&self, pack: &Pack) -> Result<(), PlanError> {
        if self.pauses.len() > PAUSES_MAX || !self.pauses.iter().all(Pause::is_sound) {
            return Err(PlanError::BadPause);
        }
        let mut seen: Vec<&str> = Vec::new();
        for p in &self.tracks {
            let track = pack.track(&p.track).filter(|_| !seen.contains(&p.track.as_str()));
            let track = track.ok_or_else(|| PlanError::Track(p.track.clone()))?;
            seen.push(&p.track);
            let max = match track.unit {
                crate::Unit::Minutes => crate::entry::MINUTES_MAX,
                crate::Unit::Pages => crate::entry::PAGES_MAX,
                crate::Unit::Days => 1,
            };
            if p.amount > max {
                return Err(PlanError::TooMuch { track: p.track.clone(), given: p.amount, max });
            }
            let activity = p.activity.as_ref().map_or(0, String::len);
            if p.goal.chars().count().max(activity) > crate::entry::TITLE_MAX {
                return Err(PlanError::GoalTooLong(p.track.clone()));
            }
            if p.days > 0b111_1111 || p.at_min.is_some_and(|m| m >= 1_440) {
                return Err(PlanError::BadTime(p.track.clone()));
            }
        }
        Ok(())
    }

    /// The plan of a track.
    pub fn track(&self, id: &str) -> Option<&TrackPlan> {
        self.tracks.iter().find(|p| p.track == id)
    }
}

impl TrackPlan {
    /// Whether something is planned for this day of the week.
    pub fn is_on(&self, date: NaiveDate) -> bool {
        use chrono::Datelike;
        self.days & (1 << date.weekday().num_days_from_monday()) != 0
    }

    /// The amount of a whole week, in the track's unit.
    pub fn weekly(&self) -> u32 {
        self.days.count_ones().saturating_mul(self.amount)
    }
}
