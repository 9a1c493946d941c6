//! Phones that go away, databases that say nothing, work that panics: a request ends, and so does what it held.

use super::relay::Relay;
use super::*;
use futures_util::FutureExt as _;

async fn number(client: &tokio_postgres::Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

/// The process of the database that serves the one connection of a store.
async fn backend(store: &PostgresStore) -> i32 {
    let sql = "SELECT pg_backend_pid()";
    store.run(move |link| async move { map::get(&link.query(sql, values![]).await?[0], 0) }).await.unwrap()
}

/// A store, and a participant of it.
async fn made(address: &str, options: &Options) -> (Arc<PostgresStore>, World, crate::store::Caller) {
    let store = Arc::new(open_with(address, options).await.unwrap());
    let w = World::new(Arc::clone(&store) as Arc<dyn Store>).await;
    let p = w.participant().await;
    (store, w, p)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_phone_gives_up_is_finished_on_the_same_connection() {
    let address = cluster().database();
    let (store, w, p) = made(&address, &Options { connections: 1, ..Options::default() }).await;
    let client = direct(&address).await;
    let before = backend(&store).await;
    let mut sent = Vec::new();
    let mut given_up = 0;
    // Given up at any moment: polled so often, and then dropped.
    for polls in 1..40 {
        let (op, _) = put(p.account, 30);
        sent.push(op.op_id);
        let mut push = store.push(p, vec![op], NOON);
        let mut done = None;
        for _ in 0..polls {
            done = done.or(std::future::poll_fn(|cx| std::task::Poll::Ready(push.poll_unpin(cx)))
                .await
                .is_ready()
                .then_some(()));
            if done.is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
        given_up += u32::from(done.is_none());
    }
    assert!(given_up > 20, "{given_up}");
    // And for certain within its transaction: it waits for a row there.
    client.batch_execute("BEGIN; SELECT * FROM scope FOR UPDATE").await.unwrap();
    let (op, _) = put(p.account, 30);
    sent.push(op.op_id);
    let mut push = store.push(p, vec![op], NOON);
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND state = 'active' AND wait_event_type = 'Lock'";
    until(async || {
        assert!((&mut push).now_or_never().is_none());
        number(&client, waiting).await == 1
    })
    .await;
    drop(push);
    client.batch_execute("COMMIT").await.unwrap();

    until(async || w.rows(&p, p.account).await.len() == 1 + sent.len()).await;
    let rows = w.rows(&p, p.account).await;
    assert!(sent.iter().all(|id| rows.iter().any(|r| r.revision == *id)));
    assert_eq!(backend(&store).await, before, "no connection was thrown away");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_says_nothing_is_busy_and_its_connection_goes() {
    let address = cluster().database();
    let relay = Relay::start(&address);
    let (store, w, p) = made(&relay.address, &hasty()).await;
    let client = direct(&address).await;
    let (first, _) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    // Within a transaction that holds a row, and where there is none.
    let (second, _) = put(p.account, 20);
    for words in ["COMMIT", "FROM device"] {
        let before = backend(&store).await;
        relay.silence_at(words);
        let answer = match words {
            "COMMIT" => soon(store.push(p, vec![second.clone()], NOON)).await.map(|_| ()),
            _ => soon(store.devices(p.account)).await.map(|_| ()),
        };
        assert_eq!((answer, relay.is_silent()), (Err(StoreError::Busy), true), "{words}");
        assert_eq!(
            soon(store.mentors()).await.map(|_| ()),
            Err(StoreError::Busy),
            "no new connection either"
        );
        relay.speak();
        let gone = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {before}");
        until(async || number(&client, &gone).await == 0).await;
        assert_eq!(w.one(&p, second.clone()).await, OpResult::Applied);
        assert_ne!(backend(&store).await, before);
    }
    assert_eq!(w.rows(&p, p.account).await.len(), 3);
}

/// A commit that waits for a standby is bounded by nothing of the database's own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_no_standby_takes_is_busy_and_later_there_once() {
    // Its settings are for all databases of it.
    let cluster = Cluster::start();
    let address = cluster.database();
    let (store, w, p) = made(&address, &hasty()).await;
    let standby = |names: &str| {
        cluster.sql(&address, &format!("ALTER SYSTEM SET synchronous_standby_names = '{names}'"));
        cluster.sql(&address, "SELECT pg_reload_conf()");
    };
    standby("nobody");
    let client = direct(&address).await;
    let (op, _) = put(p.account, 30);
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    // It may take a moment until all processes know the setting.
    until(async || {
        let answer = soon(store.push(p, vec![put(p.account, 20).0], NOON)).await;
        answer.is_err() && number(&client, waits).await > 0
    })
    .await;
    assert_eq!(soon(store.push(p, vec![op.clone()], NOON)).await, Err(StoreError::Busy));
    standby("");
    until(async || number(&client, waits).await == 0).await;
    w.apply(&p, op.clone()).await;
    w.apply(&p, op.clone()).await;
    let rows = w.rows(&p, p.account).await;
    assert_eq!(rows.iter().filter(|r| r.revision == op.op_id).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_all_hands_full_is_well_and_one_on_a_standby_is_not() {
    let address = cluster().database();
    let connect = Duration::from_millis(500);
    let (store, w, p) = made(&address, &Options { connections: 1, connect, ..Options::default() }).await;
    let client = direct(&address).await;
    client.batch_execute("BEGIN; SELECT * FROM scope FOR UPDATE").await.unwrap();
    // The one connection is taken, and so are all places in the queue.
    let mut push = store.push(p, vec![put(p.account, 30).0], NOON);
    assert!((&mut push).now_or_never().is_none());
    let places = store.gate.acquire_many(QUEUE - 1).await.unwrap();
    assert_eq!(store.mentors().await, Err(StoreError::Busy));
    for _ in 0..3 {
        assert_eq!(store.health().await, Ok(()));
    }
    drop(places);
    client.batch_execute("COMMIT").await.unwrap();
    assert_eq!(soon(push).await.unwrap()[0].result, OpResult::Applied);
    assert_eq!(w.rows(&p, p.account).await.len(), 2);

    // What a standby says of itself, on this connection as on any.
    let read_only = format!("ALTER DATABASE {} SET default_transaction_read_only = on", name(&address));
    cluster().sql(&address, &read_only);
    let again = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.batch_execute(again).await.unwrap();
    until(async || matches!(store.health().await, Err(StoreError::NotWritable(_)))).await;
}

#[tokio::test]
async fn closing_does_not_wait_for_what_never_ends() {
    let address = cluster().database();
    let statement = FOREVER * 10;
    let (store, _, p) = made(&address, &Options { statement, ..Options::default() }).await;
    let client = direct(&address).await;
    client.batch_execute("BEGIN; SELECT * FROM scope FOR UPDATE").await.unwrap();
    let mut push = store.push(p, vec![put(p.account, 30).0], NOON);
    assert!((&mut push).now_or_never().is_none());
    drop(push);
    assert_eq!(soon(store.close()).await, Ok(()));
    assert_eq!(store.health().await, Err(StoreError::Closed));
    assert_eq!(store.mentors().await.map(|_| ()), Err(StoreError::Closed));
}

#[tokio::test]
async fn work_that_panics_costs_its_connection_alone() {
    let address = cluster().database();
    let (store, w, p) = made(&address, &Options { connections: 1, ..Options::default() }).await;
    let before = backend(&store).await;
    let panics = store.with(p.account, |link, scope| async move {
        let [lock] = link.ready([push::LOCK]).await?;
        let mut line = link.begin("BEGIN")?;
        line.query(&lock, values![scope.0]);
        line.run().await?;
        if true {
            panic!("as a mistake of ours would");
        }
        Ok(())
    });
    assert!(matches!(panics.await, Err(StoreError::Other(_))));
    w.apply(&p, put(p.account, 30).0).await;
    assert_ne!(backend(&store).await, before, "it was within a transaction");
}
