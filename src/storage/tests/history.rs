//! Earlier revisions: what was replaced can be looked at, whoever replaced it.

use super::*;
use crate::history::{self, KEPT_MAX};
use crate::open::set_fact;

fn past(phone: &Phone, e: u128) -> Vec<(String, bool)> {
    let all = history::list(&phone.conn.borrow(), entry_id(e)).unwrap();
    all.into_iter().map(|p| (p.entry.note, p.removed)).collect()
}
fn was(notes: &[&str]) -> Vec<(String, bool)> {
    notes.iter().map(|n| ((*n).to_owned(), false)).collect()
}

#[test]
fn what_is_replaced_stays_to_be_seen() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    assert!(past(&phone, 1).is_empty());
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 1, Some(2), "ran very far"));
    assert_eq!(past(&phone, 1), was(&["ran far", "run"]));
    // Its own acknowledgement is no new revision; the server's word is one.
    for n in 1..=3 {
        phone.ack(n, &OpResult::Applied);
    }
    phone.told(7, 3, 1, "ran very far");
    assert_eq!(past(&phone, 1), was(&["ran far", "run"]));
    phone.told(8, 50, 1, "from my other phone");
    assert_eq!(past(&phone, 1), was(&["ran very far", "ran far", "run"]));
    // A removal is a revision; bringing it back is another.
    phone.then(op(4, Some(50), Payload::EntryRemove { entry: entry_id(1) }));
    phone.then(put(5, 1, Some(4), "from my other phone"));
    let all = past(&phone, 1);
    assert_eq!(all[0], ("from my other phone".to_owned(), true));
    assert_eq!(all[1..], was(&["from my other phone", "ran very far", "ran far", "run"]));
    // Other entries have a past of their own.
    phone.then(put(6, 2, None, "swim"));
    assert!(past(&phone, 2).is_empty());
}

#[test]
fn a_dropped_edit_stays_in_the_past_and_a_dropped_entry_goes_with_its_past() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.refuse(2);
    assert!(phone.discard(2));
    assert_eq!((phone.note(1).as_deref(), past(&phone, 1)), (Some("run"), was(&["ran far"])));

    phone.then(put(3, 2, None, "swim"));
    phone.then(put(4, 2, Some(3), "swam"));
    phone.refuse(3);
    phone.refuse(4);
    assert!(phone.discard(3) && phone.discard(4));
    assert_eq!((phone.note(2), past(&phone, 2)), (None, vec![]));
}

#[test]
fn only_the_last_few_are_kept() {
    let phone = Phone::new();
    let n = u128::from(KEPT_MAX) + 10;
    for i in 0..=n {
        phone.then(put(i, 1, i.checked_sub(1), &format!("note {i}")));
    }
    let all = past(&phone, 1);
    assert_eq!(all.len(), KEPT_MAX as usize);
    assert_eq!(all[0].0, format!("note {}", n - 1));
}

#[test]
fn a_mentors_phone_keeps_no_earlier_words_of_others_but_those_of_reports() {
    let phone = Phone::new();
    phone.commit(|tx| set_fact(tx, "role", "mentor")).unwrap();
    phone.told(1, 1, 1, "what I would rather not have said");
    phone.told(2, 2, 1, "run");
    assert!(past(&phone, 1).is_empty());
    // What a report holds comes from the server as such.
    let record =
        Record { version: 3, revision: op_id(9), author: ME, body: Body::EntryRevision(entry(1, "as sent")) };
    phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
    assert_eq!(past(&phone, 1), was(&["as sent"]));
}

#[test]
fn a_failed_commit_leaves_no_past() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    let failed = phone.commit(|tx| {
        write::write(tx, ME, &put(2, 1, Some(1), "ran far"), NOW)?;
        Err::<(), _>(StoreError::Full)
    });
    assert!(failed.is_err());
    assert!(past(&phone, 1).is_empty());
}
