//! Where an account is signed in.

use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::SignedIn;
use rusqlite::{Connection, params};

use super::map::{err, id};
use crate::secret::Hashed;
use crate::store::Result;
use crate::store::values::{day, day_number};

pub(super) fn seen(conn: &Connection, token: Hashed, kind: &str, now: Millis) -> Result<()> {
    conn.prepare_cached("UPDATE device SET seen_day = ?2, kind = ?3 WHERE token_hash = ?1")
        .and_then(|mut s| s.execute(params![token.0, day_number(now), kind]))
        .map(|_| ())
        .map_err(|e| err(&e))
}

pub(super) fn list(conn: &Connection, account: AccountId) -> Result<Vec<SignedIn>> {
    let sql = "SELECT device, coalesce(kind, 'other'), created_at, seen_day FROM device
               WHERE account = ?1 AND revoked_at IS NULL
               ORDER BY coalesce(seen_day, 0) DESC, created_at DESC, device";
    let mut rows = conn.prepare_cached(sql).map_err(|e| err(&e))?;
    let rows = rows
        .query_map([account.bytes()], |r| {
            Ok(SignedIn {
                device: DeviceId(id(r, 0)?),
                kind: r.get(1)?,
                since: day(day_number(Millis(r.get(2)?))),
                seen: r.get::<_, Option<i64>>(3)?.map(day),
            })
        })
        .map_err(|e| err(&e))?;
    rows.collect::<rusqlite::Result<_>>().map_err(|e| err(&e))
}

pub(super) fn end(conn: &Connection, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET revoked_at = ?3 WHERE account = ?1 AND device = ?2 AND revoked_at IS NULL";
    conn.prepare_cached(sql)
        .and_then(|mut s| s.execute(params![account.bytes(), device.bytes(), now.0]))
        .map(|_| ())
        .map_err(|e| err(&e))
}
