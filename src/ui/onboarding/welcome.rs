//! The welcome. Drawn before there is a core: `examples/prerender.rs` writes it as HTML, so that the
//! first paint needs no program. It must therefore only use its properties and the texts.

use crate::prelude::*;

/// Language, one sentence, and three ways in.
#[component]
pub fn Welcome(
    lang: Lang,
    onlang: EventHandler<Lang>,
    onstart: EventHandler<()>,
    oncode: EventHandler<()>,
    onimport: EventHandler<()>,
    #[props(default)] onback: Option<EventHandler<()>>,
) -> Element {
    let t = use_t();
    rsx! {
        a { class: "skip", href: "#main", {t.s("onboarding-skip")} }
        div { class: "app",
            header { class: "hero ob ob--w",
                Ornament {}
                if let Some(onback) = onback {
                    div { class: "ob__top",
                        button {
                            r#type: "button", class: "iconbtn", "aria-label": t.s("common-back"),
                            onclick: move |_| onback.call(()),
                            Icon { name: "back" }
                        }
                    }
                }
                p { class: "ob__n", "Qadam" }
                h1 { class: "t-2xl mt-1", {t.s("onboarding-welcome-title")} }
                p { class: "mute mt-2", {t.s("onboarding-welcome-text")} }
                Hills {}
            }
            main { id: "main", class: "main",
                div { class: "langs", role: "radiogroup", "aria-label": t.s("onboarding-language"),
                    for each in [Lang::Kk, Lang::Ru, Lang::En] {
                        // The page's script remembers a tap by this name while the program still loads.
                        button {
                            key: "{each.code()}", r#type: "button", class: "btn btn--line", role: "radio", lang: each.code(),
                            "data-tap": each.code(),
                            "aria-checked": if each == lang { "true" } else { "false" },
                            onclick: move |_| onlang.call(each),
                            "{each.own_name()}"
                            if each == lang { Icon { name: "check" } }
                        }
                    }
                }
                // Not in the dock: it is for few, and large text needs the room.
                button {
                    r#type: "button", class: "btn btn--text btn--block mt-3", "data-tap": "import",
                    onclick: move |_| onimport.call(()),
                    {t.s("data-have-export")}
                }
            }
            section { class: "dock", "aria-label": t.s("onboarding-start"),
                button {
                    r#type: "button", class: "btn btn--gold btn--big btn--block", "data-tap": "start",
                    onclick: move |_| onstart.call(()),
                    {t.s("onboarding-start")}
                }
                button {
                    r#type: "button", class: "btn btn--text btn--block", "data-tap": "code",
                    onclick: move |_| oncode.call(()),
                    {t.s("onboarding-have-code")}
                }
            }
        }
    }
}
