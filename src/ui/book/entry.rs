//! One entry: everything about it, and what it was before.

use chrono::Datelike;
use qadam_domain::ThingRef;
use qadam_domain::pack::ThingKind;
use qadam_domain::progress::Standing;
use qadam_domain::report::Verdict;

use super::past::{Beside, Past};
use crate::prelude::*;
use crate::today::said;

/// An entry's page.
#[component]
pub fn EntryScreen(id: String) -> Element {
    let t = use_t();
    match id.parse::<EntryId>() {
        Ok(entry) => rsx! { Asked { entry } },
        Err(_) => rsx! {
            TopBar { title: t.s("book-entry"), back: true }
            main { id: "main", class: "main", FaultBox { error: DoorError::from(Fault::NotFound) } }
        },
    }
}

#[component]
fn Asked(entry: EntryId) -> Element {
    let (t, p) = (use_t(), use_programme());
    let view = use_view(ask::Entry { entry });
    match &*view.read() {
        None => rsx! {
            TopBar { title: t.s("book-entry"), back: true }
            main { id: "main", class: "main", Skeleton {} }
        },
        Some(Err(e)) => rsx! {
            TopBar { title: t.s("book-entry"), back: true }
            main { id: "main", class: "main", FaultBox { error: e.clone() } }
        },
        Some(Ok(view)) => rsx! {
            TopBar { title: p.what(&view.row), sub: p.track(&view.row.track), back: true }
            main { id: "main", class: "main main--pad", "data-track": css_track(&view.row.track),
                One { view: view.clone() }
            }
            if !view.now.removed {
                Acts { view: view.clone() }
            }
        },
    }
}

/// The screen itself.
#[component]
pub fn One(view: EntryView) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    // None where it is drawn for a test, without places to go to.
    let nav = dioxus::router::try_router().map(|_| navigator());
    let row = view.row.clone();
    let id = row.id;
    let day = if row.on.year() == view.today.year() { t.date_long(row.on) } else { t.date_year(row.on) };
    rsx! {
        section { class: "card card--pad",
            div { class: "one__h",
                Tico { track: row.track.clone() }
                div { class: "row__m",
                    p { class: "one__n num", {t.amount(row.amount)} }
                    p { class: "t-sm mute", "{day}" }
                }
                if !view.now.removed {
                    PlaceTag { place: row.place, unmet: row.standing.as_ref().is_some_and(|s| s.reason.is_some()) }
                }
            }
            if view.now.removed {
                Banner { kind: "warn", icon: "trash", text: t.s("book-removed"),
                    button {
                        r#type: "button", class: "btn btn--warn btn--sm mt-2",
                        onclick: move |_| act.run(Command::EntryRestore { entry: id }, move |_| toasts.say(t.s("book-restored"))),
                        {t.s("book-restore")}
                    }
                }
            } else if let Some((kind, icon, text)) = row.standing.as_ref().and_then(|s| adds(t, row.amount.unit, s)) {
                Banner { kind, icon, text }
            }
        }
        if !view.beside.is_empty() {
            Beside { view: view.clone() }
        }
        if !row.note.is_empty() {
            section { class: "card card--pad", "aria-labelledby": "h-note",
                h2 { id: "h-note", class: "t-sm mute", {t.s("book-note")} }
                p { class: "one__note", "{row.note}" }
            }
        }
        if !row.photos.is_empty() {
            section { class: "card card--pad", "aria-labelledby": "h-photos",
                h2 { id: "h-photos", class: "t-sm mute", {t.f("photos-count", &[("n", row.photos.len().into())])} }
                Thumbs { photos: row.photos.clone() }
            }
        }
        Facts { view: view.clone() }
        if let Some(word) = view.word.clone() {
            Word { word, offset: view.now.offset_min }
        }
        if !view.past.is_empty() {
            Past { view: view.clone() }
        }
        if view.removable {
            button {
                r#type: "button", class: "btn btn--text btn--block mt-3",
                onclick: move |_| act.run(Command::EntryRemove { entry: id }, move |_| {
                    toasts.undo(t.s("log-removed"), Command::EntryRestore { entry: id });
                    if let Some(nav) = nav {
                        if nav.can_go_back() { nav.go_back() } else { drop(nav.replace(Route::Home {})) }
                    }
                }),
                Icon { name: "trash" }
                {t.s("log-remove")}
            }
        } else if !view.now.removed {
            p { class: "t-sm mute mt-3 center",
                {t.s(if row.place == Place::Counted { "book-keeps-counted" } else { "book-keeps-report" })}
            }
        }
    }
}

/// What an entry adds, in a sentence; none where there is nothing to say (a project finished without hours).
pub fn adds(t: T, unit: Unit, s: &Standing) -> Option<(&'static str, &'static str, String)> {
    let amount = |value| t.amount(Amount { value, unit });
    let part = s.counted.saturating_add(s.provisional) < s.logged;
    let (kind, icon, mut text) = match (s.counted, s.provisional, &s.reason) {
        (0, 0, None) => return None,
        (0, 0, Some(_)) => ("warn", "info", String::new()),
        (n, 0, _) if part => (
            "ok",
            "check2",
            t.f("book-adds-part", &[("part", amount(n).into()), ("all", amount(s.logged).into())]),
        ),
        (n, 0, _) => ("ok", "check2", t.f("book-adds", &[("n", amount(n).into())])),
        (0, n, _) if part => (
            "",
            "clock",
            t.f("book-adds-waits-part", &[("part", amount(n).into()), ("all", amount(s.logged).into())]),
        ),
        (0, n, _) => ("", "clock", t.f("book-adds-waits", &[("n", amount(n).into())])),
        (n, m, _) => {
            ("ok", "check2", t.f("book-adds-both", &[("n", amount(n).into()), ("waits", amount(m).into())]))
        }
    };
    if let Some(reason) = &s.reason {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&t.reason(reason));
    }
    Some((kind, icon, text))
}

