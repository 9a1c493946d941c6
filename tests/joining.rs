//! Joining when it does not go smoothly.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::MessageId;
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

#[tokio::test]
async fn a_mentor_who_signs_in_again_goes_on_with_what_was_not_sent() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let (mentor, code) = w.mentor("Айгүл").await;
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            let who = phone.joins(&mentor, &code).await;
            mentor.synced().await;
            let recovery = mentor.until(ask::Me {}, |m| m.recovery.is_some()).await.recovery.unwrap();
            let before = mentor.ask(ask::Boot {}).await.open;

            // Written without network; meanwhile this phone was signed out from another one.
            w.link.set_down(true);
            let id = MessageId(uuid::Uuid::from_u128(1));
            mentor.run(Command::ChatSend { with: Some(who), id, text: "Жарайсың!".into() }).await;
            w.link.set_down(false);
            let tablet = w.phone();
            tablet.run(Command::SignIn { code: recovery }).await;
            tablet.until(ask::Boot {}, |b| b.sign_in.is_none() && b.open.is_some()).await;
            tablet.run(Command::Devices { end: None }).await;
            let me = tablet.until(ask::Me {}, |m| m.devices.rows.len() == 2).await;
            let other = me.devices.rows.iter().find(|d| !d.this).unwrap().device;
            tablet.run(Command::Devices { end: Some(other) }).await;
            let recovery = tablet
                .until(ask::Me {}, |m| m.devices.rows.len() == 1 && m.recovery.is_some())
                .await
                .recovery
                .unwrap();
            mentor.run(Command::SyncNow).await;
            mentor.until(ask::Me {}, |m| m.joining == Joining::SignedOut).await;

            mentor.run(Command::ProfileLock).await;
            mentor.run(Command::SignIn { code: recovery }).await;
            let boot = mentor.until(ask::Boot {}, |b| b.open == before && b.sign_in.is_none()).await;
            assert_eq!(boot.profiles.len(), 1, "what was not sent and the session are one profile");
            phone.until(ask::Chat { with: None, last: 9 }, |c| c.messages.len() == 1).await;
        })
        .await;
}
