//! Every type that crosses a wire comes back as it went, and unknown tags are errors, not guesses.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use uuid::Uuid;

use super::world::*;
use crate::code::{Code, CodeError, CodeKind};
use crate::enrolment::EnrolmentError;
use crate::entry::{Attestation, EntryError};
use crate::pack::{Problem, ThingKind};
use crate::plan::PlanError;
use crate::progress::{Best, Block, Next, Reason, Status};
use crate::report::{Decision, Item, ItemDecision, Outcome, ReportError, ReportState, Revision, Verdict};
use crate::*;

fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(values: impl IntoIterator<Item = T>) {
    for value in values {
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
        // The same through a document tree, as a store of JSON columns would do it.
        let tree = serde_json::to_value(&value).unwrap();
        assert_eq!(serde_json::from_value::<T>(tree).unwrap(), value, "{json}");
    }
}

/// The same for what crosses the door as well, in frames that do not describe themselves.
fn through_the_door<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone>(
    values: impl IntoIterator<Item = T>,
) {
    for value in values {
        let frame = postcard::to_allocvec(&value).unwrap();
        assert_eq!(postcard::from_bytes::<T>(&frame).unwrap(), value);
        there_and_back([value]);
    }
}

#[test]
fn entries_plans_and_enrolments() {
    let mut full = entry(7, "heritage", d("2026-02-28"));
    there_and_back([full.clone()]);
    full.activity = Some("museum".into());
    (full.minutes, full.pages, full.nights) = (30, 20, 1);
    full.thing = Some(thing(3, ThingKind::Project, "«Шежіре» \"ә\" \u{1f98c}\n", true));
    full.note = "Бүгін\u{0}мұражайда\r\n".into();
    full.attested_by = Some(Attestation { name: "Ербол".into(), role: String::new() });
    (full.utc_offset_min, full.written_at) = (-720, Millis(i64::MIN));
    there_and_back([full]);

    let mut w = World::bronze();
    w.plan("sport", 0b111_1111, 45).plan("travel", 0, 0);
    w.plan.tracks[0].at_min = Some(1_080);
    w.plan.tracks[0].goal = "Қашықтық".into();
    w.plan.tracks[0].activity = Some("running".into());
    w.plan.dates = vec![Dated {
        id: ThingId(Uuid::from_u128(9)),
        track: "travel".into(),
        on: d("2026-06-03"),
        until: Some(d("2026-06-05")),
        at_min: Some(540),
        amount: 1,
        title: "Шарын".into(),
    }];
    through_the_door([w.plan, Plan::default()]);
    let before: Plan = serde_json::from_str(r#"{"tracks":[]}"#).unwrap();
    assert_eq!(before, Plan::default(), "plans from before there were dates");
    through_the_door([w.enrolment]);
    there_and_back([w.pack]);
}

#[test]
fn reports_and_decisions() {
    let item = Item { entry: EntryId(Uuid::from_u128(1)), revision: OpId(Uuid::from_u128(2)) };
    let report = ReportId(Uuid::from_u128(3));
    let mut r = Revision {
        report,
        number: 1,
        items: vec![item],
        message: String::new(),
        submitted_at: Millis(5),
        received_at: None,
    };
    there_and_back([r.clone()]);
    (r.message, r.received_at) = ("Сәлем".into(), Some(Millis(6)));
    there_and_back([r]);
    let items = [Verdict::Counted, Verdict::ToFix, Verdict::NotCounted]
        .map(|verdict| ItemDecision { item, verdict, reason: "себебі".into() })
        .to_vec();
    let mut d = Decision {
        report,
        number: 2,
        items,
        message: "Жарайсың!".into(),
        decided_at: Millis(-1),
        by: Some(AccountId(Uuid::from_u128(4))),
        superseded: true,
    };
    there_and_back([d.clone()]);
    (d.by, d.superseded) = (None, false);
    d.message.clear();
    there_and_back([d]);
    let outcomes = [Outcome::Approved, Outcome::ApprovedInPart, Outcome::Returned, Outcome::NotAccepted];
    through_the_door(outcomes);
    through_the_door(outcomes.map(ReportState::Decided));
    through_the_door([ReportState::Queued, ReportState::Delivered, ReportState::Seen]);
}

#[test]
fn progress_in_all_its_words() {
    let (entry, until, reason) = (EntryId(Uuid::nil()), d("2026-01-11"), || "қайта".to_owned());
    through_the_door([
        Reason::WindowBelow { have: 40, need: 60, days: 7, until, open: true },
        Reason::OverWindowCap { cap: 120 },
        Reason::OverDailyCap { cap: 90 },
        Reason::BeforeStart { start: until },
        Reason::NotAttested,
        Reason::Returned { reason: reason() },
        Reason::NotAccepted { reason: reason() },
        Reason::NoteTooShort { have: 4, need: 50 },
        Reason::NotFinished,
        Reason::JourneyShort { have: 1, need: 2 },
        Reason::AlreadyCounted,
        Reason::AfterEnd { last: until },
        Reason::DayShort { have: 100, need: 360 },
        Reason::Practice,
    ]);
    through_the_door([
        Next::Nothing,
        Next::Fix { entry, reason: reason() },
        Next::FillWindow { have: 40, need: 60, until },
        Next::WindowDone { have: 70 },
        Next::More { missing: 60, unit: Unit::Minutes },
        Next::FinishThing { what: ThingKind::Book, missing: 1, begun: None, note_words: 50 },
        Next::GoOnJourney { days: 2, nights: 1 },
        Next::Practise { days: 1 },
        Next::Rest { until },
        Next::AwaitReview,
    ]);
    through_the_door([Status::NotStarted, Status::OnCourse, Status::NeedsAttention, Status::Done]);
    through_the_door([Block::Months { until }, Block::Track { track: "sport".into() }]);
    through_the_door([
        Block::Choice { choice: "more".into() },
        Block::Reports { open: 2 },
        Block::TooLate { last: until },
    ]);
    through_the_door([Best { amount: 75, unit: Unit::Pages, on: until, days: 1 }]);
    through_the_door([gold(40).progress(), World::bronze().progress()]);
}

#[test]
fn errors() {
    through_the_door([
        EntryError::UnknownTrack("x".into()),
        EntryError::Empty,
        EntryError::TooMuch { given: 1, max: 0, unit: Unit::Days },
        EntryError::Future,
        EntryError::TooLongAgo,
        EntryError::NoteTooLong { given: 5, max: 4 },
        EntryError::TitleMissing,
        EntryError::TitleTooLong,
        EntryError::OtherThing,
    ]);
    through_the_door([
        EnrolmentError::Birth(AgeError::Future),
        EnrolmentError::TooYoung { needed: 14, from: d("2026-03-01") },
        EnrolmentError::TooOld { max: 29 },
        EnrolmentError::UnknownLevel("x".into()),
        EnrolmentError::StartInFuture,
        EnrolmentError::BadAward("gold".into()),
        EnrolmentError::OtherProgramme,
    ]);
    through_the_door([
        PlanError::Track("x".into()),
        PlanError::TooMuch { track: "x".into(), given: 2, max: 1 },
        PlanError::GoalTooLong("x".into()),
        PlanError::BadTime("x".into()),
        PlanError::BadPause,
        PlanError::BadDates("x".into()),
        PlanError::Day { given: d("2026-03-01") },
        PlanError::DayFull { minutes: 961, max: 960 },
        PlanError::Word,
    ]);
    through_the_door([
        ReportError::Empty,
        ReportError::Number { given: 1, expected: 2 },
        ReportError::ReasonMissing,
    ]);
    there_and_back([
        PackError::at("levels[0]", Problem::Nights { days: 1, nights: 1 }),
        PackError::at("tracks[0].thing", Problem::Unit { unit: Unit::Days }),
        PackError::at("pack", Problem::Json { line: 1, column: 2, what: "?".into() }),
    ]);
    through_the_door([CodeError::Length, CodeError::Sign]);
    through_the_door([CodeKind::Joining, CodeKind::SignIn]);
    there_and_back([Code::parse("J3KM-7Q2P-X4TD").unwrap()]);
}

#[test]
fn what_is_not_known_is_refused() {
    assert!(serde_json::from_str::<Verdict>("\"maybe\"").is_err());
    assert!(serde_json::from_str::<Reason>(r#"{"why":"because"}"#).is_err());
    assert!(serde_json::from_str::<ReportState>(r#"{"is":"decided"}"#).is_err());
    let mut e = serde_json::to_value(entry(1, "sport", d("2026-01-05"))).unwrap();
    for (field, value) in [
        ("on", serde_json::json!("2026-02-29")),
        ("on", serde_json::json!("2026-13-01")),
        ("minutes", serde_json::json!(-1)),
        ("minutes", serde_json::json!(1.5)),
        ("minutes", serde_json::json!(4_294_967_296u64)),
        ("id", serde_json::json!("x")),
    ] {
        let before = e[field].take();
        e[field] = value.clone();
        assert!(serde_json::from_value::<Entry>(e.clone()).is_err(), "{field} {value}");
        e[field] = before;
        if e[field].is_null() {
            e.as_object_mut().unwrap().remove(field);
        }
    }
    serde_json::from_value::<Entry>(e).unwrap();
}
