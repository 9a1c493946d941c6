//! Pauses, longer windows, choices, practice and upper ages, with numbers that can be added up by hand.

use chrono::Days;

use super::world::*;
use crate::enrolment::{Award, Carried};
use crate::pack::{Choice, Longer, Practice, Requirement, Shortened};
use crate::progress::{Block, NeedKind, Next, Reason, Status};

fn regular(w: &mut World, longer: &[(u32, u32)], windows: u32) {
    for track in ["sport", "skills"] {
        let rule = Requirement::Regular {
            window_days: 7,
            min: 60,
            cap: None,
            windows,
            total: None,
            longer: longer.iter().map(|&(days, min)| Longer { days, min }).collect(),
        };
        w.pack.levels[0].requirements.insert(track.into(), vec![rule]);
    }
}

#[test]
fn a_pause_excuses_its_weeks_and_moves_the_end() {
    let mut w = World::bronze();
    w.pack.levels[0].pause_days = 30;
    // Twelve good weeks, then exams for three.
    for week in 0..12 {
        w.minutes("sport", week * 7, 70);
    }
    w.on("2026-04-19");
    assert_eq!(w.progress().level_end, d("2026-07-05"));
    assert_eq!((w.track("sport").consistency, w.track("sport").status), (Some(72), Status::OnCourse));
    w.pause("2026-03-30", "2026-04-19");
    let p = w.progress();
    assert_eq!(p.level_end, d("2026-07-26"), "21 days later");
    assert_eq!(w.track("sport").consistency, Some(100), "what a pause touches is no miss");
    assert_eq!(w.track("sport").next, Next::Rest { until: d("2026-04-19") });
    w.on("2026-04-20");
    assert!(matches!(w.track("sport").next, Next::FillWindow { have: 0, .. }));

    // Effort inside counts, and a pause beyond what the level allows excuses nothing.
    w.minutes("sport", 13 * 7, 60);
    assert_eq!(w.windows("sport"), (0, 13));
    w.pause("2026-05-01", "2026-06-30");
    assert_eq!(w.progress().level_end, d("2026-08-04"), "nine days are left of thirty");
}

#[test]
fn no_plan_is_kept_in_a_pause() {
    let mut w = World::bronze();
    w.pack.levels[0].pause_days = 90;
    w.plan("work", 0b000_0001, 120);
    assert_eq!(w.track("work").finish, Some(d("2026-03-09")), "ten Mondays of two hours");
    w.pause("2026-01-12", "2026-01-25");
    assert_eq!(w.track("work").finish, Some(d("2026-03-23")));
}

#[test]
fn an_hour_a_week_or_two_in_a_fortnight_or_four_in_four_weeks() {
    let mut w = World::bronze();
    regular(&mut w, &[(14, 120), (28, 240)], 13);
    w.on("2026-01-07");
    let first = w.minutes("sport", 0, 50);
    let below = |have, need, days, until: &str, open| {
        Some(Reason::WindowBelow { have, need, days, until: d(until), open })
    };
    assert_eq!(w.standing(first).reason, below(50, 60, 7, "2026-01-11", true));
    w.on("2026-01-13");
    assert_eq!(
        w.standing(first).reason,
        below(50, 120, 14, "2026-01-18", true),
        "the week is over, the fortnight is not"
    );
    w.minutes("sport", 8, 70);
    assert_eq!(w.windows("sport"), (0, 2), "120 in the fortnight: both weeks");
    w.minutes("sport", 27, 110);
    assert_eq!(w.windows("sport"), (0, 3), "230 in four weeks: two weeks, and the last by itself");
    w.minutes("sport", 14, 10);
    assert_eq!(w.windows("sport"), (0, 4), "240 in four weeks: all four");
    w.on("2026-03-01");
    let lone = w.minutes("sport", 30, 50);
    assert_eq!(w.standing(lone).reason, below(50, 240, 28, "2026-03-01", true));
    w.on("2026-03-02");
    assert_eq!(w.standing(lone).reason, below(50, 60, 7, "2026-02-08", false), "then it is its own week's");
    assert_eq!(w.track("sport").needs.len(), 1, "no total is asked for");
}

