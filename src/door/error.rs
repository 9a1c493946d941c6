//! What went wrong: a code with arguments, for i18n; the cause stays in the log.

use chrono::NaiveDate;
use qadam_domain::code::CodeError;
use qadam_domain::enrolment::EnrolmentError;
use qadam_domain::entry::EntryError;
use qadam_domain::plan::PlanError;
use qadam_domain::report::ReportError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The answer to a command or a query.
pub type DoorResult<T> = Result<T, DoorError>;

/// What went wrong, and whether trying again can help.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{fault:?}")]
pub struct DoorError {
    /// What.
    pub fault: Fault,
    /// The same again may work.
    pub retry: bool,
}

/// What went wrong. Nothing was changed, unless the variant says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An entry cannot be saved so.
    Entry(EntryError),
    /// A level cannot be started so.
    Enrolment(EnrolmentError),
    /// A plan cannot be saved so.
    Plan(PlanError),
    /// A report cannot go so.
    Report(ReportError),
    /// A typed code is no code.
    Code(CodeError),
    /// The server says that this code is wrong, used up or out of date.
    CodeRefused,
    /// A joining code where a sign-in code belongs, or the other way round.
    CodeOtherKind,
    /// The name is empty or too long (at most so many characters).
    Name {
        /// Most characters.
        max: usize,
    },
    /// The text is empty or too long.
    Text {
        /// Characters given.
        given: usize,
        /// Most characters.
        max: usize,
    },
    /// A PIN has 4 to 8 digits.
    PinForm,
    /// The PIN is wrong; so many tries are left before a pause.
    PinWrong {
        /// Tries left.
        left: u32,
    },
    /// Too many wrong PINs; wait so many seconds.
    PinWait {
        /// Seconds.
        seconds: u32,
    },
    /// A date that cannot be.
    Date {
        /// Which.
        given: NaiveDate,
    },
    /// The phone's date may be wrong: somebody says that it is right, or sets it right, and tries again.
    Clock {
        /// What it shows.
        shows: NaiveDate,
        /// Why.
        doubt: qadam_domain::clock::Doubt,
    },
    /// No profile is open.
    NoProfile,
    /// This profile cannot do that.
    NotForThisRole,
    /// No such thing (any more).
    NotFound,
    /// Already joined, or a joining is under way.
    AlreadyJoined,
    /// Entries that were counted cannot be removed.
    Counted,
    /// The entry stands in a report that is with the mentor.
    InReport,
    /// No network, and this one needs it.
    Offline,
    /// The server is there and answers nonsense, or not at all.
    Server,
    /// This phone was signed out by the server.
    SignedOut,
    /// The server wants a newer app. What is written here stays and is sent after the update.
    UpdateWanted,
    /// The disk is full. What was saved before is safe.
    DiskFull,
    /// The folder or the disk cannot be written to.
    ReadOnly,
    /// The birth date was decided by: it stays.
    BirthFixed,
    /// This file cannot be taken in.
    Import(ImportFault),
    /// A file cannot become a photo.
    Picture(PictureFault),
    /// A file for the person could not be written. What is in the app is safe.
    FileNotSaved,
    /// The database cannot be opened or is damaged.
    Storage,
    /// The rule pack cannot be read: the path within it.
    Pack {
        /// Path and rule.
        path: String,
    },
    /// The part of the program that does this has not come to this phone yet.
    PartMissing,
    /// Another tab has the app.
    Elsewhere,
    /// The core is gone: reload the app.
    Gone,
    /// A frame that cannot be read: the page and the core are of different versions. Reload.
    Protocol,
}

/// Why a file cannot become a photo. What was written meanwhile is untouched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureFault {
    /// Not a picture, a broken one, or of a kind that this device does not know.
    Unreadable,
    /// More bytes or pixels than this device can hold.
    TooLarge,
}

/// Why an export is not taken in. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportFault {
    /// Larger than any export.
    TooLarge {
        /// Most megabytes.
        max_mb: usize,
    },
    /// No export of Qadam, or only the beginning of one.
    Foreign,
    /// Written by a newer app.
    Newer,
    /// A row cannot be read or breaks the rules.
    Broken {
        /// Line in the file.
        line: usize,
    },
    /// This person is on this phone already.
    Here {
        /// As whom.
        name: String,
    },
}

impl From<Fault> for DoorError {
    fn from(fault: Fault) -> Self {
        let retry = matches!(
            fault,
            Fault::Offline | Fault::Server | Fault::PartMissing | Fault::DiskFull | Fault::PinWait { .. }
        );
        Self { fault, retry }
    }
}

macro_rules! from {
    ($($kind:ident => $variant:ident),* $(,)?) => {$(
        impl From<$kind> for DoorError {
            fn from(e: $kind) -> Self { Fault::$variant(e).into() }
        }
    )*};
}
from! { EntryError => Entry, EnrolmentError => Enrolment, PlanError => Plan, ReportError => Report, CodeError => Code }
