//! A participant to test with: a level, a plan, and entries that are quick to write down.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::entry::{Attestation, Entry, ThingRef};
use crate::ids::{EntryId, OpId, ThingId};
use crate::pack::ThingKind;
use crate::plan::TrackPlan;
use crate::progress::{Decided, Input, Logged, Need, NeedKind, Standing, TrackProgress, progress};
use crate::{Enrolment, Millis, Pack, Pause, PauseKind, Plan, Progress, Verdict};

pub fn d(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

pub fn thing(number: u128, kind: ThingKind, title: &str, finished: bool) -> ThingRef {
    ThingRef { id: ThingId(Uuid::from_u128(number)), kind, title: title.into(), finished }
}

/// A note of so many words.
pub fn note(words: usize) -> String {
    vec!["сөз"; words].join(" ")
}

pub fn entry(id: u128, track: &str, on: NaiveDate) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(id)),
        track: track.into(),
        activity: None,
        on,
        utc_offset_min: 300,
        minutes: 0,
        pages: 0,
        nights: 0,
        thing: None,
        note: String::new(),
        attested_by: None,
        photos: vec![],
        written_at: Millis(0),
    }
}

#[derive(Clone, Debug)]
pub struct World {
    pub pack: Pack,
    pub enrolment: Enrolment,
    pub plan: Plan,
    pub entries: Vec<Logged>,
    pub today: NaiveDate,
}

impl World {
    /// Bronze from Monday 5 January 2026, looked at on that day.
    pub fn bronze() -> Self {
        Self::level("bronze")
    }

    pub fn level(level: &str) -> Self {
        let start = d("2026-01-05");
        let enrolment = Enrolment {
            pack: "elbasy-medali".into(),
            version: "2020".into(),
            level: level.into(),
            start,
            birth: d("2009-03-01"),
            awards: vec![],
            carried: vec![],
        };
        Self {
            pack: Pack::shipped().unwrap(),
            enrolment,
            plan: Plan::default(),
            entries: vec![],
            today: start,
        }
    }

    pub fn on(&mut self, today: &str) -> &mut Self {
        self.today = d(today);
        self
    }

    /// A day of the level: 0 is its first.
    pub fn day(&self, n: u64) -> NaiveDate {
        self.enrolment.start + Days::new(n)
    }

    /// Logs something; returns its number.
    pub fn log(&mut self, track: &str, day: u64, fill: impl FnOnce(&mut Entry)) -> usize {
        let at = self.entries.len();
        let mut entry = entry(at as u128 + 1, track, self.day(day));
        entry.written_at = Millis(at as i64);
        fill(&mut entry);
        let revision = OpId(Uuid::from_u128(at as u128 + 1));
        self.entries.push(Logged { entry, revision, decision: None });
        at
    }

    pub fn minutes(&mut self, track: &str, day: u64, minutes: u32) -> usize {
        self.log(track, day, |e| {
            e.minutes = minutes;
            e.attested_by = Some(Attestation {
                name: "Гүлнар апай".into(), role: "кітапханашы".into()
            });
        })
    }

    pub fn pages(&mut self, day: u64, pages: u32, book: ThingRef, note: String) -> usize {
        self.log("reading", day, |e| {
            e.pages = pages;
            e.thing = Some(book);
            e.note = note;
        })
    }

    pub fn journey(&mut self, day: u64, number: u128, nights: u32) -> usize {
        self.log("travel", day, |e| {
            e.nights = nights;
            e.thing = Some(thing(number, ThingKind::Journey, "Шарын", false));
        })
    }

    pub fn decide(&mut self, at: usize, verdict: Verdict) -> &mut Self {
        let reason = if verdict == Verdict::Counted { "" } else { "Қай жерде?" };
        self.entries[at].decision = Some(Decided { verdict, reason: reason.into(), of: None });
        self
    }

