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
        entry: (kind == OutboxKind::Entry).then(|| OutboxEntry {
            id: EntryId(Uuid::from_u128(n)),
            on: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
            amount: Amount { value: 30, unit: Unit::Minutes },
        }),
        report: None,
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
        decided: false,
        empty: false,
        devices: DevicesView::default(),
        storage: StorageView::default(),
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
        crate::mentor::tests::routed(
            move || rsx! { outbox::Outbox { sync: sync.clone(), rows: rows.clone(), offset_min: 300 } },
        )
    });
    assert!(en.contains("24 November · 30 min") && en.contains("Correct it"));
    assert!(kk.contains("Күнін не мөлшерін түзет") && ru.contains("Исправь день"));
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
fn nothing_is_promised_where_nothing_waits() {
    let drawn = |hold, waiting| {
        in_all(move || {
            let sync = SyncView { joined: true, waiting, hold: Some(hold), ..SyncView::default() };
            rsx! { outbox::Outbox { sync, rows: Vec::new(), offset_min: 300 } }
        })
    };
    let [_, _, idle] = drawn(Hold::Offline, 0);
    assert!(idle.contains("What is new comes by itself") && idle.contains("Send now"), "{idle}");
    let [_, _, busy] = drawn(Hold::Offline, 2);
    assert!(!busy.contains("What is new comes by itself"));
    let [_, _, out] = drawn(Hold::SignedOut, 2);
    assert!(!out.contains("Send now"), "who was signed out must sign in first");
}

