//! Programmes and their versions.

use qadam_domain::Names;
use qadam_domain::pack::Source;
use qadam_domain::progress::Progress;
use serde::{Deserialize, Serialize};

/// The programmes at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammesView {
    /// Id of the one in use.
    pub current: String,
    /// Its version.
    pub version: String,
    /// The newest version of each.
    pub all: Vec<ProgrammeCard>,
    /// A newer version of the one that the open profile is enrolled with.
    pub newer: Option<String>,
    /// Level ids of the awards that the open profile holds.
    pub awards: Vec<String>,
}

/// One programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeCard {
    /// Its id.
    pub id: String,
    /// Its newest version.
    pub version: String,
    /// What it is called.
    pub names: Names,
    /// Short names of its tracks.
    pub tracks: Vec<Names>,
}

/// What moving to the newer version would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackMoveView {
    /// The version now.
    pub from: String,
    /// The newer one.
    pub to: String,
    /// What the programme is called there.
    pub names: Names,
    /// Where the newer rules come from.
    pub sources: Vec<Source>,
    /// Progress now, without entries.
    pub before: Progress,
    /// Progress then.
    pub after: Progress,
}
