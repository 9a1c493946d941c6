//! The day, the note, the book or journey, and who confirms.

use chrono::Days;
use qadam_domain::ThingId;
use qadam_domain::entry::{Attestation, NOTE_MAX, TITLE_MAX, words};
use qadam_domain::pack::ThingKind;

use crate::prelude::*;

/// Today, yesterday or another day.
#[component]
pub fn DayPicker(
    draft: Signal<Draft>,
    today: NaiveDate,
    earliest: NaiveDate,
    error: Option<String>,
) -> Element {
    let t = use_t();
    let mut draft = draft;
    let mut other = use_signal(|| false);
    let on = draft.read().on;
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let is = |d: NaiveDate| if on == d && !other() { "true" } else { "false" };
    let picking = other() || (on != today && on != yesterday);
    rsx! {
        div { class: "extra", role: "group", "aria-label": t.s("log-day"),
            button {
                r#type: "button", class: "extra__b", "aria-pressed": is(today),
                onclick: move |_| { other.set(false); draft.write().on = today; },
                Icon { name: "calendar", small: true } {t.s("date-today")}
            }
            button {
                r#type: "button", class: "extra__b", "aria-pressed": is(yesterday),
                onclick: move |_| { other.set(false); draft.write().on = yesterday; },
                {t.s("date-yesterday")}
            }
            button {
                r#type: "button", class: "extra__b", "aria-pressed": if picking { "true" } else { "false" },
                onclick: move |_| other.set(true),
                if picking && on != today && on != yesterday { {t.date(on)} } else { {t.s("log-day-other")} }
            }
        }
        if picking {
            div { class: "mt-3 fieldset",
                label { class: "lbl", r#for: "log-date", {t.s("log-day")} }
                input {
                    id: "log-date", class: "field", r#type: "date", initial_value: "{on}", min: "{earliest}", max: "{today}",
                    onchange: move |e| if let Ok(d) = e.value().parse::<NaiveDate>() { draft.write().on = d; },
                }
            }
        }
        Wrong { text: error }
    }
}

/// What is wrong with the part above it.
#[component]
pub fn Wrong(text: Option<String>) -> Element {
    rsx! {
        if let Some(text) = text {
            p { class: "err__t", role: "alert",
                Icon { name: "warn", small: true }
                span { "{text}" }
            }
        }
    }
}

/// The note; opens with one tap, and by itself where finishing a book wants its words. The counter of
/// letters comes near the limit only.
#[component]
pub fn Note(draft: Signal<Draft>, open: bool, needs_words: u32) -> Element {
    let t = use_t();
    let mut draft = draft;
    let mut shown = use_signal(|| open || !draft.peek().note.is_empty());
    let length = draft.read().note.chars().count();
    let finishes = draft.read().thing.as_ref().is_some_and(|x| x.finished);
    let wanted = if finishes { needs_words } else { 0 };
    let have = words(&draft.read().note);
    rsx! {
        if shown() || wanted > 0 {
            div { class: "extra__w",
                Field {
                    label: t.s(if wanted > 0 { "log-review" } else { "log-note" }), value: draft.read().note.clone(), multiline: true,
                    oninput: move |v| draft.write().note = v,
                    error: (length > NOTE_MAX).then(|| t.f("faults-text-long", &[("given", length.into()), ("max", NOTE_MAX.into())])),
                    hint: if length + 400 > NOTE_MAX { format!("{length} / {NOTE_MAX}") } else { t.s("log-note-hint") },
                }
                if wanted > 0 {
                    p { class: if have >= wanted { "words ok num" } else { "words num" },
                        Icon { name: if have >= wanted { "check" } else { "pencil" }, small: true }
                        {t.f(
                            if have >= wanted { "log-words-ok" } else { "log-words" },
                            &[("have", have.into()), ("need", wanted.into())],
                        )}
                    }
                }
            }
        } else {
            button { r#type: "button", class: "extra__b", onclick: move |_| shown.set(true),
                Icon { name: "pencil", small: true }
                {t.s("log-note-add")}
            }
        }
    }
}

/// Which book, project or journey.
#[component]
pub fn ThingPicker(
    kind: ThingKind,
    begun: Vec<ThingRef>,
    new_thing: ThingId,
    draft: Signal<Draft>,
    error: Option<String>,
) -> Element {
    let t = use_t();
    let mut draft = draft;
    let now = draft.read().thing.clone();
    let title = now.as_ref().map(|x| x.title.clone()).unwrap_or_default();
    let known = begun.iter().any(|b| now.as_ref().is_some_and(|n| n.id == b.id));
    let (label, hint, finish) = match kind {
        ThingKind::Book => ("log-book", "log-book-hint", "log-book-finished"),
        ThingKind::Project => ("log-project", "log-project-hint", "log-project-finished"),
        ThingKind::Journey => ("log-journey", "log-journey-hint", "log-journey-finished"),
        ThingKind::Stay => ("log-stay", "log-stay-hint", "log-stay-finished"),
    };
    let finished = now.as_ref().is_some_and(|x| x.finished);
    // A corrected title is still the same book.
    let id = now.as_ref().map_or(new_thing, |n| n.id);
    rsx! {
        if !begun.is_empty() {
            div { class: "chips mt-3",
                for b in begun {
                    button {
                        key: "{b.id}", r#type: "button", class: "chip chip--t",
                        "aria-pressed": if now.as_ref().is_some_and(|n| n.id == b.id) { "true" } else { "false" },
                        onclick: {
                            let b = b.clone();
                            move |_| draft.write().thing = Some(b.clone())
                        },
                        {t.f("common-quoted", &[("text", (&b.title).into())])}
                    }
                }
                if known {
                    button { r#type: "button", class: "chip", onclick: move |_| draft.write().thing = None,
                        Icon { name: "plus", small: true }
                        {t.s("log-thing-new")}
                    }
                }
            }
        }
        if !known {
            div { class: "mt-3",
                Field {
                    label: t.s(label), value: title, hint: t.s(hint), maxlength: Some(TITLE_MAX), error,
                    oninput: move |v: String| {
                        let mut d = draft.write();
                        d.thing = (!v.is_empty()).then_some(ThingRef { id, kind, title: v, finished });
                    },
                }
            }
        }
        if now.is_some() && !matches!(kind, ThingKind::Journey | ThingKind::Stay) {
            button {
                r#type: "button", class: "chip mt-3", role: "checkbox", "aria-checked": if finished { "true" } else { "false" },
                onclick: move |_| if let Some(x) = draft.write().thing.as_mut() { x.finished = !x.finished; },
                Icon { name: "check", small: true }
                {t.s(finish)}
            }
        }
    }
}

/// Who is in charge there and can confirm it; those who were named before, to pick from.
#[component]
pub fn Attested(draft: Signal<Draft>, people: Vec<Attestation>) -> Element {
    let t = use_t();
    let mut draft = draft;
    let now =
        draft.read().attested_by.clone().unwrap_or(Attestation { name: String::new(), role: String::new() });
    let mut set = move |name: String, role: String| {
        draft.write().attested_by =
            (!name.is_empty() || !role.is_empty()).then_some(Attestation { name, role });
    };
    let (name, role) = (now.name.clone(), now.role.clone());
    rsx! {
        if !people.is_empty() {
            div { class: "chips mt-3", role: "group", "aria-label": t.s("log-people"),
                for by in people {
                    button {
                        key: "{by.name}/{by.role}", r#type: "button", class: "chip",
                        "aria-pressed": if draft.read().attested_by.as_ref() == Some(&by) { "true" } else { "false" },
                        onclick: {
                            let by = by.clone();
                            move |_| draft.write().attested_by = Some(by.clone())
                        },
                        Icon { name: "me", small: true }
                        "{by.name}"
                    }
                }
            }
        }
        div { class: "more",
            Field { label: t.s("log-by-name"), value: now.name, hint: t.s("log-by-hint"), maxlength: Some(TITLE_MAX), oninput: move |v| set(v, role.clone()) }
            Field { label: t.s("log-by-role"), value: now.role, maxlength: Some(TITLE_MAX), oninput: move |v| set(name.clone(), v) }
        }
    }
}
