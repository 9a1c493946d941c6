//! What a database must do for Qadam: one trait, coarse operations, each in a transaction of its own.
//!
//! A backend fetches rows, asks [`crate::rules`], writes what was decided. It decides nothing itself, so
//! that every backend behaves alike; `conformance` holds them to it.

#[cfg(test)]
mod conformance;
mod people;
pub mod postgres;
pub mod sqlite;
mod values;

pub use people::{Erased, Export, ExportedOp, HeldOp, Past};

use async_trait::async_trait;
use qadam_domain::{AccountId, DeviceId, JoinId, Millis, OpId};
use qadam_protocol::account::{InviteReply, Role, SignedIn};
use qadam_protocol::check::Check;
use qadam_protocol::op::Op;
use qadam_protocol::record::Member;
use qadam_protocol::sync::{Code, Cursor, Group, OpAck, ScopePage, Stamp};
use thiserror::Error;

use crate::secret::Hashed;

/// Why the database could not do it. Refusals by the rules are not errors of the store.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// Too much waits already, or the database is held by somebody else.
    #[error("the database is busy")]
    Busy,
    /// No room, or not writable.
    #[error("the database cannot be written: {0}")]
    NotWritable(String),
    /// The file is damaged or no database.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The keys beside the database are missing, or are another database's.
    #[error("the keys of this database are not beside it")]
    Keys,
    /// A newer server has written it.
    #[error("the database was written by a newer version of qadam-server")]
    Newer,
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
    /// Anything else.
    #[error("database: {0}")]
    Other(String),
}

/// Shorthand of this module.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Who is calling, from the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// The installation.
    pub device: DeviceId,
}

/// A joining, with its secrets hashed.
#[derive(Clone, Debug)]
pub struct Joining {
    /// Makes a repeat the same joining.
    pub join_id: JoinId,
    /// Over everything that makes it the same request.
    pub request: Hashed,
    /// The mentor's code.
    pub code: Hashed,
    /// The account to make.
    pub account: AccountId,
    /// The installation.
    pub device: DeviceId,
    /// Its token.
    pub token: Hashed,
    /// The one-time code that brings the account back.
    pub recovery: Hashed,
    /// What the person is called.
    pub name: String,
    /// Under 18.
    pub minor: bool,
}

/// A sign-in, with its secrets hashed.
#[derive(Clone, Debug)]
pub struct SigningIn {
    /// Makes a repeat the same sign-in.
    pub join_id: JoinId,
    /// Over everything that makes it the same request.
    pub request: Hashed,
    /// The one-time code.
    pub code: Hashed,
    /// The installation.
    pub device: DeviceId,
    /// Its token.
    pub token: Hashed,
    /// The next one-time code.
    pub recovery: Hashed,
}

/// An account, as a sign-in tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What it may do.
    pub role: Role,
    /// What the person is called.
    pub name: String,
}

/// Bounds of one pull.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Most records.
    pub records: usize,
    /// About this many bytes of records; one record more may still be sent, so that any pull moves on.
    pub bytes: usize,
}

/// The answer to a pull.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pulled {
    /// The database's epoch when this was pulled (see [`Store::epoch`]).
    pub epoch: String,
    /// Pages of scopes that have something new.
    pub scopes: Vec<ScopePage>,
    /// Scopes that were named and that this account does not have.
    pub lost: Vec<AccountId>,
    /// There is more.
    pub more: bool,
    /// The group is another one: nothing was pulled, each scope is to be named.
    pub say_all: bool,
    /// Checked scopes that have other rows here. Those of differing ranges are among the pages.
    pub differs: Vec<AccountId>,
}

/// How far a phone has what it may see.
#[derive(Clone, Debug, Default)]
pub struct Have {
    /// Scope by scope.
    pub cursors: Vec<Cursor>,
    /// Or all in short.
    pub group: Option<Group>,
    /// What it has of some scopes, to be compared.
    pub checks: Vec<Check>,
}

impl From<Vec<Cursor>> for Have {
    fn from(cursors: Vec<Cursor>) -> Self {
        Self { cursors, ..Self::default() }
    }
}

impl Have {
    /// It names nothing yet, or something of which it has nothing: much may come.
    pub fn is_from_the_start(&self) -> bool {
        match &self.group {
            Some(group) => group.versions.contains(&0),
            None => self.cursors.is_empty() || self.cursors.iter().any(|c| c.version == 0),
        }
    }

    /// The cursors, where these are the scopes of the account, in the order of their ids. None: the phone
    /// speaks of others.
    pub fn resolve(&self, visible: &[AccountId]) -> Option<Vec<Cursor>> {
        match &self.group {
            Some(group) => group.cursors(visible),
            None => Some(self.cursors.clone()),
        }
    }
}

/// How a database is doing, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Commits of an embedded database.
    pub commits: u64,
    /// Requests in them.
    pub writes: u64,
    /// Time in them.
    pub committing: std::time::Duration,
    /// Requests that wait for the next one.
    pub waiting: usize,
    /// Connections to a database elsewhere.
    pub connections: usize,
    /// Of them, without work.
    pub idle: usize,
}

