//! Which revision of an entry stands, and what the decision makes of it. Everything after this looks
//! at weighed entries only.

use chrono::NaiveDate;

use super::{Logged, Reason};
use crate::clock::Millis;
use crate::entry::Entry;
use crate::ids::EntryId;
use crate::pack::Unit;
use crate::pauses::Excused;
use crate::report::Verdict;

/// What the decision in effect makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class<'a> {
    /// Approved.
    Counted,
    /// Not decided, or edited since it was returned or not accepted.
    Waiting,
    /// To be fixed, with the mentor's words.
    Returned(&'a str),
    /// Not counted, with the mentor's words.
    NotAccepted(&'a str),
}

/// An entry in the revision that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed<'a> {
    /// The revision that stands: the decided one where it counts, else the newest.
    pub entry: &'a Entry,
    /// What became of it.
    pub class: Class<'a>,
    // Copied, because thousands of entries do not fit into a processor's cache, and these are looked
    // at over and over.
    pub on: NaiveDate,
    pub id: EntryId,
    written_at: Millis,
    /// What was logged, in the track's unit.
    pub amount: u32,
}

/// What an entry adds by one requirement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub counted: u32,
    pub provisional: u32,
    pub reason: Option<Reason>,
}

/// "A later edit of an entry never changes what was counted: it waits for its own decision"
/// (PROGRAMME.md, life of a report). So a counted revision keeps counting under a newer one, and
/// an edit after any other verdict waits again.
pub(super) fn stands(logged: &Logged) -> (&Entry, Class<'_>) {
    let Some(decided) = &logged.decision else { return (&logged.entry, Class::Waiting) };
    match (decided.verdict, &decided.of) {
        (Verdict::Counted, of) => (of.as_ref().unwrap_or(&logged.entry), Class::Counted),
        (Verdict::ToFix | Verdict::NotCounted, Some(_)) => (&logged.entry, Class::Waiting),
        (Verdict::ToFix, None) => (&logged.entry, Class::Returned(&decided.reason)),
        (Verdict::NotCounted, None) => (&logged.entry, Class::NotAccepted(&decided.reason)),
    }
}

impl<'a> Weighed<'a> {
    pub fn new(entry: &'a Entry, class: Class<'a>, unit: Unit) -> Self {
        let amount = match unit {
            Unit::Minutes => entry.minutes,
            Unit::Pages => entry.pages,
            Unit::Days => 1,
        };
        Self { entry, class, on: entry.on, id: entry.id, written_at: entry.written_at, amount }
    }

    /// The order in which caps are filled within a class and entries are shown. It depends on what was
    /// written only, never on the order in which it arrived.
    pub fn order(&self) -> (NaiveDate, Millis, EntryId) {
        (self.on, self.written_at, self.id)
    }

    /// Whether it may add anything at all; else why not.
    pub fn admitted(&self, span: &Span) -> Result<(), Reason> {
        let Span { start, last, .. } = *span;
        match self.class {
            Class::Returned(reason) => Err(Reason::Returned { reason: reason.to_owned() }),
            Class::NotAccepted(reason) => Err(Reason::NotAccepted { reason: reason.to_owned() }),
            _ if self.on < start => Err(Reason::BeforeStart { start }),
            _ => match last {
                Some(last) if self.on > last => Err(Reason::AfterEnd { last }),
                _ => Ok(()),
            },
        }
    }

    /// Approved by a mentor.
    pub fn is_counted(&self) -> bool {
        self.class == Class::Counted
    }
}

/// When a level takes place, and from when it is looked at.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// First day; windows are counted from here.
    pub start: NaiveDate,
    /// Last day by the programme's upper age, where there is one.
    pub last: Option<NaiveDate>,
    pub today: NaiveDate,
    pub excused: Excused,
}

/// Sums are kept in 64 bits, because entries from the wire are bounded only by their checks.
pub(super) fn clamp(sum: u64) -> u32 {
    u32::try_from(sum).unwrap_or(u32::MAX)
}
