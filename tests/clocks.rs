//! Phones whose clocks are wrong: nothing is decided by them, and a date is asked about before it is taken.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::clock::Doubt;
use qadam_door::command::{Command, Outcome};
use qadam_door::query::ask;
use qadam_door::view::Attention;
use qadam_door::{DoorResult, Fault};
use qadam_testkit::{Phone, World, draft, world};
use tokio::task::LocalSet;

const DAY: i64 = 86_400_000;

async fn joined(world: &World) -> Phone {
    let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
    let phone = world.participant("Әсел", "silver", "2005-05-01").await;
    phone.joins(&mentor, &code).await;
    phone.synced().await;
    phone
}

async fn log(phone: &Phone, on: &str) -> DoorResult<Outcome> {
    phone.try_run(Command::Log { draft: draft("sport", on, 30) }).await
}

fn doubt(result: &DoorResult<Outcome>) -> Option<Doubt> {
    match result {
        Err(e) => match e.fault {
            Fault::Clock { doubt, .. } => Some(doubt),
            _ => panic!("{e:?}"),
        },
        Ok(_) => None,
    }
}

async fn shown(phone: &Phone) -> Option<Doubt> {
    match phone.ask(ask::Today {}).await.attention {
        Some(Attention::Clock { doubt, .. }) => Some(doubt),
        _ => None,
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_clock_that_was_set_back_is_asked_about_before_a_date_is_taken_from_it() {
    world(|world| async move {
        let phone = joined(&world).await;
        world.link.set_down(true);
        world.drift(-2 * DAY);
        assert_eq!(doubt(&log(&phone, "2026-11-19").await), Some(Doubt::SetBack));
        assert_eq!(shown(&phone).await, Some(Doubt::SetBack));
        assert!(phone.ask(ask::Today {}).await.logged.is_empty(), "nothing was written");
        // Who says that it is right is taken at their word, also after a restart.
        phone.run(Command::ClockRight).await;
        let phone = phone.restart();
        assert_eq!((doubt(&log(&phone, "2026-11-19").await), shown(&phone).await), (None, None));
        // Set back once more, it is asked about once more; and set right, nobody asks.
        world.drift(-DAY);
        assert_eq!(doubt(&log(&phone, "2026-11-18").await), Some(Doubt::SetBack));
        world.set_right();
        assert_eq!((doubt(&log(&phone, "2026-11-21").await), shown(&phone).await), (None, None));
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_clock_far_from_the_servers_is_asked_about_and_never_decides() {
    world(|world| async move {
        let phone = joined(&world).await;
        world.drift(3 * DAY);
        assert_eq!(doubt(&log(&phone, "2026-11-24").await), None, "time may have passed");
        phone.run(Command::SyncNow).await;
        phone
            .until(ask::Today {}, |t| {
                matches!(t.attention, Some(Attention::Clock { doubt: Doubt::FarOff, .. }))
            })
            .await;
        assert_eq!(doubt(&log(&phone, "2026-11-24").await), Some(Doubt::FarOff));
        // Insisting on it changes nothing for the server: that day has come nowhere.
        phone.run(Command::ClockRight).await;
        assert_eq!(doubt(&log(&phone, "2026-11-24").await), None);
        phone.run(Command::SyncNow).await;
        phone.until(ask::SyncStatus {}, |s| s.attention > 0).await;
        world.set_right();
        phone.run(Command::SyncNow).await;
        phone.until(ask::Today {}, |t| !matches!(t.attention, Some(Attention::Clock { .. }))).await;
        assert_eq!(doubt(&log(&phone, "2026-11-21").await), None);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_clock_from_before_the_app_cannot_be_right() {
    LocalSet::new()
        .run_until(async {
            let world = World::at(1_262_304_000_000); // 1 January 2010: a phone without a battery
            let phone = world.phone();
            phone.run(Command::ProfileCreate { name: "Әсел".into() }).await;
            let enrol = || Command::Enrol { level: "bronze".into(), birth: "1990-05-01".parse().unwrap() };
            assert_eq!(doubt(&phone.try_run(enrol()).await), Some(Doubt::BeforeTheApp));
            phone.run(Command::ClockRight).await;
            assert_eq!(doubt(&phone.try_run(enrol()).await), Some(Doubt::BeforeTheApp));
            assert_eq!(doubt(&log(&phone, "2010-01-01").await), Some(Doubt::BeforeTheApp));
        })
        .await;
}
