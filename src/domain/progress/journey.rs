//! Journeys and stays: consecutive days of one thing, and the nights between them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::amount::need;
use super::weigh::{Mark, Span, Weighed, clamp};
use super::{Best, Need, NeedKind, Reason};
use crate::ids::ThingId;
use crate::pack::{Practice, ThingKind, Unit};

#[derive(Debug)]
pub(super) struct Journeys {
    /// One for each entry, in their order.
    pub marks: Vec<Mark>,
    /// Days, then nights and practice where they are asked for.
    pub needs: Vec<Need>,
    pub best: Option<Best>,
}

/// What is asked of a journey.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub what: ThingKind,
    pub days: u32,
    pub nights: u32,
    pub day_minutes: u32,
    pub practice: Option<Practice>,
}

/// One day of one journey, from all entries that speak of it.
#[derive(Clone, Copy)]
struct Day {
    journey: ThingId,
    on: NaiveDate,
    /// The entry that stands for the day: an approved one if there is one, else the first.
    at: usize,
    night: bool,
    /// With all the effort that a day needs to qualify; to practise any will do.
    full: bool,
}

/// Of the runs of consecutive days, the most days and the most nights.
#[derive(Default)]
struct Most {
    days: u32,
    nights: u32,
    first: Option<NaiveDate>,
    /// Journeys that are long enough to practise.
    practised: u32,
}

/// `items` in their order.
pub(super) fn journeys(items: &[Weighed<'_>], span: &Span, asked: Asked) -> Journeys {
    let mut marks = vec![Mark::default(); items.len()];
    let mut entries: Vec<(ThingId, NaiveDate, usize)> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let thing = item.entry.thing.as_ref().filter(|t| t.kind == asked.what);
        match (item.admitted(span), thing) {
            (Err(reason), _) => marks[at].reason = Some(reason),
            (Ok(()), None) => marks[at].reason = Some(Reason::JourneyShort { have: 0, need: asked.days }),
            (Ok(()), Some(thing)) => entries.push((thing.id, item.on, at)),
        }
    }
    // Stable: entries of one day stay in their order.
    entries.sort_by_key(|(journey, on, _)| (*journey, *on));
    let (mut all, mut approved) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
    for same in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (journey, on, _) = same[0];
        let counted = || same.iter().map(|e| e.2).filter(|at| items[*at].is_counted());
        let at = counted().next().unwrap_or(same[0].2);
        for (_, _, other) in same.iter().filter(|e| e.2 != at) {
            marks[*other].reason = Some(Reason::AlreadyCounted);
        }
        let minutes = |at: usize| u64::from(items[at].entry.minutes);
        let have: u64 = same.iter().map(|e| minutes(e.2)).sum();
        let full = |minutes: u64| minutes >= u64::from(asked.day_minutes);
        if !full(have) {
            marks[at].reason = Some(Reason::DayShort { have: clamp(have), need: asked.day_minutes });
        }
        let night = |at: usize| items[at].entry.nights > 0;
        all.push(Day { journey, on, at, night: same.iter().any(|e| night(e.2)), full: full(have) });
        if counted().next().is_some() {
            let full = full(counted().map(minutes).sum());
            approved.push(Day { journey, on, at, night: counted().any(night), full });
        }
    }

    let have = runs(&all, asked, |run, length| {
        for day in run {
            if length < asked.days {
                marks[day.at].reason = Some(Reason::JourneyShort { have: length, need: asked.days });
            } else {
                (marks[day.at].provisional, marks[day.at].reason) = (1, None);
            }
        }
    });
    for day in &have.practising {
        marks[day.at].reason = Some(Reason::Practice);
    }
    let counted = runs(&approved, asked, |run, length| {
        for day in run.iter().filter(|_| length >= asked.days) {
            (marks[day.at].counted, marks[day.at].provisional) = (1, 0);
        }
    });

    let (all, counted) = (have.most, counted.most);
    let of = |kind, counted: u32, all: u32, needed| need(kind, u64::from(counted), u64::from(all), needed);
    let mut needs = vec![of(NeedKind::JourneyDays, counted.days, all.days, asked.days)];
    if asked.nights > 0 {
        needs.push(of(NeedKind::JourneyNights, counted.nights, all.nights, asked.nights));
    }
    if let Some(p) = asked.practice {
        let most = |n: u32| n.min(p.journeys);
        needs.push(of(NeedKind::Practice, most(counted.practised), most(all.practised), p.journeys));
    }
    let best = all.first.map(|on| Best { amount: all.days, unit: Unit::Days, on, days: all.days });
    Journeys { marks, needs, best }
}

