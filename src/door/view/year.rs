//! A year in review.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Amount, DayAmount, DaySpan, MonthSum};

/// A year, as a picture and in numbers: all that was logged, counted or not. Nobody is compared with anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearView {
    /// Which.
    pub year: i32,
    /// The civil date.
    pub date: NaiveDate,
    /// The earliest year with an entry, and the one that runs.
    pub years: (i32, i32),
    /// Entries.
    pub entries: u32,
    /// Days with an entry.
    pub active: u32,
    /// Minutes, of all tracks that count them.
    pub minutes: u32,
    /// Pages, of all tracks that count them.
    pub pages: u32,
    /// Tracks with an entry, in the programme's order.
    pub tracks: Vec<YearTrack>,
    /// Titles of finished books, as they were first finished.
    pub books: Vec<String>,
    /// Titles of finished projects, as they were first finished.
    pub projects: Vec<String>,
    /// Journeys, by their first day.
    pub journeys: Vec<YearJourney>,
    /// The twelve months; the amounts are entries.
    pub months: Vec<MonthSum>,
    /// Days with an entry, Monday to Sunday.
    pub weekdays: [u32; 7],
    /// The longest run of weeks (from Monday) with an entry in each; none below two weeks.
    pub steady: Option<Steady>,
    /// How often an entry came after at least [`GAP_DAYS`] days without one.
    pub comebacks: u32,
    /// The first entry with a note.
    pub first: Option<YearWord>,
    /// The last entry with a note, where it is another one.
    pub last: Option<YearWord>,
    /// Entries of each day.
    pub days: DaySpan,
}

/// So many days without an entry are a gap that one comes back from.
pub const GAP_DAYS: i64 = 14;

/// A track's year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTrack {
    /// Track id.
    pub track: String,
    /// How much; days of journeys once each.
    pub amount: Amount,
    /// Entries.
    pub entries: u32,
    /// The fullest day; none where days are counted.
    pub best_day: Option<DayAmount>,
    /// The fullest week from Monday to Sunday, by its first day in the year; none where days are counted.
    pub best_week: Option<DayAmount>,
}

/// A journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearJourney {
    /// What it is called.
    pub title: String,
    /// Its first day in the year.
    pub from: NaiveDate,
    /// Its days in the year.
    pub days: u32,
}

/// Weeks one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steady {
    /// How many.
    pub weeks: u32,
    /// First day with an entry.
    pub from: NaiveDate,
    /// Last day with an entry.
    pub to: NaiveDate,
}

/// Somebody's own words of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearWord {
    /// The day.
    pub on: NaiveDate,
    /// Track id.
    pub track: String,
    /// The note.
    pub note: String,
}
