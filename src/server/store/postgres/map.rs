//! Between PostgreSQL's values and errors and ours.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::account::Role;
use qadam_protocol::record::{Body, Record};
use qadam_protocol::wire::read_body;
use serde::de::DeserializeOwned;
use std::error::Error as _;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::FromSqlOwned;
use uuid::Uuid;

use crate::store::StoreError;

/// Why an attempt did not work, and whether the whole of it is worth another try.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) cause: StoreError,
    pub(super) again: bool,
}

pub(super) type Result<T> = std::result::Result<T, Fault>;

impl From<StoreError> for Fault {
    fn from(cause: StoreError) -> Self {
        Self { cause, again: false }
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(e: tokio_postgres::Error) -> Self {
        // Two transactions got into each other's way, or two made the same unique key: the second run sees
        // what the other has committed, and the rules decide on that.
        let again = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::UNIQUE_VIOLATION,
            // Two servers that make the schema: IF NOT EXISTS looks before it waits.
            SqlState::DUPLICATE_TABLE,
            SqlState::DUPLICATE_OBJECT,
        ];
        Self { cause: err(&e), again: e.code().is_some_and(|c| again.contains(c)) }
    }
}

/// What PostgreSQL's error means for whoever runs the server.
pub(super) fn err(e: &tokio_postgres::Error) -> StoreError {
    let Some(db) = e.as_db_error() else {
        // Nothing came back, or no connection was to be had: a moment later it may.
        if e.is_closed() || has_io(e) || e.to_string().contains("timed out") {
            tracing::warn!(cause = %words(e), "PostgreSQL");
            return StoreError::Busy;
        }
        return StoreError::Other(words(e));
    };
    let code = db.code();
    let busy = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::QUERY_CANCELED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::OUT_OF_MEMORY,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    let unwritable = [
        SqlState::DISK_FULL,
        SqlState::IO_ERROR,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::INSUFFICIENT_PRIVILEGE,
    ];
    if busy.contains(code) || code.code().starts_with("08") {
        tracing::warn!(cause = %words(e), "PostgreSQL");
        StoreError::Busy
    } else if unwritable.contains(code) {
        StoreError::NotWritable(words(e))
    } else if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(code) {
        StoreError::Damaged(words(e))
    } else {
        StoreError::Other(words(e))
    }
}

fn has_io(e: &tokio_postgres::Error) -> bool {
    let mut cause = e.source();
    while let Some(c) = cause {
        if c.is::<std::io::Error>() {
            return true;
        }
        cause = c.source();
    }
    false
}

/// The error for a log. Never its detail: that quotes rows.
pub(super) fn words(e: &tokio_postgres::Error) -> String {
    match e.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => {
            let mut text = e.to_string();
            let mut cause = e.source();
            while let Some(c) = cause {
                let more = c.to_string();
                if !text.contains(&more) {
                    text = format!("{text}: {more}");
                }
                cause = c.source();
            }
            text
        }
    }
}

fn unreadable(what: &str) -> Fault {
    StoreError::Damaged(format!("a stored {what} cannot be read")).into()
}

/// A column's value.
pub(super) fn get<T: FromSqlOwned>(row: &Row, column: usize) -> Result<T> {
    Ok(row.try_get(column)?)
}

/// A number that is never negative.
pub(super) fn number(row: &Row, column: usize) -> Result<u64> {
    u64::try_from(get::<i64>(row, column)?).map_err(|_| unreadable("number"))
}

/// A small number.
pub(super) fn small(row: &Row, column: usize) -> Result<u32> {
    u32::try_from(get::<i64>(row, column)?).map_err(|_| unreadable("number"))
}

/// A hash.
pub(super) fn hash(row: &Row, column: usize) -> Result<[u8; 32]> {
    row.try_get::<_, &[u8]>(column)?.try_into().map_err(|_| unreadable("hash"))
}

/// A role.
pub(super) fn role(row: &Row, column: usize) -> Result<Role> {
    let text: &str = row.try_get(column)?;
    Ok(if text == Role::Mentor.as_str() { Role::Mentor } else { Role::Participant })
}

/// An account's id.
pub(super) fn account(row: &Row, column: usize) -> Result<AccountId> {
    Ok(AccountId(get::<Uuid>(row, column)?))
}

/// A value kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| unreadable("value"))
}

/// What a row says, as it travels.
pub(super) fn body(row: &Row, column: usize) -> Result<Body> {
    read_body(row.try_get(column)?).map_err(|_| unreadable("row"))
}

/// Asks for what [`epoch`] reads.
pub(super) const EPOCH: &str = "SELECT value FROM meta WHERE key = 'epoch'";

/// Which life of the database this is.
pub(super) fn epoch(rows: &[Row]) -> Result<String> {
    get(rows.first().ok_or_else(|| StoreError::Damaged("there is no epoch".into()))?, 0)
}

/// Asks for what [`restored`] reads.
pub(super) const RESTORED: &str = "SELECT value FROM meta WHERE key = 'restored'";

/// When the database was last put back from a copy.
pub(super) fn restored(rows: &[Row]) -> Result<Option<Millis>> {
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(get::<String>(row, 0)?.parse().ok().map(Millis))
}

/// A row of `record`: version, revision, author, body.
pub(super) fn record(row: &Row) -> Result<Record> {
    Ok(Record {
        version: number(row, 0)?,
        revision: OpId(get(row, 1)?),
        author: account(row, 2)?,
        body: body(row, 3)?,
    })
}
