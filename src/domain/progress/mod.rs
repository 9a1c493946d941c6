//! The progress engine: a pure function from what was written and decided to what counts and why.
//!
//! No clock, no I/O; the same input gives the same output on every platform.

mod amount;
mod engine;
pub(crate) mod finish;
mod journey;
mod left_out;
mod things;
mod track;
mod weigh;
pub(crate) mod windows;

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::enrolment::Enrolment;
use crate::entry::Entry;
use crate::ids::{EntryId, OpId};
use crate::pack::{Pack, ThingKind, Unit};
use crate::plan::Plan;
use crate::report::Verdict;

pub use engine::progress;
pub use left_out::LeftOut;

/// An entry's newest revision, with what is decided of it.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The entry as it stands now.
    pub entry: Entry,
    /// The op that wrote this revision.
    pub revision: OpId,
    /// The decision in effect. When it speaks of an earlier revision of the entry, `decided` holds
    /// that revision: it keeps counting as decided, and the newer one waits for its own decision.
    pub decision: Option<Decided>,
}

/// A verdict on one revision of an entry.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What the mentor said.
    pub verdict: Verdict,
    /// Why, in the mentor's words.
    pub reason: String,
    /// The entry as it was decided upon, where it is not the newest revision.
    pub of: Option<Entry>,
}

/// Everything the engine looks at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Level and start.
    pub enrolment: &'a Enrolment,
    /// The plan, for the next step and the finish date.
    pub plan: &'a Plan,
    /// All entries that are not removed.
    pub entries: &'a [Logged],
    /// Reports on their way or with the mentor: a claim waits for them.
    pub open_reports: u32,
    /// The civil date of the person who looks.
    pub today: NaiveDate,
}

/// How far somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// One for each track of the pack, in its order.
    pub tracks: Vec<TrackProgress>,
    /// Over all, 0 to 100: the mean of the tracks that a claim needs; 100 only when all are done.
    pub percent: u8,
    /// Of the level's months, how many days have passed, and how many there are.
    pub days_passed: u32,
    /// Days from the level's start to its earliest end.
    pub days_total: u32,
    /// First day on which the level can be finished if the plan is kept; none when a track that is
    /// needed has no plan and is not done.
    pub earliest_finish: Option<NaiveDate>,
    /// The level's own earliest end (start plus its months).
    pub level_end: NaiveDate,
    /// The last day that counts, where the programme must be finished before a birthday.
    pub finish_by: Option<NaiveDate>,
    /// How steady the weeks are, 0 to 100: a miss costs a little, a comeback mends it, a pause holds it.
    /// None before the first week is over.
    pub consistency: Option<u8>,
    /// What one of several tracks must have more.
    pub choices: Vec<ChoiceProgress>,
    /// What stands between now and the claim.
    pub blocks: Vec<Block>,
}

/// What one of several tracks must have more ([`crate::pack::Choice`]), and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceProgress {
    /// Id of the choice.
    pub choice: String,
    /// The tracks to choose from.
    pub tracks: Vec<String>,
    /// The track that is furthest in it, once one has begun.
    pub leading: Option<String>,
    /// Windows beyond the leading track's own.
    pub need: Need,
}

impl Progress {
    /// The same without the word on each entry, of which there may be thousands.
    pub fn summary(&self) -> Self {
        Self {
            tracks: self.tracks.iter().map(TrackProgress::summary).collect(),
            percent: self.percent,
            days_passed: self.days_passed,
            days_total: self.days_total,
            earliest_finish: self.earliest_finish,
            level_end: self.level_end,
            finish_by: self.finish_by,
            consistency: self.consistency,
            choices: self.choices.clone(),
            blocks: self.blocks.clone(),
        }
    }
}

impl TrackProgress {
    /// The same without the word on each entry.
    pub fn summary(&self) -> Self {
        Self {
            track: self.track.clone(),
            needs: self.needs.clone(),
            percent: self.percent,
            percent_provisional: self.percent_provisional,
            status: self.status,
            next: self.next.clone(),
            best: self.best.clone(),
            consistency: self.consistency,
            finish: self.finish,
            entries: Vec::new(),
        }
    }
}

/// What stands between now and the claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The level's months are not over.
    Months {
        /// The day they are.
        until: NaiveDate,
    },
    /// A track is not done.
    Track {
        /// Track id.
        track: String,
    },
    /// What one of several tracks must have more is not done.
    Choice {
        /// Id of the choice.
        choice: String,
    },
    /// Reports are on their way or with the mentor.
    Reports {
        /// How many.
        open: u32,
    },
    /// The last day that counts is over.
    TooLate {
        /// That day.
        last: NaiveDate,
    },
}

/// How far one track is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackProgress {
    /// Track id.
    pub track: String,
    /// What the requirements count, in the pack's order. A regular requirement gives its amount (where a
    /// total is asked for) and then its windows, a journey its days, its nights and its practice (where
    /// there are any). Empty where the level asks nothing of the track.
    pub needs: Vec<Need>,
    /// Counted, 0 to 100; 100 only when every need is met.
    pub percent: u8,
    /// With what waits for the mentor, 0 to 100.
    pub percent_provisional: u8,
    /// How it goes.
    pub status: Status,
    /// The most useful thing to do next.
    pub next: Next,
    /// The best there was: most in one window, or in one day where there are no windows.
    pub best: Option<Best>,
    /// How steady the track's windows are, 0 to 100; none where there are none.
    pub consistency: Option<u8>,
    /// When it would be done if the plan is kept; none when the plan never gets there, or nothing is asked.
    pub finish: Option<NaiveDate>,
    /// Each entry of the track with what it adds, newest day first.
    pub entries: Vec<Standing>,
}

