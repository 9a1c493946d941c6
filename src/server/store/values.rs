//! What both databases keep in the same way.

use chrono::NaiveDate;
use qadam_domain::Millis;
use qadam_protocol::record::{Body, Member};
use serde::Serialize;

use super::{Result, StoreError};

const DAY_MS: i64 = 86_400_000;

/// The number of a day.
pub(super) fn day_number(at: Millis) -> i64 {
    at.0.div_euclid(DAY_MS)
}

/// The day of a number.
pub(super) fn day(number: i64) -> NaiveDate {
    Millis(number.saturating_mul(DAY_MS)).date_at(0)
}

/// A value for a column; the numbers of databases end at 2^63.
pub(super) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What a member row says.
pub(super) fn member(body: Body) -> Option<Member> {
    match body {
        Body::Member(m) => Some(m),
        _ => None,
    }
}

/// A value as JSON, for a column.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Other(e.to_string()))
}
