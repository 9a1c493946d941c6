//! Laws of the progress engine (PROGRAMME.md), over histories that nobody would think of.

use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::world::*;
use crate::entry::Attestation;
use crate::ids::OpId;
use crate::pack::{Requirement, ThingKind};
use crate::progress::{Decided, Logged, NeedKind, Reason};
use crate::{Entry, Millis, Progress, Verdict};

/// Tracks of the pack, and one that it does not have.
const TRACKS: [&str; 8] =
    ["sport", "skills", "reading", "heritage", "volunteering", "travel", "work", "flying"];

prop_compose! {
    /// Small numbers of days, things and titles, so that they collide.
    fn entries(track: std::ops::Range<usize>)(
        track in track,
        day in 0u64..60,
        (minutes, pages, nights) in (0u32..130, 0u32..60, 0u32..2),
        (number, title, finished, noted) in (0u128..4, 0usize..4, any::<bool>(), any::<bool>()),
        (linked, attested) in (prop::bool::weighted(0.9), prop::bool::weighted(0.8)),
        written in 0i64..3,
    ) -> Entry {
        let kind = match TRACKS[track] {
            "reading" => ThingKind::Book,
            "travel" => ThingKind::Journey,
            _ => ThingKind::Project,
        };
        // Ten days before the level begins, too.
        let mut e = entry(0, TRACKS[track], d("2025-12-26") + Days::new(day));
        (e.minutes, e.pages, e.nights, e.written_at) = (minutes, pages, nights, Millis(written));
        let title = ["Абай жолы", "абай жолы!", "Көшпенділер", "  "][title];
        e.thing = linked.then(|| thing(number, kind, title, finished));
        e.note = note(if noted { 50 } else { 3 });
        e.attested_by = attested.then(|| Attestation { name: "Ербол".into(), role: "тәлімгер".into() });
        e
    }
}

fn logged(track: std::ops::Range<usize>) -> impl Strategy<Value = Logged> {
    let verdict = prop_oneof![
        3 => Just(None),
        4 => Just(Some(Verdict::Counted)),
        1 => Just(Some(Verdict::ToFix)),
        1 => Just(Some(Verdict::NotCounted)),
    ];
    let of = prop::option::weighted(0.2, entries(track.clone()));
    (entries(track), verdict, of).prop_map(|(entry, verdict, of)| {
        let decision = verdict.map(|verdict| Decided { verdict, reason: "себебі".into(), of });
        Logged { entry, revision: OpId(Uuid::nil()), decision }
    })
}

prop_compose! {
    fn worlds()(
        level in prop::sample::select(vec!["bronze", "silver", "gold"]),
        entries in vec(logged(0..8), 0..40),
        dense in vec(logged(0..3), 0..25),
        (today, window_days, cap) in (0u64..700, prop::sample::select(vec![7u32, 14]), any::<bool>()),
        plan in vec((0u8..128, 0u32..90), 7),
    ) -> World {
        let mut world = World::level(level);
        world.entries = entries.into_iter().chain(dense).collect();
        number(&mut world.entries);
        world.today = d("2025-12-20") + Days::new(today);
        for level in &mut world.pack.levels {
            for requirement in level.requirements.values_mut().flatten() {
                if let Requirement::Regular { window_days: days, .. } = requirement {
                    *days = window_days;
                }
            }
        }
        if cap {
            world.pack.tracks.iter_mut().filter(|t| t.id != "travel").for_each(|t| t.daily_cap = Some(70));
        }
        for (track, (days, amount)) in TRACKS.iter().zip(plan) {
            world.plan(track, days, if *track == "travel" { 1 } else { amount });
        }
        world
    }
}

/// Ids that a phone would have given: one to each entry, the same to its decided revision.
fn number(entries: &mut [Logged]) {
    for (i, logged) in entries.iter_mut().enumerate() {
        logged.entry.id = crate::EntryId(Uuid::from_u128(i as u128 + 1));
        if let Some(of) = logged.decision.as_mut().and_then(|d| d.of.as_mut()) {
            of.id = logged.entry.id;
        }
    }
}

fn needs(p: &Progress) -> Vec<(u32, u32)> {
    p.tracks.iter().flat_map(|t| &t.needs).map(|n| (n.counted, n.provisional)).collect()
}

