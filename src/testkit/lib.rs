//! A world for tests: phones with real cores and real SQLite, a real server, and a link between them
//! that can be cut or lose replies. Everything in one process; the phones' clock stands until it is moved.
//!
//! Never ships. Read first: [`World`], [`Phone`], [`Link`].

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on should stop

mod link;
mod phone;
mod world;

pub use link::{Fate, Link};
pub use phone::{Phone, TestPlatform};
pub use world::World;
