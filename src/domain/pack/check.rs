//! What a pack must hold to, beyond its JSON shape. A pack comes from outside: sizes are limited so
//! that a hostile one cannot hurt, and what contradicts itself is refused, because a participant
//! would find out only after eighteen months.

use serde::{Deserialize, Serialize};
use std::fmt::Display;
use thiserror::Error;

use super::json;
use super::{Activity, Level, Names, Pack, Requirement, ThingKind, Track, Unit};
use crate::entry::{MINUTES_MAX, NOTE_MAX, PAGES_MAX};

/// Largest pack in bytes of JSON. The one that ships has 15 kB.
pub const PACK_BYTES_MAX: usize = 256 * 1024;
const TRACKS_MAX: usize = 20;
const LEVELS_MAX: usize = 10;
const ACTIVITIES_MAX: usize = 50;
const SOURCES_MAX: usize = 50;
const NAME_MAX: usize = 100;
const ID_MAX: usize = 40;
const MONTHS_MAX: u32 = 120;
const WINDOW_DAYS_MAX: u32 = 366;
const WINDOWS_MAX: u32 = 1_000;
/// Most of any need: 10,000 hours in minutes; more pages or things than a youth has.
const NEED_MAX: u32 = 600_000;
/// A note of so many words still fits into an entry, even in Kazakh.
const NOTE_WORDS_MAX: u32 = (NOTE_MAX / 10) as u32;

/// Why a pack is refused: where, and which rule it breaks. Safe to log: it holds nothing of a person.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
#[error("{path}: {problem}")]
pub struct PackError {
    /// Where in the pack, e.g. `levels[1].requirements.sport[0].min`; `pack` for the whole file.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong at a place of a pack.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Problem {
    /// No JSON, or not of a pack's shape: a field missing, unknown or of another type.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The parser's words, shortened.
        what: String,
    },
    /// More bytes, characters or items than a pack may have.
    #[error("{given} is longer than {max}")]
    TooLong {
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// Nothing stands where something must.
    #[error("is empty")]
    Empty,
    /// Not an id: lower-case Latin letters, digits, `_`, `-` (in a version also capitals and `.`).
    #[error("is no id")]
    BadId,
    /// Stands there twice.
    #[error("stands there twice")]
    Twice,
    /// The pack has no such track.
    #[error("unknown track")]
    UnknownTrack,
    /// The level demands nothing of this track.
    #[error("has no requirement")]
    NoRequirement,
    /// Below what makes sense; mostly a zero.
    #[error("{given} is less than {min}")]
    TooLittle {
        /// What stands there.
        given: u32,
        /// The least that may be.
        min: u32,
    },
    /// Above what makes sense or what another field allows.
    #[error("{given} is more than {max}")]
    TooMuch {
        /// What stands there.
        given: u32,
        /// The most that may be.
        max: u32,
    },
    /// The minimum of a window is above its cap, so that no window could ever count.
    #[error("minimum {min} above the cap {cap}")]
    MinAboveCap {
        /// The window's minimum.
        min: u32,
        /// What the window adds at most.
        cap: u32,
    },
    /// The windows that are needed can never add up to the total.
    #[error("total {total} is more than the windows add up to, {most}")]
    TotalUnreachable {
        /// The total.
        total: u32,
        /// Windows times cap.
        most: u32,
    },
    /// So many nights do not lie between so many days.
    #[error("{nights} nights do not lie between {days} days")]
    Nights {
        /// Days of the journey.
        days: u32,
        /// Nights of the journey.
        nights: u32,
    },
    /// The track's unit does not go with this.
    #[error("does not go with the unit {unit:?}")]
    Unit {
        /// The track's unit.
        unit: Unit,
    },
    /// The track has no things of this kind.
    #[error("the track has no {what:?}")]
    NoSuchThing {
        /// The kind that is asked for.
        what: ThingKind,
    },
    /// Attested hours are asked for in a track where nobody is asked who attests them.
    #[error("the track is not attested")]
    NotAttested,
}

impl PackError {
    /// An error at a place.
    pub fn at(path: impl Display, problem: Problem) -> Self {
        Self { path: path.to_string(), problem }
    }

    /// From the parser, without the text at hand: line and column say where.
    pub fn json(error: &serde_json::Error) -> Self {
        Self::at("pack", json::problem(error))
    }
}

type Checked = Result<(), PackError>;

fn fail(path: impl Display, problem: Problem) -> Checked {
    Err(PackError::at(path, problem))
}

/// Size of the text, before it is parsed at all.
pub(super) fn check_size(text: &str) -> Checked {
    if text.len() > PACK_BYTES_MAX {
        return fail("pack", Problem::TooLong { given: text.len(), max: PACK_BYTES_MAX });
    }
    Ok(())
}

