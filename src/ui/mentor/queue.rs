//! What waits for the mentor: joiners, papers, reports; the longest waiting first.

use crate::prelude::*;
use crate::reports::{StateTag, title};

/// The mentor's first place.
#[component]
pub fn QueuePage() -> Element {
    let t = use_t();
    let queue = use_view(ask::Queue {});
    rsx! {
        TopBar { title: t.s("mentor-queue") }
        main { id: "main", class: "main",
            match &*queue.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! { Queue { view: v.clone() } },
            }
        }
    }
}

/// The queue itself.
#[component]
pub fn Queue(view: QueueView) -> Element {
    let (t, act) = (use_t(), use_act());
    let (old, new): (Vec<QueueRow>, Vec<QueueRow>) = view.reports.iter().cloned().partition(|r| r.long);
    let nothing = view.joiners.is_empty()
        && view.consents.is_empty()
        && view.reports.is_empty()
        && view.plans.is_empty();
    rsx! {
        SyncChip { sync: view.sync.clone() }
        if view.handed > 0 {
            Banner {
                icon: "info",
                title: t.s("mentor-handed"),
                text: t.f("mentor-handed-text", &[("n", view.handed.into())]),
                button {
                    r#type: "button", class: "btn btn--line btn--sm mt-2",
                    onclick: move |_| act.run(Command::HandedSeen, |_| {}),
                    {t.s("mentor-handed-seen")}
                }
            }
        }
        if view.alone {
            Empty { icon: "users", title: t.s("mentor-alone"), text: t.s("mentor-alone-text"),
                Link { class: "btn mt-3", to: Route::Me {}, {t.s("mentor-alone-go")} }
            }
        } else if nothing {
            Empty { icon: "check", title: t.s("mentor-nothing"), text: t.s("mentor-nothing-text") }
        }
        if !view.joiners.is_empty() {
            div { class: "sec", h2 { {t.s("mentor-joiners")} } }
            for person in view.joiners.clone() {
                Joiner { key: "{person.participant}", person }
            }
        }
        if !view.consents.is_empty() {
            div { class: "sec", h2 { {t.s("mentor-consents")} } }
            for person in view.consents.clone() {
                Paper { key: "{person.participant}", person, today: view.date }
            }
        }
        Reports { heading: t.s("mentor-old"), rows: old }
        Reports { heading: t.s("mentor-new"), rows: new }
        if !view.plans.is_empty() {
            div { class: "sec", h2 { {t.s("mentor-plans")} } }
            ul { class: "card rows",
                for plan in view.plans.clone() {
                    li { key: "{plan.participant}",
                        Link { class: "row", to: Route::PlanOf { who: plan.participant.to_string() },
                            Avatar { name: plan.name.clone() }
                            span { class: "row__m",
                                span { class: "row__t", "{plan.name}" }
                                span { class: "row__s",
                                    {t.s(if plan.again { "mentor-plan-changed" } else { "mentor-plan-new" })}
                                }
                            }
                            span { class: "age num",
                                Icon { name: "clock", small: true }
                                if plan.days == 0 {
                                    {t.s("mentor-today")}
                                } else {
                                    {t.f("mentor-days", &[("n", plan.days.into())])}
                                }
                            }
                        }
                    }
                }
            }
        }
        if !view.decided.is_empty() {
            div { class: "sec", h2 { {t.s("mentor-decided")} } }
            ul { class: "card rows",
                for row in view.decided.clone() {
                    li { key: "{row.card.id}",
                        Link { class: "row", to: to_review(&row),
                            span { class: "row__m",
                                span { class: "row__t", "{row.name}" }
                                span { class: "row__s num", {title(t, &row.card)} }
                                span { class: "row__tag", StateTag { state: row.card.state } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn to_review(row: &QueueRow) -> Route {
    Route::Review { who: row.participant.to_string(), report: row.card.id.to_string() }
}

#[component]
fn Reports(heading: String, rows: Vec<QueueRow>) -> Element {
    let (t, p) = (use_t(), use_programme());
    if rows.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { class: "sec", h2 { "{heading}" } }
        ul { class: "card rows",
            for row in rows {
                li { key: "{row.card.id}",
                    Link { class: "row", to: to_review(&row),
                        Avatar { name: row.name.clone() }
                        span { class: "row__m",
                            span { class: "row__t", "{row.name}" }
                            span { class: "row__s num", {title(t, &row.card)} " · " {t.f("reports-entries", &[("n", row.card.entries.into())])} }
                            span { class: "q__trs",
                                for track in row.card.tracks.clone() {
                                    span { key: "{track}", class: "q__tr", "data-track": css_track(&track),
                                        Icon { name: track_icon(&track), small: true }
                                        {p.short(&track)}
                                    }
                                }
                            }
                            if row.hints > 0 {
                                span { class: "q__f",
                                    Tag { kind: "warn", icon: "flag", text: t.f("mentor-hints", &[("n", row.hints.into())]) }
                                }
                            }
                        }
                        span { class: if row.long { "age age--old num" } else { "age num" },
                            Icon { name: "clock", small: true }
                            if row.waits_days == 0 {
                                {t.s("mentor-today")}
                            } else {
                                {t.f("mentor-days", &[("n", row.waits_days.into())])}
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Somebody asks to be taken in.
#[component]
fn Joiner(person: PersonCard) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let mut busy = use_signal(|| false);
    let participant = person.participant;
    let mut answer = move |accept: bool| {
        if busy() {
            return;
        }
        busy.set(true);
        act.try_run(Command::JoinerAnswer { participant, accept }, move |result| match result {
            Ok(_) => toasts.say(if accept { t.s("mentor-accepted") } else { t.s("mentor-declined") }),
            Err(e) => {
                settle(busy, false);
                toasts.fault(&e.fault);
            }
        });
    };
    rsx! {
        section { class: "card join mt-3", "aria-label": t.f("mentor-joiner-label", &[("name", (&person.name).into())]),
            div { class: "join__h",
                Avatar { name: person.name.clone() }
                div { class: "row__m",
                    p { class: "row__t", "{person.name}" }
                    p { class: "row__s",
                        if let Some(level) = person.level.clone() {
                            {t.f("common-level", &[("level", p.level(&level).into())])}
                            " · "
                        }
                        if person.minor { {t.s("mentor-minor")} } else { {t.s("mentor-adult")} }
                    }
                }
            }
            if person.minor {
                p { class: "t-sm mute", {t.s("mentor-minor-text")} }
            }
            div { class: "two",
                button { r#type: "button", class: "btn btn--sm btn--line", onclick: move |_| answer(false), {t.s("mentor-decline")} }
                button { r#type: "button", class: "btn btn--sm btn--ok", onclick: move |_| answer(true),
                    Icon { name: "check", small: true }
                    {t.s("mentor-accept")}
                }
            }
        }
    }
}

/// A guardian's paper is missing: the mentor attests it once it is in hand.
#[component]
fn Paper(person: PersonCard, today: NaiveDate) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut open = use_signal(|| false);
    let mut guardian = use_signal(String::new);
    let mut dated = use_signal(|| today.to_string());
    let mut fault = use_signal(|| None::<String>);
    let mut date_wrong = use_signal(|| false);
    let participant = person.participant;
    let attest = move |_| {
        let Ok(date) = dated.peek().parse::<NaiveDate>() else {
            date_wrong.set(true);
            return;
        };
        date_wrong.set(false);
        let command = Command::ConsentAttest { participant, guardian: guardian.peek().clone(), dated: date };
        act.try_run(command, move |result| match result {
            Ok(_) => {
                settle(open, false);
                toasts.say(t.s("mentor-consent-saved"));
            }
            Err(e) => settle(fault, Some(t.fault(&e.fault))),
        });
    };
    rsx! {
        section { class: "card join mt-3", "aria-label": "{person.name}",
            div { class: "join__h",
                Avatar { name: person.name.clone() }
                div { class: "row__m",
                    p { class: "row__t", "{person.name}" }
                    p { class: "row__s", {t.s("mentor-consent-missing")} }
                }
            }
            button { r#type: "button", class: "btn btn--sm btn--tonal", onclick: move |_| open.set(true),
                Icon { name: "shield-check", small: true }
                {t.s("mentor-consent-go")}
            }
        }
        if open() {
            Sheet { title: t.s("mentor-consent-title"), onclose: move |()| open.set(false),
                p { class: "mute t-sm", {t.f("mentor-consent-text", &[("name", (&person.name).into())])} }
                div { class: "mt-3",
                    Field {
                        label: t.s("mentor-guardian"), value: guardian(), error: fault(),
                        oninput: move |v| { guardian.set(v); fault.set(None); },
                    }
                    Field {
                        label: t.s("mentor-dated"), value: dated(), kind: "date",
                        error: date_wrong().then(|| t.s("mentor-date-wrong")),
                        oninput: move |v| { dated.set(v); date_wrong.set(false); fault.set(None); },
                    }
                }
                button { r#type: "button", class: "btn btn--block mt-4", onclick: attest, {t.s("mentor-consent-save")} }
            }
        }
    }
}
