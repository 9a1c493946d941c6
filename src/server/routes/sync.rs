//! `POST /v1/sync`: ops in; results and the next page out.

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use qadam_domain::OpId;
use qadam_protocol::op::Op;
use qadam_protocol::sync::{Code, Cursor, OPS_MAX, OpAck, OpResult, SyncReply, SyncRequest};
use serde::Deserialize;
use std::collections::VecDeque;

use crate::app::State;
use crate::auth;
use crate::error::ApiError;

/// Most cursors of one request: far more than a mentor has participants.
const CURSORS_MAX: usize = 10_000;

pub(crate) async fn sync(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let request = read(&super::bytes(&headers, body).await?)?;
    let now = state.config.clock.now();
    let results = if request.slots.is_empty() {
        Vec::new()
    } else {
        let acks = state.store.push(caller, request.ops, now).await?;
        fill(request.slots, acks)?
    };
    let pulled = state.store.pull(caller, request.cursors, state.config.page).await?;
    super::json(&SyncReply {
        epoch: state.store.epoch().await?,
        now,
        account: caller.account,
        results,
        scopes: pulled.scopes,
        lost: pulled.lost,
        more: pulled.more,
    })
}

/// A request whose ops were read one by one. A slot is an op that goes to the store, or the answer to
/// one that cannot be read: a single broken op must not hold up the others.
struct Read {
    slots: Vec<Option<OpAck>>,
    ops: Vec<Op>,
    cursors: Vec<Cursor>,
}

/// The request with its ops unread.
#[derive(Deserialize)]
struct Loose {
    schema: u16,
    #[serde(default)]
    ops: Vec<serde_json::Value>,
    #[serde(default)]
    cursors: Vec<Cursor>,
}

fn read(bytes: &[u8]) -> Result<Read, ApiError> {
    // The usual case reads once; the loose reading is for what a newer or broken phone sends.
    let read = match serde_json::from_slice::<SyncRequest>(bytes) {
        Ok(r) => {
            super::check_schema(r.schema)?;
            Read { slots: r.ops.iter().map(|_| None).collect(), ops: r.ops, cursors: r.cursors }
        }
        Err(_) => {
            let loose: Loose = super::parse(bytes)?;
            super::check_schema(loose.schema)?;
            let (mut slots, mut ops) = (Vec::new(), Vec::new());
            for value in loose.ops {
                // Without an id there is nobody to answer to.
                let op_id = value.get("op_id").and_then(|v| v.as_str()?.parse::<OpId>().ok());
                let op_id = op_id.ok_or_else(ApiError::malformed)?;
                match serde_json::from_value::<Op>(value) {
                    Ok(op) => {
                        slots.push(None);
                        ops.push(op);
                    }
                    Err(_) => slots
                        .push(Some(OpAck { op_id, result: OpResult::Rejected { code: Code::Malformed } })),
                }
            }
            Read { slots, ops, cursors: loose.cursors }
        }
    };
    if read.slots.len() > OPS_MAX || read.cursors.len() > CURSORS_MAX {
        return Err(ApiError::too_large());
    }
    Ok(read)
}

/// Puts the store's answers into their slots.
fn fill(slots: Vec<Option<OpAck>>, acks: Vec<OpAck>) -> Result<Vec<OpAck>, ApiError> {
    let mut acks = VecDeque::from(acks);
    let filled: Option<Vec<_>> = slots.into_iter().map(|s| s.or_else(|| acks.pop_front())).collect();
    filled.ok_or_else(|| {
        tracing::error!("the store answered fewer ops than it was given");
        ApiError::from(Code::Unavailable)
    })
}
