//! The log book: what is looked for among all entries; and one entry in full.

use std::collections::HashSet;

use chrono::NaiveDate;
use qadam_domain::progress::{Progress, Reason};
use qadam_domain::{Entry, EntryId, Names, OpId, Pack, Unit, Verdict, fold};
use qadam_door::Fault;
use qadam_door::view::{
    Amount, BookDay, BookStatus, BookView, EntryReport, EntryView, EntryWord, Version, Wanted,
};
use qadam_platform::Platform;
use qadam_storage::entries::{self, Stored};
use qadam_storage::held::Kept;
use qadam_storage::{history, people, reports};

use super::rows::{Places, again, amount, draft};
use crate::fault::Try;
use crate::phone::Phone;

/// Most entries of one answer: a screen asks for a few dozen.
const PART_MAX: u32 = 200;

pub fn book<P: Platform>(phone: &Phone<P>, wanted: &Wanted, offset: u32, limit: u32) -> Try<BookView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let pack = &phone.pack;
    let today = phone.platform.today();
    let standing = o.standing(pack, today)?;
    let places = Places::read(o, scope, standing.clone())?;
    let search = Search::new(&wanted.text, pack);
    let idle = match wanted.status {
        Some(BookStatus::NotYet) => standing.map(|s| adds_nothing(&s.progress)).unwrap_or_default(),
        _ => HashSet::new(),
    };
    let stands = |k: &Kept<'_>| {
        let word = || places.held().word(k.logged.entry.id).filter(|w| w.revision == k.logged.revision);
        let verdict = || word().map(|w| w.verdict);
        match wanted.status {
            None => true,
            Some(BookStatus::Waits) => verdict().is_none() && !places.is_busy(k.logged.entry.id),
            Some(BookStatus::InReport) => verdict().is_none() && places.is_busy(k.logged.entry.id),
            Some(BookStatus::Counted) => verdict() == Some(Verdict::Counted),
            Some(BookStatus::ToFix) => verdict() == Some(Verdict::ToFix),
            Some(BookStatus::NotCounted) => verdict() == Some(Verdict::NotCounted),
            Some(BookStatus::NotYet) => idle.contains(&k.logged.entry.id),
        }
    };
    let (mut all, mut first) = (0u32, None::<NaiveDate>);
    let mut hits: Vec<Kept<'_>> = Vec::new();
    for k in places.held().newest() {
        let e = &k.logged.entry;
        all += 1;
        first = Some(first.map_or(e.on, |d| d.min(e.on)));
        let asked = wanted.track.as_ref().is_none_or(|t| *t == e.track)
            && wanted.from.is_none_or(|d| e.on >= d)
            && wanted.to.is_none_or(|d| e.on <= d);
        if asked && search.finds(&k) && stands(&k) {
            hits.push(k);
        }
    }

    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let from = usize::try_from(offset).unwrap_or(usize::MAX).min(hits.len());
    let to = from.saturating_add(limit.min(PART_MAX) as usize).min(hits.len());
    let mut days = Vec::new();
    let mut end = 0;
    for day in hits.chunk_by(|a, b| a.logged.entry.on == b.logged.entry.on) {
        let begin = end;
        end += day.len();
        let Some(one) = day.first().filter(|_| end > from) else { continue };
        if begin >= to {
            break;
        }
        let shown = day.iter().skip(from.saturating_sub(begin)).take(to - begin.max(from));
        let rows = shown.map(|k| {
            let l = k.logged;
            let (entry, revision) = (l.entry.clone(), l.revision);
            places.row(&o.conn, pack, &Stored { entry, scope, revision, sent: k.sent, removed: false })
        });
        days.push(BookDay {
            on: one.logged.entry.on,
            continued: begin < from,
            hits: count(day.len()),
            sums: sums(pack, day),
            rows: rows.collect::<Try<Vec<_>>>()?,
        });
    }
    Ok(BookView { hits: count(hits.len()), all, days, today, first })
}

/// What a day adds up to. A day on a journey is one day, however often it was written about.
fn sums(pack: &Pack, day: &[Kept<'_>]) -> Vec<Amount> {
    let mut out: Vec<Amount> = Vec::new();
    for a in day.iter().map(|k| amount(pack, &k.logged.entry)).filter(|a| a.value > 0) {
        match out.iter_mut().find(|s| s.unit == a.unit) {
            Some(s) if s.unit != Unit::Days => s.value = s.value.saturating_add(a.value),
            Some(_) => {}
            None => out.push(a),
        }
    }
    out.sort_by_key(|a| a.unit as u8);
    out
}

/// Entries that the rules let add nothing yet; what the mentor has said no to is not among them.
fn adds_nothing(progress: &Progress) -> HashSet<EntryId> {
    let tracks = progress.tracks.iter().flat_map(|t| &t.entries);
    let idle = tracks.filter(|s| {
        s.counted == 0
            && s.provisional == 0
            && !matches!(s.reason, None | Some(Reason::Returned { .. } | Reason::NotAccepted { .. }))
    });
    idle.map(|s| s.entry).collect()
}

/// Words that must all occur.
struct Search<'a> {
    words: Vec<Word<'a>>,
}

