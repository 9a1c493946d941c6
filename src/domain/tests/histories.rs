//! The worked examples of docs/examples.md, run: whole levels from the first day to the claim.
//!
//! A history is logged in words (an hour each week, a journey of two days), and each row of the
//! document's tables is asked of the engine *and* looked up in the document, so that neither can
//! change without the other.

use chrono::Days;
use std::ops::Range;

use super::world::*;
use crate::Verdict;
use crate::pack::{ThingKind, Unit};
use crate::progress::{Block, Need, NeedKind, Status};

const AWARD: &str = include_str!("../../../assets/programmes/international-award@2024.json");
const DOCUMENT: &str = include_str!("../../../docs/examples.md");

/// One section of the document and the participant that it tells of.
struct History {
    section: &'static str,
    world: World,
    things: u128,
}

impl History {
    fn elbasy(title: &str, level: &str, start: &str) -> Self {
        Self::begin(title, World::level(level), start)
    }

    fn award(title: &str, level: &str, start: &str) -> Self {
        let mut world = World::level(level);
        world.pack = crate::Pack::parse(AWARD).unwrap();
        (world.enrolment.pack, world.enrolment.version) = (world.pack.id.clone(), world.pack.version.clone());
        Self::begin(title, world, start)
    }

    fn begin(title: &str, mut world: World, start: &str) -> Self {
        let heading = format!("\n## {title}\n");
        let section = DOCUMENT.split(&heading).nth(1).unwrap_or_else(|| panic!("no section {title}"));
        let section = section.split("\n## ").next().unwrap();
        world.enrolment.start = d(start);
        world.today = d(start);
        let first = world.enrolment.start;
        assert_eq!(crate::enrolment::check(&world.enrolment, &world.pack, first), Ok(()), "{title}");
        Self { section, world, things: 0 }
    }

    // ------------------------------------------------------------ what is logged

    /// So many minutes in each of these weeks of the level (0 is the first), on its nth day.
    fn weekly(&mut self, track: &str, weeks: Range<u64>, day: u64, minutes: u32) -> Range<usize> {
        let first = self.world.entries.len();
        for week in weeks {
            self.world.minutes(track, week * 7 + day, minutes);
        }
        first..self.world.entries.len()
    }

    /// So many minutes on a date.
    fn minutes(&mut self, track: &str, on: &str, minutes: u32) -> usize {
        let day = self.days_to(on);
        self.world.minutes(track, day, minutes)
    }

    /// A book of four Sundays' reading, finished on the last with a note of so many words.
    fn book(&mut self, title: &str, finished_on: &str, note_words: usize) -> usize {
        self.things += 1;
        let (number, last) = (self.things, self.days_to(finished_on));
        for back in [21, 14, 7] {
            let book = thing(number, ThingKind::Book, title, false);
            self.world.pages(last - back, 50, book, String::new());
        }
        self.world.pages(last, 50, thing(number, ThingKind::Book, title, true), note(note_words))
    }

    /// An hour of a project on each of so many Saturdays, finished on the last of them.
    fn project(&mut self, track: &str, title: &str, hours: u64, finished_on: &str) {
        self.things += 1;
        let (number, last) = (self.things, self.days_to(finished_on));
        for back in (0..hours).rev() {
            let at = self.world.minutes(track, last - back * 7, 60);
            self.world.entries[at].entry.thing = Some(thing(number, ThingKind::Project, title, back == 0));
        }
    }

    /// Days in a row on one journey, with a night after each but the last.
    fn journey(&mut self, title: &str, from: &str, days: u64) -> Range<usize> {
        self.away("travel", ThingKind::Journey, title, from, days, 0)
    }

