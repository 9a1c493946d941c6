//! What can be saved, and what each slip of a finger is called.

use proptest::prelude::*;

use super::world::{World, d, entry, note, thing};
use crate::Unit;
use crate::entry::{
    Attestation, BACKDATE_MAX_DAYS, Entry, EntryError as E, MINUTES_MAX, NOTE_MAX, TITLE_MAX, check, words,
};
use crate::pack::ThingKind;

const TODAY: &str = "2026-11-22";

fn try_it(track: &str, fill: impl FnOnce(&mut Entry)) -> Result<(), E> {
    let mut e = entry(1, track, d(TODAY));
    fill(&mut e);
    check(&e, &World::bronze().pack, d(TODAY))
}

#[test]
fn more_than_a_day_has() {
    let too_much = |given, max, unit| Err(E::TooMuch { given, max, unit });
    assert_eq!(try_it("sport", |e| e.minutes = 1_440), Ok(()));
    assert_eq!(try_it("sport", |e| e.minutes = 1_441), too_much(1_441, MINUTES_MAX, Unit::Minutes));
    assert_eq!(try_it("sport", |e| e.minutes = 100_000), too_much(100_000, MINUTES_MAX, Unit::Minutes));
    assert_eq!(try_it("reading", |e| e.pages = 2_001), too_much(2_001, 2_000, Unit::Pages));
    assert_eq!(try_it("travel", |e| e.nights = 2), too_much(2, 1, Unit::Days));
    // What the track does not count is bounded all the same.
    assert_eq!(try_it("reading", |e| e.minutes = u32::MAX), too_much(u32::MAX, MINUTES_MAX, Unit::Minutes));
}

#[test]
fn nothing_done_is_no_entry() {
    assert_eq!(try_it("sport", |_| {}), Err(E::Empty));
    assert_eq!(try_it("sport", |e| e.pages = 20), Err(E::Empty), "sport counts no pages");
    assert_eq!(try_it("reading", |e| e.minutes = 20), Err(E::Empty), "reading counts no minutes");
    let finish = |e: &mut Entry| e.thing = Some(thing(1, ThingKind::Book, "Абай жолы", true));
    assert_eq!(try_it("reading", finish), Ok(()), "to finish a book is something");
    let begin = |e: &mut Entry| e.thing = Some(thing(1, ThingKind::Book, "Абай жолы", false));
    assert_eq!(try_it("reading", begin), Err(E::Empty));
}

#[test]
fn an_entry_is_late_by_when_it_was_first_written() {
    let noon = |day: &str| {
        let days = (d(day) - d("1970-01-01")).num_days();
        crate::Millis(days * 86_400_000 + 7 * 3_600_000) // 12:00 in Kazakhstan
    };
    let late = |on: &str, made: &str, written: &str| {
        let mut e = entry(1, "sport", d(on));
        (e.utc_offset_min, e.written_at) = (300, noon(written));
        let id = uuid::Builder::from_unix_timestamp_millis(noon(made).0 as u64, &[7; 10]).into_uuid();
        e.id = crate::EntryId(id);
        assert_eq!(e.id.made_at(), Some(noon(made)));
        (e.days_late(), e.backdated_days())
    };
    assert_eq!(late(TODAY, TODAY, TODAY), (0, None));
    assert_eq!(late("2026-11-19", TODAY, TODAY), (3, None), "three days are not late");
    assert_eq!(late("2026-11-18", TODAY, TODAY), (4, Some(4)));
    // A note corrected a month later is no late entry; a day moved back a month is one.
    assert_eq!(late("2026-10-22", "2026-10-22", TODAY), (0, None));
    assert_eq!(late("2026-10-22", TODAY, TODAY), (31, Some(31)));
    // A clock set back since then makes nothing late and nothing negative.
    assert_eq!(late("2026-11-20", TODAY, "2026-11-20"), (0, None));
    assert_eq!(late(TODAY, "2026-11-01", "2026-11-01"), (0, None));
    // An id that tells no moment: the revision's own counts.
    let mut e = entry(1, "sport", d("2026-11-10"));
    (e.utc_offset_min, e.written_at) = (300, noon(TODAY));
    assert_eq!((e.id.made_at(), e.backdated_days()), (None, Some(12)));
}

