//! Plans that were replaced, and what the mentor said of plans.

use qadam_domain::{AccountId, Millis, OpId, Plan, PlanDecision};
use qadam_protocol::record::Body;
use rusqlite::{Connection, Transaction, params};

use crate::error::StoreResult;
use crate::sql;

/// Most earlier plans that are read: the newest ones.
const READ_MAX: u32 = 200;

/// A plan that another one has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The op that wrote it.
    pub revision: OpId,
    /// When it was made.
    pub since: Millis,
    /// When the next one was made.
    pub until: Millis,
    /// The plan.
    pub plan: Plan,
}

/// The mentor's word on a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub decision: PlanDecision,
    /// Whose.
    pub author: AccountId,
}

/// When an op was made, by the clock of the phone that made it: its id says so. Zero where it does not.
pub fn made_at(op: OpId) -> Millis {
    let b = op.bytes();
    let version_7 = b[6] >> 4 == 7;
    let millis = b[..6].iter().fold(0i64, |n, byte| n << 8 | i64::from(*byte));
    Millis(if version_7 { millis } else { 0 })
}

/// Before a plan is replaced: what it was.
pub(crate) fn keep(tx: &Transaction<'_>, scope: AccountId, next: OpId) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO plan_past (scope, revision, next, body)
         SELECT scope, revision, ?2, body FROM row
         WHERE scope = ?1 AND kind = 'plan' AND key = '' AND revision <> ?2",
    )?
    .execute(params![scope.bytes(), next.bytes()])?;
    // A plan that comes back (an undo that was dropped) is no earlier one any more.
    tx.prepare_cached("DELETE FROM plan_past WHERE scope = ?1 AND revision = ?2")?
        .execute(params![scope.bytes(), next.bytes()])?;
    Ok(())
}

/// Earlier plans, the newest first.
pub fn past(conn: &Connection, scope: AccountId) -> StoreResult<Vec<Past>> {
    let mut stmt = conn.prepare_cached(
        "SELECT revision, next, body FROM plan_past WHERE scope = ?1 ORDER BY revision DESC LIMIT ?2",
    )?;
    let rows = stmt.query_map(params![scope.bytes(), READ_MAX], |r| {
        Ok((sql::op(sql::uuid(r, "revision")?), sql::op(sql::uuid(r, "next")?), r.get::<_, String>("body")?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (revision, next, body) = row?;
        if let Body::Plan(plan) = serde_json::from_str(&body)? {
            out.push(Past { revision, since: made_at(revision), until: made_at(next), plan });
        }
    }
    Ok(out)
}

/// What was said of plans, by the plan's revision.
pub fn words(conn: &Connection, scope: AccountId) -> StoreResult<Vec<Word>> {
    let mut stmt =
        conn.prepare_cached("SELECT author, body FROM row WHERE scope = ?1 AND kind = 'plan_decision'")?;
    let rows = stmt.query_map([scope.bytes()], |r| {
        Ok((sql::account(sql::uuid(r, "author")?), r.get::<_, String>("body")?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (author, body) = row?;
        if let Body::PlanDecision(decision) = serde_json::from_str(&body)? {
            out.push(Word { decision, author });
        }
    }
    Ok(out)
}
