//! Accounts and codes. What a request could spoil for another is locked first: a joining code, a sign-in
//! code, a mentor's account. Ids and hashes that somebody else may have are unique keys.

use qadam_domain::{AccountId, DeviceId, JoinId, Millis, OpId};
use qadam_protocol::account::{InviteReply, Role};
use qadam_protocol::record::{Body, Member, Record, RecordKind};
use qadam_protocol::sync::Code;
use tokio_postgres::Row;

use super::link::{Link, Value, values};
use super::map::{self, Result, get, hash, json, number, record, role, small};
use super::{devices, erase, push};
use crate::rules::{
    AccountFact, DeviceFact, InviteFact, JoinDecision, JoinFacts, SignInDecision, SignInFacts, decide_invite,
    decide_join, decide_sign_in,
};
use crate::secret::Hashed;
use crate::store::values::to_json;
use crate::store::{Account, Joining, SigningIn};

type Answer<T> = Result<std::result::Result<T, Code>>;

const INVITE: &str = "SELECT mentor, expires_at, uses_left FROM invite WHERE hash = $1 FOR UPDATE";
const ACCOUNT: &str = "SELECT role, name FROM account WHERE id = $1";
/// Nothing of it changes, but being written it guards in every isolation (see the top of this module's folder).
const ACCOUNT_LOCKED: &str = "UPDATE account SET name = name WHERE id = $1 RETURNING role, name";
const PRIOR: &str = "SELECT request_hash, account, reply FROM joining WHERE id = $1";
const DEVICE: &str = "SELECT account, device, revoked_at FROM device WHERE token_hash = $1";
const CODE: &str = "SELECT account, used_at, expires_at FROM sign_in_code WHERE hash = $1";
const CODE_LOCKED: &str = "SELECT account, used_at, expires_at FROM sign_in_code WHERE hash = $1 FOR UPDATE";
const MEMBER: &str = "SELECT version, revision, author, body FROM record
    WHERE scope = $1 AND kind = $2 AND key = ''::bytea";

/// The first row of an answer, if there is one.
fn first<T>(rows: &[Row], read: impl FnOnce(&Row) -> Result<T>) -> Result<Option<T>> {
    rows.first().map(read).transpose()
}

async fn run(link: &Link, sql: &str, values: Vec<Value>) -> Result<()> {
    link.query(sql, values).await.map(|_| ())
}

fn account(id: AccountId, row: &Row) -> Result<Account> {
    Ok(Account { id, role: role(row, 0)?, name: get(row, 1)? })
}

/// Somebody with an account. The name of a participant is not in it.
pub(super) async fn find(link: &Link, id: AccountId) -> Result<Option<Account>> {
    first(&link.query(ACCOUNT, values![id.0]).await?, |r| account(id, r))
}

fn device(row: &Row) -> Result<DeviceFact> {
    Ok(DeviceFact {
        account: map::account(row, 0)?,
        device: DeviceId(get(row, 1)?),
        revoked: get::<Option<i64>>(row, 2)?.is_some(),
    })
}

fn mentor_of(row: &Row) -> Result<AccountId> {
    map::account(row, 0)
}

/// A joining code, with the name of its mentor.
async fn invite_fact(link: &Link, rows: &[Row]) -> Result<Option<InviteFact>> {
    let Some(row) = rows.first() else { return Ok(None) };
    let id = mentor_of(row)?;
    let mentor = link.query(ACCOUNT, values![id.0]).await?;
    let Some(mentor) = first(&mentor, |r| account(id, r))? else { return Ok(None) };
    Ok(Some(InviteFact { mentor, expires_at: Millis(get(row, 1)?), uses_left: small(row, 2)? }))
}

/// Stores a one-time code.
async fn store_code(
    link: &Link,
    code: Hashed,
    account: AccountId,
    expires_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let sql = "INSERT INTO sign_in_code (hash, account, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    run(link, sql, values![code.0.to_vec(), account.0, now.0, expires_at.map(|t| t.0)]).await
}

async fn remember<T: serde::Serialize>(
    link: &Link,
    join: JoinId,
    request: Hashed,
    account: AccountId,
    reply: &T,
    now: Millis,
) -> Result<()> {
    let sql = "INSERT INTO joining (id, request_hash, account, reply, at) VALUES ($1, $2, $3, $4, $5)";
    run(link, sql, values![join.0, request.0.to_vec(), account.0, to_json(reply)?, now.0]).await
}

