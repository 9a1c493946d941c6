//! What was logged and does not count, added up by the kind of reason.

use std::mem::discriminant;

use serde::{Deserialize, Serialize};

use super::{Reason, TrackProgress};

/// What one kind of reason leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The reason of its newest entry; those of the others differ in their numbers.
    pub reason: Reason,
    /// How much, in the track's unit.
    pub amount: u32,
    /// In how many entries.
    pub entries: u32,
}

impl TrackProgress {
    /// What does not count, most first. The window that runs is not over: what is in it is not among them.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let mut out: Vec<LeftOut> = Vec::new();
        for s in &self.entries {
            let amount = s.logged.saturating_sub(s.counted).saturating_sub(s.provisional);
            let Some(reason) = s.reason.as_ref().filter(|_| amount > 0) else { continue };
            if matches!(reason, Reason::WindowBelow { open: true, .. }) {
                continue;
            }
            match out.iter_mut().find(|o| discriminant(&o.reason) == discriminant(reason)) {
                Some(o) => {
                    o.amount = o.amount.saturating_add(amount);
                    o.entries += 1;
                }
                None => out.push(LeftOut { reason: reason.clone(), amount, entries: 1 }),
            }
        }
        out.sort_by_key(|o| std::cmp::Reverse(o.amount));
        out
    }
}
