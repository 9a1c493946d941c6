//! Texts, plurals, dates and numbers in Kazakh, Russian and English.
//!
//! Owns: the way from an id to a sentence ([`Texts`]), and how dates and amounts are written. The
//! sentences themselves are in `assets/locales/`. Never: I/O, names of a programme's tracks or levels
//! (those come from the rule pack).
//! With the feature `apart` (the web) the texts are not part of the binary: they are given (`given.rs`).
//! Read first: [`texts`], [`dates`], then any `.ftl` file. A new file needs a line in `sources.rs`.

pub mod dates;
mod lang;
#[cfg(feature = "apart")]
#[path = "given.rs"]
mod sources;
#[cfg(not(feature = "apart"))]
mod sources;
#[cfg(test)]
mod tests;
pub mod texts;

pub use dates::{local, number};
pub use lang::Lang;
#[cfg(feature = "apart")]
pub use sources::{Part, give, has};
pub use texts::{Arg, Texts};