    fn away(
        &mut self,
        track: &str,
        kind: ThingKind,
        title: &str,
        from: &str,
        days: u64,
        minutes: u32,
    ) -> Range<usize> {
        self.things += 1;
        let (number, first) = (self.things, self.days_to(from));
        let at = self.world.entries.len();
        for day in 0..days {
            self.world.log(track, first + day, |e| {
                e.thing = Some(thing(number, kind, title, day + 1 == days));
                e.nights = u32::from(day + 1 < days);
                e.minutes = minutes;
            });
        }
        at..self.world.entries.len()
    }

    /// A journey of the Award: so many minutes of planned effort on each day.
    fn trek(&mut self, title: &str, from: &str, days: u64, minutes: u32) -> Range<usize> {
        self.away("journey", ThingKind::Journey, title, from, days, minutes)
    }

    /// A residential project.
    fn stay(&mut self, title: &str, from: &str, days: u64) {
        self.away("residential", ThingKind::Stay, title, from, days, 0);
    }

    fn days_to(&self, on: &str) -> u64 {
        (d(on) - self.world.enrolment.start).num_days().try_into().unwrap()
    }

    // ------------------------------------------------------------ what the mentor says

    /// All that is logged up to a day is approved, but for what was returned and is not fixed yet.
    fn approve_until(&mut self, on: &str) {
        for at in 0..self.world.entries.len() {
            let logged = &self.world.entries[at];
            if logged.entry.on <= d(on) && logged.decision.is_none() {
                self.world.approve(at);
            }
        }
    }

    // ------------------------------------------------------------ what the document says

    /// What somebody sees who looks on a day: entries of later days are not there yet.
    fn on(&self, today: &str) -> World {
        let mut world = self.world.clone();
        world.on(today);
        world.entries.retain(|l| l.entry.on <= world.today);
        world
    }

    /// A row of the section's table: date, track, what is counted, how it goes.
    #[track_caller]
    fn row(&self, today: &str, track: &str, counted: &str, status: &str) {
        let t = self.on(today).track(track);
        let needs: Vec<String> = t.needs.iter().map(of).collect();
        let says = (needs.join("; "), goes(t.status));
        assert_eq!((says.0.as_str(), says.1), (counted, status), "{track} on {today}");
        self.told(&format!("| {today} | {track} | {counted} | {status} |"));
    }

    /// A row of a choice: how many weeks more, and in which track.
    #[track_caller]
    fn choice(&self, today: &str, counted: &str, leading: &str) {
        let all = self.on(today).progress().choices;
        let [c] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((of(&c.need).as_str(), c.leading.as_deref()), (counted, Some(leading)), "on {today}");
        self.told(&format!("| {today} | choice: {} | {counted} | in {leading} |", c.choice));
    }

    /// "On … the claim is possible": on that day and no day before.
    #[track_caller]
    fn claim(&self, on: &str) {
        let blocks = self.on(on).progress().blocks;
        assert_eq!(blocks, [], "what blocks on {on}");
        let eve = d(on).pred_opt().unwrap().to_string();
        assert_ne!(self.on(&eve).progress().blocks, [], "nothing blocks on {eve}");
        assert_eq!(self.on(on).progress().percent, 100);
        self.told(&format!("On {on} the claim is possible."));
    }

    /// "On … this blocks the claim: …".
    #[track_caller]
    fn blocked(&self, on: &str, by: &[&str]) {
        let blocks: Vec<String> = self.on(on).progress().blocks.iter().map(block).collect();
        assert_eq!(blocks, by, "on {on}");
        self.told(&format!("On {on} this blocks the claim: {}.", by.join(", ")));
    }

    /// "On … Qadam names … as the first day on which it can be done."
    #[track_caller]
    fn names(&self, on: &str, finish: &str) {
        assert_eq!(self.on(on).progress().earliest_finish, Some(d(finish)), "on {on}");
        self.told(&format!("On {on} Qadam names {finish} as the first day on which it can be done."));
    }

    #[track_caller]
    fn told(&self, words: &str) {
        let flat = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(self.section).contains(&flat(words)), "the document does not say: {words}");
    }
}

