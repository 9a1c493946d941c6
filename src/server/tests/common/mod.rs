//! The server in this process, driven through its routes.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_debug_implementations)]

#[path = "../../fixtures.rs"]
pub mod fixtures;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use fixtures::{TestClock, TestEntropy, code, op, uuid};
use http_body_util::BodyExt as _;
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{AccountId, Clock, DeviceId, JoinId};
use qadam_protocol::DEVICE_HEADER;
use qadam_protocol::account::{InviteRequest, JoinReply, JoinRequest, SignInReply, SignInRequest, Token};
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::sync::{Cursor, ErrorBody, OpResult, SyncReply, SyncRequest};
use qadam_server::rules::Packs;
use qadam_server::store::Store;
use qadam_server::store::sqlite::SqliteStore;
use qadam_server::{Config, app, secret};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tower::ServiceExt as _;

pub struct Server {
    pub app: Router,
    pub store: Arc<dyn Store>,
    pub clock: Arc<TestClock>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }
    pub fn error(&self) -> ErrorBody {
        assert!(!self.status.is_success());
        serde_json::from_slice(&self.body).expect("every refusal has a body of ours")
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Somebody with a phone that is signed in.
#[derive(Clone)]
pub struct Phone {
    pub account: AccountId,
    pub device: DeviceId,
    pub token: Token,
    pub recovery: Code,
}

pub fn token() -> Token {
    Token(format!("{}{}", uuid().simple(), uuid().simple()))
}

pub fn join_request(code: &Code) -> JoinRequest {
    JoinRequest {
        schema: qadam_protocol::SCHEMA,
        join_id: JoinId(uuid()),
        code: code.clone(),
        account: AccountId(uuid()),
        device: DeviceId(uuid()),
        token: token(),
        recovery: fixtures::code(CodeKind::SignIn),
        name: "Әсел Нұрланқызы".into(),
        minor: false,
        cookie: false,
    }
}

pub fn sign_in_request(code: &Code) -> SignInRequest {
    SignInRequest {
        schema: qadam_protocol::SCHEMA,
        join_id: JoinId(uuid()),
        code: code.clone(),
        device: DeviceId(uuid()),
        token: token(),
        recovery: fixtures::code(CodeKind::SignIn),
        cookie: false,
    }
}

pub fn sync_request(ops: Vec<Op>) -> SyncRequest {
    SyncRequest { schema: qadam_protocol::SCHEMA, ops, ..SyncRequest::default() }
}

impl Server {
    pub fn new() -> Self {
        Self::with(|c| c)
    }

    pub fn with(change: impl FnOnce(Config) -> Config) -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let store = SqliteStore::open(&folder, Packs::shipped(), &TestEntropy::new()).unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let clock = Arc::new(TestClock::new());
        let config = change(Config { clock: clock.clone(), ..Config::default() });
        Self { app: app(Arc::clone(&store), config), store, clock }
    }

    /// Another server on the same database.
    pub fn beside(&self, change: impl FnOnce(Config) -> Config) -> Self {
        let config = change(Config { clock: self.clock.clone(), ..Config::default() });
        let store = Arc::clone(&self.store);
        Self { app: app(Arc::clone(&store), config), store, clock: Arc::clone(&self.clock) }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn raw(&self, path: &str, phone: Option<&Phone>, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(path);
        if let Some(p) = phone {
            request = request.header("authorization", format!("Bearer {}", p.token.0));
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn post<T: Serialize>(&self, path: &str, phone: Option<&Phone>, body: &T) -> Answer {
        self.raw(path, phone, serde_json::to_vec(body).unwrap()).await
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// As a browser does it: a cookie, and perhaps the header beside it.
    pub async fn with_cookie(
        &self,
        path: &str,
        cookie: &str,
        device: Option<&DeviceId>,
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(path).header("cookie", cookie);
        if let Some(d) = device {
            request = request.header(DEVICE_HEADER, d.to_string());
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub async fn sign_in_code(&self, account: AccountId) -> Code {
        let code = code(CodeKind::SignIn);
        let now = self.clock.now();
        let hash = secret::code(&code).unwrap().0;
        self.store.issue_sign_in(account, hash, now.plus(fixtures::DAY_MS), now).await.unwrap().unwrap();
        code
    }

    pub async fn mentor(&self) -> Phone {
        let id = AccountId(uuid());
        self.store.add_mentor(id, "Айгүл Сейтқали".into(), self.clock.now()).await.unwrap();
        let r = sign_in_request(&self.sign_in_code(id).await);
        let reply: SignInReply = self.post("/v1/signin", None, &r).await.read();
        assert_eq!(reply.account, id);
        Phone { account: id, device: r.device, token: r.token, recovery: r.recovery }
    }

    pub async fn invite(&self, mentor: &Phone) -> Code {
        let code = code(CodeKind::Joining);
        let answer = self.post("/v1/invites", Some(mentor), &InviteRequest { code: code.clone() }).await;
        assert_eq!(answer.status, StatusCode::OK);
        code
    }

    pub async fn join(&self, mentor: &Phone, minor: bool) -> Phone {
        let r = JoinRequest { minor, ..join_request(&self.invite(mentor).await) };
        let _: JoinReply = self.post("/v1/join", None, &r).await.read();
        Phone { account: r.account, device: r.device, token: r.token, recovery: r.recovery }
    }

    /// A participant who was taken in.
    pub async fn participant(&self, mentor: &Phone) -> Phone {
        let phone = self.join(mentor, false).await;
        self.apply(mentor, op(phone.account, Payload::MemberAccept)).await;
        phone
    }

    pub async fn sync(&self, phone: &Phone, ops: Vec<Op>) -> SyncReply {
        self.post("/v1/sync", Some(phone), &sync_request(ops)).await.read()
    }

    pub async fn apply(&self, phone: &Phone, op: Op) {
        let reply = self.sync(phone, vec![op.clone()]).await;
        assert_eq!(reply.results[0].result, OpResult::Applied, "{op:?}");
    }

    pub async fn since(&self, phone: &Phone, cursors: Vec<Cursor>) -> SyncReply {
        let r = SyncRequest { cursors, ..sync_request(Vec::new()) };
        self.post("/v1/sync", Some(phone), &r).await.read()
    }
}
