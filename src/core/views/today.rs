//! Today.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use qadam_domain::entry::Attestation;
use qadam_domain::progress::Status;
use qadam_domain::reminders::Planned;
use qadam_domain::report::{ItemDecision, Outcome, ReportState};
use qadam_domain::{Dated, Pack, Plan, ThingId, ThingRef, TrackPlan, Unit, Verdict, clock};
use qadam_door::command::Draft;
use qadam_door::view::{Amount, Arc, Attention, PlanItem, Ring, StepDay, TodayView};
use qadam_platform::Platform;
use qadam_storage::entries::Stored;
use qadam_storage::held::Held;
use qadam_storage::{entries, history, open, outbox, reports, talk};
use qadam_sync::take::known_clock;

use super::rows::{Places, again};
use super::{me, sync};
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::{Open, Standing};

const STRIP_DAYS: u64 = 14;
const HABIT_DAYS: u64 = 60;

/// The ring; a level that is not chosen yet gives an empty one.
pub fn ring(pack: &Pack, s: Option<&Standing>, today: NaiveDate) -> Ring {
    let Some(s) = s else {
        let arcs = pack.tracks.iter().map(|t| Arc { track: t.id.clone(), percent: 0, provisional: 0 });
        return Ring {
            level: String::new(),
            percent: 0,
            arcs: arcs.collect(),
            month: 0,
            months: 0,
            start: today,
            level_end: today,
            paused: 0,
            finish: None,
            on_course: true,
        };
    };
    let p = &s.progress;
    let arcs = p.tracks.iter().map(|t| Arc {
        track: t.track.clone(),
        percent: t.percent,
        provisional: t.percent_provisional,
    });
    let (month, months) = month(pack, s, today);
    let e = &s.enrolment;
    let unpaused = pack.level(&e.level).map_or(p.level_end, |l| l.earliest_end(e.start, &e.awards));
    Ring {
        level: s.enrolment.level.clone(),
        percent: p.percent,
        arcs: arcs.collect(),
        month,
        months,
        start: s.enrolment.start,
        level_end: p.level_end,
        paused: u32::try_from((p.level_end - unpaused).num_days()).unwrap_or(0),
        finish: p.earliest_finish,
        on_course: p.tracks.iter().all(|t| t.status != Status::NeedsAttention),
    }
}

/// The month that runs now, from 1, and the level's months.
pub fn month(pack: &Pack, s: &Standing, today: NaiveDate) -> (u32, u32) {
    let months = pack.level(&s.enrolment.level).map_or(0, |l| l.months);
    let passed =
        (1..=months).take_while(|m| qadam_domain::ages::months_later(s.enrolment.start, *m) <= today).count();
    let passed = u32::try_from(passed).unwrap_or(0);
    ((passed + 1).min(months.max(1)), months)
}

pub fn today<P: Platform>(phone: &Phone<P>) -> Try<TodayView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let pack = &phone.pack;
    let platform = &*phone.platform;
    let date = platform.today();
    let standing = o.standing(pack, date)?;
    let places = Places::read(o, scope, standing.clone())?;

    let from = date.checked_sub_days(Days::new(HABIT_DAYS)).unwrap_or(date);
    let recent = places.held().between(from, date);
    let logged_today: Vec<&Stored> = recent.iter().filter(|e| e.entry.on == date).collect();
    let steps = (0..STRIP_DAYS)
        .rev()
        .filter_map(|back| date.checked_sub_days(Days::new(back)))
        .map(|on| StepDay { on, done: recent.iter().any(|e| e.entry.on == on) })
        .collect();
    let plan =
        standing.as_ref().map_or_else(Vec::new, |s| planned(phone, &s.plan, &recent, &logged_today, date));
    let logged = logged_today.iter().map(|s| places.row(&o.conn, pack, s)).collect::<Try<Vec<_>>>()?;
    Ok(TodayView {
        name: o.profile.name.clone(),
        date,
        minute_of_day: platform.now().minute_of_day(platform.offset_min()),
        ring: ring(pack, standing.as_deref(), date),
        sync: sync::status(phone, o)?,
        plan,
        quick: quick(pack, &recent, date),
        steps,
        logged,
        attention: match clock::doubt(platform.now(), known_clock(&o.conn)?) {
            Some(doubt) => Some(Attention::Clock { shows: date, doubt }),
            None => attention(o, scope, pack)?,
        },
        unread: talk::unread(&o.conn, scope, scope)?,
        first_time: recent.is_empty() && entries::count(&o.conn, scope, None)? == 0,
    })
}

