//! Opening the file: settings, migrations, the epoch.

use qadam_domain::{Entropy, Millis};
use qadam_protocol::record::Body;
use qadam_protocol::wire::write_body;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::keys::Keys;
use super::map::err;
use crate::store::{Result, StoreError};

/// How long to wait for another process that writes (a command beside a running server).
const BUSY: Duration = Duration::from_secs(5);

/// The migration that seals what is there.
const SEALED_SINCE: i64 = 4;

/// Policed list: a migration that was released is never edited, only followed.
pub(super) const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("schema/0001_start.sql")),
    M::up(include_str!("schema/0002_devices.sql")),
    M::up(include_str!("schema/0003_compact.sql")),
    M::up(include_str!("schema/0004_sealed.sql")),
    M::up(include_str!("schema/0005_moved.sql")),
    M::up(include_str!("schema/0006_copies.sql")),
];

pub(super) fn open_writer(path: &Path, keys: &Arc<Keys>, entropy: &dyn Entropy) -> Result<Connection> {
    let mut conn = Connection::open(path).map_err(|e| err(&e))?;
    settings(&conn)?;
    conn.pragma_update(None, "journal_mode", "WAL").map_err(|e| err(&e))?;
    conn.pragma_update(None, "synchronous", "FULL").map_err(|e| err(&e))?;
    migrate(&mut conn, keys)?;
    belong_together(&conn, keys)?;
    let epoch = new_epoch(entropy);
    conn.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?1)", params![epoch])
        .map_err(|e| err(&e))?;
    Ok(conn)
}

pub(super) fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|e| err(&e))?;
    settings(&conn)?;
    Ok(conn)
}

/// A reader that can open what is sealed.
pub(super) fn open_reader_with(path: &Path, keys: &Arc<Keys>) -> Result<Connection> {
    let conn = open_reader(path)?;
    keys.give_to(&conn)?;
    Ok(conn)
}

/// A database without its keys must not get new ones: its rows would be of two kinds, and half of them lost.
fn belong_together(conn: &Connection, keys: &Keys) -> Result<()> {
    let there = keys.name()?;
    conn.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('keys', ?1)", [&there])
        .map_err(|e| err(&e))?;
    let wanted: String =
        conn.query_row("SELECT value FROM meta WHERE key = 'keys'", [], |r| r.get(0)).map_err(|e| err(&e))?;
    if wanted == there { Ok(()) } else { Err(StoreError::Keys) }
}

fn settings(conn: &Connection) -> Result<()> {
    conn.busy_timeout(BUSY).map_err(|e| err(&e))?;
    conn.pragma_update(None, "foreign_keys", true).map_err(|e| err(&e))?;
    conn.pragma_update(None, "temp_store", "MEMORY").map_err(|e| err(&e))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

pub(super) fn migrate(conn: &mut Connection, keys: &Arc<Keys>) -> Result<()> {
    use rusqlite_migration::{Error, MigrationDefinitionError};
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("compact", 1, flags, |call| {
        let body: Body = serde_json::from_str(call.get_raw(0).as_str()?)
            .map_err(|e| rusqlite::Error::UserFunctionError(Box::new(e)))?;
        Ok(write_body(&body))
    })
    .map_err(|e| err(&e))?;
    keys.give_to(conn)?;
    let before = version(conn)?;
    let opens = (1..SEALED_SINCE).contains(&before);
    if opens {
        // Keys are on the disk before what they seal.
        let ids: Vec<[u8; 16]> = conn
            .prepare("SELECT id FROM account")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .map_err(|e| err(&e))?;
        keys.make_for(&ids)?;
    }
    Migrations::from_slice(MIGRATIONS).to_latest(conn).map_err(|e| match e {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => StoreError::Newer,
        Error::RusqliteError { err: cause, .. } => err(&cause),
        other => StoreError::Other(other.to_string()),
    })?;
    if opens {
        // Pages that are free now still hold texts in the open.
        conn.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").map_err(|e| err(&e))?;
    }
    Ok(())
}

/// The number of the last migration.
fn version(conn: &Connection) -> Result<i64> {
    conn.pragma_query_value(None, "user_version", |r| r.get(0))
        .optional()
        .map_err(|e| err(&e))
        .map(|v| v.unwrap_or(0))
}

/// A name that no other life of this database has.
pub(super) fn new_epoch(entropy: &dyn Entropy) -> String {
    let mut bytes = [0u8; 8];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// When the database was last put back from a copy.
pub(super) fn restored(conn: &Connection) -> Result<Option<Millis>> {
    let at: Option<String> = conn
        .query_row("SELECT value FROM meta WHERE key = 'restored'", [], |r| r.get(0))
        .optional()
        .map_err(|e| err(&e))?;
    Ok(at.and_then(|at| at.parse().ok()).map(Millis))
}

pub(super) fn epoch(conn: &Connection) -> Result<String> {
    conn.query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |r| r.get(0)).map_err(|e| err(&e))
}
