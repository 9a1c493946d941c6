//! The field itself: programme packs, plan, entries, reports, reviews and the progress engine.
//!
//! Owns: what the words of the programme mean, and the rules that hold everywhere (phone and server).
//! Never: I/O, a clock, SQL, a user interface, sentences for people.
//! Read first: [`pack`] (what a programme demands), [`entry`] (what a participant writes),
//! [`progress`] (how one becomes the other).

#![warn(missing_docs)]

pub mod advice;
pub mod ages;
pub mod cbor;
pub mod clock;
pub mod code;
pub mod enrolment;
pub mod entry;
pub mod fold;
pub mod ids;
pub mod pack;
pub mod pauses;
pub mod photo;
pub mod plan;
pub mod progress;
pub mod reminders;
pub mod report;
#[cfg(test)]
mod tests;

pub use ages::{Age, AgeError};
pub use clock::{Clock, Entropy, Millis};
pub use enrolment::{Enrolment, EnrolmentError};
pub use entry::{Entry, EntryError, ThingRef};
pub use ids::*;
pub use pack::{Level, Names, Pack, PackError, Track, Unit};
pub use pauses::{Pause, PauseKind};
pub use photo::{Photo, PhotoId};
pub use plan::{Dated, Plan, PlanDecision, TrackPlan};
pub use progress::Progress;
pub use report::{Decision, Outcome, ReportState, Verdict};
