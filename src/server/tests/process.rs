//! The real process: started, asked, stopped, killed.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/pictures.rs"]
mod pictures;
#[path = "common/running.rs"]
mod running;

use common::fixtures::{op, put};
use common::{join_request, sign_in_request, sync_request};
use pictures::{jpeg, metadata};
use qadam_domain::photo::PhotoId;
use qadam_protocol::account::{JoinReply, SignInReply};
use qadam_protocol::op::Payload;
use qadam_protocol::photos::{CHUNK, UPLOADS};
use qadam_protocol::sync::{OpResult, SyncReply};
use running::{BIN, Running, code_in, printed};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str], data: &Path) -> Output {
    Command::new(BIN).args(args).arg("--data").arg(data).output().unwrap()
}

#[test]
fn what_was_answered_survives_kill_9() {
    let data = tempfile::tempdir().unwrap();
    let out = run(&["mentor", "add", "--name", "Айгүл Сейтқали"], data.path());
    assert!(out.status.success(), "{}", printed(&out));
    let sign_in = sign_in_request(&code_in(&printed(&out), "Sign-in code of Айгүл"));
    let out = run(&["invite", "--mentor", "Айгүл Сейтқали"], data.path());
    let joining = join_request(&code_in(&printed(&out), "Joining code"));

    let mut server = Running::start(data.path(), &[]);
    let _: SignInReply = server.post("/v1/signin", None, &sign_in);
    let _: JoinReply = server.post("/v1/join", None, &joining);
    let (mentor, phone) = (sign_in.token.0.as_str(), joining.token.0.as_str());
    let accept = sync_request(vec![op(joining.account, Payload::MemberAccept)]);
    let _: SyncReply = server.post("/v1/sync", Some(mentor), &accept);
    for round in 0..5u32 {
        let batch: Vec<_> = (1..=20).map(|m| put(joining.account, m + round).0).collect();
        let pushed: SyncReply = server.post("/v1/sync", Some(phone), &sync_request(batch.clone()));
        server.signal("-KILL");
        server.child.wait().unwrap();
        server = Running::start(data.path(), &[]);
        let again: SyncReply = server.post("/v1/sync", Some(phone), &sync_request(batch));
        assert_eq!(again.results, pushed.results);
        assert!(again.results.iter().all(|r| r.result == OpResult::Applied));
        let all: SyncReply = server.post("/v1/sync", Some(mentor), &sync_request(Vec::new()));
        assert_eq!(all.scopes[0].records.len() as u32, 1 + 20 * (round + 1));
    }
}

/// What was answered of a picture is there after `kill -9`; what was logged names routes and nobody.
#[test]
fn photos_that_were_answered_survive_kill_9_and_logs_name_nobody() {
    let data = tempfile::tempdir().unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let start = || Running::start_with(data.path(), &["--demo"], log.reopen().unwrap().into());
    let mut server = start();
    assert!(server.printed.contains(&format!("Pictures are kept in {}/photos", data.path().display())));
    let sign_in = sign_in_request(&code_in(&server.printed, "as a participant"));
    let account = server.post::<_, SignInReply>("/v1/signin", None, &sign_in).account.to_string();
    let picture = jpeg(900_000, 1);
    let photo = PhotoId::of(&picture).to_string();
    let upload = format!("{UPLOADS}/{account}/{photo}.900000");
    let mut said: Vec<(&str, String)> =
        vec![("authorization", format!("Bearer {}", sign_in.token.0)), ("tus-resumable", "1.0.0".into())];
    said.push(("upload-length", "900000".into()));
    said.push(("upload-metadata", metadata(&[("sha256", photo.clone())])));
    let (status, head, _) = server.ask_with("POST", UPLOADS, &said, b"").unwrap();
    assert!(status == 201 && head.contains(&format!("location: {upload}")), "{head}");
    for (n, chunk) in picture.chunks(300_000).enumerate() {
        server.signal("-KILL");
        server.child.wait().unwrap();
        server = start();
        let (_, head, _) = server.ask_with("HEAD", &upload, &said, b"").unwrap();
        assert!(head.contains(&format!("upload-offset: {}\r\n", n * 300_000)), "{head}");
        let mut said = said.clone();
        said.push(("content-type", CHUNK.into()));
        said.push(("upload-offset", (n * 300_000).to_string()));
        assert_eq!(server.ask_with("PATCH", &upload, &said, chunk).unwrap().0, 204);
    }
    server.signal("-KILL");
    server.child.wait().unwrap();
    let server = start();
    let (status, head, _) =
        server.ask_with("GET", &format!("/v1/photos/{account}/{photo}"), &said, b"").unwrap();
    assert!(status == 200 && head.contains("content-length: 900000"), "{head}");
    drop(server);
    let logged = std::fs::read_to_string(log.path()).unwrap();
    assert!(logged.contains("/v1/photos/{participant}/{photo}"), "{logged}");
    assert!(!logged.contains(&account) && !logged.contains(&photo), "{logged}");
}

