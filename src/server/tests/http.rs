//! The day over HTTP, and what comes in that should not.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body as AxumBody;
use axum::http::{Request, StatusCode};
use common::fixtures::{DAY_MS, code, decision, enrolment, item, on, op, put, report, revision};
use common::{Phone, Server, join_request, sign_in_request, sync_request};
use qadam_domain::Entry;
use qadam_domain::code::{Code as Typed, CodeKind};
use qadam_domain::report::Verdict;
use qadam_protocol::account::{InviteReply, InviteRequest, JoinReply, JoinRequest, SignInReply};
use qadam_protocol::op::{ConsentPaper, Payload};
use qadam_protocol::record::{Body, MemberStanding};
use qadam_protocol::sync::{BODY_MAX, Code, OPS_MAX, OpResult, SyncReply, SyncRequest};
use qadam_protocol::wire;
use qadam_protocol::wire::packed::{PACKED, pack};
use std::sync::Arc;

fn bodies(reply: &SyncReply) -> Vec<&Body> {
    reply.scopes.iter().flat_map(|s| s.records.iter().map(|r| &r.body)).collect()
}

#[tokio::test]
async fn one_day_from_joining_to_counted() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.join(&mentor, true).await;

    // Until consent, only the joining is there.
    let (first, e) = put(phone.account, 45);
    let early = s.sync(&phone, vec![first.clone()]).await;
    assert!(matches!(early.results[0].result, OpResult::Retry { code: Code::NotAccepted, .. }));
    s.apply(&mentor, op(phone.account, Payload::MemberAccept)).await;
    let paper = ConsentPaper { guardian: "Нұрлан".into(), dated: common::fixtures::day() };
    s.apply(&mentor, op(phone.account, Payload::ConsentAttest(paper))).await;
    let reply = s.since(&phone, Vec::new()).await;
    assert!(matches!(bodies(&reply)[..], [Body::Member(m)] if m.may_share()));
    assert_eq!((reply.account, reply.more), (phone.account, false));

    // Level, entry and report in one round trip; the mentor decides; the phone hears of it.
    let sent = report(&[item(&first)]);
    let ops = vec![
        op(phone.account, Payload::Enrol(enrolment(16))),
        first.clone(),
        op(phone.account, Payload::ReportSubmit(sent.clone())),
    ];
    let reply = s.sync(&phone, ops).await;
    assert!(reply.results.iter().all(|r| r.result == OpResult::Applied));
    s.apply(&mentor, op(phone.account, Payload::ReportDecide(decision(&sent, Verdict::ToFix)))).await;
    let fixed = on(&first, Payload::EntryPut(Entry { minutes: 60, ..e }));
    let two = revision(sent.report, 2, &[item(&fixed)]);
    s.sync(&phone, vec![fixed, op(phone.account, Payload::ReportSubmit(two.clone()))]).await;
    s.apply(&mentor, op(phone.account, Payload::ReportDecide(decision(&two, Verdict::Counted)))).await;

    let reply = s.since(&phone, Vec::new()).await;
    let said: Vec<_> = bodies(&reply)
        .into_iter()
        .filter_map(|b| if let Body::Decision(d) = b { Some((d.number, d.superseded, d.by)) } else { None })
        .collect();
    assert_eq!(said, [(1, false, Some(mentor.account)), (2, false, Some(mentor.account))]);
    let cursors: Vec<_> = reply
        .scopes
        .iter()
        .map(|p| qadam_protocol::sync::Cursor { scope: p.scope, version: p.version })
        .collect();
    let nothing = s.since(&phone, cursors).await;
    assert!(nothing.scopes.is_empty() && !nothing.more && nothing.lost.is_empty());
}

