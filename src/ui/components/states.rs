//! Empty, loading, wrong: what happened, what is safe, one next step.

use chrono::NaiveDate;
use dioxus::prelude::*;
use qadam_domain::clock::Doubt;
use qadam_door::{Command, DoorError, Fault};

use super::{Banner, Icon};
use crate::hooks::{use_act, use_t};

/// Nothing here yet; names the next action.
#[component]
pub fn Empty(
    #[props(into)] icon: String,
    #[props(into)] title: String,
    #[props(into)] text: String,
    children: Element,
) -> Element {
    rsx! {
        section { class: "card empty empty--s",
            span { class: "okc okc--sky", Icon { name: icon } }
            h2 { class: "t-lg", "{title}" }
            p { class: "mute mt-1", "{text}" }
            {children}
        }
    }
}

/// The place of things that come in a moment. Local data are quick: it shows only after 300 ms.
#[component]
pub fn Skeleton() -> Element {
    let t = use_t();
    rsx! {
        div { class: "sks stack", role: "status", "aria-label": t.s("common-loading"),
            div { class: "sk", style: "height:132px;margin-top:16px" }
            div { class: "sk", style: "height:72px" }
            div { class: "sk", style: "height:72px" }
            div { class: "sk", style: "height:72px" }
        }
    }
}

/// The phone's date may be wrong: what it shows, and a word for it where it can be right.
#[component]
pub fn WhatDate(shows: NaiveDate, doubt: Doubt, #[props(default)] right: EventHandler<()>) -> Element {
    let (t, act) = (use_t(), use_act());
    rsx! {
        Banner { kind: "warn", icon: "clock", title: t.s("today-clock"), text: t.fault(&Fault::Clock { shows, doubt }),
            if doubt != Doubt::BeforeTheApp {
                button {
                    r#type: "button", class: "btn btn--warn btn--sm mt-2",
                    onclick: move |_| act.run(Command::ClockRight, move |_| right.call(())),
                    {t.f("faults-clock-right", &[("date", t.date_year(shows).into())])}
                }
            }
        }
    }
}

/// What went wrong with a whole view.
#[component]
pub fn FaultBox(error: DoorError) -> Element {
    let t = use_t();
    // An address that leads nowhere is nobody's failure.
    let title = if error.fault == Fault::NotFound { "common-not-found" } else { "common-sorry" };
    rsx! {
        section { class: "card empty empty--s", role: "alert",
            span { class: "okc okc--warn", Icon { name: "warn" } }
            h2 { class: "t-lg", {t.s(title)} }
            p { class: "mute mt-1", {t.fault(&error.fault)} }
            // Nowhere to go where it is drawn for a test.
            if error.fault == Fault::NotFound && dioxus::router::try_router().is_some() {
                Link { class: "btn btn--tonal mt-3", to: crate::Route::Home {}, {t.s("common-home")} }
            }
        }
    }
}
