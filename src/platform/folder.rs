//! The app's folder: databases as files of their own name, with SQLite's `-wal`, `-shm` and
//! `-journal` beside them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{DAMAGED, FileError, is_database};

const JOURNALS: [&str; 3] = ["-wal", "-shm", "-journal"];
const LOCK: &str = "open.lock";

/// A folder that can be written to, held by this process alone.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held for its lock, where the system has such locks.
    _lock: Option<fs::File>,
}

fn failed(action: &'static str, path: &Path, cause: &io::Error) -> FileError {
    FileError { action, name: path.display().to_string(), cause: cause.to_string() }
}

impl Folder {
    /// Makes the folder where needed and tries to write in it, so that a read-only disk is told at
    /// the start and not by the first tap that is lost.
    pub(crate) fn open(path: PathBuf) -> Result<Self, FileError> {
        make(&path).map_err(|e| failed("make folder", &path, &e))?;
        let lock = lock(&path)?;
        let folder = Self { path, _lock: lock };
        folder.finish_set_aside()?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, name: &str) -> PathBuf {
        debug_assert!(!name.contains(['/', '\\']), "a database's name is no path");
        self.path.join(name)
    }

    pub(crate) fn db_path(&self, name: &str) -> String {
        self.file(name).to_string_lossy().into_owned()
    }

    pub(crate) fn db_exists(&self, name: &str) -> bool {
        self.file(name).exists()
    }

    pub(crate) fn db_list(&self) -> Vec<String> {
        let mut names: Vec<String> = self.names().into_iter().filter(|n| is_database(n)).collect();
        names.sort();
        names
    }

    fn names(&self) -> Vec<String> {
        match fs::read_dir(&self.path) {
            Ok(entries) => entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect(),
            Err(error) => {
                tracing::error!(%error, "the data folder cannot be listed");
                Vec::new()
            }
        }
    }

    /// The database first, its journals after: a journal that stays behind alone is found at the next
    /// start, while a database without its journal would pass for a whole one.
    pub(crate) fn db_set_aside(&self, name: &str, stamp: &str) -> Result<String, FileError> {
        let mut aside = format!("{name}{DAMAGED}{stamp}");
        let mut again = 2;
        while self.file(&aside).exists() {
            aside = format!("{name}{DAMAGED}{stamp}-{again}");
            again += 1;
        }
        self.rename(name, &aside)?;
        for journal in JOURNALS {
            if self.file(&format!("{name}{journal}")).exists() {
                self.rename(&format!("{name}{journal}"), &format!("{aside}{journal}"))?;
            }
        }
        Ok(aside)
    }

    /// A crash in the middle of setting aside leaves journals without their database. A fresh
    /// database of that name would swallow them: they follow theirs.
    fn finish_set_aside(&self) -> Result<(), FileError> {
        let names = self.names();
        for name in &names {
            let Some((base, journal)) = JOURNALS.iter().find_map(|j| Some((name.strip_suffix(j)?, *j)))
            else {
                continue;
            };
            if !is_database(base) || names.iter().any(|n| n == base) {
                continue;
            }
            let prefix = format!("{base}{DAMAGED}");
            let newest = names
                .iter()
                .filter(|n| n.starts_with(&prefix) && !JOURNALS.iter().any(|j| n.ends_with(j)))
                .max();
            if let Some(newest) = newest {
                let to = format!("{newest}{journal}");
                if !self.file(&to).exists() {
                    self.rename(name, &to)?;
                }
            }
        }
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        fs::rename(self.file(from), self.file(to)).map_err(|e| failed("set aside", &self.file(from), &e))
    }

    /// Every database with its journals, and those that were set aside. The lock stays: it is held.
    pub(crate) fn erase_all(&self) -> Result<(), FileError> {
        let ours = |n: &String| is_database(n) || n.contains(".db-") || n.contains(".db.damaged-");
        let mut names: Vec<String> = self.names().into_iter().filter(ours).collect();
        // Databases before their journals, as below.
        names.sort_by_key(|n| (!is_database(n), n.clone()));
        for name in names {
            let path = self.file(&name);
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed("erase", &path, &e)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Journals go last: without the database they mean nothing, and a hot journal without which the
    /// database were read would bring back half of it.
    pub(crate) fn db_erase(&self, name: &str) -> Result<(), FileError> {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let path = self.file(&format!("{name}{suffix}"));
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed("erase", &path, &e)),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    // notes and chats are nobody else's on a shared computer
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// One window at a time: two would draw each other's old state. Phones see to it themselves.
fn lock(folder: &Path) -> Result<Option<fs::File>, FileError> {
    let path = folder.join(LOCK);
    let file = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|e| failed("write to folder", folder, &e))?;
    if cfg!(any(target_os = "android", target_os = "ios")) {
        return Ok(None);
    }
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Err(FileError {
            action: crate::HELD,
            name: folder.display().to_string(),
            cause: "another window of Qadam has it open".into(),
        }),
        // network folders of some schools have no locks: better to work than to refuse
        Err(fs::TryLockError::Error(error)) => {
            tracing::warn!(%error, "this folder has no locks");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests;
