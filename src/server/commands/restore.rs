//! After a loss: a data folder out of a backup or an archive, and a new epoch.

use chrono::DateTime;
use qadam_domain::{Clock as _, Entropy as _, Millis};
use std::path::Path;

use super::{Data, Failure, people};
use crate::clock::{SystemClock, SystemEntropy};
use crate::store::sqlite::{FILE, KEYS, archive};

/// A moment with its place on earth: `2026-11-20T10:15:00+05:00`.
pub(super) fn moment(text: &str) -> Result<Millis, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| Millis(at.timestamp_millis()))
        .map_err(|_| "a moment reads like 2026-11-20T10:15:00+05:00 (or …Z for UTC)".to_owned())
}

/// `restore`.
pub(super) async fn restore(
    from: &Path,
    to: &Path,
    at: Option<Millis>,
    keys: Option<&Path>,
    without: bool,
) -> Result<(), Failure> {
    let done = archive::restore(from, to, at, keys, without, &SystemClock, &SystemEntropy).await?;
    say!(
        "{}: restored from {}{}; checked.",
        to.join(FILE).display(),
        from.display(),
        done.at.map_or_else(|| ", a backup".to_owned(), |at| format!(", as of {}", archive::moment(at)))
    );
    say!("{} accounts, {} records.", done.accounts, done.records);
    if done.erased > 0 {
        say!("{} people who were erased since have been taken out again.", done.erased);
    }
    if done.unreadable > 0 {
        say!("{} people whose keys are missing have been given up.", done.unreadable);
    }
    say!("");
    say!("What to do now:");
    say!("  1. Put the copy of the pictures to {} (or say --photos as before).", to.join("photos").display());
    say!("  2. Start: qadam-server serve --data {} …, with everything else as before.", to.display());
    say!(
        "  3. Phones notice by themselves. What they sent after that moment they send again, if it was within"
    );
    say!("     the last 30 days. Who joined or signed in after it needs a new code.");
    say!("  4. Keep the old folder until you have looked at the new one; {KEYS} belongs to its database.");
    Ok(())
}

/// `epoch`.
pub(super) async fn epoch(erased: Option<&Path>, data: &Data) -> Result<(), Failure> {
    if data.postgres().is_none() && !data.folder.join(FILE).is_file() {
        return Err(Failure::Plain(format!("there is no database in {}", data.folder.display())));
    }
    let erased = erased.map(people::noted).transpose()?.unwrap_or_default();
    let store = data.open().await?;
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    let again = store.renew(format!("{:016x}", u64::from_be_bytes(bytes)), erased, SystemClock.now()).await?;
    say!("The database has a new epoch: phones will read everything again and offer what is missing.");
    say!(
        "{again} people who were erased since have been taken out again; {} are listed.",
        store.erased().await?.len()
    );
    say!("Now start the servers.");
    Ok(store.close().await?)
}

/// `erased`: the list.
pub(super) async fn erased(data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    for who in store.erased().await? {
        say!("{who}");
    }
    Ok(store.close().await?)
}
