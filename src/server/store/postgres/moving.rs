//! Another mentor, and what the one before still sends.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::record::{Body, Member, Record, RecordKind};
use qadam_protocol::sync::Code;

use super::link::{Link, values};
use super::map::{self, Result, account, get, json, number};
use super::{joining, push};
use crate::rules::decide_move;
use crate::store::HeldOp;
use crate::store::values::member;

/// Whether the second was once the mentor of the first.
pub(super) const WAS_MENTOR: &str = "SELECT 1 FROM membership_past WHERE participant = $1 AND mentor = $2";
/// Keeps ops for the operator.
pub(super) const HOLD_BACK: &str = "INSERT INTO held (scope, op_id, author, at, op)
    SELECT $1::uuid, h.op_id, $2::uuid, $3::bigint, h.op FROM unnest($4::uuid[], $5::text[]) AS h (op_id, op)
    ON CONFLICT (scope, op_id) DO NOTHING";

pub(super) async fn move_member(
    link: &Link,
    participant: AccountId,
    to: AccountId,
    revision: OpId,
    now: Millis,
) -> Result<std::result::Result<Member, Code>> {
    link.begin("BEGIN")?.run().await?;
    let counters = link.query(push::LOCK, values![participant.0]).await?;
    let sql = "SELECT body FROM record WHERE scope = $1 AND kind = $2";
    let rows = link.query(sql, values![participant.0, RecordKind::Member.as_str()]).await?;
    let before = rows.first().map(|r| map::body(r, 0)).transpose()?.and_then(member);
    let (Some(counters), Some(before)) = (counters.first(), before) else { return Ok(Err(Code::NotFound)) };
    let after = match decide_move(&before, joining::find(link, to).await?.as_ref()) {
        Ok(after) => after,
        Err(code) => return Ok(Err(code)),
    };
    if after.mentor == before.mentor {
        return Ok(Ok(before));
    }
    let sql = "INSERT INTO membership_past (participant, mentor, until) VALUES ($1, $2, $3)
               ON CONFLICT (participant, mentor) DO UPDATE SET until = excluded.until";
    link.query(sql, values![participant.0, before.mentor.0, now.0]).await?;
    let sql = "UPDATE membership SET mentor = $2 WHERE participant = $1";
    link.query(sql, values![participant.0, after.mentor.0]).await?;
    let (version, chat_seq) = (number(counters, 0)?, number(counters, 1)?);
    let body = Body::Member(after.clone());
    let row = Record { version: version.saturating_add(1), revision, author: after.mentor, body };
    push::put_one(link, participant, row, chat_seq).await?;
    Ok(Ok(after))
}

/// What is kept so: of one participant, or of all.
pub(super) async fn held(link: &Link, of: Option<AccountId>) -> Result<Vec<HeldOp>> {
    let sql =
        "SELECT scope, author, at, op FROM held WHERE $1::uuid IS NULL OR scope = $1 ORDER BY at, op_id";
    let rows = link.query(sql, values![of.map(|of| of.0)]).await?;
    let read = |r| {
        let (participant, author) = (account(r, 0)?, account(r, 1)?);
        Ok(HeldOp { participant, author, at: Millis(get(r, 2)?), op: json(r, 3)? })
    };
    rows.iter().map(read).collect()
}
