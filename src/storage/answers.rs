//! What the server said of what was sent, and what a person does about what it refused: try again, drop it, bring it
//! back, write it anew.

use qadam_domain::{AccountId, EntryId, Millis, OpId};
use qadam_protocol::{Code, Op, OpResult, Payload, RecordKind};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

use crate::apply::Told;
use crate::error::StoreResult;
use crate::outbox::write_code;
use crate::{apply, open, sql};

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

/// Takes the server's answer to an op in. Returns what it said of the row meanwhile, where that may stand.
pub fn ack(tx: &Transaction<'_>, op: OpId, result: &OpResult, at: Millis) -> StoreResult<Option<Told>> {
    let found = tx
        .query_row(
            "SELECT scope, kind, key FROM outbox WHERE op_id = ?1 AND state <> 'done'",
            [op.bytes()],
            |r| Ok((sql::uuid(r, "scope")?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)),
        )
        .optional()?;
    let Some((scope, kind, key)) = found else { return Ok(None) };
    let mut told = None;
    let scope = AccountId(scope);
    match result {
        OpResult::Applied | OpResult::Kept | OpResult::Held | OpResult::Erased => {
            tx.execute(
                "UPDATE outbox SET state = 'done', done_at = ?2, code = NULL WHERE op_id = ?1",
                params![op.bytes(), at.0],
            )?;
            // What was refused before it, of the same row, is replaced by what now stands: nobody need act.
            // (A member's row is no such row: taking in, declining and a consent are acts of their own.)
            let replaced: Vec<OpId> = tx
                .prepare_cached(
                    "UPDATE outbox SET state = 'done', done_at = ?5, code = NULL
                     WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND state = 'refused' AND kind <> 'member'
                       AND seq < (SELECT seq FROM outbox WHERE op_id = ?4)
                     RETURNING op_id",
                )?
                .query_map(params![scope.bytes(), kind, key, op.bytes(), at.0], |r| {
                    Ok(OpId(sql::uuid(r, "op_id")?))
                })?
                .collect::<Result<_, _>>()?;
            if *result == OpResult::Applied && kind == RecordKind::Entry.as_str() && !replaced.is_empty() {
                hold_what_stands(tx, scope, &key, &replaced)?;
            }
            if last_of(tx, scope, &kind, &key)? {
                // Of somebody who was erased on the server: on their own phone what they wrote is theirs.
                if matches!(result, OpResult::Applied | OpResult::Erased) {
                    told = apply::forget(tx, scope, &kind, &key)?;
                } else {
                    apply::restore(tx, scope, &kind, &key, op)?;
                }
            }
            if *result == OpResult::Held && !QUIET.contains(&kind.as_str()) {
                open::set_fact(tx, HANDED, &(handed(tx)? + 1).to_string())?;
            }
        }
        OpResult::Rejected { code } => refuse(tx, op, *code)?,
        OpResult::Retry { .. } => {}
    }
    Ok(told)
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
/// not accepted. Returns it as it is to be written anew: with another revision in their place.
pub fn take_report(tx: &Transaction<'_>, gone: &[OpId], instead: OpId) -> StoreResult<Option<Op>> {
    let mut stmt = tx.prepare_cached(
        "SELECT op FROM outbox WHERE kind = 'report' AND state IN ('waiting', 'refused') ORDER BY seq",
    )?;
    for text in stmt.query_map([], |r| r.get::<_, String>(0))? {
        let mut op: Op = serde_json::from_str(&text?)?;
        let Payload::ReportSubmit(report) = &mut op.payload else { continue };
        let mut held = report.items.iter_mut().filter(|i| gone.contains(&i.revision)).peekable();
        if held.peek().is_some() {
            held.for_each(|item| item.revision = instead);
            take(tx, op.op_id)?;
            return Ok(Some(Op { op_id: op.op_id.instead(instead), ..op }));
        }
    }
    Ok(None)
}

/// A change of an entry was taken although those before it were refused. A report that holds one of those would wait
/// for what never comes: it goes with what stands here instead, as where a person corrects what was refused.
fn hold_what_stands(tx: &Transaction<'_>, scope: AccountId, key: &str, refused: &[OpId]) -> StoreResult<()> {
    let Ok(entry) = key.parse::<EntryId>() else { return Ok(()) };
    let stands = tx
        .prepare_cached("SELECT revision FROM entry WHERE id = ?1 AND scope = ?2 AND removed = 0")?
        .query_row([entry.bytes(), scope.bytes()], |r| sql::uuid(r, "revision"))
        .optional()?;
    let Some(stands) = stands.map(OpId) else { return Ok(()) };
    let Some(anew) = take_report(tx, refused, stands)? else { return Ok(()) };
    if let Payload::ReportSubmit(report) = &anew.payload {
        crate::write::write(tx, anew.scope, &anew, report.submitted_at)?;
    }
    Ok(())
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
