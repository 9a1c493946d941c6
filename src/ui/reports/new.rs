//! A new report: which entries, and a word to the mentor.

use std::collections::HashSet;

use crate::prelude::*;

/// Most characters of the word to the mentor (`qadam_domain::report::MESSAGE_MAX`).
const MESSAGE_MAX: usize = qadam_domain::report::MESSAGE_MAX;

/// Making a report.
#[component]
pub fn ReportNewPage() -> Element {
    let t = use_t();
    let form = use_view(ask::ReportForm {});
    match &*form.read() {
        Some(Ok(v)) => rsx! { Form { view: v.clone() } },
        other => rsx! {
            TopBar { title: t.s("reports-new"), back: true }
            main { id: "main", class: "main",
                match other {
                    Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                    _ => rsx! { Skeleton {} },
                }
            }
        },
    }
}

/// The form itself. Everything that can count is chosen; a tap takes it out.
#[component]
pub fn Form(view: ReportFormView) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let left_out = use_signal(HashSet::<EntryId>::new);
    let mut message = use_signal(String::new);
    let mut busy = use_signal(|| false);
    let added = use_signal(HashSet::<EntryId>::new);
    let chosen: Vec<EntryId> = view
        .entries
        .iter()
        .filter(|e| if idle(e) { added.read().contains(&e.id) } else { !left_out.read().contains(&e.id) })
        .map(|e| e.id)
        .collect();
    let count = chosen.len();
    let report = view.report;
    // Taken here: the callback below runs at the root, where there is no router.
    let nav = navigator();
    let send = {
        let chosen = chosen.clone();
        move |_| {
            if chosen.is_empty() || busy() {
                return;
            }
            busy.set(true);
            let words = message.peek().clone();
            let command = Command::ReportSubmit { report, entries: chosen.clone(), message: words };
            act.try_run(command, move |result| match result {
                Ok(_) => {
                    toasts.say(t.s("reports-saved"));
                    nav.replace(Route::ReportPage { id: report.to_string() });
                }
                Err(e) => {
                    settle(busy, false);
                    toasts.fault(&e.fault);
                }
            });
        }
    };
    rsx! {
        TopBar { title: t.s("reports-new"), back: true }
        main { id: "main", class: "main",
            if view.entries.is_empty() {
                Empty { icon: "file", title: t.s("reports-none-left"), text: t.s("reports-none-text"),
                    Link { class: "btn btn--gold mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                        Icon { name: "plus" }
                        {t.s("reports-none-go")}
                    }
                }
            } else {
                if !view.joined {
                    Banner { kind: "idle", icon: "info", title: t.s("reports-alone"), text: t.s("reports-alone-text") }
                }
                p { class: "mute t-sm mt-2", {t.s("reports-choose")} }
                ul { class: "card rows mt-3",
                    for row in view.entries.clone() {
                        li { key: "{row.id}", class: "sel",
                            button {
                                r#type: "button",
                                class: "tick tick--sq",
                                role: "checkbox",
                                "aria-checked": if chosen.contains(&row.id) { "true" } else { "false" },
                                "aria-label": t.f("reports-pick", &[("what", p.what(&row).into()), ("date", t.date(row.on).into())]),
                                onclick: {
                                    let (id, idle) = (row.id, idle(&row));
                                    move |_| toggle(&mut if idle { added } else { left_out }, id)
                                },
                                i { Icon { name: "check" } }
                            }
                            EntryLine { row: row.clone() }
                        }
                    }
                }
                div { class: "mt-4",
                    Field {
                        label: t.s("reports-word"),
                        value: message(),
                        multiline: true,
                        maxlength: Some(MESSAGE_MAX),
                        hint: t.s("reports-word-hint"),
                        oninput: move |v| message.set(v),
                    }
                }
            }
        }
        if !view.entries.is_empty() {
            section { class: "dock", "aria-label": t.s("reports-actions"),
                button {
                    r#type: "button",
                    class: "btn btn--block",
                    "aria-disabled": if count == 0 || busy() { "true" } else { "false" },
                    onclick: send,
                    Icon { name: "send" }
                    {t.f("reports-send", &[("n", count.into())])}
                }
                p { class: "dock__n t-xs mute",
                    Icon { name: "phone-check", small: true }
                    {t.s("reports-safe")}
                }
            }
        }
    }
}

fn toggle(set: &mut Signal<HashSet<EntryId>>, id: EntryId) {
    let mut set = set.write();
    if !set.remove(&id) {
        set.insert(id);
    }
}

/// It could not count as it is, whatever the mentor says: not chosen unless somebody wants it in.
fn idle(row: &EntryRow) -> bool {
    matches!(row.standing.as_ref().and_then(|s| s.reason.as_ref()), Some(Reason::BeforeStart { .. }))
}