/// A need as the document writes it: `18 of 22 weeks`, with what waits for the mentor as `18 (+4)`.
fn of(need: &Need) -> String {
    let Need { kind, counted, provisional, needed } = need;
    let waits = if *provisional > 0 { format!(" (+{provisional})") } else { String::new() };
    let what = match kind {
        NeedKind::Amount { unit: Unit::Minutes } => "min".to_owned(),
        NeedKind::Windows { days: 7, .. } => "weeks".to_owned(),
        NeedKind::Things { what } => format!("{what:?}s").to_lowercase(),
        NeedKind::JourneyDays => "days".to_owned(),
        NeedKind::JourneyNights => "nights".to_owned(),
        NeedKind::Practice => "practice journeys".to_owned(),
        other => panic!("the examples have no {other:?}"),
    };
    format!("{counted}{waits} of {needed} {what}")
}

fn goes(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "not started",
        Status::OnCourse => "on course",
        Status::NeedsAttention => "needs attention",
        Status::Done => "done",
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Months { until } => format!("the months (until {until})"),
        Block::Track { track } => track.clone(),
        Block::Choice { choice } => format!("the choice {choice}"),
        Block::TooLate { last } => format!("the birthday (the last day was {last})"),
        Block::Reports { open } => format!("{open} reports"),
    }
}

fn every(days: &str) -> u8 {
    const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    days.split_whitespace().map(|day| 1 << WEEK.iter().position(|w| *w == day).unwrap()).sum()
}

// ---------------------------------------------------------------- elbasy-medali

#[test]
fn elbasy_bronze() {
    let mut h = History::elbasy("Elbasy Medali, bronze", "bronze", "2026-01-05");
    h.weekly("sport", 0..18, 2, 60);
    h.weekly("sport", 18..19, 2, 40);
    h.weekly("sport", 19..23, 5, 150);
    h.weekly("skills", 0..26, 1, 30);
    h.weekly("skills", 0..26, 4, 30);
    h.project("heritage", "Шежіре", 12, "2026-04-11");
    let nobody = h.minutes("volunteering", "2026-01-11", 120);
    h.world.entries[nobody].entry.attested_by = None;
    h.weekly("volunteering", 1..13, 6, 120);
    h.journey("Шарын", "2026-05-09", 1);
    h.journey("Бурабай", "2026-05-23", 2);
    for day in 8..18 {
        h.minutes("work", &format!("2026-06-{day:02}"), 120);
    }
    for (title, finished) in [
        ("Абай жолы", "2026-02-01"),
        ("Ұшқан ұя", "2026-03-01"),
        ("Көксерек", "2026-03-29"),
        ("Қан мен тер", "2026-04-26"),
        ("Махаббат, қызық мол жылдар", "2026-05-24"),
    ] {
        h.book(title, finished, 60);
    }
    let last_book = h.book("Менің атым Қожа", "2026-06-21", 30);

    h.row("2026-05-10", "sport", "0 (+1080) of 1560 min; 0 (+18) of 22 weeks", "on course");
    h.approve_until("2026-05-31");
    h.row("2026-05-10", "sport", "1080 of 1560 min; 18 of 22 weeks", "on course");
    h.row("2026-05-17", "sport", "1080 of 1560 min; 18 of 22 weeks", "on course");
    h.row("2026-05-24", "sport", "1200 of 1560 min; 19 of 22 weeks", "on course");
    h.row("2026-01-11", "volunteering", "0 of 1440 min", "on course");
    h.row("2026-04-05", "volunteering", "1440 of 1440 min", "done");
    h.row("2026-04-11", "heritage", "720 of 720 min; 1 of 1 projects", "done");
    h.row("2026-05-10", "travel", "1 of 2 days; 0 of 1 nights", "on course");
    h.row("2026-05-24", "travel", "2 of 2 days; 1 of 1 nights", "done");
    h.row("2026-05-24", "reading", "5 of 6 books", "on course");

    // The note of the sixth book is too short; she writes more, and June is approved.
    h.approve_until("2026-06-20");
    h.row("2026-06-21", "reading", "5 of 6 books", "on course");
    h.world.edit(last_book, |e| e.note = note(55));
    h.row("2026-06-22", "reading", "5 (+1) of 6 books", "on course");
    h.approve_until("2026-07-05");
    h.row("2026-06-14", "sport", "1560 of 1560 min; 22 of 22 weeks", "done");
    h.row("2026-06-17", "work", "1200 of 1200 min", "done");
    h.row("2026-07-03", "skills", "1560 of 1560 min; 26 of 22 weeks", "done");
    h.row("2026-07-04", "reading", "6 of 6 books", "done");
    h.blocked("2026-07-04", &["the months (until 2026-07-05)"]);
    h.claim("2026-07-05");
}

