//! A participant's data taken along as a file, with no account and with one.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::plan::{Plan, TrackPlan};
use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{EntryId, MessageId, ReportId};
use qadam_door::command::{Command, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{Hold, Joining, MeView, PlanView, StorageView};
use qadam_door::{Fault, ImportFault};
use qadam_testkit::{Phone, draft, world};
use uuid::Uuid;

async fn log(phone: &Phone, track: &str, on: &str, minutes: u32) -> EntryId {
    let mut draft = draft(track, on, minutes);
    if track == "reading" {
        (draft.pages, draft.minutes) = (minutes, 0);
    }
    phone.log(draft).await
}

async fn export(phone: &Phone) -> String {
    match phone.run(Command::Export).await {
        Outcome::File { name, kind, text } => {
            assert!(name.starts_with("qadam-export-") && name.ends_with(".json"), "{name}");
            assert_eq!(kind, "application/json");
            text
        }
        other => panic!("{other:?}"),
    }
}

/// All but the moment it was made at, which alone may differ.
fn content(text: &str) -> String {
    let (before, after) = text.split_once("\"made_at\":").unwrap();
    format!("{before}{}", after.split_once(',').unwrap().1)
}

async fn refused(phone: &Phone, text: &str) -> ImportFault {
    match phone.try_run(Command::Import { text: text.into() }).await.unwrap_err().fault {
        Fault::Import(e) => e,
        other => panic!("{other:?}"),
    }
}

/// Me without what belongs to the phone: the profile's own id, and the bytes of its file.
fn bare(mut me: MeView) -> MeView {
    me.profile.id = qadam_domain::ProfileId(Uuid::nil());
    me.storage = StorageView { bytes: 0, ..me.storage };
    me
}

/// Every screen of a participant says the same on both.
async fn same_screens(a: &Phone, b: &Phone) {
    assert_eq!(a.ask(ask::Today {}).await, b.ask(ask::Today {}).await);
    assert_eq!(a.ask(ask::Journey {}).await, b.ask(ask::Journey {}).await);
    for track in ["sport", "skills", "reading", "heritage", "volunteering", "travel", "work"] {
        let question = ask::Track { track: track.into() };
        assert_eq!(a.ask(question.clone()).await, b.ask(question).await);
    }
    // What a next dated item would be called is each phone's own, too.
    let plan = |mut p: PlanView| {
        p.new_id = qadam_domain::ThingId(Uuid::nil());
        p
    };
    assert_eq!(plan(a.ask(ask::Plan {}).await), plan(b.ask(ask::Plan {}).await));
    let reports = a.ask(ask::Reports {}).await;
    assert_eq!(reports, b.ask(ask::Reports {}).await);
    let (said, again) =
        (a.ask(ask::Chat { with: None, last: 60 }).await, b.ask(ask::Chat { with: None, last: 60 }).await);
    // What a next message would be called is each phone's own.
    assert_eq!(said.messages, again.messages);
    assert_eq!(
        (said.participant, said.read_up_to, said.open),
        (again.participant, again.read_up_to, again.open)
    );
    assert_eq!(a.ask(ask::SyncStatus {}).await, b.ask(ask::SyncStatus {}).await);
    assert_eq!(a.ask(ask::ExportRows {}).await, b.ask(ask::ExportRows {}).await);
    assert_eq!(bare(a.ask(ask::Me {}).await), bare(b.ask(ask::Me {}).await));
}

/// Something of everything, from a seed: entries, edits, removals and their undoing, plans, names.
async fn history(phone: &Phone, seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let tracks = ["sport", "skills", "reading", "heritage", "volunteering"];
    let mut there = Vec::new();
    for step in 0..30 {
        let track = tracks[next(5) as usize];
        let day = format!("2026-11-{:02}", 1 + next(21));
        match next(8) {
            0..4 => there.push(log(phone, track, &day, 10 + next(90) as u32).await),
            4 if !there.is_empty() => {
                let entry = there[next(there.len() as u64) as usize];
                let mut again = draft("sport", &day, 5 + next(100) as u32);
                again.id = Some(entry);
                again.note = format!("Түзетілді {step}: \"тырнақша\", =1+1");
                // A removed entry takes no new revision: what is refused changes nothing.
                drop(phone.try_run(Command::Log { draft: again }).await);
            }
            5 if !there.is_empty() => {
                let entry = there[next(there.len() as u64) as usize];
                drop(phone.try_run(Command::EntryRemove { entry }).await);
            }
            6 if !there.is_empty() => {
                let entry = there[next(there.len() as u64) as usize];
                drop(phone.try_run(Command::EntryRestore { entry }).await);
            }
            _ => {
                let plan = TrackPlan {
                    track: track.into(),
                    activity: None,
                    goal: format!("Мақсат {step}"),
                    days: (next(127) + 1) as u8,
                    amount: 10 + next(30) as u32,
                    at_min: Some(next(1_440) as u16),
                };
                phone.run(Command::PlanSet { plan: Plan { tracks: vec![plan], ..Plan::default() } }).await;
            }
        }
    }
    phone.run(Command::ProfileRename { name: format!("Әсел {seed}") }).await;
}

#[tokio::test]
async fn whatever_the_history_a_fresh_phone_shows_the_same() {
    world(|w| async move {
        for seed in 1..6 {
            let old = w.participant("Әсел", "gold", "2005-05-05").await;
            history(&old, seed).await;
            let text = export(&old).await;
            let new = w.phone();
            new.run(Command::Import { text: text.clone() }).await;
            assert_eq!(content(&export(&new).await), content(&text), "seed {seed}");
            same_screens(&old, &new).await;
            // Also after the power was gone.
            let new = new.restart();
            same_screens(&old, &new).await;
        }
    })
    .await;
}

#[tokio::test]
async fn begun_without_an_account_joined_on_another_phone() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let old = w.participant("Әсел", "silver", "2000-05-01").await;
        old.run(Command::TextSize { percent: 130 }).await;
        let a = log(&old, "skills", "2026-11-20", 60).await;
        let b = log(&old, "sport", "2026-11-21", 40).await;
        let gone = log(&old, "sport", "2026-11-19", 20).await;
        old.run(Command::EntryRemove { entry: gone }).await;
        let text = export(&old).await;
        old.stop().await;

        let phone = w.phone();
        phone.run(Command::Import { text: text.clone() }).await;
        let boot = phone.ask(ask::Boot {}).await;
        assert!(boot.enrolled && boot.profiles.len() == 1 && boot.text_size == 130);
        phone.taken_in_by(&mentor, &code).await;
        phone.until(ask::SyncStatus {}, |s| s.waiting == 0 && !s.sending && s.hold.is_none()).await;
        let report = ReportId(Uuid::from_u128(7));
        phone.run(Command::ReportSubmit { report, entries: vec![a, b], message: String::new() }).await;
        let queue = mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        assert_eq!(queue.reports[0].card.entries, 2);
        // The phone says everything that it said before, and that it is sent.
        assert_eq!(phone.ask(ask::Me {}).await.storage.entries, 2);
    })
    .await;
}

