//! A year in review: one pass over what is held in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::pack::ThingKind;
use qadam_domain::{Entry, Millis, Pack, ThingId, Unit};
use qadam_door::Fault;
use qadam_door::view::{
    Amount, DaySpan, GAP_DAYS, MonthSum, Steady, YearJourney, YearTrack, YearView, YearWord,
};
use qadam_platform::Platform;

use super::history;
use super::rows::amount;
use crate::fault::Try;
use crate::phone::Phone;

pub fn year<P: Platform>(phone: &Phone<P>, year: Option<i32>) -> Try<YearView> {
    let o = phone.opened()?;
    let date = phone.platform.today();
    let held = o.held(o.participant()?)?;
    let year = year.unwrap_or_else(|| date.year());
    Ok(picture(&phone.pack, year, date, || held.present()).ok_or(Fault::NotFound)?)
}

/// The picture of a year. None for a year that the calendar does not have.
fn picture<'a, I: Iterator<Item = &'a Entry>>(
    pack: &Pack,
    year: i32,
    date: NaiveDate,
    all: impl Fn() -> I,
) -> Option<YearView> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31)?;
    let since = all().map(|e| e.on.year()).min().unwrap_or(date.year()).min(date.year());
    let mine = || all().filter(|e| e.on.year() == year);
    let days = history::span(first, last, date, mine().map(|e| (e.on, 1)));
    let tracks: Vec<YearTrack> =
        pack.tracks.iter().filter_map(|t| track(pack, &t.id, t.unit, &days, mine())).collect();
    let sum = |unit: Unit| {
        let those = tracks.iter().filter(|t| t.amount.unit == unit);
        those.map(|t| t.amount.value).fold(0, u32::saturating_add)
    };
    let (opening, closing) = words(mine());
    Some(YearView {
        year,
        date,
        years: (since, date.year()),
        entries: days.amounts.iter().sum(),
        active: history::active(&days),
        minutes: sum(Unit::Minutes),
        pages: sum(Unit::Pages),
        books: finished(ThingKind::Book, mine()),
        projects: finished(ThingKind::Project, mine()),
        journeys: journeys(mine()),
        months: twelve(history::months(&days), year),
        weekdays: weekdays(&days),
        steady: steady(&days),
        comebacks: comebacks(&days),
        first: opening,
        last: closing,
        tracks,
        days,
    })
}

fn track<'a>(
    pack: &Pack,
    id: &str,
    unit: Unit,
    year: &DaySpan,
    entries: impl Iterator<Item = &'a Entry>,
) -> Option<YearTrack> {
    let mut number = 0u32;
    let today = year
        .first
        .checked_add_days(Days::new(year.amounts.len().saturating_sub(1) as u64))
        .unwrap_or(year.first);
    // A day of a journey is one day, however many entries speak of it.
    let mut gone: HashSet<(Option<ThingId>, NaiveDate)> = HashSet::new();
    let items = entries.filter(|e| e.track == id).filter_map(|e| {
        number += 1;
        let again = unit == Unit::Days && !gone.insert((e.thing.as_ref().map(|t| t.id), e.on));
        (!again).then(|| (e.on, amount(pack, e).value))
    });
    let days = history::span(year.first, year.last, today, items);
    let value = days.amounts.iter().copied().fold(0, u32::saturating_add);
    let best = unit != Unit::Days;
    (number > 0).then(|| YearTrack {
        track: id.to_owned(),
        amount: Amount { value, unit },
        entries: number,
        best_day: history::best_day(&days).filter(|_| best),
        best_week: history::best_week(&days, history::monday(year.first)).filter(|_| best),
    })
}

type When = (NaiveDate, Millis);

/// Titles of what was finished, each once, in the order of their days.
fn finished<'a>(kind: ThingKind, entries: impl Iterator<Item = &'a Entry>) -> Vec<String> {
    let mut ends: BTreeMap<(When, &str), ThingId> = BTreeMap::new();
    for e in entries {
        if let Some(t) = e.thing.as_ref().filter(|t| t.finished && t.kind == kind) {
            ends.insert(((e.on, e.written_at), t.title.trim()), t.id);
        }
    }
    let (mut ids, mut titles) = (HashSet::new(), HashSet::new());
    ends.into_iter()
        .filter(|((_, title), id)| {
            let new = (ids.insert(*id), titles.insert(title.to_lowercase()));
            new == (true, true)
        })
        .map(|((_, title), _)| title.to_owned())
        .collect()
}

