//! Eighteen months of a gold participant, lived through the real core, sync and server: every day what a
//! busy person logs, every month a report and a mentor's word, and what calendars and phones do meanwhile: a
//! birth on 29 February, two pauses, a journey through other time zones in the middle of a day, midnight
//! between two entries, a clock set back and forward, entries written weeks later, plans that change.
//!
//! A ledger beside it counts what was approved by the simplest means there are, so that the engine's word
//! can be checked against something that is not the engine.

mod texts;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::entry::Attestation;
use qadam_domain::pack::ThingKind;
use qadam_domain::pauses::{Pause, PauseKind};
use qadam_domain::plan::{Dated, Plan, TrackPlan};
use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{AccountId, EntryId, MessageId, ReportId, ThingId, ThingRef};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{Period, QueueView, ReportDraft, ReviewView};
use uuid::Uuid;

use crate::{Phone, World, draft};
use texts::{BOOKS, NOTES, PROJECTS, review};

/// How long it is: eighteen months and the days until the claim is made.
pub const DAYS: i64 = 556;
const DAY_MS: i64 = 86_400_000;
const REPORT_DAYS: i64 = 28;
const AT_HOME: i16 = 300;

/// What was approved, by track: the plain sum of what was logged there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Minutes, pages or days.
    pub approved: BTreeMap<String, u32>,
    /// Books that are finished and approved.
    pub books: u32,
    /// Entries that were written and are there.
    pub entries: u32,
    /// Reports that were sent.
    pub reports: u32,
}

impl Ledger {
    /// For whoever compares with the screens.
    pub fn told(&self) -> String {
        serde_json::json!({
            "approved": self.approved, "books": self.books, "entries": self.entries, "reports": self.reports,
        })
        .to_string()
    }
}

/// Somebody with eighteen months behind them.
#[derive(Debug)]
pub struct Life {
    /// Where they live.
    pub world: World,
    /// Their phone.
    pub phone: Phone,
    /// Their mentor's.
    pub mentor: Phone,
    /// What was approved.
    pub ledger: Ledger,
    start: NaiveDate,
    /// Pages of the present book, and how many were finished.
    pages: u32,
    read: usize,
    dice: u64,
    /// What is in no decided report: amount by entry.
    written: BTreeMap<EntryId, (String, u32, bool)>,
}

impl Life {
    /// Lives it from a moment on.
    pub async fn lived(begin: i64) -> Self {
        let world = World::at(begin);
        let (mentor, code) = world.mentor("Айгүл Сейтқали").await;
        // Born on a day that is there every fourth year; seventeen at the start, eighteen on the way.
        let phone = world.participant("Дина Сәрсен", "gold", "2008-02-29").await;
        let start = today(&world);
        phone.run(Command::Join { code }).await;
        let asked = mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await;
        let who = asked.joiners[0].participant;
        mentor.run(Command::JoinerAnswer { participant: who, accept: true }).await;
        let dated = start;
        mentor
            .run(Command::ConsentAttest {
                participant: who, guardian: "Гүлнәр Сәрсен".into(), dated
            })
            .await;
        phone.until(ask::SyncStatus {}, |s| s.joined && s.hold.is_none()).await;
        phone.run(Command::RecoverySeen).await;
        let mut life = Self {
            world,
            phone,
            mentor,
            ledger: Ledger::default(),
            start,
            pages: 0,
            read: 0,
            dice: 7,
            written: BTreeMap::new(),
        };
        life.phone.run(Command::PlanSet { plan: life.plan(0) }).await;
        life.approve_plan(who).await;
        for n in 0..DAYS {
            life.day(n).await;
            if n > 0 && n % REPORT_DAYS == 0 && n + REPORT_DAYS <= DAYS {
                life.report(who, n).await;
            }
            life.world.set_right();
            life.world.pass(DAY_MS);
        }
        life.last_weeks(who).await;
        life
    }

