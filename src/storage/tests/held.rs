//! What is held in memory is what the file says, whatever was written in between.

use std::collections::HashSet;

use proptest::prelude::*;
use qadam_domain::Verdict;
use qadam_domain::report::{Decision, ItemDecision};

use super::*;
use crate::held::Held;

/// Everything it holds, in an order that does not depend on how it came.
fn said(held: &Held) -> Vec<String> {
    let mut all: Vec<String> = held
        .logged()
        .iter()
        .map(|l| format!("{:?} {:?} {:?}", l.entry, l.revision, l.decision))
        .chain((0..5).map(|e| format!("word {:?}", held.word(entry_id(e)))))
        .collect();
    let days = held.between("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    // Texts that were made before a change must not outlive it.
    all.extend(held.newest().map(|k| format!("text {:?} {:?} {}", k.logged.entry.id, k.text(), k.sent)));
    all.extend(days.iter().map(|s| format!("day {:?} {:?} {}", s.entry.id, s.revision, s.sent)));
    all.sort();
    // The newest first, without a gap, whatever came and went.
    let keys: Vec<_> = held.newest().map(|k| &k.logged.entry).map(|e| (e.on, e.written_at, e.id)).collect();
    assert!(keys.is_sorted_by(|a, b| a > b), "{keys:?}");
    assert_eq!((keys.len(), days.len()), (held.count(), held.count()));
    all
}

fn decide(phone: &Phone, n: u128, version: Option<u64>, e: u128, of: u128, verdict: Verdict) {
    let item = Item { entry: entry_id(e), revision: op_id(of) };
    let decision = Decision {
        report: ReportId(Uuid::from_u128(0x3000)),
        number: 1,
        items: vec![ItemDecision { item, verdict, reason: "so".into() }],
        message: String::new(),
        decided_at: NOW,
        by: None,
        superseded: false,
    };
    match version {
        None => phone.then(op(n, None, Payload::ReportDecide(decision))),
        Some(version) => {
            let record = Record { version, revision: op_id(n), author: ME, body: Body::Decision(decision) };
            phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
        }
    }
}

#[derive(Clone, Debug)]
enum Act {
    Put(u128),
    Remove(u128),
    Applied(usize),
    Refused(usize),
    Discard(usize),
    Regret(usize),
    Told(u128),
    Decide(u128, bool, bool),
    Fails(u128),
    Erase,
    Look,
}

fn act() -> impl Strategy<Value = Act> {
    let e = 0..5u128;
    prop_oneof![
        4 => e.clone().prop_map(Act::Put),
        1 => e.clone().prop_map(Act::Remove),
        2 => (0..9usize).prop_map(Act::Applied),
        1 => (0..9usize).prop_map(Act::Refused),
        1 => (0..9usize).prop_map(Act::Discard),
        1 => (0..9usize).prop_map(Act::Regret),
        2 => e.clone().prop_map(Act::Told),
        3 => (e.clone(), any::<bool>(), any::<bool>()).prop_map(|(e, here, good)| Act::Decide(e, here, good)),
        1 => e.prop_map(Act::Fails),
        1 => Just(Act::Erase),
        4 => Just(Act::Look),
    ]
}

proptest! {
    // What it finds becomes a test below; no files of seeds.
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn held_is_what_a_fresh_look_would_find(acts in prop::collection::vec(act(), 1..40)) {
        let phone = Phone::new();
        let mut held = Held::new(&phone.conn.borrow(), ME).unwrap();
        for (n, act) in acts.into_iter().enumerate() {
            let id = 100 + n as u128;
            let now = |e| entries::get(&phone.conn.borrow(), entry_id(e)).unwrap();
            let base = |e| now(e).map(|s| s.revision.0.as_u128() - op_id(0).0.as_u128());
            let queued = |k: usize| phone.next().get(k).map(|o| o.0.as_u128() - op_id(0).0.as_u128());
            match act {
                Act::Put(e) => phone.then(put(id, e, base(e), &format!("run {id}"))),
                Act::Remove(e) => {
                    if let Some(b) = base(e) {
                        phone.then(op(id, Some(b), Payload::EntryRemove { entry: entry_id(e) }));
                    }
                }
                Act::Applied(k) => if let Some(o) = queued(k) { phone.ack(o, &OpResult::Applied) },
                Act::Refused(k) => if let Some(o) = queued(k) { phone.refuse(o) },
                Act::Discard(k) => if let Some(o) = queued(k) { phone.refuse(o); phone.discard(o); },
                Act::Regret(k) => if let Some(o) = queued(k) {
                    phone.refuse(o);
                    phone.discard(o);
                    held.refresh(&phone.conn.borrow()).unwrap();
                    prop_assert!(phone.commit(|tx| answers::undiscard(tx, ME, op_id(o))).unwrap());
                },
                Act::Told(e) => phone.told(id as u64, id, e, "from elsewhere"),
                Act::Decide(e, here, good) => if let Some(b) = base(e) {
                    let verdict = if good { Verdict::Counted } else { Verdict::ToFix };
                    decide(&phone, id, (!here).then_some(id as u64), e, b, verdict);
                },
                Act::Fails(e) => {
                    let failed = phone.commit(|tx| {
                        write::write(tx, ME, &put(id, e, base_in(tx, e), "never"), NOW)?;
                        Err::<(), _>(StoreError::Full)
                    });
                    prop_assert!(failed.is_err());
                }
                Act::Erase => phone.commit(|tx| apply::erase_scope(tx, ME)).unwrap(),
                Act::Look => {
                    held.refresh(&phone.conn.borrow()).unwrap();
                    said(&held);
                }
            }
        }
        let conn = phone.conn.borrow();
        held.refresh(&conn).unwrap();
        let kept = said(&held);
        let mut fresh = Held::new(&conn, ME).unwrap();
        fresh.refresh(&conn).unwrap();
        prop_assert_eq!(kept, said(&fresh));
        let mut file: Vec<String> =
            entries::logged(&conn, ME).unwrap().iter().map(|l| format!("{:?}", (l.entry.id, l.revision))).collect();
        let mut memory: Vec<String> = held.logged().iter().map(|l| format!("{:?}", (l.entry.id, l.revision))).collect();
        file.sort();
        memory.sort();
        prop_assert_eq!(file, memory);
    }
}

fn base_in(tx: &rusqlite::Transaction<'_>, e: u128) -> Option<u128> {
    let stored = entries::get(tx, entry_id(e)).unwrap()?;
    Some(stored.revision.0.as_u128() - op_id(0).0.as_u128())
}

#[test]
fn an_entry_may_come_back_under_another_rows_number() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.then(put(2, 2, None, "swim"));
    let mut held = Held::new(&phone.conn.borrow(), ME).unwrap();
    held.refresh(&phone.conn.borrow()).unwrap();
    phone.commit(|tx| apply::erase_scope(tx, ME)).unwrap();
    phone.then(put(3, 2, None, "swim again"));
    held.refresh(&phone.conn.borrow()).unwrap();
    let notes: Vec<&str> = held.logged().iter().map(|l| l.entry.note.as_str()).collect();
    assert_eq!(notes, ["swim again"]);
}

#[test]
fn a_supposed_entry_leaves_no_trace() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    let mut held = Held::new(&phone.conn.borrow(), ME).unwrap();
    held.refresh(&phone.conn.borrow()).unwrap();
    let before = said(&held);
    let notes = |l: &[Logged]| l.iter().map(|l| l.entry.note.clone()).collect::<Vec<_>>();
    assert_eq!(held.with(entry(1, "changed"), notes), ["changed"]);
    assert_eq!(held.with(entry(2, "new"), notes), ["run", "new"]);
    let counted = |l: &[Logged]| l.iter().filter(|l| l.decision.is_some()).count();
    assert_eq!(held.approved(&HashSet::from([entry_id(1), entry_id(9)]), counted), 1);
    assert_eq!(said(&held), before);
}
