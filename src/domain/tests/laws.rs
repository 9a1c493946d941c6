//! Laws of the progress engine (PROGRAMME.md), over histories that nobody would think of.

use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::world::*;
use crate::enrolment::Carried;
use crate::entry::Attestation;
use crate::ids::OpId;
use crate::pack::{Choice, Longer, Practice, Requirement, ThingKind};
use crate::progress::{Block, Decided, Logged, NeedKind, Reason, Status};
use crate::{Entry, Millis, Pause, PauseKind, Progress, Verdict};

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

/// What beside entries and plan can be otherwise.
#[derive(Clone, Debug)]
struct Turns {
    longer: bool,
    practice: bool,
    choice: bool,
    pauses: Vec<(u64, u64)>,
    carried: Option<u32>,
    finish_before: Option<u8>,
}

prop_compose! {
    fn turns()(
        longer: bool, practice: bool, choice: bool,
        pauses in vec((0u64..400, 0u64..40), 0..3),
        carried in prop::option::weighted(0.2, 0u32..3_000),
        finish_before in prop::option::weighted(0.2, Just(17u8)),
    ) -> Turns {
        Turns { longer, practice, choice, pauses, carried, finish_before }
    }
}

fn turn(world: &mut World, turns: Turns) {
    let number =
        |world: &World| world.pack.levels.iter().position(|l| l.id == world.enrolment.level).unwrap();
    let at = number(world);
    let level = &mut world.pack.levels[at];
    level.pause_days = 40;
    for (track, requirements) in &mut level.requirements {
        for r in requirements {
            match r {
                Requirement::Regular { window_days: 7, min, cap, total, longer, .. } if turns.longer => {
                    (*cap, *total) = (None, None);
                    *longer = vec![Longer { days: 14, min: *min * 2 }, Longer { days: 28, min: *min * 3 }];
                }
                Requirement::Journey { day_minutes, practice, .. } if turns.practice => {
                    *day_minutes = 40;
                    *practice = Some(Practice { journeys: 1, days: 2 });
                }
                _ => {}
            }
        }
        if let (Some(counted), "sport") = (turns.carried, track.as_str()) {
            let kind = NeedKind::Amount { unit: crate::Unit::Minutes };
            world.enrolment.carried.push(Carried { track: track.clone(), kind, counted });
        }
    }
    if turns.choice {
        let tracks = vec!["sport".into(), "skills".into()];
        let names = level.names.clone();
        level.choices.push(Choice { id: "more".into(), names, tracks, windows: 3, unless: None });
    }
    world.pack.ages.finish_before = turns.finish_before;
    for (from, days) in turns.pauses {
        let from = world.day(from);
        world.plan.pauses.push(Pause { from, to: from + Days::new(days), kind: PauseKind::Other });
    }
    assert_eq!(crate::pack::mistakes(&serde_json::to_string(&world.pack).unwrap()), []);
}

