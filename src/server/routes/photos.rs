//! `GET /v1/photos/{participant}/{sha256}` and `POST /v1/photos/have`: pictures that are here.

use axum::body::Body;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use qadam_domain::AccountId;
use qadam_domain::photo::PhotoId;
use qadam_protocol::DEVICE_HEADER;
use qadam_protocol::photos::{HAVE_MAX, HaveReply, HaveRequest};
use qadam_protocol::record::Member;
use qadam_protocol::sync::Code;

use super::{json, read};
use crate::app::{Inner, State};
use crate::auth;
use crate::error::ApiError;
use crate::photos::Photos;
use crate::store::Caller;

/// The name of a picture is the hash of its bytes: what was got once is good for ever. For the one who asked alone:
/// others who use the same browser ask for themselves.
const KEEP: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

impl Inner {
    /// The store of pictures, where there is one.
    pub(super) fn photos(&self) -> Result<&Photos, ApiError> {
        self.config.photos.as_ref().ok_or_else(|| ApiError::from(Code::Unavailable).after(3_600))
    }

    /// The member row of a participant that the caller may see. Anybody else's pictures look like none.
    pub(super) async fn sees(&self, caller: Caller, participant: AccountId) -> Result<Member, ApiError> {
        self.store.sees(caller, participant).await?.ok_or_else(|| ApiError::from(Code::NotFound))
    }
}

/// Which of some pictures are here.
pub(crate) async fn have(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let asked: HaveRequest = read(&headers, body).await?;
    if asked.ids.len() > HAVE_MAX {
        return Err(ApiError::too_large());
    }
    state.sees(caller, asked.participant).await?;
    json(&HaveReply { have: state.photos()?.have(asked.participant, &asked.ids).await? })
}

/// A picture.
pub(crate) async fn picture(
    Extract(state): Extract<State>,
    Path((participant, photo)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let none = || ApiError::from(Code::NotFound);
    let participant: AccountId = participant.parse().map_err(|_| none())?;
    let photo: PhotoId = photo.parse().map_err(|_| none())?;
    state.sees(caller, participant).await?;
    let photos = state.photos()?;
    let tag = format!("\"{photo}\"");
    let known = |v: &HeaderValue| {
        v.to_str().is_ok_and(|v| {
            v.split(',').map(|one| one.trim()).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
        })
    };
    let mut response = if headers.get_all(header::IF_NONE_MATCH).iter().any(known) {
        photos.size(participant, photo).await?.ok_or_else(none)?;
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = photos.get(participant, photo).await?.ok_or_else(none)?;
        let kind = [
            (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
            (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
        ];
        (kind, bytes).into_response()
    };
    let said = response.headers_mut();
    said.insert(header::CACHE_CONTROL, KEEP);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        said.insert(header::ETAG, tag);
    }
    for name in [header::AUTHORIZATION.as_str(), header::COOKIE.as_str(), DEVICE_HEADER] {
        said.append(header::VARY, HeaderValue::from_static(name));
    }
    Ok(response)
}
