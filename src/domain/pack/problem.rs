//! What can be wrong with a pack, and where.

use serde::{Deserialize, Serialize};
use std::fmt::Display;
use thiserror::Error;

use super::json;
use super::{ThingKind, Unit};

/// Why a pack is refused: where, and which rule it breaks. Safe to log: it holds nothing of a person.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
#[error("{path}: {problem}")]
pub struct PackError {
    /// Where in the pack, e.g. `levels[1].requirements.sport[0].min`; `pack` for the whole file.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong at a place of a pack.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Problem {
    /// No JSON, or not of a pack's shape: a field missing, unknown or of another type.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The parser's words, shortened.
        what: String,
    },
    /// More bytes, characters or items than a pack may have.
    #[error("{given} is longer than {max}")]
    TooLong {
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// Nothing stands where something must.
    #[error("is empty")]
    Empty,
    /// Not an id: lower-case Latin letters, digits, `_`, `-` (in a version also capitals and `.`).
    #[error("is no id")]
    BadId,
    /// Stands there twice.
    #[error("stands there twice")]
    Twice,
    /// The pack has no such track.
    #[error("unknown track")]
    UnknownTrack,
    /// The level demands nothing of this track.
    #[error("has no requirement")]
    NoRequirement,
    /// Below what makes sense; mostly a zero.
    #[error("{given} is less than {min}")]
    TooLittle {
        /// What stands there.
        given: u32,
        /// The least that may be.
        min: u32,
    },
    /// Above what makes sense or what another field allows.
    #[error("{given} is more than {max}")]
    TooMuch {
        /// What stands there.
        given: u32,
        /// The most that may be.
        max: u32,
    },
    /// The minimum of a window is above its cap, so that no window could ever count.
    #[error("minimum {min} above the cap {cap}")]
    MinAboveCap {
        /// The window's minimum.
        min: u32,
        /// What the window adds at most.
        cap: u32,
    },
    /// The windows that are needed can never add up to the total.
    #[error("total {total} is more than the windows add up to, {most}")]
    TotalUnreachable {
        /// The total.
        total: u32,
        /// Windows times cap.
        most: u32,
    },
    /// So many nights do not lie between so many days.
    #[error("{nights} nights do not lie between {days} days")]
    Nights {
        /// Days of the journey.
        days: u32,
        /// Nights of the journey.
        nights: u32,
    },
    /// The track's unit does not go with this.
    #[error("does not go with the unit {unit:?}")]
    Unit {
        /// The track's unit.
        unit: Unit,
    },
    /// The track has no things of this kind.
    #[error("the track has no {what:?}")]
    NoSuchThing {
        /// The kind that is asked for.
        what: ThingKind,
    },
    /// Attested hours are asked for in a track where nobody is asked who attests them.
    #[error("the track is not attested")]
    NotAttested,
    /// The pack has no such level.
    #[error("unknown level")]
    UnknownLevel,
    /// A level would need itself or a later one first: only an earlier level can help this one.
    #[error("goes round in a circle: only an earlier level can stand here")]
    Cycle,
    /// A longer window is not made of whole shorter ones.
    #[error("{given} days are not made of whole windows of {of} days")]
    NotMultiple {
        /// Length of the longer window in days.
        given: u32,
        /// Length of the next shorter one.
        of: u32,
    },
    /// The two contradict each other.
    #[error("does not go together with `{with}`")]
    NotTogether {
        /// The other field.
        with: String,
    },
    /// A choice among tracks needs regular effort with the same windows in each of them.
    #[error("the track has no regular effort with the same windows as the others")]
    NoRegular,
}

impl PackError {
    /// An error at a place.
    pub fn at(path: impl Display, problem: Problem) -> Self {
        Self { path: path.to_string(), problem }
    }

    /// From the parser, without the text at hand: line and column say where.
    pub fn json(error: &serde_json::Error) -> Self {
        Self::at("pack", json::problem(error))
    }
}
