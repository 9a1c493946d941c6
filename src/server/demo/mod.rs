//! A cohort to look at.

use crate::store::{Result, Store};
use qadam_domain::{Clock, Entropy, code::Code};

/// Ways into the demo: names and codes.
#[derive(Debug)]
pub struct WaysIn {
    /// m
    pub mentor: (String, Code),
    /// p
    pub participant: (String, Code),
    /// j
    pub joining: Code,
}

/// Fills.
pub async fn fill(_store: &dyn Store, _clock: &dyn Clock) -> Result<bool> {
    Ok(false)
}
/// Ways in.
pub async fn ways_in(
    _store: &dyn Store,
    _clock: &dyn Clock,
    _entropy: &dyn Entropy,
) -> Result<Option<WaysIn>> {
    Ok(None)
}
