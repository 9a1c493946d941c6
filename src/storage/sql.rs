//! Small translations between the field's types and SQLite's.

use chrono::NaiveDate;
use qadam_domain::{AccountId, OpId};
use rusqlite::Row;
use rusqlite::types::FromSqlError;
use uuid::Uuid;

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(d) => d,
    None => NaiveDate::MIN,
};

/// Days since 1970-01-01: sorts, and is small.
pub fn day(date: NaiveDate) -> i64 {
    (date - EPOCH).num_days()
}

/// A stored day; what no calendar has is the first day of all.
pub fn date(day: i64) -> NaiveDate {
    chrono::TimeDelta::try_days(day).and_then(|d| EPOCH.checked_add_signed(d)).unwrap_or(EPOCH)
}

/// A stored id.
pub fn uuid(row: &Row<'_>, column: &str) -> rusqlite::Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// A stored id that may be missing.
pub fn uuid_opt(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Uuid>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// A stored number that cannot be negative.
pub fn unsigned(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let n: i64 = row.get(column)?;
    u64::try_from(n).map_err(|_| rusqlite::Error::from(FromSqlError::OutOfRange(n)))
}

/// For a parameter.
pub fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Nobody: the author of rows whose account is not known yet.
pub fn account(u: Uuid) -> AccountId {
    AccountId(u)
}

/// Names the op.
pub fn op(u: Uuid) -> OpId {
    OpId(u)
}
