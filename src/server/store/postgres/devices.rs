//! Tokens and installations: whose they are, and where an account is signed in.

use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::{Role, SignedIn};
use qadam_protocol::sync::Code;
use tokio_postgres::Row;

use super::link::{Link, values};
use super::map::{Result, account, get, number, role};
use crate::rules::{DEVICES_MAX, Mark};
use crate::secret::Hashed;
use crate::store::Caller;
use crate::store::values::{day, day_number};

pub(super) async fn authenticate(link: &Link, token: Hashed) -> Result<Option<Caller>> {
    let sql = "SELECT account, device, role FROM device WHERE token_hash = $1 AND revoked_at IS NULL";
    let rows = link.query(sql, values![token.0.to_vec()]).await?;
    let Some(r) = rows.first() else { return Ok(None) };
    Ok(Some(Caller { account: account(r, 0)?, device: DeviceId(get(r, 1)?), role: role(r, 2)? }))
}

/// Signs an installation in. Within a transaction that has locked the account, or is making it.
pub(super) async fn sign_in(
    link: &Link,
    token: Hashed,
    account: AccountId,
    role: Role,
    device: DeviceId,
    now: Millis,
) -> Result<()> {
    // One token for an installation: the one before it ends.
    end(link, account, device, now).await?;
    // It begins anew, whatever was known of its messages.
    let sql = "DELETE FROM push_mark WHERE account = $1 AND device = $2";
    link.query(sql, values![account.0, device.0]).await?;
    let sql =
        "INSERT INTO device (token_hash, account, role, device, created_at) VALUES ($1, $2, $3, $4, $5)";
    link.query(sql, values![token.0.to_vec(), account.0, role.as_str(), device.0, now.0]).await?;
    Ok(())
}

/// What an installation's messages are known by.
pub(super) const MARK: &str =
    "SELECT before, present FROM push_mark WHERE account = $1 AND device = $2 AND present IS NOT NULL";
pub(super) const SET_MARK: &str =
    "INSERT INTO push_mark (account, device, before, present) VALUES ($1, $2, $3, $4)
    ON CONFLICT (account, device) DO UPDATE SET before = excluded.before, present = excluded.present";

/// The answer to [`MARK`].
pub(super) fn mark(rows: &[Row]) -> Result<Option<Mark>> {
    rows.first().map(|r| Ok(Mark { before: number(r, 0)?, present: number(r, 1)? })).transpose()
}

/// A copy becomes an installation of its own.
pub(super) async fn split(
    link: &Link,
    caller: &Caller,
    device: DeviceId,
    token: Hashed,
    now: Millis,
) -> Result<std::result::Result<(), Code>> {
    link.begin("BEGIN")?.run().await?;
    let sql = "SELECT account, device, revoked_at IS NULL FROM device WHERE token_hash = $1";
    if let Some(r) = link.query(sql, values![token.0.to_vec()]).await?.first() {
        let same = account(r, 0)? == caller.account && DeviceId(get(r, 1)?) == device && get(r, 2)?;
        return Ok(if same { Ok(()) } else { Err(Code::Invalid) });
    }
    let sql = "SELECT count(*) FROM device WHERE account = $1 AND revoked_at IS NULL";
    let alive = link.query(sql, values![caller.account.0]).await?;
    if alive.first().map_or(Ok(0), |r| number(r, 0))? >= DEVICES_MAX {
        return Ok(Err(Code::TooMany));
    }
    sign_in(link, token, caller.account, caller.role, device, now).await?;
    let sql = "INSERT INTO push_mark (account, device, copy) VALUES ($1, $2, true)";
    link.query(sql, values![caller.account.0, device.0]).await?;
    Ok(Ok(()))
}

pub(super) async fn sign_out(link: &Link, token: Hashed, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL";
    link.query(sql, values![token.0.to_vec(), now.0]).await?;
    Ok(())
}

pub(super) async fn seen(link: &Link, token: Hashed, kind: &'static str, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET seen_day = $2, kind = $3 WHERE token_hash = $1";
    link.query(sql, values![token.0.to_vec(), day_number(now), kind]).await?;
    Ok(())
}

pub(super) async fn list(link: &Link, account: AccountId) -> Result<Vec<SignedIn>> {
    let sql = "SELECT d.device, coalesce(d.kind, 'other'), d.created_at, d.seen_day, coalesce(m.copy, false)
               FROM device d LEFT JOIN push_mark m ON m.account = d.account AND m.device = d.device
               WHERE d.account = $1 AND d.revoked_at IS NULL
               ORDER BY coalesce(d.seen_day, 0) DESC, d.created_at DESC, d.device";
    let rows = link.query(sql, values![account.0]).await?;
    let read = |r| {
        Ok(SignedIn {
            device: DeviceId(get(r, 0)?),
            kind: get(r, 1)?,
            since: day(day_number(Millis(get(r, 2)?))),
            seen: get::<Option<i64>>(r, 3)?.map(day),
            copy: get(r, 4)?,
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn end(link: &Link, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET revoked_at = $3 WHERE account = $1 AND device = $2 AND revoked_at IS NULL";
    link.query(sql, values![account.0, device.0, now.0]).await?;
    Ok(())
}
