//! Running a request: on a connection, in a transaction, again where it collided, and never for ever.

use deadpool_postgres::Pool;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinError;

use super::link::Link;
use super::{map, open};
use crate::clock::SharedEntropy;
use crate::store::{Result, StoreError};

/// How often a request that collided runs, and about how long it waits before the second run: twice as long
/// before each further one, to a bound. All together about a second.
const RUNS: u32 = 16;
const PAUSE_MS: u64 = 5;
const PAUSE_MOST_MS: u64 = 80;

/// What runs requests.
#[derive(Clone)]
pub(super) struct Runner {
    pub(super) pool: Pool,
    pub(super) entropy: SharedEntropy,
    /// How long a request may take as a whole. The database's own bound (`statement_timeout`) ends neither a
    /// commit that waits for a standby nor a database that says nothing at all. None: however long it takes.
    pub(super) patience: Option<Duration>,
}

impl Runner {
    /// Runs `work` on a connection and ends its transaction: kept if it went well, else taken back. What
    /// collided with another is run again from its beginning. `place` is held until all of it is over.
    ///
    /// In a task of its own: a phone that hangs up ends the handler that asked, at any await. The request is
    /// then finished all the same, so the connection stays good and the repeat finds its answer.
    pub(super) async fn run<T, F>(
        &self,
        place: impl Send + 'static,
        work: impl Fn(Arc<Link>) -> F + Send + Sync + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = map::Result<T>> + Send + 'static,
    {
        let it = self.clone();
        let task = tokio::spawn(async move {
            let done = match it.patience {
                None => it.runs(work).await,
                Some(most) => tokio::time::timeout(most, it.runs(work)).await.unwrap_or_else(|_| {
                    tracing::warn!(ms = most.as_millis(), "PostgreSQL: no answer in time");
                    Err(StoreError::Busy)
                }),
            };
            drop(place);
            done
        });
        task.await.unwrap_or_else(|e| Err(ended(&e)))
    }

    async fn runs<T, F>(&self, work: impl Fn(Arc<Link>) -> F + Send + Sync) -> Result<T>
    where
        F: Future<Output = map::Result<T>>,
    {
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

    pub(super) fn random(&self) -> u64 {
        let mut bytes = [0u8; 8];
        self.entropy.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

fn ended(e: &JoinError) -> StoreError {
    if e.is_panic() {
        StoreError::Other("a request panicked".into())
    } else {
        // Only the end of the whole program ends such a task.
        StoreError::Closed
    }
}