#[test]
fn the_plan_fills_longer_windows_too() {
    let mut w = World::bronze();
    regular(&mut w, &[(14, 120)], 4);
    w.plan("sport", 0b000_0001, 60).plan("skills", 0b000_0001, 30);
    assert_eq!(w.track("sport").finish, Some(d("2026-01-26")), "the fourth Monday");
    assert_eq!(w.track("skills").finish, None, "half an hour a week never makes two in a fortnight");
    w.plan.tracks[1].amount = 20;
    w.plan.tracks[1].days = 0b011_1111;
    assert_eq!(
        w.track("skills").finish,
        Some(d("2026-01-24")),
        "two hours in the third week make the fortnight"
    );
}

#[test]
fn one_of_several_tracks_has_more() {
    let mut w = World::bronze();
    regular(&mut w, &[], 3);
    let level = &mut w.pack.levels[0];
    let names = level.names.clone();
    level.choices.push(Choice {
        id: "more".into(),
        names,
        tracks: vec!["sport".into(), "skills".into()],
        windows: 2,
        unless: Some("tin".into()),
    });
    w.plan("sport", 1, 60).plan("skills", 1, 60);
    for week in 0..4 {
        let at = w.minutes("sport", week * 7, 60);
        if week < 3 {
            w.approve(at);
            w.minutes("skills", week * 7, 60);
        }
    }
    w.on("2026-01-31");
    let p = w.progress();
    let more = &p.choices[0];
    assert_eq!((more.leading.as_deref(), more.need.counted, more.need.provisional), (Some("sport"), 0, 1));
    assert_eq!(more.need.needed, 2);
    assert!(p.blocks.contains(&Block::Choice { choice: "more".into() }));
    for week in 4..7 {
        let at = w.minutes("skills", week * 7, 60);
        w.approve(at);
    }
    w.on("2026-02-28");
    let more = w.progress().choices[0].clone();
    assert_eq!((more.leading.as_deref(), more.need.counted, more.need.provisional), (Some("skills"), 0, 2));
    w.approve_all();
    let p = w.progress();
    assert_eq!((p.choices[0].need.counted, p.choices[0].need.provisional), (2, 0), "never more than asked");
    assert!(!p.blocks.contains(&Block::Choice { choice: "more".into() }));
    w.enrolment.awards.push(Award { level: "tin".into(), on: None });
    assert_eq!(w.progress().choices, [], "not asked of who holds that award");
}

#[test]
fn what_was_carried_counts_in_a_choice_too() {
    let mut w = World::bronze();
    regular(&mut w, &[], 3);
    let level = &mut w.pack.levels[0];
    let (names, tracks) = (level.names.clone(), vec!["sport".into(), "skills".into()]);
    level.choices.push(Choice { id: "more".into(), names, tracks, windows: 2, unless: None });
    let kind = NeedKind::Windows { days: 7, min: 60 };
    w.enrolment.carried.push(Carried { track: "sport".into(), kind, counted: 5 });
    let more = w.progress().choices[0].clone();
    assert_eq!((more.leading.as_deref(), more.need.counted), (Some("sport"), 2));
}

#[test]
fn an_earlier_award_shortens_the_level() {
    let mut w = World::level("silver");
    w.pack.levels[1].shortened_by = vec![Shortened { level: "bronze".into(), months: 6 }];
    assert_eq!(w.progress().level_end, d("2027-01-05"));
    w.enrolment.awards.push(Award { level: "bronze".into(), on: Some(d("2025-12-20")) });
    assert_eq!(w.progress().level_end, d("2026-07-05"));
}

