//! Who is calling: a bearer token (phones) or an HttpOnly cookie (browsers).
//!
//! The cookie is named after the installation and is looked at only when the header
//! [`DEVICE_HEADER`] names that installation: a page of another origin cannot set that header, so a
//! cookie alone proves nothing.

use axum::http::{HeaderMap, HeaderValue, header};
use qadam_domain::DeviceId;
use qadam_protocol::DEVICE_HEADER;
use qadam_protocol::account::Token;
use qadam_protocol::sync::Code;

use crate::app::State;
use crate::error::ApiError;
use crate::secret::{self, Hashed};
use crate::store::Caller;

/// A year: a phone that was used within it stays signed in.
const COOKIE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The caller's token, hashed, with the installation that was named beside it.
pub(crate) fn credentials(headers: &HeaderMap) -> Option<(Hashed, Option<DeviceId>)> {
    let device =
        headers.get(DEVICE_HEADER).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<DeviceId>().ok());
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let bearer = value.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((secret::token(&Token(bearer.to_owned()))?, device));
    }
    let name = cookie_name(device?);
    let token = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(&name)?.strip_prefix('='))?;
    Some((secret::token(&Token(token.to_owned()))?, device))
}

/// Who is calling, or 401; and not more often than is fair.
pub(crate) async fn caller(state: &State, headers: &HeaderMap) -> Result<Caller, ApiError> {
    let refuse = || ApiError::from(Code::Unauthorised);
    let (token, named) = credentials(headers).ok_or_else(refuse)?;
    let caller = state.store.authenticate(token).await?.ok_or_else(refuse)?;
    if named.is_some_and(|d| d != caller.device) {
        return Err(refuse());
    }
    state.limits.account(caller.account).map_err(|s| ApiError::from(Code::TooMany).after(s))?;
    Ok(caller)
}

fn cookie_name(device: DeviceId) -> String {
    format!("qadam_{}", device.0.simple())
}

/// The cookie that carries a token; an empty one takes it back.
pub(crate) fn set_cookie(device: DeviceId, token: Option<&Token>, secure: bool) -> Option<HeaderValue> {
    let (value, age) = token.map_or(("", 0), |t| (t.0.as_str(), COOKIE_SECONDS));
    let name = cookie_name(device);
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/v1; Max-Age={age}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).ok()
}
