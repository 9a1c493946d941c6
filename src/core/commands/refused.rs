//! What the server refused: tried again, dropped, brought back.

use qadam_domain::report::Item;
use qadam_domain::{Entry, OpId};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::{answers, entries};

use super::{act_and, change, log};
use crate::fault::Try;
use crate::phone::Phone;

/// Tries a refused action again. The server answers a known op as it did before, so entries and reports
/// go as new ops: what kept them out may have changed (the day has come, an entry was corrected).
pub fn retry<P: Platform>(phone: &mut Phone<P>, op: OpId) -> Try<Outcome> {
    let conn = &phone.opened()?.conn;
    let Some(old) = answers::refused_op(conn, op)? else { return Ok(Outcome::Saved) };
    match old.payload {
        Payload::EntryPut(Entry { id, .. }) => match entries::get(conn, id)?.filter(|s| !s.removed) {
            Some(now) => {
                let fresh = phone.op(None);
                log::write(phone, fresh, old.scope, None, now.entry)?;
            }
            None => same(phone, op)?,
        },
        Payload::ReportSubmit(mut revision) => {
            let mut items = Vec::with_capacity(revision.items.len());
            for Item { entry, .. } in revision.items {
                let now = entries::get(conn, entry)?.filter(|s| !s.removed);
                items.extend(now.map(|s| Item { entry, revision: s.revision }));
            }
            if items.is_empty() {
                return Err(Fault::Report(qadam_domain::report::ReportError::Empty).into());
            }
            revision.items = items;
            let fresh = phone.op(None);
            act_and(phone, |w| {
                answers::take(w.tx, op)?;
                w.put(fresh, old.scope, old.base, Payload::ReportSubmit(revision))?;
                Ok(())
            })?;
        }
        _ => same(phone, op)?,
    }
    phone.opened_mut()?.machine.wake();
    Ok(Outcome::Saved)
}

fn same<P: Platform>(phone: &mut Phone<P>, op: OpId) -> Try<()> {
    change(phone.opened_mut()?, |tx| Ok(answers::retry(tx, op)?))?;
    Ok(())
}

/// Drops a refused action; what it wrote goes back to what the server has.
pub fn discard<P: Platform>(phone: &mut Phone<P>, op: OpId) -> Try<Outcome> {
    change(phone.opened_mut()?, |tx| Ok(answers::discard(tx, op)?))?;
    Ok(Outcome::Saved)
}

/// Brings back what was dropped last.
pub fn restore<P: Platform>(phone: &mut Phone<P>, op: OpId) -> Try<Outcome> {
    let opened = phone.opened_mut()?;
    let who = opened.account()?;
    change(opened, |tx| Ok(answers::undiscard(tx, who, op)?))?;
    Ok(Outcome::Saved)
}
