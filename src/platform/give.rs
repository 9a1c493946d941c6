//! Files for the person: an export, a calendar. They go where people look for files, not where ours are.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::FileError;

/// As many names as are tried beside one that is taken.
const TRIES: u32 = 1_000;

/// Desktop: downloads, else documents. iOS: the documents that the Files app shows (Info.plist lets it).
/// Android: the app's folder on the shared storage, which a computer and file managers reach.
#[cfg(not(target_os = "android"))]
pub(crate) fn folder() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    let place = dirs.download_dir().or(dirs.document_dir()).unwrap_or(dirs.home_dir());
    Some(place.to_owned())
}

#[cfg(target_os = "android")]
pub(crate) fn folder() -> Option<PathBuf> {
    crate::android::documents_dir().ok()
}

/// Writes a file that was not there before; never over another one.
pub(crate) fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<String, FileError> {
    let failed = |cause: &io::Error| FileError {
        action: "save",
        name: folder.join(name).display().to_string(),
        cause: cause.to_string(),
    };
    fs::create_dir_all(folder).map_err(|e| failed(&e))?;
    let name = plain(name);
    for n in 1..=TRIES {
        let path = folder.join(beside(&name, n));
        let file = match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            other => other.map_err(|e| failed(&e))?,
        };
        if let Err(e) = write(file, bytes) {
            // half an export must not pass for a whole one
            if let Err(error) = fs::remove_file(&path) {
                tracing::error!(%error, "half a file stays");
            }
            return Err(failed(&e));
        }
        return Ok(path.display().to_string());
    }
    Err(failed(&io::Error::from(io::ErrorKind::AlreadyExists)))
}

fn write(mut file: fs::File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A person's name stands in the file's: what is a path or forbidden somewhere becomes a dash.
fn plain(name: &str) -> String {
    let bad = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let name: String = name.chars().map(|c| if bad(c) { '-' } else { c }).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

/// `a.json`, `a-2.json`, `a-3.json`.
fn beside(name: &str, n: u32) -> String {
    match (n, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, end))) => format!("{stem}-{n}.{end}"),
        (_, None) => format!("{name}-{n}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_written_over_and_no_name_leaves_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let save = |name: &str, text: &str| save(dir.path(), name, text.as_bytes()).unwrap();
        let first = save("qadam-export-Әсел-2026-11-22.json", "a");
        let second = save("qadam-export-Әсел-2026-11-22.json", "b");
        assert!(first.ends_with("qadam-export-Әсел-2026-11-22.json"));
        assert!(second.ends_with("qadam-export-Әсел-2026-11-22-2.json"));
        assert_eq!(fs::read_to_string(first).unwrap(), "a");
        assert_eq!(fs::read_to_string(second).unwrap(), "b");
        let odd = save("../../etc/a:b\n.csv", "c");
        assert_eq!(Path::new(&odd).parent(), Some(dir.path()), "{odd}");
        assert!(odd.ends_with("-..-etc-a-b-.csv"), "{odd}");
    }
}
