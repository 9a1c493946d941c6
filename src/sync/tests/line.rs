//! The line on which the server says that there is something new.

use qadam_protocol::live::{EVENTS, LIVE, Mark};

use super::{NOW, WHO, call, file, nothing_new};
use crate::{Heard, LineStep, LiveCall, Machine, Said, Step};
use qadam_domain::Millis;
use qadam_storage::open::commit;
use qadam_storage::{Connection, StoreError, outbox};

fn mark(versions: &[u64]) -> Mark {
    Mark::of(versions.iter().map(|v| (WHO.account.unwrap(), *v)))
}

fn at(conn: &mut Connection, version: u64) {
    commit::<_, StoreError>(conn, |tx| outbox::set_cursor(tx, WHO.account.unwrap(), version)).unwrap();
}

fn event(mark: Mark) -> String {
    format!(":\n\ndata: {mark}\n\n")
}

/// A machine that has just heard that there is nothing new, and has its line.
fn listening(conn: &Connection) -> Machine {
    let mut m = Machine::default();
    assert_eq!(m.line(NOW, conn, false).unwrap(), LineStep::Keep, "first it looks");
    let c = call(&mut m, NOW, conn).unwrap();
    m.heard(NOW, &c, &nothing_new(), 0);
    assert_eq!(open(&mut m, NOW, conn).path, LIVE);
    assert_eq!(m.line(NOW, conn, true).unwrap(), LineStep::Keep, "one line");
    m
}

fn open(m: &mut Machine, now: Millis, conn: &Connection) -> LiveCall {
    match m.line(now, conn, false).unwrap() {
        LineStep::Open(call) => call,
        other => panic!("{other:?}"),
    }
}

fn says(m: &mut Machine, now: Millis, text: &str) {
    // In any pieces.
    for byte in text.as_bytes().chunks(3) {
        assert!(!m.said(now, Said::Bytes(byte), 0));
    }
}

#[test]
fn what_is_new_is_looked_for_at_once_and_what_is_known_is_not() {
    let mut conn = file(true);
    at(&mut conn, 5);
    let mut m = listening(&conn);
    assert!(!m.said(NOW, Said::Begun(200), 0));
    says(&mut m, NOW, &event(mark(&[5])));
    assert!(call(&mut m, NOW, &conn).is_none(), "that is where it is");

    says(&mut m, NOW, &event(mark(&[6])));
    assert_eq!(m.due(), Some(Millis(0)));
    let c = call(&mut m, NOW, &conn).expect("there is something new");
    // While it is being asked for, more comes, which the answer brings as well.
    says(&mut m, NOW, &event(mark(&[7])));
    at(&mut conn, 7);
    m.heard(NOW, &c, &nothing_new(), 0);
    assert!(call(&mut m, NOW, &conn).is_none(), "it has come meanwhile");

    // With somebody who says when, it seldom looks by itself.
    let quiet = m.due().unwrap();
    let later = NOW.plus(60_000);
    assert!(quiet > later && call(&mut m, later, &conn).is_none(), "{quiet:?}");
}

#[test]
fn another_session_has_a_line_of_its_own() {
    let conn = file(true);
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    says(&mut m, NOW, &event(mark(&[])));
    m.another_session();
    assert_eq!(m.line(NOW, &conn, true).unwrap(), LineStep::Close, "whose session is over");
    let c = call(&mut m, NOW, &conn).expect("it looks at once");
    m.heard(NOW, &c, &nothing_new(), 0);
    open(&mut m, NOW, &conn);
}

#[test]
fn what_the_server_says_other_than_marks_means_nothing() {
    let conn = file(true);
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    says(&mut m, NOW, "retry: 5\nevent: x\ndata: <html>\ndata:\n\ndata: zz\n\u{feff}data: 1\n\n");
    assert!(call(&mut m, NOW, &conn).is_none());
    // A stranger who never ends a line fills no memory.
    let endless = vec![b'x'; 3_000];
    assert!(!m.said(NOW, Said::Bytes(&endless), 0));
    assert!(m.said(NOW, Said::Bytes(&endless), 0), "it hangs up");
    assert_eq!(m.line(NOW, &conn, false).unwrap(), LineStep::Keep, "and waits");
}

