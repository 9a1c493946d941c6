//! What nobody goes on with: uploads that were left, and what a crash has left of a write.

use futures_util::TryStreamExt;
use object_store::ObjectStore;
use object_store::path::Path;
use qadam_domain::Millis;
use std::collections::HashMap;
use std::path::{Path as FilePath, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::upload::KEPT_MS;
use super::{PhotoError, Photos, Result};

/// How often a server looks. Several on one store may look at once.
pub const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

impl Photos {
    /// Forgets uploads that nobody has gone on with for [`KEPT_MS`]. Gives how many.
    ///
    /// # Errors
    /// The store's.
    pub async fn tidy(&self, now: Millis) -> Result<usize> {
        let before = now.0 - KEPT_MS;
        let mut uploads: HashMap<String, (i64, Vec<Path>)> = HashMap::new();
        let uploads_of_all = Path::from("uploads");
        let mut listed = self.objects.list(Some(&uploads_of_all));
        while let Some(one) = listed.try_next().await? {
            let changed = one.last_modified.timestamp_millis();
            let Some((folder, _)) = one.location.as_ref().rsplit_once('/') else { continue };
            let upload = uploads.entry(folder.to_owned()).or_insert((changed, Vec::new()));
            upload.0 = upload.0.max(changed);
            upload.1.push(one.location);
        }
        let mut gone = 0;
        for (newest, all) in uploads.into_values() {
            if newest < before {
                self.delete(all).await?;
                gone += 1;
            }
        }
        if let Some(folder) = self.folder.clone() {
            blocking(move || leftovers(&folder, before)).await?;
        }
        Ok(gone)
    }

    /// Removes a folder with what it holds, where the store is one.
    pub(super) async fn remove_folder(&self, prefix: &Path) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let folder: PathBuf = folder.join(prefix.as_ref());
        blocking(move || match std::fs::remove_dir_all(&folder) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        })
        .await
    }
}

/// A file becomes an object by its last step; before, its name ends with `#` and a number, and the store does not
/// tell of it. After a crash it stays so.
fn leftovers(folder: &FilePath, before: i64) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            leftovers(&entry.path(), before)?;
            continue;
        }
        if !entry.file_name().to_string_lossy().contains('#') {
            continue;
        }
        let changed = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis());
        if i64::try_from(changed).unwrap_or(i64::MAX) < before {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn blocking(work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Result<()> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(PhotoError::new),
        Err(e) => Err(PhotoError::new(e)),
    }
}
