#![allow(clippy::unwrap_used)]

use qadam_domain::OpId;
use uuid::Uuid;

use super::*;
use crate::profiles::tests::{card, in_all};

fn row(n: u128, kind: OutboxKind, subject: &str, state: OutboxState) -> OutboxRow {
    OutboxRow {
        op: OpId(Uuid::from_u128(n)),
        kind,
        subject: subject.into(),
        at: Millis(1_763_700_000_000),
        state,
    }
}

fn me(role: Role, joining: Joining) -> MeView {
    MeView {
        profile: card(1, "Әсел Нұрланқызы", role, true),
        level: (role == Role::Participant).then(|| "silver".into()),
        birth: NaiveDate::from_ymd_opt(2011, 3, 1),
        month: 5,
        months: 12,
        joining,
        recovery: None,
        sync: SyncView::default(),
        outbox: Vec::new(),
        others: vec![card(2, "Асқар", Role::Participant, false)],
        invites: Vec::new(),
        version: "0.1.0".into(),
        offset_min: 300,
    }
}

/// Links want a router.
fn routed(view: MeView) -> Element {
    #[derive(Clone, Debug, PartialEq, Routable)]
    enum One {
        #[route("/:..rest")]
        Any { rest: Vec<String> },
    }
    #[component]
    fn Any(rest: Vec<String>) -> Element {
        let view: MeView = use_context();
        let _ = rest;
        rsx! { Me { me: view } }
    }
    provide_context(view);
    rsx! { Router::<One> {} }
}

#[test]
fn a_participant_sees_name_level_and_settings() {
    let [kk, ru, en] = in_all(|| routed(me(Role::Participant, Joining::None)));
    assert!(en.contains("Silver level, month 5 of 12") && en.contains("Everything is safe on this phone"));
    assert!(en.contains("Mentor&#39;s code") || en.contains("Mentor's code"));
    assert!(kk.contains("Баптаулар") && ru.contains("Настройки"));
    assert!(en.contains("Erase this profile from the phone") && en.contains("Apache-2.0"));
    assert!(!en.contains("Send now"), "before joining there is nowhere to send to");
}

#[test]
fn each_state_of_joining_has_words() {
    let m = || "Гүлнар Сейтқызы".to_owned();
    let states: Vec<Joining> = vec![
        Joining::None,
        Joining::Waiting,
        Joining::Refused,
        Joining::Asked { mentor: m() },
        Joining::Declined { mentor: String::new() },
        Joining::ConsentMissing { mentor: m() },
        Joining::Joined {
            mentor: m(),
            consent: NaiveDate::from_ymd_opt(2026, 6, 28).map(|d| ("Нұрлан С.".into(), d)),
        },
        Joining::Joined { mentor: m(), consent: None },
        Joining::SignedOut,
    ];
    let pages: Vec<[String; 3]> = states
        .into_iter()
        .map(|joining| in_all(move || rsx! { joining::JoiningCard { joining: joining.clone() } }))
        .collect();
    for (i, a) in pages.iter().enumerate() {
        for b in pages.iter().skip(i + 1) {
            assert_ne!(a, b);
        }
    }
    assert!(pages[6][2].contains("Given by Нұрлан С., 28 June 2026"));
}

#[test]
fn what_was_refused_comes_first_with_a_reason_and_two_ways_out() {
    let [kk, ru, en] = in_all(|| {
        let rows = vec![
            row(1, OutboxKind::Entry, "sport", OutboxState::Waiting),
            row(2, OutboxKind::Entry, "no-such-track", OutboxState::Sending),
            row(3, OutboxKind::Report, "", OutboxState::Behind),
            row(4, OutboxKind::Message, "", OutboxState::Waiting),
            row(5, OutboxKind::Enrol, "gold", OutboxState::Waiting),
            row(6, OutboxKind::Entry, "work", OutboxState::Refused { why: Refusal::Rules }),
        ];
        let sync = SyncView {
            joined: true,
            waiting: 5,
            attention: 1,
            hold: Some(Hold::Offline),
            last_done: Some(Millis(1_763_700_000_000)),
            next_try: Some(Millis(i64::MAX)),
            ..SyncView::default()
        };
        rsx! { outbox::Outbox { sync, rows, offset_min: 300 } }
    });
    assert!(en.contains("1 action needs you") && en.contains("Try again") && en.contains("Discard"));
    assert!(en.find("Entry: Work experience").unwrap() < en.find("Entry: Sport").unwrap());
    assert!(en.contains("Show 2 more") && en.contains("No network") && en.contains("Send now"));
    assert!(kk.contains("Қабылданбады") && ru.contains("Не принято"));
}

#[test]
fn a_mentor_has_codes_to_hand_out_and_no_level() {
    let [kk, _, en] = in_all(|| {
        let mut view = me(Role::Mentor, Joining::Joined { mentor: String::new(), consent: None });
        view.sync.joined = true;
        view.invites = vec![InviteRow {
            code: "ABCD-EFGH-JKMN".into(),
            expires_at: Millis(1_763_700_000_000),
            uses_left: 30,
        }];
        routed(view)
    });
    assert!(en.contains("ABCD-EFGH-JKMN") && en.contains("30 more can join") && en.contains("Copy the code"));
    assert!(!en.contains("month 5") && !en.contains("Change the name"));
    assert!(en.contains("Everything is sent"));
    assert!(kk.contains("Қосылу кодтары"));
}

#[test]
fn the_recovery_code_stays_until_it_was_written_down() {
    let [.., en] = in_all(|| rsx! { recovery::Recovery { code: "ABCD-EFGH-JKMN-PQRS-TVWX".to_owned() } });
    assert!(en.contains("ABCD-EFGH-JKMN-PQRS-TVWX") && en.contains("I wrote it down"));
}

#[test]
fn odd_data_are_drawn_too() {
    in_all(|| {
        let mut view = me(Role::Participant, Joining::None);
        view.profile.name = "  ".into();
        view.level = Some("no-such-level".into());
        view.birth = None;
        view.month = u32::MAX;
        view.sync.attention = u32::MAX;
        view.sync.last_done = Some(Millis(i64::MIN));
        view.offset_min = i16::MIN;
        view.version = String::new();
        routed(view)
    });
}
