//! The PIN pad. Digits are shown as dots; a keyboard works too.

use super::name_of;
use crate::prelude::*;

const LONGEST: usize = 8;

/// Opens a profile with its PIN.
#[component]
pub fn PinPad(card: ProfileCard, onback: EventHandler<()>) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut typed = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let mut busy = use_signal(|| false);
    let mut put = move |digit: char| {
        if typed.peek().len() < LONGEST {
            typed.write().push(digit);
            wrong.set(None);
        }
    };
    let mut take = move || {
        typed.write().pop();
    };
    let profile = card.id;
    let mut open = move || {
        if busy() {
            return;
        }
        busy.set(true);
        let pin = Some(typed.peek().clone());
        act.try_run(Command::ProfileOpen { profile, pin }, move |result| {
            // On success the gate has left this screen.
            let Ok(mut busy) = busy.try_write() else { return };
            *busy = false;
            if let Err(e) = result {
                typed.set(String::new());
                wrong.set(Some(e.fault));
            }
        });
    };
    let n = typed.read().len();
    rsx! {
        a { class: "skip", href: "#main", {t.s("common-skip")} }
        div { class: "app",
            header { class: "bar",
                button {
                    r#type: "button", class: "iconbtn", "aria-label": t.s("profiles-pin-back"),
                    onclick: move |_| onback.call(()),
                    Icon { name: "back" }
                }
            }
            main {
                id: "main", class: "main center", tabindex: "-1",
                onmounted: move |e| async move {
                    // The keyboard works at once.
                    if let Err(cause) = e.set_focus(true).await {
                        drop(cause); // a renderer without focus has nothing to do
                    }
                },
                onkeydown: move |e| match e.key() {
                    Key::Character(c) => {
                        let mut signs = c.chars();
                        if let (Some(d @ '0'..='9'), None) = (signs.next(), signs.next()) { put(d) }
                    }
                    Key::Backspace => take(),
                    _ => {}
                },
                Avatar { name: card.name.clone(), large: true }
                h1 { class: "t-xl mt-3", {t.f("profiles-pin-title", &[("name", name_of(t, &card).into())])} }
                p { class: "mute t-sm mt-1", {t.s("profiles-pin-text")} }
                div { class: "pin", role: "status", "aria-label": t.f("profiles-pin-typed", &[("n", n.into())]),
                    for i in 0..n.max(4) {
                        i { key: "{i}", class: if i < n { "on" } }
                    }
                }
                if let Some(fault) = wrong.read().as_ref() {
                    p { class: "err__t pin__e", role: "alert",
                        Icon { name: "warn", small: true }
                        if let Fault::PinWait { seconds } = fault {
                            Wait { seconds: *seconds, ondone: move |()| wrong.set(None) }
                        } else {
                            span { {t.fault(fault)} }
                        }
                    }
                }
                div { class: "pad", role: "group", "aria-label": t.s("profiles-pin-pad"),
                    for d in '1'..='9' {
                        button { key: "{d}", r#type: "button", onclick: move |_| put(d), "{d}" }
                    }
                    button {
                        r#type: "button", "aria-label": t.s("profiles-pin-delete"),
                        onclick: move |_| take(),
                        Icon { name: "chev-l" }
                    }
                    button { r#type: "button", onclick: move |_| put('0'), "0" }
                    button {
                        r#type: "button", class: "pad__go", "aria-label": t.s("profiles-pin-open"),
                        "aria-disabled": (n < 4 || busy()).then_some("true"),
                        onclick: move |_| if n >= 4 { open() },
                        Icon { name: "check" }
                    }
                }
            }
        }
    }
}

/// Counts down to the next try. It is said once and shown each second: an animation that begins again every
/// second is the clock, as screens have no other.
#[component]
fn Wait(seconds: u32, ondone: EventHandler<()>) -> Element {
    let t = use_t();
    let mut left = use_signal(|| seconds);
    rsx! {
        span { class: "vh", {t.fault(&Fault::PinWait { seconds })} }
        span {
            class: "pin__w num", "aria-hidden": "true",
            onanimationiteration: move |_| {
                left -= 1;
                if left() == 0 {
                    ondone.call(());
                }
            },
            {t.fault(&Fault::PinWait { seconds: left() })}
        }
    }
}
