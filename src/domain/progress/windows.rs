//! Regular effort in windows.
//!
//! Windows are fixed on the calendar from the level's first day, so that an entry dated back moves none of
//! them. Where a rule has longer windows as well (one hour in 7 days, or two in 14, or four in 28), each is
//! made of whole shorter ones, and one that reaches its own minimum counts as all of those in it. More
//! effort can therefore only make more windows count.

use chrono::{Days, NaiveDate};

use super::amount::{BestOf, Share, fill, need, over_daily_cap};
use super::weigh::{Mark, Span, Weighed, clamp};
use super::{Need, NeedKind, Reason};
use crate::pack::Longer;

/// The windows of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid<'a> {
    /// Length of the shortest in days.
    pub days: u32,
    /// What it needs.
    pub min: u32,
    /// What it adds at most.
    pub cap: Option<u32>,
    /// Longer ones, from the shorter.
    pub longer: &'a [Longer],
}

/// What there is in a window: its number and its sum. Lists of them are sorted and have no empty ones.
pub(crate) type Sum = (u64, u64);

/// What became of the windows.
#[derive(Debug)]
pub(super) struct Regular {
    pub need: Need,
    /// Approved, and all.
    pub amount: (u64, u64),
    pub best: BestOf,
    /// All windows with effort.
    pub sums: Vec<Sum>,
    /// Logged in the window of today, after daily caps.
    pub open: u64,
    /// The window of today counts already, by itself or in a longer one.
    pub open_counts: bool,
    /// See [`super::TrackProgress::consistency`].
    pub consistency: Option<u8>,
}

impl Grid<'_> {
    /// Which window a day is in. Days before the first are in window 0, where nothing of them counts.
    pub fn number(&self, start: NaiveDate, on: NaiveDate) -> u64 {
        u64::try_from((on - start).num_days()).unwrap_or(0) / u64::from(self.days.max(1))
    }

    /// First and last day of so many windows from a window on.
    pub fn bounds(&self, start: NaiveDate, first: u64, windows: u64) -> (NaiveDate, NaiveDate) {
        let days = u64::from(self.days.max(1));
        let plus = |day: NaiveDate, n: u64| day.checked_add_days(Days::new(n)).unwrap_or(NaiveDate::MAX);
        let first = plus(start, first.saturating_mul(days));
        (first, plus(first, days * windows.max(1) - 1))
    }

    /// How many of the shortest windows a longer one has.
    fn windows_of(&self, longer: &Longer) -> u64 {
        u64::from((longer.days / self.days.max(1)).max(1))
    }

    /// How many windows the longest has: what is in one of them is independent of all others.
    pub fn block(&self) -> u64 {
        self.longer.last().map_or(1, |l| self.windows_of(l))
    }

    /// How many windows count.
    pub fn credit(&self, sums: &[Sum]) -> u64 {
        self.counting(sums).iter().map(|(_, windows)| windows).sum()
    }

    /// Which windows count: runs of (first, how many), in order.
    fn counting(&self, sums: &[Sum]) -> Vec<Sum> {
        let mut out = Vec::with_capacity(sums.len());
        self.descend(self.longer, sums, &mut out);
        out
    }

    fn descend(&self, longer: &[Longer], sums: &[Sum], out: &mut Vec<Sum>) {
        let Some((longest, shorter)) = longer.split_last() else {
            out.extend(sums.iter().filter(|(_, sum)| *sum >= u64::from(self.min)).map(|(n, _)| (*n, 1)));
            return;
        };
        let windows = self.windows_of(longest);
        for block in sums.chunk_by(|a, b| a.0 / windows == b.0 / windows) {
            if block.iter().map(|(_, sum)| sum).sum::<u64>() >= u64::from(longest.min) {
                out.push((block[0].0 / windows * windows, windows));
            } else {
                self.descend(shorter, block, out);
            }
        }
    }

    /// Why a window does not count: by the shortest that can still be filled, else by itself.
    fn below(&self, span: &Span, sums: &[Sum], number: u64) -> Reason {
        let by = |windows: u64, days: u32, min: u32| {
            let first = number / windows * windows;
            let (_, until) = self.bounds(span.start, first, windows);
            let from = sums.partition_point(|s| s.0 < first);
            let have: u64 = sums[from..].iter().take_while(|s| s.0 < first + windows).map(|s| s.1).sum();
            let open = span.today <= until;
            (open, Reason::WindowBelow { have: clamp(have), need: min, days, until, open })
        };
        let (open, own) = by(1, self.days, self.min);
        let mut longer = self.longer.iter().map(|l| by(self.windows_of(l), l.days, l.min));
        match longer.find(|(longer_open, _)| !open && *longer_open) {
            Some((_, reason)) => reason,
            None => own,
        }
    }
}

