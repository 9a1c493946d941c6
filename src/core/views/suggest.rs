//! What somebody is likely to log now: what is planned, what such days bring, what is done often.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::{Entry, Pack, ThingId, ThingRef, Unit};
use qadam_door::command::Draft;
use qadam_door::view::{PlanItem, Suggestion, Why};

use super::rows::again;

/// Most suggestions: what a thumb finds without reading.
const MOST: usize = 4;
/// Of them from the plan, so that habits have a place too.
const MOST_PLANNED: usize = 2;
/// How far back habits are looked for.
const WEEKDAY_DAYS: u64 = 56;
const OFTEN_DAYS: u64 = 60;

/// What it is made from.
pub struct Now<'a> {
    pub pack: &'a Pack,
    /// Planned for today, as the day's screen has it.
    pub planned: &'a [PlanItem],
    /// Newest first.
    pub entries: &'a [&'a Entry],
    /// The same by track.
    pub of_track: &'a HashMap<&'a str, Vec<&'a Entry>>,
    pub today: NaiveDate,
    pub minute: u16,
}

/// At most four, the best first; nothing that is done today already.
pub fn suggestions(now: &Now<'_>) -> Vec<Suggestion> {
    let mut out: Vec<Suggestion> = Vec::new();
    let mut add = |why: Why, draft: Draft| {
        let same = |d: &Draft| d.track == draft.track && d.activity == draft.activity;
        if out.len() < MOST && !out.iter().any(|s| same(&s.draft)) {
            out.push(Suggestion { why, draft });
        }
    };
    let mut planned: Vec<&PlanItem> =
        now.planned.iter().filter(|p| p.done.is_none() && p.amount.value > 0).collect();
    // What is due at another time of day is further away; without a time it is due all day.
    planned.sort_by_key(|p| p.at_min.map_or(360, |at| at.abs_diff(now.minute)));
    for p in planned.into_iter().take(MOST_PLANNED) {
        add(Why::Planned { at_min: p.at_min }, p.draft.clone());
    }
    let day = now.today.weekday();
    for draft in habits(now, WEEKDAY_DAYS, 2, |e| e.on.weekday() == day) {
        add(Why::Weekday, draft);
    }
    for draft in habits(now, OFTEN_DAYS, 1, |_| true) {
        add(Why::Often, draft);
    }
    out
}

/// The thing of a track that was last worked on and is not finished.
fn begun(now: &Now<'_>, track: &str) -> Option<ThingRef> {
    let mut finished: HashSet<ThingId> = HashSet::new();
    for t in now.of_track.get(track)?.iter().filter_map(|e| e.thing.as_ref()) {
        if t.finished {
            finished.insert(t.id);
        } else if !finished.contains(&t.id) {
            return Some(t.clone());
        }
    }
    None
}

/// What was done at least so often in the last days, the most frequent first, with its usual amount.
fn habits<'a>(
    now: &'a Now<'_>,
    days: u64,
    least: usize,
    such: impl Fn(&Entry) -> bool,
) -> impl Iterator<Item = Draft> + 'a {
    let from = now.today.checked_sub_days(Days::new(days)).unwrap_or(now.today);
    let lately = now.entries.iter().take_while(|e| e.on >= from);
    let mut done: Vec<(&str, Option<&str>)> = Vec::new();
    let mut groups: HashMap<(&str, Option<&str>), Vec<&Entry>> = HashMap::new();
    for e in lately {
        let key = (e.track.as_str(), e.activity.as_deref());
        if e.on == now.today {
            done.push(key);
        } else if such(e) && now.pack.track(&e.track).is_some_and(|t| t.unit != Unit::Days) {
            groups.entry(key).or_default().push(e);
        }
    }
    let mut groups: Vec<_> =
        groups.into_iter().filter(|(key, g)| g.len() >= least && !done.contains(key)).collect();
    groups.sort_by_key(|(key, g)| {
        (std::cmp::Reverse((g.len(), g.first().map(|e| (e.on, e.written_at)))), *key)
    });
    groups.into_iter().filter_map(|(_, g)| usual(now, &g))
}

/// The newest of them with the amount that is most common among them.
fn usual(now: &Now<'_>, group: &[&Entry]) -> Option<Draft> {
    let newest = group.first()?;
    let mut draft = again(newest, now.today);
    let amount = |e: &Entry| (e.minutes, e.pages);
    let mut common: HashMap<(u32, u32), usize> = HashMap::new();
    for e in group {
        *common.entry(amount(e)).or_default() += 1;
    }
    // Of amounts that are equally common the newest; `max_by_key` gives the last of equals.
    if let Some(e) = group.iter().rev().max_by_key(|e| common.get(&amount(e))) {
        (draft.minutes, draft.pages) = amount(e);
    }
    if draft.minutes == 0 && draft.pages == 0 {
        return None;
    }
    if let Some(t) = &draft.thing {
        // The same book, unless a later entry has finished it.
        let mine = now.of_track.get(draft.track.as_str()).into_iter().flatten();
        if mine.filter_map(|e| e.thing.as_ref()).any(|x| x.id == t.id && x.finished) {
            draft.thing = begun(now, &draft.track);
        }
    } else if now.pack.track(&draft.track).is_some_and(|t| t.unit == Unit::Pages) {
        draft.thing = begun(now, &draft.track);
    }
    Some(draft)
}
