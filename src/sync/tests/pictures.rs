//! Pictures between the syncs: what goes when, and what an answer means.

use qadam_domain::photo::Photo;
use qadam_domain::{Entry, EntryId, OpId, PhotoId};
use qadam_protocol::record::{Body, Consent, Member, MemberStanding, Record};
use qadam_storage::{apply, photos};

use super::*;
use crate::photos::{PhotoCall, PhotoHeard};

const ME: AccountId = AccountId(Uuid::from_u128(1));
const MINE: Who = Who { account: Some(ME), mentor: false };

/// A phone that may share, with a photo of so many bytes that waits.
fn with_photo(size: usize) -> (Connection, Photo) {
    let mut conn = file(true);
    let (bytes, small) = (vec![7; size], vec![8; 400]);
    let (id, thumb) = (PhotoId::of(&bytes), PhotoId::of(&small));
    let photo = Photo { id, thumb, width: 4, height: 3, size: size as u32 };
    let member = Member {
        participant: ME,
        name: "Әсел".into(),
        mentor: AccountId(Uuid::from_u128(2)),
        mentor_name: "Айгүл".into(),
        standing: MemberStanding::Accepted,
        minor: false,
        consent: None::<Consent>,
        asked_at: NOW,
    };
    let entry = Entry {
        id: EntryId(Uuid::from_u128(5)),
        track: "sport".into(),
        activity: None,
        on: "2023-11-14".parse().unwrap(),
        utc_offset_min: 300,
        minutes: 30,
        pages: 0,
        nights: 0,
        thing: None,
        note: String::new(),
        attested_by: None,
        written_at: NOW,
        photos: vec![photo],
    };
    commit::<_, StoreError>(&mut conn, |tx| {
        photos::draft(tx, ME, &photo, (&bytes, &small), NOW)?;
        for (n, body) in [Body::Member(member), Body::Entry(entry)].into_iter().enumerate() {
            let revision = OpId(Uuid::from_u128(n as u128 + 9));
            apply::remote(tx, ME, &Record { version: n as u64 + 1, revision, author: ME, body })?;
        }
        Ok(())
    })
    .unwrap();
    (conn, photo)
}

fn next(m: &mut Machine, now: Millis, conn: &Connection) -> Option<Call> {
    match m.step(now, conn, MINE).unwrap() {
        Step::Send(call) => Some(call),
        _ => None,
    }
}

fn at(offset: u32) -> Heard {
    Heard::Photo(PhotoHeard::At { offset, path: Some("/v1/photos/uploads/x".into()) })
}

/// Looks at the server once, so that pictures have their turn.
fn looked(m: &mut Machine, conn: &Connection) {
    let look = next(m, NOW, conn).unwrap();
    assert!(matches!(look, Call::Sync(_)), "rows go first");
    m.heard(NOW, &look, &nothing_new(), 0);
}

#[test]
fn small_ones_go_first_whole_and_large_ones_in_parts_that_fit_the_link() {
    let (mut conn, photo) = with_photo(300_000);
    let mut m = Machine::default();
    looked(&mut m, &conn);
    let Some(Call::Photo(PhotoCall::Begin { id, whole: Some(bytes), .. })) = next(&mut m, NOW, &conn) else {
        panic!("the small one")
    };
    assert_eq!((id, bytes.len()), (photo.thumb, 400));
    let sent = Call::Photo(PhotoCall::Begin { scope: ME, id, size: 400, whole: Some(bytes) });
    commit::<_, StoreError>(&mut conn, |tx| take(tx, NOW, MINE, &sent, &at(400))).unwrap();
    m.heard(NOW, &sent, &at(400), 0);

    let begin = next(&mut m, NOW, &conn).unwrap();
    assert!(matches!(&begin, Call::Photo(PhotoCall::Begin { id, whole: None, .. }) if *id == photo.id));
    m.heard(NOW, &begin, &at(0), 0);
    let (mut offset, mut parts, mut now) = (0, Vec::new(), NOW);
    // A quick link, then a slow one.
    while offset < photo.size {
        let part = next(&mut m, now, &conn).unwrap();
        let Call::Photo(PhotoCall::Part { at: from, bytes, .. }) = &part else { panic!("{part:?}") };
        assert_eq!(*from, offset);
        parts.push(bytes.len());
        offset += bytes.len() as u32;
        now = now.plus(if parts.len() < 3 { 500 } else { 13_000 });
        m.heard(now, &part, &Heard::Photo(PhotoHeard::At { offset, path: None }), 0);
        if now.0 >= NOW.0 + 13_000 && offset < photo.size {
            // Meanwhile it was time to look at the server again.
            let look = next(&mut m, now, &conn).unwrap();
            if matches!(look, Call::Sync(_)) {
                m.heard(now, &look, &nothing_new(), 0);
            } else {
                m.heard(now, &look, &Heard::Photo(PhotoHeard::Unknown), 0);
            }
        }
    }
    assert_eq!(parts.iter().sum::<usize>(), 300_000);
    assert_eq!(parts[..3], [64 * 1024, 128 * 1024, 300_000 - 192 * 1024]);
}

