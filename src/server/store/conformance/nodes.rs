//! Several servers on one database, and batches that several send at once.

use super::*;
use crate::fixtures::{enrolment, item, on, put, report};
use crate::rules::{INVITE_USES, INVITES_MAX};
use crate::store::StoreError;
use qadam_domain::Entry;
use qadam_domain::report::Verdict;
use qadam_protocol::sync::OpAck;

/// Each by a task of its own, all at once.
async fn at_once<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

/// One store and the other in turn.
fn in_turn(two: &Two, n: usize) -> impl Iterator<Item = Arc<dyn Store>> + use<> {
    let two = two.clone();
    (0..n).map(move |i| Arc::clone(if i % 2 == 0 { &two.0 } else { &two.1 }))
}

pub(crate) async fn what_one_server_commits_the_other_gives(two: Two) {
    let (here, there) = (World::new(two.0).await, two.1);
    let there = World { store: there, mentor: here.mentor };
    assert_eq!(here.store.epoch().await.unwrap(), there.store.epoch().await.unwrap());
    let p = here.participant().await;
    let (first, e) = put(p.account, 30);
    here.apply(&p, first.clone()).await;
    assert_eq!(there.rows(&p, p.account).await, here.rows(&p, p.account).await);
    let second = on(&first, Payload::EntryPut(Entry { minutes: 45, ..e }));
    there.apply(&p, second.clone()).await;
    assert_eq!(here.one(&p, second).await, OpResult::Applied, "a repeat, on the other server");
    assert_eq!(there.one(&p, first).await, OpResult::Applied);
    let rows = here.rows(&here.mentor, p.account).await;
    assert_eq!(rows.iter().map(|r| r.version).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(there.rows(&here.mentor, p.account).await, rows);

    // Signed out on one is signed out on the other.
    let j = joining(there.invite(&there.mentor).await);
    here.store.join(j.clone(), NOON).await.unwrap().unwrap();
    assert!(there.store.authenticate(j.token).await.unwrap().is_some());
    there.store.sign_out(j.token, NOON).await.unwrap();
    assert_eq!(here.store.authenticate(j.token).await.unwrap(), None);
}

pub(crate) async fn five_at_once_on_two_servers_are_one(two: Two) {
    let w = World::new(Arc::clone(&two.0)).await;
    let p = w.participant().await;
    for round in 1..=4u32 {
        let mut batch: Vec<Op> = (1..=20).map(|m| put(p.account, m).0).collect();
        batch.push(op(p.account, chat("бес рет")));
        let all = in_turn(&two, 5).map(|store| {
            let batch = batch.clone();
            async move { store.push(p, batch, NOON).await.unwrap() }
        });
        let answers: Vec<Vec<OpAck>> = at_once(all).await;
        assert!(answers.windows(2).all(|w| w[0] == w[1]));
        assert!(answers[0].iter().all(|a| a.result == OpResult::Applied));
        assert_eq!(w.rows(&p, p.account).await.len() as u32, 1 + 21 * round);
    }
}

pub(crate) async fn a_join_raced_on_two_servers_is_one(two: Two) {
    let w = World::new(Arc::clone(&two.0)).await;
    for _ in 0..4 {
        let code = w.invite(&w.mentor).await;
        let j = joining(code);
        let all = in_turn(&two, 4).map(|store| {
            let j = j.clone();
            async move { store.join(j, NOON).await.unwrap().unwrap() }
        });
        let members = at_once(all).await;
        assert!(members.windows(2).all(|m| m[0] == m[1]));
        assert_eq!(w.rows(&w.mentor, j.account).await.len(), 1);
        let left = w.store.invite(w.mentor.account, code, NOON).await.unwrap().unwrap().uses_left;
        assert_eq!(left, INVITE_USES - 1, "the code was used once");

        // Two people with one account, one token or one recovery code: one of them is first.
        let other_code = w.invite(&w.mentor).await;
        for same in ["account", "token", "recovery code"] {
            let (a, b) = (joining(code), joining(other_code));
            let b = match same {
                "account" => Joining { account: a.account, ..b },
                "token" => Joining { token: a.token, ..b },
                _ => Joining { recovery: a.recovery, ..b },
            };
            let all = in_turn(&two, 2)
                .zip([a, b])
                .map(|(store, j)| async move { store.join(j, NOON).await.unwrap().map(|_| ()) });
            let mut done = at_once(all).await;
            done.sort_by_key(Result::is_err);
            assert_eq!(done, [Ok(()), Err(Code::Forbidden)], "{same}");
        }
    }
}

pub(crate) async fn codes_raced_on_two_servers_are_used_once(two: Two) {
    let w = World::new(Arc::clone(&two.0)).await;
    let code = w.invite(&w.mentor).await;
    for _ in 1..INVITE_USES {
        w.store.join(joining(code), NOON).await.unwrap().unwrap();
    }
    let all = in_turn(&two, 4).map(|store| async move { store.join(joining(code), NOON).await.unwrap() });
    let joined = at_once(all).await;
    assert_eq!(joined.iter().filter(|j| j.is_ok()).count(), 1, "one use was left");
    assert!(joined.iter().all(|j| j.is_ok() || *j == Err(Code::CodeInvalid)), "{joined:?}");

    let code = hashed(CodeKind::SignIn);
    w.store.issue_sign_in(w.mentor.account, code, NOON.plus(1), NOON).await.unwrap().unwrap();
    let all =
        in_turn(&two, 4).map(|store| async move { store.sign_in(signing_in(code), NOON).await.unwrap() });
    let opened = at_once(all).await;
    assert_eq!(opened.iter().filter(|o| o.is_ok()).count(), 1);
    assert!(opened.iter().all(|o| o.is_ok() || *o == Err(Code::CodeInvalid)));

    // Two codes on one installation: the later token stands, the other has ended.
    let device = DeviceId(uuid());
    let mut with = Vec::new();
    for _ in 0..2 {
        let code = hashed(CodeKind::SignIn);
        w.store.issue_sign_in(w.mentor.account, code, NOON.plus(1), NOON).await.unwrap().unwrap();
        with.push(SigningIn { device, ..signing_in(code) });
    }
    let all = in_turn(&two, 2)
        .zip(with.clone())
        .map(|(store, s)| async move { store.sign_in(s, NOON).await.unwrap().unwrap() });
    at_once(all).await;
    let mut alive = 0;
    for s in with {
        alive += usize::from(w.store.authenticate(s.token).await.unwrap().is_some());
    }
    assert_eq!(alive, 1);

    for _ in 1..INVITES_MAX {
        w.invite(&w.mentor).await;
    }
    let mentor = w.mentor.account;
    let all = in_turn(&two, 4)
        .map(|store| async move { store.invite(mentor, hashed(CodeKind::Joining), NOON).await.unwrap() });
    let made = at_once(all).await;
    assert_eq!(made.iter().filter(|m| m.is_ok()).count(), 1, "one was left: {made:?}");
}

pub(crate) async fn a_pull_skips_nothing_while_two_servers_write(two: Two) {
    const WRITERS: u64 = 8;
    const EACH: u64 = 12;
    let w = World::new(Arc::clone(&two.0)).await;
    let p = w.participant().await;
    let writers: Vec<_> = in_turn(&two, WRITERS as usize)
        .map(|store| {
            tokio::spawn(async move {
                for n in 0..EACH {
                    // Batches of one, two and three.
                    let batch: Vec<Op> = (0..=n % 3).map(|m| put(p.account, 1 + m as u32).0).collect();
                    // Many on one scope may be told to come back, and do.
                    while let Err(cause) = store.push(p, batch.clone(), NOON).await {
                        assert_eq!(cause, StoreError::Busy);
                    }
                }
            })
        })
        .collect();
    let mut cursor = Cursor { scope: p.account, version: 0 };
    let mut seen = Vec::new();
    let pullers: Vec<_> = in_turn(&two, 2).collect();
    for turn in 0.. {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let page = Page { records: 7, bytes: usize::MAX };
        let from = &pullers[turn % 2];
        let pulled = from.pull(w.mentor, vec![cursor].into(), page).await.unwrap();
        for s in &pulled.scopes {
            seen.extend(s.records.iter().map(|r| r.version));
            cursor.version = s.version;
        }
        if done && !pulled.more {
            break;
        }
    }
    for task in writers {
        task.await.unwrap();
    }
    let rows = WRITERS * EACH * 2;
    // Version 1 was the asking; the accept replaced it with version 2.
    assert_eq!(seen, (2..=rows + 2).collect::<Vec<u64>>());
}

/// A mentor's phones and tabs, each with a batch over the whole group, in different orders.
pub(crate) async fn batches_over_several_scopes_stand_in_nobodys_way(two: Two) {
    let w = World::new(Arc::clone(&two.0)).await;
    let group = [w.participant().await, w.participant().await, w.participant().await];
    let stranger = AccountId(uuid());
    let all = in_turn(&two, 6).enumerate().map(|(n, store)| {
        let mut batch: Vec<Op> =
            (0..6).map(|m| op(group[(n + m * (1 + n % 2)) % 3].account, chat("Сәлем!"))).collect();
        batch.push(op(stranger, chat("Бар ма?")));
        let mentor = w.mentor;
        async move { store.push(mentor, batch, NOON).await.unwrap() }
    });
    for acks in at_once(all).await {
        let (last, rest) = acks.split_last().unwrap();
        assert!(rest.iter().all(|a| a.result == OpResult::Applied));
        assert_eq!(last.result, rejected(Code::Forbidden));
    }
    let mut said = 0;
    for p in group {
        let rows = w.rows(&p, p.account).await;
        let mut places: Vec<u64> = rows
            .iter()
            .filter_map(|r| match r.body {
                Body::Chat { seq, .. } => Some(seq),
                _ => None,
            })
            .collect();
        places.sort_unstable();
        assert_eq!(places, (1..=places.len() as u64).collect::<Vec<_>>(), "each place once");
        said += places.len();
    }
    assert_eq!(said, 36);
}

/// A row as text, with each id replaced by its place in a list that grows: rows of two people whose phones did
/// the same are then the same, field by field.
fn without_ids(row: &Record, ids: &mut Vec<String>) -> String {
    let text = serde_json::to_string(row).unwrap();
    let is_id = |word: &&str| word.len() == 36 && word.parse::<uuid::Uuid>().is_ok();
    let words: Vec<String> = text
        .split_inclusive(|c: char| !c.is_ascii_hexdigit() && c != '-')
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_ascii_hexdigit() && c != '-');
            if !is_id(&bare) {
                return word.to_owned();
            }
            let place = ids.iter().position(|id| id == bare).unwrap_or_else(|| {
                ids.push(bare.to_owned());
                ids.len() - 1
            });
            word.replace(bare, &format!("#{place}"))
        })
        .collect();
    words.concat()
}

