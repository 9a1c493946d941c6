//! What the server can be asked, as an OpenAPI document (`openapi.json`, held to the routes and to what they answer
//! by `tests/api.rs`), and as a page made of it: no script, no foreign host.

mod page;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// The document.
pub const DOCUMENT: &str = include_str!("openapi.json");
const STYLE: &str = include_str!("page.css");

/// The page, and the policy that lets nothing but its own style into it.
static PAGE: LazyLock<(String, String)> = LazyLock::new(|| {
    let style = BASE64.encode(Sha256::digest(STYLE).as_slice());
    (
        page::of(DOCUMENT, STYLE),
        format!("default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'"),
    )
});

const ONE_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// `GET /v1/openapi.json`.
pub(crate) async fn document() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, ONE_HOUR)], DOCUMENT).into_response()
}

/// `GET /v1/`.
pub(crate) async fn page() -> Response {
    let (page, policy) = &*PAGE;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response =
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, ONE_HOUR)], page.as_str()).into_response();
    if let Ok(policy) = HeaderValue::from_str(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
