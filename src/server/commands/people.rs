//! What an operator does for one person: hand out everything of them, or erase it.

use qadam_domain::photo::PhotoId;
use qadam_domain::{AccountId, Clock, OpId};
use qadam_protocol::record::{Body, Member};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use super::{Data, Failure, PhotoOptions, admin};
use crate::clock::{SystemClock, SystemEntropy};
use crate::photos::Photos;
use crate::store::sqlite::{FILE, KEYS, copy_keys};
use crate::store::{Erased, Store};

/// The participant of a name or an id. An id is taken even where nobody has it: they may have been erased.
async fn find(store: &dyn Store, who: &str) -> Result<(AccountId, Option<Member>), Failure> {
    let who = who.trim();
    let mut found = store.participants().await?;
    if let Ok(id) = who.parse::<AccountId>() {
        let member = found.into_iter().find(|m| m.participant == id);
        return Ok((id, member));
    }
    found.retain(|m| m.name == who);
    match (found.pop(), found.as_slice()) {
        (Some(m), []) => Ok((m.participant, Some(m))),
        (Some(m), more) => {
            let ids: Vec<String> = more
                .iter()
                .chain([&m])
                .map(|m| format!("{} (of {})", m.participant, m.mentor_name))
                .collect();
            Err(Failure::Plain(format!("several people are called {who}; give the id: {}", ids.join(", "))))
        }
        (None, _) => Err(Failure::Plain(format!("no participant is called {who}"))),
    }
}

fn plain(at: &Path, e: impl std::fmt::Display) -> Failure {
    Failure::Plain(format!("{}: {e}", at.display()))
}

/// `export`: a JSON file, and pictures in a folder beside it.
pub(super) async fn export(who: &str, to: &Path, data: &Data, photos: &PhotoOptions) -> Result<(), Failure> {
    let store = data.open().await?;
    let (id, _) = find(store.as_ref(), who).await?;
    let Some(export) = store.export(id).await? else {
        return Err(Failure::Plain(format!("there is no participant {id} here")));
    };
    let json = serde_json::to_vec_pretty(&export).map_err(|e| plain(to, e))?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(to).map_err(|e| plain(to, e))?;
    file.write_all(&json).and_then(|()| file.sync_all()).map_err(|e| plain(to, e))?;
    let bodies = export.records.iter().map(|r| &r.body).chain(export.past.iter().map(|p| &p.body));
    let wanted: BTreeSet<PhotoId> = bodies
        .filter_map(|b| match b {
            Body::Entry(e) | Body::EntryRevision(e) => Some(&e.photos),
            _ => None,
        })
        .flatten()
        .flat_map(|p| [p.id, p.thumb])
        .collect();
    let (mut written, folder) = (0, to.with_extension("photos"));
    if let (Some((photos, _)), false) = (photos.open(data)?, wanted.is_empty()) {
        fs::create_dir_all(&folder).map_err(|e| plain(&folder, e))?;
        for photo in &wanted {
            if let Some(bytes) = photos.get(id, *photo).await? {
                let path = folder.join(format!("{photo}.jpg"));
                fs::write(&path, bytes).map_err(|e| plain(&path, e))?;
                written += 1;
            }
        }
    }
    say!(
        "{}: {} rows, {} earlier revisions, {} answers to phones, {} phones.",
        to.display(),
        export.records.len(),
        export.past.len(),
        export.ops.len(),
        export.devices.len()
    );
    match wanted.len() {
        0 => say!("No pictures."),
        n => say!("{}: {written} of {n} pictures that the rows name.", folder.display()),
    }
    Ok(store.close().await?)
}

/// `mentor move`.
pub(super) async fn move_member(who: &str, to: &str, data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    let (id, before) = find(store.as_ref(), who).await?;
    let to = admin::find(store.as_ref(), to).await?;
    let now = SystemClock.now();
    let revision = OpId::new(&SystemClock, &SystemEntropy);
    let Ok(member) = store.move_member(id, to.id, revision, now).await? else {
        return Err(Failure::Plain(format!("there is no participant {id} here")));
    };
    match before.filter(|b| b.mentor != member.mentor) {
        None => say!("{} is {}'s participant already.", member.name, member.mentor_name),
        Some(before) => {
            say!("{} ({id}) is {}'s participant now.", member.name, member.mentor_name);
            say!(
                "The phone of {} lets go of them when it syncs next. What it still sends for them is kept: `held` prints it.",
                before.mentor_name
            );
        }
    }
    Ok(store.close().await?)
}

