//! The loop: frames in, frames out, one call to the server at a time.
//!
//! Everything runs on one thread, so that a command's commit, the views after it and the answers of the
//! server never overlap.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures_util::future::{Fuse, FusedFuture};
use futures_util::{FutureExt, StreamExt, select_biased};
use qadam_domain::ProfileId;
use qadam_domain::pack::Packs;
use qadam_door::view::View;
use qadam_door::{DoorResult, Event, Fault, Frame, FromCore, Query, ToCore, frame};
use qadam_platform::{HttpError, HttpReply, HttpRequest, Local, Method, Platform, Secret};
use qadam_protocol::DEVICE_HEADER;
use qadam_storage::{StoreError, open::commit};
use qadam_sync::{Answer, Call, Heard, Step, hear, take};

use crate::fault::{Trouble, Try};
use crate::phone::Phone;
use crate::{commands, views};

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

struct Actor<P: Platform> {
    phone: Phone<P>,
    watches: BTreeMap<u64, Watching>,
    out: UnboundedSender<Frame>,
    /// Watches look again.
    changed: Changed,
    /// The day that the views were made on.
    day: NaiveDate,
    /// What the platform says of the network.
    online: bool,
    /// For whom the present call was made; its answer is for nobody else.
    calling_for: Option<ProfileId>,
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
    match Phone::start(platform, packs) {
        Ok(phone) => {
            let day = phone.platform.today();
            let mut actor = Actor {
                phone,
                watches: BTreeMap::new(),
                out,
                changed: Changed::Nothing,
                day,
                online: true,
                calling_for: None,
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

type Calling = Fuse<Local<(Call, Result<HttpReply, HttpError>)>>;

impl<P: Platform> Actor<P> {
    async fn run(&mut self, mut frames: UnboundedReceiver<Frame>) {
        let mut calling: Calling = Fuse::terminated();
        loop {
            if calling.is_terminated()
                && let Some(call) = self.next_call()
            {
                calling = self.call(call).fuse();
                self.note(Changed::Line);
            }
            self.flush();
            let mut sleep = self.phone.platform.sleep(self.sleep_ms(!calling.is_terminated())).fuse();
            select_biased! {
                frame = frames.next() => match frame {
                    None => return,
                    Some(bytes) => self.frame(&bytes),
                },
                (call, answer) = calling => self.answered(&call, answer),
                () = sleep => self.note(Changed::Line),
            }
        }
    }

    fn sleep_ms(&self, calling: bool) -> u64 {
        let due = self.phone.open.as_ref().filter(|_| !calling && self.online).and_then(|o| o.machine.due());
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
        match frame {
            ToCore::Run { id, op_id, command } => {
                let result = commands::run(&mut self.phone, op_id, command);
                let result = self.care(result);
                self.phone.renew();
                self.note(Changed::Data);
                self.tell(&FromCore::Done { id, result });
            }
            ToCore::Ask { id, query } => {
                let result = self.view(&query);
                self.tell(&FromCore::View { id, result });
            }
            ToCore::Watch { id, query } => {
                let last = self.look(id, &query);
                if let Some(frame) = &last {
                    drop(self.out.unbounded_send(frame.clone()));
                }
                self.watches.insert(id, Watching { query, last });
            }
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

    fn view(&mut self, query: &Query) -> DoorResult<View> {
        let view = views::view(&self.phone, query);
        self.care(view)
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

    /// One view as a frame.
    fn look(&mut self, id: u64, query: &Query) -> Option<Frame> {
        let result = self.view(query);
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
        if self.changed == Changed::Data {
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

    fn next_call(&mut self) -> Option<Call> {
        if !self.online {
            return None;
        }
        let now = self.phone.now();
        self.phone.platform.server()?;
        let opened = self.phone.open.as_mut()?;
        let who = opened.who();
        match opened.machine.step(now, &opened.conn, who) {
            Ok(Step::Send(call)) => Some(call),
            Ok(_) => None,
            Err(StoreError::Damaged(cause)) => {
                if let Err(e) = self.phone.heal(&cause) {
                    tracing::error!(cause = ?e, "cannot heal");
                }
                self.note(Changed::Data);
                None
            }
            Err(e) => {
                tracing::error!(cause = %e, "sync cannot read");
                None
            }
        }
    }

    fn call(&mut self, call: Call) -> Local<(Call, Result<HttpReply, HttpError>)> {
        let platform = self.phone.platform.clone();
        let mut request = HttpRequest {
            method: Method::Post,
            url: format!("{}{}", platform.server().unwrap_or_default(), call.path()),
            bearer: None,
            headers: vec![],
            body: call.body().ok(),
        };
        self.calling_for = self.phone.open.as_ref().map(|o| o.profile.id);
        if let Some(o) = &self.phone.open {
            request.headers.push((DEVICE_HEADER, o.profile.device.to_string()));
            if !call.is_anonymous() {
                request.bearer = o.profile.token.clone().map(Secret);
            }
        }
        Box::pin(async move {
            let answer = platform.http(request).await;
            (call, answer)
        })
    }

    fn answered(&mut self, call: &Call, answer: Result<HttpReply, HttpError>) {
        self.note(Changed::Line);
        // An answer for a profile that was closed meanwhile changes nothing: it is asked for again.
        if self.phone.open.as_ref().map(|o| o.profile.id) != self.calling_for {
            return;
        }
        let answer = match answer {
            Ok(r) => Answer::Reply { status: r.status, body: r.body },
            Err(HttpError::Offline) => Answer::Offline,
            Err(HttpError::Broken) => Answer::Broken,
        };
        let heard = hear(call, &answer);
        let taken = self.take(call, &heard);
        let mut chance = [0u8; 2];
        self.phone.platform.fill(&mut chance);
        let now = self.phone.platform.now();
        // Where the answer could not be written down, it is as if it had not come: it is asked for again.
        let (heard, session) = match taken {
            Ok(session) => (heard, session),
            Err(Trouble::Damaged(cause)) => {
                if let Err(e) = self.phone.heal(&cause) {
                    tracing::error!(cause = ?e, "cannot heal");
                }
                self.note(Changed::Data);
                return;
            }
            Err(Trouble::Fault(e)) => {
                tracing::error!(fault = ?e.fault, "an answer could not be taken in");
                (Heard::Later(None), false)
            }
        };
        if let Some(o) = self.phone.open.as_mut() {
            o.machine.heard(now, call, &heard, u16::from_le_bytes(chance));
        }
        if session && let Err(e) = self.phone.session_made().and_then(|()| self.phone.join_sessions()) {
            tracing::error!(cause = ?e, "session could not be remembered");
        }
    }

    fn take(&mut self, call: &Call, heard: &Heard) -> Try<bool> {
        let now = self.phone.platform.now();
        let Some(o) = self.phone.open.as_mut() else { return Ok(false) };
        if let Heard::SignedIn(reply) = heard {
            // The phone's own file first: repeating the sign-in gives the same answer.
            o.profile.account = Some(reply.account);
            o.profile.mentor = reply.role == qadam_protocol::account::Role::Mentor;
            o.profile.name.clone_from(&reply.name);
            qadam_storage::device::put(&self.phone.device, &o.profile, now)?;
        }
        let who = o.who();
        let traces = o.profile.clone();
        let taken = commit(&mut o.conn, |tx| {
            if traces.account.is_some() && matches!(heard, Heard::SignedIn(_)) {
                crate::profile::leave_traces(tx, &traces)?;
            }
            take(tx, now, who, call, heard)
        })?;
        if taken.changed {
            o.generation += 1;
        }
        let changed = taken.changed || taken.session;
        if taken.session && matches!(heard, Heard::SignedIn(_)) {
            self.phone.events.push(Event::ProfileChanged);
        }
        if changed {
            self.note(Changed::Data);
        }
        Ok(taken.session)
    }
}
