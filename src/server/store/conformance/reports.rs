//! Reports and decisions.

use super::*;
use crate::fixtures::{decision, enrolment, item, on, put, report, revision};
use qadam_domain::Entry;
use qadam_domain::report::{Decision, Verdict};

fn submit(scope: AccountId, r: &qadam_domain::report::Revision) -> Op {
    op(scope, Payload::ReportSubmit(r.clone()))
}

fn decide(scope: AccountId, d: &Decision) -> Op {
    op(scope, Payload::ReportDecide(d.clone()))
}

async fn decisions(w: &World, p: &Caller) -> Vec<Decision> {
    let of = |b| match b {
        Body::Decision(d) => Some(d),
        _ => None,
    };
    w.bodies(p, p.account).await.into_iter().filter_map(of).collect()
}

pub(crate) async fn a_report_lives_through_its_revisions(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, e) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    let one = report(&[item(&first)]);
    let two = revision(one.report, 2, &one.items);
    assert_eq!(w.one(&p, submit(p.account, &two)).await, rejected(Code::Invalid), "1 comes first");
    w.apply(&p, submit(p.account, &one)).await;
    assert_eq!(w.one(&p, submit(p.account, &two)).await, rejected(Code::Invalid), "not returned yet");

    let seen = Payload::ReportSeen { report: one.report, number: 1 };
    w.apply(&w.mentor, op(p.account, seen.clone())).await;
    w.apply(&w.mentor, op(p.account, seen)).await;
    let no_such = Payload::ReportSeen { report: one.report, number: 2 };
    assert_eq!(w.one(&w.mentor, op(p.account, no_such)).await, rejected(Code::NotFound));
    w.apply(&w.mentor, decide(p.account, &decision(&one, Verdict::ToFix))).await;

    let fixed = on(&first, Payload::EntryPut(Entry { minutes: 60, ..e }));
    w.apply(&p, fixed.clone()).await;
    let two = revision(one.report, 2, &[item(&fixed)]);
    w.apply(&p, submit(p.account, &two)).await;
    w.apply(&w.mentor, decide(p.account, &decision(&two, Verdict::Counted))).await;
    let three = revision(one.report, 3, &two.items);
    assert_eq!(w.one(&p, submit(p.account, &three)).await, rejected(Code::Invalid), "it is approved");

    let bodies = w.bodies(&w.mentor, p.account).await;
    let count = |f: fn(&Body) -> bool| bodies.iter().filter(|b| f(b)).count();
    // Phones are told by the server when it came and when it was opened.
    assert_eq!(count(|b| matches!(b, Body::Report(r) if r.received_at.is_some())), 2);
    assert_eq!(count(|b| matches!(b, Body::ReportSeen { at: Some(_), .. })), 1);
    assert_eq!(count(|b| matches!(b, Body::EntryRevision(e) if e.minutes == 30)), 1, "what was decided upon");
    let said = decisions(&w, &p).await;
    assert!(said.iter().all(|d| d.by == Some(w.mentor.account) && !d.superseded), "{said:?}");
    assert_eq!(said.len(), 2);
}

pub(crate) async fn only_the_first_decision_takes_effect(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, _) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    let one = report(&[item(&first)]);
    w.apply(&p, submit(p.account, &one)).await;
    // A phone may claim what it likes about who decided and what counts.
    let returned = Decision { by: Some(p.account), superseded: true, ..decision(&one, Verdict::ToFix) };
    w.apply(&w.mentor, decide(p.account, &returned)).await;
    w.apply(&w.mentor, decide(p.account, &decision(&one, Verdict::Counted))).await;
    let two = revision(one.report, 2, &one.items);
    w.apply(&p, submit(p.account, &two)).await;
    // Decided on an older revision, offline: kept, without effect.
    w.apply(&w.mentor, decide(p.account, &decision(&one, Verdict::NotCounted))).await;
    w.apply(&w.mentor, decide(p.account, &decision(&two, Verdict::Counted))).await;

    let said: Vec<_> =
        decisions(&w, &p).await.into_iter().map(|d| (d.number, d.items[0].verdict, d.superseded)).collect();
    assert_eq!(
        said,
        [
            (1, Verdict::ToFix, false),
            (1, Verdict::Counted, true),
            (1, Verdict::NotCounted, true),
            (2, Verdict::Counted, false),
        ]
    );
}

