//! What was refused: dropped, brought back, corrected.

use super::*;
use qadam_protocol::op::ConsentPaper;
use qadam_protocol::record::{Member, MemberStanding};

#[test]
fn what_a_report_holds_stays_readable_after_it_was_taken_back() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(report(2, &[(1, 1)]));
    phone.then(op(3, Some(1), Payload::EntryRemove { entry: entry_id(1) }));
    let held = entries::revision(&phone.conn.borrow(), entry_id(1), op_id(1)).unwrap();
    assert_eq!(held.map(|e| e.note).as_deref(), Some("run"));
}

/// Everything that the file says of entries and of what waits.
fn file(phone: &Phone) -> Vec<String> {
    let conn = phone.conn.borrow();
    let waiting = outbox::list(&conn, 100).unwrap();
    let mut all: Vec<String> = waiting.iter().map(|w| format!("{w:?}")).collect();
    all.extend(entries::list(&conn, ME, None, 100).unwrap().iter().map(|s| format!("{s:?}")));
    all.push(format!("{} shadows", phone.shadows()));
    all
}

fn regret(phone: &Phone, n: u128) -> bool {
    phone.commit(|tx| answers::undiscard(tx, ME, op_id(n))).unwrap()
}

#[test]
fn what_was_dropped_comes_back_as_it_was() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 2, None, "swim"));
    phone.then(report(4, &[(2, 3)]));
    phone.refuse(2);
    phone.refuse(3);
    let before = file(&phone);
    for n in [2, 3] {
        assert!(!regret(&phone, n), "it was not dropped");
        assert!(phone.discard(n));
        assert_ne!(file(&phone), before);
        assert!(!regret(&phone, 99));
        assert!(regret(&phone, n));
        assert_eq!(file(&phone), before, "in its old place, with its reason");
        assert!(!regret(&phone, n), "once");
    }
    // Only the last one: what was dropped before it is gone.
    assert!(phone.discard(2) && phone.discard(3));
    assert!(!regret(&phone, 2) && regret(&phone, 3));
}

#[test]
fn a_dropped_edit_comes_back_under_the_one_that_stands_on_it() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 1, Some(2), "ran very far"));
    phone.refuse(2);
    let before = file(&phone);
    assert!(phone.discard(2) && regret(&phone, 2));
    assert_eq!(file(&phone), before);
    assert_eq!(phone.next(), vec![], "what depends on it waits again");
}

#[test]
fn what_a_later_revision_replaced_needs_nobody_any_more() {
    let phone = Phone::new();
    // Both went in one batch: the server refused the first and took the correction.
    phone.then(put(1, 1, None, "run"));
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 2, None, "swim"));
    phone.refuse(1);
    phone.refuse(3);
    phone.ack(2, &OpResult::Applied);
    let left: Vec<OpId> =
        outbox::list(&phone.conn.borrow(), 10).unwrap().iter().map(|w| w.op.op_id).collect();
    assert_eq!(left, [op_id(3)], "another entry's stays in sight");
    phone.told(7, 2, 1, "ran far");
    let stored = entries::get(&phone.conn.borrow(), entry_id(1)).unwrap().unwrap();
    assert_eq!((stored.revision, stored.entry.note.as_str()), (op_id(2), "ran far"));
    assert_eq!(phone.shadows(), 0);
}

#[test]
fn a_refused_consent_stays_in_sight_though_the_member_was_taken_in() {
    let phone = Phone::new();
    let member = Member {
        participant: ME,
        name: "Ә".into(),
        mentor: ME,
        mentor_name: "Б".into(),
        standing: MemberStanding::Asked,
        minor: true,
        consent: None,
        asked_at: NOW,
    };
    let record = Record { version: 1, revision: op_id(9), author: ME, body: Body::Member(member) };
    phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
    let paper = ConsentPaper { guardian: "Нұрлан".into(), dated: entry(1, "").on };
    phone.then(op(1, None, Payload::ConsentAttest(paper)));
    phone.then(op(2, None, Payload::MemberAccept));
    phone.refuse(1);
    phone.ack(2, &OpResult::Applied);
    let left: Vec<OpId> =
        outbox::list(&phone.conn.borrow(), 10).unwrap().iter().map(|w| w.op.op_id).collect();
    assert_eq!(left, [op_id(1)], "what was taken does not stand for it");
}

#[test]
fn a_correction_stands_on_what_the_server_has() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    let supersede = |e| phone.commit(|tx| answers::supersede(tx, ME, entry_id(e))).unwrap();
    phone.then(put(2, 1, Some(1), "ran far"));
    assert_eq!(supersede(1), None, "nothing was refused: an edit of an edit");
    phone.then(put(3, 1, Some(2), "ran very far"));
    phone.then(put(4, 2, None, "swim"));
    phone.then(report(5, &[(1, 3)]));
    phone.then(report(6, &[(2, 4)]));
    phone.refuse(2);
    let gone = vec![op_id(2), op_id(3)];
    assert_eq!(supersede(1), Some((gone.clone(), Some(op_id(1)))));
    let anew = phone.commit(|tx| answers::take_report(tx, &gone, op_id(7))).unwrap().unwrap();
    let Payload::ReportSubmit(held) = &anew.payload else { panic!("{anew:?}") };
    assert_eq!(held.items, [Item { entry: entry_id(1), revision: op_id(7) }]);
    assert_eq!(anew.op_id, op_id(5).instead(op_id(7)));
    phone.then(put(7, 1, Some(1), "ran"));
    assert_eq!(phone.next(), vec![op_id(4), op_id(6), op_id(7)]);
    // And it can be dropped as any other: the server's row is still known.
    phone.refuse(7);
    assert!(phone.discard(7));
    assert_eq!(phone.note(1).as_deref(), Some("run"));
}

#[test]
fn a_report_goes_with_what_was_taken_in_the_place_of_what_was_refused() {
    let phone = Phone::new();
    let write = |op: &Op| phone.commit(|tx| write::write(tx, ME, op, NOW)).unwrap();
    assert!(write(&put(1, 1, None, "on a day that is not yet")));
    assert!(write(&report(2, &[(1, 1)])));
    assert!(write(&put(3, 1, Some(1), "corrected")));
    assert!(write(&put(4, 1, Some(3), "corrected once more")));
    // All of it in one message: the server takes the correction, and has no report without the first.
    phone.refuse(1);
    phone.ack(2, &OpResult::Retry { after_s: 60, code: Code::Invalid });
    phone.ack(3, &OpResult::Applied);
    phone.ack(4, &OpResult::Applied);
    let anew = op_id(2).instead(op_id(4));
    assert_eq!(phone.next(), [anew]);
    let sent = phone.commit(|tx| outbox::batch(tx, 10, 10_000, &[])).unwrap();
    let Payload::ReportSubmit(report) = &sent[0].payload else { panic!("{sent:?}") };
    assert_eq!(report.items, [Item { entry: entry_id(1), revision: op_id(4) }]);
    phone.commit(|tx| answers::ack(tx, anew, &OpResult::Applied, NOW)).unwrap();
    assert!(phone.next().is_empty());
}
