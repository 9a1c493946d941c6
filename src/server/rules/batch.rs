//! A batch of ops in memory, for databases that are a network away.
//!
//! Such a backend asks [`needs`] once for everything that a batch depends on, fetches it in one go, lets
//! [`Batch::run`] decide op after op (each sees what those before it have done) and writes the
//! [`Changes`] in one go. What is written is what writing after each op would have left. SQLite lies in
//! the same process and goes on asking op by op, through [`super::wants`]: the suite holds both to the
//! same answers.

use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::op::Op;
use qadam_protocol::record::{Body, Record, RecordKind};
use qadam_protocol::sync::OpResult;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    Facts, Hold, HoldChange, Outcome, Packs, Prior, Refused, Replaced, RowKey, Wants, Write, decide,
    decide_again,
};
use crate::store::{Caller, Erased};

/// What a batch depends on within one scope. The counters of the scope always come along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// Answers to these ops and to what they stand on, where they were given already.
    pub ops: HashSet<OpId>,
    /// Rows by their names.
    pub rows: HashSet<RowKey>,
    /// All revisions of these reports and all decisions on them.
    pub reports: HashSet<ReportId>,
    /// Which reports hold these entries.
    pub holds: HashSet<EntryId>,
    /// Replaced revisions of entries, by the op that wrote them.
    pub replaced: HashSet<OpId>,
    /// The reading marks of the conversation.
    pub chat_read: bool,
    /// Whether anything was decided.
    pub decided: bool,
}

/// What a batch depends on, scope by scope, in the order of their ids: who locks them in this order waits
/// for nobody who waits for them.
pub fn needs(ops: &[Op]) -> BTreeMap<AccountId, Needs> {
    let mut all: BTreeMap<AccountId, Needs> = BTreeMap::new();
    for op in ops {
        let of = all.entry(op.scope).or_default();
        let wants = super::wants(op);
        of.ops.insert(op.op_id);
        of.ops.extend(op.base);
        of.rows.insert(RowKey::new(RecordKind::Member, String::new()));
        of.rows.extend(wants.rows);
        of.reports.extend(wants.report);
        of.holds.extend(wants.holds);
        of.replaced.extend(wants.replaced);
        of.chat_read |= wants.chat_read;
        of.decided |= wants.decided;
    }
    all
}

/// What a database has of [`Needs`].
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Newest version of the scope.
    pub version: u64,
    /// Newest place in the conversation.
    pub chat_seq: u64,
    /// Ops that were answered for good.
    pub priors: Vec<(OpId, Prior)>,
    /// Rows, also those of reports and reading marks.
    pub rows: Vec<Record>,
    /// What reports hold.
    pub holds: Vec<Hold>,
    /// Revisions that were kept aside.
    pub replaced: Vec<Replaced>,
    /// Something was decided.
    pub decided: bool,
    /// The caller was the mentor once.
    pub former: bool,
}

/// What a batch leaves to write in one scope.
#[derive(Debug)]
pub struct Changes {
    /// The scope.
    pub scope: AccountId,
    /// Its newest version, and place in the conversation, where a row was written.
    pub counters: Option<(u64, u64)>,
    /// Ops that were answered for good.
    pub ops: Vec<(OpId, Prior)>,
    /// Rows as they stand in the end, each once, with their versions.
    pub rows: Vec<Record>,
    /// Revisions of reports that were decided: what they hold is to be closed, before [`Self::holds`].
    pub closed: Vec<(ReportId, u32)>,
    /// Holds as they stand in the end, each once.
    pub holds: Vec<Hold>,
    /// Revisions to keep aside, where they are not there yet.
    pub replaced: Vec<Replaced>,
    /// Ops to keep for the operator.
    pub held: Vec<Op>,
}

/// A batch while it is decided.
#[derive(Debug)]
pub struct Batch<'a> {
    caller: &'a Caller,
    packs: &'a Packs,
    now: Millis,
    scopes: BTreeMap<AccountId, Held>,
    erased: BTreeMap<AccountId, Erased>,
    refused: Refused,
    settling: bool,
}