/// `held`.
pub(super) async fn held(data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    for held in store.held().await? {
        say!("{}", serde_json::to_string(&held).map_err(|e| Failure::Plain(e.to_string()))?);
    }
    Ok(store.close().await?)
}

/// `erase`.
pub(super) async fn erase(
    who: &str,
    yes: bool,
    archive: Option<&Path>,
    list: Option<&Path>,
    data: &Data,
    photos: &PhotoOptions,
) -> Result<(), Failure> {
    if data.postgres().is_none() && !data.folder.join(FILE).is_file() {
        return Err(Failure::Plain(format!("there is no database in {}", data.folder.display())));
    }
    let store = data.open().await?;
    let (id, member) = find(store.as_ref(), who).await?;
    if member.is_none() && !store.erased().await?.iter().any(|e| e.id == id) {
        return Err(Failure::Plain(format!("there is no participant {id} here")));
    }
    let photos = photos.open(data)?;
    if !yes {
        let said = member.as_ref().map_or_else(
            || format!("{id}, who was erased before"),
            |m| format!("{} ({id}), participant of {}", m.name, m.mentor_name),
        );
        say!("This erases {said}: everything they and their mentor wrote, their pictures, their way in.");
        say!("Nothing brings it back, no backup either. Their own phones keep what is on them.");
        confirmed(if member.is_some() { who.trim() } else { "yes" })?;
    }
    let gone = store.erase(id, SystemClock.now()).await?;
    let gone = gone.ok_or_else(|| Failure::Plain("they have just been erased by somebody else".into()))?;
    if let Some(list) = list {
        note(list, &gone)?;
    }
    if let Some((photos, _)) = &photos {
        photos.erase(id).await?;
    }
    if let (Some(archive), None) = (archive, data.postgres())
        && archive.join(KEYS).is_file()
    {
        copy_keys(&data.folder.join(KEYS), &archive.join(KEYS))?;
    }
    say!("Erased: {gone}");
    if photos.is_none() {
        say!("Pictures were not looked for: say --photos where they are kept, and run this again.");
    }
    match (data.postgres(), list) {
        (Some(_), Some(list)) => {
            say!("Noted in {}; `epoch` wants that list after a restore.", list.display())
        }
        (Some(_), None) => {
            say!("Keep that line where no backup is: `epoch --erased FILE` wants it after a restore.");
            say!("Backups of PostgreSQL hold what was written until you delete them (docs/postgres.md).");
        }
        (None, _) => say!("Copies of {KEYS} elsewhere still open what backups hold: replace them now."),
    }
    Ok(store.close().await?)
}

/// Asks for a word on the terminal. Without one somebody has to say `--yes`.
fn confirmed(word: &str) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Plain("nobody is there to confirm it; say --yes".into()));
    }
    say!("To go on type: {word}");
    let mut said = String::new();
    std::io::stdin().lock().read_line(&mut said).map_err(|e| Failure::Plain(e.to_string()))?;
    if said.trim() == word {
        Ok(())
    } else {
        Err(Failure::Plain("not confirmed; nothing was changed".into()))
    }
}

fn note(list: &Path, gone: &Erased) -> Result<(), Failure> {
    let mut file = OpenOptions::new().append(true).create(true).open(list).map_err(|e| plain(list, e))?;
    file.write_all(format!("{gone}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(|e| plain(list, e))
}

/// Reads what [`note`] wrote.
pub(super) fn noted(list: &Path) -> Result<Vec<Erased>, Failure> {
    let text = fs::read_to_string(list).map_err(|e| plain(list, e))?;
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines.map(|l| l.parse().map_err(|e| plain(list, e))).collect()
}

/// Pictures of people who were erased may have come back with a copy of their folder.
pub(super) async fn erase_pictures(store: &dyn Store, photos: &Photos) -> Result<(), Failure> {
    for who in store.erased().await? {
        photos.erase(who.id).await?;
    }
    Ok(())
}