#[tokio::test]
async fn a_lost_reply_is_repeated_word_for_word() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let r = JoinRequest { cookie: true, ..join_request(&s.invite(&mentor).await) };
    let first = s.post("/v1/join", None, &r).await;
    let reply: JoinReply = first.read();
    assert_eq!(reply.member.standing, MemberStanding::Asked);
    s.clock.advance(40 * DAY_MS);
    let again = s.post("/v1/join", None, &r).await;
    assert_eq!(again.body, first.body);
    assert_eq!(again.headers.get("set-cookie"), first.headers.get("set-cookie"));
    let other = JoinRequest { name: "Басқа".into(), ..r };
    let refused = s.post("/v1/join", None, &other).await;
    assert_eq!((refused.status, refused.error().code), (StatusCode::CONFLICT, Code::OpIdReused));

    // The recovery code opens the account once, on another phone; a repeat says the same.
    let phone = s.join(&mentor, false).await;
    let r = sign_in_request(&phone.recovery);
    let first = s.post("/v1/signin", None, &r).await;
    assert_eq!(first.read::<SignInReply>().account, phone.account);
    assert_eq!(s.post("/v1/signin", None, &r).await.body, first.body);
    let used = s.post("/v1/signin", None, &sign_in_request(&phone.recovery)).await;
    assert_eq!((used.status, used.error().code), (StatusCode::UNPROCESSABLE_ENTITY, Code::CodeInvalid));
}

#[tokio::test]
async fn five_posts_of_one_batch_at_once_are_one() {
    let s = Arc::new(Server::new());
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let batch: Vec<_> = (1..=30).map(|m| put(phone.account, m).0).collect();
    let body = serde_json::to_vec(&sync_request(batch)).unwrap();
    let tasks: Vec<_> = (0..5)
        .map(|_| {
            let (s, phone, body) = (Arc::clone(&s), phone.clone(), body.clone());
            tokio::spawn(async move { s.raw("/v1/sync", Some(&phone), body).await.read::<SyncReply>() })
        })
        .collect();
    for task in tasks {
        let reply = task.await.unwrap();
        assert_eq!(reply.results.len(), 30);
        assert!(reply.results.iter().all(|r| r.result == OpResult::Applied));
    }
    assert_eq!(bodies(&s.since(&mentor, Vec::new()).await).len(), 31);
}

#[tokio::test]
async fn wrong_codes_are_refused_alike_and_not_without_end() {
    let s = Server::with(|c| qadam_server::Config {
        rates: qadam_server::Rates { failures: (10, 1), ..c.rates },
        ..c
    });
    let mentor = s.mentor().await;
    let good = s.invite(&mentor).await;
    let text = |t: &str| serde_json::from_value::<Typed>(serde_json::json!(t)).unwrap();
    for wrong in
        [code(CodeKind::Joining), code(CodeKind::SignIn), text(""), text("ҚАЗАҚ"), text("'; DROP TABLE op;")]
    {
        let answer = s.post("/v1/join", None, &join_request(&wrong)).await;
        assert_eq!(
            (answer.status, answer.error().code),
            (StatusCode::UNPROCESSABLE_ENTITY, Code::CodeInvalid)
        );
    }
    // As people type it.
    let spoken = text(&good.grouped().to_lowercase());
    s.post("/v1/join", None, &join_request(&spoken)).await.read::<JoinReply>();

    for n in 0..12 {
        let answer = s.post("/v1/signin", None, &sign_in_request(&code(CodeKind::SignIn))).await;
        match answer.error().code {
            Code::CodeInvalid => assert!(n < 10),
            Code::TooMany => {
                assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
                assert!(answer.error().after_s.unwrap() >= 1);
                assert!(answer.headers.contains_key("retry-after"));
            }
            other => panic!("{other:?}"),
        }
    }
    // Whoever has a right code is not shut out by those who guess.
    s.post("/v1/join", None, &join_request(&good)).await.read::<JoinReply>();
    s.clock.advance(31 * DAY_MS);
    let late = s.post("/v1/join", None, &join_request(&good)).await;
    assert_eq!(late.error().code, Code::CodeInvalid);
}

#[tokio::test]
async fn one_code_and_one_account_have_limits() {
    let s = Server::with(|c| qadam_server::Config {
        rates: qadam_server::Rates { code: (3, 1), account: (5, 1), ..c.rates },
        ..c
    });
    let wrong = code(CodeKind::SignIn);
    for n in 0..5 {
        let expected = if n < 3 { Code::CodeInvalid } else { Code::TooMany };
        assert_eq!(s.post("/v1/signin", None, &sign_in_request(&wrong)).await.error().code, expected);
    }
    let mentor = s.mentor().await;
    let other = s.mentor().await;
    for n in 0..7 {
        let answer = s.post("/v1/sync", Some(&mentor), &sync_request(Vec::new())).await;
        assert_eq!(answer.status.is_success(), n < 5, "{n}");
    }
    s.since(&other, Vec::new()).await;
    s.clock.advance(2_000);
    s.since(&mentor, Vec::new()).await;
}

