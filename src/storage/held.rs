//! A scope's entries and verdicts in memory, in step with the file.
//!
//! A gold level is ten thousand entries. Reading and parsing them for each screen takes longer than a tap
//! may (80 ms for 10,950 of them, natively), so they are read once; after that SQLite itself says which
//! rows were written (its update hook) and only those are read again.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use qadam_domain::progress::{Decided, Logged};
use qadam_domain::{AccountId, Entry, EntryId, Millis, OpId, Verdict};
use rusqlite::{Connection, OptionalExtension};

use crate::entries::{self, Stored, Word};
use crate::error::StoreResult;
use qadam_domain::fold::fold_onto;

#[derive(Default)]
struct Written {
    entries: BTreeSet<i64>,
    verdicts: bool,
}

struct Slot {
    sent: bool,
    removed: bool,
    /// What a search looks through: made when one comes, gone with the revision.
    text: OnceCell<String>,
}

/// One of the entries that are there.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    /// The entry, its revision and the decision.
    pub logged: &'a Logged,
    /// The server has this revision.
    pub sent: bool,
    text: &'a OnceCell<String>,
}

impl std::fmt::Debug for Kept<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({:?})", self.logged.entry.id)
    }
}

impl<'a> Kept<'a> {
    /// Note, title and person in charge, folded (see [`crate::fold`]), a line each.
    pub fn text(&self) -> &'a str {
        self.text.get_or_init(|| {
            let e = &self.logged.entry;
            let by = e.attested_by.as_ref();
            let parts = [
                Some(e.note.as_str()),
                e.thing.as_ref().map(|t| t.title.as_str()),
                by.map(|b| b.name.as_str()),
                by.map(|b| b.role.as_str()),
            ];
            let mut out = String::with_capacity(e.note.len() + 48);
            for part in parts.into_iter().flatten().filter(|p| !p.is_empty()) {
                fold_onto(part, &mut out);
                out.push('\n');
            }
            out
        })
    }
}

/// The entries that the progress engine looks at, and the verdicts in effect.
pub struct Held {
    scope: AccountId,
    written: Arc<Mutex<Written>>,
    read: bool,
    logged: Vec<Logged>,
    slots: Vec<Slot>,
    /// Positions in `logged`, the oldest day first: nearly every screen wants its rows in this order, and
    /// sorting ten thousand of them for each took a third of a tap.
    order: Vec<usize>,
    at: HashMap<EntryId, usize>,
    ids: HashMap<i64, EntryId>,
    words: HashMap<EntryId, Word>,
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held({} entries)", self.logged.len())
    }
}

type Key = (NaiveDate, Millis, EntryId);

fn key(e: &Entry) -> Key {
    (e.on, e.written_at, e.id)
}

