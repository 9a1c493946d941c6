//! Chat.

use qadam_domain::{AccountId, MessageId, Millis};
use serde::{Deserialize, Serialize};

/// A conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatView {
    /// Whose conversation: the participant.
    pub participant: AccountId,
    /// Who is on the other side; none before joining.
    pub other: Option<String>,
    /// Oldest first: as many of the newest as were asked for.
    pub messages: Vec<MessageRow>,
    /// How many came before them.
    pub earlier: u32,
    /// How far this person has read.
    pub read_up_to: u64,
    /// Can messages be written (joined; with consent where it is needed they also leave).
    pub open: bool,
    /// Minutes that local time is ahead of UTC.
    pub offset_min: i16,
    /// A fresh id for the next message.
    pub fresh: MessageId,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// Which.
    pub id: MessageId,
    /// Written on this side.
    pub mine: bool,
    /// Plain text.
    pub text: String,
    /// When: by the server where it has it, else by this phone.
    pub at: Millis,
    /// Where it is.
    pub state: MessageState,
    /// Place in the conversation; 0 while it waits.
    pub seq: u64,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for the network.
    Waiting,
    /// The server has it.
    Delivered,
    /// The other side has read it.
    Read,
    /// The server refused it.
    Refused,
}
