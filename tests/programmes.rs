//! Programmes and their versions: what a person is enrolled with stays, and a move lowers nothing.

#![allow(clippy::unwrap_used)]

use qadam_domain::pack::Packs;
use qadam_domain::progress::NeedKind;
use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_testkit::{World, draft};

const SHIPPED: &str = include_str!("../assets/programmes/elbasy-medali@2020.json");

/// The same programme a year later: work is no longer asked for, and a day adds half an hour at most.
fn newer() -> Packs {
    let mut pack: serde_json::Value = serde_json::from_str(SHIPPED).unwrap();
    pack["version"] = "2021".into();
    pack["tracks"][6]["optional"] = true.into();
    pack["tracks"][4]["daily_cap"] = 30.into();
    Packs::shipped().with([pack.to_string()]).unwrap()
}

#[tokio::test]
async fn people_stay_on_their_version_until_they_move_and_nothing_is_lowered() {
    tokio::task::LocalSet::new()
        .run_until(async {
            let world = World::new();
            let phone = world.phone();
            phone.run(Command::ProfileCreate { name: "Дана".into() }).await;
            let birth = "2009-03-01".parse().unwrap();
            phone.run(Command::Enrol { level: "bronze".into(), birth }).await;
            let today = phone.ask(ask::Boot {}).await.today;
            let mut entry = draft("volunteering", &today.to_string(), 90);
            entry.attested_by =
                Some(qadam_domain::entry::Attestation { name: "Ербол".into(), role: "".into() });
            phone.run(Command::Log { draft: entry }).await;
            assert_eq!(phone.ask(ask::Programmes {}).await.newer, None);

            let phone = phone.restart_with(newer());
            let programmes = phone.ask(ask::Programmes {}).await;
            assert_eq!((programmes.version.as_str(), programmes.newer.as_deref()), ("2020", Some("2021")));
            assert!(phone.try_run(Command::PackMove { version: "1999".into() }).await.is_err());
            let change = phone.ask(ask::PackMove {}).await;
            let all = |p: &qadam_domain::Progress| {
                let track = p.tracks.iter().find(|t| t.track == "volunteering").unwrap();
                let need = track.needs.iter().find(|n| matches!(n.kind, NeedKind::Amount { .. })).unwrap();
                need.counted + need.provisional
            };
            assert_eq!((all(&change.before), all(&change.after)), (90, 30), "what waits is weighed anew");
            assert!(!change.after.blocks.iter().any(|b| format!("{b:?}").contains("work")));

            phone.run(Command::PackMove { version: "2021".into() }).await;
            let programmes = phone.ask(ask::Programmes {}).await;
            assert_eq!((programmes.version.as_str(), programmes.newer), ("2021", None));
            let pack = phone.ask(ask::Programme {}).await.pack;
            assert_eq!(pack.version, "2021", "the screens have the new rules at once");
            assert_eq!(all(&phone.ask(ask::Journey {}).await.progress), 30);

            // An older app on the same files: it does not know the version and goes by the nearest it knows.
            let phone = phone.restart();
            let pack = phone.ask(ask::Programme {}).await.pack;
            assert_eq!((pack.id.as_str(), pack.version.as_str()), ("elbasy-medali", "2020"));
            phone.stop().await;
        })
        .await;
}