pub(crate) async fn a_birth_date_stays_once_something_was_decided(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, _) = put(p.account, 30);
    w.push(&p, vec![op(p.account, Payload::Enrol(enrolment(19))), first.clone()]).await;
    // A slip is put right as long as nobody has decided by it.
    w.apply(&p, op(p.account, Payload::Enrol(enrolment(20)))).await;
    let one = report(&[item(&first)]);
    w.apply(&p, submit(p.account, &one)).await;
    w.apply(&w.mentor, decide(p.account, &decision(&one, Verdict::Counted))).await;
    assert_eq!(w.one(&p, op(p.account, Payload::Enrol(enrolment(21)))).await, rejected(Code::Invalid));
    // Another level by the same birth date is no such thing.
    w.apply(&p, op(p.account, Payload::Enrol(enrolment(20)))).await;
}

pub(crate) async fn an_entry_is_in_one_open_report(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let other = w.participant().await;
    let (a, _) = put(p.account, 30);
    let (b, _) = put(p.account, 40);
    let (foreign, _) = put(other.account, 50);
    w.push(&p, vec![a.clone(), b.clone()]).await;
    w.apply(&other, foreign.clone()).await;
    let mut unknown = item(&b);
    unknown.revision = a.op_id;
    for wrong in [vec![item(&foreign)], vec![unknown], vec![item(&a), item(&a)]] {
        assert_eq!(w.one(&p, submit(p.account, &report(&wrong))).await, rejected(Code::Invalid));
    }
    let one = report(&[item(&a)]);
    w.apply(&p, submit(p.account, &one)).await;
    let both = report(&[item(&a), item(&b)]);
    assert_eq!(w.one(&p, submit(p.account, &both)).await, rejected(Code::Invalid));
    // Nothing of the refused report stays: b is free.
    w.apply(&p, submit(p.account, &report(&[item(&b)]))).await;
    w.apply(&w.mentor, decide(p.account, &decision(&one, Verdict::NotCounted))).await;
    w.apply(&p, submit(p.account, &report(&[item(&a)]))).await;
}

pub(crate) async fn what_a_report_holds_stays_readable(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (first, e) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    let second = on(&first, Payload::EntryPut(Entry { minutes: 40, ..e.clone() }));
    w.apply(&p, second.clone()).await;
    let revisions = |bodies: Vec<Body>| {
        let of = |b| match b {
            Body::EntryRevision(e) => Some(e.minutes),
            _ => None,
        };
        bodies.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    assert!(revisions(w.bodies(&p, p.account).await).is_empty(), "what nobody holds is not sent");
    // Another phone of hers had put the first revision into a report; it arrives after the edit.
    w.apply(&p, submit(p.account, &report(&[item(&first)]))).await;
    assert_eq!(revisions(w.bodies(&p, p.account).await), [30]);
    let rows = w.rows(&p, p.account).await;
    let old = rows.iter().find(|r| matches!(r.body, Body::EntryRevision(_))).unwrap();
    assert_eq!((old.revision, old.author), (first.op_id, p.account));

    // Held at its newest and then taken back: still readable for the mentor.
    let (third, gone) = put(p.account, 55);
    w.apply(&p, third.clone()).await;
    w.apply(&p, submit(p.account, &report(&[item(&third)]))).await;
    w.apply(&p, on(&third, Payload::EntryRemove { entry: gone.id })).await;
    assert_eq!(revisions(w.bodies(&w.mentor, p.account).await), [30, 55]);
}

pub(crate) async fn a_decision_fits_its_report(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let (a, _) = put(p.account, 30);
    let (b, _) = put(p.account, 40);
    w.push(&p, vec![a.clone(), b.clone()]).await;
    let one = report(&[item(&a), item(&b)]);
    let good = decision(&one, Verdict::ToFix);
    assert_eq!(w.one(&w.mentor, decide(p.account, &good)).await, rejected(Code::NotFound));
    w.apply(&p, submit(p.account, &one)).await;
    let mut half = good.clone();
    half.items.pop();
    let mut silent = good.clone();
    silent.items[0].reason = " ".into();
    let mut twice = good.clone();
    twice.items[1] = twice.items[0].clone();
    for wrong in [half, silent, twice] {
        assert_eq!(w.one(&w.mentor, decide(p.account, &wrong)).await, rejected(Code::Invalid));
    }
    assert!(decisions(&w, &p).await.is_empty());
    w.apply(&w.mentor, decide(p.account, &good)).await;
}
