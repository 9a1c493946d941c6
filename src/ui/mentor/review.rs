//! A report under review: a word on each entry, a line to the participant, one decision. Works offline.

use std::collections::HashMap;

use qadam_domain::report::{ItemDecision, ReportState, Verdict};

use super::verdict::{Reviewed, Word};
use crate::prelude::*;
use crate::reports::{StateTag, summary, title};

/// A report under review.
#[component]
pub fn ReviewPage(who: String, report: String) -> Element {
    match (who.parse::<AccountId>(), report.parse::<ReportId>()) {
        (Ok(participant), Ok(report)) => rsx! { Watched { key: "{report}", participant, report } },
        _ => rsx! { Wrong { error: DoorError::from(Fault::NotFound) } },
    }
}

#[component]
fn Wrong(error: DoorError) -> Element {
    let t = use_t();
    rsx! {
        TopBar { title: t.s("mentor-report"), back: true }
        main { id: "main", class: "main", FaultBox { error } }
    }
}

#[component]
fn Watched(participant: AccountId, report: ReportId) -> Element {
    let (t, act) = (use_t(), use_act());
    let view = use_view(ask::Review { participant, report });
    // Opening it tells the participant that somebody looks; the core says so once.
    let fresh = use_memo(move || match &*view.read() {
        Some(Ok(v)) if v.state == ReportState::Delivered => Some(v.card.number),
        _ => None,
    });
    use_effect(move || {
        if let Some(number) = fresh() {
            act.try_run(Command::ReportOpened { participant, report, number }, drop);
        }
    });
    match &*view.read() {
        None => rsx! {
            TopBar { title: t.s("mentor-report"), back: true }
            main { id: "main", class: "main", Skeleton {} }
        },
        Some(Err(e)) => rsx! { Wrong { error: e.clone() } },
        Some(Ok(v)) => rsx! { Review { key: "{v.card.number}", view: v.clone() } },
    }
}

/// The report itself.
#[component]
pub fn Review(view: ReviewView) -> Element {
    let t = use_t();
    let mut words = use_signal(HashMap::<EntryId, Word>::new);
    let message = use_signal(String::new);
    let tried = use_signal(|| false);
    let open = view.state.is_open();
    let shown = use_shown();
    let hints: usize = view.entries.iter().map(|e| e.hints.len()).sum();
    let name = match view.age {
        Some(age) => t.f("mentor-name-age", &[("name", (&view.name).into()), ("age", age.into())]),
        None => view.name.clone(),
    };
    let waits = match view.waits_days {
        _ if !open => String::new(),
        0 => t.s("mentor-came-today"),
        n => t.f("mentor-waits", &[("n", n.into())]),
    };
    rsx! {
        TopBar { title: name, sub: waits, back: true }
        main { id: "main", class: "main",
            section { class: "card card--pad head",
                div { class: "row__m",
                    h2 { class: "t-md", {title(t, &view.card)} }
                    p { class: "t-sm mute num", {summary(t, &view.card)} }
                }
                // While it is open, its state is the mentor's own doing and says nothing new.
                if !open {
                    StateTag { state: view.state }
                }
            }
            if !view.message.is_empty() {
                section { class: "card card--pad mt-3",
                    h2 { class: "t-sm mute", {t.s("mentor-their-word")} }
                    p { class: "mt-1", dir: "auto", "{view.message}" }
                }
            }
            if open && hints > 0 {
                Banner { kind: "warn", icon: "flag", title: t.f("mentor-hints", &[("n", hints.into())]), text: t.s("mentor-hints-text") }
            }
            if let Some((said, _)) = view.decision.clone().filter(|(said, _)| !said.is_empty()) {
                section { class: "card card--pad mt-3",
                    h2 { class: "t-sm mute", {t.s("mentor-my-word")} }
                    p { class: "mt-1", dir: "auto", "{said}" }
                }
            }
            div { class: "sec", h2 { {t.s("mentor-entries")} } }
            ul { class: "card rows",
                for entry in view.entries.iter().take(shown()).cloned() {
                    li { key: "{entry.row.id}",
                        Reviewed {
                            of: view.participant,
                            word: open.then(|| word_on(&words.read(), &entry)),
                            missing: tried() && reason_missing(&word_on(&words.read(), &entry)),
                            onword: {
                                let id = entry.row.id;
                                move |w| { words.write().insert(id, w); }
                            },
                            entry,
                        }
                    }
                }
            }
            More { total: view.entries.len(), shown }
            if open {
                Line { name: view.name.clone(), message }
            }
        }
        if open {
            Decide { view: view.clone(), words, message, tried, shown }
        }
    }
}

