//! What can be said of a plan while it is being made: whether it reaches what the level demands, and when.
//! Advice never blocks; what cannot be kept at all is refused by [`Plan::check`].

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::pack::{Level, Pack, Requirement, Track};
use crate::pauses::Excused;
use crate::plan::Plan;
use crate::progress::finish::{Finish, Missing, Schedule};
use crate::progress::windows::Grid;
use crate::progress::{Need, NeedKind, TrackProgress};

/// More than so many minutes on one day deserve a kind word (Qadam's own default).
pub const LONG_DAY_MINUTES: u32 = 4 * 60;

/// One thing to say of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// The level needs this track and nothing is planned in it.
    NoPlan {
        /// Track id.
        track: String,
    },
    /// A window of the rule gets less than it needs to count at all.
    BelowWindow {
        /// Track id.
        track: String,
        /// What the plan gives to a window, in the track's unit.
        planned: u32,
        /// What a window needs.
        need: u32,
        /// Length of a window in days.
        days: u32,
    },
    /// A window gets more than the rule counts.
    OverCap {
        /// Track id.
        track: String,
        /// What the plan gives to a window.
        planned: u32,
        /// Most that counts.
        cap: u32,
        /// Length of a window in days.
        days: u32,
    },
    /// A day gets more than the rule counts.
    OverDailyCap {
        /// Track id.
        track: String,
        /// What is planned for such a day.
        planned: u32,
        /// Most that counts.
        cap: u32,
    },
    /// If the plan is kept, the track is done on that day, in time.
    Done {
        /// Track id.
        track: String,
        /// The day.
        on: NaiveDate,
    },
    /// If the plan is kept, the track is done only after the level's earliest end.
    Late {
        /// Track id.
        track: String,
        /// The day it is done.
        on: NaiveDate,
        /// The level's earliest end.
        end: NaiveDate,
    },
    /// The plan never reaches what is needed.
    Never {
        /// Track id.
        track: String,
    },
    /// What is done here counts once somebody in charge is named.
    InCharge {
        /// Track id.
        track: String,
    },
    /// The level needs a journey of several days in a row: it wants dates.
    JourneyDates {
        /// Track id.
        track: String,
        /// Days in a row.
        days: u32,
        /// Nights.
        nights: u32,
    },
    /// A lot for one day, over all tracks.
    LongDay {
        /// Minutes in all.
        minutes: u32,
        /// The day; none: a day of every week.
        on: Option<NaiveDate>,
    },
}

/// How an advice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// All is well.
    Good,
    /// Good to know.
    Know,
    /// The plan does not lead there yet.
    Mind,
}

impl Advice {
    /// The track it is about; none: the whole plan.
    pub fn track(&self) -> Option<&str> {
        match self {
            Self::NoPlan { track }
            | Self::BelowWindow { track, .. }
            | Self::OverCap { track, .. }
            | Self::OverDailyCap { track, .. }
            | Self::Done { track, .. }
            | Self::Late { track, .. }
            | Self::Never { track }
            | Self::InCharge { track }
            | Self::JourneyDates { track, .. } => Some(track),
            Self::LongDay { .. } => None,
        }
    }

    /// Whether it is true whatever was logged already.
    pub fn is_of_the_plan_alone(&self) -> bool {
        matches!(self, Self::BelowWindow { .. } | Self::OverCap { .. } | Self::LongDay { .. })
    }

    /// How it is meant.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Done { .. } => Tone::Good,
            Self::InCharge { .. } | Self::OverCap { .. } | Self::OverDailyCap { .. } => Tone::Know,
            _ => Tone::Mind,
        }
    }
}

/// Where somebody stands on a level: what a plan is measured against.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The level.
    pub level: &'a Level,
    /// Its first day.
    pub start: NaiveDate,
    /// Its earliest end, without pauses: those of the plan move it.
    pub end: NaiveDate,
    /// How many days of pauses it allows.
    pub pause_days: u32,
    /// The civil date.
    pub today: NaiveDate,
    /// How far each track is. A track that is missing here has nothing yet.
    pub progress: &'a [TrackProgress],
}

impl Course<'_> {
    /// The days that the plan's pauses excuse.
    pub fn excused(&self, plan: &Plan) -> Excused {
        Excused::new(&plan.pauses, self.start, self.pause_days)
    }
}

/// What is to be said of a plan, the whole plan first, then track by track in the pack's order.
pub fn advise(plan: &Plan, course: Course<'_>) -> Vec<Advice> {
    let mut out = Vec::new();
    if let Some((minutes, on)) = plan.busiest_day(course.pack)
        && minutes > LONG_DAY_MINUTES
        // A long day that has passed is history.
        && on.is_none_or(|day| day >= course.today)
    {
        out.push(Advice::LongDay { minutes, on });
    }
    let excused = course.excused(plan);
    let course = Course { end: excused.moved(course.start, course.end), ..course };
    for track in &course.pack.tracks {
        // An empty list says that the level asks nothing of the track.
        if let Some(rules) = course.level.requirements.get(&track.id).filter(|r| !r.is_empty()) {
            of_track(plan, course, track, rules, &excused, &mut out);
        }
    }
    out
}