/// A database. Whatever returns `Ok` is durable.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Changes when the database was restored from a backup.
    async fn epoch(&self) -> Result<String>;
    /// Whether it answers.
    async fn health(&self) -> Result<()>;
    /// How it is doing.
    fn figures(&self) -> Figures {
        Figures::default()
    }
    /// Whose token this is; none when unknown or revoked.
    async fn authenticate(&self, token: Hashed) -> Result<Option<Caller>>;
    /// Applies ops in order and gives one result for each. All of them are durable together. `stamp`: of a caller
    /// who seems to be a copy of another installation nothing new is taken ([`Code::NewDevice`]). Gives the name that the
    /// next message is to follow as well, where there is one.
    async fn push_stamped(
        &self,
        caller: Caller,
        ops: Vec<Op>,
        stamp: Option<Stamp>,
        now: Millis,
    ) -> Result<(Vec<OpAck>, Option<u64>)>;
    /// The same without a stamp.
    async fn push(&self, caller: Caller, ops: Vec<Op>, now: Millis) -> Result<Vec<OpAck>> {
        Ok(self.push_stamped(caller, ops, None, now).await?.0)
    }
    /// A copy of an installation gets a session of its own, as another one of the same account. A repeat changes
    /// nothing; `Invalid`: the token is another one's; `TooMany`: so are the account's installations.
    async fn split(
        &self,
        caller: Caller,
        device: DeviceId,
        token: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>>;
    /// What is new for an account since what its phone has, in the order of each scope's versions.
    async fn pull(&self, caller: Caller, have: Have, page: Page) -> Result<Pulled>;
    /// The member row of a participant whose rows the caller may read now, as a pull would give it. None
    /// for all others, whoever they are and whether they are.
    async fn sees(&self, caller: Caller, participant: AccountId) -> Result<Option<Member>>;
    /// The scopes that each of these may see now, with their newest versions: how far one is who has pulled
    /// everything. In the order of the callers, with few round trips however many there are.
    async fn newest(&self, callers: Vec<Caller>) -> Result<Vec<Vec<(AccountId, u64)>>>;
    /// A participant joins.
    async fn join(&self, joining: Joining, now: Millis) -> Result<std::result::Result<Member, Code>>;
    /// A one-time code opens an account on an installation.
    async fn sign_in(&self, with: SigningIn, now: Millis) -> Result<std::result::Result<Account, Code>>;
    /// A mentor makes a joining code.
    async fn invite(
        &self,
        mentor: AccountId,
        code: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<InviteReply, Code>>;
    /// Ends a token. Ending it twice is fine.
    async fn sign_out(&self, token: Hashed, now: Millis) -> Result<()>;
    /// An installation was heard of today. Asked for once a day and installation.
    async fn seen(&self, token: Hashed, kind: &'static str, now: Millis) -> Result<()>;
    /// Where an account is signed in, the last seen first.
    async fn devices(&self, account: AccountId) -> Result<Vec<SignedIn>>;
    /// Ends every token that an account has on an installation. Nobody else's, and twice is fine.
    async fn end_device(&self, account: AccountId, device: DeviceId, now: Millis) -> Result<()>;
    /// Makes a mentor's account; a repeat with the same id changes only the name.
    async fn add_mentor(&self, id: AccountId, name: String, now: Millis) -> Result<()>;
    /// Stores one more one-time sign-in code of an account. `NotFound` if there is no such account.
    async fn issue_sign_in(
        &self,
        account: AccountId,
        code: Hashed,
        expires_at: Millis,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>>;
    /// All mentors, the oldest first.
    async fn mentors(&self) -> Result<Vec<Account>>;
    /// The member rows of all participants, in the order of their ids. Reads all: for operators.
    async fn participants(&self) -> Result<Vec<Member>>;
    /// Gives a participant another mentor, under whom everything goes on; the one before loses sight of it, and
    /// what that phone still sends is answered `held`. `revision` names the change. A repeat changes nothing.
    /// `NotFound`: there is no such participant, or no such mentor.
    async fn move_member(
        &self,
        participant: AccountId,
        to: AccountId,
        revision: OpId,
        now: Millis,
    ) -> Result<std::result::Result<Member, Code>>;
    /// What former mentors sent, the first first. Reads all: for operators.
    async fn held(&self) -> Result<Vec<HeldOp>>;
    /// Everything that is here of a participant but pictures. None where there is no such participant.
    async fn export(&self, participant: AccountId) -> Result<Option<Export>>;
    /// Takes everything of a participant out, for good: what they or their mentor still send is answered
    /// `erased`, and nobody of this id joins again. Twice is fine. None where there never was such a participant.
    async fn erase(&self, participant: AccountId, now: Millis) -> Result<Option<Erased>>;
    /// Whose token this was, where that person was erased.
    async fn erased_by_token(&self, token: Hashed) -> Result<Option<AccountId>>;
    /// Everybody who was erased, the first first.
    async fn erased(&self) -> Result<Vec<Erased>>;
    /// After the database was put back from a copy, and before anybody is served: another epoch, by which phones
    /// know, and everybody goes again who was erased since. For some weeks nothing is refused for what it stands on. Gives how many of them were there.
    async fn renew(&self, epoch: String, erased: Vec<Erased>, now: Millis) -> Result<u64>;
    /// Finishes what was begun and lets go of the database. Later calls give [`StoreError::Closed`].
    async fn close(&self) -> Result<()>;
}
