//! Reports and decisions: append-only, the domain's state machine on what the database has.

use qadam_domain::ReportId;
use qadam_domain::report::{self, Decision, Item, Revision};
use qadam_protocol::record::{Body, RecordKind};
use qadam_protocol::sync::Code;

use super::{Cx, Facts, Hold, HoldChange, Outcome, RowKey, Wants, Write};

pub(super) fn wants_submit(r: &Revision) -> Wants {
    // Bounded before anything is fetched: a longer list is refused by the check anyway.
    let items = r.items.get(..report::ITEMS_MAX).unwrap_or(&r.items);
    let mut rows = Vec::with_capacity(items.len() * 2);
    for i in items {
        rows.push(RowKey::new(RecordKind::Entry, i.entry.to_string()));
        rows.push(RowKey::new(RecordKind::EntryRevision, i.revision.to_string()));
    }
    Wants {
        rows,
        report: Some(r.report),
        holds: items.iter().map(|i| i.entry).collect(),
        replaced: items.iter().map(|i| i.revision).collect(),
        ..Wants::default()
    }
}

fn revisions(facts: &Facts, report: ReportId) -> impl Iterator<Item = &Revision> {
    facts.rows.iter().filter_map(move |r| match &r.body {
        Body::Report(rev) if rev.report == report => Some(rev),
        _ => None,
    })
}

/// The decision in effect on a revision.
fn effective(facts: &Facts, report: ReportId, number: u32) -> Option<&Decision> {
    facts.rows.iter().find_map(|r| match &r.body {
        Body::Decision(d) if d.report == report && d.number == number && !d.superseded => Some(d),
        _ => None,
    })
}

/// Sends a revision of a report.
pub(super) fn submit(cx: &Cx<'_>, new: &Revision) -> Outcome {
    let newest = revisions(cx.facts, new.report).max_by_key(|r| r.number).map(|r| {
        let decision = effective(cx.facts, r.report, r.number);
        (r.number, report::state(report::Facts { delivered: true, seen: false, decision }))
    });
    if report::check_revision(new, newest).is_err() {
        return Outcome::rejected(Code::Invalid);
    }
    let mut outcome = Outcome::applied();
    for item in &new.items {
        if cx.facts.holds.iter().any(|h| h.open && h.item.entry == item.entry && h.report != new.report) {
            return Outcome::rejected(Code::Invalid);
        }
        match find(cx.facts, item) {
            Found::Row => {}
            // The revision was replaced before the report arrived: it becomes readable again.
            Found::Aside(write) => outcome.writes.push(*write),
            Found::Nowhere => return Outcome::rejected(Code::Invalid),
        }
        let hold = Hold { item: *item, report: new.report, number: new.number, open: true };
        outcome.holds.push(HoldChange::Open(hold));
    }
    // When it came is the server's to say.
    let received_at = Some(cx.facts.now);
    outcome.write(cx, Body::Report(Revision { received_at, ..new.clone() }))
}

enum Found {
    Row,
    Aside(Box<Write>),
    Nowhere,
}

fn find(facts: &Facts, item: &Item) -> Found {
    let is_row = facts.rows.iter().any(|r| match &r.body {
        Body::Entry(e) | Body::EntryRevision(e) => e.id == item.entry && r.revision == item.revision,
        _ => false,
    });
    if is_row {
        return Found::Row;
    }
    let aside = facts.replaced.iter().find(|r| {
        r.revision == item.revision && matches!(&r.body, Body::EntryRevision(e) if e.id == item.entry)
    });
    aside.map_or(Found::Nowhere, |r| {
        Found::Aside(Box::new(Write { revision: r.revision, author: r.author, body: r.body.clone() }))
    })
}

/// The mentor has opened a revision.
pub(super) fn seen(cx: &Cx<'_>, report: ReportId, number: u32) -> Outcome {
    let key = format!("{report}/{number}");
    if cx.facts.row(RecordKind::Report, &key).is_none() {
        return Outcome::rejected(Code::NotFound);
    }
    if cx.facts.row(RecordKind::ReportSeen, &key).is_some() {
        return Outcome::applied();
    }
    Outcome::applied().write(cx, Body::ReportSeen { report, number, at: Some(cx.facts.now) })
}

/// The mentor decides. The first decision on the newest revision takes effect.
pub(super) fn decide(cx: &Cx<'_>, d: &Decision) -> Outcome {
    let on = revisions(cx.facts, d.report).find(|r| r.number == d.number);
    if on.is_none() {
        return Outcome::rejected(Code::NotFound);
    }
    if report::check_decision(d, on).is_err() {
        return Outcome::rejected(Code::Invalid);
    }
    let newest = revisions(cx.facts, d.report).map(|r| r.number).max();
    let first = newest == Some(d.number) && effective(cx.facts, d.report, d.number).is_none();
    // Who decided and whether it counts is the server's to say.
    let decision = Decision { by: Some(cx.caller.account), superseded: !first, ..d.clone() };
    let mut outcome = Outcome::applied().write(cx, Body::Decision(decision));
    if first {
        outcome.holds.push(HoldChange::Close { report: d.report, number: d.number });
    }
    outcome
}
