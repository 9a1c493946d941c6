//! Long lists: drawn some rows at a time.

use dioxus::prelude::*;

use crate::hooks::use_t;

/// Rows that a list begins with, and by which it grows: about four screens of a phone.
const STEP: usize = 40;

/// How many rows of a list are drawn; grows by [`More`].
pub fn use_shown() -> Signal<usize> {
    use_signal(|| STEP)
}

/// Stands under a list: draws the next rows as it comes into sight, or when it is pressed. Nothing where all
/// are drawn.
#[component]
pub fn More(total: usize, mut shown: Signal<usize>) -> Element {
    let t = use_t();
    let left = total.saturating_sub(shown());
    rsx! {
        // Each time another button: the browser tells only what has come into sight anew.
        for step in (left > 0).then_some(shown()) {
            button {
                key: "{step}", r#type: "button", class: "btn btn--text btn--block mt-2 num",
                onvisible: move |e| {
                    if e.is_intersecting().unwrap_or(false) {
                        shown += STEP;
                    }
                },
                onclick: move |_| shown += STEP,
                {t.f("reports-more", &[("n", left.into())])}
            }
        }
    }
}
