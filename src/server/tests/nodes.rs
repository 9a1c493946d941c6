//! Real servers side by side on one real PostgreSQL: one killed, the database restarted, nothing lost.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../cluster.rs"]
mod cluster;
mod common;
#[path = "common/running.rs"]
mod running;

use cluster::Cluster;
use common::fixtures::{op, put};
use common::{join_request, sign_in_request, sync_request};
use qadam_domain::{AccountId, OpId};
use qadam_protocol::account::{JoinReply, SignInReply};
use qadam_protocol::live::Mark;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::record::Record;
use qadam_protocol::sync::{ErrorBody, OpResult, SyncReply};
use running::{BIN, Running, code_in, printed};
use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// The folder that servers on PostgreSQL never make.
const NOWHERE: &str = "/nowhere/qadam";

fn run(args: &[&str], address: &str) -> String {
    let out = Command::new(BIN).args(args).env("QADAM_DATABASE", address).output().unwrap();
    assert!(out.status.success(), "{}", printed(&out));
    printed(&out)
}

fn serve(address: &str) -> Running {
    Running::start(Path::new(NOWHERE), &["--database", address, "--database-statement", "5"])
}

/// A mentor on one server, and a participant who has joined on the other and was taken in.
struct Group {
    mentor: String,
    phone: String,
    account: AccountId,
}

fn group(address: &str, a: &Running, b: &Running) -> Group {
    let name = "Айгүл Сейтқали";
    let sign_in =
        sign_in_request(&code_in(&run(&["mentor", "add", "--name", name], address), "Sign-in code"));
    let joining = join_request(&code_in(&run(&["invite", "--mentor", name], address), "Joining code"));
    let _: SignInReply = a.post("/v1/signin", None, &sign_in);
    let _: JoinReply = b.post("/v1/join", None, &joining);
    let accept = sync_request(vec![op(joining.account, Payload::MemberAccept)]);
    let _: SyncReply = a.post("/v1/sync", Some(&sign_in.token.0), &accept);
    Group { mentor: sign_in.token.0, phone: joining.token.0, account: joining.account }
}

/// What the mentor gets from a server, from the start to the end of the feed.
fn all(server: &Running, group: &Group) -> Vec<Record> {
    let mut request = sync_request(Vec::new());
    let mut records = Vec::new();
    loop {
        let page: SyncReply = server.post("/v1/sync", Some(&group.mentor), &request);
        for scope in page.scopes {
            request.cursors =
                vec![qadam_protocol::sync::Cursor { scope: scope.scope, version: scope.version }];
            records.extend(scope.records);
        }
        if !page.more {
            return records;
        }
    }
}

/// The results of a push, or none where it was not acknowledged.
fn push(server: &Running, group: &Group, batch: &[Op]) -> Option<Vec<OpResult>> {
    let body = serde_json::to_vec(&sync_request(batch.to_vec())).unwrap();
    match server.ask("POST", "/v1/sync", Some(&group.phone), &body) {
        Ok((200, answer)) => {
            let reply: SyncReply = serde_json::from_str(&answer).ok()?;
            Some(reply.results.into_iter().map(|r| r.result).collect())
        }
        Ok((503, answer)) => {
            let said: ErrorBody = serde_json::from_str(&answer).unwrap();
            assert_eq!(said.code, qadam_protocol::Code::Unavailable);
            None
        }
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    }
}

fn batch(account: AccountId) -> Vec<Op> {
    (1..=10).map(|m| put(account, m).0).collect()
}

/// All ops are there, once each, in versions without a gap after the member row.
fn nothing_is_lost(server: &Running, group: &Group, sent: &[Op]) {
    let records = all(server, group);
    let there: HashSet<OpId> = records.iter().map(|r| r.revision).collect();
    assert!(sent.iter().all(|op| there.contains(&op.op_id)), "an acknowledged op is gone");
    assert_eq!(records.len(), 1 + sent.len());
    let versions: Vec<u64> = records.iter().map(|r| r.version).collect();
    assert_eq!(versions, (2..2 + records.len() as u64).collect::<Vec<_>>());
}

