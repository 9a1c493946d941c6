//! Me: who this is, what waits to be sent, settings, mentor, PIN, other people, erasing.

mod birth;
mod csv;
mod data;
mod devices;
mod erase;
mod erase_phone;
mod invites;
mod joining;
mod outbox;
mod pin;
mod recovery;
mod settings;
#[cfg(test)]
mod tests;
mod words;

pub use outbox::Refused;

use crate::onboarding::{LevelCards, put};
use crate::prelude::*;
use crate::profiles::name_of;

/// Me.
#[component]
pub fn MePage() -> Element {
    let t = use_t();
    let view = use_view(ask::Me {});
    rsx! {
        TopBar { title: t.s("me-title") }
        main { id: "main", class: "main",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(me)) => rsx! { Me { me: me.clone() } },
            }
        }
    }
}

/// Everything of it, from its view.
#[component]
pub fn Me(me: MeView) -> Element {
    let t = use_t();
    let mentor = me.profile.role == Role::Mentor;
    rsx! {
        Head { me: me.clone() }
        if let Some(code) = me.recovery.clone() {
            recovery::Recovery { code }
        }
        outbox::Outbox { sync: me.sync.clone(), rows: me.outbox.clone(), offset_min: me.offset_min }
        if mentor {
            invites::Invites { invites: me.invites.clone(), offset_min: me.offset_min }
        }
        if !mentor || me.joining == Joining::SignedOut {
            div { class: "sec", h2 { {t.s("me-joining")} } }
            joining::JoiningCard { joining: me.joining.clone() }
        }
        if !mentor && me.level.is_some() {
            div { class: "sec", h2 { {t.s("me-path")} } }
            Path { me: me.clone() }
        }
        div { class: "sec", h2 { {t.s("me-settings")} } }
        settings::Settings {}
        if !mentor {
            div { class: "sec", h2 { {t.s("data-title")} } }
            data::Data { me: me.clone() }
        }
        div { class: "sec", h2 { {t.s("me-phone")} } }
        ul { class: "card rows",
            li { Switch { others: me.others.clone() } }
            li { pin::PinRow { on: me.profile.has_pin } }
            li { devices::DevicesRow { me: me.clone() } }
            li { erase::EraseRow { me: me.clone() } }
            li { erase_phone::ErasePhoneRow { me: me.clone() } }
        }
        div { class: "sec", h2 { {t.s("me-about")} } }
        div { class: "card card--pad t-sm mute num",
            p { {t.f("me-version", &[("version", (&me.version).into())])} }
            p { {t.s("me-licence")} }
        }
    }
}

