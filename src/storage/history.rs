//! Earlier revisions of entries, as far as this phone has seen them: to look at and to bring back.

use qadam_domain::{AccountId, Entry, EntryId, OpId};
use rusqlite::{Connection, Transaction, params};

use crate::error::StoreResult;
use crate::sql;

/// Most earlier revisions of one entry that are kept: somebody who corrects a note for the twentieth time
/// has no use for the first.
pub const KEPT_MAX: u32 = 20;

/// A revision that another one has followed.
#[derive(Clone, Debug)]
pub struct Past {
    /// The op that wrote it.
    pub revision: OpId,
    /// The entry as it was.
    pub entry: Entry,
    /// It was the removal of the entry.
    pub removed: bool,
}

/// Before a row of `entry` is overwritten by another revision: keeps what stands there. Not on a mentor's
/// phone: what a participant has taken out of a note is nobody else's.
pub(crate) fn keep(tx: &Transaction<'_>, scope: AccountId, entry: EntryId, by: OpId) -> StoreResult<()> {
    let kept = tx
        .prepare_cached(
            "INSERT OR REPLACE INTO entry_history (entry, revision, scope, removed, body)
             SELECT id, revision, scope, removed, body FROM entry
             WHERE id = ?1 AND scope = ?2 AND revision <> ?3
               AND NOT EXISTS (SELECT 1 FROM fact WHERE key = 'role' AND value = 'mentor')",
        )?
        .execute(params![entry.bytes(), scope.bytes(), by.bytes()])?;
    if kept > 0 {
        tx.prepare_cached(
            "DELETE FROM entry_history WHERE entry = ?1 AND seq NOT IN
                (SELECT seq FROM entry_history WHERE entry = ?1 ORDER BY seq DESC LIMIT ?2)",
        )?
        .execute(params![entry.bytes(), KEPT_MAX])?;
    }
    Ok(())
}

/// Puts an earlier revision back that an export holds.
pub(crate) fn put_back(
    tx: &Transaction<'_>,
    scope: AccountId,
    entry: &Entry,
    revision: OpId,
    removed: bool,
) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO entry_history (entry, revision, scope, removed, body)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        entry.id.bytes(),
        revision.bytes(),
        scope.bytes(),
        removed,
        serde_json::to_string(entry)?
    ])?;
    Ok(())
}

/// An entry that the server never had was dropped, with everything it was.
pub(crate) fn forget(tx: &Transaction<'_>, entry: &[u8; 16]) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM entry_history WHERE entry = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE id = ?1)",
        [entry],
    )?;
    Ok(())
}

/// The revisions before the present one, newest first. What this phone did not see itself but a report
/// holds (an entry written on a phone that was lost) stands behind what it saw.
pub fn list(conn: &Connection, entry: EntryId) -> StoreResult<Vec<Past>> {
    let mut stmt = conn.prepare_cached(
        "SELECT revision, removed, body, seq FROM entry_history h WHERE h.entry = ?1
            AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = ?1 AND e.revision = h.revision)
         UNION ALL
         SELECT revision, 0, body, 0 FROM entry_revision r WHERE r.entry = ?1
            AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = ?1 AND e.revision = r.revision)
            AND NOT EXISTS (SELECT 1 FROM entry_history h WHERE h.entry = ?1 AND h.revision = r.revision)",
    )?;
    let rows = stmt.query_map([entry.bytes()], |r| {
        Ok((
            OpId(sql::uuid(r, "revision")?),
            r.get::<_, bool>("removed")?,
            r.get::<_, String>("body")?,
            r.get::<_, i64>("seq")?,
        ))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (revision, removed, body, seq) = row?;
        let entry: Entry = serde_json::from_str(&body)?;
        out.push((seq, Past { revision, entry, removed }));
    }
    out.sort_by_key(|(seq, p)| std::cmp::Reverse((*seq, p.entry.written_at)));
    Ok(out.into_iter().map(|(_, past)| past).collect())
}

/// The revisions that stand beside the present one: written on another phone from the same revision, and later
/// at the server (`kept`). None where this phone has changes of its own waiting, where a later revision has
/// settled it, or somebody who has looked at both.
const BESIDE: &str = "
    FROM entry_revision r JOIN entry e ON e.id = r.entry
    WHERE r.settled = 0 AND r.version > e.version AND r.scope = e.scope
      AND NOT EXISTS (SELECT 1 FROM report_item i WHERE i.entry = r.entry AND i.revision = r.revision)
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.scope = r.scope AND o.kind = 'entry' AND o.state <> 'done'
                      AND o.key = ";

/// What stands beside an entry, the newest first.
pub fn beside(conn: &Connection, entry: EntryId) -> StoreResult<Vec<Past>> {
    let sql = format!("SELECT r.revision, r.body {BESIDE} ?2) AND r.entry = ?1 ORDER BY r.version DESC");
    let mut stmt = conn.prepare_cached(&sql)?;
    let rows = stmt.query_map(params![entry.bytes(), entry.to_string()], |r| {
        Ok((OpId(sql::uuid(r, "revision")?), r.get::<_, String>("body")?))
    })?;
    rows.map(|row| {
        let (revision, body) = row?;
        Ok(Past { revision, entry: serde_json::from_str(&body)?, removed: false })
    })
    .collect()
}

/// An entry of a scope beside which another revision stands; none: there is none.
pub fn with_beside(conn: &Connection, scope: AccountId) -> StoreResult<Option<EntryId>> {
    // An outbox names an entry as text: those few that are left are looked at one by one.
    let mut stmt = conn.prepare_cached(
        "SELECT DISTINCT e.id FROM entry_revision r JOIN entry e ON e.id = r.entry
         WHERE r.scope = ?1 AND r.settled = 0 AND r.version > e.version",
    )?;
    let rows = stmt.query_map([scope.bytes()], |r| Ok(EntryId(sql::uuid(r, "id")?)))?;
    for id in rows {
        let id = id?;
        if !beside(conn, id)?.is_empty() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Somebody has looked at what stands beside an entry, and leaves the entry as it is.
pub fn settle(tx: &Transaction<'_>, scope: AccountId, entry: EntryId) -> StoreResult<()> {
    tx.execute(
        "UPDATE entry_revision SET settled = 1 WHERE scope = ?1 AND entry = ?2",
        params![scope.bytes(), entry.bytes()],
    )?;
    Ok(())
}