struct Word<'a> {
    folded: String,
    /// Tracks and their activities that have it in one of their names.
    named: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Search<'a> {
    fn new(text: &str, pack: &'a Pack) -> Self {
        let mut names: Vec<(String, &'a str, Option<&'a str>)> = Vec::new();
        let words = fold::words(text);
        if !words.is_empty() {
            for t in &pack.tracks {
                names.push((folded(&t.names), &t.id, None));
                let activities = t.activities.iter();
                names.extend(activities.map(|a| (folded(&a.names), t.id.as_str(), Some(a.id.as_str()))));
            }
        }
        let named = |word: &str| {
            let with = names.iter().filter(|(name, ..)| name.contains(word));
            with.map(|(_, track, activity)| (*track, *activity)).collect()
        };
        Self { words: words.into_iter().map(|w| Word { named: named(&w), folded: w }).collect() }
    }

    fn finds(&self, k: &Kept<'_>) -> bool {
        self.words.iter().all(|w| k.text().contains(&w.folded) || w.names(&k.logged.entry))
    }
}

impl Word<'_> {
    /// An entry without activity and title goes by its track's name: that is what the row says.
    fn names(&self, e: &Entry) -> bool {
        if self.named.is_empty() || (e.activity.is_none() && e.thing.is_some()) {
            return false;
        }
        self.named.iter().any(|(track, activity)| *track == e.track && *activity == e.activity.as_deref())
    }
}

/// A name in all languages, a line each.
fn folded(names: &Names) -> String {
    let mut out = String::new();
    for name in [&names.kk, &names.ru, &names.en] {
        fold::fold_onto(name, &mut out);
        out.push('\n');
    }
    out
}

pub fn entry<P: Platform>(phone: &Phone<P>, id: EntryId) -> Try<EntryView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let today = phone.platform.today();
    let s = entries::get(&o.conn, id)?.filter(|s| s.scope == scope).ok_or(Fault::NotFound)?;
    let places = Places::read(o, scope, o.standing(&phone.pack, today)?)?;
    let report = match reports::holding(&o.conn, id)? {
        None => None,
        Some((report, _)) => match reports::newest(&o.conn, report)? {
            None => None,
            Some(r) => Some(EntryReport {
                id: report,
                state: reports::state_of(&o.conn, &r)?,
                submitted_at: r.report.submitted_at,
            }),
        },
    };
    let word = match (places.held().word(id), reports::decided(&o.conn, id)?) {
        (Some(w), Some(d)) => Some(EntryWord {
            verdict: w.verdict,
            reason: w.reason.clone(),
            by: people::member(&o.conn, scope)?.map(|m| m.mentor_name).unwrap_or_default(),
            at: d.decided_at,
            of_this: w.revision == s.revision,
        }),
        _ => None,
    };
    let counted = word.as_ref().is_some_and(|w| w.verdict == Verdict::Counted);
    let beside: Vec<Version> =
        history::beside(&o.conn, id)?.iter().map(|p| version(&p.entry, p.revision, false)).collect();
    let mut past: Vec<Version> =
        history::list(&o.conn, id)?.iter().map(|p| version(&p.entry, p.revision, p.removed)).collect();
    past.retain(|p| beside.iter().all(|b| b.revision != p.revision));
    let oldest = past.last().map_or(s.entry.written_at, |v| v.at.min(s.entry.written_at));
    Ok(EntryView {
        row: places.row(&o.conn, &phone.pack, &s)?,
        now: version(&s.entry, s.revision, s.removed),
        first_at: id.made_at().map_or(oldest, |at| at.min(oldest)),
        late: s.entry.backdated_days(),
        report,
        word,
        removable: !s.removed && !counted && !places.is_busy(id),
        again: again(&s.entry, today),
        past,
        beside,
        today,
    })
}

fn version(e: &Entry, revision: OpId, removed: bool) -> Version {
    let (at, offset_min) = (e.written_at, e.utc_offset_min);
    Version { revision, at, offset_min, removed, draft: draft(e, Some(e.id)) }
}
