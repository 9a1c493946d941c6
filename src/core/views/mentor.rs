//! A mentor's queue, people, and a report under review.

use std::collections::HashMap;

use chrono::NaiveDate;
use qadam_domain::report::{ReportState, Verdict, changes};
use qadam_domain::{AccountId, Entry, Millis, Pack, ReportId, ages};
use qadam_door::Fault;
use qadam_door::view::{
    Hint, PeopleView, PersonCard, Place, QueueRow, QueueView, ReviewEntry, ReviewView, Standing,
};
use qadam_platform::Platform;
use qadam_protocol::record::{Member, MemberStanding};
use qadam_storage::reports::Stored;
use qadam_storage::{Connection, entries, people, photos, reports, talk};

use super::reports::card;
use super::rows::row;
use super::sync;
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

const DECIDED_SHOWN: usize = 20;
/// So many entries within ten minutes carry a hint.
const MANY: usize = 4;

/// Whole days that something waits.
pub fn waits(now: Millis, since: Millis) -> u32 {
    u32::try_from(now.0.saturating_sub(since.0) / 86_400_000).unwrap_or(0)
}

/// Whole days that a report has waited for its mentor: since it came. When it was written says nothing of that; it may
/// have waited for a network, or for a consent.
fn waited(conn: &Connection, r: &Stored, now: Millis) -> Try<u32> {
    Ok(waits(now, reports::delivered_at(conn, r)?.unwrap_or(r.report.submitted_at)))
}

fn standing(m: &Member) -> Standing {
    match m.standing {
        MemberStanding::Asked => Standing::Asked,
        MemberStanding::Declined => Standing::Declined,
        MemberStanding::Accepted if m.minor && m.consent.is_none() => Standing::ConsentMissing,
        MemberStanding::Accepted => Standing::Active,
    }
}

fn person<P: Platform>(phone: &Phone<P>, o: &Open, m: &Member) -> Try<PersonCard> {
    let scope = m.participant;
    let me = o.account()?;
    let last = talk::last(&o.conn, scope)?;
    Ok(PersonCard {
        participant: scope,
        name: people::name(&o.conn, scope)?.unwrap_or_else(|| m.name.clone()),
        level: people::enrolment(&o.conn, scope)?.map(|(_, e)| e.level),
        percent: o.percent(&*phone.pack_of(o, scope)?, scope, phone.platform.today())?,
        minor: m.minor,
        asked_at: m.asked_at,
        unread: talk::unread(&o.conn, scope, me)?,
        last_mine: last.as_ref().is_some_and(|l| l.author == me),
        last_message: last.as_ref().map(|l| l.text.chars().take(80).collect()),
        last_at: last.map(|l| l.at),
        last_entry: entries::list(&o.conn, scope, None, 1)?.first().map(|e| e.entry.on),
        standing: standing(m),
    })
}

pub fn people_view<P: Platform>(phone: &Phone<P>) -> Try<PeopleView> {
    let o = phone.opened()?;
    o.mentor()?;
    let people = people::members(&o.conn)?.iter().map(|m| person(phone, o, m)).collect::<Try<Vec<_>>>()?;
    Ok(PeopleView { people, date: phone.platform.today(), offset_min: phone.platform.offset_min() })
}

pub fn queue<P: Platform>(phone: &Phone<P>) -> Try<QueueView> {
    let o = phone.opened()?;
    o.mentor()?;
    let today = phone.platform.today();
    let members = people::members(&o.conn)?;
    let names: HashMap<AccountId, String> = members
        .iter()
        .map(|m| Ok((m.participant, people::name(&o.conn, m.participant)?.unwrap_or_else(|| m.name.clone()))))
        .collect::<Try<_>>()?;
    let of = |s: Standing| {
        members.iter().filter(|m| standing(m) == s).map(|m| person(phone, o, m)).collect::<Try<Vec<_>>>()
    };
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for r in reports::all(&o.conn)? {
        let Some(name) = names.get(&r.scope) else { continue };
        let card = card(o, &r, today)?;
        let done = matches!(card.state, ReportState::Decided(_));
        let pack = phone.pack_of(o, r.scope)?;
        let hints = if done { 0 } else { hints(&o.conn, &pack, &r)?.values().map(Vec::len).sum() };
        let waits_days = waited(&o.conn, &r, phone.now())?;
        let row = QueueRow {
            participant: r.scope,
            name: name.clone(),
            waits_days,
            long: waits_days >= pack.review.remind_days,
            hints: u32::try_from(hints).unwrap_or(u32::MAX),
            card,
        };
        if done { decided.push(row) } else { waiting.push(row) }
    }
    decided.reverse();
    decided.truncate(DECIDED_SHOWN);
    let mut unread = 0;
    for m in &members {
        unread += talk::unread(&o.conn, m.participant, o.account()?)?;
    }
    Ok(QueueView {
        name: o.profile.name.clone(),
        joiners: of(Standing::Asked)?,
        consents: of(Standing::ConsentMissing)?,
        reports: waiting,
        plans: super::plan::waiting(phone, o, &members)?,
        decided,
        handed: qadam_storage::answers::handed(&o.conn)?,
        sync: sync::status(phone, o)?,
        unread,
        date: today,
        alone: members.is_empty(),
    })
}

