//! The embedded database: one file, one writer that commits many requests at once, readers beside it.
//!
//! WAL with `synchronous = FULL`: a commit has reached the disk when it returns, so an answer never
//! promises what a power cut could take back.

mod backup;
mod connection;
mod devices;
mod joining;
mod map;
mod pull;
mod push;
mod readers;
#[cfg(test)]
mod tests;
mod writer;

use async_trait::async_trait;
use qadam_domain::{AccountId, DeviceId, Entropy, Millis};
use qadam_protocol::account::{InviteReply, Role, SignedIn};
use qadam_protocol::op::Op;
use qadam_protocol::record::Member;
use qadam_protocol::sync::{Code, OpAck};
use rusqlite::{OptionalExtension, params};
use std::path::{Path, PathBuf};

use super::{Account, Caller, Have, Joining, Page, Pulled, Result, SigningIn, Store, StoreError};
use crate::rules::Packs;
use crate::secret::Hashed;
use map::{err, id};
use readers::Readers;
use writer::Writer;

pub use backup::{BackupReport, backup};

/// Name of the database within the data folder.
pub const FILE: &str = "qadam.sqlite";
/// Reading connections. Two cores feed no more; each costs about 2 MB of page cache.
const READERS: usize = 4;

/// SQLite behind [`Store`].
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    packs: Packs,
    /// Read once: nobody else changes this file while it is open, and each answer carries it.
    epoch: String,
}

impl SqliteStore {
    /// Opens the database in a data folder; makes folder and database where they are missing.
    pub fn open(folder: &Path, packs: Packs, entropy: &dyn Entropy) -> Result<Self> {
        Self::open_as(folder, packs, entropy, false)
    }

    /// The same without threads of its own: the caller's does everything, at once. For simulations, where a
    /// seed alone decides what comes before what.
    pub fn open_inline(folder: &Path, packs: Packs, entropy: &dyn Entropy) -> Result<Self> {
        Self::open_as(folder, packs, entropy, true)
    }

    fn open_as(folder: &Path, packs: Packs, entropy: &dyn Entropy, inline: bool) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|e| StoreError::NotWritable(format!("{}: {e}", folder.display())))?;
        let path = folder.join(FILE);
        let conn = connection::open_writer(&path, entropy)?;
        let epoch = connection::epoch(&conn)?;
        Ok(Self {
            epoch,
            writer: if inline { Writer::inline(conn) } else { Writer::start(conn)? },
            readers: Readers::new(path.clone(), READERS, inline),
            path,
            packs,
        })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn epoch(&self) -> Result<String> {
        Ok(self.epoch.clone())
    }

    async fn health(&self) -> Result<()> {
        self.readers
            .read(|c| c.query_row("SELECT count(*) FROM meta", [], |_| Ok(())).map_err(|e| err(&e)))
            .await?;
        self.writer.is_alive()
    }

    async fn authenticate(&self, token: Hashed) -> Result<Option<Caller>> {
        self.readers.read(move |c| joining::authenticate(c, token)).await
    }

    async fn push(&self, caller: Caller, ops: Vec<Op>, now: Millis) -> Result<Vec<OpAck>> {
        let packs = self.packs.clone();
        self.writer.write(move |c| push::push(c, &packs, &caller, &ops, now)).await
    }

    async fn pull(&self, caller: Caller, have: Have, page: Page) -> Result<Pulled> {
        let epoch = self.epoch.clone();
        self.readers.read(move |c| pull::pull(c, &caller, have, page, epoch)).await
    }

    async fn sees(&self, caller: Caller, participant: AccountId) -> Result<Option<Member>> {
        self.readers.read(move |c| pull::sees(c, &caller, participant)).await
    }

    async fn newest(&self, callers: Vec<Caller>) -> Result<Vec<Vec<(AccountId, u64)>>> {
        self.readers.read(move |c| callers.iter().map(|caller| pull::visible(c, caller)).collect()).await
    }

    async fn join(&self, j: Joining, now: Millis) -> Result<std::result::Result<Member, Code>> {
        self.writer.write(move |c| joining::join(c, &j, now)).await
    }

    async fn sign_in(&self, s: SigningIn, now: Millis) -> Result<std::result::Result<Account, Code>> {
        self.writer.write(move |c| joining::sign_in(c, &s, now)).await
    }

    async fn invite(
        &self,
        mentor: AccountId,
        code: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<InviteReply, Code>> {
        self.writer.write(move |c| joining::invite(c, mentor, code, now)).await
    }

    async fn sign_out(&self, token: Hashed, now: Millis) -> Result<()> {
        self.writer
            .write(move |c| {
                c.prepare_cached(
                    "UPDATE device SET revoked_at = ?2 WHERE token_hash = ?1 AND revoked_at IS NULL",
                )
                .and_then(|mut s| s.execute(params![token.0, now.0]))
                .map(|_| ())
                .map_err(|e| err(&e))
            })
            .await
    }

    async fn seen(&self, token: Hashed, kind: &'static str, now: Millis) -> Result<()> {
        self.writer.write(move |c| devices::seen(c, token, kind, now)).await
    }

    async fn devices(&self, account: AccountId) -> Result<Vec<SignedIn>> {
        self.readers.read(move |c| devices::list(c, account)).await
    }

    async fn end_device(&self, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
        self.writer.write(move |c| devices::end(c, account, device, now)).await
    }

    async fn add_mentor(&self, mentor: AccountId, name: String, now: Millis) -> Result<()> {
        self.writer
            .write(move |c| {
                c.execute(
                    "INSERT INTO account (id, role, name, created_at) VALUES (?1, 'mentor', ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE role = 'mentor'",
                    params![mentor.bytes(), name, now.0],
                )
                .map(|_| ())
                .map_err(|e| err(&e))
            })
            .await
    }

    async fn issue_sign_in(
        &self,
        account: AccountId,
        code: Hashed,
        expires_at: Millis,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>> {
        self.writer
            .write(move |c| {
                let known: Option<i64> = c
                    .query_row("SELECT 1 FROM account WHERE id = ?1", [account.bytes()], |r| r.get(0))
                    .optional()
                    .map_err(|e| err(&e))?;
                if known.is_none() {
                    return Ok(Err(Code::NotFound));
                }
                joining::store_code(c, code, account, Some(expires_at), now).map(Ok)
            })
            .await
    }

    async fn mentors(&self) -> Result<Vec<Account>> {
        self.readers
            .read(|c| {
                let mut s = c
                    .prepare("SELECT id, name FROM account WHERE role = 'mentor' ORDER BY created_at, id")
                    .map_err(|e| err(&e))?;
                let rows = s
                    .query_map([], |r| {
                        Ok(Account { id: AccountId(id(r, 0)?), role: Role::Mentor, name: r.get(1)? })
                    })
                    .map_err(|e| err(&e))?;
                rows.collect::<rusqlite::Result<_>>().map_err(|e| err(&e))
            })
            .await
    }

    async fn close(&self) -> Result<()> {
        self.readers.close();
        self.writer.close().await
    }
}
