//! Between SQLite's values and ours.

use qadam_protocol::record::{Body, Record};
use qadam_protocol::wire::read_body;
use rusqlite::types::Type;
use rusqlite::{ErrorCode, Row};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::store::StoreError;

/// What SQLite's error means for whoever runs the server.
pub(super) fn err(e: &rusqlite::Error) -> StoreError {
    match e.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(e.to_string()),
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure,
        ) => StoreError::NotWritable(e.to_string()),
        _ => StoreError::Other(e.to_string()),
    }
}

/// An id of sixteen bytes.
pub(super) fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    Ok(Uuid::from_bytes(row.get::<_, [u8; 16]>(column)?))
}

/// A number that is never negative.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let n: i64 = row.get(column)?;
    u64::try_from(n).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, n))
}

/// A value kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row
        .get_ref(column)?
        .as_str()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e)))?;
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e)))
}

/// What a row says, as it travels.
pub(super) fn body(row: &Row<'_>, column: usize) -> rusqlite::Result<Body> {
    let bytes = row
        .get_ref(column)?
        .as_blob()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(e)))?;
    read_body(bytes).map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(e)))
}

/// The columns that [`record`] reads.
pub(super) const RECORD: &str = "version, revision, author, opened(scope, body)";

/// A row of `record`, selected by [`RECORD`].
pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        version: number(row, 0)?,
        revision: qadam_domain::OpId(id(row, 1)?),
        author: qadam_domain::AccountId(id(row, 2)?),
        body: body(row, 3)?,
    })
}