/// A journey, or a stay away from home.
fn away(kind: ThingKind) -> bool {
    matches!(kind, ThingKind::Journey | ThingKind::Stay)
}

fn journeys<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<YearJourney> {
    let mut days: HashMap<ThingId, (When, &str, BTreeSet<NaiveDate>)> = HashMap::new();
    for e in entries {
        let Some(t) = e.thing.as_ref().filter(|t| away(t.kind)) else { continue };
        let when = (e.on, e.written_at);
        let place = days.entry(t.id).or_insert_with(|| (when, t.title.as_str(), BTreeSet::new()));
        // What it was called last is what it is called.
        if when >= place.0 {
            (place.0, place.1) = (when, t.title.as_str());
        }
        place.2.insert(e.on);
    }
    let mut all: Vec<YearJourney> = days
        .into_values()
        .filter_map(|(_, title, on)| {
            let days = u32::try_from(on.len()).unwrap_or(u32::MAX);
            Some(YearJourney { title: title.trim().to_owned(), from: *on.first()?, days })
        })
        .collect();
    all.sort_by(|a, b| (a.from, &a.title).cmp(&(b.from, &b.title)));
    all
}

/// All twelve, also those that have not come.
fn twelve(begun: Vec<MonthSum>, year: i32) -> Vec<MonthSum> {
    (1..=12)
        .filter_map(|m| NaiveDate::from_ymd_opt(year, m, 1))
        .map(|month| {
            let there = begun.iter().find(|b| b.month == month).copied();
            there.unwrap_or(MonthSum { month, amount: 0, active: 0 })
        })
        .collect()
}

fn weekdays(days: &DaySpan) -> [u32; 7] {
    let mut out = [0; 7];
    for d in history::days(days).filter(|d| d.amount > 0) {
        if let Some(n) = out.get_mut(d.on.weekday().num_days_from_monday() as usize) {
            *n += 1;
        }
    }
    out
}

fn steady(days: &DaySpan) -> Option<Steady> {
    let mut best: Option<Steady> = None;
    let mut run: Option<Steady> = None;
    for on in history::days(days).filter(|d| d.amount > 0).map(|d| d.on) {
        let weeks = |r: &Steady| (history::monday(on) - history::monday(r.to)).num_days() / 7;
        let next = match run {
            Some(r) if weeks(&r) == 0 => Steady { to: on, ..r },
            Some(r) if weeks(&r) == 1 => Steady { to: on, weeks: r.weeks + 1, ..r },
            _ => Steady { weeks: 1, from: on, to: on },
        };
        run = Some(next);
        // The same run goes on, or a longer one: the first of equals stands.
        if best.is_none_or(|b| next.weeks > b.weeks || next.from == b.from) {
            best = Some(next);
        }
    }
    best.filter(|b| b.weeks > 1)
}

fn comebacks(days: &DaySpan) -> u32 {
    let on: Vec<NaiveDate> = history::days(days).filter(|d| d.amount > 0).map(|d| d.on).collect();
    let gaps = on.iter().zip(on.iter().skip(1)).filter(|(a, b)| (**b - **a).num_days() > GAP_DAYS);
    u32::try_from(gaps.count()).unwrap_or(u32::MAX)
}

/// The first and the last note.
fn words<'a>(entries: impl Iterator<Item = &'a Entry>) -> (Option<YearWord>, Option<YearWord>) {
    let when = |e: &Entry| (e.on, e.written_at, e.id);
    let mut ends: Option<(&Entry, &Entry)> = None;
    for e in entries.filter(|e| !e.note.trim().is_empty()) {
        ends = Some(match ends {
            None => (e, e),
            Some((a, b)) => (if when(e) < when(a) { e } else { a }, if when(e) > when(b) { e } else { b }),
        });
    }
    let word = |e: &Entry| YearWord { on: e.on, track: e.track.clone(), note: e.note.trim().to_owned() };
    match ends {
        None => (None, None),
        Some((a, b)) => (Some(word(a)), (a.id != b.id).then(|| word(b))),
    }
}

#[cfg(test)]
mod tests;
