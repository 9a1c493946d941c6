//! The calendar file, read by somebody else's parser.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use icalendar::{Calendar, Component, DatePerhapsTime, EventLike};

use super::*;
use crate::plan::ics::{Event, Often, calendar};

/// What a calendar program makes of it: by summary, the beginnings of its occurrences.
fn read(file: &str) -> BTreeMap<String, Vec<NaiveDateTime>> {
    let parsed: Calendar = file.parse().unwrap();
    let mut out = BTreeMap::new();
    for e in parsed.events() {
        let start = match e.get_start().unwrap() {
            DatePerhapsTime::Date(d) => d.and_time(chrono::NaiveTime::MIN),
            DatePerhapsTime::DateTime(icalendar::CalendarDateTime::Floating(at)) => at,
            other => panic!("{other:?} is bound to a zone"),
        };
        let days = match e.property_value("RRULE") {
            Some(_) => e.get_recurrence().unwrap().all(1_000).dates.iter().map(|d| d.naive_local()).collect(),
            None => vec![start],
        };
        assert!(
            out.insert(e.get_summary().unwrap().to_owned(), days).is_none(),
            "each has a name of its own"
        );
    }
    out
}

fn at(day: &str, minutes: i64) -> NaiveDateTime {
    super::day(day).and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes)
}

fn event(summary: &str, on: &str, at: Option<(u16, u32)>, often: Often) -> Event {
    Event {
        uid: format!("{summary}@qadam"),
        summary: summary.into(),
        description: String::new(),
        on: super::day(on),
        at,
        often,
        except: Vec::new(),
        alarm: false,
    }
}

#[test]
fn a_calendar_reminds_where_that_is_wanted_and_never_in_the_quiet_hours() {
    let alarms = |at: Option<(u16, u32)>, alarm| {
        let day = Often::Until(super::day("2026-11-23"));
        let file = calendar("Plan", Millis(0), &[Event { alarm, ..event("Run", "2026-11-23", at, day) }]);
        let parsed: Calendar = file.parse().unwrap();
        assert_eq!(parsed.events().count(), 1);
        file.matches("BEGIN:VALARM").count()
    };
    assert_eq!(
        (alarms(Some((600, 30)), true), alarms(Some((600, 30)), false), alarms(None, true)),
        (1, 0, 0)
    );
    // Ten to seven is too early, ten to nine in the evening is not too late, nine is.
    let at = |minute| alarms(Some((minute, 30)), true);
    assert_eq!([at(420), at(430), at(1_269), at(1_270)], [0, 1, 1, 0]);
}

#[test]
fn another_program_finds_the_right_days() {
    let weekly = |days, until: &str| Often::Weekly(days, Some(super::day(until)));
    let mut with_pause = event("Pause", "2026-11-25", Some((420, 30)), weekly(0b100, "2026-12-16"));
    with_pause.except = vec![super::day("2026-12-02"), super::day("2026-12-09")];
    let mut days_off = event("Off", "2026-11-22", None, weekly(0b100_0000, "2026-12-06"));
    days_off.except = vec![super::day("2026-11-29")];
    let file = calendar(
        "Жоспар",
        Millis(1_795_237_200_000),
        &[
            event("Run", "2026-11-23", Some((7 * 60, 30)), weekly(0b101, "2026-12-02")),
            event("Late", "2026-11-23", Some((23 * 60 + 30, 120)), weekly(0b1, "2026-11-30")),
            event("Read", "2026-11-21", None, weekly(0b110_0000, "2026-11-28")),
            event("Charyn", "2027-06-03", None, Often::Until(super::day("2027-06-05"))),
            event("Contest", "2027-06-03", Some((600, 0)), Often::Until(super::day("2027-06-05"))),
            with_pause,
            days_off,
        ],
    );
    let found = read(&file);
    assert_eq!(
        found["Run"],
        [at("2026-11-23", 420), at("2026-11-25", 420), at("2026-11-30", 420), at("2026-12-02", 420)]
    );
    assert_eq!(found["Late"], [at("2026-11-23", 1_410), at("2026-11-30", 1_410)]);
    assert_eq!(found["Read"], [at("2026-11-21", 0), at("2026-11-22", 0), at("2026-11-28", 0)]);
    assert_eq!(found["Contest"], [at("2027-06-03", 600), at("2027-06-04", 600), at("2027-06-05", 600)]);
    assert_eq!(found["Pause"], [at("2026-11-25", 420), at("2026-12-16", 420)]);
    assert_eq!(found["Off"], [at("2026-11-22", 0), at("2026-12-06", 0)]);

    let parsed: Calendar = file.parse().unwrap();
    let ends: BTreeMap<_, _> =
        parsed.events().map(|e| (e.get_summary().unwrap(), e.get_end().unwrap())).collect();
    assert_eq!(ends["Charyn"], DatePerhapsTime::Date(super::day("2027-06-06")), "the day after the last one");
    assert_eq!(ends["Late"], at("2026-11-24", 90).into(), "past midnight");
    assert_eq!(ends["Contest"], at("2027-06-03", 615).into(), "no event is without length");
    assert!(parsed.events().all(|e| e.get_timestamp().is_some()));
}

