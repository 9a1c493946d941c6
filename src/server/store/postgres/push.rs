//! Ops in: everything that a batch depends on in one round trip, everything that it leaves in another.

use qadam_domain::report::Item;
use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::account::Role;
use qadam_protocol::op::Op;
use qadam_protocol::record::{Record, RecordKind};
use qadam_protocol::sync::{OpAck, Stamp};
use qadam_protocol::wire::write_body;
use tokio_postgres::{Row, Statement};

use super::link::{Answers, Line, Link, values};
use super::map::{self, Result, body, get, hash, json, number, record, small};
use super::{devices, erase, moving};
use crate::rules::{self, Batch, Changes, Hold, Needs, Ops, Packs, Prior, Replaced, Snapshot};
use crate::store::Caller;
use crate::store::values::{int, to_json};

/// Whoever writes for a participant holds this row: of two, the second reads what the first has committed.
pub(super) const LOCK: &str = "SELECT version, chat_seq FROM scope WHERE id = $1 FOR UPDATE";
const PRIORS: &str = "SELECT op_id, hash, author, result FROM op WHERE scope = $1 AND op_id = ANY($2)";
const ROWS: &str = "SELECT r.version, r.revision, r.author, r.body
    FROM unnest($2::text[], $3::bytea[]) AS w (kind, key)
    JOIN record r ON r.kind = w.kind AND r.key = w.key WHERE r.scope = $1";
const REPORTS: &str = "SELECT r.version, r.revision, r.author, r.body
    FROM unnest($2::text[], $3::bytea[], $4::bytea[]) AS w (kind, low, high)
    JOIN record r ON r.kind = w.kind AND r.key >= w.low AND r.key < w.high WHERE r.scope = $1";
const OF_KIND: &str = "SELECT version, revision, author, body FROM record WHERE scope = $1 AND kind = $2";
const ANY_OF_KIND: &str = "SELECT EXISTS (SELECT 1 FROM record WHERE scope = $1 AND kind = $2)";
const HOLDS: &str =
    "SELECT entry, revision, report, number, open FROM hold WHERE scope = $1 AND entry = ANY($2)";
const REPLACED: &str =
    "SELECT revision, author, body FROM old_revision WHERE scope = $1 AND revision = ANY($2)";

const ADD_OPS: &str = "INSERT INTO op (scope, op_id, hash, author, result, at)
    SELECT $1::uuid, o.op_id, o.hash, $2::uuid, o.result, $3::bigint
    FROM unnest($4::uuid[], $5::bytea[], $6::text[]) AS o (op_id, hash, result)";
const PUT_ROWS: &str = "INSERT INTO record (scope, kind, key, version, revision, author, body)
    SELECT $1::uuid, r.kind, r.key, r.version, r.revision, r.author, r.body
    FROM unnest($2::text[], $3::bytea[], $4::bigint[], $5::uuid[], $6::uuid[], $7::bytea[])
        AS r (kind, key, version, revision, author, body)
    ON CONFLICT (scope, kind, key) DO UPDATE SET version = excluded.version,
        revision = excluded.revision, author = excluded.author, body = excluded.body";
const COUNT: &str = "UPDATE scope SET version = $2, chat_seq = $3 WHERE id = $1";
const CLOSE: &str = "UPDATE hold SET open = false FROM unnest($2::uuid[], $3::bigint[]) AS c (report, number)
    WHERE hold.scope = $1 AND hold.report = c.report AND hold.number = c.number";
const HOLD: &str = "INSERT INTO hold (scope, entry, report, number, revision, open)
    SELECT $1::uuid, h.entry, h.report, h.number, h.revision, h.open
    FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::boolean[])
        AS h (entry, report, number, revision, open)
    ON CONFLICT (scope, entry, report, number) DO UPDATE SET revision = excluded.revision, open = excluded.open";
