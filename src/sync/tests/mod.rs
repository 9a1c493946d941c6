//! When the machine calls, when it waits, and when the phone may sleep.

#![allow(clippy::unwrap_used)]

mod line;
mod pictures;
mod told;

use qadam_domain::{AccountId, Millis};
use qadam_protocol::sync::ScopePage;
use qadam_protocol::{SCHEMA, SyncReply, SyncRequest, check, wire};
use qadam_storage::open::{File, commit, open, set_fact};
use qadam_storage::{Connection, StoreError, outbox};
use uuid::Uuid;

use crate::{Answer, Call, Heard, Hold, Machine, Step, Who, backoff, form, hear, take};

const NOW: Millis = Millis(1_700_000_000_000);
const WHO: Who = Who { account: Some(AccountId(Uuid::from_u128(1))), mentor: true };

fn file(joined: bool) -> Connection {
    let mut conn = open(":memory:", File::Profile, false).unwrap();
    if joined {
        commit::<_, StoreError>(&mut conn, |tx| set_fact(tx, "joined", "1")).unwrap();
    }
    conn
}

fn call(m: &mut Machine, now: Millis, conn: &Connection) -> Option<Call> {
    match m.step(now, conn, WHO).unwrap() {
        Step::Send(call) => Some(call),
        _ => None,
    }
}

fn nothing_new() -> Heard {
    Heard::Sync(Box::new(SyncReply {
        epoch: "e".into(),
        now: NOW,
        account: AccountId(Uuid::from_u128(1)),
        results: vec![],
        scopes: vec![],
        lost: vec![],
        more: false,
        say_all: false,
        differs: vec![],
        follow: None,
    }))
}

#[test]
fn a_phone_that_has_nobody_to_call_sleeps_until_somebody_wakes_it() {
    let (mut m, conn) = (Machine::default(), file(false));
    assert!(m.due().is_some(), "it looks once");
    for _ in 0..3 {
        assert!(call(&mut m, NOW, &conn).is_none());
        assert_eq!(m.due(), None, "and then no timer runs");
    }
    let joined = file(true);
    assert!(call(&mut m, NOW, &joined).is_none(), "it does not look again by itself");
    m.wrote();
    assert!(call(&mut m, NOW, &joined).is_some());
    assert!(matches!(m.step(NOW, &joined, WHO).unwrap(), Step::Busy), "one call at a time");
    assert_eq!(m.due(), None);
}

#[test]
fn failures_are_waited_out_and_a_person_need_not_wait() {
    let (mut m, conn) = (Machine::default(), file(true));
    let mut waited = 0;
    for _ in 0..6 {
        let c = call(&mut m, NOW.plus(waited), &conn).unwrap();
        m.heard(NOW.plus(waited), &c, &Heard::Offline, 0);
        assert_eq!(m.hold(), Some(Hold::Offline));
        let due = m.due().unwrap();
        assert!(due > NOW.plus(waited) && due <= NOW.plus(waited + backoff::CAP_MS));
        assert!(call(&mut m, due.plus(-1), &conn).is_none());
        // A tap does not hammer a server that is away.
        m.wrote();
        assert!(call(&mut m, due.plus(-1), &conn).is_none());
        waited = due.0 - NOW.0;
    }
    m.wake();
    assert!(call(&mut m, NOW, &conn).is_some());
}

#[test]
fn a_server_that_wants_an_update_is_left_alone_until_somebody_asks() {
    let (mut m, conn) = (Machine::default(), file(true));
    let c = call(&mut m, NOW, &conn).unwrap();
    m.heard(NOW, &c, &Heard::UpdateWanted, 0);
    assert_eq!((m.hold(), m.due()), (Some(Hold::UpdateWanted), None));
    assert!(call(&mut m, NOW.plus(1_000_000_000), &conn).is_none());
    m.wake();
    let c = call(&mut m, NOW, &conn).unwrap();
    m.heard(NOW, &c, &nothing_new(), 0);
    assert_eq!(m.hold(), None);
}