    /// A number below `n`, the same in each life.
    fn dice(&mut self, n: u64) -> u64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) % n
    }

    fn on(&self, n: i64) -> NaiveDate {
        self.start.checked_add_days(Days::new(n.unsigned_abs())).unwrap()
    }

    fn plan(&self, phase: u32) -> Plan {
        let item = |track: &str, activity: &str, days, amount, at_min| TrackPlan {
            track: track.into(),
            activity: Some(activity.into()),
            goal: String::new(),
            days,
            amount,
            at_min,
        };
        let pause = |from, to, kind| Pause { from: self.on(from), to: self.on(to), kind };
        let mut plan = Plan {
            tracks: vec![
                item("sport", "running", 0b001_0101, 30 + 5 * phase, Some(18 * 60)),
                item("skills", "dombyra", 0b010_1010, 30, Some(19 * 60)),
                item("reading", "kazakh_classics", 0b111_1111, 15 + 5 * phase, Some(21 * 60)),
                item("heritage", "family_tree", 0b100_0000, 45, None),
                item("volunteering", "bilim", 0b010_0000, 90, Some(11 * 60)),
                item("work", "library", 0b000_0100, 90, Some(15 * 60)),
            ],
            pauses: vec![pause(120, 132, PauseKind::Harvest)],
            dates: Vec::new(),
        };
        if phase > 0 {
            plan.pauses.push(pause(375, 398, PauseKind::Exams));
            plan.dates.push(Dated {
                id: ThingId(Uuid::from_u128(77)),
                track: "travel".into(),
                on: self.on(430),
                until: Some(self.on(433)),
                at_min: Some(8 * 60),
                amount: 1,
                title: "Көлсай көлдеріне жорық".into(),
            });
        }
        plan
    }

    async fn approve_plan(&mut self, who: AccountId) {
        self.mentor.until(ask::Queue {}, |q| !q.plans.is_empty()).await;
        let of = self.mentor.ask(ask::PlanOf { participant: who }).await;
        let revision = of.revision.unwrap();
        self.mentor
            .run(Command::PlanDecide {
                participant: who,
                revision,
                approved: true,
                message: "Жоспарың шынайы, осылай жалғастыр!".into(),
            })
            .await;
        self.phone.until(ask::Plan {}, |p| p.approval.now.is_some()).await;
    }

    async fn log(&mut self, d: Draft, pages: bool) -> EntryId {
        let amount = if pages { d.pages } else { d.minutes };
        let (track, finished) = (d.track.clone(), d.thing.as_ref().is_some_and(|t| t.finished));
        // A clock that was set back is asked about; this person says that it is right, whatever it is.
        let log = Command::Log { draft: d };
        let outcome = match self.phone.try_run(log.clone()).await {
            Err(e) if matches!(e.fault, Fault::Clock { .. }) => {
                self.phone.run(Command::ClockRight).await;
                self.phone.run(log).await
            }
            other => other.unwrap(),
        };
        let Outcome::Logged { entry, .. } = outcome else { panic!("not logged") };
        self.written.insert(entry, (track, amount, finished));
        entry
    }

    /// Minutes in a track, with a note that no other day has.
    async fn minutes(&mut self, track: &str, activity: &str, on: NaiveDate, minutes: u32) -> EntryId {
        let notes = NOTES.iter().find(|(t, _)| *t == track).unwrap().1;
        let said = notes[self.dice(notes.len() as u64) as usize];
        let mut d = draft(track, &on.to_string(), minutes);
        d.activity = Some(activity.into());
        d.note = format!("{said} ({}).", on.format("%d.%m"));
        if matches!(track, "volunteering" | "work") {
            let (name, role) = if track == "work" {
                ("Роза Қасымова", "кітапхана меңгерушісі")
            } else {
                ("Бақыт Жұмаханов", "еріктілер үйлестірушісі")
            };
            d.attested_by = Some(Attestation { name: name.into(), role: role.into() });
        }
        self.log(d, false).await
    }

    async fn read_some(&mut self, n: i64, on: NaiveDate) {
        let Some(book) = BOOKS.get(self.read) else { return };
        let pages = 8 + self.dice(14) as u32;
        self.pages += pages;
        let finished = self.pages >= 200;
        let mut d = draft("reading", &on.to_string(), 0);
        d.pages = pages;
        d.activity = Some("kazakh_classics".into());
        d.thing = Some(ThingRef {
            id: ThingId(Uuid::from_u128(1_000 + self.read as u128)),
            kind: ThingKind::Book,
            title: (*book).into(),
            finished,
        });
        // Mostly without a word, as people do; the last entry of a book tells of it.
        d.note = if finished {
            review(book)
        } else {
            [String::new(), format!("{n}-күн, жақсы тарау.")][n as usize % 2].clone()
        };
        self.log(d, true).await;
        if finished {
            (self.read, self.pages) = (self.read + 1, 0);
        }
    }

    async fn day(&mut self, n: i64) {
        let on = self.on(n);
        let weekday = on.weekday().num_days_from_monday();
        if n == 180 || n == 400 {
            let phase = if n == 180 { 1 } else { 2 };
            self.phone.run(Command::PlanSet { plan: self.plan(phase) }).await;
        }
        // Pauses: hardly anything, and what there is still counts.
        if (120..133).contains(&n) || (375..399).contains(&n) {
            if weekday == 2 {
                self.minutes("sport", "pull_ups", on, 20).await;
            }
            return;
        }
        // A week of illness nobody planned for.
        if (250..257).contains(&n) {
            return;
        }
        if weekday.is_multiple_of(2) && weekday < 6 {
            let minutes = 25 + self.dice(20) as u32;
            self.minutes("sport", "running", on, minutes).await;
        }
        if weekday % 2 == 1 {
            let minutes = 25 + self.dice(15) as u32;
            self.minutes("skills", "dombyra", on, minutes).await;
        }
        if self.dice(10) < 8 {
            self.read_some(n, on).await;
        }
        match weekday {
            6 if self.dice(10) < 8 => self.heritage(n, on).await,
            5 if n % 14 < 7 => {
                self.minutes("volunteering", "bilim", on, 120).await;
            }
            2 if self.dice(10) < 9 => {
                self.minutes("work", "library", on, 75).await;
            }
            _ => {}
        }
        self.oddities(n, on).await;
        // A practice hike, a failed attempt, and the journey that was planned.
        match n {
            60..=61 => self.travel(1, "Іле-Алатауына сынақ жорығы", on, u32::from(n == 60), n == 61).await,
            300..=301 => self.travel(2, "Бурабайға жорық", on, u32::from(n == 300), false).await,
            430..=433 => self.travel(3, "Көлсай көлдеріне жорық", on, u32::from(n < 433), n == 433).await,
            _ => {}
        }
    }

    async fn heritage(&mut self, n: i64, on: NaiveDate) {
        let project = (n / 150).min(3) as usize;
        let mut d = draft("heritage", &on.to_string(), 40 + self.dice(20) as u32);
        d.activity = Some("family_tree".into());
        d.note = format!("{} ({}).", NOTES[2].1[self.dice(4) as usize], on.format("%d.%m"));
        d.thing = Some(ThingRef {
            id: ThingId(Uuid::from_u128(2_000 + project as u128)),
            kind: ThingKind::Project,
            title: PROJECTS[project].into(),
            finished: n % 150 >= 140,
        });
        self.log(d, false).await;
    }

    async fn travel(&mut self, thing: u128, title: &str, on: NaiveDate, nights: u32, finished: bool) {
        let mut d = draft("travel", &on.to_string(), 420);
        d.nights = nights;
        d.activity = Some("hike".into());
        d.note =
            format!("Таңғы жетіде шықтық, {nights} түн шатырда. Жолда бәрі аман ({}).", on.format("%d.%m"));
        d.thing = Some(ThingRef {
            id: ThingId(Uuid::from_u128(thing)),
            kind: ThingKind::Journey,
            title: title.into(),
            finished,
        });
        self.log(d, false).await;
    }

    /// What calendars, clocks and second thoughts do.
    async fn oddities(&mut self, n: i64, on: NaiveDate) {
        let early = |days: i64| on - chrono::Duration::days(days);
        match n {
            // Written later: three days, and five weeks.
            33 => drop(self.minutes("sport", "football", early(3), 60).await),
            90 => drop(self.minutes("work", "library", early(35), 60).await),
            // Two minutes before midnight and three after it.
            47 => {
                let until = DAY_MS - i64::from(self.world.now().minute_of_day(AT_HOME)) * 60_000;
                self.world.drift(until - 120_000);
                self.minutes("skills", "dombyra", on, 15).await;
                self.world.drift(300_000);
                self.minutes("skills", "dombyra", on.succ_opt().unwrap(), 15).await;
                self.world.drift(-until - 180_000);
            }
            // To Türkiye in the middle of a day, and home again a week later.
            200 => {
                self.world.travel(180);
                self.minutes("sport", "swimming", today(&self.world), 45).await;
            }
            207 => self.world.travel(AT_HOME),
            // The phone lost its clock: two days back, then half an hour ahead.
            270 => {
                self.world.drift(-2 * DAY_MS);
                self.minutes("sport", "running", early(2), 30).await;
                self.world.drift(2 * DAY_MS + 1_800_000);
                self.minutes("sport", "running", on, 10).await;
                self.world.drift(-1_800_000);
            }
            // Taken back, brought back, put right.
            150 => {
                let id = self.minutes("sport", "running", on, 600).await;
                self.phone.run(Command::EntryRemove { entry: id }).await;
                self.phone.run(Command::EntryRestore { entry: id }).await;
                let mut d = draft("sport", &on.to_string(), 60);
                d.id = Some(id);
                d.note = "Он сағат емес, бір сағат екен.".into();
                self.phone.run(Command::Log { draft: d }).await;
                self.written.insert(id, ("sport".into(), 60, false));
            }
            151 => {
                let id = self.minutes("work", "library", on, 45).await;
                self.phone.run(Command::EntryRemove { entry: id }).await;
                self.written.remove(&id);
            }
            _ => {}
        }
    }

    /// A report of everything that is free, and the mentor's word: mostly yes, now and then something to put
    /// right, rarely a no.
    async fn report(&mut self, who: AccountId, n: i64) {
        let draft = ReportDraft { period: Period::SinceLast, ..ReportDraft::default() };
        self.phone.run(Command::ReportDraft { report: None, draft }).await;
        let form = self.phone.ask(ask::ReportForm {}).await;
        let entries: Vec<EntryId> = form.entries.iter().filter(|e| e.chosen).map(|e| e.row.id).collect();
        let (report, month) = (form.report, n / REPORT_DAYS);
        let message = format!("Апай, {month}-айдың есебі. Тексеріп беріңізші!");
        self.phone.run(Command::ReportSubmit { report, entries, message }).await;
        self.ledger.reports += 1;
        let first = self.reviewed(who, report, 1).await;
        let returns = month % 4 == 2;
        let decided = self.decide(&first, if returns { Some(Verdict::ToFix) } else { None }, month % 5 == 3);
        self.say(who, &first, decided.clone()).await;
        self.phone.until(ask::Report { report }, |r| r.answer.is_some()).await;
        if returns {
            let wrong = decided.iter().find(|d| d.verdict == Verdict::ToFix).unwrap().item.entry;
            let mut form = self.phone.ask(ask::LogForm { track: None, entry: Some(wrong) }).await.draft;
            form.note = format!("{} Толық жаздым.", form.note);
            self.phone.run(Command::Log { draft: form }).await;
            let message = "Түзеттім, рақмет!".into();
            self.phone.run(Command::ReportSubmit { report, entries: vec![wrong], message }).await;
            let second = self.reviewed(who, report, 2).await;
            let decided = self.decide(&second, None, false);
            self.say(who, &second, decided).await;
            self.phone.until(ask::Report { report }, |r| r.card.number == 2 && r.answer.is_some()).await;
        }
        let with = MessageId(Uuid::from_u128(9_000 + n as u128));
        let text = format!("{month}-ай: рақмет, апай! Келесі айда көбірек оқимын.");
        self.phone.run(Command::ChatSend { with: None, id: with, text }).await;
    }

    /// The report as the mentor sees it, once this revision of it has come.
    async fn reviewed(&self, participant: AccountId, report: ReportId, number: u32) -> ReviewView {
        let here = |q: &QueueView| q.reports.iter().any(|r| r.card.id == report && r.card.number == number);
        self.mentor.until(ask::Queue {}, here).await;
        self.mentor.ask(ask::Review { participant, report }).await
    }

    fn decide(&self, review: &ReviewView, one: Option<Verdict>, refuse: bool) -> Vec<ItemDecision> {
        let mut out = Vec::new();
        for (i, e) in review.entries.iter().enumerate() {
            let kept = e.verdict.filter(|v| *v != Verdict::ToFix);
            let (verdict, reason) = match (kept, one) {
                (Some(v), _) => (v, e.reason.clone()),
                (None, Some(v)) if i == 1 => (v, "Қай жерде болғанын толықтырып жазшы.".into()),
                (None, _) if refuse && i == 2 => {
                    (Verdict::NotCounted, "Бұл мектептегі сабақ, бағытқа кірмейді.".into())
                }
                _ => (Verdict::Counted, String::new()),
            };
            out.push(ItemDecision { item: e.item, verdict, reason });
        }
        out
    }

    /// The mentor's word, and into the ledger what counts now.
    async fn say(&mut self, who: AccountId, review: &ReviewView, items: Vec<ItemDecision>) {
        for d in items.iter().filter(|d| d.verdict == Verdict::Counted) {
            if let Some((track, amount, finished)) = self.written.remove(&d.item.entry) {
                *self.ledger.approved.entry(track.clone()).or_default() += amount;
                self.ledger.books += u32::from(finished && track == "reading");
                self.ledger.entries += 1;
            }
        }
        let (report, number) = (review.card.id, review.card.number);
        self.mentor.run(Command::ReportOpened { participant: who, report, number }).await;
        let message = "Жарайсың, жазбаларың анық!".into();
        self.mentor.run(Command::ReportDecide { participant: who, report, number, items, message }).await;
    }

    /// At the end there is a bit of everything: entries in no report, a report on its way, a message unread.
    async fn last_weeks(&mut self, who: AccountId) {
        let draft = ReportDraft { period: Period::SinceLast, ..ReportDraft::default() };
        self.phone.run(Command::ReportDraft { report: None, draft }).await;
        let form = self.phone.ask(ask::ReportForm {}).await;
        let half = form.entries.iter().skip(form.entries.len() / 2).map(|e| e.row.id).collect();
        let message = "Соңғы айдың бір бөлігі.".into();
        self.phone.run(Command::ReportSubmit { report: form.report, entries: half, message }).await;
        self.ledger.reports += 1;
        self.ledger.entries += self.written.len() as u32;
        let text = "Дина, алтын деңгейге аз қалды. Соңғы есебіңді бүгін кешке қараймын.".into();
        let id = MessageId(Uuid::from_u128(9_999));
        self.mentor.run(Command::ChatSend { with: Some(who), id, text }).await;
        self.phone
            .until(ask::Chat { with: None, last: 60 }, |c| {
                c.messages.iter().any(|m| m.text.contains("алтын"))
            })
            .await;
        let on = today(&self.world);
        self.minutes("sport", "running", on, 30).await;
        self.ledger.entries += 1;
        self.phone.until(ask::SyncStatus {}, |s| s.waiting == 0).await;
    }
}

fn today(world: &World) -> NaiveDate {
    world.now().date_at(AT_HOME)
}
