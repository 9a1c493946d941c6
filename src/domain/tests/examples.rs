//! Worked examples: each rule of PROGRAMME.md with numbers that can be added up by hand.
//! The level begins on Monday 5 January 2026, so that its weeks are calendar weeks.

use super::world::*;
use crate::Verdict;
use crate::pack::{ThingKind, Unit};
use crate::progress::{Block, Next, Reason, Status};

#[test]
fn a_week_below_an_hour_adds_nothing_and_says_how_much_is_missing() {
    let mut w = World::bronze();
    let at = w.minutes("sport", 2, 40);
    w.on("2026-01-07");
    let below = |open| {
        let until = d("2026-01-11");
        Some(Reason::WindowBelow { have: 40, need: 60, days: 7, until, open })
    };
    assert_eq!(w.amount("sport"), (0, 0));
    assert_eq!(w.standing(at).reason, below(true));
    assert_eq!(w.track("sport").next, Next::FillWindow { have: 40, need: 60, until: d("2026-01-11") });
    assert_eq!(w.on("2026-01-11").standing(at).reason, below(true), "open on its last day");
    assert_eq!(w.on("2026-01-12").standing(at).reason, below(false));
    assert_eq!(
        w.track("sport").next,
        Next::FillWindow { have: 0, need: 60, until: d("2026-01-18") },
        "a new week begins empty"
    );
}

#[test]
fn a_week_counts_when_its_approved_entries_reach_the_hour() {
    let mut w = World::bronze();
    let (a, b) = (w.minutes("sport", 0, 40), w.minutes("sport", 6, 30));
    assert_eq!((w.amount("sport"), w.windows("sport")), ((0, 70), (0, 1)));
    assert_eq!(w.track("sport").next, Next::WindowDone { have: 70 });
    w.approve(a);
    assert_eq!((w.amount("sport"), w.windows("sport")), ((0, 70), (0, 1)), "40 approved are no hour");
    assert_eq!((w.standing(a).counted, w.standing(a).provisional), (0, 40));
    w.approve(b);
    assert_eq!((w.amount("sport"), w.windows("sport")), ((70, 0), (1, 0)));
    assert_eq!((w.standing(a).counted, w.standing(a).reason), (40, None));
}

#[test]
fn a_week_adds_two_hours_at_most_approved_ones_first() {
    let mut w = World::bronze();
    let (waits, approved) = (w.minutes("sport", 0, 60), w.minutes("sport", 3, 100));
    w.approve(approved);
    assert_eq!(w.amount("sport"), (100, 20));
    assert_eq!(w.standing(approved).counted, 100);
    assert_eq!(w.standing(waits).provisional, 20);
    assert_eq!(w.standing(waits).reason, Some(Reason::OverWindowCap { cap: 120 }));
    w.approve(waits);
    assert_eq!(w.amount("sport"), (120, 0));
    assert_eq!((w.standing(waits).counted, w.standing(approved).counted), (60, 60), "by date");
    assert_eq!(w.track("sport").best.unwrap().amount, 160, "the best is what was done");
}

#[test]
fn a_day_adds_at_most_its_cap() {
    let mut w = World::bronze();
    w.pack.tracks[0].daily_cap = Some(90);
    w.pack.tracks[4].daily_cap = Some(60);
    let (a, b) = (w.minutes("sport", 0, 80), w.minutes("sport", 0, 30));
    let v = w.minutes("volunteering", 0, 100);
    assert_eq!(w.amount("sport"), (0, 90));
    assert_eq!((w.standing(a).reason, w.standing(b).provisional), (None, 10));
    assert_eq!(w.standing(b).reason, Some(Reason::OverDailyCap { cap: 90 }));
    assert_eq!(w.standing(v).reason, Some(Reason::OverDailyCap { cap: 60 }));
    assert_eq!(w.amount("volunteering"), (0, 60));
}

