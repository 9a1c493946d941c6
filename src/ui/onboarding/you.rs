//! Name and birth date; and the code of whoever has an account already.

use super::frame::Frame;
use super::{GUIDE, Step, finish, go};
use crate::prelude::*;

/// The birth date as typed.
pub fn birth_of(typed: &str) -> Option<NaiveDate> {
    typed.trim().parse().ok()
}

/// What is wrong with a birth date, as a sentence.
pub fn birth_error(t: T, typed: &str, today: NaiveDate) -> Option<String> {
    let Some(birth) = birth_of(typed) else { return Some(t.s("onboarding-birth-missing")) };
    let wrong = qadam_domain::ages::age_on(birth, today).err()?;
    Some(t.fault(&Fault::Enrolment(wrong.into())))
}

/// The birth date, wherever it is asked.
#[component]
pub fn Birth(value: String, error: Option<String>, oninput: EventHandler<String>) -> Element {
    let t = use_t();
    rsx! {
        Field {
            label: t.s("onboarding-birth"), hint: t.s("onboarding-birth-hint"), kind: "date", value, error, oninput,
        }
    }
}

/// Name and birth date.
#[component]
pub fn You(today: NaiveDate, created: bool) -> Element {
    let t = use_t();
    let mut tried = use_signal(|| false);
    let guide = GUIDE.read();
    let (name, birth, adding) = (guide.name.clone(), guide.birth.clone(), guide.adding);
    drop(guide);
    let no_name = !created && name.trim().is_empty();
    let bad_birth = birth_error(t, &birth, today);
    let good = !no_name && bad_birth.is_none();
    rsx! {
        Frame {
            title: t.s("onboarding-you-title"), text: t.s("onboarding-you-text"), n: 1,
            onback: (!created).then(|| EventHandler::new(move |()| if adding { finish() } else { go(Step::Welcome) })),
            dock: rsx! {
                button {
                    r#type: "button", class: "btn btn--block",
                    onclick: move |_| {
                        tried.set(true);
                        if good { go(Step::Level) }
                    },
                    {t.s("onboarding-next")}
                }
            },
            div { class: "card card--pad stack",
                if !created {
                    Field {
                        label: t.s("onboarding-name"), hint: t.s("onboarding-name-hint"), maxlength: Some(80), value: name,
                        error: (tried() && no_name).then(|| t.s("onboarding-name-missing")),
                        oninput: move |text| GUIDE.write().name = text,
                    }
                }
                Birth {
                    value: birth,
                    error: if tried() { bad_birth } else { None },
                    oninput: move |text| GUIDE.write().birth = text,
                }
            }
        }
    }
}

/// A one-time code opens an account on this phone.
#[component]
pub fn SignInCode() -> Element {
    let (t, act) = (use_t(), use_act());
    let mut code = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let adding = GUIDE.read().adding;
    let send = move |_: MouseEvent| {
        act.try_run(Command::SignIn { code: code() }, move |result| match result {
            // The gate shows how the sign-in goes.
            Ok(_) => finish(),
            Err(e) => put(wrong, Some(e.fault)),
        });
    };
    rsx! {
        Frame {
            title: t.s("onboarding-code-title"), text: t.s("onboarding-code-text"), n: 0,
            onback: move |()| if adding { finish() } else { go(Step::Welcome) },
            dock: rsx! {
                button { r#type: "button", class: "btn btn--block", onclick: send, {t.s("onboarding-code-go")} }
            },
            div { class: "card card--pad",
                Field {
                    label: t.s("onboarding-code-label"), hint: t.s("onboarding-code-hint"), maxlength: Some(40),
                    value: code(), error: wrong.read().as_ref().map(|f| t.fault(f)),
                    oninput: move |text| {
                        code.set(text);
                        wrong.set(None);
                    },
                }
            }
        }
    }
}

/// Sets a signal of a screen that may be gone by the time an answer comes.
pub fn put<V: 'static>(mut place: Signal<V>, value: V) {
    if let Ok(mut place) = place.try_write() {
        *place = value;
    }
}
