//! The archive as files: which there are, and what is in one.
//!
//! ```text
//! 20261120T101500123/              a life of the archive, named after the moment of its base
//!     base.sqlite                  the whole database at that moment
//!     20261120T101501200.pages     what was committed since, to this moment; and so on
//! keys.sqlite                      the newest keys, written over
//! ```

use chrono::{DateTime, NaiveDateTime, Utc};
use qadam_domain::Millis;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::wal::Pages;
use crate::store::{Result, StoreError};

/// Name of the copy that a life begins with.
pub(super) const BASE: &str = "base.sqlite";
const PAGES: &str = "pages";
const FORM: &str = "%Y%m%dT%H%M%S%3f";
const MAGIC: &[u8; 8] = b"qadam-p1";
const LEVEL: i32 = 3;
/// Larger than any page of SQLite.
const PAGE_MAX: u32 = 65_536;

pub(super) fn failed(at: &Path, e: impl std::fmt::Display) -> StoreError {
    StoreError::NotWritable(format!("{}: {e}", at.display()))
}

/// A moment as the name of a file.
pub(super) fn name(at: Millis) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default().format(FORM).to_string()
}

fn moment(name: &str) -> Option<Millis> {
    let at = NaiveDateTime::parse_from_str(name, FORM).ok()?;
    Some(Millis(at.and_utc().timestamp_millis()))
}

/// A base and what came after it.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) folder: PathBuf,
    pub(super) since: Millis,
}

/// All lives whose base is whole, the oldest first.
pub(super) fn lives(archive: &Path) -> Result<Vec<Life>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(archive).map_err(|e| failed(archive, e))? {
        let folder = entry.map_err(|e| failed(archive, e))?.path();
        let since = folder.file_name().and_then(|n| moment(n.to_str()?));
        if let Some(since) = since
            && folder.join(BASE).is_file()
        {
            all.push(Life { folder, since });
        }
    }
    all.sort_by_key(|life| life.since);
    Ok(all)
}

impl Life {
    /// What came after the base, in its order.
    pub(super) fn pieces(&self) -> Result<Vec<(Millis, PathBuf)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(|e| failed(&self.folder, e))? {
            let path = entry.map_err(|e| failed(&self.folder, e))?.path();
            let is = path.extension().is_some_and(|e| e == PAGES);
            let at = path.file_stem().and_then(|n| moment(n.to_str()?));
            if let (true, Some(at)) = (is, at) {
                all.push((at, path));
            }
        }
        all.sort();
        Ok(all)
    }
}

/// Writes pages to a file of their own, on the disk when this returns. Gives how long it is.
pub(super) fn write(folder: &Path, at: Millis, of: &Pages) -> Result<u64> {
    let path = folder.join(name(at)).with_extension(PAGES);
    let part = path.with_extension("part");
    let run = || -> std::io::Result<u64> {
        let mut out = zstd::Encoder::new(File::create(&part)?, LEVEL)?;
        out.include_checksum(true)?;
        out.write_all(MAGIC)?;
        let count = u32::try_from(of.pages.len()).unwrap_or(u32::MAX);
        for n in [of.page_size, of.size, count] {
            out.write_all(&n.to_be_bytes())?;
        }
        for (number, page) in &of.pages {
            out.write_all(&number.to_be_bytes())?;
            out.write_all(page)?;
        }
        let file = out.finish()?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        sync_folder(folder)?;
        Ok(file.metadata()?.len())
    };
    run().map_err(|e| failed(&path, e))
}

/// A name is on the disk when its folder is.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Reads what [`write`] wrote.
pub(super) fn read(path: &Path) -> Result<Pages> {
    let broken = |e: &dyn std::fmt::Display| StoreError::Damaged(format!("{}: {e}", path.display()));
    let run = || -> std::io::Result<Option<Pages>> {
        let mut file = zstd::Decoder::new(File::open(path)?)?;
        let mut magic = [0; 8];
        file.read_exact(&mut magic)?;
        let mut number = || {
            let mut n = [0; 4];
            file.read_exact(&mut n).map(|()| u32::from_be_bytes(n))
        };
        let (page_size, size, count) = (number()?, number()?, number()?);
        if &magic != MAGIC || page_size > PAGE_MAX {
            return Ok(None);
        }
        let mut pages = BTreeMap::new();
        for _ in 0..count {
            let mut n = [0; 4];
            file.read_exact(&mut n)?;
            let mut page = vec![0; page_size as usize];
            file.read_exact(&mut page)?;
            pages.insert(u32::from_be_bytes(n), page);
        }
        // The checksum stands behind the last byte.
        let ends = file.read(&mut [0])? == 0;
        Ok(ends.then_some(Pages { page_size, size, pages }))
    };
    run().map_err(|e| broken(&e))?.ok_or_else(|| broken(&"no pages of an archive"))
}
