#![allow(clippy::unwrap_used)]

use qadam_domain::progress::{Best, Block, LeftOut, Need, NeedKind, Progress, TrackProgress};

use super::track::OneTrack;
use super::*;
use crate::profiles::tests::in_all;
use crate::year::tests::Routed;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn sport(next: Next) -> TrackProgress {
    let need = |kind, counted, needed| Need { kind, counted, provisional: 40, needed };
    TrackProgress {
        track: "sport".into(),
        needs: vec![
            need(NeedKind::Amount { unit: Unit::Minutes }, 1_080, 2_880),
            need(NeedKind::Windows { days: 7, min: 60 }, 18, 44),
        ],
        percent: 37,
        percent_provisional: 40,
        status: Status::NeedsAttention,
        next,
        best: Some(Best { amount: 105, unit: Unit::Minutes, on: day("2026-10-25"), days: 7 }),
        consistency: Some(82),
        finish: None,
        entries: vec![],
    }
}

fn track(window: Option<WindowNow>, counts: Option<bool>) -> TrackView {
    let first = day("2026-10-19");
    let week = |n: u64| Week {
        days: (0..7)
            .map(|d| DayAmount { on: first + chrono::Days::new(n * 7 + d), amount: (d as u32 % 3) * 20 })
            .collect(),
        total: 80,
        counts,
    };
    let next = Next::FillWindow { have: 40, need: 60, until: day("2026-11-22") };
    let progress = sport(next.clone());
    TrackView {
        line: TrackLine { track: "sport".into(), status: progress.status, next, unit: Unit::Minutes },
        progress,
        entries: vec![],
        total: 0,
        weeks: (0..5).map(week).collect(),
        window,
        date: day("2026-11-21"),
        level: "silver".into(),
        finish: finish(Some("2027-06-12")),
        history: TrackHistory {
            days: DaySpan { first: day("2026-02-01"), last: day("2027-01-31"), amounts: vec![0, 45, 30] },
            active: 2,
            months: vec![MonthSum { month: day("2026-02-01"), amount: 75, active: 2 }],
            best_day: Some(DayAmount { on: day("2026-02-02"), amount: 45 }),
            best_week: Some(DayAmount { on: day("2026-02-01"), amount: 75 }),
        },
        left_out: vec![
            LeftOut { reason: Reason::OverWindowCap { cap: 120 }, amount: 150, entries: 3 },
            LeftOut { reason: Reason::NotFinished, amount: 30, entries: 1 },
        ],
    }
}

fn finish(on: Option<&str>) -> TrackFinish {
    let weekly = Amount { value: 90, unit: Unit::Minutes };
    TrackFinish { track: "sport".into(), on: on.map(day), needed: true, planned: on.is_some(), weekly }
}

#[test]
fn a_track_says_the_weeks_rule_and_each_day_in_words() {
    let [kk, ru, en] = in_all(|| {
        let view = track(Some(WindowNow { have: 40, need: 60 }), Some(true));
        rsx! { OneTrack { view } }
    });
    // The rule of the week that runs, once and not again in the head of the card.
    assert_eq!(en.matches("of this week do not count yet").count(), 1, "{en}");
    // What does not count, by reason, with its sum.
    assert!(en.contains("Above what a week counts") && en.contains("2 h 30 min"), "{en}");
    assert!(en.contains("This week") && ru.contains("Эта неделя") && kk.contains("Осы апта"));
    // Five weeks, each with its total and a word for the tick; the day that has not come has no amount.
    assert_eq!(en.matches("the week counts").count(), 6);
    assert_eq!(en.matches(">80<").count(), 5);
    assert!(en.contains("21 November: ") && !en.contains("22 November: "), "{en}");
}

#[test]
fn a_track_without_weeks_has_totals_and_no_ticks() {
    let [_, _, en] = in_all(|| {
        let view = track(None, None);
        rsx! { OneTrack { view } }
    });
    assert!(!en.contains("the week counts") && en.contains(">80<"));
    assert!(!en.contains("This week"));
}

