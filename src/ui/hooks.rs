//! How a screen asks and acts.

use std::rc::Rc;

use dioxus::prelude::*;
use qadam_door::command::{Command, Outcome};
use qadam_door::query::Query;
use qadam_door::{Ask, Door, DoorResult, Frame, handle};

use crate::say::{Programme, T};
use crate::toasts::{Toasts, use_toasts};

/// The texts.
pub fn use_t() -> T {
    use_context()
}

/// The rule pack's names.
pub fn use_programme() -> Programme {
    use_context()
}

/// A view that is kept up to date. Asks anew when the question changes.
pub fn use_view<Q: Ask>(question: Q) -> Signal<Option<DoorResult<Q::View>>> {
    use_answer(question, false)
}

/// As [`use_view`]; what is shown stays until the changed question is answered.
pub fn use_view_kept<Q: Ask>(question: Q) -> Signal<Option<DoorResult<Q::View>>> {
    use_answer(question, true)
}

fn use_answer<Q: Ask>(question: Q, kept: bool) -> Signal<Option<DoorResult<Q::View>>> {
    let answer = use_signal(|| None);
    // Every type of question makes a copy of what stands here, and phones pay for each: the rest is in
    // `use_views`, once.
    let take = use_hook(|| {
        Rc::new(move |view: Option<DoorResult<Frame>>| {
            let mut answer = answer;
            let view = view.map(|v| v.and_then(|v| handle::read(&v)));
            // A view that is as before draws nothing anew.
            if *answer.peek() != view && !(kept && view.is_none()) {
                answer.set(view);
            }
        }) as Take
    });
    use_views(question.query(), take);
    answer
}

/// What is done with each view; none: the question has changed.
type Take = Rc<dyn Fn(Option<DoorResult<Frame>>)>;

fn use_views(question: Query, take: Take) {
    let door: Door = use_context();
    let mut asked = use_signal(|| question.clone());
    if *asked.peek() != question {
        asked.set(question);
        take(None);
    }
    use_resource(move || {
        let mut views = door.views(asked());
        let take = take.clone();
        async move {
            while let Some(view) = views.next().await {
                take(Some(view));
            }
        }
    });
}

/// Runs commands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    door: Signal<Door>,
    toasts: Toasts,
}

/// Runs commands; errors are said as toasts.
pub fn use_act() -> Act {
    let door: Door = use_context();
    let door = use_signal(|| door);
    Act { door, toasts: use_toasts() }
}

impl Act {
    /// Runs a command; says an error, calls back on success. The command outlives the screen: leaving
    /// it does not undo a tap.
    pub fn run(self, command: Command, then: impl FnOnce(Outcome) + 'static) {
        let toasts = self.toasts;
        self.try_run(command, move |result| match result {
            Ok(outcome) => then(outcome),
            Err(e) => toasts.fault(&e.fault),
        });
    }

    /// Runs a command and hands over what came of it.
    pub fn try_run(self, command: Command, then: impl FnOnce(DoorResult<Outcome>) + 'static) {
        self.start(command, Box::new(then));
    }

    // boxed: one task for all, not one for each place that runs something
    fn start(self, command: Command, then: Box<dyn FnOnce(DoorResult<Outcome>)>) {
        let door = self.door.peek().clone();
        dioxus::core::spawn_forever(async move { then(door.run(command).await) });
    }
}

/// Sets a signal from the callback of a command. The command outlives the screen: where the screen is
/// gone, so is its signal, and there is nothing left to set.
pub fn settle<V: 'static>(mut signal: Signal<V>, value: V) {
    if let Ok(mut place) = signal.try_write() {
        *place = value;
    }
}
