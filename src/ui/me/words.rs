//! Small things that the parts of Me share.

use crate::prelude::*;
pub use crate::waiting::{about, what, why};

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
pub fn hold(t: T, hold: Hold, waiting: u32) -> String {
    t.s(match hold {
        Hold::Offline if waiting == 0 => "me-hold-offline-none",
        Hold::Offline => "me-hold-offline",
        Hold::Server => "me-hold-server",
        Hold::NotAccepted => "me-hold-not-accepted",
        Hold::Declined => "me-hold-declined",
        Hold::Consent => "me-hold-consent",
        Hold::UpdateWanted => "me-hold-update",
        Hold::SignedOut => "me-hold-signed-out",
    })
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
