//! Calls that are repeated with the same words until they are answered: joining, sign-in, invitations.

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreResult;

/// The name of the joining.
pub const JOIN: &str = "join";
/// The name of the sign-in.
pub const SIGN_IN: &str = "signin";
/// The name of the question where one is signed in.
pub const DEVICES: &str = "devices";
/// What names of wishes to sign another device out begin with.
pub const END: &str = "end:";
/// The name of the wish for a session of its own, of what was copied from another phone.
pub const SPLIT: &str = "split";
/// What names of invitations begin with.
pub const INVITE: &str = "invite:";

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallState {
    /// To be sent, or sent and not answered.
    Waiting,
    /// Refused by the server.
    Refused,
    /// Answered.
    Done,
}

impl CallState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::Done => "done",
        }
    }
    fn read(s: &str) -> Self {
        match s {
            "refused" => Self::Refused,
            "done" => Self::Done,
            _ => Self::Waiting,
        }
    }
}

/// The name of the wish to sign this device out.
pub fn end(device: qadam_domain::DeviceId) -> String {
    format!("{END}{device}")
}

/// Writes a call down before it is sent.
pub fn put<B: Serialize>(tx: &Transaction<'_>, name: &str, body: &B) -> StoreResult<()> {
    tx.execute(
        "INSERT OR REPLACE INTO call (name, state, body) VALUES (?1, 'waiting', ?2)",
        [name, &serde_json::to_string(body)?],
    )?;
    Ok(())
}

/// Writes a call down that was answered before; what it was answered is good until it is answered anew.
pub fn put_again<B: Serialize>(tx: &Transaction<'_>, name: &str, body: &B) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO call (name, state, body) VALUES (?1, 'waiting', ?2)
         ON CONFLICT (name) DO UPDATE SET state = excluded.state, body = excluded.body",
        [name, &serde_json::to_string(body)?],
    )?;
    Ok(())
}

/// A call by its name.
pub fn get<B: DeserializeOwned>(conn: &Connection, name: &str) -> StoreResult<Option<(CallState, B)>> {
    let found: Option<(String, String)> = conn
        .query_row("SELECT state, body FROM call WHERE name = ?1", [name], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found.map(|(s, b)| Ok((CallState::read(&s), serde_json::from_str(&b)?))).transpose()
}

/// Calls whose names begin so, with their replies.
pub fn with_prefix<B: DeserializeOwned, R: DeserializeOwned>(
    conn: &Connection,
    prefix: &str,
) -> StoreResult<Vec<(CallState, B, Option<R>)>> {
    let mut stmt = conn.prepare(
        "SELECT state, body, reply FROM call WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
    )?;
    let rows = stmt.query_map([prefix], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, Option<String>>(2)?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (state, body, reply) = row?;
        let reply = reply.map(|r| serde_json::from_str(&r)).transpose()?;
        out.push((CallState::read(&state), serde_json::from_str(&body)?, reply));
    }
    Ok(out)
}

/// Writes down what became of a call. `body` replaces what was asked (to forget a secret that is not
/// needed any more).
pub fn settle<B: Serialize, R: Serialize>(
    tx: &Transaction<'_>,
    name: &str,
    state: CallState,
    body: Option<&B>,
    reply: Option<&R>,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE call SET state = ?2, body = coalesce(?3, body), reply = coalesce(?4, reply) WHERE name = ?1",
        rusqlite::params![
            name,
            state.as_str(),
            body.map(serde_json::to_string).transpose()?,
            reply.map(serde_json::to_string).transpose()?
        ],
    )?;
    Ok(())
}

/// Drops a call.
pub fn drop(tx: &Transaction<'_>, name: &str) -> StoreResult<()> {
    tx.execute("DELETE FROM call WHERE name = ?1", [name])?;
    Ok(())
}
