//! A watch tells now and after each change that concerns it, and is silent otherwise.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_door::{Ask, Fault, Watch};
use qadam_testkit::{World, draft};
use tokio::task::LocalSet;

/// The next view, or none within a while in which the phone has looked many times.
async fn next<Q: Ask>(watch: &mut Watch<Q>) -> Option<Q::View> {
    let told = tokio::time::timeout(Duration::from_millis(600), watch.next()).await.ok()?;
    Some(told.expect("the core lives").expect("a view"))
}

fn run(minutes: u32) -> Command {
    Command::Log { draft: draft("sport", "2026-11-21", minutes) }
}

#[tokio::test]
async fn what_is_written_reaches_every_screen_that_shows_it_and_no_other() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            let mut today = phone.door.watch(&ask::Today {});
            let mut track = phone.door.watch(&ask::Track { track: "sport".into() });
            let mut reminders = phone.door.watch(&ask::Reminders {});
            let mut programme = phone.door.watch(&ask::Programme {});
            assert!(next(&mut today).await.unwrap().logged.is_empty());
            assert_eq!(next(&mut track).await.unwrap().total, 0);
            assert!(next(&mut reminders).await.is_some() && next(&mut programme).await.is_some());

            phone.run(run(30)).await;
            assert_eq!(next(&mut today).await.unwrap().logged.len(), 1);
            assert_eq!(next(&mut track).await.unwrap().total, 1);
            assert!(next(&mut reminders).await.is_none(), "nobody wants any");
            assert!(next(&mut programme).await.is_none(), "the rules never change");

            // A watch that was dropped asks no more; the others go on.
            drop(track);
            phone.run(run(40)).await;
            assert_eq!(next(&mut today).await.unwrap().logged.len(), 2);
        })
        .await;
}

#[tokio::test]
async fn what_needs_the_part_that_comes_later_waits_for_it_and_logging_does_not() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let (_, code) = w.mentor("Айгүл").await;
            let phone = w.participant("Әсел", "gold", "2000-05-01").await.restart_apart();
            let mut journey = phone.door.watch(&ask::Journey {});
            let mut today = phone.door.watch(&ask::Today {});
            assert!(next(&mut today).await.unwrap().logged.is_empty());
            phone.run(run(30)).await;
            assert_eq!(next(&mut today).await.unwrap().logged.len(), 1, "logging needs nothing else");
            assert!(next(&mut journey).await.is_none());

            // It cannot be had now: whoever waits hears so, and nothing was done by half.
            let joining = phone.try_run(Command::Join { code: code.clone() });
            let missing = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                phone.door.part(false);
            };
            let (joined, ()) = tokio::join!(joining, missing);
            assert_eq!(joined.unwrap_err().fault, Fault::PartMissing);
            assert_eq!(journey.next().await.unwrap().unwrap_err().fault, Fault::PartMissing);
            assert!(!phone.ask(ask::SyncStatus {}).await.joined);

            // The network returns: it is fetched again without anybody asking.
            let asked = phone.wanted_part();
            phone.door.online(false);
            phone.door.online(true);
            assert!(!phone.ask(ask::SyncStatus {}).await.joined);
            assert_eq!(phone.wanted_part(), asked + 1);

            // What is asked for again waits again, and goes on when it comes.
            let joining = phone.try_run(Command::Join { code });
            let here = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                phone.door.part(true);
            };
            let (joined, ()) = tokio::join!(joining, here);
            assert!(joined.is_ok());
            assert!(next(&mut journey).await.is_some());
            phone.until(ask::SyncStatus {}, |line| line.joined).await;
        })
        .await;
}

#[tokio::test]
async fn a_profile_that_waited_for_the_part_is_shown_by_its_own_rules() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let phone = w.phone();
            let id = "international-award".to_owned();
            phone.run(Command::ProgrammePick { id }).await;
            phone.run(Command::ProfileCreate { name: "Дана".into() }).await;
            let birth = "2009-03-01".parse().unwrap();
            phone.run(Command::Enrol { level: "bronze".into(), birth }).await;
            let profile = phone.ask(ask::Boot {}).await.open.unwrap();
            phone.run(Command::ProfileLock).await;
            let id = "elbasy-medali".to_owned();
            phone.run(Command::ProgrammePick { id }).await;

            let phone = phone.restart_apart();
            let mut rules = phone.door.watch(&ask::Programme {});
            assert_eq!(next(&mut rules).await.unwrap().pack.id, "elbasy-medali");
            let here = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                phone.door.part(true);
            };
            let (opened, ()) = tokio::join!(phone.try_run(Command::ProfileOpen { profile, pin: None }), here);
            assert!(opened.is_ok());
            assert_eq!(next(&mut rules).await.unwrap().pack.id, "international-award");
        })
        .await;
}

#[tokio::test]
async fn a_line_that_breaks_shows_in_the_chip_and_nowhere_else() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let (_, code) = w.mentor("Айгүл").await;
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            phone.run(Command::Join { code }).await;
            let mut line = phone.door.watch(&ask::SyncStatus {});
            let mut journey = phone.door.watch(&ask::Journey {});
            while next(&mut line).await.is_some() {}
            while next(&mut journey).await.is_some() {}
            phone.door.online(false);
            assert!(next(&mut line).await.unwrap().hold.is_some());
            assert!(next(&mut journey).await.is_none());
        })
        .await;
}
