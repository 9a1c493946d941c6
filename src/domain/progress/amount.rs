//! Requirements that add up an amount: quota, and (with `windows.rs`) regular effort.

use chrono::NaiveDate;

use super::weigh::{Mark, Span, Weighed, clamp};
use super::windows::{self, Grid, Regular};
use super::{Best, Need, NeedKind, Reason};
use crate::pack::{Track, Unit};

/// What a quota or regular requirement asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule<'a> {
    pub span: &'a Span,
    /// The amount; none where only windows are asked for.
    pub need: Option<u32>,
    pub attested: bool,
    /// The windows and how many of them; none for a quota.
    pub windows: Option<(Grid<'a>, u32)>,
}

/// What an amount requirement makes of a track's entries.
#[derive(Debug)]
pub(super) struct Amounts {
    /// One for each entry, in their order.
    pub marks: Vec<Mark>,
    /// The amount, where one is asked for.
    pub amount: Option<Need>,
    /// The windows, where there are any.
    pub windows: Option<Regular>,
    pub best: Option<Best>,
}

/// What of an entry is left after a cap, and whether it is approved.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub at: usize,
    pub amount: u64,
    pub left: u64,
    pub counted: bool,
}

/// Fills a cap with counted shares first and then with waiting ones, each in their order, so that
/// what waits can never push out what is approved. Returns what is left of (counted, all).
pub(super) fn fill(cap: Option<u64>, shares: &mut [Share]) -> (u64, u64) {
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
pub(super) fn amounts(items: &[Weighed<'_>], track: &Track, rule: &Rule<'_>) -> Amounts {
    let mut marks = vec![Mark::default(); items.len()];
    let mut shares = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        match admitted(item, rule) {
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
        Some((grid, needed)) => {
            let have = windows::regular(items, &mut shares, &mut marks, rule.span, grid, needed, daily_cap);
            let amount = rule.need.map(|needed| {
                need(NeedKind::Amount { unit: track.unit }, have.amount.0, have.amount.1, needed)
            });
            let best = have.best.finish(track.unit, grid.days);
            Amounts { marks, amount, windows: Some(have), best }
        }
    }
}

fn admitted(item: &Weighed<'_>, rule: &Rule<'_>) -> Result<(), Reason> {
    item.admitted(rule.span)?;
    let named = || item.entry.attested_by.as_ref().is_some_and(|by| !by.name.trim_start().is_empty());
    if rule.attested && !named() { Err(Reason::NotAttested) } else { Ok(()) }
}

pub(super) fn over_daily_cap(share: &Share, cap: Option<u32>) -> Option<Reason> {
    cap.filter(|_| share.left < share.amount).map(|cap| Reason::OverDailyCap { cap })
}

fn quota(
    shares: Vec<Share>,
    mut marks: Vec<Mark>,
    rule: &Rule<'_>,
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
    let amount = rule.need.map(|n| need(NeedKind::Amount { unit: track.unit }, counted, all, n));
    Amounts { marks, amount, windows: None, best: best.finish(track.unit, 1) }
}

/// A need from what is approved and what there is in all.
pub(super) fn need(kind: NeedKind, counted: u64, all: u64, needed: u32) -> Need {
    Need { kind, counted: clamp(counted), provisional: clamp(all.saturating_sub(counted)), needed }
}

/// The most there was, the first time that it was reached.
#[derive(Clone, Copy, Debug, Default)]
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
