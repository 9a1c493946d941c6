#![allow(clippy::unwrap_used)]

use qadam_domain::advice::Advice;
use qadam_domain::{Dated, OpId, Pack, Plan, ThingId, TrackPlan};
use uuid::Uuid;

use super::approval::PlanOf;
use super::dated::DatedSheet;
use super::sums::{clock_of, minutes_of, proposals, with};
use super::*;
use crate::profiles::tests::in_all;

mod calendar;

fn item(track: &str, days: u8, amount: u32) -> TrackPlan {
    TrackPlan { track: track.into(), activity: None, goal: String::new(), days, amount, at_min: None }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn journey(n: u128, on: &str, until: Option<&str>) -> Dated {
    Dated {
        id: ThingId(Uuid::from_u128(n)),
        track: "travel".into(),
        on: day(on),
        until: until.map(day),
        at_min: None,
        amount: 1,
        title: "Шарын <шатқалы>".into(),
    }
}

/// 21 November 2026, bronze since the 2nd.
fn view(plan: Plan) -> PlanView {
    PlanView {
        plan,
        level: Some("bronze".into()),
        weekly_minutes: 0,
        course: Some(CourseView {
            level: "bronze".into(),
            start: day("2026-11-02"),
            end: day("2027-05-02"),
            pause_days: 60,
            finish: Some(day("2027-05-12")),
            tracks: Vec::new(),
        }),
        today: day("2026-11-21"),
        new_id: ThingId(Uuid::from_u128(99)),
        owner: AccountId(Uuid::from_u128(7)),
        made_at: Some(Millis(1_795_237_200_000)),
        approval: Approval::default(),
        past: Vec::new(),
        remind: false,
        offset_min: 300,
    }
}

fn word(approved: bool, message: &str) -> PlanWord {
    let (at, of) = (Millis(1_795_237_200_000), Millis(1_772_500_000_000));
    PlanWord { approved, message: message.into(), at, by: "Айгүл Сейтқали".into(), of }
}

#[test]
fn what_does_not_reach_the_level_is_said_beside_it() {
    let [kk, ru, en] = in_all(|| {
        let plan = Plan { tracks: vec![item("sport", 1, 45), item("skills", 0b101, 45)], ..Plan::default() };
        rsx! { PlanEditor { view: view(plan) } }
    });
    assert!(en.contains("A week comes to 45 min, at least 1 h is needed"), "{en}");
    assert!(kk.contains("Аптасына 45 мин шығады, кемінде 1 сағ керек"), "{kk}");
    assert!(ru.contains("За неделю выходит 45 мин, нужно не меньше 1 ч"), "{ru}");
    assert!(en.contains("At this pace it is done on"), "ninety minutes a week are fine");
    assert_eq!(en.matches("adv--mind").count(), 1);
}

#[test]
fn a_plan_too_full_for_a_day_is_refused_in_the_sheet_and_a_long_day_gets_a_kind_word() {
    let sheet = |minutes: u32| {
        in_all(move || {
            let plan = Plan { tracks: vec![item("skills", 1, 180)], ..Plan::default() };
            rsx! {
                ItemSheet { item: item("sport", 1, minutes), planned: false, view: view(plan), onchange: |_| {}, onclose: |()| {} }
            }
        })
    };
    let [_, _, fine] = sheet(60);
    assert!(!fine.contains("Leave time to rest") && !fine.contains("sleep needs time"));
    let [_, _, long] = sheet(120);
    assert!(long.contains("One day comes to 5 h. Leave time to rest"), "{long}");
    let [_, _, full] = sheet(800);
    assert!(full.contains("One day comes to 16 h 20 min, and 16 h is the most"), "{full}");
}

#[test]
fn dates_stand_by_months_and_what_has_passed_is_folded_away() {
    let [kk, _, en] = in_all(|| {
        let dates = vec![
            journey(1, "2027-06-03", Some("2027-06-05")),
            journey(2, "2026-11-28", None),
            journey(3, "2026-10-01", Some("2026-10-02")),
        ];
        rsx! { dates::Dates { view: view(Plan { dates, ..Plan::default() }) } }
    });
    let at = |text: &str| en.find(text).unwrap_or_else(|| panic!("{text}: {en}"));
    assert!(at("November 2026") < at("June 2027") && at("June 2027") < at("Past: 1"));
    assert!(
        en.contains("3–5 June")
            && en.contains("Шарын &lt;шатқалы&gt;") | en.contains("Шарын &#60;шатқалы&#62;")
    );
    assert!(kk.contains("3–5 маусым"), "{kk}");
}

#[test]
fn a_pause_says_what_it_excuses_and_where_the_finish_moves() {
    let [kk, _, en] = in_all(|| {
        let pauses = vec![exams("2027-05-20", "2027-06-18"), exams("2027-01-10", "2027-01-19")];
        rsx! { pauses::Pauses { view: view(Plan { pauses, ..Plan::default() }) } }
    });
    assert!(en.find("10–19 January").unwrap() < en.find("20 May – 18 June").unwrap(), "{en}");
    assert!(en.contains("10 of 60 days"), "only what lies before the end: {en}");
    assert!(kk.contains("Емтихан"));
    let [_, _, sheet] = in_all(|| {
        rsx! {
            pauses::PauseSheet {
                at: None, pause: exams("2027-04-01", "2027-04-10"), view: view(Plan::default()),
                onchange: |_| {}, onclose: |()| {},
            }
        }
    });
    // From the 2nd of May, ten days on.
    assert!(sheet.contains("10 days") && sheet.contains("12 May 2027"), "{sheet}");
}

fn exams(from: &str, to: &str) -> qadam_domain::Pause {
    qadam_domain::Pause { from: day(from), to: day(to), kind: qadam_domain::PauseKind::Exams }
}

#[test]
fn the_sheet_of_a_journey_says_how_long_it_must_be() {
    let sheet = |until: Option<&'static str>| {
        in_all(move || {
            rsx! {
                DatedSheet {
                    item: journey(1, "2026-11-28", until), planned: true, view: view(Plan::default()),
                    onchange: |_| {}, onclose: |()| {},
                }
            }
        })
    };
    let [_, _, one] = sheet(None);
    assert!(one.contains("A journey of 2 days in a row is needed"), "{one}");
    assert!(!one.contains("stepper"), "a day on a journey is one day");
    let [_, _, two] = sheet(Some("2026-11-29"));
    assert!(two.contains("it is done on 29 November 2026"), "{two}");
    let [_, _, past] = in_all(|| {
        rsx! {
            DatedSheet {
                item: journey(1, "2026-11-20", None), planned: false, view: view(Plan::default()),
                onchange: |_| {}, onclose: |()| {},
            }
        }
    });
    assert!(past.contains("20 November 2026 has passed"), "{past}");
}

