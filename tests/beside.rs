//! One person, two phones, no network: what both have written of the same entry stands side by side until they choose.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::EntryId;
use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_door::view::{Attention, EntryView, Joining};
use qadam_testkit::{Phone, World, draft, world};

/// A participant with two phones that have the same entry.
async fn two(world: &World) -> (Phone, Phone, EntryId) {
    let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
    let phone = world.participant("Әсел", "silver", "2005-05-01").await;
    let entry = phone.log(draft("sport", "2026-11-21", 30)).await;
    phone.taken_in_by(&mentor, &code).await;
    let me = phone
        .until(ask::Me {}, |m| matches!(m.joining, Joining::Joined { .. }) && m.recovery.is_some())
        .await;
    phone.synced().await;
    phone.run(Command::RecoverySeen).await;
    let other = world.phone();
    other.run(Command::SignIn { code: me.recovery.unwrap() }).await;
    other.until(ask::Boot {}, |b| b.sign_in.is_none() && b.enrolled).await;
    other.synced().await;
    other.run(Command::RecoverySeen).await;
    assert_eq!(minutes(&other, entry).await, (30, vec![]));
    (phone, other, entry)
}

/// The same once the phone has heard of what stands beside it, or that nothing does.
async fn comes(phone: &Phone, entry: EntryId, wanted: (u32, Vec<u32>)) {
    phone.run(Command::SyncNow).await;
    let is =
        |v: &EntryView| (v.now.draft.minutes, v.beside.iter().map(|v| v.draft.minutes).collect::<Vec<_>>());
    phone.until(ask::Entry { entry }, |v| is(v) == wanted).await;
    assert_eq!(minutes(phone, entry).await, wanted);
}

/// How long the entry was, and how long by what stands beside it.
async fn minutes(phone: &Phone, entry: EntryId) -> (u32, Vec<u32>) {
    let view = phone.ask(ask::Entry { entry }).await;
    let past: Vec<_> = view.past.iter().map(|v| v.revision).collect();
    assert!(view.beside.iter().all(|v| !past.contains(&v.revision)), "what stands beside is not past");
    (view.now.draft.minutes, view.beside.iter().map(|v| v.draft.minutes).collect())
}

async fn edit(phone: &Phone, entry: EntryId, minutes: u32) {
    let draft = Draft { id: Some(entry), ..draft("sport", "2026-11-21", minutes) };
    phone.run(Command::Log { draft }).await;
}

async fn asked(phone: &Phone) -> bool {
    matches!(phone.ask(ask::Today {}).await.attention, Some(Attention::Beside { .. }))
}

/// Both edit without a network; the first one's arrives first.
async fn apart(world: &World, (first, second): (&Phone, &Phone), entry: EntryId) {
    world.link.set_down(true);
    edit(first, entry, 40).await;
    edit(second, entry, 50).await;
    world.link.set_down(false);
    first.synced().await;
    second.synced().await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_two_phones_wrote_meanwhile_stands_side_by_side_until_somebody_chooses() {
    world(|world| async move {
        let (first, second, entry) = two(&world).await;
        apart(&world, (&first, &second), entry).await;
        for phone in [&first, &second] {
            comes(phone, entry, (40, vec![50])).await;
            assert!(asked(phone).await);
            assert_eq!(phone.ask(ask::SyncStatus {}).await.attention, 0, "nothing was refused");
        }

        // Choosing the other one ends it everywhere, and what it replaces stays to be seen.
        let revision = first.ask(ask::Entry { entry }).await.beside[0].revision;
        first.run(Command::EntryRevert { entry, revision }).await;
        assert_eq!(minutes(&first, entry).await, (50, vec![]));
        first.synced().await;
        for phone in [&first, &second] {
            comes(phone, entry, (50, vec![])).await;
            assert!(!asked(phone).await);
            assert!(phone.ask(ask::Entry { entry }).await.past.iter().any(|v| v.draft.minutes == 40));
        }
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn leaving_it_as_it_is_is_a_choice_and_outlives_a_restart() {
    world(|world| async move {
        let (first, second, entry) = two(&world).await;
        apart(&world, (&first, &second), entry).await;
        second.run(Command::EntryKeep { entry }).await;
        let second = second.restart();
        assert_eq!(minutes(&second, entry).await, (40, vec![]));
        assert!(!asked(&second).await);
        // A later one is another matter.
        world.link.set_down(true);
        edit(&first, entry, 41).await;
        edit(&second, entry, 51).await;
        world.link.set_down(false);
        first.synced().await;
        second.synced().await;
        comes(&second, entry, (41, vec![51])).await;
        assert!(asked(&second).await);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_one_phone_removed_and_the_other_changed_is_asked_about() {
    world(|world| async move {
        let (first, second, entry) = two(&world).await;
        world.link.set_down(true);
        first.run(Command::EntryRemove { entry }).await;
        edit(&second, entry, 50).await;
        world.link.set_down(false);
        first.synced().await;
        second.synced().await;
        first.synced().await;
        for phone in [&first, &second] {
            phone.run(Command::SyncNow).await;
            phone.until(ask::Entry { entry }, |v| v.now.removed && v.beside.len() == 1).await;
            assert!(asked(phone).await);
        }
        let revision = second.ask(ask::Entry { entry }).await.beside[0].revision;
        second.run(Command::EntryRevert { entry, revision }).await;
        second.synced().await;
        comes(&first, entry, (50, vec![])).await;
        assert!(!first.ask(ask::Entry { entry }).await.now.removed);
        assert!(!asked(&first).await);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_report_holds_stands_beside_nothing() {
    world(|world| async move {
        let (first, second, entry) = two(&world).await;
        let report = first.ask(ask::ReportForm {}).await.report;
        first.run(Command::ReportSubmit { report, entries: vec![entry], message: String::new() }).await;
        edit(&first, entry, 45).await;
        first.synced().await;
        second.synced().await;
        for phone in [&first, &second] {
            comes(phone, entry, (45, vec![])).await;
            assert!(!asked(phone).await);
        }
    })
    .await;
}
