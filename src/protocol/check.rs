//! Whether a phone and the server have the same rows of a scope, in few bytes.
//!
//! Cursors say how far a phone has come, not that nothing is missing: a file that was put back, a mistake of
//! ours, a database that took up versions anew after a careless restore would never be noticed. So now and
//! then a phone says a sum over its rows; where the server has another, sums over ranges of versions show
//! where, and those rows come once more.

use qadam_domain::{AccountId, OpId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Into how many ranges of versions a scope is cut where its sum is another one.
pub const RANGES: usize = 64;
/// Most checks of one request.
pub const CHECKS_MAX: usize = 8;

/// What a phone has of a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Whose rows.
    pub scope: AccountId,
    /// How far the phone has them. It is compared only where the server is no further.
    pub version: u64,
    /// Sums over ranges of versions of the same width; one range is all of them.
    pub sums: Vec<u64>,
}

impl Check {
    /// Over these rows, which are given by version and revision. What was taken back is not among them: a
    /// phone that never had it keeps no sign of it. Nor are the earlier revisions that reports hold.
    pub fn new(
        scope: AccountId,
        version: u64,
        ranges: usize,
        rows: impl IntoIterator<Item = (u64, OpId)>,
    ) -> Self {
        Self { scope, version, sums: sums(version, ranges, rows) }
    }

    /// Ranges of versions (first and last) in which these rows are others, in order.
    pub fn differing(&self, rows: impl IntoIterator<Item = (u64, OpId)>) -> Vec<(u64, u64)> {
        let n = self.sums.len();
        let theirs = sums(self.version, n, rows);
        let others = self.sums.iter().zip(&theirs).enumerate().filter(|(_, (a, b))| a != b);
        others.map(|(i, _)| (edge(i, n, self.version) + 1, edge(i + 1, n, self.version))).collect()
    }
}

/// The last version of the ranges before the `i`th of `n`.
fn edge(i: usize, n: usize, newest: u64) -> u64 {
    let all = u128::from(newest) * i as u128;
    u64::try_from(all.div_ceil(n.max(1) as u128)).unwrap_or(newest)
}

fn sums(newest: u64, ranges: usize, rows: impl IntoIterator<Item = (u64, OpId)>) -> Vec<u64> {
    let mut sums = vec![0u64; ranges];
    for (version, revision) in rows {
        // Ranges of [`edge`]: the one whose edge is at or behind this version.
        let at = u128::from(version.saturating_sub(1)) * ranges as u128 / u128::from(newest.max(1));
        let at = usize::try_from(at).unwrap_or(ranges).min(ranges.saturating_sub(1));
        if let Some(sum) = sums.get_mut(at) {
            *sum = sum.wrapping_add(row(version, revision));
        }
    }
    sums
}

/// A row as a number. Its version and the op that wrote it say all of it: neither changes with another content.
fn row(version: u64, revision: OpId) -> u64 {
    let mut hash = Sha256::new();
    hash.update(version.to_be_bytes());
    hash.update(revision.bytes());
    let whole: [u8; 32] = hash.finalize().into();
    let [a, b, c, d, e, f, g, h, ..] = whole;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn rows(n: u64) -> Vec<(u64, OpId)> {
        (1..=n).map(|v| (v, OpId(Uuid::from_u128(u128::from(v) * 7)))).collect()
    }
    fn check(version: u64, ranges: usize, rows: &[(u64, OpId)]) -> Check {
        Check::new(AccountId(Uuid::nil()), version, ranges, rows.iter().copied())
    }

    #[test]
    fn a_missing_a_surplus_and_another_row_are_found() {
        let all = rows(50);
        assert_eq!(check(50, 1, &all).differing(all.iter().copied()), []);
        let mut other = all.clone();
        other[9].1 = OpId(Uuid::from_u128(1));
        for phone in [&all[..49], &all[1..], &other, &[][..]] {
            assert_eq!(check(50, 1, phone).differing(all.iter().copied()), [(1, 50)]);
            assert!(!check(50, RANGES, phone).differing(all.iter().copied()).is_empty());
            assert!(!check(50, RANGES, &all).differing(phone.iter().copied()).is_empty());
        }
        assert_eq!(check(0, 1, &[]).differing([]), []);
        assert_eq!(check(0, 0, &[]).differing([]), []);
    }

    proptest! {
        #[test]
        fn the_ranges_hold_every_version_once_and_name_the_one_that_is_other(
            newest in 1u64..2_000, at in any::<prop::sample::Index>(), ranges in 1usize..100,
        ) {
            let all = rows(newest);
            let gone = at.index(all.len());
            let mut phone = all.clone();
            phone.remove(gone);
            let found = check(newest, ranges, &phone).differing(all.iter().copied());
            prop_assert_eq!(found.len(), 1);
            let (first, last) = found[0];
            prop_assert!((first..=last).contains(&(gone as u64 + 1)));
            prop_assert!(last - first <= newest / ranges as u64);
            let edges: Vec<u64> = (0..=ranges).map(|i| edge(i, ranges, newest)).collect();
            prop_assert!(edges[0] == 0 && edges[ranges] == newest && edges.is_sorted());
        }
    }
}