pub fn review<P: Platform>(phone: &Phone<P>, who: AccountId, report: ReportId) -> Try<ReviewView> {
    let o = phone.opened()?;
    o.mentor()?;
    let today = phone.platform.today();
    let r = reports::newest(&o.conn, report)?.filter(|r| r.scope == who).ok_or(Fault::NotFound)?;
    let decision = reports::decision(&o.conn, report, r.report.number)?;
    let pack = phone.pack_of(o, who)?;
    let mut hints = hints(&o.conn, &pack, &r)?;
    let older = reports::before(&o.conn, report, r.report.number)?.into_iter().next();
    let older = older.map_or_else(Vec::new, |r| r.report.items);
    let mut rows = Vec::new();
    for i in &r.report.items {
        let Some(e) = entries::revision(&o.conn, i.entry, i.revision)? else { continue };
        let now = decision.as_ref().and_then(|d| d.items.iter().find(|w| w.item == *i)).cloned();
        let before = entries::word_on(&o.conn, i.entry)?.filter(|w| w.revision == i.revision);
        let (verdict, reason) = match (now, before) {
            (Some(w), _) => (Some(w.verdict), w.reason),
            (None, Some(w)) => (Some(w.verdict), w.reason),
            (None, None) => (None, String::new()),
        };
        let place = match verdict {
            Some(Verdict::Counted) => Place::Counted,
            Some(Verdict::ToFix) => Place::ToFix,
            Some(Verdict::NotCounted) => Place::NotCounted,
            None => Place::InReport,
        };
        let then = match older.iter().find(|x| x.entry == i.entry && x.revision != i.revision) {
            Some(then) => entries::revision(&o.conn, then.entry, then.revision)?,
            None => None,
        };
        rows.push(ReviewEntry {
            changes: then.map_or_else(Vec::new, |then| changes(&then, &e)),
            row: row(&pack, &e, place, None),
            item: *i,
            attested_by: e.attested_by.map(|a| (a.name, a.role)),
            hints: hints.remove(&i.entry).unwrap_or_default(),
            verdict,
            reason,
        });
    }
    let birth = people::enrolment(&o.conn, who)?.map(|(_, e)| e.birth);
    let card = card(o, &r, today)?;
    Ok(ReviewView {
        participant: who,
        name: people::name(&o.conn, who)?.unwrap_or_default(),
        age: birth.and_then(|b| ages::age_on(b, today).ok()).map(|a| a.0),
        waits_days: waited(&o.conn, &r, phone.now())?,
        message: r.report.message.clone(),
        entries: rows,
        state: card.state,
        card,
        decision: decision.map(|d| (d.message, d.decided_at)),
    })
}

/// What a reviewer should look at; never a refusal.
fn hints(conn: &Connection, pack: &Pack, r: &Stored) -> Try<HashMap<qadam_domain::EntryId, Vec<Hint>>> {
    let mut held: Vec<Entry> = Vec::new();
    for i in &r.report.items {
        held.extend(entries::revision(conn, i.entry, i.revision)?);
    }
    let mut per_day: HashMap<NaiveDate, u32> = HashMap::new();
    for e in &held {
        let day = per_day.entry(e.on).or_default();
        *day = day.saturating_add(e.minutes);
    }
    let mut out = HashMap::new();
    for e in &held {
        let mut hints = Vec::new();
        if let Some(days) = e.backdated_days() {
            hints.push(Hint::LateEntry { days });
        }
        let near = held.iter().filter(|x| x.written_at.0.abs_diff(e.written_at.0) <= 10 * 60_000).count();
        if near >= MANY {
            hints.push(Hint::ManyAtOnce { count: u32::try_from(near).unwrap_or(u32::MAX) });
        }
        if let Some(&minutes) = per_day.get(&e.on).filter(|m| **m > 16 * 60) {
            hints.push(Hint::LongDay { minutes });
        }
        for photo in &e.photos {
            if let Some((_, on)) = photos::seen_before(conn, r.scope, photo.id, e.id)? {
                hints.push(Hint::PhotoAgain { on });
            }
        }
        let attested = pack.track(&e.track).is_some_and(|t| t.attested);
        if attested && e.attested_by.is_none() {
            hints.push(Hint::NotAttested);
        }
        if !hints.is_empty() {
            out.insert(e.id, hints);
        }
    }
    Ok(out)
}
