//! A picture.

use serde::{Deserialize, Serialize};

/// A picture, or why there is none to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoView {
    /// It is here: a `data:` address.
    Here {
        /// For an image.
        src: String,
    },
    /// It is being fetched.
    Coming,
    /// It is with the server, and there is no way to it now.
    Offline,
    /// It has not arrived at the server yet.
    Missing,
}
