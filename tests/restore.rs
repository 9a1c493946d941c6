//! The server is lost and put back from a backup, under real phones; and somebody is erased.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{AccountId, EntryId, MessageId, ReportId};
use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_door::view::Hold;
use qadam_protocol::OpResult;
use qadam_protocol::wire::CBOR;
use qadam_testkit::{Fate, Phone, World, world};

async fn log(phone: &Phone, minutes: u32, note: &str) -> EntryId {
    let draft = Draft { note: note.into(), ..qadam_testkit::draft("sport", "2026-11-21", minutes) };
    phone.log(draft).await
}

/// An adult who joined and was taken in.
async fn joined(w: &World, mentor: &Phone, code: &str, name: &str) -> (Phone, AccountId) {
    let phone = w.participant(name, "gold", "2000-05-01").await;
    let who = phone.joins(mentor, code).await;
    (phone, who)
}

async fn say(phone: &Phone, with: Option<AccountId>, n: u128, text: &str) {
    let id = MessageId(uuid::Uuid::from_u128(n));
    phone.run(Command::ChatSend { with, id, text: text.into() }).await;
    phone.synced().await;
}

async fn texts(phone: &Phone, with: Option<AccountId>) -> Vec<String> {
    phone.ask(ask::Chat { with, last: 50 }).await.messages.into_iter().map(|m| m.text).collect()
}

