#![allow(clippy::unwrap_used)]

use super::*;
use crate::profiles::tests::in_all;

/// A place with links needs a router around it.
#[derive(Clone, Debug, PartialEq, Routable)]
enum Anywhere {
    #[route("/:..rest")]
    Here { rest: Vec<String> },
}

#[derive(Clone)]
struct Inside(Element);

#[component]
fn Here(rest: Vec<String>) -> Element {
    let _ = rest;
    use_context::<Inside>().0
}

#[component]
pub(crate) fn Routed(children: Element) -> Element {
    use_context_provider(|| Inside(children.clone()));
    rsx! { Router::<Anywhere> {} }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn year(entries: u32, active: u32) -> YearView {
    let month =
        |m| MonthSum { month: NaiveDate::from_ymd_opt(2026, m, 1).unwrap(), amount: m * 3, active: m };
    let best = DayAmount { on: day("2026-03-14"), amount: 95 };
    let mut amounts = vec![0; 325];
    amounts[5] = entries;
    YearView {
        year: 2026,
        date: day("2026-11-21"),
        years: (2025, 2026),
        entries,
        active,
        minutes: 5_430,
        pages: 812,
        tracks: vec![YearTrack {
            track: "sport".into(),
            amount: Amount { value: 2_700, unit: Unit::Minutes },
            entries: 40,
            best_day: Some(best),
            best_week: Some(best),
        }],
        books: vec!["Абай жолы".into(), "<b>Қан мен тер</b>".into()],
        projects: vec![],
        journeys: vec![YearJourney { title: "Шарын".into(), from: day("2026-06-02"), days: 3 }],
        months: (1..=12).map(month).collect(),
        weekdays: [1, 2, 3, 4, 9, 6, 7],
        steady: Some(Steady { weeks: 11, from: day("2026-02-03"), to: day("2026-04-19") }),
        comebacks: 3,
        first: Some(YearWord {
            on: day("2026-01-06"), track: "sport".into(), note: "Жүгірдім".into()
        }),
        last: None,
        days: DaySpan { first: day("2026-01-01"), last: day("2026-12-31"), amounts },
    }
}

#[test]
fn a_year_can_be_read_without_its_pictures() {
    let [kk, ru, en] = in_all(|| rsx! { Routed { OneYear { view: year(208, 120) } } });
    for said in [
        "90.5</b>",
        "812</b>",
        "December was the fullest month: 36 entries",
        "Friday is your day: active 9 times",
        "11 weeks in a row with an entry",
        "came back after a pause 3 times",
        "2 books read to the end",
        "“Абай жолы”",
        "“Шарын”",
        "3 days",
        "Жүгірдім",
        "Fullest day: 1 h 35 min, 14 March",
        "2026: 208 entries on 120 days",
    ] {
        assert!(en.contains(said), "{said}: {en}");
    }
    assert!(!en.contains("<b>Қан"), "titles are text, never markup");
    assert!(!en.contains("A good beginning") && !en.contains("Your latest words"));
    assert!(kk.contains("Ең мол ай — желтоқсан: 36 жазба") && ru.contains("2 книги прочитаны до конца"));
    // Columns say every number to those who cannot see them.
    assert!(en.contains("Jan 3, Feb 6, Mar 9") && kk.contains("Дс 1, Сс 2"));
}

#[test]
fn what_several_months_or_days_share_is_none_of_theirs() {
    let [_, _, alike] = in_all(|| {
        let mut view = YearView { weekdays: [4, 0, 4, 1, 0, 0, 0], ..year(208, 120) };
        view.months[3].amount = 36;
        rsx! { Routed { OneYear { view } } }
    });
    assert!(!alike.contains("fullest month") && !alike.contains("is your day"), "{alike}");
}

#[test]
fn a_small_year_is_a_beginning_and_an_empty_one_names_the_next_step() {
    let [_, _, small] = in_all(|| {
        let view = YearView { steady: None, comebacks: 0, books: vec![], journeys: vec![], ..year(3, 2) };
        rsx! { Routed { OneYear { view } } }
    });
    assert!(small.contains("A good beginning") && !small.contains("came back"));
    let [_, _, empty] = in_all(|| {
        let view = YearView { tracks: vec![], ..year(0, 0) };
        rsx! { Routed { OneYear { view } } }
    });
    assert!(empty.contains("The first entry is the first square") && !empty.contains("hours of your own"));
}

#[test]
fn years_are_left_and_right_as_far_as_there_are_any() {
    let [_, _, last] = in_all(|| rsx! { Routed { OneYear { view: year(208, 120) } } });
    assert!(last.contains("aria-label=\"2025\"") && !last.contains("aria-label=\"2027\""));
    let [_, _, first] = in_all(|| {
        let view = YearView { year: 2025, ..year(208, 120) };
        rsx! { Routed { OneYear { view } } }
    });
    assert!(first.contains("aria-label=\"2026\"") && !first.contains("aria-label=\"2024\""));
}