#[test]
fn a_line_that_breaks_is_opened_again_later_each_time_and_the_phone_looks_meanwhile() {
    let mut conn = file(true);
    at(&mut conn, 5);
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    says(&mut m, NOW, &event(mark(&[5])));
    let c = {
        m.wake();
        call(&mut m, NOW, &conn).unwrap()
    };
    m.heard(NOW, &c, &nothing_new(), 0);

    let (mut now, mut waits) = (NOW, Vec::new());
    for _ in 0..4 {
        assert!(m.said(now, Said::End, 0));
        assert_eq!(m.line(now, &conn, false).unwrap(), LineStep::Keep);
        let mut next = now;
        while m.line(next, &conn, false).unwrap() == LineStep::Keep {
            next = next.plus(100);
        }
        waits.push(next.0 - now.0);
        now = next;
    }
    assert!(waits.windows(2).all(|w| w[0] < w[1]), "{waits:?}");
    assert!(call(&mut m, NOW.plus(15_000), &conn).is_some(), "nobody says when there is something new");
}

#[test]
fn a_quiet_line_is_dead() {
    let conn = file(true);
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    says(&mut m, NOW, &event(mark(&[])));
    let mut now = NOW;
    for _ in 0..10 {
        now = now.plus(25_000);
        assert_eq!(m.line(now, &conn, true).unwrap(), LineStep::Keep, "it says something now and then");
        m.said(now, Said::Bytes(b":\n\n"), 0);
    }
    assert!(m.line_due().unwrap() <= now.plus(70_000));
    assert_eq!(m.line(now.plus(70_000), &conn, true).unwrap(), LineStep::Close);
}

#[test]
fn where_words_are_held_back_it_asks_one_question_after_the_other() {
    let mut conn = file(true);
    at(&mut conn, 5);
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    let later = NOW.plus(30_000);
    assert_eq!(m.line(later, &conn, true).unwrap(), LineStep::Close, "not a word");
    let asked = open(&mut m, later, &conn);
    assert_eq!(asked.path, format!("{LIVE}?have={}", mark(&[5])));
    assert_ne!(asked.accept, EVENTS);

    m.said(later, Said::Begun(200), 0);
    says(&mut m, later, &format!("{{\"mark\":\"{}\"}}", mark(&[6])));
    assert!(m.said(later, Said::End, 0));
    let c = call(&mut m, later, &conn).expect("there is something new");
    // The next question speaks of what was told, also before that has come.
    assert_eq!(open(&mut m, later, &conn).path, format!("{LIVE}?have={}", mark(&[6])));
    m.heard(later, &c, &nothing_new(), 0);

    // The same after a while is no failure, at once it is one: somebody else answers.
    let same = format!("{{\"mark\":\"{}\"}}", mark(&[6]));
    let beat = later.plus(25_000);
    m.said(beat, Said::Begun(200), 0);
    says(&mut m, beat, &same);
    assert!(m.said(beat, Said::End, 0));
    open(&mut m, beat, &conn);
    m.said(beat, Said::Begun(200), 0);
    says(&mut m, beat, &same);
    assert!(m.said(beat, Said::End, 0));
    assert_eq!(m.line(beat, &conn, false).unwrap(), LineStep::Keep);

    // Another network may be a better one.
    m.online(true);
    assert_eq!(open(&mut m, beat, &conn).path, LIVE);
}

#[test]
fn there_is_a_line_only_in_front_of_somebody_and_while_the_server_answers_well() {
    let conn = file(true);
    let mut m = listening(&conn);
    m.foreground(false);
    assert_eq!(m.line(NOW, &conn, true).unwrap(), LineStep::Close);
    assert_eq!(m.line(NOW, &conn, false).unwrap(), LineStep::Keep);
    m.foreground(true);
    open(&mut m, NOW, &conn);
    let Step::Send(c) = m.step(NOW, &conn, WHO).unwrap() else { panic!("it looks") };
    m.heard(NOW, &c, &Heard::Later(None), 0);
    assert_eq!(m.line(NOW, &conn, true).unwrap(), LineStep::Close);

    // A server that knows no such line is asked for one less and less often.
    let mut m = listening(&conn);
    assert!(m.said(NOW, Said::Begun(404), 0));
    assert_eq!(m.line(NOW, &conn, false).unwrap(), LineStep::Keep);
    assert!(m.line_due().unwrap() > NOW);

    // The line of a file that was closed and opened again is not this one.
    let mut m = listening(&conn);
    m.said(NOW, Said::Begun(200), 0);
    let mut fresh = Machine::default();
    assert_eq!(fresh.line(NOW, &conn, true).unwrap(), LineStep::Close);
}
