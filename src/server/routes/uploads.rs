//! `/v1/photos/uploads`: pictures come in, in chunks, by tus 1.0.0 (<https://tus.io/protocols/resumable-upload>)
//! with the extensions creation, creation-with-upload, termination and expiration.

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{Path, Request, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use data_encoding::BASE64;
use futures_util::StreamExt as _;
use futures_util::stream::{self, Fuse};
use qadam_domain::photo::{BYTES_MAX, PhotoId};
use qadam_domain::{AccountId, Millis};
use qadam_protocol::photos::{CHUNK, TUS, UPLOADS};
use qadam_protocol::sync::Code;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;

use super::{names, wrong_method};
use crate::app::State;
use crate::auth;
use crate::error::ApiError;
use crate::photos::upload::{Beginning, Received, Refused, Standing, Upload};
use crate::rules;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// tus has a status of its own for bytes that are not what was announced.
const CHECKSUM_MISMATCH: u16 = 460;
/// How long the rest of a refused request is listened to.
const LISTENED: Duration = Duration::from_secs(2);

/// What tus wants of every request and says with every answer.
pub(crate) async fn tus(request: Request, next: Next) -> Response {
    let waits = request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    let (body, rest) = lend(body);
    let request = Request::from_parts(parts, body);
    let speaks = request.headers().get(RESUMABLE).is_some_and(|v| v == TUS);
    let mut response = if speaks || request.method() == Method::OPTIONS {
        next.run(request).await
    } else {
        ApiError::new(StatusCode::PRECONDITION_FAILED, Code::Malformed).into_response()
    };
    let status = response.status();
    // Who waits to be asked for the bytes sends none.
    if !waits && (status.is_client_error() || status.is_server_error()) {
        let all = tokio::time::timeout(LISTENED, hear_out(&rest)).await;
        tracing::debug!(all = all.is_ok(), "the rest of a refused request");
    }
    let said = response.headers_mut();
    said.insert(RESUMABLE, HeaderValue::from_static(TUS));
    if status == StatusCode::PRECONDITION_FAILED {
        said.insert(VERSION, HeaderValue::from_static(TUS));
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        said.insert(MAX_SIZE, HeaderValue::from(BYTES_MAX));
    }
    response
}

/// A body that can be read on when whoever got it is done with it.
type Rest = Arc<Mutex<Fuse<BodyDataStream>>>;

fn lend(body: Body) -> (Body, Rest) {
    let rest: Rest = Arc::new(Mutex::new(body.into_data_stream().fuse()));
    let lent = Arc::clone(&rest);
    (Body::from_stream(stream::poll_fn(move |cx| read_on(&lent, cx))), rest)
}

fn read_on(rest: &Rest, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
    rest.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx)
}

/// Takes what is still sent, and drops it: closing the link on somebody who still speaks, who listens only then,
/// would lose them the answer.
async fn hear_out(rest: &Rest) {
    let mut most = BYTES_MAX;
    while let Some(Ok(bytes)) = poll_fn(|cx| read_on(rest, cx)).await {
        let Some(less) = most.checked_sub(bytes.len()) else { break };
        most = less;
    }
}

/// `OPTIONS`: what is spoken here. Tells nothing of anybody.
pub(crate) async fn about() -> Response {
    let said = [
        (VERSION, HeaderValue::from_static(TUS)),
        (EXTENSION, HeaderValue::from_static("creation,creation-with-upload,termination,expiration")),
        (MAX_SIZE, HeaderValue::from(BYTES_MAX)),
    ];
    (StatusCode::NO_CONTENT, said).into_response()
}

