//! `GET /v1/live`: a line on which the server says that there is something new.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use qadam_protocol::live::{EVENTS, LiveReply, Mark};
use qadam_protocol::sync::Code;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;

use crate::app::State;
use crate::auth;
use crate::error::ApiError;
use crate::live::Listener;
use crate::secret::Hashed;

/// A phone that finds no room looks at the server now and then, as it does without a line.
const FULL_S: u32 = 300;
/// nginx keeps what it passes on until there is more of it, unless it is told.
const AT_ONCE: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

#[derive(Deserialize)]
pub(crate) struct Asked {
    have: Option<String>,
}

pub(crate) async fn live(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let Query(asked) = asked.map_err(|_| ApiError::malformed())?;
    let have = match asked.have {
        Some(text) => Some(text.parse::<Mark>().map_err(|_| ApiError::malformed())?),
        None => None,
    };
    let line = state.config.live.open(&state.store, caller).await?;
    let line = line.ok_or_else(|| ApiError::from(Code::Unavailable).after(FULL_S))?;
    if !super::names(&headers, header::ACCEPT, EVENTS) {
        return super::json(&LiveReply { mark: another(line, have, state.config.live.beat()).await });
    }
    let (token, _) = auth::credentials(&headers).ok_or_else(|| ApiError::from(Code::Unauthorised))?;
    let events = stream::unfold(Some(Line { state, token, line, begun: false }), |line| async {
        let mut line = line?;
        Some((line.next().await?, Some(line)))
    });
    Ok(([AT_ONCE], Sse::new(events)).into_response())
}

/// The first mark that is another one, or the same after a while.
async fn another(mut line: Listener, have: Option<Mark>, beat: Duration) -> Mark {
    let wait = async {
        while have == Some(line.mark()) {
            if !line.changed().await {
                break;
            }
        }
    };
    // Both ends say the same: what is known now.
    drop(tokio::time::timeout(beat, wait).await);
    line.mark()
}

struct Line {
    state: State,
    token: Hashed,
    line: Listener,
    begun: bool,
}

impl Line {
    /// The next word: at first the mark as it is, then each new one, and something now and then. None: it ends.
    async fn next(&mut self) -> Option<Result<Event, Infallible>> {
        if !std::mem::replace(&mut self.begun, true) {
            return Some(Ok(self.mark()));
        }
        match tokio::time::timeout(self.state.config.live.beat(), self.line.changed()).await {
            Ok(true) => Some(Ok(self.mark())),
            Ok(false) => None,
            // Who was signed out meanwhile hears nothing more.
            Err(_) => match self.state.store.authenticate(self.token).await {
                Ok(None) => None,
                Ok(Some(_)) => Some(Ok(Event::default().comment(""))),
                Err(cause) => {
                    tracing::warn!(%cause, "whether a line may stay open is not known");
                    None
                }
            },
        }
    }

    fn mark(&mut self) -> Event {
        Event::default().data(self.line.mark().to_string())
    }
}