/// How many entries a phone shows.
async fn written(phone: &Phone) -> u32 {
    let all = ask::Book { wanted: Default::default(), offset: 0, limit: 100 };
    phone.ask(all).await.hits
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_that_was_put_back_gets_everything_again_and_the_erased_stay_erased() {
    world(|mut w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (asel, who) = joined(&w, &mentor, &code, "Әсел").await;
        let (nurlan, erased) = joined(&w, &mentor, &code, "Нұрлан").await;
        let first = log(&asel, 30, "бұрын").await;
        log(&nurlan, 20, "мой секрет").await;
        say(&asel, None, 1, "бір").await;
        nurlan.synced().await;
        say(&mentor, Some(who), 2, "екі").await;

        let backup = w.backup();

        // What the backup does not have: an edit, entries, messages, a report, a decision on it, an erasure.
        let edit = Draft {
            id: Some(first),
            note: "түзетілді".into(),
            ..qadam_testkit::draft("sport", "2026-11-21", 40)
        };
        asel.run(Command::Log { draft: edit }).await;
        log(&asel, 50, "кейін").await;
        say(&asel, None, 3, "үш").await;
        asel.until(ask::Chat { with: None, last: 50 }, |c| c.messages.len() == 3).await;
        let report = ReportId(uuid::Uuid::from_u128(9));
        asel.run(Command::ReportSubmit { report, entries: vec![first], message: "Есеп".into() }).await;
        asel.synced().await;
        mentor.run(Command::SyncNow).await;
        mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let items = review.entries.iter().map(|e| ItemDecision {
            item: e.item,
            verdict: Verdict::Counted,
            reason: String::new(),
        });
        let decide = Command::ReportDecide {
            participant: who,
            report,
            number: 1,
            items: items.collect(),
            message: "Жарайсың".into(),
        };
        mentor.run(decide).await;
        mentor.synced().await;
        asel.synced().await;
        w.erase(erased).await;
        let before = w.store.export(who).await.unwrap().unwrap();
        let chat = texts(&asel, None).await;
        assert_eq!(chat, ["бір", "екі", "үш"]);

        // The server is lost. The mentor's phone is the first to find the new one: its decision is there before
        // the report that it is on.
        w.link.set_down(true);
        let done = w.restore(&backup).await;
        assert_eq!(done.erased, 1);
        assert!(w.store.export(who).await.unwrap().unwrap().records.len() < before.records.len());
        w.link.set_down(false);
        mentor.run(Command::SyncNow).await;
        mentor.until(ask::People {}, |p| p.people.len() == 1).await;
        for _ in 0..4 {
            w.pass(120_000);
            for phone in [&mentor, &asel] {
                phone.run(Command::SyncNow).await;
                phone.until(ask::SyncStatus {}, |s| !s.sending).await;
            }
        }
        asel.synced().await;
        mentor.synced().await;

        // Everything that was acknowledged is there once, as it was.
        let after = w.store.export(who).await.unwrap().unwrap();
        let bodies = |e: &qadam_testkit::Export| {
            let mut all: Vec<_> = e.records.iter().map(|r| (r.revision, r.body.key(r.revision))).collect();
            all.sort_by_key(|(revision, (kind, key))| (*revision, kind.as_str(), key.clone()));
            all
        };
        assert_eq!(bodies(&after), bodies(&before));
        let ops = |e: &qadam_testkit::Export| {
            let mut all: Vec<_> = e.ops.iter().map(|o| (o.op_id, o.result.clone())).collect();
            all.sort_by_key(|(id, _)| *id);
            all
        };
        assert_eq!(ops(&after), ops(&before));
        assert_eq!(texts(&asel, None).await, chat);
        assert_eq!(texts(&mentor, Some(who)).await, chat);

        // Нұрлан is nowhere, and what his phone still has is answered and not stored.
        assert!(w.store.export(erased).await.unwrap().is_none());
        log(&nurlan, 10, "кеш").await;
        nurlan.run(Command::SyncNow).await;
        nurlan.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::SignedOut) && s.waiting == 0).await;
        assert!(w.store.export(erased).await.unwrap().is_none());
        assert_eq!(written(&nurlan).await, 2, "his own phone keeps what is his");
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_phones_of_somebody_who_is_erased_and_of_their_mentor_are_told() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, who) = joined(&w, &mentor, &code, "Нұрлан").await;
        let (other, kept) = joined(&w, &mentor, &code, "Әсел").await;
        log(&phone, 20, "бір").await;
        phone.synced().await;
        log(&other, 20, "қалады").await;
        other.synced().await;
        mentor.run(Command::SyncNow).await;
        mentor.until(ask::People {}, |p| p.people.len() == 2).await;

        w.link.set_down(true);
        log(&phone, 30, "екі").await;
        let id = MessageId(uuid::Uuid::from_u128(5));
        mentor.run(Command::ChatSend { with: Some(who), id, text: "Қалайсың?".into() }).await;
        w.erase(who).await;
        w.link.set_down(false);

        for p in [&mentor, &phone] {
            p.run(Command::SyncNow).await;
        }
        mentor.until(ask::People {}, |p| p.people.len() == 1 && p.people[0].participant == kept).await;
        mentor.until(ask::SyncStatus {}, |s| s.waiting == 0 && s.attention == 0 && s.hold.is_none()).await;
        phone
            .until(ask::SyncStatus {}, |s| {
                s.hold == Some(Hold::SignedOut) && s.waiting == 0 && s.attention == 0
            })
            .await;
        let late = w.link.answers();
        assert!(late.iter().filter(|r| **r == OpResult::Erased).count() >= 2, "{late:?}");
        assert!(w.store.export(who).await.unwrap().is_none());
        assert!(w.store.export(kept).await.unwrap().is_some());

        // The answers were lost, or senseless: told again, the same.
        w.link.fates([Fate::ReplyLost, Fate::Nonsense(200, CBOR, String::new())]);
        log(&phone, 31, "үш").await;
        for _ in 0..3 {
            w.pass(1_000_000);
            phone.run(Command::SyncNow).await;
            phone.until(ask::SyncStatus {}, |s| !s.sending).await;
        }
        phone.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::SignedOut) && s.waiting == 0).await;
        assert!(w.store.export(who).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_clock_that_was_wrong_for_a_moment_forgets_nothing_that_a_restore_would_need() {
    world(|mut w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, who) = joined(&w, &mentor, &code, "Әсел").await;
        let backup = w.backup();
        log(&phone, 20, "бір").await;
        phone.synced().await;
        w.drift(40 * 86_400_000);
        phone.run(Command::SyncNow).await;
        phone.until(ask::SyncStatus {}, |s| !s.sending).await;
        w.drift(-40 * 86_400_000);
        w.restore(&backup).await;
        phone.run(Command::SyncNow).await;
        let all = |e: &qadam_testkit::Export| e.ops.len();
        for _ in 0..20 {
            phone.run(Command::SyncNow).await;
            phone.synced().await;
        }
        let export = w.store.export(who).await.unwrap().unwrap();
        assert!(
            all(&export) >= 2 && export.records.iter().any(|r| r.body.key(r.revision).0.as_str() == "entry")
        );
    })
    .await;
}
