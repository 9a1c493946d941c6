//! What waits to be sent, and what the server said of it.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::{Code, Op, OpResult, Payload};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;

use crate::apply;
use crate::error::StoreResult;
use crate::sql;

/// An op in the outbox.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The op.
    pub op: Op,
    /// When it was made.
    pub made_at: Millis,
    /// Where it stands.
    pub state: State,
}

/// Where an op stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for its turn.
    Waiting,
    /// Waits for another one that was refused or waits.
    Behind,
    /// Refused; a person must act.
    Refused(Code),
}

/// Counts for the chip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting to be sent, what only says "read" or "seen" left out.
    pub waiting: u32,
    /// Waiting to be sent, all of them.
    pub all: u32,
    /// Refused.
    pub refused: u32,
}

/// Counts what waits.
pub fn counts(conn: &Connection) -> StoreResult<Counts> {
    let mut c = Counts::default();
    let mut stmt = conn.prepare_cached(
        "SELECT state, kind IN ('chat_read', 'report_seen') AS quiet, count(*) AS n
         FROM outbox WHERE state IN ('waiting', 'refused') GROUP BY 1, 2",
    )?;
    let rows =
        stmt.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, bool>(1)?, r.get::<_, u32>(2)?)))?;
    for row in rows {
        let (state, quiet, n) = row?;
        if state == "refused" {
            c.refused += n;
        } else {
            c.all += n;
            if !quiet {
                c.waiting += n;
            }
        }
    }
    Ok(c)
}

/// Waiting and refused ops in the order they were made, at most `limit`.
pub fn list(conn: &Connection, limit: u32) -> StoreResult<Vec<Waiting>> {
    let mut stmt = conn.prepare_cached(
        "SELECT op, made_at, state, code FROM outbox WHERE state IN ('waiting', 'refused') ORDER BY seq LIMIT ?1",
    )?;
    let rows = stmt.query_map([limit], |r| {
        Ok((
            r.get::<_, String>(0)?,
            Millis(r.get(1)?),
            r.get::<_, String>(2)?,
            r.get::<_, Option<String>>(3)?,
        ))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (op, made_at, state, code) = row?;
        let state = if state == "refused" { State::Refused(read_code(code)) } else { State::Waiting };
        out.push(Waiting { op: serde_json::from_str(&op)?, made_at, state });
    }
    let mut stuck: HashSet<OpId> = HashSet::new();
    for w in &mut out {
        match w.state {
            State::Refused(_) => {
                stuck.insert(w.op.op_id);
            }
            _ if depends(&w.op, &stuck) => {
                w.state = State::Behind;
                stuck.insert(w.op.op_id);
            }
            _ => {}
        }
    }
    Ok(out)
}

/// Whether an op must wait for one of these.
fn depends(op: &Op, stuck: &HashSet<OpId>) -> bool {
    op.base.is_some_and(|b| stuck.contains(&b))
        || matches!(&op.payload, Payload::ReportSubmit(r) if r.items.iter().any(|i| stuck.contains(&i.revision)))
}

/// The next ops to send, in order: at most `ops` of them and about `bytes` of JSON. What depends on a
/// refused op stays behind; what does not goes on. Scopes in `closed` may not leave the phone yet.
pub fn batch(conn: &Connection, ops: usize, bytes: usize, closed: &[AccountId]) -> StoreResult<Vec<Op>> {
    let mut stuck: HashSet<OpId> = HashSet::new();
    let mut stmt = conn.prepare_cached("SELECT op_id FROM outbox WHERE state = 'refused'")?;
    for id in stmt.query_map([], |r| sql::uuid(r, "op_id"))? {
        stuck.insert(OpId(id?));
    }
    let mut stmt = conn.prepare_cached("SELECT op FROM outbox WHERE state = 'waiting' ORDER BY seq")?;
    let mut rows = stmt.query([])?;
    let (mut out, mut size) = (Vec::new(), 0usize);
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        let op: Op = serde_json::from_str(&text)?;
        if closed.contains(&op.scope) || depends(&op, &stuck) {
            stuck.insert(op.op_id);
            continue;
        }
        size += text.len();
        if !out.is_empty() && (out.len() >= ops || size > bytes) {
            break;
        }
        out.push(op);
    }
    Ok(out)
}

/// Takes the server's answer to an op in. True: the op left the outbox.
pub fn ack(tx: &Transaction<'_>, op: OpId, result: &OpResult, at: Millis) -> StoreResult<bool> {
    let found = tx
        .query_row(
            "SELECT scope, kind, key FROM outbox WHERE op_id = ?1 AND state <> 'done'",
            [op.bytes()],
            |r| Ok((sql::uuid(r, "scope")?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)),
        )
        .optional()?;
    let Some((scope, kind, key)) = found else { return Ok(false) };
    let scope = AccountId(scope);
    match result {
        OpResult::Applied | OpResult::Kept | OpResult::Held | OpResult::Erased => {
            tx.execute(
                "UPDATE outbox SET state = 'done', done_at = ?2, code = NULL WHERE op_id = ?1",
                params![op.bytes(), at.0],
            )?;
            if last_of(tx, scope, &kind, &key)? {
                if *result == OpResult::Applied {
                    apply::forget(tx, scope, &kind, &key)?;
                } else {
                    apply::restore(tx, scope, &kind, &key, op)?;
                }
            }
            Ok(true)
        }
        OpResult::Rejected { code } => {
            refuse(tx, op, *code)?;
            Ok(false)
        }
        OpResult::Retry { .. } => Ok(false),
    }
}