fn way(blocks: Vec<Block>) -> JourneyView {
    let (start, end) = (day("2026-02-01"), day("2027-02-01"));
    JourneyView {
        ring: Ring {
            level: "silver".into(),
            percent: 41,
            arcs: vec![],
            month: 10,
            months: 12,
            start,
            level_end: end,
            paused: 9,
            finish: None,
            on_course: false,
        },
        date: day("2026-11-21"),
        progress: Progress {
            tracks: vec![sport(Next::AwaitReview)],
            percent: 41,
            days_passed: 293,
            days_total: 365,
            earliest_finish: None,
            level_end: end,
            finish_by: None,
            consistency: Some(90),
            choices: vec![],
            blocks,
        },
        reports_open: 1,
        reportable: 3,
        finishes: vec![finish(Some("2027-06-12"))],
        levels: vec![
            medal("bronze", LevelState::Passed),
            medal("silver", LevelState::UnderWay),
            medal("gold", LevelState::Locked { from: day("2027-05-05") }),
        ],
        entries: 3,
    }
}

fn medal(level: &str, state: LevelState) -> LevelMedal {
    LevelMedal { level: level.into(), months: 18, age: 16, state }
}

#[test]
fn the_way_names_what_stands_before_the_claim() {
    let [kk, ru, en] = in_all(|| {
        let blocks = vec![Block::Months { until: day("2027-02-01") }, Block::Track { track: "sport".into() }];
        rsx! { Way { view: way(blocks) } }
    });
    assert!(en.contains("Before the level can be claimed: Sport."), "{en}");
    assert!(en.contains("months run until 1 February 2027"), "{en}");
    assert!(ru.contains("1 февраля 2027") && kk.contains("2027 ж. 1 ақпан"));
    let [_, _, free] = in_all(|| rsx! { Way { view: way(vec![]) } });
    assert!(!free.contains("Before the level") && !free.contains("months run until"));
}

#[test]
fn medals_say_where_each_level_stands() {
    let [kk, ru, en] = in_all(|| rsx! { Way { view: way(vec![]) } });
    assert!(en.contains("Under way: 41% counted"), "{en}");
    assert!(en.contains("From the age of 16: 5 May 2027.") && en.contains("After the Silver level"), "{en}");
    assert!(en.contains("You began with a later level.") && ru.contains("С 16 лет: 5 мая 2027"));
    assert!(kk.contains("16 жастан"));
    // One medal of metal, two outlines.
    assert_eq!(en.matches("medal--lock").count(), 2);
}

/// What a tap tells, in English.
fn told(make: fn(T, Programme) -> why::Told) -> String {
    let [_, _, en] = in_all(move || {
        let told = make(use_t(), use_programme());
        rsx! { WhySheet { told, onclose: |()| {} } }
    });
    en
}

fn part(what: Part, window: Option<WindowNow>) -> why::Told {
    let (t, p) = (use_t(), use_programme());
    let view = track(window, None);
    let of = Of { track: &view.progress, finish: Some(&view.finish), level: "silver", window };
    why::part(t, p, of, what)
}

#[test]
fn every_number_of_the_level_says_how_it_comes_about() {
    let level = told(|t, p| why::whole(t, p, &way(vec![]), Whole::Level));
    assert!(level.contains("41% of the level") && level.contains("The level needs 1 track."), "{level}");
    assert!(level.contains("<dt>Sport") && level.contains("37%"), "{level}");
    let time = told(|t, p| why::whole(t, p, &way(vec![]), Whole::Time));
    assert!(time.contains("Day 294 of 365") && time.contains("at least 12 months"), "{time}");
    assert!(time.contains("on that day at the earliest"), "{time}");

    let none = told(|t, p| why::whole(t, p, &way(vec![]), Whole::Finish));
    assert!(none.contains("No day yet") && none.contains("For one track or more"), "{none}");
    let last = told(|t, p| {
        let mut view = way(vec![]);
        view.ring.finish = Some(day("2027-06-12"));
        why::whole(t, p, &view, Whole::Finish)
    });
    // 48 h less 18 h counted and 40 min that wait; 44 weeks less 18 and 40: none left.
    assert!(last.contains("finishes last: 12 June 2027"), "{last}");
    assert!(last.contains("Still to log: 29 h 20 min.") && last.contains("1 h 30 min a week"), "{last}");
    assert!(!last.contains("Only one can be added"), "{last}");
    let months = told(|t, p| {
        let mut view = way(vec![]);
        view.ring.finish = Some(day("2027-02-01"));
        view.finishes = vec![finish(Some("2026-12-12"))];
        why::whole(t, p, &view, Whole::Finish)
    });
    assert!(months.contains("own months decide") && months.contains("12 December 2026"), "{months}");

    let claim = told(|t, p| {
        let blocks = vec![
            Block::Months { until: day("2027-02-01") },
            Block::Track { track: "sport".into() },
            Block::Reports { open: 2 },
        ];
        why::whole(t, p, &way(blocks), Whole::Claim)
    });
    assert!(claim.contains("2 reports are on their way"), "{claim}");
    assert!(
        claim.contains("until 1 February 2027") && claim.contains("waits for your mentor’s approval"),
        "{claim}"
    );
    let free = told(|t, p| why::whole(t, p, &way(vec![]), Whole::Claim));
    assert!(free.contains("Nothing stands before the claim"), "{free}");
}

