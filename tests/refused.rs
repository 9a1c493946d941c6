//! What the server refuses, and what a person does about it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::EntryId;
use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_door::view::OutboxState;
use qadam_testkit::{Phone, World, world};

fn draft(track: &str, minutes: u32, note: &str) -> Draft {
    Draft { note: note.into(), ..qadam_testkit::draft(track, "2026-11-21", minutes) }
}

#[tokio::test(flavor = "current_thread")]
async fn a_refused_op_blocks_only_what_depends_on_it_and_can_be_dropped() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        phone.all_sent().await;
        // The phone's clock runs three days ahead: the server refuses a day that has not come anywhere.
        w.drift(3 * 86_400_000);
        phone.run(Command::ClockRight).await;
        let mut ahead = draft("sport", 30, "Болашақтан");
        ahead.on = "2026-11-24".parse().unwrap();
        let entry = phone.log(ahead.clone()).await;
        ahead.id = Some(entry);
        ahead.minutes = 45;
        phone.run(Command::Log { draft: ahead }).await;
        phone.log(draft("skills", 20, "Бүгінгі")).await;
        phone.run(Command::SyncNow).await;
        let me = phone.until(ask::Me {}, |m| m.sync.attention > 0 && m.outbox.len() == 2).await;
        assert!(matches!(me.outbox[0].state, OutboxState::Refused { .. }));
        // Both revisions of that entry go; the other entry went through.
        for _ in 0..2 {
            let me = phone.ask(ask::Me {}).await;
            if let Some(row) = me.outbox.iter().find(|r| matches!(r.state, OutboxState::Refused { .. })) {
                phone.run(Command::OpDiscard { op: row.op }).await;
            }
            phone.run(Command::SyncNow).await;
            phone.until(ask::SyncStatus {}, |s| !s.sending && s.waiting == 0).await;
        }
        let me = phone.ask(ask::Me {}).await;
        assert!(me.outbox.is_empty(), "{:?}", me.outbox);
    })
    .await;
}

/// An entry of a day that has not come anywhere, by a phone whose clock runs three days ahead.
fn ahead(minutes: u32, note: &str) -> Draft {
    Draft { on: "2026-11-24".parse().unwrap(), ..draft("sport", minutes, note) }
}

async fn refuses(phone: &Phone) {
    phone.run(Command::SyncNow).await;
    phone.until(ask::SyncStatus {}, |s| s.attention == 1 && !s.sending).await;
}

/// Somebody whose entry the server has, and has refused a change of.
async fn with_a_refused_change(w: &World) -> (Phone, EntryId) {
    let (mentor, code) = w.mentor("Айгүл").await;
    let phone = w.joined(&mentor, &code, "Ерлан").await;
    let entry = phone.log(draft("sport", 30, "Дұрыс")).await;
    phone.synced().await;
    w.drift(3 * 86_400_000);
    phone.run(Command::ClockRight).await;
    phone.run(Command::Log { draft: Draft { id: Some(entry), ..ahead(45, "Болашақ") } }).await;
    refuses(&phone).await;
    (phone, entry)
}

/// Nothing waits, nothing is to be done, and no other version stands beside the entry.
async fn is_well(phone: &Phone, entry: EntryId) {
    phone.synced().await;
    assert!(phone.ask(ask::Me {}).await.outbox.is_empty());
    assert!(phone.ask(ask::Entry { entry }).await.beside.is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn an_earlier_version_is_brought_back_in_the_place_of_what_was_refused() {
    world(|w| async move {
        let (phone, entry) = with_a_refused_change(&w).await;
        let past = phone.ask(ask::Entry { entry }).await.past;
        phone.run(Command::EntryRevert { entry, revision: past[0].revision }).await;
        is_well(&phone, entry).await;
        assert_eq!(phone.ask(ask::Entry { entry }).await.now.draft.note, "Дұрыс");
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn an_entry_that_the_server_never_took_is_taken_back_and_may_come_again() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        phone.synced().await;
        w.drift(3 * 86_400_000);
        phone.run(Command::ClockRight).await;
        let entry = phone.log(ahead(30, "Болашақтан")).await;
        refuses(&phone).await;
        phone.run(Command::EntryRemove { entry }).await;
        phone.synced().await;
        assert!(phone.ask(ask::Me {}).await.outbox.is_empty(), "there is nobody to be told");
        assert!(phone.ask(ask::Entry { entry }).await.now.removed);
        // The undo of it, on the day itself.
        w.set_right();
        w.pass(3 * 86_400_000);
        phone.run(Command::EntryRestore { entry }).await;
        is_well(&phone, entry).await;
        assert!(!phone.ask(ask::Entry { entry }).await.now.removed);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn an_entry_with_a_refused_change_is_taken_back() {
    world(|w| async move {
        let (phone, entry) = with_a_refused_change(&w).await;
        phone.run(Command::EntryRemove { entry }).await;
        is_well(&phone, entry).await;
        assert!(phone.ask(ask::Entry { entry }).await.now.removed);
    })
    .await;
}
