//! From causes (for the log) to faults (for people).

use qadam_door::{DoorError, Fault};
use qadam_platform::FileError;
use qadam_storage::StoreError;

/// An error inside the core. `Damaged` is kept apart: the actor moves the file aside.
#[derive(Debug)]
pub enum Trouble {
    /// Tell the person.
    Fault(DoorError),
    /// The open profile's file is damaged.
    Damaged(String),
}

/// A result inside the core.
pub type Try<T> = Result<T, Trouble>;

impl From<DoorError> for Trouble {
    fn from(e: DoorError) -> Self {
        Self::Fault(e)
    }
}

impl From<Fault> for Trouble {
    fn from(f: Fault) -> Self {
        Self::Fault(f.into())
    }
}

impl From<StoreError> for Trouble {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Damaged(cause) => Self::Damaged(cause),
            StoreError::Full => Fault::DiskFull.into(),
            StoreError::ReadOnly => Fault::ReadOnly.into(),
            StoreError::Newer => Fault::UpdateWanted.into(),
            e => {
                tracing::error!(cause = %e, "storage");
                Fault::Storage.into()
            }
        }
    }
}

impl From<FileError> for Trouble {
    fn from(e: FileError) -> Self {
        tracing::error!(cause = %e, "file");
        Fault::Storage.into()
    }
}

macro_rules! from {
    ($($kind:ty),* $(,)?) => {$(
        impl From<$kind> for Trouble {
            fn from(e: $kind) -> Self {
                Self::Fault(e.into())
            }
        }
    )*};
}
from!(
    qadam_domain::entry::EntryError,
    qadam_domain::enrolment::EnrolmentError,
    qadam_domain::plan::PlanError,
    qadam_domain::report::ReportError,
    qadam_domain::code::CodeError,
);
