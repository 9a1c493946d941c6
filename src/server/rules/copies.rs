//! Installations whose files were copied, as two phones that say the same of themselves.

use qadam_protocol::sync::{Code, OpResult, Stamp};

/// What an installation's messages are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The message that the last one followed.
    pub before: u64,
    /// The last one that brought something new.
    pub present: u64,
}

/// What is known of a message's ops before they are decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ops {
    /// Some were answered before.
    pub known: bool,
    /// Some were not.
    pub new: bool,
}

/// Whether a message comes from a copy of the installation. One that says nothing new changes nothing, whoever
/// sends it: the network delivers messages again long after. `last` 0: a file that was damaged and begun anew knows of no
/// message. (So does a copy that was made before the first one: it is told apart by the next.) One that follows what
/// the last one followed is the same phone's where some of it is known: the answer was lost.
pub fn is_copy(mark: Option<Mark>, stamp: Stamp, ops: Ops) -> bool {
    mark.is_some_and(|mark| {
        ops.new
            && stamp.last != 0
            && ![stamp.last, stamp.next].contains(&mark.present)
            && !(stamp.last == mark.before && ops.known)
    })
}

/// The mark after a message that was taken; none: it stays. `left`: of an op that nobody had heard of before the answer
/// is kept. What leaves no trace comes again, and must not look new then; and what the network delivers once more long
/// after may hold something that waits still, and nothing else that is new. What waited in it may even be decided by
/// then: the message that the last one followed is not the last one again.
pub fn marked(mark: Option<Mark>, stamp: Stamp, left: bool) -> Option<Mark> {
    mark.is_none_or(|mark| left && stamp.next != mark.before)
        .then_some(Mark { before: stamp.last, present: stamp.next })
}

/// What an op of a copy hears that nobody has heard of before.
pub fn wait() -> OpResult {
    OpResult::Retry { after_s: WAIT_S, code: Code::NewDevice }
}

/// Most installations that an account is signed in on for another one to be split off.
pub const DEVICES_MAX: u64 = 50;

/// Seconds after which the copy has a session of its own.
const WAIT_S: u32 = 1;
