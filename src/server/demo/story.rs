//! What somebody of the cohort did, day by day, as the ops that their phone would have sent.

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::entry::Attestation;
use qadam_domain::pack::ThingKind;
use qadam_domain::plan::{Plan, TrackPlan};
use qadam_domain::report::{Decision, Item, ItemDecision, Revision, Verdict};
use qadam_domain::{Enrolment, Entry, EntryId, MessageId, Millis, OpId, ReportId, ThingId, ThingRef};
use qadam_protocol::op::{ChatMessage, ConsentPaper, Op, Payload, Profile};

use super::Seeded;
use super::cast::{Joined, Last, Person};
use super::texts::{Book, TRACKS, Who};

pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;
/// Kazakhstan's clocks.
const OFFSET: i16 = 300;
/// A report for about four weeks.
const REPORT_DAYS: u64 = 28;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Participant,
    Mentor,
}

/// What one side sent at one moment.
pub(super) struct Step {
    pub(super) at: Millis,
    pub(super) by: By,
    pub(super) ops: Vec<Op>,
}

struct Story<'a> {
    person: &'a Person,
    now: Millis,
    today: NaiveDate,
    dice: &'a Seeded,
    steps: Vec<Step>,
    /// Entries that no report holds yet.
    free: Vec<(Op, Item)>,
    /// Page of the current book, and which.
    book: Option<(ThingRef, u32, &'static Book)>,
    books_read: usize,
}

/// When the person joined, and everything since.
pub(super) fn tell(person: &Person, now: Millis, dice: &Seeded) -> (Millis, Vec<Step>) {
    let days = i64::try_from(person.days).unwrap_or(0);
    let joined = now.plus(-(days + 2) * DAY_MS - 3 * HOUR_MS);
    let mut story = Story {
        person,
        now,
        today: now.date_at(OFFSET),
        dice,
        steps: Vec::new(),
        free: Vec::new(),
        book: None,
        books_read: 0,
    };
    if person.joined != Joined::Asked {
        story.begin(joined.plus(5 * HOUR_MS));
    }
    if person.joined == Joined::Working {
        story.work();
        story.chat();
    }
    let mut steps = story.steps;
    steps.sort_by_key(|s| s.at);
    (joined, steps)
}

