//! A participant gets another mentor while both phones are away: nothing of what was written is lost, and nobody sees
//! more than they may.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{AccountId, MessageId, ReportId};
use qadam_door::command::Command;
use qadam_door::query::ask;
use qadam_door::view::Joining;
use qadam_testkit::{Phone, draft, world};
use uuid::Uuid;

const REPORT: ReportId = ReportId(Uuid::from_u128(11));

/// A participant of the mentor with a report that waits.
async fn joined(mentor: &Phone, code: String, phone: &Phone) -> AccountId {
    let entry = phone.log(draft("sport", "2026-11-21", 70)).await;
    let participant = phone.joins(mentor, &code).await;
    let message = String::new();
    phone.run(Command::ReportSubmit { report: REPORT, entries: vec![entry], message }).await;
    phone.synced().await;
    mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
    participant
}

async fn decide(mentor: &Phone, participant: AccountId, verdict: Verdict, reason: &str) {
    let review = mentor.ask(ask::Review { participant, report: REPORT }).await;
    let items = review.entries.iter().map(|e| ItemDecision { item: e.item, verdict, reason: reason.into() });
    let (items, message) = (items.collect(), String::new());
    mentor.run(Command::ReportDecide { participant, report: REPORT, number: 1, items, message }).await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_former_mentor_wrote_offline_goes_to_the_coordinator_and_they_are_told() {
    world(|world| async move {
        let (former, code) = world.mentor("Айгүл Сейтқали").await;
        let (next, _) = world.mentor("Болат Ержанов").await;
        let phone = world.participant("Әсел", "silver", "2005-05-01").await;
        let participant = joined(&former, code, &phone).await;
        former.synced().await;

        // Both are away when the operator acts.
        world.link.set_down(true);
        decide(&former, participant, Verdict::NotCounted, "Бейнесі жоқ").await;
        let with = Some(participant);
        former
            .run(Command::ChatSend {
                with, id: MessageId(Uuid::from_u128(5)), text: "Жарайсың!".into()
            })
            .await;
        world.hand_over(participant, "Болат Ержанов").await;
        let former = former.restart();
        world.link.set_down(false);

        former.synced().await;
        let queue = former.until(ask::Queue {}, |q| q.handed > 0 && q.alone).await;
        assert_eq!((queue.handed, queue.reports.len(), queue.decided.len()), (2, 0, 0));
        assert!(former.ask(ask::People {}).await.people.is_empty());
        assert!(former.door.ask(&ask::Review { participant, report: REPORT }).await.is_err());
        assert_eq!(former.ask(ask::SyncStatus {}).await.attention, 0, "nothing was refused");
        let held = world.held().await;
        assert_eq!(held.iter().map(|h| h.participant).collect::<Vec<_>>(), [participant; 2]);
        let told = format!("{held:?}");
        assert!(told.contains("Бейнесі жоқ") && told.contains("Жарайсың!"), "{told}");
        // Read once, it does not come back.
        former.run(Command::HandedSeen).await;
        let former = former.restart();
        former.synced().await;
        assert_eq!(former.ask(ask::Queue {}).await.handed, 0);

        // The next one has everything, and the decision that counts.
        next.synced().await;
        next.until(ask::Queue {}, |q| q.reports.len() == 1).await;
        decide(&next, participant, Verdict::Counted, "").await;
        next.synced().await;
        phone.synced().await;
        let me = phone.ask(ask::Me {}).await;
        assert!(
            matches!(&me.joining, Joining::Joined { mentor, .. } if mentor == "Болат Ержанов"),
            "{:?}",
            me.joining
        );
        let sport = phone.until(ask::Track { track: "sport".into() }, |t| t.progress.percent > 0).await;
        assert!(sport.progress.percent > 0);
        assert_eq!(world.held().await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_mentor_who_had_nothing_to_send_just_has_one_participant_less() {
    world(|world| async move {
        let (former, code) = world.mentor("Айгүл Сейтқали").await;
        let _next = world.mentor("Болат Ержанов").await;
        let phone = world.participant("Әсел", "silver", "2005-05-01").await;
        let participant = joined(&former, code, &phone).await;
        former.synced().await;
        world.hand_over(participant, "Болат Ержанов").await;
        former.run(Command::SyncNow).await;
        let queue = former.until(ask::Queue {}, |q| q.alone).await;
        assert_eq!((queue.handed, world.held().await.len()), (0, 0));
    })
    .await;
}
