//! A person who was erased is gone for everybody and for good.

use super::*;
use crate::fixtures::{enrolment, item, on, put, report};
use crate::store::Erased;
use qadam_domain::Entry;
use qadam_domain::report::Verdict;
use qadam_protocol::record::MemberStanding;

/// A participant with something of every kind, who may come back by what they joined with.
async fn lived(w: &World) -> (Joining, Caller, Vec<Op>) {
    let j = joining(w.invite(&w.mentor).await);
    w.store.join(j.clone(), NOON).await.unwrap().unwrap();
    let p = w.store.authenticate(j.token).await.unwrap().unwrap();
    w.apply(&w.mentor, op(p.account, Payload::MemberAccept)).await;
    let (first, e) = put(p.account, 30);
    let ops = vec![
        op(p.account, Payload::Enrol(enrolment(20))),
        first.clone(),
        on(&first, Payload::EntryPut(Entry { minutes: 45, ..e })),
        op(p.account, Payload::ReportSubmit(report(&[item(&first)]))),
        op(p.account, chat("Сәлем")),
    ];
    for op in &ops {
        w.apply(&p, op.clone()).await;
    }
    (j, p, ops)
}

pub(crate) async fn an_erased_person_is_gone_for_good(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let other = w.participant().await;
    w.apply(&other, put(other.account, 20).0).await;
    let kept = w.rows(&w.mentor, other.account).await;
    let (j, p, ops) = lived(&w).await;
    let second = signing_in(j.recovery);
    w.store.sign_in(second.clone(), NOON).await.unwrap().unwrap();
    let names = |all: Vec<Member>| all.into_iter().map(|m| m.participant).collect::<Vec<_>>();
    assert!(names(w.store.participants().await.unwrap()).contains(&p.account));

    let export = w.store.export(p.account).await.unwrap().unwrap();
    assert_eq!(export.records, w.rows(&w.mentor, p.account).await);
    assert_eq!((export.ops.len(), export.devices.len()), (6, 2));
    assert_eq!(export.member.standing, MemberStanding::Accepted);
    assert_eq!(w.store.export(AccountId(uuid())).await.unwrap().map(|_| ()), None);

    assert_eq!(w.store.erase(AccountId(uuid()), NOON).await.unwrap(), None, "nobody");
    assert_eq!(w.store.erase(w.mentor.account, NOON).await.unwrap(), None, "no participant");
    let cursor = Cursor { scope: p.account, version: 1 };
    let gone = Erased { id: p.account, mentor: Some(w.mentor.account), at: NOON };
    assert_eq!(w.store.erase(p.account, NOON).await.unwrap(), Some(gone));
    assert_eq!(w.store.erase(p.account, NOON.plus(5)).await.unwrap(), Some(gone), "twice is fine");
    assert_eq!(w.store.erased().await.unwrap(), [gone]);

    // The mentor's phone hears that it has lost them, and has everybody else.
    let pulled = w.pull(&w.mentor, &[cursor]).await;
    assert_eq!(pulled.lost, [p.account]);
    assert_eq!(w.rows(&w.mentor, other.account).await, kept);
    assert!(!names(w.store.participants().await.unwrap()).contains(&p.account));
    assert!(w.store.export(p.account).await.unwrap().is_none());
    assert_eq!(w.store.sees(w.mentor, p.account).await.unwrap(), None);
    assert_eq!(w.store.sees(p, p.account).await.unwrap(), None);

    // Their phones are signed out, and known to have been theirs.
    for token in [j.token, second.token] {
        assert_eq!(w.store.authenticate(token).await.unwrap(), None);
        assert_eq!(w.store.erased_by_token(token).await.unwrap(), Some(p.account));
    }
    assert_eq!(w.store.erased_by_token(token()).await.unwrap(), None);
    assert!(w.store.devices(p.account).await.unwrap().is_empty());

    // What comes late, of new ops and of repeats, is answered and not stored.
    let mut late = ops.clone();
    late.push(put(p.account, 9).0);
    assert!(w.push(&p, late).await.iter().all(|r| *r == OpResult::Erased));
    let both = vec![op(p.account, chat("Сәлем")), op(other.account, chat("Сәлем"))];
    assert_eq!(w.push(&w.mentor, both).await, [OpResult::Erased, OpResult::Applied]);
    assert_eq!(w.pull(&w.mentor, &[cursor]).await.lost, [p.account]);
    // To strangers they look like nobody.
    let stranger = add_mentor(w.store.as_ref()).await;
    assert_eq!(w.one(&stranger, op(p.account, chat("Сәлем"))).await, rejected(Code::Forbidden));

    // Nothing brings them back: neither the same joining, nor another with the same id, nor a code.
    let again = Joining { join_id: JoinId(uuid()), ..j.clone() };
    for j in [j.clone(), again, Joining { account: p.account, ..joining(w.invite(&w.mentor).await) }] {
        assert_eq!(w.store.join(j, NOON).await.unwrap(), Err(Code::Forbidden));
    }
    for s in [second.clone(), signing_in(second.recovery)] {
        assert_eq!(w.store.sign_in(s, NOON).await.unwrap(), Err(Code::CodeInvalid));
    }
    let issued = w.store.issue_sign_in(p.account, hashed(CodeKind::SignIn), NOON.plus(1), NOON).await;
    assert_eq!(issued.unwrap(), Err(Code::NotFound));
    assert!(w.store.export(p.account).await.unwrap().is_none());
    // The person may join anew, as somebody new.
    w.store.join(joining(w.invite(&w.mentor).await), NOON).await.unwrap().unwrap();
}

