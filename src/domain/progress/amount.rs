//! Requirements that add up an amount: quota, and regular effort in calendar-fixed windows.

use chrono::{Days, NaiveDate};

use super::weigh::{Mark, Weighed, clamp};
use super::{Best, Need, NeedKind, Reason};
use crate::pack::{Track, Unit};

/// The rule of a regular requirement. A quota is the same without windows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    pub days: u32,
    pub min: u32,
    pub cap: u32,
    pub needed: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub start: NaiveDate,
    pub today: NaiveDate,
    pub need: u32,
    pub attested: bool,
    pub windows: Option<Windows>,
}

/// What an amount requirement makes of a track's entries.
#[derive(Debug)]
pub(super) struct Amounts {
    /// One for each entry, in their order.
    pub marks: Vec<Mark>,
    /// The amount, then the windows where there are any.
    pub needs: Vec<Need>,
    pub best: Option<Best>,
    /// Logged in the window of today, after daily caps; 0 without windows.
    pub open_window: u64,
}

/// What of an entry is left after a cap, and whether it is approved.
#[derive(Clone, Copy)]
struct Share {
    at: usize,
    amount: u64,
    left: u64,
    counted: bool,
}

/// Fills a cap with counted shares first and then with waiting ones, each in their order, so that
/// what waits can never push out what is approved. Returns what is left of (counted, all).
fn fill(cap: Option<u64>, shares: &mut [Share]) -> (u64, u64) {
    let mut used = 0u64;
    let mut counted = 0;
    for pass in [true, false] {
        for share in shares.iter_mut().filter(|s| s.counted == pass) {
            let room = cap.map_or(u64::MAX, |c| c.saturating_sub(used));
            share.left = share.left.min(room);
            used = used.saturating_add(share.left);
        }
        if pass {
            counted = used;
        }
    }
    (counted, used)
}

/// `items` in their order. Everything is linear after that.
pub(super) fn amounts(items: &[Weighed<'_>], track: &Track, rule: Rule) -> Amounts {
    let mut marks = vec![Mark::default(); items.len()];
    let mut shares = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        match admitted(item, &rule) {
            Ok(()) => {
                let amount = u64::from(item.amount);
                shares.push(Share { at, amount, left: amount, counted: item.is_counted() });
            }
            Err(reason) => marks[at].reason = Some(reason),
        }
    }
    // A day of a journey is one day, however many entries speak of it.
    let daily_cap = if track.unit == Unit::Days { Some(1) } else { track.daily_cap };
    let on = |s: &Share| items[s.at].on;
    let mut best_day = BestOf::default();
    for day in shares.chunk_by_mut(|a, b| on(a) == on(b)) {
        let date = on(&day[0]);
        let (_, all) = fill(daily_cap.map(u64::from), day);
        best_day.offer(all, date);
    }
    match rule.windows {
        None => quota(shares, marks, rule, track, daily_cap, best_day),
        Some(windows) => regular(items, shares, marks, rule, windows, track, daily_cap),
    }
}

fn admitted(item: &Weighed<'_>, rule: &Rule) -> Result<(), Reason> {
    item.admitted(rule.start)?;
    let named = || item.entry.attested_by.as_ref().is_some_and(|by| !by.name.trim_start().is_empty());
    if rule.attested && !named() { Err(Reason::NotAttested) } else { Ok(()) }
}

fn over_daily_cap(share: &Share, cap: Option<u32>) -> Option<Reason> {
    cap.filter(|_| share.left < share.amount).map(|cap| Reason::OverDailyCap { cap })
}

fn quota(
    shares: Vec<Share>,
    mut marks: Vec<Mark>,
    rule: Rule,
    track: &Track,
    daily_cap: Option<u32>,
    best: BestOf,
) -> Amounts {
    let (mut counted, mut all) = (0u64, 0u64);
    for share in &shares {
        all += share.left;
        let mark = &mut marks[share.at];
        if share.counted {
            counted += share.left;
            mark.counted = clamp(share.left);
        } else {
            mark.provisional = clamp(share.left);
        }
        mark.reason = over_daily_cap(share, daily_cap);
    }
    let needs = vec![need(NeedKind::Amount { unit: track.unit }, counted, all, rule.need)];
    Amounts { marks, needs, best: best.finish(track.unit, 1), open_window: 0 }
}