/// Title and, where it is so, that it was finished with this.
pub fn thing(t: T, of: &ThingRef) -> (&'static str, String) {
    let label = match of.kind {
        ThingKind::Book => "book-fact-book",
        ThingKind::Project => "book-fact-project",
        ThingKind::Journey => "book-fact-journey",
        ThingKind::Stay => "book-fact-stay",
    };
    let title = t.f("common-quoted", &[("text", (&of.title).into())]);
    (label, if of.finished { format!("{title} · {}", t.s("book-finished")) } else { title })
}

#[component]
fn Facts(view: EntryView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let d = &view.now.draft;
    let offset = view.now.offset_min;
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |label: &str, text: String| facts.push((t.s(label), text));
    if let Some(activity) = &d.activity {
        fact("book-fact-activity", p.activity(&d.track, activity));
    }
    if let Some(of) = &d.thing {
        let (label, text) = thing(t, of);
        fact(label, text);
    }
    if view.row.amount.unit == Unit::Days {
        fact("book-fact-night", t.s(if d.nights > 0 { "log-night-yes" } else { "log-night-no" }));
        if d.minutes > 0 {
            fact("book-fact-hours", t.minutes(d.minutes));
        }
    }
    if let Some(by) = &d.attested_by {
        let who =
            if by.role.trim().is_empty() { by.name.clone() } else { format!("{}, {}", by.name, by.role) };
        fact("book-fact-by", who);
    }
    fact("book-fact-on", format!("{}, {}", t.weekday(d.on), t.date_year(d.on)));
    fact("book-fact-written", t.moment(view.first_at, offset));
    if view.now.at > view.first_at && !view.past.is_empty() {
        fact("book-fact-edited", t.moment(view.now.at, offset));
    }
    rsx! {
        section { class: "card card--pad", "aria-label": t.s("book-facts"),
            dl { class: "facts",
                for (label , text) in facts {
                    div { key: "{label}",
                        dt { "{label}" }
                        dd { class: "num", "{text}" }
                    }
                }
                if let Some(report) = view.report.clone() {
                    div {
                        dt { {t.s("book-fact-report")} }
                        dd {
                            Link { class: "link num", to: Route::ReportPage { id: report.id.to_string() },
                                {t.f("book-fact-report-at", &[("at", t.moment(report.submitted_at, offset).into())])}
                                Icon { name: "chev-r", small: true }
                            }
                        }
                    }
                }
            }
            if let Some(days) = view.late {
                p { class: "mt-2",
                    Tag { kind: "warn", icon: "flag", text: t.f("book-late", &[("n", days.into())]) }
                }
                p { class: "t-xs mute mt-1", {t.s("book-late-text")} }
            }
        }
    }
}

/// The mentor's word.
#[component]
fn Word(word: EntryWord, offset: i16) -> Element {
    let t = use_t();
    let date = t.date_year(word.at.date_at(offset));
    let (kind, icon, title) = match word.verdict {
        Verdict::Counted => ("ok", "check2", "book-word-counted"),
        Verdict::ToFix => ("warn", "return", "book-word-fix"),
        Verdict::NotCounted => ("idle", "info", "book-word-not"),
    };
    rsx! {
        section { class: "card card--pad", "aria-labelledby": "h-word",
            h2 { id: "h-word", class: "t-sm mute", {t.s("book-word")} }
            div { class: "mt-2",
                Banner { kind, icon, title: t.s(title), text: word.reason.clone() }
            }
            p { class: "t-xs mute mt-2",
                if word.by.is_empty() {
                    "{date}"
                } else {
                    {t.f("book-word-by", &[("who", (&word.by).into()), ("date", date.into())])}
                }
            }
            if !word.of_this {
                p { class: "t-sm mt-1", {t.s("book-word-earlier")} }
            }
        }
    }
}

/// What can be done with it.
#[component]
fn Acts(view: EntryView) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let again = view.again.clone();
    // A journey has a name, pages have a book: where none is open, the sheet asks.
    let asks =
        view.row.amount.unit != Unit::Minutes && again.thing.is_none() && view.now.draft.thing.is_some();
    rsx! {
        section { class: "dock", "aria-label": t.s("book-entry"),
            Link { class: "btn btn--tonal", to: Route::Log { track: String::new(), entry: view.row.id.to_string() },
                Icon { name: "pencil" }
                {t.s("book-edit")}
            }
            button {
                r#type: "button", class: "btn btn--gold",
                onclick: move |_| {
                    if asks {
                        navigator().push(Route::Log { track: again.track.clone(), entry: String::new() });
                    } else {
                        act.run(Command::Log { draft: again.clone() }, move |o| said(t, toasts, &o));
                    }
                },
                Icon { name: "repeat" }
                {t.s("book-again")}
            }
        }
    }
}
