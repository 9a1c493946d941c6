//! What is reminded of, and when.

use super::world::{World, d};
use crate::ids::ThingId;
use crate::pauses::Excused;
use crate::plan::Dated;
use crate::reminders::{Planned, QUIET_FROM, QUIET_TO, Reminder, coming};
use uuid::Uuid;

fn of(track: &str) -> Planned {
    Planned { track: track.into(), dated: None }
}

fn at(on: &str, at_min: u16, of: &[Planned]) -> Reminder {
    Reminder { on: d(on), at_min, of: of.to_vec() }
}

/// Running at seven in the evening on Mondays, reading every day, swimming at six in the morning on Tuesdays.
fn world() -> World {
    let mut w = World::bronze();
    w.plan("sport", 0b1, 30).plan("reading", 0x7f, 20).plan("skills", 0b10, 45);
    w.plan.tracks[0].at_min = Some(19 * 60);
    w.plan.tracks[2].at_min = Some(6 * 60);
    w
}

#[test]
fn none_for_what_is_done_and_none_in_the_quiet_hours() {
    let w = world();
    let monday = d("2026-01-05");
    let coming = |done: &[Planned], minute| coming(&w.plan, &Excused::default(), done, (monday, minute), 1);
    let (sport, reading) =
        (at("2026-01-05", 1_140, &[of("sport")]), at("2026-01-05", 1_080, &[of("reading")]));
    let (early, next) = (at("2026-01-05", 1_245, &[of("skills")]), at("2026-01-06", 1_080, &[of("reading")]));
    assert_eq!(coming(&[], 600), [reading.clone(), sport.clone(), early.clone(), next.clone()]);
    assert_eq!(coming(&[of("reading")], 600), [sport.clone(), early.clone(), next.clone()]);
    assert_eq!(coming(&[of("reading"), of("sport")], 1_139), [early.clone(), next.clone()]);
    assert_eq!(coming(&[], 1_080), [sport, early, next.clone()], "what is past is past");
    assert_eq!(coming(&[], 1_245), [next]);
    let mut w = world();
    for at_min in 0..1_440 {
        w.plan.tracks[0].at_min = Some(at_min);
        let all = crate::reminders::coming(&w.plan, &Excused::default(), &[], (monday, 0), 8);
        assert!(all.iter().all(|r| (QUIET_TO..QUIET_FROM).contains(&r.at_min)), "{at_min}: {all:?}");
        assert!(all.iter().any(|r| r.of.contains(&of("sport"))), "{at_min}");
    }
}

#[test]
fn a_pause_is_quiet_and_a_journey_is_prepared_for_the_evening_before() {
    let mut w = world();
    w.plan.tracks.truncate(2);
    let id = ThingId(Uuid::from_u128(5));
    w.plan.dates.push(Dated {
        id,
        track: "travel".into(),
        on: d("2026-01-07"),
        until: Some(d("2026-01-09")),
        at_min: None,
        amount: 1,
        title: "Шарын".into(),
    });
    w.pause("2026-01-06", "2026-01-20");
    let excused = Excused::new(&w.plan.pauses, w.enrolment.start, 60);
    let travel = Planned { track: "travel".into(), dated: Some(id) };
    let all = coming(&w.plan, &excused, &[], (d("2026-01-05"), 1_200), 7);
    assert_eq!(all, [at("2026-01-06", 1_080, &[travel])], "what has a date was meant, in a pause too");
}
