//! The log sheet: what it starts with, and what saving would do.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use qadam_domain::entry::{self, BACKDATE_MAX_DAYS, Entry};
use qadam_domain::pack::Track;
use qadam_domain::{EntryId, ThingId, ThingRef, Unit};
use qadam_door::Fault;
use qadam_door::command::Draft;
use qadam_door::view::{Amount, Effect, LogFormView, LogPreviewView, TrackPreset};
use qadam_platform::Platform;
use qadam_storage::entries::{self, Stored};

use super::rows::{again, amount, draft};
use crate::commands::log::made;
use crate::fault::Try;
use crate::phone::Phone;

const LOOK_BACK: u32 = 400;

pub fn form<P: Platform>(phone: &Phone<P>, track: Option<&str>, entry: Option<EntryId>) -> Try<LogFormView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let platform = &*phone.platform;
    let today = platform.today();
    let recent = entries::list(&o.conn, scope, None, LOOK_BACK)?;
    let by_track: Vec<TrackPreset> = phone.pack.tracks.iter().map(|t| preset(t, &recent, today)).collect();
    let start = match entry {
        Some(id) => {
            let s = entries::get(&o.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
            draft(&s.entry, Some(id))
        }
        None => {
            let track = track.or_else(|| recent.first().map(|s| s.entry.track.as_str()));
            let preset = by_track.iter().find(|p| Some(p.track.as_str()) == track).or(by_track.first());
            preset.map(|p| p.draft.clone()).ok_or(Fault::NotFound)?
        }
    };
    let earliest = today.checked_sub_days(Days::new(BACKDATE_MAX_DAYS.unsigned_abs())).unwrap_or(today);
    Ok(LogFormView {
        draft: start,
        today,
        earliest,
        repeat: recent.iter().max_by_key(|s| s.entry.written_at).map(|s| again(&s.entry, today)),
        by_track,
        new_thing: ThingId::from_bytes(phone.offer(0)),
    })
}

fn preset(track: &Track, recent: &[Stored], today: NaiveDate) -> TrackPreset {
    let mine: Vec<&Entry> = recent.iter().map(|s| &s.entry).filter(|e| e.track == track.id).collect();
    let mut used: HashMap<&str, usize> = HashMap::new();
    for a in mine.iter().filter_map(|e| e.activity.as_deref()) {
        *used.entry(a).or_default() += 1;
    }
    let mut activities: Vec<String> = track.activities.iter().map(|a| a.id.clone()).collect();
    activities.sort_by_key(|a| std::cmp::Reverse(used.get(a.as_str()).copied().unwrap_or(0)));
    let mut things: Vec<ThingRef> = Vec::new();
    let mut finished: Vec<ThingId> = Vec::new();
    for t in mine.iter().filter_map(|e| e.thing.as_ref()) {
        if t.finished {
            finished.push(t.id);
        } else if !finished.contains(&t.id) && !things.iter().any(|x| x.id == t.id) {
            things.push(t.clone());
        }
    }
    things.retain(|t| !finished.contains(&t.id));
    let draft = match mine.first() {
        Some(e) => again(e, today),
        None => {
            let first = track.activities.first();
            let usual = first.map_or(30, |a| a.usual);
            Draft {
                id: None,
                track: track.id.clone(),
                activity: first.map(|a| a.id.clone()),
                on: today,
                minutes: if track.unit == Unit::Minutes { usual } else { 0 },
                pages: if track.unit == Unit::Pages { usual } else { 0 },
                nights: 0,
                thing: None,
                note: String::new(),
                attested_by: None,
            }
        }
    };
    TrackPreset { track: track.id.clone(), draft, activities, things }
}

pub fn preview<P: Platform>(phone: &Phone<P>, draft: &Draft) -> Try<LogPreviewView> {
    let o = phone.opened()?;
    o.participant()?;
    let today = phone.platform.today();
    let entry = made(phone, draft.clone());
    if let Err(e) = entry::check(&entry, &phone.pack, today) {
        return Ok(LogPreviewView { fault: Some(Fault::Entry(e)), effect: Effect::Kept });
    }
    let effect = effect(phone, &entry, today)?;
    Ok(LogPreviewView { fault: None, effect })
}

fn effect<P: Platform>(phone: &Phone<P>, entry: &Entry, today: NaiveDate) -> Try<Effect> {
    let pack = &phone.pack;
    let Some(s) = phone.opened()?.standing(pack, today)? else { return Ok(Effect::Kept) };
    let o = phone.opened()?;
    let with = o.standing_with(pack, &s, entry.clone(), today)?;
    let Some(track) = with.tracks.iter().find(|t| t.track == entry.track) else { return Ok(Effect::Kept) };
    let standing = track.entries.iter().find(|e| e.entry == entry.id);
    let added = amount(pack, entry);
    let counts = standing.is_some_and(|s| s.provisional > 0 || s.counted > 0);
    let regular = pack.level(&s.enrolment.level).and_then(|l| l.window_rule(&entry.track));
    if let Some((days, need)) = regular
        && entry.on >= s.enrolment.start
        && days > 0
    {
        let window = |d: NaiveDate| (d - s.enrolment.start).num_days() / i64::from(days);
        let held = o.held(o.participant()?)?;
        let before: u32 = held
            .logged()
            .iter()
            // What was returned or not accepted, and has not been changed since, fills no window.
            .filter(|l| {
                l.decision
                    .as_ref()
                    .is_none_or(|d| d.verdict == qadam_domain::Verdict::Counted || d.of.is_some())
            })
            .map(|l| &l.entry)
            .filter(|e| e.id != entry.id && e.track == entry.track && e.on >= s.enrolment.start)
            .filter(|e| window(e.on) == window(entry.on))
            .map(|e| amount(pack, e).value)
            .fold(0, u32::saturating_add);
        // Or in a longer window of the rule.
        let reached = before.saturating_add(added.value) >= need || counts;
        let now = window(entry.on) == window(today);
        return Ok(Effect::Window { before, added: added.value, need, days, unit: added.unit, reached, now });
    }
    if let Some(reason) = standing.and_then(|s| s.reason.clone()).filter(|_| !counts) {
        return Ok(Effect::NotYet { reason });
    }
    let need = track.needs.iter().find(|n| n.counted + n.provisional < n.needed).or(track.needs.first());
    Ok(match need {
        Some(need) => {
            Effect::Adds { added: Amount { value: added.value, unit: added.unit }, need: need.clone() }
        }
        None => Effect::Kept,
    })
}
