//! The door between the user interface and the core: serialisable data and the handle that sends it.
//!
//! Owns: [`Command`], [`Query`], the views, [`Event`], errors, [`Door`].
//! Never: SQLite, network, closures or sentences crossing it, so that `ui` compiles light.
//! Read first: [`command`], [`query`], [`view`], [`handle`].

#![warn(missing_docs)]

pub mod command;
pub mod error;
pub mod frame;
pub mod handle;
pub mod query;
pub mod view;

pub use command::Command;
pub use error::{DoorError, DoorResult, Fault, ImportFault};
pub use frame::{Event, Frame, FromCore, ToCore};
pub use handle::{CoreEnd, Door, Views, Watch, door};
pub use query::{Ask, Query};
