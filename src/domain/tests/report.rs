//! The life of a report as a state machine.

use proptest::prelude::*;
use uuid::Uuid;

use crate::report::{
    Decision, Facts, ITEMS_MAX, Item, ItemDecision, MESSAGE_MAX, Outcome, ReportError as E, ReportState as S,
    Revision, Verdict, check_decision, check_revision, outcome, state,
};
use crate::{EntryId, Millis, OpId, ReportId};

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
