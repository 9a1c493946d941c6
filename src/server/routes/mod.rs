//! The routes, by resource. Each reads, authenticates, asks the store and answers; none decides.

pub(crate) mod account;
pub(crate) mod health;
pub(crate) mod live;
pub(crate) mod photos;
pub(crate) mod sync;
pub(crate) mod uploads;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use qadam_protocol::sync::{BODY_MAX, Code};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Reads a body of at most [`BODY_MAX`] bytes.
async fn bytes(headers: &HeaderMap, body: Body) -> Result<axum::body::Bytes, ApiError> {
    // Said before a byte is taken, where the length is known.
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|n| n > BODY_MAX) {
        return Err(ApiError::too_large());
    }
    axum::body::to_bytes(body, BODY_MAX).await.map_err(|e| {
        use std::error::Error as _;
        // The link broke, or there was more than allowed; only the second has an answer that arrives.
        if e.source().is_some_and(|s| s.to_string().contains("length limit")) {
            ApiError::too_large()
        } else {
            ApiError::malformed()
        }
    })
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, ApiError> {
    parse(&bytes(headers, body).await?)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|e| {
        // The position helps, the content is nobody's business.
        tracing::debug!(line = e.line(), column = e.column(), "a body could not be read");
        ApiError::malformed()
    })
}

fn check_schema(schema: u16) -> Result<(), ApiError> {
    let known = qadam_protocol::SCHEMA_OLDEST..=qadam_protocol::SCHEMA;
    if known.contains(&schema) { Ok(()) } else { Err(ApiError::schema()) }
}

fn json<T: Serialize>(value: &T) -> Result<Response, ApiError> {
    let bytes = serde_json::to_vec(value).map_err(|cause| {
        tracing::error!(%cause, "an answer could not be written");
        ApiError::from(Code::Unavailable)
    })?;
    Ok(answer(qadam_protocol::wire::JSON, bytes))
}

fn answer(kind: &'static str, bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static(kind);
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// Whether a header names a media type.
fn names(headers: &HeaderMap, name: header::HeaderName, kind: &str) -> bool {
    let all = headers.get_all(name);
    let mut listed = all.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    listed.any(|one| one.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case(kind)))
}

pub(crate) async fn not_found() -> ApiError {
    ApiError::from(Code::NotFound)
}

pub(crate) async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, Code::Malformed)
}
