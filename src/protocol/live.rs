//! A line that the server holds open, and on which it says only that there is something new
//! (`docs/protocol.md`, "Live"). What is new comes by the same pull as always.

use std::fmt;
use std::str::FromStr;

use qadam_domain::AccountId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where the line is opened.
pub const LIVE: &str = "/v1/live";
/// What is said on it where each word goes through at once.
pub const EVENTS: &str = "text/event-stream";
/// The server says something at least this often, in seconds: links that are quiet for long are cut on the way.
pub const BEAT_S: u64 = 25;

/// Names how far somebody has everything that they may see: eight bytes of the SHA-256 over their scopes, in the
/// order of their ids, with the versions. Who has the same has the same mark; nothing is learnt from it.
///
/// It travels as sixteen lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(u64);

impl Mark {
    /// Of these scopes and versions, in any order.
    pub fn of(scopes: impl IntoIterator<Item = (AccountId, u64)>) -> Self {
        let mut all: Vec<(AccountId, u64)> = scopes.into_iter().collect();
        all.sort_unstable();
        let mut hash = Sha256::new();
        for (scope, version) in all {
            hash.update(scope.bytes());
            hash.update(version.to_be_bytes());
        }
        let whole: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = whole;
        Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mark({self})")
    }
}

/// Not sixteen lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mark")]
pub struct NotAMark;

impl FromStr for Mark {
    type Err = NotAMark;

    fn from_str(text: &str) -> Result<Self, NotAMark> {
        let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(NotAMark);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| NotAMark)
    }
}

impl Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `GET /v1/live?have=…` where events do not go through: what the server answers once it has another mark than the
/// one it was told, or after [`BEAT_S`] seconds with the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveReply {
    /// The mark of what the account may see now.
    pub mark: Mark,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scope(n: u8) -> AccountId {
        AccountId(uuid::Uuid::from_bytes([n; 16]))
    }

    #[test]
    fn a_mark_is_of_the_set_and_of_each_version() {
        let mark = Mark::of([(scope(1), 5), (scope(2), 7)]);
        assert_eq!(mark, Mark::of([(scope(2), 7), (scope(1), 5)]));
        assert_ne!(mark, Mark::of([(scope(1), 6), (scope(2), 7)]));
        assert_ne!(mark, Mark::of([(scope(1), 5)]));
        // As docs/protocol.md has it: others compute it, too.
        assert_eq!(Mark::of([]).to_string(), "e3b0c44298fc1c14");
    }

    #[test]
    fn a_mark_is_read_as_it_is_written_and_nothing_else_is() {
        let mark = Mark::of([(scope(9), u64::MAX)]);
        assert_eq!(mark.to_string().parse(), Ok(mark));
        let reply: LiveReply = serde_json::from_str(&format!("{{\"mark\":\"{mark}\"}}")).unwrap();
        assert_eq!(reply.mark, mark);
        for other in [
            "",
            "e3b0c44298fc1c1",
            "E3B0C44298FC1C14",
            "+3b0c44298fc1c14",
            "e3b0c44298fc1c144",
            "қ3b0c44298fc1c",
        ] {
            assert_eq!(other.parse::<Mark>(), Err(NotAMark), "{other}");
        }
    }
}
