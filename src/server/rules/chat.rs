//! The conversation: ids from the phones, places from the server.

use qadam_protocol::op::{CHAT_MAX, ChatMessage};
use qadam_protocol::record::{Body, RecordKind};
use qadam_protocol::sync::Code;

use super::{Cx, Outcome};

/// A message takes the next place.
pub(super) fn send(cx: &Cx<'_>, message: &ChatMessage) -> Outcome {
    let text = &message.text;
    if text.trim().is_empty() || text.chars().count() > CHAT_MAX {
        return Outcome::rejected(Code::Invalid);
    }
    // Another op has written a message of this id: it stays what it was.
    if cx.facts.row(RecordKind::Chat, &message.id.to_string()).is_some() {
        return Outcome::rejected(Code::Invalid);
    }
    let seq = cx.facts.chat_seq.saturating_add(1);
    let body = Body::Chat { seq, received_at: cx.facts.now, message: message.clone() };
    let mut outcome = Outcome::applied().write(cx, body);
    outcome.chat_seq = Some(seq);
    outcome
}

/// A reading mark only moves on, and never beyond what was said.
pub(super) fn read(cx: &Cx<'_>, up_to: u64) -> Outcome {
    let by = cx.caller.account;
    let up_to = up_to.min(cx.facts.chat_seq);
    let before = match cx.facts.row(RecordKind::ChatRead, &by.to_string()).map(|r| &r.body) {
        Some(Body::ChatRead { up_to, .. }) => *up_to,
        _ => 0,
    };
    if up_to <= before {
        return Outcome::applied();
    }
    Outcome::applied().write(cx, Body::ChatRead { by, up_to })
}
