#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use qadam_domain::report::{Change, Item, Outcome as Decided, ReportState, Verdict};
use qadam_domain::{MessageId, OpId};
use uuid::Uuid;

use super::queue::Queue;
use super::review::Review;
use crate::chat::{ConversationList, talk::Talk};
use crate::prelude::*;
use crate::profiles::tests::in_all;

#[derive(Clone)]
struct Inside(Rc<dyn Fn() -> Element>);

/// Links want a router.
pub(crate) fn routed(inside: impl Fn() -> Element + 'static) -> Element {
    #[derive(Clone, Debug, PartialEq, Routable)]
    enum One {
        #[route("/:..rest")]
        Any { rest: Vec<String> },
    }
    #[component]
    fn Any(rest: Vec<String>) -> Element {
        drop(rest);
        (use_context::<Inside>().0)()
    }
    provide_context(Inside(Rc::new(inside)));
    rsx! { Router::<One> {} }
}

pub(crate) fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

pub(crate) fn entry(n: u128, track: &str, place: Place) -> EntryRow {
    EntryRow {
        id: EntryId(Uuid::from_u128(n)),
        track: track.into(),
        activity: None,
        title: (track == "reading").then(|| "Абай жолы".into()),
        on: day(9),
        amount: if track == "reading" {
            Amount { value: 20, unit: Unit::Pages }
        } else {
            Amount { value: 90, unit: Unit::Minutes }
        },
        note: "Саябақта <b>жүгірдім</b>".into(),
        photos: vec![],
        place,
        standing: None,
    }
}

pub(crate) fn report(state: ReportState, to_fix: u32) -> ReportCard {
    ReportCard {
        id: ReportId(Uuid::from_u128(77)),
        number: 1,
        state,
        submitted_at: Millis(1_794_000_000_000),
        from: day(9),
        to: day(14),
        entries: 2,
        tracks: vec!["sport".into(), "reading".into()],
        to_fix,
    }
}

fn person(n: u128, name: &str, standing: Standing) -> PersonCard {
    PersonCard {
        participant: AccountId(Uuid::from_u128(n)),
        name: name.into(),
        level: Some("silver".into()),
        percent: 46,
        minor: true,
        asked_at: Millis(1_794_000_000_000),
        unread: 2,
        last_message: Some("Ертең саябаққа барамыз".into()),
        last_mine: false,
        last_at: Some(Millis(1_795_241_940_000)),
        last_entry: Some(day(20)),
        standing,
    }
}

fn queue(reports: Vec<QueueRow>) -> QueueView {
    QueueView {
        name: "Гүлнар".into(),
        joiners: vec![person(1, "Әсел Н.", Standing::Asked)],
        consents: vec![person(2, "Дана Қ.", Standing::ConsentMissing)],
        reports,
        plans: Vec::new(),
        decided: Vec::new(),
        handed: 0,
        sync: SyncView::default(),
        unread: 0,
        date: day(21),
        alone: false,
    }
}

#[test]
fn the_queue_shows_joiners_papers_and_the_longest_waiting_first() {
    let row = |days, name: &str| QueueRow {
        participant: AccountId(Uuid::from_u128(1)),
        name: name.into(),
        card: report(ReportState::Delivered, 0),
        waits_days: days,
        long: days > 2,
        hints: 2,
    };
    let [kk, ru, en] = in_all(move || {
        let v = queue(vec![row(5, "Ерлан Т."), row(0, "Ұлан Ж.")]);
        routed(move || rsx! { Queue { view: v.clone() } })
    });
    assert!(ru.contains("5 дней") && ru.contains("сегодня") && ru.contains("2 подсказки"));
    assert!(ru.find("Ерлан").unwrap() < ru.find("Ұлан").unwrap());
    assert!(kk.contains("Қабылдау") && kk.contains("Келісімді растау"));
    assert!(en.contains("Take in") && en.contains("2 entries"));
}

#[test]
fn an_empty_queue_names_the_next_step() {
    let [kk, _, en] = in_all(|| {
        let mut v = queue(Vec::new());
        (v.joiners, v.consents, v.alone) = (Vec::new(), Vec::new(), true);
        routed(move || rsx! { Queue { view: v.clone() } })
    });
    assert!(kk.contains("Код жасау") && en.contains("Make a code"));
}

fn review(state: ReportState, verdict: Option<Verdict>) -> ReviewView {
    let one = |n: u128, track: &str, hints: Vec<Hint>| ReviewEntry {
        row: entry(n, track, Place::InReport),
        item: Item { entry: EntryId(Uuid::from_u128(n)), revision: OpId(Uuid::from_u128(n)) },
        attested_by: Some(("Марат аға".into(), "жаттықтырушы".into())),
        hints,
        verdict,
        reason: String::new(),
        changes: vec![Change::Minutes { from: 40, to: 90 }],
    };
    ReviewView {
        participant: AccountId(Uuid::from_u128(1)),
        name: "Ерлан Т.".into(),
        age: Some(17),
        card: report(state, 0),
        waits_days: 5,
        message: "Қараша айы".into(),
        entries: vec![
            one(1, "sport", vec![Hint::LateEntry { days: 9 }, Hint::ManyAtOnce { count: 5 }]),
            one(2, "reading", vec![Hint::LongDay { minutes: 1_000 }, Hint::NotAttested]),
        ],
        state,
        decision: None,
    }
}

