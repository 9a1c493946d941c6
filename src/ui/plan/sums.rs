//! What a plan adds up to, and what is proposed for a track that has none.

use qadam_domain::pack::Track;
use qadam_domain::{Pack, Plan, TrackPlan, Unit};

use crate::prelude::T;

const MON_WED_FRI: u8 = 0b001_0101;
const MON_THU: u8 = 0b000_1001;
const TUESDAY: u8 = 0b000_0010;
const SATURDAY: u8 = 0b010_0000;
const SUNDAY: u8 = 0b100_0000;
/// All days of the week.
pub const DAILY: u8 = 0b111_1111;

/// Minutes that a track takes in a week, to draw it beside the others: a page counts two minutes (a calm
/// reader's pace), journeys are days of their own and count none.
pub fn weekly_minutes(item: &TrackPlan, unit: Unit) -> u32 {
    match unit {
        Unit::Minutes => item.weekly(),
        Unit::Pages => item.weekly().saturating_mul(2),
        Unit::Days => 0,
    }
}

/// What is proposed for a track: its first activity in the usual amount, on as many days as an hour a
/// week takes, three at most (all seven tracks together stay near what a level asks for). What needs
/// somebody in charge, or a whole day, is proposed for one day of the weekend.
pub fn proposal(track: &Track) -> TrackPlan {
    let first = track.activities.first();
    let usual = first.map_or(0, |a| a.usual);
    let (days, amount) = match track.unit {
        Unit::Days => (SUNDAY, 1),
        _ if track.attested => (SATURDAY, usual.min(60)),
        Unit::Minutes if usual >= 60 => (TUESDAY, usual),
        Unit::Minutes if usual >= 30 => (MON_THU, usual),
        Unit::Minutes | Unit::Pages => (MON_WED_FRI, usual),
    };
    TrackPlan {
        track: track.id.clone(),
        activity: first.map(|a| a.id.clone()),
        goal: String::new(),
        days,
        amount,
        at_min: None,
    }
}

/// A proposal for every track that has no plan yet.
pub fn proposals(plan: &Plan, pack: &Pack) -> Plan {
    let tracks =
        pack.tracks.iter().map(|t| plan.track(&t.id).cloned().unwrap_or_else(|| proposal(t))).collect();
    Plan { tracks, ..plan.clone() }
}

/// The plan with this item in the place of the track's old one; none takes the track out.
pub fn with(plan: &Plan, pack: &Pack, track: &str, item: Option<&TrackPlan>) -> Plan {
    let tracks = pack
        .tracks
        .iter()
        .filter_map(|t| if t.id == track { item.cloned() } else { plan.track(&t.id).cloned() })
        .collect();
    Plan { tracks, ..plan.clone() }
}

/// «Дс, Ср, Жм».
pub fn days(t: T, mask: u8) -> String {
    match mask & DAILY {
        DAILY => t.s("plan-daily"),
        0 => t.s("plan-no-days"),
        mask => {
            let on = (0..7u32).filter(|d| mask & (1 << d) != 0);
            on.map(|d| t.weekday_short(d)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// "07:30" of a time field, in minutes since midnight.
pub fn minutes_of(clock: &str) -> Option<u16> {
    let (h, m) = clock.trim().split_once(':')?;
    // Some browsers add seconds.
    let m = m.split(':').next().unwrap_or(m);
    let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
    (h < 24 && m < 60).then_some(h * 60 + m)
}

/// The value of a time field.
pub fn clock_of(at_min: u16) -> String {
    format!("{:02}:{:02}", at_min / 60, at_min % 60)
}
