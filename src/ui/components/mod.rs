//! Components: the parts that every place is made of. Styles are in `assets/css/components.css`.

mod bars;
mod days;
mod entry;
mod form;
mod heatmap;
mod icon;
mod more;
mod photo;
mod rings;
mod states;
mod steps;
mod tags;

pub use bars::*;
pub use days::*;
pub use entry::*;
pub use form::*;
pub use heatmap::*;
pub use icon::*;
pub use more::*;
pub use photo::*;
pub use rings::*;
pub use states::*;
pub use steps::*;
pub use tags::*;
