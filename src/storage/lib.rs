//! The phone's SQLite: what is written here is what a person has.
//!
//! Owns: schema and migrations, typed reads (`&Connection`) and writes (`&Transaction`), the outbox.
//! Never: network, user interface, a clock.
//! Read first: [`open`] (files and their care), [`write`] (state and outbox in one transaction),
//! [`apply`] (how a row gets in, from here or from the server).

#![warn(missing_docs)]

pub mod answers;
pub mod apply;
pub mod check;
pub mod device;
pub mod entries;
pub mod error;
pub mod export;
pub mod held;
pub mod history;
pub mod joining;
pub mod open;
pub mod outbox;
pub mod people;
pub mod photos;
pub mod plans;
pub mod reports;
pub mod talk;
pub mod write;

mod schema;
mod sql;
#[cfg(test)]
mod tests;

pub use error::{StoreError, StoreResult};
pub use rusqlite::{Connection, Transaction};
