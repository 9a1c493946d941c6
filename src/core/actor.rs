//! The loop: frames in, frames out, one call to the server at a time.
//!
//! Everything runs on one thread, so that a command's commit, the views after it and the answers of the
//! server never overlap.

use std::collections::{BTreeMap, VecDeque};
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;

use chrono::NaiveDate;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures_util::future::{Fuse, FusedFuture};
use futures_util::{FutureExt, StreamExt, select_biased};
use qadam_domain::ProfileId;
use qadam_domain::pack::Packs;
use qadam_door::command::Outcome;
use qadam_door::{Command, DoorResult, Event, Fault, Frame, FromCore, Query, ToCore, frame};
use qadam_platform::{HttpError, HttpReply, Listening, Local, Picture, PictureError, Platform, Spoken};
use qadam_sync::Machine;

use crate::commands::{self, Ran};
use crate::fault::{Trouble, Try};
use crate::late::{Done, Job, Work};
use crate::line::{Keep, Outgoing};
use crate::phone::Phone;
use crate::views;

/// Longest sleep: a phone that slept through a date change looks again within a minute.
const LOOK_MS: u64 = 60_000;

struct Watching {
    query: Query,
    last: Option<Frame>,
}

/// What has changed since the watches were last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Changed {
    Nothing,
    /// The line to the server, or the clock: only views that show it.
    Line,
    /// The files.
    Data,
    /// The files, and the programme with them.
    Rules,
}

/// Where [`crate::late`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Here.
    Here,
    /// It comes behind the start: what needs it waits, the person goes on logging.
    Coming,
    /// It could not be had at the last try: what waited was told so, and the next that needs it asks again.
    Missing,
}

struct Actor<P: Platform> {
    phone: Phone<P>,
    late: Work<P>,
    part: Part,
    /// Frames that wait for the part, in their order.
    held: Vec<ToCore>,
    /// Files of which photos are to be made: who waits, in which profile.
    files: VecDeque<(u64, ProfileId, Vec<u8>)>,
    watches: BTreeMap<u64, Watching>,
    out: UnboundedSender<Frame>,
    /// Watches look again.
    changed: Changed,
    /// The day that the views were made on.
    day: NaiveDate,
    /// What the platform says of the network.
    online: bool,
}

/// Serves the door until its other end is dropped.
///
/// When the phone's files cannot be opened at all, every question is answered with the reason.
pub async fn serve<P: Platform>(
    platform: Rc<P>,
    packs: Packs,
    frames: UnboundedReceiver<Frame>,
    out: UnboundedSender<Frame>,
) {
    serve_apart(platform, packs, frames, out, (crate::late::work, Part::Here)).await;
}

/// The same where a part of the program may come later ([`ToCore::Part`] says when), and a function that
/// leads to it then.
pub async fn serve_apart<P: Platform>(
    platform: Rc<P>,
    packs: Packs,
    frames: UnboundedReceiver<Frame>,
    out: UnboundedSender<Frame>,
    (late, part): (Work<P>, Part),
) {
    match Phone::start(platform, packs) {
        Ok(phone) => {
            let day = phone.platform.today();
            let mut actor = Actor {
                phone,
                late,
                part,
                held: Vec::new(),
                files: VecDeque::new(),
                watches: BTreeMap::new(),
                out,
                changed: Changed::Nothing,
                day,
                online: true,
            };
            actor.tell(&FromCore::Event { event: Event::Ready });
            actor.run(frames).await;
        }
        Err(trouble) => refuse(trouble, frames, out).await,
    }
}

async fn refuse(trouble: Trouble, mut frames: UnboundedReceiver<Frame>, out: UnboundedSender<Frame>) {
    let error = match trouble {
        Trouble::Fault(e) => e,
        Trouble::Damaged(cause) => {
            tracing::error!(%cause, "cannot start");
            Fault::Storage.into()
        }
    };
    while let Some(bytes) = frames.next().await {
        let answer = match frame::read(&bytes) {
            Ok(ToCore::Run { id, .. }) => FromCore::Done { id, result: Err(error.clone()) },
            Ok(ToCore::Ask { id, .. } | ToCore::Watch { id, .. }) => {
                FromCore::View { id, result: Err(error.clone()) }
            }
            _ => continue,
        };
        if let Ok(bytes) = frame::write(&answer)
            && out.unbounded_send(bytes).is_err()
        {
            return;
        }
    }
}

