//! When a track would be done if the plan is kept from today. An estimate for people, so it takes
//! what waits for the mentor as counted.

use chrono::{Days, NaiveDate};

use super::windows::{Grid, Sum};
use crate::pack::{Track, Unit};
use crate::pauses::Excused;
use crate::plan::{Dated, Plan, TrackPlan};

/// How far ahead is looked: a plan that needs more than ten years is none.
const HORIZON_DAYS: u64 = 3_653;
/// All days of a week, as [`TrackPlan::days`] has them.
const WEEK: u8 = 0b111_1111;
/// Pages of a book of which nothing is known (Qadam's own assumption, for the estimate only).
const BOOK_PAGES: u64 = 200;
/// Minutes of a project of which nothing is known (Qadam's own assumption, for the estimate only).
const PROJECT_MINUTES: u64 = 600;

/// What is still missing of regular effort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missing<'a> {
    pub amount: u64,
    pub windows: u64,
    /// What there is already in each window.
    pub sums: &'a [Sum],
}

/// When all requirements of a track are met: each by what it has and by the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Finish {
    /// They are.
    #[default]
    Done,
    /// On this day.
    On(NaiveDate),
    /// One of them never, as planned.
    Never,
}

impl Finish {
    /// With a requirement that is met on a day; none: never.
    pub fn and(self, day: Option<NaiveDate>) -> Self {
        match (self, day) {
            (Self::Never, _) | (_, None) => Self::Never,
            (Self::Done, Some(day)) => Self::On(day),
            (Self::On(a), Some(b)) => Self::On(a.max(b)),
        }
    }

    /// With what is missing of a requirement, and the day on which the plan has it.
    pub fn until(self, missing: u64, day: impl FnOnce(u64) -> Option<NaiveDate>) -> Self {
        if missing == 0 { self } else { self.and(day(missing)) }
    }
}

/// The days on which something is planned, from the first that is still to come: the days of the week, and
/// what has dates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule<'a> {
    pub plan: &'a Plan,
    pub track: &'a Track,
    /// Today, or tomorrow where today's effort is logged already.
    pub from: NaiveDate,
    /// Days on which nothing is expected.
    pub excused: &'a Excused,
}

impl<'a> Schedule<'a> {
    /// Whether nothing at all is planned.
    pub fn is_empty(&self) -> bool {
        self.weekly().is_none() && self.dates().next().is_none()
    }