/// A long way in as few batches as it can be, and op by op: the same answers, the same rows.
pub(crate) async fn a_batch_is_as_good_as_its_ops_one_by_one(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let mut told = Vec::new();
    for whole in [true, false] {
        let p = w.participant().await;
        let (first, e) = put(p.account, 30);
        let edit = |minutes| Payload::EntryPut(Entry { minutes, ..e.clone() });
        let (here, stale) = (on(&first, edit(40)), on(&first, edit(50)));
        let (other, f) = put(p.account, 20);
        let late = report(&[item(&first)]);
        let sent = report(&[item(&other)]);
        let say = op(p.account, chat("Сәлем"));
        let gone = on(&other, Payload::EntryRemove { entry: f.id });
        let mut back = on(&gone, Payload::EntryPut(f));
        back.base = Some(gone.op_id);
        let Payload::ChatSend(words) = &say.payload else { unreachable!() };
        let again = op(p.account, Payload::ChatSend(words.clone()));
        let mine = vec![
            op(p.account, Payload::Enrol(enrolment(19))),
            op(p.account, Payload::Enrol(enrolment(20))),
            first.clone(),
            here.clone(),
            stale,
            // The first revision was replaced two ops ago, and becomes readable again.
            op(p.account, Payload::ReportSubmit(late.clone())),
            op(p.account, Payload::ReportSubmit(report(&[item(&here)]))),
            other.clone(),
            op(p.account, Payload::ReportSubmit(sent.clone())),
            gone,
            back,
            say.clone(),
            say,
            again,
            op(p.account, Payload::ChatRead { up_to: 9 }),
            first.clone(),
            Op { payload: edit(77), ..first.clone() },
            op(p.account, Payload::EntryPut(crate::fixtures::entry(0))),
        ];
        let word = |r, verdict| op(p.account, Payload::ReportDecide(fixtures::decision(r, verdict)));
        let decided = vec![
            op(p.account, Payload::ReportSeen { report: late.report, number: 1 }),
            op(p.account, Payload::ReportSeen { report: late.report, number: 1 }),
            word(&late, Verdict::ToFix),
            word(&late, Verdict::Counted),
            word(&sent, Verdict::Counted),
            op(p.account, chat("Жарайсың")),
            op(p.account, Payload::ChatRead { up_to: 2 }),
        ];
        let then = vec![
            // Something was decided: the birth date stays. What was held is free again.
            op(p.account, Payload::Enrol(enrolment(19))),
            op(p.account, Payload::ReportSubmit(fixtures::revision(late.report, 2, &[item(&here)]))),
            op(p.account, Payload::ReportSubmit(report(&[item(&here)]))),
        ];
        // In the order in which they were made, which is the same both times.
        let mut known = vec![w.mentor.account.to_string(), p.account.to_string()];
        for op in [&mine, &decided, &then].into_iter().flatten() {
            known.push(op.op_id.to_string());
        }
        let mut answers = Vec::new();
        for (who, ops) in [(p, mine), (w.mentor, decided), (p, then)] {
            if whole {
                answers.extend(w.push(&who, ops).await);
            } else {
                for op in ops {
                    answers.push(w.one(&who, op).await);
                }
            }
        }
        let (mut ids, rows) = (known, w.rows(&p, p.account).await);
        told.push((answers, rows.iter().map(|row| without_ids(row, &mut ids)).collect::<Vec<_>>()));
    }
    assert!(told[0].0.contains(&OpResult::Kept) && told[0].0.contains(&rejected(Code::OpIdReused)));
    assert!(told[0].1.len() > 10 && told[0].1.iter().all(|row| row.contains("\"#")), "{:?}", told[0].1);
    assert_eq!(told[0], told[1]);
}
