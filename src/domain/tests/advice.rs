//! What is said of a plan while it is made.

use super::world::{World, d};
use crate::advice::{Advice as A, Course, Tone, advise};
use crate::ids::ThingId;
use crate::plan::{Dated, PlanError as E};
use uuid::Uuid;

fn dated(n: u128, track: &str, on: &str, until: Option<&str>, amount: u32) -> Dated {
    Dated {
        id: ThingId(Uuid::from_u128(n)),
        track: track.into(),
        on: d(on),
        until: until.map(d),
        at_min: None,
        amount,
        title: "Шарын".into(),
    }
}

fn said(w: &World) -> Vec<A> {
    let progress = w.progress();
    let level = w.pack.level(&w.enrolment.level).unwrap();
    let start = w.enrolment.start;
    let end = level.earliest_end(start, &[]);
    let (pause_days, progress) = (level.pause_days, &progress.tracks[..]);
    advise(&w.plan, Course { pack: &w.pack, level, start, end, pause_days, today: w.today, progress })
}

/// What is said of one track.
fn of(w: &World, track: &str) -> Vec<A> {
    said(w).into_iter().filter(|a| a.track() == Some(track)).collect()
}

#[test]
fn a_track_without_a_plan_is_named() {
    let w = World::bronze();
    let all: Vec<A> = w.pack.tracks.iter().map(|t| A::NoPlan { track: t.id.clone() }).collect();
    assert_eq!(said(&w), all);
    assert!(all.iter().all(|a| a.tone() == Tone::Mind));
}

#[test]
fn a_week_below_the_minimum_or_above_the_cap_is_told_with_its_numbers() {
    // Bronze: 60 to 120 minutes a week, 22 weeks, 26 hours.
    let sport = |days: u8, minutes: u32| {
        let mut w = World::bronze();
        w.plan("sport", days, minutes);
        of(&w, "sport")
    };
    let track = || "sport".to_owned();
    assert_eq!(sport(0b1, 45), [A::BelowWindow { track: track(), planned: 45, need: 60, days: 7 }]);
    // 26 weeks of an hour, the last on Monday of the 26th week: before the six months are over.
    assert_eq!(sport(0b1, 60), [A::Done { track: track(), on: d("2026-06-29") }]);
    let over = A::OverCap { track: track(), planned: 150, cap: 120, days: 7 };
    // 13 weeks reach the hours, 22 weeks are needed.
    assert_eq!(sport(0b1_0101, 50), [over, A::Done { track: track(), on: d("2026-06-03") }]);
    assert_eq!(sport(0, 60), [A::BelowWindow { track: track(), planned: 0, need: 60, days: 7 },]);
}

#[test]
fn what_may_be_in_the_window_that_runs_makes_nobody_late() {
    let mut w = World::bronze();
    w.plan("sport", 0b1, 60); // 26 Mondays; the level ends with the 26th week
    w.on("2026-01-12");
    assert_eq!(of(&w, "sport"), [], "a week may be full already");
    w.on("2026-01-20");
    assert!(matches!(of(&w, "sport")[..], [A::Late { .. }]), "two are not");
}

#[test]
fn what_is_done_already_shortens_the_way_and_what_is_done_at_all_is_left_alone() {
    let mut w = World::bronze();
    w.plan("work", 0b10_0000, 60); // 20 hours: 20 Saturdays
    assert_eq!(
        of(&w, "work"),
        [A::Done { track: "work".into(), on: d("2026-05-23") }, A::InCharge { track: "work".into() }]
    );
    w.on("2026-05-24").minutes("work", 3, 600);
    assert_eq!(
        of(&w, "work")[0],
        A::Late { track: "work".into(), on: d("2026-08-01"), end: d("2026-07-05") }
    );
    w.minutes("work", 4, 600);
    assert_eq!(of(&w, "work"), []);
}

#[test]
fn a_journey_wants_dates_that_are_long_enough() {
    let mut w = World::bronze();
    w.plan("travel", 0b100_0000, 1);
    let wants = [A::JourneyDates { track: "travel".into(), days: 2, nights: 1 }];
    assert_eq!(of(&w, "travel"), wants);
    w.plan.dates = vec![dated(1, "travel", "2026-05-02", None, 1)];
    assert_eq!(of(&w, "travel"), wants, "one day is no journey of two");
    w.plan.dates = vec![dated(1, "travel", "2026-05-02", Some("2026-05-03"), 1)];
    assert_eq!(of(&w, "travel"), [A::Done { track: "travel".into(), on: d("2026-05-03") }]);
    w.on("2026-05-04");
    assert_eq!(of(&w, "travel"), wants, "one that has passed leads nowhere");
    w.plan.dates = vec![dated(1, "travel", "2026-07-06", Some("2026-07-09"), 1)];
    assert_eq!(
        of(&w, "travel"),
        [A::Late { track: "travel".into(), on: d("2026-07-09"), end: d("2026-07-05") }]
    );
}

#[test]
fn dated_days_add_to_the_week_and_a_plan_that_ends_too_soon_is_told() {
    let mut w = World::bronze();
    w.plan.dates = vec![dated(1, "work", "2026-02-02", Some("2026-02-21"), 60)];
    assert_eq!(of(&w, "work")[0], A::Done { track: "work".into(), on: d("2026-02-21") });
    w.plan.dates[0].until = Some(d("2026-02-20"));
    assert_eq!(of(&w, "work")[0], A::Never { track: "work".into() });
}