#[test]
fn with_everything_done_it_looks_now_and_then_and_rarely_in_the_back() {
    let (mut m, conn) = (Machine::default(), file(true));
    let c = call(&mut m, NOW, &conn).unwrap();
    m.heard(NOW, &c, &nothing_new(), 0);
    assert_eq!(m.last_done(), Some(NOW));
    let front = m.due().unwrap();
    assert!(front > NOW);
    let c = call(&mut m, front, &conn).unwrap();
    m.foreground(false);
    m.heard(front, &c, &nothing_new(), 0);
    assert!(m.due().unwrap().0 - front.0 > front.0 - NOW.0);
}

fn reply(change: impl FnOnce(&mut SyncReply)) -> SyncReply {
    let Heard::Sync(mut reply) = nothing_new() else { unreachable!() };
    change(&mut reply);
    *reply
}

#[test]
fn what_one_side_cannot_unpack_is_said_again_unpacked() {
    let (mut m, conn) = (Machine::default(), file(true));
    let c = call(&mut m, NOW, &conn).unwrap();
    let refused = Answer::Reply {
        status: 415,
        kind: wire::JSON.into(),
        body: Vec::new(),
        offset: None,
        location: None,
    };
    let heard = hear(&c, &refused);
    m.heard(NOW, &c, &heard, 0);
    assert!(m.plain() && m.hold().is_none(), "{heard:?}");
    let c = call(&mut m, NOW, &conn).expect("at once");
    assert_eq!(c.body(m.plain()).unwrap().unwrap().0, wire::CBOR);
    assert!(!form::accept(m.plain()).contains("zstd"));
    // A server that wants it otherwise still is no reason to hurry.
    m.heard(NOW, &c, &hear(&c, &refused), 0);
    assert_eq!(m.hold(), Some(Hold::Server));
    assert!(m.due().unwrap() > NOW);
}

#[cfg(feature = "packed")]
#[test]
fn a_reply_that_cannot_be_unpacked_is_asked_for_unpacked() {
    let (mut m, conn) = (Machine::default(), file(true));
    let c = call(&mut m, NOW, &conn).unwrap();
    assert_eq!(c.body(m.plain()).unwrap().unwrap().0, wire::packed::PACKED);
    let mut body = wire::packed::pack(&wire::reply::write(&reply(|_| ()))).unwrap();
    let good = Answer::Reply {
        status: 200,
        kind: wire::packed::PACKED.into(),
        body: body.clone(),
        offset: None,
        location: None,
    };
    assert!(matches!(hear(&c, &good), Heard::Sync(_)));
    body[5] ^= 2; // the dictionary that it names
    let foreign =
        Answer::Reply { status: 200, kind: wire::packed::PACKED.into(), body, offset: None, location: None };
    m.heard(NOW, &c, &hear(&c, &foreign), 0);
    assert!(m.plain() && call(&mut m, NOW, &conn).is_some());
}

#[test]
fn nonsense_in_any_form_is_repeated_later() {
    let (mut m, conn) = (Machine::default(), file(true));
    let c = call(&mut m, NOW, &conn).unwrap();
    let good = wire::reply::write(&reply(|_| ()));
    for (kind, body) in [
        (wire::CBOR, &b"<html>"[..]),
        (wire::CBOR, &good[..good.len() - 1]),
        (wire::CBOR, b"{}"),
        (wire::JSON, b"{}"),
        ("text/html", &good),
        ("", b""),
    ] {
        let heard = hear(
            &c,
            &Answer::Reply {
                status: 200,
                kind: kind.into(),
                body: body.to_vec(),
                offset: None,
                location: None,
            },
        );
        assert!(matches!(heard, Heard::Later(None)), "{kind}: {heard:?}");
    }
}

#[test]
fn scopes_are_named_when_the_server_asks_and_until_all_have_come() {
    let (mut m, mut conn) = (Machine::default(), file(true));
    let scope = AccountId(Uuid::from_u128(7));
    commit::<_, StoreError>(&mut conn, |tx| outbox::set_cursor(tx, scope, 3)).unwrap();
    let mut asked = |heard: SyncReply, named: bool| {
        let Some(Call::Sync(r)) = call(&mut m, NOW, &conn) else { panic!("no call") };
        assert_eq!((r.group.is_none(), r.cursors.len()), (named, usize::from(named)));
        m.heard(NOW, &Call::Sync(r), &Heard::Sync(Box::new(heard)), 0);
    };
    asked(reply(|r| r.say_all = true), false);
    asked(reply(|r| r.more = true), true);
    asked(reply(|r| (r.lost, r.more) = (vec![scope], true)), true);
    asked(reply(|r| r.more = true), true);
    asked(reply(|r| r.say_all = true), true);
    // It had all the names: a server that asks for them again is waited for.
    assert_eq!(m.hold(), Some(Hold::Server));
    assert!(m.due().unwrap() > NOW);
}

