//! Who may call what: every route, with every kind of caller. A new route that is not in the table here
//! fails the test at the end.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::http::StatusCode;
use common::fixtures::{code, op, put, uuid};
use common::{Phone, Server, sync_request, token};
use qadam_domain::code::CodeKind;
use qadam_domain::{AccountId, DeviceId, JoinId};
use qadam_protocol::account::{
    DevicesReply, DevicesRequest, InviteRequest, JoinReply, JoinRequest, SignInReply, SignInRequest, Token,
};
use qadam_protocol::op::Payload;
use qadam_protocol::record::MemberStanding;
use qadam_protocol::sync::{Code, Cursor, OpResult, SyncReply, SyncRequest};

/// Routes that ask who is calling. The others are open to strangers on purpose: joining and signing in
/// prove themselves with a code, the others tell nothing of anybody.
const GUARDED: [(&str, &[&str]); 10] = [
    ("/v1/sync", &["POST"]),
    ("/v1/live", &["GET"]),
    ("/v1/invites", &["POST"]),
    ("/v1/devices", &["POST"]),
    ("/v1/signout", &["POST"]),
    ("/v1/split", &["POST"]),
    ("/v1/photos/have", &["POST"]),
    ("/v1/photos/uploads", &["POST"]),
    ("/v1/photos/uploads/{participant}/{upload}", &["HEAD", "PATCH", "DELETE", "POST"]),
    ("/v1/photos/{participant}/{photo}", &["GET"]),
];
const OPEN: [&str; 5] = ["/v1/join", "/v1/signin", "/v1/", "/v1/openapi.json", "/healthz"];

/// A path of a route as somebody would call it.
fn called(route: &str, of: &Phone) -> String {
    let photo = "5a".repeat(32);
    route
        .replace("{participant}", &of.account.to_string())
        .replace("{upload}", &format!("{photo}.900"))
        .replace("{photo}", &photo)
}

#[tokio::test]
async fn strangers_get_nowhere() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let ended = s.participant(&mentor).await;
    assert_eq!(s.raw("/v1/signout", Some(&ended), "").await.status, StatusCode::OK);
    let unknown = Phone { token: token(), ..ended.clone() };
    let bearer = |p: &Phone| format!("Bearer {}", p.token.0);
    for (route, methods) in GUARDED {
        let mut said = vec![None];
        said.extend(
            ["Basic x", "Bearer", "Bearer ", "Bearer zz", "bearer x", "Bearer \u{7f}"]
                .map(|header| Some(header.to_owned())),
        );
        if route != "/v1/signout" {
            // Signing out what is signed out already is fine: the reply may have been lost.
            said.extend([&ended, &unknown].map(|phone| Some(bearer(phone))));
        }
        for (method, header) in methods.iter().flat_map(|m| said.iter().map(move |s| (*m, s.clone()))) {
            let body = serde_json::to_string(&sync_request(Vec::new())).unwrap();
            let request = axum::http::Request::builder().method(method).uri(called(route, &ended));
            let mut request = request.header("tus-resumable", "1.0.0");
            if method == "POST" && route.ends_with("{upload}") {
                request = request.header("x-http-method-override", "PATCH");
            }
            if let Some(header) = &header {
                request = request.header("authorization", header);
            }
            let Ok(request) = request.body(body.into()) else { continue };
            let answer = s.send(request).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {route} {header:?}");
            if method != "HEAD" {
                assert_eq!(answer.error().code, Code::Unauthorised, "{method} {route}");
            }
        }
    }
}

/// Every kind of op by every kind of caller, on their own, another's and no scope, over the wire. What may
/// be done at all is a matter of `everybody_does_only_their_part` of the conformance suite.
#[tokio::test]
async fn scopes_of_others_are_closed_and_look_like_none() {
    let s = Server::new();
    let (mentor, other_mentor) = (s.mentor().await, s.mentor().await);
    let phone = s.participant(&mentor).await;
    let neighbour = s.participant(&mentor).await;
    let theirs = s.participant(&other_mentor).await;
    s.apply(&theirs, put(theirs.account, 30).0).await;
    let nowhere = AccountId(uuid());

    for (caller, own) in [(&phone, vec![phone.account]), (&mentor, vec![phone.account, neighbour.account])] {
        let all = [phone.account, neighbour.account, theirs.account, other_mentor.account, nowhere];
        let cursors = all.map(|scope| Cursor { scope, version: 0 }).to_vec();
        let reply = s.since(caller, cursors).await;
        let mut got: Vec<_> = reply.scopes.iter().map(|p| p.scope).collect();
        got.sort();
        let mut expected = own.clone();
        expected.sort();
        assert_eq!(got, expected);
        assert_eq!(reply.lost.len(), all.len() - own.len());
        for scope in all.into_iter().filter(|s| !own.contains(s)) {
            for payload in [Payload::MemberAccept, put(scope, 5).0.payload, Payload::ChatRead { up_to: 1 }] {
                let reply = s.sync(caller, vec![op(scope, payload)]).await;
                assert_eq!(reply.results[0].result, OpResult::Rejected { code: Code::Forbidden });
            }
        }
    }
    assert_eq!(s.since(&theirs, Vec::new()).await.scopes[0].records.len(), 2, "nothing was added");
}

