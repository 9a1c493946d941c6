//! When the machine calls, when it waits, and when the phone may sleep.

#![allow(clippy::unwrap_used)]

use qadam_domain::{AccountId, Millis};
use qadam_protocol::SyncReply;
use qadam_storage::open::{File, commit, open, set_fact};
use qadam_storage::{Connection, StoreError};
use uuid::Uuid;

use crate::{Call, Heard, Hold, Machine, Step, Who, backoff};

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
