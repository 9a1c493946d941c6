//! Joining, signing in and out, inviting. Secrets are hashed here and go no further.

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use qadam_domain::DeviceId;
use qadam_domain::code::{self, CodeKind};
use qadam_protocol::account::{
    DevicesReply, DevicesRequest, InviteRequest, JoinReply, JoinRequest, Role, SignInReply, SignInRequest,
    SignOutReply, SplitReply, SplitRequest, Token,
};
use qadam_protocol::sync::Code;

use super::{check_schema, json, read};
use crate::app::State;
use crate::auth::{self, set_cookie};
use crate::error::ApiError;
use crate::secret::{self, Hashed};
use crate::store::{Joining, SigningIn};

fn token(token: &Token) -> Result<Hashed, ApiError> {
    secret::token(token).ok_or_else(ApiError::malformed)
}

/// The hash of a code of the right kind. What cannot be a code is answered like a code that is not known.
fn code(code: &code::Code, kind: CodeKind) -> Result<Hashed, ApiError> {
    let read = secret::code(code).filter(|(_, c)| c.kind() == kind);
    read.map(|(hash, _)| hash).ok_or_else(|| ApiError::from(Code::CodeInvalid))
}

fn limited(seconds: u32) -> ApiError {
    ApiError::from(Code::TooMany).after(seconds)
}

/// A refusal of a code takes from what all failures share, and says "too many" when that is used up.
fn refuse(state: &State, code: Code) -> ApiError {
    if code == Code::CodeInvalid
        && let Err(seconds) = state.limits.failed()
    {
        return limited(seconds);
    }
    ApiError::from(code)
}

fn with_cookie(state: &State, mut response: Response, device: DeviceId, token: Option<&Token>) -> Response {
    if let Some(cookie) = set_cookie(device, token, state.config.secure_cookies) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// `POST /v1/join`.
pub(crate) async fn join(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let r: JoinRequest = read(&headers, body).await?;
    check_schema(r.schema)?;
    let code = code(&r.code, CodeKind::Joining)?;
    let recovery = code_of_phone(&r.recovery)?;
    state.limits.code(code).map_err(limited)?;
    // Somebody who asks another mentor from a browser has the token in the cookie alone.
    let from_cookie = r.cookie && r.token.0.is_empty();
    let token_hash = if from_cookie {
        let (hash, device) = auth::credentials(&headers).ok_or_else(ApiError::malformed)?;
        if device == Some(r.device) { hash } else { return Err(ApiError::malformed()) }
    } else {
        token(&r.token)?
    };
    let joining = Joining {
        join_id: r.join_id,
        request: secret::request(&[
            b"join",
            &code.0,
            r.account.bytes(),
            r.device.bytes(),
            &token_hash.0,
            &recovery.0,
            r.name.as_bytes(),
            &[u8::from(r.minor)],
        ]),
        code,
        account: r.account,
        device: r.device,
        token: token_hash,
        recovery,
        name: r.name,
        minor: r.minor,
    };
    let member = state.store.join(joining, state.config.clock.now()).await?;
    let member = member.map_err(|code| refuse(&state, code))?;
    let response = json(&JoinReply { member, epoch: state.store.epoch().await? })?;
    Ok(if r.cookie && !from_cookie {
        with_cookie(&state, response, r.device, Some(&r.token))
    } else {
        response
    })
}

/// A recovery code is made by the phone itself: a wrong form is the phone's mistake, not a person's.
fn code_of_phone(code: &code::Code) -> Result<Hashed, ApiError> {
    let read = secret::code(code).filter(|(_, c)| c.kind() == CodeKind::SignIn);
    read.map(|(hash, _)| hash).ok_or_else(ApiError::malformed)
}

/// `POST /v1/signin`.
pub(crate) async fn sign_in(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let r: SignInRequest = read(&headers, body).await?;
    check_schema(r.schema)?;
    let code = code(&r.code, CodeKind::SignIn)?;
    let recovery = code_of_phone(&r.recovery)?;
    state.limits.code(code).map_err(limited)?;
    let token_hash = token(&r.token)?;
    let with = SigningIn {
        join_id: r.join_id,
        request: secret::request(&[b"sign in", &code.0, r.device.bytes(), &token_hash.0, &recovery.0]),
        code,
        device: r.device,
        token: token_hash,
        recovery,
    };
    let account = state.store.sign_in(with, state.config.clock.now()).await?;
    let account = account.map_err(|code| refuse(&state, code))?;
    let response = json(&SignInReply {
        account: account.id,
        role: account.role,
        name: account.name,
        epoch: state.store.epoch().await?,
    })?;
    Ok(if r.cookie { with_cookie(&state, response, r.device, Some(&r.token)) } else { response })
}

/// `POST /v1/invites`.
pub(crate) async fn invite(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    if caller.role != Role::Mentor {
        return Err(ApiError::from(Code::Forbidden));
    }
    let r: InviteRequest = read(&headers, body).await?;
    let read = secret::code(&r.code).filter(|(_, c)| c.kind() == CodeKind::Joining);
    let (code, _) = read.ok_or_else(ApiError::malformed)?;
    let reply = state.store.invite(caller.account, code, state.config.clock.now()).await??;
    json(&reply)
}

/// `POST /v1/devices`: where the caller is signed in, after another one was signed out where that was asked.
pub(crate) async fn devices(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let r: DevicesRequest = read(&headers, body).await?;
    if let Some(end) = r.end {
        if end == caller.device {
            return Err(ApiError::from(Code::Invalid));
        }
        state.store.end_device(caller.account, end, state.config.clock.now()).await?;
    }
    json(&DevicesReply { devices: state.store.devices(caller.account).await? })
}

/// `POST /v1/split`: a copy of the caller's installation becomes one of its own.
pub(crate) async fn split(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let r: SplitRequest = read(&headers, body).await?;
    let hash = token(&r.token)?;
    state.store.split(caller, r.device, hash, state.config.clock.now()).await??;
    let response = json(&SplitReply {})?;
    Ok(if r.cookie { with_cookie(&state, response, r.device, Some(&r.token)) } else { response })
}

/// `POST /v1/signout`. A token that is unknown or ended already is signed out, too.
pub(crate) async fn sign_out(
    Extract(state): Extract<State>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (token, device) = auth::credentials(&headers).ok_or_else(|| ApiError::from(Code::Unauthorised))?;
    state.store.sign_out(token, state.config.clock.now()).await?;
    let response = json(&SignOutReply {})?;
    Ok(match device {
        Some(device) => with_cookie(&state, response, device, None),
        None => response,
    })
}
