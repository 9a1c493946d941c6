//! What somebody is to be reminded of next: a pure function of the plan and of what is done already.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::ids::ThingId;
use crate::pauses::Excused;
use crate::plan::Plan;

/// From this minute of the day on nobody is disturbed …
pub const QUIET_FROM: u16 = 21 * 60;
/// … until this one.
pub const QUIET_TO: u16 = 7 * 60;
/// When people are reminded of what has no time of its own.
pub const EVENING: u16 = 18 * 60;
/// The last moment before the quiet hours.
const LAST: u16 = QUIET_FROM - 15;

/// A moment and what it reminds of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The day.
    pub on: NaiveDate,
    /// Minutes since midnight; never in the quiet hours.
    pub at_min: u16,
    /// What is planned, in the plan's order.
    pub of: Vec<Planned>,
}

/// Something planned: the track's item of the week, or a dated one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Track id.
    pub track: String,
    /// The dated item.
    pub dated: Option<ThingId>,
}

/// The reminders that are to come within so many days, in order. `done` is what was planned for today and is
/// done already.
pub fn coming(
    plan: &Plan,
    excused: &Excused,
    done: &[Planned],
    (today, minute): (NaiveDate, u16),
    days: u64,
) -> Vec<Reminder> {
    let mut out: BTreeMap<(NaiveDate, u16), Vec<Planned>> = BTreeMap::new();
    let mut put = |day: NaiveDate, at: Option<u16>, of: Planned, eve: bool| {
        if day == today && done.contains(&of) {
            return;
        }
        let before = day.pred_opt().unwrap_or(day);
        let moment = match at {
            // Before the quiet hours end it would be too late, or too early: the evening before.
            Some(at) if at < QUIET_TO => (before, LAST),
            Some(at) => (day, at.min(LAST)),
            None if eve => (before, EVENING),
            None => (day, EVENING),
        };
        if moment > (today, minute) {
            out.entry(moment).or_default().push(of);
        }
    };
    // One more day: its early morning is reminded of on the evening before.
    for day in (0..=days).filter_map(|n| today.checked_add_days(Days::new(n))) {
        for d in plan.dates.iter().filter(|d| d.is_on(day)) {
            // What has dates and no time is prepared for on the evening before its first day.
            if d.at_min.is_some() || day == d.on {
                put(day, d.at_min, Planned { track: d.track.clone(), dated: Some(d.id) }, true);
            }
        }
        for p in plan.tracks.iter().filter(|p| p.is_on(day) && !excused.has(day)) {
            put(day, p.at_min, Planned { track: p.track.clone(), dated: None }, false);
        }
    }
    out.into_iter().map(|((on, at_min), of)| Reminder { on, at_min, of }).collect()
}
