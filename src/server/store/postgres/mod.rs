//! PostgreSQL: several servers on one database, none of which keeps anything for itself.
//!
//! A push is a transaction, and a transaction is two round trips: the beginning, the locks and all facts
//! travel together, then all writes and the commit. What guards is a locked row (a participant's counters,
//! a code, an account) or a unique key, so READ COMMITTED is enough; whoever collides runs again as a whole.
//! Where transactions see a snapshot that is older than their locks (YugabyteDB's usual way, REPEATABLE
//! READ), a locked row still guards, because whoever holds it also writes it: the other is then refused.

mod devices;
mod erase;
mod joining;
mod link;
mod map;
mod migrate;
mod moving;
mod open;
mod pull;
mod push;
mod run;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use qadam_domain::{AccountId, DeviceId, Millis, OpId};
use qadam_protocol::account::{InviteReply, SignedIn};
use qadam_protocol::op::Op;
use qadam_protocol::record::Member;
use qadam_protocol::sync::{Code, OpAck, Stamp};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, TryAcquireError};

use super::{
    Account, Caller, Erased, Export, Figures, Have, HeldOp, Joining, Page, Pulled, Result, SigningIn, Store,
    StoreError,
};
use crate::clock::SharedEntropy;
use crate::rules::Packs;
use crate::secret::Hashed;
use link::{Link, values};
use run::Runner;

pub use open::Options;

/// Requests that may be at work or wait; beyond it the answer is "busy", which phones repeat later.
const QUEUE: u32 = 1_024;
/// How long closing waits for requests that nobody waits for any more. Together with what a server that stops
/// gives those that somebody waits for, it is what docs/server.md promises.
const CLOSING: Duration = Duration::from_secs(2);

