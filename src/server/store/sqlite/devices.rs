//! Where an account is signed in.

use qadam_domain::{AccountId, DeviceId, Millis};
use qadam_protocol::account::SignedIn;
use rusqlite::{Connection, OptionalExtension, params};

use super::map::{err, id, number};
use crate::rules::Mark;
use crate::secret::Hashed;
use crate::store::values::{day, day_number, int};
use crate::store::{Caller, Result};

pub(super) fn seen(conn: &Connection, token: Hashed, kind: &str, now: Millis) -> Result<()> {
    conn.prepare_cached("UPDATE device SET seen_day = ?2, kind = ?3 WHERE token_hash = ?1")
        .and_then(|mut s| s.execute(params![token.0, day_number(now), kind]))
        .map(|_| ())
        .map_err(|e| err(&e))
}

pub(super) fn list(conn: &Connection, account: AccountId) -> Result<Vec<SignedIn>> {
    let sql = "SELECT d.device, coalesce(d.kind, 'other'), d.created_at, d.seen_day, coalesce(m.copy, 0)
               FROM device d LEFT JOIN push_mark m ON m.account = d.account AND m.device = d.device
               WHERE d.account = ?1 AND d.revoked_at IS NULL
               ORDER BY coalesce(d.seen_day, 0) DESC, d.created_at DESC, d.device";
    let mut rows = conn.prepare_cached(sql).map_err(|e| err(&e))?;
    let rows = rows
        .query_map([account.bytes()], |r| {
            Ok(SignedIn {
                device: DeviceId(id(r, 0)?),
                kind: r.get(1)?,
                since: day(day_number(Millis(r.get(2)?))),
                seen: r.get::<_, Option<i64>>(3)?.map(day),
                copy: r.get(4)?,
            })
        })
        .map_err(|e| err(&e))?;
    rows.collect::<rusqlite::Result<_>>().map_err(|e| err(&e))
}

/// What the caller's messages are known by.
pub(super) fn mark(conn: &Connection, caller: &Caller) -> Result<Option<Mark>> {
    let sql =
        "SELECT before, present FROM push_mark WHERE account = ? AND device = ? AND present IS NOT NULL";
    conn.prepare_cached(sql)
        .and_then(|mut s| {
            s.query_row([caller.account.bytes(), caller.device.bytes()], |r| {
                Ok(Mark { before: number(r, 0)?, present: number(r, 1)? })
            })
            .optional()
        })
        .map_err(|e| err(&e))
}

pub(super) fn set_mark(conn: &Connection, caller: &Caller, mark: Mark) -> Result<()> {
    let sql = "INSERT INTO push_mark (account, device, before, present) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (account, device) DO UPDATE SET before = excluded.before, present = excluded.present";
    let (account, device) = (caller.account.bytes(), caller.device.bytes());
    conn.prepare_cached(sql)
        .and_then(|mut s| s.execute(params![account, device, int(mark.before), int(mark.present)]))
        .map(|_| ())
        .map_err(|e| err(&e))
}

pub(super) fn end(conn: &Connection, account: AccountId, device: DeviceId, now: Millis) -> Result<()> {
    let sql = "UPDATE device SET revoked_at = ?3 WHERE account = ?1 AND device = ?2 AND revoked_at IS NULL";
    conn.prepare_cached(sql)
        .and_then(|mut s| s.execute(params![account.bytes(), device.bytes(), now.0]))
        .map(|_| ())
        .map_err(|e| err(&e))
}