/// Picture, name, level.
#[component]
fn Head(me: MeView) -> Element {
    let (t, p, act, toast) = (use_t(), use_programme(), use_act(), use_toasts());
    let mut open = use_signal(|| false);
    let mut name = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let mentor = me.profile.role == Role::Mentor;
    let now = me.profile.name.clone();
    let save = move |_: MouseEvent| {
        act.try_run(Command::ProfileRename { name: name() }, move |result| match result {
            Ok(_) => {
                toast.say(t.s("me-saved"));
                put(open, false);
            }
            Err(e) => put(wrong, Some(e.fault)),
        });
    };
    rsx! {
        div { class: "prof",
            Avatar { name: me.profile.name.clone(), large: true }
            div { class: "row__m",
                p { class: "t-xl strong", {name_of(t, &me.profile)} }
                if mentor {
                    p { class: "t-sm mute", {t.s("me-mentor")} }
                } else if let Some(level) = &me.level {
                    p { class: "lvl m-{metal(level)} mt-1",
                        {t.f("me-level", &[
                            ("level", p.level(level).into()), ("month", me.month.into()), ("months", me.months.into()),
                        ])}
                    }
                }
            }
            // A mentor's name is the coordinator's to change.
            if !mentor {
                button {
                    r#type: "button", class: "iconbtn", "aria-label": t.s("me-rename"),
                    onclick: move |_| {
                        name.set(now.clone());
                        wrong.set(None);
                        open.set(true);
                    },
                    Icon { name: "pencil" }
                }
            }
        }
        if open() {
            Sheet { title: t.s("me-rename"), onclose: move |()| open.set(false),
                Field {
                    label: t.s("me-rename-label"), value: name(), maxlength: Some(80),
                    error: wrong.read().as_ref().map(|f| t.fault(f)),
                    oninput: move |text| name.set(text),
                }
                p { class: "t-sm mute mt-2", {t.s("me-rename-rule")} }
                button { r#type: "button", class: "btn btn--gold btn--block mt-4", onclick: save, {t.s("me-save")} }
            }
        }
    }
}

/// Plan and level.
#[component]
fn Path(me: MeView) -> Element {
    let (t, p, act, toast) = (use_t(), use_programme(), use_act(), use_toasts());
    let boot = use_view(ask::Boot {});
    let mut open = use_signal(|| false);
    let mut picked = use_signal(|| None::<String>);
    let mut wrong = use_signal(|| None::<Fault>);
    let today = match &*boot.read() {
        Some(Ok(b)) => Some(b.today),
        _ => None,
    };
    let level = picked().or_else(|| me.level.clone());
    let save = {
        let (level, birth) = (level.clone(), me.birth);
        move |_: MouseEvent| {
            let (Some(level), Some(birth)) = (level.clone(), birth) else { return };
            act.try_run(Command::Enrol { level, birth }, move |result| match result {
                Ok(_) => {
                    toast.say(t.s("me-level-changed"));
                    put(open, false);
                }
                Err(e) => put(wrong, Some(e.fault)),
            });
        }
    };
    rsx! {
        ul { class: "card rows",
            li {
                Link { class: "row", to: Route::PlanPage {},
                    Icon { name: "calendar" }
                    span { class: "row__m",
                        span { class: "row__t", {t.s("me-plan")} }
                        span { class: "row__s", {t.s("me-plan-text")} }
                    }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
                }
            }
            li {
                Link { class: "row", to: Route::Rules {},
                    Icon { name: "info" }
                    span { class: "row__m",
                        span { class: "row__t", {t.s("programme-rules")} }
                        span { class: "row__s", {t.s("programme-about")} }
                    }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
                }
            }
            li {
                button {
                    r#type: "button", class: "row rowbtn",
                    onclick: move |_| {
                        picked.set(None);
                        wrong.set(None);
                        open.set(true);
                    },
                    Icon { name: "award" }
                    span { class: "row__m",
                        span { class: "row__t", {t.s("me-change-level")} }
                        span { class: "row__s", {t.s("me-change-level-text")} }
                    }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
                }
            }
            if let Some(birth) = me.birth {
                li { birth::BirthRow { me: me.clone(), birth } }
            }
        }
        if let (true, Some(today)) = (open(), today) {
            Sheet { title: t.s("me-change-level"), onclose: move |()| open.set(false),
                p { class: "t-sm mute", {t.s("me-level-rule")} }
                LevelCards { birth: me.birth, today, picked: level.clone(), onpick: move |id| picked.set(Some(id)) }
                {words::error(t, &wrong.read())}
                button {
                    r#type: "button", class: "btn btn--block mt-4",
                    "aria-disabled": (level == me.level).then_some("true"),
                    onclick: save,
                    if let Some(level) = &level {
                        {t.f("onboarding-pick", &[("level", p.level(level).into())])}
                    }
                }
            }
        }
    }
}

/// To another person of this phone, or to a new one.
#[component]
fn Switch(others: Vec<ProfileCard>) -> Element {
    let (t, act) = (use_t(), use_act());
    let names = others.iter().map(|o| name_of(t, o)).collect::<Vec<_>>().join(", ");
    let text = if others.is_empty() {
        t.s("me-switch-alone")
    } else {
        t.f("me-switch-others", &[("names", names.into())])
    };
    rsx! {
        button { r#type: "button", class: "row rowbtn", onclick: move |_| act.run(Command::ProfileLock, |_| {}),
            Icon { name: "users" }
            span { class: "row__m",
                span { class: "row__t", {t.s("me-switch")} }
                span { class: "row__s", "{text}" }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
    }
}
