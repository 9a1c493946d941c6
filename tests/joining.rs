//! Joining when it does not go smoothly.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_door::Fault;
use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_door::view::{Hold, Joining};
use qadam_testkit::{World, draft};
use tokio::task::LocalSet;

#[tokio::test]
async fn who_was_declined_asks_another_mentor_and_keeps_everything() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let (no, code) = w.mentor("Айгүл").await;
            let (yes, other) = w.mentor("Болат").await;
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            let draft = draft("sport", "2026-11-21", 40);
            phone.run(Command::Log { draft }).await;
            phone.run(Command::Join { code }).await;
            let asked = no.until(ask::Queue {}, |q| !q.joiners.is_empty()).await.joiners[0].participant;
            // While the first has not answered there is nobody else to ask.
            phone.until(ask::Me {}, |m| matches!(m.joining, Joining::Asked { .. })).await;
            let twice = phone.try_run(Command::Join { code: other.clone() }).await;
            assert_eq!(twice.unwrap_err().fault, Fault::AlreadyJoined);

            no.run(Command::JoinerAnswer { participant: asked, accept: false }).await;
            phone.until(ask::Me {}, |m| matches!(m.joining, Joining::Declined { .. })).await;
            assert_eq!(phone.ask(ask::SyncStatus {}).await.hold, Some(Hold::Declined));
            let recovery = phone.ask(ask::Me {}).await.recovery;

            // The power goes while the second is being asked.
            phone.run(Command::Join { code: other }).await;
            let phone = phone.restart();
            let who = yes.until(ask::Queue {}, |q| !q.joiners.is_empty()).await.joiners[0].participant;
            assert_eq!(who, asked, "the same account");
            yes.run(Command::JoinerAnswer { participant: who, accept: true }).await;
            let me = phone.until(ask::Me {}, |m| matches!(m.joining, Joining::Joined { .. })).await;
            assert!(
                matches!(&me.joining, Joining::Joined { mentor, .. } if mentor == "Болат"),
                "{:?}",
                me.joining
            );
            // The code that brings the account back is the one that the server knows.
            assert!(recovery.is_some() && me.recovery == recovery);
            yes.until(ask::People {}, |p| p.people.iter().any(|x| x.last_entry.is_some())).await;
            assert!(no.ask(ask::People {}).await.people.iter().all(|x| x.last_entry.is_none()));
        })
        .await;
}