/// Counts have an address of their own; the log for programs is an object a line, which names nobody either.
#[test]
fn counts_and_a_log_for_programs_are_there_where_they_are_wanted() {
    let data = tempfile::tempdir().unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let options = ["--demo", "--metrics", "127.0.0.1:0", "--log-format", "json"];
    let server = Running::start_with(data.path(), &options, log.reopen().unwrap().into());
    let counts = server.printed.split("Prometheus are at http://").nth(1).expect("where counts are");
    let counts = counts.split("/metrics").next().unwrap().to_owned();
    let sign_in = sign_in_request(&code_in(&server.printed, "as a participant"));
    let account = server.post::<_, SignInReply>("/v1/signin", None, &sign_in).account.to_string();
    let _: SyncReply = server.post("/v1/sync", Some(&sign_in.token.0), &sync_request(Vec::new()));
    let (status, text) = asked(&counts, "/metrics");
    assert!(status == 200 && text.contains("route=\"/v1/signin\""), "{text}");
    assert_eq!(asked(&counts, "/v1/sync").0, 404);
    assert_eq!(server.ask("GET", "/metrics", None, b"").unwrap().0, 404);
    drop(server);
    let logged = std::fs::read_to_string(log.path()).unwrap();
    let lines: Vec<serde_json::Value> = logged.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let sync = lines.iter().find(|l| l["path"] == "/v1/sync").expect("the request is logged");
    assert_eq!(
        (&sync["status"], &sync["level"], &sync["method"]),
        (&200.into(), &"INFO".into(), &"POST".into())
    );
    assert!(!logged.contains(&account) && !logged.contains("Әсел"), "{logged}");
}

fn asked(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

#[test]
fn it_stops_when_asked_and_says_so() {
    for signal in ["-TERM", "-INT"] {
        let data = tempfile::tempdir().unwrap();
        let mut server = Running::start(data.path(), &[]);
        // A connection that stays open must not hold it up.
        let _idle = TcpStream::connect(&server.address).unwrap();
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        assert!(!data.path().join("qadam.sqlite-wal").exists());
    }
}

#[test]
fn the_demo_is_filled_once_and_its_codes_work_at_each_start() {
    let data = tempfile::tempdir().unwrap();
    let mut records = Vec::new();
    for _ in 0..2 {
        let server = Running::start(data.path(), &["--demo"]);
        let r = sign_in_request(&code_in(&server.printed, "as the mentor"));
        let reply: SignInReply = server.post("/v1/signin", None, &r);
        assert_eq!(reply.name, "Айгүл Сейтқали");
        let first: SyncReply = server.post("/v1/sync", Some(&r.token.0), &sync_request(Vec::new()));
        records.push(first.scopes);
        let asel = sign_in_request(&code_in(&server.printed, "as a participant"));
        assert_eq!(server.post::<_, SignInReply>("/v1/signin", None, &asel).name, "Әсел Нұрланқызы");
        let join = join_request(&code_in(&server.printed, "Join as somebody new"));
        if records.len() == 2 {
            let _: JoinReply = server.post("/v1/join", None, &join);
        }
    }
    assert_eq!(records[0], records[1]);
    let out = run(&["demo"], data.path());
    assert!(out.status.success() && printed(&out).contains("left as it is"), "{}", printed(&out));
}

#[test]
fn a_backup_is_made_while_the_server_runs_and_starts_again() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::start(data.path(), &["--demo"]);
    let restored = tempfile::tempdir().unwrap();
    let file = restored.path().join("qadam.sqlite");
    let out = run(&["backup", file.to_str().unwrap()], data.path());
    assert!(out.status.success() && printed(&out).contains("checked"), "{}", printed(&out));
    let out = run(&["backup", file.to_str().unwrap()], data.path());
    assert!(!out.status.success() && printed(&out).contains("exists already"), "{}", printed(&out));
    drop(server);
    let again = Running::start(restored.path(), &["--demo"]);
    let r = sign_in_request(&code_in(&again.printed, "as the mentor"));
    let _: SignInReply = again.post("/v1/signin", None, &r);
}

