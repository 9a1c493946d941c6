//! The screens.
//!
//! Owns: components, places, routes, theme and language on the page. Never: storage, network, rules:
//! everything is asked through the door. Compiles without a renderer.
//! Read first: [`App`], `gate.rs` (what is shown when), `hooks.rs` (how a screen asks and acts), then a
//! place such as `today/`.

#![allow(non_snake_case)] // components are named like elements

mod apart;
mod book;
mod chat;
mod components;
mod faults;
mod files;
mod gate;
mod hooks;
mod journey;
mod log;
mod me;
mod mentor;
mod onboarding;
mod plan;
pub mod prelude;
mod profiles;
mod programme;
mod remind;
mod reports;
mod routes;
mod say;
mod seen;
mod shell;
mod toasts;
mod today;
mod waiting;
mod year;

#[cfg(feature = "apart")]
pub use apart::{Apart, Coming, Place, draw};
pub use files::{Chosen, PageFiles, PagePhotos};
pub use gate::{App, FirstLang};
#[cfg(feature = "apart")]
pub use qadam_i18n::{Lang, Part, give, has};
pub use remind::PageReminders;
pub use routes::Route;
pub use say::T;
pub use seen::AppInWebView;