prop_compose! {
    fn worlds()(
        level in prop::sample::select(vec!["bronze", "silver", "gold"]),
        entries in vec(logged(0..8), 0..40),
        dense in vec(logged(0..3), 0..25),
        (today, window_days, cap) in (0u64..700, prop::sample::select(vec![7u32, 14]), any::<bool>()),
        (plan, turns) in (vec((0u8..128, 0u32..90), 7), turns()),
    ) -> World {
        let mut world = World::level(level);
        world.entries = entries.into_iter().chain(dense).collect();
        number(&mut world.entries);
        world.today = d("2025-12-20") + Days::new(today);
        for level in &mut world.pack.levels {
            for requirement in level.requirements.values_mut().flatten() {
                if let Requirement::Regular { window_days: days, .. } = requirement {
                    *days = window_days; // before longer ones are put on weeks
                }
            }
        }
        if cap {
            world.pack.tracks.iter_mut().filter(|t| t.id != "travel").for_each(|t| t.daily_cap = Some(70));
        }
        for (track, (days, amount)) in TRACKS.iter().zip(plan) {
            world.plan(track, days, if *track == "travel" { 1 } else { amount });
        }
        turn(&mut world, turns);
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
            let own = world.enrolment.carried.is_empty();
            for need in track.needs.iter().filter(|n| own && matches!(n.kind, NeedKind::Amount { .. })) {
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
        let (days, longer) = world.pack.level(&world.enrolment.level).unwrap().requirements["sport"].iter().find_map(|r| match r {
            Requirement::Regular { window_days, longer, .. } => {
                Some((i64::from(longer.last().map_or(*window_days, |l| l.days)), !longer.is_empty()))
            }
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
                prop_assert!(longer || window(until.succ_opt().unwrap()) == window(standing.on) + 1);
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
    fn a_pause_lowers_nothing_and_only_moves_the_finish(mut world in worlds(), from in 0u64..500, days in 0u64..30) {
        let before = world.progress();
        let from = world.day(from);
        world.plan.pauses.push(Pause { from, to: from + Days::new(days), kind: PauseKind::Illness });
        let after = world.progress();
        prop_assert_eq!(needs(&before), needs(&after));
        prop_assert_eq!((before.percent, &before.choices), (after.percent, &after.choices));
        prop_assert!(before.level_end <= after.level_end);
        let end = world.pack.level(&world.enrolment.level).unwrap().earliest_end(world.enrolment.start, &[]);
        prop_assert!(after.level_end <= end + Days::new(40), "no further than the level's pauses");
        for (a, b) in before.tracks.iter().zip(&after.tracks) {
            prop_assert_eq!(&a.entries, &b.entries, "no entry changes");
            let worse = a.status == Status::OnCourse && b.status == Status::NeedsAttention;
            prop_assert!(!worse, "{}", a.track);
        }
    }

    #[test]
    fn a_newer_version_of_the_pack_never_lowers_what_counts(
        mut world in worlds(), harder in 1u32..4, cap in 10u32..200, optional in 0usize..7,
    ) {
        let before = world.progress();
        let mut newer = world.pack.clone();
        newer.version = "next".into();
        for level in &mut newer.levels {
            for r in level.requirements.values_mut().flatten() {
                match r {
                    Requirement::Regular { min, cap, .. } => {
                        *min *= harder;
                        *cap = cap.map(|c| c.max(*min));
                    }
                    Requirement::Quota { need, .. } => *need *= harder,
                    Requirement::Count { note_words, .. } => *note_words *= harder,
                    Requirement::Journey { days, .. } => *days += harder,
                }
            }
        }
        newer.tracks[4].daily_cap = Some(cap);
        newer.tracks[optional].optional = true;
        world.enrolment = world.enrolment.moved(&newer, &before).unwrap();
        world.pack = newer;
        let after = world.progress();
        for (a, b) in before.tracks.iter().zip(&after.tracks) {
            for need in &a.needs {
                // Windows with another minimum are other windows; what they counted is told as it was.
                let same = b.needs.iter().find(|n| n.kind == need.kind);
                let min_changed = matches!(need.kind, NeedKind::Windows { .. });
                prop_assert!(same.is_some_and(|n| n.counted >= need.counted) || (same.is_none() && min_changed));
            }
        }
        let again = world.enrolment.moved(&world.pack, &after).unwrap();
        prop_assert_eq!(World { enrolment: again, ..world.clone() }.progress(), after, "moving again changes nothing");
    }

    #[test]
    fn consistency_is_a_share_and_more_effort_never_lowers_it(mut world in worlds(), entry in entries(0..8)) {
        let before = world.progress();
        let mut entry = Logged { entry, revision: OpId(Uuid::nil()), decision: None };
        entry.entry.id = crate::EntryId(Uuid::from_u128(1_000));
        decide(&mut entry, Verdict::Counted);
        world.entries.push(entry);
        let after = world.progress();
        for (a, b) in before.tracks.iter().zip(&after.tracks) {
            prop_assert!(a.consistency <= b.consistency && b.consistency.is_none_or(|c| c <= 100));
        }
        prop_assert!(before.consistency <= after.consistency);
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
        let chosen = p.choices.iter().all(|c| c.need.counted >= c.need.needed);
        prop_assert_eq!(p.percent == 100, chosen && p.tracks.iter().all(|t| t.percent == 100));
        let undone = |b: &Block| matches!(b, Block::Track { .. } | Block::Choice { .. });
        prop_assert_eq!(p.percent == 100, !p.blocks.iter().any(undone));
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
