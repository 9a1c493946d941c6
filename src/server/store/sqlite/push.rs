//! Ops in: fetch what the rules ask for, write what they decide.

use qadam_domain::report::Item;
use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::account::Role;
use qadam_protocol::op::Op;
use qadam_protocol::record::{Body, Member, Record, RecordKind};
use qadam_protocol::sync::{OpAck, OpResult, Stamp};
use qadam_protocol::wire::write_body;
use rusqlite::{Connection, OptionalExtension, params};

use super::map::{RECORD, body, err, id, json, number, record};
use super::{devices, erase, moving};
use crate::rules::{self, Facts, Hold, HoldChange, Ops, Packs, Prior, Refused, Replaced, Wants, Write};
use crate::store::values::{int, to_json};
use crate::store::{Caller, Result};

pub(super) fn push(
    conn: &Connection,
    packs: &Packs,
    caller: &Caller,
    ops: &[Op],
    stamp: Option<Stamp>,
    (now, settling): (Millis, bool),
) -> Result<(Vec<OpAck>, Option<u64>)> {
    let all = |ops: &[Op]| all(conn, packs, caller, ops, (now, settling));
    let Some(stamp) = stamp else { return Ok((all(ops)?.0, None)) };
    let mark = devices::mark(conn, caller)?;
    let known = ops
        .iter()
        .map(|op| prior(conn, op.scope, op.op_id).map(|p| p.is_some()))
        .collect::<Result<Vec<_>>>()?;
    let are = Ops { known: known.contains(&true), new: known.contains(&false) };
    // A restored database knows older messages.
    if !settling && rules::is_copy(mark, stamp, are) {
        let answer = |(op, known): (&Op, bool)| match known {
            true => Ok(all(std::slice::from_ref(op))?.0),
            false => Ok(vec![OpAck { op_id: op.op_id, result: rules::wait_for_split() }]),
        };
        return Ok((ops.iter().zip(known).map(answer).collect::<Result<Vec<_>>>()?.concat(), None));
    }
    let (acks, left) = all(ops)?;
    let new = rules::marked(mark, stamp, left);
    if let Some(mark) = new {
        devices::set_mark(conn, caller, mark)?;
    }
    Ok((acks, new.or(mark).map(|m| m.present)))
}

/// The answers, and whether one is kept that was not there before.
fn all(
    conn: &Connection,
    packs: &Packs,
    caller: &Caller,
    ops: &[Op],
    (now, settling): (Millis, bool),
) -> Result<(Vec<OpAck>, bool)> {
    let (mut refused, mut left) = (Refused::default(), false);
    let acks = ops.iter().map(|op| {
        let hash = op.hash();
        let op = refused.on_what_stands(op);
        let (result, recorded) = one(conn, packs, caller, &op, hash, (now, settling))?;
        left |= recorded;
        refused.note(&op, &result);
        Ok(OpAck { op_id: op.op_id, result })
    });
    let acks = acks.collect::<Result<_>>()?;
    Ok((acks, left))
}

/// The answer, and whether it is kept as of now. `hash`: over the op as it came.
fn one(
    conn: &Connection,
    packs: &Packs,
    caller: &Caller,
    op: &Op,
    hash: [u8; 32],
    (now, settling): (Millis, bool),
) -> Result<(OpResult, bool)> {
    let Some(scope) = scope(conn, op.scope)? else {
        let erased = erase::of(conn, op.scope)?;
        let nothing = Facts { now, erased, ..Facts::default() };
        return Ok((rules::decide(op, caller, packs, &nothing).result, false));
    };
    let mut facts = Facts {
        now,
        settling,
        chat_seq: scope.chat_seq,
        member: member(conn, op.scope)?,
        ..Facts::default()
    };
    if caller.role == Role::Mentor && facts.member.as_ref().is_some_and(|(m, _)| m.mentor != caller.account) {
        facts.former = moving::was_mentor(conn, op.scope, caller.account)?;
    }
    let hash = keyed(conn, op.scope, hash)?;
    if let (true, Some(base)) = (settling, op.base) {
        facts.base_unheard = prior(conn, op.scope, base)?.is_none();
    }
    if let Some(prior) = prior(conn, op.scope, op.op_id)? {
        return Ok((rules::decide_again(op, hash, caller, &prior, &facts), false));
    }
    fetch(conn, op.scope, &rules::wants(op), &mut facts)?;
    let outcome = rules::decide(op, caller, packs, &facts);
    if outcome.recorded {
        let result = to_json(&outcome.result)?;
        conn.prepare_cached(
            "INSERT INTO op (scope, op_id, hash, author, result, at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .and_then(|mut s| {
            let (scope, op_id, author) = (op.scope.bytes(), op.op_id.bytes(), caller.account.bytes());
            s.execute(params![scope, op_id, hash, author, result, now.0])
        })
        .map_err(|e| err(&e))?;
    }
    if outcome.held {
        moving::hold(conn, op, caller.account, now)?;
    }
    write(conn, op.scope, &scope, &outcome.writes, outcome.chat_seq)?;
    hold(conn, op.scope, &outcome.holds)?;
    keep_aside(conn, op.scope, &outcome.replaced)?;
    Ok((outcome.result, outcome.recorded))
}

