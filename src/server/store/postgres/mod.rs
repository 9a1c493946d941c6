//! PostgreSQL: several servers on one database, none of which keeps anything for itself.
//!
//! A push is a transaction, and a transaction is two round trips: the beginning, the locks and all facts
//! travel together, then all writes and the commit. What guards is a locked row (a participant's counters,
//! a code, an account) or a unique key, so READ COMMITTED is enough; whoever collides runs again as a whole.
//! Where transactions see a snapshot that is older than their locks (YugabyteDB's usual way, REPEATABLE
//! READ), a locked row still guards, because whoever holds it also writes it: the other is then refused.

mod devices;
mod joining;
mod link;
mod map;
mod migrate;
mod open;
mod pull;
mod push;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use deadpool_postgres::Pool;
use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::{InviteReply, SignedIn};
use qadam_protocol::op::Op;
use qadam_protocol::record::Member;
use qadam_protocol::sync::{Code, OpAck};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

use super::{Account, Caller, Have, Joining, Page, Pulled, Result, SigningIn, Store, StoreError};
use crate::clock::SharedEntropy;
use crate::rules::Packs;
use crate::secret::Hashed;
use link::{Link, values};
use map::Fault;

pub use open::Options;

/// Requests that may be at work or wait; beyond it the answer is "busy", which phones repeat later.
const QUEUE: u32 = 1_024;
/// How often a request that collided runs, and about how long it waits before the second run: twice as long
/// before each further one, to a bound. All together about a second.
const RUNS: u32 = 16;
const PAUSE_MS: u64 = 5;
const PAUSE_MOST_MS: u64 = 80;

/// PostgreSQL behind [`Store`].
pub struct PostgresStore {
    pool: Pool,
    gate: Semaphore,
    packs: Packs,
    entropy: SharedEntropy,
    /// Read once: it belongs to the life of a database, and each answer carries it.
    epoch: String,
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// Reaches the database at an address (`postgres://…`, or `host=… dbname=…`) and brings its schema up.
    pub async fn open(
        address: &str,
        options: &Options,
        packs: Packs,
        entropy: SharedEntropy,
    ) -> Result<Self> {
        let pool = open::pool(address, options)?;
        // Before anything else: whoever starts a server wants to know why it does not reach its database.
        drop(pool.get().await.map_err(open::first)?);
        let gate = Semaphore::new(QUEUE as usize);
        let mut store = Self { pool, gate, packs, entropy, epoch: String::new() };
        let epoch = store.epoch_of_its_own();
        let epoch = &epoch;
        store.run(|link| async move { migrate::migrate(&link, epoch).await }).await?;
        store.epoch = store
            .run(|link| async move {
                let rows = link.query("SELECT value FROM meta WHERE key = 'epoch'", values![]).await?;
                let none = || Fault::from(StoreError::Damaged("there is no epoch".into()));
                map::get(rows.first().ok_or_else(none)?, 0)
            })
            .await?;
        Ok(store)
    }

    /// A name that no other life of this database has.
    fn epoch_of_its_own(&self) -> String {
        format!("{:016x}", self.random())
    }