fn decide(logged: &mut Logged, verdict: Verdict) {
    logged.decision = Some(Decided { verdict, reason: String::new(), of: None });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn order_does_not_matter_and_the_same_gives_the_same(
        (world, mixed) in worlds().prop_flat_map(|w| {
            let mixed = Just(w.entries.clone()).prop_shuffle();
            (Just(w), mixed)
        }),
    ) {
        let first = world.progress();
        prop_assert_eq!(&first, &world.progress());
        prop_assert_eq!(first, World { entries: mixed, ..world }.progress());
    }

    #[test]
    fn one_more_approved_entry_lowers_nothing(mut world in worlds(), entry in entries(0..8)) {
        let before = world.progress();
        let mut entry = Logged { entry, revision: OpId(Uuid::nil()), decision: None };
        entry.entry.id = crate::EntryId(Uuid::from_u128(1_000));
        decide(&mut entry, Verdict::Counted);
        world.entries.push(entry);
        let after = world.progress();
        for ((a, b), kind) in needs(&before).iter().zip(needs(&after)).zip(
            before.tracks.iter().flat_map(|t| &t.needs).map(|n| n.kind)
        ) {
            prop_assert!(a.0 <= b.0, "counted fell in {kind:?}");
            prop_assert!(a.0 + a.1 <= b.0 + b.1, "all fell in {kind:?}");
        }
        prop_assert!(before.percent <= after.percent);
    }

    #[test]
    fn approving_what_waits_lowers_nothing(mut world in worlds(), pick in any::<prop::sample::Index>()) {
        let waiting: Vec<usize> =
            (0..world.entries.len()).filter(|i| world.entries[*i].decision.is_none()).collect();
        prop_assume!(!waiting.is_empty());
        let before = needs(&world.progress());
        decide(&mut world.entries[waiting[pick.index(waiting.len())]], Verdict::Counted);
        for (a, b) in before.iter().zip(needs(&world.progress())) {
            prop_assert!(a.0 <= b.0);
            prop_assert_eq!(a.0 + a.1, b.0 + b.1, "what there is in all stays");
        }
    }

    #[test]
    fn approving_all_gives_what_was_promised(mut world in worlds()) {
        let before = world.progress();
        for logged in &mut world.entries {
            let waits = match &logged.decision {
                None => true,
                Some(d) => d.verdict != Verdict::Counted && d.of.is_some(),
            };
            if waits {
                decide(logged, Verdict::Counted);
            }
        }
        let after = world.progress();
        for (a, b) in needs(&before).iter().zip(needs(&after)) {
            prop_assert_eq!((a.0 + a.1, 0), b);
        }
        for (a, b) in before.tracks.iter().zip(&after.tracks) {
            prop_assert_eq!(a.percent_provisional, b.percent);
        }
    }

    #[test]
    fn no_entry_counts_more_than_was_logged_and_each_rest_has_a_reason(world in worlds()) {
        let p = world.progress();
        for (track, rules) in p.tracks.iter().zip(&world.pack.tracks) {
            for s in &track.entries {
                prop_assert!(s.counted + s.provisional <= s.logged, "{s:?}");
                prop_assert!(s.reason.is_some() || s.counted + s.provisional == s.logged, "{s:?}");
            }
            let sum = track.entries.iter().fold((0, 0), |a, s| (a.0 + s.counted, a.1 + s.provisional));
            for need in track.needs.iter().filter(|n| matches!(n.kind, NeedKind::Amount { .. })) {
                prop_assert_eq!((need.counted, need.provisional), sum, "{}", rules.id);
            }
        }
    }

    #[test]
    fn every_entry_is_shown_once_in_the_track_that_stands(world in worlds()) {
        let mut shown: Vec<_> =
            world.progress().tracks.iter().flat_map(|t| &t.entries).map(|s| s.entry).collect();
        shown.sort();
        let mut logged: Vec<_> = world.entries.iter().filter(|l| {
            let of = l.decision.as_ref().filter(|d| d.verdict == Verdict::Counted).and_then(|d| d.of.as_ref());
            of.unwrap_or(&l.entry).track != "flying"
        }).map(|l| l.entry.id).collect();
        logged.sort();
        prop_assert_eq!(shown, logged);
    }

    #[test]
    fn dating_back_moves_no_window(mut world in worlds(), mut entry in entries(0..1)) {
        let start = world.enrolment.start;
        let days = world.pack.levels[0].requirements["sport"].iter().find_map(|r| match r {
            Requirement::Regular { window_days, .. } => Some(i64::from(*window_days)),
            _ => None,
        }).unwrap();
        let window = |on: chrono::NaiveDate| (on - start).num_days().div_euclid(days);
        let others = |p: Progress| -> Vec<_> {
            let sport = p.tracks.into_iter().next().unwrap().entries;
            sport.into_iter().filter(|s| window(s.on) != window(entry.on)).collect()
        };
        let before = others(world.progress());
        for standing in &before {
            if let Some(Reason::WindowBelow { until, .. }) = standing.reason {
                prop_assert_eq!(window(until), window(standing.on));
                prop_assert_eq!(window(until.succ_opt().unwrap()), window(standing.on) + 1);
            }
        }
        let dated_back = entry.clone();
        entry.id = crate::EntryId(Uuid::from_u128(1_000));
        world.entries.push(Logged { entry, revision: OpId(Uuid::nil()), decision: None });
        let after: Vec<_> = {
            let sport = world.progress().tracks.into_iter().next().unwrap().entries;
            sport.into_iter().filter(|s| window(s.on) != window(dated_back.on)).collect()
        };
        prop_assert_eq!(before, after);
    }

    #[test]
    fn time_alone_takes_nothing_away(mut world in worlds(), later in 0u64..400) {
        let before = world.progress();
        world.today = world.today + Days::new(later);
        let after = world.progress();
        prop_assert_eq!(needs(&before), needs(&after));
        prop_assert_eq!(before.percent, after.percent);
        prop_assert!(before.days_passed <= after.days_passed);
    }

    #[test]
    fn a_hundred_means_done_and_nothing_else_does(world in worlds()) {
        let p = world.progress();
        for t in &p.tracks {
            let met = t.needs.iter().all(|n| n.counted >= n.needed);
            let all = t.needs.iter().all(|n| n.counted + n.provisional >= n.needed);
            prop_assert_eq!(t.percent == 100, met);
            prop_assert_eq!(t.percent_provisional == 100, all);
            prop_assert!(t.percent <= t.percent_provisional && t.percent_provisional <= 100);
        }
        prop_assert_eq!(p.percent == 100, p.tracks.iter().all(|t| t.percent == 100));
        prop_assert!(p.percent <= 100 && p.days_passed <= p.days_total);
        if let Some(finish) = p.earliest_finish {
            prop_assert!(finish >= p.level_end && finish >= world.today);
        }
    }

    #[test]
    fn progress_survives_the_wire(world in worlds()) {
        let p = world.progress();
        let back: Progress = serde_json::from_str(&serde_json::to_string(&p).unwrap()).unwrap();
        prop_assert_eq!(p, back);
    }

    /// The count of books beside the definition tried out in full: the largest set of finishing entries
    /// of which no two share a book or a title.
    #[test]
    fn books_are_the_largest_set_without_doubles(pairs in vec((0u128..4, 0usize..4, any::<bool>()), 0..9)) {
        let titles = ["Абай", "Қан мен тер", "Көксерек", "Махаббат"];
        let mut world = World::bronze();
        for (number, title, approved) in &pairs {
            let book = thing(*number, ThingKind::Book, titles[*title], true);
            let at = world.pages(1, 5, book, note(50));
            if *approved {
                world.approve(at);
            }
        }
        let largest = |only_approved: bool| (0u32..1 << pairs.len()).filter(|set| {
            let chosen: Vec<_> = (0..pairs.len()).filter(|i| set & (1 << i) != 0).map(|i| pairs[i]).collect();
            chosen.iter().all(|p| p.2 || !only_approved) && chosen.iter().enumerate().all(|(i, a)| {
                chosen[..i].iter().all(|b| a.0 != b.0 && a.1 != b.1)
            })
        }).map(u32::count_ones).max().unwrap_or(0);
        let (counted, provisional) = world.things("reading");
        prop_assert_eq!((counted, counted + provisional), (largest(true), largest(false)));
    }
}