const KEEP_ASIDE: &str = "INSERT INTO old_revision (scope, revision, author, body)
    SELECT $1::uuid, r.revision, r.author, r.body
    FROM unnest($2::uuid[], $3::uuid[], $4::bytea[]) AS r (revision, author, body)
    ON CONFLICT (scope, revision) DO NOTHING";

pub(super) async fn push(
    link: &Link,
    packs: &Packs,
    caller: &Caller,
    ops: &[Op],
    stamp: Option<Stamp>,
    now: Millis,
) -> Result<(Vec<OpAck>, Option<u64>)> {
    let needs = rules::needs(ops);
    let (ask, write) = (Ask::ready(link).await?, Write::ready(link).await?);
    let [restored, mark, set_mark] = link.ready([map::RESTORED, devices::MARK, devices::SET_MARK]).await?;
    let mut line = link.begin("BEGIN")?;
    line.query(&restored, values![]);
    for scope in needs.keys() {
        line.query(&ask.lock, values![scope.0]);
    }
    for (scope, of) in &needs {
        ask.all(&mut line, *scope, of);
        if caller.role == Role::Mentor {
            line.query(&ask.was_mentor, values![scope.0, caller.account.0]);
        }
    }
    if stamp.is_some() {
        line.query(&mark, values![caller.account.0, caller.device.0]);
    }
    let mut answers = line.run().await?;
    let settling = rules::is_settling(map::restored(&answers.next()?)?, now);
    let mut batch = Batch::new(caller, packs, now, settling);
    let locked: Vec<Vec<Row>> = needs.keys().map(|_| answers.next()).collect::<Result<_>>()?;
    for ((scope, of), counters) in needs.iter().zip(locked) {
        let has = read(of, &mut answers)?;
        let former = caller.role == Role::Mentor && !answers.next()?.is_empty();
        if let Some(r) = counters.first() {
            batch.know(*scope, Snapshot { version: number(r, 0)?, chat_seq: number(r, 1)?, former, ..has });
        }
    }
    let mark = if stamp.is_some() { devices::mark(&answers.next()?)? } else { None };
    answers.end()?;
    // Rare, so it is asked for only where somebody is missing.
    let missing: Vec<_> = needs.keys().filter(|scope| !batch.knows(**scope)).map(|scope| scope.0).collect();
    if !missing.is_empty() {
        for row in link.query(erase::ERASED, values![missing]).await? {
            batch.gone(erase::read(&row)?);
        }
    }
    let known: Vec<bool> = ops.iter().map(|op| batch.has_answered(op)).collect();
    let are = Ops { known: known.contains(&true), new: known.contains(&false) };
    // A restored database knows older messages.
    let is_copy = !settling && stamp.is_some_and(|stamp| rules::is_copy(mark, stamp, are));
    let mut answer = |(op, known): (&Op, bool)| {
        let result = if is_copy && !known { rules::wait_for_split() } else { batch.run(op) };
        OpAck { op_id: op.op_id, result }
    };
    let acks: Vec<OpAck> = ops.iter().zip(known.iter().copied()).map(&mut answer).collect();
    let left = ops.iter().zip(known).any(|(op, known)| !known && batch.has_answered(op));

    let mut line = link.line()?;
    let new = stamp.filter(|_| !is_copy).and_then(|stamp| rules::marked(mark, stamp, left));
    if let Some(new) = new {
        line.query(&set_mark, values![caller.account.0, caller.device.0, int(new.before), int(new.present)]);
    }
    for changes in batch.changes() {
        write.all(&mut line, &changes, now)?;
    }
    line.commit().await?;
    let follow = new.or(mark).map(|m| m.present).filter(|_| stamp.is_some() && !is_copy);
    Ok((acks, follow))
}

/// What is asked of each scope.
struct Ask {
    lock: Statement,
    priors: Statement,
    rows: Statement,
    reports: Statement,
    of_kind: Statement,
    any_of_kind: Statement,
    holds: Statement,
    replaced: Statement,
    was_mentor: Statement,
}

