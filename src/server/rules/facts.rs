//! What goes into a decision and what comes out of it.

use chrono::NaiveDate;
use qadam_domain::report::Item;
use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::record::{Body, Member, Record, RecordKind};
use qadam_protocol::sync::{Code, OpResult};

use super::Cx;
use crate::store::Erased;

/// The name of a row within its scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// Its kind.
    pub kind: RecordKind,
    /// Its key within the kind, as [`Body::key`] makes it.
    pub key: String,
}

impl RowKey {
    /// Puts the two together.
    pub fn new(kind: RecordKind, key: String) -> Self {
        Self { kind, key }
    }
}

/// Rows that a decision depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wants {
    /// Rows by their names.
    pub rows: Vec<RowKey>,
    /// All revisions of this report and all decisions on it.
    pub report: Option<ReportId>,
    /// Which reports hold these entries.
    pub holds: Vec<EntryId>,
    /// Replaced revisions of entries, by the op that wrote them.
    pub replaced: Vec<OpId>,
    /// The reading marks of the conversation.
    pub chat_read: bool,
    /// Whether anything was decided.
    pub decided: bool,
}

impl Wants {
    /// One row.
    pub fn row(kind: RecordKind, key: String) -> Self {
        Self { rows: vec![RowKey::new(kind, key)], ..Self::default() }
    }
}

/// An entry's revision in a revision of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Which entry, in which revision.
    pub item: Item,
    /// The report.
    pub report: ReportId,
    /// Its revision.
    pub number: u32,
    /// Not decided yet.
    pub open: bool,
}

/// A revision of an entry that is no longer the newest and that no report holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Replaced {
    /// The op that wrote it.
    pub revision: OpId,
    /// Who.
    pub author: AccountId,
    /// What it said.
    pub body: Body,
}

/// The rows that were asked for, as they stand in the transaction that will write.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The server's clock.
    pub now: Millis,
    /// The database was put back from a copy not long ago: what an op stands on may still be on its way from
    /// another phone.
    pub settling: bool,
    /// What the op stands on was never heard of. Told while it is settling.
    pub base_unheard: bool,
    /// The participant of the scope was erased; then nothing else is there.
    pub erased: Option<Erased>,
    /// The participant, if the scope exists, and the revision of that row.
    pub member: Option<(Member, OpId)>,
    /// The caller was the mentor of this participant, and is not any more.
    pub former: bool,
    /// Newest place in the conversation.
    pub chat_seq: u64,
    /// [`Wants::rows`], [`Wants::report`] and [`Wants::chat_read`], as far as they exist.
    pub rows: Vec<Record>,
    /// [`Wants::holds`].
    pub holds: Vec<Hold>,
    /// [`Wants::replaced`].
    pub replaced: Vec<Replaced>,
    /// [`Wants::decided`].
    pub decided: bool,
}

impl Facts {
    /// The last civil day that is already going on somewhere: one day of grace over UTC.
    pub fn last_day(&self) -> NaiveDate {
        self.now.date_at(0).succ_opt().unwrap_or(NaiveDate::MAX)
    }

    /// A row that was asked for.
    pub fn row(&self, kind: RecordKind, key: &str) -> Option<&Record> {
        self.rows.iter().find(|r| {
            let (k, name) = r.body.key(r.revision);
            k == kind && name == key
        })
    }
}

/// A row to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The op that it comes from.
    pub revision: OpId,
    /// Who wrote it.
    pub author: AccountId,
    /// What it says.
    pub body: Body,
}

/// A change to what reports hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldChange {
    /// A revision of a report holds this from now on.
    Open(Hold),
    /// A revision was decided.
    Close {
        /// The report.
        report: ReportId,
        /// Its revision.
        number: u32,
    },
}

/// What becomes of an op.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub result: OpResult,
    /// Whether the answer is for good: stored and said again to each resend.
    pub recorded: bool,
    /// Rows, in the order in which they get their versions.
    pub writes: Vec<Write>,
    /// What reports hold.
    pub holds: Vec<HoldChange>,
    /// Revisions to keep aside.
    pub replaced: Vec<Replaced>,
    /// The newest place in the conversation, where it moved.
    pub chat_seq: Option<u64>,
    /// The op itself is kept apart, for the operator.
    pub held: bool,
}

impl Outcome {
    fn new(result: OpResult, recorded: bool) -> Self {
        let (writes, holds, replaced) = (Vec::new(), Vec::new(), Vec::new());
        Self { result, recorded, writes, holds, replaced, chat_seq: None, held: false }
    }

    /// An answer that a resend may find changed.
    pub fn unrecorded(result: OpResult) -> Self {
        Self::new(result, false)
    }

    /// Refused for good.
    pub fn rejected(code: Code) -> Self {
        Self::new(OpResult::Rejected { code }, true)
    }

    /// Done, and nothing to write.
    pub fn applied() -> Self {
        Self::new(OpResult::Applied, true)
    }

    /// Stored beside what is newer.
    pub fn kept() -> Self {
        Self::new(OpResult::Kept, true)
    }

    /// Changes nothing; `worth`: it is kept apart.
    pub fn held(worth: bool) -> Self {
        Self { held: worth, ..Self::new(OpResult::Held, true) }
    }

    /// Writes a row in the name of the op's author.
    pub(super) fn write(mut self, cx: &Cx<'_>, body: Body) -> Self {
        self.writes.push(Write { revision: cx.op.op_id, author: cx.caller.account, body });
        self
    }
}