#[test]
fn lines_are_folded_between_letters_and_texts_are_escaped() {
    let wild = "Абай; жолы, \\ «ә»\nекінші 🦌\r\t".repeat(20);
    let file = calendar(
        &wild,
        Millis(0),
        &[event(&wild, "2026-11-23", None, Often::Until(super::day("2026-11-23")))],
    );
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    for line in file.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{}: {line}", line.len());
        assert!(!line.contains(['\r', '\n', '\t']));
    }
    let parsed: Calendar = file.parse().unwrap();
    let e = parsed.events().next().unwrap();
    // What a calendar cannot show is left out; the rest comes back as it was written.
    let bare = wild.replace(['\r', '\t'], "");
    assert_eq!(e.get_summary().map(unescape), Some(bare));
}

/// The parser leaves escapes in some versions.
fn unescape(text: &str) -> String {
    if !text.contains("\\;") {
        return text.to_owned();
    }
    text.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
}

#[test]
fn the_plan_of_a_week_and_its_dates_are_in_it_in_the_chosen_language() {
    fn screen() -> Element {
        let (t, p) = (use_t(), use_programme());
        let mut sport = item("sport", 0b101, 45);
        sport.at_min = Some(420);
        let mut done = journey(4, "2026-11-20", None);
        done.title = "Өткен".into();
        let plan = Plan {
            tracks: vec![sport, item("reading", 0b1, 20), item("heritage", 0, 30)],
            dates: vec![journey(3, "2027-06-03", Some("2027-06-05")), done],
            ..Plan::default()
        };
        let v = view(plan);
        let events = along::events(t, p, &v);
        rsx! { pre { {calendar("Plan", v.made_at.unwrap_or_default(), &events)} } }
    }
    let [kk, ru, _] = in_all(screen);
    let file = |html: &str| {
        let inside = html.split("<pre>").nth(1).and_then(|h| h.split("</pre>").next()).unwrap();
        inside
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .replace("&#38;", "&")
    };
    let found = read(&file(&kk));
    assert_eq!(
        found.keys().map(String::as_str).collect::<Vec<_>>(),
        ["Кітап оқу", "Спорт және дене шынықтыру", "Шарын <шатқалы>"]
    );
    // To the 12th of May, when the level can be finished: later than its own earliest end.
    let sport = &found["Спорт және дене шынықтыру"];
    assert_eq!((sport.first(), sport.last()), (Some(&at("2026-11-23", 420)), Some(&at("2027-05-12", 420))));
    assert!(read(&file(&ru)).contains_key("Чтение книг"));
    assert!(file(&kk).contains("UID:sport.00000000000000000000000000000007@qadam"));
}
