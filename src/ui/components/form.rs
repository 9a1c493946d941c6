//! Things to write in, pick from and step with.

use std::cell::RefCell;
use std::rc::Rc;

use dioxus::prelude::*;

use super::Icon;
use crate::hooks::use_t;

/// A labelled field, with its error beside it.
#[component]
pub fn Field(
    #[props(into)] label: String,
    value: String,
    oninput: EventHandler<String>,
    #[props(default)] error: Option<String>,
    #[props(into, default)] hint: String,
    #[props(into, default = "text".to_owned())] kind: String,
    #[props(default)] multiline: bool,
    #[props(default)] maxlength: Option<usize>,
    #[props(into, default)] inputmode: String,
) -> Element {
    let id = use_hook(|| format!("f{}", dioxus::core::current_scope_id().0));
    let class = if error.is_some() { "field err" } else { "field" };
    let about = if error.is_some() || !hint.is_empty() { Some(format!("{id}-about")) } else { None };
    let typed = use_hook(|| Rc::new(RefCell::new(Typed::new(&value))));
    let (turn, start) = typed.borrow_mut().drawn(&value);
    let oninput = move |e: FormEvent| {
        typed.borrow_mut().last = e.value();
        oninput.call(e.value());
    };
    rsx! {
        div { class: "fieldset",
            label { class: "lbl", r#for: "{id}", "{label}" }
            // a list of one: a new key draws the field anew
            for turn in [turn] {
                if multiline {
                    textarea {
                        key: "{turn}",
                        id: "{id}", class, initial_value: "{start}", maxlength: maxlength.map(|m| m.to_string()),
                        "aria-invalid": error.is_some().then_some("true"), "aria-describedby": about.clone(),
                        oninput: oninput.clone(),
                    }
                } else {
                    input {
                        key: "{turn}",
                        id: "{id}", class, r#type: "{kind}", initial_value: "{start}",
                        maxlength: maxlength.map(|m| m.to_string()),
                        inputmode: (!inputmode.is_empty()).then_some(inputmode.clone()), autocomplete: "off",
                        "aria-invalid": error.is_some().then_some("true"), "aria-describedby": about.clone(),
                        oninput: oninput.clone(),
                    }
                }
            }
            if let Some(error) = error {
                p { id: about.clone(), class: "err__t", role: "alert",
                    Icon { name: "warn", small: true }
                    span { "{error}" }
                }
            } else if !hint.is_empty() {
                p { id: about.clone(), class: "t-xs mute mt-1", "{hint}" }
            }
        }
    }
}

/// What is in a field. It goes one way, from the person to us: on phones and desktop the page is another
/// process, and a text sent back as `value` comes late and takes away the letters typed meanwhile. Only
/// a text that somebody else has put there draws the field anew.
struct Typed {
    turn: u32,
    start: String,
    last: String,
}

impl Typed {
    fn new(value: &str) -> Self {
        Self { turn: 0, start: value.to_owned(), last: value.to_owned() }
    }

    fn drawn(&mut self, value: &str) -> (u32, String) {
        if self.last != value {
            *self = Self { turn: self.turn.wrapping_add(1), ..Self::new(value) };
        }
        (self.turn, self.start.clone())
    }
}

/// One of a few, side by side.
#[component]
pub fn Seg(
    #[props(into)] label: String,
    options: Vec<(String, String)>,
    value: String,
    onpick: EventHandler<String>,
) -> Element {
    rsx! {
        div { class: "seg", role: "radiogroup", "aria-label": "{label}",
            for (key , text) in options {
                button {
                    key: "{key}", r#type: "button", role: "radio",
                    "aria-checked": if key == value { "true" } else { "false" },
                    onclick: {
                        let key = key.clone();
                        move |_| onpick.call(key.clone())
                    },
                    "{text}"
                }
            }
        }
    }
}

/// An amount, with a thumb.
#[component]
pub fn Stepper(
    #[props(into)] label: String,
    value: u32,
    step: u32,
    min: u32,
    max: u32,
    #[props(into)] unit: String,
    onchange: EventHandler<u32>,
) -> Element {
    let t = use_t();
    // From 7 a step of 5 leads to 10, not to 12: round numbers are what people mean.
    let step = step.max(1);
    let less = ((value.saturating_sub(1)) / step * step).max(min);
    let more = ((value / step + 1) * step).min(max);
    rsx! {
        div { class: "stepper", role: "group", "aria-label": "{label}",
            button {
                r#type: "button", class: "stepper__b", "aria-label": t.s("common-minus"),
                "aria-disabled": (value <= min).then_some("true"),
                onclick: move |_| onchange.call(less),
                // held: shell.css repeats
                onanimationiteration: move |_| onchange.call(less),
                Icon { name: "minus" }
            }
            output { "aria-live": "polite",
                b { class: "num", "{value}" }
                span { "{unit}" }
            }
            button {
                r#type: "button", class: "stepper__b", "aria-label": t.s("common-plus"),
                "aria-disabled": (value >= max).then_some("true"),
                onclick: move |_| onchange.call(more),
                onanimationiteration: move |_| onchange.call(more),
                Icon { name: "plus" }
            }
        }
    }
}

/// A round tick.
#[component]
pub fn Tick(on: bool, #[props(into)] label: String, onclick: EventHandler<()>) -> Element {
    rsx! {
        button {
            r#type: "button", class: "tick", "aria-pressed": if on { "true" } else { "false" }, "aria-label": "{label}",
            onclick: move |_| onclick.call(()),
            i { Icon { name: "check" } }
        }
    }
}