#[tokio::test]
async fn an_account_comes_back_with_the_recovery_code_and_nothing_is_doubled() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let old = w.participant("Әсел", "silver", "2000-05-01").await;
        let a = log(&old, "skills", "2026-11-20", 60).await;
        let who = old.taken_in_by(&mentor, &code).await;
        let report = ReportId(Uuid::from_u128(9));
        old.run(Command::ReportSubmit { report, entries: vec![a], message: String::new() }).await;
        mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let items = review
            .entries
            .iter()
            .map(|e| ItemDecision { item: e.item, verdict: Verdict::Counted, reason: String::new() })
            .collect();
        mentor
            .run(Command::ReportDecide { participant: who, report, number: 1, items, message: String::new() })
            .await;
        let text = "Сәлем!".to_owned();
        mentor.run(Command::ChatSend { with: Some(who), id: MessageId(Uuid::from_u128(3)), text }).await;
        old.until(ask::Chat { with: None, last: 60 }, |c| c.messages.len() == 1).await;
        let me = old.until(ask::Me {}, |m| m.decided && m.sync.waiting == 0 && m.recovery.is_some()).await;
        let recovery = me.recovery.unwrap();
        // The birth date was decided by.
        let birth = "2001-05-01".parse().unwrap();
        let refused = old.try_run(Command::Enrol { level: "silver".into(), birth }).await;
        assert_eq!(refused.unwrap_err().fault, Fault::BirthFixed);

        // Without network, one more entry; then the phone is lost, and the file is not.
        w.link.set_down(true);
        log(&old, "sport", "2026-11-21", 45).await;
        let text = export(&old).await;
        let secrets = [recovery.replace('-', ""), recovery.clone(), "token".into(), "argon2".into()];
        assert!(secrets.iter().all(|s| !text.contains(s.as_str())), "a secret is in the file");
        let (journey, rows) = (old.ask(ask::Journey {}).await, old.ask(ask::ExportRows {}).await);
        old.stop().await;

        let phone = w.phone();
        phone.run(Command::Import { text: text.clone() }).await;
        assert_eq!(content(&export(&phone).await), content(&text));
        assert_eq!(phone.ask(ask::Journey {}).await, journey);
        assert_eq!(phone.ask(ask::ExportRows {}).await, rows);
        assert_eq!(phone.ask(ask::Chat { with: None, last: 60 }).await.messages.len(), 1);
        // The server knows them, and this phone has no session: said, and no second joining.
        assert_eq!(phone.ask(ask::Me {}).await.joining, Joining::SignedOut);
        assert_eq!(phone.ask(ask::SyncStatus {}).await.hold, Some(Hold::SignedOut));
        w.link.set_down(false);
        let twice = phone.try_run(Command::Join { code: "ABCD-EFGH-JKMN".into() }).await;
        assert!(twice.is_err());

        let imported = phone.ask(ask::Boot {}).await.open;
        phone.run(Command::ProfileLock).await;
        phone.run(Command::SignIn { code: recovery }).await;
        let boot = phone.until(ask::Boot {}, |b| b.open == imported && b.sign_in.is_none()).await;
        assert_eq!(boot.profiles.len(), 1, "the data and the session are one profile");
        phone.until(ask::SyncStatus {}, |s| s.waiting == 0 && !s.sending && s.hold.is_none()).await;
        assert!(matches!(phone.ask(ask::Me {}).await.joining, Joining::Joined { .. }));
        assert_eq!(phone.ask(ask::Journey {}).await.progress, journey.progress);
        let phone = phone.restart();
        assert_eq!(phone.ask(ask::ExportRows {}).await.rows.len(), 2);
        let people = mentor.until(ask::People {}, |p| p.people.iter().all(|x| x.last_entry.is_some())).await;
        assert_eq!(people.people.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_broken_or_foreign_file_is_refused_and_leaves_nothing() {
    world(|w| async move {
        let old = w.participant("Әсел", "gold", "2005-05-05").await;
        log(&old, "sport", "2026-11-21", 40).await;
        let text = export(&old).await;
        assert_eq!(refused(&old, &text).await, ImportFault::Here { name: "Әсел".into() });

        let phone = w.phone();
        let before = phone.ask(ask::Boot {}).await;
        let files = |phone: &Phone| std::fs::read_dir(phone.folder()).unwrap().count();
        let there = files(&phone);
        assert_eq!(refused(&phone, "").await, ImportFault::Foreign);
        assert_eq!(refused(&phone, "{\"head\": {\"format\": \"other\"}}").await, ImportFault::Foreign);
        assert_eq!(refused(&phone, &text[..text.len() - 4]).await, ImportFault::Foreign);
        let newer = text.replace("\"format_version\":1", "\"format_version\":9");
        assert_eq!(refused(&phone, &newer).await, ImportFault::Newer);
        assert_eq!(refused(&phone, &" ".repeat((128 << 20) + 1)).await, ImportFault::TooLarge { max_mb: 128 });

        // By a person's own hand: a day of a hundred hours, somebody else's decision, one id twice.
        let lines: Vec<&str> = text.lines().collect();
        let (at, entry) = lines.iter().enumerate().find(|(_, l)| l.contains("\"body\":{\"entry\":")).unwrap();
        let broken = ImportFault::Broken { line: at + 1 };
        let with = |line: &str| text.replacen(*entry, line, 1);
        assert_eq!(refused(&phone, &with(&entry.replace("\"minutes\":40", "\"minutes\":6000"))).await, broken);
        assert_eq!(refused(&phone, &with(&entry.replace("sport", "idling"))).await, broken);
        assert_eq!(refused(&phone, &with(&entry.replace("2026-11-21", "9026-11-21"))).await, broken);
        let twice = with(&format!("{},\n{}", entry.trim_end_matches(','), entry));
        assert_eq!(refused(&phone, &twice).await, ImportFault::Broken { line: at + 2 });
        let member = Uuid::from_u128(5);
        let accept = format!(
            "{{\"made_at\":1,\"op\":{{\"op_id\":\"{member}\",\"scope\":\"{member}\",\"schema\":1,\"payload\":\"member_accept\"}}}},"
        );
        let waiting = lines.iter().position(|l| l.contains("\"waiting\":[")).unwrap();
        let forged = text.replacen("\"waiting\":[\n", &format!("\"waiting\":[\n{accept}\n"), 1);
        assert_eq!(refused(&phone, &forged).await, ImportFault::Broken { line: waiting + 2 });

        assert_eq!(phone.ask(ask::Boot {}).await, before);
        assert_eq!(files(&phone), there, "no file was left");
        phone.run(Command::Import { text }).await;
        assert_eq!(phone.ask(ask::Me {}).await.storage.entries, 1);
    })
    .await;
}

#[tokio::test]
async fn an_empty_profile_makes_room_for_the_export_and_one_with_entries_does_not() {
    world(|w| async move {
        let old = w.participant("Әсел", "gold", "2005-05-05").await;
        log(&old, "sport", "2026-11-21", 40).await;
        let text = export(&old).await;

        let empty = w.participant("Бос", "gold", "2005-05-05").await;
        assert!(empty.ask(ask::Me {}).await.empty);
        empty.run(Command::Import { text: text.clone() }).await;
        let boot = empty.ask(ask::Boot {}).await;
        assert_eq!(boot.profiles.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Әсел"]);

        let other = w.participant("Асқар", "gold", "2005-05-05").await;
        log(&other, "sport", "2026-11-20", 30).await;
        other.run(Command::Settings { language: None, theme: Some("light".into()) }).await;
        assert!(!other.ask(ask::Me {}).await.empty);
        other.run(Command::Import { text }).await;
        assert_eq!(other.ask(ask::Boot {}).await.profiles.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn erasing_the_phone_leaves_nothing_of_anybody() {
    world(|w| async move {
        let phone = w.participant("Әсел", "gold", "2005-05-05").await;
        log(&phone, "sport", "2026-11-21", 40).await;
        phone.run(Command::ProfileCreate { name: "Асқар".into() }).await;
        phone.run(Command::Settings { language: Some("ru".into()), theme: None }).await;
        phone.run(Command::TextSize { percent: 200 }).await;
        // A size that is none changes nothing.
        phone.run(Command::TextSize { percent: 999 }).await;
        assert_eq!(phone.ask(ask::Boot {}).await.text_size, 200);
        phone.run(Command::PhoneErase).await;
        let boot = phone.ask(ask::Boot {}).await;
        assert!(boot.profiles.is_empty() && boot.open.is_none() && boot.language.is_none());
        assert_eq!(boot.text_size, 100);
        let left: Vec<String> = std::fs::read_dir(phone.folder())
            .unwrap()
            .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|n| n.starts_with("p-"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        // And from within no profile nobody erases anything.
        assert_eq!(phone.try_run(Command::PhoneErase).await.unwrap_err().fault, Fault::NoProfile);
        phone.run(Command::ProfileCreate { name: "Жаңа".into() }).await;
    })
    .await;
}

#[tokio::test]
async fn a_mentors_file_is_other_peoples() {
    world(|w| async move {
        let (mentor, _) = w.mentor("Айгүл").await;
        assert_eq!(mentor.try_run(Command::Export).await.unwrap_err().fault, Fault::NotForThisRole);
    })
    .await;
}

#[tokio::test]
async fn devices_are_seen_and_another_one_is_signed_out() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Әсел", "silver", "2000-05-01").await;
        // Before joining there is nobody to ask.
        assert_eq!(phone.try_run(Command::Devices { end: None }).await.unwrap_err().fault, Fault::SignedOut);
        phone.run(Command::Join { code }).await;
        mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await;
        let recovery = phone.until(ask::Me {}, |m| m.recovery.is_some()).await.recovery.unwrap();
        let tablet = w.phone();
        tablet.run(Command::SignIn { code: recovery }).await;
        tablet.until(ask::Boot {}, |b| b.sign_in.is_none() && b.open.is_some()).await;

        phone.run(Command::Devices { end: None }).await;
        let me = phone.until(ask::Me {}, |m| !m.devices.asking && m.devices.rows.len() == 2).await;
        let other = me.devices.rows.iter().find(|d| !d.this).unwrap().device;
        w.link.set_down(true);
        phone.run(Command::Devices { end: Some(other) }).await;
        // Whoever looks again takes no wish back, and sees that it waits.
        phone.run(Command::Devices { end: None }).await;
        let devices = phone.ask(ask::Me {}).await.devices;
        assert!(devices.asking);
        let ending: Vec<_> = devices.rows.iter().filter(|d| d.ending).map(|d| d.device).collect();
        assert_eq!(ending, [other]);
        w.link.set_down(false);
        phone.run(Command::SyncNow).await;
        let me = phone.until(ask::Me {}, |m| !m.devices.asking).await;
        assert_eq!(me.devices.rows.iter().map(|d| d.this).collect::<Vec<_>>(), [true]);
        tablet.run(Command::SyncNow).await;
        tablet.until(ask::Me {}, |m| m.joining == Joining::SignedOut).await;
    })
    .await;
}
