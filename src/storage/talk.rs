//! Chat: the conversation of a scope.

use qadam_domain::{AccountId, MessageId, Millis, OpId};
use qadam_protocol::record::Body;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreResult;
use crate::sql;

/// A message as it stands here.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// The op that sent it.
    pub op: OpId,
    /// Who wrote it.
    pub author: AccountId,
    /// Plain text.
    pub text: String,
    /// When: by the server where it has it.
    pub at: Millis,
    /// Place by the server; 0 while it waits.
    pub seq: u64,
}

/// The newest messages, oldest first; those that wait stand last, in the order they were written.
pub fn list(conn: &Connection, scope: AccountId, limit: u32) -> StoreResult<Vec<Message>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, revision, author, text, at, seq FROM chat WHERE scope = ?1
         ORDER BY seq = 0 DESC, seq DESC, written_at DESC, id DESC LIMIT ?2",
    )?;
    let rows = stmt.query_map(params![scope.bytes(), limit], |r| {
        Ok(Message {
            id: MessageId(sql::uuid(r, "id")?),
            op: OpId(sql::uuid(r, "revision")?),
            author: AccountId(sql::uuid(r, "author")?),
            text: r.get("text")?,
            at: Millis(r.get("at")?),
            seq: sql::unsigned(r, "seq")?,
        })
    })?;
    let mut out: Vec<Message> = rows.collect::<Result<_, _>>()?;
    out.reverse();
    Ok(out)
}

/// How many messages there are.
pub fn count(conn: &Connection, scope: AccountId) -> StoreResult<u32> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM chat WHERE scope = ?1")?
        .query_row([scope.bytes()], |r| r.get(0))?)
}

/// The newest place in the conversation that somebody has read.
pub fn read_up_to(conn: &Connection, scope: AccountId, by: AccountId) -> StoreResult<u64> {
    let body: Option<String> = conn
        .prepare_cached("SELECT body FROM row WHERE scope = ?1 AND kind = 'chat_read' AND key = ?2")?
        .query_row(params![scope.bytes(), by.to_string()], |r| r.get(0))
        .optional()?;
    Ok(match body.map(|b| serde_json::from_str::<Body>(&b)).transpose()? {
        Some(Body::ChatRead { up_to, .. }) => up_to,
        _ => 0,
    })
}

/// How far the others have read.
pub fn others_read_up_to(conn: &Connection, scope: AccountId, me: AccountId) -> StoreResult<u64> {
    let mut stmt =
        conn.prepare_cached("SELECT body FROM row WHERE scope = ?1 AND kind = 'chat_read' AND key <> ?2")?;
    let mut most = 0;
    for body in stmt.query_map(params![scope.bytes(), me.to_string()], |r| r.get::<_, String>(0))? {
        if let Body::ChatRead { up_to, .. } = serde_json::from_str(&body?)? {
            most = most.max(up_to);
        }
    }
    Ok(most)
}

/// Messages of others that came after what this person has read.
pub fn unread(conn: &Connection, scope: AccountId, me: AccountId) -> StoreResult<u32> {
    let read = read_up_to(conn, scope, me)?;
    Ok(conn
        .prepare_cached("SELECT count(*) FROM chat WHERE scope = ?1 AND seq > ?2 AND author <> ?3")?
        .query_row(params![scope.bytes(), sql::signed(read), me.bytes()], |r| r.get(0))?)
}

/// The last message.
pub fn last(conn: &Connection, scope: AccountId) -> StoreResult<Option<Message>> {
    Ok(list(conn, scope, 1)?.pop())
}

/// Whether a message of this id is here.
pub fn known(conn: &Connection, id: MessageId) -> StoreResult<bool> {
    let n: Option<i64> =
        conn.query_row("SELECT 1 FROM chat WHERE id = ?1", [id.bytes()], |r| r.get(0)).optional()?;
    Ok(n.is_some())
}
