#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use qadam_domain::entry::Attestation;
use qadam_domain::progress::Standing;
use qadam_domain::report::{ReportState, Verdict};
use qadam_domain::{OpId, ThingId};
use uuid::Uuid;

use super::entry::{One, adds};
use super::filter::Choices;
use super::list::Days;
use super::*;
use crate::profiles::tests::in_all;

/// The only place of a router that links need around them.
#[derive(Clone, Debug, PartialEq, Routable)]
pub(super) enum Only {
    #[route("/")]
    Top {},
}

#[derive(Clone)]
pub(super) struct Screen(pub Rc<dyn Fn() -> Element>);

#[component]
fn Top() -> Element {
    let screen: Screen = use_context();
    (screen.0)()
}

/// Drawn with links that lead somewhere.
fn in_places(screen: impl Fn() -> Element + 'static) -> [String; 3] {
    let screen = Screen(Rc::new(screen));
    in_all(move || {
        use_context_provider(|| screen.clone());
        rsx! { Router::<Only> {} }
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn standing(counted: u32, provisional: u32, reason: Option<Reason>) -> Standing {
    let entry = EntryId(Uuid::from_u128(1));
    Standing { entry, on: day("2026-11-19"), logged: 40, counted, provisional, reason }
}

fn row(n: u128, on: &str, note: &str) -> EntryRow {
    EntryRow {
        id: EntryId(Uuid::from_u128(n)),
        track: "skills".into(),
        activity: Some("dombyra".into()),
        title: None,
        on: day(on),
        amount: Amount { value: 40, unit: Unit::Minutes },
        note: note.into(),
        photos: vec![],
        place: Place::Sent,
        standing: None,
    }
}

fn book(hits: u32, all: u32) -> BookView {
    let sums = vec![Amount { value: 80, unit: Unit::Minutes }, Amount { value: 12, unit: Unit::Pages }];
    let days = vec![
        BookDay {
            on: day("2026-11-20"),
            continued: false,
            hits: 3,
            sums,
            rows: vec![row(1, "2026-11-20", "Жаңа <b>күй</b>"), row(2, "2026-11-20", "")],
        },
        BookDay {
            on: day("2025-12-31"),
            continued: false,
            hits: 1,
            sums: vec![],
            rows: vec![row(3, "2025-12-31", "")],
        },
    ];
    let days = if hits == 0 { vec![] } else { days };
    BookView { hits, all, days, today: day("2026-11-21"), first: Some(day("2025-11-30")) }
}

fn drawn(view: BookView, wanted: Wanted) -> [String; 3] {
    in_places(move || {
        let heights = CopyValue::new(vec![]);
        rsx! { Book { view: view.clone(), of: wanted.clone(), wanted: wanted.clone(), heights, onwant: |_| {} } }
    })
}

#[test]
fn days_have_headings_totals_and_rows_that_lead_to_their_entry() {
    let [kk, ru, en] = drawn(book(10_950, 10_950), Wanted::default());
    assert!(kk.contains("Кеше") && ru.contains("Вчера") && en.contains("Yesterday"));
    assert!(en.contains("3 entries · 1 h 20 min · 12 pages"), "{en}");
    assert!(ru.contains("10\u{202f}950 записей") && en.contains("10,950 entries"));
    assert!(en.contains("31 December 2025"), "another year is said: {en}");
    assert!(en.contains(&format!("/entry/{}", Uuid::from_u128(1))));
    assert!(en.contains("Жаңа") && !en.contains("<b>күй"), "notes are text");
    // Ten thousand rows are 274 boxes, of which the first alone has rows before anybody scrolls.
    assert_eq!(en.matches("class=\"part\"").count(), 274);
    assert_eq!(en.matches("class=\"row rowbtn\"").count(), 3);
}

#[test]
fn a_day_that_began_in_the_part_before_has_no_second_heading() {
    let [_, _, en] = in_places(|| {
        let mut days = book(3, 3).days;
        days[0].continued = true;
        rsx! { Days { days, today: day("2026-11-21") } }
    });
    assert_eq!(en.matches("<h2>").count(), 1);
    assert!(en.contains("aria-label=\"Friday, 20 November\""), "the day is said all the same: {en}");
}

#[test]
fn what_is_chosen_can_be_taken_off() {
    let wanted = Wanted {
        text: "күй".into(),
        track: Some("skills".into()),
        from: Some(day("2026-10-01")),
        to: Some(day("2026-10-31")),
        status: Some(BookStatus::NotYet),
    };
    let [kk, ru, en] = drawn(book(1, 900), wanted.clone());
    assert!(en.contains("1 entry found of 900") && ru.contains("Найдена 1 запись из 900"), "{ru}");
    assert!(
        en.contains("Talent: take the filter off") && en.contains("October 2026: take the filter off"),
        "{en}"
    );
    assert!(kk.contains("Әлі есептелмейді: сүзгіні алып тастау"));
    assert!(en.contains("Clear the search"));
    let [_, _, none] = drawn(book(0, 900), wanted.clone());
    assert!(none.contains("Nothing found") && none.contains("Show everything"));
    let [_, _, choices] = in_all(move || {
        let (first, today) = (Some(day("2025-11-30")), day("2026-11-21"));
        rsx! { Choices { wanted: wanted.clone(), first, today, onwant: |_| {} } }
    });
    // From November 2025 to November 2026, "all the time" and "choose".
    assert_eq!(choices.matches("<option").count(), 13 + 2);
    assert_eq!(choices.matches("aria-pressed=\"true\"").count(), 2);
    let [_, _, custom] = in_all(|| {
        let wanted = Wanted { from: Some(day("2026-10-03")), ..Wanted::default() };
        rsx! { Choices { wanted, first: Some(day("2026-10-01")), today: day("2026-11-21"), onwant: |_| {} } }
    });
    assert!(custom.contains("type=\"date\"") && custom.contains("2026-10-03"));
}

#[test]
fn an_empty_book_names_the_next_step() {
    let [kk, _, en] = drawn(book(0, 0), Wanted::default());
    assert!(kk.contains("Алғашқы жазба") && en.contains("First entry") && !en.contains("type=\"search\""));
}

fn version(n: u128, at: i64, minutes: u32, note: &str) -> Version {
    Version {
        revision: OpId(Uuid::from_u128(n)),
        at: Millis(at),
        offset_min: 300,
        removed: false,
        draft: Draft {
            id: Some(EntryId(Uuid::from_u128(1))),
            track: "skills".into(),
            activity: Some("dombyra".into()),
            on: day("2026-11-19"),
            minutes,
            pages: 0,
            nights: 0,
            thing: None,
            note: note.into(),
            attested_by: Some(Attestation { name: "Гүлнар".into(), role: "ұстаз".into() }),
            photos: vec![],
        },
    }
}

const AT: i64 = 1_795_237_200_000; // 21 November 2026, 10:00

fn one(change: impl FnOnce(&mut EntryView)) -> EntryView {
    let now = version(3, AT, 30, "Екі жол\nекінші <i>жол</i>");
    let mut gone = version(2, AT - 60_000, 40, "Бір жол");
    gone.removed = true;
    let mut view = EntryView {
        row: EntryRow {
            amount: Amount { value: 30, unit: Unit::Minutes },
            ..row(1, "2026-11-19", &now.draft.note)
        },
        again: now.draft.clone(),
        now,
        first_at: Millis(AT - 3_600_000),
        late: None,
        report: None,
        word: None,
        removable: true,
        past: vec![gone, version(1, AT - 3_600_000, 40, "Бір жол")],
        beside: vec![],
        today: day("2026-11-21"),
    };
    change(&mut view);
    view
}

#[test]
fn an_entry_says_everything_and_what_it_was_before() {
    let [kk, ru, en] = in_all(|| {
        let view = one(|v| v.row.standing = Some(standing(0, 30, None)));
        rsx! { One { view } }
    });
    assert!(en.contains("Thursday, 19 November") && kk.contains("Бейсенбі") && ru.contains("Четверг"));
    assert!(en.contains("Гүлнар, ұстаз") && en.contains("екінші") && !en.contains("<i>жол"));
    assert!(en.contains("Adds 30 min of 40 min once your mentor agrees."));
    assert!(
        en.contains("21 November, 09:00") && en.contains("21 November, 10:00"),
        "written and edited: {en}"
    );
    assert!(en.contains("Removed") && kk.contains("Өшірілген"));
    assert_eq!(en.matches("Bring this version back").count(), 1, "a removal cannot be brought back");
    assert!(en.contains("Remove the entry"));
}

#[test]
fn what_was_other_is_said_part_by_part() {
    let [_, ru, en] = in_all(|| {
        let view = one(|v| {
            let mut was = version(1, AT - 3_600_000, 40, "");
            (was.draft.on, was.draft.attested_by) = (day("2026-11-18"), None);
            v.past = vec![was];
        });
        rsx! { One { view } }
    });
    for line in ["Was 40 min", "Day: 18 November 2026", "Who can confirm it: none", "Note: none"] {
        assert!(en.contains(line), "{line}: {en}");
    }
    assert!(ru.contains("Было 40 мин"));
}

#[test]
fn what_another_phone_wrote_is_shown_beside_it_with_both_ways_out() {
    let other = || version(7, AT + 60_000, 50, "Басқа телефоннан");
    let [kk, ru, en] = in_all(move || rsx! { One { view: one(|v| v.beside = vec![other()]) } });
    assert!(
        en.contains("Two phones say different things") && en.contains("50 min") && !en.contains("Was 50")
    );
    assert!(en.contains("Note: “Басқа телефоннан”") && !en.contains("Day:"), "only what is other: {en}");
    assert!(en.contains("Take this one") && en.contains("Keep what is there"));
    assert!(kk.contains("Екі телефонда") && ru.contains("Взять это"));
    let [_, _, en] = in_all(move || {
        let view = one(|v| (v.now.removed, v.removable, v.beside) = (true, false, vec![other()]));
        rsx! { One { view } }
    });
    assert!(en.contains("removed on one phone") && en.contains("Leave it removed") && en.contains("50 min"));
}

#[test]
fn a_late_entry_a_word_and_a_report_are_shown() {
    let report = ReportId(Uuid::from_u128(5));
    let [kk, ru, en] = in_places(move || {
        let view = one(|v| {
            v.late = Some(9);
            v.removable = false;
            v.row.place = Place::Counted;
            v.report = Some(EntryReport { id: report, state: ReportState::Seen, submitted_at: Millis(AT) });
            v.word = Some(EntryWord {
                verdict: Verdict::ToFix,
                reason: "Күнін <b>тексер".into(),
                by: "Айгүл".into(),
                at: Millis(AT),
                of_this: false,
            });
        });
        rsx! { One { view } }
    });
    assert!(
        en.contains("Entered 9 days later") && ru.contains("через 9 дней") && kk.contains("9 күн өткен соң")
    );
    assert!(en.contains(&format!("/report/{report}")) && en.contains("Айгүл, 21 November 2026"));
    assert!(en.contains("Күнін") && !en.contains("<b>тексер") && en.contains("earlier version"));
    assert!(en.contains("A counted entry cannot be removed") && !en.contains("Remove the entry"));
}

#[test]
fn a_removed_entry_can_come_back_and_nothing_else() {
    let [_, _, en] = in_all(|| {
        let view = one(|v| (v.now.removed, v.removable) = (true, false));
        rsx! { One { view } }
    });
    assert!(en.contains("This entry was removed") && en.contains("Bring it back"));
    assert!(!en.contains("cannot be removed"));
}

#[test]
fn what_an_entry_adds_is_one_sentence() {
    let why = || Some(Reason::OverDailyCap { cap: 30 });
    let cases = [
        (standing(40, 0, None), Some("40 min counted.")),
        (standing(30, 0, why()), Some("30 min of 40 min counted. A day counts at most 30 min.")),
        (standing(0, 40, None), Some("Adds 40 min once your mentor agrees.")),
        (
            standing(0, 30, why()),
            Some("Adds 30 min of 40 min once your mentor agrees. A day counts at most 30 min."),
        ),
        (standing(20, 20, None), Some("20 min counted, 20 min more wait for your mentor.")),
        (standing(0, 0, why()), Some("A day counts at most 30 min.")),
        (standing(0, 0, None), None),
    ];
    for (s, said) in cases {
        let [_, _, en] = in_all(move || {
            let text = adds(use_t(), Unit::Minutes, &s).map(|(_, _, text)| text);
            rsx! { p { {text.unwrap_or("nothing".into())} } }
        });
        assert!(en.contains(said.unwrap_or("nothing")), "{said:?}: {en}");
    }
}

#[test]
fn things_keep_their_titles() {
    let [_, _, en] = in_all(|| {
        let view = one(|v| {
            v.now.draft.thing = Some(ThingRef {
                id: ThingId(Uuid::from_u128(8)),
                kind: qadam_domain::pack::ThingKind::Book,
                title: "Абай жолы".into(),
                finished: true,
            });
        });
        rsx! { One { view } }
    });
    assert!(en.contains("Абай жолы") && en.contains("finished"));
}
