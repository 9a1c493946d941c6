//! Chat.

use qadam_domain::{AccountId, MessageId, OpId};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_protocol::account::JoinRequest;
use qadam_protocol::op::{CHAT_MAX, ChatMessage};
use qadam_storage::{joining, people, talk};

use super::act;
use crate::fault::Try;
use crate::phone::Phone;

pub fn send<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    with: Option<AccountId>,
    id: MessageId,
    text: &str,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.scope(with)?;
    let text = text.trim();
    let given = text.chars().count();
    if given == 0 || given > CHAT_MAX {
        return Err(Fault::Text { given, max: CHAT_MAX }.into());
    }
    if talk::known(&opened.conn, id)? {
        return Ok(Outcome::Saved);
    }
    let somebody = people::member(&opened.conn, scope)?.is_some()
        || joining::get::<JoinRequest>(&opened.conn, joining::JOIN)?.is_some();
    if !somebody {
        return Err(Fault::NotFound.into());
    }
    let message = ChatMessage { id, text: text.to_owned(), written_at: phone.now() };
    act(phone, op, scope, None, Payload::ChatSend(message))?;
    Ok(Outcome::Saved)
}

pub fn read<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    with: Option<AccountId>,
    up_to: u64,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    let (scope, me) = (opened.scope(with)?, opened.account()?);
    if up_to > talk::read_up_to(&opened.conn, scope, me)? {
        act(phone, op, scope, None, Payload::ChatRead { up_to })?;
    }
    Ok(Outcome::Saved)
}
