//! What happens on one phone is on the other's screen, without anybody looking.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use qadam_domain::MessageId;
use qadam_door::command::{Command, Outcome as Done};
use qadam_door::query::ask;
use qadam_door::view::Joining;
use qadam_testkit::{Phone, World, draft, world};

/// A mentor's and a participant's phone, taken in.
async fn two(world: &World) -> (Phone, Phone) {
    let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
    let phone = world.participant("Әсел", "silver", "2005-05-01").await;
    phone.joins(&mentor, &code).await;
    phone.synced().await;
    mentor.synced().await;
    (mentor, phone)
}

/// Looks at a screen while the phones' clock stands: no timer of theirs can be what brings the news.
async fn comes<Q>(phone: &Phone, question: Q, good: impl Fn(&Q::View) -> bool) -> bool
where
    Q: qadam_door::Ask + std::fmt::Debug,
{
    for _ in 0..2_000 {
        if good(&phone.ask(question.clone()).await) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}

async fn log_and_report(phone: &Phone, minutes: u32) {
    let draft = draft("sport", "2026-11-21", minutes);
    let Done::Logged { entry, .. } = phone.run(Command::Log { draft }).await else { panic!("not logged") };
    let report = phone.ask(ask::ReportForm {}).await.report;
    phone.run(Command::ReportSubmit { report, entries: vec![entry], message: String::new() }).await;
}

fn syncs(world: &World) -> usize {
    world.link.seen().iter().filter(|(path, _)| path == "/v1/sync").count()
}

#[tokio::test(flavor = "current_thread")]
async fn a_report_is_on_the_mentors_screen_without_anybody_looking() {
    world(|world| async move {
        let (mentor, phone) = two(&world).await;
        for n in 1..=3 {
            log_and_report(&phone, 30 + n as u32).await;
            assert!(comes(&mentor, ask::Queue {}, |q| q.reports.len() == n).await, "report {n}");
        }
        // And what the mentor writes is on the participant's.
        let with = Some(mentor.ask(ask::People {}).await.people[0].participant);
        let id = MessageId(uuid::Uuid::from_u128(7));
        mentor.run(Command::ChatSend { with, id, text: "Жарайсың!".into() }).await;
        assert!(comes(&phone, ask::Today {}, |t| t.unread == 1).await);
    })
    .await;
}

/// What waited for the consent goes with it, and not with the next look, which is far.
#[tokio::test(flavor = "current_thread")]
async fn what_waited_for_the_consent_goes_at_once() {
    world(|world| async move {
        let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
        let phone = world.participant("Әсел", "bronze", "2011-05-01").await;
        log_and_report(&phone, 30).await;
        let participant = phone.taken_in_by(&mentor, &code).await;
        phone.until(ask::Me {}, |m| matches!(m.joining, Joining::ConsentMissing { .. })).await;
        phone.until(ask::SyncStatus {}, |s| !s.sending && s.last_done.is_some()).await;
        mentor.synced().await;
        assert!(mentor.ask(ask::Queue {}).await.reports.is_empty());
        let guardian = "Гүлнар Ахметова".to_owned();
        let dated = "2026-11-20".parse().unwrap();
        mentor.run(Command::ConsentAttest { participant, guardian, dated }).await;
        assert!(comes(&mentor, ask::Queue {}, |q| q.reports.len() == 1).await);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn who_has_a_line_seldom_looks_and_their_own_words_wake_nobody() {
    world(|world| async move {
        let (mentor, phone) = two(&world).await;
        assert!(world.link.lines().len() >= 2);
        // Once it has looked with its line open, the next look is far.
        phone.synced().await;
        mentor.synced().await;
        let before = syncs(&world);
        log_and_report(&phone, 30).await;
        assert!(comes(&mentor, ask::Queue {}, |q| q.reports.len() == 1).await);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        // Entry and report go out in one or two, and the mentor's phone asks for them and says what it has seen.
        let after = syncs(&world);
        assert!(after - before <= 8, "{} syncs", after - before);
        world.pass(120_000);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(syncs(&world), after, "two minutes on, nobody has looked");
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn lines_that_break_or_hold_words_back_cost_nothing_but_time() {
    world(|world| async move {
        world.link.gather();
        let (mentor, phone) = two(&world).await;
        log_and_report(&phone, 31).await;
        mentor.until(ask::Queue {}, |q| q.reports.len() == 1).await;
        // Not a word in half a minute: it asks instead, and is answered when there is something.
        let asking = || world.link.lines().iter().filter(|url| url.contains("?have=")).count();
        for _ in 0..200 {
            if asking() >= 2 {
                break;
            }
            world.pass(1_000);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(asking() >= 2, "{:?}", world.link.lines());
        log_and_report(&phone, 32).await;
        assert!(comes(&mentor, ask::Queue {}, |q| q.reports.len() == 2).await);

        world.link.set_down(true);
        log_and_report(&phone, 33).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(mentor.ask(ask::Queue {}).await.reports.len(), 2);
        world.link.set_down(false);
        phone.door.online(true);
        mentor.until(ask::Queue {}, |q| q.reports.len() == 3).await;
    })
    .await;
}
