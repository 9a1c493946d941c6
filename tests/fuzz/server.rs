//! Targets that need the server: what `pack check` says, and requests in JSON read op by op. With inputs of
//! the targets in `targets.rs`.

use qadam_domain::pack::Pack;
use qadam_protocol::sync::{OPS_MAX, SyncRequest};

use crate::targets::Target;

/// All of them.
pub const TARGETS: &[Target] = &[("words", "pack", words), ("loose", "json", loose)];

/// What `pack check` prints: short, harmless to a terminal, the same each time, and of the parser's mind.
fn words(bytes: &[u8]) {
    let (words, fine) = qadam_server::commands::judged("x@1.json", bytes);
    assert!(!words.contains(|c: char| c.is_control() && c != '\n'), "it steers the terminal: {words:?}");
    assert!(words.len() < 1 << 20, "{} bytes to read", words.len());
    let parses = std::str::from_utf8(bytes).is_ok_and(|text| Pack::parse(text).is_ok());
    assert!(parses || !fine, "it is called fine and cannot be used");
    assert_eq!((words, fine), qadam_server::commands::judged("x@1.json", bytes));
}

/// A request in JSON as the server reads it: each op has an answer or is read, and what is whole is read whole.
fn loose(bytes: &[u8]) {
    let Some((slots, ops)) = qadam_server::slots_of_json(bytes) else { return };
    assert!(ops <= slots && slots <= OPS_MAX);
    if let Ok(strict) = serde_json::from_slice::<SyncRequest>(bytes) {
        assert_eq!((slots, ops), (strict.ops.len(), strict.ops.len()));
    }
}
