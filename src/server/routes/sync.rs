//! `POST /v1/sync`: ops in; results and the next page out.

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::check::{CHECKS_MAX, Check, RANGES};
use qadam_protocol::op::Op;
use qadam_protocol::sync::{
    BODY_MAX, Code, Cursor, Group, OPS_MAX, OpAck, OpResult, Stamp, SyncReply, SyncRequest,
};
use qadam_protocol::wire;
use qadam_protocol::wire::packed::{PACKED, Unpackable, pack, unpack};
use qadam_protocol::wire::request::{self, Loose};
use serde::Deserialize;
use std::collections::{BTreeSet, VecDeque};

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
    let caller = auth::caller(&state, &headers).await;
    let gone = match &caller {
        Err(refused) if refused.is_unauthorised() => auth::erased(&state, &headers).await?,
        _ => None,
    };
    let caller = match (caller, gone) {
        (Err(refused), None) => return Err(refused),
        (caller, _) => caller,
    };
    let bytes = super::bytes(&headers, body).await?;
    let is = |kind| super::names(&headers, header::CONTENT_TYPE, kind);
    let asked = if is(PACKED) {
        compact(&unpack(&bytes, BODY_MAX).map_err(|why| match why {
            Unpackable::TooLong => ApiError::too_large(),
            // A dictionary that is not known here: the phone says it again without.
            Unpackable::Unknown => ApiError::form(),
        })?)?
    } else if is(wire::CBOR) {
        compact(&bytes)?
    } else {
        read(&bytes)?
    };
    let now = state.config.clock.now();
    let caller = match (caller, gone) {
        (Ok(caller), _) => caller,
        (Err(_), Some(person)) if !asked.slots.is_empty() => {
            return last_word(&state, &headers, person, asked, now).await;
        }
        (Err(refused), _) => return Err(refused),
    };
    let mut follow = None;
    let results = if asked.slots.is_empty() {
        Vec::new()
    } else {
        let scopes: BTreeSet<AccountId> = asked.ops.iter().map(|op| op.scope).collect();
        let (acks, next) = state.store.push_stamped(caller, asked.ops, asked.stamp, now).await?;
        follow = next;
        state.config.live.stir(scopes);
        acks.iter().for_each(|ack| state.config.metrics.op(&ack.result));
        fill(asked.slots, acks)?
    };
    let gate = &state.config.admission;
    // From the beginning, or a further page of that.
    let long = asked.have.is_from_the_start() || gate.goes_on(caller.device);
    let place = match long {
        false => None,
        // Ops were acknowledged: that must be heard now, and what is new can be asked for after it.
        true if !results.is_empty() => match gate.try_enter() {
            Some(place) => Some(place),
            None => {
                return say(
                    &headers,
                    &SyncReply { follow, ..later(&state, caller.account, results, now).await? },
                );
            }
        },
        true => Some(gate.enter().await.map_err(|after| ApiError::from(Code::Unavailable).after(after))?),
    };
    let pulled = state.store.pull(caller, asked.have, state.config.page).await?;
    drop(place);
    gate.note(caller.device, long, pulled.more);
    state.config.metrics.records(pulled.scopes.iter().map(|page| page.records.len()).sum());
    let reply = SyncReply {
        epoch: pulled.epoch,
        now,
        account: caller.account,
        results,
        scopes: pulled.scopes,
        lost: pulled.lost,
        more: pulled.more,
        say_all: pulled.say_all,
        differs: pulled.differs,
        follow,
    };
    say(&headers, &reply)
}

/// Results alone: there may be more, and who asks for it waits for their turn.
async fn later(
    state: &State,
    account: AccountId,
    results: Vec<OpAck>,
    now: Millis,
) -> Result<SyncReply, ApiError> {
    Ok(SyncReply {
        epoch: state.store.epoch().await?,
        now,
        account,
        results,
        scopes: Vec::new(),
        lost: Vec::new(),
        more: true,
        say_all: false,
        differs: Vec::new(),
        follow: None,
    })
}

/// What phones of somebody who was erased still send is stored nowhere, and each op hears why. With nothing to
/// send they are signed out.
async fn last_word(
    state: &State,
    headers: &HeaderMap,
    person: AccountId,
    asked: Read,
    now: Millis,
) -> Result<Response, ApiError> {
    let acks = asked.ops.iter().map(|op| OpAck { op_id: op.op_id, result: OpResult::Erased }).collect();
    let reply = SyncReply {
        epoch: state.store.epoch().await?,
        now,
        account: person,
        results: fill(asked.slots, acks)?,
        scopes: Vec::new(),
        lost: vec![person],
        more: false,
        say_all: false,
        differs: Vec::new(),
        follow: None,
    };
    say(headers, &reply)
}

