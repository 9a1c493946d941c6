//! The schema, brought up by the first server that starts with a newer program.
//!
//! A runner of our own, because several servers may start at once and an older one must know that it is
//! older; docs/postgres.md says what the library that there is does instead.

use super::link::{Link, values};
use super::map::{Result, epoch, get, number};
use crate::store::StoreError;

/// Policed list: a migration that was released is never edited, only followed.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_start.sql"),
    include_str!("schema/0002_erased.sql"),
    include_str!("schema/0003_moved.sql"),
    include_str!("schema/0004_copies.sql"),
];

const VERSION: &str = "SELECT version FROM schema_version WHERE id = 1";

/// Whether there is nothing to do, as at most starts: then nothing is locked and nobody is waited for.
pub(super) async fn is_done(link: &Link) -> Result<bool> {
    let sql = "SELECT current_setting('server_encoding'), current_setting('transaction_read_only'),
               to_regclass('schema_version') IS NOT NULL";
    let about = link.query(sql, values![]).await?;
    let about = about.first().ok_or_else(|| StoreError::Other("PostgreSQL says nothing of itself".into()))?;
    let (encoding, read_only): (String, String) = (get(about, 0)?, get(about, 1)?);
    if !encoding.eq_ignore_ascii_case("UTF8") {
        let words = format!("its encoding is {encoding}; make one with ENCODING 'UTF8' TEMPLATE template0");
        return Err(StoreError::Other(words).into());
    }
    writable(&read_only)?;
    if !get::<bool>(about, 2)? {
        return Ok(false);
    }
    let version = link.query(VERSION, values![]).await?;
    let version = version.first().map_or(Ok(0), |r| number(r, 0))?;
    let known = MIGRATIONS.len() as u64;
    if version != known {
        return if version > known { Err(StoreError::Newer.into()) } else { Ok(false) };
    }
    Ok(!link.query("SELECT 1 FROM meta WHERE key = 'epoch'", values![]).await?.is_empty())
}

fn writable(read_only: &str) -> Result<()> {
    match read_only {
        "on" => Err(StoreError::NotWritable("PostgreSQL is read-only here, as a standby is".into()).into()),
        _ => Ok(()),
    }
}

/// Whether the schema is there and takes ops. A database that became a standby answers, but takes none.
pub(super) async fn is_well(link: &Link) -> Result<()> {
    let sql = "SELECT value, current_setting('transaction_read_only') FROM meta WHERE key = 'epoch'";
    let rows = link.query(sql, values![]).await?;
    epoch(&rows)?;
    rows.first().map_or(Ok(()), |r| writable(&get::<String>(r, 1)?))
}

/// Two servers may do this at a time: the second waits at the row of the version, and then finds nothing to
/// do. Making that table itself can collide; then this is run again.
pub(super) async fn migrate(link: &Link, epoch: String) -> Result<()> {
    let known = MIGRATIONS.len() as u64;
    link.batch(
        "CREATE TABLE IF NOT EXISTS schema_version (id BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);
         INSERT INTO schema_version (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING",
    )
    .await?;
    // A table of millions of rows takes its time. But a server that stops in the middle and says nothing any
    // more is not waited for: the database ends its transaction as any other's.
    link.begin("BEGIN; SET LOCAL statement_timeout = 0")?.run().await?;
    let mut rows = link.query(&format!("{VERSION} FOR UPDATE SKIP LOCKED"), values![]).await?;
    if rows.is_empty() {
        tracing::info!("another server is bringing the schema up: waiting for it");
        rows = link.query(&format!("{VERSION} FOR UPDATE"), values![]).await?;
    }
    let version = rows.first().map_or(Ok(0), |r| number(r, 0))?;
    if version > known {
        return Err(StoreError::Newer.into());
    }
    for (n, sql) in (1u64..).zip(MIGRATIONS).filter(|(n, _)| *n > version) {
        link.batch(sql).await?;
        tracing::info!(version = n, "the schema was brought up");
    }
    if version < known {
        let sql = "UPDATE schema_version SET version = $1 WHERE id = 1";
        link.query(sql, values![MIGRATIONS.len() as i64]).await?;
    }
    let sql = "INSERT INTO meta (key, value) VALUES ('epoch', $1) ON CONFLICT (key) DO NOTHING";
    link.query(sql, values![epoch]).await?;
    Ok(())
}
