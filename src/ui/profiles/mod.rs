//! Who uses this phone: the chooser with its PINs, signing in, other tabs, and what must be told once.

mod notices;
mod pin;
mod states;
#[cfg(test)]
pub(crate) mod tests;

use crate::onboarding::{GUIDE, Onboarding, Step, add_person};
use crate::prelude::*;

pub use notices::Notices;
pub use states::{CoreFailed, OtherTab, OtherWindow, SigningIn};

/// "Who is it?"
#[component]
pub fn Chooser(boot: BootView) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut asked = use_signal(|| None::<ProfileCard>);
    if GUIDE.read().adding {
        return rsx! { Onboarding { boot } };
    }
    if let Some(card) = asked() {
        return rsx! { pin::PinPad { key: "{card.id}", card, onback: move |()| asked.set(None) } };
    }
    rsx! {
        a { class: "skip", href: "#main", {t.s("common-skip")} }
        div { class: "app",
            header { class: "hero",
                Ornament {}
                h1 { class: "t-2xl mt-4", {t.s("profiles-title")} }
                p { class: "mute mt-1", {t.s("profiles-text")} }
            }
            main { id: "main", class: "main main--pad",
                ul { class: "card rows",
                    for card in boot.profiles.iter() {
                        li { key: "{card.id}",
                            Person {
                                card: card.clone(),
                                onclick: {
                                    let card = card.clone();
                                    move |()| {
                                        if card.has_pin {
                                            asked.set(Some(card.clone()));
                                        } else {
                                            act.run(Command::ProfileOpen { profile: card.id, pin: None }, |_| {});
                                        }
                                    }
                                },
                            }
                        }
                    }
                }
                div { class: "mt-4",
                    button { r#type: "button", class: "btn btn--tonal btn--block", onclick: |_| add_person(Step::You),
                        Icon { name: "plus" }
                        {t.s("profiles-add")}
                    }
                    button { r#type: "button", class: "btn btn--text btn--block mt-2", onclick: |_| add_person(Step::Code),
                        {t.s("profiles-code")}
                    }
                    button { r#type: "button", class: "btn btn--text btn--block", onclick: |_| add_person(Step::Import),
                        {t.s("data-have-export")}
                    }
                }
            }
        }
    }
}

/// What a person is called; who has no name yet is still somebody.
pub fn name_of(t: T, card: &ProfileCard) -> String {
    let name = card.name.trim();
    if name.is_empty() { t.s("profiles-nameless") } else { name.to_owned() }
}

#[component]
fn Person(card: ProfileCard, onclick: EventHandler<()>) -> Element {
    let t = use_t();
    let role = match card.role {
        Role::Participant => t.s("profiles-participant"),
        Role::Mentor => t.s("profiles-mentor"),
    };
    rsx! {
        button { r#type: "button", class: "row rowbtn", onclick: move |_| onclick.call(()),
            Avatar { name: card.name.clone() }
            span { class: "row__m",
                span { class: "row__t", {name_of(t, &card)} }
                span { class: "row__s",
                    "{role}"
                    if card.has_pin {
                        " · "
                        {t.s("profiles-with-pin")}
                    }
                }
            }
            if card.has_pin {
                span { class: "chev", "aria-hidden": "true", Icon { name: "lock", small: true } }
            } else {
                span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
            }
        }
    }
}
