//! The handle that the user interface holds, and the other end that a port serves.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_channel::{mpsc, oneshot};
use futures_util::{Stream, StreamExt};
use qadam_domain::OpId;
use serde::de::DeserializeOwned;

use crate::command::{Command, Outcome};
use crate::error::{DoorResult, Fault};
use crate::frame::{self, Event, Frame, FromCore, ToCore};
use crate::query::{Ask, Query};

/// The user interface's side of the door. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    inner: Arc<Inner>,
}

impl PartialEq for Door {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Door")
    }
}

struct Inner {
    out: mpsc::UnboundedSender<Frame>,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    last: u64,
    runs: HashMap<u64, oneshot::Sender<DoorResult<Outcome>>>,
    asks: HashMap<u64, oneshot::Sender<DoorResult<Frame>>>,
    watches: HashMap<u64, mpsc::UnboundedSender<DoorResult<Frame>>>,
    events: Vec<mpsc::UnboundedSender<Event>>,
    // Events that came before anybody listened: the first listener gets them, so none is lost.
    unheard: Vec<Event>,
}

/// The core's side: frames that come out of the handle, and a way to hand frames in.
pub struct CoreEnd {
    /// Frames from the user interface, in order.
    pub frames: mpsc::UnboundedReceiver<Frame>,
    inner: Arc<Inner>,
}

impl std::fmt::Debug for CoreEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CoreEnd")
    }
}

/// Hands frames of the core to whoever waits for them. Cheap to clone.
#[derive(Clone)]
pub struct Deliver {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Deliver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Deliver")
    }
}

/// Makes a door.
pub fn door() -> (Door, CoreEnd) {
    let (out, frames) = mpsc::unbounded();
    let inner = Arc::new(Inner { out, waiting: Mutex::default() });
    (Door { inner: inner.clone() }, CoreEnd { frames, inner })
}

impl Inner {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        // The table is consistent after every statement, so a poisoned lock is still usable.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, frame: &ToCore) -> Result<(), Fault> {
        let frame = frame::write(frame).map_err(|_| Fault::Protocol)?;
        self.out.unbounded_send(frame).map_err(|_| Fault::Gone)
    }
}

impl Door {
    /// Runs a command. The answer comes when it is durable on this phone.
    pub async fn run(&self, command: Command) -> DoorResult<Outcome> {
        self.run_as(None, command).await
    }

    /// Runs a command under a given id: the same id twice is one action.
    pub async fn run_as(&self, op_id: Option<OpId>, command: Command) -> DoorResult<Outcome> {
        let (tx, rx) = oneshot::channel();
        let id = {
            let mut w = self.inner.waiting();
            w.last += 1;
            let id = w.last;
            w.runs.insert(id, tx);
            id
        };
        self.inner.send(&ToCore::Run { id, op_id, command })?;
        rx.await.unwrap_or(Err(Fault::Gone.into()))
    }

    /// Asks once.
    pub async fn ask<Q: Ask>(&self, question: &Q) -> DoorResult<Q::View> {
        read(&self.ask_any(question.query()).await?)
    }

    async fn ask_any(&self, query: Query) -> DoorResult<Frame> {
        let (tx, rx) = oneshot::channel();
        let id = {
            let mut w = self.inner.waiting();
            w.last += 1;
            let id = w.last;
            w.asks.insert(id, tx);
            id
        };
        self.inner.send(&ToCore::Ask { id, query })?;
        rx.await.unwrap_or(Err(Fault::Gone.into()))
    }

    /// Asks, and is told again after each change. Dropping the watch ends it.
    pub fn watch<Q: Ask>(&self, question: &Q) -> Watch<Q> {
        Watch { views: self.views(question.query()), question: std::marker::PhantomData }
    }

    /// The same for whoever handles all questions alike: one copy of the code for all of them.
    pub fn views(&self, query: Query) -> Views {
        let (tx, rx) = mpsc::unbounded();
        let id = {
            let mut w = self.inner.waiting();
            w.last += 1;
            let id = w.last;
            w.watches.insert(id, tx);
            id
        };
        if self.inner.send(&ToCore::Watch { id, query }).is_err() {
            self.inner.waiting().watches.remove(&id);
        }
        Views { id, rx, inner: self.inner.clone() }
    }