#[test]
fn notes() {
    let with = |note: String| {
        try_it("sport", |e| {
            e.minutes = 30;
            e.note = note;
        })
    };
    assert_eq!(with(String::new()), Ok(()), "an empty note is allowed");
    assert_eq!(with("қ".repeat(NOTE_MAX)), Ok(()), "characters are counted, not bytes");
    let too_long = |given| Err(E::NoteTooLong { given, max: NOTE_MAX });
    assert_eq!(with("a".repeat(NOTE_MAX + 1)), too_long(NOTE_MAX + 1));
    assert_eq!(with("ұ".repeat(100_000)), too_long(100_000));
}

#[test]
fn days() {
    let on = |date: &str| {
        let on = d(date);
        try_it("sport", |e| {
            e.minutes = 30;
            e.on = on;
        })
    };
    assert_eq!(on(TODAY), Ok(()));
    assert_eq!(on("2026-11-23"), Err(E::Future));
    assert_eq!(on("+262142-12-31"), Err(E::Future));
    assert_eq!(on("2025-11-21"), Ok(()), "{BACKDATE_MAX_DAYS} days back");
    assert_eq!(on("2025-11-20"), Err(E::TooLongAgo));
    assert_eq!(on("0000-01-01"), Err(E::TooLongAgo), "the year 0");
    assert_eq!(on("-0001-02-01"), Err(E::TooLongAgo));
    assert!("2026-02-29".parse::<chrono::NaiveDate>().is_err(), "2026 has no such day");
}

#[test]
fn titles_and_names() {
    let titled = |title: &str| {
        let title = title.to_owned();
        try_it("travel", |e| e.thing = Some(thing(1, ThingKind::Journey, &title, false)))
    };
    assert_eq!(titled("Шарын шатқалы"), Ok(()));
    assert_eq!(titled(" \t"), Err(E::TitleMissing));
    assert_eq!(titled(&"ғ".repeat(TITLE_MAX)), Ok(()));
    assert_eq!(titled(&"ғ".repeat(TITLE_MAX + 1)), Err(E::TitleTooLong));
    let other = |e: &mut Entry| e.thing = Some(thing(1, ThingKind::Book, "Абай жолы", true));
    assert_eq!(try_it("travel", other), Err(E::OtherThing), "a book is no journey");
    assert_eq!(try_it("travel", |_| {}), Err(E::TitleMissing), "a day on the way belongs to a journey");
    let attested = |name: String, role: String| {
        try_it("work", |e| {
            e.minutes = 60;
            e.attested_by = Some(Attestation { name, role });
        })
    };
    assert_eq!(attested("Гүлнар".into(), "директор".into()), Ok(()));
    assert_eq!(attested("ү".repeat(201), String::new()), Err(E::TitleTooLong));
    assert_eq!(attested(String::new(), "ү".repeat(201)), Err(E::TitleTooLong));
    let huge_activity = |e: &mut Entry| {
        e.minutes = 60;
        e.activity = Some("a".repeat(100_000));
    };
    assert_eq!(try_it("sport", huge_activity), Err(E::TitleTooLong));
}

#[test]
fn a_track_that_the_pack_does_not_have() {
    assert_eq!(try_it("flying", |e| e.minutes = 30), Err(E::UnknownTrack("flying".into())));
}

#[test]
fn words_are_what_people_call_words() {
    for (text, number) in
        [("", 0), ("  \n ", 0), ("Абай жолы", 2), ("бір — екі!", 2), ("... , !", 0), ("а\u{a0}б\tв", 3)]
    {
        assert_eq!(words(text), number, "{text:?}");
    }
    assert_eq!(words(&note(50)), 50);
}

proptest! {
    /// What passes the check can be added up by the engine within bounds; what does not, names why.
    #[test]
    fn whatever_passes_is_bounded(
        minutes in any::<u32>(), pages in any::<u32>(), nights in any::<u32>(), title in ".{0,300}", note in ".*",
        days in -400_000i64..400_000, track in prop::sample::select(vec!["sport", "reading", "travel", "work"]),
    ) {
        let mut e = entry(1, track, d(TODAY) + chrono::TimeDelta::days(days));
        (e.minutes, e.pages, e.nights, e.note) = (minutes % 3_000, pages % 3_000, nights % 3, note);
        e.thing = Some(thing(1, ThingKind::Book, &title, true));
        if check(&e, &World::bronze().pack, d(TODAY)).is_ok() {
            prop_assert!(e.minutes <= 1_440 && e.pages <= 2_000 && e.nights <= 1);
            prop_assert!((-366..=0).contains(&days));
            prop_assert!(!title.trim().is_empty() && title.chars().count() <= TITLE_MAX);
        }
    }
}
