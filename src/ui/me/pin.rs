//! The PIN of this profile.

use crate::onboarding::put;
use crate::prelude::*;

#[component]
pub fn PinRow(on: bool) -> Element {
    let t = use_t();
    let mut open = use_signal(|| false);
    rsx! {
        button { r#type: "button", class: "row rowbtn", onclick: move |_| open.set(true),
            Icon { name: "lock" }
            span { class: "row__m",
                span { class: "row__t", {t.s("me-pin")} }
                span { class: "row__s", {t.s(if on { "me-pin-on" } else { "me-pin-off" })} }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
        if open() {
            PinSheet { on, onclose: move |()| open.set(false) }
        }
    }
}

#[component]
fn PinSheet(on: bool, onclose: EventHandler<()>) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut current = use_signal(String::new);
    let mut new = use_signal(String::new);
    let mut again = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let mut differ = use_signal(|| false);
    // What the sheet was opened for: the view changes under it once the PIN is set.
    let had = use_hook(|| on);
    let mut run = move |next: Option<String>| {
        wrong.set(None);
        let said = if next.is_some() { "me-pin-was-set" } else { "me-pin-was-removed" };
        let command = Command::PinSet { current: had.then(|| current.peek().clone()), new: next };
        act.try_run(command, move |result| match result {
            Ok(_) => {
                toast.say(t.s(said));
                onclose.call(());
            }
            Err(e) => put(wrong, Some(e.fault)),
        });
    };
    let set = move |_: MouseEvent| {
        let same = *new.peek() == *again.peek();
        differ.set(!same);
        if same {
            run(Some(new()));
        }
    };
    // A wrong or paused PIN belongs to the first field, a wrong form to the new one.
    let about_form = matches!(&*wrong.read(), Some(Fault::PinForm));
    let said = wrong.read().as_ref().map(|f| t.fault(f));
    rsx! {
        Sheet { title: t.s("me-pin"), onclose,
            p { class: "t-sm mute", {t.s("me-pin-text")} }
            div { class: "mt-3",
                if had {
                    Field {
                        label: t.s("me-pin-current"), kind: "password", inputmode: "numeric", maxlength: Some(8), value: current(),
                        error: if about_form { None } else { said.clone() },
                        oninput: move |text| current.set(text),
                    }
                }
                Field {
                    label: t.s("me-pin-new"), kind: "password", inputmode: "numeric", maxlength: Some(8), value: new(),
                    error: if about_form || !had { said.clone() } else { None },
                    oninput: move |text| new.set(text),
                }
                Field {
                    label: t.s("me-pin-again"), kind: "password", inputmode: "numeric", maxlength: Some(8), value: again(),
                    error: differ().then(|| t.s("me-pin-differ")),
                    oninput: move |text| again.set(text),
                }
            }
            div { class: "two mt-4",
                if had {
                    button { r#type: "button", class: "btn btn--line", onclick: move |_| run(None), {t.s("me-pin-remove")} }
                }
                button { r#type: "button", class: "btn", onclick: set,
                    {t.s(if had { "me-pin-change" } else { "me-pin-set" })}
                }
            }
        }
    }
}
