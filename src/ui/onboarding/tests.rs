#![allow(clippy::unwrap_used)]

use qadam_domain::Pack;

use super::level::{check, proposed};
use super::you::{birth_error, birth_of};
use super::*;
use crate::profiles::tests::{boot, card, in_all};

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

#[test]
fn the_welcome_needs_nothing_but_texts() {
    let [kk, ru, en] = in_all(|| {
        rsx! { Welcome { lang: Lang::Ru, onlang: |_| {}, onstart: |()| {}, oncode: |()| {}, onimport: |()| {} } }
    });
    assert!(kk.contains("Бастау") && ru.contains("Начать") && en.contains("Start"));
    for html in [kk, ru, en] {
        for name in ["Қазақша", "Русский", "English"] {
            assert!(html.contains(name), "everybody finds their own language");
        }
        assert_eq!(html.matches("aria-checked=\"true\"").count(), 1);
        assert!(html.len() < 6_000, "{} bytes: it is a part of the first page", html.len());
    }
}

#[test]
fn nobody_yet_sees_the_welcome_and_an_open_profile_the_levels() {
    let [.., en] = in_all(|| rsx! { Onboarding { boot: boot(Vec::new()) } });
    assert!(en.contains("I have a sign-in code"));
    let [.., en] = in_all(|| {
        let mut boot = boot(vec![card(1, "Айша", Role::Participant, false)]);
        boot.open = boot.profiles.first().map(|p| p.id);
        rsx! { Onboarding { boot } }
    });
    assert!(en.contains("Choose your level") && en.contains("Date of birth"), "the date is asked again");
}

fn at(step: Step, name: &str, birth: &str) -> Element {
    *GUIDE.write() = Guide { step: Some(step), name: name.into(), birth: birth.into(), ..Guide::default() };
    rsx! { Onboarding { boot: boot(Vec::new()) } }
}

#[test]
fn a_level_that_is_not_open_says_on_which_birthday_it_opens() {
    // 15 since March: bronze and silver are open, gold from the 16th birthday.
    let [kk, ru, en] = in_all(|| at(Step::Level, "Айша", "2011-03-01"));
    assert!(en.contains("Opens on 1 March 2027, the day you turn 16."), "{en}");
    assert!(kk.contains("2027") && ru.contains("2027"));
    assert_eq!(en.matches("aria-disabled=\"true\"").count(), 1);
    assert!(en.contains("Choose Bronze"), "the first open level is proposed");
    assert!(en.contains("About 4 h a week, 6 books, an expedition of 2 days."), "{en}");
}

#[test]
fn too_young_for_all_levels_or_an_odd_date_gets_a_sentence() {
    let [.., en] = in_all(|| at(Step::Level, "Айша", "2020-01-01"));
    assert!(en.contains("No level is open"));
    assert_eq!(en.matches("role=\"radio\"").count(), 3);
    for odd in ["", "2099-01-01", "0001-01-01", "9999-99-99", "x"] {
        assert!(proposed(&Pack::shipped().unwrap(), birth_of(odd), day("2026-11-21")).is_none(), "{odd}");
    }
    let [.., en] = in_all(|| at(Step::Level, "", "2099-01-01"));
    assert!(en.contains("Date of birth") || en.contains("birth"));
    let [.., en] = in_all(|| at(Step::You, "", ""));
    assert!(en.contains("Your name"));
    in_all(|| at(Step::Code, "", ""));
}

#[test]
fn wrong_birth_dates_have_words() {
    let [.., en] = in_all(|| {
        let t = use_t();
        let today = day("2026-11-21");
        let said = ["", "2026-11-22", "1700-01-01"].map(|d| birth_error(t, d, today).unwrap());
        assert_eq!(birth_error(t, "2008-02-29", today), None);
        rsx! { for s in said { p { "{s}" } } }
    });
    assert_eq!(en.matches("<p>").count(), 3);
}

#[test]
fn a_leap_day_birthday_opens_on_the_first_of_march() {
    let pack = Pack::shipped().unwrap();
    let birth = day("2012-02-29");
    assert!(check(&pack, "bronze", birth, day("2026-02-28")).is_err());
    assert!(check(&pack, "bronze", birth, day("2026-03-01")).is_ok());
    assert!(check(&pack, "no-such-level", birth, day("2026-03-01")).is_err());
}

fn enrolled(step: Step) -> Element {
    let mut boot = boot(vec![card(1, "Айша", Role::Participant, false)]);
    boot.open = boot.profiles.first().map(|p| p.id);
    boot.enrolled = true;
    *GUIDE.write() =
        Guide { step: Some(step), birth: "2011-03-01".into(), staying: true, ..Guide::default() };
    assert!(is_staying());
    rsx! { Onboarding { boot } }
}

#[test]
fn after_the_level_come_plan_and_joining() {
    let [.., en] = in_all(|| enrolled(Step::Join));
    assert!(en.contains("a guardian signs a paper first") && en.contains("Later"));
    let [.., en] = in_all(|| enrolled(Step::Plan));
    assert!(en.contains("Plan seven tracks") && en.contains("Later"));
}

#[test]
fn an_export_of_another_phone_has_its_own_step() {
    let [kk, ru, en] = in_all(|| at(Step::Import, "", ""));
    for html in [&kk, &ru, &en] {
        assert!(html.contains("type=\"file\"") && html.contains("data-back"));
    }
    assert!(en.contains("Open an export file") && en.contains("Choose the file"));
    let [.., en] = in_all(|| at(Step::Welcome, "", ""));
    assert!(en.contains("I have an export file") && en.contains("data-tap=\"import\""));
}
