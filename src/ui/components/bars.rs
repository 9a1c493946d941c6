//! The bar at the top, and sheets.

use dioxus::prelude::*;

use super::Icon;
use crate::hooks::use_t;

/// The app bar of a place.
#[component]
pub fn TopBar(
    #[props(into)] title: String,
    #[props(into, default)] sub: String,
    #[props(default)] back: bool,
    children: Element,
) -> Element {
    let t = use_t();
    rsx! {
        header { class: if back { "bar" } else { "bar bar--root" },
            if back {
                button {
                    r#type: "button",
                    class: "iconbtn",
                    // Android's back button presses the topmost of these
                    "data-back": "true",
                    "aria-label": t.s("common-back"),
                    onclick: move |_| {
                        let nav = navigator();
                        // A deep link has nothing behind it: back is home.
                        if nav.can_go_back() { nav.go_back() } else { drop(nav.replace(crate::Route::Home {})) }
                    },
                    Icon { name: "back" }
                }
            }
            div { class: "bar__t",
                h1 { "{title}" }
                if !sub.is_empty() { p { "{sub}" } }
            }
            {children}
        }
    }
}

/// A sheet over the place: a dialogue that Escape, the scrim and its button close.
#[component]
pub fn Sheet(#[props(into)] title: String, onclose: EventHandler<()>, children: Element) -> Element {
    let t = use_t();
    use_drop(|| {
        document::eval("qadamPage.dialogue(false)");
    });
    rsx! {
        div { class: "sheetwrap",
            div { class: "scrim", onclick: move |_| onclose.call(()) }
            section {
                class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": "{title}", tabindex: "-1",
                onkeydown: move |e| if e.key() == Key::Escape { onclose.call(()) },
                // Focus goes into the dialogue, so that Escape and a screen reader find it.
                onmounted: move |e| async move {
                    document::eval("qadamPage.dialogue(true)");
                    if let Err(cause) = e.set_focus(true).await {
                        drop(cause); // a renderer without focus (drawn on a server) has nothing to do
                    }
                },
                div { class: "sheet__h",
                    h2 { class: "t-xl", "{title}" }
                    button {
                        r#type: "button", class: "iconbtn", "data-back": "true", "aria-label": t.s("common-close"),
                        onclick: move |_| onclose.call(()),
                        Icon { name: "close" }
                    }
                }
                {children}
            }
        }
    }
}
