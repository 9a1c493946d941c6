//! Eighteen months of a gold participant through the real core, sync and server (`src/testkit/life`): what
//! the engine says of them is what a plain ledger says, and an export brings all of it to a fresh phone.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::pack::ThingKind;
use qadam_domain::progress::{Need, NeedKind};
use qadam_door::command::{Command, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{JourneyView, Wanted};
use qadam_testkit::life::Life;
use tokio::task::LocalSet;

/// 21 May 2025, 19:00 in Kazakhstan.
const BEGIN: i64 = 1_747_836_000_000;

fn need<'a>(journey: &'a JourneyView, track: &str, kind: impl Fn(&NeedKind) -> bool) -> &'a Need {
    let track = journey.progress.tracks.iter().find(|t| t.track == track).unwrap();
    track.needs.iter().find(|n| kind(&n.kind)).unwrap()
}

#[tokio::test]
async fn eighteen_months_of_gold_add_up() {
    LocalSet::new()
        .run_until(async {
            let life = Life::lived(BEGIN).await;
            let journey = life.phone.ask(ask::Journey {}).await;
            // What a rule only adds up is what was approved, whatever happened to clocks and reports.
            for track in ["heritage", "volunteering", "work"] {
                let sum = need(&journey, track, |k| matches!(k, NeedKind::Amount { .. }));
                assert_eq!(sum.counted, life.ledger.approved[track], "{track}");
            }
            let books =
                need(&journey, "reading", |k| matches!(k, NeedKind::Things { what: ThingKind::Book }));
            assert_eq!(books.counted, life.ledger.books);
            assert!(books.counted > 10, "{books:?}");
            // Only the journey that was planned and finished is long enough; the practice and the one that
            // was given up are not added to it.
            assert_eq!(need(&journey, "travel", |k| matches!(k, NeedKind::JourneyDays)).counted, 4);
            assert_eq!(need(&journey, "travel", |k| matches!(k, NeedKind::JourneyNights)).counted, 3);
            for track in ["sport", "skills"] {
                let weeks = need(&journey, track, |k| matches!(k, NeedKind::Windows { .. }));
                let most = life.ledger.approved[track] / 60;
                assert!((40..=most).contains(&weeks.counted), "{track}: {weeks:?}, at most {most}");
            }
            assert_eq!(journey.entries, life.ledger.entries);
            let reports = life.phone.ask(ask::Reports {}).await;
            assert_eq!(reports.reports.len() as u32, life.ledger.reports);
            let all = ask::Book { wanted: Wanted::default(), offset: 0, limit: 1 };
            assert_eq!(life.phone.ask(all).await.all, life.ledger.entries);

            // The mentor's phone says the same of them, and so does a fresh phone that gets the export.
            let people = life.mentor.until(ask::People {}, |p| !p.people.is_empty()).await;
            assert_eq!(people.people[0].percent, journey.ring.percent);
            let Outcome::File { text, .. } = life.phone.run(Command::Export).await else { panic!("no file") };
            let fresh = life.world.phone();
            fresh.run(Command::Import { text }).await;
            let again = fresh.ask(ask::Journey {}).await;
            assert_eq!(again.progress, journey.progress);
            assert_eq!((again.entries, &again.finishes), (journey.entries, &journey.finishes));
        })
        .await;
}
