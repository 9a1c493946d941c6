//! Journey, one track, the plan.

use chrono::{Days, NaiveDate};
use qadam_domain::Unit;
use qadam_door::Fault;
use qadam_door::view::{DayAmount, JourneyView, PlanView, TrackLine, TrackView};
use qadam_platform::Platform;
use qadam_storage::{entries, people, reports};

use super::rows::{Places, amount};
use super::sync::concerns;
use super::today::ring;
use crate::fault::Try;
use crate::phone::Phone;

const HEAT_DAYS: u64 = 35;
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
    let from = date.checked_sub_days(Days::new(HEAT_DAYS - 1)).unwrap_or(date);
    let recent = places.held().between(from, date);
    let on_day = |on: NaiveDate| {
        recent
            .iter()
            .filter(|s| s.entry.on == on && s.entry.track == id)
            .map(|s| amount(&phone.pack, &s.entry).value)
            .sum()
    };
    let days = (0..HEAT_DAYS).filter_map(|n| from.checked_add_days(Days::new(n)));
    Ok(TrackView {
        line: TrackLine { track: id.to_owned(), status: progress.status, next: progress.next.clone(), unit },
        progress,
        entries: rows,
        total: entries::count(&o.conn, scope, Some(id))?,
        days: days.map(|on| DayAmount { on, amount: on_day(on) }).collect(),
        date,
    })
}

pub fn plan<P: Platform>(phone: &Phone<P>) -> Try<PlanView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let plan = people::plan(&o.conn, scope)?.map(|(_, p)| p).unwrap_or_default();
    let weekly = plan.tracks.iter().map(|p| match phone.pack.track(&p.track).map(|t| t.unit) {
        Some(Unit::Minutes) => p.weekly(),
        // Two minutes a page: a calm reader's pace, only to draw one bar beside the others.
        Some(Unit::Pages) => p.weekly().saturating_mul(2),
        _ => 0,
    });
    Ok(PlanView {
        weekly_minutes: weekly.fold(0, u32::saturating_add),
        level: people::enrolment(&o.conn, scope)?.map(|(_, e)| e.level),
        plan,
    })
}