/// The whole pack; the first mistake is told.
pub(super) fn check(pack: &Pack) -> Checked {
    id("id", &pack.id)?;
    version("version", &pack.version)?;
    names("names", &pack.names)?;
    sources(pack)?;
    between("ages.max", u32::from(pack.ages.max), 1, 120)?;
    between("ages.min", u32::from(pack.ages.min), 0, u32::from(pack.ages.max))?;

    count("tracks", pack.tracks.len(), TRACKS_MAX)?;
    unique("tracks", pack.tracks.iter().map(|t| t.id.as_str()))?;
    for (i, t) in pack.tracks.iter().enumerate() {
        track(&format!("tracks[{i}]"), t)?;
    }
    if pack.tracks.iter().all(|t| t.optional) {
        return fail("tracks", Problem::NoRequirement);
    }

    count("levels", pack.levels.len(), LEVELS_MAX)?;
    unique("levels", pack.levels.iter().map(|l| l.id.as_str()))?;
    for (i, l) in pack.levels.iter().enumerate() {
        level(&format!("levels[{i}]"), l, pack)?;
    }

    between("review.remind_days", pack.review.remind_days, 1, 365)?;
    between("review.escalate_days", pack.review.escalate_days, pack.review.remind_days, 365)?;
    count("outcomes", pack.outcomes.len(), 2)?;
    if pack.outcomes.len() == 2 && pack.outcomes[0] == pack.outcomes[1] {
        return fail("outcomes[1]", Problem::Twice);
    }
    Ok(())
}

/// Every rule has its source, if only the word that it is Qadam's own.
fn sources(pack: &Pack) -> Checked {
    count("sources", pack.sources.len(), SOURCES_MAX)?;
    for (i, s) in pack.sources.iter().enumerate() {
        text(&format!("sources[{i}].about"), &s.about, NAME_MAX)?;
        text(&format!("sources[{i}].text"), &s.text, 10 * NAME_MAX)?;
    }
    Ok(())
}

fn track(at: &str, t: &Track) -> Checked {
    id(&format!("{at}.id"), &t.id)?;
    names(&format!("{at}.names"), &t.names)?;
    names(&format!("{at}.short"), &t.short)?;
    id(&format!("{at}.icon"), &t.icon)?;
    // Days are days of a journey, and of nothing else; an entry must say of which one.
    if (t.unit == Unit::Days) != (t.thing == Some(ThingKind::Journey)) {
        return fail(format_args!("{at}.thing"), Problem::Unit { unit: t.unit });
    }
    if let Some(cap) = t.daily_cap {
        let path = format!("{at}.daily_cap");
        if t.unit == Unit::Days {
            return fail(path, Problem::Unit { unit: t.unit });
        }
        between(&path, cap, 1, most_a_day(t.unit))?;
    }
    let path = format!("{at}.activities");
    count(&path, t.activities.len(), ACTIVITIES_MAX)?;
    unique(&path, t.activities.iter().map(|a| a.id.as_str()))?;
    for (i, a) in t.activities.iter().enumerate() {
        activity(&format!("{path}[{i}]"), a, t)?;
    }
    Ok(())
}

fn activity(at: &str, a: &Activity, t: &Track) -> Checked {
    id(&format!("{at}.id"), &a.id)?;
    names(&format!("{at}.names"), &a.names)?;
    between(&format!("{at}.usual"), a.usual, 1, most_a_day(t.unit))
}

fn level(at: &str, l: &Level, pack: &Pack) -> Checked {
    id(&format!("{at}.id"), &l.id)?;
    names(&format!("{at}.names"), &l.names)?;
    between(
        &format!("{at}.min_age"),
        u32::from(l.min_age),
        u32::from(pack.ages.min),
        u32::from(pack.ages.max),
    )?;
    between(&format!("{at}.months"), l.months, 1, MONTHS_MAX)?;
    for key in l.requirements.keys() {
        if pack.track(key).is_none() {
            return fail(format_args!("{at}.requirements.{}", json::printable(key)), Problem::UnknownTrack);
        }
    }
    for t in &pack.tracks {
        let path = format!("{at}.requirements.{}", t.id);
        match l.requirements.get(&t.id) {
            Some(list) if !list.is_empty() => requirements(&path, list, t)?,
            _ => return fail(path, Problem::NoRequirement),
        }
    }
    Ok(())
}

