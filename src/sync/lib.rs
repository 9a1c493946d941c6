//! Push and pull, as a machine without I/O: it says what to send and takes in what came back.
//!
//! Owns: the order of calls, batches, backoff, what a server's answer does here.
//! Never: a socket, a clock, a user interface.
//! Read first: [`machine`] (when and what), [`hear`] (what an answer means), [`take`] (what it does),
//! [`photos`] (pictures, between the syncs), [`live`] (when there is something new).
//!
//! "Synced" is never set: it follows from an empty outbox and a server that has no more.

#![warn(missing_docs)]

pub mod backoff;
pub mod call;
pub mod form;
pub mod hear;
pub mod live;
pub mod machine;
pub mod photos;
pub mod take;

#[cfg(test)]
mod tests;

pub use call::Call;
pub use hear::{Answer, Heard, hear};
pub use live::{LineStep, LiveCall, Said};
pub use machine::{Hold, Machine, Step, Who};
pub use photos::{PhotoCall, PhotoHeard};
pub use take::{Taken, take};