/// A scope as the batch has made it so far, and what differs from the database.
#[derive(Debug, Default)]
struct Held {
    version: u64,
    chat_seq: u64,
    priors: HashMap<OpId, Prior>,
    rows: HashMap<RecordKind, BTreeMap<String, Record>>,
    holds: HashMap<EntryId, Vec<Hold>>,
    replaced: HashMap<OpId, Replaced>,
    decided: bool,
    former: bool,
    for_operator: Vec<Op>,
    answered: Vec<OpId>,
    written: HashSet<RowKey>,
    closed: Vec<(ReportId, u32)>,
    opened: BTreeSet<(EntryId, ReportId, u32)>,
    aside: Vec<OpId>,
}

impl<'a> Batch<'a> {
    /// An empty one.
    pub fn new(caller: &'a Caller, packs: &'a Packs, now: Millis, settling: bool) -> Self {
        let (scopes, erased) = (BTreeMap::new(), BTreeMap::new());
        Self { caller, packs, now, scopes, erased, refused: Refused::default(), settling }
    }

    /// What the database has of a scope. One that is not there is not told of.
    pub fn know(&mut self, scope: AccountId, has: Snapshot) {
        let mut held = Held {
            version: has.version,
            chat_seq: has.chat_seq,
            priors: has.priors.into_iter().collect(),
            replaced: has.replaced.into_iter().map(|r| (r.revision, r)).collect(),
            decided: has.decided,
            former: has.former,
            ..Held::default()
        };
        for row in has.rows {
            held.put(row);
        }
        for hold in has.holds {
            held.hold(hold);
        }
        self.scopes.insert(scope, held);
    }

    /// Whether the database has this scope.
    pub fn knows(&self, scope: AccountId) -> bool {
        self.scopes.contains_key(&scope)
    }

    /// A scope that is not there because its participant was erased.
    pub fn gone(&mut self, who: Erased) {
        self.erased.insert(who.id, who);
    }

    /// Whether this op has its answer already.
    pub fn has_answered(&self, op: &Op) -> bool {
        self.scopes.get(&op.scope).is_some_and(|held| held.priors.contains_key(&op.op_id))
    }

    /// The answer to the next op.
    pub fn run(&mut self, op: &Op) -> OpResult {
        let hash = op.hash();
        let op = self.refused.on_what_stands(op);
        let result = self.one(&op, hash);
        self.refused.note(&op, &result);
        result
    }

    /// `hash`: over the op as it came.
    fn one(&mut self, op: &Op, hash: [u8; 32]) -> OpResult {
        let Some(held) = self.scopes.get_mut(&op.scope) else {
            let erased = self.erased.get(&op.scope).copied();
            let nothing = Facts { now: self.now, erased, ..Facts::default() };
            return decide(op, self.caller, self.packs, &nothing).result;
        };
        if let Some(prior) = held.priors.get(&op.op_id) {
            return decide_again(op, hash, self.caller, prior, &held.facts(&Wants::default(), self.now));
        }
        let base_unheard = op.base.is_some_and(|base| !held.priors.contains_key(&base));
        let facts =
            Facts { settling: self.settling, base_unheard, ..held.facts(&super::wants(op), self.now) };
        let outcome = decide(op, self.caller, self.packs, &facts);
        let result = outcome.result.clone();
        if outcome.recorded {
            let prior = Prior { hash, author: self.caller.account, result: result.clone() };
            held.priors.insert(op.op_id, prior);
            held.answered.push(op.op_id);
        }
        if outcome.held {
            held.for_operator.push(op.clone());
        }
        held.apply(outcome);
        result
    }

    /// What is to be written.
    pub fn changes(self) -> Vec<Changes> {
        self.scopes.into_iter().map(|(scope, held)| held.changes(scope)).collect()
    }
}