#[test]
fn a_review_has_a_word_for_each_entry_and_one_decision() {
    let [kk, ru, en] = in_all(|| {
        let v = review(ReportState::Seen, None);
        routed(move || rsx! { Review { view: v.clone() } })
    });
    assert!(ru.contains("Принять 2 записи") && ru.contains("4 подсказки"));
    assert_eq!(en.matches("role=\"radiogroup\"").count(), 2);
    assert!(en.contains("Changed: 40 min → 1 h 30 min"), "what is new since it was returned");
    assert!(
        kk.contains("Бекіту: 2 жазба") && kk.contains("Саябақта &#60;b&#62;"),
        "notes are text, never markup"
    );
    // What was to be fixed in the decision so far asks for a reason before it can go.
    let [_, ru, _] = in_all(|| {
        let v = review(ReportState::Seen, Some(Verdict::ToFix));
        routed(move || rsx! { Review { view: v.clone() } })
    });
    assert!(ru.contains("Вернуть: 2 правки") && ru.contains("Причина"));
}

#[test]
fn a_decided_report_only_shows() {
    let [_, _, en] = in_all(|| {
        let v = review(ReportState::Decided(Decided::Approved), Some(Verdict::Counted));
        routed(move || rsx! { Review { view: v.clone() } })
    });
    assert!(!en.contains("radiogroup") && !en.contains("Approve 2") && en.contains("Approved"));
}

fn conversation(open: bool, messages: Vec<MessageRow>) -> ChatView {
    ChatView {
        participant: AccountId(Uuid::from_u128(1)),
        other: open.then(|| "Гүлнар Сейтқызы".into()),
        earlier: if messages.len() > 4 { 340 } else { 0 },
        messages,
        read_up_to: 0,
        open,
        offset_min: 300,
        fresh: MessageId(Uuid::from_u128(99)),
    }
}

#[test]
fn messages_say_where_they_are_and_days_are_told_apart() {
    let message = |n: u64, mine, at, state| MessageRow {
        id: MessageId(Uuid::from_u128(n.into())),
        mine,
        text: format!("хабар {n}"),
        at: Millis(at),
        state,
        seq: n,
    };
    let today = 1_795_241_940_000;
    let [kk, ru, en] = in_all(move || {
        let v = conversation(
            true,
            vec![
                message(1, false, today - 86_400_000, MessageState::Delivered),
                message(2, true, today - 86_400_000, MessageState::Read),
                message(3, true, today, MessageState::Delivered),
                message(4, true, today, MessageState::Waiting),
                message(5, true, today, MessageState::Refused),
            ],
        );
        routed(move || rsx! { Talk { view: v.clone(), with: None, today: Some(day(21)) } })
    });
    assert!(ru.contains("Вчера") && ru.contains("Сегодня") && ru.contains("11:19"));
    assert!(kk.contains("оқылды") && kk.contains("жеткізілді") && en.contains("Will be sent"));
    assert_eq!(en.matches("class=\"day\"").count(), 2);
    assert!(en.contains("Earlier messages (340)") && kk.contains("Бұрынғы хабарламалар (340)"));
}

#[test]
fn without_a_mentor_the_chat_says_how_it_opens() {
    let [kk, _, en] = in_all(|| {
        let v = conversation(false, Vec::new());
        routed(move || rsx! { Talk { view: v.clone(), with: None, today: None } })
    });
    assert!(kk.contains("Тәлімгерге қосылу") && en.contains("Join a mentor") && !en.contains("<textarea"));
}

#[test]
fn whose_the_last_word_was_is_said() {
    let [kk, _, en] = in_all(|| {
        let said = |mine| PersonCard {
            last_message: Some("Жарайсың".into()),
            last_mine: mine,
            ..person(if mine { 1 } else { 2 }, "Әсел Н.", Standing::Active)
        };
        let v = PeopleView { people: vec![said(true), said(false)], date: day(21), offset_min: 300 };
        routed(move || rsx! { ConversationList { view: v.clone() } })
    });
    assert_eq!((en.matches("You: Жарайсың").count(), en.matches("Жарайсың").count()), (1, 2), "{en}");
    assert_eq!(kk.matches("Сіз: Жарайсың").count(), 1, "{kk}");
}

#[test]
fn people_who_were_not_taken_in_have_no_chat() {
    let [_, ru, _] = in_all(|| {
        let v = PeopleView {
            people: vec![person(1, "Әсел Н.", Standing::Active), person(2, "Ерлан Т.", Standing::Asked)],
            date: day(21),
            offset_min: 300,
        };
        routed(move || rsx! { ConversationList { view: v.clone() } })
    });
    assert!(ru.contains("Әсел") && !ru.contains("Ерлан") && ru.contains("2 непрочитанных сообщения"));
}
