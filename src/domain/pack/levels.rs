//! What a level of a pack must hold to.

use super::check::{Found, most_a_day};
use super::json;
use super::problem::Problem;
use super::{Choice, Level, Longer, Pack, Requirement, Track, Unit};
use crate::entry::{MINUTES_MAX, NOTE_MAX};

const MONTHS_MAX: u32 = 120;
const PAUSE_DAYS_MAX: u32 = 366;
const CHOICES_MAX: usize = 5;
const WINDOW_DAYS_MAX: u32 = 366;
const WINDOWS_MAX: u32 = 1_000;
const LONGER_MAX: usize = 4;
/// Most of any need: 10,000 hours in minutes; more pages or things than a youth has.
const NEED_MAX: u32 = 600_000;
/// A note of so many words still fits into an entry, even in Kazakh.
const NOTE_WORDS_MAX: u32 = (NOTE_MAX / 10) as u32;

impl Found {
    pub(super) fn level(&mut self, pack: &Pack, number: usize) {
        let (at, l) = (format!("levels[{number}]"), &pack.levels[number]);
        self.id(&format!("{at}.id"), &l.id);
        self.names(&format!("{at}.names"), &l.names);
        let (youngest, oldest) = (u32::from(pack.ages.min), u32::from(pack.ages.max));
        self.between(&format!("{at}.min_age"), u32::from(l.min_age), youngest, oldest);
        self.between(&format!("{at}.months"), l.months, 1, MONTHS_MAX);
        self.between(&format!("{at}.pause_days"), l.pause_days, 0, PAUSE_DAYS_MAX);
        for (i, s) in l.shortened_by.iter().enumerate() {
            self.earlier(pack, number, &format!("{at}.shortened_by[{i}].level"), &s.level);
            self.between(&format!("{at}.shortened_by[{i}].months"), s.months, 1, l.months);
            if l.shortened_by[..i].iter().any(|other| other.level == s.level) {
                self.add(format_args!("{at}.shortened_by[{i}].level"), Problem::Twice);
            }
        }
        for key in l.requirements.keys() {
            if pack.track(key).is_none() {
                let path = format!("{at}.requirements.{}", json::printable(key));
                self.add(path, Problem::UnknownTrack);
            }
        }
        for t in &pack.tracks {
            let path = format!("{at}.requirements.{}", t.id);
            match l.requirements.get(&t.id) {
                // An empty list says it: this level asks nothing here. A track that is left out may
                // have been forgotten.
                Some(list) => self.requirements(&path, list, t),
                None => self.add(path, Problem::NoRequirement),
            }
        }
        if pack.tracks.iter().all(|t| t.optional || !l.asks(&t.id)) {
            self.add(format_args!("{at}.requirements"), Problem::NoRequirement);
        }
        if !l.choices.is_empty() {
            self.count(&format!("{at}.choices"), l.choices.len(), CHOICES_MAX);
            self.unique(&format!("{at}.choices"), l.choices.iter().map(|c| c.id.as_str()));
        }
        for (i, c) in l.choices.iter().enumerate() {
            self.choice(pack, number, &format!("{at}.choices[{i}]"), l, c);
        }
    }

    /// The level at the path exists and stands before this one: no circle can come about.
    fn earlier(&mut self, pack: &Pack, number: usize, path: &str, id: &str) {
        match pack.levels.iter().position(|l| l.id == id) {
            None => self.add(path, Problem::UnknownLevel),
            Some(other) if other >= number => self.add(path, Problem::Cycle),
            Some(_) => {}
        }
    }

    fn choice(&mut self, pack: &Pack, number: usize, at: &str, l: &Level, c: &Choice) {
        self.id(&format!("{at}.id"), &c.id);
        self.names(&format!("{at}.names"), &c.names);
        self.between(&format!("{at}.windows"), c.windows, 1, WINDOWS_MAX);
        if let Some(level) = &c.unless {
            self.earlier(pack, number, &format!("{at}.unless"), level);
        }
        self.count(&format!("{at}.tracks"), c.tracks.len(), pack.tracks.len().max(1));
        let mut same = None;
        for (i, id) in c.tracks.iter().enumerate() {
            let path = format!("{at}.tracks[{i}]");
            if c.tracks[..i].contains(id) {
                self.add(&path, Problem::Twice);
            }
            match (pack.track(id), l.window_rule(id)) {
                (None, _) => self.add(&path, Problem::UnknownTrack),
                (Some(_), Some(rule)) if *same.get_or_insert(rule) == rule => {}
                (Some(_), _) => self.add(&path, Problem::NoRegular),
            }
        }
    }