/// What the server has is not sent again, and an app that was closed asks for it.
#[test]
fn a_picture_goes_on_where_the_server_stands() {
    let (mut conn, photo) = with_photo(300_000);
    commit::<_, StoreError>(&mut conn, |tx| photos::sent(tx, ME, photo.thumb)).unwrap();
    for stands in [0, 100_000, 299_999] {
        let mut m = Machine::default();
        looked(&mut m, &conn);
        let begin = next(&mut m, NOW, &conn).unwrap();
        assert!(matches!(&begin, Call::Photo(PhotoCall::Begin { id, .. }) if *id == photo.id));
        m.heard(NOW, &begin, &at(stands), 0);
        let part = next(&mut m, NOW, &conn).unwrap();
        let Call::Photo(PhotoCall::Part { at: from, bytes, .. }) = &part else { panic!("{part:?}") };
        assert_eq!(*from, stands);
        assert!(bytes.len() <= (photo.size - stands) as usize);
    }
}

#[test]
fn a_server_without_room_for_pictures_holds_up_no_message() {
    let (conn, _) = with_photo(1_000);
    let mut m = Machine::default();
    looked(&mut m, &conn);
    let call = next(&mut m, NOW, &conn).unwrap();
    m.heard(NOW, &call, &Heard::Later(Some(60)), 0);
    assert_eq!((m.hold(), m.next_try()), (None, None), "nothing is wrong with the line");
    assert!(next(&mut m, NOW.plus(1_000), &conn).is_none(), "pictures wait");
    m.wrote();
    assert!(matches!(next(&mut m, NOW.plus(1_000), &conn), Some(Call::Sync(_))), "rows do not");
    let mut again = Machine::default();
    looked(&mut again, &conn);
    let call = next(&mut again, NOW, &conn).unwrap();
    again.heard(NOW, &call, &Heard::Offline, 0);
    assert_eq!(again.hold(), Some(Hold::Offline), "without a network nothing goes");
}

#[test]
fn other_bytes_and_other_places_are_nonsense() {
    let (_, photo) = with_photo(100);
    let reply = |status, body: &[u8], offset, location: Option<&str>| Answer::Reply {
        status,
        kind: "image/jpeg".into(),
        body: body.to_vec(),
        offset,
        location: location.map(str::to_owned),
    };
    let fetch = Call::Photo(PhotoCall::Fetch { scope: ME, id: photo.id });
    assert!(matches!(hear(&fetch, &reply(200, b"other bytes", None, None)), Heard::Later(None)));
    assert!(matches!(hear(&fetch, &reply(404, b"{}", None, None)), Heard::Photo(PhotoHeard::Missing)));
    let begin = Call::Photo(PhotoCall::Begin { scope: ME, id: photo.id, size: 100, whole: None });
    for (offset, place) in [
        (Some(0), None),
        (None, Some("/v1/photos/uploads/x")),
        (Some(101), Some("/v1/photos/uploads/x")),
        (Some(0), Some("/elsewhere")),
    ] {
        assert!(
            matches!(hear(&begin, &reply(201, b"", offset, place)), Heard::Later(None)),
            "{offset:?} {place:?}"
        );
    }
    assert!(matches!(hear(&begin, &reply(507, b"{}", None, None)), Heard::Photo(PhotoHeard::Refused)));
    let part =
        PhotoCall::Part { scope: ME, id: photo.id, size: 100, path: String::new(), at: 0, bytes: vec![] };
    let part = Call::Photo(part);
    assert!(matches!(hear(&part, &reply(409, b"{}", None, None)), Heard::Photo(PhotoHeard::Unknown)));
    assert!(
        matches!(hear(&part, &reply(460, b"{}", None, None)), Heard::Later(None)),
        "waited out, not given up"
    );
}
