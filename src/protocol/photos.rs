//! Pictures, which travel beside the ops: by the name that their bytes give them, through tus 1.0.0
//! (`docs/protocol.md`, "Photos").

use qadam_domain::AccountId;
use qadam_domain::photo::PhotoId;
use serde::{Deserialize, Serialize};

/// Where everything about pictures is.
pub const PATH: &str = "/v1/photos";
/// Where uploads are begun.
pub const UPLOADS: &str = "/v1/photos/uploads";
/// The version of tus that is spoken.
pub const TUS: &str = "1.0.0";
/// What the bytes of an upload travel as.
pub const CHUNK: &str = "application/offset+octet-stream";
/// Most pictures that are asked for at once.
pub const HAVE_MAX: usize = 200;

/// `POST /v1/photos/have`: which of these pictures of a participant the server has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveRequest {
    /// Whose.
    pub participant: AccountId,
    /// Their names, at most [`HAVE_MAX`].
    pub ids: Vec<PhotoId>,
}

/// The reply to [`HaveRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveReply {
    /// Those that it has, in the order in which they were asked for.
    pub have: Vec<PhotoId>,
}
