//! Views: made for a screen, small, ready to draw. Ids of tracks, levels and activities are those of
//! the programme; their names come from [`ProgrammeView`] in the chosen language.

mod book;
mod boot;
mod chat;
mod export;
mod journey;
mod log;
mod me;
mod mentor;
mod photo;
mod plan;
mod programme;
mod reports;
mod today;
mod year;

pub use book::*;
pub use boot::*;
pub use chat::*;
pub use export::*;
pub use journey::*;
pub use log::*;
pub use me::*;
pub use mentor::*;
pub use photo::*;
pub use plan::*;
pub use programme::*;
pub use reports::*;
pub use today::*;
pub use year::*;