/// What is planned for a day, for whoever holds the entries already.
pub fn of_day<P: Platform>(phone: &Phone<P>, held: &Held, plan: &Plan, date: NaiveDate) -> Vec<PlanItem> {
    let from = date.checked_sub_days(Days::new(HABIT_DAYS)).unwrap_or(date);
    let recent = held.between(from, date);
    let logged: Vec<&Stored> = recent.iter().filter(|e| e.entry.on == date).collect();
    planned(phone, plan, &recent, &logged, date)
}

/// What was planned for a day and is done.
pub fn done<P: Platform>(
    phone: &Phone<P>,
    o: &Open,
    scope: qadam_domain::AccountId,
    plan: &Plan,
    date: NaiveDate,
) -> Try<Vec<Planned>> {
    let held = o.held(scope)?;
    let recent = held.between(date, date);
    let logged: Vec<&Stored> = recent.iter().collect();
    let items = with_done(phone, plan, &recent, &logged, date);
    let done = items.into_iter().filter(|(_, item)| item.done.is_some());
    Ok(done.map(|(dated, item)| Planned { track: item.track, dated }).collect())
}

/// What is planned for a day, by the clock; what has no time comes last. An entry does one item: the dated
/// one that it belongs to, else the first of its track.
fn planned<P: Platform>(
    phone: &Phone<P>,
    plan: &Plan,
    recent: &[Stored],
    logged: &[&Stored],
    date: NaiveDate,
) -> Vec<PlanItem> {
    let items = with_done(phone, plan, recent, logged, date);
    let mut items: Vec<PlanItem> = items.into_iter().map(|(_, item)| item).collect();
    items.sort_by_key(|i| i.at_min.unwrap_or(u16::MAX));
    items
}

fn with_done<P: Platform>(
    phone: &Phone<P>,
    plan: &Plan,
    recent: &[Stored],
    logged: &[&Stored],
    date: NaiveDate,
) -> Vec<(Option<ThingId>, PlanItem)> {
    let mut items: Vec<(Option<ThingId>, PlanItem)> = Vec::new();
    for d in plan.dates.iter().filter(|d| d.is_on(date)) {
        items.push((Some(d.id), dated(phone, d, recent, date)));
    }
    for p in plan.tracks.iter().filter(|p| p.is_on(date)) {
        items.push((None, item(phone, p, recent, date)));
    }
    let mut free: Vec<&&Stored> = logged.iter().collect();
    for of_thing in [true, false] {
        for (id, item) in items.iter_mut().filter(|(_, item)| item.done.is_none()) {
            let does = |e: &&&Stored| {
                e.entry.track == item.track
                    && (!of_thing || id.is_some() && e.entry.thing.as_ref().map(|t| t.id) == *id)
            };
            if let Some(at) = free.iter().position(does) {
                item.done = Some(free.remove(at).entry.id);
            }
        }
    }
    items
}

/// A dated item on one of its days. A journey's entries take its id, and its nights but the last.
fn dated<P: Platform>(phone: &Phone<P>, d: &Dated, recent: &[Stored], date: NaiveDate) -> PlanItem {
    let track = phone.pack.track(&d.track);
    let unit = track.map_or(Unit::Minutes, |t| t.unit);
    let journey = track.and_then(|t| t.thing).filter(|_| unit == Unit::Days && !d.title.is_empty());
    let thing = journey.map(|kind| ThingRef { id: d.id, kind, title: d.title.clone(), finished: false });
    let draft = Draft {
        id: None,
        track: d.track.clone(),
        activity: None,
        on: date,
        minutes: if unit == Unit::Minutes { d.amount } else { 0 },
        pages: if unit == Unit::Pages { d.amount } else { 0 },
        nights: u32::from(unit == Unit::Days && date < d.last()),
        note: if thing.is_none() { d.title.clone() } else { String::new() },
        thing,
        attested_by: in_charge(recent, &d.track),
        photos: vec![],
    };
    PlanItem {
        track: d.track.clone(),
        activity: None,
        goal: d.title.clone(),
        until: Some(d.last()),
        amount: Amount { value: d.amount, unit },
        at_min: d.at_min,
        done: None,
        draft,
    }
}