#[test]
fn elbasy_silver() {
    let mut h = History::elbasy("Elbasy Medali, silver", "silver", "2026-09-01");
    h.weekly("sport", 0..36, 1, 60);
    h.weekly("sport", 41..49, 1, 130);
    h.weekly("skills", 0..52, 3, 60);
    h.project("heritage", "Ауыл тарихы", 12, "2026-12-05");
    h.project("heritage", "Домбыра жасау", 12, "2027-04-24");
    h.weekly("work", 42..47, 0, 240);
    h.weekly("work", 42..47, 1, 240);
    h.journey("Түркістан", "2027-06-12", 3);
    for (n, finished) in [
        "2026-10-04",
        "2026-11-01",
        "2026-11-29",
        "2026-12-27",
        "2027-01-24",
        "2027-02-21",
        "2027-03-21",
        "2027-04-18",
        "2027-05-16",
        "2027-06-13",
        "2027-07-11",
        "2027-08-08",
    ]
    .iter()
    .enumerate()
    {
        h.book(&format!("{}-кітап", n + 1), finished, 50);
    }
    // Two hours on 22 Sundays from 4 April to 29 August 2027, and then two more.
    h.weekly("volunteering", 30..54, 5, 120);
    h.world.plan("volunteering", every("Sun"), 120);

    h.approve_until("2027-08-29");
    h.row("2027-05-09", "sport", "2160 of 3120 min; 36 of 44 weeks", "on course");
    h.row("2027-06-14", "sport", "2160 of 3120 min; 36 of 44 weeks", "on course");
    h.row("2027-08-08", "sport", "3120 of 3120 min; 44 of 44 weeks", "done");
    h.row("2027-06-14", "travel", "3 of 3 days; 2 of 2 nights", "done");
    h.row("2027-08-25", "skills", "3060 of 3120 min; 51 of 44 weeks", "on course");
    h.row("2027-08-27", "skills", "3120 of 3120 min; 52 of 44 weeks", "done");
    h.row("2027-08-08", "reading", "12 of 12 books", "done");
    h.row("2027-08-29", "volunteering", "2640 of 2880 min", "on course");
    h.blocked("2027-08-30", &["the months (until 2027-09-01)", "volunteering"]);
    h.names("2027-08-30", "2027-09-12");
    h.row("2027-09-01", "volunteering", "2640 of 2880 min", "needs attention");
    h.row("2027-09-12", "volunteering", "2640 (+240) of 2880 min", "on course");
    h.approve_until("2027-09-12");
    h.claim("2027-09-12");
}

