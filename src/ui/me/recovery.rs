//! The recovery code: shown until it was written down, never again.

use crate::prelude::*;

#[component]
pub fn Recovery(code: String) -> Element {
    let (t, act) = (use_t(), use_act());
    rsx! {
        section { class: "card card--pad mt-4", "aria-labelledby": "h-recovery",
            h2 { id: "h-recovery", class: "t-lg", {t.s("me-recovery-title")} }
            p { class: "t-sm mute mt-1", {t.s("me-recovery-text")} }
            p { class: "code mt-3", "aria-label": t.s("me-recovery-label"), role: "group", "{code}" }
            button {
                r#type: "button", class: "btn btn--gold btn--block mt-3",
                onclick: move |_| act.run(Command::RecoverySeen, |_| {}),
                {t.s("me-recovery-done")}
            }
        }
    }
}
