//! Toasts: "saved", with Undo, and sentences of errors.

use dioxus::prelude::*;
use qadam_door::{Command, Fault};

use crate::components::Icon;
use crate::hooks::{use_act, use_t};
use crate::say::T;

/// One toast.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    id: u64,
    text: String,
    undo: Option<Command>,
    bad: bool,
}

/// The place where toasts are put.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toasts {
    pub(crate) shown: Signal<Option<Toast>>,
    pub(crate) last: Signal<u64>,
    pub(crate) t: T,
}

/// The place where toasts are put.
pub fn use_toasts() -> Toasts {
    use_context()
}

impl Toasts {
    fn put(mut self, text: String, undo: Option<Command>, bad: bool) {
        let id = *self.last.peek() + 1;
        self.last.set(id);
        self.shown.set(Some(Toast { id, text, undo, bad }));
    }
    /// Says something.
    pub fn say(self, text: String) {
        self.put(text, None, false);
    }
    /// Says something that can be undone.
    pub fn undo(self, text: String, command: Command) {
        self.put(text, Some(command), false);
    }
    /// Says what went wrong.
    pub fn error(self, text: String) {
        self.put(text, None, true);
    }
    /// Says what went wrong.
    pub fn fault(self, fault: &Fault) {
        self.error(self.t.fault(fault));
    }
}

/// Draws the toast. It goes after six seconds through an animation that stops while it is focused or
/// touched, so that nobody has to hurry.
#[component]
pub fn ToastHost() -> Element {
    let toasts = use_toasts();
    let mut shown = toasts.shown;
    let act = use_act();
    let t = use_t();
    let toast = shown.read().clone();
    rsx! {
        div { class: "toasts", role: "status", "aria-live": "polite",
            if let Some(toast) = toast {
                div {
                    key: "{toast.id}",
                    class: if toast.bad { "toast toast--bad" } else { "toast" },
                    onanimationend: move |e| if e.animation_name() == "toast-life" { shown.set(None) },
                    b { "{toast.text}" }
                    if let Some(undo) = toast.undo.clone() {
                        button {
                            r#type: "button",
                            onclick: move |_| {
                                shown.set(None);
                                act.run(undo.clone(), move |_| toasts.say(t.s("common-undone")));
                            },
                            {t.s("common-undo")}
                        }
                    }
                    button {
                        r#type: "button",
                        class: "toast__x",
                        "aria-label": t.s("common-close"),
                        onclick: move |_| shown.set(None),
                        Icon { name: "close", small: true }
                    }
                }
            }
        }
    }
}
