//! Texts, plurals, dates and numbers in Kazakh, Russian and English.
//!
//! Owns: the way from an id to a sentence ([`Texts`]), and how dates and amounts are written. The
//! sentences themselves are in `assets/locales/`. Never: I/O, names of a programme's tracks or levels
//! (those come from the rule pack).
//! Read first: [`texts`], [`dates`], then any `.ftl` file. A new file needs a line in `sources.rs`.

pub mod dates;
mod lang;
mod sources;
#[cfg(test)]
mod tests;
pub mod texts;

pub use dates::{local, number};
pub use lang::Lang;
pub use texts::{Arg, Texts};