#[test]
fn what_was_done_before_the_level_does_not_count() {
    let mut w = World::bronze();
    let at = w.minutes("volunteering", 0, 60);
    w.entries[at].entry.on = d("2026-01-04");
    w.approve(at);
    assert_eq!(w.amount("volunteering"), (0, 0));
    assert_eq!(w.standing(at).reason, Some(Reason::BeforeStart { start: d("2026-01-05") }));
}

#[test]
fn attested_hours_need_somebody_in_charge() {
    let mut w = World::bronze();
    let at = w.minutes("work", 0, 60);
    assert_eq!(w.amount("work"), (0, 60));
    for nobody in [None, Some(" ")] {
        w.entries[at].entry.attested_by = nobody
            .map(|n: &str| crate::entry::Attestation { name: n.into(), role: "директор".into() });
        assert_eq!(w.amount("work"), (0, 0));
        assert_eq!(w.standing(at).reason, Some(Reason::NotAttested));
    }
    let sport = w.log("sport", 0, |e| e.minutes = 60);
    assert_eq!(w.standing(sport).reason, None, "sport asks for nobody");
}

#[test]
fn a_decision_speaks_of_one_revision() {
    let mut w = World::bronze();
    let at = w.minutes("volunteering", 0, 60);
    w.approve(at).edit(at, |e| e.minutes = 10);
    assert_eq!(w.amount("volunteering"), (60, 0), "an edit never changes what was counted");
    assert_eq!(w.standing(at).logged, 60);

    let mut w = World::bronze();
    let at = w.minutes("volunteering", 0, 60);
    w.decide(at, Verdict::ToFix);
    assert_eq!(w.amount("volunteering"), (0, 0));
    let reason = "Қай жерде?".to_owned();
    assert_eq!(w.standing(at).reason, Some(Reason::Returned { reason: reason.clone() }));
    assert_eq!(w.track("volunteering").status, Status::NeedsAttention);
    assert_eq!(
        w.track("volunteering").next,
        Next::Fix { entry: w.entries[at].entry.id, reason: reason.clone() }
    );
    w.edit(at, |e| e.minutes = 50);
    assert_eq!(w.amount("volunteering"), (0, 50), "what was fixed waits again");
    assert_eq!(w.track("volunteering").status, Status::OnCourse);

    let mut w = World::bronze();
    let at = w.minutes("volunteering", 0, 60);
    w.decide(at, Verdict::NotCounted);
    assert_eq!(w.standing(at).reason, Some(Reason::NotAccepted { reason }));
    assert_eq!(w.amount("volunteering"), (0, 0));
    assert_eq!(w.track("volunteering").status, Status::OnCourse, "nothing for the participant to do");
}

#[test]
fn a_book_counts_once_finished_with_a_note() {
    let mut w = World::bronze();
    let abai = |finished| thing(1, ThingKind::Book, "Абай жолы", finished);
    let first = w.pages(0, 20, abai(false), String::new());
    assert_eq!(w.things("reading"), (0, 0));
    assert_eq!(w.standing(first).reason, Some(Reason::NotFinished));
    assert_eq!(w.standing(first).logged, 20);
    assert_eq!(
        w.track("reading").next,
        Next::FinishThing {
            what: ThingKind::Book,
            missing: 6,
            begun: Some("Абай жолы".into()),
            note_words: 50
        }
    );
    let last = w.pages(9, 10, abai(true), note(49));
    assert_eq!(w.things("reading"), (0, 0));
    let short = Some(Reason::NoteTooShort { have: 49, need: 50 });
    assert_eq!((w.standing(last).reason, w.standing(first).reason), (short.clone(), short));
    w.entries[last].entry.note = note(50);
    assert_eq!(w.things("reading"), (0, 1));
    assert_eq!((w.standing(first).provisional, w.standing(first).reason), (20, None));
    w.approve(first);
    assert_eq!(w.things("reading"), (0, 1), "pages alone are no book");
    w.approve(last);
    assert_eq!(w.things("reading"), (1, 0));
    assert_eq!((w.standing(first).counted, w.standing(last).counted), (20, 10));
    assert_eq!(w.track("reading").best.unwrap().amount, 20);
}

