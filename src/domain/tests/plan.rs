//! What a plan may hold.

use super::world::{World, d};
use crate::plan::{PlanError as E, TrackPlan};

fn with(fill: impl FnOnce(&mut TrackPlan)) -> Result<(), E> {
    let mut w = World::bronze();
    w.plan("sport", 0b001_0101, 60).plan("travel", 0, 0);
    fill(&mut w.plan.tracks[0]);
    w.plan.check(&w.pack)
}

#[test]
fn a_plan_is_checked_track_by_track() {
    let too_much = |track: &str, given, max| Err(E::TooMuch { track: track.into(), given, max });
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(with(|p| p.track = "flying".into()), Err(E::Track("flying".into())));
    let mut twice = World::bronze();
    twice.plan("sport", 1, 60).plan("sport", 2, 60);
    assert_eq!(twice.plan.check(&twice.pack), Err(E::Track("sport".into())), "twice");
    assert_eq!(with(|p| p.amount = 960), Ok(()));
    let full = Err(E::DayFull { minutes: 961, max: 960 });
    assert_eq!(with(|p| p.amount = 961), full, "people sleep");
    assert_eq!(with(|p| p.amount = 100_000), too_much("sport", 100_000, 1_440));
    let days = |p: &mut TrackPlan| {
        p.track = "work".into();
        p.days = 0b1000_0000;
    };
    assert_eq!(with(days), Err(E::BadTime("work".into())), "a week has seven days");
    assert_eq!(with(|p| p.at_min = Some(1_439)), Ok(()));
    assert_eq!(with(|p| p.at_min = Some(1_440)), Err(E::BadTime("sport".into())));
    assert_eq!(with(|p| p.goal = "ө".repeat(200)), Ok(()));
    assert_eq!(with(|p| p.goal = "ө".repeat(201)), Err(E::GoalTooLong("sport".into())));
    assert_eq!(with(|p| p.activity = Some("a".repeat(201))), Err(E::GoalTooLong("sport".into())));

    let mut w = World::bronze();
    w.plan("travel", 0b100_0000, 2);
    assert_eq!(w.plan.check(&w.pack), too_much("travel", 2, 1), "a day has one day");
    w.plan.tracks.clear();
    w.plan("reading", 0b111_1111, 480);
    assert_eq!(w.plan.check(&w.pack), Ok(()), "sixteen hours of reading");
    w.plan.tracks.clear();
    w.plan("reading", 0b111_1111, 2_001);
    assert_eq!(w.plan.check(&w.pack), too_much("reading", 2_001, 2_000));
}

#[test]
fn the_week_begins_on_monday() {
    let mut w = World::bronze();
    w.plan("sport", 0b100_0001, 45);
    let sport = w.plan.track("sport").unwrap();
    assert_eq!(sport.weekly(), 90);
    let on: Vec<bool> = (5..12).map(|day| sport.is_on(d(&format!("2026-01-{day:02}")))).collect();
    assert_eq!(on, [true, false, false, false, false, false, true]);
    assert!(w.plan.track("work").is_none());
}
