//! A person as a whole: what is handed out of them, and what is left when they were erased.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::account::SignedIn;
use qadam_protocol::op::Op;
use qadam_protocol::record::{Body, Member, Record};
use qadam_protocol::sync::OpResult;
use serde::Serialize;

/// Somebody who was erased. Ids and a time, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Who.
    pub id: AccountId,
    /// Who was their mentor: that phone is told.
    pub mentor: Option<AccountId>,
    /// When, by the clock of whoever erased.
    pub at: Millis,
}

impl std::fmt::Display for Erased {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mentor = self.mentor.map_or_else(|| "-".to_owned(), |m| m.to_string());
        write!(f, "{} {mentor} {}", self.id, self.at.0)
    }
}

impl std::str::FromStr for Erased {
    type Err = String;

    /// Reads what [`Erased`] displays: id, mentor or `-`, milliseconds since 1970. An id alone will do.
    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let mut words = line.split_whitespace();
        let id = words.next().and_then(|w| w.parse().ok()).ok_or_else(|| format!("{line}: no id"))?;
        let mentor = match words.next() {
            None | Some("-") => None,
            Some(word) => Some(word.parse().map_err(|_| format!("{line}: no id of a mentor"))?),
        };
        let at = words.next().map_or(Ok(0), str::parse).map_err(|_| format!("{line}: no time"))?;
        Ok(Self { id, mentor, at: Millis(at) })
    }
}

/// Everything that a server has of a participant, but pictures. No secret is in it: of tokens and codes there are
/// hashes alone.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// How they stand.
    pub member: Member,
    /// The rows as they stand, in the order of their versions: theirs, and what their mentor wrote of them.
    pub records: Vec<Record>,
    /// Revisions of entries that were replaced.
    pub past: Vec<Past>,
    /// What phones sent, and what they were answered.
    pub ops: Vec<ExportedOp>,
    /// What somebody who was their mentor once still sent.
    pub held: Vec<HeldOp>,
    /// Where they are signed in.
    pub devices: Vec<SignedIn>,
}

/// What a phone sent for a participant who has another mentor by now. It changed nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeldOp {
    /// Who it is about.
    pub participant: AccountId,
    /// Who sent it: a former mentor.
    pub author: AccountId,
    /// When it came, by the server's clock.
    pub at: Millis,
    /// What.
    pub op: Op,
}

/// A revision of an entry that was replaced.
#[derive(Clone, Debug, Serialize)]
pub struct Past {
    /// The op that wrote it.
    pub revision: OpId,
    /// Who.
    pub author: AccountId,
    /// What it said.
    pub body: Body,
}

/// An op that was answered.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedOp {
    /// Which.
    pub op_id: OpId,
    /// Who sent it.
    pub author: AccountId,
    /// The answer.
    pub result: OpResult,
    /// When, by the server's clock.
    pub at: Millis,
}
