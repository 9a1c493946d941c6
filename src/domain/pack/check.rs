//! What a pack must hold to, beyond its JSON shape. A pack comes from outside: sizes are limited so
//! that a hostile one cannot hurt, and what contradicts itself is refused, because a participant
//! would find out only after eighteen months. All mistakes are found, not only the first.

use std::fmt::Display;

use super::problem::{PackError, Problem};
use super::{Activity, Names, Pack, ThingKind, Track, Unit};
use crate::entry::{MINUTES_MAX, PAGES_MAX};

/// Largest pack in bytes of JSON. Those that ship have about 15 kB.
pub const PACK_BYTES_MAX: usize = 256 * 1024;
const TRACKS_MAX: usize = 20;
const LEVELS_MAX: usize = 10;
const ACTIVITIES_MAX: usize = 50;
const SOURCES_MAX: usize = 50;
const NAME_MAX: usize = 100;
const ID_MAX: usize = 40;
/// More mistakes help nobody.
const MISTAKES_MAX: usize = 100;

/// Size of the text, before it is parsed at all.
pub(super) fn check_size(text: &str) -> Result<(), PackError> {
    if text.len() > PACK_BYTES_MAX {
        return Err(PackError::at("pack", Problem::TooLong { given: text.len(), max: PACK_BYTES_MAX }));
    }
    Ok(())
}

/// The mistakes of the whole pack, in the order of its fields.
pub(super) fn check(pack: &Pack) -> Vec<PackError> {
    let mut found = Found::default();
    found.pack(pack);
    found.0
}

/// The mistakes found so far.
#[derive(Default)]
pub(super) struct Found(Vec<PackError>);

impl Found {
    pub(super) fn add(&mut self, path: impl Display, problem: Problem) {
        if self.0.len() < MISTAKES_MAX {
            self.0.push(PackError::at(path, problem));
        }
    }

    fn pack(&mut self, pack: &Pack) {
        self.id("id", &pack.id);
        self.named("version", &pack.version, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        self.names("names", &pack.names);
        self.sources(pack);
        self.between("ages.max", u32::from(pack.ages.max), 1, 120);
        self.between("ages.min", u32::from(pack.ages.min), 0, u32::from(pack.ages.max));
        if let Some(before) = pack.ages.finish_before {
            self.between("ages.finish_before", u32::from(before), u32::from(pack.ages.min) + 1, 121);
        }

        self.count("tracks", pack.tracks.len(), TRACKS_MAX);
        self.unique("tracks", pack.tracks.iter().map(|t| t.id.as_str()));
        for (i, t) in pack.tracks.iter().enumerate() {
            self.track(&format!("tracks[{i}]"), t);
        }
        if !pack.tracks.is_empty() && pack.tracks.iter().all(|t| t.optional) {
            self.add("tracks", Problem::NoRequirement);
        }

        self.count("levels", pack.levels.len(), LEVELS_MAX);
        self.unique("levels", pack.levels.iter().map(|l| l.id.as_str()));
        for i in 0..pack.levels.len() {
            self.level(pack, i);
        }

        self.between("review.remind_days", pack.review.remind_days, 1, 365);
        self.between("review.escalate_days", pack.review.escalate_days, pack.review.remind_days.max(1), 365);
        self.count("outcomes", pack.outcomes.len(), 2);
        if pack.outcomes.len() == 2 && pack.outcomes[0] == pack.outcomes[1] {
            self.add("outcomes[1]", Problem::Twice);
        }
    }

    /// Every rule has its source, if only the word that it is Qadam's own.
    fn sources(&mut self, pack: &Pack) {
        self.count("sources", pack.sources.len(), SOURCES_MAX);
        for (i, s) in pack.sources.iter().enumerate() {
            self.text(&format!("sources[{i}].about"), &s.about, NAME_MAX);
            for (language, text) in [("kk", &s.text.kk), ("ru", &s.text.ru), ("en", &s.text.en)] {
                self.text(&format!("sources[{i}].text.{language}"), text, 10 * NAME_MAX);
            }
        }
    }

    fn track(&mut self, at: &str, t: &Track) {
        self.id(&format!("{at}.id"), &t.id);
        self.names(&format!("{at}.names"), &t.names);
        self.names(&format!("{at}.short"), &t.short);
        self.id(&format!("{at}.icon"), &t.icon);
        // Days are days of a journey or a stay, and of nothing else; an entry must say of which one.
        let in_days = matches!(t.thing, Some(ThingKind::Journey | ThingKind::Stay));
        if (t.unit == Unit::Days) != in_days {
            self.add(format_args!("{at}.thing"), Problem::Unit { unit: t.unit });
        }
        if let Some(cap) = t.daily_cap {
            let path = format!("{at}.daily_cap");
            if t.unit == Unit::Days {
                self.add(path, Problem::Unit { unit: t.unit });
            } else {
                self.between(&path, cap, 1, most_a_day(t.unit));
            }
        }
        let path = format!("{at}.activities");
        self.count(&path, t.activities.len(), ACTIVITIES_MAX);
        self.unique(&path, t.activities.iter().map(|a| a.id.as_str()));
        for (i, a) in t.activities.iter().enumerate() {
            self.activity(&format!("{path}[{i}]"), a, t);
        }
    }

    fn activity(&mut self, at: &str, a: &Activity, t: &Track) {
        self.id(&format!("{at}.id"), &a.id);
        self.names(&format!("{at}.names"), &a.names);
        self.between(&format!("{at}.usual"), a.usual, 1, most_a_day(t.unit));
    }

    pub(super) fn between(&mut self, at: &str, given: u32, min: u32, max: u32) -> bool {
        if given < min {
            self.add(at, Problem::TooLittle { given, min });
        } else if given > max {
            self.add(at, Problem::TooMuch { given, max });
        }
        (min..=max).contains(&given)
    }

    pub(super) fn count(&mut self, at: &str, given: usize, max: usize) {
        match given {
            0 => self.add(at, Problem::Empty),
            n if n > max => self.add(at, Problem::TooLong { given, max }),
            _ => {}
        }
    }

    pub(super) fn unique<'a>(&mut self, at: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = std::collections::BTreeSet::new();
        for (i, id) in ids.enumerate() {
            if !seen.insert(id) {
                self.add(format_args!("{at}[{i}].id"), Problem::Twice);
            }
        }
    }

    pub(super) fn id(&mut self, at: &str, id: &str) {
        self.named(at, id, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
    }

    fn named(&mut self, at: &str, given: &str, allowed: impl Fn(char) -> bool) {
        if self.text(at, given, ID_MAX) && !given.chars().all(allowed) {
            self.add(at, Problem::BadId);
        }
    }

    pub(super) fn names(&mut self, at: &str, n: &Names) {
        for (lang, name) in [("kk", &n.kk), ("ru", &n.ru), ("en", &n.en)] {
            self.text(&format!("{at}.{lang}"), name, NAME_MAX);
        }
    }

    fn text(&mut self, at: &str, given: &str, max: usize) -> bool {
        let length = given.chars().count();
        if given.trim().is_empty() {
            self.add(at, Problem::Empty);
            false
        } else if length > max {
            self.add(at, Problem::TooLong { given: length, max });
            false
        } else {
            true
        }
    }
}

pub(super) fn most_a_day(unit: Unit) -> u32 {
    match unit {
        Unit::Minutes => MINUTES_MAX,
        Unit::Pages => PAGES_MAX,
        Unit::Days => 1,
    }
}
