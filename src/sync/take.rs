//! What an answer does here, in one transaction.

use qadam_domain::{Millis, clock};
use qadam_protocol::account::{DevicesRequest, SplitRequest};
use qadam_protocol::record::{Body, Record};
use qadam_protocol::sync::OpAck;
use qadam_protocol::{Code, OpResult, SyncReply, SyncRequest};
use qadam_storage::apply::Told;
use qadam_storage::joining::{self, CallState};
use qadam_storage::{Connection, StoreError, StoreResult, Transaction, answers, apply, open, outbox, photos};

use crate::call::Call;
use crate::hear::Heard;
use crate::machine::{Who, may_share};
use crate::photos::{PhotoCall, PhotoHeard};

/// Acknowledged ops are kept this long, to be offered again to a server restored from a backup. By the server's
/// clock: a phone's that was wrong by weeks for a moment would forget all of them.
const KEEP_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// The schema of the app that pulled last.
const PULLED_AS: &str = "pulled_as";
/// When the server last had everything, for the next start.
const ALL_SENT: &str = "all_sent";
/// What the next message with ops is to follow, as the server said.
const STAMP: &str = "stamp";
/// It is written down no more often: a look at the server is no reason to wear a phone's memory.
const ALL_SENT_MS: i64 = 10 * 60 * 1_000;

/// What changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows or the outbox changed: screens look again.
    pub changed: bool,
    /// A joining or sign-in was answered well: the session is there.
    pub session: bool,
    /// What waited for being taken in, or for a consent, may go now.
    pub opened: bool,
}

/// Takes an answer in. Call it within the transaction that is committed before anything is shown.
pub fn take(tx: &Transaction<'_>, now: Millis, who: Who, call: &Call, heard: &Heard) -> StoreResult<Taken> {
    match (call, heard) {
        (Call::Sync(request), Heard::Sync(reply)) => take_sync(tx, now, who, request, reply),
        (Call::Join(request), Heard::Joined(reply)) => {
            let mut kept = (**request).clone();
            kept.token.0.clear(); // it lives with the profile, or in a cookie
            joining::settle(tx, joining::JOIN, CallState::Done, Some(&kept), Some(reply))?;
            let member = Record {
                version: 0,
                revision: qadam_domain::OpId(request.join_id.0),
                author: request.account,
                body: Body::Member(reply.member.clone()),
            };
            apply::remote(tx, request.account, &member)?;
            open::set_fact(tx, "joined", "1")?;
            open::set_fact(tx, "epoch", &reply.epoch)?;
            Ok(Taken { changed: true, session: true, ..Taken::default() })
        }
        (Call::SignIn(request), Heard::SignedIn(reply)) => {
            let mut kept = (**request).clone();
            kept.token.0.clear();
            joining::settle(tx, joining::SIGN_IN, CallState::Done, Some(&kept), Some(reply))?;
            open::set_fact(tx, "joined", "1")?;
            open::set_fact(tx, "epoch", &reply.epoch)?;
            Ok(Taken { changed: true, session: true, ..Taken::default() })
        }
        (Call::Invite(name, _), Heard::Invited(reply)) => {
            joining::settle::<(), _>(tx, name, CallState::Done, None, Some(reply))?;
            Ok(Taken { changed: true, ..Taken::default() })
        }
        (Call::Devices(asked), Heard::Devices(reply)) => {
            forget_end(tx, asked)?;
            joining::put_again(tx, joining::DEVICES, &DevicesRequest::default())?;
            joining::settle::<(), _>(tx, joining::DEVICES, CallState::Done, None, Some(reply))?;
            Ok(Taken { changed: true, ..Taken::default() })
        }
        (Call::Split(request), Heard::Split(reply)) => {
            let mut kept = request.clone();
            kept.token.0.clear();
            joining::settle(tx, joining::SPLIT, CallState::Done, Some(&kept), Some(reply))?;
            open::drop_fact(tx, STAMP)?;
            Ok(Taken { changed: true, ..Taken::default() })
        }
        // It is asked anew, with other words, when the server says so again.
        (Call::Split(_), Heard::Refused(_)) => refuse(tx, joining::SPLIT),
        (Call::Photo(call), Heard::Photo(heard)) => take_photo(tx, now, call, heard),
        (Call::Devices(asked), Heard::Refused(_)) => {
            forget_end(tx, asked)?;
            refuse(tx, joining::DEVICES)
        }
        (Call::Join(_), Heard::Refused(_)) => refuse(tx, joining::JOIN),
        (Call::SignIn(_), Heard::Refused(_)) => refuse(tx, joining::SIGN_IN),
        (Call::Invite(name, _), Heard::Refused(_)) => refuse(tx, name),
        _ => Ok(Taken::default()),
    }
}