fn counts(counting: &[Sum], number: u64) -> bool {
    let after = counting.partition_point(|(first, _)| *first <= number);
    after.checked_sub(1).is_some_and(|i| number < counting[i].0 + counting[i].1)
}

/// `items` in their order; `shares` are what of them is left after the daily cap.
pub(super) fn regular(
    items: &[Weighed<'_>],
    shares: &mut [Share],
    marks: &mut [Mark],
    span: &Span,
    grid: Grid<'_>,
    needed: u32,
    daily_cap: Option<u32>,
) -> Regular {
    let number = |s: &Share| grid.number(span.start, items[s.at].on);
    let (mut sums, mut counted_sums) = (Vec::<Sum>::new(), Vec::<Sum>::new());
    let mut best = BestOf::default();
    for window in shares.chunk_by(|a, b| number(a) == number(b)) {
        let (n, mut all, mut counted) = (number(&window[0]), 0, 0);
        for share in window {
            all += share.left;
            counted += if share.counted { share.left } else { 0 };
        }
        best.offer(all, grid.bounds(span.start, n, 1).0);
        sums.push((n, all));
        if counted > 0 {
            counted_sums.push((n, counted));
        }
    }
    let (counting, counting_counted) = (grid.counting(&sums), grid.counting(&counted_sums));
    let mut amount = (0, 0);
    for window in shares.chunk_by_mut(|a, b| number(a) == number(b)) {
        let n = number(&window[0]);
        if !counts(&counting, n) {
            let reason = grid.below(span, &sums, n);
            for share in window.iter().filter(|s| s.amount > 0) {
                marks[share.at].reason = Some(reason.clone());
            }
            continue;
        }
        let reached = counts(&counting_counted, n);
        let before: Vec<u64> = window.iter().map(|s| s.left).collect();
        let (fill_counted, fill_all) = fill(grid.cap.map(u64::from), window);
        amount.1 += fill_all;
        if reached {
            amount.0 += fill_counted;
        }
        for (share, before) in window.iter().zip(before) {
            let mark = &mut marks[share.at];
            if share.counted && reached {
                mark.counted = clamp(share.left);
            } else {
                mark.provisional = clamp(share.left);
            }
            mark.reason = match grid.cap {
                Some(cap) if share.left < before => Some(Reason::OverWindowCap { cap }),
                _ => over_daily_cap(share, daily_cap),
            };
        }
    }
    let kind = NeedKind::Windows { days: grid.days, min: grid.min };
    let total = |c: &[Sum]| c.iter().map(|(_, windows)| windows).sum::<u64>();
    let today = grid.number(span.start, span.today);
    let has = |n: u64| sums.binary_search_by_key(&n, |s| s.0).map_or(0, |i| sums[i].1);
    Regular {
        need: need(kind, total(&counting_counted), total(&counting), needed),
        amount,
        best,
        open: if span.today < span.start { 0 } else { has(today) },
        open_counts: counts(&counting, today),
        consistency: consistency(span, grid, |n| {
            if counts(&counting, n) { FULL } else { has(n) * FULL / u64::from(grid.min.max(1)) }
        }),
        sums,
    }
}

/// A window with all that it needs.
pub(super) const FULL: u64 = 10_000;

/// Windows further back weigh less than a millionth.
const REMEMBERED: u64 = 120;

/// A mean of the windows in which each weighs seven eighths of the one after it: a miss costs an eighth at
/// most once there is some history, and a comeback mends it. Windows that a pause touches are left out,
/// unless they have all they need; so is the one that runs, until it has. Whole numbers, so that every
/// platform agrees.
pub(super) fn consistency(span: &Span, grid: Grid<'_>, has: impl Fn(u64) -> u64) -> Option<u8> {
    if span.today < span.start {
        return None;
    }
    let today = grid.number(span.start, span.today);
    let (mut sum, mut weights) = (0u64, 0u64);
    for n in today.saturating_sub(REMEMBERED)..=today {
        let value = has(n).min(FULL);
        let (first, last) = grid.bounds(span.start, n, 1);
        if value < FULL && (n == today || span.excused.touches(first, last)) {
            continue;
        }
        sum = sum - sum / 8 + (value << 16);
        weights = weights - weights / 8 + (FULL << 16);
    }
    (weights > 0).then(|| u8::try_from((sum * 100 + weights / 2) / weights).unwrap_or(100).min(100))
}