impl Story<'_> {
    fn op(&self, at: Millis, payload: Payload) -> Op {
        let op_id = OpId(self.dice.id(at));
        Op { op_id, scope: self.person.account, base: None, schema: qadam_protocol::SCHEMA, payload }
    }

    fn step(&mut self, at: Millis, by: By, payloads: Vec<Payload>) {
        let ops = payloads.into_iter().map(|p| self.op(at, p)).collect();
        self.steps.push(Step { at, by, ops });
    }

    /// An evening of a day, and never later than now.
    fn evening(&self, on: NaiveDate) -> Millis {
        let days = (self.today - on).num_days();
        let midnight = self.now.plus(-i64::from(self.now.minute_of_day(OFFSET)) * 60_000);
        let at = midnight.plus(-days * DAY_MS + 20 * HOUR_MS);
        at.min(self.now.plus(-60_000))
    }

    fn begin(&mut self, accepted: Millis) {
        let mut welcome = vec![Payload::MemberAccept];
        if self.person.joined == Joined::Working && self.person.minor(self.now) {
            let paper =
                ConsentPaper { guardian: self.person.guardian.into(), dated: accepted.date_at(OFFSET) };
            welcome.push(Payload::ConsentAttest(paper));
        }
        self.step(accepted, By::Mentor, welcome);
    }

    fn start(&self) -> NaiveDate {
        self.today.checked_sub_days(Days::new(self.person.days)).unwrap_or(self.today)
    }

    fn work(&mut self) {
        let (p, start) = (self.person, self.start());
        let begun = self.evening(start).plus(-6 * HOUR_MS);
        let profile = Profile { name: p.name.into(), language: p.texts.language.into() };
        let enrolment = Enrolment {
            awards: vec![],
            carried: vec![],
            pack: "elbasy-medali".into(),
            version: "2020".into(),
            level: p.level.into(),
            start,
            birth: p.birth(self.now),
        };
        self.step(begun, By::Participant, vec![Payload::Profile(profile), Payload::Enrol(enrolment)]);
        let plan = self.op(begun, Payload::Plan(self.plan()));
        let revision = plan.op_id;
        self.steps.push(Step { at: begun, by: By::Participant, ops: vec![plan] });
        // Whoever has just begun waits for a word on the plan; the others had it the day after.
        if p.days > REPORT_DAYS {
            let word = Payload::PlanDecide { revision, approved: true, message: String::new() };
            self.step(begun.plus(DAY_MS), By::Mentor, vec![word]);
        }
        for n in 0..=p.days {
            let Some(on) = start.checked_add_days(Days::new(n)) else { break };
            self.day(n, on);
            let left = p.days - n;
            if n > 0 && n % REPORT_DAYS == 0 && left >= REPORT_DAYS && p.last != Last::None {
                self.report(on, Last::Decided);
            }
            if left == 2 && p.last != Last::None {
                self.report(on, p.last);
            }
        }
        // What was written since the last report, as the phone sent it each evening.
        for (op, _) in std::mem::take(&mut self.free) {
            if let Payload::EntryPut(e) = &op.payload {
                self.steps.push(Step { at: e.written_at.plus(30_000), by: By::Participant, ops: vec![op] });
            }
        }
    }

    fn plan(&self) -> Plan {
        let item = |(n, t): (usize, &super::texts::Track)| TrackPlan {
            track: t.id.into(),
            activity: self.person.activities.get(n).map(|a| (*a).into()),
            goal: self.person.texts.goals.get(n).copied().unwrap_or_default().into(),
            days: t.days,
            amount: t.amount,
            at_min: t.at_min,
        };
        Plan { tracks: TRACKS.iter().enumerate().map(item).collect(), ..Plan::default() }
    }

    fn day(&mut self, n: u64, on: NaiveDate) {
        let bit = 1u8 << on.weekday().num_days_from_monday();
        for (index, track) in TRACKS.iter().enumerate() {
            match track.id {
                // One journey in the sixth week, and one each half year after it.
                "travel" => {
                    let days = if self.person.level == "bronze" { 2 } else { 3 };
                    if n >= 38 && (n - 38) % 180 < days {
                        self.journey(on, (n - 38) / 180, (n - 38) % 180 + 1 < days);
                    }
                }
                _ if track.days & bit != 0 && self.dice.chance(self.person.effort) => self.log(index, on),
                _ => {}
            }
        }
    }

    fn blank(&self, index: usize, on: NaiveDate, at: Millis) -> Entry {
        Entry {
            id: EntryId(self.dice.id(at)),
            track: TRACKS.get(index).map(|t| t.id).unwrap_or_default().into(),
            activity: self.person.activities.get(index).map(|a| (*a).into()),
            on,
            utc_offset_min: OFFSET,
            minutes: 0,
            pages: 0,
            nights: 0,
            thing: None,
            note: String::new(),
            attested_by: None,
            photos: vec![],
            written_at: at,
        }
    }

    fn keep(&mut self, entry: Entry) {
        let item_of = entry.id;
        let op = self.op(entry.written_at, Payload::EntryPut(entry));
        let item = Item { entry: item_of, revision: op.op_id };
        self.free.push((op, item));
    }

    fn log(&mut self, index: usize, on: NaiveDate) {
        let at = self.evening(on).plus(i64::try_from(index).unwrap_or(0) * 4 * 60_000 - HOUR_MS);
        let mut e = self.blank(index, on, at);
        let Some(track) = TRACKS.get(index) else { return };
        let texts = self.person.texts;
        match track.id {
            "reading" => return self.read(e),
            _ => e.minutes = track.amount + u32::try_from(self.dice.below(4)).unwrap_or(0) * 5,
        }
        let notes = texts.notes.get(index).copied().unwrap_or_default();
        if self.dice.chance(70) {
            e.note = self.dice.pick(notes).copied().unwrap_or_default().into();
        }
        if track.attested {
            let by = self.dice.pick(texts.in_charge.get(index).copied().unwrap_or_default());
            e.attested_by =
                by.map(|Who { name, role }| Attestation { name: (*name).into(), role: (*role).into() });
        }
        self.keep(e);
    }

    fn read(&mut self, mut e: Entry) {
        let books = self.person.texts.books;
        let next = || books.get(self.books_read % books.len().max(1));
        let current = self.book.take().or_else(|| {
            let book = next()?;
            let id = ThingId(self.dice.id(e.written_at));
            let kind = ThingKind::Book;
            Some((ThingRef { id, kind, title: book.title.into(), finished: false }, 0, book))
        });
        let Some((mut thing, page, book)) = current else { return };
        e.pages = (15 + u32::try_from(self.dice.below(20)).unwrap_or(0)).min(book.pages - page);
        thing.finished = page + e.pages >= book.pages;
        if thing.finished {
            e.note = book.review.into();
            self.books_read += 1;
        } else {
            self.book = Some((thing.clone(), page + e.pages, book));
        }
        e.thing = Some(thing);
        self.keep(e);
    }

    fn journey(&mut self, on: NaiveDate, which: u64, night: bool) {
        let index = 5;
        let at = self.evening(on);
        let mut e = self.blank(index, on, at);
        let (title, notes) = self.person.texts.journey;
        e.nights = u32::from(night);
        e.note = self.dice.pick(notes).copied().unwrap_or_default().into();
        // The same journey on each of its days: its id hangs on nothing but the person and the number.
        let id = ThingId(Seeded::new(self.person.seed << 8 | which).id(self.evening(self.start())));
        e.thing = Some(ThingRef { id, kind: ThingKind::Journey, title: title.into(), finished: !night });
        self.keep(e);
    }

    fn report(&mut self, on: NaiveDate, becomes: Last) {
        let at = self.evening(on);
        let (mut ops, items): (Vec<Op>, Vec<Item>) = std::mem::take(&mut self.free).into_iter().unzip();
        if items.is_empty() {
            return;
        }
        let texts = self.person.texts;
        let revision = Revision {
            report: ReportId(self.dice.id(at)),
            number: 1,
            items,
            message: self.dice.pick(texts.report).copied().unwrap_or_default().into(),
            submitted_at: at,
            received_at: None,
        };
        ops.push(self.op(at, Payload::ReportSubmit(revision.clone())));
        self.steps.push(Step { at, by: By::Participant, ops });
        if becomes == Last::Waiting || becomes == Last::None {
            return;
        }
        let seen = Payload::ReportSeen { report: revision.report, number: 1 };
        self.step(at.plus(14 * HOUR_MS), By::Mentor, vec![seen]);
        let decided = at.plus(15 * HOUR_MS);
        let decision = self.decide(&revision, becomes, decided);
        self.step(decided, By::Mentor, vec![Payload::ReportDecide(decision)]);
    }

    fn decide(&self, on: &Revision, becomes: Last, at: Millis) -> Decision {
        let texts = self.person.texts;
        let last = on.items.len() - 1;
        let say = |(n, item): (usize, &Item)| {
            let (verdict, reason) = match becomes {
                Last::Returned if n == last => (Verdict::ToFix, texts.to_fix),
                _ if n == 2 && last > 20 && self.person.effort < 90 => {
                    (Verdict::NotCounted, texts.not_counted)
                }
                _ => (Verdict::Counted, ""),
            };
            ItemDecision { item: *item, verdict, reason: reason.into() }
        };
        let message = match becomes {
            Last::Returned => texts.returned,
            _ => self.dice.pick(texts.praise).copied().unwrap_or_default(),
        };
        Decision {
            report: on.report,
            number: on.number,
            items: on.items.iter().enumerate().map(say).collect(),
            message: message.into(),
            decided_at: at,
            by: None,
            superseded: false,
        }
    }

    fn chat(&mut self) {
        for line in self.person.chat {
            let at = self.now.plus(-line.hours_ago * HOUR_MS);
            let message =
                ChatMessage { id: MessageId(self.dice.id(at)), text: line.text.into(), written_at: at };
            let by = if line.mentor { By::Mentor } else { By::Participant };
            self.step(at, by, vec![Payload::ChatSend(message)]);
        }
        // Whoever wrote last has read what came before; the other side has not opened it yet.
        if let Some(last) = self.person.chat.last() {
            let at = self.now.plus(-last.hours_ago * HOUR_MS + 1_000);
            let by = if last.mentor { By::Mentor } else { By::Participant };
            self.step(at, by, vec![Payload::ChatRead { up_to: self.person.chat.len() as u64 }]);
        }
    }
}