fn requirements(at: &str, list: &[Requirement], t: &Track) -> Checked {
    for (i, r) in list.iter().enumerate() {
        let path = format!("{at}[{i}]");
        // Two amounts, two journeys or two counts of one kind would each hide the other.
        if list[..i].iter().any(|earlier| alike(earlier, r)) {
            return fail(path, Problem::Twice);
        }
        requirement(&path, r, t)?;
    }
    Ok(())
}

fn alike(a: &Requirement, b: &Requirement) -> bool {
    use Requirement as R;
    match (a, b) {
        (R::Quota { .. } | R::Regular { .. }, R::Quota { .. } | R::Regular { .. })
        | (R::Journey { .. }, R::Journey { .. }) => true,
        (R::Count { what: a, .. }, R::Count { what: b, .. }) => a == b,
        _ => false,
    }
}

fn requirement(at: &str, r: &Requirement, t: &Track) -> Checked {
    match *r {
        Requirement::Quota { need, attested } => {
            between(&format!("{at}.need"), need, 1, NEED_MAX)?;
            if attested && !t.attested {
                return fail(format_args!("{at}.attested"), Problem::NotAttested);
            }
        }
        Requirement::Regular { window_days, min, cap, windows, total } => {
            if t.unit == Unit::Days {
                return fail(at, Problem::Unit { unit: t.unit });
            }
            between(&format!("{at}.window_days"), window_days, 1, WINDOW_DAYS_MAX)?;
            between(&format!("{at}.windows"), windows, 1, WINDOWS_MAX)?;
            let a_day = t.daily_cap.unwrap_or(most_a_day(t.unit));
            between(&format!("{at}.min"), min, 1, a_day * window_days)?;
            between(&format!("{at}.cap"), cap, 1, NEED_MAX)?;
            if min > cap {
                return fail(format_args!("{at}.min"), Problem::MinAboveCap { min, cap });
            }
            between(&format!("{at}.total"), total, 1, NEED_MAX)?;
            let most = windows.saturating_mul(cap);
            if total > most {
                return fail(format_args!("{at}.total"), Problem::TotalUnreachable { total, most });
            }
        }
        Requirement::Count { what, need, note_words } => {
            if t.thing != Some(what) {
                return fail(format_args!("{at}.what"), Problem::NoSuchThing { what });
            }
            between(&format!("{at}.need"), need, 1, 1_000)?;
            between(&format!("{at}.note_words"), note_words, 0, NOTE_WORDS_MAX)?;
        }
        Requirement::Journey { days, nights } => {
            if t.unit != Unit::Days {
                return fail(at, Problem::Unit { unit: t.unit });
            }
            between(&format!("{at}.days"), days, 1, 366)?;
            if nights >= days {
                return fail(format_args!("{at}.nights"), Problem::Nights { days, nights });
            }
        }
    }
    Ok(())
}

fn most_a_day(unit: Unit) -> u32 {
    match unit {
        Unit::Minutes => MINUTES_MAX,
        Unit::Pages => PAGES_MAX,
        Unit::Days => 1,
    }
}

fn between(at: &str, given: u32, min: u32, max: u32) -> Checked {
    if given < min {
        fail(at, Problem::TooLittle { given, min })
    } else if given > max {
        fail(at, Problem::TooMuch { given, max })
    } else {
        Ok(())
    }
}

fn count(at: &str, given: usize, max: usize) -> Checked {
    match given {
        0 => fail(at, Problem::Empty),
        n if n > max => fail(at, Problem::TooLong { given, max }),
        _ => Ok(()),
    }
}

fn unique<'a>(at: &str, ids: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = std::collections::BTreeSet::new();
    for (i, id) in ids.enumerate() {
        if !seen.insert(id) {
            return fail(format_args!("{at}[{i}].id"), Problem::Twice);
        }
    }
    Ok(())
}

fn id(at: &str, id: &str) -> Checked {
    named(at, id, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
}

fn version(at: &str, version: &str) -> Checked {
    named(at, version, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn named(at: &str, given: &str, allowed: impl Fn(char) -> bool) -> Checked {
    text(at, given, ID_MAX)?;
    if given.chars().all(allowed) { Ok(()) } else { fail(at, Problem::BadId) }
}

fn names(at: &str, n: &Names) -> Checked {
    for (lang, name) in [("kk", &n.kk), ("ru", &n.ru), ("en", &n.en)] {
        text(&format!("{at}.{lang}"), name, NAME_MAX)?;
    }
    Ok(())
}

fn text(at: &str, given: &str, max: usize) -> Checked {
    if given.trim().is_empty() {
        return fail(at, Problem::Empty);
    }
    let length = given.chars().count();
    if length > max { fail(at, Problem::TooLong { given: length, max }) } else { Ok(()) }
}