/// The reply in the form that is wanted.
fn say(headers: &HeaderMap, reply: &SyncReply) -> Result<Response, ApiError> {
    let wants = |kind| super::names(headers, header::ACCEPT, kind);
    if wants(PACKED)
        && let Ok(packed) = pack(&wire::reply::write(reply))
    {
        return Ok(super::answer(PACKED, packed));
    }
    if wants(wire::CBOR) {
        return Ok(super::answer(wire::CBOR, wire::reply::write(reply)));
    }
    super::json(reply)
}

/// A request whose ops were read one by one. A slot is an op that goes to the store, or the answer to
/// one that cannot be read: a single broken op must not hold up the others.
struct Read {
    slots: Vec<Option<OpAck>>,
    ops: Vec<Op>,
    stamp: Option<Stamp>,
    have: Have,
}

/// A request in JSON with its ops unread.
#[derive(Deserialize)]
struct Unread {
    schema: u16,
    #[serde(default)]
    ops: Vec<serde_json::Value>,
    #[serde(default)]
    cursors: Vec<Cursor>,
    #[serde(default)]
    group: Option<Group>,
    #[serde(default)]
    checks: Vec<Check>,
    #[serde(default)]
    stamp: Option<Stamp>,
}

fn read(bytes: &[u8]) -> Result<Read, ApiError> {
    // The usual case reads once; the loose reading is for what a newer or broken phone sends.
    let loose = match serde_json::from_slice::<SyncRequest>(bytes) {
        Ok(SyncRequest { schema, ops, cursors, group, checks, stamp }) => {
            Loose { schema, ops: ops.into_iter().map(Ok).collect(), cursors, group, checks, stamp }
        }
        Err(_) => {
            let Unread { schema, ops, cursors, group, checks, stamp } = super::parse(bytes)?;
            super::check_schema(schema)?;
            let ops = ops.into_iter().map(one).collect::<Result<_, _>>()?;
            Loose { schema, ops, cursors, group, checks, stamp }
        }
    };
    super::check_schema(loose.schema)?;
    within(loose)
}

fn one(op: serde_json::Value) -> Result<Result<Op, OpAck>, ApiError> {
    // Without an id there is nobody to answer to.
    let op_id = op.get("op_id").and_then(|v| v.as_str()?.parse::<OpId>().ok());
    let op_id = op_id.ok_or_else(ApiError::malformed)?;
    let malformed = OpAck { op_id, result: OpResult::Rejected { code: Code::Malformed } };
    Ok(serde_json::from_value(op).map_err(|_| malformed))
}

/// The compact form.
fn compact(bytes: &[u8]) -> Result<Read, ApiError> {
    let malformed = |cause| {
        // What could not be read is nobody's business, why is.
        tracing::debug!(%cause, "a compact request could not be read");
        ApiError::malformed()
    };
    super::check_schema(request::schema(bytes).map_err(malformed)?)?;
    within(request::read(bytes).map_err(malformed)?)
}

fn within(request: Loose) -> Result<Read, ApiError> {
    let scopes = request.group.as_ref().map_or(request.cursors.len(), |g| g.versions.len());
    let ranges = request.checks.iter().map(|c| c.sums.len()).max().unwrap_or(0);
    if request.ops.len() > OPS_MAX
        || scopes > CURSORS_MAX
        || request.checks.len() > CHECKS_MAX
        || ranges > RANGES
    {
        return Err(ApiError::too_large());
    }
    let (mut slots, mut ops) = (Vec::new(), Vec::new());
    for op in request.ops {
        slots.push(match op {
            Ok(op) => {
                ops.push(op);
                None
            }
            Err(answer) => Some(answer),
        });
    }
    Ok(Read {
        slots,
        ops,
        // Numbers of databases end at 2^63, and nobody who follows the rules needs more.
        stamp: request.stamp.filter(|s| s.last.max(s.next) <= i64::MAX as u64),
        have: Have { cursors: request.cursors, group: request.group, checks: request.checks },
    })
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

/// How many ops of a request in JSON get an answer, and how many of them can be read; none where the request is
/// refused whole. What fuzzing looks at.
pub fn slots_of_json(bytes: &[u8]) -> Option<(usize, usize)> {
    read(bytes).ok().map(|r| (r.slots.len(), r.ops.len()))
}
