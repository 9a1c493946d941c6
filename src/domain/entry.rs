//! A log entry: what somebody did on a day.

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::Millis;
use crate::ids::{EntryId, ThingId};
use crate::pack::{Pack, ThingKind, Unit};
use crate::photo::{PHOTOS_MAX, Photo};

/// Longest note in characters. Long enough for a page of handwriting; a slip of pasting a book is told.
pub const NOTE_MAX: usize = 4_000;
/// Longest title of a book, project or journey in characters.
pub const TITLE_MAX: usize = 200;
/// Most minutes of one entry: a day has no more.
pub const MINUTES_MAX: u32 = 1_440;
/// Most pages of one entry.
pub const PAGES_MAX: u32 = 2_000;
/// How far back an entry may be dated, in days. Later is flagged for the mentor long before.
pub const BACKDATE_MAX_DAYS: i64 = 366;

/// An entry that was first written more than so many days after its day carries a flag, for people to look
/// at; nothing is refused because of it. Qadam's own default: no rule of a programme says a number.
pub const BACKDATE_FLAG_DAYS: i64 = 3;

/// What an entry belongs to. The title travels with each entry, as it was written that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ThingRef {
    /// Which book, project or journey.
    #[n(0)]
    pub id: ThingId,
    /// What kind it is.
    #[cbor(n(1), with = "crate::cbor::known")]
    pub kind: ThingKind,
    /// Its title in the person's own words.
    #[n(2)]
    pub title: String,
    /// With this entry the thing is finished.
    #[serde(default)]
    #[cbor(n(3), skip_if = "crate::cbor::is_false")]
    pub finished: bool,
}

/// Who can confirm that it was so (attested tracks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Attestation {
    /// The person in charge.
    #[n(0)]
    pub name: String,
    /// What they are there: head of the library, farm manager.
    #[n(1)]
    pub role: String,
}

/// One log entry in one revision. Which amounts mean something is said by the track's unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Entry {
    /// The entry, through all of its revisions.
    #[n(0)]
    pub id: EntryId,
    /// Track id of the pack.
    #[n(1)]
    pub track: String,
    /// Activity id of the pack, if one was picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(2)]
    pub activity: Option<String>,
    /// The civil date that the person chose.
    #[cbor(n(3), with = "crate::cbor::date")]
    pub on: NaiveDate,
    /// Minutes that local time was ahead of UTC when it was written.
    #[n(4)]
    pub utc_offset_min: i16,
    /// Minutes of effort.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cbor(n(5), skip_if = "is_zero")]
    pub minutes: u32,
    /// Pages read.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cbor(n(6), skip_if = "is_zero")]
    pub pages: u32,
    /// Nights spent out after this day (0 or 1).
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cbor(n(7), skip_if = "is_zero")]
    pub nights: u32,
    /// The book, project or journey it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(8)]
    pub thing: Option<ThingRef>,
    /// In the person's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(9), skip_if = "String::is_empty")]
    pub note: String,
    /// Who confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(10)]
    pub attested_by: Option<Attestation>,
    /// When this revision was written, by the phone's clock. Shown and flagged, never decided upon.
    #[n(11)]
    pub written_at: Millis,
    /// What was photographed; since schema 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(12), skip_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
}

impl EntryId {
    /// The moment that is written in the id, by the clock of the phone that made it; none in an id of
    /// another making.
    pub fn made_at(&self) -> Option<Millis> {
        let millis = self.bytes().iter().take(6).fold(0i64, |n, b| (n << 8) | i64::from(*b));
        (self.0.get_version_num() == 7).then_some(Millis(millis))
    }
}

impl Entry {
    /// How many days after its day it was first written; 0 on the day itself.
    ///
    /// A later revision of an entry is not a late entry: the moment of the first one is in the entry's id
    /// (UUIDv7). Where the id tells none, it is the moment of this revision.
    pub fn days_late(&self) -> i64 {
        let first = self.id.made_at().unwrap_or(self.written_at).min(self.written_at);
        (first.date_at(self.utc_offset_min) - self.on).num_days().max(0)
    }

