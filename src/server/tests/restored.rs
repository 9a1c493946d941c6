//! Archive, restore, erasure and export as an operator does them: with the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/running.rs"]
mod running;

use common::fixtures::{op, put};
use common::{join_request, sign_in_request, sync_request};
use qadam_domain::AccountId;
use qadam_protocol::account::{JoinReply, JoinRequest, SignInReply};
use qadam_protocol::op::Payload;
use qadam_protocol::sync::{OpResult, SyncReply};
use running::{BIN, Running, code_in, printed};
use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(BIN).args(args).env("QADAM_LOG", "warn").output().unwrap()
}

fn works(args: &[&str]) -> String {
    let out = run(args);
    assert!(out.status.success(), "{args:?}: {}", printed(&out));
    printed(&out)
}

fn fails(args: &[&str], words: &str) {
    let out = run(args);
    assert_eq!(out.status.code(), Some(1), "{args:?}: {}", printed(&out));
    assert!(printed(&out).contains(words), "{args:?}: {}", printed(&out));
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A participant of a mentor's code who was taken in.
fn joined(server: &Running, data: &Path, mentor: &str) -> JoinRequest {
    let out = works(&["invite", "--mentor", "Айгүл Сейтқали", "--data", text(data)]);
    let joining = join_request(&code_in(&out, "Joining code"));
    let _: JoinReply = server.post("/v1/join", None, &joining);
    let accept = sync_request(vec![op(joining.account, Payload::MemberAccept)]);
    let _: SyncReply = server.post("/v1/sync", Some(mentor), &accept);
    joining
}

fn rows(server: &Running, mentor: &str, of: AccountId) -> usize {
    let all: SyncReply = server.post("/v1/sync", Some(mentor), &sync_request(Vec::new()));
    all.scopes.iter().find(|s| s.scope == of).map_or(0, |s| s.records.len())
}

#[test]
fn an_archived_server_that_is_lost_comes_back_without_who_was_erased() {
    let place = tempfile::tempdir().unwrap();
    let (data, archive) = (place.path().join("data"), place.path().join("archive"));
    let out = works(&["mentor", "add", "--name", "Айгүл Сейтқали", "--data", text(&data)]);
    let sign_in = sign_in_request(&code_in(&out, "Sign-in code of Айгүл"));
    let options = ["--archive", text(&archive)];
    let mut server = Running::start(&data, &options);
    assert!(server.printed.contains("Archived in"), "{}", server.printed);
    let _: SignInReply = server.post("/v1/signin", None, &sign_in);
    let mentor = sign_in.token.0.as_str();
    let (asel, nurlan) = (joined(&server, &data, mentor), joined(&server, &data, mentor));
    let write = |who: &JoinRequest, minutes: u32| {
        let batch: Vec<_> = (0..20).map(|m| put(who.account, minutes + m).0).collect();
        let said: SyncReply = server.post("/v1/sync", Some(&who.token.0), &sync_request(batch));
        assert!(said.results.iter().all(|r| r.result == OpResult::Applied));
    };
    write(&asel, 1);
    write(&nurlan, 1);
    assert_eq!(rows(&server, mentor, nurlan.account), 21);

    // Everything of one person, as a file.
    let file = place.path().join("asel.json");
    let args =
        ["export", "--participant", &asel.account.to_string(), "--to", text(&file), "--data", text(&data)];
    assert!(works(&args).contains("21 rows"));
    let exported: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(exported["member"]["name"], asel.name);
    assert_eq!(exported["records"].as_array().unwrap().len(), 21);
    assert_eq!(exported["ops"].as_array().unwrap().len(), 21);
    assert_eq!(exported["devices"].as_array().unwrap().len(), 1);
    fails(&args, "exists");

    // Erased beside the running server; without a terminal somebody has to say so.
    let id = nurlan.account.to_string();
    let erase = ["erase", "--participant", &id, "--data", text(&data), "--archive", text(&archive)];
    fails(&erase, "say --yes");
    assert_eq!(rows(&server, mentor, nurlan.account), 21);
    assert!(works(&[&erase[..], &["--yes"]].concat()).contains("Erased"));
    assert!(works(&[&erase[..], &["--yes"]].concat()).contains("Erased"), "twice is fine");
    fails(&["erase", "--yes", "--participant", "Ешкім", "--data", text(&data)], "no participant is called");
    assert!(works(&["erased", "--data", text(&data)]).contains(&id));
    assert_eq!(rows(&server, mentor, nurlan.account), 0);
    let late = sync_request(vec![put(nurlan.account, 90).0]);
    let said: SyncReply = server.post("/v1/sync", Some(&nurlan.token.0), &late);
    assert_eq!(said.results[0].result, OpResult::Erased);
    let empty = serde_json::to_vec(&sync_request(Vec::new())).unwrap();
    assert_eq!(server.ask("POST", "/v1/sync", Some(&nurlan.token.0), &empty).unwrap().0, 401);
    let repeat = serde_json::to_vec(&nurlan).unwrap();
    assert_eq!(server.ask("POST", "/v1/join", None, &repeat).unwrap().0, 403, "a repeat of the joining");
    write(&asel, 40);

    // The archive has it all within moments, however the server ends.
    let restored = |name: &str| place.path().join(name);
    let mut to = restored("new-0");
    for n in 0.. {
        assert!(n < 200, "the archive does not get there");
        to = restored(&format!("new-{n}"));
        let out = works(&["restore", "--from", text(&archive), "--data", text(&to)]);
        if out.contains("2 accounts, 41 records") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    server.signal("-KILL");
    server.child.wait().unwrap();
    fails(&["restore", "--from", text(&archive), "--data", text(&to)], "nothing is overwritten");
    let early = restored("early");
    let old = ["restore", "--from", text(&archive), "--data", text(&early), "--at", "2020-01-01T00:00:00Z"];
    fails(&old, "begins later");
    assert!(!early.exists());
    fails(
        &["restore", "--from", text(&restored("nowhere")), "--data", text(&early)],
        "no archive and no backup",
    );

    let again = Running::start(&to, &[]);
    let (a, b): (SyncReply, SyncReply) = (
        again.post("/v1/sync", Some(mentor), &sync_request(Vec::new())),
        again.post("/v1/sync", Some(&nurlan.token.0), &late),
    );
    assert_eq!(a.scopes.iter().map(|s| (s.scope, s.records.len())).collect::<Vec<_>>(), [(asel.account, 41)]);
    assert_ne!(a.epoch, said.epoch, "phones know that it was restored");
    assert_eq!(b.results[0].result, OpResult::Erased);
}
