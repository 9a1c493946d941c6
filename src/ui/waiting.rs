//! Words for what waits to be sent or was refused. Today and Me say the same.

use crate::prelude::*;

/// What a waiting action is.
pub fn what(t: T, p: Programme, row: &OutboxRow) -> String {
    match row.kind {
        OutboxKind::Profile => t.s("waiting-profile"),
        OutboxKind::Enrol => t.f("waiting-enrol", &[("level", p.level(&row.subject).into())]),
        OutboxKind::Plan => t.s("waiting-plan"),
        OutboxKind::Entry => t.f("waiting-entry", &[("track", p.track(&row.subject).into())]),
        OutboxKind::EntryRemoved => t.s("waiting-entry-removed"),
        OutboxKind::Report => t.s("waiting-report"),
        OutboxKind::Message => t.s("waiting-message"),
        OutboxKind::Read => t.s("waiting-read"),
        OutboxKind::Seen => t.s("waiting-seen"),
        OutboxKind::Decision => t.s("waiting-decision"),
        OutboxKind::Member => t.s("waiting-member"),
        OutboxKind::Consent => t.s("waiting-consent"),
        OutboxKind::PlanWord => t.s("waiting-plan-word"),
    }
}

/// Which one of them: its day and amount, else when it was made.
pub fn about(t: T, row: &OutboxRow, offset_min: i16) -> String {
    match row.entry {
        Some(e) => format!("{} · {}", t.date(e.on), t.amount(e.amount)),
        None => t.moment(row.at, offset_min),
    }
}

/// A refused action by its name, with its day and amount where it has them.
pub fn named(t: T, p: Programme, row: &OutboxRow) -> String {
    let what = what(t, p, row);
    if row.entry.is_none() { what } else { format!("{what}, {}", about(t, row, 0)) }
}

/// Why the server refused.
pub fn why(t: T, why: Refusal) -> String {
    t.s(match why {
        Refusal::Rules => "waiting-why-rules",
        Refusal::Forbidden => "waiting-why-forbidden",
        Refusal::Gone => "waiting-why-gone",
        Refusal::Malformed => "waiting-why-malformed",
        Refusal::Other => "waiting-why-other",
    })
}
