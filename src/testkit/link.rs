//! The link between phones and server: what really happens to a request is decided here.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt;
use qadam_platform::{HttpError, HttpReply, HttpRequest, Method};
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
    /// A captive portal or a broken server answers in its place.
    Nonsense(u16, String),
}

/// A link. Cheap to clone: all phones of a world share one.
#[derive(Clone)]
pub struct Link {
    app: Router,
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    down: bool,
    fates: VecDeque<Fate>,
    seen: Vec<(String, String)>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link({} requests)", self.inner.borrow().seen.len())
    }
}

impl Link {
    /// A link to a server.
    pub fn new(app: Router) -> Self {
        Self { app, inner: Rc::default() }
    }
    /// Cuts the link, or mends it.
    pub fn set_down(&self, down: bool) {
        self.inner.borrow_mut().down = down;
    }
    /// What happens to the next requests, in order.
    pub fn fates(&self, fates: impl IntoIterator<Item = Fate>) {
        self.inner.borrow_mut().fates.extend(fates);
    }
    /// Paths and bodies of all requests that reached the server.
    pub fn seen(&self) -> Vec<(String, String)> {
        self.inner.borrow().seen.clone()
    }

    async fn through(&self, request: &HttpRequest) -> HttpReply {
        let path = request.url.strip_prefix("http://server").unwrap_or(&request.url).to_owned();
        let body = request.body.clone().unwrap_or_default();
        self.inner.borrow_mut().seen.push((path.clone(), body.clone()));
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let mut b = axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json");
        for (name, value) in &request.headers {
            b = b.header(*name, value);
        }
        if let Some(token) = &request.bearer {
            b = b.header("authorization", format!("Bearer {}", token.0));
        }
        let answer = self.app.clone().oneshot(b.body(Body::from(body)).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        HttpReply { status, body: String::from_utf8_lossy(&bytes).into_owned() }
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
            Fate::Nonsense(status, body) => Ok(HttpReply { status, body }),
        }
    }
}
