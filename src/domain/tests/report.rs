//! The life of a report as a state machine.

use proptest::prelude::*;
use uuid::Uuid;

use super::world::{World, d, entry, thing};
use crate::entry::Attestation;
use crate::pack::ThingKind;
use crate::progress::NeedKind;
use crate::report::{
    Change, Decision, Diff, Facts, ITEMS_MAX, Item, ItemDecision, MESSAGE_MAX, Outcome, ReportError as E,
    ReportState as S, Revision, Verdict, changes, check_decision, check_revision, diff, gains, outcome,
    state,
};
use crate::{Entry, EntryId, Millis, OpId, ReportId};

fn item(n: u128) -> Item {
    Item { entry: EntryId(Uuid::from_u128(n)), revision: OpId(Uuid::from_u128(n)) }
}

fn revision(number: u32, items: impl IntoIterator<Item = u128>) -> Revision {
    Revision {
        report: ReportId(Uuid::nil()),
        number,
        items: items.into_iter().map(item).collect(),
        message: String::new(),
        submitted_at: Millis(0),
        received_at: None,
    }
}

fn decision(number: u32, verdicts: &[(u128, Verdict)]) -> Decision {
    let items = verdicts.iter().map(|(n, verdict)| {
        let reason = if *verdict == Verdict::Counted { "" } else { "Қай күні?" }.to_owned();
        ItemDecision { item: item(*n), verdict: *verdict, reason }
    });
    Decision {
        report: ReportId(Uuid::nil()),
        number,
        items: items.collect(),
        message: String::new(),
        decided_at: Millis(0),
        by: None,
        superseded: false,
    }
}

use Verdict::{Counted, NotCounted, ToFix};

#[test]
fn the_outcome_is_derived_from_the_entries() {
    let of = |verdicts: &[Verdict]| {
        outcome(&decision(1, &verdicts.iter().map(|v| (1, *v)).collect::<Vec<_>>()).items)
    };
    assert_eq!(of(&[Counted, Counted]), Outcome::Approved);
    assert_eq!(of(&[Counted, NotCounted]), Outcome::ApprovedInPart);
    assert_eq!(of(&[NotCounted, NotCounted]), Outcome::NotAccepted);
    assert_eq!(of(&[Counted, ToFix, NotCounted]), Outcome::Returned, "one to fix returns the report");
}

#[test]
fn the_state_follows_from_the_latest_fact() {
    let d = decision(1, &[(1, Counted)]);
    for (delivered, seen, decided, expected, open) in [
        (false, false, false, S::Queued, true),
        (true, false, false, S::Delivered, true),
        (true, true, false, S::Seen, true),
        (false, true, false, S::Seen, true),
        (true, true, true, S::Decided(Outcome::Approved), false),
        // The phone hears of the decision before it hears that the report arrived.
        (false, false, true, S::Decided(Outcome::Approved), false),
    ] {
        let got = state(Facts { delivered, seen, decision: decided.then_some(&d) });
        assert_eq!((got, got.is_open()), (expected, open));
    }
}

#[test]
fn only_a_returned_report_is_sent_again() {
    let first = revision(1, [1, 2]);
    assert_eq!(check_revision(&first, None), Ok(()));
    let second = revision(2, [1, 2]);
    assert_eq!(check_revision(&second, Some((1, S::Decided(Outcome::Returned)))), Ok(()));
    for s in [
        S::Queued,
        S::Delivered,
        S::Seen,
        S::Decided(Outcome::Approved),
        S::Decided(Outcome::ApprovedInPart),
        S::Decided(Outcome::NotAccepted),
    ] {
        assert_eq!(check_revision(&second, Some((1, s))), Err(E::NotReturned), "{s:?}");
    }
    let wrong = |given, expected| Err(E::Number { given, expected });
    assert_eq!(check_revision(&second, None), wrong(2, 1));
    assert_eq!(check_revision(&first, Some((1, S::Decided(Outcome::Returned)))), wrong(1, 2));
    assert_eq!(check_revision(&revision(0, [1]), None), wrong(0, 1));
    assert_eq!(check_revision(&revision(u32::MAX, [1]), Some((u32::MAX, S::Seen))), Err(E::NotReturned));
}

