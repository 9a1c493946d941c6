//! Reaching the database: the address, the pool, TLS, and what each connection is told first.

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use rustls::ClientConfig;
use std::path::PathBuf;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::map::{self, err};
use crate::store::{Result, StoreError};

/// What can be chosen about the connection beside its address.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections for requests. Each is a process of PostgreSQL.
    pub connections: usize,
    /// How long reaching one address of the database may take, and how long a request waits for a free connection.
    pub connect: Duration,
    /// How long one statement may take, locks included; and how long the database keeps a transaction
    /// whose server says nothing any more.
    pub statement: Duration,
    /// Certificates (PEM) that the database's is checked by, instead of those that everybody trusts.
    pub ca: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        let (connect, statement) = (Duration::from_secs(5), Duration::from_secs(10));
        Self { connections: 16, connect, statement, ca: None }
    }
}

/// Addresses of one host that are tried for sure: often there are two, of IPv4 and of IPv6.
const ADDRESSES: u32 = 2;

/// How long making a connection may take: each address of each host in turn may take its time (the driver
/// bounds that, one by one), and after them the one that accepts has as much for its greeting.
fn creating(config: &Config, connect: Duration) -> Duration {
    let hosts = config.get_hosts().len().max(config.get_hostaddrs().len()).max(1);
    let tries = u32::try_from(hosts).unwrap_or(u32::MAX).saturating_mul(ADDRESSES).saturating_add(1);
    config.get_connect_timeout().copied().unwrap_or(connect).saturating_mul(tries)
}

impl Options {
    /// How long a request may take as a whole: a wait for a connection, making one, and a few statements of
    /// the longest that there may be. Whoever waits longer waits for a database that hangs.
    fn patience(&self, creating: Duration) -> Duration {
        self.connect.saturating_add(creating).saturating_add(self.statement.saturating_mul(3))
    }
}

/// A dead peer is noticed within about this time, not after the system's two hours.
const SILENCE: Duration = Duration::from_secs(30);

/// The pool, and how long a request may take.
pub(super) fn pool(address: &str, options: &Options) -> Result<(Pool, Duration)> {
    let mut config: Config = address
        .parse()
        .map_err(|e| StoreError::Other(format!("the address of the database: {}", map::words(&e))))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(options.connect);
    }
    if config.get_application_name().is_none() {
        config.application_name("qadam-server");
    }
    let creating = creating(&config, options.connect);
    config.keepalives_idle(SILENCE);
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    // Fast: whether a connection lives is known without asking; what it was left in, `Link` sees to.
    let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config, MakeRustlsConnect::new(tls(options)?), how);
    // A commit is on the disk when it is said: also where the database's default is laxer.
    let ms = options.statement.as_millis();
    let first = format!(
        "SET statement_timeout = {ms}; SET idle_in_transaction_session_timeout = {ms}; \
         SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    );
    Pool::builder(manager)
        .max_size(options.connections.max(1))
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(options.connect))
        .create_timeout(Some(creating))
        .post_create(Hook::async_fn(move |client, _| {
            let first = first.clone();
            Box::pin(async move { client.batch_execute(&first).await.map_err(HookError::Backend) })
        }))
        .build()
        .map(|pool| (pool, options.patience(creating)))
        .map_err(|e| StoreError::Other(e.to_string()))
}

/// The certificate is always checked where TLS is spoken (`sslmode` of the address says whether it is).
fn tls(options: &Options) -> Result<ClientConfig> {
    crate::tls::client(options.ca.as_deref()).map_err(StoreError::Other)
}

/// The first connection could not be had: "busy" would say too little.
pub(super) fn first(e: PoolError) -> StoreError {
    match e {
        PoolError::Timeout(_) => StoreError::Other("PostgreSQL cannot be reached in time".into()),
        PoolError::Backend(e) | PoolError::PostCreateHook(HookError::Backend(e))
            if e.as_db_error().is_none() =>
        {
            StoreError::Other(format!("PostgreSQL cannot be reached: {}", map::words(&e)))
        }
        other => no_connection(other),
    }
}

/// A connection could not be had.
pub(super) fn no_connection(e: PoolError) -> StoreError {
    match e {
        PoolError::Timeout(_) => StoreError::Busy,
        PoolError::Closed => StoreError::Closed,
        PoolError::Backend(e) | PoolError::PostCreateHook(HookError::Backend(e)) => err(&e),
        other => StoreError::Other(other.to_string()),
    }
}
