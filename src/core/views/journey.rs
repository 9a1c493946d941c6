//! Journey, one track.

use chrono::{Datelike, NaiveDate, TimeDelta};
use qadam_domain::Verdict;
use qadam_door::Fault;
use qadam_door::view::{DayAmount, JourneyView, TrackLine, TrackView, Week, WindowNow};
use qadam_platform::Platform;
use qadam_storage::{entries, reports};

use super::rows::{Places, amount};
use super::sync::concerns;
use super::today::ring;
use crate::fault::Try;
use crate::phone::Phone;

const LIST_MAX: u32 = 200;

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
    })
}

pub fn track<P: Platform>(phone: &Phone<P>, id: &str) -> Try<TrackView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let date = phone.platform.today();
    let unit = phone.pack.track(id).ok_or(Fault::NotFound)?.unit;
    let standing = o.standing(&phone.pack, date)?.ok_or(Fault::NotFound)?;
    let progress = standing.progress.tracks.iter().find(|t| t.track == id).ok_or(Fault::NotFound)?.summary();
    let places = Places::read(o, scope, Some(standing.clone()))?;
    let stored = entries::list(&o.conn, scope, Some(id), LIST_MAX)?;
    let rows = stored.iter().map(|s| places.row(&o.conn, &phone.pack, s)).collect::<Try<Vec<_>>>()?;
    let min = standing.weekly_min(&phone.pack, id);
    let weeks = weeks(phone, &places, standing.enrolment.start, date, id, min);
    let window = min.zip(weeks.last()).map(|(need, w)| WindowNow { have: w.total, need });
    Ok(TrackView {
        line: TrackLine { track: id.to_owned(), status: progress.status, next: progress.next.clone(), unit },
        progress,
        entries: rows,
        total: entries::count(&o.conn, scope, Some(id))?,
        weeks,
        window,
        date,
    })
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
