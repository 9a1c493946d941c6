//! The app as a value: main and tests build the same one.

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, options, post};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::admission::Admission;
use crate::auth::SeenToday;
use crate::clock::{SharedClock, SystemClock};
use crate::error::ApiError;
use crate::limits::Limits;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::photos::{PICTURES_MAX, Photos};
use crate::store::{Page, Store};
use crate::{api, routes, web};

pub use crate::limits::Rates;

/// What can be chosen about a server.
#[derive(Clone)]
pub struct Config {
    /// Where the time comes from.
    pub clock: SharedClock,
    /// Folder of the built web app; without it only the API is served.
    pub web: Option<PathBuf>,
    /// Cookies are for TLS only. On wherever TLS is in front.
    pub secure_cookies: bool,
    /// How often somebody may ask.
    pub rates: Rates,
    /// Bounds of one pull.
    pub page: Page,
    /// A request that takes longer is given up. Generous: a full batch takes minutes on a 2G link.
    pub timeout: Duration,
    /// Where pictures are kept. Without it their routes say that the server cannot right now.
    pub photos: Option<Photos>,
    /// Most pictures of a participant.
    pub photos_max: usize,
    /// The lines that are held open.
    pub live: Live,
    /// Who pulls now, and who waits.
    pub admission: Admission,
    /// What is counted.
    pub metrics: Metrics,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            web: None,
            secure_cookies: false,
            rates: Rates::default(),
            page: Page { records: qadam_protocol::sync::PAGE_MAX, bytes: 256 * 1024 },
            timeout: Duration::from_secs(300),
            // What a server keeps is for its operator to say; as long as nobody has, nothing stays.
            photos: Some(Photos::in_memory()),
            photos_max: PICTURES_MAX,
            live: Live::default(),
            admission: Admission::default(),
            metrics: Metrics::default(),
        }
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("web", &self.web)
            .field("secure_cookies", &self.secure_cookies)
            .field("rates", &self.rates)
            .field("photos", &self.photos)
            .finish_non_exhaustive()
    }
}

/// What every route sees.
pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) config: Config,
    pub(crate) limits: Limits,
    pub(crate) seen: SeenToday,
}
pub(crate) type State = Arc<Inner>;

/// The whole server as one service: the API under `/v1`, `/healthz`, and the web app for the rest.
pub fn app(store: Arc<dyn Store>, config: Config) -> Router {
    let limits = Limits::new(config.rates, Arc::clone(&config.clock));
    let web = web::service(config.web.as_deref());
    let state: State = Arc::new(Inner { store, config, limits, seen: SeenToday::default() });
    let unpacked =
        DefaultPredicate::new().and(NotForContentType::const_new(qadam_protocol::wire::packed::PACKED));
    let uploads = Router::new()
        .route("/photos/uploads", options(routes::uploads::about).post(routes::uploads::create))
        .route(
            "/photos/uploads/{participant}/{upload}",
            options(routes::uploads::about)
                .head(routes::uploads::head)
                .patch(routes::uploads::patch)
                .delete(routes::uploads::delete)
                .post(routes::uploads::instead),
        )
        .method_not_allowed_fallback(routes::wrong_method)
        .layer(middleware::from_fn(routes::uploads::tus));
    let api = Router::new()
        .route("/sync", post(routes::sync::sync))
        .route("/live", get(routes::live::live))
        .route("/join", post(routes::account::join))
        .route("/signin", post(routes::account::sign_in))
        .route("/invites", post(routes::account::invite))
        .route("/devices", post(routes::account::devices))
        .route("/signout", post(routes::account::sign_out))
        .route("/split", post(routes::account::split))
        .route("/openapi.json", get(api::document))
        .route("/photos/have", post(routes::photos::have))
        .route("/photos/{participant}/{photo}", get(routes::photos::picture))
        .fallback(routes::not_found)
        .method_not_allowed_fallback(routes::wrong_method)
        .merge(uploads)
        .layer(middleware::map_response(no_store))
        .layer(CompressionLayer::new().gzip(true).br(true).compress_when(unpacked));
    Router::new()
        .nest("/v1", api)
        .route("/v1/", get(api::page))
        .route("/healthz", get(routes::health::health))
        .fallback_service(web)
        // Bodies are read by the routes themselves, which answer in our own words.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::map_response(harden))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), give_up))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), log))
        .with_state(state)
}

/// Answers hold personal data: nothing on the way may keep them. A picture alone says something else of itself.
async fn no_store(mut response: Response) -> Response {
    let said = response.headers_mut().entry(header::CACHE_CONTROL);
    said.or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Headers for everything; the web app's own policy is set where its files are served.
async fn harden(mut response: Response) -> Response {
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            header::HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in always {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

async fn give_up(
    axum::extract::State(state): axum::extract::State<State>,
    request: axum::extract::Request,
    next: Next,
) -> Result<Response, ApiError> {
    tokio::time::timeout(state.config.timeout, next.run(request))
        .await
        .map_err(|_| ApiError::new(StatusCode::REQUEST_TIMEOUT, qadam_protocol::Code::Unavailable).after(10))
}

/// One line for a request: no query, no headers, no body, so nothing personal. Nor the path of a route that has
/// ids in it, but its name.
async fn log(
    axum::extract::State(state): axum::extract::State<State>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = route.clone().unwrap_or_else(|| request.uri().path().to_owned());
    let method = request.method().clone();
    let begun = tokio::time::Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let ms = took.as_millis();
    state.config.metrics.answered(method.as_str(), route.as_deref(), status, took);
    if path.starts_with("/v1/") {
        tracing::info!(%method, path, status, ms, "request");
    } else {
        tracing::debug!(%method, path, status, ms, "request");
    }
    response
}