#[test]
fn a_revision_holds_some_entries_each_once() {
    assert_eq!(check_revision(&revision(1, []), None), Err(E::Empty));
    assert_eq!(check_revision(&revision(1, [1, 2, 1]), None), Err(E::Twice));
    let mut other_revision = revision(1, [1, 1]);
    other_revision.items[1].revision = OpId(Uuid::from_u128(9));
    assert_eq!(check_revision(&other_revision, None), Err(E::Twice), "two revisions of one entry");
    let most = ITEMS_MAX as u128;
    assert_eq!(check_revision(&revision(1, 0..most), None), Ok(()));
    assert_eq!(check_revision(&revision(1, 0..=most), None), Err(E::TooLarge));
    let mut long = revision(1, [1]);
    long.message = "қ".repeat(MESSAGE_MAX);
    assert_eq!(check_revision(&long, None), Ok(()));
    long.message.push('!');
    assert_eq!(check_revision(&long, None), Err(E::TooLarge));
}

#[test]
fn a_decision_answers_exactly_what_was_asked() {
    let r = revision(3, [1, 2]);
    let check = |d: &Decision| check_decision(d, Some(&r));
    assert_eq!(check(&decision(3, &[(2, Counted), (1, ToFix)])), Ok(()), "in any order");
    assert_eq!(check(&decision(2, &[(1, Counted), (2, Counted)])), Err(E::Unknown), "an earlier revision");
    assert_eq!(check_decision(&decision(3, &[(1, Counted)]), None), Err(E::Unknown));
    for wrong in [
        &[(1, Counted)][..],
        &[(1, Counted), (2, Counted), (3, Counted)],
        &[(1, Counted), (3, Counted)],
        &[(1, Counted), (1, Counted)],
        &[],
    ] {
        assert_eq!(check(&decision(3, wrong)), Err(E::Mismatch));
    }
    let mut newer = decision(3, &[(1, Counted), (2, Counted)]);
    newer.items[0].item.revision = OpId(Uuid::from_u128(9));
    assert_eq!(check(&newer), Err(E::Mismatch), "another revision of the entry");
}

#[test]
fn what_does_not_count_needs_a_reason() {
    let r = revision(1, [1]);
    for verdict in [ToFix, NotCounted] {
        let mut d = decision(1, &[(1, verdict)]);
        assert_eq!(check_decision(&d, Some(&r)), Ok(()));
        d.items[0].reason = " \n".into();
        assert_eq!(check_decision(&d, Some(&r)), Err(E::ReasonMissing));
        d.items[0].reason = "a".repeat(MESSAGE_MAX + 1);
        assert_eq!(check_decision(&d, Some(&r)), Err(E::TooLarge));
    }
    let mut d = decision(1, &[(1, Counted)]);
    d.message = "a".repeat(MESSAGE_MAX + 1);
    assert_eq!(check_decision(&d, Some(&r)), Err(E::TooLarge));
}

