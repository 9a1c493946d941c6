//! Making a report: what could go, what it would add, what cannot go and why.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::progress::{Logged, Progress, Standing};
use qadam_domain::report::{ITEMS_MAX, gains};
use qadam_domain::{AccountId, EntryId, ReportId};
use qadam_door::view::{LeftOut, Period, Place, ReportFormView, ReportPick, TooMany};
use qadam_platform::Platform;
use qadam_storage::{entries, reports};

use super::rows::{Keeps, Places, row};
use crate::commands::report::{draft_key, kept};
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

pub fn form<P: Platform>(phone: &Phone<P>) -> Try<ReportFormView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let today = phone.platform.today();
    let (report, draft) = match kept(&o.conn, &draft_key(None))? {
        Some((report, _, draft)) => (report, draft),
        None => (ReportId::from_bytes(phone.offer(0)), Default::default()),
    };
    let (from, to) = days(o, scope, draft.period, today)?;
    let wanted = |track: &str| draft.tracks.is_empty() || draft.tracks.iter().any(|t| t == track);

    let mut left_out = LeftOut::default();
    let mut outside = 0;
    let mut first = to;
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut picked: Vec<(Logged, bool)> = Vec::new();
    let mut per_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    {
        let places = Places::read(o, scope, None)?;
        let mut picks: Vec<(&Logged, bool)> = Vec::new();
        for k in places.held().newest() {
            let (l, e) = (k.logged, &k.logged.entry);
            let keeps = places.keeps(l);
            if e.on < from || e.on > to {
                outside += u32::from(keeps.is_none());
                continue;
            }
            if keeps.is_none()
                && let Some(track) = phone.pack.track(&e.track)
            {
                *counts.entry(track.id.as_str()).or_default() += 1;
            }
            if !wanted(&e.track) {
                continue;
            }
            match keeps {
                None => {
                    *per_day.entry(e.on).or_default() += 1;
                    first = first.min(e.on);
                    picks.push((l, k.sent));
                }
                Some(Keeps::InReport) => left_out.in_report += 1,
                Some(Keeps::ToFix) => left_out.to_fix += 1,
                Some(Keeps::Decided) => left_out.decided += 1,
                Some(Keeps::Refused) => left_out.refused += 1,
            }
        }
        if picks.len() <= ITEMS_MAX {
            picked.extend(picks.into_iter().map(|(l, sent)| (l.clone(), sent)));
        }
    }
    left_out.removed =
        entries::removed(&o.conn, scope, from, to)?.iter().filter(|(t, _)| wanted(t)).map(|(_, n)| n).sum();
    let mut view = ReportFormView {
        report,
        from: if from == NaiveDate::MIN { first } else { from },
        to,
        today,
        // In the programme's order.
        tracks: phone
            .pack
            .tracks
            .iter()
            .filter_map(|t| Some((t.id.clone(), *counts.get(t.id.as_str())?)))
            .collect(),
        entries: Vec::new(),
        gains: Vec::new(),
        left_out,
        outside,
        too_many: too_many(&per_day),
        joined: super::sync::status(phone, o)?.joined,
        draft,
    };
    fill(phone, o, &mut view, picked, today)?;
    Ok(view)
}

/// The days of a period, both included; without a last report it begins with the first day of all.
fn days(o: &Open, scope: AccountId, period: Period, today: NaiveDate) -> Try<(NaiveDate, NaiveDate)> {
    let back = |n: u64| today.checked_sub_days(Days::new(n)).unwrap_or(today);
    Ok(match period {
        // What was logged on that very day after the report went belongs to the next one.
        Period::SinceLast => (reports::last_day(&o.conn, scope)?.unwrap_or(NaiveDate::MIN), today),
        Period::Week => (back(u64::from(today.weekday().num_days_from_monday())), today),
        Period::TwoWeeks => (back(13), today),
        Period::Month => (back(u64::from(today.day0())), today),
        Period::Days { from, to } => (from.min(to), to.max(from)),
    })
}

/// More than one report holds, and the first days that fit.
fn too_many(per_day: &BTreeMap<NaiveDate, u32>) -> Option<TooMany> {
    let max = u32::try_from(ITEMS_MAX).unwrap_or(u32::MAX);
    let count: u32 = per_day.values().sum();
    if count <= max {
        return None;
    }
    let mut sum = 0;
    let mut until = None;
    for (day, n) in per_day {
        sum += n;
        if sum > max {
            break;
        }
        until = Some((*day, sum));
    }
    Some(TooMany { count, max, until })
}

/// The entries with what each would add if all that is chosen were approved.
fn fill<P: Platform>(
    phone: &Phone<P>,
    o: &Open,
    view: &mut ReportFormView,
    picked: Vec<(Logged, bool)>,
    today: NaiveDate,
) -> Try<()> {
    let standing = o.standing(&phone.pack, today)?;
    // What was before the level's start cannot count whatever the mentor says: it goes if somebody wants it.
    let idle = |on: NaiveDate| standing.as_ref().is_some_and(|s| on < s.enrolment.start);
    let (out, added): (HashSet<&EntryId>, HashSet<&EntryId>) =
        (view.draft.out.iter().collect(), view.draft.added.iter().collect());
    let is_chosen = |l: &Logged| {
        let id = &l.entry.id;
        if idle(l.entry.on) { added.contains(id) } else { !out.contains(id) }
    };
    let chosen: HashSet<EntryId> =
        picked.iter().filter(|(l, _)| is_chosen(l)).map(|(l, _)| l.entry.id).collect();
    let after = match &standing {
        Some(s) => Some(o.standing_approved(&phone.pack, s, &chosen, today)?),
        None => None,
    };
    let ids: HashSet<EntryId> = picked.iter().map(|(l, _)| l.entry.id).collect();
    let days = view.from..=view.to;
    let (mut was, mut is) = (HashMap::new(), HashMap::new());
    if let (Some(s), Some(after)) = (&standing, &after) {
        was = standings(&s.progress, &ids, &days);
        is = standings(after, &ids, &days);
        view.gains = gains(&s.progress, after);
    }
    view.entries = picked
        .iter()
        .map(|(l, sent)| {
            let id = l.entry.id;
            let now = is.get(&id).copied();
            let chosen = chosen.contains(&id);
            let counted = now.map_or(0, |s| s.counted);
            let place = if *sent { Place::Sent } else { Place::Here };
            ReportPick {
                chosen,
                adds: counted.saturating_sub(was.get(&id).map_or(0, |s| s.counted)),
                // The engine would count it, but not by what is approved alone.
                with_others: chosen && now.is_some_and(|s| s.provisional > 0),
                row: row(&phone.pack, &l.entry, place, now.cloned()),
            }
        })
        .collect();
    Ok(())
}

/// What the engine says of these entries, which are of these days: a level has ten thousand others.
pub fn standings<'a>(
    progress: &'a Progress,
    ids: &HashSet<EntryId>,
    days: &RangeInclusive<NaiveDate>,
) -> HashMap<EntryId, &'a Standing> {
    let all = progress.tracks.iter().flat_map(|t| &t.entries).filter(|s| days.contains(&s.on));
    all.filter(|s| ids.contains(&s.entry)).map(|s| (s.entry, s)).collect()
}
