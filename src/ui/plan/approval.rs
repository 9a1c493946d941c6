//! What the mentor says of a plan: as the participant reads it, and the mentor's own screen.

use qadam_domain::Plan;
use qadam_domain::report::MESSAGE_MAX;

use super::advice::text;
use super::{look::Look, past::Past};
use crate::prelude::*;

/// "Approved on 3 March by Aigul", or that it was sent back.
pub fn said(t: T, word: &PlanWord, offset_min: i16) -> String {
    let date = t.date_year(word.at.date_at(offset_min));
    let args = [("date", date.into()), ("name", (&word.by).into())];
    match (word.approved, word.by.is_empty()) {
        (true, true) => t.f("plan-approved", args.get(..1).unwrap_or_default()),
        (true, false) => t.f("plan-approved-by", &args),
        (false, true) => t.f("plan-returned", args.get(..1).unwrap_or_default()),
        (false, false) => t.f("plan-returned-by", &args),
    }
}

/// The mentor's word on one's own plan. Where there is no mentor, or nothing planned, nothing is said.
#[component]
pub fn Word(view: PlanView) -> Element {
    let t = use_t();
    let Approval { joined, now, before } = view.approval.clone();
    let offset_min = view.offset_min;
    if let Some(word) = now {
        let (kind, icon) = if word.approved { ("ok", "check2") } else { ("warn", "return") };
        return rsx! {
            div { class: "mt-3",
                Banner { kind, icon, title: said(t, &word, offset_min), text: word.message }
            }
        };
    }
    if !joined || view.plan == Plan::default() {
        return rsx! {};
    }
    let title = match &before {
        Some(word) => {
            let date = t.date_year(word.of.date_at(offset_min));
            t.f("plan-changed-since", &[("date", date.into())])
        }
        None => t.s("plan-waits"),
    };
    rsx! {
        div { class: "mt-3",
            Banner { icon: "clock", title, text: t.s("plan-waits-text") }
        }
    }
}

/// Mentor: somebody's plan.
#[component]
pub fn PlanOfPage(who: String) -> Element {
    let t = use_t();
    match who.parse::<AccountId>() {
        Ok(participant) => rsx! { Watched { key: "{participant}", participant } },
        Err(_) => rsx! {
            TopBar { title: t.s("plan-of"), back: true }
            main { id: "main", class: "main", FaultBox { error: DoorError::from(Fault::NotFound) } }
        },
    }
}

#[component]
fn Watched(participant: AccountId) -> Element {
    let (t, p) = (use_t(), use_programme());
    let view = use_view(ask::PlanOf { participant });
    let sub = match &*view.read() {
        Some(Ok(v)) => match &v.view.level {
            Some(level) => format!("{} · {}", v.name, p.level(level)),
            None => v.name.clone(),
        },
        _ => String::new(),
    };
    rsx! {
        TopBar { title: t.s("plan-of"), sub, back: true }
        main { id: "main", class: "main",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! { PlanOf { of: v.clone() } },
            }
        }
    }
}

/// The plan with what can be said of it, and the mentor's answer. Works offline.
#[component]
pub fn PlanOf(of: PlanOfView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let view = of.view.clone();
    let (offset_min, approval) = (view.offset_min, view.approval.clone());
    let hints = &of.hints;
    rsx! {
        if let Some(word) = &approval.now {
            div { class: "mt-3",
                Banner {
                    kind: if word.approved { "ok" } else { "warn" },
                    icon: if word.approved { "check2" } else { "return" },
                    title: said(t, word, offset_min), text: word.message.clone(),
                }
            }
        } else if let Some(word) = &approval.before {
            div { class: "mt-3",
                Banner { icon: "clock", title: t.f("plan-changed-since", &[("date", t.date_year(word.of.date_at(offset_min)).into())]) }
            }
        }
        div { class: "sec",
            h2 { {t.s("plan-of-now")} }
            if let Some(at) = view.made_at {
                span { class: "sec__a num", {t.f("plan-past-since", &[("date", t.date_year(at.date_at(offset_min)).into())])} }
            }
        }
        Look { plan: view.plan.clone() }
        if !hints.is_empty() {
            div { class: "sec", h2 { {t.s("plan-of-hints")} } }
            ul { class: "card card--pad stack",
                for (n , hint) in hints.iter().enumerate() {
                    li { key: "{n}", class: "adv",
                        Icon { name: "info", small: true }
                        span {
                            if let Some(track) = hint.track() { {format!("{}: ", p.track(track))} }
                            {text(t, p, hint)}
                        }
                    }
                }
            }
        }
        if let Some(revision) = of.revision {
            // A plan that has come meanwhile starts the answer anew.
            Answer { key: "{revision}", participant: of.participant, revision, name: of.name.clone(), said: approval.now.is_some() }
        }
        if !view.past.is_empty() {
            Past { past: view.past.clone(), offset_min }
        }
    }
}

#[component]
fn Answer(participant: AccountId, revision: qadam_domain::OpId, name: String, said: bool) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut message = use_signal(String::new);
    let mut missing = use_signal(|| false);
    let busy = use_signal(|| false);
    let mut answer = move |approved: bool| {
        if busy() {
            return;
        }
        missing.set(!approved && message.peek().trim().is_empty());
        if missing() {
            return;
        }
        settle(busy, true);
        let command =
            Command::PlanDecide { participant, revision, approved, message: message.peek().clone() };
        act.try_run(command, move |result| {
            settle(busy, false);
            match result {
                Ok(_) => toasts.say(t.s(if approved { "plan-said-approved" } else { "plan-said-returned" })),
                Err(e) => toasts.fault(&e.fault),
            }
        });
    };
    rsx! {
        div { class: "sec", h2 { {t.s(if said { "plan-answer-again" } else { "plan-answer" })} } }
        div { class: "card card--pad",
            Field {
                label: t.f("plan-word", &[("name", (&name).into())]), hint: t.s("plan-word-hint"), multiline: true,
                maxlength: Some(MESSAGE_MAX), value: message(),
                error: missing().then(|| t.s("plan-word-missing")),
                oninput: move |text| { message.set(text); missing.set(false); },
            }
            div { class: "two mt-3",
                button { r#type: "button", class: "btn btn--line", onclick: move |_| answer(false),
                    Icon { name: "return", small: true }
                    {t.s("plan-send-back")}
                }
                button { r#type: "button", class: "btn btn--ok", onclick: move |_| answer(true),
                    Icon { name: "check", small: true }
                    {t.s("plan-approve")}
                }
            }
            p { class: "t-xs mute mt-2", {t.s("plan-answer-text")} }
        }
    }
}
