//! The schema, brought up by the first server that starts with a newer program.
//!
//! A runner of our own, because several servers may start at once and an older one must know that it is
//! older; docs/postgres.md says what the library that there is does instead.

use super::link::{Link, values};
use super::map::{Result, get, number};
use crate::store::StoreError;

/// Policed list: a migration that was released is never edited, only followed.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("schema/0001_start.sql")];

/// Two servers may do this at a time: the second waits at the row of the version, and then finds nothing to
/// do. Making that table itself can collide; then this is run again.
pub(super) async fn migrate(link: &Link, epoch: &str) -> Result<()> {
    let known = MIGRATIONS.len() as u64;
    let encoding = link.query("SELECT current_setting('server_encoding')", values![]).await?;
    let encoding: String = encoding.first().map_or(Ok(String::new()), |r| get(r, 0))?;
    if !encoding.eq_ignore_ascii_case("UTF8") {
        let words = format!("its encoding is {encoding}; make one with ENCODING 'UTF8' TEMPLATE template0");
        return Err(StoreError::Other(words).into());
    }
    link.batch(
        "CREATE TABLE IF NOT EXISTS schema_version (id BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);
         INSERT INTO schema_version (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING",
    )
    .await?;
    // A table of millions of rows takes its time.
    link.begin("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")?
        .run()
        .await?;
    let rows = link.query("SELECT version FROM schema_version WHERE id = 1 FOR UPDATE", values![]).await?;
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
    link.query(sql, values![epoch.to_owned()]).await?;
    link.end("COMMIT").await
}
