//! The core: one actor behind the door. Natively on a thread of its own, in the browser in a worker.
//!
//! Owns: what a command does (rules checked, state and outbox in one commit), what a view shows, and
//! when to talk to the server. Never: Dioxus, sentences for people.
//! Read first: [`actor`] (the loop), [`commands`] (what a tap does), [`views`] (what a screen sees), [`late`]
//! (what a start in the browser does without).

mod actor;
mod commands;
mod fault;
mod late;
mod line;
mod phone;
mod pin;
mod profile;
mod views;

pub use actor::{Part, serve, serve_apart};
pub use late::work;
pub use phone::Phone;

#[cfg(not(target_family = "wasm"))]
pub mod native;
#[cfg(target_family = "wasm")]
pub mod web;
