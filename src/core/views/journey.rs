//! Journey, one track.

use chrono::{Datelike, NaiveDate, TimeDelta};
use qadam_domain::ages::birthday;
use qadam_domain::pack::{Level, Track};
use qadam_domain::{Pack, Verdict};
use qadam_door::Fault;
use qadam_door::view::{
    Amount, DayAmount, DayLookView, JourneyView, LevelMedal, LevelState, TrackFinish, TrackHistory,
    TrackLine, TrackView, Week, WindowNow,
};
use qadam_platform::Platform;
use qadam_storage::{entries, reports};

use super::history;
use super::rows::{Places, amount};
use super::sync::concerns;
use super::today::ring;
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Standing;

const LIST_MAX: u32 = 20;

pub fn journey<P: Platform>(phone: &Phone<P>) -> Try<JourneyView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let date = phone.platform.today();
    let standing = o.standing(&phone.pack, date)?.ok_or(Fault::NotFound)?;
    let places = Places::read(o, scope, None)?;
    let mut open = 0;
    for r in reports::list(&o.conn, scope)? {
        open += u32::from(concerns(reports::state_of(&o.conn, &r)?));
    }
    Ok(JourneyView {
        ring: ring(&phone.pack, Some(&standing), date),
        date,
        progress: standing.progress.summary(),
        reports_open: open,
        reportable: places.free(),
        finishes: finishes(&phone.pack, &standing),
        levels: levels(&phone.pack, &standing),
        entries: entries::count(&o.conn, scope, None)?,
    })
}

/// When each track would be done, beside what the plan has for it.
fn finishes(pack: &Pack, s: &Standing) -> Vec<TrackFinish> {
    let finish = |track: &Track| {
        let progress = s.progress.tracks.iter().find(|t| t.track == track.id);
        let planned = s.plan.track(&track.id);
        TrackFinish {
            track: track.id.clone(),
            on: progress.and_then(|p| p.finish),
            needed: !track.optional && progress.is_some_and(|p| !p.needs.is_empty()),
            planned: planned.is_some() || s.plan.dates.iter().any(|d| d.track == track.id),
            weekly: Amount { value: planned.map_or(0, |p| p.weekly()), unit: track.unit },
        }
    };
    pack.tracks.iter().map(finish).collect()
}

/// The levels as medals: what runs, what came before it, what opens when.
fn levels(pack: &Pack, s: &Standing) -> Vec<LevelMedal> {
    let mut state = LevelState::Passed;
    let medal = |level: &Level| {
        let mine = level.id == s.enrolment.level;
        let open = birthday(s.enrolment.birth, level.min_age.max(pack.ages.min));
        let held = s.enrolment.awards.iter().any(|a| a.level == level.id);
        let this = match (mine, state) {
            _ if held => LevelState::Awarded,
            (true, _) if s.progress.blocks.is_empty() => LevelState::Complete,
            (true, _) => LevelState::UnderWay,
            (false, LevelState::Passed) => LevelState::Passed,
            // What the calendar does not have never comes: the level stays ahead.
            (false, _) => match open.filter(|day| *day > s.progress.level_end) {
                Some(from) => LevelState::Locked { from },
                None => LevelState::Ahead,
            },
        };
        if mine {
            state = LevelState::Ahead;
        }
        let shorter = level.shortened_by.iter().find(|by| by.level == s.enrolment.level);
        let months = shorter.map_or(level.months, |by| by.months);
        LevelMedal { level: level.id.clone(), months, age: level.min_age, state: this }
    };
    pack.levels.iter().map(medal).collect()
}

/// What was logged on a day.
pub fn day<P: Platform>(phone: &Phone<P>, on: NaiveDate, track: Option<&str>) -> Try<DayLookView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let standing = o.standing(&phone.pack, phone.platform.today())?;
    let places = Places::read(o, scope, standing)?;
    let day = places.held().between(on, on);
    let mine = day.iter().filter(|s| track.is_none_or(|t| s.entry.track == t));
    Ok(DayLookView { on, rows: mine.map(|s| places.row(&o.conn, &phone.pack, s)).collect::<Try<Vec<_>>>()? })
}

