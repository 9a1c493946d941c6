//! Who pulls now, and who waits.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::http::StatusCode;
use common::fixtures::put;
use common::{Server, sync_request};
use qadam_protocol::sync::{Code, Cursor, OpResult};
use qadam_server::Config;
use qadam_server::admission::{Admission, Bounds};
use qadam_server::store::Page;
use std::sync::Arc;
use std::time::Duration;

/// Three hundred phones that begin at once, beside somebody's everyday sync (medic/cht-core#6246).
#[tokio::test]
async fn first_syncs_wait_for_each_other_and_nobody_waits_for_them() {
    let gate = Admission::new(Bounds { running: 1, waiting: 300, wait: Duration::from_secs(60) });
    let mine = gate.clone();
    let s = Arc::new(Server::with(|c| Config { admission: mine, ..c }));
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    for minutes in 1..=20 {
        s.apply(&phone, put(phone.account, minutes).0).await;
    }
    let known = s.since(&phone, Vec::new()).await.scopes[0].version;
    let everyday = || Cursor { scope: phone.account, version: known };

    // Somebody has the only place, and does not give it away.
    let held = gate.enter().await.unwrap();
    let first: Vec<_> = (0..300)
        .map(|_| {
            let (s, mentor) = (Arc::clone(&s), mentor.clone());
            tokio::spawn(async move { s.since(&mentor, Vec::new()).await })
        })
        .collect();
    for _ in 0..30_000 {
        if gate.counts().waiting == 300 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(gate.counts().waiting, 300);
    // Everyday syncs, with something new and without, are answered all the same.
    for minutes in 30..40 {
        let reply = s.since(&phone, vec![everyday()]).await;
        assert!(reply.scopes.iter().all(|p| p.records.len() <= 10));
        s.apply(&phone, put(phone.account, minutes).0).await;
    }
    // Ops of a phone that begins are taken at once; for what is new it comes again.
    let ops = vec![put(phone.account, 50).0, put(phone.account, 51).0];
    let reply = s.sync(&phone, ops).await;
    assert!(reply.results.iter().all(|a| a.result == OpResult::Applied) && reply.results.len() == 2);
    assert_eq!((reply.scopes.len(), reply.more), (0, true));
    // Where too many wait already, one is asked to come back.
    let answer = s.post("/v1/sync", Some(&phone), &sync_request(Vec::new())).await;
    assert_eq!((answer.status, answer.error().code), (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable));
    assert!(answer.error().after_s.is_some_and(|s| s >= 5));
    assert!(first.iter().all(|f| !f.is_finished()), "they waited all the while");

    drop(held);
    for f in first {
        assert_eq!(f.await.unwrap().scopes[0].records.len(), 33);
    }
    assert_eq!(gate.counts().turned_away, 1);
}

/// A long pull stays one, page after page.
#[tokio::test]
async fn further_pages_of_a_first_sync_wait_too() {
    let gate = Admission::default();
    let mine = gate.clone();
    let page = Page { records: 5, bytes: usize::MAX };
    let s = Server::with(|c| Config { admission: mine, page, ..c });
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    for minutes in 1..=12 {
        s.apply(&phone, put(phone.account, minutes).0).await;
    }
    let mut cursors = Vec::new();
    for page in 0..3 {
        let held: Vec<_> = std::iter::from_fn(|| gate.try_enter()).collect();
        assert!(!held.is_empty());
        let ask = s.since(&phone, cursors.clone());
        tokio::pin!(ask);
        let early = tokio::time::timeout(Duration::from_millis(100), &mut ask).await;
        assert!(early.is_err(), "page {page} waited for nobody");
        drop(held);
        let reply = ask.await;
        assert_eq!(reply.more, page < 2);
        cursors = vec![Cursor { scope: phone.account, version: reply.scopes[0].version }];
    }
    let _held: Vec<_> = std::iter::from_fn(|| gate.try_enter()).collect();
    assert!(!s.since(&phone, cursors).await.more, "now it is an everyday one");
}
