//! Refusals as HTTP: a status, and a body with a code that phones turn into a sentence.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use qadam_protocol::sync::{Code, ErrorBody};

use crate::photos::PhotoError;
use crate::store::StoreError;

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    body: ErrorBody,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: Code) -> Self {
        Self { status, body: ErrorBody { code, after_s: None, schemas: None } }
    }

    pub(crate) fn malformed() -> Self {
        Self::from(Code::Malformed)
    }

    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::Malformed)
    }

    /// A form of body that is not known here.
    pub(crate) fn form() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::Malformed)
    }

    pub(crate) fn after(mut self, seconds: u32) -> Self {
        self.body.after_s = Some(seconds);
        self
    }

    /// Nobody who is known here is calling.
    pub(crate) fn is_unauthorised(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    pub(crate) fn schema() -> Self {
        let mut e = Self::from(Code::Schema);
        e.body.schemas = Some((qadam_protocol::SCHEMA_OLDEST, qadam_protocol::SCHEMA));
        e
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        let status = match code {
            Code::Malformed | Code::Unknown => StatusCode::BAD_REQUEST,
            Code::Invalid | Code::CodeInvalid => StatusCode::UNPROCESSABLE_ENTITY,
            Code::OpIdReused | Code::NewDevice => StatusCode::CONFLICT,
            Code::Forbidden | Code::ConsentNeeded | Code::NotAccepted => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::Schema => StatusCode::UPGRADE_REQUIRED,
            Code::Unauthorised => StatusCode::UNAUTHORIZED,
            Code::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, code)
    }
}

impl From<StoreError> for ApiError {
    fn from(cause: StoreError) -> Self {
        // The cause is for the operator; the phone keeps what it has and comes back.
        match cause {
            StoreError::Busy => tracing::warn!("the database is busy"),
            cause => tracing::error!(%cause, "storage"),
        }
        Self::from(Code::Unavailable).after(10)
    }
}

impl From<PhotoError> for ApiError {
    fn from(cause: PhotoError) -> Self {
        tracing::error!(%cause, "storage");
        Self::from(Code::Unavailable).after(10)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::body::Body::empty()).into_response();
        match serde_json::to_vec(&self.body) {
            Ok(bytes) => *response.body_mut() = bytes.into(),
            Err(cause) => tracing::error!(%cause, "an error body could not be written"),
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(s) = self.body.after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(s));
        }
        if self.status == StatusCode::UPGRADE_REQUIRED {
            // RFC 9110 wants the protocol named; ours is the application's own schema.
            headers.insert(header::UPGRADE, HeaderValue::from_static("qadam-schema"));
        }
        response
    }
}