pub(super) async fn join(link: &Link, j: &Joining, now: Millis) -> Answer<Member> {
    let all = [INVITE, push::LOCK, erase::ERASED, PRIOR, ACCOUNT, MEMBER, DEVICE, CODE];
    let [invite, lock, erased, prior, of, member, token, recovery] = link.ready(all).await?;
    let mut line = link.begin("BEGIN")?;
    line.query(&invite, values![j.code.0.to_vec()]);
    line.query(&lock, values![j.account.0]);
    line.query(&erased, values![vec![j.account.0]]);
    line.query(&prior, values![j.join_id.0]);
    line.query(&of, values![j.account.0]);
    line.query(&member, values![j.account.0, RecordKind::Member.as_str()]);
    line.query(&token, values![j.token.0.to_vec()]);
    line.query(&recovery, values![j.recovery.0.to_vec()]);
    let mut answers = line.run().await?;

    let invite = invite_fact(link, &answers.next()?).await?;
    let (version, chat_seq) =
        first(&answers.next()?, |r| Ok((number(r, 0)?, number(r, 1)?)))?.unwrap_or((0, 0));
    let erased = !answers.next()?.is_empty();
    // A sign-in has another reply here; then this id was not a joining's.
    let prior = first(&answers.next()?, |r| Ok((Hashed(hash(r, 0)?), json(r, 2).ok())))?;
    let role = first(&answers.next()?, |r| role(r, 0))?;
    let member = first(&answers.next()?, record)?.and_then(|r| match r.body {
        Body::Member(m) => Some(m),
        _ => None,
    });
    let facts = JoinFacts {
        erased,
        prior,
        invite,
        account: role.map(|role| AccountFact { role, member }),
        device: first(&answers.next()?, device)?,
        recovery_taken: !answers.next()?.is_empty(),
    };
    answers.end()?;
    let member = match decide_join(j, &facts, now) {
        JoinDecision::Repeat(member) => return Ok(Ok(*member)),
        JoinDecision::Refuse(code) => return Ok(Err(code)),
        JoinDecision::New(member) => {
            let sql = "INSERT INTO account (id, role, name, created_at) VALUES ($1, 'participant', $2, $3)";
            run(link, sql, values![j.account.0, member.name.clone(), now.0]).await?;
            let sql = "INSERT INTO scope (id, version, chat_seq) VALUES ($1, 0, 0)";
            run(link, sql, values![j.account.0]).await?;
            devices::sign_in(link, j.token, j.account, Role::Participant, j.device, now).await?;
            store_code(link, j.recovery, j.account, None, now).await?;
            *member
        }
        JoinDecision::Again(member) => {
            let sql = "UPDATE account SET name = $2 WHERE id = $1";
            run(link, sql, values![j.account.0, member.name.clone()]).await?;
            *member
        }
    };
    let sql = "INSERT INTO membership (participant, mentor) VALUES ($1, $2)
               ON CONFLICT (participant) DO UPDATE SET mentor = excluded.mentor";
    run(link, sql, values![j.account.0, member.mentor.0]).await?;
    let sql = "UPDATE invite SET uses_left = uses_left - 1 WHERE hash = $1";
    run(link, sql, values![j.code.0.to_vec()]).await?;
    let (version, body) = (version.saturating_add(1), Body::Member(member.clone()));
    let row = Record { version, revision: OpId(j.join_id.0), author: j.account, body };
    push::put_one(link, j.account, row, chat_seq).await?;
    remember(link, j.join_id, j.request, j.account, &member, now).await?;
    Ok(Ok(member))
}