#[test]
fn pauses_move_the_end_and_nothing_is_kept_in_them() {
    let mut w = World::bronze();
    w.pack.levels[0].pause_days = 30;
    w.plan("work", 0b1, 48); // 25 Mondays: to 22 June
    assert_eq!(of(&w, "work")[0], A::Done { track: "work".into(), on: d("2026-06-22") });
    w.pause("2026-03-02", "2026-03-15");
    assert_eq!(of(&w, "work")[0], A::Done { track: "work".into(), on: d("2026-07-06") }, "in time: 19 July");
    w.pack.levels[0].pause_days = 0;
    assert_eq!(of(&w, "work")[0], A::Done { track: "work".into(), on: d("2026-06-22") }, "none is allowed");
}

#[test]
fn a_longer_window_makes_up_for_the_short_ones() {
    use crate::pack::{Longer, Requirement};
    let mut w = World::bronze();
    let rule = |longer: Vec<Longer>| {
        vec![Requirement::Regular { window_days: 7, min: 60, cap: None, windows: 12, total: None, longer }]
    };
    w.plan("sport", 0b1, 59);
    w.pack.levels[0].requirements.insert("sport".into(), rule(vec![]));
    assert_eq!(of(&w, "sport"), [A::BelowWindow { track: "sport".into(), planned: 59, need: 60, days: 7 }]);
    // 236 minutes in four weeks; twelve weeks are three such windows, the third full on its last Monday.
    w.pack.levels[0].requirements.insert("sport".into(), rule(vec![Longer { days: 28, min: 236 }]));
    assert_eq!(of(&w, "sport"), [A::Done { track: "sport".into(), on: d("2026-03-23") }]);
}

#[test]
fn a_long_day_gets_a_kind_word_and_an_impossible_one_is_refused() {
    let mut w = World::bronze();
    w.plan("sport", 0b1, 120).plan("skills", 0b1, 120);
    assert!(said(&w).iter().all(|a| a.track().is_some()), "four hours are fine");
    w.plan("reading", 0b1, 1);
    assert_eq!(said(&w)[0], A::LongDay { minutes: 242, on: None });
    w.plan.tracks.pop();
    w.plan.dates = vec![dated(1, "volunteering", "2026-01-12", None, 60)];
    assert_eq!(said(&w)[0], A::LongDay { minutes: 300, on: Some(d("2026-01-12")) });
    w.on("2026-01-13");
    assert_eq!(said(&w)[0].track(), Some("sport"), "yesterday's is history");

    w.plan.dates[0].amount = 960 - 240;
    assert_eq!(w.plan.check(&w.pack), Ok(()));
    w.plan.dates[0].amount += 1;
    assert_eq!(w.plan.check(&w.pack), Err(E::DayFull { minutes: 961, max: 960 }));
}

#[test]
fn dated_items_are_checked() {
    let mut w = World::bronze();
    let mut check = |change: &dyn Fn(&mut Vec<Dated>)| {
        w.plan.dates = vec![dated(1, "travel", "2026-06-03", Some("2026-06-05"), 1)];
        change(&mut w.plan.dates);
        w.plan.check(&w.pack)
    };
    let bad = || Err(E::BadDates("travel".into()));
    assert_eq!(check(&|_| {}), Ok(()));
    assert_eq!(check(&|v| v[0].until = Some(d("2026-06-02"))), bad());
    assert_eq!(check(&|v| v[0].until = Some(d("2026-08-01"))), Ok(()), "sixty days");
    assert_eq!(check(&|v| v[0].until = Some(d("2026-08-02"))), bad());
    assert_eq!(check(&|v| v.push(v[0].clone())), bad(), "one id twice");
    let many = |n: u128| {
        move |v: &mut Vec<Dated>| {
            *v = (0..n).map(|i| dated(i, "travel", "2026-06-03", None, 1)).collect();
        }
    };
    assert_eq!(check(&many(120)), Ok(()));
    assert_eq!(check(&many(121)), bad());
    assert_eq!(check(&|v| v[0].track = "flying".into()), Err(E::Track("flying".into())));
    assert_eq!(check(&|v| v[0].at_min = Some(1_440)), Err(E::BadTime("travel".into())));
    assert_eq!(check(&|v| v[0].title = "ә".repeat(201)), Err(E::GoalTooLong("travel".into())));
    assert_eq!(check(&|v| v[0].amount = 2), Err(E::TooMuch { track: "travel".into(), given: 2, max: 1 }));
    // At the ends of the calendar nothing overflows.
    let ends = |v: &mut Vec<Dated>| {
        v[0].on = chrono::NaiveDate::MIN;
        v[0].until = Some(chrono::NaiveDate::MAX);
    };
    assert_eq!(check(&ends), bad());
}

#[test]
fn a_new_item_may_not_lie_in_the_past_and_an_old_one_may() {
    let today = d("2026-06-10");
    let w = |on: &str| {
        let mut w = World::bronze();
        w.plan.dates = vec![dated(1, "travel", on, None, 1)];
        w.plan
    };
    let (past, now, far) = (w("2026-06-09"), w("2026-06-10"), w("2029-06-13"));
    assert_eq!(now.check_new([].iter(), today), Ok(()));
    assert_eq!(past.check_new([].iter(), today), Err(E::Day { given: d("2026-06-09") }));
    assert_eq!(past.check_new([now.clone(), past.clone()].iter(), today), Ok(()));
    assert_eq!(past.check_new([now].iter(), today), Err(E::Day { given: d("2026-06-09") }));
    assert_eq!(far.check_new([].iter(), today), Err(E::Day { given: d("2029-06-13") }));
}