#[test]
fn elbasy_gold() {
    let mut h = History::elbasy("Elbasy Medali, gold", "gold", "2026-01-05");
    h.weekly("sport", 0..54, 0, 60);
    h.weekly("sport", 54..66, 0, 120);
    h.weekly("skills", 0..78, 2, 60);
    h.project("heritage", "Шежіре", 12, "2026-04-11");
    h.project("heritage", "Киіз үй", 12, "2026-09-12");
    h.project("heritage", "шежіре!", 12, "2027-01-30");
    h.weekly("volunteering", 0..36, 6, 120);
    h.weekly("work", 20..40, 4, 240);
    h.journey("Алтынемел", "2026-06-20", 3);
    h.journey("Көлсай", "2027-06-10", 4);
    for n in 0..18u64 {
        let finished = h.world.day(27 + n * 28).to_string();
        h.book(&format!("{}-кітап", n + 1), &finished, 50);
    }
    let fix = h.world.entries.iter().position(|l| l.entry.track == "work").unwrap();
    h.world.decide(fix, Verdict::ToFix);

    h.row("2026-05-29", "work", "0 of 4800 min", "needs attention");
    h.world.edit(fix, |e| e.note = "Ферма, бұзауларды бағу".into());
    h.row("2026-05-30", "work", "0 (+240) of 4800 min", "needs attention");
    h.world.entries[fix].decision = None;
    h.approve_until("2027-06-30");
    h.row("2026-10-09", "work", "4800 of 4800 min", "done");
    h.row("2026-06-22", "travel", "3 of 4 days; 2 of 3 nights", "on course");
    h.row("2026-09-13", "volunteering", "4320 of 4320 min", "done");
    h.row("2027-01-24", "sport", "3360 of 4680 min; 55 of 66 weeks", "on course");
    h.row("2027-04-11", "sport", "4680 of 4680 min; 66 of 66 weeks", "done");
    h.row("2027-01-30", "heritage", "2160 of 2160 min; 2 of 3 projects", "on course");
    h.row("2027-05-23", "reading", "18 of 18 books", "done");
    h.row("2027-06-13", "travel", "4 of 4 days; 3 of 3 nights", "done");
    h.row("2027-06-30", "skills", "4680 of 4680 min; 78 of 66 weeks", "done");
    h.blocked("2027-06-30", &["the months (until 2027-07-05)", "heritage"]);
    // A project of its own, not the first under another name.
    let last = h.minutes("heritage", "2027-07-08", 60);
    h.world.entries[last].entry.thing = Some(thing(900, ThingKind::Project, "Асық музейі", true));
    h.blocked("2027-07-05", &["heritage"]);
    h.row("2027-07-08", "heritage", "2160 (+60) of 2160 min; 2 (+1) of 3 projects", "on course");
    h.approve_until("2027-07-08");
    h.claim("2027-07-08");
}

// ---------------------------------------------------------------- international-award

const WED: u64 = 2;
const THU: u64 = 3;
const SAT: u64 = 5;

