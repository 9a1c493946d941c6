//! The recovery code: shown until it was written down, never again.

use crate::prelude::*;
use crate::shell::use_is_mentor;

#[component]
pub fn Recovery(code: String) -> Element {
    let (t, act) = (use_t(), use_act());
    let (title, text) = if use_is_mentor() {
        ("me-recovery-title-mentor", "me-recovery-text-mentor")
    } else {
        ("me-recovery-title", "me-recovery-text")
    };
    rsx! {
        section { class: "card card--pad mt-4", "aria-labelledby": "h-recovery",
            h2 { id: "h-recovery", class: "t-lg", {t.s(title)} }
            p { class: "t-sm mute mt-1", {t.s(text)} }
            // Lines break between groups only, whatever signs they begin with.
            p { class: "code mt-3", "aria-label": t.s("me-recovery-label"), role: "group",
                for (i , group) in code.split_inclusive('-').enumerate() {
                    span { key: "{i}", "{group}" }
                    wbr {}
                }
            }
            button {
                r#type: "button", class: "btn btn--gold btn--block mt-3",
                onclick: move |_| act.run(Command::RecoverySeen, |_| {}),
                {t.s("me-recovery-done")}
            }
        }
    }
}