#[test]
fn a_journey_is_practised_first_and_its_days_are_full() {
    let mut w = World::bronze();
    let travel = w.pack.levels[0].requirements.get_mut("travel").unwrap();
    let practice = Some(Practice { journeys: 1, days: 2 });
    *travel = vec![Requirement::Journey { days: 2, nights: 1, day_minutes: 360, practice }];
    let day = |w: &mut World, day, number, minutes| {
        let at = w.journey(day, number, 1);
        w.entries[at].entry.minutes = minutes;
        at
    };
    w.on("2026-06-01");
    let short = day(&mut w, 10, 1, 350);
    assert_eq!(w.standing(short).reason, Some(Reason::DayShort { have: 350, need: 360 }));
    w.entries[short].entry.minutes = 360;
    assert_eq!(w.track("travel").next, Next::Practise { days: 2 });
    let second = day(&mut w, 11, 1, 400);
    let needs = |w: &World| -> Vec<(u32, u32)> {
        w.track("travel").needs.iter().map(|n| (n.counted + n.provisional, n.needed)).collect()
    };
    assert_eq!(needs(&w), [(0, 2), (0, 1), (1, 1)], "the first journey is the practice");
    assert_eq!(w.standing(second).reason, Some(Reason::Practice));
    assert_eq!(w.track("travel").next, Next::GoOnJourney { days: 2, nights: 1 });
    day(&mut w, 20, 2, 380);
    day(&mut w, 21, 2, 380);
    assert_eq!(needs(&w), [(2, 2), (1, 1), (1, 1)]);
    assert_eq!(w.track("travel").next, Next::AwaitReview);
    // Another one before both: then there are two to practise, and nothing is lost.
    day(&mut w, 2, 3, 500);
    day(&mut w, 3, 3, 500);
    assert_eq!(needs(&w), [(2, 2), (1, 1), (1, 1)]);
    w.approve_all();
    assert_eq!(w.track("travel").status, Status::Done);
}

#[test]
fn some_programmes_end_at_a_birthday() {
    let mut w = World::bronze();
    w.pack.ages.finish_before = Some(17);
    assert_eq!(w.progress().finish_by, Some(d("2026-02-28")), "the seventeenth birthday is on 1 March");
    w.on("2026-03-05");
    let at = w.minutes("volunteering", 55, 60);
    assert_eq!(w.standing(at).reason, Some(Reason::AfterEnd { last: d("2026-02-28") }));
    assert!(w.progress().blocks.contains(&Block::TooLate { last: d("2026-02-28") }));
    w.entries[at].entry.on = d("2026-02-28");
    assert_eq!(w.standing(at).reason, None);
}

#[test]
fn the_score_of_steadiness_forgives() {
    let mut w = World::bronze();
    assert_eq!(w.progress().consistency, None, "nothing is over yet");
    for week in 0..20 {
        w.minutes("sport", week * 7, 60);
    }
    let last = w.day(20 * 7 - 1);
    w.today = last;
    assert_eq!(w.track("sport").consistency, Some(100));
    // A miss costs an eighth and some, two comebacks mend a part of it.
    w.today = last + Days::new(8);
    assert_eq!(w.track("sport").consistency, Some(87));
    w.minutes("sport", 21 * 7, 60);
    w.minutes("sport", 22 * 7, 30);
    w.today = w.day(22 * 7);
    assert_eq!(w.track("sport").consistency, Some(88));
    w.today = w.day(23 * 7);
    assert_eq!(w.track("sport").consistency, Some(83), "half of what is needed is half a week");
}

#[test]
fn open_reports_stand_before_the_claim() {
    let w = World::bronze();
    let input = crate::progress::Input {
        pack: &w.pack,
        enrolment: &w.enrolment,
        plan: &w.plan,
        entries: &[],
        open_reports: 2,
        today: w.today,
    };
    assert!(crate::progress::progress(input).blocks.contains(&Block::Reports { open: 2 }));
}
