//! Words of state: tags, banners, the sync chip. Colour never speaks alone.

use dioxus::prelude::*;
use qadam_door::view::{Place, SyncView};

use super::Icon;
use crate::Route;
use crate::hooks::use_t;

/// A status word.
#[component]
pub fn Tag(
    #[props(into, default)] kind: String,
    #[props(into)] icon: String,
    #[props(into)] text: String,
) -> Element {
    rsx! {
        span { class: if kind.is_empty() { "tag".to_owned() } else { format!("tag tag--{kind}") },
            Icon { name: icon }
            "{text}"
        }
    }
}

/// Where an entry is. `unmet`: the rules do not count it, for a reason that stands beside.
#[component]
pub fn PlaceTag(place: Place, #[props(default)] unmet: bool) -> Element {
    let t = use_t();
    let (kind, icon, id) = match place {
        // The mentor's word is said, the rule's is not: green beside "does not count" would be two answers.
        Place::Counted if unmet => ("sky", "check", "common-place-approved"),
        Place::Here => ("", "phone-check", "common-place-here"),
        Place::Sent => ("sky", "check", "common-place-sent"),
        Place::InReport => ("sky", "send", "common-place-report"),
        Place::Seen => ("sky", "eye", "common-place-seen"),
        Place::Counted => ("ok", "check2", "common-place-counted"),
        Place::ToFix => ("warn", "return", "common-place-fix"),
        Place::NotCounted => ("", "info", "common-place-not"),
        Place::Refused => ("warn", "warn", "common-place-refused"),
    };
    rsx! { Tag { kind, icon, text: t.s(id) } }
}

/// A calm box with something to know.
#[component]
pub fn Banner(
    #[props(into, default)] kind: String,
    #[props(into)] icon: String,
    #[props(into, default)] title: String,
    #[props(into, default)] text: String,
    children: Element,
) -> Element {
    rsx! {
        div { class: if kind.is_empty() { "banner".to_owned() } else { format!("banner banner--{kind}") },
            Icon { name: icon }
            div { class: "row__m",
                if !title.is_empty() { b { "{title}" } }
                if !text.is_empty() { p { "{text}" } }
                {children}
            }
        }
    }
}

/// One line that always says where one's work is; leads to the list behind it.
#[component]
pub fn SyncChip(sync: SyncView) -> Element {
    let t = use_t();
    rsx! {
        Link { class: "sync", to: Route::Me {},
            span { class: "sync__p", role: "status",
                if sync.attention > 0 {
                    Icon { name: "warn", small: true }
                    span { {t.f("common-sync-attention", &[("n", sync.attention.into())])} }
                } else if sync.sending {
                    Icon { name: "cloud-up", small: true }
                    span { {t.s("common-sync-sending")} }
                } else if sync.joined && sync.waiting == 0 && sync.hold.is_none() {
                    Icon { name: "cloud-check", small: true }
                    span { {t.s("common-sync-all")} }
                } else {
                    Icon { name: "phone-check", small: true }
                    span { {t.s("common-sync-here")} }
                    if sync.joined && sync.waiting > 0 {
                        span { class: "sync__w",
                            Icon { name: "clock", small: true }
                            {t.f("common-sync-waiting", &[("n", sync.waiting.into())])}
                        }
                    }
                }
            }
        }
    }
}