fn lock(written: &Mutex<Written>) -> MutexGuard<'_, Written> {
    // Sets of numbers are whole after every statement.
    written.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Held {
    /// Listens to what this connection writes; reads nothing yet. One for each connection: SQLite has one
    /// update hook.
    pub fn new(conn: &Connection, scope: AccountId) -> StoreResult<Self> {
        let written = Arc::new(Mutex::new(Written::default()));
        let told = written.clone();
        conn.update_hook(Some(
            move |_: rusqlite::hooks::Action, _: &str, table: &str, row: i64| match table {
                "entry" => {
                    lock(&told).entries.insert(row);
                }
                "verdict" => lock(&told).verdicts = true,
                _ => {}
            },
        ))?;
        Ok(Self {
            scope,
            written,
            read: false,
            logged: Vec::new(),
            slots: Vec::new(),
            order: Vec::new(),
            at: HashMap::new(),
            ids: HashMap::new(),
            words: HashMap::new(),
        })
    }

    /// Reads what was written since the last time.
    pub fn refresh(&mut self, conn: &Connection) -> StoreResult<()> {
        let written = std::mem::take(&mut *lock(&self.written));
        // A verdict that goes brings no word with it of which entry it was: everything is looked at again.
        // That is a sync, not a tap.
        if !self.read || written.verdicts {
            self.read = false;
            self.read_all(conn)?;
            self.read = true;
            return Ok(());
        }
        // All of them go before any comes back: an entry may have moved to another row's number.
        for &row in &written.entries {
            self.drop_row(row);
        }
        for &row in &written.entries {
            // Where this fails nothing may be missed the next time.
            if let Err(e) = self.read_one(conn, row) {
                self.read = false;
                return Err(e);
            }
        }
        Ok(())
    }

    fn read_all(&mut self, conn: &Connection) -> StoreResult<()> {
        (self.logged, self.slots, self.order) = (Vec::new(), Vec::new(), Vec::new());
        (self.at, self.ids) = (HashMap::new(), HashMap::new());
        self.words = entries::words(conn, self.scope)?;
        let mut stmt = conn.prepare_cached(
            "SELECT rowid, scope, revision, version, removed, body FROM entry WHERE scope = ?1",
        )?;
        let mut rows = stmt.query([self.scope.bytes()])?;
        while let Some(r) = rows.next()? {
            let row = r.get("rowid")?;
            let stored = entries::finish(entries::stored(r)?)?;
            self.put(conn, row, stored)?;
        }
        Ok(())
    }

    /// What the rows stand in the order of: day, hour of writing and, for a definite order, id.
    fn key(&self, pos: usize) -> Option<Key> {
        self.logged.get(pos).map(|l| key(&l.entry))
    }

    /// Where a key stands in the order, or would.
    fn place(&self, key: Key) -> usize {
        self.order.partition_point(|&pos| self.key(pos) < Some(key))
    }

    fn drop_row(&mut self, row: i64) {
        let Some(pos) = self.ids.remove(&row).and_then(|id| self.at.remove(&id)) else { return };
        let place = |held: &Self, pos| held.key(pos).map(|k| held.place(k));
        let (gone, last) = (place(self, pos), place(self, self.logged.len().saturating_sub(1)));
        if let (Some(gone), Some(last)) = (gone, last) {
            self.order[last] = pos;
            self.order.remove(gone);
        }
        self.logged.swap_remove(pos);
        self.slots.swap_remove(pos);
        if let Some(moved) = self.logged.get(pos) {
            self.at.insert(moved.entry.id, pos);
        }
    }

    fn read_one(&mut self, conn: &Connection, row: i64) -> StoreResult<()> {
        let found = conn
            .prepare_cached("SELECT scope, revision, version, removed, body FROM entry WHERE rowid = ?1")?
            .query_row([row], entries::stored)
            .optional()?;
        match found.map(entries::finish).transpose()? {
            Some(stored) if stored.scope == self.scope => self.put(conn, row, stored),
            _ => Ok(()),
        }
    }

    fn put(&mut self, conn: &Connection, row: i64, s: Stored) -> StoreResult<()> {
        let decision = match self.words.get(&s.entry.id) {
            None => None,
            Some(w) => {
                let of = if w.revision == s.revision {
                    None
                } else {
                    entries::revision(conn, s.entry.id, w.revision)?
                };
                Some(Decided { verdict: w.verdict, reason: w.reason.clone(), of })
            }
        };
        // A removed entry that was counted stays counted.
        let counted = decision.as_ref().is_some_and(|d| d.verdict == Verdict::Counted);
        if !s.removed || counted {
            self.order.insert(self.place(key(&s.entry)), self.logged.len());
            self.at.insert(s.entry.id, self.logged.len());
            self.ids.insert(row, s.entry.id);
            self.slots.push(Slot { sent: s.sent, removed: s.removed, text: OnceCell::new() });
            self.logged.push(Logged { entry: s.entry, revision: s.revision, decision });
        }
        Ok(())
    }

    /// Everything that the progress engine looks at, in no particular order.
    pub fn logged(&self) -> &[Logged] {
        &self.logged
    }

    /// An entry that the progress engine looks at.
    pub fn get(&self, id: EntryId) -> Option<&Logged> {
        self.at.get(&id).and_then(|&pos| self.logged.get(pos))
    }

    /// The verdicts in effect.
    pub fn words(&self) -> impl Iterator<Item = (EntryId, &Word)> {
        self.words.iter().map(|(id, w)| (*id, w))
    }

    /// What `work` says if these entries were approved as they are now, and nothing is.
    pub fn approved<R>(&mut self, ids: &HashSet<EntryId>, work: impl FnOnce(&[Logged]) -> R) -> R {
        let mut before = Vec::with_capacity(ids.len());
        for pos in ids.iter().filter_map(|id| self.at.get(id).copied()) {
            if let Some(l) = self.logged.get_mut(pos) {
                let approved = Decided { verdict: Verdict::Counted, reason: String::new(), of: None };
                before.push((pos, l.decision.replace(approved)));
            }
        }
        let out = work(&self.logged);
        for (pos, decision) in before {
            if let Some(l) = self.logged.get_mut(pos) {
                l.decision = decision;
            }
        }
        out
    }

    /// The entries that are not removed, newest first: by day, then by when they were written.
    pub fn newest(&self) -> impl DoubleEndedIterator<Item = Kept<'_>> {
        self.of_order(0..self.order.len())
    }

    fn of_order(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = Kept<'_>> {
        self.order.get(range).unwrap_or_default().iter().rev().filter_map(|&pos| {
            let (logged, s) = (self.logged.get(pos)?, self.slots.get(pos)?);
            (!s.removed).then_some(Kept { logged, sent: s.sent, text: &s.text })
        })
    }

    /// How many are not removed.
    pub fn count(&self) -> usize {
        self.slots.iter().filter(|s| !s.removed).count()
    }

    /// The verdict in effect on an entry.
    pub fn word(&self, id: EntryId) -> Option<&Word> {
        self.words.get(&id)
    }

    /// Entries that stand in the log, in no particular order: without those that were taken back and only
    /// count on.
    pub fn present(&self) -> impl Iterator<Item = &Entry> {
        self.logged.iter().zip(&self.slots).filter(|(_, s)| !s.removed).map(|(l, _)| &l.entry)
    }

    /// Entries of the days from `from` to `to`, both included, newest first.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Vec<Stored> {
        let day = |pos: usize| self.logged.get(pos).map(|l| l.entry.on);
        let first = self.order.partition_point(|&pos| day(pos) < Some(from));
        let end = self.order.partition_point(|&pos| day(pos) <= Some(to));
        self.of_order(first..end.max(first))
            .map(|k| Stored {
                entry: k.logged.entry.clone(),
                scope: self.scope,
                revision: k.logged.revision,
                sent: k.sent,
                removed: false,
            })
            .collect()
    }

    /// What `work` says if `entry` were written, and nothing is.
    pub fn with<R>(&mut self, entry: Entry, work: impl FnOnce(&[Logged]) -> R) -> R {
        let id = entry.id;
        let new = Logged { revision: OpId(id.0), entry, decision: None };
        match self.at.get(&id).and_then(|&pos| self.logged.get_mut(pos).map(|l| (pos, l))) {
            Some((pos, place)) => {
                let old = std::mem::replace(place, new);
                let out = work(&self.logged);
                if let Some(place) = self.logged.get_mut(pos) {
                    *place = old;
                }
                out
            }
            None => {
                self.logged.push(new);
                let out = work(&self.logged);
                self.logged.pop();
                out
            }
        }
    }
}
