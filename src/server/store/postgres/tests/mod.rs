//! The suite on a PostgreSQL that the tests start, and what only a database that others reach can do.
#![cfg(unix)]

mod hangs;
mod relay;
mod starts;
mod trips;

use std::sync::{Arc, OnceLock};

use super::*;
use crate::clock::SystemEntropy;
use crate::cluster::Cluster;
use crate::fixtures::{NOON, put};
use crate::store::conformance::{self, Law, World};
use qadam_protocol::sync::{Group, OpResult};

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

/// Longer than anything here may take: reached only by what would never end.
const FOREVER: Duration = Duration::from_secs(30);

/// One connection, and little patience.
fn hasty() -> Options {
    let statement = Duration::from_millis(200);
    Options { connections: 1, statement, connect: Duration::from_millis(500), ..Options::default() }
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(FOREVER, what).await.expect("it has no end")
}

async fn until(mut there: impl AsyncFnMut() -> bool) {
    soon(async {
        while !there().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
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

#[tokio::test]
async fn a_commit_is_durable_also_where_the_database_is_laxer() {
    let address = cluster().database();
    let laxer = format!("ALTER DATABASE {} SET synchronous_commit = off", name(&address));
    cluster().sql(&address, &laxer);
    let store = open(&address).await.unwrap();
    for (setting, is) in [("synchronous_commit", "on"), ("statement_timeout", "10s")] {
        let said = store.with(format!("SELECT current_setting('{setting}')"), |link, sql| async move {
            map::get::<String>(&link.query(&sql, values![]).await?[0], 0)
        });
        assert_eq!(said.await.unwrap(), is);
    }
}

#[tokio::test]
async fn a_new_epoch_is_told_by_the_next_pull_of_every_server() {
    let address = cluster().database();
    let (first, second) = (open(&address).await.unwrap(), open(&address).await.unwrap());
    let w = World::new(Arc::new(first)).await;
    let p = w.participant().await;
    let (was, page) = (w.store.epoch().await.unwrap(), conformance::WIDE);
    assert_eq!(second.pull(p, Vec::new().into(), page).await.unwrap().epoch, was);
    cluster().sql(&address, "UPDATE meta SET value = 'restored' WHERE key = 'epoch'");
    for store in [w.store.as_ref(), &second] {
        assert_eq!(store.pull(p, Vec::new().into(), page).await.unwrap().epoch, "restored");
        // Where the phone is to name its scopes first, too.
        let group = Some(Group::new(vec![]));
        let asked = store.pull(p, Have { group, ..Have::default() }, page).await.unwrap();
        assert_eq!((asked.epoch.as_str(), asked.say_all), ("restored", true));
        assert_eq!(store.epoch().await.unwrap(), "restored");
    }
}

#[tokio::test]
async fn a_write_that_cannot_be_sent_takes_the_others_back() {
    let store = open(&cluster().database()).await.unwrap();
    let add = "INSERT INTO meta (key, value) VALUES ($1, $2)";
    // A number where there should be a text: known before anything of it is sent.
    let wrong = |key: &'static str| {
        move |link: Arc<Link>| async move {
            let [add] = link.ready([add]).await?;
            let mut line = link.begin("BEGIN")?;
            line.query(&add, values![key, "a"]);
            line.query(&add, values![key, 1i64]);
            line.query(&add, values!["another", "b"]);
            line.commit().await.map(|_| ())
        }
    };
    for _ in 0..3 {
        let said = store.run(wrong("one")).await;
        assert!(matches!(&said, Err(StoreError::Other(words)) if words.contains("serializing")), "{said:?}");
    }
    let rows = "SELECT count(*) FROM meta";
    let there =
        store.run(move |link| async move { map::get::<i64>(&link.query(rows, values![]).await?[0], 0) });
    assert_eq!(there.await.unwrap(), 1, "the epoch alone");
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
    assert!(matches!(store.err(), Some(StoreError::NotWritable(_))), "as a standby, it takes no ops");
    // The connections that are there already began without that word.
    w.apply(&p, put(p.account, 30).0).await;
}

#[tokio::test]
async fn a_row_that_somebody_holds_makes_busy_and_nothing_half_done() {
    let address = cluster().database();
    let options = Options { statement: Duration::from_millis(200), connections: 2, ..Options::default() };
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

#[tokio::test]
async fn a_database_of_the_first_schema_comes_up_with_its_rows_and_can_erase() {
    let address = cluster().database();
    let w = World::new(fresh(&address).await).await;
    let (p, kept) = (w.participant().await, w.participant().await);
    for who in [&p, &kept] {
        w.apply(who, put(who.account, 30).0).await;
    }
    let rows = w.rows(&w.mentor, kept.account).await;
    w.store.close().await.unwrap();
    // As the program before has left it.
    cluster().sql(
        &address,
        "DROP TABLE erased, erased_token; DROP INDEX joining_account, sign_in_code_account;
         UPDATE schema_version SET version = 1",
    );
    let w = World { store: fresh(&address).await, mentor: w.mentor };
    assert_eq!(w.rows(&w.mentor, kept.account).await, rows);
    assert!(w.store.erase(p.account, NOON).await.unwrap().is_some());
    assert_eq!(w.one(&p, put(p.account, 31).0).await, OpResult::Erased);
    assert_eq!(w.rows(&w.mentor, kept.account).await, rows);
}