    /// Events, from now on (and those that nobody has heard yet).
    pub fn events(&self) -> impl Stream<Item = Event> + Unpin + use<> {
        let (tx, rx) = mpsc::unbounded();
        let mut w = self.inner.waiting();
        for e in w.unheard.drain(..) {
            if tx.unbounded_send(e).is_err() {
                break;
            }
        }
        w.events.push(tx);
        rx
    }

    /// The app came to the foreground or left it.
    pub fn foreground(&self, on: bool) {
        self.tell(&ToCore::Foreground { on });
    }

    /// The platform says that there is network, or none.
    pub fn online(&self, on: bool) {
        self.tell(&ToCore::Online { on });
    }

    /// The part of the program that comes behind the start is here, or cannot be had now.
    pub fn part(&self, here: bool) {
        self.tell(&ToCore::Part { here });
    }

    fn tell(&self, frame: &ToCore) {
        // A hint: when the core is gone, the next command or query says so.
        if self.inner.send(frame).is_err() {}
    }
}

/// Reads a view. Its type is that of the question: a frame cannot say.
///
/// # Errors
/// [`Fault::Protocol`]: the two sides are not of one build.
pub fn read<V: DeserializeOwned>(view: &[u8]) -> DoorResult<V> {
    frame::read(view).map_err(|_| Fault::Protocol.into())
}

/// A running watch of any question.
pub struct Views {
    id: u64,
    rx: mpsc::UnboundedReceiver<DoorResult<Frame>>,
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Views({})", self.id)
    }
}

impl Views {
    /// The next view, as [`read`] reads it; none when the core is gone.
    pub async fn next(&mut self) -> Option<DoorResult<Frame>> {
        self.rx.next().await
    }
}

impl Drop for Views {
    fn drop(&mut self) {
        self.inner.waiting().watches.remove(&self.id);
        if self.inner.send(&ToCore::Unwatch { id: self.id }).is_err() {}
    }
}

/// A running watch.
pub struct Watch<Q: Ask> {
    views: Views,
    question: std::marker::PhantomData<Q>,
}

impl<Q: Ask> std::fmt::Debug for Watch<Q> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watch({})", self.views.id)
    }
}

impl<Q: Ask> Watch<Q> {
    /// The next view; none when the core is gone.
    pub async fn next(&mut self) -> Option<DoorResult<Q::View>> {
        let view = self.views.next().await?;
        Some(view.and_then(|v| read(&v)))
    }
}

impl CoreEnd {
    /// The way in for frames of the core.
    pub fn deliver(&self) -> Deliver {
        Deliver { inner: self.inner.clone() }
    }
}

impl Deliver {
    /// Hands in a frame as it came. A frame that cannot be read fails nobody in particular: it is an event.
    pub fn bytes(&self, frame: &[u8]) {
        match frame::read(frame) {
            Ok(frame) => self.frame(frame),
            Err(_) => self.frame(FromCore::Event { event: Event::Failed }),
        }
    }

    /// Hands in a frame. Answers to questions that nobody asks any more are dropped.
    pub fn frame(&self, frame: FromCore) {
        let sent = Cell::new(true);
        match frame {
            FromCore::Done { id, result } => {
                if let Some(tx) = self.inner.waiting().runs.remove(&id) {
                    sent.set(tx.send(result).is_ok());
                }
            }
            FromCore::View { id, result } => {
                let mut w = self.inner.waiting();
                if let Some(tx) = w.asks.remove(&id) {
                    sent.set(tx.send(result).is_ok());
                } else if let Some(tx) = w.watches.get(&id) {
                    sent.set(tx.unbounded_send(result).is_ok());
                }
            }
            FromCore::Event { event } => {
                let mut w = self.inner.waiting();
                w.events.retain(|tx| tx.unbounded_send(event).is_ok());
                if w.events.is_empty() {
                    w.unheard.push(event);
                }
            }
        }
    }

    /// The core is gone: everybody who waits hears so.
    pub fn gone(&self) {
        let mut w = self.inner.waiting();
        w.runs.clear();
        w.asks.clear();
        w.watches.clear();
        drop(w);
        self.frame(FromCore::Event { event: Event::Failed });
    }
}
