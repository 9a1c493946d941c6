//! Entries: written, changed, taken back.

use std::collections::HashSet;

use qadam_domain::entry::{self, Entry};
use qadam_domain::{AccountId, EntryId, OpId, Pack, Photo, Verdict, clock, ids};
use qadam_door::Fault;
use qadam_door::command::{Draft, Outcome};
use qadam_platform::Platform;
use qadam_protocol::{Op, Payload};
use qadam_storage::{answers, apply, entries, history, outbox, reports};
use qadam_sync::take;

use super::{act, act_and, change as commit};
use crate::fault::Try;
use crate::phone::Phone;

/// The entry that a draft makes, at this moment. What the track does not count in is left out.
pub fn made<P: Platform>(phone: &Phone<P>, draft: Draft) -> Entry {
    let platform = &*phone.platform;
    let pack: &Pack = &phone.pack;
    let unit = pack.track(&draft.track).map(|t| t.unit);
    let is = |u| unit.is_none_or(|t| t == u);
    Entry {
        id: draft.id.unwrap_or_else(|| EntryId(ids::fresh(platform, platform))),
        activity: draft
            .activity
            .filter(|a| pack.track(&draft.track).is_some_and(|t| t.activity(a).is_some())),
        track: draft.track,
        on: draft.on,
        utc_offset_min: qadam_domain::Clock::offset_min(platform),
        minutes: if is(qadam_domain::Unit::Pages) && unit.is_some() { 0 } else { draft.minutes },
        pages: if is(qadam_domain::Unit::Pages) { draft.pages } else { 0 },
        nights: if is(qadam_domain::Unit::Days) { draft.nights } else { 0 },
        thing: draft.thing.map(|mut t| {
            t.title = t.title.trim().to_owned();
            t
        }),
        note: draft.note.trim().to_owned(),
        attested_by: draft.attested_by.filter(|a| !a.name.trim().is_empty()),
        written_at: phone.now(),
        photos: once(draft.photos),
    }
}

/// Each photo once: the same one chosen twice is one.
fn once(mut photos: Vec<Photo>) -> Vec<Photo> {
    let mut seen = HashSet::new();
    photos.retain(|p| seen.insert(p.id));
    photos
}

/// A new entry.
pub fn log<P: Platform>(phone: &mut Phone<P>, op: OpId, draft: Draft) -> Try<Outcome> {
    let scope = phone.opened()?.participant()?;
    asked_about(phone)?;
    let entry = made(phone, draft);
    entry::check(&entry, &phone.pack, qadam_domain::Clock::today(&*phone.platform))?;
    let first = entries::count(&phone.opened()?.conn, scope, None)? == 0;
    let id = entry.id;
    act(phone, op, scope, None, Payload::EntryPut(entry))?;
    if first {
        phone.events.push(qadam_door::Event::AskPersist);
    }
    Ok(Outcome::Logged { entry: id, first })
}

/// An entry that is there, as it should be instead.
pub fn change<P: Platform>(phone: &mut Phone<P>, op: OpId, draft: Draft) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let id = draft.id.ok_or(Fault::NotFound)?;
    let stored = entries::get(&opened.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
    let entry = made(phone, draft);
    entry::check(&entry, &phone.pack, qadam_domain::Clock::today(&*phone.platform))?;
    write(phone, op, scope, Some(stored.revision), entry)?;
    Ok(Outcome::Logged { entry: id, first: false })
}

/// Writes an entry. Where the server refused something of it, this is the correction: it stands on what
/// the server has, and a report that waited for the refused one goes with this one instead.
pub fn write<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    scope: AccountId,
    base: Option<OpId>,
    entry: Entry,
) -> Try<()> {
    let id = entry.id;
    act_and(phone, |w| {
        let Some((gone, base)) = answers::supersede(w.tx, scope, id)? else {
            w.put(op, scope, base, Payload::EntryPut(entry))?;
            return Ok(());
        };
        // An entry stands in one open report at a time.
        let stuck = answers::take_report(w.tx, &gone, op)?;
        w.put(op, scope, base, Payload::EntryPut(entry))?;
        if let Some(Op { op_id, scope, base, payload, .. }) = stuck {
            w.put(op_id, scope, base, payload)?;
        }
        Ok(())
    })
}

