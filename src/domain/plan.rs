//! The plan: what somebody means to do in each track, and when.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::Millis;
use crate::ids::{OpId, ThingId};
use crate::pack::{Pack, Unit};
use crate::pauses::{PAUSES_MAX, Pause};

/// Most dated items of a plan: more than one a week for eighteen months.
pub const DATED_MAX: usize = 120;
/// Most days of one dated item.
pub const DATED_DAYS_MAX: i64 = 60;
/// How far ahead a dated item may lie, in days: further is a slip of the finger.
pub const AHEAD_MAX_DAYS: i64 = 3 * 366;
/// Most minutes that one day may be planned for, over all tracks: people sleep.
pub const DAY_MINUTES_MAX: u32 = 16 * 60;

/// A plan for all tracks; may be partial.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Plan {
    /// One item for a planned track, in the pack's order.
    #[cbor(n(0), skip_if = "Vec::is_empty")]
    pub tracks: Vec<TrackPlan>,
    /// Times in which nothing is expected.
    #[serde(default)]
    #[cbor(n(1), skip_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What has a date of its own: a journey, a clean-up on a Saturday.
    #[serde(default)]
    #[cbor(n(2), skip_if = "Vec::is_empty")]
    pub dates: Vec<Dated>,
}

/// Something with a date of its own, beside the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Dated {
    /// Which. A journey's entries take this id, so that the plan and the journey are one thing.
    #[n(0)]
    pub id: ThingId,
    /// Track id.
    #[n(1)]
    pub track: String,
    /// The (first) day.
    #[cbor(n(2), with = "crate::cbor::date")]
    pub on: NaiveDate,
    /// The last day, where there are several.
    #[serde(default)]
    #[cbor(n(3), with = "crate::cbor::date_or_none", has_nil)]
    pub until: Option<NaiveDate>,
    /// At what time, in minutes since midnight.
    #[serde(default)]
    #[n(4)]
    pub at_min: Option<u16>,
    /// How much on each day, in the track's unit.
    #[n(5)]
    pub amount: u32,
    /// What it is, in the person's own words.
    #[serde(default)]
    #[cbor(n(6), skip_if = "String::is_empty")]
    pub title: String,
}

/// What the mentor says of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PlanDecision {
    /// Of which plan: the op that wrote it.
    #[n(0)]
    pub revision: OpId,
    /// Approved, or sent back with a word.
    #[n(1)]
    pub approved: bool,
    /// The word; never empty where the plan is sent back.
    #[serde(default)]
    #[cbor(n(2), skip_if = "String::is_empty")]
    pub message: String,
    /// When; by the server's clock once it is there.
    #[n(3)]
    pub decided_at: Millis,
}

/// What somebody means to do in one track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct TrackPlan {
    /// Track id.
    #[n(0)]
    pub track: String,
    /// Activity id of the pack, where one was picked.
    #[serde(default)]
    #[n(1)]
    pub activity: Option<String>,
    /// The aim in the person's own words: a book's title, "домбыра", "Таза парк".
    #[serde(default)]
    #[cbor(n(2), skip_if = "String::is_empty")]
    pub goal: String,
    /// On which days of the week; bit 0 is Monday.
    #[n(3)]
    pub days: u8,
    /// How much on each such day, in the track's unit.
    #[n(4)]
    pub amount: u32,
    /// At what time, in minutes since midnight.
    #[serde(default)]
    #[n(5)]
    pub at_min: Option<u16>,
}

/// Why a plan cannot be saved.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanError {
    /// The pack has no such track, or it stands there twice.
    #[error("track {0} unknown or twice")]
    Track(String),
    /// An amount that no day has.
    #[error("{given} is more than {max} a day")]
    TooMuch {
        /// Track id.
        track: String,
        /// What was given.
        given: u32,
        /// Most a day.
        max: u32,
    },
    /// The aim is too long.
    #[error("goal too long")]
    GoalTooLong(String),
    /// A time that the clock does not have, or days beyond the week.
    #[error("bad time")]
    BadTime(String),
    /// A pause that ends before it begins or is longer than a year, or more of them than
    /// [`PAUSES_MAX`].
    #[error("bad pause")]
    BadPause,
    /// A dated item that cannot be: it ends before it begins, is too long, stands there twice, or there
    /// are too many of them.
    #[error("bad dates in track {0}")]
    BadDates(String),
    /// A new dated item on a day that has passed or is too far away.
    #[error("{given} has passed or is too far away")]
    Day {
        /// The day.
        given: NaiveDate,
    },
    /// More on one day than a day has room for.
    #[error("{minutes} minutes on one day, at most {max}")]
    DayFull {
        /// Minutes in all.
        minutes: u32,
        /// Most minutes.
        max: u32,
    },
    /// A plan is sent back with a word.
    #[error("no word, or one that is too long")]
    Word,
}

impl Plan {
    /// Checks a plan against the pack.
    pub fn check(&self, pack: &Pack) -> Result<(), PlanError> {
        if self.pauses.len() > PAUSES_MAX || !self.pauses.iter().all(Pause::is_sound) {
            return Err(PlanError::BadPause);
        }
        let mut seen: Vec<&str> = Vec::new();
        for p in &self.tracks {
            let track = pack.track(&p.track).filter(|_| !seen.contains(&p.track.as_str()));
            let track = track.ok_or_else(|| PlanError::Track(p.track.clone()))?;
            seen.push(&p.track);
            let max = most_of_a_day(track.unit);
            if p.amount > max {
                return Err(PlanError::TooMuch { track: p.track.clone(), given: p.amount, max });
            }
            let activity = p.activity.as_ref().map_or(0, String::len);
            if p.goal.chars().count().max(activity) > crate::entry::TITLE_MAX {
                return Err(PlanError::GoalTooLong(p.track.clone()));
            }
            if p.days > 0b111_1111 || p.at_min.is_some_and(|m| m >= 1_440) {
                return Err(PlanError::BadTime(p.track.clone()));
            }
        }
        self.check_dates(pack)?;
        let minutes = self.busiest_day(pack).map_or(0, |(minutes, _)| minutes);
        if minutes > DAY_MINUTES_MAX {
            return Err(PlanError::DayFull { minutes, max: DAY_MINUTES_MAX });
        }
        Ok(())
    }