    fn weekly(&self) -> Option<&'a TrackPlan> {
        self.plan.track(&self.track.id)
    }

    fn dates(&self) -> impl Iterator<Item = &'a Dated> + use<'a> {
        let Schedule { plan, track, from, .. } = *self;
        plan.dates.iter().filter(move |d| d.track == track.id && d.last() >= from)
    }

    /// What counts of a day's effort.
    fn counts(&self, amount: u32) -> u32 {
        amount.min(self.track.daily_cap.unwrap_or(u32::MAX))
    }

    /// What counts of a usual week.
    pub fn of_a_week(&self) -> u32 {
        self.weekly().map_or(0, |p| (p.days & WEEK).count_ones().saturating_mul(self.counts(p.amount)))
    }

    /// Each day with what is planned on it; nothing where there is no plan.
    fn days(&self) -> impl Iterator<Item = (NaiveDate, u64)> + use<'a> {
        let this = *self;
        let weekly = this.weekly().filter(|p| p.amount > 0 && p.days & WEEK != 0);
        let dates: Vec<&Dated> = this.dates().filter(|d| d.amount > 0).collect();
        let last = dates.iter().map(|d| (d.last() - this.from).num_days() + 1).max().unwrap_or(0);
        let horizon = if weekly.is_some() { HORIZON_DAYS } else { u64::try_from(last).unwrap_or(0) };
        (0..horizon).map_while(move |n| {
            let day = this.from.checked_add_days(Days::new(n))?;
            // In a pause the week rests; what has a date in it was meant.
            let of_week = weekly.filter(|p| p.is_on(day) && !this.excused.has(day)).map_or(0, |p| p.amount);
            let of_dates = dates.iter().filter(|d| d.is_on(day)).map(|d| d.amount);
            Some((day, u64::from(this.counts(of_dates.fold(of_week, u32::saturating_add)))))
        })
    }

    /// The day on which the amount is reached; `None` if the plan never reaches it.
    pub fn amount(&self, missing: u64) -> Option<NaiveDate> {
        let mut left = missing;
        self.days().find_map(|(day, planned)| {
            left = left.saturating_sub(planned);
            (left == 0).then_some(day)
        })
    }

    /// The day on which the windows and what they add up to are reached.
    pub fn regular(&self, start: NaiveDate, grid: Grid<'_>, missing: Missing<'_>) -> Option<NaiveDate> {
        let cap = grid.cap.map_or(u64::MAX, u64::from);
        let adds = |sum: u64| if sum < u64::from(grid.min) { 0 } else { sum.min(cap) };
        let size = grid.block();
        // What counts in a block depends on that block alone: only the one that runs is looked at.
        let mut number = grid.number(start, self.from) / size;
        let mut block: Vec<Sum> = missing.sums.iter().filter(|s| s.0 / size == number).copied().collect();
        let mut before = grid.credit(&block);
        let (mut left, mut windows) = (missing.amount, missing.windows);
        self.days().find_map(|(day, planned)| {
            let window = grid.number(start, day);
            if window / size != number {
                windows = windows.saturating_sub(grid.credit(&block).saturating_sub(before));
                number = window / size;
                block.clear();
                before = 0;
            }
            if planned > 0 {
                if block.last().is_none_or(|s| s.0 != window) {
                    block.push((window, 0));
                }
                if let Some((_, sum)) = block.last_mut() {
                    let counted = adds(*sum);
                    *sum += planned;
                    left = left.saturating_sub(adds(*sum) - counted);
                }
            }
            let here = grid.credit(&block).saturating_sub(before);
            (left == 0 && windows <= here).then_some(day)
        })
    }

    /// The day on which so many things are finished, at the size that is usual for them. `efforts` is
    /// what was put into those begun, the largest first.
    pub fn things(&self, missing: u32, unit: Unit, efforts: &[u64]) -> Option<NaiveDate> {
        let each = match unit {
            Unit::Pages => BOOK_PAGES,
            Unit::Minutes => PROJECT_MINUTES,
            Unit::Days => 1,
        };
        let begun: u64 = efforts.iter().take(missing as usize).map(|e| (*e).min(each - 1)).sum();
        self.amount(u64::from(missing) * each - begun)
    }

    /// The last day of the first journey with dates that is so long and begins no earlier.
    pub fn dated_journey(&self, days: u32, from: NaiveDate) -> Option<NaiveDate> {
        let long = |d: &&Dated| d.on >= from && (d.last() - d.on).num_days() + 1 >= i64::from(days);
        self.dates().filter(long).map(Dated::last).min()
    }

    /// The last day of the last of several journeys of so many days: those with dates, and where there are
    /// none, each begins on a planned day of the week. A goal without days is a plan too: a journey is not
    /// weekly, so it could begin at once.
    pub fn journeys(&self, lengths: impl Iterator<Item = u32>) -> Option<NaiveDate> {
        let any_day = self.weekly().is_some_and(|p| p.days & WEEK == 0 && !p.goal.trim().is_empty());
        let on_week_days = |from: NaiveDate| {
            let weekly = self.weekly().filter(|p| p.amount > 0)?;
            self.days()
                .map(|(day, _)| day)
                .find(|day| *day >= from && weekly.is_on(*day) && !self.excused.has(*day))
        };
        // One that has begun goes on.
        let (mut from, mut end) = (self.dates().map(|d| d.on).fold(self.from, NaiveDate::min), None);
        for days in lengths {
            let last = match self.dated_journey(days, from) {
                Some(last) => last,
                None => {
                    let from = from.max(self.from);
                    let begin = if any_day { from } else { on_week_days(from)? };
                    begin.checked_add_days(Days::new(u64::from(days.saturating_sub(1))))?
                }
            };
            end = Some(last);
            from = last.succ_opt()?;
        }
        end
    }
}