/// Whether a view may be another one after a change. The rules change with profile and level only; whether
/// a call is under way, and what keeps one from it, stands only in some views.
fn concerns(query: &Query, changed: Changed) -> bool {
    match changed {
        Changed::Nothing => false,
        Changed::Line => {
            matches!(query, Query::Boot | Query::Today | Query::Me | Query::SyncStatus | Query::Queue)
        }
        Changed::Data => !matches!(query, Query::Programme),
        Changed::Rules => true,
    }
}

/// A photo is being made, beside everything else.
type Making = Fuse<Local<(u64, ProfileId, Result<Picture, PictureError>)>>;
/// A line on which the server says that there is something new, and whose it is.
type Line = Option<(ProfileId, Listening)>;
type Calling = Fuse<Local<(Outgoing, Result<HttpReply, HttpError>)>>;

/// The next that comes over the line. Without one: never.
async fn said(line: &mut Line) -> (ProfileId, Option<Result<Spoken, HttpError>>) {
    match line {
        Some((who, line)) => (*who, line.next().await),
        None => pending().await,
    }
}

impl<P: Platform> Actor<P> {
    async fn run(&mut self, mut frames: UnboundedReceiver<Frame>) {
        let mut calling: Calling = Fuse::terminated();
        let mut making: Making = Fuse::terminated();
        let mut line: Line = None;
        loop {
            if calling.is_terminated()
                && let Some(call) = self.next_call()
            {
                calling = self.call(call).fuse();
                self.note(Changed::Line);
            }
            if making.is_terminated()
                && let Some((id, profile, file)) = self.files.pop_front()
            {
                let made = self.phone.platform.picture(file);
                making = (Box::pin(async move { (id, profile, made.await) }) as Local<_>).fuse();
            }
            self.keep(&mut line);
            self.flush();
            let mut hang_up = false;
            {
                let mut sleep = self.phone.platform.sleep(self.sleep_ms(!calling.is_terminated())).fuse();
                let mut said = pin!(said(&mut line).fuse());
                select_biased! {
                    frame = frames.next() => match frame {
                        None => return,
                        Some(bytes) => self.frame(&bytes),
                    },
                    (call, answer) = calling => self.answered(call, answer),
                    (id, profile, made) = making => self.made(id, profile, made),
                    (who, said) = said => {
                        let done = (self.late)(&mut self.phone, Job::Said(who, said));
                        hang_up = matches!(done, Done::Said(true));
                    }
                    () = sleep => self.note(Changed::Line),
                }
            }
            if hang_up {
                line = None;
            }
        }
    }

    fn sleep_ms(&self, calling: bool) -> u64 {
        let may = self.online && self.part == Part::Here && self.phone.platform.server().is_some();
        let machine = self.phone.open.as_ref().filter(|_| may).map(|o| &o.machine);
        let call = machine.filter(|_| !calling).and_then(Machine::due);
        let due = call.into_iter().chain(machine.and_then(Machine::line_due)).min();
        let now = self.phone.now();
        due.map_or(LOOK_MS, |d| u64::try_from(d.0.saturating_sub(now.0)).unwrap_or(0).clamp(20, LOOK_MS))
    }

    fn frame(&mut self, bytes: &[u8]) {
        let frame: ToCore = match frame::read(bytes) {
            Ok(f) => f,
            Err(e) => {
                // Whoever waits for its answer would wait for ever: the screens offer to start anew.
                tracing::error!(cause = %e, "unreadable frame");
                self.tell(&FromCore::Event { event: Event::Failed });
                return;
            }
        };
        self.take(frame);
    }

