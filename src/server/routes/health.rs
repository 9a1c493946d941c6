//! `GET /healthz`: for whoever restarts servers.

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use crate::app::State;
use crate::error::ApiError;

#[derive(Serialize)]
struct Health {
    ok: bool,
    version: &'static str,
    schema: u16,
}

/// Answers 200 only when the database answers and the writer lives.
pub(crate) async fn health(Extract(state): Extract<State>) -> Result<Response, ApiError> {
    state.store.health().await?;
    super::json(&Health { ok: true, version: env!("CARGO_PKG_VERSION"), schema: qadam_protocol::SCHEMA })
}
