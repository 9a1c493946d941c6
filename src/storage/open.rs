//! Opening a file, and what to do when it cannot be.

use rusqlite::Connection;

use crate::error::{StoreError, StoreResult};
use crate::schema;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// The phone's own: profiles and settings.
    Device,
    /// One profile's.
    Profile,
}

/// Opens (or makes) a file and brings it to the newest schema.
///
/// `wal`: journal in WAL mode (not on OPFS). Every commit is flushed to the disk before it returns.
/// A file that cannot be read gives [`StoreError::Damaged`]: move it aside, keep it, start anew.
pub fn open(path: &str, file: File, wal: bool) -> StoreResult<Connection> {
    let mut conn = Connection::open(path)?;
    // A first read makes SQLite look at the header, before anything is written.
    let _: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    let mode = if wal { "WAL" } else { "TRUNCATE" };
    conn.pragma_update(None, "journal_mode", mode)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Android has no folder for temporary files.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.set_prepared_statement_cache_capacity(64);
    match file {
        File::Device => schema::device().to_latest(&mut conn)?,
        File::Profile => schema::profile().to_latest(&mut conn)?,
    }
    Ok(conn)
}

/// Looks through the whole file. Slow with a long history: for doubts, not for every start.
pub fn check(conn: &Connection) -> StoreResult<()> {
    let said: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged(said)) }
}

/// Runs `work` in one transaction that takes the write lock at once; rolls back on any error.
pub fn commit<T, E: From<StoreError>>(
    conn: &mut Connection,
    work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = conn
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(|e| E::from(StoreError::from(e)))?;
    let out = work(&tx)?;
    tx.commit().map_err(|e| E::from(StoreError::from(e)))?;
    Ok(out)
}

/// A small text by its key.
pub fn fact(conn: &Connection, key: &str) -> StoreResult<Option<String>> {
    use rusqlite::OptionalExtension;
    Ok(conn.query_row("SELECT value FROM fact WHERE key = ?1", [key], |r| r.get(0)).optional()?)
}

/// Sets a small text.
pub fn set_fact(tx: &rusqlite::Transaction<'_>, key: &str, value: &str) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO fact (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}

/// Drops a small text.
pub fn drop_fact(tx: &rusqlite::Transaction<'_>, key: &str) -> StoreResult<()> {
    tx.execute("DELETE FROM fact WHERE key = ?1", [key])?;
    Ok(())
}