    fn random(&self) -> u64 {
        let mut bytes = [0u8; 8];
        self.entropy.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    /// Runs `work` on a connection and ends its transaction: kept if it went well, else taken back. What
    /// collided with another is run again from its beginning.
    async fn run<T, F>(&self, work: impl Fn(Arc<Link>) -> F) -> Result<T>
    where
        F: Future<Output = map::Result<T>>,
    {
        let _within = self.gate.try_acquire().map_err(|e| match e {
            tokio::sync::TryAcquireError::Closed => StoreError::Closed,
            tokio::sync::TryAcquireError::NoPermits => StoreError::Busy,
        })?;
        let mut run = 1;
        loop {
            let link = Arc::new(Link::new(self.pool.get().await.map_err(open::no_connection)?));
            let done = match work(Arc::clone(&link)).await {
                Ok(value) => link.end("COMMIT").await.map(|()| value),
                Err(fault) => {
                    // Where even this fails, the connection goes, and the transaction with it.
                    if let Err(left) = link.end("ROLLBACK").await {
                        tracing::debug!(cause = %left.cause, "rolling back");
                    }
                    Err(fault)
                }
            };
            match done {
                Err(fault) if fault.again && run < RUNS => {
                    tracing::debug!(cause = %fault.cause, run, "collided with another request");
                    drop(link);
                    self.pause(run).await;
                    run += 1;
                }
                done => return done.map_err(|fault| fault.cause),
            }
        }
    }

    /// Between half and the whole of a time that doubles: two that collided do not meet again.
    async fn pause(&self, run: u32) {
        let most = (PAUSE_MS << run.min(8)).min(PAUSE_MOST_MS);
        tokio::time::sleep(Duration::from_millis(most / 2 + self.random() % (most / 2 + 1))).await;
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn epoch(&self) -> Result<String> {
        Ok(self.epoch.clone())
    }

    async fn health(&self) -> Result<()> {
        let sql = "SELECT value FROM meta WHERE key = 'epoch'";
        self.run(|link| async move { link.query(sql, values![]).await.map(|_| ()) }).await
    }

    async fn authenticate(&self, token: Hashed) -> Result<Option<Caller>> {
        self.run(|link| async move { devices::authenticate(&link, token).await }).await
    }

    async fn push(&self, caller: Caller, ops: Vec<Op>, now: Millis) -> Result<Vec<OpAck>> {
        let (ops, packs, caller) = (&ops, &self.packs, &caller);
        self.run(|link| async move { push::push(&link, packs, caller, ops, now).await }).await
    }

    async fn pull(&self, caller: Caller, have: Have, page: Page) -> Result<Pulled> {
        let (caller, have) = (&caller, &have);
        self.run(|link| async move { pull::pull(&link, caller, have.clone(), page).await }).await
    }

    async fn join(&self, j: Joining, now: Millis) -> Result<std::result::Result<Member, Code>> {
        let j = &j;
        self.run(|link| async move { joining::join(&link, j, now).await }).await
    }

    async fn sign_in(&self, s: SigningIn, now: Millis) -> Result<std::result::Result<Account, Code>> {
        let s = &s;
        self.run(|link| async move { joining::sign_in(&link, s, now).await }).await
    }

    async fn invite(
        &self,
        mentor: AccountId,
        code: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<InviteReply, Code>> {
        self.run(|link| async move { joining::invite(&link, mentor, code, now).await }).await
    }

    async fn sign_out(&self, token: Hashed, now: Millis) -> Result<()> {
        self.run(|link| async move { devices::sign_out(&link, token, now).await }).await
    }

    async fn seen(&self, token: Hashed, kind: &'static str, now: Millis) -> Result<()> {
        self.run(|link| async move { devices::seen(&link, token, kind, now).await }).await
    }

    async fn devices(&self, account: AccountId) -> Result<Vec<SignedIn>> {
        self.run(|link| async move { devices::list(&link, account).await }).await
    }

    async fn end_device(&self, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
        self.run(|link| async move { devices::end(&link, account, device, now).await }).await
    }

    async fn add_mentor(&self, mentor: AccountId, name: String, now: Millis) -> Result<()> {
        let name = &name;
        self.run(|link| async move { joining::add_mentor(&link, mentor, name, now).await }).await
    }

    async fn issue_sign_in(
        &self,
        account: AccountId,
        code: Hashed,
        expires_at: Millis,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>> {
        self.run(|link| async move { joining::issue(&link, account, code, expires_at, now).await }).await
    }

    async fn mentors(&self) -> Result<Vec<Account>> {
        self.run(|link| async move { joining::mentors(&link).await }).await
    }

    async fn close(&self) -> Result<()> {
        // All places in the queue: then nobody is at work any more. A second close finds it closed.
        if let Ok(all) = self.gate.acquire_many(QUEUE).await {
            self.gate.close();
            drop(all);
        }
        self.pool.close();
        Ok(())
    }
}