    /// The flag of a back-dated entry: how many days late, where that is more than [`BACKDATE_FLAG_DAYS`].
    pub fn backdated_days(&self) -> Option<u32> {
        Some(self.days_late()).filter(|d| *d > BACKDATE_FLAG_DAYS).and_then(|d| u32::try_from(d).ok())
    }
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Why an entry cannot be saved. Each carries what the sentence for the person needs.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryError {
    /// The pack has no such track.
    #[error("unknown track {0}")]
    UnknownTrack(String),
    /// Nothing was done: the amount that the track counts is zero.
    #[error("amount is empty")]
    Empty,
    /// More than is possible in one entry.
    #[error("{given} is more than {max}")]
    TooMuch {
        /// What was given.
        given: u32,
        /// The most that can be.
        max: u32,
        /// Of what.
        unit: Unit,
    },
    /// A day that has not come.
    #[error("date in the future")]
    Future,
    /// Further back than [`BACKDATE_MAX_DAYS`].
    #[error("date too long ago")]
    TooLongAgo,
    /// The note is too long.
    #[error("note of {given} characters, at most {max}")]
    NoteTooLong {
        /// Characters given.
        given: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A book, project or journey needs a title.
    #[error("title missing")]
    TitleMissing,
    /// The title is too long.
    #[error("title too long")]
    TitleTooLong,
    /// More photos than an entry may have.
    #[error("more than {max} photos")]
    TooManyPhotos {
        /// The most.
        max: usize,
    },
    /// The track counts things of another kind: a journey in reading.
    #[error("the track counts things of another kind")]
    OtherThing,
}

/// Checks an entry before it is saved, on the phone and again on the server.
///
/// `today` is the civil date of whoever checks; the server gives one day of grace, because civil
/// dates differ around the world.
pub fn check(entry: &Entry, pack: &Pack, today: NaiveDate) -> Result<(), EntryError> {
    let track = pack.track(&entry.track).ok_or_else(|| EntryError::UnknownTrack(entry.track.clone()))?;
    let too_much = |given, max, unit| Err(EntryError::TooMuch { given, max, unit });
    if entry.minutes > MINUTES_MAX {
        return too_much(entry.minutes, MINUTES_MAX, Unit::Minutes);
    }
    if entry.pages > PAGES_MAX {
        return too_much(entry.pages, PAGES_MAX, Unit::Pages);
    }
    if entry.nights > 1 {
        return too_much(entry.nights, 1, Unit::Days);
    }
    let something = match track.unit {
        Unit::Minutes => entry.minutes > 0 || finishes(entry),
        Unit::Pages => entry.pages > 0 || finishes(entry),
        Unit::Days => true,
    };
    if !something {
        return Err(EntryError::Empty);
    }
    if entry.on > today {
        return Err(EntryError::Future);
    }
    if (today - entry.on).num_days() > BACKDATE_MAX_DAYS {
        return Err(EntryError::TooLongAgo);
    }
    let given = entry.note.chars().count();
    if given > NOTE_MAX {
        return Err(EntryError::NoteTooLong { given, max: NOTE_MAX });
    }
    if let Some(thing) = &entry.thing {
        if track.thing.is_some_and(|kind| kind != thing.kind) {
            return Err(EntryError::OtherThing);
        }
        if thing.title.trim().is_empty() {
            return Err(EntryError::TitleMissing);
        }
        if thing.title.chars().count() > TITLE_MAX {
            return Err(EntryError::TitleTooLong);
        }
    } else if track.unit == Unit::Days {
        return Err(EntryError::TitleMissing);
    }
    if let Some(by) = &entry.attested_by
        && (by.name.chars().count() > TITLE_MAX || by.role.chars().count() > TITLE_MAX)
    {
        return Err(EntryError::TitleTooLong);
    }
    if entry.photos.len() > PHOTOS_MAX {
        return Err(EntryError::TooManyPhotos { max: PHOTOS_MAX });
    }
    // No id of a pack is that long; an unknown one does no harm, a huge one would fill the database.
    if entry.activity.as_ref().is_some_and(|a| a.len() > TITLE_MAX) {
        return Err(EntryError::TitleTooLong);
    }
    Ok(())
}

fn finishes(entry: &Entry) -> bool {
    entry.thing.as_ref().is_some_and(|t| t.finished)
}

/// How many words a note has (for the note of a finished book).
pub fn words(note: &str) -> u32 {
    u32::try_from(note.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count())
        .unwrap_or(u32::MAX)
}
