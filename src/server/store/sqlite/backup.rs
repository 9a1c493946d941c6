//! A copy of the database while it is in use, checked before it is called a backup.

use qadam_domain::Entropy;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::Duration;

use super::connection::{self, new_epoch};
use super::keys::KEYS;
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
/// after the backup was taken. The keys go beside it, always by the same name.
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
    keys_beside(from, to)?;
    std::fs::rename(&part, to).map_err(|e| StoreError::NotWritable(format!("{}: {e}", to.display())))?;
    report(to)
}

/// The keys of the database at `from`, over the ones that lie beside the backup: of those that were erased no
/// copy may stay.
fn keys_beside(from: &Path, to: &Path) -> Result<()> {
    let (keys, copy) = (from.with_file_name(KEYS), to.with_file_name(KEYS));
    let same = keys.canonicalize().ok().is_some_and(|k| copy.canonicalize().is_ok_and(|c| c == k));
    if same || !keys.is_file() {
        return Ok(());
    }
    refuse_others(&copy, &keys)?;
    copy_keys(&keys, &copy)
}

/// Keys are written over: never those of another database.
pub(super) fn refuse_others(copy: &Path, keys: &Path) -> Result<()> {
    if !copy.is_file() || keys_name(copy)? == keys_name(keys)? {
        return Ok(());
    }
    Err(StoreError::NotWritable(format!("{} holds the keys of another database", copy.display())))
}

/// Which file of keys this is.
fn keys_name(file: &Path) -> Result<String> {
    connection::open_reader(file)?
        .query_row("SELECT value FROM about WHERE key = 'name'", [], |r| r.get(0))
        .map_err(|e| err(&e))
}

/// Copies a file of keys over another one.
pub fn copy_keys(from: &Path, to: &Path) -> Result<()> {
    let part = to.with_extension("part");
    let failed = |e: std::io::Error| StoreError::NotWritable(format!("{}: {e}", to.display()));
    match std::fs::remove_file(&part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
        _ => {}
    }
    copy_of(from, &part)?;
    std::fs::File::open(&part).and_then(|f| f.sync_all()).map_err(failed)?;
    std::fs::rename(&part, to).map_err(failed)
}

fn copy(from: &Path, part: &Path, entropy: &dyn Entropy) -> Result<()> {
    copy_of(from, part)?;
    let copy = Connection::open(part).map_err(|e| err(&e))?;
    copy.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", params![new_epoch(entropy)])
        .map_err(|e| err(&e))?;
    copy.close().map_err(|(_, e)| err(&e))
}

/// Copies a database that may be in use: one file, no log beside it, the same rows.
pub(super) fn copy_of(from: &Path, to: &Path) -> Result<()> {
    let source = connection::open_reader(from)?;
    let mut copy = Connection::open(to).map_err(|e| err(&e))?;
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
    copy.close().map_err(|(_, e)| err(&e))
}

pub(super) fn check(file: &Path) -> Result<()> {
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

pub(super) fn report(file: &Path) -> Result<BackupReport> {
    let conn = connection::open_reader(file)?;
    let count = |sql: &str| conn.query_row(sql, [], |r| super::map::number(r, 0)).map_err(|e| err(&e));
    Ok(BackupReport {
        bytes: std::fs::metadata(file).map_err(|e| StoreError::Other(e.to_string()))?.len(),
        accounts: count("SELECT count(*) FROM account")?,
        records: count("SELECT count(*) FROM record")?,
    })
}
