//! Installations whose files were copied, as two phones that say the same of themselves.

use qadam_protocol::sync::{OpAck, Stamp};

/// What an installation's messages are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The message before the last one that was taken.
    pub before: u64,
    /// The last one.
    pub present: u64,
}

/// What a message is, going by its stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The last one, or it is that one again.
    Last,
    /// The one before the last: as it is where the answer to the last was lost, and then some of its ops are known.
    Before,
    /// Neither: two speak as one installation.
    Neither,
}

/// How a message stands to those that were taken.
pub fn follows(mark: Option<Mark>, stamp: Stamp) -> Follows {
    match mark {
        None => Follows::Last,
        Some(mark) if [stamp.last, stamp.next].contains(&mark.present) => Follows::Last,
        Some(mark) if stamp.last == mark.before => Follows::Before,
        Some(_) => Follows::Neither,
    }
}

/// The mark after a message that was taken; none: it stays. A message of which nothing was decided for good leaves
/// no trace: its ops will come again, and must not look new then.
pub fn marked(mark: Option<Mark>, stamp: Stamp, acks: &[OpAck]) -> Option<Mark> {
    let decided = acks.iter().any(|a| a.result.is_final());
    let new = mark.is_none_or(|m| m.present != stamp.next);
    (decided && new).then_some(Mark { before: stamp.last, present: stamp.next })
}

/// What an op of a copy hears that nobody has heard of before.
pub fn wait() -> qadam_protocol::sync::OpResult {
    use qadam_protocol::sync::{Code, OpResult};
    OpResult::Retry { after_s: WAIT_S, code: Code::NewDevice }
}

/// Seconds after which the copy has a session of its own.
const WAIT_S: u32 = 1;
