//! Rule packs: what a programme demands, as data. A pack never runs code.
//!
//! One JSON file per programme version. An invalid pack is refused whole, and the error names the
//! path and the rule it breaks ([`PackError`]).

mod check;
mod json;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use check::{PACK_BYTES_MAX, PackError, Problem};

/// A name in the three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

/// What a track counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes of effort (shown as hours).
    Minutes,
    /// Pages read.
    Pages,
    /// Days on a journey.
    Days,
}

/// What several entries can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThingKind {
    /// A book.
    Book,
    /// A project.
    Project,
    /// A journey.
    Journey,
}

/// A whole programme version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Programme id, e.g. `elbasy-medali`.
    pub id: String,
    /// Version, e.g. `2020`. People stay on the version they enrolled with.
    pub version: String,
    /// What the programme is called.
    pub names: Names,
    /// Where the rules come from.
    pub sources: Vec<Source>,
    /// Who may enrol.
    pub ages: AgeRange,
    /// Tracks, in the order they are shown.
    pub tracks: Vec<Track>,
    /// Levels, from the first.
    pub levels: Vec<Level>,
    /// When somebody is reminded of a report.
    pub review: ReviewClock,
    /// What a finished level can lead to.
    pub outcomes: Vec<OutcomeKind>,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which part of the pack.
    pub about: String,
    /// The source, or that it is a default of Qadam's own.
    pub text: String,
}

/// Ages in whole years, both ends included, on the day of enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRange {
    /// Youngest.
    pub min: u8,
    /// Oldest.
    pub max: u8,
}

/// One of the things to work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Id, e.g. `reading`.
    pub id: String,
    /// Full name.
    pub names: Names,
    /// Short name for tiles.
    pub short: Names,
    /// What it counts in.
    pub unit: Unit,
    /// What its entries can belong to.
    #[serde(default)]
    pub thing: Option<ThingKind>,
    /// Icon and colour key of the user interface.
    pub icon: String,
    /// Effort needs somebody in charge who confirms it.
    #[serde(default)]
    pub attested: bool,
    /// A claim does not need this track.
    #[serde(default)]
    pub optional: bool,
    /// Most minutes or pages of one day that count.
    #[serde(default)]
    pub daily_cap: Option<u32>,
    /// What people do in this track, to pick from.
    pub activities: Vec<Activity>,
}

/// A kind of activity within a track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Id, unique within the track.
    pub id: String,
    /// Name.
    pub names: Names,
    /// A usual amount in the track's unit: preset when picked.
    pub usual: u32,
}

/// Bronze, silver, gold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Id, e.g. `bronze`.
    pub id: String,
    /// Name.
    pub names: Names,
    /// Youngest, in whole years on the day of enrolment.
    pub min_age: u8,
    /// Shortest duration in calendar months.
    pub months: u32,
    /// What each track demands: track id to requirements, all of which must be met.
    pub requirements: BTreeMap<String, Vec<Requirement>>,
}

/// What a track demands at a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Requirement {
    /// An amount in the track's unit.
    Quota {
        /// How much.
        need: u32,
        /// Only entries with somebody in charge named count.
        #[serde(default)]
        attested: bool,
    },
    /// An amount in each window of so many days, over so many windows, and a total.
    Regular {
        /// Length of a window in days, fixed on the calendar from the level's first day.
        window_days: u32,
        /// A window below this adds nothing, in the track's unit.
        min: u32,
        /// A window adds at most this.
        cap: u32,
        /// How many windows must reach `min`.
        windows: u32,
        /// The total that the windows must add up to.
        total: u32,
    },
    /// So many finished things, each with a note.
    Count {
        /// Of what.
        what: ThingKind,
        /// How many.
        need: u32,
        /// The note of the finishing entry has at least so many words.
        #[serde(default)]
        note_words: u32,
    },
    /// One journey of so many consecutive days with so many nights.
    Journey {
        /// Consecutive days.
        days: u32,
        /// Nights out.
        nights: u32,
    },
}

/// When people are reminded of a report, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewClock {
    /// The mentor is reminded.
    pub remind_days: u32,
    /// The coordinator sees it.
    pub escalate_days: u32,
}

/// What a finished level leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// A medal.
    Medal,
    /// A certificate.
    Certificate,
}

impl Pack {
    /// Reads and checks a pack. The error names the path and what is wrong there.
    pub fn parse(json: &str) -> Result<Self, PackError> {
        check::check_size(json)?;
        let pack: Self = serde_json::from_str(json).map_err(|e| json::located(&e, json))?;
        check::check(&pack)?;
        Ok(pack)
    }

    /// The pack that ships: `elbasy-medali`, version 2020.
    pub fn shipped() -> Result<Self, PackError> {
        Self::parse(include_str!("../../../assets/programmes/elbasy-medali@2020.json"))
    }

    /// A track by its id.
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|t| t.id == id)
    }

    /// A level by its id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|l| l.id == id)
    }
}

impl Level {
    /// The day on which the shortest duration is over.
    pub fn earliest_end(&self, start: NaiveDate) -> NaiveDate {
        crate::ages::months_later(start, self.months)
    }
}

impl Track {
    /// An activity by its id.
    pub fn activity(&self, id: &str) -> Option<&Activity> {
        self.activities.iter().find(|a| a.id == id)
    }
}
