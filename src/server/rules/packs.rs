//! The programmes that this server knows.

use qadam_domain::pack::PackError;
use qadam_domain::{Enrolment, Pack};
use qadam_protocol::record::{Body, RecordKind};
use std::sync::Arc;

use super::Facts;

/// Packs by id and version; cheap to clone.
#[derive(Clone, Debug)]
pub struct Packs(Arc<Vec<Pack>>);

impl Packs {
    /// The packs that ship.
    pub fn shipped() -> Result<Self, PackError> {
        Ok(Self(Arc::new(vec![Pack::shipped()?])))
    }

    /// A pack by id and version.
    pub fn find(&self, id: &str, version: &str) -> Option<&Pack> {
        self.0.iter().find(|p| p.id == id && p.version == version)
    }

    /// The pack that somebody is enrolled with. Before a level is chosen, logging is open already: then
    /// the first pack that ships.
    pub fn of_scope(&self, facts: &Facts) -> Option<&Pack> {
        match facts.row(RecordKind::Enrolment, "").map(|r| &r.body) {
            Some(Body::Enrolment(Enrolment { pack, version, .. })) => self.find(pack, version),
            _ => self.0.first(),
        }
    }
}
