//! Another mentor, and what the one before still sends.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::op::Op;
use qadam_protocol::record::{Body, Member};
use qadam_protocol::sync::Code;
use rusqlite::{Connection, OptionalExtension, params};

use super::map::{err, id, json};
use super::{joining, push};
use crate::rules::{Write, decide_move};
use crate::store::values::to_json;
use crate::store::{HeldOp, Result};

pub(super) fn move_member(
    conn: &Connection,
    participant: AccountId,
    to: AccountId,
    revision: OpId,
    now: Millis,
) -> Result<std::result::Result<Member, Code>> {
    let (Some(scope), Some((before, _))) =
        (push::scope(conn, participant)?, push::member(conn, participant)?)
    else {
        return Ok(Err(Code::NotFound));
    };
    let member = match decide_move(&before, joining::account(conn, to)?.as_ref()) {
        Ok(member) => member,
        Err(code) => return Ok(Err(code)),
    };
    if member.mentor == before.mentor {
        return Ok(Ok(before));
    }
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        conn.execute(sql, values).map(|_| ()).map_err(|e| err(&e))
    };
    let (who, was, is) = (participant.bytes(), before.mentor.bytes(), member.mentor.bytes());
    run(
        "INSERT INTO membership_past (participant, mentor, until) VALUES (?1, ?2, ?3)
         ON CONFLICT (participant, mentor) DO UPDATE SET until = excluded.until",
        &[who, was, &now.0],
    )?;
    run("UPDATE membership SET mentor = ?2, epoch = epoch + 1 WHERE participant = ?1", &[who, is])?;
    let row = Write { revision, author: member.mentor, body: Body::Member(member.clone()) };
    push::write(conn, participant, &scope, &[row], None)?;
    Ok(Ok(member))
}

/// Whether somebody was the mentor of this participant.
pub(super) fn was_mentor(conn: &Connection, participant: AccountId, mentor: AccountId) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM membership_past WHERE participant = ? AND mentor = ?")
        .and_then(|mut s| s.query_row([participant.bytes(), mentor.bytes()], |_| Ok(())).optional())
        .map(|found| found.is_some())
        .map_err(|e| err(&e))
}

/// Keeps an op for the operator.
pub(super) fn hold(conn: &Connection, op: &Op, author: AccountId, now: Millis) -> Result<()> {
    let sql =
        "INSERT OR IGNORE INTO held (scope, op_id, author, at, op) VALUES (?1, ?2, ?3, ?4, sealed(?1, ?5))";
    let json = to_json(op)?.into_bytes();
    conn.prepare_cached(sql)
        .and_then(|mut s| s.execute(params![op.scope.bytes(), op.op_id.bytes(), author.bytes(), now.0, json]))
        .map(|_| ())
        .map_err(|e| err(&e))
}

/// What is kept so: of one participant, or of all.
pub(super) fn held(conn: &Connection, of: Option<AccountId>) -> Result<Vec<HeldOp>> {
    let sql = "SELECT scope, author, at, CAST(opened(scope, op) AS TEXT) FROM held
               WHERE ?1 IS NULL OR scope = ?1 ORDER BY at, op_id";
    conn.prepare(sql)
        .and_then(|mut s| {
            s.query_map([of.map(|of| *of.bytes())], |r| {
                Ok(HeldOp {
                    participant: AccountId(id(r, 0)?),
                    author: AccountId(id(r, 1)?),
                    at: Millis(r.get(2)?),
                    op: json(r, 3)?,
                })
            })?
            .collect()
        })
        .map_err(|e| err(&e))
}
