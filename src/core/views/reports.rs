//! Reports.

use chrono::NaiveDate;
use qadam_domain::ReportId;
use qadam_domain::report::{ItemDecision, Outcome, ReportState, Verdict};
use qadam_door::Fault;
use qadam_door::view::{Answer, Place, ReportCard, ReportEntry, ReportFormView, ReportView, ReportsView};
use qadam_platform::Platform;
use qadam_storage::reports::Stored;
use qadam_storage::{Connection, entries, people, reports};

use super::rows::{Places, row};
use crate::fault::Try;
use crate::phone::Phone;

/// A report in short.
pub fn card(conn: &Connection, r: &Stored, today: NaiveDate) -> Try<ReportCard> {
    let state = reports::state_of(conn, r)?;
    let (mut from, mut to) = (None::<NaiveDate>, None::<NaiveDate>);
    let mut tracks: Vec<String> = Vec::new();
    for i in &r.report.items {
        if let Some(e) = entries::revision(conn, i.entry, i.revision)? {
            from = Some(from.map_or(e.on, |d| d.min(e.on)));
            to = Some(to.map_or(e.on, |d| d.max(e.on)));
            if !tracks.contains(&e.track) {
                tracks.push(e.track);
            }
        }
    }
    let to_fix = match state {
        ReportState::Decided(Outcome::Returned) => reports::decision(conn, r.report.report, r.report.number)?
            .map_or(0, |d| d.items.iter().filter(|i| i.verdict == Verdict::ToFix).count()),
        _ => 0,
    };
    Ok(ReportCard {
        id: r.report.report,
        number: r.report.number,
        state,
        submitted_at: r.report.submitted_at,
        from: from.unwrap_or(today),
        to: to.unwrap_or(today),
        entries: u32::try_from(r.report.items.len()).unwrap_or(u32::MAX),
        tracks,
        to_fix: u32::try_from(to_fix).unwrap_or(u32::MAX),
    })
}

pub fn list<P: Platform>(phone: &Phone<P>) -> Try<ReportsView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let today = phone.platform.today();
    let cards =
        reports::list(&o.conn, scope)?.iter().map(|r| card(&o.conn, r, today)).collect::<Try<Vec<_>>>()?;
    Ok(ReportsView {
        reports: cards,
        reportable: Places::read(o, scope, None)?.free(),
        joined: super::sync::status(phone, o)?.joined,
    })
}

pub fn form<P: Platform>(phone: &Phone<P>) -> Try<ReportFormView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let platform = &*phone.platform;
    let standing = o.standing(&phone.pack, platform.today())?;
    let places = Places::read(o, scope, standing)?;
    let mut rows = Vec::new();
    let max = qadam_domain::report::ITEMS_MAX;
    for s in entries::list(&o.conn, scope, None, u32::MAX)?.iter().filter(|s| places.is_free(s)).take(max) {
        rows.push(places.row(&o.conn, &phone.pack, s)?);
    }
    Ok(ReportFormView {
        report: ReportId::from_bytes(phone.offer(0)),
        entries: rows,
        joined: super::sync::status(phone, o)?.joined,
    })
}

pub fn one<P: Platform>(phone: &Phone<P>, id: ReportId) -> Try<ReportView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let today = phone.platform.today();
    let r = reports::newest(&o.conn, id)?.filter(|r| r.scope == scope).ok_or(Fault::NotFound)?;
    let decision = reports::decision(&o.conn, id, r.report.number)?;
    let words: Vec<ItemDecision> = decision.as_ref().map_or_else(Vec::new, |d| d.items.clone());
    let card = card(&o.conn, &r, today)?;
    let standing = o.standing(&phone.pack, today)?;
    let places = Places::read(o, scope, standing)?;
    let mut rows = Vec::new();
    let mut all_fixed = card.state == ReportState::Decided(Outcome::Returned);
    for i in &r.report.items {
        let word = words.iter().find(|w| w.item == *i);
        let verdict = word.map(|w| w.verdict);
        let now = entries::get(&o.conn, i.entry)?;
        let fixed = now.as_ref().is_some_and(|n| n.revision != i.revision);
        let entry_row = match now {
            Some(n) if verdict == Some(Verdict::ToFix) => places.row(&o.conn, &phone.pack, &n)?,
            _ => {
                let Some(e) = entries::revision(&o.conn, i.entry, i.revision)? else { continue };
                let place = match (verdict, card.state) {
                    (Some(Verdict::Counted), _) => Place::Counted,
                    (Some(Verdict::ToFix), _) => Place::ToFix,
                    (Some(Verdict::NotCounted), _) => Place::NotCounted,
                    (None, ReportState::Queued) => Place::Here,
                    (None, ReportState::Seen) => Place::Seen,
                    (None, _) => Place::InReport,
                };
                row(&phone.pack, &e, place, None)
            }
        };
        all_fixed &= verdict != Some(Verdict::ToFix) || fixed;
        rows.push(ReportEntry {
            row: entry_row,
            verdict,
            reason: word.map(|w| w.reason.clone()).unwrap_or_default(),
            fixed,
        });
    }
    let answer = match decision {
        None => None,
        Some(d) => Some(Answer {
            by: people::member(&o.conn, scope)?.map(|m| m.mentor_name).unwrap_or_default(),
            at: d.decided_at,
            message: d.message,
        }),
    };
    Ok(ReportView { card, message: r.report.message, answer, entries: rows, can_resubmit: all_fixed })
}