#[test]
fn a_book_counts_only_once_whatever_it_is_called() {
    let mut w = World::bronze();
    let book = |n, title| thing(n, ThingKind::Book, title, true);
    let a = w.pages(0, 20, book(1, "Абай жолы"), note(50));
    let b = w.pages(5, 20, book(2, " «АБАЙ  жолы»! "), note(50));
    w.pages(6, 20, book(1, "Абай"), note(50));
    assert_eq!(w.things("reading"), (0, 2), "the second edition may stand for the title");
    w.entries.truncate(2);
    assert_eq!(w.things("reading"), (0, 1));
    assert_eq!(w.standing(b).reason, Some(Reason::AlreadyCounted));
    assert_eq!(w.standing(a).provisional, 20);
}

#[test]
fn another_approved_book_never_shuts_two_others_out() {
    let mut w = World::bronze();
    let book = |n, title| thing(n, ThingKind::Book, title, true);
    w.pages(5, 0, book(1, "Абай жолы"), note(50));
    w.pages(6, 0, book(2, "Көшпенділер"), note(50));
    w.approve_all();
    assert_eq!(w.things("reading"), (2, 0));
    let third = w.pages(1, 0, book(1, "Көшпенділер"), note(50));
    w.approve(third);
    assert_eq!(w.things("reading"), (2, 0));
}

#[test]
fn pages_of_the_same_book_under_a_second_id_find_their_book() {
    let mut w = World::bronze();
    let pages = w.pages(0, 15, thing(2, ThingKind::Book, "абай жолы", false), String::new());
    let last = w.pages(1, 5, thing(1, ThingKind::Book, "Абай жолы", true), note(50));
    w.approve(last);
    assert_eq!((w.standing(pages).provisional, w.standing(pages).reason), (15, None));
    assert_eq!(w.approve(pages).standing(pages).counted, 15);
}

#[test]
fn heritage_needs_hours_and_a_project() {
    let mut w = World::bronze();
    let family_tree = |finished| thing(1, ThingKind::Project, "Шежіре", finished);
    for day in 0..12 {
        let at = w.minutes("heritage", day, 60);
        w.entries[at].entry.thing = Some(family_tree(day == 11));
    }
    w.entries[11].entry.thing = Some(family_tree(false));
    w.approve_all();
    let t = w.track("heritage");
    assert_eq!((t.percent, t.status), (50, Status::OnCourse));
    assert!(t.entries.iter().all(|s| s.counted == 60 && s.reason.is_none()), "hours count as they are");
    assert!(matches!(t.next, Next::FinishThing { what: ThingKind::Project, missing: 1, .. }));
    w.entries[11].entry.thing = Some(family_tree(true));
    assert_eq!((w.track("heritage").percent, w.track("heritage").status), (100, Status::Done));
    // The same project again: its hours would count, the project does not.
    let again = w.minutes("heritage", 13, 60);
    w.entries[again].entry.thing = Some(thing(2, ThingKind::Project, "шежіре", true));
    assert_eq!(w.things("heritage"), (1, 0));
    assert_eq!(w.standing(again).reason, Some(Reason::AlreadyCounted));
    assert_eq!(w.standing(again).provisional, 60);
}

/// Bronze from the first day to the claim.
fn whole_bronze() -> World {
    let mut w = World::bronze();
    for week in 0..26 {
        w.minutes("sport", week * 7 + 2, 60);
        w.minutes("skills", week * 7 + 5, 60);
    }
    for n in 0..6 {
        w.pages(n * 20, 200, thing(n.into(), ThingKind::Book, &format!("Кітап {n}"), true), note(50));
    }
    for day in 0..24 {
        w.minutes("volunteering", day, 60);
    }
    for day in 0..12 {
        let at = w.minutes("heritage", day, 60);
        w.entries[at].entry.thing = Some(thing(77, ThingKind::Project, "Шежіре", day == 11));
    }
    w.journey(40, 9, 1);
    w.journey(41, 9, 0);
    for day in 0..10 {
        w.minutes("work", 60 + day, 120);
    }
    w
}

