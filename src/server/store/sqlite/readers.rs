//! Reading connections beside the writer; WAL gives each transaction a snapshot.

use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

use super::connection;
use super::keys::Keys;
use crate::store::{Result, StoreError};

/// How long a read may still take when the database is closed.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    keys: Arc<Keys>,
    permits: Arc<Semaphore>,
    count: u32,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// The caller's thread reads.
    inline: bool,
}

impl Readers {
    pub(super) fn new(path: PathBuf, keys: Arc<Keys>, count: u32, inline: bool) -> Self {
        Self {
            path,
            keys,
            inline,
            permits: Arc::new(Semaphore::new(count as usize)),
            count,
            idle: Arc::default(),
        }
    }

    /// Runs `work` on a connection, away from the threads that serve the network.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let (idle, path, keys) = (Arc::clone(&self.idle), self.path.clone(), Arc::clone(&self.keys));
        let job = move || {
            let _permit = permit;
            let kept = idle.lock().map_err(|_| StoreError::Closed)?.pop();
            let conn = match kept {
                Some(conn) => conn,
                None => connection::open_reader_with(&path, &keys)?,
            };
            let result = work(&conn);
            // A connection that failed is not trusted again.
            if result.is_ok()
                && let Ok(mut idle) = idle.lock()
            {
                idle.push(conn);
            }
            result
        };
        if self.inline {
            return job();
        }
        tokio::task::spawn_blocking(job).await.map_err(|e| StoreError::Other(e.to_string()))?
    }

    /// Lets those who read finish: a connection that stays open keeps the write-ahead log beside the file.
    pub(super) async fn close(&self) {
        let all = tokio::time::timeout(PATIENCE, self.permits.acquire_many(self.count)).await;
        if all.is_err() {
            tracing::warn!("somebody reads on while the database is closed");
        }
        self.permits.close();
        if let Ok(mut idle) = self.idle.lock() {
            idle.clear();
        }
    }
}
