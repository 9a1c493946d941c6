//! Journeys: consecutive days of one thing, and the nights between them.

use chrono::NaiveDate;

use super::amount::need;
use super::weigh::{Mark, Weighed, clamp};
use super::{Best, Need, NeedKind, Reason};
use crate::ids::ThingId;
use crate::pack::{ThingKind, Unit};

#[derive(Debug)]
pub(super) struct Journeys {
    /// One for each entry, in their order.
    pub marks: Vec<Mark>,
    /// Days, then nights where nights are asked for.
    pub needs: Vec<Need>,
    pub best: Option<Best>,
}

/// One day of one journey, from all entries that speak of it.
#[derive(Clone, Copy)]
struct Day {
    journey: ThingId,
    on: NaiveDate,
    /// The entry that stands for the day: an approved one if there is one, else the first.
    at: usize,
    counted: bool,
    night: bool,
    night_counted: bool,
}

/// Of the runs of consecutive days, the most days and the most nights.
#[derive(Default)]
struct Most {
    days: u32,
    nights: u32,
    first: Option<NaiveDate>,
}

/// `items` in their order.
pub(super) fn journeys(items: &[Weighed<'_>], start: NaiveDate, days: u32, nights: u32) -> Journeys {
    let mut marks = vec![Mark::default(); items.len()];
    let mut entries: Vec<(ThingId, NaiveDate, usize)> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let thing = item.entry.thing.as_ref().filter(|t| t.kind == ThingKind::Journey);
        match (item.admitted(start), thing) {
            (Err(reason), _) => marks[at].reason = Some(reason),
            (Ok(()), None) => marks[at].reason = Some(Reason::JourneyShort { have: 0, need: days }),
            (Ok(()), Some(thing)) => entries.push((thing.id, item.on, at)),
        }
    }
    // Stable: entries of one day stay in their order.
    entries.sort_by_key(|(journey, on, _)| (*journey, *on));
    let mut by_day: Vec<Day> = Vec::with_capacity(entries.len());
    for same in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let counted = same.iter().find(|(_, _, at)| items[*at].is_counted());
        let (journey, on, at) = *counted.unwrap_or(&same[0]);
        let night = |item: &Weighed<'_>| item.entry.nights > 0;
        for (_, _, other) in same.iter().filter(|(_, _, other)| *other != at) {
            marks[*other].reason = Some(Reason::AlreadyCounted);
        }
        by_day.push(Day {
            journey,
            on,
            at,
            counted: counted.is_some(),
            night: same.iter().any(|(_, _, at)| night(&items[*at])),
            night_counted: same.iter().any(|(_, _, at)| items[*at].is_counted() && night(&items[*at])),
        });
    }

    let all = runs(
        &by_day,
        days,
        nights,
        |d| d.night,
        |run, length| {
            for day in run {
                if length < days {
                    marks[day.at].reason = Some(Reason::JourneyShort { have: length, need: days });
                } else {
                    marks[day.at].provisional = 1;
                }
            }
        },
    );
    let approved: Vec<Day> = by_day.iter().copied().filter(|d| d.counted).collect();
    let counted = runs(
        &approved,
        days,
        nights,
        |d| d.night_counted,
        |run, length| {
            for day in run.iter().filter(|_| length >= days) {
                marks[day.at].counted = 1;
                marks[day.at].provisional = 0;
            }
        },
    );

    let mut needs = vec![need(NeedKind::JourneyDays, u64::from(counted.days), u64::from(all.days), days)];
    if nights > 0 {
        needs.push(need(NeedKind::JourneyNights, u64::from(counted.nights), u64::from(all.nights), nights));
    }
    let best = all.first.map(|on| Best { amount: all.days, unit: Unit::Days, on, days: all.days });
    Journeys { marks, needs, best }
}

/// Walks the runs of consecutive days of one journey.
///
/// Days and nights are each the most of any run, so that another approved journey lowers neither. The
/// last night that is needed is given only by a run that has the days as well: so both needs are met
/// only where one journey meets both.
fn runs(
    days: &[Day],
    days_needed: u32,
    nights_needed: u32,
    night: impl Fn(&Day) -> bool,
    mut each: impl FnMut(&[Day], u32),
) -> Most {
    let mut most = Most::default();
    for run in days.chunk_by(|a, b| a.journey == b.journey && a.on.succ_opt() == Some(b.on)) {
        let length = clamp(run.len() as u64);
        // A night lies between two days: the one after the last day belongs to none.
        let mut nights = clamp(run[..run.len() - 1].iter().filter(|d| night(d)).count() as u64);
        if length < days_needed {
            nights = nights.min(nights_needed.saturating_sub(1));
        }
        if length > most.days || (length == most.days && most.first > Some(run[0].on)) {
            (most.days, most.first) = (length, Some(run[0].on));
        }
        most.nights = most.nights.max(nights);
        each(run, length);
    }
    most
}