#[tokio::test]
async fn invitations_are_the_mentors_and_repeatable() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let r = InviteRequest { code: code(CodeKind::Joining) };
    let first: InviteReply = s.post("/v1/invites", Some(&mentor), &r).await.read();
    s.clock.advance(5_000);
    assert_eq!(s.post("/v1/invites", Some(&mentor), &r).await.read::<InviteReply>(), first);
    let refused = s.post("/v1/invites", Some(&phone), &r).await;
    assert_eq!((refused.status, refused.error().code), (StatusCode::FORBIDDEN, Code::Forbidden));
    let wrong_kind = InviteRequest { code: code(CodeKind::SignIn) };
    assert_eq!(s.post("/v1/invites", Some(&mentor), &wrong_kind).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn other_schemas_are_told_which_are_spoken() {
    let s = Server::new();
    let mentor = s.mentor().await;
    for schema in [0, qadam_protocol::SCHEMA + 1, u16::MAX] {
        let sync = s.post("/v1/sync", Some(&mentor), &SyncRequest { schema, ..Default::default() }).await;
        let join =
            s.post("/v1/join", None, &JoinRequest { schema, ..join_request(&code(CodeKind::Joining)) }).await;
        // A newer app may send what cannot be read here at all.
        let newer = format!(
            r#"{{"schema":{schema},"ops":[{{"op_id":"{}","payload":{{"fly":{{}}}}}}]}}"#,
            mentor.account
        );
        let unread = s.raw("/v1/sync", Some(&mentor), newer).await;
        for answer in [sync, join, unread] {
            assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
            let error = answer.error();
            assert_eq!(error.code, Code::Schema);
            assert_eq!(error.schemas, Some((qadam_protocol::SCHEMA_OLDEST, qadam_protocol::SCHEMA)));
        }
    }
}

#[tokio::test]
async fn the_compact_forms_are_read_and_refused_as_json_is() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.join(&mentor, false).await;
    let send = async |kind: &str, body: Vec<u8>| {
        let request = Request::post("/v1/sync")
            .header("authorization", format!("Bearer {}", phone.token.0))
            .header("content-type", kind)
            .header("accept", wire::CBOR);
        s.send(request.body(AxumBody::from(body)).unwrap()).await
    };
    let (op, _) = put(phone.account, 30);
    let mut good = wire::request::write(&sync_request(vec![op.clone()]));
    for (kind, body) in [(wire::CBOR, good.clone()), (PACKED, pack(&good).unwrap())] {
        let answer = send(kind, body).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["content-type"], wire::CBOR);
        let reply = wire::reply::read(&answer.body, &[op.op_id]).unwrap();
        assert!(matches!(reply.results[0].result, OpResult::Retry { .. }), "not taken in yet");
    }
    // What cannot be read, in the order in which it is looked at.
    assert_eq!(send(PACKED, good.clone()).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let bomb = pack(&vec![0; BODY_MAX + 1]).unwrap();
    assert_eq!(send(PACKED, bomb).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut newer = minicbor::Encoder::new(Vec::new());
    newer.array(2).unwrap().u16(qadam_protocol::SCHEMA + 1).unwrap().str("what nobody knows yet").unwrap();
    assert_eq!(send(wire::CBOR, newer.into_writer()).await.status, StatusCode::UPGRADE_REQUIRED);
    assert_eq!(send(wire::CBOR, b"{}".to_vec()).await.error().code, Code::Malformed);
    assert_eq!(send(wire::CBOR, good[..good.len() - 1].to_vec()).await.error().code, Code::Malformed);
    let many = wire::request::write(&sync_request(vec![op.clone(); OPS_MAX + 1]));
    assert_eq!(send(wire::CBOR, many).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // An op of a kind that nobody knows is answered by itself.
    let kind = good.windows(16).position(|w| w == op.op_id.bytes()).unwrap() + 16;
    good[kind] = 23;
    let reply = wire::reply::read(&send(wire::CBOR, good).await.body, &[op.op_id]).unwrap();
    assert_eq!(reply.results[0].result, OpResult::Rejected { code: Code::Malformed });
}

#[tokio::test]
async fn nonsense_is_refused_with_a_body_of_ours() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let deep = "[".repeat(50_000);
    for path in ["/v1/sync", "/v1/join", "/v1/signin", "/v1/invites"] {
        for body in [
            "",
            "{",
            "null",
            "[]",
            "42",
            "\u{feff}{}",
            "{\"schema\":-1}",
            "{\"schema\":\"1\"}",
            "\0\0\0",
            &deep,
        ] {
            let answer = s.raw(path, Some(&mentor), body.to_owned()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {}", &body[..body.len().min(20)]);
            assert_eq!(answer.error().code, Code::Malformed);
        }
        let answer = s.raw(path, Some(&mentor), vec![b' '; BODY_MAX + 1]).await;
        assert_eq!((answer.status, answer.error().code), (StatusCode::PAYLOAD_TOO_LARGE, Code::Malformed));
    }
    // A stream that never said how long it is.
    let chunk = || Ok::<_, std::io::Error>(vec![b' '; 64 * 1024]);
    let stream = futures_stream(BODY_MAX / (64 * 1024) + 2, chunk);
    let answer = s.raw("/v1/sync", Some(&mentor), axum::body::Body::from_stream(stream)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);

    let many = sync_request((0..=OPS_MAX).map(|_| op(phone.account, Payload::MemberAccept)).collect());
    let answer = s.post("/v1/sync", Some(&mentor), &many).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);

    for (method, path) in [("GET", "/v1/sync"), ("DELETE", "/v1/join")] {
        let request = axum::http::Request::builder().method(method).uri(path);
        let answer = s.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.error().code), (StatusCode::METHOD_NOT_ALLOWED, Code::Malformed));
    }
    assert_eq!(s.get("/v1/nothing", &[]).await.error().code, Code::NotFound);
}