impl Ask {
    async fn ready(link: &Link) -> Result<Self> {
        let all = [LOCK, PRIORS, ROWS, REPORTS, OF_KIND, ANY_OF_KIND, HOLDS, REPLACED, moving::WAS_MENTOR];
        let [lock, priors, rows, reports, of_kind, any_of_kind, holds, replaced, was_mentor] =
            link.ready(all).await?;
        Ok(Self { lock, priors, rows, reports, of_kind, any_of_kind, holds, replaced, was_mentor })
    }

    /// In the order in which [`read`] takes the answers.
    fn all(&self, line: &mut Line<'_>, scope: AccountId, of: &Needs) {
        let scope = scope.0;
        let ids = |all: &mut dyn Iterator<Item = uuid::Uuid>| all.collect::<Vec<_>>();
        line.query(&self.priors, values![scope, ids(&mut of.ops.iter().map(|id| id.0))]);
        let (kinds, keys): (Vec<&str>, Vec<Vec<u8>>) =
            of.rows.iter().map(|row| (row.kind.as_str(), row.key.clone().into_bytes())).unzip();
        line.query(&self.rows, values![scope, kinds, keys]);
        if !of.reports.is_empty() {
            let (mut kinds, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
            for report in &of.reports {
                for kind in [RecordKind::Report, RecordKind::Decision] {
                    kinds.push(kind.as_str());
                    // No sign of a key sorts above `~`.
                    low.push(format!("{report}/").into_bytes());
                    high.push(format!("{report}/~").into_bytes());
                }
            }
            line.query(&self.reports, values![scope, kinds, low, high]);
        }
        if of.chat_read {
            line.query(&self.of_kind, values![scope, RecordKind::ChatRead.as_str()]);
        }
        if of.decided {
            line.query(&self.any_of_kind, values![scope, RecordKind::Decision.as_str()]);
        }
        if !of.holds.is_empty() {
            line.query(&self.holds, values![scope, ids(&mut of.holds.iter().map(|id| id.0))]);
        }
        if !of.replaced.is_empty() {
            line.query(&self.replaced, values![scope, ids(&mut of.replaced.iter().map(|id| id.0))]);
        }
    }
}

fn read(of: &Needs, answers: &mut Answers) -> Result<Snapshot> {
    let mut has = Snapshot::default();
    for r in answers.next()? {
        let prior = Prior { hash: hash(&r, 1)?, author: map::account(&r, 2)?, result: json(&r, 3)? };
        has.priors.push((OpId(get(&r, 0)?), prior));
    }
    let mut rows = answers.next()?;
    for asked in [!of.reports.is_empty(), of.chat_read] {
        if asked {
            rows.extend(answers.next()?);
        }
    }
    has.rows = rows.iter().map(record).collect::<Result<_>>()?;
    if of.decided {
        has.decided = answers.next()?.first().map_or(Ok(false), |r| get(r, 0))?;
    }
    if !of.holds.is_empty() {
        for r in answers.next()? {
            has.holds.push(Hold {
                item: Item { entry: EntryId(get(&r, 0)?), revision: OpId(get(&r, 1)?) },
                report: ReportId(get(&r, 2)?),
                number: small(&r, 3)?,
                open: get(&r, 4)?,
            });
        }
    }
    if !of.replaced.is_empty() {
        for r in answers.next()? {
            let (revision, author) = (OpId(get(&r, 0)?), map::account(&r, 1)?);
            has.replaced.push(Replaced { revision, author, body: body(&r, 2)? });
        }
    }
    Ok(has)
}

/// What is written for each scope.
struct Write {
    ops: Statement,
    rows: Statement,
    count: Statement,
    close: Statement,
    hold: Statement,
    aside: Statement,
    hold_back: Statement,
}

impl Write {
    async fn ready(link: &Link) -> Result<Self> {
        let all = [ADD_OPS, PUT_ROWS, COUNT, CLOSE, HOLD, KEEP_ASIDE, moving::HOLD_BACK];
        let [ops, rows, count, close, hold, aside, hold_back] = link.ready(all).await?;
        Ok(Self { ops, rows, count, close, hold, aside, hold_back })
    }

