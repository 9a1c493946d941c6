//! The programme that somebody is enrolled with.

use qadam_domain::pack::Packs;
use qadam_domain::{Enrolment, Pack};
use qadam_protocol::record::{Body, RecordKind};

use super::Facts;

/// The pack that somebody is enrolled with. Before a level is chosen, logging is open already: then
/// the first pack that ships.
pub fn of_scope<'a>(packs: &'a Packs, facts: &Facts) -> Option<&'a Pack> {
    match facts.row(RecordKind::Enrolment, "").map(|r| &r.body) {
        Some(Body::Enrolment(Enrolment { pack, version, .. })) => packs.find(pack, version).map(|p| &**p),
        _ => packs.first().map(|p| &**p),
    }
}
