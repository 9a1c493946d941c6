//! A phone's files are copied, and both go on: everything of both is kept, the copy becomes a device of its own, and
//! its owner is told.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::future::Future;

use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_door::view::{Joining, NoticeKind, Wanted};
use qadam_testkit::{Fate, Phone, World, draft};
use tokio::task::LocalSet;

async fn world<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    LocalSet::new().run_until(async { test(World::new()).await }).await;
}

async fn synced(phone: &Phone) {
    phone.run(Command::SyncNow).await;
    phone.until(ask::SyncStatus {}, |s| s.waiting == 0 && !s.sending && s.hold.is_none()).await;
}

async fn log(phone: &Phone, minutes: u32) {
    phone.run(Command::Log { draft: draft("sport", "2026-11-20", minutes) }).await;
}

/// Minutes of all entries, as a phone shows them.
async fn minutes(phone: &Phone) -> u32 {
    let wanted = Wanted::default();
    let book = phone.ask(ask::Book { wanted, offset: 0, limit: 50 }).await;
    let mut sum = 0;
    for row in book.days.iter().flat_map(|d| &d.rows) {
        sum += phone.ask(ask::Entry { entry: row.id }).await.now.draft.minutes;
    }
    sum
}

async fn told(phone: &Phone) -> bool {
    phone.ask(ask::Boot {}).await.notices.iter().any(|n| matches!(n.kind, NoticeKind::Copied { .. }))
}

/// A participant who has sent something, with something that has not gone yet, and the copy of it.
async fn two(world: &World) -> (Phone, Phone) {
    let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
    let phone = world.participant("Әсел", "silver", "2005-05-01").await;
    log(&phone, 1).await;
    phone.run(Command::Join { code }).await;
    let people = mentor.until(ask::People {}, |p| !p.people.is_empty()).await;
    mentor.run(Command::JoinerAnswer { participant: people.people[0].participant, accept: true }).await;
    phone.until(ask::Me {}, |m| matches!(m.joining, Joining::Joined { .. })).await;
    synced(&phone).await;
    world.link.set_down(true);
    log(&phone, 2).await;
    let phone = phone.restart();
    let copy = world.copy_of(&phone);
    (phone, copy)
}

#[tokio::test(flavor = "current_thread")]
async fn a_copied_phone_is_noticed_becomes_a_device_of_its_own_and_nothing_is_lost() {
    world(|world| async move {
        let (phone, copy) = two(&world).await;
        log(&phone, 4).await;
        log(&copy, 8).await;
        world.link.set_down(false);
        synced(&phone).await;
        log(&phone, 16).await;
        synced(&phone).await;
        // Its first message follows one that another has followed. Answers are lost besides.
        world.link.fates([Fate::ReplyLost, Fate::Through, Fate::ReplyLost]);
        synced(&copy).await;
        copy.until(ask::Boot {}, |b| !b.notices.is_empty()).await;
        assert!(told(&copy).await);
        for phone in [&phone, &copy] {
            synced(phone).await;
            assert_eq!(minutes(phone).await, 31);
        }
        assert!(!told(&phone).await, "whoever was copied goes on as before");

        // Two devices from now on, and no further noise.
        copy.run(Command::Devices { end: None }).await;
        let me = copy.until(ask::Me {}, |m| m.devices.rows.len() == 2).await;
        let rows: Vec<_> = me.devices.rows.iter().map(|d| (d.this, d.copy)).collect();
        assert!(rows.contains(&(true, true)) && rows.contains(&(false, false)), "{rows:?}");
        let copy = copy.restart();
        for n in 0..3 {
            log(&copy, 100 << n).await;
            log(&phone, 1_000).await;
            synced(&copy).await;
            synced(&phone).await;
        }
        synced(&copy).await;
        assert_eq!((minutes(&copy).await, minutes(&phone).await), (3_731, 3_731));
        assert!(!told(&phone).await);

        // Signing the other one out ends that one alone.
        copy.run(Command::Devices { end: me.devices.rows.iter().find(|d| !d.this).map(|d| d.device) }).await;
        copy.until(ask::Me {}, |m| m.devices.rows.len() == 1).await;
        log(&copy, 1).await;
        synced(&copy).await;
        phone.run(Command::SyncNow).await;
        phone.until(ask::SyncStatus {}, |s| s.hold == Some(qadam_door::view::Hold::SignedOut)).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_copy_that_loses_power_at_any_moment_becomes_one_device() {
    world(|world| async move {
        let (phone, mut copy) = two(&world).await;
        log(&copy, 8).await;
        world.link.set_down(false);
        log(&phone, 4).await;
        synced(&phone).await;
        log(&phone, 16).await;
        synced(&phone).await;
        // Whatever the call is that it is at, its answer never comes, and the power fails.
        for _ in 0..6 {
            world.link.fates([Fate::ReplyLost]);
            copy.run(Command::SyncNow).await;
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            copy = copy.restart();
            world.link.fates([]);
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            copy = copy.restart();
        }
        synced(&copy).await;
        synced(&phone).await;
        copy.run(Command::Devices { end: None }).await;
        copy.until(ask::Me {}, |m| m.devices.rows.len() == 2).await;
        assert_eq!((minutes(&copy).await, minutes(&phone).await), (31, 31));
    })
    .await;
}
