//! Tokens and installations: whose they are, and where an account is signed in.

use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::{Role, SignedIn};

use super::link::{Link, values};
use super::map::{Result, account, get, role};
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
    let sql =
        "INSERT INTO device (token_hash, account, role, device, created_at) VALUES ($1, $2, $3, $4, $5)";
    link.query(sql, values![token.0.to_vec(), account.0, role.as_str(), device.0, now.0]).await?;
    Ok(())
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
    let sql = "SELECT device, coalesce(kind, 'other'), created_at, seen_day FROM device
               WHERE account = $1 AND revoked_at IS NULL
               ORDER BY coalesce(seen_day, 0) DESC, created_at DESC, device";
    let rows = link.query(sql, values![account.0]).await?;
    let read = |r| {
        Ok(SignedIn {
            device: DeviceId(get(r, 0)?),
            kind: get(r, 1)?,
            since: day(day_number(Millis(get(r, 2)?))),
            seen: get::<Option<i64>>(r, 3)?.map(day),
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn end(link: &Link, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET revoked_at = $3 WHERE account = $1 AND device = $2 AND revoked_at IS NULL";
    link.query(sql, values![account.0, device.0, now.0]).await?;
    Ok(())
}
