//! A conversation.

use qadam_domain::{AccountId, MessageId};
use qadam_door::view::{ChatView, MessageRow, MessageState};
use qadam_platform::Platform;
use qadam_protocol::account::JoinRequest;
use qadam_storage::joining::CallState;
use qadam_storage::outbox::{self, State};
use qadam_storage::{joining, people, talk};

use crate::fault::Try;
use crate::phone::Phone;

/// Most messages of one answer: what two people write in five years.
const LAST_MAX: u32 = 20_000;

pub fn chat<P: Platform>(phone: &Phone<P>, with: Option<AccountId>, last: u32) -> Try<ChatView> {
    let o = phone.opened()?;
    let (scope, me) = (o.scope(with)?, o.account()?);
    let member = people::member(&o.conn, scope)?;
    let other = if o.profile.mentor {
        people::name(&o.conn, scope)?
    } else {
        member.as_ref().map(|m| m.mentor_name.clone())
    };
    let read = talk::others_read_up_to(&o.conn, scope, me)?;
    let mut messages = Vec::new();
    for m in talk::list(&o.conn, scope, last.clamp(1, LAST_MAX))? {
        let mine = m.author == me;
        let state = match (m.seq, mine) {
            (0, _) => match outbox::state(&o.conn, m.op)? {
                Some(State::Refused(_)) => MessageState::Refused,
                _ => MessageState::Waiting,
            },
            (seq, true) if seq <= read => MessageState::Read,
            _ => MessageState::Delivered,
        };
        messages.push(MessageRow { id: m.id, mine, text: m.text, at: m.at, state, seq: m.seq });
    }
    let shown = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    Ok(ChatView {
        earlier: talk::count(&o.conn, scope)?.saturating_sub(shown),
        participant: scope,
        other,
        messages,
        read_up_to: talk::read_up_to(&o.conn, scope, me)?,
        // A code that was refused leads to nobody.
        open: member.is_some()
            || joining::get::<JoinRequest>(&o.conn, joining::JOIN)?
                .is_some_and(|(s, _)| s != CallState::Refused),
        offset_min: phone.platform.offset_min(),
        fresh: MessageId::from_bytes(phone.offer(0)),
    })
}
