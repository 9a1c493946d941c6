//! What a report would add.

use serde::{Deserialize, Serialize};

use crate::progress::{NeedKind, Progress};

/// What one need of a track gains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gain {
    /// Track id.
    pub track: String,
    /// Which need.
    pub kind: NeedKind,
    /// So much more counts.
    pub added: u32,
    /// What counts then, in all.
    pub counted: u32,
    /// What is needed in all.
    pub needed: u32,
}

/// What counts in `after` and did not in `before`, in the order of tracks and needs. What gains nothing
/// is left out.
pub fn gains(before: &Progress, after: &Progress) -> Vec<Gain> {
    let mut out = Vec::new();
    for (old, new) in before.tracks.iter().zip(&after.tracks) {
        for is in &new.needs {
            let was = old.needs.iter().find(|n| n.kind == is.kind).map_or(0, |n| n.counted);
            let added = is.counted.saturating_sub(was);
            if added > 0 {
                let track = new.track.clone();
                out.push(Gain { track, kind: is.kind, added, counted: is.counted, needed: is.needed });
            }
        }
    }
    out
}
