//! Small things that the parts of Me share.

use crate::prelude::*;

/// A fault as a line beside what caused it.
pub fn error(t: T, fault: &Option<Fault>) -> Element {
    rsx! {
        if let Some(fault) = fault {
            p { class: "err__t", role: "alert",
                Icon { name: "warn", small: true }
                span { {t.fault(fault)} }
            }
        }
    }
}

/// What keeps things from leaving.
pub fn hold(t: T, hold: Hold) -> String {
    t.s(match hold {
        Hold::Offline => "me-hold-offline",
        Hold::Server => "me-hold-server",
        Hold::NotAccepted => "me-hold-not-accepted",
        Hold::Declined => "me-hold-declined",
        Hold::Consent => "me-hold-consent",
        Hold::UpdateWanted => "me-hold-update",
        Hold::SignedOut => "me-hold-signed-out",
    })
}

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

/// The icon of a waiting action.
pub fn icon(row: &OutboxRow) -> String {
    match row.kind {
        OutboxKind::Profile => "me".to_owned(),
        OutboxKind::Enrol => "award".to_owned(),
        OutboxKind::Plan | OutboxKind::PlanWord => "calendar".to_owned(),
        OutboxKind::Entry => track_icon(&row.subject),
        OutboxKind::EntryRemoved => "trash".to_owned(),
        OutboxKind::Report | OutboxKind::Decision => "file".to_owned(),
        OutboxKind::Message => "chat".to_owned(),
        OutboxKind::Read | OutboxKind::Seen => "eye".to_owned(),
        OutboxKind::Member => "users".to_owned(),
        OutboxKind::Consent => "shield-check".to_owned(),
    }
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
