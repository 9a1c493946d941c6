//! What was logged, day by day: the numbers behind heatmaps, months and best weeks. Pure, and linear in the
//! entries: a screen may ask for it after every tap.

use chrono::{Datelike, Days, NaiveDate};
use qadam_door::view::{DayAmount, DaySpan, MonthSum};

/// No picture is longer: what lies before is history of an earlier level.
const DAYS_MAX: u64 = 1_098;

/// Days from `first` to `last` with the amounts of those up to `today`. Items outside are left out.
pub fn span(
    first: NaiveDate,
    last: NaiveDate,
    today: NaiveDate,
    items: impl Iterator<Item = (NaiveDate, u32)>,
) -> DaySpan {
    let earliest = last.checked_sub_days(Days::new(DAYS_MAX)).unwrap_or(first);
    let first = first.max(earliest).min(last);
    let come = (today.min(last) - first).num_days();
    let mut amounts = vec![0u32; usize::try_from(come + 1).unwrap_or(0)];
    for (on, amount) in items {
        let day = usize::try_from((on - first).num_days()).ok();
        if let Some(sum) = day.and_then(|day| amounts.get_mut(day)) {
            *sum = sum.saturating_add(amount);
        }
    }
    DaySpan { first, last, amounts }
}

/// Each day that has come, with its amount.
pub fn days(span: &DaySpan) -> impl Iterator<Item = DayAmount> + '_ {
    span.first.iter_days().zip(&span.amounts).map(|(on, amount)| DayAmount { on, amount: *amount })
}

/// How many days have something.
pub fn active(span: &DaySpan) -> u32 {
    u32::try_from(span.amounts.iter().filter(|a| **a > 0).count()).unwrap_or(u32::MAX)
}

/// Each month that has begun.
pub fn months(span: &DaySpan) -> Vec<MonthSum> {
    let mut out: Vec<MonthSum> = Vec::new();
    for d in days(span) {
        let month = d.on.with_day(1).unwrap_or(d.on);
        if out.last().is_none_or(|m| m.month != month) {
            out.push(MonthSum { month, amount: 0, active: 0 });
        }
        if let Some(m) = out.last_mut() {
            m.amount = m.amount.saturating_add(d.amount);
            m.active += u32::from(d.amount > 0);
        }
    }
    out
}

/// The fullest day, the first of equals.
pub fn best_day(span: &DaySpan) -> Option<DayAmount> {
    most(days(span))
}

/// The fullest week, the first of equals, by its first day within the span. Weeks begin on the weekday of
/// `anchor`.
pub fn best_week(span: &DaySpan, anchor: NaiveDate) -> Option<DayAmount> {
    let mut weeks: Vec<DayAmount> = Vec::with_capacity(span.amounts.len() / 7 + 2);
    for d in days(span) {
        let begins = (d.on - anchor).num_days().rem_euclid(7) == 0;
        match weeks.last_mut() {
            Some(week) if !begins => week.amount = week.amount.saturating_add(d.amount),
            _ => weeks.push(d),
        }
    }
    most(weeks.into_iter())
}

fn most(all: impl Iterator<Item = DayAmount>) -> Option<DayAmount> {
    all.filter(|d| d.amount > 0).fold(None, |best: Option<DayAmount>, d| match best {
        Some(b) if b.amount >= d.amount => Some(b),
        _ => Some(d),
    })
}

/// The Monday of a day's week.
pub fn monday(on: NaiveDate) -> NaiveDate {
    on.checked_sub_days(Days::new(u64::from(on.weekday().num_days_from_monday()))).unwrap_or(on)
}