fn forget_end(tx: &Transaction<'_>, asked: &DevicesRequest) -> StoreResult<()> {
    asked.end.map_or(Ok(()), |device| joining::drop(tx, &joining::end(device)))
}

fn refuse(tx: &Transaction<'_>, name: &str) -> StoreResult<Taken> {
    joining::settle::<(), ()>(tx, name, CallState::Refused, None, None)?;
    Ok(Taken { changed: true, ..Taken::default() })
}

fn take_photo(tx: &Transaction<'_>, now: Millis, call: &PhotoCall, heard: &PhotoHeard) -> StoreResult<Taken> {
    match (call, heard) {
        (
            PhotoCall::Begin { scope, id, size, .. } | PhotoCall::Part { scope, id, size, .. },
            PhotoHeard::At { offset, .. },
        ) if offset == size => photos::sent(tx, *scope, *id)?,
        (PhotoCall::Begin { scope, id, .. } | PhotoCall::Part { scope, id, .. }, PhotoHeard::Refused) => {
            photos::refused(tx, *scope, *id)?
        }
        (PhotoCall::Fetch { scope, id }, PhotoHeard::Came(bytes)) => {
            photos::arrived(tx, *scope, *id, bytes, now)?;
            photos::tidy(tx, now, photos::ROOM_MAX)?;
        }
        // How far an upload is, is shown; that nothing is there as well.
        _ => return Ok(Taken { changed: !matches!(heard, PhotoHeard::Have(_)), ..Taken::default() }),
    }
    Ok(Taken { changed: true, ..Taken::default() })
}

fn take_sync(
    tx: &Transaction<'_>,
    now: Millis,
    who: Who,
    request: &SyncRequest,
    reply: &SyncReply,
) -> StoreResult<Taken> {
    let closed = |tx: &Transaction<'_>| match who.account.filter(|_| !who.mentor) {
        Some(account) => Ok::<bool, StoreError>(!may_share(tx, account)?),
        None => Ok(false),
    };
    let was_closed = closed(tx)?;
    let mut changed = false;
    let mut told = Vec::new();
    for a in &reply.results {
        told.extend(answers::ack(tx, a.op_id, &a.result, reply.now)?);
        changed = true;
    }
    if let Some(follow) = reply.follow {
        open::set_fact(tx, STAMP, &follow.to_string())?;
    }
    let epoch = open::fact(tx, "epoch")?;
    if epoch.is_none() {
        // A file that was begun anew for one that was damaged: it would never hear of a restore.
        open::set_fact(tx, "epoch", &reply.epoch)?;
    }
    if epoch.is_some_and(|e| e != reply.epoch) {
        outbox::offer_again(tx, reply.now.plus(-KEEP_MS))?;
        photos::offer(tx, true)?;
        open::set_fact(tx, "epoch", &reply.epoch)?;
        return Ok(Taken { changed: true, ..Taken::default() });
    }
    for page in &reply.scopes {
        for record in &page.records {
            apply::remote(tx, page.scope, record)?;
        }
        outbox::set_cursor(tx, page.scope, page.version)?;
        changed |= !page.records.is_empty();
    }
    for row in told.iter().filter(|row| !comes(reply, row)) {
        outbox::pull_again(tx, row.scope, row.version)?;
    }
    for scope in &reply.lost {
        // One's own data stay: they are this person's, whatever the server says.
        // What is still unsent for a lost scope is handed over first (the server answers "held").
        if Some(*scope) != who.account && !outbox::has_waiting(tx, *scope)? {
            apply::erase_scope(tx, *scope)?;
            changed = true;
        }
    }
    outbox::purge(tx, reply.now.plus(-KEEP_MS))?;
    if request.ops.is_empty() && !reply.more {
        all_sent(tx, now)?;
    }
    Ok(Taken { changed, opened: was_closed && !closed(tx)?, ..Taken::default() })
}

