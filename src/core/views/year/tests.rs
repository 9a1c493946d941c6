//! A year's numbers against a count that looks at every day and every entry for each question.

#![allow(clippy::unwrap_used)]

use chrono::Days;
use proptest::prelude::*;
use qadam_domain::{EntryId, ThingRef};

use super::*;

const TODAY: &str = "2026-11-21";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An entry, `n` days after New Year's Day 2025.
#[derive(Clone, Debug)]
struct Made {
    track: usize,
    n: u64,
    minutes: u32,
    thing: Option<(u128, bool)>,
    note: &'static str,
}

fn made() -> impl Strategy<Value = Made> {
    let thing = proptest::option::of((0u128..4, any::<bool>()));
    // Close together, so that weeks run and gaps are rare; and a few far away.
    let on = prop_oneof![4 => 300u64..420, 1 => 0u64..689];
    let note = prop_oneof![Just(""), Just("  "), Just("Бүгін жүгірдім")];
    (0usize..7, on, 0u32..200, thing, note).prop_map(|(track, n, minutes, thing, note)| Made {
        track,
        n,
        minutes,
        thing,
        note,
    })
}

fn entries(pack: &Pack, all: &[Made]) -> Vec<Entry> {
    let titles = ["Абай жолы", "абай жолы ", "Шарын", "Көшпенділер"];
    let entry = |(i, m): (usize, &Made)| {
        let track = &pack.tracks[m.track];
        let kind = track.thing.unwrap_or(ThingKind::Project);
        let thing = m.thing.map(|(id, finished)| ThingRef {
            id: ThingId::from_bytes(id.to_be_bytes()),
            kind,
            title: titles[id as usize].into(),
            finished,
        });
        Entry {
            id: EntryId::from_bytes((i as u128 + 1).to_be_bytes()),
            track: track.id.clone(),
            activity: None,
            on: day("2025-01-01").checked_add_days(Days::new(m.n)).unwrap(),
            utc_offset_min: 300,
            minutes: m.minutes,
            pages: m.minutes / 3,
            nights: 0,
            thing,
            note: m.note.into(),
            attested_by: None,
            photos: vec![],
            written_at: Millis(i as i64),
        }
    };
    all.iter().enumerate().map(entry).collect()
}

