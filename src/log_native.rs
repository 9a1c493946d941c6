//! The log on phones and desktop: warnings to stderr; `QADAM_LOG=info` or `qadam_sync=debug` says more.

use tracing_subscriber::EnvFilter;

/// Starts it, once, before anything else.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("QADAM_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
