//! A phone's files are copied, and both go on: everything of both is kept, the copy becomes a device of its own, and
//! its owner is told.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_door::command::{Command, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{NoticeKind, Wanted};
use qadam_testkit::{Fate, Phone, World, draft, world};

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

/// The same once everything has come.
async fn comes(phone: &Phone, wanted: u32) {
    for _ in 0..100 {
        phone.synced().await;
        if minutes(phone).await == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(minutes(phone).await, wanted);
}

async fn told(phone: &Phone) -> bool {
    phone.ask(ask::Boot {}).await.notices.iter().any(|n| matches!(n.kind, NoticeKind::Copied { .. }))
}

/// A participant who has sent something, with something that has not gone yet, and the copy of it.
async fn two(world: &World) -> (Phone, Phone) {
    let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
    let phone = world.participant("Әсел", "silver", "2005-05-01").await;
    log(&phone, 1).await;
    phone.joins(&mentor, &code).await;
    phone.synced().await;
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
        phone.synced().await;
        log(&phone, 16).await;
        phone.synced().await;
        // Its first message follows one that another has followed. Answers are lost besides.
        world.link.fates([Fate::ReplyLost, Fate::Through, Fate::ReplyLost]);
        copy.synced().await;
        copy.until(ask::Boot {}, |b| !b.notices.is_empty()).await;
        assert!(told(&copy).await);
        for phone in [&phone, &copy] {
            comes(phone, 31).await;
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
            copy.synced().await;
            phone.synced().await;
        }
        comes(&copy, 3_731).await;
        comes(&phone, 3_731).await;
        assert!(!told(&phone).await);

        // Signing the other one out ends that one alone.
        copy.run(Command::Devices { end: me.devices.rows.iter().find(|d| !d.this).map(|d| d.device) }).await;
        copy.until(ask::Me {}, |m| m.devices.rows.len() == 1).await;
        log(&copy, 1).await;
        copy.synced().await;
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
        phone.synced().await;
        log(&phone, 16).await;
        phone.synced().await;
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
        comes(&copy, 31).await;
        comes(&phone, 31).await;
        copy.run(Command::Devices { end: None }).await;
        copy.until(ask::Me {}, |m| m.devices.rows.len() == 2).await;
    })
    .await;
}

/// Whoever gets an export gets no session, and nothing by which a phone would pass for this one.
#[tokio::test(flavor = "current_thread")]
async fn an_export_holds_nothing_of_the_installation() {
    world(|world| async move {
        let (phone, _copy) = two(&world).await;
        world.link.set_down(false);
        phone.synced().await;
        phone.run(Command::Devices { end: None }).await;
        let me = phone.until(ask::Me {}, |m| !m.devices.rows.is_empty()).await;
        let device = me.devices.rows[0].device.to_string();
        let Outcome::File { text, .. } = phone.run(Command::Export).await else { panic!("no file") };
        assert!(
            !text.contains(&device) && !text.contains(&device.replace('-', "")) && !text.contains("stamp")
        );
        // A token is 64 hexadecimal digits.
        let longest = text.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max();
        assert!(longest < Some(64), "there may be a token in it");
    })
    .await;
}

/// A profile's file that is damaged and begun anew is no copy, and hears of a restore as every other.
#[tokio::test(flavor = "current_thread")]
async fn a_damaged_file_and_a_restored_server_are_no_copies() {
    world(|mut world| async move {
        let (phone, _copy) = two(&world).await;
        world.link.set_down(false);
        phone.synced().await;
        let backup = world.backup();
        log(&phone, 4).await;
        phone.synced().await;
        let folder = phone.folder().to_owned();
        drop(phone.restart());
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("p-") && name.ends_with(".db") {
                std::fs::write(&path, vec![0x5a; 8192]).unwrap();
            } else if name.starts_with("p-") {
                std::fs::remove_file(&path).unwrap();
            }
        }
        let phone = world.phone_at(&folder);
        phone.until(ask::Boot {}, |b| b.enrolled).await;
        phone.synced().await;
        log(&phone, 8).await;
        phone.synced().await;
        world.restore(&backup).await;
        for minutes in [16, 32] {
            log(&phone, minutes).await;
            phone.synced().await;
        }
        phone.synced().await;
        assert!(!told(&phone).await);
        // What it wrote since the file was begun anew has come back to the server that was put back.
        assert_eq!(minutes(&phone).await & 56, 56);
    })
    .await;
}
