//! Entries and what was decided of them.

use chrono::NaiveDate;
use qadam_domain::progress::{Decided, Logged};
use qadam_domain::{AccountId, Entry, EntryId, OpId, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

use crate::error::StoreResult;
use crate::sql;

/// An entry as it stands here.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The entry.
    pub entry: Entry,
    /// Whose.
    pub scope: AccountId,
    /// The op that wrote this revision.
    pub revision: OpId,
    /// The server has this revision.
    pub sent: bool,
    /// Taken back.
    pub removed: bool,
}

/// A verdict in effect.
#[derive(Clone, Debug)]
pub struct Word {
    /// Of which revision.
    pub revision: OpId,
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

pub(crate) fn stored(r: &Row<'_>) -> rusqlite::Result<(AccountId, OpId, bool, bool, String)> {
    Ok((
        AccountId(sql::uuid(r, "scope")?),
        OpId(sql::uuid(r, "revision")?),
        r.get::<_, Option<i64>>("version")?.is_some(),
        r.get("removed")?,
        r.get("body")?,
    ))
}

pub(crate) fn finish(
    (scope, revision, sent, removed, body): (AccountId, OpId, bool, bool, String),
) -> StoreResult<Stored> {
    Ok(Stored { entry: serde_json::from_str(&body)?, scope, revision, sent, removed })
}

/// One entry, removed or not.
pub fn get(conn: &Connection, id: EntryId) -> StoreResult<Option<Stored>> {
    conn.prepare_cached("SELECT scope, revision, version, removed, body FROM entry WHERE id = ?1")?
        .query_row([id.bytes()], stored)
        .optional()?
        .map(finish)
        .transpose()
}

/// Entries of a scope, newest day first; of one track where one is named; at most `limit`.
pub fn list(
    conn: &Connection,
    scope: AccountId,
    track: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<Stored>> {
    let mut out = Vec::new();
    match track {
        None => {
            let mut stmt = conn.prepare_cached(
                "SELECT scope, revision, version, removed, body FROM entry
                 WHERE scope = ?1 AND removed = 0 ORDER BY on_day DESC, written_at DESC LIMIT ?2",
            )?;
            for row in stmt.query_map(params![scope.bytes(), limit], stored)? {
                out.push(finish(row?)?);
            }
        }
        Some(track) => {
            let mut stmt = conn.prepare_cached(
                "SELECT scope, revision, version, removed, body FROM entry
                 WHERE scope = ?1 AND track = ?2 AND removed = 0 ORDER BY on_day DESC, written_at DESC LIMIT ?3",
            )?;
            for row in stmt.query_map(params![scope.bytes(), track, limit], stored)? {
                out.push(finish(row?)?);
            }
        }
    }
    Ok(out)
}

/// Whether an entry was ever written, removed or not.
pub fn any(conn: &Connection, scope: AccountId) -> StoreResult<bool> {
    Ok(conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE scope = ?1)")?
        .query_row([scope.bytes()], |r| r.get(0))?)
}

/// How many entries there are.
pub fn count(conn: &Connection, scope: AccountId, track: Option<&str>) -> StoreResult<u32> {
    Ok(match track {
        None => conn
            .prepare_cached("SELECT count(*) FROM entry WHERE scope = ?1 AND removed = 0")?
            .query_row([scope.bytes()], |r| r.get(0))?,
        Some(track) => conn
            .prepare_cached("SELECT count(*) FROM entry WHERE scope = ?1 AND track = ?2 AND removed = 0")?
            .query_row(params![scope.bytes(), track], |r| r.get(0))?,
    })
}

/// An entry in a certain revision: the present one or one that a report holds.
pub fn revision(conn: &Connection, id: EntryId, revision: OpId) -> StoreResult<Option<Entry>> {
    let body: Option<String> = conn
        .prepare_cached(
            "SELECT body FROM entry_revision WHERE revision = ?1
             UNION ALL SELECT body FROM entry WHERE id = ?2 AND revision = ?1 LIMIT 1",
        )?
        .query_row(params![revision.bytes(), id.bytes()], |r| r.get(0))
        .optional()?;
    body.map(|b| Ok(serde_json::from_str(&b)?)).transpose()
}

/// The verdict in effect on each decided entry of a scope.
pub fn words(conn: &Connection, scope: AccountId) -> StoreResult<HashMap<EntryId, Word>> {
    let mut stmt = conn.prepare_cached(
        "SELECT entry, revision, verdict, reason FROM verdict WHERE scope = ?1 ORDER BY place, op",
    )?;
    let mut out = HashMap::new();
    let rows = stmt.query_map([scope.bytes()], word)?;
    for row in rows {
        let (entry, w) = row?;
        out.insert(entry, w);
    }
    Ok(out)
}

/// The verdict in effect on one entry.
pub fn word_on(conn: &Connection, id: EntryId) -> StoreResult<Option<Word>> {
    Ok(conn
        .prepare_cached(
            "SELECT entry, revision, verdict, reason FROM verdict WHERE entry = ?1 ORDER BY place DESC, op DESC LIMIT 1",
        )?
        .query_row([id.bytes()], word)
        .optional()?
        .map(|(_, w)| w))
}

fn word(r: &Row<'_>) -> rusqlite::Result<(EntryId, Word)> {
    let verdict = match r.get_ref("verdict")?.as_str().unwrap_or_default() {
        "counted" => Verdict::Counted,
        "to_fix" => Verdict::ToFix,
        _ => Verdict::NotCounted,
    };
    Ok((
        EntryId(sql::uuid(r, "entry")?),
        Word { revision: OpId(sql::uuid(r, "revision")?), verdict, reason: r.get("reason")? },
    ))
}

/// Everything that the progress engine looks at. A removed entry that was counted stays counted.
pub fn logged(conn: &Connection, scope: AccountId) -> StoreResult<Vec<Logged>> {
    let mut words = words(conn, scope)?;
    let mut out = Vec::new();
    let mut stmt =
        conn.prepare_cached("SELECT scope, revision, version, removed, body FROM entry WHERE scope = ?1")?;
    for row in stmt.query_map([scope.bytes()], stored)? {
        let s = finish(row?)?;
        let decision = match words.remove(&s.entry.id) {
            None => None,
            Some(w) => {
                let of =
                    if w.revision == s.revision { None } else { revision(conn, s.entry.id, w.revision)? };
                Some(Decided { verdict: w.verdict, reason: w.reason, of })
            }
        };
        let counted = decision.as_ref().is_some_and(|d| d.verdict == Verdict::Counted);
        if !s.removed || counted {
            out.push(Logged { entry: s.entry, revision: s.revision, decision });
        }
    }
    Ok(out)
}

/// How many entries of certain days were taken back, by track.
pub fn removed(
    conn: &Connection,
    scope: AccountId,
    from: NaiveDate,
    to: NaiveDate,
) -> StoreResult<Vec<(String, u32)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT track, count(*) FROM entry
         WHERE scope = ?1 AND removed = 1 AND on_day BETWEEN ?2 AND ?3 GROUP BY track",
    )?;
    let rows =
        stmt.query_map(params![scope.bytes(), sql::day(from), sql::day(to)], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