#[test]
fn the_mentors_word_and_earlier_plans_are_read() {
    let of = |now: Option<PlanWord>, before: Option<PlanWord>| {
        in_all(move || {
            let mut v = view(Plan { tracks: vec![item("sport", 1, 60)], ..Plan::default() });
            v.approval = Approval { joined: true, now: now.clone(), before: before.clone() };
            v.past = vec![PastPlan {
                plan: Plan { tracks: vec![item("reading", 1, 20)], ..Plan::default() },
                since: Millis(1_772_500_000_000),
                until: Millis(1_795_237_200_000),
                word: before.clone(),
            }];
            rsx! { PlanAll { view: v } }
        })
    };
    let [kk, ru, en] = of(Some(word(true, "")), None);
    assert!(en.contains("Approved on 21 November 2026 by Айгүл Сейтқали"), "{en}");
    assert!(kk.contains("Айгүл Сейтқали мақұлдады") && ru.contains("Одобрен: Айгүл"));
    let [_, _, en] = of(Some(word(false, "Жорық қай күні?")), None);
    assert!(en.contains("Sent back on") && en.contains("Жорық қай күні?"));
    let [_, _, en] = of(None, Some(word(true, "")));
    assert!(en.contains("Approved: the plan of 3 March 2026. It has changed since"), "{en}");
    assert!(en.contains("Until 21 November 2026") && en.contains("20 pages"), "the earlier plan is there");
    let [_, _, en] = of(None, None);
    assert!(en.contains("Your plan waits for the mentor") && en.contains("Log without waiting"));
}

