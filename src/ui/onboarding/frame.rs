//! What all steps share: the bar with the way back, where one is, and "Later".

use super::STEPS;
use crate::prelude::*;

/// The frame of a step. `n` 0 is a step beside the path.
#[component]
pub fn Frame(
    #[props(into)] title: String,
    #[props(into)] text: String,
    n: u32,
    #[props(default)] onback: Option<EventHandler<()>>,
    #[props(default)] onlater: Option<EventHandler<()>>,
    #[props(into, default)] later: String,
    dock: Element,
    children: Element,
) -> Element {
    let t = use_t();
    let later = if later.is_empty() { t.s("onboarding-later") } else { later };
    rsx! {
        a { class: "skip", href: "#main", {t.s("onboarding-skip")} }
        div { class: "app",
            header { class: "hero ob",
                Ornament {}
                div { class: "ob__top",
                    if let Some(onback) = onback {
                        button {
                            r#type: "button", class: "iconbtn", "data-back": "true", "aria-label": t.s("common-back"),
                            onclick: move |_| onback.call(()),
                            Icon { name: "back" }
                        }
                    } else {
                        span { class: "iconbtn", "aria-hidden": "true" }
                    }
                    if n > 0 {
                        p {
                            class: "ob__st t-sm", role: "img",
                            "aria-label": t.f("onboarding-step", &[("n", n.into()), ("all", STEPS.into())]),
                            for i in 1..=STEPS {
                                i { key: "{i}", class: if i <= n { "on" } }
                            }
                        }
                    }
                    if let Some(onlater) = onlater {
                        button { r#type: "button", class: "link", onclick: move |_| onlater.call(()), "{later}" }
                    } else {
                        span { class: "iconbtn", "aria-hidden": "true" }
                    }
                }
                // A new step is read from its heading.
                h1 {
                    class: "t-2xl mt-1 ob__h", tabindex: "-1",
                    onmounted: move |e| async move {
                        if let Err(cause) = e.set_focus(true).await {
                            drop(cause); // a renderer without focus has nothing to do
                        }
                    },
                    "{title}"
                }
                p { class: "mute mt-1", "{text}" }
            }
            main { id: "main", class: "main main--pad", {children} }
            section { class: "dock", "aria-label": t.s("onboarding-next"), {dock} }
        }
    }
}