#[test]
fn award_bronze() {
    let mut h = History::award("International Award, bronze", "bronze", "2026-03-02");
    h.world.pause("2026-05-18", "2026-05-31");
    h.weekly("physical", 0..13, WED, 60);
    for week in [1, 3, 5, 7, 9, 13, 15] {
        h.weekly("volunteering", week..week + 1, SAT, 120);
    }
    for (on, minutes) in [
        ("2026-03-07", 240),
        ("2026-04-11", 90),
        ("2026-04-18", 90),
        ("2026-05-02", 240),
        ("2026-05-30", 100),
        ("2026-06-20", 140),
    ] {
        h.minutes("skills", on, minutes);
    }
    h.weekly("skills", 17..29, SAT, 60);
    h.trek("Медеу", "2026-06-13", 2, 360);
    let tired = h.trek("Шарын", "2026-06-27", 2, 380);
    h.world.entries[tired.end - 1].entry.minutes = 300;
    h.trek("Көлсай", "2026-07-11", 2, 400);
    h.world.plan("skills", every("Sat"), 60);
    h.world.plan("journey", every("Sat"), 1);
    h.world.approve_all();

    h.row("2026-03-04", "physical", "1 of 13 weeks", "on course");
    h.row("2026-03-14", "volunteering", "2 of 13 weeks", "on course");
    h.row("2026-03-07", "skills", "4 of 13 weeks", "on course");
    h.row("2026-04-18", "skills", "6 of 13 weeks", "on course");
    h.row("2026-05-02", "skills", "10 of 13 weeks", "on course");
    h.row("2026-05-09", "volunteering", "10 of 13 weeks", "on course");
    h.row("2026-05-27", "physical", "13 of 13 weeks", "done");
    h.row("2026-05-30", "skills", "11 of 13 weeks", "on course");
    h.row("2026-06-14", "journey", "0 of 2 days; 0 of 1 nights; 1 of 1 practice journeys", "on course");
    h.row("2026-06-20", "volunteering", "14 of 13 weeks", "done");
    h.row("2026-06-20", "skills", "14 of 13 weeks", "done");
    h.choice("2026-06-20", "1 of 13 weeks", "volunteering");
    h.choice("2026-07-04", "2 of 13 weeks", "skills");
    h.row("2026-06-28", "journey", "1 of 2 days; 0 of 1 nights; 1 of 1 practice journeys", "on course");
    h.names("2026-07-01", "2026-09-19");
    h.row("2026-07-12", "journey", "2 of 2 days; 1 of 1 nights; 1 of 1 practice journeys", "done");
    h.blocked("2026-09-15", &["the months (until 2026-09-16)", "the choice more"]);
    h.choice("2026-09-16", "12 of 13 weeks", "skills");
    h.choice("2026-09-19", "13 of 13 weeks", "skills");
    h.claim("2026-09-19");

    // Nothing is asked of the residential project, and nothing is said of it but that.
    let residential = h.on("2026-09-19").track("residential");
    assert_eq!((residential.needs, residential.status), (vec![], Status::NotStarted));
    // Without the pause: six months are over on 2 September, and the choice decides.
    h.world.plan.pauses.clear();
    assert_eq!(h.on("2026-07-01").progress().level_end, d("2026-09-02"));
    h.claim("2026-09-19");
}

/// Silver in six months, for who holds bronze.
fn silver_in_six_months(title: &str) -> History {
    let mut h = History::award(title, "silver", "2026-09-01");
    h.weekly("volunteering", 0..26, 4, 60);
    h.weekly("physical", 0..10, 1, 60);
    h.weekly("physical", 11..12, 1, 120);
    h.weekly("physical", 12..26, 1, 60);
    for week in (1..26).step_by(2) {
        h.weekly("skills", week..week + 1, 5, 120);
    }
    h.trek("Шымбұлақ", "2026-09-26", 2, 420);
    h.trek("Бурабай", "2026-10-23", 3, 430);
    h
}

#[test]
fn award_silver_with_bronze() {
    let mut h = silver_in_six_months("International Award, silver with bronze");
    h.world.enrolment.awards.push(crate::enrolment::Award { level: "bronze".into(), on: None });
    h.world.approve_all();
    h.row("2026-11-16", "physical", "10 of 26 weeks", "on course");
    h.row("2026-11-18", "physical", "12 of 26 weeks", "on course");
    h.row("2026-09-27", "journey", "0 of 3 days; 0 of 2 nights; 1 of 1 practice journeys", "on course");
    h.row("2026-10-25", "journey", "3 of 3 days; 2 of 2 nights; 1 of 1 practice journeys", "done");
    h.row("2027-02-24", "physical", "26 of 26 weeks", "done");
    h.row("2027-02-27", "volunteering", "26 of 26 weeks", "done");
    h.row("2027-02-28", "skills", "26 of 26 weeks", "done");
    h.blocked("2027-02-28", &["the months (until 2027-03-01)"]);
    h.claim("2027-03-01");
    assert_eq!(h.on("2027-03-01").progress().choices, []);
}