#[tokio::test]
async fn a_cookie_needs_its_header() {
    let s = Server::with(|c| qadam_server::Config { secure_cookies: true, ..c });
    let mentor = s.mentor().await;
    let r = SignInRequest { cookie: true, ..common::sign_in_request(&s.sign_in_code(mentor.account).await) };
    let answer = s.post("/v1/signin", None, &r).await;
    let _: SignInReply = answer.read();
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/v1", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(cookie.starts_with(&format!("qadam_{}=", r.device.0.simple())));
    assert!(!answer.text().contains(&r.token.0), "a page never sees the token");

    let pair = cookie.split(';').next().unwrap();
    let among = format!("a=b; {pair}; qadam_{}={}", uuid().simple(), token().0);
    let body = serde_json::to_string(&sync_request(Vec::new())).unwrap();
    let reply: SyncReply = s.with_cookie("/v1/sync", &among, Some(&r.device), &body).await.read();
    assert_eq!(reply.account, mentor.account);
    for device in [None, Some(&mentor.device), Some(&DeviceId(uuid()))] {
        let answer = s.with_cookie("/v1/sync", &among, device, &body).await;
        assert_eq!(answer.error().code, Code::Unauthorised);
    }
    // Another installation's name on a cookie with this token.
    let renamed = format!("qadam_{}={}", mentor.device.0.simple(), r.token.0);
    let answer = s.with_cookie("/v1/sync", &renamed, Some(&mentor.device), &body).await;
    assert_eq!(answer.error().code, Code::Unauthorised);

    let out = s.with_cookie("/v1/signout", pair, Some(&r.device), "").await;
    assert_eq!(out.status, StatusCode::OK);
    assert!(out.headers.get("set-cookie").unwrap().to_str().unwrap().contains("Max-Age=0"));
    let gone = s.with_cookie("/v1/sync", pair, Some(&r.device), &body).await;
    assert_eq!(gone.error().code, Code::Unauthorised);
}

#[tokio::test]
async fn a_bearer_token_is_good_for_its_own_installation() {
    let s = Server::new();
    let mentor = s.mentor().await;
    for (device, expected) in [(mentor.device, StatusCode::OK), (DeviceId(uuid()), StatusCode::UNAUTHORIZED)]
    {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/v1/sync")
            .header("authorization", format!("Bearer {}", mentor.token.0))
            .header(qadam_protocol::DEVICE_HEADER, device.to_string());
        let body = serde_json::to_vec(&SyncRequest { schema: 1, ..Default::default() }).unwrap();
        assert_eq!(s.send(request.body(body.into()).unwrap()).await.status, expected);
    }
}

