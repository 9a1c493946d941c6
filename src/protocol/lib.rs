//! What phones and server say to each other.
//!
//! Owns: ops (what a person did), records (what the server tells back), joining, errors of the wire.
//! Never: I/O, SQL, rules of the programme (those are in `qadam-domain`).
//! Read first: [`op`], [`sync`], [`account`].
//!
//! The same types travel in a compact form ([`wire`], `docs/protocol.md`) and as JSON. Readers pass over
//! what they do not know, and a writer names the schema version it wrote with.

#![warn(missing_docs)]

pub mod account;
pub mod check;
pub mod live;
pub mod op;
pub mod photos;
pub mod record;
pub mod sync;
pub mod wire;

pub use op::{Op, Payload};
pub use record::{Record, RecordKind};
pub use sync::{Code, OpResult, SyncReply, SyncRequest};

/// The schema that this build writes. The server accepts this one and the two before it.
pub const SCHEMA: u16 = 3;
/// The oldest schema that this build's server accepts.
pub const SCHEMA_OLDEST: u16 = 1;
/// Header that names the calling installation (its cookie is found by it, and a foreign page cannot
/// set it without asking).
pub const DEVICE_HEADER: &str = "qadam-device";
