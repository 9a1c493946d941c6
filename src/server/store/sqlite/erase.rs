//! Everything of one person: gone, or handed out.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::record::{Body, Member, RecordKind};
use rusqlite::{Connection, OptionalExtension, params};

use super::map::{RECORD, body, err, id, json, record};
use super::{devices, moving, push};
use crate::secret::Hashed;
use crate::store::{Erased, Export, ExportedOp, Past, Result};

/// Whether somebody of this id was erased.
pub(super) fn of(conn: &Connection, person: AccountId) -> Result<Option<Erased>> {
    conn.prepare_cached("SELECT mentor, at FROM erased WHERE id = ?")
        .and_then(|mut s| {
            s.query_row([person.bytes()], |r| {
                let mentor = r.get::<_, Option<[u8; 16]>>(0)?.map(AccountId::from_bytes);
                Ok(Erased { id: person, mentor, at: Millis(r.get(1)?) })
            })
            .optional()
        })
        .map_err(|e| err(&e))
}

/// Whose token this was.
pub(super) fn token(conn: &Connection, token: Hashed) -> Result<Option<AccountId>> {
    conn.prepare_cached("SELECT account FROM erased_token WHERE token_hash = ?")
        .and_then(|mut s| s.query_row([token.0], |r| Ok(AccountId(id(r, 0)?))).optional())
        .map_err(|e| err(&e))
}

/// Takes a participant out of the database. None where there is none and never was. What was erased before is
/// erased again with what stands here of it: a copy that was restored has it all.
pub(super) fn erase(conn: &Connection, who: &Erased) -> Result<Option<Erased>> {
    let before = of(conn, who.id)?;
    let mentor: Option<[u8; 16]> = conn
        .query_row("SELECT mentor FROM membership WHERE participant = ?", [who.id.bytes()], |r| r.get(0))
        .optional()
        .map_err(|e| err(&e))?;
    let there: bool = conn
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM account WHERE id = ? AND role = 'participant')",
            [who.id.bytes()],
            |r| r.get(0),
        )
        .map_err(|e| err(&e))?;
    if !there && before.is_none() && who.mentor.is_none() {
        return Ok(None);
    }
    let mentor = mentor.map(AccountId::from_bytes).or(who.mentor).or(before.and_then(|b| b.mentor));
    let sql = "INSERT INTO erased (id, mentor, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";
    conn.execute(sql, params![who.id.bytes(), mentor.map(|m| *m.bytes()), who.at.0]).map_err(|e| err(&e))?;
    if there {
        let sql = "INSERT OR IGNORE INTO erased_token (token_hash, account)
                   SELECT token_hash, account FROM device WHERE account = ?";
        conn.execute(sql, [who.id.bytes()]).map_err(|e| err(&e))?;
        for (table, column) in [
            ("held", "scope"),
            ("hold", "scope"),
            ("old_revision", "scope"),
            ("record", "scope"),
            ("op", "scope"),
            ("scope", "id"),
            ("membership", "participant"),
            ("membership_past", "participant"),
            ("joining", "account"),
            ("sign_in_code", "account"),
            ("push_mark", "account"),
            ("device", "account"),
            ("account", "id"),
        ] {
            conn.execute(&format!("DELETE FROM {table} WHERE {column} = ?"), [who.id.bytes()])
                .map_err(|e| err(&e))?;
        }
    }
    Ok(Some(Erased { mentor, ..before.unwrap_or(*who) }))
}

/// All who were erased.
pub(super) fn all(conn: &Connection) -> Result<Vec<Erased>> {
    conn.prepare("SELECT id, mentor, at FROM erased ORDER BY at, id")
        .and_then(|mut s| {
            s.query_map([], |r| {
                let mentor = r.get::<_, Option<[u8; 16]>>(1)?.map(AccountId::from_bytes);
                Ok(Erased { id: AccountId(id(r, 0)?), mentor, at: Millis(r.get(2)?) })
            })?
            .collect()
        })
        .map_err(|e| err(&e))
}

/// The member rows of all participants.
pub(super) fn participants(conn: &Connection) -> Result<Vec<Member>> {
    let bodies: Vec<Body> = conn
        .prepare(
            "SELECT opened(r.scope, r.body) FROM account a
             JOIN record r ON r.scope = a.id AND r.kind = ? AND r.key = '' ORDER BY a.id",
        )
        .and_then(|mut s| s.query_map([RecordKind::Member.as_str()], |r| body(r, 0))?.collect())
        .map_err(|e| err(&e))?;
    Ok(bodies.into_iter().filter_map(crate::store::values::member).collect())
}

/// Everything that is here of somebody.
pub(super) fn export(conn: &Connection, person: AccountId) -> Result<Option<Export>> {
    // One moment for all of it.
    let tx = conn.unchecked_transaction().map_err(|e| err(&e))?;
    let Some((member, _)) = push::member(&tx, person)? else { return Ok(None) };
    let records = tx
        .prepare(&format!("SELECT {RECORD} FROM record WHERE scope = ? ORDER BY version"))
        .and_then(|mut s| s.query_map([person.bytes()], record)?.collect())
        .map_err(|e| err(&e))?;
    let past = tx
        .prepare("SELECT revision, author, opened(scope, body) FROM old_revision WHERE scope = ? ORDER BY revision")
        .and_then(|mut s| {
            s.query_map([person.bytes()], |r| {
                Ok(Past { revision: OpId(id(r, 0)?), author: AccountId(id(r, 1)?), body: body(r, 2)? })
            })?
            .collect()
        })
        .map_err(|e| err(&e))?;
    let ops = tx
        .prepare("SELECT op_id, author, result, at FROM op WHERE scope = ? ORDER BY at, op_id")
        .and_then(|mut s| {
            s.query_map([person.bytes()], |r| {
                Ok(ExportedOp {
                    op_id: OpId(id(r, 0)?),
                    author: AccountId(id(r, 1)?),
                    result: json(r, 2)?,
                    at: Millis(r.get(3)?),
                })
            })?
            .collect()
        })
        .map_err(|e| err(&e))?;
    let (held, devices) = (moving::held(&tx, Some(person))?, devices::list(&tx, person)?);
    Ok(Some(Export { member, records, past, ops, held, devices }))
}
