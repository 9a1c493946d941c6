//! Words for what waits to be sent or was refused. Today and Me say the same.

use crate::prelude::*;

/// What a waiting action is.
pub fn what(t: T, p: Programme, row: &OutboxRow) -> String {
    match row.kind {
        OutboxKind::Profile => t.s("me-out-profile"),
        OutboxKind::Enrol => t.f("me-out-enrol", &[("level", p.level(&row.subject).into())]),
        OutboxKind::Plan => t.s("me-out-plan"),
        OutboxKind::Entry => t.f("me-out-entry", &[("track", p.track(&row.subject).into())]),
        OutboxKind::EntryRemoved => t.s("me-out-entry-removed"),
        OutboxKind::Report => t.s("me-out-report"),
        OutboxKind::Message => t.s("me-out-message"),
        OutboxKind::Read => t.s("me-out-read"),
        OutboxKind::Seen => t.s("me-out-seen"),
        OutboxKind::Decision => t.s("me-out-decision"),
        OutboxKind::Member => t.s("me-out-member"),
        OutboxKind::Consent => t.s("me-out-consent"),
        OutboxKind::PlanWord => t.s("me-out-plan-word"),
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
        Refusal::Rules => "me-why-rules",
        Refusal::Forbidden => "me-why-forbidden",
        Refusal::Gone => "me-why-gone",
        Refusal::Malformed => "me-why-malformed",
        Refusal::Other => "me-why-other",
    })
}
