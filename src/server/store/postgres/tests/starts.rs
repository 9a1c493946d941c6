//! Servers that start: together, one after the other, on a database that is not as it should be.

use super::relay::Relay;
use super::*;
use std::io::Write;
use std::sync::Mutex;

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

/// A port where connecting takes for ever: nobody accepts, and no more wait there than already do.
async fn silent_port() -> (u16, Vec<tokio::net::TcpStream>, tokio::net::TcpListener) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let at = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(one) =
        tokio::time::timeout(Duration::from_millis(300), tokio::net::TcpStream::connect(at)).await
    {
        waiting.push(one.unwrap());
    }
    (at.port(), waiting, listener)
}

#[tokio::test]
async fn hosts_that_say_nothing_do_not_keep_the_others_from_being_tried() {
    let address = cluster().database();
    let (port, _waiting, _listener) = silent_port().await;
    let (folder, rest) = address.strip_prefix("host=").unwrap().split_once(' ').unwrap();
    let silent = "127.0.0.1,".repeat(3);
    let address = format!("host={silent}{folder} port={port},{port},{port},5432 {rest}");
    let options = Options { connect: Duration::from_secs(1), connections: 1, ..Options::default() };
    let store = open_with(&address, &options).await.unwrap();
    store.health().await.unwrap();
}

/// What was logged.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Logged {
    fn has(&self, words: &str) -> bool {
        String::from_utf8_lossy(&self.0.lock().unwrap()).contains(words)
    }
}

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// One thread: what logs here is this thread's alone.
#[tokio::test]
async fn whoever_waits_for_anothers_schema_says_so_and_waits_as_long_as_it_takes() {
    let address = cluster().database();
    open(&address).await.unwrap();
    let client = direct(&address).await;
    // Another is at it: it holds the version, and the schema is not there yet.
    let behind =
        "UPDATE schema_version SET version = 0; DROP TABLE joining, device, invite, sign_in_code, record,
        op, hold, old_revision, membership, scope, account, meta";
    client.batch_execute(behind).await.unwrap();
    client.batch_execute("BEGIN; SELECT * FROM schema_version FOR UPDATE").await.unwrap();
    let logged = Logged::default();
    let out = Logged(Arc::clone(&logged.0));
    let subscriber = tracing_subscriber::fmt().with_writer(move || out.clone()).finish();
    let _until_the_end = tracing::subscriber::set_default(subscriber);
    let options = hasty();
    let opening = tokio::spawn({
        let address = address.clone();
        async move { open_with(&address, &hasty()).await }
    });
    until(async || logged.has("another server is bringing the schema up")).await;
    // Longer than a request may take.
    tokio::time::sleep(options.connect * 4 + options.statement * 4).await;
    assert!(!opening.is_finished());
    client.batch_execute("COMMIT").await.unwrap();
    let store = soon(opening).await.unwrap().unwrap();
    assert!(logged.has("the schema was brought up"));
    World::new(Arc::new(store)).await.participant().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_falls_silent_at_the_schema_holds_up_nobody() {
    let address = cluster().database();
    let relay = Relay::start(&address);
    relay.silence_at("UPDATE schema_version");
    let first = tokio::spawn({
        let address = relay.address.clone();
        async move { open_with(&address, &hasty()).await.err() }
    });
    until(async || relay.is_silent()).await;
    let store = soon(open_with(&address, &hasty())).await.unwrap();
    World::new(Arc::new(store)).await.participant().await;
    assert_eq!(soon(first).await.unwrap(), Some(StoreError::Busy));
}
