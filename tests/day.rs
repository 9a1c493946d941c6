//! One day, end to end: two phones and a server in one process, replies lost and repeated.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::report::{ItemDecision, Outcome, ReportState, Verdict};
use qadam_domain::{EntryId, MessageId, ReportId};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_door::view::{Attention, Effect, Hold, Joining, MessageState, Place};
use qadam_protocol::wire::{CBOR, JSON};
use qadam_protocol::{Op, Payload};
use qadam_testkit::{Fate, Phone, world};

fn draft(track: &str, minutes: u32, note: &str) -> Draft {
    Draft { note: note.into(), ..qadam_testkit::draft(track, "2026-11-21", minutes) }
}

async fn log(phone: &Phone, track: &str, minutes: u32, note: &str) -> EntryId {
    phone.log(draft(track, minutes, note)).await
}

fn message_id(n: u128) -> MessageId {
    MessageId(uuid::Uuid::from_u128(n))
}
fn report_id(n: u128) -> ReportId {
    ReportId(uuid::Uuid::from_u128(n))
}

#[tokio::test(flavor = "current_thread")]
async fn a_day_from_the_first_entry_to_counted() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        w.link.set_down(true);
        let phone = w.participant("Әсел", "silver", "2000-05-01").await;
        let a = log(&phone, "skills", 60, "Домбырада жаңа күй үйрендім").await;
        let b = log(&phone, "sport", 40, "Пробежка вдоль реки").await;
        let c = log(&phone, "heritage", 30, "Әжемнен шежіре жаздым").await;
        let today = phone.ask(ask::Today {}).await;
        assert_eq!(today.logged.len(), 3);
        assert!(today.logged.iter().all(|r| r.place == Place::Here));

        // A phone without network, restarted: everything is still there.
        let phone = phone.restart();
        assert_eq!(phone.ask(ask::Today {}).await.logged.len(), 3);
        phone.run(Command::Join { code }).await;
        let report = report_id(1);
        phone.run(Command::ReportSubmit { report, entries: vec![a, b, c], message: "Бір апта".into() }).await;
        phone
            .run(Command::ChatSend {
                with: None, id: message_id(1), text: "Сәлеметсіз бе!".into()
            })
            .await;

        w.link.set_down(false);
        phone.run(Command::SyncNow).await;
        let people = mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await;
        let who = people.joiners[0].participant;
        mentor.run(Command::JoinerAnswer { participant: who, accept: true }).await;
        let queue = mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        assert_eq!(queue.reports[0].card.entries, 3);
        mentor.run(Command::ReportOpened { participant: who, report, number: 1 }).await;
        phone.until(ask::Report { report }, |r| r.card.state == ReportState::Seen).await;

        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let items = review
            .entries
            .iter()
            .map(|e| ItemDecision { item: e.item, verdict: Verdict::Counted, reason: String::new() })
            .collect();
        let decide =
            Command::ReportDecide {
                participant: who, report, number: 1, items, message: "Жарайсың".into()
            };
        mentor.run(decide).await;
        mentor.run(Command::ChatSend { with: Some(who), id: message_id(2), text: "Керемет!".into() }).await;

        phone
            .until(ask::Report { report }, |r| r.card.state == ReportState::Decided(Outcome::Approved))
            .await;
        let journey = phone.ask(ask::Journey {}).await;
        let skills = journey.progress.tracks.iter().find(|t| t.track == "skills").unwrap();
        assert!(skills.needs.iter().any(|n| n.counted == 60), "{skills:?}");
        // 40 minutes of 60 in seven days: approved, and still not counted, with the reason.
        let sport = phone.ask(ask::Track { track: "sport".into() }).await;
        assert_eq!(sport.entries[0].place, Place::Counted);
        assert!(sport.entries[0].standing.as_ref().unwrap().reason.is_some());

        // The answer is written offline and goes out once.
        phone.until(ask::Chat { with: None, last: 60 }, |c| c.messages.len() == 2).await;
        w.link.set_down(true);
        phone.run(Command::ChatSend { with: None, id: message_id(3), text: "Рақмет!".into() }).await;
        let chat = phone.ask(ask::Chat { with: None, last: 60 }).await;
        assert_eq!(chat.messages.last().unwrap().state, MessageState::Waiting);
        w.link.set_down(false);
        phone.run(Command::SyncNow).await;
        let chat = mentor.until(ask::Chat { with: Some(who), last: 60 }, |c| c.messages.len() == 3).await;
        assert_eq!(chat.messages.iter().map(|m| m.seq).collect::<Vec<_>>(), [1, 2, 3]);
        let few = mentor.ask(ask::Chat { with: Some(who), last: 2 }).await;
        assert_eq!((few.earlier, &few.messages[..]), (1, &chat.messages[1..]));

        // The next start, without network, still knows when all was sent last.
        w.link.set_down(true);
        let phone = phone.restart();
        assert!(phone.ask(ask::SyncStatus {}).await.last_done.is_some());
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn lost_replies_and_repeats_count_nothing_twice() {
    world(|w| async move {
        // Sign-in, joining and every sync lose their reply once, or arrive twice.
        w.link.fates([Fate::ReplyLost]);
        let (mentor, code) = w.mentor("Айгүл").await;
        w.link.fates([Fate::ReplyLost, Fate::Through, Fate::Twice, Fate::ReplyLost]);
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        for n in 1..=6u32 {
            w.link.fates([Fate::ReplyLost, Fate::Twice, Fate::Cut]);
            log(&phone, "work", 10 * n, "Көмек").await;
            phone.run(Command::SyncNow).await;
            w.pass(10 * 60_000);
        }
        phone.run(Command::SyncNow).await;
        phone.all_sent().await;
        let entries: Vec<EntryId> = phone.ask(ask::Today {}).await.logged.iter().map(|r| r.id).collect();
        let report = report_id(7);
        phone.run(Command::ReportSubmit { report, entries, message: String::new() }).await;
        phone.all_sent().await;
        let queue = mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        let who = queue.reports[0].participant;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        assert_eq!(review.entries.len(), 6);
        let minutes: u32 = review.entries.iter().map(|e| e.row.amount.value).sum();
        assert_eq!(minutes, 10 + 20 + 30 + 40 + 50 + 60);
        assert_eq!(mentor.ask(ask::People {}).await.people.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn under_18_nothing_but_the_joining_leaves_before_consent() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Дана", "bronze", "2011-03-08").await;
        log(&phone, "sport", 30, "Құпия жазба").await;
        phone.run(Command::Join { code }).await;
        let who = mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await.joiners[0].participant;
        assert!(mentor.ask(ask::Queue {}).await.joiners[0].minor);
        mentor.run(Command::JoinerAnswer { participant: who, accept: true }).await;
        phone.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::Consent)).await;
        phone.run(Command::SyncNow).await;
        w.pass(60_000);
        phone.run(Command::SyncNow).await;
        phone.until(ask::SyncStatus {}, |s| !s.sending).await;
        let own = |op: &Op| op.scope == who && !matches!(op.payload, Payload::MemberAccept);
        assert!(!w.link.ops().iter().any(own), "{:?}", w.link.ops());
        let secret = |word: &str| {
            w.link.seen().iter().any(|(_, body)| body.windows(word.len()).any(|b| b == word.as_bytes()))
        };
        assert!(!secret("Құпия") && !secret("2011-03-08"));

        let paper = Command::ConsentAttest {
            participant: who,
            guardian: "Нұрлан С.".into(),
            dated: "2026-11-20".parse().unwrap(),
        };
        mentor.run(paper).await;
        w.pass(60_000);
        phone.all_sent().await;
        assert!(secret("Құпия") && w.link.ops().iter().any(own));
        let me = phone.ask(ask::Me {}).await;
        assert!(matches!(me.joining, Joining::Joined { consent: Some(_), .. }), "{:?}", me.joining);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_returned_report_is_fixed_and_sent_again() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        let good = log(&phone, "skills", 90, "Домбыра").await;
        let bad = log(&phone, "skills", 30, "?").await;
        let report = report_id(2);
        phone.run(Command::ReportSubmit { report, entries: vec![good, bad], message: String::new() }).await;
        let queue = mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        let who = queue.reports[0].participant;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let word = |e: EntryId, item| {
            if e == good {
                ItemDecision { item, verdict: Verdict::Counted, reason: String::new() }
            } else {
                ItemDecision { item, verdict: Verdict::ToFix, reason: "Не істедің?".into() }
            }
        };
        let items = review.entries.iter().map(|e| word(e.row.id, e.item)).collect();
        mentor
            .run(Command::ReportDecide {
                participant: who,
                report,
                number: 1,
                items,
                message: "Бір түзету".into(),
            })
            .await;
        let today =
            phone.until(ask::Today {}, |t| matches!(t.attention, Some(Attention::Returned { .. }))).await;
        assert!(matches!(today.attention, Some(Attention::Returned { to_fix: 1, .. })));
        assert!(!phone.ask(ask::Report { report }).await.can_resubmit);
        let mut fixed = draft("skills", 30, "Досыма домбыра тартуды үйреттім");
        fixed.id = Some(bad);
        phone.run(Command::Log { draft: fixed }).await;
        assert!(phone.ask(ask::Report { report }).await.can_resubmit);
        phone.run(Command::ReportSubmit { report, entries: vec![bad], message: String::new() }).await;
        mentor.until(ask::Queue {}, |q| q.reports.iter().any(|r| r.card.number == 2)).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        assert_eq!(review.entries.len(), 1);
        assert_eq!(review.entries[0].row.note, "Досыма домбыра тартуды үйреттім");
        // What was counted stays counted all along.
        let track = phone.ask(ask::Track { track: "skills".into() }).await;
        let row = track.entries.iter().find(|r| r.id == good).unwrap();
        assert_eq!(row.place, Place::Counted);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_lost_phone_comes_back_with_the_recovery_code() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        log(&phone, "sport", 45, "Футбол").await;
        phone.run(Command::SyncNow).await;
        phone.all_sent().await;
        let recovery = phone.ask(ask::Me {}).await.recovery.unwrap();
        drop(phone);

        let fresh = w.phone();
        fresh.run(Command::SignIn { code: recovery.clone() }).await;
        fresh.until(ask::Boot {}, |b| b.sign_in.is_none() && b.enrolled).await;
        let today = fresh.until(ask::Today {}, |t| !t.logged.is_empty()).await;
        assert_eq!((today.name.as_str(), today.logged[0].note.as_str()), ("Ерлан", "Футбол"));
        // It works once.
        let third = w.phone();
        third.run(Command::SignIn { code: recovery }).await;
        third.until(ask::Boot {}, |b| b.sign_in == Some(qadam_door::view::SignIn::Refused)).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_that_is_down_or_answers_nonsense_loses_nothing() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        phone.all_sent().await;
        // What happens on the link now happens to this phone.
        mentor.stop().await;
        let portal = || Fate::Nonsense(200, "text/html", "<html>Please log in to the hotel</html>".into());
        let cut = Fate::Nonsense(200, CBOR, "\u{87}".into());
        w.link.fates([
            portal(),
            cut,
            Fate::Nonsense(500, "", String::new()),
            Fate::Nonsense(200, JSON, "{}".into()),
        ]);
        log(&phone, "sport", 30, "Жүгіру").await;
        phone.run(Command::SyncNow).await;
        let s = phone.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::Server)).await;
        assert_eq!(s.waiting, 1);
        w.link.fates([Fate::Nonsense(426, JSON, r#"{"code":"schema","schemas":[7,9]}"#.into())]);
        for _ in 0..4 {
            w.pass(20 * 60_000);
            phone.run(Command::SyncNow).await;
            if phone.ask(ask::SyncStatus {}).await.hold == Some(Hold::UpdateWanted) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
        // An app that is too old goes on working locally.
        phone.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::UpdateWanted)).await;
        log(&phone, "sport", 31, "Тағы").await;
        assert_eq!(phone.ask(ask::SyncStatus {}).await.waiting, 2);
        phone.run(Command::SyncNow).await;
        phone.all_sent().await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn bad_input_is_refused_whole() {
    world(|w| async move {
        let phone = w.phone();
        assert_eq!(
            phone.try_run(Command::ProfileCreate { name: "  ".into() }).await.unwrap_err().fault,
            Fault::Name { max: 80 }
        );
        phone.run(Command::ProfileCreate { name: "Арман".into() }).await;
        let enrol =
            |level: &str, birth: &str| Command::Enrol { level: level.into(), birth: birth.parse().unwrap() };
        for (level, birth) in [
            ("gold", "2012-01-01"),
            ("bronze", "2030-01-01"),
            ("bronze", "1990-01-01"),
            ("iron", "2008-01-01"),
        ] {
            assert!(phone.try_run(enrol(level, birth)).await.is_err(), "{level} {birth}");
        }
        // Born on 29 February: 14 on 1 March 2022, silver from 15.
        phone.run(enrol("silver", "2008-02-29")).await;
        for bad in [
            draft("sport", 100_000, ""),
            draft("sport", 0, ""),
            draft("chess", 30, ""),
            draft("sport", 30, &"а".repeat(100_000)),
        ] {
            assert!(phone.try_run(Command::Log { draft: bad }).await.is_err());
        }
        let mut tomorrow = draft("sport", 30, "");
        tomorrow.on = "2026-11-22".parse().unwrap();
        assert!(phone.try_run(Command::Log { draft: tomorrow }).await.is_err());
        assert!(phone.ask(ask::Today {}).await.logged.is_empty());
        for code in ["", "ҚАЗАҚ", "1234", &"A".repeat(100_000)] {
            assert!(phone.try_run(Command::Join { code: code.into() }).await.is_err());
        }
        // A well-formed code that nobody gave out: the server says so, and another can be tried.
        phone.run(Command::Join { code: "0000-0000-0000".into() }).await;
        let me = phone.until(ask::Me {}, |m| m.joining == Joining::Refused).await;
        assert_eq!((me.sync.attention, me.sync.joined), (1, false), "it is in sight");
        assert!(!phone.ask(ask::Chat { with: None, last: 60 }).await.open, "there is nobody to write to");
        phone.run(Command::JoinDrop).await;
        assert_eq!(phone.ask(ask::SyncStatus {}).await.attention, 0);
        assert_eq!(phone.ask(ask::Me {}).await.joining, Joining::None);
        assert_eq!(
            phone
                .try_run(Command::ReportSubmit {
                    report: report_id(3),
                    entries: vec![],
                    message: String::new()
                })
                .await
                .unwrap_err()
                .fault,
            Fault::Report(qadam_domain::report::ReportError::Empty)
        );
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_sheet_says_what_saving_would_do() {
    world(|w| async move {
        let phone = w.participant("Әсел", "silver", "2008-01-01").await;
        let preview = phone.ask(ask::LogPreview { draft: draft("sport", 40, "") }).await;
        assert!(matches!(
            preview.effect,
            Effect::Window { before: 0, added: 40, need: 60, reached: false, .. }
        ));
        log(&phone, "sport", 40, "").await;
        let mut watch = phone.door.watch(&ask::LogPreview { draft: draft("sport", 30, "") });
        let preview = watch.next().await.unwrap().unwrap();
        assert!(matches!(preview.effect, Effect::Window { before: 40, added: 30, reached: true, .. }));
        let none = phone.ask(ask::LogPreview { draft: draft("sport", 0, "") }).await;
        assert!(none.fault.is_some());
        let work = phone.ask(ask::LogPreview { draft: draft("work", 60, "") }).await;
        assert!(matches!(work.effect, Effect::NotYet { .. }), "{work:?}");
        let heritage = phone.ask(ask::LogPreview { draft: draft("heritage", 60, "") }).await;
        assert!(matches!(heritage.effect, Effect::Adds { .. }), "{heritage:?}");
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn brother_and_sister_share_a_phone() {
    world(|w| async move {
        let phone = w.participant("Әсел", "silver", "2008-01-01").await;
        log(&phone, "sport", 30, "Әселдің жазбасы").await;
        phone.run(Command::PinSet { current: None, new: Some("2580".into()) }).await;
        assert!(phone.try_run(Command::PinSet { current: Some("1".into()), new: None }).await.is_err());
        phone.run(Command::ProfileLock).await;
        phone.run(Command::ProfileCreate { name: "Арман".into() }).await;
        phone.run(Command::Enrol { level: "bronze".into(), birth: "2010-01-01".parse().unwrap() }).await;
        assert!(phone.ask(ask::Today {}).await.logged.is_empty());
        let asel = phone.ask(ask::Boot {}).await.profiles.iter().find(|p| p.name == "Әсел").unwrap().id;
        let open = |pin: &str| Command::ProfileOpen { profile: asel, pin: Some(pin.into()) };
        // One wrong try was made above, when the PIN was to be changed.
        for left in [3, 2, 1] {
            assert_eq!(phone.try_run(open("0000")).await.unwrap_err().fault, Fault::PinWrong { left });
        }
        assert!(matches!(phone.try_run(open("0000")).await.unwrap_err().fault, Fault::PinWait { .. }));
        // Even the right one has to wait now.
        assert!(matches!(phone.try_run(open("2580")).await.unwrap_err().fault, Fault::PinWait { .. }));
        w.pass(31_000);
        phone.run(open("2580")).await;
        assert_eq!(phone.ask(ask::Today {}).await.logged[0].note, "Әселдің жазбасы");
    })
    .await;
}