/// Whether an answer brings the row as it stands.
fn comes(reply: &SyncReply, row: &Told) -> bool {
    let is = |r: &Record| {
        let (kind, key) = r.body.key(r.revision);
        kind.as_str() == row.kind && key == row.key
    };
    reply.scopes.iter().any(|page| page.scope == row.scope && page.records.iter().any(is))
}

/// What the next message with ops is to follow; 0: the server has not said.
pub fn last_stamp(conn: &Connection) -> StoreResult<u64> {
    Ok(open::fact(conn, STAMP)?.and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// Whether an answer says that this phone is a copy of another one, and nothing was done about it yet.
pub fn is_copy(conn: &Connection, reply: &SyncReply) -> StoreResult<bool> {
    let said = |a: &OpAck| matches!(a.result, OpResult::Retry { code: Code::NewDevice, .. });
    Ok(reply.results.iter().any(said)
        && !matches!(joining::get::<SplitRequest>(conn, joining::SPLIT)?, Some((CallState::Waiting, _))))
}

/// Call it when a file is opened. Pictures that nobody wants any more go. Where this app speaks another schema than the one that pulled last, rows
/// that were passed over may be ones that it knows: everything is pulled once more.
pub fn learn(tx: &Transaction<'_>, now: Millis) -> StoreResult<()> {
    photos::tidy(tx, now, photos::ROOM_MAX)?;
    let schema = qadam_protocol::SCHEMA.to_string();
    if open::fact(tx, PULLED_AS)?.as_deref() != Some(&schema) {
        outbox::forget_cursors(tx)?;
        open::set_fact(tx, PULLED_AS, &schema)?;
    }
    Ok(())
}

/// The server's clock, when it last answered.
const SERVER_CLOCK: &str = "server_clock";
/// How far this phone's was from it then, where that is far.
const CLOCK_OFF: &str = "clock_off";
/// When somebody said that this phone's date is right.
const CLOCK_RIGHT: &str = "clock_right";
/// The server's clock is written down no more often, in milliseconds.
const CLOCK_MS: i64 = 10 * 60 * 1_000;

/// Takes in what the server's clock showed when it answered just now. True: what is known of this phone's is
/// another thing now.
pub fn heard_clock(tx: &Transaction<'_>, now: Millis, server: Millis) -> StoreResult<bool> {
    let before = known_clock(tx)?;
    if before.server.is_none_or(|at| (server.0.saturating_sub(at.0)).saturating_abs() >= CLOCK_MS) {
        open::set_fact(tx, SERVER_CLOCK, &server.0.to_string())?;
    }
    let off = Some(now.0.saturating_sub(server.0)).filter(|off| off.saturating_abs() >= clock::FAR_OFF_MS);
    match off {
        Some(off) if before.off.is_none() => open::set_fact(tx, CLOCK_OFF, &off.to_string())?,
        None if before.off.is_some() => open::drop_fact(tx, CLOCK_OFF)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// What is known of this phone's clock.
pub fn known_clock(conn: &Connection) -> StoreResult<clock::Known> {
    let number =
        |key| -> StoreResult<Option<i64>> { Ok(open::fact(conn, key)?.and_then(|n| n.parse().ok())) };
    Ok(clock::Known {
        server: number(SERVER_CLOCK)?.map(Millis),
        off: number(CLOCK_OFF)?,
        said_right: number(CLOCK_RIGHT)?.map(Millis),
    })
}

/// Somebody says that this phone's date is right.
pub fn clock_is_right(tx: &Transaction<'_>, now: Millis) -> StoreResult<()> {
    open::set_fact(tx, CLOCK_RIGHT, &now.0.to_string())
}

fn all_sent(tx: &Transaction<'_>, now: Millis) -> StoreResult<()> {
    let known = last_all_sent(tx)?;
    if known.is_none_or(|at| now < at || at.plus(ALL_SENT_MS) < now) {
        open::set_fact(tx, ALL_SENT, &now.0.to_string())?;
    }
    Ok(())
}

/// When the server last had everything, to within ten minutes; none: never.
pub fn last_all_sent(conn: &Connection) -> StoreResult<Option<Millis>> {
    Ok(open::fact(conn, ALL_SENT)?.and_then(|at| at.parse().ok()).map(Millis))
}