/// Who was in charge the last time.
fn in_charge(recent: &[Stored], track: &str) -> Option<Attestation> {
    recent.iter().filter(|e| e.entry.track == track).find_map(|e| e.entry.attested_by.clone())
}

fn item<P: Platform>(phone: &Phone<P>, p: &TrackPlan, recent: &[Stored], date: NaiveDate) -> PlanItem {
    let track = phone.pack.track(&p.track);
    let nth = phone.pack.tracks.iter().take_while(|t| t.id != p.track).count().try_into().unwrap_or(u8::MAX);
    let unit = track.map_or(Unit::Minutes, |t| t.unit);
    // The book that is being read, or the one that the plan names.
    let begun = recent
        .iter()
        .filter(|e| e.entry.track == p.track)
        .find_map(|e| e.entry.thing.clone())
        .filter(|t| !t.finished);
    let named = track.and_then(|t| t.thing).filter(|_| !p.goal.is_empty()).map(|kind| ThingRef {
        id: ThingId::from_bytes(phone.offer(nth)),
        kind,
        title: p.goal.clone(),
        finished: false,
    });
    let draft = Draft {
        id: None,
        track: p.track.clone(),
        activity: p.activity.clone(),
        on: date,
        minutes: if unit == Unit::Minutes { p.amount } else { 0 },
        pages: if unit == Unit::Pages { p.amount } else { 0 },
        nights: 0,
        thing: begun.or(if unit == Unit::Minutes { None } else { named }),
        note: String::new(),
        attested_by: in_charge(recent, &p.track),
        photos: vec![],
    };
    PlanItem {
        track: p.track.clone(),
        activity: p.activity.clone(),
        goal: p.goal.clone(),
        until: None,
        amount: Amount { value: p.amount, unit },
        at_min: p.at_min,
        done: None,
        draft,
    }
}

/// What this person logs most, lately: the same track, activity and amount.
fn quick(pack: &Pack, recent: &[Stored], date: NaiveDate) -> Vec<Draft> {
    let mut seen: HashMap<(String, Option<String>, u32), (usize, usize)> = HashMap::new();
    for (i, s) in recent.iter().enumerate() {
        let e = &s.entry;
        // A journey or something attested needs more than a tap.
        let nobody = e.attested_by.is_none() && pack.track(&e.track).is_some_and(|t| t.attested);
        if nobody || e.nights > 0 || (e.minutes == 0 && e.pages == 0) {
            continue;
        }
        let slot = seen.entry((e.track.clone(), e.activity.clone(), e.minutes + e.pages)).or_insert((0, i));
        slot.0 += 1;
    }
    let mut habits: Vec<(usize, usize)> = seen.into_values().collect();
    habits.sort_by_key(|(n, first)| (std::cmp::Reverse(*n), *first));
    habits.iter().take(3).filter_map(|(_, i)| recent.get(*i)).map(|s| again(&s.entry, date)).collect()
}

fn attention(o: &Open, scope: qadam_domain::AccountId, pack: &Pack) -> Try<Option<Attention>> {
    for r in reports::list(&o.conn, scope)? {
        if reports::state_of(&o.conn, &r)? == ReportState::Decided(Outcome::Returned)
            && let Some(d) = reports::decision(&o.conn, r.report.report, r.report.number)?
        {
            let held = o.held(scope)?;
            // What was deleted since then needs nothing more.
            let open = |i: &&ItemDecision| i.verdict == Verdict::ToFix && held.get(i.item.entry).is_some();
            let to_fix = d.items.iter().filter(open).count();
            if to_fix == 0 {
                continue;
            }
            return Ok(Some(Attention::Returned {
                report: r.report.report,
                to_fix: u32::try_from(to_fix).unwrap_or(u32::MAX),
                message: d.message,
            }));
        }
    }
    if let Some(first) = outbox::refused(&o.conn, None)? {
        let count = outbox::counts(&o.conn)?.refused;
        return Ok(Some(Attention::Refused { count, first: me::row(first, false, pack) }));
    }
    if let Some(entry) = history::with_beside(&o.conn, scope)? {
        return Ok(Some(Attention::Beside { entry }));
    }
    let joined = qadam_sync::machine::is_joined(&o.conn)?;
    Ok((joined && open::fact(&o.conn, "recovery")?.is_some()).then_some(Attention::Recovery))
}
