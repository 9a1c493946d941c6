//! The link between phones and server: what really happens to a request is decided here.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::ready;
use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::BodyExt;
use qadam_platform::{HttpError, HttpReply, HttpRequest, Listening, Spoken};
use qadam_protocol::live::EVENTS;
use qadam_protocol::wire::packed::{PACKED, unpack};
use qadam_protocol::wire::{CBOR, reply, request};
use qadam_protocol::{Op, OpResult};
use tokio::sync::watch;
use tower::ServiceExt;

/// What happens to the next request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Goes through.
    Through,
    /// Never arrives.
    Cut,
    /// Arrives and is done, but the reply is lost on its way back.
    ReplyLost,
    /// Arrives twice.
    Twice,
    /// A captive portal or a broken server answers in its place: status, media type, body.
    Nonsense(u16, &'static str, String),
}

/// A link. Cheap to clone: all phones of a world share one.
#[derive(Clone)]
pub struct Link {
    app: Rc<RefCell<Router>>,
    inner: Rc<RefCell<Inner>>,
    /// How often open lines were cut.
    cuts: Rc<watch::Sender<u32>>,
}

#[derive(Default)]
struct Inner {
    down: bool,
    fates: VecDeque<Fate>,
    seen: Vec<(String, Vec<u8>)>,
    heard: Vec<Vec<u8>>,
    lines: Vec<String>,
    gathers: bool,
    answers: Vec<OpResult>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link({} requests)", self.inner.borrow().seen.len())
    }
}

impl Link {
    /// A link to a server.
    pub fn new(app: Router) -> Self {
        Self { app: Rc::new(RefCell::new(app)), inner: Rc::default(), cuts: Rc::default() }
    }
    /// From now on this server is at the other end.
    pub fn leads_to(&self, app: Router) {
        *self.app.borrow_mut() = app;
        self.cuts.send_modify(|n| *n += 1);
    }
    /// Cuts the link, or mends it.
    pub fn set_down(&self, down: bool) {
        self.inner.borrow_mut().down = down;
        self.cuts.send_modify(|n| *n += u32::from(down));
    }
    /// What happens to the next requests, in order.
    pub fn fates(&self, fates: impl IntoIterator<Item = Fate>) {
        self.inner.borrow_mut().fates.extend(fates);
    }
    /// Paths and bodies of all requests that reached the server, unpacked.
    pub fn seen(&self) -> Vec<(String, Vec<u8>)> {
        self.inner.borrow().seen.clone()
    }
    /// All syncs in the compact form: what was asked, what was answered.
    pub fn said(&self) -> Vec<Vec<u8>> {
        let inner = self.inner.borrow();
        let asked = inner.seen.iter().filter(|(path, _)| path == "/v1/sync").map(|(_, body)| body);
        asked.chain(&inner.heard).cloned().collect()
    }
    /// What each op was answered, in the order of the answers.
    pub fn answers(&self) -> Vec<OpResult> {
        self.inner.borrow().answers.clone()
    }
    /// All ops that reached the server, each as often as it did.
    pub fn ops(&self) -> Vec<Op> {
        let inner = self.inner.borrow();
        let syncs = inner.seen.iter().filter(|(path, _)| path == "/v1/sync");
        syncs.flat_map(|(_, body)| request::read(body).unwrap().ops).map(Result::unwrap).collect()
    }

    async fn through(&self, request: &HttpRequest) -> HttpReply {
        let path = request.url.strip_prefix("http://server").unwrap_or(&request.url).to_owned();
        let (kind, body) = request.body.clone().unwrap_or(("application/json", Vec::new()));
        self.inner.borrow_mut().seen.push((path.clone(), compact(kind, &body)));
        let app = self.app.borrow().clone();
        let answer = deliver(app, request).await;
        if answer.kind == PACKED || answer.kind == CBOR {
            let said = compact(&answer.kind, &answer.body);
            let asked = request::read(&compact(kind, &body)).unwrap();
            let ops: Vec<_> = asked.ops.iter().map(|op| op.as_ref().unwrap().op_id).collect();
            let answered = reply::read(&said, &ops).unwrap();
            let mut inner = self.inner.borrow_mut();
            inner.answers.extend(answered.results.into_iter().map(|a| a.result));
            inner.heard.push(said);
        }
        answer
    }