/// An op is refused: a person must act.
pub(crate) fn refuse(tx: &Transaction<'_>, op: OpId, code: Code) -> StoreResult<()> {
    tx.execute(
        "UPDATE outbox SET state = 'refused', code = ?2 WHERE op_id = ?1",
        params![op.bytes(), write_code(code)],
    )?;
    Ok(())
}

/// A refused op is tried again.
pub fn retry(tx: &Transaction<'_>, op: OpId) -> StoreResult<bool> {
    let n = tx.execute(
        "UPDATE outbox SET state = 'waiting', code = NULL WHERE op_id = ?1 AND state = 'refused'",
        [op.bytes()],
    )?;
    Ok(n > 0)
}

/// A refused op is dropped, and what it wrote goes back to what the server has.
pub fn discard(tx: &Transaction<'_>, op: OpId) -> StoreResult<bool> {
    let found = tx
        .query_row(
            "SELECT scope, kind, key FROM outbox WHERE op_id = ?1 AND state = 'refused'",
            [op.bytes()],
            |r| Ok((sql::uuid(r, "scope")?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)),
        )
        .optional()?;
    let Some((scope, kind, key)) = found else { return Ok(false) };
    tx.execute("DELETE FROM outbox WHERE op_id = ?1", [op.bytes()])?;
    if last_of(tx, AccountId(scope), &kind, &key)? {
        apply::restore(tx, AccountId(scope), &kind, &key, op)?;
    }
    Ok(true)
}

fn last_of(tx: &Transaction<'_>, scope: AccountId, kind: &str, key: &str) -> StoreResult<bool> {
    let more: Option<i64> = tx
        .query_row(
            "SELECT 1 FROM outbox WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND state <> 'done' LIMIT 1",
            params![scope.bytes(), kind, key],
            |r| r.get(0),
        )
        .optional()?;
    Ok(more.is_none())
}

/// The state of an op: none when it is done or was never here.
pub fn state(conn: &Connection, op: OpId) -> StoreResult<Option<State>> {
    let found: Option<(String, Option<String>)> = conn
        .prepare_cached("SELECT state, code FROM outbox WHERE op_id = ?1 AND state <> 'done'")?
        .query_row([op.bytes()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(found.map(|(s, c)| if s == "refused" { State::Refused(read_code(c)) } else { State::Waiting }))
}

/// Whether this op was ever written here.
pub fn known(conn: &Connection, op: OpId) -> StoreResult<bool> {
    let n: Option<i64> =
        conn.query_row("SELECT 1 FROM outbox WHERE op_id = ?1", [op.bytes()], |r| r.get(0)).optional()?;
    Ok(n.is_some())
}

/// The server has a new epoch (it was restored from a backup): cursors start again, and what it had
/// acknowledged since is offered once more.
pub fn offer_again(tx: &Transaction<'_>, since: Millis) -> StoreResult<()> {
    tx.execute(
        "UPDATE outbox SET state = 'waiting', done_at = NULL WHERE state = 'done' AND done_at >= ?1",
        [since.0],
    )?;
    tx.execute("DELETE FROM cursor", [])?;
    Ok(())
}

/// Acknowledged ops older than this are not needed any more.
pub fn purge(tx: &Transaction<'_>, before: Millis) -> StoreResult<()> {
    tx.execute("DELETE FROM outbox WHERE state = 'done' AND done_at < ?1", [before.0])?;
    Ok(())
}

/// Whether something of a scope waits to be sent.
pub fn has_waiting(conn: &Connection, scope: AccountId) -> StoreResult<bool> {
    let n: Option<i64> = conn
        .query_row(
            "SELECT 1 FROM outbox WHERE scope = ?1 AND state = 'waiting' LIMIT 1",
            [scope.bytes()],
            |r| r.get(0),
        )
        .optional()?;
    Ok(n.is_some())
}

/// Rises with every op that is queued for a scope.
pub fn stamp(conn: &Connection, scope: AccountId) -> StoreResult<i64> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM outbox WHERE scope = ?1")?
        .query_row([scope.bytes()], |r| r.get(0))?)
}

/// All cursors.
pub fn cursors(conn: &Connection) -> StoreResult<Vec<(AccountId, u64)>> {
    let mut stmt = conn.prepare_cached("SELECT scope, version FROM cursor ORDER BY scope")?;
    let rows =
        stmt.query_map([], |r| Ok((AccountId(sql::uuid(r, "scope")?), sql::unsigned(r, "version")?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Moves a cursor on, never back.
pub fn set_cursor(tx: &Transaction<'_>, scope: AccountId, version: u64) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO cursor (scope, version) VALUES (?1, ?2)
         ON CONFLICT (scope) DO UPDATE SET version = max(version, excluded.version)",
        params![scope.bytes(), sql::signed(version)],
    )?;
    Ok(())
}

fn write_code(code: Code) -> String {
    serde_json::to_string(&code).unwrap_or_default()
}

pub(crate) fn read_code(code: Option<String>) -> Code {
    code.and_then(|c| serde_json::from_str(&c).ok()).unwrap_or(Code::Unknown)
}