#[test]
fn an_app_of_another_schema_pulls_everything_once_more() {
    let mut conn = file(true);
    let scope = AccountId(Uuid::from_u128(7));
    let mut opened = |before: &str| {
        commit::<_, StoreError>(&mut conn, |tx| {
            outbox::set_cursor(tx, scope, 3)?;
            set_fact(tx, "pulled_as", before)?;
            take::learn(tx, NOW)
        })
        .unwrap();
        outbox::cursors(&conn).unwrap()
    };
    assert_eq!(opened(&SCHEMA.to_string()), [(scope, 3)]);
    assert_eq!(opened("1"), [(scope, 0)]);
}

#[test]
fn what_is_here_is_compared_and_where_it_is_other_looked_at_closely() {
    let (mut m, mut conn) = (Machine::default(), file(true));
    const NONE: [usize; 0] = [];
    let scope = AccountId(Uuid::from_u128(7));
    let now = std::cell::Cell::new(NOW);
    let asked = |m: &mut Machine, conn: &Connection, differs: bool| {
        let Some(Call::Sync(r)) = call(m, now.get(), conn) else { panic!("no call") };
        let ranges: Vec<usize> = r.checks.iter().map(|c| c.sums.len()).collect();
        let heard = reply(|reply| reply.differs = if differs { vec![scope] } else { vec![] });
        m.heard(now.get(), &Call::Sync(r), &Heard::Sync(Box::new(heard)), 0);
        now.set(m.due().unwrap().max(now.get()));
        ranges
    };
    commit::<_, StoreError>(&mut conn, |tx| outbox::set_cursor(tx, scope, 3)).unwrap();
    assert_eq!(asked(&mut m, &conn, false), NONE, "a start has better to do");
    assert_eq!(asked(&mut m, &conn, false), [1]);
    assert_eq!(asked(&mut m, &conn, false), NONE, "nothing has changed since");
    // It has changed, but not long ago.
    commit::<_, StoreError>(&mut conn, |tx| outbox::set_cursor(tx, scope, 4)).unwrap();
    assert_eq!(asked(&mut m, &conn, false), NONE);
    now.set(now.get().plus(10 * 60_000));
    assert_eq!(asked(&mut m, &conn, true), [1]);
    assert_eq!(asked(&mut m, &conn, true), [check::RANGES], "where");
    // What came changed nothing here: asked no more.
    assert_eq!(asked(&mut m, &conn, true), [check::RANGES]);
    assert_eq!(asked(&mut m, &conn, false), NONE);
}

#[test]
fn a_server_with_another_past_is_asked_for_everything_and_nothing_of_that_reply_counts() {
    let mut conn = file(true);
    let scope = AccountId(Uuid::from_u128(7));
    let page = ScopePage { scope, records: vec![], version: 2 };
    let heard = Heard::Sync(Box::new(reply(|r| r.scopes = vec![page])));
    let call = Call::Sync(SyncRequest::default());
    commit::<_, StoreError>(&mut conn, |tx| {
        outbox::set_cursor(tx, scope, 9)?;
        set_fact(tx, "epoch", "before the restore")?;
        take::take(tx, NOW, WHO, &call, &heard)?;
        Ok(())
    })
    .unwrap();
    assert_eq!(outbox::cursors(&conn).unwrap(), [(scope, 0)], "still named: it may be lost");
    commit::<_, StoreError>(&mut conn, |tx| take::take(tx, NOW, WHO, &call, &heard).map(drop)).unwrap();
    assert_eq!(outbox::cursors(&conn).unwrap(), [(scope, 2)], "and then it is as any other");
}
