//! Erasing a profile from this phone: what stays, what is lost, and a second tap.

use crate::onboarding::{GUIDE, Guide};
use crate::prelude::*;
use crate::profiles::name_of;

#[component]
pub fn EraseRow(me: MeView) -> Element {
    let t = use_t();
    let mut open = use_signal(|| false);
    rsx! {
        button { r#type: "button", class: "row rowbtn", onclick: move |_| open.set(true),
            Icon { name: "trash" }
            span { class: "row__m",
                span { class: "row__t", {t.s("me-erase")} }
                if me.sync.joined {
                    span { class: "row__s", {t.s("me-erase-row")} }
                }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
        if open() {
            EraseSheet { me: me.clone(), onclose: move |()| open.set(false) }
        }
    }
}

#[component]
fn EraseSheet(me: MeView, onclose: EventHandler<()>) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut agreed = use_signal(|| false);
    let unsent = me.sync.waiting.saturating_add(me.sync.attention);
    rsx! {
        Sheet { title: t.f("me-erase-title", &[("name", name_of(t, &me.profile).into())]), onclose,
            p { class: "mute", {t.s(if me.sync.joined { "me-erase-joined" } else { "me-erase-alone" })} }
            if me.sync.joined && unsent > 0 {
                div { class: "mt-3",
                    Banner { kind: "warn", icon: "warn", text: t.f("me-erase-unsent", &[("n", unsent.into())]) }
                }
            }
            div { class: "erase__a mt-3",
                Tick { on: agreed(), label: t.s("me-erase-agree"), onclick: move |()| agreed.toggle() }
                span { "aria-hidden": "true", onclick: move |_| agreed.toggle(), {t.s("me-erase-agree")} }
            }
            div { class: "two mt-4",
                button { r#type: "button", class: "btn btn--line", onclick: move |_| onclose.call(()), {t.s("common-cancel")} }
                button {
                    r#type: "button", class: "btn btn--warn", "aria-disabled": (!agreed()).then_some("true"),
                    onclick: move |_| if agreed() {
                        act.run(Command::ProfileErase, |_| *GUIDE.write() = Guide::default());
                    },
                    {t.s("me-erase-yes")}
                }
            }
        }
    }
}