#[test]
fn bronze_from_the_first_day_to_the_claim() {
    let mut w = whole_bronze();
    w.on("2026-07-04");
    let p = w.progress();
    assert_eq!((p.percent, p.level_end), (0, d("2026-07-05")));
    assert_eq!((p.days_passed, p.days_total), (180, 181));
    assert!(p.tracks.iter().all(|t| t.percent_provisional == 100 && t.next == Next::AwaitReview));
    assert_eq!(p.blocks.len(), 8);
    assert_eq!(p.blocks[0], Block::Months { until: d("2026-07-05") });

    w.approve_all();
    let p = w.progress();
    assert_eq!(p.percent, 100);
    assert!(p.tracks.iter().all(|t| t.status == Status::Done && t.next == Next::Nothing));
    assert_eq!(p.blocks, [Block::Months { until: d("2026-07-05") }]);
    assert_eq!(p.earliest_finish, Some(d("2026-07-05")));
    assert_eq!(w.on("2026-07-05").progress().blocks, []);
    assert_eq!(w.on("2026-08-01").progress().earliest_finish, Some(w.today), "no day that is over");

    // One hour short of one week: the whole is not 100 any more, however small the gap.
    w.entries[0].entry.minutes = 59;
    let p = w.progress();
    assert_eq!((p.percent, p.tracks[0].percent), (99, 98));
    assert_eq!(p.tracks[0].status, Status::NeedsAttention, "the time is over");
    assert_eq!(p.blocks, [Block::Track { track: "sport".into() }]);
    // An optional track blocks no claim and weighs nothing.
    w.pack.tracks[0].optional = true;
    assert_eq!((w.progress().percent, w.progress().blocks), (100, vec![]));
}

#[test]
fn the_earliest_finish_follows_the_plan() {
    let mut w = whole_bronze();
    w.approve_all();
    let volunteering = w.pack.tracks.iter().position(|t| t.id == "volunteering").unwrap();
    let only = |w: &World, drop: &str| {
        let mut w = w.clone();
        w.entries.retain(|l| l.entry.track != drop);
        w
    };
    // Nothing planned for a track that is needed: no date can be named.
    let mut v = only(&w, "volunteering");
    v.on("2026-03-02");
    assert_eq!(v.progress().earliest_finish, None);
    v.pack.tracks[volunteering].optional = true;
    assert_eq!(v.progress().earliest_finish, Some(d("2026-07-05")), "the level's months at least");
    v.pack.tracks[volunteering].optional = false;
    // 24 hours, an hour on each Sunday: the first is 8 March, the 24th is 16 August.
    v.plan("volunteering", 0b100_0000, 60);
    assert_eq!(v.progress().earliest_finish, Some(d("2026-08-16")));
    // Half of it done and waiting: the 12th Sunday is 24 May, and then the months decide.
    for day in 0..12 {
        v.minutes("volunteering", day, 60);
    }
    assert_eq!(v.progress().earliest_finish, Some(d("2026-07-05")));

    // Sport from 6 July: 26 h in weeks of an hour are 26 Wednesdays, 8 July to 30 December.
    let mut s = only(&w, "sport");
    s.on("2026-07-06").plan("sport", 0b000_0100, 60);
    assert_eq!(s.progress().earliest_finish, Some(d("2026-12-30")));
    // Twice an hour: the cap is reached each week, the 22 windows decide: Fridays, the 22nd is 4 December,
    // but the hour of that week is full on Wednesday 2 December.
    s.plan.tracks[0].days = 0b001_0100;
    assert_eq!(s.progress().earliest_finish, Some(d("2026-12-02")));
    // Half an hour a week never reaches the minimum of a week.
    s.plan.tracks[0].days = 0b000_0100;
    s.plan.tracks[0].amount = 30;
    assert_eq!(s.progress().earliest_finish, None);
    // An hour on Monday 6 July is logged already: Wednesday fills that week up, and one week is saved.
    s.plan.tracks[0].amount = 60;
    s.minutes("sport", 182, 60);
    assert_eq!(s.progress().earliest_finish, Some(d("2026-12-23")));
    // Two hours instead: that week can add no more, and the other 24 hours take 24 more weeks.
    s.entries.last_mut().unwrap().entry.minutes = 120;
    assert_eq!(s.progress().earliest_finish, Some(d("2026-12-23")));
}

