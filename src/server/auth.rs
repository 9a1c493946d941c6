//! Who is calling: a bearer token (phones) or an HttpOnly cookie (browsers).
//!
//! The cookie is named after the installation and is looked at only when the header
//! [`DEVICE_HEADER`] names that installation: a page of another origin cannot set that header, so a
//! cookie alone proves nothing.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue, header};
use qadam_domain::{AccountId, DeviceId, Millis};
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
    let now = state.config.clock.now();
    if state.seen.first(caller.device, now)
        && let Err(cause) = state.store.seen(token, kind(headers), now).await
    {
        // Only a date is missing: no reason to turn somebody away.
        tracing::warn!(%cause, "the day of an installation was not written");
        state.seen.again(caller.device);
    }
    Ok(caller)
}

/// Whose token this was, where that person was erased. Asked for as often as is fair.
pub(crate) async fn erased(state: &State, headers: &HeaderMap) -> Result<Option<AccountId>, ApiError> {
    let Some((token, _)) = credentials(headers) else { return Ok(None) };
    let person = state.store.erased_by_token(token).await?;
    if let Some(person) = person {
        state.limits.account(person).map_err(|s| ApiError::from(Code::TooMany).after(s))?;
    }
    Ok(person)
}

/// The class of an installation, and nothing finer. Our own apps name their system.
pub(crate) fn kind(headers: &HeaderMap) -> &'static str {
    let text = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let app = text.starts_with("qadam/");
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    // iPads that ask for desktop pages pass for Macs: nothing tells them apart here.
    match (app, has(&["Android", "android"]), has(&["iPhone", "iPad", "ios"])) {
        (true, true, _) => "android-app",
        (true, _, true) => "ios-app",
        (true, ..) => "computer-app",
        (_, true, _) => "android-browser",
        (_, _, true) => "ios-browser",
        _ if has(&["Windows", "Macintosh", "Linux", "CrOS", "X11"]) => "computer-browser",
        _ => "other",
    }
}

/// Which installations were written down today already: in memory, a restart asks once more.
#[derive(Default)]
pub(crate) struct SeenToday(Mutex<(i64, HashSet<DeviceId>)>);

impl SeenToday {
    fn first(&self, device: DeviceId, now: Millis) -> bool {
        let today = now.0.div_euclid(86_400_000);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0 != today {
            *seen = (today, HashSet::new());
        }
        seen.1.insert(device)
    }
    fn again(&self, device: DeviceId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&device);
    }
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
