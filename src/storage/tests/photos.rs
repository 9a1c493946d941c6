//! What an entry names, in whatever order the server tells of its revisions and reports.

use qadam_domain::{Photo, PhotoId};

use super::*;
use crate::photos;

fn with(e: u128, photo: Option<u8>) -> Entry {
    let photos = photo.map(|n| {
        let id = |n| PhotoId::from_bytes([n; 32]);
        Photo { id: id(n), thumb: id(n + 100), width: 4, height: 3, size: 12 }
    });
    Entry { photos: photos.into_iter().collect(), ..entry(e, "run") }
}

fn holds(e: u128, revision: u128) -> Body {
    let Payload::ReportSubmit(r) = report(9, &[(e, revision)]).payload else { unreachable!() };
    Body::Report(r)
}

/// The small pictures that are asked for once all of it was told, for each order of it. What stands in `fixed`
/// keeps its order.
fn asked(records: &[(u128, Body)], fixed: &[usize]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut orders = vec![Vec::new()];
    for _ in records {
        orders = orders
            .iter()
            .flat_map(|o: &Vec<usize>| {
                (0..records.len()).filter(|n| !o.contains(n)).map(move |n| [o.as_slice(), &[n]].concat())
            })
            .collect();
    }
    for order in orders {
        let places: Vec<_> = fixed.iter().map(|f| order.iter().position(|o| o == f)).collect();
        if !places.is_sorted() {
            continue;
        }
        let phone = Phone::new();
        for n in order {
            let (revision, body) = records[n].clone();
            let record = Record { version: n as u64 + 1, revision: op_id(revision), author: ME, body };
            phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
        }
        let lacking = photos::lacking(&phone.conn.borrow(), true).unwrap();
        let mut lacking: Vec<u8> = lacking.iter().map(|(_, p)| p.bytes()[0] - 100).collect();
        lacking.sort_unstable();
        all.push(lacking);
    }
    all
}

#[test]
fn a_photo_that_was_taken_out_before_the_report_is_asked_for_by_nobody() {
    let records = [(1, Body::Entry(with(1, Some(7)))), (2, Body::Entry(with(1, None))), (9, holds(1, 2))];
    assert_eq!(asked(&records, &[0, 1]), vec![Vec::<u8>::new(); 3]);
}

#[test]
fn a_photo_that_a_report_holds_is_named_whatever_came_first() {
    let records =
        [(2, Body::Entry(with(1, Some(8)))), (9, holds(1, 1)), (1, Body::EntryRevision(with(1, Some(7))))];
    assert_eq!(asked(&records, &[]), vec![vec![7, 8]; 6]);
    // The entry itself may be gone by then.
    let gone = [(2, Body::EntryGone { entry: entry_id(1) }), records[1].clone(), records[2].clone()];
    assert_eq!(asked(&gone, &[]), vec![vec![7]; 6]);
}

#[test]
fn a_photo_of_what_stands_beside_an_entry_still_goes_out() {
    let phone = Phone::new();
    let mine = with(1, Some(7));
    phone.told(1, 1, 1, "run");
    phone
        .commit(|tx| {
            photos::draft(tx, ME, &mine.photos[0], (&[1; 12], &[1; 3]), NOW)?;
            write::write(tx, ME, &op(3, Some(1), Payload::EntryPut(mine.clone())), NOW)
        })
        .unwrap();
    // Another phone was first: what this one wrote is set aside, and told as such.
    phone.told(2, 2, 1, "from the other phone");
    phone.ack(3, &OpResult::Kept);
    let record = Record { version: 3, revision: op_id(3), author: ME, body: Body::EntryRevision(mine) };
    phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
    assert_eq!(phone.note(1).as_deref(), Some("from the other phone"));
    assert_eq!(photos::waiting(&phone.conn.borrow(), ME).unwrap().photos, 1);
}

#[test]
fn a_photo_of_what_the_server_has_goes_out_though_a_change_without_it_is_refused() {
    let phone = Phone::new();
    let mine = with(1, Some(7));
    let waiting = || photos::waiting(&phone.conn.borrow(), ME).unwrap().photos;
    phone
        .commit(|tx| {
            photos::draft(tx, ME, &mine.photos[0], (&[1; 12], &[1; 3]), NOW)?;
            write::write(tx, ME, &op(1, None, Payload::EntryPut(mine.clone())), NOW)
        })
        .unwrap();
    phone.ack(1, &OpResult::Applied);
    let record = Record { version: 1, revision: op_id(1), author: ME, body: Body::Entry(mine) };
    phone.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
    // The next change takes it out, and the server does not take that.
    phone.commit(|tx| write::write(tx, ME, &put(2, 1, Some(1), "none"), NOW)).unwrap();
    phone.refuse(2);
    assert_eq!(waiting(), 1, "the mentor's phone asks for it");
    assert!(phone.discard(2));
    assert_eq!(waiting(), 1);
    // One that it takes makes the photo nobody's.
    phone.commit(|tx| write::write(tx, ME, &put(3, 1, Some(1), "none"), NOW)).unwrap();
    phone.ack(3, &OpResult::Applied);
    assert_eq!(waiting(), 0);
}
