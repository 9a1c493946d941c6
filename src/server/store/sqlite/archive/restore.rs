//! From an archive or a backup to a data folder that a server can start on.

use qadam_domain::{Clock, Entropy, Millis};
use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::pieces::{self, BASE, failed};
use crate::rules::Packs;
use crate::store::sqlite::backup::{check, copy_keys, copy_of, report};
use crate::store::sqlite::keys::KEYS;
use crate::store::sqlite::{FILE, SqliteStore, connection};
use crate::store::{Result, Store, StoreError};

/// What was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Up to when; none for a backup, which does not say.
    pub at: Option<Millis>,
    /// Accounts in it.
    pub accounts: u64,
    /// Records in it.
    pub records: u64,
    /// People who were erased since, and were taken out again.
    pub erased: u64,
    /// People whose keys are missing: nothing of them can be read, and they were taken out.
    pub unreadable: u64,
}

fn refuse(why: impl Into<String>) -> StoreError {
    StoreError::Other(why.into())
}

/// Makes the data folder `to`, which must not be there or be empty, from `from`: an archive (a folder) or a
/// backup (a file). `at`: the state of that moment, for an archive. `keys`: a file of keys instead of the one
/// beside. `without`: people whose keys are missing are given up.
///
/// # Errors
/// What is wrong, in words for an operator; then nothing is left at `to`.
pub async fn restore(
    from: &Path,
    to: &Path,
    at: Option<Millis>,
    keys: Option<&Path>,
    without: bool,
    clock: &(dyn Clock + Sync),
    entropy: &(dyn Entropy + Sync),
) -> Result<Restored> {
    if fs::read_dir(to).is_ok_and(|mut d| d.next().is_some()) || to.is_file() {
        return Err(refuse(format!("{} is there and not empty: nothing is overwritten", to.display())));
    }
    fs::create_dir_all(to).map_err(|e| failed(to, e))?;
    let done = fill(from, to, at, keys, without, clock, entropy).await;
    if done.is_err()
        && let Err(left) = fs::remove_dir_all(to)
    {
        tracing::warn!(%left, "what was begun stays behind");
    }
    done
}

async fn fill(
    from: &Path,
    to: &Path,
    at: Option<Millis>,
    keys: Option<&Path>,
    without: bool,
    clock: &(dyn Clock + Sync),
    entropy: &(dyn Entropy + Sync),
) -> Result<Restored> {
    let database = to.join(FILE);
    let (until, beside) = if from.is_dir() {
        (Some(from_archive(from, &database, at)?), from.join(KEYS))
    } else if !from.is_file() {
        return Err(refuse(format!("there is no archive and no backup at {}", from.display())));
    } else if at.is_some() {
        return Err(refuse("a backup is of one moment; a moment can be chosen from an archive alone"));
    } else {
        copy_of(from, &database)?;
        (None, from.with_file_name(KEYS))
    };
    check(&database)?;
    let keys = keys.map_or(beside, Path::to_owned);
    if keys.is_file() {
        copy_keys(&keys, &to.join(KEYS))?;
    } else if needs_keys(&database)? {
        return Err(refuse(format!(
            "there are no keys at {}; without them nothing can be read. Say --keys where their newest copy is",
            keys.display()
        )));
    }
    let store = SqliteStore::open(to, Packs::shipped(), entropy)?;
    let unreadable = store.without_key()?;
    if !unreadable.is_empty() && !without {
        return Err(refuse(format!(
            "the keys of {} people are missing, who were not erased: {} is not the newest copy. Say --keys where \
             that is, or --without-keys to go on without these people",
            unreadable.len(),
            keys.display()
        )));
    }
    let erased = store.renew(connection::new_epoch(entropy), Vec::new(), clock.now()).await?;
    for person in &unreadable {
        store.erase(*person, clock.now()).await?;
    }
    store.close().await?;
    drop(store);
    check(&database)?;
    let holds = report(&database)?;
    Ok(Restored {
        at: until,
        accounts: holds.accounts,
        records: holds.records,
        erased,
        unreadable: unreadable.len() as u64,
    })
}

/// Whether rows are sealed in it.
fn needs_keys(database: &Path) -> Result<bool> {
    let conn = connection::open_reader(database)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'keys')";
    conn.query_row(sql, [], |r| r.get(0)).map_err(|e| super::err(&e))
}

/// The state of a moment. Gives up to when it goes.
fn from_archive(archive: &Path, database: &Path, at: Option<Millis>) -> Result<Millis> {
    let mut lives = pieces::lives(archive)?;
    let first = lives.first().map(|life| life.since);
    let at = at.unwrap_or(Millis(i64::MAX));
    lives.retain(|life| life.since <= at);
    let Some(life) = lives.pop() else {
        return Err(refuse(match first {
            None => format!("{} holds no archive", archive.display()),
            Some(first) => format!("the archive begins later, at {}", moment(first)),
        }));
    };
    fs::copy(life.folder.join(BASE), database).map_err(|e| failed(database, e))?;
    let mut file = OpenOptions::new().write(true).open(database).map_err(|e| failed(database, e))?;
    let mut until = life.since;
    for (moment, piece) in life.pieces()?.into_iter().filter(|(moment, _)| *moment <= at) {
        let of = pieces::read(&piece)?;
        let size = u64::from(of.page_size);
        for (number, page) in &of.pages {
            let to = SeekFrom::Start(u64::from(number.saturating_sub(1)) * size);
            file.seek(to).and_then(|_| file.write_all(page)).map_err(|e| failed(database, e))?;
        }
        file.set_len(u64::from(of.size) * size).map_err(|e| failed(database, e))?;
        until = moment;
    }
    file.sync_all().map_err(|e| failed(database, e))?;
    Ok(until)
}

/// A moment for people, in UTC.
pub(crate) fn moment(at: Millis) -> String {
    let at = chrono::DateTime::<chrono::Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
