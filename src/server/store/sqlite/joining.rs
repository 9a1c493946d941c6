//! Accounts, devices and codes.

use qadam_domain::{AccountId, DeviceId, JoinId, Millis, OpId};
use qadam_protocol::account::{InviteReply, Role};
use qadam_protocol::record::{Body, Member};
use qadam_protocol::sync::Code;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::erase;
use super::map::{err, id, number};
use super::push::{self, Scope};
use crate::rules::{
    AccountFact, DEVICES_MAX, DeviceFact, InviteFact, JoinDecision, JoinFacts, SignInDecision, SignInFacts,
    Write, decide_invite, decide_join, decide_sign_in,
};
use crate::secret::Hashed;
use crate::store::values::to_json;
use crate::store::{Account, Caller, Joining, Result, SigningIn};

type Answer<T> = Result<std::result::Result<T, Code>>;

fn one<T>(
    conn: &Connection,
    sql: &str,
    by: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    conn.prepare_cached(sql).and_then(|mut s| s.query_row(by, read).optional()).map_err(|e| err(&e))
}

fn run(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<()> {
    conn.prepare_cached(sql).and_then(|mut s| s.execute(values)).map(|_| ()).map_err(|e| err(&e))
}

fn role(row: &Row<'_>, column: usize) -> rusqlite::Result<Role> {
    let text: String = row.get(column)?;
    Ok(if text == Role::Mentor.as_str() { Role::Mentor } else { Role::Participant })
}

pub(super) fn authenticate(conn: &Connection, token: Hashed) -> Result<Option<Caller>> {
    let sql = "SELECT d.account, d.device, a.role FROM device d JOIN account a ON a.id = d.account
               WHERE d.token_hash = ? AND d.revoked_at IS NULL";
    one(conn, sql, [token.0], |r| {
        Ok(Caller { account: AccountId(id(r, 0)?), device: DeviceId(id(r, 1)?), role: role(r, 2)? })
    })
}

pub(super) fn account(conn: &Connection, account: AccountId) -> Result<Option<Account>> {
    let found = one(conn, "SELECT role, name FROM account WHERE id = ?", [account.bytes()], |r| {
        Ok(Account { id: account, role: role(r, 0)?, name: r.get(1)? })
    })?;
    match found {
        // The name of a participant stands in their own rows alone.
        Some(a) if a.role == Role::Participant => {
            let name = push::member(conn, account)?.map(|(m, _)| m.name).unwrap_or_default();
            Ok(Some(Account { name, ..a }))
        }
        found => Ok(found),
    }
}

fn device(conn: &Connection, token: Hashed) -> Result<Option<DeviceFact>> {
    one(conn, "SELECT account, device, revoked_at FROM device WHERE token_hash = ?", [token.0], |r| {
        Ok(DeviceFact {
            account: AccountId(id(r, 0)?),
            device: DeviceId(id(r, 1)?),
            revoked: r.get::<_, Option<i64>>(2)?.is_some(),
        })
    })
}

fn invite_fact(conn: &Connection, code: Hashed) -> Result<Option<InviteFact>> {
    let sql = "SELECT i.mentor, a.name, i.expires_at, i.uses_left FROM invite i
               JOIN account a ON a.id = i.mentor WHERE i.hash = ?";
    one(conn, sql, [code.0], |r| {
        Ok(InviteFact {
            mentor: Account { id: AccountId(id(r, 0)?), role: Role::Mentor, name: r.get(1)? },
            expires_at: Millis(r.get(2)?),
            uses_left: r.get(3)?,
        })
    })
}

/// Asks whether an earlier request of this id was the same, which account it opened, and what was answered.
const PRIOR: &str = "SELECT request_hash = keyed(account, ?2), account, opened(account, reply)
                     FROM joining WHERE id = ?1";

/// The hash of the earlier request: this one's, or another.
fn earlier(row: &Row<'_>, request: Hashed) -> rusqlite::Result<Hashed> {
    Ok(if row.get(0)? { request } else { Hashed([0; 32]) })
}

fn prior(conn: &Connection, join: JoinId, request: Hashed) -> Result<Option<(Hashed, Option<Member>)>> {
    one(conn, PRIOR, params![join.bytes(), request.0], |r| {
        // A sign-in has no reply here; then this id was not a joining's.
        Ok((earlier(r, request)?, serde_json::from_slice(r.get_ref(2)?.as_blob()?).ok()))
    })
}

fn taken(conn: &Connection, code: Hashed) -> Result<bool> {
    Ok(one(conn, "SELECT 1 FROM sign_in_code WHERE hash = ?", [code.0], |_| Ok(()))?.is_some())
}

fn sign_in_device(
    conn: &Connection,
    token: Hashed,
    account: AccountId,
    device: DeviceId,
    now: Millis,
) -> Result<()> {
    // One token for an installation: the one before it ends.
    let sql = "UPDATE device SET revoked_at = ?3 WHERE account = ?1 AND device = ?2 AND revoked_at IS NULL";
    run(conn, sql, params![account.bytes(), device.bytes(), now.0])?;
    // It begins anew, whatever was known of its messages.
    run(conn, "DELETE FROM push_mark WHERE account = ? AND device = ?", [account.bytes(), device.bytes()])?;
    let sql = "INSERT INTO device (token_hash, account, device, created_at) VALUES (?, ?, ?, ?)";
    run(conn, sql, params![token.0, account.bytes(), device.bytes(), now.0])
}

/// A copy becomes an installation of its own.
pub(super) fn split(
    conn: &Connection,
    caller: &Caller,
    to: DeviceId,
    token: Hashed,
    now: Millis,
) -> Answer<()> {
    match device(conn, token)? {
        Some(d) if d.account == caller.account && d.device == to && !d.revoked => return Ok(Ok(())),
        Some(_) => return Ok(Err(Code::Invalid)),
        None => {}
    }
    let sql = "SELECT count(*) FROM device WHERE account = ? AND revoked_at IS NULL";
    if one(conn, sql, [caller.account.bytes()], |r| number(r, 0))?.is_some_and(|n| n >= DEVICES_MAX) {
        return Ok(Err(Code::TooMany));
    }
    sign_in_device(conn, token, caller.account, to, now)?;
    let sql = "INSERT INTO push_mark (account, device, copy) VALUES (?, ?, 1)";
    run(conn, sql, [caller.account.bytes(), to.bytes()]).map(Ok)
}

/// Stores a one-time code.
pub(super) fn store_code(
    conn: &Connection,
    code: Hashed,
    account: AccountId,
    expires_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let sql = "INSERT INTO sign_in_code (hash, account, created_at, expires_at) VALUES (?, ?, ?, ?)";
    run(conn, sql, params![code.0, account.bytes(), now.0, expires_at.map(|t| t.0)])
}

fn remember(
    conn: &Connection,
    join: JoinId,
    request: Hashed,
    account: AccountId,
    reply: Option<&Member>,
    now: Millis,
) -> Result<()> {
    let sql = "INSERT INTO joining (id, request_hash, account, reply, at)
               VALUES (?1, keyed(?3, ?2), ?3, sealed(?3, ?4), ?5)";
    let reply = reply.map(to_json).transpose()?.unwrap_or_default().into_bytes();
    run(conn, sql, params![join.bytes(), request.0, account.bytes(), reply, now.0])
}

pub(super) fn join(conn: &Connection, j: &Joining, now: Millis) -> Answer<Member> {
    let existing = account(conn, j.account)?;
    let facts = JoinFacts {
        erased: erase::of(conn, j.account)?.is_some(),
        prior: prior(conn, j.join_id, j.request)?,
        invite: invite_fact(conn, j.code)?,
        account: match existing {
            Some(a) => {
                Some(AccountFact { role: a.role, member: push::member(conn, j.account)?.map(|(m, _)| m) })
            }
            None => None,
        },
        device: device(conn, j.token)?,
        recovery_taken: taken(conn, j.recovery)?,
    };
    let member = match decide_join(j, &facts, now) {
        JoinDecision::Repeat(member) => return Ok(Ok(*member)),
        JoinDecision::Refuse(code) => return Ok(Err(code)),
        JoinDecision::New(member) => {
            let sql = "INSERT INTO account (id, role, name, created_at) VALUES (?, 'participant', '', ?)";
            run(conn, sql, params![j.account.bytes(), now.0])?;
            run(conn, "INSERT INTO scope (id, version, chat_seq) VALUES (?, 0, 0)", [j.account.bytes()])?;
            sign_in_device(conn, j.token, j.account, j.device, now)?;
            store_code(conn, j.recovery, j.account, None, now)?;
            *member
        }
        JoinDecision::Again(member) => *member,
    };
    let sql = "INSERT INTO membership (participant, mentor, epoch) VALUES (?1, ?2, 1)
               ON CONFLICT (participant) DO UPDATE SET mentor = excluded.mentor, epoch = epoch + 1";
    run(conn, sql, params![j.account.bytes(), member.mentor.bytes()])?;
    run(conn, "UPDATE invite SET uses_left = uses_left - 1 WHERE hash = ?", [j.code.0])?;
    let counters = push::scope(conn, j.account)?.unwrap_or(Scope { version: 0, chat_seq: 0 });
    let row = Write { revision: OpId(j.join_id.0), author: j.account, body: Body::Member(member.clone()) };
    push::write(conn, j.account, &counters, &[row], None)?;
    remember(conn, j.join_id, j.request, j.account, Some(&member), now)?;
    Ok(Ok(member))
}

pub(super) fn sign_in(conn: &Connection, s: &SigningIn, now: Millis) -> Answer<Account> {
    let earlier: Option<(Hashed, AccountId)> =
        one(conn, PRIOR, params![s.join_id.bytes(), s.request.0], |r| {
            Ok((earlier(r, s.request)?, AccountId(id(r, 1)?)))
        })?;
    let prior = match earlier {
        Some((hash, of)) => account(conn, of)?.map(|a| (hash, a)),
        None => None,
    };
    let sql = "SELECT account FROM sign_in_code
               WHERE hash = ?1 AND used_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)";
    let of = one(conn, sql, params![s.code.0, now.0], |r| Ok(AccountId(id(r, 0)?)))?;
    let facts = SignInFacts {
        prior,
        account: match of {
            Some(of) => account(conn, of)?,
            None => None,
        },
        device: device(conn, s.token)?,
        recovery_taken: taken(conn, s.recovery)?,
    };
    match decide_sign_in(s, &facts) {
        SignInDecision::Repeat(account) => Ok(Ok(account)),
        SignInDecision::Refuse(code) => Ok(Err(code)),
        SignInDecision::Open(account) => {
            run(conn, "UPDATE sign_in_code SET used_at = ?2 WHERE hash = ?1", params![s.code.0, now.0])?;
            store_code(conn, s.recovery, account.id, None, now)?;
            sign_in_device(conn, s.token, account.id, s.device, now)?;
            remember(conn, s.join_id, s.request, account.id, None, now)?;
            Ok(Ok(account))
        }
    }
}

pub(super) fn invite(conn: &Connection, mentor: AccountId, code: Hashed, now: Millis) -> Answer<InviteReply> {
    let existing = invite_fact(conn, code)?;
    let sql = "SELECT count(*) FROM invite WHERE mentor = ? AND expires_at > ? AND uses_left > 0";
    let alive = one(conn, sql, params![mentor.bytes(), now.0], |r| r.get::<_, u32>(0))?.unwrap_or(0);
    let reply = match decide_invite(mentor, existing.as_ref(), alive, now) {
        Ok(reply) => reply,
        Err(code) => return Ok(Err(code)),
    };
    if existing.is_none() {
        let sql =
            "INSERT INTO invite (hash, mentor, created_at, expires_at, uses_left) VALUES (?, ?, ?, ?, ?)";
        let (ends, uses) = (reply.expires_at.0, reply.uses_left);
        run(conn, sql, params![code.0, mentor.bytes(), now.0, ends, uses])?;
    }
    Ok(Ok(reply))
}
