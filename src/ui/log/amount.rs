//! How much: a stepper with presets, in the track's unit.

use crate::prelude::*;

/// Minutes, pages, or a day with or without a night.
#[component]
pub fn AmountPicker(draft: Signal<Draft>, unit: Unit) -> Element {
    let t = use_t();
    let mut draft = draft;
    let (value, word, presets, step, max) = match unit {
        Unit::Minutes => (draft.read().minutes, t.s("log-min"), [15u32, 30, 60, 90], 5, 600),
        Unit::Pages => (draft.read().pages, t.s("log-pages"), [10, 20, 30, 50], 5, 500),
        Unit::Days => return rsx! { Nights { draft } },
    };
    let mut set = move |n: u32| {
        let mut d = draft.write();
        if unit == Unit::Pages { d.pages = n } else { d.minutes = n }
    };
    rsx! {
        Stepper { label: t.s("log-amount"), value, step, min: 0, max, unit: word, onchange: set }
        div { class: "seg pre", role: "radiogroup", "aria-label": t.s("log-presets"),
            for n in presets {
                button {
                    key: "{n}", r#type: "button", role: "radio", "aria-checked": if value == n { "true" } else { "false" },
                    onclick: move |_| set(n),
                    "{n}"
                }
            }
        }
    }
}

#[component]
fn Nights(draft: Signal<Draft>) -> Element {
    let t = use_t();
    let mut draft = draft;
    let options = vec![("0".to_owned(), t.s("log-night-no")), ("1".to_owned(), t.s("log-night-yes"))];
    rsx! {
        div { class: "mt-4",
            Seg {
                label: t.s("log-night"), options, value: draft.read().nights.min(1).to_string(),
                onpick: move |v: String| draft.write().nights = u32::from(v == "1"),
            }
        }
        // How long that day was: told where somebody wants to, whole hours are enough.
        p { class: "lbl mt-3", {t.s("log-hours")} }
        Stepper {
            label: t.s("log-hours"), value: draft.read().minutes / 60, step: 1, min: 0, max: 24, unit: t.s("log-hours-unit"),
            onchange: move |hours: u32| draft.write().minutes = hours.min(24) * 60,
        }
    }
}
