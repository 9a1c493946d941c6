//! Qadam's server: where phones and mentors meet.
//!
//! Owns: the routes, who may do what ([`rules`]), the storage trait ([`store`]) with SQLite behind it,
//! the pictures beside it ([`photos`]), open lines ([`live`]), the demo cohort, the operator's commands.
//! Never: rules of the programme (those are in `qadam-domain`), user interface, sentences for
//! participants and mentors (it answers with codes).
//! Read first: [`app`] (what is served), [`rules`] (what an op may do), [`store`] (what a database must do).
//!
//! Life of a request: `routes` reads and authenticates, `store` opens a transaction and fetches the rows
//! that `rules` asks for, `rules` decides without I/O, `store` writes what was decided, commits, and only
//! then the answer leaves.

#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod admission;
pub mod api;
mod app;
mod auth;
pub mod clock;
#[cfg(test)]
mod cluster;
pub mod commands;
pub mod demo;
mod error;
#[cfg(test)]
mod fixtures;
mod limits;
pub mod live;
pub mod metrics;
pub mod photos;
mod routes;
pub mod rules;
pub mod secret;
pub mod store;
mod tls;
mod web;

pub use app::{Config, Rates, app};
#[doc(hidden)] // for fuzzing alone
pub use routes::sync::slots_of_json;