    fn take(&mut self, frame: ToCore) {
        match frame {
            ToCore::Run { id, command: Command::PhotoAdd { bytes }, .. } => self.photo(id, bytes),
            ToCore::Run { id, op_id, command } => match commands::run(&mut self.phone, op_id, command) {
                Ran::Now(result) => self.done(id, result),
                Ran::Rare(op, command) => {
                    if self.part != Part::Here {
                        return self.hold(ToCore::Run { id, op_id: Some(op), command });
                    }
                    if let Done::Run(result) = (self.late)(&mut self.phone, Job::Run(op, command)) {
                        self.done(id, result);
                    }
                }
            },
            ToCore::Ask { id, query } => match self.view(&query) {
                Some(result) => self.tell(&FromCore::View { id, result }),
                None => self.hold(ToCore::Ask { id, query }),
            },
            ToCore::Watch { id, query } => {
                let last = self.look(id, &query);
                match &last {
                    Some(frame) => drop(self.out.unbounded_send(frame.clone())),
                    None => self.want(),
                }
                self.watches.insert(id, Watching { query, last });
            }
            ToCore::Part { here } => self.part(here),
            ToCore::Unwatch { id } => {
                self.watches.remove(&id);
            }
            ToCore::Foreground { on } => {
                if let Some(o) = self.phone.open.as_mut() {
                    o.machine.foreground(on);
                }
                self.note(Changed::Line);
            }
            ToCore::Online { on } => {
                self.online = on;
                // Without it nothing is sent, and nobody may open a place that would ask for it.
                if on && self.part == Part::Missing {
                    self.want();
                }
                if let Some(o) = self.phone.open.as_mut() {
                    o.machine.online(on);
                }
                self.note(Changed::Line);
            }
        }
    }

    /// A damaged file is moved aside here, whatever the question was.
    fn care<T>(&mut self, result: Try<T>) -> DoorResult<T> {
        match result {
            Ok(v) => Ok(v),
            Err(Trouble::Fault(e)) => Err(e),
            Err(Trouble::Damaged(cause)) => {
                if let Err(Trouble::Fault(e)) = self.phone.heal(&cause) {
                    return Err(e);
                }
                self.note(Changed::Data);
                Err(Fault::Storage.into())
            }
        }
    }

    fn done(&mut self, id: u64, result: Try<Outcome>) {
        let result = self.care(result);
        self.phone.renew();
        self.note(Changed::Data);
        self.tell(&FromCore::Done { id, result });
    }

    fn photo(&mut self, id: u64, file: Vec<u8>) {
        match (commands::photo::check(&self.phone, &file), self.phone.opened()) {
            (Ok(()), Ok(opened)) => self.files.push_back((id, opened.profile.id, file)),
            (Err(trouble), _) => self.done(id, Err(trouble)),
            (_, Err(fault)) => self.done(id, Err(fault.into())),
        }
    }

    fn made(&mut self, id: u64, profile: ProfileId, made: Result<Picture, PictureError>) {
        // It belongs to whoever chose it, also when another profile was opened meanwhile.
        let same = self.phone.open.as_ref().is_some_and(|o| o.profile.id == profile);
        let result =
            if same { commands::photo::add(&mut self.phone, made) } else { Err(Fault::NotFound.into()) };
        self.done(id, result);
    }

    /// A view as it stands now; none while the part that makes it is not here.
    fn view(&mut self, query: &Query) -> Option<DoorResult<Frame>> {
        let view = match views::view(&self.phone, query) {
            Some(view) => view,
            None if self.part != Part::Here => return None,
            None => match (self.late)(&mut self.phone, Job::View(query.clone())) {
                Done::View(view) => view,
                _ => Err(Fault::Protocol.into()),
            },
        };
        Some(self.care(view))
    }

    fn hold(&mut self, frame: ToCore) {
        self.held.push(frame);
        self.want();
    }

    fn want(&mut self) {
        self.part = Part::Coming;
        self.phone.platform.want_part();
    }