    pub fn approve(&mut self, at: usize) -> &mut Self {
        self.decide(at, Verdict::Counted)
    }

    pub fn approve_all(&mut self) -> &mut Self {
        (0..self.entries.len()).for_each(|at| {
            self.approve(at);
        });
        self
    }

    /// Edits an entry after it was decided.
    pub fn edit(&mut self, at: usize, fill: impl FnOnce(&mut Entry)) -> &mut Self {
        let logged = &mut self.entries[at];
        let before = logged.entry.clone();
        fill(&mut logged.entry);
        if let Some(decided) = &mut logged.decision {
            decided.of.get_or_insert(before);
        }
        self
    }

    pub fn plan(&mut self, track: &str, days: u8, amount: u32) -> &mut Self {
        let plan = TrackPlan {
            track: track.into(),
            activity: None,
            goal: String::new(),
            days,
            amount,
            at_min: None,
        };
        self.plan.tracks.push(plan);
        self
    }

    pub fn pause(&mut self, from: &str, to: &str) -> &mut Self {
        self.plan.pauses.push(Pause { from: d(from), to: d(to), kind: PauseKind::Exams });
        self
    }

    pub fn progress(&self) -> Progress {
        progress(Input {
            pack: &self.pack,
            enrolment: &self.enrolment,
            plan: &self.plan,
            entries: &self.entries,
            open_reports: 0,
            today: self.today,
        })
    }

    pub fn track(&self, id: &str) -> TrackProgress {
        self.progress().tracks.into_iter().find(|t| t.track == id).unwrap()
    }

    /// What became of an entry.
    pub fn standing(&self, at: usize) -> Standing {
        let id = self.entries[at].entry.id;
        let mut all = self.progress().tracks.into_iter().flat_map(|t| t.entries);
        all.find(|s| s.entry == id).unwrap()
    }

    /// (counted, provisional) of the need that the predicate picks.
    pub fn need(&self, track: &str, pick: impl Fn(&NeedKind) -> bool) -> (u32, u32) {
        let need: Need = self.track(track).needs.into_iter().find(|n| pick(&n.kind)).unwrap();
        (need.counted, need.provisional)
    }

    pub fn amount(&self, track: &str) -> (u32, u32) {
        self.need(track, |k| matches!(k, NeedKind::Amount { .. }))
    }

    pub fn windows(&self, track: &str) -> (u32, u32) {
        self.need(track, |k| matches!(k, NeedKind::Windows { .. }))
    }

    pub fn things(&self, track: &str) -> (u32, u32) {
        self.need(track, |k| matches!(k, NeedKind::Things { .. }))
    }
}

/// A whole gold level, 18 months with 20 entries a day: the size that the budget speaks of.
pub fn gold(days: u64) -> World {
    const TRACKS: [&str; 7] = ["sport", "skills", "reading", "heritage", "volunteering", "travel", "work"];
    let mut world = World::level("gold");
    for day in 0..days {
        for n in 0..20u64 {
            let track = TRACKS[((day + n) % 7) as usize];
            let number = u128::from(day / 30);
            let at = match track {
                "reading" => {
                    let book = thing(number, ThingKind::Book, &format!("Кітап {number}"), day % 30 == 29);
                    world.pages(day, 7, book, note(60))
                }
                "travel" => world.journey(day, u128::from(day / 9), 1),
                "heritage" => {
                    let at = world.minutes(track, day, 10);
                    let finished = day % 180 == 179;
                    world.entries[at].entry.thing =
                        Some(thing(1_000 + u128::from(day / 180), ThingKind::Project, "Шежіре", finished));
                    at
                }
                _ => world.minutes(track, day, 10),
            };
            if n % 3 != 0 {
                world.approve(at);
            }
        }
    }
    world.today = world.day(days);
    for track in TRACKS {
        world.plan(track, 0b101_0101, if track == "travel" { 1 } else { 30 });
    }
    world
}