/// `POST`: begins an upload, or finds it where it stands; with the first chunk or without.
pub(crate) async fn create(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let length = number(&headers, &LENGTH)?;
    let metadata = Metadata::read(&headers)?;
    let upload =
        Upload { participant: metadata.participant.unwrap_or(caller.account), photo: metadata.photo, length };
    sends(&state, caller, &upload).await?;
    if length > BYTES_MAX as u64 {
        return Err(ApiError::too_large());
    }
    let photos = state.photos()?;
    let mut standing = match photos.begin(&upload, state.config.photos_max).await? {
        Beginning::Stands(standing) => standing,
        Beginning::OtherLength => return Err(ApiError::from(Code::Invalid)),
        Beginning::TooMany => {
            return Err(ApiError::new(StatusCode::INSUFFICIENT_STORAGE, Code::TooMany));
        }
        Beginning::Refused(why) => return Err(refused(why)),
    };
    // Where somebody has come further already, the chunk is one that is known.
    if names(&headers, header::CONTENT_TYPE, CHUNK) && matches!(standing, Standing::Begun { offset: 0, .. }) {
        standing = take_in(&state, upload, 0, &headers, body).await?;
    }
    let location = format!("{UPLOADS}/{}/{}.{length}", upload.participant, upload.photo);
    let location = HeaderValue::from_str(&location).map_err(|_| ApiError::from(Code::Unavailable))?;
    let mut response = stands(&upload, standing, StatusCode::CREATED)?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// `HEAD`: where an upload goes on.
pub(crate) async fn head(
    Extract(state): Extract<State>,
    path: Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let upload = named(&state, path, &headers).await?;
    let standing = state.photos()?.standing(&upload).await?.map_err(refused)?;
    let mut response = stands(&upload, standing, StatusCode::OK)?;
    let said = response.headers_mut();
    said.insert(LENGTH, HeaderValue::from(upload.length));
    if let Ok(metadata) = HeaderValue::from_str(&Metadata::write(&upload)) {
        said.insert(METADATA, metadata);
    }
    Ok(response)
}

/// `PATCH`: the next chunk.
pub(crate) async fn patch(
    Extract(state): Extract<State>,
    path: Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let upload = named(&state, path, &headers).await?;
    if !names(&headers, header::CONTENT_TYPE, CHUNK) {
        return Err(ApiError::form());
    }
    let from = number(&headers, &OFFSET)?;
    let offset = match state.photos()?.standing(&upload).await?.map_err(refused)? {
        Standing::Unknown => return Err(ApiError::from(Code::NotFound)),
        Standing::Begun { offset, .. } => offset,
        Standing::Done => upload.length,
    };
    if from != offset {
        return Err(conflict());
    }
    let standing = take_in(&state, upload, offset, &headers, body).await?;
    stands(&upload, standing, StatusCode::NO_CONTENT)
}

/// `DELETE`: an upload is taken back. A picture that is here stays: entries speak of it.
pub(crate) async fn delete(
    Extract(state): Extract<State>,
    path: Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let upload = named(&state, path, &headers).await?;
    let photos = state.photos()?;
    match photos.standing(&upload).await? {
        Ok(Standing::Unknown) => Err(ApiError::from(Code::NotFound)),
        Ok(Standing::Done) => Err(ApiError::from(Code::Forbidden)),
        Ok(Standing::Begun { .. }) => {
            photos.forget(&upload).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        // Refused is forgotten.
        Err(_) => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// `POST` to an upload: for clients that can send no other method, and name the one they mean.
pub(crate) async fn instead(
    state: Extract<State>,
    path: Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    match headers.get(OVERRIDE).and_then(|v| v.to_str().ok()) {
        Some("HEAD") => head(state, path, headers).await,
        Some("PATCH") => patch(state, path, headers, body).await,
        Some("DELETE") => delete(state, path, headers).await,
        _ => Err(wrong_method().await),
    }
}

/// The upload that a path names, for somebody who may go on with it.
async fn named(
    state: &State,
    Path((participant, upload)): Path<(String, String)>,
    headers: &HeaderMap,
) -> Result<Upload, ApiError> {
    let caller = auth::caller(state, headers).await?;
    let read = || {
        let (photo, length) = upload.split_once('.')?;
        let length =
            length.parse().ok().filter(|n: &u64| *n <= BYTES_MAX as u64 && n.to_string() == length)?;
        Some(Upload { participant: participant.parse().ok()?, photo: photo.parse().ok()?, length })
    };
    let upload = read().ok_or_else(|| ApiError::from(Code::NotFound))?;
    sends(state, caller, &upload).await?;
    Ok(upload)
}

/// Whether the caller may send this. Of somebody whose rows they do not see there is nothing.
async fn sends(state: &State, caller: crate::store::Caller, upload: &Upload) -> Result<(), ApiError> {
    let member = state.sees(caller, upload.participant).await?;
    rules::may_send(&caller, &member).map_err(|(code, after)| {
        let refused = ApiError::from(code);
        after.map_or(refused.clone(), |s| refused.after(s))
    })
}

/// Takes a chunk in. In a task of its own: whoever hangs up ends the request, and what arrived is kept all the same.
async fn take_in(
    state: &State,
    upload: Upload,
    from: u64,
    headers: &HeaderMap,
    body: Body,
) -> Result<Standing, ApiError> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|n| n > upload.length.saturating_sub(from)) {
        return Err(ApiError::too_large());
    }
    // Earlier than the request is given up: what is slow gets an answer, and goes on from there.
    let until = Instant::now() + state.config.timeout * 5 / 6;
    let photos = state.photos()?.clone();
    let task =
        tokio::spawn(async move { photos.receive(&upload, from, body.into_data_stream(), until).await });
    let received = task.await.map_err(|e| {
        tracing::error!(cause = %e, "taking a picture in");
        ApiError::from(Code::Unavailable).after(10)
    })?;
    match received? {
        // Taken back meanwhile.
        Received::Kept(Standing::Unknown) => Err(ApiError::from(Code::NotFound)),
        Received::Kept(standing) => Ok(standing),
        Received::Overtaken => Err(conflict()),
        Received::TooLong => Err(ApiError::too_large()),
        Received::Refused(why) => Err(refused(why)),
    }
}

/// The place is another one than the request thinks: it is to be asked for.
fn conflict() -> ApiError {
    ApiError::new(StatusCode::CONFLICT, Code::Malformed)
}

fn refused(why: Refused) -> ApiError {
    match why {
        // It may be sent once more.
        Refused::OtherBytes => {
            let status = StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
            ApiError::new(status, Code::Malformed)
        }
        // It will never be taken.
        Refused::NoPhoto(why) => {
            tracing::debug!(%why, "no picture");
            ApiError::from(Code::Invalid)
        }
    }
}

/// An answer that says how an upload stands.
fn stands(upload: &Upload, standing: Standing, status: StatusCode) -> Result<Response, ApiError> {
    let (offset, until) = match standing {
        Standing::Unknown => return Err(ApiError::from(Code::NotFound)),
        Standing::Begun { offset, until } => (offset, Some(until)),
        Standing::Done => (upload.length, None),
    };
    let mut response = status.into_response();
    let said = response.headers_mut();
    said.insert(OFFSET, HeaderValue::from(offset));
    if let Some(until) = until.and_then(http_date) {
        said.insert(EXPIRES, until);
    }
    Ok(response)
}

/// A moment as RFC 9110 has it.
fn http_date(at: Millis) -> Option<HeaderValue> {
    let at = DateTime::from_timestamp_millis(at.0)?;
    HeaderValue::from_str(&at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, ApiError> {
    let text = headers.get(name).and_then(|v| v.to_str().ok()).ok_or_else(ApiError::malformed)?;
    // Digits alone: `parse` takes a sign as well.
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(ApiError::malformed)
}

/// What is read of `Upload-Metadata`; anything else in it is not kept.
struct Metadata {
    photo: PhotoId,
    participant: Option<AccountId>,
}

impl Metadata {
    fn read(headers: &HeaderMap) -> Result<Self, ApiError> {
        let text = headers.get(METADATA).and_then(|v| v.to_str().ok()).ok_or_else(ApiError::malformed)?;
        let value = |name: &str| {
            let mut pairs = text.split(',').filter_map(|pair| pair.trim().split_once(' '));
            let (_, value) = pairs.find(|(key, _)| *key == name)?;
            Some(BASE64.decode(value.trim().as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok()))
        };
        let photo = value("sha256").flatten().and_then(|v| v.parse().ok());
        let participant = match value("participant") {
            None => None,
            Some(text) => Some(text.and_then(|v| v.parse().ok()).ok_or_else(ApiError::malformed)?),
        };
        Ok(Self { photo: photo.ok_or_else(ApiError::malformed)?, participant })
    }

    fn write(upload: &Upload) -> String {
        let text = |value: String| BASE64.encode(value.as_bytes());
        let (photo, participant) = (text(upload.photo.to_string()), text(upload.participant.to_string()));
        format!("sha256 {photo},participant {participant}")
    }
}