struct Runs<'a> {
    most: Most,
    /// Days of journeys that count as practice only.
    practising: Vec<&'a Day>,
}

/// Walks the runs of consecutive days of one journey that can qualify: those after as many other journeys
/// as must be practised. `each` is called with them in order.
///
/// Days and nights are each the most of any run, so that another approved journey lowers neither. The
/// last night that is needed is given only by a run that has the days as well: so both needs are met
/// only where one journey meets both.
///
/// A journey has been practised from the day on which its days in a row first sufficed, and what qualifies
/// is what of a journey comes after the others' days: one more approved day makes the first earlier and
/// the second longer, so it lowers nothing here either.
fn runs<'a>(days: &'a [Day], asked: Asked, mut each: impl FnMut(&[Day], u32)) -> Runs<'a> {
    let (mut most, mut practising) = (Most::default(), Vec::new());
    let practised = asked.practice.map(|p| (p, practised(days, p)));
    if let Some((_, practised)) = &practised {
        most.practised = clamp(practised.len() as u64);
    }
    for journey in days.chunk_by(|a, b| a.journey == b.journey) {
        let qualifying = match &practised {
            None => journey,
            Some((p, practised)) => {
                let mut others: Vec<NaiveDate> = practised
                    .iter()
                    .filter(|(id, _)| **id != journey[0].journey)
                    .map(|(_, on)| *on)
                    .collect();
                others.sort_unstable();
                let needed = p.journeys.max(1) as usize;
                let first = match others.get(needed - 1) {
                    None => journey.len(),
                    Some(after) => journey.partition_point(|d| d.on <= *after),
                };
                let (before, after) = journey.split_at(first);
                if practised.contains_key(&journey[0].journey) {
                    practising.extend(before);
                } else {
                    each_run(before, |run, length| {
                        // Too short to practise, and too early to qualify.
                        let short = length.min(asked.days.saturating_sub(1));
                        each(run, short);
                    });
                }
                after
            }
        };
        each_run(qualifying, |run, length| {
            // A night lies between two days: the one after the last day belongs to none.
            let between = &run[..run.len() - 1];
            let mut nights = clamp(between.iter().filter(|d| d.night).count() as u64);
            if length < asked.days {
                nights = nights.min(asked.nights.saturating_sub(1));
            }
            if length > most.days || (length == most.days && most.first > Some(run[0].on)) {
                (most.days, most.first) = (length, Some(run[0].on));
            }
            most.nights = most.nights.max(nights);
            each(run, length);
        });
    }
    Runs { most, practising }
}

/// Runs of full days in a row.
fn each_run(days: &[Day], mut each: impl FnMut(&[Day], u32)) {
    for run in days.chunk_by(|a, b| a.full && b.full && a.on.succ_opt() == Some(b.on)) {
        if run[0].full {
            each(run, clamp(run.len() as u64));
        }
    }
}

/// The journeys with enough days in a row to practise, each with the day on which it had them.
fn practised(days: &[Day], practice: Practice) -> HashMap<ThingId, NaiveDate> {
    let mut out = HashMap::new();
    let needed = practice.days.max(1) as usize;
    for run in days.chunk_by(|a, b| a.journey == b.journey && a.on.succ_opt() == Some(b.on)) {
        if let Some(day) = run.get(needed - 1) {
            out.entry(day.journey).or_insert(day.on);
        }
    }
    out
}
