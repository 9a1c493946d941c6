//! How long to wait after a failure.

/// Longest wait, in milliseconds: a phone that found network must not sleep for days
/// (chatmail/core#4833: a backoff that grew to twenty days).
pub const CAP_MS: i64 = 15 * 60 * 1_000;

/// The wait after so many failures in a row: 2 s, 4 s, 8 s … 15 min, a quarter more or less by chance, so
/// that a village's phones do not come back all at once.
pub fn wait_ms(failures: u32, chance: u16) -> i64 {
    let base = (1_000i64 << failures.clamp(1, 10)).min(CAP_MS);
    let quarter = base / 4;
    let spread = quarter * 2 * i64::from(chance) / i64::from(u16::MAX);
    (base - quarter + spread).min(CAP_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_never_passes_the_cap() {
        assert!(wait_ms(1, 0) >= 1_500 && wait_ms(1, u16::MAX) <= 2_500);
        assert!(wait_ms(5, 0) > wait_ms(2, u16::MAX));
        for n in 0..100 {
            assert!(wait_ms(n, u16::MAX) <= CAP_MS && wait_ms(n, 0) > 0);
        }
    }
}
