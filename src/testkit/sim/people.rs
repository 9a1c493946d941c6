//! Who lives in a simulated world, and what each of them knows to be saved.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use chrono::Days;
use fastrand::Rng;
use futures_util::poll;
use image::{ImageFormat, Rgb, RgbImage};
use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{AccountId, EntryId, MessageId, OpId, Photo, ReportId};
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{Joining, Wanted};
use qadam_door::{DoorResult, Fault};
use tokio::task::yield_now;
use tokio::time::sleep;
use uuid::Uuid;

use super::net::Line;
use crate::phone::{Around, Phone};

/// What came of a command whose phone may have lost its power meanwhile.
pub(super) enum Did {
    Yes(Outcome),
    No,
    Perhaps,
}

/// What a person was told of, by mark: each text carries a mark of its own.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Entries: which versions may stand at last; none: it is gone.
    pub(super) entries: BTreeMap<u32, Vec<Option<u32>>>,
    /// Messages that were saved.
    pub(super) said: BTreeSet<String>,
    /// Messages that perhaps were.
    pub(super) said_perhaps: BTreeSet<String>,
    /// Ops that were saved, but those of entries and reports.
    pub(super) ops: BTreeSet<OpId>,
    /// Reports that were saved: where an entry in one is corrected, it goes out as another op.
    pub(super) reports: BTreeSet<ReportId>,
}

/// Somebody with a phone.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) mentor: bool,
    pub(super) line: Rc<Line>,
    pub(super) folder: PathBuf,
    pub(super) phone: Option<Phone>,
    pub(super) rng: Rng,
    pub(super) known: Known,
    pub(super) kills: u32,
    /// Whose account it is: somebody may have two phones.
    pub(super) whose: String,
    pub(super) shares: bool,
    marks: u32,
    ids: BTreeMap<u32, EntryId>,
    versions: BTreeMap<u32, u32>,
}

/// Where a second phone's marks begin, and its versions of an entry.
const SECOND: (u32, u32) = (1_000, 100);

impl Person {
    pub(super) fn new(name: String, mentor: bool, line: Rc<Line>, folder: PathBuf, mut rng: Rng) -> Self {
        std::fs::create_dir_all(&folder).unwrap();
        let phone = Phone::start_in(folder.clone(), line.clone(), rng.u64(..));
        let known = Known::default();
        let (ids, versions, whose) = (BTreeMap::new(), BTreeMap::new(), name.clone());
        let (phone, kills, shares, marks) = (Some(phone), 0, false, 0);
        Self { name, mentor, line, folder, phone, rng, known, kills, whose, shares, marks, ids, versions }
    }

    /// The same person's second phone, once there is a code to sign in with.
    pub(super) fn second(&mut self, line: Rc<Line>, folder: PathBuf, rng: Rng) -> Self {
        self.shares = true;
        let (whose, marks) = (self.whose.clone(), SECOND.0);
        Self { whose, shares: true, marks, ..Self::new(format!("{}б", self.name), false, line, folder, rng) }
    }

    pub(super) fn phone(&self) -> &Phone {
        self.phone.as_ref().unwrap()
    }

    /// Makes a participant's profile on the lowest level.
    pub(super) async fn start(&mut self, birth: &str) {
        self.phone().run(Command::ProfileCreate { name: self.name.clone() }).await;
        let birth = birth.parse().unwrap();
        self.phone().run(Command::Enrol { level: "bronze".into(), birth }).await;
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u128(self.rng.u128(..) | 1)
    }

    fn mark(&mut self) -> u32 {
        self.marks += 1;
        self.marks
    }

    pub(super) fn kill(&mut self) {
        self.kills += 1;
        self.phone = self.phone.take().map(Phone::restart);
    }