#[test]
fn two_servers_are_one_and_one_may_be_killed() {
    let cluster = Cluster::start();
    let address = cluster.database();
    // Both forms of an address; the second server starts on a database that is in use.
    let url = format!("postgres://qadam@/test_0?host={}", address.split(['=', ' ']).nth(1).unwrap());
    let (mut a, b) = (serve(&address), serve(&url));
    assert!(a.printed.contains("Pictures are not taken") && b.printed.contains("--photos"));
    let group = group(&address, &a, &b);
    let first = batch(group.account);
    assert_eq!(push(&a, &group, &first).unwrap(), vec![OpResult::Applied; 10]);
    nothing_is_lost(&b, &group, &first);
    assert!(run(&["mentor", "list"], &url).contains("Айгүл"));

    // Four phones of hers push through the first server until it is killed, then through the second.
    let (killed, pushed) = (AtomicBool::new(false), AtomicUsize::new(0));
    let sent: Vec<Op> = std::thread::scope(|scope| {
        let phones: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    while !killed.load(Ordering::SeqCst) {
                        let batch = batch(group.account);
                        let answered = push(&a, &group, &batch);
                        // As a phone does: what was not answered goes out again.
                        let results = answered.unwrap_or_else(|| push(&b, &group, &batch).unwrap());
                        assert_eq!(results, vec![OpResult::Applied; 10]);
                        mine.extend(batch);
                        pushed.fetch_add(1, Ordering::SeqCst);
                    }
                    mine
                })
            })
            .collect();
        while pushed.load(Ordering::SeqCst) < 12 {
            std::thread::sleep(Duration::from_millis(1));
        }
        a.signal("-KILL");
        killed.store(true, Ordering::SeqCst);
        phones.into_iter().flat_map(|p| p.join().unwrap()).collect()
    });
    a.child.wait().unwrap();
    let sent: Vec<Op> = first.into_iter().chain(sent).collect();
    nothing_is_lost(&b, &group, &sent);

    // Restored, and given another epoch while a server was at work: all say the same at once.
    let again = serve(&address);
    cluster.sql(&address, "UPDATE meta SET value = 'restored' WHERE key = 'epoch'");
    for server in [&b, &again] {
        let said: SyncReply = server.post("/v1/sync", Some(&group.phone), &sync_request(Vec::new()));
        assert_eq!(said.epoch, "restored");
    }
    nothing_is_lost(&again, &group, &sent);
    let some: Vec<Op> = sent.iter().rev().take(50).cloned().collect();
    assert_eq!(push(&again, &group, &some).unwrap(), vec![OpResult::Applied; 50], "known and answered again");
    nothing_is_lost(&b, &group, &sent);
    assert!(run(&["demo"], &cluster.database()).contains("Filled with the demo cohort"));
    assert!(!Path::new(NOWHERE).exists());
}

#[test]
fn a_database_that_restarts_costs_patience_and_no_row() {
    let cluster = Cluster::start();
    let address = cluster.database();
    let (a, b) = (serve(&address), serve(&address));
    let group = group(&address, &a, &b);
    let (over, pushed, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let sent: Vec<Op> = std::thread::scope(|scope| {
        let phones: Vec<_> = [&a, &b, &a, &b]
            .into_iter()
            .map(|server| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    while !over.load(Ordering::SeqCst) {
                        let batch = batch(group.account);
                        let results = loop {
                            match push(server, &group, &batch) {
                                Some(results) => break results,
                                None => refused.fetch_add(1, Ordering::SeqCst),
                            };
                            std::thread::sleep(Duration::from_millis(20));
                        };
                        assert_eq!(results, vec![OpResult::Applied; 10]);
                        mine.extend(batch);
                        pushed.fetch_add(1, Ordering::SeqCst);
                    }
                    mine
                })
            })
            .collect();
        let more = |n: usize| {
            let until = pushed.load(Ordering::SeqCst) + n;
            while pushed.load(Ordering::SeqCst) < until {
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        for _ in 0..3 {
            more(8);
            cluster.control(&["restart", "-m", "immediate"]);
        }
        more(8);
        over.store(true, Ordering::SeqCst);
        phones.into_iter().flat_map(|p| p.join().unwrap()).collect()
    });
    assert!(refused.load(Ordering::SeqCst) > 0, "no request met the restarts");
    for server in [&a, &b] {
        nothing_is_lost(server, &group, &sent);
    }

    // Gone for longer: said as such, to phones and to whoever looks after the servers.
    cluster.control(&["stop", "-m", "immediate"]);
    let waits = batch(group.account);
    for server in [&a, &b] {
        assert_eq!(push(server, &group, &waits), None);
        assert_eq!(server.ask("GET", "/healthz", None, b"").unwrap().0, 503);
    }
    cluster.control(&["start", "-o", &cluster.settings()]);
    for server in [&a, &b] {
        assert_eq!(push(server, &group, &waits).unwrap(), vec![OpResult::Applied; 10]);
        assert_eq!(server.ask("GET", "/healthz", None, b"").unwrap().0, 200);
    }
    nothing_is_lost(&a, &group, &sent.into_iter().chain(waits).collect::<Vec<_>>());
}

