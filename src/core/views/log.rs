//! The log sheet: what it starts with, and what saving would do.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use qadam_domain::entry::{self, Attestation, BACKDATE_MAX_DAYS, Entry};
use qadam_domain::pack::{Requirement, Track};
use qadam_domain::{EntryId, ThingId, ThingRef, Unit};
use qadam_door::Fault;
use qadam_door::command::Draft;
use qadam_door::view::{Amount, Effect, LogFormView, LogPreviewView, TrackPreset};
use qadam_platform::Platform;
use qadam_storage::entries;

use super::rows::{again, amount, draft};
use super::suggest::{Now, suggestions};
use super::today;
use crate::commands::log::made;
use crate::fault::Try;
use crate::phone::Phone;

/// How many of the newest entries of a track say what is done most.
const LOOK_BACK: usize = 100;
/// Most books, projects, journeys or people that are offered.
const OFFERED: usize = 6;

pub fn form<P: Platform>(phone: &Phone<P>, track: Option<&str>, entry: Option<EntryId>) -> Try<LogFormView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let platform = &*phone.platform;
    let today = platform.today();
    let standing = o.standing(&phone.pack, today)?;
    let held = o.held(scope)?;
    // In one pass: a long history is not looked through once for each track.
    let mut entries: Vec<&Entry> = Vec::with_capacity(held.count());
    let mut of_track: HashMap<&str, Vec<&Entry>> = HashMap::new();
    let mut last: Option<&Entry> = None;
    for e in held.newest().map(|k| &k.logged.entry) {
        entries.push(e);
        of_track.entry(e.track.as_str()).or_default().push(e);
        if last.is_none_or(|l| e.written_at >= l.written_at) {
            last = Some(e);
        }
    }
    let level = standing.as_ref().and_then(|s| phone.pack.level(&s.enrolment.level));
    let by_track: Vec<TrackPreset> = phone
        .pack
        .tracks
        .iter()
        .map(|t| {
            let mine = of_track.get(t.id.as_str()).map_or(&[][..], Vec::as_slice);
            preset(t, level.and_then(|l| l.requirements.get(&t.id)), mine, today)
        })
        .collect();
    let (start, revision) = match entry {
        Some(id) => {
            let s = entries::get(&o.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
            (draft(&s.entry, Some(id)), Some(s.revision))
        }
        None => {
            let track = track.or_else(|| entries.first().map(|e| e.track.as_str()));
            let preset = by_track.iter().find(|p| Some(p.track.as_str()) == track).or(by_track.first());
            (preset.map(|p| p.draft.clone()).ok_or(Fault::NotFound)?, None)
        }
    };
    let earliest = today.checked_sub_days(Days::new(BACKDATE_MAX_DAYS.unsigned_abs())).unwrap_or(today);
    let suggestions = match entry {
        Some(_) => Vec::new(),
        None => suggestions(&Now {
            pack: &phone.pack,
            planned: &standing
                .as_ref()
                .map_or_else(Vec::new, |s| today::of_day(phone, &held, &s.plan, today)),
            entries: &entries,
            of_track: &of_track,
            today,
            minute: platform.now().minute_of_day(platform.offset_min()),
        }),
    };
    Ok(LogFormView {
        draft: start,
        today,
        earliest,
        repeat: last.map(|e| again(e, today)),
        suggestions,
        revision,
        by_track,
        new_thing: ThingId::from_bytes(phone.offer(0)),
    })
}

/// `mine`: the track's entries, the newest first.
fn preset(track: &Track, rules: Option<&Vec<Requirement>>, mine: &[&Entry], today: NaiveDate) -> TrackPreset {
    let rules = rules.map_or(&[][..], Vec::as_slice);
    // What a day on a journey must have, where the rule says it.
    let day_minutes = rules.iter().find_map(|r| match r {
        Requirement::Journey { day_minutes, .. } => Some(*day_minutes),
        _ => None,
    });
    let day_minutes = day_minutes.unwrap_or(0);
    let mut used: HashMap<&str, usize> = HashMap::new();
    for a in mine.iter().take(LOOK_BACK).filter_map(|e| e.activity.as_deref()) {
        *used.entry(a).or_default() += 1;
    }
    let mut activities: Vec<String> = track.activities.iter().map(|a| a.id.clone()).collect();
    activities.sort_by_key(|a| std::cmp::Reverse(used.get(a.as_str()).copied().unwrap_or(0)));
    let finished: HashSet<ThingId> =
        mine.iter().filter_map(|e| e.thing.as_ref()).filter(|t| t.finished).map(|t| t.id).collect();
    let mut things: Vec<ThingRef> = Vec::new();
    for t in mine.iter().filter_map(|e| e.thing.as_ref()).filter(|t| !finished.contains(&t.id)) {
        if things.len() < OFFERED && !things.iter().any(|x| x.id == t.id) {
            things.push(t.clone());
        }
    }
    let mut people: Vec<Attestation> = Vec::new();
    for by in mine.iter().take(LOOK_BACK).filter_map(|e| e.attested_by.as_ref()) {
        if people.len() < OFFERED && !people.contains(by) {
            people.push(by.clone());
        }
    }
    let draft = match mine.first() {
        Some(e) => {
            let mut next = again(e, today);
            let gone = next.thing.as_ref().is_none_or(|t| finished.contains(&t.id));
            if gone {
                // Effort in minutes may belong to no project; pages belong to some book.
                next.thing = things.first().filter(|_| track.unit != Unit::Minutes).cloned();
            }
            next
        }
        None => {
            let first = track.activities.first();
            let usual = first.map_or(30, |a| a.usual);
            Draft {
                id: None,
                track: track.id.clone(),
                activity: first.map(|a| a.id.clone()),
                on: today,
                minutes: match track.unit {
                    Unit::Minutes => usual,
                    Unit::Days => day_minutes,
                    Unit::Pages => 0,
                },
                pages: if track.unit == Unit::Pages { usual } else { 0 },
                nights: 0,
                thing: None,
                note: String::new(),
                attested_by: None,
                photos: vec![],
            }
        }
    };
    let note_words = rules.iter().find_map(|r| match r {
        Requirement::Count { note_words, .. } => Some(*note_words),
        _ => None,
    });
    let note_words = note_words.unwrap_or(0);
    TrackPreset { track: track.id.clone(), draft, activities, things, people, note_words }
}

pub fn preview<P: Platform>(phone: &Phone<P>, draft: &Draft) -> Try<LogPreviewView> {
    let o = phone.opened()?;
    o.participant()?;
    let today = phone.platform.today();
    let entry = made(phone, draft.clone());
    if let Err(e) = entry::check(&entry, &phone.pack, today) {
        return Ok(LogPreviewView { fault: Some(Fault::Entry(e)), effect: Effect::Kept, late: None });
    }
    let effect = effect(phone, &entry, today)?;
    Ok(LogPreviewView { fault: None, effect, late: entry.backdated_days() })
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
