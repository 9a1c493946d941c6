//! Photos: what is asked about them beside their uploads, which are tus 1.0 (`docs/protocol.md`, "Photos").

use qadam_domain::{AccountId, PhotoId};
use serde::{Deserialize, Serialize};

/// Where all of it is.
pub const PATH: &str = "/v1/photos";
/// The version of tus that both sides speak.
pub const TUS: &str = "1.0.0";
/// Most ids of one question.
pub const HAVE_MAX: usize = 200;

/// `POST /v1/photos/have`: which of these are there?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveRequest {
    /// Whose photos.
    pub participant: AccountId,
    /// At most [`HAVE_MAX`].
    pub ids: Vec<PhotoId>,
}

/// These are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveReply {
    /// In no particular order.
    pub have: Vec<PhotoId>,
}
