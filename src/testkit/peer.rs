//! What the benchmark beside peers (`tools/peers`) needs of Qadam and cannot say in JavaScript: people in a fresh
//! database, and the packed form that phones speak. One JSON object a line in, one out.
//!
//! - `{"people": {"folder": F, "participants": [ID, …]}}` makes a database with a mentor who has these
//!   participants, and another one with twenty more who have fifty entries each:
//!   `{"mentor": TOKEN, "tokens": [TOKEN, …], "other": TOKEN, "versions": [[ID, VERSION], …]}`
//! - `{"write": REQUEST}` packs a request that is given in JSON: `{"body": BASE64}`
//! - `{"read": BASE64, "ops": [ID, …]}` unpacks the reply to these ops: the reply in JSON

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::ids::fresh;
use qadam_domain::{AccountId, Clock, DeviceId, JoinId, OpId};
use qadam_protocol::account::Token;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::sync::SyncRequest;
use qadam_protocol::wire::packed::{pack, unpack};
use qadam_protocol::wire::{reply, request};
use qadam_server::clock::{SystemClock, SystemEntropy};
use qadam_server::rules::Packs;
use qadam_server::secret;
use qadam_server::store::sqlite::SqliteStore;
use qadam_server::store::{Caller, Joining, SigningIn, Store};
use qadam_testkit::raw::{Dice, Who, entry};
use serde::Deserialize;
use serde_json::{Value, json};

/// Participants of the other mentor, and entries of each.
const OTHERS: u64 = 20;
const EACH: u64 = 50;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asked {
    People {
        folder: PathBuf,
        participants: Vec<AccountId>,
    },
    Write(SyncRequest),
    #[serde(untagged)]
    Read {
        read: String,
        ops: Vec<OpId>,
    },
}

fn id() -> uuid::Uuid {
    fresh(&SystemClock, &SystemEntropy)
}

fn token() -> Token {
    Token(format!("{}{}", id().simple(), id().simple()))
}

fn hash(code: &Code) -> secret::Hashed {
    secret::code(code).unwrap().0
}

async fn mentor(store: &SqliteStore) -> (Who, Caller) {
    let now = SystemClock.now();
    let (account, token) = (AccountId(id()), token());
    store.add_mentor(account, "Айгүл".into(), now).await.unwrap();
    let code = Code::new(CodeKind::SignIn, &SystemEntropy);
    store.issue_sign_in(account, hash(&code), now.plus(1_000_000), now).await.unwrap().unwrap();
    let with = SigningIn {
        join_id: JoinId(id()),
        request: secret::request(&[b"peers"]),
        code: hash(&code),
        device: DeviceId(id()),
        token: secret::token(&token).unwrap(),
        recovery: hash(&Code::new(CodeKind::SignIn, &SystemEntropy)),
    };
    store.sign_in(with, now).await.unwrap().unwrap();
    let caller = store.authenticate(secret::token(&token).unwrap()).await.unwrap().unwrap();
    (Who { account, token: token.0 }, caller)
}

async fn participant(store: &SqliteStore, mentor: Caller, code: &Code, account: AccountId) -> Who {
    let (now, token) = (SystemClock.now(), token());
    let joining = Joining {
        join_id: JoinId(id()),
        request: secret::request(&[b"peers"]),
        code: hash(code),
        account,
        device: DeviceId(id()),
        token: secret::token(&token).unwrap(),
        recovery: hash(&Code::new(CodeKind::SignIn, &SystemEntropy)),
        name: "Әсел Нұрланқызы".into(),
        minor: false,
    };
    store.join(joining, now).await.unwrap().unwrap();
    let payload = Payload::MemberAccept;
    let op = Op { op_id: OpId(id()), scope: account, base: None, schema: qadam_protocol::SCHEMA, payload };
    store.push(mentor, vec![op], now).await.unwrap();
    Who { account, token: token.0 }
}

async fn people(folder: &Path, participants: &[AccountId]) -> Value {
    let store = SqliteStore::open(folder, Packs::shipped(), &SystemEntropy).unwrap();
    let (first, caller) = mentor(&store).await;
    let mut tokens = Vec::new();
    // A joining code has a number of uses.
    for group in participants.chunks(20) {
        let code = Code::new(CodeKind::Joining, &SystemEntropy);
        store.invite(caller.account, hash(&code), SystemClock.now()).await.unwrap().unwrap();
        for account in group {
            tokens.push(participant(&store, caller, &code, *account).await.token);
        }
    }
    let (other, caller) = mentor(&store).await;
    let code = Code::new(CodeKind::Joining, &SystemEntropy);
    store.invite(caller.account, hash(&code), SystemClock.now()).await.unwrap().unwrap();
    let mut versions = Vec::new();
    for n in 0..OTHERS {
        let who = participant(&store, caller, &code, AccountId(id())).await;
        let own = store.authenticate(secret::token(&Token(who.token)).unwrap()).await.unwrap().unwrap();
        let mut dice = Dice::at(7, n);
        let ops = (0..EACH).map(|n| entry(who.account, n, &mut dice)).collect();
        store.push(own, ops, SystemClock.now()).await.unwrap();
        versions.push((who.account, 2 + EACH));
    }
    store.close().await.unwrap();
    json!({"mentor": first.token, "tokens": tokens, "other": other.token, "versions": versions})
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let said = match serde_json::from_str(&line.unwrap()).unwrap() {
            Asked::People { folder, participants } => people(&folder, &participants).await,
            Asked::Write(asked) => json!({"body": BASE64.encode(&pack(&request::write(&asked)).unwrap())}),
            Asked::Read { read, ops } => {
                let bytes = unpack(&BASE64.decode(read.as_bytes()).unwrap(), 1 << 26).unwrap();
                serde_json::to_value(reply::read(&bytes, &ops).unwrap()).unwrap()
            }
        };
        writeln!(out, "{said}").unwrap();
        out.flush().unwrap();
    }
}
