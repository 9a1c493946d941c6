//! What is planned for today, what one tap logs, and what was logged.

use crate::prelude::*;

/// Today's plan. A tick writes the entry; the row opens the sheet.
#[component]
pub fn PlanOfToday(items: Vec<PlanItem>) -> Element {
    let t = use_t();
    let done = items.iter().filter(|i| i.done.is_some()).count();
    rsx! {
        section { "aria-labelledby": "h-plan",
            div { class: "sec sec--first",
                h2 { id: "h-plan", {t.s("today-plan")} }
                if items.is_empty() {
                    Link { class: "link", to: Route::PlanPage {}, {t.s("today-plan-open")} }
                } else {
                    span { class: "sec__a num",
                        {t.f("today-plan-done", &[("done", done.into()), ("all", items.len().into())])}
                    }
                }
            }
            if items.is_empty() {
                p { class: "card card--pad mute", {t.s("today-plan-none")} }
            } else {
                ul { class: "card rows",
                    for (n , item) in items.into_iter().enumerate() {
                        li { key: "{n}{item.track}", PlanRow { item } }
                    }
                }
            }
        }
    }
}

#[component]
fn PlanRow(item: PlanItem) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let what = match item.until {
        // What has a date has a name of its own, which is no title of a book.
        Some(_) if !item.goal.is_empty() => item.goal.clone(),
        _ => p.call(&item.track, item.activity.as_deref(), Some(item.goal.as_str())),
    };
    let amount = t.amount(item.amount);
    let when = item.at_min.map(|m| format!("{} · ", t.clock(m.into()))).unwrap_or_default();
    let label =
        t.f(if item.done.is_some() { "today-ticked" } else { "today-tick" }, &[("what", (&what).into())]);
    let track = item.track.clone();
    // A journey has a name: where none is known, the sheet asks for it.
    let asks = item.amount.unit == Unit::Days && item.draft.thing.is_none();
    rsx! {
        div { class: if item.done.is_some() { "row row--tick is-done" } else { "row row--tick" },
            Tico { track: item.track.clone() }
            button {
                r#type: "button", class: "row__m rowlink",
                onclick: move |_| {
                    navigator().push(Route::Log { track: track.clone(), entry: String::new() });
                },
                span { class: "row__t", "{what}" }
                span { class: "row__s num", "{when}{amount}" }
                if let Some(until) = item.until.filter(|until| *until > item.draft.on) {
                    span { class: "row__s num", {t.f("today-until", &[("date", t.date(until).into())])} }
                }
            }
            Tick {
                on: item.done.is_some(),
                label,
                onclick: move |()| match item.done {
                    Some(entry) => act.run(Command::EntryRemove { entry }, move |_| {
                        toasts.undo(t.s("today-unticked"), Command::EntryRestore { entry });
                    }),
                    None if asks => {
                        navigator().push(Route::Log { track: item.track.clone(), entry: String::new() });
                    }
                    None => act.run(Command::Log { draft: item.draft.clone() }, move |o| said(t, toasts, &o)),
                },
            }
        }
    }
}

/// "Saved on this phone", with Undo.
pub fn said(t: T, toasts: Toasts, outcome: &Outcome) {
    match outcome {
        Outcome::Logged { entry, .. } => {
            toasts.undo(t.s("log-saved"), Command::EntryRemove { entry: *entry });
        }
        _ => toasts.say(t.s("log-saved")),
    }
}

/// What this person logs most: one tap is enough.
#[component]
pub fn Quick(drafts: Vec<Draft>) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let chips = drafts.into_iter().map(|d| {
        let name = match &d.activity {
            Some(a) => p.activity(&d.track, a),
            None => p.short(&d.track),
        };
        let unit = p.unit(&d.track);
        let value = if unit == Unit::Pages { d.pages } else { d.minutes };
        (name, t.amount(Amount { value, unit }), d)
    });
    rsx! {
        section { "aria-labelledby": "h-quick",
            div { class: "sec",
                h2 { id: "h-quick", {t.s("today-quick")} }
                span { class: "sec__a", {t.s("today-quick-hint")} }
            }
            div { class: "quick",
                for (name , amount , draft) in chips {
                    button {
                        r#type: "button", class: "qchip", "data-track": css_track(&draft.track),
                        onclick: {
                            let draft = draft.clone();
                            move |_| act.run(Command::Log { draft: draft.clone() }, move |o| said(t, toasts, &o))
                        },
                        Icon { name: track_icon(&draft.track) }
                        span { b { "{name}" } " {amount}" }
                    }
                }
            }
        }
    }
}

/// What was logged today; a row opens it.
#[component]
pub fn Logged(rows: Vec<EntryRow>) -> Element {
    let t = use_t();
    rsx! {
        section { "aria-labelledby": "h-logged",
            div { class: "sec", h2 { id: "h-logged", {t.s("today-logged")} } }
            ul { class: "card rows",
                for row in rows {
                    li { key: "{row.id}",
                        EntryLine {
                            to: Route::EntryPage { id: row.id.to_string() },
                            row,
                        }
                    }
                }
            }
        }
    }
}