/// All days of the year that have come.
fn calendar(year: i32) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first.iter_days().take_while(|d| d.year() == year && *d <= day(TODAY)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_year_is_what_a_naive_count_says(all in proptest::collection::vec(made(), 0..80), year in 2025i32..=2026) {
        let pack = Pack::shipped().unwrap();
        let entries = entries(&pack, &all);
        let view = picture(&pack, year, day(TODAY), || entries.iter()).unwrap();
        let mine: Vec<&Entry> = entries.iter().filter(|e| e.on.year() == year).collect();
        let on = |d: NaiveDate| mine.iter().filter(|e| e.on == d).count() as u32;
        let days = calendar(year);
        let active: Vec<NaiveDate> = days.iter().copied().filter(|d| on(*d) > 0).collect();

        prop_assert_eq!(view.entries as usize, mine.len());
        prop_assert_eq!(view.active as usize, active.len());
        prop_assert_eq!(&view.days.amounts, &days.iter().map(|d| on(*d)).collect::<Vec<_>>());
        let unit = |e: &Entry| pack.track(&e.track).unwrap().unit;
        let of = |u: Unit| mine.iter().filter(move |e| unit(e) == u);
        prop_assert_eq!(view.minutes, of(Unit::Minutes).map(|e| e.minutes).sum::<u32>());
        prop_assert_eq!(view.pages, of(Unit::Pages).map(|e| e.pages).sum::<u32>());
        for (m, month) in (1..).zip(&view.months) {
            let those: Vec<_> = active.iter().filter(|d| d.month() == m).collect();
            prop_assert_eq!(month.active as usize, those.len());
            prop_assert_eq!(month.amount, those.iter().map(|d| on(**d)).sum::<u32>());
        }
        prop_assert_eq!(view.months.len(), 12);
        for (d, n) in view.weekdays.iter().enumerate() {
            let those = active.iter().filter(|a| a.weekday().num_days_from_monday() as usize == d);
            prop_assert_eq!(*n as usize, those.count());
        }

        // Each day is tried as the beginning of a run of weeks.
        let week_active = |monday: NaiveDate| active.iter().any(|a| *a >= monday && (*a - monday).num_days() < 7);
        let run = |d: &NaiveDate| {
            let monday = history::monday(*d);
            (0u64..).take_while(|w| week_active(monday.checked_add_days(Days::new(w * 7)).unwrap())).count() as u32
        };
        let longest = active.iter().map(run).max().filter(|n| *n > 1);
        prop_assert_eq!(view.steady.map(|s| s.weeks), longest);
        if let Some(s) = view.steady {
            prop_assert!(active.contains(&s.from) && active.contains(&s.to));
            let weeks = (history::monday(s.to) - history::monday(s.from)).num_days() / 7 + 1;
            prop_assert_eq!(i64::from(s.weeks), weeks);
        }
        // A comeback: an active day, nothing on the fourteen before it, and something earlier in the year.
        let quiet = |d: &&NaiveDate| {
            (1..=14).all(|back| !d.checked_sub_days(Days::new(back)).is_some_and(|b| active.contains(&b)))
                && active.iter().any(|a| a < *d)
        };
        prop_assert_eq!(view.comebacks as usize, active.iter().filter(quiet).count());

        for t in &view.tracks {
            let those: Vec<_> = mine.iter().filter(|e| e.track == t.track).collect();
            prop_assert_eq!(t.entries as usize, those.len());
            if t.amount.unit == Unit::Days {
                prop_assert_eq!((t.best_day, t.best_week), (None, None));
                continue;
            }
            let sum = |keep: &dyn Fn(NaiveDate) -> bool| {
                those.iter().filter(|e| keep(e.on)).map(|e| amount(&pack, e).value).sum::<u32>()
            };
            prop_assert_eq!(t.amount.value, sum(&|_| true));
            let best_day = days.iter().map(|d| sum(&|on| on == *d)).max().filter(|n| *n > 0);
            prop_assert_eq!(t.best_day.map(|b| b.amount), best_day);
            let best_week = days.iter().map(|d| sum(&|on| history::monday(on) == history::monday(*d))).max();
            prop_assert_eq!(t.best_week.map(|b| b.amount), best_week.filter(|n| *n > 0));
        }
        let logged: BTreeSet<&str> = mine.iter().map(|e| e.track.as_str()).collect();
        prop_assert_eq!(view.tracks.iter().map(|t| t.track.as_str()).collect::<BTreeSet<_>>(), logged);

        let noted = || mine.iter().filter(|e| !e.note.trim().is_empty());
        let first = noted().min_by_key(|e| (e.on, e.written_at));
        prop_assert_eq!(view.first.map(|w| w.on), first.map(|e| e.on));
        let last = noted().max_by_key(|e| (e.on, e.written_at)).filter(|e| first.is_none_or(|f| f.id != e.id));
        prop_assert_eq!(view.last.map(|w| w.on), last.map(|e| e.on));
    }

    #[test]
    fn days_weeks_and_months_of_a_track_are_what_a_naive_count_says(
        items in proptest::collection::vec((0u64..200, 0u32..90), 0..60),
        first in 0u64..40, last in 40u64..200, today in 40u64..200, anchor in 0u64..7,
    ) {
        let at = |n: u64| day("2026-01-01").checked_add_days(Days::new(n)).unwrap();
        let all: Vec<(NaiveDate, u32)> = items.iter().map(|(n, a)| (at(*n), *a)).collect();
        let span = history::span(at(first), at(last), at(today), all.iter().copied());
        let end = at(last.min(today));
        let sum = |from: NaiveDate, to: NaiveDate| -> u32 {
            let inside = |d: NaiveDate| d >= from && d <= to && d >= at(first) && d <= end;
            all.iter().filter(|(d, _)| inside(*d)).map(|(_, a)| a).sum()
        };
        prop_assert_eq!((span.first, span.last), (at(first), at(last)));
        let days: Vec<u32> = at(first).iter_days().take_while(|d| *d <= end).map(|d| sum(d, d)).collect();
        prop_assert_eq!(&span.amounts, &days);
        prop_assert_eq!(history::active(&span) as usize, days.iter().filter(|a| **a > 0).count());
        for m in history::months(&span) {
            let next = m.month.checked_add_months(chrono::Months::new(1)).unwrap();
            prop_assert_eq!(m.amount, sum(m.month, next.pred_opt().unwrap()));
        }
        prop_assert_eq!(history::months(&span).iter().map(|m| m.amount).sum::<u32>(), days.iter().sum::<u32>());
        prop_assert_eq!(history::best_day(&span).map(|d| d.amount), days.iter().copied().max().filter(|n| *n > 0));
        // Every week that begins on the anchor's weekday.
        let weeks = (0..30u64).map(|w| at(anchor).checked_sub_days(Days::new(7)).unwrap().checked_add_days(Days::new(w * 7)).unwrap());
        let best = weeks.map(|w| sum(w, w.checked_add_days(Days::new(6)).unwrap())).max().filter(|n| *n > 0);
        prop_assert_eq!(history::best_week(&span, at(anchor)).map(|d| d.amount), best);
    }
}

#[test]
fn things_are_named_once_and_journeys_by_their_last_name() {
    let pack = Pack::shipped().unwrap();
    let track = |id: &str| pack.tracks.iter().position(|t| t.id == id).unwrap();
    let of = |t: &str, n, thing, finished| Made {
        track: track(t),
        n,
        minutes: 60,
        thing: Some((thing, finished)),
        note: "",
    };
    let all = [
        of("reading", 400, 0, false),
        of("reading", 402, 0, true),
        // The same title under another id, written another way, and the same book again.
        of("reading", 410, 1, true),
        of("reading", 420, 0, true),
        of("reading", 430, 3, true),
        of("travel", 500, 2, false),
        of("travel", 501, 2, false),
        of("travel", 501, 2, false),
    ];
    let entries = entries(&pack, &all);
    let view = picture(&pack, 2026, day(TODAY), || entries.iter()).unwrap();
    assert_eq!(view.books, ["Абай жолы", "Көшпенділер"]);
    assert_eq!(view.journeys.len(), 1);
    assert_eq!((view.journeys[0].title.as_str(), view.journeys[0].days), ("Шарын", 2));
    let travel = view.tracks.iter().find(|t| t.track == "travel").unwrap();
    assert_eq!((travel.amount.value, travel.entries), (2, 3));
    assert_eq!(view.years, (2026, 2026));
}

#[test]
fn years_without_anything_and_years_that_are_none() {
    let pack = Pack::shipped().unwrap();
    let view = picture(&pack, 2026, day(TODAY), || [].iter()).unwrap();
    assert_eq!((view.entries, view.active, view.steady, view.comebacks), (0, 0, None, 0));
    assert_eq!((view.years, view.months.len(), view.days.amounts.len()), ((2026, 2026), 12, 325));
    // A year to come has no days yet; one that no calendar has is not there.
    let later = picture(&pack, 2027, day(TODAY), || [].iter()).unwrap();
    assert_eq!(later.days.amounts.len(), 0);
    assert!(picture(&pack, i32::MAX, day(TODAY), || [].iter()).is_none());
}