#[test]
fn award_silver_directly() {
    let mut h = silver_in_six_months("International Award, silver directly");
    h.weekly("physical", 26..52, 1, 60);
    h.world.approve_all();
    h.choice("2027-03-03", "1 of 26 weeks", "physical");
    h.blocked("2027-03-01", &["the months (until 2027-09-01)", "the choice more"]);
    h.choice("2027-08-25", "26 of 26 weeks", "physical");
    h.blocked("2027-08-31", &["the months (until 2027-09-01)"]);
    h.claim("2027-09-01");
}

#[test]
fn award_gold_directly() {
    let mut h = History::award("International Award, gold directly", "gold", "2027-01-04");
    h.world.pause("2027-08-02", "2027-08-29");
    for block in 0..13 {
        h.weekly("volunteering", block * 4..block * 4 + 1, SAT, 240);
    }
    h.weekly("physical", 0..30, WED, 60);
    h.weekly("physical", 34..56, WED, 60);
    h.weekly("skills", 0..30, THU, 60);
    h.weekly("skills", 34..82, THU, 60);
    h.trek("Медеу", "2027-05-08", 2, 480);
    h.trek("Алтынемел", "2027-06-18", 3, 480);
    h.trek("Көлсай", "2027-09-16", 4, 500);
    h.stay("Балалар лагері", "2027-07-05", 4);
    h.stay("Орман күту", "2028-06-12", 5);
    h.world.plan("skills", every("Thu"), 60);
    h.world.approve_all();

    h.row("2027-01-09", "volunteering", "4 of 52 weeks", "on course");
    let (short, whole) = ("3 of 4 days; 2 of 3 nights", "4 of 4 days; 3 of 3 nights");
    h.row("2027-06-20", "journey", &format!("{short}; 1 of 1 practice journeys"), "on course");
    h.row("2027-07-08", "residential", "4 of 5 days; 3 of 4 nights", "on course");
    h.row("2027-08-29", "physical", "30 of 52 weeks", "on course");
    h.row("2027-09-19", "journey", &format!("{whole}; 1 of 1 practice journeys"), "done");
    h.row("2027-12-11", "volunteering", "52 of 52 weeks", "done");
    h.row("2028-01-26", "physical", "52 of 52 weeks", "done");
    h.row("2028-01-27", "skills", "52 of 52 weeks", "done");
    h.choice("2028-02-03", "1 of 26 weeks", "skills");
    h.row("2028-06-16", "residential", "5 of 5 days; 4 of 4 nights", "done");
    h.names("2028-06-20", "2028-08-01");
    h.choice("2028-07-27", "26 of 26 weeks", "skills");
    h.blocked("2028-07-26", &["the months (until 2028-08-01)", "the choice more"]);
    h.blocked("2028-07-31", &["the months (until 2028-08-01)"]);
    h.claim("2028-08-01");
}

#[test]
fn award_before_the_birthday() {
    let mut h = History::award("International Award, before the 25th birthday", "bronze", "2026-11-02");
    h.world.enrolment.birth = d("2002-06-10");
    assert_eq!(crate::enrolment::check(&h.world.enrolment, &h.world.pack, d("2026-11-02")), Ok(()));
    h.weekly("volunteering", 0..13, SAT, 60);
    h.weekly("skills", 0..13, THU, 60);
    let physical = h.weekly("physical", 6..32, WED, 60);
    h.trek("Медеу", "2027-04-10", 2, 360);
    h.trek("Көлсай", "2027-05-08", 2, 360);
    h.world.approve_all();
    h.choice("2027-06-08", "12 of 13 weeks", "physical");
    h.choice("2027-06-09", "13 of 13 weeks", "physical");
    h.claim("2027-06-09");
    assert_eq!(h.on("2027-12-01").progress().blocks, [], "what is done stays done");

    // The same a day later in each week: the last hour lies on the birthday.
    for at in physical {
        h.world.entries[at].entry.on = h.world.entries[at].entry.on + Days::new(1);
    }
    h.choice("2027-06-10", "12 of 13 weeks", "physical");
    h.blocked("2027-06-10", &["the choice more", "the birthday (the last day was 2027-06-09)"]);
}
