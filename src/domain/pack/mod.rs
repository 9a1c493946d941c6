//! Rule packs: what a programme demands, as data. A pack never runs code.
//!
//! One JSON file per programme version. An invalid pack is refused whole, and the error names the
//! path and the rule it breaks ([`PackError`]).

mod check;
mod json;
mod levels;
mod problem;
mod shelf;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use check::PACK_BYTES_MAX;
pub use problem::{PackError, Problem};
pub use shelf::Packs;

use crate::enrolment::Award;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Unit {
    /// Minutes of effort (shown as hours).
    #[n(0)]
    Minutes,
    /// Pages read.
    #[n(1)]
    Pages,
    /// Days on a journey or a stay.
    #[n(2)]
    Days,
}

/// What several entries can belong to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum ThingKind {
    /// A book.
    #[n(0)]
    Book,
    /// A project.
    #[n(1)]
    Project,
    /// A journey.
    #[n(2)]
    Journey,
    /// A stay away from home with others: a residential project.
    #[n(3)]
    Stay,
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
    /// The source, or that it is a default of Qadam's own: people read it beside the rules.
    pub text: Names,
}

/// Ages in whole years, both ends included, on the day of enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRange {
    /// Youngest.
    pub min: u8,
    /// Oldest.
    pub max: u8,
    /// The level must be finished before the birthday of this age, where there is such a bound.
    #[serde(default)]
    pub finish_before: Option<u8>,
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
    /// Who holds one of these awards needs fewer months.
    #[serde(default)]
    pub shortened_by: Vec<Shortened>,
    /// How many days of pauses are excused in the whole level.
    #[serde(default)]
    pub pause_days: u32,
    /// What each track demands: track id to requirements, all of which must be met. An empty list says
    /// that the level asks nothing of the track.
    pub requirements: BTreeMap<String, Vec<Requirement>>,
    /// What one of several tracks must have more.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// An earlier level's award makes this one shorter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortened {
    /// The level whose award is held.
    pub level: String,
    /// The shortest duration then, in calendar months.
    pub months: u32,
}

/// So many windows more in one of several regular tracks: in the one that has the most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Id, unique within the level.
    pub id: String,
    /// What it is called.
    pub names: Names,
    /// The tracks to choose from. All have regular effort with the same windows.
    pub tracks: Vec<String>,
    /// How many windows beyond the track's own requirement.
    pub windows: u32,
    /// Not asked of who holds the award of this level.
    #[serde(default)]
    pub unless: Option<String>,
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
        /// A window adds at most this; without it all of it.
        #[serde(default)]
        cap: Option<u32>,
        /// How many windows must reach `min`.
        windows: u32,
        /// The total that the windows must add up to, where one is asked for.
        #[serde(default)]
        total: Option<u32>,
        /// Longer windows, from the shorter: one that reaches its own minimum counts as all the windows
        /// in it. Each is made of whole windows of the one before.
        #[serde(default)]
        longer: Vec<Longer>,
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
    /// One journey or stay of so many consecutive days with so many nights.
    Journey {
        /// Consecutive days.
        days: u32,
        /// Nights out.
        nights: u32,
        /// A day counts with so many minutes of planned effort; 0: with any.
        #[serde(default)]
        day_minutes: u32,
        /// What must have been tried out before.
        #[serde(default)]
        practice: Option<Practice>,
    },
}

/// A longer window of a regular requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Longer {
    /// Its length in days.
    pub days: u32,
    /// What it needs, in the track's unit.
    pub min: u32,
}

/// Practice journeys before the one that qualifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// How many.
    pub journeys: u32,
    /// Consecutive days of each.
    pub days: u32,
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

/// Every mistake of a pack, in the order of its fields; none for a sound one. Text that is no JSON, or
/// not of a pack's shape, has one: where the parser stopped.
pub fn mistakes(json: &str) -> Vec<PackError> {
    match read(json) {
        Ok(pack) => check::check(&pack),
        Err(e) => vec![e],
    }
}

fn read(json: &str) -> Result<Pack, PackError> {
    check::check_size(json)?;
    serde_json::from_str(json).map_err(|e| json::located(&e, json))
}

impl Pack {
    /// Reads and checks a pack. The error names the path and what is wrong there: the first mistake, see
    /// [`mistakes`] for all.
    pub fn parse(json: &str) -> Result<Self, PackError> {
        let pack = read(json)?;
        match check::check(&pack).into_iter().next() {
            Some(e) => Err(e),
            None => Ok(pack),
        }
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
    /// The day on which the shortest duration is over, without pauses, for who holds these awards.
    pub fn earliest_end(&self, start: NaiveDate, awards: &[Award]) -> NaiveDate {
        let held = |s: &&Shortened| awards.iter().any(|a| a.level == s.level);
        let short = self.shortened_by.iter().filter(held).map(|s| s.months).min();
        crate::ages::months_later(start, short.unwrap_or(self.months).min(self.months))
    }

    /// Whether the level asks anything of the track.
    pub fn asks(&self, track: &str) -> bool {
        self.requirements.get(track).is_some_and(|r| !r.is_empty())
    }

    /// The choices that are asked of who holds these awards.
    pub fn choices_for(&self, awards: &[Award]) -> impl Iterator<Item = &Choice> {
        let held = |level: &String| awards.iter().any(|a| a.level == *level);
        self.choices.iter().filter(move |c| !c.unless.as_ref().is_some_and(held))
    }

    /// Length in days and minimum of the windows of a regular track.
    pub fn window_rule(&self, track: &str) -> Option<(u32, u32)> {
        self.requirements.get(track)?.iter().find_map(|r| match r {
            Requirement::Regular { window_days, min, .. } => Some((*window_days, *min)),
            _ => None,
        })
    }
}

impl Track {
    /// An activity by its id.
    pub fn activity(&self, id: &str) -> Option<&Activity> {
        self.activities.iter().find(|a| a.id == id)
    }
}
