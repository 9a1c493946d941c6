//! Empty, loading, wrong: what happened, what is safe, one next step.

use dioxus::prelude::*;
use qadam_door::{DoorError, Fault};

use super::Icon;
use crate::hooks::use_t;

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