/// PostgreSQL behind [`Store`].
pub struct PostgresStore {
    runner: Runner,
    /// One connection beside the pool, for whoever asks how the database is: a server that has as much to do as
    /// it can is well, and is not to be taken out of service on top of it.
    apart: Runner,
    gate: Arc<Semaphore>,
    packs: Packs,
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").field("pool", &self.runner.pool.status()).finish_non_exhaustive()
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
        let (pool, patience) = open::pool(address, options)?;
        // Before anything else: whoever starts a server wants to know why it does not reach its database.
        drop(pool.get().await.map_err(open::first)?);
        let runner = Runner { pool, entropy, patience: Some(patience) };
        if !runner.run((), |link| async move { migrate::is_done(&link).await }).await? {
            // A table of millions of rows takes its time, and so does waiting for another server's.
            let slow = Runner { patience: None, ..runner.clone() };
            let epoch = format!("{:016x}", runner.random());
            let migrate = move |link: Arc<Link>| {
                let epoch = epoch.clone();
                async move { migrate::migrate(&link, epoch).await }
            };
            slow.run((), migrate).await?;
        }
        let (pool, _) = open::pool(address, &Options { connections: 1, ..options.clone() })?;
        let apart = Runner { pool, ..runner.clone() };
        Ok(Self { runner, apart, gate: Arc::new(Semaphore::new(QUEUE as usize)), packs })
    }

    async fn run<T, F>(&self, work: impl Fn(Arc<Link>) -> F + Send + Sync + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = map::Result<T>> + Send + 'static,
    {
        let place = Arc::clone(&self.gate).try_acquire_owned().map_err(|e| match e {
            TryAcquireError::Closed => StoreError::Closed,
            TryAcquireError::NoPermits => StoreError::Busy,
        })?;
        self.runner.run(place, work).await
    }

    /// The same with what the work needs. It may run more than once, and after whoever asked has gone, so it
    /// shares that instead of borrowing it.
    async fn with<A, T, F>(
        &self,
        needs: A,
        work: impl Fn(Arc<Link>, Arc<A>) -> F + Send + Sync + 'static,
    ) -> Result<T>
    where
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: Future<Output = map::Result<T>> + Send + 'static,
    {
        let needs = Arc::new(needs);
        self.run(move |link| work(link, Arc::clone(&needs))).await
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn epoch(&self) -> Result<String> {
        // Not kept: whoever restores a database gives it another, and servers may be at work then. Two that
        // said different ones would send phones back to the start again and again.
        self.run(move |link| async move { map::epoch(&link.query(map::EPOCH, values![]).await?) }).await
    }

    async fn health(&self) -> Result<()> {
        self.apart.run((), move |link| async move { migrate::is_well(&link).await }).await
    }

    fn figures(&self) -> Figures {
        let pool = self.runner.pool.status();
        Figures { connections: pool.size, idle: pool.available, ..Figures::default() }
    }

    async fn authenticate(&self, token: Hashed) -> Result<Option<Caller>> {
        self.run(move |link| async move { devices::authenticate(&link, token).await }).await
    }

    async fn push_stamped(
        &self,
        caller: Caller,
        ops: Vec<Op>,
        stamp: Option<Stamp>,
        now: Millis,
    ) -> Result<(Vec<OpAck>, Option<u64>)> {
        self.with((ops, self.packs.clone()), move |link, it| async move {
            push::push(&link, &it.1, &caller, &it.0, stamp, now).await
        })
        .await
    }

    async fn split(
        &self,
        caller: Caller,
        device: DeviceId,
        token: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>> {
        self.run(move |link| async move { devices::split(&link, &caller, device, token, now).await }).await
    }

    async fn pull(&self, caller: Caller, have: Have, page: Page) -> Result<Pulled> {
        self.with(have, move |link, have| async move {
            pull::pull(&link, &caller, Have::clone(&have), page).await
        })
        .await
    }

    async fn sees(&self, caller: Caller, participant: AccountId) -> Result<Option<Member>> {
        self.run(move |link| async move { pull::sees(&link, &caller, participant).await }).await
    }

    async fn newest(&self, callers: Vec<Caller>) -> Result<Vec<Vec<(AccountId, u64)>>> {
        self.with(callers, |link, callers| async move { pull::newest(&link, &callers).await }).await
    }

    async fn join(&self, j: Joining, now: Millis) -> Result<std::result::Result<Member, Code>> {
        self.with(j, move |link, j| async move { joining::join(&link, &j, now).await }).await
    }

    async fn sign_in(&self, s: SigningIn, now: Millis) -> Result<std::result::Result<Account, Code>> {
        self.with(s, move |link, s| async move { joining::sign_in(&link, &s, now).await }).await
    }

    async fn invite(
        &self,
        mentor: AccountId,
        code: Hashed,
        now: Millis,
    ) -> Result<std::result::Result<InviteReply, Code>> {
        self.run(move |link| async move { joining::invite(&link, mentor, code, now).await }).await
    }

    async fn sign_out(&self, token: Hashed, now: Millis) -> Result<()> {
        self.run(move |link| async move { devices::sign_out(&link, token, now).await }).await
    }

    async fn seen(&self, token: Hashed, kind: &'static str, now: Millis) -> Result<()> {
        self.run(move |link| async move { devices::seen(&link, token, kind, now).await }).await
    }

    async fn devices(&self, account: AccountId) -> Result<Vec<SignedIn>> {
        self.run(move |link| async move { devices::list(&link, account).await }).await
    }

    async fn end_device(&self, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
        self.run(move |link| async move { devices::end(&link, account, device, now).await }).await
    }

    async fn add_mentor(&self, mentor: AccountId, name: String, now: Millis) -> Result<()> {
        self.with(name, move |link, name| async move { joining::add_mentor(&link, mentor, &name, now).await })
            .await
    }

    async fn issue_sign_in(
        &self,
        account: AccountId,
        code: Hashed,
        expires_at: Millis,
        now: Millis,
    ) -> Result<std::result::Result<(), Code>> {
        self.run(move |link| async move { joining::issue(&link, account, code, expires_at, now).await }).await
    }

    async fn mentors(&self) -> Result<Vec<Account>> {
        self.run(move |link| async move { joining::mentors(&link).await }).await
    }

    async fn participants(&self) -> Result<Vec<Member>> {
        self.run(move |link| async move { erase::participants(&link).await }).await
    }

    async fn move_member(
        &self,
        participant: AccountId,
        to: AccountId,
        revision: OpId,
        now: Millis,
    ) -> Result<std::result::Result<Member, Code>> {
        self.run(move |link| async move { moving::move_member(&link, participant, to, revision, now).await })
            .await
    }

    async fn held(&self) -> Result<Vec<HeldOp>> {
        self.run(move |link| async move { moving::held(&link, None).await }).await
    }

    async fn export(&self, participant: AccountId) -> Result<Option<Export>> {
        self.run(move |link| async move { erase::export(&link, participant).await }).await
    }

    async fn erase(&self, participant: AccountId, now: Millis) -> Result<Option<Erased>> {
        let who = Erased { id: participant, mentor: None, at: now };
        self.run(move |link| async move { erase::erase(&link, &who, false).await.map(|done| done.0) }).await
    }

    async fn erased_by_token(&self, token: Hashed) -> Result<Option<AccountId>> {
        self.run(move |link| async move { erase::token(&link, token).await }).await
    }

    async fn erased(&self) -> Result<Vec<Erased>> {
        self.run(move |link| async move { erase::all(&link).await }).await
    }

    async fn renew(&self, epoch: String, erased: Vec<Erased>, now: Millis) -> Result<u64> {
        let mut all = self.erased().await?;
        all.extend(erased);
        self.with((epoch, all), move |link, it| async move { erase::renew(&link, &it.0, &it.1, now).await })
            .await
    }

    async fn close(&self) -> Result<()> {
        // All places in the queue: then nobody is at work any more. A second close finds it closed.
        match tokio::time::timeout(CLOSING, self.gate.acquire_many(QUEUE)).await {
            Ok(Ok(all)) => drop(all),
            Ok(Err(_)) => tracing::debug!("closed already"),
            Err(_) => tracing::warn!("PostgreSQL: closing before some requests had their answer"),
        }
        self.gate.close();
        self.runner.pool.close();
        self.apart.pool.close();
        Ok(())
    }
}