#[test]
fn every_number_of_a_track_says_how_it_comes_about() {
    let hours = told(|_, _| part(Part::Need(0), None));
    assert!(hours.contains("Counted: 18 h.") && hours.contains("Waiting: 40 min."), "{hours}");
    assert!(hours.contains("Needed in all (Silver level): 48 h."), "{hours}");
    // The rule is the programme's own: an hour in seven days, two at most.
    assert!(hours.contains("7 days together count from 1 h on") && hours.contains("They add 2 h at most."));
    let weeks = told(|_, _| part(Part::Need(1), None));
    assert!(
        weeks.contains("Counted: 18 weeks.") && weeks.contains("Needed in all (Silver level): 44 weeks.")
    );
    let percent = told(|_, _| part(Part::Percent, None));
    assert!(percent.contains("mean of their percentages") && percent.contains("at least 40%"), "{percent}");
    assert!(percent.contains("done on 12 June 2027 at the earliest"), "{percent}");
    let window = told(|_, _| part(Part::Window, Some(WindowNow { have: 40, need: 60 })));
    assert!(window.contains("logged 40 min this week") && window.contains("From 1 h on"), "{window}");
    let steady = told(|_, _| part(Part::Steady, None));
    assert!(steady.contains("Steadiness: 82%") && steady.contains("coming back mends it"), "{steady}");
    let best = told(|_, _| part(Part::Best, None));
    assert!(best.contains("1 h 45 min, 25–31 October"), "{best}");
}

#[test]
fn the_level_is_a_picture_with_a_text() {
    let [kk, ru, en] = in_all(|| rsx! { OneTrack { view: track(None, None) } });
    assert!(en.contains("1 February 2026 to 21 November 2026: 2 days with an entry"), "{en}");
    assert!(en.contains("The most on 2 February 2026: 45 min."), "{en}");
    // Five squares in the legend, weekdays, months by their names in each language.
    assert_eq!(en.matches("<i class=\"s").count(), 5);
    assert!(en.contains(">Feb<") && ru.contains(">фев<") && kk.contains(">ақп<"));
    assert!(en.contains("February 2026") && en.contains("Fullest week, from 1 February 2026"));
    let [_, _, empty] = in_all(|| {
        let mut view = track(None, None);
        view.history = TrackHistory {
            days: DaySpan { amounts: vec![0; 3], ..view.history.days },
            active: 0,
            months: vec![],
            best_day: None,
            best_week: None,
        };
        rsx! { OneTrack { view } }
    });
    assert!(empty.contains("the first one colours the first day") && !empty.contains("Fullest"), "{empty}");
}

#[test]
fn the_track_that_is_open_is_marked_in_the_list_beside_it() {
    let [_, _, en] = in_all(|| rsx! { Routed { Way { view: way(vec![]), chosen: "sport" } } });
    assert!(en.contains("aria-current=\"page\">Sport") && en.contains("Year in review"), "{en}");
    let [_, _, none] = in_all(|| rsx! { Routed { Way { view: way(vec![]) } } });
    assert!(none.contains("Sport") && !none.contains("aria-current"));
}

#[test]
fn a_way_without_an_entry_begins() {
    let [_, _, en] = in_all(|| {
        let mut view = way(vec![]);
        (view.entries, view.ring.on_course) = (0, true);
        rsx! { Routed { Way { view } } }
    });
    assert!(en.contains("Your way begins") && en.contains("The first entry colours the ring"), "{en}");
    assert!(!en.contains("Year in review"));
}
