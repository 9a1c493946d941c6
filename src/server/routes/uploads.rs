//! Uploads of pictures: tus 1.0.0 (<https://tus.io/protocols/resumable-upload>) with creation,
//! creation-with-upload, termination and expiration.

use axum::body::Body;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use data_encoding::BASE64;
use futures_util::StreamExt;
use qadam_domain::photo::BYTES_MAX;
use qadam_domain::{AccountId, PhotoId};
use qadam_protocol::photos::{PATH, TUS};
use qadam_protocol::sync::Code;

use super::photos::seen_by;
use crate::app::State;
use crate::auth;
use crate::error::ApiError;
use crate::photos::{At, UPLOAD_LIFE, Upload};
use crate::store::Caller;

const EXTENSIONS: &str = "creation,creation-with-upload,termination,expiration";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const BYTES: &str = "application/offset+octet-stream";

/// Every answer says the version; one about another version says which are known.
pub(crate) async fn speak_tus(mut response: Response) -> Response {
    let refused = response.status();
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, HeaderValue::from_static(TUS));
    if refused == StatusCode::PRECONDITION_FAILED {
        headers.insert(VERSION, HeaderValue::from_static(TUS));
    }
    if refused == StatusCode::PAYLOAD_TOO_LARGE {
        headers.insert(MAX_SIZE, HeaderValue::from(BYTES_MAX));
    }
    response
}

fn speaks(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers.get(RESUMABLE).map(HeaderValue::as_bytes) {
        Some(version) if version == TUS.as_bytes() => Ok(()),
        _ => Err(ApiError::new(StatusCode::PRECONDITION_FAILED, Code::Malformed)),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, ApiError> {
    let text = headers.get(name).and_then(|v| v.to_str().ok());
    let digits = text.filter(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|t| t.parse().ok()).ok_or_else(ApiError::malformed)
}

/// What the server can, for whoever asks.
pub(crate) async fn options() -> Response {
    let said = [
        (VERSION, HeaderValue::from_static(TUS)),
        (EXTENSION, HeaderValue::from_static(EXTENSIONS)),
        (MAX_SIZE, HeaderValue::from(BYTES_MAX)),
    ];
    (StatusCode::NO_CONTENT, said).into_response()
}

/// Begins an upload, or says where it stands: the same picture has the same upload.
pub(crate) async fn create(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    speaks(&headers)?;
    let length = number(&headers, &LENGTH)?;
    if length > BYTES_MAX as u64 {
        return Err(ApiError::too_large());
    }
    let length = u32::try_from(length).ok().filter(|n| *n > 0).ok_or_else(ApiError::malformed)?;
    let about = About::read(&headers)?;
    let upload = Upload { participant: about.participant.unwrap_or(caller.account), id: about.id, length };
    may_send(&state, caller, &upload).await?;
    let mut at = state.config.photos.offset(&upload).await?;
    if at.offset == 0 && state.config.photos.count(upload.participant).await? >= state.config.photos_max {
        return Err(ApiError::new(StatusCode::INSUFFICIENT_STORAGE, Code::Invalid));
    }
    // What comes with it belongs to the beginning. Of an upload that is further already it is passed over.
    if at.offset == 0 && super::names(&headers, header::CONTENT_TYPE, BYTES) {
        at = take(&state, upload, 0, body).await?;
    }
    let place = format!("{PATH}/uploads/{}/{}", upload.participant, upload.name());
    let place = HeaderValue::from_str(&place).map_err(|_| ApiError::malformed())?;
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], stands(&state, at)).into_response())
}

/// Where an upload stands.
pub(crate) async fn head(
    Extract(state): Extract<State>,
    Path(place): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (_, upload) = named(&state, &headers, place).await?;
    let at = state.config.photos.offset(&upload).await?;
    Ok((StatusCode::OK, [(LENGTH, HeaderValue::from(upload.length))], stands(&state, at)).into_response())
}