fn futures_stream(
    count: usize,
    chunk: impl Fn() -> Result<Vec<u8>, std::io::Error> + Send + 'static,
) -> impl futures_util::Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static {
    futures_util::stream::iter((0..count).map(move |_| chunk()))
}

#[tokio::test]
async fn a_broken_op_does_not_hold_up_the_others() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let (good, _) = put(phone.account, 30);
    let (also_good, _) = put(phone.account, 31);
    let mut unknown = serde_json::to_value(op(phone.account, Payload::MemberAccept)).unwrap();
    unknown["payload"] = serde_json::json!({"fly": {"height": 3}});
    let body = serde_json::json!({ "schema": 1, "ops": [good, unknown, also_good], "new_field": true });
    let reply: SyncReply = s.post("/v1/sync", Some(&phone), &body).await.read();
    let results: Vec<_> = reply.results.iter().map(|r| r.result.clone()).collect();
    let malformed = OpResult::Rejected { code: Code::Malformed };
    assert_eq!(results, [OpResult::Applied, malformed, OpResult::Applied]);
    assert_eq!(reply.results[1].op_id.to_string(), unknown["op_id"].as_str().unwrap());
    // Without an id nobody could be answered.
    unknown["op_id"] = serde_json::json!("x");
    let body = serde_json::json!({ "schema": 1, "ops": [unknown] });
    assert_eq!(s.post("/v1/sync", Some(&phone), &body).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_closed_database_is_said_and_nothing_is_promised() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone: Phone = s.participant(&mentor).await;
    assert_eq!(s.get("/healthz", &[]).await.status, StatusCode::OK);
    s.store.close().await.unwrap();
    for answer in [
        s.get("/healthz", &[]).await,
        s.post("/v1/sync", Some(&phone), &sync_request(vec![put(phone.account, 1).0])).await,
        s.post("/v1/join", None, &join_request(&code(CodeKind::Joining))).await,
    ] {
        assert_eq!(
            (answer.status, answer.error().code),
            (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable)
        );
        assert_eq!(answer.error().after_s, Some(10));
    }
}
