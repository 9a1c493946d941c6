//! Worked examples of journeys: bronze needs 2 days in a row with the night between them.

use super::world::*;
use crate::progress::{NeedKind, Reason, Status};

fn days(w: &World) -> (u32, u32) {
    w.need("travel", |k| *k == NeedKind::JourneyDays)
}

fn nights(w: &World) -> (u32, u32) {
    w.need("travel", |k| *k == NeedKind::JourneyNights)
}

#[test]
fn two_days_in_a_row_with_a_night() {
    let mut w = World::bronze();
    let first = w.journey(10, 1, 1);
    assert_eq!((days(&w), nights(&w)), ((0, 1), (0, 0)), "a night lies between two days");
    assert_eq!(w.standing(first).reason, Some(Reason::JourneyShort { have: 1, need: 2 }));
    let second = w.journey(11, 1, 0);
    assert_eq!((days(&w), nights(&w)), ((0, 2), (0, 1)));
    assert_eq!((w.standing(first).provisional, w.standing(first).reason), (1, None));
    w.approve(first);
    assert_eq!((days(&w), nights(&w)), ((1, 1), (0, 1)));
    assert_eq!(w.standing(first).counted, 0, "one approved day is no journey yet");
    w.approve(second);
    assert_eq!((days(&w), nights(&w)), ((2, 0), (1, 0)));
    assert_eq!(w.standing(first).counted, 1);
    assert_eq!(w.track("travel").status, Status::Done);
}

#[test]
fn a_gap_or_another_journey_breaks_the_run() {
    let mut w = World::bronze();
    w.journey(10, 1, 1);
    w.journey(12, 1, 0);
    assert_eq!(days(&w), (0, 1));
    w.journey(11, 2, 1);
    assert_eq!(days(&w), (0, 1), "the day between belongs to another journey");
    w.journey(11, 1, 0);
    assert_eq!((days(&w), nights(&w)), ((0, 3), (0, 1)));
    assert_eq!(w.track("travel").best.unwrap().on, w.day(10));
}

#[test]
fn two_journeys_one_after_the_other_are_no_longer_one() {
    let mut w = World::bronze();
    w.journey(10, 1, 1);
    w.journey(11, 2, 0);
    w.approve_all();
    assert_eq!((days(&w), nights(&w)), ((1, 0), (0, 0)));
}

#[test]
fn a_day_trip_twice_has_no_night() {
    let mut w = World::bronze();
    w.journey(10, 1, 0);
    w.journey(11, 1, 1);
    w.approve_all();
    assert_eq!((days(&w), nights(&w)), ((2, 0), (0, 0)), "the night after the last day is none between");
    assert_eq!((w.track("travel").percent, w.track("travel").status), (50, Status::OnCourse));
}

#[test]
fn one_day_counts_once_however_often_it_is_written_down() {
    let mut w = World::bronze();
    let twice = w.journey(10, 1, 0);
    let approved = w.journey(10, 1, 1);
    w.journey(11, 1, 0);
    w.approve(approved);
    assert_eq!(days(&w), (1, 1));
    assert_eq!(nights(&w), (0, 1));
    assert_eq!(w.standing(twice).reason, Some(Reason::AlreadyCounted), "the approved one stands");
}

#[test]
fn nights_of_a_short_journey_never_complete_a_long_one() {
    let mut w = World::bronze();
    let level = &mut w.pack.levels[0];
    level.requirements.insert(
        "travel".into(),
        vec![crate::pack::Requirement::Journey { days: 4, nights: 1, day_minutes: 0, practice: None }],
    );
    for (day, journey, night) in [(10, 1, 1), (11, 1, 0), (20, 2, 0), (21, 2, 0), (22, 2, 0), (23, 2, 0)] {
        w.journey(day, journey, night);
    }
    w.approve_all();
    assert_eq!((days(&w), nights(&w)), ((4, 0), (0, 0)));
    assert_ne!(w.track("travel").status, Status::Done);
}