#[tokio::test]
async fn somebody_sees_and_ends_their_own_devices_alone() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let again = common::sign_in_request(&phone.recovery);
    let _: SignInReply = s.post("/v1/signin", None, &again).await.read();
    let tablet =
        Phone { device: again.device, token: again.token, recovery: again.recovery, ..phone.clone() };
    let devices = async |of: &Phone, agent: &str, end: Option<DeviceId>| {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/v1/devices")
            .header("authorization", format!("Bearer {}", of.token.0))
            .header("user-agent", agent);
        let body = serde_json::to_vec(&DevicesRequest { end }).unwrap();
        s.send(request.body(body.into()).unwrap()).await
    };
    let agent = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AB1) AppleWebKit/537.36";
    let answer = devices(&tablet, agent, None).await;
    assert!(!answer.text().contains("Pixel") && !answer.text().contains(&tablet.token.0));
    let all: DevicesReply = answer.read();
    let kinds: Vec<_> = all.devices.iter().map(|d| (d.device, d.kind.as_str(), d.seen.is_some())).collect();
    assert!(kinds.contains(&(tablet.device, "android-browser", true)), "{kinds:?}");
    assert_eq!(kinds.len(), 2);

    // A stranger's device is not ended, nor one's own by this way.
    assert_eq!(devices(&mentor, "qadam/1 (linux)", Some(phone.device)).await.status, StatusCode::OK);
    assert_eq!(devices(&phone, "qadam/1 (android)", None).await.status, StatusCode::OK);
    assert_eq!(devices(&phone, "qadam/1", Some(phone.device)).await.error().code, Code::Invalid);
    let left: DevicesReply = devices(&phone, "qadam/1", Some(tablet.device)).await.read();
    assert_eq!(left.devices.iter().map(|d| d.device).collect::<Vec<_>>(), [phone.device]);
    assert_eq!(devices(&tablet, agent, None).await.error().code, Code::Unauthorised);
}

#[tokio::test]
async fn answers_are_not_kept_and_not_framed() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let answers = [
        s.post("/v1/sync", Some(&mentor), &sync_request(Vec::new())).await,
        s.post("/v1/join", None, &JoinRequest { ..common::join_request(&code(CodeKind::Joining)) }).await,
        s.post("/v1/invites", Some(&mentor), &InviteRequest { code: code(CodeKind::Joining) }).await,
    ];
    for answer in answers {
        let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"));
        assert_eq!(header("cross-origin-opener-policy").as_deref(), Some("same-origin"));
        assert!(header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert!(header("access-control-allow-origin").is_none());
    }
}

/// The table is the document's: whatever is in it without a word of security is open, the rest is guarded. That the
/// document has every route is held by `tests/api.rs`.
#[test]
fn every_route_is_in_the_table() {
    let document: serde_json::Value = serde_json::from_str(qadam_server::api::DOCUMENT).unwrap();
    let mut guarded: Vec<(String, Vec<String>)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for (path, calls) in document["paths"].as_object().unwrap() {
        let needs = |call: &serde_json::Value| !call["security"].as_array().unwrap().is_empty();
        let calls = calls.as_object().unwrap();
        let closed: Vec<String> =
            calls.iter().filter(|(_, call)| needs(call)).map(|(m, _)| m.to_uppercase()).collect();
        if closed.is_empty() {
            open.push(path.clone());
        } else {
            guarded.push((path.clone(), closed));
        }
    }
    let mut known: Vec<(String, Vec<String>)> = GUARDED
        .iter()
        .map(|(path, methods)| ((*path).to_owned(), methods.iter().map(|m| (*m).to_owned()).collect()))
        .collect();
    for (_, methods) in guarded.iter_mut().chain(&mut known) {
        methods.sort();
    }
    guarded.sort();
    known.sort();
    assert_eq!(guarded, known);
    open.sort();
    let mut known = OPEN.to_vec();
    known.sort();
    assert_eq!(open, known);
}

#[tokio::test]
async fn who_was_declined_asks_another_mentor_with_the_cookie_alone() {
    let s = Server::new();
    let (first, second) = (s.mentor().await, s.mentor().await);
    let r = JoinRequest { cookie: true, ..common::join_request(&s.invite(&first).await) };
    let answer = s.post("/v1/join", None, &r).await;
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    let cookie = cookie.split(';').next().unwrap();
    s.apply(&first, op(r.account, Payload::MemberDecline)).await;

    let again = JoinRequest {
        join_id: JoinId(uuid()),
        token: Token(String::new()),
        ..JoinRequest { code: s.invite(&second).await, ..r.clone() }
    };
    let body = serde_json::to_string(&again).unwrap();
    // Without the cookie, or as another installation, an empty token opens nothing.
    for (cookie, device) in [("a=b", Some(r.device)), (cookie, None), (cookie, Some(DeviceId(uuid())))] {
        let answer = s.with_cookie("/v1/join", cookie, device.as_ref(), &body).await;
        assert_ne!(answer.status, StatusCode::OK, "{cookie} {device:?}");
    }
    let answer = s.with_cookie("/v1/join", cookie, Some(&r.device), &body).await;
    assert!(answer.headers.get("set-cookie").is_none(), "the session is the same");
    let reply: JoinReply = answer.read();
    assert_eq!(reply.member.mentor, second.account);
    assert_eq!(reply.member.standing, MemberStanding::Asked);
}