    /// Runs a command; now and then the power fails while it is being saved.
    async fn run(&mut self, op: OpId, command: Command) -> Did {
        if self.rng.u32(..100) >= 6 {
            return told(self.phone().door.run_as(Some(op), command).await);
        }
        let door = self.phone().door.clone();
        let mut running = Box::pin(door.run_as(Some(op), command));
        for _ in 0..self.rng.u32(..4) {
            if let std::task::Poll::Ready(result) = poll!(&mut running) {
                self.kill();
                return told(result);
            }
            yield_now().await;
        }
        drop(running);
        self.kill();
        Did::Perhaps
    }

    /// A command that writes an op, by which it can be found.
    async fn writes(&mut self, command: Command) {
        let op = OpId(self.uuid());
        if let Did::Yes(_) = self.run(op, command).await {
            self.known.ops.insert(op);
        }
    }

    async fn sync(&mut self) {
        let op = OpId(self.uuid());
        drop(self.run(op, Command::SyncNow).await);
    }

    /// Between two actions: time passes, the line comes and goes, clocks are set, batteries run out.
    async fn between(&mut self) {
        let seconds = match self.rng.u32(..10) {
            0..4 => self.rng.u64(..5),
            4..9 => self.rng.u64(5..240),
            _ => self.rng.u64(240..2_400),
        };
        sleep(Duration::from_secs(seconds)).await;
        match self.rng.u32(..100) {
            0..10 => self.line.down.set(!self.line.down.get()),
            10..14 => self.kill(),
            14..18 => self.line.set_off([-40, -3, 0, 2, 700][self.rng.usize(..5)] * 3_600_000),
            18..20 => self.line.offset_min.set([300, 360, 180, -480][self.rng.usize(..4)]),
            20..26 => {
                let on = self.rng.bool();
                self.phone().door.foreground(on);
            }
            26..30 => self.phone().door.online(!self.line.down.get()),
            _ => {}
        }
    }

    /// What still waits on this phone, in words; none: nothing.
    pub(super) fn waits(&self, patient: bool) -> Option<String> {
        let waiting = super::check::waiting(self, patient);
        (!waiting.is_empty()).then(|| format!("{} waits with {waiting:?}", self.name))
    }

    // ---- a participant
    /// Does some things in the course of a few hours.
    pub(super) async fn take_part(
        &mut self,
        actions: u32,
        code: Option<String>,
        recovery: Rc<RefCell<Option<String>>>,
    ) {
        let joins_at = self.rng.u32(..actions);
        // Where there is a second phone there is a time with both.
        for n in 0..if self.shares { 3 * actions } else { actions } {
            self.between().await;
            if self.shares && recovery.borrow().is_none() {
                let me = self.phone().ask(ask::Me {}).await;
                *recovery.borrow_mut() = me
                    .recovery
                    .filter(|_| !matches!(me.joining, Joining::None | Joining::Waiting | Joining::Refused));
            }
            if let Some(code) = code.as_ref().filter(|_| n == joins_at) {
                // Whoever lost power over it types the code again.
                for _ in 0..9 {
                    let op = OpId(self.uuid());
                    self.run(op, Command::Join { code: code.clone() }).await;
                    if self.joins().await {
                        break;
                    }
                }
            }
            self.acts().await;
        }
    }

    async fn acts(&mut self) {
        if self.shares {
            self.looks().await;
        }
        match self.rng.u32(..20) {
            0..8 => self.log().await,
            8..11 => self.edit().await,
            11..13 => self.remove().await,
            13..16 => self.say(None).await,
            16..19 => self.report().await,
            _ => self.sync().await,
        }
    }

    /// Finds what was written on the other phone.
    async fn looks(&mut self) {
        let book = ask::Book { wanted: Wanted::default(), offset: 0, limit: 50 };
        let Ok(book) = self.phone().door.ask(&book).await else { return };
        let rows = book.days.iter().flat_map(|d| &d.rows);
        self.ids = rows.filter_map(|row| Some((super::check::mark(&row.note)?.0, row.id))).collect();
    }

