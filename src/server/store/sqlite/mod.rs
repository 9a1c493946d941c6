//! The embedded database: one file, one writer that commits many requests at once, readers beside it.
//!
//! WAL with `synchronous = FULL`: a commit has reached the disk when it returns, so an answer never
//! promises what a power cut could take back.

pub mod archive;
mod backup;
mod connection;
mod devices;
mod erase;
mod joining;
mod keys;
mod map;
mod moving;
mod pull;
mod push;
mod readers;
#[cfg(test)]
mod tests;
mod writer;

use async_trait::async_trait;
use qadam_domain::{AccountId, DeviceId, Entropy, Millis, OpId};
use qadam_protocol::account::{InviteReply, Role, SignedIn};
use qadam_protocol::op::Op;
use qadam_protocol::record::Member;
use qadam_protocol::sync::{Code, OpAck, Stamp};
use rusqlite::{OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{
    Account, Caller, Erased, Export, Figures, Have, HeldOp, Joining, Page, Pulled, Result, SigningIn, Store,
    StoreError,
};
use crate::clock::SharedClock;
use crate::rules::{Packs, is_settling};
use crate::secret::Hashed;
use archive::Archiver;
use keys::Keys;
use map::{err, id};
use readers::Readers;
use writer::Writer;

pub use backup::{BackupReport, backup, copy_keys};
pub use keys::{KEYS, Sealing};

/// Name of the database within the data folder.
pub const FILE: &str = "qadam.sqlite";
/// Reading connections. Two cores feed no more; each costs about 2 MB of page cache.
const READERS: u32 = 4;

/// SQLite behind [`Store`].
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    packs: Packs,
    keys: Arc<Keys>,
    archive: Mutex<Option<Archiver>>,
    /// Read once: nobody else changes them while this file is open, and each answer carries the epoch.
    life: Mutex<(String, Option<Millis>)>,
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
        let keys = Arc::new(Keys::open(folder.join(KEYS), entropy)?);
        let conn = connection::open_writer(&path, &keys, entropy)?;
        let epoch = connection::epoch(&conn)?;
        let restored = connection::restored(&conn)?;
        // Whoever was erased by somebody who was killed over it.
        let listed = keys.erased()?;
        for who in erase::all(&conn)? {
            if !listed.iter().any(|l| l.id == who.id) || keys.has(who.id)? {
                keys.destroy(&who)?;
            }
        }
        Ok(Self {
            life: Mutex::new((epoch, restored)),
            writer: if inline {
                Writer::inline(conn, keys.clone())
            } else {
                Writer::start(conn, keys.clone())?
            },
            readers: Readers::new(path.clone(), keys.clone(), READERS, inline),
            keys,
            archive: Mutex::default(),
            path,
            packs,
        })
    }

    /// From now on a continuous archive is kept, until the store is closed.
    ///
    /// # Errors
    /// Its folder cannot be written, or holds another database's.
    pub fn archive(&self, options: archive::Options, clock: SharedClock) -> Result<()> {
        let Some(gate) = self.writer.gate() else {
            return Err(StoreError::Other("a store without threads has no archive".into()));
        };
        let archiver = Archiver::start(&self.path, Arc::clone(&self.keys), gate, options, clock)?;
        *self.archive.lock().map_err(|_| StoreError::Closed)? = Some(archiver);
        Ok(())
    }

    /// Epoch, and when the database was last put back from a copy.
    fn life(&self) -> Result<(String, Option<Millis>)> {
        self.life.lock().map(|life| life.clone()).map_err(|_| StoreError::Closed)
    }

    /// Participants whose rows nobody can open: their keys are not there.
    pub(super) fn without_key(&self) -> Result<Vec<AccountId>> {
        let erased = self.keys.erased()?;
        let conn = connection::open_reader(&self.path)?;
        let all: Vec<AccountId> = conn
            .prepare("SELECT id FROM scope")
            .and_then(|mut s| s.query_map([], |r| Ok(AccountId(id(r, 0)?)))?.collect())
            .map_err(|e| err(&e))?;
        let mut without = Vec::new();
        for person in all {
            if !erased.iter().any(|e| e.id == person) && !self.keys.has(person)? {
                without.push(person);
            }
        }
        Ok(without)
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn epoch(&self) -> Result<String> {
        Ok(self.life()?.0)
    }

    async fn health(&self) -> Result<()> {
        self.readers
            .read(|c| c.query_row("SELECT count(*) FROM meta", [], |_| Ok(())).map_err(|e| err(&e)))
            .await?;
        self.writer.is_alive()
    }

    fn figures(&self) -> Figures {
        self.writer.figures()
    }

    async fn authenticate(&self, token: Hashed) -> Result<Option<Caller>> {
        self.readers.read(move |c| joining::authenticate(c, token)).await
    }

    async fn push_stamped(
        &self,
        caller: Caller,
        ops: Vec<Op>,
        stamp: Option<Stamp>,
        now: Millis,
    ) -> Result<(Vec<OpAck>, Option<u64>)> {
        let packs = self.packs.clone();
        let settling = is_settling(self.life()?.1, now);
        self.writer.write(move |c| push::push(c, &packs, &caller, &ops, stamp, (now, settling))).await
    }

    async fn split(
        &self,
        caller: Caller,
        device: DeviceId,
        token: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>> {
        self.writer.write(move |c| joining::split(c, &caller, device, token, now)).await
    }

    async fn pull(&self, caller: Caller, have: Have, page: Page) -> Result<Pulled> {
        let epoch = self.life()?.0;
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

    async fn participants(&self) -> Result<Vec<Member>> {
        self.readers.read(erase::participants).await
    }

    async fn move_member(
        &self,
        participant: AccountId,
        to: AccountId,
        revision: OpId,
        now: Millis,
    ) -> Result<std::result::Result<Member, Code>> {
        self.writer.write(move |c| moving::move_member(c, participant, to, revision, now)).await
    }

    async fn held(&self) -> Result<Vec<HeldOp>> {
        self.readers.read(|c| moving::held(c, None)).await
    }

    async fn export(&self, participant: AccountId) -> Result<Option<Export>> {
        self.readers.read(move |c| erase::export(c, participant)).await
    }

    async fn erase(&self, participant: AccountId, now: Millis) -> Result<Option<Erased>> {
        let who = Erased { id: participant, mentor: None, at: now };
        let gone = self.writer.write(move |c| erase::erase(c, &who)).await?;
        // Only when no row needs it any more. Whoever is killed here begins with it at the next start.
        if let Some(who) = &gone {
            self.keys.destroy(who)?;
        }
        Ok(gone)
    }

    async fn erased_by_token(&self, token: Hashed) -> Result<Option<AccountId>> {
        self.readers.read(move |c| erase::token(c, token)).await
    }

    async fn erased(&self) -> Result<Vec<Erased>> {
        self.readers.read(erase::all).await
    }

    async fn renew(&self, epoch: String, erased: Vec<Erased>, now: Millis) -> Result<u64> {
        let mut all = self.keys.erased()?;
        all.extend(erased);
        let (gone, life) = (all.clone(), epoch.clone());
        let there = self
            .writer
            .write(move |c| {
                let mut there = 0u64;
                for who in &gone {
                    let known = "SELECT count(*) FROM account WHERE id = ?";
                    there +=
                        c.query_row(known, [who.id.bytes()], |r| map::number(r, 0)).map_err(|e| err(&e))?;
                    // Listed, whether this copy knows them or not: their phones may come.
                    let mentor = Some(who.mentor.unwrap_or(who.id));
                    erase::erase(c, &Erased { mentor, ..*who })?;
                }
                let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('epoch', ?1), ('restored', ?2)";
                c.execute(sql, params![epoch, now.0.to_string()]).map_err(|e| err(&e))?;
                Ok(there)
            })
            .await?;
        for who in &all {
            self.keys.destroy(who)?;
        }
        *self.life.lock().map_err(|_| StoreError::Closed)? = (life, Some(now));
        Ok(there)
    }

    async fn close(&self) -> Result<()> {
        let archiver = self.archive.lock().map_err(|_| StoreError::Closed)?.take();
        if let Some(archiver) = archiver {
            let stopped = tokio::task::spawn_blocking(move || archiver.stop()).await;
            stopped.map_err(|e| StoreError::Other(e.to_string()))?;
        }
        self.readers.close().await;
        self.writer.close().await
    }
}
