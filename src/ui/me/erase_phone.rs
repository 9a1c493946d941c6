//! Erasing everything of everybody: what goes, what stays elsewhere, an export first, and a word to type.

use super::data::ExportRow;
use crate::onboarding::{GUIDE, Guide};
use crate::prelude::*;
use crate::profiles::name_of;

#[component]
pub fn ErasePhoneRow(me: MeView) -> Element {
    let t = use_t();
    let mut open = use_signal(|| false);
    rsx! {
        button { r#type: "button", class: "row rowbtn", onclick: move |_| open.set(true),
            Icon { name: "phone" }
            span { class: "row__m",
                span { class: "row__t", {t.s("data-erase")} }
                span { class: "row__s", {t.s("data-erase-row")} }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
        if open() {
            Sheet { title: t.s("data-erase-title"), onclose: move |()| open.set(false),
                ErasePhone { me: me.clone(), onclose: move |()| open.set(false) }
            }
        }
    }
}

/// What the sheet holds.
#[component]
pub fn ErasePhone(me: MeView, onclose: EventHandler<()>) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut typed = use_signal(String::new);
    let mut tried = use_signal(|| false);
    let word = t.s("data-erase-word");
    // A typed word is no riddle: the size of its letters does not matter.
    let agreed = typed.read().trim().to_lowercase() == word.to_lowercase();
    let mut names = vec![name_of(t, &me.profile)];
    names.extend(me.others.iter().map(|o| name_of(t, o)));
    let unsent = me.sync.waiting.saturating_add(me.sync.attention);
    let error = (tried() && !agreed).then(|| t.f("data-erase-wrong", &[("word", (&word).into())]));
    rsx! {
        p { {t.f("data-erase-who", &[("names", names.join(", ").into())])} }
        p { class: "mute mt-2", {t.s("data-erase-what")} }
        p { class: "mute mt-2", {t.s(if me.sync.joined { "data-erase-joined" } else { "data-erase-alone" })} }
        if me.sync.joined && unsent > 0 {
            div { class: "mt-3",
                Banner { kind: "warn", icon: "warn", text: t.f("me-erase-unsent", &[("n", unsent.into())]) }
            }
        }
        if me.profile.role == Role::Participant {
            ul { class: "card rows mt-3", li { ExportRow { table: false } } }
        }
        div { class: "mt-4",
            Field {
                label: t.f("data-erase-type", &[("word", (&word).into())]), value: typed(), maxlength: Some(20), error,
                oninput: move |text| typed.set(text),
            }
        }
        div { class: "two mt-4",
            button { r#type: "button", class: "btn btn--line", onclick: move |_| onclose.call(()), {t.s("common-cancel")} }
            button {
                r#type: "button", class: "btn btn--warn", "aria-disabled": (!agreed).then_some("true"),
                onclick: move |_| {
                    tried.set(true);
                    if agreed {
                        act.run(Command::PhoneErase, |_| *GUIDE.write() = Guide::default());
                    }
                },
                {t.s("data-erase-yes")}
            }
        }
    }
}
