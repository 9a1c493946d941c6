//! What an answer means. Pure: reads the answer, changes nothing.

use qadam_protocol::account::{DevicesReply, InviteReply, JoinReply, SignInReply, SplitReply};
use qadam_protocol::sync::ErrorBody;
use qadam_protocol::{Code, SyncReply};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::form;
use crate::photos::{self, PhotoHeard};

/// What the network brought.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A whole reply.
    Reply {
        /// HTTP status.
        status: u16,
        /// The body's media type.
        kind: String,
        /// Its body.
        body: Vec<u8>,
        /// Where an upload stands (`Upload-Offset`).
        offset: Option<u64>,
        /// Where something was made (`Location`).
        location: Option<String>,
    },
    /// No connection.
    Offline,
    /// The connection broke: it may have been done or not. The call is repeated with the same words.
    Broken,
}

/// What it means.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A sync went through.
    Sync(Box<SyncReply>),
    /// Joined (or asked to).
    Joined(Box<JoinReply>),
    /// Signed in.
    SignedIn(SignInReply),
    /// Where one is signed in.
    Devices(DevicesReply),
    /// This installation has a session of its own.
    Split(SplitReply),
    /// An invitation stands.
    Invited(InviteReply),
    /// Something about a picture.
    Photo(PhotoHeard),
    /// The call was refused for good: code wrong, used up, forbidden.
    Refused(Code),
    /// The server speaks no schema of this app.
    UpdateWanted,
    /// The session is no more.
    SignedOut,
    /// One side does not know what the other has packed.
    Unreadable,
    /// The request was too large.
    TooLarge,
    /// No network.
    Offline,
    /// The server does not answer sensibly, or asks for patience of so many seconds.
    Later(Option<u32>),
}

/// Reads an answer. A reply that cannot be read, or does not fit the question, is a server that answers
/// nonsense: nothing is taken from it and the call is repeated later.
pub fn hear(call: &Call, answer: &Answer) -> Heard {
    let (status, kind, body) = match answer {
        Answer::Offline => return Heard::Offline,
        Answer::Broken => return Heard::Later(None),
        Answer::Reply { status, kind, body, .. } => (*status, kind.as_str(), body.as_slice()),
    };
    if let Call::Photo(call) = call
        && let Some(heard) = photos::hear(call, answer)
    {
        return Heard::Photo(heard);
    }
    if status == 200 {
        let read = match call {
            Call::Join(_) => read(body).map(|r| Heard::Joined(Box::new(r))),
            Call::SignIn(_) => read(body).map(Heard::SignedIn),
            Call::Invite(..) => read(body).map(Heard::Invited),
            Call::Devices(_) => read(body).map(Heard::Devices),
            Call::Split(_) => read(body).map(Heard::Split),
            Call::Sync(request) => match form::read(request, kind, body) {
                Ok(reply) => Some(Heard::Sync(Box::new(reply))),
                #[cfg(feature = "packed")]
                Err(form::Senseless::Packed) => Some(Heard::Unreadable),
                Err(form::Senseless::No) => None,
            },
            Call::Photo(_) => None,
        };
        return read.unwrap_or(Heard::Later(None));
    }
    let error: Option<ErrorBody> = read(body);
    let after = error.as_ref().and_then(|e| e.after_s);
    match (status, error.map(|e| e.code)) {
        (426, Some(Code::Schema)) => Heard::UpdateWanted,
        (413, _) => Heard::TooLarge,
        (415, _) if matches!(call, Call::Sync(_)) => Heard::Unreadable,
        (401, Some(Code::Unauthorised)) if !call.is_anonymous() => Heard::SignedOut,
        (400..=499, Some(code)) if !matches!(call, Call::Sync(_) | Call::Photo(_)) && status != 429 => {
            Heard::Refused(code)
        }
        _ => Heard::Later(after),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
