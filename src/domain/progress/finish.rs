//! When a track would be done if the plan is kept from today. An estimate for people, so it takes
//! what waits for the mentor as counted.

use chrono::{Datelike, Days, NaiveDate};

use super::amount::{Windows, window_of};
use crate::pack::Unit;
use crate::plan::TrackPlan;

/// How far ahead is looked: a plan that needs more than ten years is none.
const HORIZON_DAYS: u64 = 3_653;
/// Pages of a book of which nothing is known (Qadam's own assumption, for the estimate only).
const BOOK_PAGES: u64 = 200;
/// Minutes of a project of which nothing is known (Qadam's own assumption, for the estimate only).
const PROJECT_MINUTES: u64 = 600;

/// What is still missing of an amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing {
    pub amount: u64,
    pub windows: u64,
    /// Logged already in the window that is open.
    pub open_window: u64,
}

/// The days on which something is planned, from the first that is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule<'a> {
    pub plan: Option<&'a TrackPlan>,
    /// Today, or tomorrow where today's effort is logged already.
    pub from: NaiveDate,
    pub daily_cap: Option<u32>,
}

impl Schedule<'_> {
    /// Each day with what is planned on it; nothing where there is no plan.
    fn days(&self) -> impl Iterator<Item = (NaiveDate, u64)> + use<> {
        let days = self.plan.map_or(0, |p| p.days & 0b111_1111);
        let amount = self.plan.map_or(0, |p| p.amount.min(self.daily_cap.unwrap_or(u32::MAX)));
        let (from, first) = (self.from, u64::from(self.from.weekday().num_days_from_monday()));
        let horizon = if days == 0 || amount == 0 { 0 } else { HORIZON_DAYS };
        (0..horizon).map_while(move |i| {
            let planned = days & (1u8 << ((first + i) % 7)) != 0;
            let day = from.checked_add_days(Days::new(i))?;
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
    pub fn regular(&self, start: NaiveDate, rule: Windows, missing: Missing) -> Option<NaiveDate> {
        let adds = |sum: u64| if sum < u64::from(rule.min) { 0 } else { sum.min(u64::from(rule.cap)) };
        let (mut window, mut sum) = (window_of(start, self.from, rule.days), missing.open_window);
        let (mut left, mut windows) = (missing.amount, missing.windows);
        self.days().find_map(|(day, planned)| {
            let number = window_of(start, day, rule.days);
            if number != window {
                (window, sum) = (number, 0);
            }
            let before = adds(sum);
            sum += planned;
            left = left.saturating_sub(adds(sum) - before);
            if before == 0 && adds(sum) > 0 {
                windows = windows.saturating_sub(1);
            }
            (left == 0 && windows == 0).then_some(day)
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

    /// The last day of a journey that begins on the next planned day. A goal without days of the week
    /// is a plan too: a journey is not weekly, so it could begin at once.
    pub fn journey(&self, days: u32) -> Option<NaiveDate> {
        let plan = self.plan?;
        let begin = if plan.days & 0b111_1111 == 0 && !plan.goal.trim().is_empty() {
            self.from
        } else {
            self.days().find(|(_, planned)| *planned > 0)?.0
        };
        begin.checked_add_days(Days::new(u64::from(days.saturating_sub(1))))
    }
}
