//! Frames: what really crosses the door, as bytes over a channel or `postMessage`.
//!
//! Both sides are always one build (in the browser one wasm file), so that nothing needs to describe
//! itself: postcard. As JSON the same frames took over 50 KB more of the download.
//! What crosses must write each field always: no `skip_serializing_if`, no internal tags.

use qadam_domain::OpId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::command::{Command, Outcome};
use crate::error::DoorResult;
use crate::query::Query;

/// A frame as it crosses.
pub type Frame = Vec<u8>;

/// A frame that cannot be written or read: a fault of this program, not of a person.
pub type FrameError = postcard::Error;

/// Writes a frame.
pub fn write<T: Serialize>(frame: &T) -> Result<Frame, FrameError> {
    postcard::to_allocvec(frame)
}

/// Reads a frame.
pub fn read<T: DeserializeOwned>(frame: &[u8]) -> Result<T, FrameError> {
    postcard::from_bytes(frame)
}

/// To the core.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)]
pub enum ToCore {
    /// Do this.
    Run {
        /// Answer with this number.
        id: u64,
        /// Names the action: the same twice is one. The core makes one where there is none.
        op_id: Option<OpId>,
        /// What.
        command: Command,
    },
    /// Tell me once.
    Ask {
        /// Answer with this number.
        id: u64,
        /// What.
        query: Query,
    },
    /// Tell me now and after each change.
    Watch {
        /// Answer with this number.
        id: u64,
        /// What.
        query: Query,
    },
    /// Stop telling.
    Unwatch {
        /// Which watch.
        id: u64,
    },
    /// The app came to the foreground (true) or left it.
    Foreground {
        /// In front.
        on: bool,
    },
    /// The platform says there is network (true) or none.
    Online {
        /// Network.
        on: bool,
    },
    /// The part of the program that comes behind the start is here, or cannot be had now.
    Part {
        /// Here.
        here: bool,
    },
}

/// From the core.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromCore {
    /// To a `Run`.
    Done {
        /// Its number.
        id: u64,
        /// What came of it.
        result: DoorResult<Outcome>,
    },
    /// To an `Ask` or a `Watch`.
    View {
        /// Its number.
        id: u64,
        /// The view, written by itself: who asked knows its type, and only they carry what reads it.
        result: DoorResult<Frame>,
    },
    /// To nobody in particular.
    Event {
        /// What happened.
        event: Event,
    },
}

/// What happened outside of any question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The core is up.
    Ready,
    /// Another tab has the app: offer to take it over (`Command::TakeOver`).
    Elsewhere,
    /// Another tab has just taken it over.
    MovedAway,
    /// The core could not start or has died: offer a reload.
    Failed,
    /// The open profile changed: screens start anew.
    ProfileChanged,
    /// Ask the platform to keep the storage for good (first entry).
    AskPersist,
    /// Another window of the desktop app has the data.
    OtherWindow,
}