pub(crate) async fn what_was_erased_stays_erased_in_an_older_copy(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let (j, p, ops) = lived(&w).await;
    let kept = w.participant().await;
    let never = Erased { id: AccountId(uuid()), mentor: Some(w.mentor.account), at: NOON };
    let before = w.store.epoch().await.unwrap();
    // As if this were the copy, and the erasures were those since.
    let since = vec![Erased { id: p.account, mentor: None, at: NOON }, never];
    assert_eq!(w.store.renew("new".into(), since.clone(), NOON).await.unwrap(), 1);
    assert_ne!(before, "new");
    assert_eq!(w.pull(&w.mentor, &[]).await.epoch, "new");
    assert_eq!(w.store.renew("newer".into(), since, NOON).await.unwrap(), 0);
    let mut listed: Vec<_> = w.store.erased().await.unwrap().into_iter().map(|e| (e.id, e.mentor)).collect();
    listed.sort();
    let mut wanted = vec![(p.account, Some(w.mentor.account)), (never.id, never.mentor)];
    wanted.sort();
    assert_eq!(listed, wanted);
    assert!(w.push(&p, ops).await.iter().all(|r| *r == OpResult::Erased));
    assert_eq!(w.store.erased_by_token(j.token).await.unwrap(), Some(p.account));
    assert_eq!(w.one(&w.mentor, op(never.id, chat("Сәлем"))).await, OpResult::Erased);
    let unknown = Joining { account: never.id, ..joining(w.invite(&w.mentor).await) };
    assert_eq!(w.store.join(unknown, NOON).await.unwrap(), Err(Code::Forbidden));
    w.apply(&kept, op(kept.account, chat("Сәлем"))).await;
}

/// Whoever writes while somebody is erased is applied before, or erased: nothing is left behind.
pub(crate) async fn an_erasure_among_writes_leaves_nothing_behind(two: Two) {
    let w = World::new(Arc::clone(&two.0)).await;
    let (j, p, _) = lived(&w).await;
    let mut writers = Vec::new();
    for n in 0..4u32 {
        let (store, mentor) = (if n % 2 == 0 { two.0.clone() } else { two.1.clone() }, w.mentor);
        writers.push(tokio::spawn(async move {
            let w = World { store, mentor };
            let mut seen = Vec::new();
            for m in 1..12 {
                seen.push(w.one(&p, put(p.account, m).0).await);
            }
            seen
        }));
    }
    let signing = tokio::spawn({
        let store = two.1.clone();
        async move {
            let s = signing_in(j.recovery);
            store.sign_in(s.clone(), NOON).await.unwrap().map(|_| s.token)
        }
    });
    let gone = two.1.erase(p.account, NOON).await.unwrap();
    assert_eq!(gone.and_then(|g| g.mentor), Some(w.mentor.account));
    for writer in writers {
        let seen = writer.await.unwrap();
        let first = seen.iter().position(|r| *r != OpResult::Applied).unwrap_or(seen.len());
        assert!(seen[first..].iter().all(|r| *r == OpResult::Erased), "{seen:?}");
    }
    if let Ok(token) = signing.await.unwrap() {
        assert_eq!(two.0.authenticate(token).await.unwrap(), None);
        assert_eq!(two.0.erased_by_token(token).await.unwrap(), Some(p.account));
    }
    for store in [&two.0, &two.1] {
        assert!(store.export(p.account).await.unwrap().is_none());
        assert!(store.devices(p.account).await.unwrap().is_empty());
    }
}

pub(crate) async fn after_a_restore_what_an_op_stands_on_may_still_come(store: Arc<dyn Store>) {
    let folder = World::new(store).await;
    let p = folder.participant().await;
    // Servers read it when they start: this one begins where it ended.
    folder.store.renew("again".into(), Vec::new(), NOON).await.unwrap();
    let w = folder;
    let (first, _) = put(p.account, 30);
    let r = report(&[item(&first)]);
    let submit = op(p.account, Payload::ReportSubmit(r.clone()));
    let decide = op(p.account, Payload::ReportDecide(crate::fixtures::decision(&r, Verdict::ToFix)));
    let second =
        op(p.account, Payload::ReportSubmit(crate::fixtures::revision(r.report, 2, &[item(&first)])));
    let later = |code| OpResult::Retry { after_s: 60, code };
    let mut seen = w.push(&w.mentor, vec![decide.clone()]).await;
    seen.extend(w.push(&p, vec![second.clone()]).await);
    assert_eq!(seen, [later(Code::NotFound), later(Code::Invalid)]);
    for (who, op) in [(&p, first), (&p, submit), (&w.mentor, decide), (&p, second.clone())] {
        w.apply(who, op).await;
    }
    w.apply(&p, second).await;
    // An entry is taken back whose last change the copy does not have: nobody else has changed it.
    let (written, entry) = put(p.account, 30);
    let changed = on(&written, Payload::EntryPut(Entry { minutes: 40, ..entry.clone() }));
    let taken_back = on(&changed, Payload::EntryRemove { entry: entry.id });
    w.apply(&p, written).await;
    assert_eq!(w.one(&p, taken_back.clone()).await, later(Code::NotFound));
    w.apply(&p, changed).await;
    w.apply(&p, taken_back).await;
    // Once phones have forgotten what they had sent, nothing comes any more.
    let late = NOON.plus(crate::rules::SETTLING_MS);
    let nowhere = op(p.account, Payload::ReportSeen { report: qadam_domain::ReportId(uuid()), number: 1 });
    assert_eq!(w.push_at(&w.mentor, vec![nowhere], late).await, [rejected(Code::NotFound)]);
}
