#![allow(clippy::unwrap_used)]

use qadam_domain::{Pack, Plan, TrackPlan};

use super::sums::{clock_of, minutes_of, proposals, with};
use super::*;
use crate::profiles::tests::in_all;

fn item(track: &str, days: u8, amount: u32) -> TrackPlan {
    TrackPlan { track: track.into(), activity: None, goal: String::new(), days, amount, at_min: None }
}

#[test]
fn an_empty_plan_offers_seven_tracks_and_a_proposal() {
    let [kk, _, en] = in_all(|| {
        let plan = Plan::default();
        rsx! { PlanEditor { plan: plan.clone() } PlanSum { plan } }
    });
    assert_eq!(en.matches("No plan yet").count(), 7);
    assert!(en.contains("Suggest a plan") && en.contains("0 of 7 tracks planned"));
    assert!(kk.contains("Әлі жоспар жоқ"));
}

#[test]
fn what_is_proposed_passes_the_rules_and_is_drawn() {
    let pack = Pack::shipped().unwrap();
    let plan = proposals(&Plan::default(), &pack);
    plan.check(&pack).unwrap();
    assert_eq!(plan.tracks.len(), 7);
    let [kk, ru, en] = in_all(|| {
        let plan = proposals(&Plan::default(), &Pack::shipped().unwrap());
        rsx! { PlanEditor { plan: plan.clone() } PlanSum { plan } }
    });
    assert!(kk.contains("Дс, Бс · 30 мин") && kk.contains("Дс, Ср, Жм · 20 бет"), "{kk}");
    assert!(ru.contains("7 из 7") && en.contains("7 of 7 tracks planned"));
}

#[test]
fn changing_a_track_keeps_the_packs_order_and_the_others() {
    let pack = Pack::shipped().unwrap();
    let plan = Plan { tracks: vec![item("work", 1, 60)], ..Plan::default() };
    let plan = with(&plan, &pack, "sport", Some(&item("sport", 3, 30)));
    assert_eq!(plan.tracks.iter().map(|t| t.track.as_str()).collect::<Vec<_>>(), ["sport", "work"]);
    let plan = with(&plan, &pack, "sport", None);
    assert_eq!(plan.tracks.len(), 1);
}

#[test]
fn odd_plans_are_drawn_too() {
    in_all(|| {
        let mut wild = item("sport", 0xff, u32::MAX);
        wild.goal = "ұ".repeat(10_000);
        wild.activity = Some("no-such-activity".into());
        wild.at_min = Some(u16::MAX);
        let plan = Plan {
            tracks: vec![wild, item("no-such-track", 0, 0), item("reading", 0x7f, u32::MAX)],
            ..Plan::default()
        };
        rsx! { PlanEditor { plan: plan.clone() } PlanSum { plan } }
    });
}

#[test]
fn the_sheet_of_each_track_has_its_activities_and_days() {
    let [_, _, en] = in_all(|| {
        rsx! { ItemSheet { item: item("sport", 0b101, 30), planned: true, onchange: |_| {}, onclose: |()| {} } }
    });
    assert!(en.contains("Running") && en.contains("Monday") && en.contains("Take out of the plan"));
    assert_eq!(en.matches("aria-pressed=\"true\"").count(), 2, "Monday and Wednesday");
    let [_, _, travel] = in_all(|| {
        rsx! { ItemSheet { item: item("travel", 64, 1), planned: false, onchange: |_| {}, onclose: |()| {} } }
    });
    assert!(!travel.contains("stepper"), "a journey day is one day");
}

#[test]
fn times_of_day() {
    assert_eq!(minutes_of("07:30"), Some(450));
    assert_eq!(minutes_of("07:30:15"), Some(450));
    for bad in ["", "24:00", "7", "aa:bb", "12:60", "-1:00", "99999999:1"] {
        assert_eq!(minutes_of(bad), None, "{bad}");
    }
    assert_eq!(clock_of(450), "07:30");
}
