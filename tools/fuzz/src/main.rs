//! One program for all targets; `QADAM_FUZZ` names the one.
#![no_main]

#[path = "../../../tests/fuzz/targets.rs"]
mod targets;
#[cfg(feature = "server")]
#[path = "../../../tests/fuzz/server.rs"]
mod server;

use std::sync::LazyLock;

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("QADAM_FUZZ").unwrap_or_default();
    let all = targets::TARGETS.iter();
    #[cfg(feature = "server")]
    let all = all.chain(server::TARGETS);
    let names: Vec<_> = all.clone().map(|(n, ..)| *n).collect();
    match all.clone().find(|(n, ..)| *n == name) {
        Some((_, _, look)) => *look,
        None => panic!("QADAM_FUZZ is one of {names:?}"),
    }
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
