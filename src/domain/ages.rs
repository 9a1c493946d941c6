//! Ages on calendar dates. 29 February counts as 1 March in common years
//! (the convention of the programme notes; birthdays are never earlier than the law allows).

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Whole years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Age(pub u8);

/// Why a birth date cannot be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgeError {
    /// The date lies after today.
    #[error("birth date in the future")]
    Future,
    /// More than 120 years ago: a slip of the finger.
    #[error("birth date too long ago")]
    TooLongAgo,
}

/// The day on which a person born on `birth` turns `years`.
pub fn birthday(birth: NaiveDate, years: u8) -> Option<NaiveDate> {
    let year = birth.year().checked_add(i32::from(years))?;
    NaiveDate::from_ymd_opt(year, birth.month(), birth.day()).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// Age in whole years on a day.
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> Result<Age, AgeError> {
    if birth > on {
        return Err(AgeError::Future);
    }
    let years = on.year() - birth.year();
    if years > 121 {
        return Err(AgeError::TooLongAgo);
    }
    let mut age = u8::try_from(years).map_err(|_| AgeError::TooLongAgo)?;
    if birthday(birth, age).is_some_and(|b| b > on) {
        age = age.saturating_sub(1);
    }
    if age > 120 { Err(AgeError::TooLongAgo) } else { Ok(Age(age)) }
}

/// A date so many calendar months later; the month's last day where the day does not exist.
pub fn months_later(from: NaiveDate, months: u32) -> NaiveDate {
    from.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(s: &str) -> NaiveDate {
        s.parse().unwrap()
    }

    #[test]
    fn a_leap_day_birthday_comes_on_the_first_of_march() {
        assert_eq!(age_on(d("2008-02-29"), d("2022-02-28")), Ok(Age(13)));
        assert_eq!(age_on(d("2008-02-29"), d("2022-03-01")), Ok(Age(14)));
        assert_eq!(age_on(d("2008-02-29"), d("2024-02-28")), Ok(Age(15)));
        assert_eq!(age_on(d("2008-02-29"), d("2024-02-29")), Ok(Age(16)));
    }

    #[test]
    fn dates_that_cannot_be() {
        assert_eq!(age_on(d("2030-01-01"), d("2026-11-21")), Err(AgeError::Future));
        assert_eq!(age_on(d("1700-01-01"), d("2026-11-21")), Err(AgeError::TooLongAgo));
        assert_eq!(age_on(d("2026-11-21"), d("2026-11-21")), Ok(Age(0)));
    }
}
