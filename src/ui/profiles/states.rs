//! Whole-screen states: what happened, what is safe, one next step.

use crate::onboarding::{GUIDE, Guide, Step};
use crate::prelude::*;

#[component]
fn Full(
    #[props(into)] icon: String,
    #[props(into, default = "sky".to_owned())] kind: String,
    #[props(into)] title: String,
    #[props(into)] text: String,
    children: Element,
) -> Element {
    rsx! {
        div { class: "app",
            main { id: "main", class: "full", "aria-live": "polite",
                span { class: "okc okc--{kind}", Icon { name: icon } }
                h1 { class: "t-xl", "{title}" }
                p { class: "mute mt-2", "{text}" }
                {children}
            }
        }
    }
}

/// A one-time code is under way.
#[component]
pub fn SigningIn(state: SignIn) -> Element {
    let (t, act) = (use_t(), use_act());
    let (icon, kind, title, text) = match state {
        SignIn::Waiting => ("send", "sky", "profiles-signing-title", "profiles-signing-waiting"),
        SignIn::Offline => ("wifi-off", "sky", "profiles-signing-title", "profiles-signing-offline"),
        SignIn::Server => ("cloud-off", "sky", "profiles-signing-title", "profiles-signing-server"),
        SignIn::Refused => ("warn", "warn", "profiles-signing-refused-title", "profiles-signing-refused"),
        SignIn::UpdateWanted => {
            ("download", "warn", "profiles-signing-update-title", "profiles-signing-update")
        }
    };
    rsx! {
        Full { icon, kind, title: t.s(title), text: t.s(text),
            match state {
                SignIn::Refused => rsx! {
                    button {
                        r#type: "button", class: "btn",
                        onclick: move |_| {
                            // The empty profile goes, and the field for the code comes back.
                            *GUIDE.write() = Guide { step: Some(Step::Code), adding: true, ..Guide::default() };
                            act.run(Command::ProfileErase, |_| {});
                        },
                        {t.s("profiles-signing-again")}
                    }
                },
                SignIn::Waiting => rsx! {},
                _ => rsx! {
                    button { r#type: "button", class: "btn", onclick: move |_| act.run(Command::SyncNow, |_| {}),
                        Icon { name: "refresh", small: true }
                        {t.s("profiles-signing-retry")}
                    }
                },
            }
            button {
                r#type: "button", class: "btn btn--text",
                onclick: move |_| act.run(Command::ProfileErase, |_| *GUIDE.write() = Guide::default()),
                {t.s("profiles-signing-cancel")}
            }
        }
    }
}

/// Another tab has the app, or has just taken it.
#[component]
pub fn OtherTab(moved: bool) -> Element {
    let (t, act) = (use_t(), use_act());
    let (title, text, button) = if moved {
        ("profiles-moved-title", "profiles-moved-text", "profiles-reload")
    } else {
        ("profiles-tab-title", "profiles-tab-text", "profiles-tab-here")
    };
    rsx! {
        Full { icon: "devices", title: t.s(title), text: t.s(text),
            button {
                r#type: "button", class: "btn",
                // After the move the page's script takes the data back by loading this tab anew.
                onclick: move |_| act.try_run(Command::TakeOver, |_| {}),
                {t.s(button)}
            }
        }
    }
}

/// Another window of the app has the data: that one goes on.
#[component]
pub fn OtherWindow() -> Element {
    let t = use_t();
    rsx! {
        Full { icon: "devices", title: t.s("profiles-window-title"), text: t.s("profiles-window-text") }
    }
}

/// The core did not start, or is gone.
#[component]
pub fn CoreFailed() -> Element {
    let t = use_t();
    rsx! {
        Full { icon: "warn", kind: "warn", title: t.s("profiles-failed-title"), text: t.s("profiles-failed-text"),
            button {
                r#type: "button", class: "btn",
                onclick: |_| { document::eval("qadamPage.reload()"); },
                Icon { name: "refresh", small: true }
                {t.s("profiles-reload")}
            }
        }
    }
}
