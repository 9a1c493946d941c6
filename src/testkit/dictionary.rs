//! Makes the dictionary of packed messages: a gold participant lives eighteen months, and what phones and
//! server said meanwhile is what it learns from. Usage: `dictionary FILE`
//!
//! A released dictionary is never made anew: phones have it. A better one is the next one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use qadam_testkit::life::{DAYS, Life};
use tokio::task::LocalSet;

/// Bytes: what it gains ends about here, and each phone carries it.
const SIZE: usize = 16 * 1024;
/// Its name within a frame: one byte.
const ID: u32 = 1;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("usage: dictionary FILE");
    let samples = LocalSet::new()
        .run_until(async {
            let life = Life::lived(qadam_testkit::START - DAYS * 86_400_000).await;
            life.world.link.said()
        })
        .await;
    let bytes: usize = samples.iter().map(Vec::len).sum();
    let mut dictionary = zstd::dict::from_samples(&samples, SIZE).expect("enough samples");
    dictionary[4..8].copy_from_slice(&ID.to_le_bytes()); // RFC 8878, 6: behind the magic number
    std::fs::write(&file, &dictionary).unwrap();
    println!("{} messages of {bytes} bytes, a dictionary of {} bytes", samples.len(), dictionary.len());
}