#[test]
fn what_is_logged_today_is_not_planned_for_today_again() {
    let mut w = whole_bronze();
    w.approve_all();
    w.entries.retain(|l| l.entry.track != "work");
    // 20 hours, two each day: ten days, today among them unless today's are logged.
    w.on("2026-07-06").plan("work", 0b111_1111, 120);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-15")));
    w.minutes("work", 182, 60);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-16")), "19 hours from tomorrow");

    // An hour on Sunday 12 July ends its week: the next Monday begins an empty one. 21 more weeks.
    let mut w = whole_bronze();
    w.approve_all();
    w.entries.retain(|l| l.entry.track != "sport");
    w.on("2026-07-12").plan("sport", 0b000_0001, 120);
    w.minutes("sport", 188, 60);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-11-30")));
}

#[test]
fn a_project_comes_out_of_the_hours_that_are_needed_anyway() {
    let mut w = whole_bronze();
    w.approve_all();
    w.entries.retain(|l| l.entry.track != "heritage");
    for day in 0..9 {
        w.minutes("heritage", day, 60);
    }
    w.on("2026-07-06").plan("heritage", 0b100_0000, 60);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-26")), "three hours, three Sundays");
    for day in 9..12 {
        w.minutes("heritage", day, 60);
    }
    assert_eq!(w.progress().earliest_finish, Some(d("2026-09-13")), "a project of ten hours by itself");
}

#[test]
fn almost_all_is_not_all() {
    let mut w = World::bronze();
    let need = crate::pack::Requirement::Quota { need: 60_000, attested: false };
    w.pack.levels[0].requirements.insert("work".into(), vec![need]);
    let (a, b) = (w.minutes("work", 0, 59_998), w.minutes("work", 0, 1));
    w.approve(a).approve(b);
    assert_eq!((w.track("work").percent, w.track("work").status), (99, Status::OnCourse));
    w.entries[b].entry.minutes = 2;
    assert_eq!((w.track("work").percent, w.track("work").status), (100, Status::Done));
}

#[test]
fn a_journey_and_books_are_in_the_finish_date_too() {
    let mut w = whole_bronze();
    w.approve_all();
    w.entries.retain(|l| l.entry.track != "travel");
    w.on("2026-07-06");
    assert_eq!(w.progress().earliest_finish, None);
    w.plan("travel", 0b010_0000, 1);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-12")), "Saturday 11 and the day after");
    w.plan.tracks[0].days = 0;
    assert_eq!(w.progress().earliest_finish, None);
    w.plan.tracks[0].goal = "Бурабай".into();
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-07")));

    let mut w = whole_bronze();
    w.entries.retain(|l| l.entry.track != "reading" || l.entry.on > d("2026-01-05"));
    w.on("2026-07-06").plan("reading", 0b111_1111, 20);
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-15")), "200 pages at 20 a day");
    w.pages(181, 100, thing(50, ThingKind::Book, "Көксерек", false), String::new());
    assert_eq!(w.progress().earliest_finish, Some(d("2026-07-10")), "100 pages of it are read");
}