    fn requirements(&mut self, at: &str, list: &[Requirement], t: &Track) {
        for (i, r) in list.iter().enumerate() {
            let path = format!("{at}[{i}]");
            // Two amounts, two journeys or two counts of one kind would each hide the other.
            if list[..i].iter().any(|earlier| alike(earlier, r)) {
                self.add(&path, Problem::Twice);
            }
            self.requirement(&path, r, t);
        }
    }

    fn requirement(&mut self, at: &str, r: &Requirement, t: &Track) {
        match r {
            Requirement::Quota { need, attested } => {
                self.between(&format!("{at}.need"), *need, 1, NEED_MAX);
                if *attested && !t.attested {
                    self.add(format_args!("{at}.attested"), Problem::NotAttested);
                }
            }
            Requirement::Regular { .. } if t.unit == Unit::Days => {
                self.add(at, Problem::Unit { unit: t.unit });
            }
            Requirement::Regular { window_days, min, cap, windows, total, longer } => {
                if !self.between(&format!("{at}.window_days"), *window_days, 1, WINDOW_DAYS_MAX) {
                    return;
                }
                self.between(&format!("{at}.windows"), *windows, 1, WINDOWS_MAX);
                let a_day = t.daily_cap.unwrap_or(most_a_day(t.unit));
                self.between(&format!("{at}.min"), *min, 1, a_day.saturating_mul(*window_days));
                self.amounts(at, *min, *cap, *windows, *total);
                self.longer(at, *window_days, *min, longer, cap.is_some(), total.is_some());
            }
            Requirement::Count { what, need, note_words } => {
                if t.thing != Some(*what) {
                    self.add(format_args!("{at}.what"), Problem::NoSuchThing { what: *what });
                }
                self.between(&format!("{at}.need"), *need, 1, 1_000);
                self.between(&format!("{at}.note_words"), *note_words, 0, NOTE_WORDS_MAX);
            }
            Requirement::Journey { .. } if t.unit != Unit::Days => {
                self.add(at, Problem::Unit { unit: t.unit });
            }
            Requirement::Journey { days, nights, day_minutes, practice } => {
                self.between(&format!("{at}.days"), *days, 1, 366);
                if nights >= days {
                    self.add(format_args!("{at}.nights"), Problem::Nights { days: *days, nights: *nights });
                }
                self.between(&format!("{at}.day_minutes"), *day_minutes, 0, MINUTES_MAX);
                if let Some(p) = practice {
                    self.between(&format!("{at}.practice.journeys"), p.journeys, 1, 10);
                    self.between(&format!("{at}.practice.days"), p.days, 1, 366);
                }
            }
        }
    }

    fn amounts(&mut self, at: &str, min: u32, cap: Option<u32>, windows: u32, total: Option<u32>) {
        if let Some(cap) = cap {
            self.between(&format!("{at}.cap"), cap, 1, NEED_MAX);
            if min > cap {
                self.add(format_args!("{at}.min"), Problem::MinAboveCap { min, cap });
            }
        }
        if let Some(total) = total {
            self.between(&format!("{at}.total"), total, 1, NEED_MAX);
            let most = cap.map_or(u32::MAX, |cap| windows.saturating_mul(cap));
            if total > most {
                self.add(format_args!("{at}.total"), Problem::TotalUnreachable { total, most });
            }
        }
    }

    fn longer(&mut self, at: &str, days: u32, min: u32, longer: &[Longer], cap: bool, total: bool) {
        if longer.is_empty() {
            return;
        }
        self.count(&format!("{at}.longer"), longer.len(), LONGER_MAX);
        // What a cap of each window would mean in a longer one is not said, so the two exclude each other.
        for (there, with) in [(cap, "cap"), (total, "total")] {
            if there {
                self.add(format_args!("{at}.longer"), Problem::NotTogether { with: with.into() });
            }
        }
        let mut of = days;
        for (i, l) in longer.iter().enumerate() {
            let path = format!("{at}.longer[{i}]");
            if !self.between(&format!("{path}.days"), l.days, of.saturating_add(1), WINDOW_DAYS_MAX) {
                continue;
            }
            if !l.days.is_multiple_of(of) {
                self.add(format_args!("{path}.days"), Problem::NotMultiple { given: l.days, of });
            }
            // Less than one short window asks would make the short ones pointless; more than all of them
            // together could never help anybody.
            self.between(&format!("{path}.min"), l.min, min, min.saturating_mul(l.days / days.max(1)));
            of = l.days;
        }
    }
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