/// A word to stop reaches a server that is still waiting for another one's schema.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_waits_for_a_schema_can_be_stopped() {
    let cluster = Cluster::start();
    let address = cluster.database();
    let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let another = "CREATE TABLE schema_version (id BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);
        INSERT INTO schema_version VALUES (1, 0)";
    client.batch_execute(another).await.unwrap();
    client.batch_execute("BEGIN; SELECT * FROM schema_version FOR UPDATE").await.unwrap();
    let mut child = Command::new(BIN)
        .args(["serve", "--listen", "127.0.0.1:0", "--database", &address])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("another server is bringing the schema up")));
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    let ended = async {
        loop {
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await;
    if ended.is_err() {
        child.kill().unwrap();
    }
    assert!(ended.expect("it goes on waiting").success());
}

#[test]
fn mistakes_about_the_database_get_a_sentence() {
    let fails = |args: &[&str], words: &str| {
        let out = Command::new(BIN).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{args:?}");
        let printed = printed(&out);
        assert!(printed.contains(words) && !printed.contains("secret"), "{args:?}: {printed}");
    };
    let list = ["mentor", "list", "--database"];
    fails(&[&list[..], &["postgres://qadam:secret@["]].concat(), "the address of the database");
    fails(&[&list[..], &["postgres://qadam:secret@/x?host=/nowhere"]].concat(), "cannot be reached");
    fails(&[&list[..], &["host=/nowhere", "--database-ca", "/nowhere/ca.pem"]].concat(), "/nowhere/ca.pem");
    fails(&["backup", "x.sqlite", "--database", "host=/nowhere password=secret"], "pg_dump");
    let help = Command::new(BIN).args(["serve", "--help"]).env("QADAM_DATABASE", "secret").output().unwrap();
    let help = printed(&help);
    assert!(help.contains("--database-connections") && !help.contains("secret"), "{help}");
}

/// A mentor listens at one server, the participant speaks to the other.
#[test]
fn a_line_at_one_server_tells_what_the_other_has_committed() {
    let cluster = Cluster::start();
    let address = cluster.database();
    let (a, b) = (serve(&address), serve(&address));
    let group = group(&address, &a, &b);
    let mut line = b.listen(&group.mentor);
    let mut told = line.mark();
    for _ in 0..3 {
        assert_eq!(push(&a, &group, &batch(group.account)).unwrap(), vec![OpResult::Applied; 10]);
        let newest = all(&a, &group).last().unwrap().version;
        let there = Mark::of([(group.account, newest)]);
        assert_ne!(told, there);
        while told != there {
            told = line.mark();
        }
    }
    // A server that is told to end does not wait for those who listen.
    b.signal("-TERM");
    let rest = line.rest();
    assert!(rest.ends_with("0\r\n\r\n"), "it was cut off: {rest:?}");
}

/// A copy of PostgreSQL's own making, from before somebody was erased, is served again.
#[test]
fn a_restored_postgresql_gets_an_epoch_and_erases_again() {
    let cluster = Cluster::start();
    let address = cluster.make("first", &[]);
    let (group, batch) = {
        let server = serve(&address);
        let group = group(&address, &server, &server);
        let batch: Vec<Op> = (1..10).map(|m| put(group.account, m).0).collect();
        assert!(push(&server, &group, &batch).is_some());
        (group, batch)
    };
    let restored = cluster.make("second", &["--template", "first"]);
    let list = tempfile::NamedTempFile::new().unwrap();
    let list = list.path().to_str().unwrap();
    let id = group.account.to_string();
    let erased = run(&["erase", "--yes", "--participant", &id, "--erased", list], &address);
    assert!(erased.contains("Erased") && erased.contains("Pictures were not looked for"), "{erased}");
    assert!(run(&["erased"], &address).contains(&id));
    assert!(!run(&["erased"], &restored).contains(&id));
    let said = run(&["epoch", "--erased", list], &restored);
    assert!(said.contains("1 people who were erased since"), "{said}");
    assert!(run(&["erased"], &restored).contains(&id));
    let server = serve(&restored);
    assert_eq!(push(&server, &group, &batch), Some(vec![OpResult::Erased; batch.len()]));
    assert!(all(&server, &group).is_empty());
}