#[test]
fn the_recovery_code_stays_until_it_was_written_down() {
    let [.., en] = in_all(|| rsx! { recovery::Recovery { code: "ABCD-EFGH-JKMN-PQRS-TVWX".to_owned() } });
    assert!(
        en.contains("<span>ABCD-</span><wbr/><span>EFGH-</span>")
            || en.contains("<span>ABCD-</span><wbr><span>EFGH-</span>"),
        "{en}"
    );
    assert!(en.contains("I wrote it down"));
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

fn kept() -> StorageView {
    StorageView {
        bytes: 2_340_000,
        entries: 10_950,
        reports: 36,
        messages: 412,
        free: Some(3_100_000_000),
        kept: Some(false),
    }
}

#[test]
fn ones_data_are_counted_taken_along_and_brought_back_where_there_is_nothing() {
    let pages = |empty: bool| {
        in_all(move || {
            let view = MeView { storage: kept(), empty, ..me(Role::Participant, Joining::None) };
            routed(view)
        })
    };
    let [kk, ru, en] = pages(false);
    assert!(en.contains("On this phone: 2.3 MB") && en.contains("Entries: 10,950, reports: 36"), "{en}");
    assert!(en.contains("Free: 3.1 GB") && en.contains("the browser may clear the data"));
    assert!(en.contains("Save everything as a file") && en.contains("Save the entries as a table"));
    assert!(kk.contains("2,3 МБ") && ru.contains("Сохранить всё в файл"));
    assert!(!en.contains("type=\"file\""), "a profile with entries is not replaced");
    let [.., en] = pages(true);
    assert!(en.contains("type=\"file\"") && en.contains("Choose the file"));
    let [.., mentor] = in_all(|| routed(me(Role::Mentor, Joining::None)));
    assert!(!mentor.contains("Save everything"), "a mentor's file is other people's");
}

#[test]
fn text_size_has_its_steps_and_a_sample() {
    let [.., en] = in_all(|| rsx! { settings::Settings {} });
    for percent in ["100%", "115%", "130%", "160%", "200%"] {
        assert!(en.contains(percent), "{percent}");
    }
    assert!(en.contains("aria-label=\"Text size\"") && en.contains("For example"));
}

#[test]
fn erasing_the_phone_says_who_and_what_and_asks_for_a_word() {
    let [kk, ru, en] = in_all(|| {
        let mut view = me(Role::Participant, Joining::None);
        view.sync.joined = true;
        view.sync.waiting = 3;
        rsx! { erase_phone::ErasePhone { me: view, onclose: |()| {} } }
    });
    assert!(en.contains("Әсел Нұрланқызы, Асқар") && en.contains("stays on the server"));
    assert!(en.contains("To confirm, write: ERASE") && en.contains("Save everything as a file"));
    assert!(en.contains("aria-disabled=\"true\"") && kk.contains("ӨШІРУ") && ru.contains("СТЕРЕТЬ"));
}

#[test]
fn the_birth_date_says_its_rule_before_and_after_a_decision() {
    let [.., en] = in_all(|| routed(me(Role::Participant, Joining::None)));
    assert!(en.contains("Born: 1 March 2011") && en.contains("If it is wrong, correct it"));
    let [.., en] = in_all(|| routed(MeView { decided: true, ..me(Role::Participant, Joining::None) }));
    assert!(en.contains("has decided already"));
}

#[test]
fn the_table_says_what_counted_and_why_not_in_the_chosen_language() {
    use qadam_domain::progress::Standing;
    let id = EntryId(Uuid::from_u128(1));
    let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let row = EntryRow {
        id,
        track: "sport".into(),
        activity: None,
        title: Some("=HYPERLINK(\"http://x\")".into()),
        on,
        amount: Amount { value: 60, unit: Unit::Minutes },
        note: "бірінші жол\nекінші, \"үшінші\"".into(),
        photos: vec![],
        place: Place::Counted,
        standing: Some(Standing {
            entry: id,
            on,
            logged: 60,
            counted: 40,
            provisional: 5,
            reason: Some(Reason::OverDailyCap { cap: 45 }),
        }),
    };
    let view = ExportRowsView {
        name: "Әсел Н".into(),
        today: on,
        rows: vec![ExportRow {
            row,
            nights: 0,
            finished: true,
            attested_by: Some(("Болат".into(), "директор".into())),
            written_at: Millis(1_795_237_200_000),
            offset_min: 300,
        }],
    };
    assert_eq!(csv::name(&view), "qadam-entries-Әсел-Н-2026-11-20.csv");
    let [kk, _, en] = in_all(move || {
        let (t, p, view) = (use_t(), use_programme(), view.clone());
        let text = csv::table(t, p, &view);
        assert!(text.starts_with('\u{feff}'));
        let rows = csv::tests::read(&text);
        let flat: Vec<String> = rows.iter().map(|r| r.join(" | ")).collect();
        rsx! { pre { dangerous_inner_html: flat.join("\n") } }
    });
    assert!(en.contains("Date | Track | Activity"), "{en}");
    assert!(en.contains(
        "2026-11-20 | Sport & fitness |  | '=HYPERLINK(\"http://x\") | yes | 60 | minutes |  | 40 | 5 | 15 | "
    ));
    assert!(
        en.contains(" | Counted | бірінші жол\nекінші, \"үшінші\" | Болат, директор | 2026-11-21T"),
        "{en}"
    );
    assert!(kk.contains("Күні | Бағыт") && kk.contains("Есептелді"));
}

#[test]
fn devices_are_listed_and_others_can_be_signed_out() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let row = |n: u128, kind: &str, this: bool| DeviceRow {
        device: qadam_domain::DeviceId(Uuid::from_u128(n)),
        kind: kind.into(),
        since: day,
        seen: Some(day),
        copy: n == 2,
        this,
        ending: n == 4,
    };
    let list = move |asking: bool| {
        let rows = vec![
            row(1, "android-browser", true),
            row(2, "computer-app", false),
            row(3, "?", false),
            row(4, "ios-app", false),
        ];
        in_all(move || {
            let devices = DevicesView { asking, rows: rows.clone() };
            rsx! { devices::Devices { devices, hold: asking.then_some(Hold::Offline) } }
        })
    };
    let [kk, _, en] = list(false);
    assert!(en.contains("Android, browser") && en.contains("This device") && en.contains("Unknown device"));
    assert_eq!(en.matches("Sign out: ").count(), 2, "not the one that is asking, nor one that is to be");
    assert_eq!(en.matches("Will be signed out").count(), 1);
    assert!(kk.contains("Компьютер, қолданба"));
    let [.., en] = list(true);
    assert!(en.contains("No network, or the server does not answer"));
}
