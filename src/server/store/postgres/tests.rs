//! The suite on a PostgreSQL that the tests start, and what only a database that others reach can do.
#![cfg(unix)]

use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::clock::SystemEntropy;
use crate::cluster::Cluster;
use crate::fixtures::{NOON, op, put};
use crate::store::conformance::{self, Law, World};
use qadam_protocol::op::Payload;
use qadam_protocol::sync::OpResult;

async fn open_with(address: &str, options: &Options) -> Result<PostgresStore> {
    PostgresStore::open(address, options, Packs::shipped(), Arc::new(SystemEntropy)).await
}

async fn open(address: &str) -> Result<PostgresStore> {
    open_with(address, &Options { connections: 6, ..Options::default() }).await
}

async fn fresh(address: &str) -> Arc<dyn Store> {
    Arc::new(open(address).await.unwrap())
}

/// One for all tests of a process.
fn cluster() -> &'static Cluster {
    static ONE: OnceLock<Cluster> = OnceLock::new();
    ONE.get_or_init(Cluster::start)
}

/// Somebody who asks the database directly.
async fn direct(address: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A server takes a second to make and each test would be a process with one of its own: so the laws share a
/// test, each with a database of its own. One that does not hold is named.
async fn hold(which: impl Fn(&Law) -> bool, database: impl Fn() -> String) -> usize {
    let only = std::env::var("QADAM_LAW").unwrap_or_default();
    let mut laws = conformance::list().into_iter().filter(which).filter(|law| law.name().contains(&only));
    let mut running = tokio::task::JoinSet::new();
    let (mut held, mut broken) = (0, Vec::new());
    let mut names = std::collections::HashMap::new();
    loop {
        // A few at a time: each law has connections of its own.
        while running.len() < 4
            && let Some(law) = laws.next()
        {
            let (name, address) = (law.name(), database());
            let task = running.spawn(async move {
                match law {
                    Law::One(_, law) => law(fresh(&address).await).await,
                    // Both make the schema: at once.
                    Law::Two(_, law) => law(tokio::join!(fresh(&address), fresh(&address))).await,
                }
            });
            names.insert(task.id(), name);
        }
        match running.join_next_with_id().await {
            Some(Ok(_)) => held += 1,
            Some(Err(e)) => broken.push(names[&e.id()]),
            None => break,
        }
    }
    assert!(broken.is_empty(), "{held} laws hold, these do not: {broken:?}");
    held
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_holds() {
    assert!(hold(|_| true, || cluster().database()).await > 30);
}

/// Engines that spread rows begin transactions in these ways unless told otherwise, and refuse those that
/// collide: then all of it runs again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn laws_of_several_servers_hold_in_stricter_isolation() {
    for isolation in ["repeatable read", "serializable"] {
        let database = || {
            let address = cluster().database();
            cluster().sql(
                &address,
                &format!(
                    "ALTER DATABASE {} SET default_transaction_isolation = '{isolation}'",
                    name(&address)
                ),
            );
            address
        };
        let several = |law: &Law| matches!(law, Law::Two(..)) || law.name().contains("at_once");
        assert!(hold(several, database).await > 5);
    }
}

fn name(address: &str) -> &str {
    address.rsplit('=').next().unwrap()
}

#[tokio::test]
async fn a_closed_store_says_so_and_its_database_opens_again() {
    let address = cluster().database();
    let w = World::new(fresh(&address).await).await;
    let p = w.participant().await;
    let (first, _) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    let (epoch, rows) = (w.store.epoch().await.unwrap(), w.rows(&w.mentor, p.account).await);
    w.store.close().await.unwrap();
    w.store.close().await.unwrap();
    assert_eq!(w.store.push(p, vec![first.clone()], NOON).await, Err(StoreError::Closed));
    assert_eq!(w.store.health().await, Err(StoreError::Closed));

    let again = World { store: fresh(&address).await, mentor: w.mentor };
    assert_eq!(again.store.epoch().await.unwrap(), epoch);
    assert_eq!(again.rows(&w.mentor, p.account).await, rows);
    assert_eq!(again.one(&p, first).await, OpResult::Applied);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_make_one_schema_and_leave_a_newer_one_alone() {
    for _ in 0..5 {
        let address = cluster().database();
        let all = futures_util::future::join_all((0..4).map(|_| open(&address))).await;
        let mut epochs = Vec::new();
        for store in all {
            epochs.push(store.unwrap().epoch().await.unwrap());
        }
        assert!(epochs.windows(2).all(|e| e[0] == e[1]), "{epochs:?}");
    }
    let address = cluster().database();
    open(&address).await.unwrap();
    let client = direct(&address).await;
    client.batch_execute("UPDATE schema_version SET version = 99; DELETE FROM meta").await.unwrap();
    assert_eq!(open(&address).await.err(), Some(StoreError::Newer));
    let meta = client.query("SELECT 1 FROM meta", &[]).await.unwrap();
    assert!(meta.is_empty(), "left as it was");
}

#[tokio::test]
async fn a_commit_is_durable_also_where_the_database_is_laxer() {
    let address = cluster().database();
    let laxer = format!("ALTER DATABASE {} SET synchronous_commit = off", name(&address));
    cluster().sql(&address, &laxer);
    let store = open(&address).await.unwrap();
    for (setting, is) in [("synchronous_commit", "on"), ("statement_timeout", "10s")] {
        let sql = format!("SELECT current_setting('{setting}')");
        let sql = sql.as_str();
        let said =
            store.run(|link| async move { map::get::<String>(&link.query(sql, values![]).await?[0], 0) });
        assert_eq!(said.await.unwrap(), is);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_database_is_told_apart() {
    let other = |e: Option<StoreError>, words: &str| match e {
        Some(StoreError::Other(said)) => assert!(said.contains(words), "{said}"),
        e => panic!("{words}: {e:?}"),
    };
    other(open("postgres://[").await.err(), "the address of the database");
    other(open("host=/nowhere user=qadam dbname=x").await.err(), "cannot be reached");
    other(open(&cluster().address("never_made")).await.err(), "never_made");
    let latin = cluster().make("latin", &["-E", "SQL_ASCII", "--locale=C", "-T", "template0"]);
    other(open(&latin).await.err(), "its encoding is SQL_ASCII");

    let address = cluster().database();
    let w = World::new(fresh(&address).await).await;
    let p = w.participant().await;
    let read_only = format!("ALTER DATABASE {} SET default_transaction_read_only = on", name(&address));
    cluster().sql(&address, &read_only);
    let store = open(&address).await;
    assert!(matches!(store.err(), Some(StoreError::NotWritable(_))), "a standby takes no ops");
    // The connections that are there already began without that word.
    w.apply(&p, put(p.account, 30).0).await;
}

#[tokio::test]
async fn a_row_that_somebody_holds_makes_busy_and_nothing_half_done() {
    let address = cluster().database();
    let options =
        Options { statement: std::time::Duration::from_millis(200), connections: 2, ..Options::default() };
    let w = World::new(Arc::new(open_with(&address, &options).await.unwrap())).await;
    let p = w.participant().await;
    let client = direct(&address).await;
    client.batch_execute("BEGIN; SELECT * FROM scope FOR UPDATE").await.unwrap();
    let (first, _) = put(p.account, 30);
    for _ in 0..3 {
        assert_eq!(w.store.push(p, vec![first.clone()], NOON).await, Err(StoreError::Busy));
        // Readers wait for nobody.
        assert_eq!(w.rows(&p, p.account).await.len(), 1);
    }
    client.batch_execute("COMMIT").await.unwrap();
    w.apply(&p, first).await;
    assert_eq!(w.rows(&p, p.account).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_given_up_leaves_no_transaction_behind() {
    let address = cluster().database();
    let options = Options { connections: 1, ..Options::default() };
    let w = World::new(Arc::new(open_with(&address, &options).await.unwrap())).await;
    let p = w.participant().await;
    let mut sent = Vec::new();
    for n in 0..60u64 {
        let (op, _) = put(p.account, 30);
        let push = w.store.push(p, vec![op.clone()], NOON);
        // Somewhere on the way, from before the beginning to after the end.
        let limit = std::time::Duration::from_micros(n * 50);
        match tokio::time::timeout(limit, push).await {
            Ok(done) => assert_eq!(done.unwrap()[0].result, OpResult::Applied),
            Err(_) => tracing::debug!("given up"),
        }
        sent.push(op);
        let rows = w.rows(&p, p.account).await;
        assert!(rows.windows(2).all(|r| r[0].version + 1 == r[1].version), "versions without a gap");
    }
    for op in &sent {
        w.apply(&p, op.clone()).await;
    }
    assert_eq!(w.rows(&p, p.account).await.len(), 61);
    let client = direct(&address).await;
    let sql =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    assert_eq!(client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
}

/// Between this process and the database: counts how often the direction changes from answers to questions.
async fn relay(from: &Path, to: &Path, trips: Arc<AtomicUsize>) {
    let listener = tokio::net::UnixListener::bind(from).unwrap();
    loop {
        let (ours, _) = listener.accept().await.unwrap();
        let theirs = tokio::net::UnixStream::connect(to).await.unwrap();
        let trips = Arc::clone(&trips);
        tokio::spawn(async move {
            let ((mut our_in, mut our_out), (mut their_in, mut their_out)) =
                (ours.into_split(), theirs.into_split());
            let (mut question, mut answer) = (vec![0; 1 << 20], vec![0; 1 << 20]);
            let mut asking = false;
            loop {
                tokio::select! {
                    n = our_in.read(&mut question) => match n {
                        Ok(n) if n > 0 => {
                            trips.fetch_add(usize::from(!asking), Ordering::SeqCst);
                            asking = true;
                            their_out.write_all(&question[..n]).await.unwrap();
                        }
                        _ => return,
                    },
                    n = their_in.read(&mut answer) => match n {
                        Ok(n) if n > 0 => {
                            asking = false;
                            our_out.write_all(&answer[..n]).await.unwrap();
                        }
                        _ => return,
                    },
                }
            }
        });
    }
}

#[tokio::test]
async fn a_batch_takes_few_round_trips_however_long_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let socket = ".s.PGSQL.5432";
    let trips = Arc::new(AtomicUsize::new(0));
    let address = cluster().database();
    let real = address.split(['=', ' ']).nth(1).unwrap();
    let (from, to) = (folder.path().join(socket), Path::new(real).join(socket));
    let relayed = tokio::spawn({
        let trips = Arc::clone(&trips);
        async move { relay(&from, &to, trips).await }
    });
    while !folder.path().join(socket).exists() {
        tokio::task::yield_now().await;
    }
    let options = Options { connections: 1, ..Options::default() };
    let address = address.replace(real, folder.path().to_str().unwrap());
    let w = World::new(Arc::new(open_with(&address, &options).await.unwrap())).await;
    let p = w.participant().await;
    let count = async |ops: Vec<qadam_protocol::op::Op>| {
        let before = trips.load(Ordering::SeqCst);
        w.push(&p, ops).await;
        trips.load(Ordering::SeqCst) - before
    };
    // The first asks the database to prepare the statements.
    count(vec![put(p.account, 30).0]).await;
    let one = count(vec![put(p.account, 30).0]).await;
    let mut many: Vec<_> = (1..=49).map(|m| put(p.account, m).0).collect();
    many.push(op(p.account, Payload::ChatRead { up_to: 1 }));
    let many = count(many).await;
    // Two, or some more where the database answers the first statement before it has read the last.
    assert!((2..=6).contains(&one), "{one}");
    assert!((2..=16).contains(&many), "{many}");
    let before = trips.load(Ordering::SeqCst);
    w.rows(&w.mentor, p.account).await;
    let pulled = trips.load(Ordering::SeqCst) - before;
    assert!((2..=12).contains(&pulled), "{pulled}");
    eprintln!("round trips: one op {one}, fifty {many}, a pull {pulled}");
    relayed.abort();
}