/// Counters of a scope.
pub(super) struct Scope {
    pub(super) version: u64,
    pub(super) chat_seq: u64,
}

pub(super) fn scope(conn: &Connection, scope: AccountId) -> Result<Option<Scope>> {
    conn.prepare_cached("SELECT version, chat_seq FROM scope WHERE id = ?")
        .and_then(|mut s| {
            s.query_row([scope.bytes()], |r| Ok(Scope { version: number(r, 0)?, chat_seq: number(r, 1)? }))
                .optional()
        })
        .map_err(|e| err(&e))
}

pub(super) fn member(conn: &Connection, scope: AccountId) -> Result<Option<(Member, OpId)>> {
    let row = row(conn, scope, RecordKind::Member, "")?;
    Ok(row.and_then(|r| match r.body {
        Body::Member(m) => Some((m, r.revision)),
        _ => None,
    }))
}

/// The hash of an op as it is kept: whoever has a copy of the database alone cannot try guesses against it.
fn keyed(conn: &Connection, scope: AccountId, hash: [u8; 32]) -> Result<[u8; 32]> {
    conn.prepare_cached("SELECT keyed(?1, ?2)")
        .and_then(|mut s| s.query_row(params![scope.bytes(), hash], |r| r.get(0)))
        .map_err(|e| err(&e))
}

fn prior(conn: &Connection, scope: AccountId, op: OpId) -> Result<Option<Prior>> {
    conn.prepare_cached("SELECT hash, author, result FROM op WHERE scope = ? AND op_id = ?")
        .and_then(|mut s| {
            s.query_row([scope.bytes(), op.bytes()], |r| {
                Ok(Prior { hash: r.get(0)?, author: AccountId(id(r, 1)?), result: json(r, 2)? })
            })
            .optional()
        })
        .map_err(|e| err(&e))
}

fn row(conn: &Connection, scope: AccountId, kind: RecordKind, key: &str) -> Result<Option<Record>> {
    conn.prepare_cached(&format!("SELECT {RECORD} FROM record WHERE scope = ? AND kind = ? AND key = ?"))
        .and_then(|mut s| s.query_row(params![scope.bytes(), kind.as_str(), key], record).optional())
        .map_err(|e| err(&e))
}

/// All rows of a kind whose keys begin with `prefix`; no sign of a key sorts above `~`.
fn rows(conn: &Connection, scope: AccountId, kind: RecordKind, prefix: &str) -> Result<Vec<Record>> {
    let sql = format!("SELECT {RECORD} FROM record WHERE scope = ? AND kind = ? AND key >= ? AND key < ?");
    conn.prepare_cached(&sql)
        .and_then(|mut s| {
            let end = format!("{prefix}~");
            s.query_map(params![scope.bytes(), kind.as_str(), prefix, end], record)?.collect()
        })
        .map_err(|e| err(&e))
}

fn fetch(conn: &Connection, scope: AccountId, wants: &Wants, facts: &mut Facts) -> Result<()> {
    for key in &wants.rows {
        facts.rows.extend(row(conn, scope, key.kind, &key.key)?);
    }
    if let Some(report) = wants.report {
        for kind in [RecordKind::Report, RecordKind::Decision] {
            facts.rows.extend(rows(conn, scope, kind, &format!("{report}/"))?);
        }
    }
    if wants.chat_read {
        facts.rows.extend(rows(conn, scope, RecordKind::ChatRead, "")?);
    }
    if wants.decided {
        let sql = "SELECT EXISTS (SELECT 1 FROM record WHERE scope = ? AND kind = ?)";
        facts.decided = conn
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_row(params![scope.bytes(), RecordKind::Decision.as_str()], |r| r.get(0))
            })
            .map_err(|e| err(&e))?;
    }
    for entry in &wants.holds {
        facts.holds.extend(holds(conn, scope, *entry)?);
    }
    for revision in &wants.replaced {
        facts.replaced.extend(replaced(conn, scope, *revision)?);
    }
    Ok(())
}

