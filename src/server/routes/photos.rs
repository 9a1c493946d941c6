//! `/v1/photos`: which pictures are there, and the pictures themselves. Uploads are in `uploads.rs`.

use axum::body::Body;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use qadam_domain::{AccountId, PhotoId};
use qadam_protocol::photos::{HAVE_MAX, HaveReply, HaveRequest};
use qadam_protocol::record::Member;
use qadam_protocol::sync::Code;

use crate::app::State;
use crate::auth;
use crate::error::ApiError;
use crate::photos::PhotoError;
use crate::store::Caller;

impl From<PhotoError> for ApiError {
    fn from(cause: PhotoError) -> Self {
        match cause {
            PhotoError::Elsewhere => Self::new(StatusCode::CONFLICT, Code::Malformed),
            PhotoError::NotIt => Self::from(Code::Invalid),
            PhotoError::Address(_) | PhotoError::Store(_) => {
                tracing::error!(%cause, "photos");
                Self::from(Code::Unavailable).after(30)
            }
        }
    }
}

/// A participant whose rows the caller may see. Anybody else looks like nobody.
pub(super) async fn seen_by(
    state: &State,
    caller: Caller,
    participant: AccountId,
) -> Result<Member, ApiError> {
    let member = state.store.seen_by(caller, participant).await?;
    member.ok_or_else(|| ApiError::from(Code::NotFound))
}

pub(crate) async fn have(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let asked: HaveRequest = super::read(&headers, body).await?;
    if asked.ids.len() > HAVE_MAX {
        return Err(ApiError::too_large());
    }
    seen_by(&state, caller, asked.participant).await?;
    let have = state.config.photos.have(asked.participant, &asked.ids).await?;
    super::json(&HaveReply { have })
}

pub(crate) async fn picture(
    Extract(state): Extract<State>,
    Path((participant, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let nowhere = || ApiError::from(Code::NotFound);
    let participant: AccountId = participant.parse().map_err(|_| nowhere())?;
    let id: PhotoId = id.parse().map_err(|_| nowhere())?;
    seen_by(&state, caller, participant).await?;
    let tag = format!("\"{id}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let known = known.flat_map(|v| v.split(',')).any(|t| t.trim().trim_start_matches("W/") == tag);
    // Its name is its content: whoever has it has it for good, and nobody between keeps it.
    let kept = [
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
        (header::ETAG, HeaderValue::from_str(&tag).map_err(|_| nowhere())?),
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let bytes = state.config.photos.get(participant, id).await?.ok_or_else(nowhere)?;
    Ok((StatusCode::OK, kept, bytes).into_response())
}
