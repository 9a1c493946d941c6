//! What every screen wants.

pub use chrono::NaiveDate;
pub use dioxus::prelude::*;
pub use qadam_domain::clock::Doubt;
pub use qadam_domain::progress::{Next, Reason, Status};
pub use qadam_domain::{AccountId, EntryId, Millis, ProfileId, ReportId, ThingRef, Unit};
pub use qadam_door::command::{Command, Draft, Outcome};
pub use qadam_door::query::{Ask, ask};
pub use qadam_door::view::Effect; // wins over the one of dioxus
pub use qadam_door::view::*;
pub use qadam_door::{Door, DoorError, DoorResult, Event, Fault};
pub use qadam_i18n::{Arg, Lang, Texts};

pub use crate::Route;
pub use crate::components::*;
pub use crate::files::{Files, Given, use_files};
pub use crate::hooks::*;
pub use crate::say::{Programme, T};
pub use crate::toasts::{Toasts, use_toasts};
