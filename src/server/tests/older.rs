//! Phones of the versions before, as they speak by the fixtures that were kept when each was the newest: they still
//! sync, and newer ones go on where they stopped.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::fixtures::DAY_MS;
use common::{Answer, Phone, Server};
use qadam_domain::AccountId;
use qadam_protocol::op::Op;
use qadam_protocol::sync::{OpResult, SyncReply, SyncRequest};
use qadam_protocol::{SCHEMA, SCHEMA_OLDEST, wire};
use uuid::Uuid;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../protocol/wire/fixtures");
/// The participant of the fixtures.
const THEIRS: Uuid = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_005a);

/// What a phone of a schema sends: its media type and the bytes, with this account for the one of the fixtures.
fn kept(schema: u16, me: AccountId) -> Vec<(&'static str, Vec<u8>)> {
    let read = |name: &str| std::fs::read(format!("{FIXTURES}/{schema}/{name}")).ok();
    let json = read("request.json").map(|b| {
        let text = String::from_utf8(b).unwrap().replace(&THEIRS.to_string(), &me.to_string());
        ("application/json", text.into_bytes())
    });
    let compact = read("request.cbor").map(|mut b| {
        for at in 0..b.len().saturating_sub(16) {
            if b[at..at + 16] == THEIRS.as_bytes()[..] {
                b[at..at + 16].copy_from_slice(me.bytes());
            }
        }
        (wire::CBOR, b)
    });
    json.into_iter().chain(compact).collect()
}

/// What a participant is answered to the ops of the fixtures, of which some are a mentor's.
const ANSWERS: [&str; 14] = [
    "profile Applied",
    "enrol Applied",
    "plan Applied",
    "entry_put Applied",
    "entry_remove Rejected { code: NotFound }",
    "report_submit Applied",
    "report_seen Rejected { code: Forbidden }",
    "report_decide Rejected { code: Forbidden }",
    "chat_send Applied",
    "chat_read Applied",
    "member_accept Rejected { code: Forbidden }",
    "member_decline Rejected { code: Forbidden }",
    "consent_attest Rejected { code: Forbidden }",
    "plan_decide Rejected { code: Forbidden }",
];

async fn say(s: &Server, phone: &Phone, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::post("/v1/sync")
        .header("authorization", format!("Bearer {}", phone.token.0))
        .header("content-type", kind)
        .header("accept", kind);
    s.send(request.body(Body::from(body)).unwrap()).await
}

fn read(answer: &Answer, ops: &[Op]) -> SyncReply {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    if answer.headers["content-type"] == wire::CBOR {
        let ids: Vec<_> = ops.iter().map(|o| o.op_id).collect();
        wire::reply::read(&answer.body, &ids).unwrap()
    } else {
        answer.read()
    }
}

#[tokio::test]
async fn phones_of_the_two_versions_before_still_sync() {
    const { assert!(SCHEMA - SCHEMA_OLDEST >= 2, "two versions before this one are spoken") };
    for schema in SCHEMA_OLDEST..SCHEMA {
        let forms = kept(schema, AccountId(THEIRS)).len();
        assert!(forms > 0, "schema {schema} has fixtures");
        for form in 0..forms {
            let s = Server::new();
            // Late enough for all that the fixtures tell of.
            s.clock.advance(800 * DAY_MS);
            let mentor = s.mentor().await;
            let phone = s.participant(&mentor).await;
            let (kind, body) = kept(schema, phone.account).swap_remove(form);
            let json = kept(schema, phone.account).swap_remove(0).1;
            let sent: SyncRequest = serde_json::from_slice(&json).unwrap();
            let reply = read(&say(&s, &phone, kind, body.clone()).await, &sent.ops);
            let what = |op: &Op, result: &OpResult| {
                let payload = serde_json::to_value(&op.payload).unwrap();
                let name =
                    payload.as_str().or_else(|| payload.as_object()?.keys().next().map(String::as_str));
                format!("{} {result:?}", name.unwrap())
            };
            let said: Vec<String> =
                sent.ops.iter().zip(&reply.results).map(|(op, r)| what(op, &r.result)).collect();
            assert_eq!(said, ANSWERS, "schema {schema}, {kind}");
            assert!(reply.scopes.iter().all(|p| p.scope == phone.account && !p.records.is_empty()));

            // Word for word once more, and by the phone after its update: the same ops, and nothing new.
            let again = read(&say(&s, &phone, kind, body).await, &sent.ops);
            let before = s.since(&phone, Vec::new()).await;
            let updated = s.sync(&phone, sent.ops.clone()).await;
            assert_eq!((&again.results, &updated.results), (&reply.results, &reply.results));
            assert_eq!(s.since(&phone, Vec::new()).await.scopes, before.scopes);
        }
    }
}
