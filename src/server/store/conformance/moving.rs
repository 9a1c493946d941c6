//! A participant who gets another mentor.

use super::*;
use crate::fixtures::{decision, item, put, report};
use qadam_domain::report::Verdict;

pub(crate) async fn a_moved_participant_goes_on_under_another_mentor(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let next = add_mentor(w.store.as_ref()).await;
    let stranger = add_mentor(w.store.as_ref()).await;
    let phone = w.participant().await;
    let who = phone.account;
    let (entry, _) = put(who, 40);
    let sent = report(&[item(&entry)]);
    w.apply(&phone, entry).await;
    w.apply(&phone, op(who, Payload::ReportSubmit(sent.clone()))).await;
    w.apply(&w.mentor, op(who, chat("Сәлем!"))).await;
    let before = w.rows(&w.mentor, who).await;
    let cursor = w.pull(&w.mentor, &[]).await.scopes[0].version;

    // There must be both, and the second a mentor.
    for (participant, to) in [(AccountId(uuid()), next.account), (who, AccountId(uuid())), (who, who)] {
        let answer = w.store.move_member(participant, to, OpId(uuid()), NOON).await.unwrap();
        assert_eq!(answer, Err(Code::NotFound));
    }
    for _ in 0..2 {
        let member = w.store.move_member(who, next.account, OpId(uuid()), NOON).await.unwrap().unwrap();
        assert_eq!((member.mentor, member.may_share()), (next.account, true));
    }

    // The new one has all of it, with one row that is new; the old one is told to let go, and sees nothing.
    let rows = w.rows(&next, who).await;
    assert_eq!(rows.len(), before.len());
    let changed: Vec<_> = rows.iter().filter(|r| !before.contains(r)).collect();
    assert!(matches!(&changed[..], [r] if matches!(&r.body, Body::Member(m) if m.mentor == next.account)));
    let lost = w.pull(&w.mentor, &[Cursor { scope: who, version: cursor }]).await;
    assert_eq!((lost.lost, lost.scopes.len()), (vec![who], 0));
    assert_eq!(w.store.sees(w.mentor, who).await.unwrap(), None);
    assert!(w.store.newest(vec![w.mentor]).await.unwrap()[0].is_empty());
    assert_eq!(w.store.participants().await.unwrap()[0].mentor, next.account);

    // What the old one had written meanwhile changes nothing, is kept, and is answered alike each time.
    let late = vec![
        op(who, Payload::ReportDecide(decision(&sent, Verdict::NotCounted))),
        op(who, chat("Сәлем!")),
        op(who, Payload::ChatRead { up_to: 1 }),
        op(who, Payload::MemberDecline),
    ];
    for _ in 0..2 {
        assert_eq!(w.push(&w.mentor, late.clone()).await, vec![OpResult::Held; 4]);
    }
    assert_eq!(w.rows(&next, who).await, rows);
    let kept = w.store.held().await.unwrap();
    let mut ids: Vec<_> = kept.iter().map(|h| h.op.op_id).collect();
    let mut worth: Vec<_> = [&late[0], &late[1], &late[3]].map(|o| o.op_id).to_vec();
    ids.sort();
    worth.sort();
    assert_eq!(ids, worth);
    assert!(
        kept.iter().all(|h| h.participant == who && h.author == w.mentor.account && late.contains(&h.op))
    );
    // What no mentor may, a former one may not; and who never was one is nobody.
    assert_eq!(w.one(&w.mentor, put(who, 10).0).await, rejected(Code::Forbidden));
    assert_eq!(w.one(&stranger, op(who, chat("Сәлем!"))).await, rejected(Code::Forbidden));
    // Nor does an answered op become another's.
    assert_eq!(w.one(&stranger, late[1].clone()).await, rejected(Code::Forbidden));

    // Everything goes on.
    w.apply(&next, op(who, Payload::ReportDecide(decision(&sent, Verdict::Counted)))).await;
    w.apply(&next, op(who, chat("Сәлем!"))).await;
    w.apply(&phone, op(who, chat("Сәлем!"))).await;
    w.apply(&phone, put(who, 20).0).await;

    // And back again.
    w.store.move_member(who, w.mentor.account, OpId(uuid()), NOON).await.unwrap().unwrap();
    w.apply(&w.mentor, op(who, chat("Сәлем!"))).await;
    assert_eq!(w.one(&next, op(who, chat("Сәлем!"))).await, OpResult::Held);
    assert_eq!(w.store.export(who).await.unwrap().unwrap().held.len(), 4);

    // Nothing of it outlives the participant.
    w.store.erase(who, NOON).await.unwrap().unwrap();
    assert_eq!(w.store.held().await.unwrap(), Vec::new());
    assert_eq!(w.one(&next, op(who, chat("Сәлем!"))).await, rejected(Code::Forbidden));
}