#[test]
fn mistakes_get_a_sentence() {
    let data = tempfile::tempdir().unwrap();
    let fails = |args: &[&str], data: &Path, words: &str| {
        let out = run(args, data);
        assert_eq!(out.status.code(), Some(1), "{args:?}");
        assert!(printed(&out).contains(words), "{args:?}: {}", printed(&out));
    };
    let running = Running::start(data.path(), &[]);
    fails(&["serve", "--listen", &running.address], data.path(), "is in use");
    fails(&["serve", "--listen", "127.0.0.1:0", "--web", "/nowhere"], data.path(), "no index.html");
    let photos = ["serve", "--listen", "127.0.0.1:0", "--photos"];
    fails(&[&photos[..], &["s3://"]].concat(), data.path(), "the name of a bucket");
    fails(&[&photos[..], &["/dev/null/x"]].concat(), data.path(), "/dev/null/x");
    fails(
        &[&photos[..], &["s3://x", "--photos-ca", "/nowhere/ca.pem"]].concat(),
        data.path(),
        "/nowhere/ca.pem",
    );
    let mut plain = Command::new(BIN);
    plain
        .args(photos)
        .args(["s3://x", "--data"])
        .arg(data.path())
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_SECRET_ACCESS_KEY", "secret");
    let out = plain.output().unwrap();
    assert!(
        printed(&out).contains("AWS_ALLOW_HTTP") && !printed(&out).contains("secret"),
        "{}",
        printed(&out)
    );
    fails(&["invite", "--mentor", "Ешкім"], data.path(), "no mentor is called");
    fails(&["mentor", "add", "--name", " "], data.path(), "1 to 80 characters");
    let empty = tempfile::tempdir().unwrap();
    fails(&["backup", "x.sqlite"], empty.path(), "there is no database");
    let file = tempfile::NamedTempFile::new().unwrap();
    fails(&["mentor", "list"], &file.path().join("data"), "cannot be written");
    let damaged = tempfile::tempdir().unwrap();
    std::fs::write(damaged.path().join("qadam.sqlite"), "not a database at all".repeat(500)).unwrap();
    fails(&["serve", "--listen", "127.0.0.1:0"], damaged.path(), "damaged");
    let out = Command::new(BIN).arg("dance").output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let help = printed(&Command::new(BIN).arg("--help").output().unwrap());
    for word in ["serve", "demo", "backup", "restore", "erase", "export", "epoch", "mentor", "invite", "pack"]
    {
        assert!(help.contains(word));
    }
}

#[test]
fn a_pack_is_checked_and_its_mistakes_have_lines_and_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/programmes/elbasy-medali@2020.json");
    let check = |file: &Path| Command::new(BIN).args(["pack", "check"]).arg(file).output().unwrap();
    let out = check(Path::new(shipped));
    assert_eq!(out.status.code(), Some(0), "{}", printed(&out));
    assert!(printed(&out).contains("no mistakes. Elbasy Medali"), "{}", printed(&out));

    let broken = folder.path().join("broken\u{1b}[31m.json");
    let text = std::fs::read_to_string(shipped).unwrap().replacen("\"months\": 6", "\"months\": 0", 1);
    std::fs::write(&broken, &text).unwrap();
    let out = check(&broken);
    let line = text.lines().position(|l| l.contains("\"months\": 0")).unwrap() + 1;
    assert_eq!(out.status.code(), Some(1));
    assert!(
        printed(&out).contains(&format!("line {line}, levels[0].months\n    is 0;")),
        "{}",
        printed(&out)
    );
    assert!(!printed(&out).contains('\u{1b}'), "{:?}", printed(&out));

    for unreadable in [folder.path(), Path::new("/nowhere/pack.json")] {
        let out = check(unreadable);
        assert_eq!(out.status.code(), Some(2), "{}", printed(&out));
        assert!(printed(&out).contains("cannot be read"), "{}", printed(&out));
    }
    let help = printed(&Command::new(BIN).args(["pack", "check", "--help"]).output().unwrap());
    assert!(help.contains("levels[1].requirements.sport[0].min") && help.contains("Exit code"), "{help}");
}