    fn check_dates(&self, pack: &Pack) -> Result<(), PlanError> {
        if let Some(over) = self.dates.get(DATED_MAX) {
            return Err(PlanError::BadDates(over.track.clone()));
        }
        for (n, d) in self.dates.iter().enumerate() {
            let track = || d.track.clone();
            let unit = pack.track(&d.track).ok_or_else(|| PlanError::Track(track()))?.unit;
            let max = most_of_a_day(unit);
            if d.amount > max {
                return Err(PlanError::TooMuch { track: track(), given: d.amount, max });
            }
            if d.title.chars().count() > crate::entry::TITLE_MAX {
                return Err(PlanError::GoalTooLong(track()));
            }
            if d.at_min.is_some_and(|m| m >= 1_440) {
                return Err(PlanError::BadTime(track()));
            }
            let length = (d.last() - d.on).num_days();
            let twice = self.dates.iter().take(n).any(|other| other.id == d.id);
            if !(0..DATED_DAYS_MAX).contains(&length) || twice {
                return Err(PlanError::BadDates(track()));
            }
        }
        Ok(())
    }

    /// Checks what is new in a plan against the calendar: an item of an `earlier` plan may have passed, a
    /// new one may not.
    pub fn check_new<'a>(
        &self,
        earlier: impl Iterator<Item = &'a Plan> + Clone,
        today: NaiveDate,
    ) -> Result<(), PlanError> {
        for d in &self.dates {
            let out = d.last() < today || (d.on - today).num_days() > AHEAD_MAX_DAYS;
            if out && !earlier.clone().any(|p| p.dates.contains(d)) {
                return Err(PlanError::Day { given: d.on });
            }
        }
        Ok(())
    }

    /// The minutes of the fullest day, and which it is: a dated one, or (none) a day of every week. Pages
    /// take two minutes each; days on a journey are days of their own.
    pub fn busiest_day(&self, pack: &Pack) -> Option<(u32, Option<NaiveDate>)> {
        let takes = |track: &str, amount: u32| minutes_of(pack.track(track).map(|t| t.unit), amount);
        let mut week = [0u32; 7];
        for p in &self.tracks {
            for (n, day) in week.iter_mut().enumerate() {
                if p.days & (1 << n) != 0 {
                    *day = day.saturating_add(takes(&p.track, p.amount));
                }
            }
        }
        let mut dated: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for d in &self.dates {
            for on in d.days() {
                let weekly = || week.get(on.weekday().num_days_from_monday() as usize).copied().unwrap_or(0);
                let day = dated.entry(on).or_insert_with(weekly);
                *day = day.saturating_add(takes(&d.track, d.amount));
            }
        }
        let of_weeks = week.into_iter().map(|minutes| (minutes, None));
        let of_dates = dated.into_iter().map(|(on, minutes)| (minutes, Some(on)));
        // The first of the fullest: a day of every week before a dated one.
        of_weeks.chain(of_dates).reduce(|a, b| if b.0 > a.0 { b } else { a }).filter(|(m, _)| *m > 0)
    }

    /// The plan of a track.
    pub fn track(&self, id: &str) -> Option<&TrackPlan> {
        self.tracks.iter().find(|p| p.track == id)
    }
}

impl TrackPlan {
    /// Whether something is planned for this day of the week.
    pub fn is_on(&self, date: NaiveDate) -> bool {
        self.days & (1 << date.weekday().num_days_from_monday()) != 0
    }

    /// The amount of a whole week, in the track's unit.
    pub fn weekly(&self) -> u32 {
        self.days.count_ones().saturating_mul(self.amount)
    }
}

impl Dated {
    /// Its last day.
    pub fn last(&self) -> NaiveDate {
        self.until.unwrap_or(self.on)
    }

    /// Whether it is on that day.
    pub fn is_on(&self, date: NaiveDate) -> bool {
        self.on <= date && date <= self.last()
    }

    /// Its days in order; of one that is longer than may be, the first ones.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let (on, last) = (self.on, self.last());
        let all = (0..DATED_DAYS_MAX.unsigned_abs()).map_while(move |n| on.checked_add_days(Days::new(n)));
        all.take_while(move |d| *d <= last)
    }
}

impl PlanDecision {
    /// Checks a decision: a plan is sent back with a word.
    pub fn check(approved: bool, message: &str) -> Result<(), PlanError> {
        let long = message.chars().count() > crate::report::MESSAGE_MAX;
        if long || (!approved && message.trim().is_empty()) { Err(PlanError::Word) } else { Ok(()) }
    }
}

fn most_of_a_day(unit: Unit) -> u32 {
    match unit {
        Unit::Minutes => crate::entry::MINUTES_MAX,
        Unit::Pages => crate::entry::PAGES_MAX,
        Unit::Days => 1,
    }
}

/// Minutes that an amount takes: a page two (a calm reader's pace), a day on a journey none of the day's own.
pub fn minutes_of(unit: Option<Unit>, amount: u32) -> u32 {
    match unit {
        Some(Unit::Minutes) => amount,
        Some(Unit::Pages) => amount.saturating_mul(2),
        _ => 0,
    }
}
