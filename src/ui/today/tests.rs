#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::*;
use crate::profiles::tests::in_all;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn draft(track: &str, minutes: u32, pages: u32) -> Draft {
    Draft {
        id: None,
        track: track.into(),
        activity: None,
        on: day("2026-11-21"),
        minutes,
        pages,
        nights: 0,
        thing: None,
        note: String::new(),
        attested_by: None,
        photos: vec![],
    }
}

fn item(track: &str, value: u32, unit: Unit, done: Option<u128>) -> PlanItem {
    PlanItem {
        track: track.into(),
        activity: None,
        goal: String::new(),
        until: None,
        amount: Amount { value, unit },
        at_min: Some(7 * 60),
        done: done.map(|n| EntryId(Uuid::from_u128(n))),
        draft: draft(track, value, 0),
    }
}

fn view(change: impl FnOnce(&mut TodayView)) -> TodayView {
    let date = day("2026-11-21");
    let mut view = TodayView {
        name: "Әсел Нұрланқызы".into(),
        date,
        minute_of_day: 8 * 60,
        ring: Ring {
            level: "silver".into(),
            percent: 41,
            arcs: vec![],
            month: 10,
            months: 12,
            start: day("2026-02-01"),
            level_end: day("2027-02-01"),
            paused: 9,
            finish: Some(day("2027-03-12")),
            on_course: true,
        },
        sync: SyncView::default(),
        plan: vec![item("sport", 30, Unit::Minutes, None), item("reading", 20, Unit::Pages, Some(1))],
        quick: vec![draft("skills", 30, 0), draft("reading", 0, 20)],
        steps: (0..14u64)
            .map(|n| StepDay { on: date - chrono::Days::new(13 - n), done: n % 2 == 0 })
            .collect(),
        logged: vec![],
        attention: None,
        unread: 0,
        first_time: false,
    };
    change(&mut view);
    view
}

#[test]
fn a_day_greets_by_first_name_and_says_what_is_planned() {
    let [kk, ru, en] = in_all(|| rsx! { Today { view: view(|_| {}) } });
    assert!(en.contains("Әсел!") && !en.contains("Нұрланқызы"), "{en}");
    assert!(kk.contains("21 қараша") && ru.contains("21 ноября") && en.contains("21 November"));
    assert!(en.contains("1 of 2"), "{en}");
    // The tick says in words what it would do, and what it has done.
    assert!(en.contains("aria-pressed=\"true\"") && en.contains("aria-pressed=\"false\""));
    assert!(en.contains("20 pages") && ru.contains("20 страниц") && kk.contains("20 бет"));
}

#[test]
fn the_first_day_has_one_next_step() {
    let [_, _, en] = in_all(|| {
        let view = view(|v| {
            (v.first_time, v.plan, v.quick) = (true, vec![], vec![]);
        });
        rsx! { Today { view } }
    });
    assert!(en.contains("The first step"), "{en}");
    assert!(!en.contains("qchip"));
}

#[test]
fn what_came_back_stands_first_with_the_mentors_line() {
    let [kk, ru, en] = in_all(|| {
        let report = ReportId(Uuid::from_u128(7));
        let view = view(|v| {
            v.attention =
                Some(Attention::Returned {
                    report, to_fix: 2, message: "Күнін <b>тексер</b>".into()
                });
        });
        rsx! { Today { view } }
    });
    for html in [kk, ru, en] {
        assert!(html.contains("Күнін") && !html.contains("<b>тексер"), "words of people are text");
        assert!(html.find("Күнін").unwrap() < html.find("h-plan").unwrap());
    }
}

#[test]
fn what_was_refused_says_what_happened_what_is_safe_and_what_to_do() {
    for count in [1, 3] {
        let [kk, ru, en] = in_all(move || {
            let first = OutboxRow {
                op: qadam_domain::OpId(Uuid::from_u128(3)),
                kind: OutboxKind::Entry,
                subject: "sport".into(),
                entry: Some(OutboxEntry {
                    id: EntryId(Uuid::from_u128(4)),
                    on: day("2026-11-24"),
                    amount: Amount { value: 30, unit: Unit::Minutes },
                }),
                report: None,
                at: Millis(0),
                state: OutboxState::Refused { why: Refusal::Rules },
            };
            let view = view(|v| v.attention = Some(Attention::Refused { count, first }));
            crate::mentor::tests::routed(move || rsx! { Today { view: view.clone() } })
        });
        assert!(kk.contains("24 қараша · 30 мин") && ru.contains("ничего не удалено"));
        assert!(en.contains("Correct it") && en.contains("What can be done"));
    }
}

#[test]
fn odd_numbers_are_drawn_too() {
    in_all(|| {
        let view = view(|v| {
            (v.minute_of_day, v.ring.month, v.ring.percent) = (u16::MAX, u32::MAX, u8::MAX);
            v.plan = vec![item("no-such-track", u32::MAX, Unit::Days, None)];
            v.quick = vec![draft("no-such-track", u32::MAX, u32::MAX)];
            v.steps = vec![];
        });
        rsx! { Today { view } }
    });
}
