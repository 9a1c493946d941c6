//! Everything back from an export: the file is read here and judged by the core.

use super::{Step, finish, frame::Frame, go, put};
use crate::prelude::*;

/// No export is larger; a larger file is not even read.
const MAX_BYTES: u64 = 128 << 20;

/// The step of the guide.
#[component]
pub fn ImportStep() -> Element {
    let t = use_t();
    let adding = super::GUIDE.read().adding;
    rsx! {
        Frame {
            title: t.s("data-import-title"), text: t.s("data-import-text"), n: 0,
            onback: move |()| if adding { finish() } else { go(Step::Welcome) },
            dock: rsx! {
                div { class: "card card--pad", ImportCard {} }
            },
        }
    }
}

/// A field for the file, and what came of it.
#[component]
pub fn ImportCard() -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut wrong = use_signal(|| None::<Fault>);
    let mut busy = use_signal(|| false);
    let too_large =
        || Fault::Import(qadam_door::ImportFault::TooLarge { max_mb: (MAX_BYTES >> 20) as usize });
    let unreadable = || Fault::Import(qadam_door::ImportFault::Foreign);
    let picked = move |e: FormEvent| {
        let Some(file) = e.files().into_iter().next() else { return };
        wrong.set(None);
        if file.size() > MAX_BYTES {
            return wrong.set(Some(too_large()));
        }
        busy.set(true);
        dioxus::core::spawn_forever(async move {
            let Ok(text) = file.read_string().await else {
                settle(busy, false);
                return settle(wrong, Some(unreadable()));
            };
            act.try_run(Command::Import { text }, move |result| {
                put(busy, false);
                match result {
                    Ok(_) => {
                        finish();
                        toast.say(t.s("data-imported"));
                    }
                    Err(e) => put(wrong, Some(e.fault)),
                }
            });
        });
    };
    // Emptied each time it is drawn: the same file again is another try.
    let empty = String::new();
    rsx! {
        // The label is the button: the field itself is drawn by the browser, each in its own way.
        label { class: "btn btn--tonal btn--block data__pick", "aria-busy": busy().then_some("true"),
            input {
                r#type: "file", class: "vh", accept: ".json,application/json", disabled: busy(), value: empty,
                onchange: picked,
            }
            Icon { name: "file" }
            {t.s(if busy() { "data-import-busy" } else { "data-import-pick" })}
        }
        if let Some(fault) = &*wrong.read() {
            p { class: "err__t", role: "alert",
                Icon { name: "warn", small: true }
                span { {t.fault(fault)} }
            }
        }
    }
}
