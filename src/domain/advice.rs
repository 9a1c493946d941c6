//! What can be said of a plan while it is being made: whether it reaches what the level demands, and when.
//! Advice never blocks; what cannot be kept at all is refused by [`Plan::check`].

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::pack::{Level, Pack, Requirement, Track, Unit};
use crate::pauses::Excused;
use crate::plan::Plan;
use crate::progress::{Need, NeedKind, TrackProgress};

/// More than so many minutes on one day deserve a kind word (Qadam's own default).
pub const LONG_DAY_MINUTES: u32 = 4 * 60;
/// How far ahead is looked: a plan that needs more than five years does not fit any level.
const HORIZON_DAYS: u64 = 5 * 366;
/// Pages of a book of which nothing is known; as in the engine's estimate.
const BOOK_PAGES: u64 = 200;
/// Minutes of a project of which nothing is known; as in the engine's estimate.
const PROJECT_MINUTES: u64 = 600;

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
    let ahead = Ahead { plan, track, excused, start: c.start, from: c.today.max(c.start) };
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
    let weekly = ahead.weekly();
    let daily = plan.track(&track.id).map_or(0, |p| p.amount);
    if let Some(cap) = track.daily_cap.filter(|cap| daily > *cap) {
        out.push(Advice::OverDailyCap { track: id(), planned: daily, cap });
    }
    let (mut finish, mut attested) = (Finish::Done, track.attested);
    for rule in rules {
        match rule {
            Requirement::Quota { need, attested: of_rule, .. } => {
                attested |= *of_rule;
                finish = finish.and(ahead.amount(amount_left(needs, *need)));
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
                let rule = match fits {
                    Some(l) => {
                        Windows { days: l.days, min: l.min, cap: None, worth: l.days / (*days).max(1) }
                    }
                    None => Windows { days: *days, min: *min, cap, worth: 1 },
                };
                let windows = left_of(needs, *windows, |k| matches!(k, NeedKind::Windows { .. }));
                finish = finish.and(ahead.windows(rule, amount_left(needs, total.unwrap_or(0)), windows));
            }
            Requirement::Count { what, need, .. } => {
                let missing =
                    left_of(needs, *need, |k| matches!(k, NeedKind::Things { what: w } if w == what));
                let each = match track.unit {
                    Unit::Pages => BOOK_PAGES,
                    Unit::Minutes => PROJECT_MINUTES,
                    Unit::Days => 1,
                };
                // Where the track needs hours as well, projects come out of them.
                if !matches!(finish, Finish::On(_)) {
                    finish = finish.and(ahead.amount(missing.saturating_mul(each)));
                }
            }
            Requirement::Journey { days, nights, .. } => {
                let (days, nights) = (*days, *nights);
                if left_of(needs, days, |k| matches!(k, NeedKind::JourneyDays)) == 0
                    && left_of(needs, nights, |k| matches!(k, NeedKind::JourneyNights)) == 0
                {
                    continue;
                }
                match ahead.journey(days) {
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
    match finish {
        Finish::Done => {}
        // Said already, and better: with the amount that a window needs.
        Finish::Never
            if out.iter().any(|a| matches!(a, Advice::BelowWindow { track: t, .. } if *t == track.id)) => {}
        Finish::Never => out.push(Advice::Never { track: id() }),
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

#[derive(Clone, Copy)]
enum Finish {
    Done,
    On(NaiveDate),
    Never,
}

impl Finish {
    fn and(self, day: Option<NaiveDate>) -> Self {
        match (self, day) {
            (Self::Never, _) | (_, None) => Self::Never,
            (Self::Done, Some(day)) => Self::On(day),
            (Self::On(a), Some(b)) => Self::On(a.max(b)),
        }
    }
}

struct Windows {
    days: u32,
    min: u32,
    cap: Option<u32>,
    /// As how many windows of the rule one counts.
    worth: u32,
}

/// What is still to come in a track.
struct Ahead<'a> {
    plan: &'a Plan,
    track: &'a Track,
    excused: &'a Excused,
    start: NaiveDate,
    from: NaiveDate,
}

impl Ahead<'_> {
    fn dates(&self) -> impl Iterator<Item = &crate::plan::Dated> {
        self.plan.dates.iter().filter(|d| d.track == self.track.id && d.last() >= self.from)
    }

    fn is_empty(&self) -> bool {
        self.plan.track(&self.track.id).is_none() && self.dates().next().is_none()
    }

    /// Most that counts of one day.
    fn counts(&self, amount: u32) -> u32 {
        amount.min(self.track.daily_cap.unwrap_or(u32::MAX))
    }

    fn weekly(&self) -> u32 {
        let of =
            |p: &crate::TrackPlan| (p.days & 0b111_1111).count_ones().saturating_mul(self.counts(p.amount));
        self.plan.track(&self.track.id).map_or(0, of)
    }

    /// Each day with what is planned on it.
    fn days(&self) -> impl Iterator<Item = (NaiveDate, u64)> {
        let weekly = self.plan.track(&self.track.id).filter(|p| p.amount > 0 && p.days & 0b111_1111 != 0);
        let last_dated = self.dates().map(crate::plan::Dated::last).max();
        (0..HORIZON_DAYS)
            .map_while(|n| self.from.checked_add_days(Days::new(n)))
            .take_while(move |day| weekly.is_some() || last_dated.is_some_and(|last| *day <= last))
            .map(move |day| {
                // In a pause the week rests; what has a date in it was meant.
                let of_week =
                    weekly.filter(|p| p.is_on(day) && !self.excused.has(day)).map_or(0, |p| p.amount);
                let of_dates = self.dates().filter(|d| d.is_on(day)).map(|d| d.amount);
                let all = of_dates.fold(of_week, u32::saturating_add);
                (day, u64::from(self.counts(all)))
            })
    }

    /// The day on which an amount is reached.
    fn amount(&self, missing: u64) -> Option<NaiveDate> {
        if missing == 0 {
            return Some(self.from);
        }
        let mut left = missing;
        self.days().find_map(|(day, planned)| {
            left = left.saturating_sub(planned);
            (left == 0).then_some(day)
        })
    }

    /// The day on which windows and what they add up to are reached. The window that runs now is taken as
    /// empty: an estimate may be a week late, never early.
    fn windows(&self, rule: Windows, missing: u64, windows: u64) -> Option<NaiveDate> {
        let (mut left, mut windows) = (missing, windows);
        if left == 0 && windows == 0 {
            return Some(self.from);
        }
        let adds = |sum: u64| {
            if sum < u64::from(rule.min) { 0 } else { sum.min(rule.cap.map_or(u64::MAX, u64::from)) }
        };
        let (mut window, mut sum) = (None, 0u64);
        self.days().find_map(|(day, planned)| {
            let number = (day - self.start).num_days().div_euclid(i64::from(rule.days.max(1)));
            if window != Some(number) {
                (window, sum) = (Some(number), 0);
            }
            let before = adds(sum);
            sum += planned;
            left = left.saturating_sub(adds(sum) - before);
            if before == 0 && adds(sum) > 0 {
                windows = windows.saturating_sub(u64::from(rule.worth));
            }
            (left == 0 && windows == 0).then_some(day)
        })
    }

    /// The last day of the first journey with dates that is long enough.
    fn journey(&self, days: u32) -> Option<NaiveDate> {
        let long = |d: &&crate::plan::Dated| (d.last() - d.on).num_days() + 1 >= i64::from(days);
        self.dates().filter(long).map(crate::plan::Dated::last).min()
    }
}
