//! What waits to be sent, and what the server said of it.

use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::{Code, Op, OpResult, Payload};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

use crate::error::StoreResult;
use crate::{apply, open, sql};

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

/// Kinds of rows that say nothing to anybody but "read".
const QUIET: [&str; 2] = ["chat_read", "report_seen"];
/// How much was handed to the coordinator, because somebody else is the mentor now.
const HANDED: &str = "handed";

/// How many ops the server has kept for the coordinator since somebody last looked.
pub fn handed(conn: &Connection) -> StoreResult<u32> {
    Ok(open::fact(conn, HANDED)?.and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// Somebody has read of it.
pub fn handed_seen(tx: &Transaction<'_>) -> StoreResult<()> {
    open::drop_fact(tx, HANDED)
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
            // What was refused before it, of the same row, is replaced by what now stands: nobody need act.
            // (A member's row is no such row: taking in, declining and a consent are acts of their own.)
            tx.execute(
                "UPDATE outbox SET state = 'done', done_at = ?5, code = NULL
                 WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND state = 'refused' AND kind <> 'member'
                   AND seq < (SELECT seq FROM outbox WHERE op_id = ?4)",
                params![scope.bytes(), kind, key, op.bytes(), at.0],
            )?;
            if last_of(tx, scope, &kind, &key)? {
                // Of somebody who was erased on the server: on their own phone what they wrote is theirs.
                if matches!(result, OpResult::Applied | OpResult::Erased) {
                    apply::forget(tx, scope, &kind, &key)?;
                } else {
                    apply::restore(tx, scope, &kind, &key, op)?;
                }
            }
            if *result == OpResult::Held && !QUIET.contains(&kind.as_str()) {
                open::set_fact(tx, HANDED, &(handed(tx)? + 1).to_string())?;
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

/// The op that was dropped last, as it stood: a slip of the finger can be taken back.
const DROPPED: &str = "dropped";

#[derive(Serialize, Deserialize)]
struct Dropped {
    seq: i64,
    kind: String,
    key: String,
    op: Op,
    made_at: i64,
    code: Option<String>,
}

/// A refused op is dropped, and what it wrote goes back to what the server has.
pub fn discard(tx: &Transaction<'_>, op: OpId) -> StoreResult<bool> {
    let found = tx
        .query_row(
            "SELECT seq, kind, key, op, made_at, code FROM outbox WHERE op_id = ?1 AND state = 'refused'",
            [op.bytes()],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    r.get::<_, String>(3)?,
                    r.get(4)?,
                    r.get::<_, Option<String>>(5)?,
                ))
            },
        )
        .optional()?;
    let Some((seq, kind, key, text, made_at, code)) = found else { return Ok(false) };
    let d = Dropped { seq, kind, key, op: serde_json::from_str(&text)?, made_at, code };
    tx.execute("DELETE FROM outbox WHERE op_id = ?1", [op.bytes()])?;
    if last_of(tx, d.op.scope, &d.kind, &d.key)? {
        apply::restore(tx, d.op.scope, &d.kind, &d.key, op)?;
    }
    open::set_fact(tx, DROPPED, &serde_json::to_string(&d)?)?;
    Ok(true)
}

/// Brings the op back that was dropped last: refused as it was, in its old place, with what it wrote.
pub fn undiscard(tx: &Transaction<'_>, who: AccountId, op: OpId) -> StoreResult<bool> {
    let Some(text) = open::fact(tx, DROPPED)? else { return Ok(false) };
    let d: Dropped = serde_json::from_str(&text)?;
    if d.op.op_id != op {
        return Ok(false);
    }
    if last_of(tx, d.op.scope, &d.kind, &d.key)? {
        crate::write::write(tx, who, &d.op, Millis(d.made_at))?;
    } else {
        // Another change of the same row still stands on top of it.
        tx.execute(
            "INSERT INTO outbox (op_id, scope, kind, key, base, op, made_at, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'refused')",
            params![
                op.bytes(),
                d.op.scope.bytes(),
                d.kind,
                d.key,
                d.op.base.map(|b| *b.bytes()),
                serde_json::to_string(&d.op)?,
                d.made_at
            ],
        )?;
    }
    tx.execute(
        "UPDATE outbox SET seq = ?2, state = 'refused', code = ?3 WHERE op_id = ?1",
        params![op.bytes(), d.seq, d.code],
    )?;
    open::drop_fact(tx, DROPPED)?;
    Ok(true)
}

/// Entries with a change that the server refused.
pub fn refused_entries(conn: &Connection) -> StoreResult<HashSet<EntryId>> {
    let mut stmt =
        conn.prepare_cached("SELECT key FROM outbox WHERE state = 'refused' AND kind = 'entry'")?;
    let rows = stmt.query_map([], |r| r.get::<_, String>(0))?;
    let mut out = HashSet::new();
    for key in rows {
        out.extend(key?.parse::<EntryId>());
    }
    Ok(out)
}

/// Before a person corrects an entry of which the server refused something: its unsent ops go, for they
/// would only hold up the new one. Returns them, and the revision that the server has, which the new one
/// stands on. Nothing where nothing of it was refused.
pub fn supersede(
    tx: &Transaction<'_>,
    scope: AccountId,
    entry: EntryId,
) -> StoreResult<Option<(Vec<OpId>, Option<OpId>)>> {
    let key = entry.to_string();
    let mut stmt = tx.prepare_cached(
        "SELECT op_id, state FROM outbox
         WHERE scope = ?1 AND kind = 'entry' AND key = ?2 AND state <> 'done' ORDER BY seq",
    )?;
    let rows = stmt.query_map(params![scope.bytes(), key], |r| {
        Ok((OpId(sql::uuid(r, "op_id")?), r.get::<_, String>(1)?))
    })?;
    let rows: Vec<(OpId, String)> = rows.collect::<Result<_, _>>()?;
    if !rows.iter().any(|(_, state)| state == "refused") {
        return Ok(None);
    }
    for (op, _) in &rows {
        take(tx, *op)?;
    }
    let base = tx
        .query_row(
            "SELECT revision FROM shadow WHERE scope = ?1 AND kind = 'entry' AND key = ?2",
            params![scope.bytes(), key],
            |r| sql::uuid(r, "revision"),
        )
        .optional()?;
    Ok(Some((rows.into_iter().map(|(op, _)| op).collect(), base.map(OpId))))
}

/// Takes a report out of the outbox that holds one of these revisions of an entry and that the server has
/// not accepted: it is to be written anew with another one.
pub fn take_report(tx: &Transaction<'_>, revisions: &[OpId]) -> StoreResult<Option<Op>> {
    let mut stmt = tx.prepare_cached(
        "SELECT op FROM outbox WHERE kind = 'report' AND state IN ('waiting', 'refused') ORDER BY seq",
    )?;
    for text in stmt.query_map([], |r| r.get::<_, String>(0))? {
        let op: Op = serde_json::from_str(&text?)?;
        let Payload::ReportSubmit(r) = &op.payload else { continue };
        if r.items.iter().any(|i| revisions.contains(&i.revision)) {
            take(tx, op.op_id)?;
            return Ok(Some(op));
        }
    }
    Ok(None)
}

/// Takes an op out of the outbox, to write what it did anew.
pub fn take(tx: &Transaction<'_>, op: OpId) -> StoreResult<()> {
    tx.execute("DELETE FROM outbox WHERE op_id = ?1", [op.bytes()])?;
    Ok(())
}

/// An op that was refused.
pub fn refused_op(conn: &Connection, op: OpId) -> StoreResult<Option<Op>> {
    let text: Option<String> = conn
        .prepare_cached("SELECT op FROM outbox WHERE op_id = ?1 AND state = 'refused'")?
        .query_row([op.bytes()], |r| r.get(0))
        .optional()?;
    Ok(text.map(|t| serde_json::from_str(&t)).transpose()?)
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

fn write_code(code: Code) -> String {
    serde_json::to_string(&code).unwrap_or_default()
}

pub(crate) fn read_code(code: Option<String>) -> Code {
    code.and_then(|c| serde_json::from_str(&c).ok()).unwrap_or(Code::Unknown)
}
