//! Who may begin which level, on calendar dates.

use super::world::{World, d};
use crate::enrolment::{EnrolmentError as E, check, is_minor};
use crate::{AgeError, Enrolment};

fn enrol(birth: &str, level: &str, start: &str, today: &str) -> Result<(), E> {
    let world = World::bronze();
    let e = Enrolment { birth: d(birth), level: level.into(), start: d(start), ..world.enrolment };
    check(&e, &world.pack, d(today))
}

#[test]
fn the_age_of_the_level_is_reached_on_the_birthday() {
    for (level, years, short) in [("bronze", 14, 2012), ("silver", 15, 2011), ("gold", 16, 2010)] {
        let birth = format!("{short}-11-22");
        assert_eq!(enrol(&birth, level, "2026-11-22", "2026-11-22"), Ok(()), "{level}");
        assert_eq!(
            enrol(&birth, level, "2026-11-21", "2026-11-22"),
            Err(E::TooYoung { needed: years, from: d("2026-11-22") }),
            "{level}: the day before, however late it is looked at"
        );
    }
}

#[test]
fn who_is_born_on_a_leap_day_begins_on_the_first_of_march() {
    let too_young = |from| Err(E::TooYoung { needed: 14, from: d(from) });
    assert_eq!(enrol("2012-02-29", "bronze", "2026-02-28", "2026-06-01"), too_young("2026-03-01"));
    assert_eq!(enrol("2012-02-29", "bronze", "2026-03-01", "2026-06-01"), Ok(()));
    assert_eq!(enrol("2008-02-29", "gold", "2024-02-29", "2026-06-01"), Ok(()), "a leap year has the day");
    assert_eq!(
        enrol("2008-02-29", "gold", "2024-02-28", "2026-06-01"),
        Err(E::TooYoung { needed: 16, from: d("2024-02-29") })
    );
}

#[test]
fn thirty_is_too_old_and_the_last_day_before_is_not() {
    assert_eq!(enrol("1996-11-22", "bronze", "2026-11-21", "2026-11-21"), Ok(()));
    assert_eq!(enrol("1996-11-22", "bronze", "2026-11-22", "2026-11-22"), Err(E::TooOld { max: 29 }));
}

#[test]
fn dates_that_cannot_be_are_told_apart() {
    let future = Err(E::Birth(AgeError::Future));
    assert_eq!(enrol("2027-01-01", "bronze", "2026-11-22", "2026-11-22"), future);
    assert_eq!(enrol("2026-11-23", "bronze", "2026-11-22", "2026-11-22"), future);
    let long_ago = Err(E::Birth(AgeError::TooLongAgo));
    assert_eq!(enrol("1226-01-01", "bronze", "2026-11-22", "2026-11-22"), long_ago);
    assert_eq!(enrol("0000-01-01", "bronze", "0015-01-01", "2026-11-22"), long_ago, "a level in the year 15");
    assert_eq!(enrol("-2000-01-01", "bronze", "2026-11-22", "2026-11-22"), long_ago);
    assert_eq!(
        enrol("2010-01-01", "bronze", "2026-11-23", "2026-11-22"),
        Err(E::StartInFuture),
        "tomorrow has not come"
    );
}

#[test]
fn a_level_that_the_pack_does_not_have() {
    let unknown = Err(E::UnknownLevel("platinum".into()));
    assert_eq!(enrol("2010-01-01", "platinum", "2026-11-22", "2026-11-22"), unknown);
}

#[test]
fn consent_is_needed_until_the_eighteenth_birthday() {
    assert!(is_minor(d("2008-11-23"), d("2026-11-22")));
    assert!(!is_minor(d("2008-11-22"), d("2026-11-22")));
    assert!(is_minor(d("2008-02-29"), d("2026-02-28")), "a leap day comes on the first of March");
    assert!(!is_minor(d("2008-02-29"), d("2026-03-01")));
    assert!(is_minor(d("2030-01-01"), d("2026-11-22")), "a birth date in the future is no adult");
}
