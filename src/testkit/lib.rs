//! A world for tests: phones with real cores and real SQLite, a real server, and a link between them
//! that can be cut or lose replies. Everything in one process; the phones' clock stands until it is moved.
//!
//! Never ships. Read first: [`World`], [`Phone`], [`Link`].

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on should stop

pub mod life;
mod link;
mod phone;
pub mod raw;
pub mod sim;
mod world;

pub use link::{Fate, Link};
pub use phone::{Around, Phone, PhoneClock, TestPlatform};
pub use qadam_server::store::Export;
pub use world::{START, World, world};

/// So many minutes in a track on a day, ready to be logged.
#[allow(clippy::expect_used)]
pub fn draft(track: &str, on: &str, minutes: u32) -> qadam_door::command::Draft {
    qadam_door::command::Draft {
        id: None,
        track: track.into(),
        activity: None,
        on: on.parse().expect("a date"),
        minutes,
        pages: 0,
        nights: 0,
        thing: None,
        note: String::new(),
        attested_by: None,
        photos: vec![],
    }
}