#[derive(Clone, Debug)]
enum Step {
    Submit { number: u32 },
    Deliver,
    See,
    Decide { number: u32, verdict: Verdict },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let verdict = prop::sample::select(vec![Counted, ToFix, NotCounted]);
    let step = prop_oneof![
        (1u32..6).prop_map(|number| Step::Submit { number }),
        Just(Step::Deliver),
        Just(Step::See),
        (1u32..6, verdict).prop_map(|(number, verdict)| Step::Decide { number, verdict }),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    /// Whatever arrives in whatever order: revisions are numbered without gaps, each but the last was
    /// returned, and the first decision on a revision is the one that stands.
    #[test]
    fn a_report_lives_one_life(steps in steps()) {
        let mut life: Vec<(Revision, bool, bool, Option<Decision>)> = vec![];
        for step in steps {
            let newest = life.last().map(|(r, delivered, seen, decision)| {
                let facts = Facts { delivered: *delivered, seen: *seen, decision: decision.as_ref() };
                (r.number, state(facts))
            });
            match step {
                Step::Submit { number } => {
                    let r = revision(number, [1]);
                    if check_revision(&r, newest).is_ok() {
                        life.push((r, false, false, None));
                    }
                }
                Step::Deliver => life.iter_mut().for_each(|l| l.1 = true),
                Step::See => life.iter_mut().for_each(|l| l.2 = true),
                Step::Decide { number, verdict } => {
                    let d = decision(number, &[(1, verdict)]);
                    if let Some(last) = life.last_mut()
                        && check_decision(&d, Some(&last.0)).is_ok()
                    {
                        last.3.get_or_insert(d);
                    }
                }
            }
        }
        for (i, (r, .., decision)) in life.iter().enumerate() {
            prop_assert_eq!(r.number as usize, i + 1);
            if i + 1 < life.len() {
                let returned = decision.as_ref().map(|d| outcome(&d.items)) == Some(Outcome::Returned);
                prop_assert!(returned);
            }
        }
    }
}

fn in_revision(entry: u128, revision: u128) -> Item {
    Item { entry: EntryId(Uuid::from_u128(entry)), revision: OpId(Uuid::from_u128(revision)) }
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::btree_map(0u128..12, 0u128..3, 0..10)
        .prop_map(|all| all.into_iter().map(|(e, r)| in_revision(e, r)).collect::<Vec<_>>())
        .prop_shuffle()
}

proptest! {
    /// Every item of the one and of the other stands in the difference once, on the right side.
    #[test]
    fn a_difference_is_whole_and_has_two_sides(old in items(), new in items()) {
        let d = diff(&old, &new);
        let sorted = |mut all: Vec<Item>| { all.sort(); all };
        let before = d.kept.iter().chain(&d.left).copied().chain(d.changed.iter().map(|c| c.0));
        let after = d.kept.iter().chain(&d.added).copied().chain(d.changed.iter().map(|c| c.1));
        prop_assert_eq!(sorted(before.collect()), sorted(old.clone()));
        prop_assert_eq!(sorted(after.collect()), sorted(new.clone()));
        prop_assert!(d.changed.iter().all(|(a, b)| a.entry == b.entry && a.revision != b.revision));
        // Seen from the other side, what came has gone.
        let back = diff(&new, &old);
        prop_assert_eq!(sorted(back.left), sorted(d.added));
        prop_assert_eq!(sorted(back.added), sorted(d.left));
        prop_assert_eq!(back.changed.len(), d.changed.len());
        prop_assert_eq!(diff(&old, &old), Diff { kept: old, ..Diff::default() });
    }
}

#[test]
fn what_changed_in_an_entry_is_named() {
    let old = entry(1, "sport", d("2026-11-16"));
    assert_eq!(changes(&old, &Entry { written_at: Millis(9), utc_offset_min: 0, ..old.clone() }), []);
    let named = |change: fn(&mut Entry)| {
        let mut new = old.clone();
        change(&mut new);
        changes(&old, &new)
    };
    assert_eq!(named(|e| e.minutes = 60), [Change::Minutes { from: 0, to: 60 }]);
    assert_eq!(named(|e| e.pages = 20), [Change::Pages { from: 0, to: 20 }]);
    assert_eq!(
        named(|e| e.on = d("2026-11-17")),
        [Change::On { from: d("2026-11-16"), to: d("2026-11-17") }]
    );
    assert_eq!(
        named(|e| e.track = "work".into()),
        [Change::Track { from: "sport".into(), to: "work".into() }]
    );
    assert_eq!(named(|e| e.note = "so".into()), [Change::Note]);
    for what in [
        (|e| e.activity = Some("running".into())) as fn(&mut Entry),
        |e| e.nights = 1,
        |e| e.thing = Some(thing(1, ThingKind::Book, "Абай жолы", true)),
    ] {
        assert_eq!(named(what), [Change::What]);
    }
    let by = |e: &mut Entry| {
        e.attested_by = Some(Attestation { name: "Марат".into(), role: "бапкер".into() })
    };
    assert_eq!(named(by), [Change::Attested]);
    assert_eq!(
        named(|e| (e.minutes, e.note) = (5, "so".into())),
        [Change::Minutes { from: 0, to: 5 }, Change::Note]
    );
}

#[test]
fn a_report_gains_what_would_count_and_no_more() {
    let mut w = World::bronze();
    w.on("2026-01-20");
    for (day, minutes) in [(1, 40), (2, 30), (8, 50)] {
        w.minutes("sport", day, minutes);
    }
    let with = |ids: &[usize]| {
        let mut w = w.clone();
        for at in ids {
            w.approve(*at);
        }
        w.progress()
    };
    let none = with(&[]);
    assert_eq!(gains(&none, &none), []);
    assert_eq!(gains(&none, &with(&[0])), [], "40 minutes of a week alone are none");
    let said: Vec<(u32, bool)> = gains(&none, &with(&[0, 1, 2]))
        .iter()
        .map(|g| (g.added, matches!(g.kind, NeedKind::Windows { .. })))
        .collect();
    assert_eq!(said, [(70, false), (1, true)], "the second week has 50 of 60");
    // What counts by others of its week counts for the report that completes it.
    assert_eq!(gains(&with(&[0]), &with(&[0, 1]))[0].added, 70);
    assert_eq!(gains(&with(&[0, 1]), &with(&[0, 1, 2])), []);
}