#[test]
fn a_mentor_reads_a_plan_and_answers() {
    let [kk, _, en] = in_all(|| {
        let mut v = view(Plan { tracks: vec![item("sport", 1, 45)], ..Plan::default() });
        v.approval.joined = true;
        let of = PlanOfView {
            participant: AccountId(Uuid::from_u128(1)),
            name: "Әсел".into(),
            revision: Some(OpId(Uuid::from_u128(2))),
            hints: vec![
                Advice::BelowWindow { track: "sport".into(), planned: 45, need: 60, days: 7 },
                Advice::LongDay { minutes: 300, on: None },
            ],
            view: v,
        };
        rsx! { PlanOf { of } }
    });
    assert!(en.contains("A word to Әсел") && en.contains("Approve") && en.contains("Send back"));
    assert!(
        en.contains("Sport &amp; fitness: A week comes to 45 min")
            || en.contains("fitness: A week comes to 45 min"),
        "{en}"
    );
    assert!(en.contains("One day comes to 5 h"), "{en}");
    assert!(kk.contains("Мақұлдау"));
}

#[test]
fn an_empty_plan_offers_seven_tracks_and_a_proposal() {
    let [kk, _, en] = in_all(|| {
        let plan = Plan::default();
        rsx! { PlanEditor { view: view(plan.clone()) } PlanSum { plan } }
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
        rsx! { PlanEditor { view: view(plan.clone()) } PlanSum { plan } }
    });
    assert!(kk.contains("Дс, Бс · 30 мин") && kk.contains("Дс, Ср, Жм · 20 бет"), "{kk}");
    assert!(ru.contains("7 из 7") && en.contains("7 of 7 tracks planned"));
}

#[test]
fn changing_a_track_keeps_the_packs_order_and_the_others() {
    let pack = Pack::shipped().unwrap();
    let dates = vec![journey(1, "2027-06-03", None)];
    let plan = Plan { tracks: vec![item("work", 1, 60)], dates, ..Plan::default() };
    let plan = with(&plan, &pack, "sport", Some(&item("sport", 3, 30)));
    assert_eq!(plan.tracks.iter().map(|t| t.track.as_str()).collect::<Vec<_>>(), ["sport", "work"]);
    let plan = with(&plan, &pack, "sport", None);
    assert_eq!((plan.tracks.len(), plan.dates.len()), (1, 1));
}

#[test]
fn odd_plans_are_drawn_too() {
    in_all(|| {
        let mut wild = item("sport", 0xff, u32::MAX);
        wild.goal = "ұ".repeat(10_000);
        wild.activity = Some("no-such-activity".into());
        wild.at_min = Some(u16::MAX);
        let mut date = journey(1, "2027-06-03", None);
        (date.on, date.until, date.at_min) = (NaiveDate::MIN, Some(NaiveDate::MAX), Some(u16::MAX));
        let plan = Plan {
            tracks: vec![wild, item("no-such-track", 0, 0), item("reading", 0x7f, u32::MAX)],
            dates: vec![date],
            ..Plan::default()
        };
        rsx! { PlanAll { view: view(plan.clone()) } PlanSum { plan } }
    });
}

#[test]
fn the_sheet_of_each_track_has_its_activities_and_days() {
    let [_, _, en] = in_all(|| {
        rsx! { ItemSheet { item: item("sport", 0b101, 30), planned: true, view: view(Plan::default()), onchange: |_| {}, onclose: |()| {} } }
    });
    assert!(en.contains("Running") && en.contains("Monday") && en.contains("Take out of the plan"));
    assert_eq!(en.matches("aria-pressed=\"true\"").count(), 2, "Monday and Wednesday");
    let [_, _, travel] = in_all(|| {
        rsx! { ItemSheet { item: item("travel", 64, 1), planned: false, view: view(Plan::default()), onchange: |_| {}, onclose: |()| {} } }
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
