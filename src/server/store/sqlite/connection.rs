//! Opening the file: settings, migrations, the epoch.

use qadam_domain::Entropy;
use qadam_protocol::record::Body;
use qadam_protocol::wire::write_body;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, params};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::time::Duration;

use super::map::err;
use crate::store::{Result, StoreError};

/// How long to wait for another process that writes (a command beside a running server).
const BUSY: Duration = Duration::from_secs(5);

/// Policed list: a migration that was released is never edited, only followed.
pub(super) const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("schema/0001_start.sql")),
    M::up(include_str!("schema/0002_devices.sql")),
    M::up(include_str!("schema/0003_compact.sql")),
];

pub(super) fn open_writer(path: &Path, entropy: &dyn Entropy) -> Result<Connection> {
    let mut conn = Connection::open(path).map_err(|e| err(&e))?;
    settings(&conn)?;
    conn.pragma_update(None, "journal_mode", "WAL").map_err(|e| err(&e))?;
    conn.pragma_update(None, "synchronous", "FULL").map_err(|e| err(&e))?;
    migrate(&mut conn)?;
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

fn settings(conn: &Connection) -> Result<()> {
    conn.busy_timeout(BUSY).map_err(|e| err(&e))?;
    conn.pragma_update(None, "foreign_keys", true).map_err(|e| err(&e))?;
    conn.pragma_update(None, "temp_store", "MEMORY").map_err(|e| err(&e))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    use rusqlite_migration::{Error, MigrationDefinitionError};
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("compact", 1, flags, |call| {
        let body: Body = serde_json::from_str(call.get_raw(0).as_str()?)
            .map_err(|e| rusqlite::Error::UserFunctionError(Box::new(e)))?;
        Ok(write_body(&body))
    })
    .map_err(|e| err(&e))?;
    Migrations::from_slice(MIGRATIONS).to_latest(conn).map_err(|e| match e {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => StoreError::Newer,
        Error::RusqliteError { err: cause, .. } => err(&cause),
        other => StoreError::Other(other.to_string()),
    })
}

/// A name that no other life of this database has.
pub(super) fn new_epoch(entropy: &dyn Entropy) -> String {
    let mut bytes = [0u8; 8];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub(super) fn epoch(conn: &Connection) -> Result<String> {
    conn.query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |r| r.get(0)).map_err(|e| err(&e))
}