    /// What somebody does on a second phone, once the first one has a recovery code.
    pub(super) async fn joins_in(&mut self, actions: u32, first: Rc<RefCell<Option<String>>>) {
        for _ in 0..3 * actions {
            self.between().await;
            let code = first.borrow().clone();
            let boot = self.phone().ask(ask::Boot {}).await;
            if boot.sign_in.is_none() && boot.enrolled {
                self.acts().await;
            } else if let (Some(code), true) = (code, boot.profiles.is_empty()) {
                let op = OpId(self.uuid());
                self.run(op, Command::SignIn { code }).await;
            }
        }
    }

    async fn joins(&self) -> bool {
        !matches!(self.phone().ask(ask::Me {}).await.joining, Joining::None)
    }

    fn draft(&mut self, mark: u32, version: u32) -> Draft {
        let today = qadam_domain::Millis(self.line.now()).date_at(self.line.offset_min());
        let on = today - Days::new(self.rng.u64(..3));
        let track = ["sport", "skills", "heritage", "volunteering"][self.rng.usize(..4)];
        let note = format!(
            "#{mark}.{version} {}",
            ["Таңғы жүгіру", "Разучила «Адай»", "Helped out"][self.rng.usize(..3)]
        );
        Draft { note, ..crate::draft(track, &on.to_string(), self.rng.u32(10..90)) }
    }

    async fn log(&mut self) {
        let mark = self.mark();
        let photos = self.photos().await;
        let (draft, op) = (Draft { photos, ..self.draft(mark, 1) }, OpId(self.uuid()));
        // Whoever is asked whether the date is right mostly says so, wherever the clock was set.
        if self.rng.u32(..4) > 0 {
            drop(self.phone().try_run(Command::ClockRight).await);
        }
        match self.run(op, Command::Log { draft }).await {
            Did::Yes(outcome) => {
                if let Outcome::Logged { entry, .. } = outcome {
                    self.ids.insert(mark, entry);
                    self.versions.insert(mark, 1);
                }
                self.known.entries.insert(mark, vec![Some(1)]);
            }
            Did::Perhaps => drop(self.known.entries.insert(mark, vec![None, Some(1)])),
            Did::No => {}
        }
    }

