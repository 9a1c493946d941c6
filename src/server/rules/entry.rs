//! Entries. The newest revision is the row; what a report holds stays readable; nothing is thrown away.

use qadam_domain::entry::{self, EntryError};
use qadam_domain::{Entry, EntryId, Pack};
use qadam_protocol::record::{Body, Record, RecordKind};
use qadam_protocol::sync::Code;

use super::{Cx, Outcome, Replaced, RowKey, Wants, Write, packs};

/// The schema that has photos.
const PHOTOS_SINCE: u16 = 3;

pub(super) fn wants(entry: EntryId) -> Wants {
    Wants {
        rows: vec![
            RowKey::new(RecordKind::Entry, entry.to_string()),
            RowKey::new(RecordKind::Enrolment, String::new()),
        ],
        holds: vec![entry],
        ..Wants::default()
    }
}

/// Writes an entry, new or as a new revision.
pub(super) fn put(cx: &Cx<'_>, new: &Entry) -> Outcome {
    if !acceptable(cx, new) {
        return Outcome::rejected(Code::Invalid);
    }
    match cx.facts.row(RecordKind::Entry, &new.id.to_string()) {
        None => Outcome::applied().write(cx, Body::Entry(new.clone())),
        Some(current) if cx.op.base == Some(current.revision) => {
            let new = unknown_kept(cx, new, current);
            replace(Outcome::applied(), cx, current).write(cx, Body::Entry(new))
        }
        // Two phones edited the same revision: the second stands beside the first, both are shown.
        Some(_) => Outcome::kept().write(cx, Body::EntryRevision(new.clone())),
    }
}

/// A phone of an older schema edits what it knows of an entry: the rest stays as it was.
fn unknown_kept(cx: &Cx<'_>, new: &Entry, current: &Record) -> Entry {
    let mut new = new.clone();
    if let (Body::Entry(old), true) = (&current.body, cx.op.schema < PHOTOS_SINCE) {
        new.photos.clone_from(&old.photos);
    }
    new
}

/// Takes an entry back.
pub(super) fn remove(cx: &Cx<'_>, entry: EntryId) -> Outcome {
    match cx.facts.row(RecordKind::Entry, &entry.to_string()) {
        None => Outcome::rejected(Code::NotFound),
        Some(Record { body: Body::EntryGone { .. }, .. }) => Outcome::applied(),
        // It was edited elsewhere meanwhile: the edit outlives the removal.
        Some(current) if cx.op.base.is_some_and(|b| b != current.revision) => Outcome::kept(),
        Some(current) => replace(Outcome::applied(), cx, current).write(cx, Body::EntryGone { entry }),
    }
}

/// Keeps the revision that goes: as a record where a report holds it, aside otherwise.
fn replace(mut outcome: Outcome, cx: &Cx<'_>, current: &Record) -> Outcome {
    let Body::Entry(old) = &current.body else { return outcome };
    let (revision, author) = (current.revision, current.author);
    if cx.facts.holds.iter().any(|h| h.item.revision == revision) {
        outcome.writes.push(Write { revision, author, body: Body::EntryRevision(old.clone()) });
    } else {
        outcome.replaced.push(Replaced { revision, author, body: Body::EntryRevision(old.clone()) });
    }
    outcome
}

fn acceptable(cx: &Cx<'_>, new: &Entry) -> bool {
    // Before a level is chosen, it is not said of which programme the tracks are.
    match cx.facts.row(RecordKind::Enrolment, "") {
        Some(_) => packs::of_scope(cx.packs, cx.facts).is_some_and(|pack| acceptable_by(pack, cx, new)),
        None => cx.packs.programmes().any(|pack| acceptable_by(pack, cx, new)),
    }
}

fn acceptable_by(pack: &Pack, cx: &Cx<'_>, new: &Entry) -> bool {
    let today = cx.facts.last_day();
    match entry::check(new, pack, today) {
        Ok(()) => true,
        // It may have waited on the phone for long: how far back is measured from when it was written.
        Err(EntryError::TooLongAgo) => {
            let written = new.written_at.date_at(new.utc_offset_min).min(today);
            entry::check(new, pack, written).is_ok()
        }
        Err(_) => false,
    }
}
