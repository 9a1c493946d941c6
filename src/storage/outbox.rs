//! What waits to be sent, in its order. What becomes of it: `answers`.

use qadam_domain::{AccountId, Millis, OpId, ReportId};
use qadam_protocol::{Code, Op, Payload};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;

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

/// The oldest refused op; of one report's revision, where one is named.
pub fn refused(conn: &Connection, report: Option<(ReportId, u32)>) -> StoreResult<Option<Waiting>> {
    let key = report.map(|(report, number)| format!("{report}/{number}"));
    let found: Option<(String, i64, Option<String>)> = conn
        .prepare_cached(
            "SELECT op, made_at, code FROM outbox
             WHERE state = 'refused' AND (?1 IS NULL OR (kind = 'report' AND key = ?1)) ORDER BY seq LIMIT 1",
        )?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((op, made_at, code)) = found else { return Ok(None) };
    let state = State::Refused(read_code(code));
    Ok(Some(Waiting { op: serde_json::from_str(&op)?, made_at: Millis(made_at), state }))
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
    forget_cursors(tx)
}

/// Everything is to be pulled from the start. The scopes stay named: of one that is not there any more the server
/// would say nothing otherwise, and its rows would stay here for ever.
pub fn forget_cursors(tx: &Transaction<'_>) -> StoreResult<()> {
    tx.execute("UPDATE cursor SET version = 0", [])?;
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

/// Moves a cursor back, so that the server says again what it said as of this version.
pub fn pull_again(tx: &Transaction<'_>, scope: AccountId, version: u64) -> StoreResult<()> {
    tx.execute(
        "UPDATE cursor SET version = min(version, ?2) WHERE scope = ?1",
        params![scope.bytes(), sql::signed(version.saturating_sub(1))],
    )?;
    Ok(())
}

pub(crate) fn write_code(code: Code) -> String {
    serde_json::to_string(&code).unwrap_or_default()
}

pub(crate) fn read_code(code: Option<String>) -> Code {
    code.and_then(|c| serde_json::from_str(&c).ok()).unwrap_or(Code::Unknown)
}
