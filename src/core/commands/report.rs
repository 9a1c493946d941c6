//! Reports: prepared, sent off, and sent again.

use qadam_domain::report::{Item, MESSAGE_MAX, ReportError, Revision, check_revision};
use qadam_domain::{EntryId, Millis, OpId, ReportId, Verdict};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_door::view::ReportDraft;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::open::{self, commit};
use qadam_storage::{Connection, StoreError, entries, reports};

use super::act_and;
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
    let submitted_at = phone.now();
    let message = message.trim().to_owned();
    let revision = Revision { report, number, items, message, submitted_at, received_at: None };
    check_revision(&revision, state).map_err(|e: ReportError| e)?;
    let key = draft_key((number > 1).then_some(report));
    let begun = kept(conn, &key)?.filter(|(id, ..)| number == 1 && *id == report).map(|(_, at, _)| at);
    // The draft goes in the commit that sends it: it is neither lost nor offered twice.
    act_and(phone, |w| {
        w.put(op, scope, newest.map(|r| r.op), Payload::ReportSubmit(revision))?;
        open::drop_fact(w.tx, &key)?;
        if let Some(begun) = begun {
            open::set_fact(w.tx, &begun_key(report), &begun.0.to_string())?;
        }
        Ok(())
    })?;
    Ok(Outcome::Saved)
}

/// A draft as it is kept: the report's id, when it was begun, and what was chosen.
pub type Kept = (ReportId, Millis, ReportDraft);

/// Where a draft is kept: of a new report, or of the next revision of one.
pub fn draft_key(report: Option<ReportId>) -> String {
    report.map_or_else(|| "report-draft".to_owned(), |r| format!("report-draft:{r}"))
}

/// Where the beginning of a report that was sent is remembered.
pub fn begun_key(report: ReportId) -> String {
    format!("report-begun:{report}")
}

/// A kept draft. One that cannot be read is none: it is chosen anew.
pub fn kept(conn: &Connection, key: &str) -> Try<Option<Kept>> {
    Ok(open::fact(conn, key)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps a draft. It is nobody's op and changes nothing that counts.
pub fn keep<P: Platform>(
    phone: &mut Phone<P>,
    report: Option<ReportId>,
    draft: &ReportDraft,
) -> Try<Outcome> {
    let key = draft_key(report);
    let now = phone.now();
    let offered = ReportId::from_bytes(phone.offer(0));
    let opened = phone.opened_mut()?;
    opened.participant()?;
    let given = draft.message.chars().count();
    if given > MESSAGE_MAX {
        return Err(Fault::Text { given, max: MESSAGE_MAX }.into());
    }
    let (id, begun) =
        kept(&opened.conn, &key)?.map_or((report.unwrap_or(offered), now), |(id, at, _)| (id, at));
    let text = serde_json::to_string(&(id, begun, draft)).map_err(|_| Fault::Storage)?;
    commit::<_, StoreError>(&mut opened.conn, |tx| open::set_fact(tx, &key, &text))?;
    Ok(Outcome::Saved)
}
