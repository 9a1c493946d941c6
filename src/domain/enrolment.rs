//! Who works on which level, since when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ages::{AgeError, age_on, birthday};
use crate::pack::Pack;

/// Somebody's level. The pack's version stays until they choose to move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Pack id.
    pub pack: String,
    /// Pack version.
    pub version: String,
    /// Level id.
    pub level: String,
    /// First day of the level; windows are counted from here.
    pub start: NaiveDate,
    /// Date of birth: the ages of programme and level are checked on it.
    pub birth: NaiveDate,
}

/// Why somebody cannot start a level.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnrolmentError {
    /// The birth date cannot be right.
    #[error(transparent)]
    Birth(#[from] AgeError),
    /// Too young for the programme or the level; the day from which it is open.
    #[error("too young: {needed} needed, open from {from}")]
    TooYoung {
        /// Age needed in whole years.
        needed: u8,
        /// The birthday that opens it.
        from: NaiveDate,
    },
    /// Older than the programme's upper bound.
    #[error("too old: at most {max}")]
    TooOld {
        /// Oldest age in whole years.
        max: u8,
    },
    /// The pack has no such level.
    #[error("unknown level {0}")]
    UnknownLevel(String),
    /// The level would start on a day that has not come.
    #[error("start in the future")]
    StartInFuture,
}

/// Checks ages on the start date, as the calendar has it.
pub fn check(e: &Enrolment, pack: &Pack, today: NaiveDate) -> Result<(), EnrolmentError> {
    let level = pack.level(&e.level).ok_or_else(|| EnrolmentError::UnknownLevel(e.level.clone()))?;
    if e.start > today {
        return Err(EnrolmentError::StartInFuture);
    }
    // On today's date as well: a level that began in the year 15 is a slip of the finger.
    age_on(e.birth, today)?;
    let age = age_on(e.birth, e.start)?;
    let needed = level.min_age.max(pack.ages.min);
    if age.0 < needed {
        let from = birthday(e.birth, needed).unwrap_or(NaiveDate::MAX);
        return Err(EnrolmentError::TooYoung { needed, from });
    }
    if age.0 > pack.ages.max {
        return Err(EnrolmentError::TooOld { max: pack.ages.max });
    }
    Ok(())
}

/// Whether a guardian's consent is needed on a day (under 18).
pub fn is_minor(birth: NaiveDate, on: NaiveDate) -> bool {
    birthday(birth, 18).is_none_or(|b| b > on)
}