fn holds(conn: &Connection, scope: AccountId, entry: EntryId) -> Result<Vec<Hold>> {
    conn.prepare_cached("SELECT revision, report, number, open FROM hold WHERE scope = ? AND entry = ?")
        .and_then(|mut s| {
            s.query_map([scope.bytes(), entry.bytes()], |r| {
                Ok(Hold {
                    item: Item { entry, revision: OpId(id(r, 0)?) },
                    report: ReportId(id(r, 1)?),
                    number: r.get(2)?,
                    open: r.get(3)?,
                })
            })?
            .collect()
        })
        .map_err(|e| err(&e))
}

fn replaced(conn: &Connection, scope: AccountId, revision: OpId) -> Result<Option<Replaced>> {
    conn.prepare_cached(
        "SELECT author, opened(scope, body) FROM old_revision WHERE scope = ? AND revision = ?",
    )
    .and_then(|mut s| {
        s.query_row([scope.bytes(), revision.bytes()], |r| {
            Ok(Replaced { revision, author: AccountId(id(r, 0)?), body: body(r, 1)? })
        })
        .optional()
    })
    .map_err(|e| err(&e))
}

/// Writes rows, each with the scope's next version.
pub(super) fn write(
    conn: &Connection,
    scope: AccountId,
    counters: &Scope,
    writes: &[Write],
    chat_seq: Option<u64>,
) -> Result<()> {
    if writes.is_empty() {
        return Ok(());
    }
    let mut version = counters.version;
    let mut insert = conn
        .prepare_cached(
            "INSERT INTO record (scope, kind, key, version, revision, author, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, sealed(?1, ?7))
             ON CONFLICT (scope, kind, key) DO UPDATE SET version = excluded.version,
                 revision = excluded.revision, author = excluded.author, body = excluded.body",
        )
        .map_err(|e| err(&e))?;
    for w in writes {
        version = version.saturating_add(1);
        let (kind, key) = w.body.key(w.revision);
        let (body, revision, author) = (write_body(&w.body), w.revision.bytes(), w.author.bytes());
        insert
            .execute(params![scope.bytes(), kind.as_str(), key, int(version), revision, author, body])
            .map_err(|e| err(&e))?;
    }
    conn.prepare_cached("UPDATE scope SET version = ?2, chat_seq = ?3 WHERE id = ?1")
        .and_then(|mut s| {
            let chat_seq = chat_seq.unwrap_or(counters.chat_seq);
            s.execute(params![scope.bytes(), int(version), int(chat_seq)])
        })
        .map(|_| ())
        .map_err(|e| err(&e))
}

fn hold(conn: &Connection, scope: AccountId, changes: &[HoldChange]) -> Result<()> {
    for change in changes {
        let done = match change {
            HoldChange::Open(h) => conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO hold (scope, entry, report, number, revision, open)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )
                .and_then(|mut s| {
                    let (entry, revision) = (h.item.entry.bytes(), h.item.revision.bytes());
                    s.execute(params![scope.bytes(), entry, h.report.bytes(), h.number, revision, h.open])
                }),
            HoldChange::Close { report, number } => conn
                .prepare_cached("UPDATE hold SET open = 0 WHERE scope = ? AND report = ? AND number = ?")
                .and_then(|mut s| s.execute(params![scope.bytes(), report.bytes(), number])),
        };
        done.map_err(|e| err(&e))?;
    }
    Ok(())
}

fn keep_aside(conn: &Connection, scope: AccountId, replaced: &[Replaced]) -> Result<()> {
    for r in replaced {
        let body = write_body(&r.body);
        conn.prepare_cached(
            "INSERT OR IGNORE INTO old_revision (scope, revision, author, body)
             VALUES (?1, ?2, ?3, sealed(?1, ?4))",
        )
        .and_then(|mut s| s.execute(params![scope.bytes(), r.revision.bytes(), r.author.bytes(), body]))
        .map_err(|e| err(&e))?;
    }
    Ok(())
}