pub fn remove<P: Platform>(phone: &mut Phone<P>, op: OpId, id: EntryId) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let stored = entries::get(&opened.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
    if stored.removed {
        return Ok(Outcome::Saved);
    }
    if entries::word_on(&opened.conn, id)?.is_some_and(|w| w.verdict == Verdict::Counted) {
        return Err(Fault::Counted.into());
    }
    if reports::busy(&opened.conn, scope)?.contains(&id) {
        return Err(Fault::InReport.into());
    }
    act_and(phone, |w| {
        let base = match answers::supersede(w.tx, scope, id)? {
            None => Some(stored.revision),
            // The server has refused what was changed: it is asked to take back what it has.
            Some((_, Some(base))) => Some(base),
            // It has nothing of it: there is nobody to be told.
            Some((_, None)) => return Ok(apply::take_back(w.tx, scope, op, w.who, id)?),
        };
        w.put(op, scope, base, Payload::EntryRemove { entry: id })?;
        Ok(())
    })?;
    Ok(Outcome::Saved)
}

pub fn restore<P: Platform>(phone: &mut Phone<P>, op: OpId, id: EntryId) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let stored = entries::get(&opened.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
    if !stored.removed {
        return Ok(Outcome::Saved);
    }
    // Where the server has never heard of it, it is new.
    let known = stored.sent || outbox::known(&opened.conn, stored.revision)?;
    write(phone, op, scope, known.then_some(stored.revision), stored.entry)?;
    Ok(Outcome::Saved)
}

/// An earlier revision again, as a new one: what it was in between stays to be seen.
pub fn revert<P: Platform>(phone: &mut Phone<P>, op: OpId, id: EntryId, revision: OpId) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let stored = entries::get(&opened.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
    if stored.revision == revision && !stored.removed {
        return Ok(Outcome::Saved);
    }
    let past = history::list(&opened.conn, id)?;
    let past = past.into_iter().find(|p| p.revision == revision && !p.removed).ok_or(Fault::NotFound)?;
    let platform = &*phone.platform;
    let mut entry = past.entry;
    entry.written_at = phone.now();
    entry.utc_offset_min = qadam_domain::Clock::offset_min(platform);
    entry::check(&entry, &phone.pack, qadam_domain::Clock::today(platform))?;
    write(phone, op, scope, Some(stored.revision), entry)?;
    Ok(Outcome::Saved)
}

/// What stands beside an entry was looked at: the entry stays as it is.
pub fn keep<P: Platform>(phone: &mut Phone<P>, id: EntryId) -> Try<Outcome> {
    let opened = phone.opened_mut()?;
    let scope = opened.participant()?;
    commit(opened, |tx| Ok(history::settle(tx, scope, id)?))?;
    Ok(Outcome::Saved)
}

/// Before a date is taken from this phone: whether somebody should look at it first.
pub fn asked_about<P: Platform>(phone: &Phone<P>) -> Try<()> {
    let known = take::known_clock(&phone.opened()?.conn)?;
    match clock::doubt(phone.now(), known) {
        None => Ok(()),
        Some(doubt) => {
            Err(Fault::Clock { shows: qadam_domain::Clock::today(&*phone.platform), doubt }.into())
        }
    }
}

/// Somebody has looked at the phone's date, and it is right.
pub fn clock_is_right<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    let now = phone.now();
    commit(phone.opened_mut()?, |tx| Ok(take::clock_is_right(tx, now)?))?;
    Ok(Outcome::Saved)
}