impl Held {
    fn put(&mut self, row: Record) -> RowKey {
        let (kind, key) = row.body.key(row.revision);
        self.rows.entry(kind).or_default().insert(key.clone(), row);
        RowKey::new(kind, key)
    }

    /// One row for an entry in a revision of a report: a later one takes its place.
    fn hold(&mut self, new: Hold) {
        let of = self.holds.entry(new.item.entry).or_default();
        of.retain(|h| (h.report, h.number) != (new.report, new.number));
        of.push(new);
    }

    fn row(&self, key: &RowKey) -> Option<&Record> {
        self.rows.get(&key.kind)?.get(&key.key)
    }

    fn facts(&self, wants: &Wants, now: Millis) -> Facts {
        let member = self.row(&RowKey::new(RecordKind::Member, String::new()));
        let member = member.and_then(|r| match &r.body {
            Body::Member(m) => Some((m.clone(), r.revision)),
            _ => None,
        });
        let mut rows: Vec<Record> = wants.rows.iter().filter_map(|key| self.row(key)).cloned().collect();
        if let Some(report) = wants.report {
            let prefix = format!("{report}/");
            for kind in [RecordKind::Report, RecordKind::Decision] {
                let of = self.rows.get(&kind).into_iter().flat_map(|of| of.range(prefix.clone()..));
                rows.extend(of.take_while(|(key, _)| key.starts_with(&prefix)).map(|(_, r)| r.clone()));
            }
        }
        if wants.chat_read {
            rows.extend(self.rows.get(&RecordKind::ChatRead).into_iter().flat_map(BTreeMap::values).cloned());
        }
        Facts {
            now,
            erased: None,
            settling: false,
            base_unheard: false,
            member,
            former: self.former,
            chat_seq: self.chat_seq,
            rows,
            holds: wants.holds.iter().filter_map(|e| self.holds.get(e)).flatten().copied().collect(),
            replaced: wants.replaced.iter().filter_map(|r| self.replaced.get(r)).cloned().collect(),
            decided: wants.decided && self.decided,
        }
    }

    fn apply(&mut self, outcome: Outcome) {
        if !outcome.writes.is_empty() {
            self.chat_seq = outcome.chat_seq.unwrap_or(self.chat_seq);
        }
        for Write { revision, author, body } in outcome.writes {
            self.version = self.version.saturating_add(1);
            self.decided |= matches!(body, Body::Decision(_));
            let key = self.put(Record { version: self.version, revision, author, body });
            self.written.insert(key);
        }
        for change in outcome.holds {
            match change {
                HoldChange::Open(hold) => {
                    self.hold(hold);
                    self.opened.insert((hold.item.entry, hold.report, hold.number));
                }
                HoldChange::Close { report, number } => {
                    let of = self.holds.values_mut().flatten();
                    of.filter(|h| h.report == report && h.number == number).for_each(|h| h.open = false);
                    self.closed.push((report, number));
                }
            }
        }
        for old in outcome.replaced {
            if !self.replaced.contains_key(&old.revision) {
                self.aside.push(old.revision);
                self.replaced.insert(old.revision, old);
            }
        }
    }

    fn changes(mut self, scope: AccountId) -> Changes {
        let rows: Vec<Record> = self.written.iter().filter_map(|key| self.row(key)).cloned().collect();
        let opened = |h: &Hold| self.opened.contains(&(h.item.entry, h.report, h.number));
        let holds = self.holds.values().flatten().copied().filter(opened).collect();
        Changes {
            scope,
            counters: (!rows.is_empty()).then_some((self.version, self.chat_seq)),
            ops: self.answered.iter().filter_map(|id| Some((*id, self.priors.remove(id)?))).collect(),
            rows,
            closed: self.closed,
            holds,
            replaced: self.aside.iter().filter_map(|r| self.replaced.remove(r)).collect(),
            held: self.for_operator,
        }
    }
}