/// Bytes from where it stands.
pub(crate) async fn patch(
    Extract(state): Extract<State>,
    Path(place): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let (_, upload) = named(&state, &headers, place).await?;
    if !super::names(&headers, header::CONTENT_TYPE, BYTES) {
        return Err(ApiError::form());
    }
    let from = number(&headers, &OFFSET)?;
    let elsewhere = || ApiError::new(StatusCode::CONFLICT, Code::Malformed);
    let from = u32::try_from(from).map_err(|_| elsewhere())?;
    // Said before the bytes are taken: they would be for nothing.
    if state.config.photos.offset(&upload).await?.offset != from {
        return Err(elsewhere());
    }
    let at = take(&state, upload, from, body).await?;
    Ok((StatusCode::NO_CONTENT, stands(&state, at)).into_response())
}

/// Gives an upload up. A finished picture stays.
pub(crate) async fn terminate(
    Extract(state): Extract<State>,
    Path(place): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (_, upload) = named(&state, &headers, place).await?;
    state.config.photos.give_up(&upload).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Reads what comes and keeps it, also where the line is cut in the middle: the phone goes on from there. In a
/// task of its own, since a request whose line is gone is dropped where it stands.
async fn take(state: &State, upload: Upload, from: u32, body: Body) -> Result<At, ApiError> {
    let state = State::clone(state);
    let taken = tokio::spawn(async move {
        let room = upload.length.saturating_sub(from) as usize;
        let mut bytes = BytesMut::new();
        let mut stream = body.into_data_stream();
        let mut cut = false;
        while let Some(chunk) = stream.next().await {
            let Ok(chunk) = chunk else {
                cut = true;
                break;
            };
            if bytes.len() + chunk.len() > room {
                return Err(ApiError::too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        let bytes: Bytes = bytes.freeze();
        if cut {
            tracing::debug!(bytes = bytes.len(), "an upload was cut");
        }
        Ok(state.config.photos.take(&upload, from, bytes).await?)
    });
    taken.await.map_err(|_| ApiError::from(Code::Unavailable))?
}

fn stands(state: &State, at: At) -> [(HeaderName, HeaderValue); 3] {
    let ends = chrono::DateTime::from_timestamp_millis(state.config.clock.now().0).map(|t| t + UPLOAD_LIFE);
    let ends = ends.unwrap_or_default().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    [
        (OFFSET, HeaderValue::from(at.offset)),
        (EXPIRES, HeaderValue::from_str(&ends).unwrap_or(HeaderValue::from_static("0"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

async fn named(
    state: &State,
    headers: &HeaderMap,
    (participant, name): (String, String),
) -> Result<(Caller, Upload), ApiError> {
    let caller = auth::caller(state, headers).await?;
    speaks(headers)?;
    let nowhere = || ApiError::from(Code::NotFound);
    let participant = participant.parse().map_err(|_| nowhere())?;
    let upload = Upload::named(participant, &name).ok_or_else(nowhere)?;
    may_send(state, caller, &upload).await?;
    Ok((caller, upload))
}

/// One's own pictures only, and not before anything else may leave the phone.
async fn may_send(state: &State, caller: Caller, upload: &Upload) -> Result<(), ApiError> {
    if caller.account != upload.participant {
        return Err(ApiError::from(Code::NotFound));
    }
    let member = seen_by(state, caller, upload.participant).await?;
    if member.may_share() {
        return Ok(());
    }
    let accepted = member.standing == qadam_protocol::record::MemberStanding::Accepted;
    Err(ApiError::from(if accepted { Code::ConsentNeeded } else { Code::NotAccepted }))
}

/// `Upload-Metadata`.
struct About {
    id: PhotoId,
    participant: Option<AccountId>,
}

impl About {
    fn read(headers: &HeaderMap) -> Result<Self, ApiError> {
        let (mut id, mut participant) = (None, None);
        let text = headers.get("upload-metadata").and_then(|v| v.to_str().ok()).unwrap_or_default();
        for pair in text.split(',') {
            let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
            let value = || {
                let bytes = BASE64.decode(value.trim().as_bytes()).map_err(|_| ApiError::malformed())?;
                String::from_utf8(bytes).map_err(|_| ApiError::malformed())
            };
            match key {
                "sha256" => id = Some(value()?.parse().map_err(|_| ApiError::malformed())?),
                "participant" => participant = Some(value()?.parse().map_err(|_| ApiError::malformed())?),
                // Names and types of files, which foreign programs say: nobody here wants to know.
                _ => {}
            }
        }
        Ok(Self { id: id.ok_or_else(ApiError::malformed)?, participant })
    }
}