    /// The part has come, or not: what waited for it goes on, or hears so.
    fn part(&mut self, here: bool) {
        if self.part == Part::Here {
            return;
        }
        self.part = if here { Part::Here } else { Part::Missing };
        let held = std::mem::take(&mut self.held);
        if here {
            held.into_iter().for_each(|frame| self.take(frame));
            return self.note(Changed::Rules);
        }
        let missing = |id| FromCore::View { id, result: Err(Fault::PartMissing.into()) };
        for frame in held {
            match frame {
                ToCore::Run { id, .. } => {
                    self.tell(&FromCore::Done { id, result: Err(Fault::PartMissing.into()) });
                }
                ToCore::Ask { id, .. } => self.tell(&missing(id)),
                _ => {}
            }
        }
        for (id, _) in self.watches.iter().filter(|(_, w)| w.last.is_none()) {
            self.tell(&missing(*id));
        }
    }

    fn tell(&self, frame: &FromCore) {
        match frame::write(frame) {
            // Nobody listens any more: the loop ends with the next frame.
            Ok(bytes) => drop(self.out.unbounded_send(bytes)),
            Err(e) => tracing::error!(cause = %e, "frame cannot be written"),
        }
    }

    fn note(&mut self, what: Changed) {
        self.changed = self.changed.max(what);
    }

    /// One view as a frame; none while the part that makes it is not here.
    fn look(&mut self, id: u64, query: &Query) -> Option<Frame> {
        let result = self.view(query)?;
        match frame::write(&FromCore::View { id, result }) {
            Ok(bytes) => Some(bytes),
            Err(e) => {
                tracing::error!(cause = %e, "view cannot be written");
                None
            }
        }
    }

    /// Tells events, then looks again for the watches that what changed may concern; a view that is as
    /// before is not sent again.
    fn flush(&mut self) {
        for event in std::mem::take(&mut self.phone.events) {
            self.tell(&FromCore::Event { event });
        }
        let today = self.phone.platform.today();
        if std::mem::replace(&mut self.day, today) != today {
            self.note(Changed::Data);
        }
        // Also where the rest of the program came meanwhile: what waited for it may have opened a profile.
        if self.changed >= Changed::Data {
            match self.phone.choose_pack() {
                Ok(true) => self.note(Changed::Rules),
                Ok(false) => {}
                Err(trouble) => tracing::error!(?trouble, "the rules cannot be chosen"),
            }
        }
        let changed = std::mem::replace(&mut self.changed, Changed::Nothing);
        let ids: Vec<u64> =
            self.watches.iter().filter(|(_, w)| concerns(&w.query, changed)).map(|(id, _)| *id).collect();
        for id in ids {
            let Some(query) = self.watches.get(&id).map(|w| w.query.clone()) else { continue };
            let Some(view) = self.look(id, &query) else { continue };
            if let Some(w) = self.watches.get_mut(&id)
                && w.last.as_ref() != Some(&view)
            {
                drop(self.out.unbounded_send(view.clone()));
                w.last = Some(view);
            }
        }
    }

    fn next_call(&mut self) -> Option<Outgoing> {
        if !self.online || self.part != Part::Here {
            return None;
        }
        match (self.late)(&mut self.phone, Job::Next) {
            Done::Next(call) => call,
            Done::Changed(true) => {
                self.note(Changed::Data);
                None
            }
            _ => None,
        }
    }

    /// Opens the line on which the server says that there is something new, or hangs up.
    fn keep(&mut self, line: &mut Line) {
        if self.part != Part::Here {
            return;
        }
        let held = line.as_ref().map(|(who, _)| *who);
        match (self.late)(&mut self.phone, Job::Line(held)) {
            Done::Line(Keep::Open(who, request)) => *line = Some((who, self.phone.platform.listen(request))),
            Done::Line(Keep::Close) => *line = None,
            _ => {}
        }
    }

    fn call(&self, mut call: Outgoing) -> Local<(Outgoing, Result<HttpReply, HttpError>)> {
        let platform = self.phone.platform.clone();
        Box::pin(async move {
            let answer = match call.request.take() {
                Some(request) => platform.http(request).await,
                None => Err(HttpError::Offline),
            };
            (call, answer)
        })
    }

    fn answered(&mut self, call: Outgoing, answer: Result<HttpReply, HttpError>) {
        self.note(Changed::Line);
        if let Done::Changed(true) = (self.late)(&mut self.phone, Job::Answered(call, answer)) {
            self.note(Changed::Data);
        }
    }
}
