//! What can be said to the server.

use qadam_protocol::account::{DevicesRequest, InviteRequest, JoinRequest, SignInRequest, SplitRequest};
use qadam_protocol::{SyncRequest, wire};

use crate::photos::PhotoCall;

/// A call to make.
#[derive(Clone, Debug)]
pub enum Call {
    /// `POST /v1/join`.
    Join(Box<JoinRequest>),
    /// `POST /v1/signin`.
    SignIn(Box<SignInRequest>),
    /// `POST /v1/invites`.
    Invite(String, InviteRequest),
    /// `POST /v1/devices`.
    Devices(DevicesRequest),
    /// `POST /v1/split`.
    Split(SplitRequest),
    /// `POST /v1/sync`.
    Sync(SyncRequest),
    /// Pictures.
    Photo(PhotoCall),
}

impl Call {
    /// Path on the server.
    pub fn path(&self) -> String {
        match self {
            Self::Join(_) => "/v1/join",
            Self::SignIn(_) => "/v1/signin",
            Self::Invite(..) => "/v1/invites",
            Self::Devices(_) => "/v1/devices",
            Self::Split(_) => "/v1/split",
            Self::Sync(_) => "/v1/sync",
            Self::Photo(call) => return call.path(),
        }
        .to_owned()
    }

    /// The method of HTTP.
    pub fn method(&self) -> &'static str {
        if let Self::Photo(call) = self { call.method() } else { "POST" }
    }

    /// Headers of its own.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        if let Self::Photo(call) = self { call.headers() } else { Vec::new() }
    }

    /// Body with its media type: the compact form for what goes often, JSON for the rest. `plain`: not packed.
    ///
    /// # Errors
    /// None for these plain types.
    pub fn body(&self, plain: bool) -> Result<Option<(&'static str, Vec<u8>)>, serde_json::Error> {
        let json = match self {
            Self::Sync(b) => return Ok(Some(crate::form::write(wire::request::write(b), plain))),
            Self::Photo(call) => return call.body(),
            Self::Join(b) => serde_json::to_vec(b),
            Self::SignIn(b) => serde_json::to_vec(b),
            Self::Invite(_, b) => serde_json::to_vec(b),
            Self::Devices(b) => serde_json::to_vec(b),
            Self::Split(b) => serde_json::to_vec(b),
        };
        json.map(|body| Some((wire::JSON, body)))
    }

    /// Needs no session: it makes one.
    pub fn is_anonymous(&self) -> bool {
        matches!(self, Self::Join(_) | Self::SignIn(_))
    }
}
