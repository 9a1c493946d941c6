//! A copy of the database while it is in use, checked before it is called a backup.

use qadam_domain::Entropy;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::Duration;

use super::connection::{self, new_epoch};
use super::map::err;
use crate::store::{Result, StoreError};

/// How often, and after what pause, a copy is tried while another process holds the database: 10 s in all.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// Size of the file.
    pub bytes: u64,
    /// Accounts in it.
    pub accounts: u64,
    /// Records in it.
    pub records: u64,
}

/// Copies the database at `from` to the new file `to` and checks the copy: SQLite's own integrity check,
/// foreign keys, and that it opens.
///
/// The copy gets an epoch of its own: a server started from it makes phones offer again what they sent
/// after the backup was taken.
pub fn backup(from: &Path, to: &Path, entropy: &dyn Entropy) -> Result<BackupReport> {
    if to.exists() {
        return Err(StoreError::NotWritable(format!("{} exists already", to.display())));
    }
    let part = to.with_extension("part");
    let done = copy(from, &part, entropy).and_then(|()| check(&part));
    if let Err(cause) = done {
        if let Err(left) = std::fs::remove_file(&part)
            && left.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%left, "an unfinished backup stays behind");
        }
        return Err(cause);
    }
    std::fs::rename(&part, to).map_err(|e| StoreError::NotWritable(format!("{}: {e}", to.display())))?;
    report(to)
}

fn copy(from: &Path, part: &Path, entropy: &dyn Entropy) -> Result<()> {
    let source = connection::open_reader(from)?;
    let mut copy = Connection::open(part).map_err(|e| err(&e))?;
    {
        let backup = Backup::new(&source, &mut copy).map_err(|e| err(&e))?;
        // All pages in one step, so in one read transaction: a writer does not make it start over.
        let mut tries = 0;
        loop {
            match backup.step(-1).map_err(|e| err(&e))? {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                }
                StepResult::Busy | StepResult::Locked => return Err(StoreError::Busy),
                _ => {}
            }
        }
    }
    // One file, no log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE").map_err(|e| err(&e))?;
    copy.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", params![new_epoch(entropy)])
        .map_err(|e| err(&e))?;
    copy.close().map_err(|(_, e)| err(&e))
}

fn check(file: &Path) -> Result<()> {
    let conn = connection::open_reader(file)?;
    let verdict: String =
        conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).map_err(|e| err(&e))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    let dangling: i64 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))
        .map_err(|e| err(&e))?;
    if dangling == 0 { Ok(()) } else { Err(StoreError::Damaged(format!("{dangling} dangling rows"))) }
}

fn report(file: &Path) -> Result<BackupReport> {
    let conn = connection::open_reader(file)?;
    let count = |sql: &str| conn.query_row(sql, [], |r| super::map::number(r, 0)).map_err(|e| err(&e));
    Ok(BackupReport {
        bytes: std::fs::metadata(file).map_err(|e| StoreError::Other(e.to_string()))?.len(),
        accounts: count("SELECT count(*) FROM account")?,
        records: count("SELECT count(*) FROM record")?,
    })
}
