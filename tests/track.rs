//! One track: the rule's own weeks.

#![allow(clippy::unwrap_used)]

use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_testkit::{World, draft};
use tokio::task::LocalSet;

fn run(on: &str, track: &str, minutes: u32) -> Command {
    Command::Log { draft: draft(track, on, minutes) }
}

#[tokio::test]
async fn weeks_begin_with_the_level_and_say_whether_they_count() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            // Enrolled on Saturday, 21 November 2026: the rule's weeks begin on Saturdays.
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            phone.run(run("2026-11-21", "sport", 40)).await;
            phone.run(run("2026-11-18", "sport", 90)).await;
            let track = phone.ask(ask::Track { track: "sport".into() }).await;
            let (last, before) = (&track.weeks[4], &track.weeks[3]);
            assert_eq!(track.weeks.len(), 5);
            assert_eq!(last.days[0].on, "2026-11-21".parse().unwrap());
            assert_eq!((last.total, last.counts), (40, Some(false)));
            assert_eq!((before.total, before.counts), (90, None), "before the level nothing can count");
            let window = track.window.unwrap();
            assert_eq!((window.have, window.need), (40, 60));

            phone.run(run("2026-11-21", "sport", 20)).await;
            let track = phone.ask(ask::Track { track: "sport".into() }).await;
            assert_eq!((track.weeks[4].total, track.weeks[4].counts), (60, Some(true)));

            // Where the rule counts no weeks they begin on Mondays, and nothing is ticked.
            phone.run(run("2026-11-21", "heritage", 30)).await;
            let track = phone.ask(ask::Track { track: "heritage".into() }).await;
            assert_eq!(track.weeks[4].days[0].on, "2026-11-16".parse().unwrap());
            assert_eq!((track.weeks[4].total, track.weeks[4].counts), (30, None));
            assert_eq!(track.window, None);
        })
        .await;
}