pub fn track<P: Platform>(phone: &Phone<P>, id: &str) -> Try<TrackView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let date = phone.platform.today();
    let unit = phone.pack.track(id).ok_or(Fault::NotFound)?.unit;
    let standing = o.standing(&phone.pack, date)?.ok_or(Fault::NotFound)?;
    let whole = standing.progress.tracks.iter().find(|t| t.track == id).ok_or(Fault::NotFound)?;
    let (progress, left_out) = (whole.summary(), whole.left_out());
    let places = Places::read(o, scope, Some(standing.clone()))?;
    let stored = entries::list(&o.conn, scope, Some(id), LIST_MAX)?;
    let rows = stored.iter().map(|s| places.row(&o.conn, &phone.pack, s)).collect::<Try<Vec<_>>>()?;
    let min = standing.weekly_min(&phone.pack, id);
    let weeks = weeks(phone, &places, standing.enrolment.start, date, id, min);
    let window = min.zip(weeks.last()).map(|(need, w)| WindowNow { have: w.total, need });
    let history = history_of(phone, &places, &standing, date, id, min.is_some());
    let finish = finishes(&phone.pack, &standing).into_iter().find(|f| f.track == id);
    Ok(TrackView {
        line: TrackLine { track: id.to_owned(), status: progress.status, next: progress.next.clone(), unit },
        progress,
        entries: rows,
        total: entries::count(&o.conn, scope, Some(id))?,
        weeks,
        window,
        date,
        level: standing.enrolment.level.clone(),
        finish: finish.ok_or(Fault::NotFound)?,
        history,
        left_out,
    })
}

/// Every day of the level. Older entries of the track widen it: nobody looks for them in vain.
fn history_of<P: Platform>(
    phone: &Phone<P>,
    places: &Places<'_>,
    s: &Standing,
    date: NaiveDate,
    track: &str,
    by_rule: bool,
) -> TrackHistory {
    let mine = || places.held().present().filter(|e| e.track == track);
    let start = s.enrolment.start;
    let first = mine().map(|e| e.on).min().map_or(start, |on| on.min(start));
    let last = s.progress.level_end.pred_opt().unwrap_or(date).max(date);
    let days = history::span(first, last, date, mine().map(|e| (e.on, amount(&phone.pack, e).value)));
    let anchor = if by_rule { start } else { history::monday(start) };
    TrackHistory {
        active: history::active(&days),
        months: history::months(&days),
        best_day: history::best_day(&days),
        best_week: history::best_week(&days, anchor),
        days,
    }
}

/// Five rows of seven days up to the one that runs now. A rule that counts by weeks has its own, from the
/// level's first day; otherwise they begin on Mondays.
fn weeks<P: Platform>(
    phone: &Phone<P>,
    places: &Places<'_>,
    start: NaiveDate,
    date: NaiveDate,
    track: &str,
    min: Option<u32>,
) -> Vec<Week> {
    let into = match min {
        Some(_) => (date - start).num_days().rem_euclid(7),
        None => i64::from(date.weekday().num_days_from_monday()),
    };
    let first = date.checked_sub_signed(TimeDelta::days(into + 28)).unwrap_or(date);
    let recent = places.held().between(first, date);
    let mine: Vec<_> = recent.iter().filter(|s| s.entry.track == track).collect();
    let sum = |from: NaiveDate, to: NaiveDate, all: bool| -> u32 {
        mine.iter()
            .filter(|s| s.entry.on >= from && s.entry.on <= to)
            .filter(|s| all || places.word(s).is_none_or(|w| w.verdict == Verdict::Counted))
            .map(|s| amount(&phone.pack, &s.entry).value)
            .fold(0, u32::saturating_add)
    };
    let week = |n: i64| {
        let day = |d: i64| first.checked_add_signed(TimeDelta::days(n * 7 + d)).unwrap_or(first);
        let total = sum(day(0), day(6), false);
        Week {
            days: (0..7).map(|d| DayAmount { on: day(d), amount: sum(day(d), day(d), true) }).collect(),
            total,
            counts: min.filter(|_| day(0) >= start).map(|min| total >= min),
        }
    };
    (0..5).map(week).collect()
}
