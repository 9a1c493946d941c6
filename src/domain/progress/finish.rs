//! When a track would be done if the plan is kept from today. An estimate for people, so it takes
//! what waits for the mentor as counted.

use chrono::{Datelike, Days, NaiveDate};

use super::windows::{Grid, Sum};
use crate::pack::Unit;
use crate::pauses::Excused;
use crate::plan::TrackPlan;

/// How far ahead is looked: a plan that needs more than ten years is none.
const HORIZON_DAYS: u64 = 3_653;
/// Pages of a book of which nothing is known (Qadam's own assumption, for the estimate only).
const BOOK_PAGES: u64 = 200;
/// Minutes of a project of which nothing is known (Qadam's own assumption, for the estimate only).
const PROJECT_MINUTES: u64 = 600;

/// What is still missing of regular effort.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing<'a> {
    pub amount: u64,
    pub windows: u64,
    /// What there is already in each window.
    pub sums: &'a [Sum],
}

/// The days on which something is planned, from the first that is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule<'a> {
    pub plan: Option<&'a TrackPlan>,
    /// Today, or tomorrow where today's effort is logged already.
    pub from: NaiveDate,
    pub daily_cap: Option<u32>,
    /// Days on which nothing is expected.
    pub excused: &'a Excused,
}

impl Schedule<'_> {
    /// Each day with what is planned on it; nothing where there is no plan.
    fn days(&self) -> impl Iterator<Item = (NaiveDate, u64)> {
        let days = self.plan.map_or(0, |p| p.days & 0b111_1111);
        let amount = self.plan.map_or(0, |p| p.amount.min(self.daily_cap.unwrap_or(u32::MAX)));
        let (from, first) = (self.from, u64::from(self.from.weekday().num_days_from_monday()));
        let horizon = if days == 0 || amount == 0 { 0 } else { HORIZON_DAYS };
        (0..horizon).map_while(move |i| {
            let day = from.checked_add_days(Days::new(i))?;
            let planned = days & (1u8 << ((first + i) % 7)) != 0 && !self.excused.has(day);
            Some((day, if planned { u64::from(amount) } else { 0 }))
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

    /// The last day of the last of several journeys of so many days, each of which begins on a planned
    /// day. A goal without days of the week is a plan too: a journey is not weekly, so it could begin at
    /// once.
    pub fn journeys(&self, lengths: impl Iterator<Item = u32>) -> Option<NaiveDate> {
        let plan = self.plan?;
        let any_day = plan.days & 0b111_1111 == 0 && !plan.goal.trim().is_empty();
        let (mut from, mut end) = (self.from, None);
        for days in lengths {
            let begin = if any_day {
                from
            } else {
                self.days().find(|(day, planned)| *planned > 0 && *day >= from)?.0
            };
            let last = begin.checked_add_days(Days::new(u64::from(days.saturating_sub(1))))?;
            end = Some(last);
            from = last.succ_opt()?;
        }
        end
    }
}
