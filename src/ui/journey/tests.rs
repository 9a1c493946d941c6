#![allow(clippy::unwrap_used)]

use qadam_domain::progress::{Best, Block, Need, NeedKind, Progress, TrackProgress};

use super::track::OneTrack;
use super::*;
use crate::profiles::tests::in_all;

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
    }
}

#[test]
fn a_track_says_the_weeks_rule_and_each_day_in_words() {
    let [kk, ru, en] = in_all(|| {
        let view = track(Some(WindowNow { have: 40, need: 60 }), Some(true));
        rsx! { OneTrack { view } }
    });
    // The rule of the week that runs, once and not again in the head of the card.
    assert_eq!(en.matches("of this week do not count yet").count(), 1, "{en}");
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
    }
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