/// One requirement and how far it is met, in its own unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Which requirement.
    pub kind: NeedKind,
    /// Approved by a mentor.
    pub counted: u32,
    /// Logged, would count, not decided yet.
    pub provisional: u32,
    /// What is needed in all.
    pub needed: u32,
}

/// What a need counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(flat)]
pub enum NeedKind {
    /// An amount in a unit.
    #[n(0)]
    Amount {
        /// The unit.
        #[n(0)]
        unit: Unit,
    },
    /// Windows (weeks) that reach their minimum.
    #[n(1)]
    Windows {
        /// Length of a window in days.
        #[n(0)]
        days: u32,
        /// What a window needs, in the track's unit.
        #[n(1)]
        min: u32,
    },
    /// Finished things.
    #[n(2)]
    Things {
        /// Of which kind.
        #[n(0)]
        what: ThingKind,
    },
    /// Consecutive days of one journey.
    #[n(3)]
    JourneyDays,
    /// Nights of one journey.
    #[n(4)]
    JourneyNights,
    /// Journeys to practise, before the one that qualifies.
    #[n(5)]
    Practice,
}

/// How a track goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing logged and nothing late.
    NotStarted,
    /// At least as far as the calendar.
    OnCourse,
    /// Behind the calendar, or something waits for the participant.
    NeedsAttention,
    /// Every need is met by what is counted.
    Done,
}

/// The most useful thing to do next; one sentence of the user interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Nothing: done.
    Nothing,
    /// An entry was returned.
    Fix {
        /// Which.
        entry: EntryId,
        /// The mentor's words.
        reason: String,
    },
    /// The open window is not full.
    FillWindow {
        /// Logged in it so far.
        have: u32,
        /// What it needs.
        need: u32,
        /// Its last day.
        until: NaiveDate,
    },
    /// The open window counts.
    WindowDone {
        /// Logged in it so far.
        have: u32,
    },
    /// More of the amount.
    More {
        /// How much is missing, provisional included.
        missing: u32,
        /// Of what.
        unit: Unit,
    },
    /// Finish another thing.
    FinishThing {
        /// Of which kind.
        what: ThingKind,
        /// How many are missing.
        missing: u32,
        /// The title of one that was begun.
        begun: Option<String>,
        /// Words its note needs.
        note_words: u32,
    },
    /// Go on a journey.
    GoOnJourney {
        /// Days in a row.
        days: u32,
        /// Nights.
        nights: u32,
    },
    /// A journey to practise comes first.
    Practise {
        /// Days in a row.
        days: u32,
    },
    /// A pause: nothing is expected.
    Rest {
        /// Its last day.
        until: NaiveDate,
    },
    /// All is logged; the mentor's word is missing.
    AwaitReview,
}

/// A personal best.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Best {
    /// How much.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
    /// First day of the window, or the day.
    pub on: NaiveDate,
    /// Length in days (1 or the window's length).
    pub days: u32,
}

/// What one entry adds to its track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The entry.
    pub entry: EntryId,
    /// Its day.
    pub on: NaiveDate,
    /// What was logged, in the track's unit.
    pub logged: u32,
    /// Approved and counted, in the track's unit.
    pub counted: u32,
    /// Would count, waits for the mentor.
    pub provisional: u32,
    /// Why the rest does not count.
    pub reason: Option<Reason>,
}

/// Why (a part of) an entry does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its window is below the minimum; still open while `until` has not passed.
    WindowBelow {
        /// Logged in the window.
        have: u32,
        /// What it needs.
        need: u32,
        /// Length in days.
        days: u32,
        /// The window's last day.
        until: NaiveDate,
        /// The window can still be filled.
        open: bool,
    },
    /// The window already adds the most it can.
    OverWindowCap {
        /// The most.
        cap: u32,
    },
    /// The day already adds the most it can.
    OverDailyCap {
        /// The most.
        cap: u32,
    },
    /// Before the level's first day.
    BeforeStart {
        /// The first day.
        start: NaiveDate,
    },
    /// After the last day that counts.
    AfterEnd {
        /// That day.
        last: NaiveDate,
    },
    /// Nobody in charge is named.
    NotAttested,
    /// The mentor asks for a correction.
    Returned {
        /// In the mentor's words.
        reason: String,
    },
    /// The mentor did not count it.
    NotAccepted {
        /// In the mentor's words.
        reason: String,
    },
    /// The book's note is too short.
    NoteTooShort {
        /// Words it has.
        have: u32,
        /// Words it needs.
        need: u32,
    },
    /// The book or project is not finished yet.
    NotFinished,
    /// The journey is shorter than needed.
    JourneyShort {
        /// Days in a row so far.
        have: u32,
        /// Days needed.
        need: u32,
    },
    /// The day of the journey has too little planned effort.
    DayShort {
        /// Minutes it has.
        have: u32,
        /// Minutes it needs.
        need: u32,
    },
    /// A journey to practise: it counts as that, not as the one that qualifies.
    Practice,
    /// This thing was already counted once.
    AlreadyCounted,
}