    /// Addresses of all lines that were opened.
    pub fn lines(&self) -> Vec<String> {
        self.inner.borrow().lines.clone()
    }
    /// Lines that are opened from now on hold back what is said on them, as some proxies do.
    pub fn gather(&self) {
        self.inner.borrow_mut().gathers = true;
    }

    /// Holds a line open, until the link is down.
    pub fn listen(&self, request: HttpRequest) -> Listening {
        let (link, mut cuts) = (self.clone(), self.cuts.subscribe());
        let before = *cuts.borrow();
        let gathers = self.inner.borrow().gathers;
        let opened = async move {
            if link.inner.borrow().down {
                return Err(HttpError::Offline);
            }
            link.inner.borrow_mut().lines.push(request.url.clone());
            let app = link.app.borrow().clone();
            let answer = app.oneshot(to_server(&request)).await.unwrap();
            let begun = stream::once(ready(Ok(Spoken::Begun(answer.status().as_u16()))));
            let held = gathers && answer.headers()["content-type"] == EVENTS;
            let pieces = answer.into_body().into_data_stream();
            let pieces = pieces.map(|piece| piece.map_err(|_| HttpError::Broken));
            let pieces = pieces.filter(move |_| ready(!held)).map_ok(|bytes| Spoken::Bytes(bytes.to_vec()));
            // Wherever it is waited for: a link that goes down ends it.
            let cut = async move { drop(cuts.wait_for(|n| *n != before).await) };
            Ok(begun.chain(pieces).take_until(Box::pin(cut)))
        };
        Box::pin(stream::once(opened).try_flatten())
    }

    /// Carries a request.
    pub async fn carry(&self, request: HttpRequest) -> Result<HttpReply, HttpError> {
        let fate = {
            let mut inner = self.inner.borrow_mut();
            if inner.down {
                return Err(HttpError::Offline);
            }
            inner.fates.pop_front().unwrap_or(Fate::Through)
        };
        match fate {
            Fate::Through => Ok(self.through(&request).await),
            Fate::Cut => Err(HttpError::Offline),
            Fate::ReplyLost => {
                self.through(&request).await;
                Err(HttpError::Broken)
            }
            Fate::Twice => {
                self.through(&request).await;
                Ok(self.through(&request).await)
            }
            Fate::Nonsense(status, kind, body) => {
                let (kind, body) = (kind.into(), body.into_bytes());
                Ok(HttpReply { status, kind, body, offset: None, location: None })
            }
        }
    }
}

/// A request as it would come over the network.
fn to_server(request: &HttpRequest) -> axum::http::Request<Body> {
    let path = request.url.strip_prefix("http://server").unwrap_or(&request.url);
    let (kind, body) = request.body.clone().unwrap_or(("application/json", Vec::new()));
    let mut b =
        axum::http::Request::builder().method(request.method.as_str()).uri(path).header("content-type", kind);
    for (name, value) in &request.headers {
        b = b.header(*name, value);
    }
    if let Some(token) = &request.bearer {
        b = b.header("authorization", format!("Bearer {}", token.0));
    }
    b.body(Body::from(body)).unwrap()
}

/// Gives a request to the server's app.
pub(crate) async fn deliver(app: Router, request: &HttpRequest) -> HttpReply {
    let answer = app.oneshot(to_server(request)).await.unwrap();
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type").map(|v| v.to_str().unwrap().to_owned());
    let header = |name| answer.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
    let offset = header("upload-offset").map(|n| n.parse().unwrap());
    let location = header("location");
    let body = answer.into_body().collect().await.unwrap().to_bytes().to_vec();
    HttpReply { status, kind: kind.unwrap_or_default(), body, offset, location }
}

fn compact(kind: &str, body: &[u8]) -> Vec<u8> {
    if kind == PACKED { unpack(body, 1 << 26).unwrap() } else { body.to_vec() }
}
