#![allow(clippy::unwrap_used)]

use qadam_domain::ThingId;
use qadam_domain::pack::ThingKind;
use uuid::Uuid;

use super::*;
use crate::profiles::tests::in_all;

fn draft(track: &str) -> Draft {
    Draft {
        id: None,
        track: track.into(),
        activity: None,
        on: "2026-11-21".parse().unwrap(),
        minutes: 30,
        pages: 20,
        nights: 0,
        thing: None,
        note: String::new(),
        attested_by: None,
        photos: vec![],
    }
}

fn form(draft: Draft) -> LogFormView {
    let tracks = ["sport", "skills", "reading", "heritage", "volunteering", "travel", "work"];
    let begun = ThingRef {
        id: ThingId(Uuid::from_u128(5)),
        kind: ThingKind::Book,
        title: "Абай <i>жолы</i>".into(),
        finished: false,
    };
    LogFormView {
        today: "2026-11-21".parse().unwrap(),
        earliest: "2025-11-20".parse().unwrap(),
        repeat: None,
        suggestions: vec![],
        revision: None,
        by_track: tracks
            .into_iter()
            .map(|track| TrackPreset {
                track: track.into(),
                draft: self::draft(track),
                activities: vec!["run".into(), "no-such-activity".into()],
                things: if track == "reading" { vec![begun.clone()] } else { vec![] },
                people: vec![],
                note_words: if track == "reading" { 50 } else { 0 },
            })
            .collect(),
        draft,
        new_thing: ThingId(Uuid::from_u128(9)),
    }
}

fn sheet(draft: Draft) -> [String; 3] {
    in_all(move || rsx! { LogSheet { form: form(draft.clone()), fresh: false } })
}

#[test]
fn the_sheet_has_seven_tracks_an_amount_and_one_way_to_save() {
    let [kk, ru, en] = sheet(draft("sport"));
    assert_eq!(en.matches("pick__b").count(), 7);
    assert!(kk.contains("Сақтау") && ru.contains("Сохранить") && en.contains("Save"));
    assert!(en.contains(">30<") && en.contains("min"));
    assert!(!en.contains("Remove the entry"));
}

#[test]
fn a_book_is_taken_up_again_and_counts_pages() {
    let [_, _, en] = sheet(draft("reading"));
    assert!(en.contains("Абай") && !en.contains("<i>жолы"), "titles are text");
    assert!(en.contains("pages") && en.contains(">20<"));
    assert!(en.contains("Which book?"));
}

#[test]
fn pages_of_a_book_that_goes_on_are_no_book() {
    use qadam_domain::progress::{Need, NeedKind};
    let said = |goes_on: bool| {
        in_all(move || {
            let need = Need {
                kind: NeedKind::Things { what: ThingKind::Book },
                counted: 2,
                provisional: 0,
                needed: 6,
            };
            let added = Amount { value: 20, unit: Unit::Pages };
            let (.., text) = effect::say(use_t(), &Effect::Adds { added, need }, goes_on);
            rsx! { "{text}" }
        })
    };
    let [_, _, whole] = said(false);
    assert!(whole.contains("Adds 20 pages"), "{whole}");
    let [_, _, part] = said(true);
    assert!(part.contains("Counts when it is finished. So far: 2 / 6 books"), "{part}");
}

#[test]
fn a_journey_asks_for_its_name_and_the_night() {
    let [_, _, en] = sheet(draft("travel"));
    assert!(en.contains("Which journey?") && en.contains("With a night out"));
    // Of amounts only the hours of that day, which are for somebody who wants to tell them.
    assert_eq!(en.matches("class=\"stepper\"").count(), 1);
    assert!(en.contains("On the way that day"));
}

#[test]
fn an_entry_of_an_earlier_day_shows_its_day_and_can_be_removed() {
    let mut d = draft("sport");
    d.id = Some(EntryId(Uuid::from_u128(3)));
    d.on = "2026-11-03".parse().unwrap();
    d.note = "Таңғы <script>жүгіру".into();
    let [kk, _, en] = sheet(d);
    assert!(en.contains("3 November") && kk.contains("3 қараша"));
    assert!(en.contains("Remove the entry"));
    assert!(en.contains("Таңғы") && !en.contains("<script>жүгіру"));
}

#[test]
fn a_finished_book_counts_the_words_of_its_review() {
    let sheet_of = |note: &str| {
        let mut d = draft("reading");
        d.note = note.into();
        d.thing = Some(ThingRef {
            id: ThingId(Uuid::from_u128(5)),
            kind: ThingKind::Book,
            title: "Абай жолы".into(),
            finished: true,
        });
        sheet(d)
    };
    let [kk, ru, en] = sheet_of("Маған бала кезі ұнады");
    assert!(
        en.contains("4 words, 50 needed")
            && ru.contains("4 слова, нужно 50")
            && kk.contains("4 сөз, 50 керек")
    );
    let [_, _, en] = sheet_of(&"сөз ".repeat(50));
    assert!(en.contains("50 words: enough"));
}

#[test]
fn what_fits_now_stands_first() {
    let [kk, _, en] = in_all(|| {
        let mut form = form(draft("sport"));
        form.suggestions = vec![
            Suggestion { why: Why::Planned { at_min: Some(18 * 60) }, draft: draft("skills") },
            Suggestion { why: Why::Often, draft: draft("reading") },
        ];
        rsx! { LogSheet { form, fresh: false } }
    });
    assert!(en.contains("planned for 18:00") && kk.contains("жоспар: 18:00"));
    assert!(en.find("planned for").unwrap() < en.find("pick__b").unwrap());
    assert!(en.contains("Reading, 20 pages"), "{en}");
}

#[test]
fn who_confirmed_before_can_be_picked() {
    let [_, _, en] = in_all(|| {
        let mut form = form(draft("volunteering"));
        for preset in &mut form.by_track {
            let by =
                qadam_domain::entry::Attestation { name: "Гүлнар".into(), role: "ұстаз".into() };
            preset.people = vec![by];
        }
        rsx! { LogSheet { form, fresh: false } }
    });
    assert!(en.contains("Who confirmed before") && en.contains("Гүлнар"));
}
