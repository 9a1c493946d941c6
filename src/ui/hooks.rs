//! How a screen asks and acts.

use dioxus::prelude::*;
use qadam_door::command::{Command, Outcome};
use qadam_door::{Ask, Door, DoorResult};

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
    let door: Door = use_context();
    let mut answer = use_signal(|| None);
    let mut asked = use_signal(|| question.clone());
    if *asked.peek() != question {
        asked.set(question);
        answer.set(None);
    }
    use_resource(move || {
        let mut watch = door.watch(&*asked.read());
        async move {
            while let Some(view) = watch.next().await {
                // A view that is as before draws nothing anew.
                if answer.peek().as_ref() != Some(&view) {
                    answer.set(Some(view));
                }
            }
        }
    });
    answer
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
