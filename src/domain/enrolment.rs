//! Who works on which level, since when.

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ages::{AgeError, age_on, birthday};
use crate::pack::Pack;
use crate::progress::{NeedKind, Progress};

/// Somebody's level. The pack's version stays until they choose to move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Enrolment {
    /// Pack id.
    #[n(0)]
    pub pack: String,
    /// Pack version.
    #[n(1)]
    pub version: String,
    /// Level id.
    #[n(2)]
    pub level: String,
    /// First day of the level; windows are counted from here.
    #[cbor(n(3), with = "crate::cbor::date")]
    pub start: NaiveDate,
    /// Date of birth: the ages of programme and level are checked on it.
    #[cbor(n(4), with = "crate::cbor::date")]
    pub birth: NaiveDate,
    /// Earlier levels' awards that are held: they may shorten this one.
    #[serde(default)]
    #[cbor(n(5), skip_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// What counted when somebody moved to this version of the pack; it goes on counting.
    #[serde(default)]
    #[cbor(n(6), skip_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
}

/// An award that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Award {
    /// Level id.
    #[n(0)]
    pub level: String,
    /// When it was given, where that is known.
    #[serde(default)]
    #[cbor(n(1), with = "crate::cbor::date_or_none", has_nil)]
    pub on: Option<NaiveDate>,
}

/// What counted in a track under an earlier version of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Carried {
    /// Track id.
    #[n(0)]
    pub track: String,
    /// Which need.
    #[cbor(n(1), with = "crate::cbor::known")]
    pub kind: NeedKind,
    /// How much counted.
    #[n(2)]
    pub counted: u32,
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
    /// An award of a level that does not come before this one, or the same twice.
    #[error("award of {0} does not go before this level")]
    BadAward(String),
    /// Another programme: only a version of the same one can be moved to.
    #[error("another programme")]
    OtherProgramme,
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
    // Who must finish before a birthday that has come cannot begin, however old one may be to enrol.
    let last = pack.ages.finish_before.map_or(u8::MAX, |b| b.saturating_sub(1));
    let max = pack.ages.max.min(last);
    if age.0 > max {
        return Err(EnrolmentError::TooOld { max });
    }
    let before = |id: &str| pack.levels.iter().take_while(|l| l.id != e.level).any(|l| l.id == id);
    for (i, a) in e.awards.iter().enumerate() {
        if !before(&a.level) || e.awards[..i].iter().any(|other| other.level == a.level) {
            return Err(EnrolmentError::BadAward(a.level.clone()));
        }
    }
    Ok(())
}

impl Enrolment {
    /// The same level under another version of the programme. `now` is the progress under the present one:
    /// what counts today goes on counting ([`Enrolment::carried`]).
    pub fn moved(&self, to: &Pack, now: &Progress) -> Result<Self, EnrolmentError> {
        if to.id != self.pack {
            return Err(EnrolmentError::OtherProgramme);
        }
        if to.level(&self.level).is_none() {
            return Err(EnrolmentError::UnknownLevel(self.level.clone()));
        }
        let needs = now.tracks.iter().flat_map(|t| t.needs.iter().map(move |n| (t, n)));
        let mut carried: Vec<Carried> = needs
            .filter(|(_, n)| n.counted > 0)
            .map(|(t, n)| Carried { track: t.track.clone(), kind: n.kind, counted: n.counted })
            .collect();
        // Kept from an earlier move, of a need that the present version does not ask for.
        let there = |c: &Carried, all: &[Carried]| all.iter().any(|o| o.track == c.track && o.kind == c.kind);
        let older: Vec<Carried> = self.carried.iter().filter(|c| !there(c, &carried)).cloned().collect();
        carried.extend(older);
        Ok(Self { version: to.version.clone(), carried, ..self.clone() })
    }
}

/// Whether a guardian's consent is needed on a day (under 18).
pub fn is_minor(birth: NaiveDate, on: NaiveDate) -> bool {
    birthday(birth, 18).is_none_or(|b| b > on)
}
