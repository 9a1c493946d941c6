//! How things stand with the mentor: a sentence for each state, and the next action.

use crate::onboarding::{Step, add_person, put};
use crate::prelude::*;

#[component]
pub fn JoiningCard(joining: Joining) -> Element {
    let (t, act) = (use_t(), use_act());
    let named = |id: &str, mentor: &String| t.f(id, &[("mentor", mentor_name(t, mentor).into())]);
    match &joining {
        Joining::None => rsx! { JoinForm {} },
        Joining::Waiting => rsx! {
            Banner { icon: "clock", title: t.s("me-join-waiting-title"), text: t.s("me-join-waiting") }
        },
        Joining::Refused => rsx! {
            Banner { kind: "warn", icon: "warn", title: t.s("me-join-refused-title"), text: t.s("me-join-refused"),
                button {
                    r#type: "button", class: "btn btn--sm mt-3",
                    onclick: move |_| act.run(Command::JoinDrop, |_| {}),
                    {t.s("me-join-again")}
                }
            }
        },
        Joining::Asked { mentor } => rsx! {
            Banner { icon: "clock", title: named("me-join-asked-title", mentor), text: t.s("me-join-asked") }
        },
        Joining::Declined { mentor } => rsx! {
            Banner { kind: "warn", icon: "info", title: named("me-join-declined-title", mentor), text: t.s("me-join-declined") }
            div { class: "mt-3", JoinForm {} }
        },
        Joining::ConsentMissing { mentor } => rsx! {
            Banner {
                kind: "warn", icon: "shield", title: t.s("me-join-consent-title"), text: named("me-join-consent", mentor),
            }
        },
        Joining::Joined { mentor, consent } => rsx! {
            ul { class: "card rows",
                li {
                    div { class: "row",
                        Icon { name: "users" }
                        span { class: "row__m",
                            span { class: "row__t", {named("me-joined-title", mentor)} }
                            span { class: "row__s", {t.s("me-joined")} }
                        }
                    }
                }
                if let Some((guardian, dated)) = consent {
                    li {
                        div { class: "row",
                            span { class: "c-ok", Icon { name: "shield-check" } }
                            span { class: "row__m",
                                span { class: "row__t", {t.s("me-consent")} }
                                span { class: "row__s",
                                    {t.f("me-consent-given", &[
                                        ("guardian", guardian.into()), ("date", t.date_year(*dated).into()),
                                    ])}
                                }
                            }
                        }
                    }
                }
            }
        },
        Joining::SignedOut => rsx! {
            Banner { kind: "warn", icon: "out", title: t.s("waiting-title"), text: t.s("waiting-text"),
                button {
                    r#type: "button", class: "btn btn--sm mt-3",
                    onclick: move |_| {
                        // The code opens the account beside this profile, which keeps what it has.
                        act.run(Command::ProfileLock, |_| add_person(Step::Code));
                    },
                    {t.s("waiting-code")}
                }
            }
        },
    }
}

fn mentor_name(t: T, name: &str) -> String {
    let name = name.trim();
    if name.is_empty() { t.s("me-join-you") } else { name.to_owned() }
}

/// The field for a mentor's code.
#[component]
fn JoinForm() -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut code = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let send = move |_: MouseEvent| {
        act.try_run(Command::Join { code: code() }, move |result| match result {
            Ok(_) => toast.say(t.s("me-join-sent")),
            Err(e) => put(wrong, Some(e.fault)),
        });
    };
    rsx! {
        div { class: "card card--pad",
            p { class: "t-sm mute", {t.s("me-join-none")} }
            div { class: "mt-3",
                Field {
                    label: t.s("me-join-label"), hint: t.s("me-join-hint"), maxlength: Some(40), value: code(),
                    error: wrong.read().as_ref().map(|f| t.fault(f)),
                    oninput: move |text| {
                        code.set(text);
                        wrong.set(None);
                    },
                }
            }
            button { r#type: "button", class: "btn btn--tonal btn--block mt-3", onclick: send, {t.s("me-join-go")} }
        }
    }
}