    /// Now and then a photo, or two: some go whole, some in parts.
    async fn photos(&mut self) -> Vec<Photo> {
        let mut photos = Vec::new();
        for _ in 0..[0, 0, 0, 0, 0, 1, 1, 2][self.rng.usize(..8)] {
            let side = [16, 90, 300][self.rng.usize(..3)];
            let mut noise = Rng::with_seed(self.rng.u64(..4));
            let picture =
                RgbImage::from_fn(side, side, |_, _| Rgb([noise.u8(..), noise.u8(..), noise.u8(..)]));
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, ImageFormat::Png).unwrap();
            let op = OpId(self.uuid());
            if let Did::Yes(Outcome::Photo { photo }) =
                self.run(op, Command::PhotoAdd { bytes: file.into_inner() }).await
            {
                photos.push(photo);
            }
        }
        photos
    }

    fn one(&mut self) -> Option<(u32, EntryId)> {
        let at = self.rng.usize(..self.ids.len().max(1));
        self.ids.iter().nth(at).map(|(mark, id)| (*mark, *id))
    }

    async fn edit(&mut self) {
        let Some((mark, id)) = self.one() else { return self.log().await };
        let first = if self.marks >= SECOND.0 { SECOND.1 } else { 1 };
        let version = self.versions.get(&mark).copied().unwrap_or(first) + 1;
        self.versions.insert(mark, version);
        let photos = self.photos().await;
        let draft = Draft { id: Some(id), photos, ..self.draft(mark, version) };
        let op = OpId(self.uuid());
        match self.run(op, Command::Log { draft }).await {
            Did::Yes(_) => drop(self.known.entries.insert(mark, vec![Some(version)])),
            Did::Perhaps => self.known.entries.entry(mark).or_default().push(Some(version)),
            Did::No => {}
        }
    }

    async fn remove(&mut self) {
        let Some((mark, entry)) = self.one() else { return };
        let op = OpId(self.uuid());
        match self.run(op, Command::EntryRemove { entry }).await {
            Did::Yes(_) => {
                self.known.entries.insert(mark, vec![None]);
                self.ids.remove(&mark);
            }
            Did::Perhaps => {
                self.known.entries.entry(mark).or_default().push(None);
                self.ids.remove(&mark);
            }
            Did::No => {}
        }
    }

    async fn say(&mut self, with: Option<AccountId>) {
        let (mark, id, op) = (self.mark(), MessageId(self.uuid()), OpId(self.uuid()));
        let text = format!("{} #{mark}", self.name);
        match self.run(op, Command::ChatSend { with, id, text: text.clone() }).await {
            Did::Yes(_) => drop(self.known.said.insert(text)),
            Did::Perhaps => drop(self.known.said_perhaps.insert(text)),
            Did::No => {}
        }
    }

    async fn report(&mut self) {
        let form = self.phone().ask(ask::ReportForm {}).await;
        let mut entries: Vec<EntryId> = form.entries.iter().map(|e| e.row.id).collect();
        entries.truncate(self.rng.usize(1..6));
        if entries.is_empty() {
            return;
        }
        let report = ReportId(self.uuid());
        let op = OpId(self.uuid());
        let submit = Command::ReportSubmit { report, entries, message: "Есеп".into() };
        if let Did::Yes(_) = self.run(op, submit).await {
            self.known.reports.insert(report);
        }
    }

    // ---- a mentor
    /// Takes people in, decides, answers.
    pub(super) async fn review(&mut self, actions: u32) {
        for _ in 0..actions {
            self.between().await;
            match self.rng.u32(..10) {
                0..3 => self.take_in(false).await,
                3..7 => self.decide().await,
                7..9 => {
                    let people = self.phone().ask(ask::People {}).await.people;
                    if let Some(p) =
                        (!people.is_empty()).then(|| people[self.rng.usize(..people.len())].clone())
                    {
                        self.say(Some(p.participant)).await;
                    }
                }
                _ => self.sync().await,
            }
        }
    }

    /// Answers everybody who asks; `all`: nobody is left out.
    pub(super) async fn take_in(&mut self, all: bool) {
        let queue = self.phone().ask(ask::Queue {}).await;
        for p in queue.joiners {
            if all || self.rng.bool() {
                self.writes(Command::JoinerAnswer { participant: p.participant, accept: true }).await;
            }
        }
        for p in queue.consents {
            if all || self.rng.bool() {
                // Some days ago, wherever the clock is.
                let dated = "2026-10-01".parse().unwrap();
                let guardian = "Гүлнар Ахметова".to_owned();
                self.writes(Command::ConsentAttest { participant: p.participant, guardian, dated }).await;
            }
        }
    }

    async fn decide(&mut self) {
        let queue = self.phone().ask(ask::Queue {}).await;
        let Some(row) = queue.reports.first() else { return };
        let (participant, report, number) = (row.participant, row.card.id, row.card.number);
        let Ok(review) = self.phone().door.ask(&ask::Review { participant, report }).await else { return };
        let mut items = Vec::new();
        for e in review.entries {
            let verdict = [Verdict::Counted, Verdict::ToFix, Verdict::NotCounted][self.rng.usize(..3)];
            let reason =
                if verdict == Verdict::Counted { String::new() } else { "Нақтыла".to_owned() };
            items.push(ItemDecision { item: e.item, verdict, reason });
        }
        let message = String::new();
        self.writes(Command::ReportDecide { participant, report, number, items, message }).await;
    }
}

fn told(result: DoorResult<Outcome>) -> Did {
    match result {
        Ok(outcome) => Did::Yes(outcome),
        // The phone's other end is gone: it was killed before it could say.
        Err(e) if e.fault == Fault::Gone => Did::Perhaps,
        Err(_) => Did::No,
    }
}