#[component]
fn Line(name: String, mut message: Signal<String>) -> Element {
    let t = use_t();
    rsx! {
        div { class: "mt-4",
            Field {
                label: t.f("mentor-line", &[("name", (&name).into())]),
                value: message(),
                multiline: true,
                maxlength: Some(qadam_domain::report::MESSAGE_MAX),
                oninput: move |v| message.set(v),
            }
        }
    }
}

/// The word on an entry: what was picked now, else what was said before, else "counted".
fn word_on(words: &HashMap<EntryId, Word>, entry: &ReviewEntry) -> Word {
    words.get(&entry.row.id).cloned().unwrap_or_else(|| Word {
        verdict: entry.verdict.unwrap_or(Verdict::Counted),
        reason: entry.reason.clone(),
    })
}

fn reason_missing(word: &Word) -> bool {
    word.verdict != Verdict::Counted && word.reason.trim().is_empty()
}

#[component]
fn Decide(
    view: ReviewView,
    words: Signal<HashMap<EntryId, Word>>,
    message: Signal<String>,
    mut tried: Signal<bool>,
    mut shown: Signal<usize>,
) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut busy = use_signal(|| false);
    let all: Vec<(ReviewEntry, Word)> =
        view.entries.iter().map(|e| (e.clone(), word_on(&words.read(), e))).collect();
    let fixes = all.iter().filter(|(_, w)| w.verdict == Verdict::ToFix).count();
    let counted = all.iter().filter(|(_, w)| w.verdict == Verdict::Counted).count();
    let missing = all.iter().rposition(|(_, w)| reason_missing(w));
    let items: Vec<ItemDecision> = all
        .into_iter()
        .map(|(e, w)| {
            let reason = if w.verdict == Verdict::Counted { String::new() } else { w.reason };
            ItemDecision { item: e.item, verdict: w.verdict, reason }
        })
        .collect();
    let (participant, report, number) = (view.participant, view.card.id, view.card.number);
    // Taken here: the callback below runs at the root, where there is no router.
    let nav = navigator();
    let decide = move |_| {
        if let Some(last) = missing {
            tried.set(true);
            // What cannot be sent as it is must be in sight.
            let least = shown().max(last + 1);
            shown.set(least);
            return;
        }
        if busy() {
            return;
        }
        busy.set(true);
        let said = message.peek().clone();
        let command =
            Command::ReportDecide { participant, report, number, items: items.clone(), message: said };
        act.try_run(command, move |result| match result {
            Ok(_) => {
                toasts.say(t.s("mentor-decision-saved"));
                nav.replace(Route::Home {});
            }
            Err(e) => {
                settle(busy, false);
                toasts.fault(&e.fault);
            }
        });
    };
    rsx! {
        section { class: "dock", "aria-label": t.s("mentor-decision"),
            button {
                r#type: "button",
                class: if fixes > 0 { "btn btn--warn btn--block" } else { "btn btn--ok btn--block" },
                "aria-disabled": if busy() { "true" } else { "false" },
                onclick: decide,
                if fixes > 0 {
                    Icon { name: "return" }
                    {t.f("mentor-return", &[("n", fixes.into())])}
                } else if counted == 0 {
                    Icon { name: "check" }
                    {t.s("mentor-decide")}
                } else {
                    Icon { name: "check" }
                    {t.f("mentor-approve", &[("n", counted.into())])}
                }
            }
            if tried() && missing.is_some() {
                p { class: "dock__n t-xs", role: "alert", {t.s("mentor-reasons-missing")} }
            } else {
                p { class: "dock__n t-xs mute",
                    Icon { name: "phone-check", small: true }
                    {t.s("mentor-offline")}
                }
            }
        }
    }
}