fn of_track(
    plan: &Plan,
    c: Course<'_>,
    track: &Track,
    rules: &[Requirement],
    excused: &Excused,
    out: &mut Vec<Advice>,
) {
    let id = || track.id.clone();
    let ahead = Schedule { plan, track, excused, from: c.today.max(c.start) };
    let needs = c.progress.iter().find(|p| p.track == track.id).map_or(&[][..], |p| p.needs.as_slice());
    if !needs.is_empty() && needs.iter().all(|n| left(n) == 0) {
        return; // all of it is logged: whatever is planned is a bonus
    }
    if ahead.is_empty() {
        if !track.optional {
            out.push(Advice::NoPlan { track: id() });
        }
        return;
    }
    let weekly = ahead.of_a_week();
    let daily = plan.track(&track.id).map_or(0, |p| p.amount);
    if let Some(cap) = track.daily_cap.filter(|cap| daily > *cap) {
        out.push(Advice::OverDailyCap { track: id(), planned: daily, cap });
    }
    let (mut finish, mut attested) = (Finish::Done, track.attested);
    for rule in rules {
        match rule {
            Requirement::Quota { need, attested: of_rule, .. } => {
                attested |= *of_rule;
                finish = finish.until(amount_left(needs, *need), |left| ahead.amount(left));
            }
            Requirement::Regular { window_days: days, min, cap, windows, total, longer } => {
                let of =
                    |days: u32| u32::try_from(u64::from(weekly) * u64::from(days) / 7).unwrap_or(u32::MAX);
                let (planned, cap) = (of(*days), *cap);
                // The window in which the plan counts: a longer one makes up for the short ones in it.
                let fits = longer.iter().find(|l| of(l.days) >= l.min).filter(|_| planned < *min);
                if planned < *min && fits.is_none() {
                    out.push(Advice::BelowWindow { track: id(), planned, need: *min, days: *days });
                } else if let Some(cap) = cap.filter(|cap| planned > *cap) {
                    out.push(Advice::OverCap { track: id(), planned, cap, days: *days });
                }
                let missing = Missing {
                    amount: amount_left(needs, total.unwrap_or(0)),
                    windows: left_of(needs, *windows, |k| matches!(k, NeedKind::Windows { .. })),
                    // What is in the window that runs is not known here: a week late at most, never early.
                    sums: &[],
                };
                let grid = Grid { days: *days, min: *min, cap, longer };
                finish = finish
                    .until(missing.amount.max(missing.windows), |_| ahead.regular(c.start, grid, missing));
            }
            Requirement::Count { what, need, .. } => {
                let missing =
                    left_of(needs, *need, |k| matches!(k, NeedKind::Things { what: w } if w == what));
                // Where the track needs hours as well, projects come out of them.
                if !matches!(finish, Finish::On(_)) {
                    finish = finish.until(missing, |left| {
                        ahead.things(u32::try_from(left).unwrap_or(u32::MAX), track.unit, &[])
                    });
                }
            }
            Requirement::Journey { days, nights, .. } => {
                let (days, nights) = (*days, *nights);
                if left_of(needs, days, |k| matches!(k, NeedKind::JourneyDays)) == 0
                    && left_of(needs, nights, |k| matches!(k, NeedKind::JourneyNights)) == 0
                {
                    continue;
                }
                match ahead.dated_journey(days, c.start) {
                    Some(last) => finish = finish.and(Some(last)),
                    None => {
                        out.push(Advice::JourneyDates { track: id(), days, nights });
                        return;
                    }
                }
            }
        }
    }
    let end = c.end;
    let window =
        |r: &Requirement| if let Requirement::Regular { window_days, .. } = r { *window_days } else { 0 };
    let unsure = u64::from(rules.iter().map(window).max().unwrap_or(0));
    match finish {
        Finish::Done => {}
        // Said already, and better: with the amount that a window needs.
        Finish::Never
            if out.iter().any(|a| matches!(a, Advice::BelowWindow { track: t, .. } if *t == track.id)) => {}
        Finish::Never => out.push(Advice::Never { track: id() }),
        // Late by no more than what is not known of the window that runs: nothing is said.
        Finish::On(on) if on > end && on <= end + Days::new(unsure) => {}
        Finish::On(on) if on > end => out.push(Advice::Late { track: id(), on, end }),
        Finish::On(on) => out.push(Advice::Done { track: id(), on }),
    }
    if attested {
        out.push(Advice::InCharge { track: id() });
    }
}

/// What is missing of a need, what waits for the mentor taken as counted.
fn left(n: &Need) -> u64 {
    u64::from(n.needed).saturating_sub(u64::from(n.counted) + u64::from(n.provisional))
}

fn left_of(needs: &[Need], all: u32, is: impl Fn(&NeedKind) -> bool) -> u64 {
    needs.iter().find(|n| is(&n.kind)).map_or(u64::from(all), left)
}

fn amount_left(needs: &[Need], all: u32) -> u64 {
    left_of(needs, all, |k| matches!(k, NeedKind::Amount { .. }))
}
