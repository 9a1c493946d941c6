//! `POST /v1/sync`: ops in; results and the next page out.

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use qadam_domain::OpId;
use qadam_protocol::op::Op;
use qadam_protocol::sync::{BODY_MAX, Code, Cursor, Group, OPS_MAX, OpAck, OpResult, SyncReply, SyncRequest};
use qadam_protocol::wire;
use qadam_protocol::wire::packed::{PACKED, pack, unpack};
use serde::Deserialize;
use std::collections::VecDeque;

use crate::app::State;
use crate::auth;
use crate::error::ApiError;
use crate::store::Have;

/// Most cursors of one request: far more than a mentor has participants.
const CURSORS_MAX: usize = 10_000;

pub(crate) async fn sync(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let caller = auth::caller(&state, &headers).await?;
    let bytes = super::bytes(&headers, body).await?;
    let is = |kind| super::names(&headers, header::CONTENT_TYPE, kind);
    let request = if is(PACKED) {
        // A dictionary that is not known here: the phone says it again without.
        compact(&unpack(&bytes, BODY_MAX).map_err(|_| ApiError::form())?)?
    } else if is(wire::CBOR) {
        compact(&bytes)?
    } else {
        read(&bytes)?
    };
    let now = state.config.clock.now();
    let results = if request.slots.is_empty() {
        Vec::new()
    } else {
        let acks = state.store.push(caller, request.ops, now).await?;
        fill(request.slots, acks)?
    };
    let pulled = state.store.pull(caller, request.have, state.config.page).await?;
    let reply = SyncReply {
        epoch: state.store.epoch().await?,
        now,
        account: caller.account,
        results,
        scopes: pulled.scopes,
        lost: pulled.lost,
        more: pulled.more,
        say_all: pulled.say_all,
    };
    let wants = |kind| super::names(&headers, header::ACCEPT, kind);
    if wants(PACKED)
        && let Ok(packed) = pack(&wire::reply::write(&reply))
    {
        return Ok(super::answer(PACKED, packed));
    }
    if wants(wire::CBOR) {
        return Ok(super::answer(wire::CBOR, wire::reply::write(&reply)));
    }
    super::json(&reply)
}

/// A request whose ops were read one by one. A slot is an op that goes to the store, or the answer to
/// one that cannot be read: a single broken op must not hold up the others.
struct Read {
    slots: Vec<Option<OpAck>>,
    ops: Vec<Op>,
    have: Have,
}

/// The request with its ops unread.
#[derive(Deserialize)]
struct Loose {
    schema: u16,
    #[serde(default)]
    ops: Vec<serde_json::Value>,
    #[serde(default)]
    cursors: Vec<Cursor>,
    #[serde(default)]
    group: Option<Group>,
}

fn read(bytes: &[u8]) -> Result<Read, ApiError> {
    // The usual case reads once; the loose reading is for what a newer or broken phone sends.
    let read = match serde_json::from_slice::<SyncRequest>(bytes) {
        Ok(r) => {
            super::check_schema(r.schema)?;
            let have = Have { cursors: r.cursors, group: r.group };
            Read { slots: r.ops.iter().map(|_| None).collect(), ops: r.ops, have }
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
            Read { slots, ops, have: Have { cursors: loose.cursors, group: loose.group } }
        }
    };
    within(read)
}

fn within(read: Read) -> Result<Read, ApiError> {
    let scopes = read.have.group.as_ref().map_or(read.have.cursors.len(), |g| g.versions.len());
    if read.slots.len() > OPS_MAX || scopes > CURSORS_MAX { Err(ApiError::too_large()) } else { Ok(read) }
}

/// The compact form.
fn compact(bytes: &[u8]) -> Result<Read, ApiError> {
    let loose = wire::request::read(bytes).map_err(|cause| {
        // What could not be read is nobody's business, why is.
        tracing::debug!(%cause, "a compact request could not be read");
        ApiError::malformed()
    })?;
    super::check_schema(loose.schema)?;
    let (mut slots, mut ops) = (Vec::new(), Vec::new());
    for op in loose.ops {
        match op {
            Ok(op) => {
                slots.push(None);
                ops.push(op);
            }
            Err(answer) => slots.push(Some(answer)),
        }
    }
    within(Read { slots, ops, have: Have { cursors: loose.cursors, group: loose.group } })
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
