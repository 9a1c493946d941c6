//! The server's own time and chance. Everything else gets them through the domain's traits.

use qadam_domain::{Clock, Entropy, Millis};
use std::sync::Arc;

/// A clock that threads can share.
pub type SharedClock = Arc<dyn Clock + Send + Sync>;
/// Entropy that threads can share.
pub type SharedEntropy = Arc<dyn Entropy + Send + Sync>;

/// The machine's clock, in UTC: a server has no civil day of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place of the server that reads the machine's clock; the ban exists to keep it the only one.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Millis(since.ok().and_then(|d| i64::try_from(d.as_millis()).ok()).unwrap_or(0))
    }
    fn offset_min(&self) -> i16 {
        0
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(cause) = getrandom::fill(buffer) {
            // Going on would hand out guessable secrets; there is nobody above who could do better.
            tracing::error!(%cause, "no randomness from the operating system");
            std::process::abort();
        }
    }
}
