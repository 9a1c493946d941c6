//! Reports: sent off, and sent again.

use qadam_domain::report::{Item, ReportError, Revision, check_revision};
use qadam_domain::{EntryId, OpId, ReportId, Verdict};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::{entries, reports};

use super::act;
use crate::fault::Try;
use crate::phone::Phone;

pub fn submit<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    report: ReportId,
    ids: &[EntryId],
    message: String,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let conn = &opened.conn;
    let newest = reports::newest(conn, report)?.filter(|r| r.scope == scope);
    let state = match &newest {
        None => None,
        Some(r) => Some((r.report.number, reports::state_of(conn, r)?)),
    };
    let busy = reports::busy(conn, scope)?;
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        let e = entries::get(conn, *id)?.filter(|e| e.scope == scope && !e.removed).ok_or(Fault::NotFound)?;
        if busy.contains(id) {
            return Err(Fault::InReport.into());
        }
        let word = entries::word_on(conn, *id)?;
        if word.is_some_and(|w| w.verdict == Verdict::Counted && w.revision == e.revision) {
            return Err(Fault::Counted.into());
        }
        items.push(Item { entry: *id, revision: e.revision });
    }
    let number = state.map_or(1, |(n, _)| n.saturating_add(1));
    let revision =
        Revision { report, number, items, message: message.trim().to_owned(), submitted_at: phone.now() };
    check_revision(&revision, state).map_err(|e: ReportError| e)?;
    act(phone, op, scope, newest.map(|r| r.op), Payload::ReportSubmit(revision))?;
    Ok(Outcome::Saved)
}
