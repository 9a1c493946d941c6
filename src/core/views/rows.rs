//! Entries as rows.

use std::cell::Ref;
use std::collections::HashSet;
use std::rc::Rc;

use qadam_domain::progress::{Logged, Standing};
use qadam_domain::{AccountId, Entry, EntryId, Pack, Unit, Verdict};
use qadam_door::command::Draft;
use qadam_door::view::{Amount, EntryRow, Place};
use qadam_storage::entries::{Stored, Word};
use qadam_storage::held::Held;
use qadam_storage::outbox::State;
use qadam_storage::{Connection, answers, outbox, reports};

use crate::fault::Try;
use crate::profile::{self, Open};

/// What keeps an entry out of a new report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// It is in one that is with the mentor.
    InReport,
    /// It is to be fixed, or goes again in the report that came back.
    ToFix,
    /// It is decided as it is.
    Decided,
    /// The server refused it.
    Refused,
}

/// What is needed to say where entries are; read once for a view.
pub struct Places<'a> {
    held: Ref<'a, Held>,
    busy: HashSet<EntryId>,
    seen: HashSet<EntryId>,
    refused: HashSet<EntryId>,
    to_fix: HashSet<EntryId>,
    standing: Option<Rc<profile::Standing>>,
}

impl<'a> Places<'a> {
    /// Reads what is known of a scope's entries.
    pub fn read(o: &'a Open, scope: AccountId, standing: Option<Rc<profile::Standing>>) -> Try<Self> {
        let held = o.held(scope)?;
        let mut to_fix = HashSet::new();
        for (id, _) in held.words().filter(|(_, w)| w.verdict == Verdict::ToFix) {
            if reports::holds(&o.conn, id)? {
                to_fix.insert(id);
            }
        }
        Ok(Self {
            held,
            busy: reports::busy(&o.conn, scope)?,
            seen: reports::busy_seen(&o.conn, scope)?,
            refused: answers::refused_entries(&o.conn)?,
            to_fix,
            standing,
        })
    }

    /// The entries themselves.
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// Stands in an open report.
    pub fn is_busy(&self, id: EntryId) -> bool {
        self.busy.contains(&id)
    }

    /// What keeps an entry out of a new report, where something does.
    pub fn keeps(&self, l: &Logged) -> Option<Keeps> {
        let id = &l.entry.id;
        let word = self.held.word(*id).filter(|w| w.revision == l.revision);
        if self.busy.contains(id) {
            Some(Keeps::InReport)
        } else if self.refused.contains(id) {
            Some(Keeps::Refused)
        } else if self.to_fix.contains(id) || word.is_some_and(|w| w.verdict == Verdict::ToFix) {
            Some(Keeps::ToFix)
        } else {
            word.map(|_| Keeps::Decided)
        }
    }

    /// How many could go into a new report.
    pub fn free(&self) -> u32 {
        let free = self.held.newest().filter(|k| self.keeps(k.logged).is_none());
        u32::try_from(free.count()).unwrap_or(u32::MAX)
    }

    /// What the engine says of an entry.
    fn standing(&self, e: &Entry) -> Option<Standing> {
        let tracks = &self.standing.as_ref()?.progress.tracks;
        let of = tracks.iter().find(|t| t.track == e.track)?;
        of.entries.iter().find(|s| s.entry == e.id).cloned()
    }

    /// The verdict on this very revision.
    pub fn word(&self, s: &Stored) -> Option<&Word> {
        self.held.word(s.entry.id).filter(|w| w.revision == s.revision)
    }

    /// A row.
    pub fn row(&self, conn: &Connection, pack: &Pack, s: &Stored) -> Try<EntryRow> {
        let place = match self.word(s).map(|w| w.verdict) {
            Some(Verdict::Counted) => Place::Counted,
            Some(Verdict::ToFix) => Place::ToFix,
            Some(Verdict::NotCounted) => Place::NotCounted,
            None if !s.sent => match outbox::state(conn, s.revision)? {
                Some(State::Refused(_)) => Place::Refused,
                _ => Place::Here,
            },
            None if self.seen.contains(&s.entry.id) => Place::Seen,
            None if self.busy.contains(&s.entry.id) => Place::InReport,
            None => Place::Sent,
        };
        Ok(row(pack, &s.entry, place, self.standing(&s.entry)))
    }
}

/// The amount that an entry's track counts.
pub fn amount(pack: &Pack, e: &Entry) -> Amount {
    let unit = pack.track(&e.track).map_or(Unit::Minutes, |t| t.unit);
    let value = match unit {
        Unit::Minutes => e.minutes,
        Unit::Pages => e.pages,
        Unit::Days => 1,
    };
    Amount { value, unit }
}

/// A row of a given entry.
pub fn row(pack: &Pack, e: &Entry, place: Place, standing: Option<Standing>) -> EntryRow {
    EntryRow {
        id: e.id,
        track: e.track.clone(),
        activity: e.activity.clone(),
        title: e.thing.as_ref().map(|t| t.title.clone()),
        on: e.on,
        amount: amount(pack, e),
        note: e.note.clone(),
        photos: e.photos.clone(),
        place,
        standing,
    }
}

/// An entry as a draft: to edit it (`id` kept) or to do the same again.
pub fn draft(e: &Entry, id: Option<EntryId>) -> Draft {
    Draft {
        id,
        track: e.track.clone(),
        activity: e.activity.clone(),
        on: e.on,
        minutes: e.minutes,
        pages: e.pages,
        nights: e.nights,
        thing: e.thing.clone(),
        note: e.note.clone(),
        attested_by: e.attested_by.clone(),
        photos: e.photos.clone(),
    }
}

/// The same again on another day: same amount, same book, not its note and not its end.
pub fn again(e: &Entry, on: chrono::NaiveDate) -> Draft {
    let mut d = draft(e, None);
    d.on = on;
    d.note.clear();
    d.photos.clear();
    if d.thing.as_ref().is_some_and(|t| t.finished) {
        d.thing = None;
    }
    d
}
