//! Ops: once each, by whom they are for, and nothing lost.

use super::*;
use crate::fixtures::{DAY_MS, enrolment, entry, item, on, put, report};
use qadam_domain::OpId;
use qadam_domain::plan::{Plan, TrackPlan};
use qadam_domain::report::Verdict;
use qadam_protocol::op::{ConsentPaper, Profile};

pub(crate) async fn a_resend_changes_nothing(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (put, _) = put(p.account, 45);
    let broken = op(p.account, Payload::EntryPut(entry(0)));
    let batch =
        vec![op(p.account, Payload::Enrol(enrolment(19))), put, broken, op(p.account, chat("Сәлем!"))];
    let first = w.push(&p, batch.clone()).await;
    let expected = [OpResult::Applied, OpResult::Applied, rejected(Code::Invalid), OpResult::Applied];
    assert_eq!(first, expected);
    let rows = w.rows(&w.mentor, p.account).await;
    for _ in 0..3 {
        assert_eq!(w.push_at(&p, batch.clone(), NOON.plus(DAY_MS)).await, first);
    }
    let reversed: Vec<Op> = batch.iter().rev().cloned().collect();
    assert_eq!(w.push(&p, reversed).await, first.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(w.rows(&w.mentor, p.account).await, rows);
}

/// Everything that happened, sent again in any cut, order and number, by several at once.
pub(crate) async fn any_resend_of_a_long_history_changes_nothing(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let mut history: Vec<(Caller, Op)> = vec![(p, op(p.account, Payload::Enrol(enrolment(19))))];
    for n in 1..=6 {
        let (first, e) = put(p.account, 30 + n);
        let edit = |minutes| Payload::EntryPut(qadam_domain::Entry { minutes, ..e.clone() });
        let (here, stale) = (on(&first, edit(40 + n)), on(&first, edit(50 + n)));
        let sent = report(&[item(&here)]);
        history.extend([(p, first), (p, here.clone()), (p, stale)]);
        history.push((p, op(p.account, Payload::ReportSubmit(sent.clone()))));
        history.push((w.mentor, op(p.account, Payload::ReportSeen { report: sent.report, number: 1 })));
        for verdict in [Verdict::ToFix, Verdict::Counted] {
            let decided = Payload::ReportDecide(fixtures::decision(&sent, verdict));
            history.push((w.mentor, op(p.account, decided)));
        }
        history.push((p, on(&here, Payload::EntryRemove { entry: e.id })));
        history.push((p, op(p.account, chat("хабар"))));
        history.push((w.mentor, op(p.account, Payload::ChatRead { up_to: u64::from(n) })));
        history.push((p, op(p.account, Payload::EntryPut(entry(0)))));
    }
    let mut answers = std::collections::HashMap::new();
    for (who, op) in &history {
        answers.insert(op.op_id, w.one(who, op.clone()).await);
    }
    assert!(answers.values().any(|a| *a == OpResult::Kept));
    let rows = w.rows(&w.mentor, p.account).await;

    let entropy = fixtures::TestEntropy::new();
    let roll = |n: usize| {
        let mut bytes = [0u8; 8];
        qadam_domain::Entropy::fill(&entropy, &mut bytes);
        (u64::from_be_bytes(bytes) % n as u64) as usize
    };
    for _ in 0..30 {
        let mut tasks = Vec::new();
        for who in [p, w.mentor, p] {
            let mut batch: Vec<Op> =
                history.iter().filter(|(c, _)| *c == who).map(|(_, o)| o.clone()).collect();
            batch.truncate(1 + roll(batch.len()));
            for _ in 0..batch.len() {
                let (a, b) = (roll(batch.len()), roll(batch.len()));
                batch.swap(a, b);
            }
            let store = Arc::clone(&w.store);
            tasks.push(tokio::spawn(async move { store.push(who, batch, NOON.plus(DAY_MS)).await.unwrap() }));
        }
        for task in tasks {
            for ack in task.await.unwrap() {
                assert_eq!(ack.result, answers[&ack.op_id]);
            }
        }
    }
    assert_eq!(w.rows(&w.mentor, p.account).await, rows);
}

pub(crate) async fn five_at_once_are_one(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let mut batch: Vec<Op> = (1..=20).map(|m| put(p.account, m).0).collect();
    batch.push(op(p.account, chat("бес рет")));
    let tasks: Vec<_> = (0..5)
        .map(|_| {
            tokio::spawn({
                let (store, batch) = (Arc::clone(&w.store), batch.clone());
                async move { store.push(p, batch, NOON).await.unwrap() }
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    assert!(answers.windows(2).all(|w| w[0] == w[1]));
    assert!(answers[0].iter().all(|a| a.result == OpResult::Applied));
    // The member row, twenty entries, one message.
    assert_eq!(w.rows(&p, p.account).await.len(), 22);
}

pub(crate) async fn an_id_is_never_two_ops(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let stranger = w.participant().await;
    let (first, _) = put(p.account, 45);
    w.apply(&p, first.clone()).await;
    let other = Op { payload: Payload::EntryPut(entry(46)), ..first.clone() };
    assert_eq!(w.one(&p, other).await, rejected(Code::OpIdReused));
    // Somebody else's copy of it is not answered with the stored result.
    assert_eq!(w.one(&w.mentor, first.clone()).await, rejected(Code::OpIdReused));
    assert_eq!(w.one(&stranger, first.clone()).await, rejected(Code::Forbidden));
    assert_eq!(w.one(&p, first).await, OpResult::Applied);
    assert_eq!(w.rows(&p, p.account).await.len(), 2);
}

pub(crate) async fn nothing_but_the_joining_before_it_is_time(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let (p, member) = w.join(true).await;
    assert!(member.minor && !member.may_share());
    let (first, _) = put(p.account, 30);
    let ops = || vec![first.clone(), op(p.account, chat("бар ма?"))];
    let all = |results: Vec<OpResult>, expected: Code| {
        for r in results {
            assert!(matches!(r, OpResult::Retry { code, .. } if code == expected), "{r:?}");
        }
    };
    all(w.push(&p, ops()).await, Code::NotAccepted);
    all(w.push(&w.mentor, vec![op(p.account, chat("Қош келдің"))]).await, Code::NotAccepted);
    w.apply(&w.mentor, op(p.account, Payload::MemberAccept)).await;
    all(w.push(&p, ops()).await, Code::ConsentNeeded);
    assert_eq!(w.bodies(&w.mentor, p.account).await.len(), 1, "only the member row is there");

    let paper = |guardian: &str, ahead: i64| {
        let dated = NOON.plus(ahead * DAY_MS).date_at(0);
        Payload::ConsentAttest(ConsentPaper { guardian: guardian.into(), dated })
    };
    assert_eq!(w.one(&p, op(p.account, paper("Өзім", 0))).await, rejected(Code::Forbidden));
    assert_eq!(w.one(&w.mentor, op(p.account, paper(" ", 0))).await, rejected(Code::Invalid));
    assert_eq!(w.one(&w.mentor, op(p.account, paper("Нұрлан", 2))).await, rejected(Code::Invalid));
    w.apply(&w.mentor, op(p.account, paper("Нұрлан Әбішев", -1))).await;
    assert_eq!(w.push(&p, ops()).await, [OpResult::Applied, OpResult::Applied]);

    // Of somebody of age no guardian is stored; a decline puts nobody out who is in.
    let (adult, _) = w.join(false).await;
    assert_eq!(w.one(&w.mentor, op(adult.account, paper("Нұрлан", 0))).await, rejected(Code::Invalid));
    w.apply(&w.mentor, op(adult.account, Payload::MemberDecline)).await;
    all(w.push(&adult, vec![put(adult.account, 1).0]).await, Code::NotAccepted);
    w.apply(&w.mentor, op(adult.account, Payload::MemberAccept)).await;
    let decline = op(adult.account, Payload::MemberDecline);
    assert_eq!(w.one(&w.mentor, decline).await, rejected(Code::Invalid));
}

pub(crate) async fn a_birth_date_outweighs_a_claim_of_age(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let enrol = op(p.account, Payload::Enrol(enrolment(15)));
    let answer = w.one(&p, enrol.clone()).await;
    assert!(matches!(answer, OpResult::Retry { code: Code::ConsentNeeded, .. }), "{answer:?}");
    match w.bodies(&w.mentor, p.account).await.as_slice() {
        [Body::Member(m)] => assert!(m.minor && !m.may_share()),
        other => panic!("{other:?}"),
    }
    let paper = ConsentPaper { guardian: "Сәуле".into(), dated: NOON.date_at(0) };
    w.apply(&w.mentor, op(p.account, Payload::ConsentAttest(paper))).await;
    w.apply(&p, enrol).await;
}

pub(crate) async fn everybody_does_only_their_part(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let other = w.participant().await;
    let other_mentor = add_mentor(w.store.as_ref()).await;
    let (put_op, _) = put(p.account, 30);
    w.apply(&p, put_op.clone()).await;
    let sent = report(&[item(&put_op)]);
    w.apply(&p, op(p.account, Payload::ReportSubmit(sent.clone()))).await;

    let paper = ConsentPaper { guardian: "А".into(), dated: NOON.date_at(0) };
    let for_mentor = [
        Payload::ReportSeen { report: sent.report, number: 1 },
        Payload::ReportDecide(fixtures::decision(&sent, Verdict::Counted)),
        Payload::PlanDecide { revision: put_op.op_id, approved: true, message: String::new() },
        Payload::MemberAccept,
        Payload::MemberDecline,
        Payload::ConsentAttest(paper),
    ];
    let for_participant = [
        Payload::Profile(Profile { name: "А".into(), language: "kk".into() }),
        Payload::Enrol(enrolment(20)),
        Payload::Plan(Plan::default()),
        Payload::EntryPut(entry(5)),
        Payload::EntryRemove { entry: item(&put_op).entry },
        Payload::ReportSubmit(report(&[item(&put_op)])),
    ];
    let for_both = [chat("сәлем"), Payload::ChatRead { up_to: 1 }];
    let before = w.rows(&p, p.account).await;
    let no = rejected(Code::Forbidden);
    for payload in for_mentor.iter().chain(&for_participant).chain(&for_both) {
        for who in [&other, &other_mentor] {
            assert_eq!(w.one(who, op(p.account, payload.clone())).await, no, "{payload:?}");
            let nowhere = op(AccountId(uuid()), payload.clone());
            assert_eq!(w.one(who, nowhere).await, no, "an unknown scope looks the same");
        }
        let to_self = op(w.mentor.account, payload.clone());
        assert_eq!(w.one(&w.mentor, to_self).await, no, "a mentor is no scope");
    }
    for payload in for_mentor {
        assert_eq!(w.one(&p, op(p.account, payload.clone())).await, no, "{payload:?}");
    }
    for payload in for_participant {
        assert_eq!(w.one(&w.mentor, op(p.account, payload.clone())).await, no, "{payload:?}");
    }
    assert_eq!(w.rows(&p, p.account).await, before, "nothing of all that was written");
}

pub(crate) async fn broken_ops_hold_up_nobody(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let plan = |track: &str| {
        let t = TrackPlan {
            track: track.into(),
            activity: None,
            goal: String::new(),
            days: 1,
            amount: 60,
            at_min: None,
        };
        Payload::Plan(Plan { tracks: vec![t], ..Plan::default() })
    };
    let entry_with = |change: fn(&mut qadam_domain::Entry)| {
        let mut e = entry(30);
        change(&mut e);
        Payload::EntryPut(e)
    };
    let bad = [
        entry_with(|e| e.minutes = 100_000),
        entry_with(|e| e.note = "ұ".repeat(100_000)),
        entry_with(|e| e.track = "shopping".into()),
        entry_with(|e| e.on += chrono::TimeDelta::days(2)),
        entry_with(|e| e.on -= chrono::TimeDelta::days(400)),
        plan("shopping"),
        Payload::Enrol(enrolment(13)),
        Payload::Enrol(enrolment(40)),
        Payload::Profile(Profile { name: "А".into(), language: "fr".into() }),
        Payload::Profile(Profile { name: "А\nБ".into(), language: "kk".into() }),
        Payload::Profile(Profile { name: "А".repeat(81), language: "kk".into() }),
        chat(" \n "),
        chat(&"А".repeat(2_001)),
        Payload::ReportSubmit(report(&[])),
    ];
    let newer = Op { schema: qadam_protocol::SCHEMA + 1, ..op(p.account, plan("sport")) };
    let mut batch: Vec<Op> = bad.into_iter().map(|b| op(p.account, b)).collect();
    let count = batch.len();
    batch.push(newer);
    batch.push(op(p.account, entry_with(|e| e.on += chrono::TimeDelta::days(1))));
    batch.push(op(p.account, plan("sport")));
    let results = w.push(&p, batch).await;
    for r in &results[..count] {
        assert_eq!(*r, rejected(Code::Invalid));
    }
    assert_eq!(results[count..], [rejected(Code::Schema), OpResult::Applied, OpResult::Applied]);

    // Waited on the phone for more than a year: how far back it lies is measured from when it was written.
    let waited = w.push_at(&p, vec![put(p.account, 20).0], NOON.plus(500 * DAY_MS)).await;
    assert_eq!(waited, [OpResult::Applied]);
}

pub(crate) async fn a_word_on_a_plan_stays_with_that_plan(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let decide = |of: &Op, approved, message: &str| {
        op(p.account, Payload::PlanDecide { revision: of.op_id, approved, message: message.into() })
    };
    let first = op(p.account, Payload::Plan(Plan::default()));
    assert_eq!(w.one(&w.mentor, decide(&first, true, "")).await, rejected(Code::NotFound), "no plan yet");
    w.apply(&p, first.clone()).await;
    assert_eq!(
        w.one(&w.mentor, decide(&first, false, " \n")).await,
        rejected(Code::Invalid),
        "without a word"
    );
    assert_eq!(w.one(&w.mentor, decide(&first, true, &"ә".repeat(2_001))).await, rejected(Code::Invalid));
    w.apply(&w.mentor, decide(&first, false, "Жорық қай күні?")).await;
    let second = on(&first, Payload::Plan(Plan::default()));
    w.apply(&p, second.clone()).await;
    w.apply(&w.mentor, decide(&second, true, "")).await;
    // The mentor was offline and speaks of the first plan again: it is kept with that plan.
    let late = decide(&first, true, "Енді түсінікті");
    w.apply(&w.mentor, late.clone()).await;
    assert_eq!(w.push_at(&w.mentor, vec![late], NOON.plus(DAY_MS)).await, [OpResult::Applied], "a resend");
    let words: Vec<(OpId, bool, String, Millis, AccountId)> = w
        .rows(&p, p.account)
        .await
        .into_iter()
        .filter_map(|r| match r.body {
            Body::PlanDecision(d) => Some((d.revision, d.approved, d.message, d.decided_at, r.author)),
            _ => None,
        })
        .collect();
    let mentor = w.mentor.account;
    assert_eq!(
        words,
        [
            (second.op_id, true, String::new(), NOON, mentor),
            (first.op_id, true, "Енді түсінікті".to_owned(), NOON, mentor),
        ]
    );
}

pub(crate) async fn a_stale_edit_stands_beside_the_newer_one(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, e) = put(p.account, 30);
    let edit = |minutes| Payload::EntryPut(qadam_domain::Entry { minutes, ..e.clone() });
    let (here, there) = (on(&first, edit(40)), on(&first, edit(50)));
    w.apply(&p, first.clone()).await;
    w.apply(&p, here.clone()).await;
    assert_eq!(w.one(&p, there.clone()).await, OpResult::Kept);
    assert_eq!(w.one(&p, there.clone()).await, OpResult::Kept, "a resend is kept just once");

    let rows = w.rows(&w.mentor, p.account).await;
    let minutes: Vec<(OpId, u32, bool)> = rows
        .iter()
        .filter_map(|r| match &r.body {
            Body::Entry(e) => Some((r.revision, e.minutes, true)),
            Body::EntryRevision(e) => Some((r.revision, e.minutes, false)),
            _ => None,
        })
        .collect();
    assert_eq!(minutes, [(here.op_id, 40, true), (there.op_id, 50, false)]);
}

/// A phone whose app knows no photos yet edits an entry that has some.
pub(crate) async fn an_older_phone_takes_no_photos_away(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let name = |text: &[u8]| qadam_domain::PhotoId::of(text);
    let photo = qadam_domain::Photo { id: name(b"1"), thumb: name(b"2"), width: 4, height: 3, size: 5 };
    let with = qadam_domain::Entry { photos: vec![photo], ..fixtures::entry(30) };
    let first = op(p.account, Payload::EntryPut(with.clone()));
    let edit = |minutes, photos| Payload::EntryPut(qadam_domain::Entry { minutes, photos, ..with.clone() });
    let older = Op { schema: 2, ..on(&first, edit(40, vec![])) };
    let newer = on(&older, edit(50, vec![]));
    let now = async || {
        let rows = w.rows(&w.mentor, p.account).await;
        rows.into_iter().find_map(|r| match r.body {
            Body::Entry(e) => Some((e.minutes, e.photos.len())),
            _ => None,
        })
    };
    w.apply(&p, first.clone()).await;
    w.apply(&p, older.clone()).await;
    assert_eq!(now().await, Some((40, 1)), "what it does not know stays");
    w.apply(&p, newer).await;
    assert_eq!(now().await, Some((50, 0)), "who knows photos may take them away");
}

/// A phone edits twice before it hears that the first edit was refused: the second replaces what was there.
pub(crate) async fn a_correction_of_what_was_refused_replaces(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, e) = put(p.account, 30);
    let edit = |minutes| Payload::EntryPut(qadam_domain::Entry { minutes, ..e.clone() });
    let broken = on(&first, edit(0));
    let still = on(&broken, edit(0));
    let mended = on(&still, edit(50));
    w.apply(&p, first.clone()).await;
    let batch = vec![first, broken, still, mended.clone()];
    let bad = rejected(Code::Invalid);
    for _ in 0..2 {
        let answers = w.push(&p, batch.clone()).await;
        assert_eq!(answers, [OpResult::Applied, bad.clone(), bad.clone(), OpResult::Applied]);
    }
    let minutes: Vec<(OpId, u32)> = w
        .rows(&w.mentor, p.account)
        .await
        .iter()
        .filter_map(|r| match &r.body {
            Body::Entry(e) | Body::EntryRevision(e) => Some((r.revision, e.minutes)),
            _ => None,
        })
        .collect();
    assert_eq!(minutes, [(mended.op_id, 50)]);
}

pub(crate) async fn removing_and_bringing_back(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, e) = put(p.account, 30);
    let gone = Payload::EntryRemove { entry: e.id };
    assert_eq!(w.one(&p, op(p.account, gone.clone())).await, rejected(Code::NotFound));
    w.apply(&p, first.clone()).await;
    let removal = on(&first, gone.clone());
    w.apply(&p, removal.clone()).await;
    w.apply(&p, on(&removal, gone.clone())).await;
    assert!(
        matches!(w.bodies(&p, p.account).await.as_slice(), [_, Body::EntryGone { entry }] if *entry == e.id)
    );
    // Undo is a new op on the removal.
    let back = on(&removal, Payload::EntryPut(e.clone()));
    w.apply(&p, back.clone()).await;
    // A removal of what was edited meanwhile does nothing.
    assert_eq!(w.one(&p, on(&first, gone)).await, OpResult::Kept);
    assert_eq!(w.bodies(&p, p.account).await[1], Body::Entry(e));
}

pub(crate) async fn the_conversation_has_one_order(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let hello = op(p.account, chat("Сәлеметсіз бе?"));
    w.apply(&p, hello.clone()).await;
    w.apply(&w.mentor, op(p.account, chat("Сәлем, Әсел!"))).await;
    w.apply(&p, hello.clone()).await;
    // The same message under another op id would be there twice.
    let again = Op { op_id: OpId(uuid()), ..hello };
    assert_eq!(w.one(&p, again).await, rejected(Code::Invalid));
    w.apply(&p, Op { payload: Payload::ChatRead { up_to: 2 }, ..op(p.account, Payload::MemberAccept) }).await;
    w.apply(&p, op(p.account, Payload::ChatRead { up_to: 1 })).await;
    w.apply(&w.mentor, op(p.account, Payload::ChatRead { up_to: 99 })).await;

    let mut said = Vec::new();
    let mut read = Vec::new();
    for row in w.rows(&p, p.account).await {
        match row.body {
            Body::Chat { seq, received_at, message } => {
                said.push((seq, received_at, message.text, row.author))
            }
            Body::ChatRead { by, up_to } => read.push((by, up_to)),
            _ => {}
        }
    }
    assert_eq!(
        said,
        [
            (1, NOON, "Сәлеметсіз бе?".to_owned(), p.account),
            (2, NOON, "Сәлем, Әсел!".to_owned(), w.mentor.account),
        ]
    );
    assert_eq!(read, [(p.account, 2), (w.mentor.account, 2)], "marks only move on, not beyond the last word");
}