    fn all(&self, line: &mut Line<'_>, changes: &Changes, now: Millis) -> Result<()> {
        let scope = changes.scope.0;
        if let Some((_, first)) = changes.ops.first() {
            // One caller a batch: all its ops have one author.
            let author = first.author.0;
            let (mut ids, mut hashes, mut results) = (Vec::new(), Vec::new(), Vec::new());
            for (id, prior) in &changes.ops {
                ids.push(id.0);
                hashes.push(prior.hash.to_vec());
                results.push(to_json(&prior.result)?);
            }
            line.query(&self.ops, values![scope, author, now.0, ids, hashes, results]);
        }
        if let Some(counters) = changes.counters {
            put(line, &self.rows, &self.count, changes.scope, &changes.rows, counters);
        }
        if !changes.closed.is_empty() {
            let (reports, numbers): (Vec<_>, Vec<_>) =
                changes.closed.iter().map(|(report, number)| (report.0, i64::from(*number))).unzip();
            line.query(&self.close, values![scope, reports, numbers]);
        }
        if !changes.holds.is_empty() {
            let of = &changes.holds;
            let entries: Vec<_> = of.iter().map(|h| h.item.entry.0).collect();
            let reports: Vec<_> = of.iter().map(|h| h.report.0).collect();
            let numbers: Vec<_> = of.iter().map(|h| i64::from(h.number)).collect();
            let revisions: Vec<_> = of.iter().map(|h| h.item.revision.0).collect();
            let open: Vec<_> = of.iter().map(|h| h.open).collect();
            line.query(&self.hold, values![scope, entries, reports, numbers, revisions, open]);
        }
        if !changes.replaced.is_empty() {
            let of = &changes.replaced;
            let revisions: Vec<_> = of.iter().map(|r| r.revision.0).collect();
            let authors: Vec<_> = of.iter().map(|r| r.author.0).collect();
            let bodies: Vec<_> = of.iter().map(|r| write_body(&r.body)).collect();
            line.query(&self.aside, values![scope, revisions, authors, bodies]);
        }
        // They are among the ops that were answered, so there is an author.
        if let (false, Some((_, first))) = (changes.held.is_empty(), changes.ops.first()) {
            let ids: Vec<_> = changes.held.iter().map(|op| op.op_id.0).collect();
            let ops: Vec<String> = changes.held.iter().map(to_json).collect::<crate::store::Result<_>>()?;
            line.query(&self.hold_back, values![scope, first.author.0, now.0, ids, ops]);
        }
        Ok(())
    }
}

/// Rows of a scope with their versions, and its counters after them.
fn put(
    line: &mut Line<'_>,
    statement: &Statement,
    count: &Statement,
    scope: AccountId,
    rows: &[Record],
    (version, chat_seq): (u64, u64),
) {
    let (mut kinds, mut keys, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut revisions, mut authors, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let (kind, key) = row.body.key(row.revision);
        kinds.push(kind.as_str());
        keys.push(key.into_bytes());
        versions.push(int(row.version));
        revisions.push(row.revision.0);
        authors.push(row.author.0);
        bodies.push(write_body(&row.body));
    }
    line.query(statement, values![scope.0, kinds, keys, versions, revisions, authors, bodies]);
    line.query(count, values![scope.0, int(version), int(chat_seq)]);
}

/// One row with the scope's next version, for what is no op. Within a transaction that has locked the scope.
pub(super) async fn put_one(link: &Link, scope: AccountId, row: Record, chat_seq: u64) -> Result<()> {
    let [rows, count] = link.ready([PUT_ROWS, COUNT]).await?;
    let mut line = link.line()?;
    let counters = (row.version, chat_seq);
    put(&mut line, &rows, &count, scope, &[row], counters);
    line.run().await.map(|_| ())
}