#[test]
fn how_a_track_goes_beside_the_calendar() {
    let mut w = World::bronze();
    let status = |w: &World, t: &str| w.track(t).status;
    assert_eq!(status(&w, "sport"), Status::NotStarted);
    assert_eq!(w.track("sport").next, Next::FillWindow { have: 0, need: 60, until: d("2026-01-11") });
    assert_eq!(status(w.on("2026-01-23"), "sport"), Status::NotStarted, "a tenth is no delay");
    assert_eq!(status(w.on("2026-01-25"), "sport"), Status::NeedsAttention);
    assert_eq!(status(&w, "reading"), Status::NotStarted, "one book of six is granted");
    assert_eq!(status(w.on("2026-02-06"), "reading"), Status::NeedsAttention);
    assert_eq!(status(w.on("2026-05-20"), "travel"), Status::NotStarted);
    assert_eq!(status(w.on("2026-05-22"), "travel"), Status::NeedsAttention, "the last quarter");
    let at = w.minutes("work", 0, 1_200);
    assert_eq!(status(&w, "work"), Status::OnCourse, "what waits is on course too");
    assert_eq!(w.track("work").next, Next::AwaitReview);
    assert_eq!(status(w.approve(at), "work"), Status::Done);
    w.minutes("volunteering", 0, 60);
    assert_eq!(w.track("volunteering").next, Next::More { missing: 23 * 60, unit: Unit::Minutes });
}

#[test]
fn enough_weeks_but_too_few_hours_asks_for_hours() {
    let mut w = World::bronze();
    for week in 0..22 {
        w.minutes("sport", week * 7, 60);
    }
    w.today = w.day(21 * 7);
    assert_eq!(w.track("sport").next, Next::More { missing: 240, unit: Unit::Minutes });
    w.minutes("sport", 21 * 7, 60);
    assert_eq!(w.track("sport").next, Next::WindowDone { have: 120 }, "this week can add no more");
}

#[test]
fn entries_are_shown_from_the_newest_day() {
    let mut w = World::bronze();
    for day in [3, 9, 1, 9] {
        w.minutes("sport", day, 10);
    }
    let days: Vec<_> = w.track("sport").entries.iter().map(|s| s.on).collect();
    assert_eq!(days, [w.day(9), w.day(9), w.day(3), w.day(1)]);
}

#[test]
fn an_unknown_level_or_track_counts_for_nothing_and_does_no_harm() {
    let mut w = World::bronze();
    w.minutes("flying", 0, 60);
    assert!(w.progress().tracks.iter().all(|t| t.entries.is_empty()));
    w.enrolment.level = "platinum".into();
    let p = w.progress();
    assert_eq!((p.percent, p.earliest_finish, p.blocks.len()), (0, None, 7));
}

#[test]
fn amounts_beyond_all_bounds_do_not_overflow() {
    let mut w = World::bronze();
    for _ in 0..3 {
        let at = w.minutes("volunteering", 0, u32::MAX);
        w.approve(at);
        w.minutes("sport", 0, u32::MAX);
        let book = thing(1, ThingKind::Book, "", true);
        w.pages(0, u32::MAX, book, note(50));
    }
    assert_eq!(w.amount("volunteering").0, u32::MAX);
    assert_eq!(w.amount("sport"), (0, 120));
    for today in ["0000-01-01", "-1000-01-01", "+200000-01-01"] {
        w.today = d(today);
        w.plan("sport", 0xff, u32::MAX);
        let p = w.progress();
        assert!(p.days_passed <= p.days_total);
    }
    w.enrolment.start = chrono::NaiveDate::MAX;
    w.today = chrono::NaiveDate::MAX;
    w.progress();
}

#[test]
fn a_whole_gold_level_of_twenty_entries_a_day() {
    let w = gold(548);
    assert_eq!(w.entries.len(), 10_960);
    let p = w.progress();
    assert_eq!(p.tracks.iter().map(|t| t.entries.len()).sum::<usize>(), 10_960);
    assert!(p.tracks.iter().all(|t| t.needs.iter().all(|n| n.counted > 0)), "{p:?}");
}
