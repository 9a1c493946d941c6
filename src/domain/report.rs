//! Reports and reviews: an append-only life.
//!
//! draft → queued on this phone → delivered → seen → decided → (something to fix) resubmitted as the
//! next revision. A revision freezes its list of (entry, entry revision). The first decision on the
//! newest revision takes effect; others are kept as superseded.

mod diff;
mod gain;

pub use diff::{Change, Diff, changes, diff};
pub use gain::{Gain, gains};

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::Millis;
use crate::ids::{AccountId, EntryId, OpId, ReportId};

/// Most entries of one report.
pub const ITEMS_MAX: usize = 500;
/// Longest message of a report or a decision, in characters.
pub const MESSAGE_MAX: usize = 2_000;

/// One revision of a report, as the participant sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Revision {
    /// The report.
    #[n(0)]
    pub report: ReportId,
    /// 1 for the first, then one more each time.
    #[n(1)]
    pub number: u32,
    /// What it holds, frozen.
    #[n(2)]
    pub items: Vec<Item>,
    /// The participant's word to the mentor.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(3), skip_if = "String::is_empty")]
    pub message: String,
    /// When it was sent off, by the phone's clock.
    #[n(4)]
    pub submitted_at: Millis,
    /// When the server got it; set by the server, never by the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(5)]
    pub received_at: Option<Millis>,
}

/// An entry in exactly one of its revisions.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
pub struct Item {
    /// The entry.
    #[n(0)]
    pub entry: EntryId,
    /// The op that wrote the revision.
    #[n(1)]
    pub revision: OpId,
}

/// What a mentor says of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Verdict {
    /// It counts.
    #[n(0)]
    Counted,
    /// Something is to be fixed first.
    #[n(1)]
    ToFix,
    /// It does not count.
    #[n(2)]
    NotCounted,
}

/// The mentor's word on one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ItemDecision {
    /// Which entry, in which revision.
    #[n(0)]
    pub item: Item,
    /// The word.
    #[cbor(n(1), with = "crate::cbor::known")]
    pub verdict: Verdict,
    /// Why; never empty unless it counts.
    #[serde(default)]
    #[cbor(n(2), skip_if = "String::is_empty")]
    pub reason: String,
}

/// A whole decision on one revision of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Decision {
    /// The report.
    #[n(0)]
    pub report: ReportId,
    /// Its revision.
    #[n(1)]
    pub number: u32,
    /// One word for each of its entries.
    #[n(2)]
    pub items: Vec<ItemDecision>,
    /// A line to the participant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(3), skip_if = "String::is_empty")]
    pub message: String,
    /// When, by the mentor's clock.
    #[n(4)]
    pub decided_at: Millis,
    /// Who; set by the server from the token, never by the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(5)]
    pub by: Option<AccountId>,
    /// Another decision came first; this one is kept and has no effect.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cbor(n(6), skip_if = "crate::cbor::is_false")]
    pub superseded: bool,
}

/// The outcome, derived from the words on the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All entries count.
    Approved,
    /// Some count, none is to be fixed.
    ApprovedInPart,
    /// At least one entry is to be fixed.
    Returned,
    /// None counts and none is to be fixed.
    NotAccepted,
}

/// Where a report is. Each is derived from facts, never set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Saved on this phone, waits for the network.
    Queued,
    /// The server has it.
    Delivered,
    /// The mentor has opened it.
    Seen,
    /// The mentor has decided.
    Decided(Outcome),
}

impl ReportState {
    /// Its entries may not join another report.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Decided(_))
    }
}

/// Facts about the newest revision, from which the state follows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The server has acknowledged it.
    pub delivered: bool,
    /// The mentor has opened it.
    pub seen: bool,
    /// The decision in effect on this revision.
    pub decision: Option<&'a Decision>,
}

/// The state that follows from the facts. A later fact outweighs an earlier one that is missing:
/// a decided report was seen, whatever the phone has heard.
pub fn state(facts: Facts<'_>) -> ReportState {
    match facts {
        Facts { decision: Some(d), .. } => ReportState::Decided(outcome(&d.items)),
        Facts { seen: true, .. } => ReportState::Seen,
        Facts { delivered: true, .. } => ReportState::Delivered,
        _ => ReportState::Queued,
    }
}

/// What the words on the entries add up to.
pub fn outcome(items: &[ItemDecision]) -> Outcome {
    let has = |v| items.iter().any(|i| i.verdict == v);
    match (has(Verdict::Counted), has(Verdict::ToFix), has(Verdict::NotCounted)) {
        (_, true, _) => Outcome::Returned,
        (true, false, true) => Outcome::ApprovedInPart,
        (false, false, true) => Outcome::NotAccepted,
        _ => Outcome::Approved,
    }
}

/// Why a revision or a decision is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportError {
    /// A report needs at least one entry.
    #[error("no entries")]
    Empty,
    /// More than [`ITEMS_MAX`] entries, or a longer message than [`MESSAGE_MAX`].
    #[error("too large")]
    TooLarge,
    /// An entry stands in it twice.
    #[error("entry twice")]
    Twice,
    /// The number is not the one after the newest revision.
    #[error("revision {given}, expected {expected}")]
    Number {
        /// What came.
        given: u32,
        /// What would fit.
        expected: u32,
    },
    /// The newest revision was not returned, so there is nothing to send again.
    #[error("not returned")]
    NotReturned,
    /// No such report or revision.
    #[error("unknown report")]
    Unknown,
    /// The decision does not speak of each entry exactly once.
    #[error("decision does not fit the report")]
    Mismatch,
    /// "To fix" and "not counted" need a reason.
    #[error("reason missing")]
    ReasonMissing,
}

/// Whether a revision may follow. `newest` is the newest revision with its state, if there is one.
pub fn check_revision(new: &Revision, newest: Option<(u32, ReportState)>) -> Result<(), ReportError> {
    if new.items.is_empty() {
        return Err(ReportError::Empty);
    }
    if new.items.len() > ITEMS_MAX || new.message.chars().count() > MESSAGE_MAX {
        return Err(ReportError::TooLarge);
    }
    let mut ids: Vec<_> = new.items.iter().map(|i| i.entry).collect();
    ids.sort();
    if ids.windows(2).any(|w| w[0] == w[1]) {
        return Err(ReportError::Twice);
    }
    let expected = newest.map_or(1, |(n, _)| n.saturating_add(1));
    if new.number != expected {
        return Err(ReportError::Number { given: new.number, expected });
    }
    match newest {
        None | Some((_, ReportState::Decided(Outcome::Returned))) => Ok(()),
        Some(_) => Err(ReportError::NotReturned),
    }
}

/// Whether a decision fits the revision it speaks of.
pub fn check_decision(decision: &Decision, revision: Option<&Revision>) -> Result<(), ReportError> {
    let revision = revision.filter(|r| r.number == decision.number).ok_or(ReportError::Unknown)?;
    let mut asked = revision.items.clone();
    let mut answered: Vec<Item> = decision.items.iter().map(|i| i.item).collect();
    asked.sort();
    answered.sort();
    if asked != answered {
        return Err(ReportError::Mismatch);
    }
    if decision.message.chars().count() > MESSAGE_MAX {
        return Err(ReportError::TooLarge);
    }
    for i in &decision.items {
        if i.verdict != Verdict::Counted && i.reason.trim().is_empty() {
            return Err(ReportError::ReasonMissing);
        }
        if i.reason.chars().count() > MESSAGE_MAX {
            return Err(ReportError::TooLarge);
        }
    }
    Ok(())
}