fn regular(
    items: &[Weighed<'_>],
    mut shares: Vec<Share>,
    mut marks: Vec<Mark>,
    rule: Rule,
    windows: Windows,
    track: &Track,
    daily_cap: Option<u32>,
) -> Amounts {
    let (min, cap) = (u64::from(windows.min), u64::from(windows.cap));
    let index = |s: &Share| window_of(rule.start, items[s.at].on, windows.days);
    let today = window_of(rule.start, rule.today, windows.days);
    let (mut counted, mut all) = (0u64, 0u64);
    let (mut counted_windows, mut all_windows) = (0u64, 0u64);
    let mut best = BestOf::default();
    let mut open_window = 0;
    for window in shares.chunk_by_mut(|a, b| index(a) == index(b)) {
        let number = index(&window[0]);
        let (first, until) = window_bounds(rule.start, number, windows.days);
        let sum = |counted_only: bool| {
            window.iter().filter(|s| s.counted || !counted_only).map(|s| s.left).sum::<u64>()
        };
        let (have_counted, have) = (sum(true), sum(false));
        best.offer(have, first);
        if number == today {
            open_window = have;
        }
        if have < min {
            for share in window.iter().filter(|s| s.amount > 0) {
                marks[share.at].reason = Some(Reason::WindowBelow {
                    have: clamp(have),
                    need: windows.min,
                    days: windows.days,
                    until,
                    open: rule.today <= until,
                });
            }
            continue;
        }
        let reached = have_counted >= min;
        let before: Vec<u64> = window.iter().map(|s| s.left).collect();
        let (fill_counted, fill_all) = fill(Some(cap), window);
        all += fill_all;
        all_windows += 1;
        if reached {
            counted += fill_counted;
            counted_windows += 1;
        }
        for (share, before) in window.iter().zip(before) {
            let mark = &mut marks[share.at];
            if share.counted && reached {
                mark.counted = clamp(share.left);
            } else {
                mark.provisional = clamp(share.left);
            }
            mark.reason = if share.left < before {
                Some(Reason::OverWindowCap { cap: windows.cap })
            } else {
                over_daily_cap(share, daily_cap)
            };
        }
    }
    let kind = NeedKind::Windows { days: windows.days, min: windows.min };
    let needs = vec![
        need(NeedKind::Amount { unit: track.unit }, counted, all, rule.need),
        need(kind, counted_windows, all_windows, windows.needed),
    ];
    Amounts { marks, needs, best: best.finish(track.unit, windows.days), open_window }
}

/// A need from what is approved and what there is in all.
pub(super) fn need(kind: NeedKind, counted: u64, all: u64, needed: u32) -> Need {
    Need { kind, counted: clamp(counted), provisional: clamp(all.saturating_sub(counted)), needed }
}

/// Which window a day is in. Windows are fixed on the calendar from the level's first day, so that
/// an entry dated back moves none of them. Days before the first are in window 0, where nothing of
/// them counts.
pub(super) fn window_of(start: NaiveDate, on: NaiveDate, days: u32) -> u64 {
    u64::try_from((on - start).num_days()).unwrap_or(0) / u64::from(days.max(1))
}

/// First and last day of a window.
pub(super) fn window_bounds(start: NaiveDate, number: u64, days: u32) -> (NaiveDate, NaiveDate) {
    let days = u64::from(days.max(1));
    let first = start.checked_add_days(Days::new(number.saturating_mul(days))).unwrap_or(NaiveDate::MAX);
    (first, first.checked_add_days(Days::new(days - 1)).unwrap_or(NaiveDate::MAX))
}

/// The most there was, the first time that it was reached.
#[derive(Clone, Copy, Default)]
pub(super) struct BestOf(Option<(u64, NaiveDate)>);

impl BestOf {
    pub fn offer(&mut self, amount: u64, on: NaiveDate) {
        if amount > self.0.map_or(0, |(best, _)| best) {
            self.0 = Some((amount, on));
        }
    }

    pub fn finish(self, unit: Unit, days: u32) -> Option<Best> {
        self.0.map(|(amount, on)| Best { amount: clamp(amount), unit, on, days })
    }
}