pub(super) async fn sign_in(link: &Link, s: &SigningIn, now: Millis) -> Answer<Account> {
    let [code, prior, token, recovery] = link.ready([CODE_LOCKED, PRIOR, DEVICE, CODE]).await?;
    let mut line = link.begin("BEGIN")?;
    line.query(&code, values![s.code.0.to_vec()]);
    line.query(&prior, values![s.join_id.0]);
    line.query(&token, values![s.token.0.to_vec()]);
    line.query(&recovery, values![s.recovery.0.to_vec()]);
    let mut answers = line.run().await?;

    let of = first(&answers.next()?, |r| {
        let (used, ends): (Option<i64>, Option<i64>) = (get(r, 1)?, get(r, 2)?);
        let good = used.is_none() && ends.is_none_or(|t| t > now.0);
        Ok(if good { Some(map::account(r, 0)?) } else { None })
    })?;
    let prior = first(&answers.next()?, |r| Ok((Hashed(hash(r, 0)?), map::account(r, 1)?)))?;
    let facts = SignInFacts {
        prior: match prior {
            Some((request, id)) => {
                first(&link.query(ACCOUNT, values![id.0]).await?, |r| account(id, r))?.map(|a| (request, a))
            }
            None => None,
        },
        // Locked: of two sign-ins on one installation, the second ends the token of the first.
        account: match of.flatten() {
            Some(id) => first(&link.query(ACCOUNT_LOCKED, values![id.0]).await?, |r| account(id, r))?,
            None => None,
        },
        device: first(&answers.next()?, device)?,
        recovery_taken: !answers.next()?.is_empty(),
    };
    answers.end()?;
    match decide_sign_in(s, &facts) {
        SignInDecision::Repeat(account) => Ok(Ok(account)),
        SignInDecision::Refuse(code) => Ok(Err(code)),
        SignInDecision::Open(account) => {
            let sql = "UPDATE sign_in_code SET used_at = $2 WHERE hash = $1";
            run(link, sql, values![s.code.0.to_vec(), now.0]).await?;
            store_code(link, s.recovery, account.id, None, now).await?;
            devices::sign_in(link, s.token, account.id, account.role, s.device, now).await?;
            remember(link, s.join_id, s.request, account.id, &account.name, now).await?;
            Ok(Ok(account))
        }
    }
}

pub(super) async fn invite(link: &Link, mentor: AccountId, code: Hashed, now: Millis) -> Answer<InviteReply> {
    let alive = "SELECT count(*) FROM invite WHERE mentor = $1 AND expires_at > $2 AND uses_left > 0";
    let [lock, existing, alive] = link.ready([ACCOUNT_LOCKED, INVITE, alive]).await?;
    let mut line = link.begin("BEGIN")?;
    // A mentor's codes are counted: one at a time.
    line.query(&lock, values![mentor.0]);
    line.query(&existing, values![code.0.to_vec()]);
    line.query(&alive, values![mentor.0, now.0]);
    let mut answers = line.run().await?;
    answers.next()?; // the lock
    let existing = invite_fact(link, &answers.next()?).await?;
    let alive = first(&answers.next()?, |r| small(r, 0))?.unwrap_or(0);
    answers.end()?;
    let reply = match decide_invite(mentor, existing.as_ref(), alive, now) {
        Ok(reply) => reply,
        Err(code) => return Ok(Err(code)),
    };
    if existing.is_none() {
        let sql = "INSERT INTO invite (hash, mentor, created_at, expires_at, uses_left)
                   VALUES ($1, $2, $3, $4, $5)";
        let (ends, uses) = (reply.expires_at.0, i64::from(reply.uses_left));
        run(link, sql, values![code.0.to_vec(), mentor.0, now.0, ends, uses]).await?;
    }
    Ok(Ok(reply))
}

pub(super) async fn add_mentor(link: &Link, id: AccountId, name: &str, now: Millis) -> Result<()> {
    let sql = "INSERT INTO account (id, role, name, created_at) VALUES ($1, 'mentor', $2, $3)
               ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE account.role = 'mentor'";
    run(link, sql, values![id.0, name.to_owned(), now.0]).await
}

pub(super) async fn issue(
    link: &Link,
    of: AccountId,
    code: Hashed,
    expires_at: Millis,
    now: Millis,
) -> Answer<()> {
    if link.query(ACCOUNT, values![of.0]).await?.is_empty() {
        return Ok(Err(Code::NotFound));
    }
    store_code(link, code, of, Some(expires_at), now).await.map(Ok)
}

pub(super) async fn mentors(link: &Link) -> Result<Vec<Account>> {
    let sql = "SELECT id, name FROM account WHERE role = 'mentor' ORDER BY created_at, id";
    let rows = link.query(sql, values![]).await?;
    let read = |r| Ok(Account { id: map::account(r, 0)?, role: Role::Mentor, name: get(r, 1)? });
    rows.iter().map(read).collect()
}
