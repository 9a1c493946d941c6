//! What can go wrong with a file.

use rusqlite::ErrorCode;
use thiserror::Error;

/// A result of this crate.
pub type StoreResult<T> = Result<T, StoreError>;

/// What went wrong. The transaction was rolled back: nothing is half done.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The disk (or the browser's quota) is full.
    #[error("disk full")]
    Full,
    /// The file or its folder cannot be written.
    #[error("read-only")]
    ReadOnly,
    /// The file is no database, or its pages contradict each other.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Written by a newer app.
    #[error("written by a newer version")]
    Newer,
    /// A row that cannot be read back: a mistake of ours.
    #[error("row: {0}")]
    Row(String),
    /// Anything else that SQLite says.
    #[error("sqlite: {0}")]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(e: rusqlite::Error) -> Self {
        match e.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(e.to_string()),
            _ => Self::Sql(e),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(e: serde_json::Error) -> Self {
        // The position only: the text could hold somebody's words.
        Self::Row(format!("json at {}:{}", e.line(), e.column()))
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(e: rusqlite_migration::Error) -> Self {
        match e {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            rusqlite_migration::Error::MigrationDefinition(
                rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
            ) => Self::Newer,
            other => Self::Damaged(other.to_string()),
        }
    }
}
