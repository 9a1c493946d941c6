//! What changed between two revisions of a report, and between two of an entry.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Item;
use crate::entry::Entry;
use crate::ids::{EntryId, OpId};

/// Two revisions of a report side by side. Each item of the one and of the other stands in it once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Only in the newer.
    pub added: Vec<Item>,
    /// In both, as it was.
    pub kept: Vec<Item>,
    /// In both, in another revision of the entry: before and now.
    pub changed: Vec<(Item, Item)>,
    /// Only in the older.
    pub left: Vec<Item>,
}

/// What changed from one list of items to another; both in their own order.
pub fn diff(old: &[Item], new: &[Item]) -> Diff {
    let mut before: HashMap<EntryId, OpId> = old.iter().map(|i| (i.entry, i.revision)).collect();
    let mut out = Diff::default();
    for item in new {
        match before.remove(&item.entry) {
            None => out.added.push(*item),
            Some(revision) if revision == item.revision => out.kept.push(*item),
            Some(revision) => out.changed.push((Item { entry: item.entry, revision }, *item)),
        }
    }
    out.left = old.iter().filter(|i| before.contains_key(&i.entry)).copied().collect();
    out
}

/// One thing that is different in a newer revision of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Another track.
    Track {
        /// Track id before.
        from: String,
        /// Track id now.
        to: String,
    },
    /// Another day.
    On {
        /// Before.
        from: NaiveDate,
        /// Now.
        to: NaiveDate,
    },
    /// Other minutes.
    Minutes {
        /// Before.
        from: u32,
        /// Now.
        to: u32,
    },
    /// Other pages.
    Pages {
        /// Before.
        from: u32,
        /// Now.
        to: u32,
    },
    /// Another activity, book, project or journey, its end, or other nights.
    What,
    /// Other words.
    Note,
    /// Somebody else confirms it.
    Attested,
    /// Other photos.
    Photos,
}

/// What is different. When it was written is no difference: every revision is written anew.
pub fn changes(old: &Entry, new: &Entry) -> Vec<Change> {
    let mut out = Vec::new();
    if old.track != new.track {
        out.push(Change::Track { from: old.track.clone(), to: new.track.clone() });
    }
    if old.on != new.on {
        out.push(Change::On { from: old.on, to: new.on });
    }
    if old.minutes != new.minutes {
        out.push(Change::Minutes { from: old.minutes, to: new.minutes });
    }
    if old.pages != new.pages {
        out.push(Change::Pages { from: old.pages, to: new.pages });
    }
    if (&old.activity, &old.thing, old.nights) != (&new.activity, &new.thing, new.nights) {
        out.push(Change::What);
    }
    if old.note != new.note {
        out.push(Change::Note);
    }
    if old.attested_by != new.attested_by {
        out.push(Change::Attested);
    }
    if old.photos != new.photos {
        out.push(Change::Photos);
    }
    out
}
