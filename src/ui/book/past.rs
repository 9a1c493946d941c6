//! What an entry was before: each revision by what was other in it.

use super::entry::thing;
use crate::prelude::*;

/// The revisions, newest first. Each can come back; what it replaces stays in the list.
#[component]
pub fn Past(view: EntryView) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let id = view.row.id;
    let now = view.now.clone();
    // Each beside the one that followed it: what changed then.
    let after = std::iter::once(&view.now).chain(&view.past);
    let steps: Vec<(Version, Vec<String>)> =
        view.past.iter().zip(after).map(|(was, next)| (was.clone(), differences(t, p, was, next))).collect();
    rsx! {
        section { class: "card card--pad", "aria-labelledby": "h-past",
            h2 { id: "h-past", class: "t-sm mute", {t.s("book-past")} }
            ol { class: "past",
                for (was , other) in steps {
                    li { key: "{was.revision}",
                        p { class: "t-sm",
                            b { class: "num", {t.moment(was.at, was.offset_min)} }
                            if was.removed {
                                " "
                                Tag { icon: "trash", text: t.s("book-past-removed") }
                            }
                        }
                        if !was.removed {
                            for line in other {
                                p { class: "t-sm past__l", "{line}" }
                            }
                            if was.draft != now.draft {
                                button {
                                    r#type: "button", class: "link",
                                    onclick: {
                                        let (revision, present) = (was.revision, now.revision);
                                        let removed = now.removed;
                                        move |_| act.run(Command::EntryRevert { entry: id, revision }, move |_| {
                                            let undo = if removed {
                                                Command::EntryRemove { entry: id }
                                            } else {
                                                Command::EntryRevert { entry: id, revision: present }
                                            };
                                            toasts.undo(t.s("book-past-back-done"), undo);
                                        })
                                    },
                                    Icon { name: "return", small: true }
                                    {t.s("book-past-back")}
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What another phone has written meanwhile: somebody chooses. What is not chosen stays in the list of the past.
#[component]
pub fn Beside(view: EntryView) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    let id = view.row.id;
    let (present, removed) = (view.now.revision, view.now.removed);
    rsx! {
        section { class: "card card--pad card--warn", "aria-labelledby": "h-beside",
            h2 { id: "h-beside", class: "t-md", {t.s("book-two")} }
            p { class: "mt-1", {t.s(if removed { "book-two-removed" } else { "book-two-text" })} }
            ol { class: "past",
                for other in view.beside.clone() {
                    li { key: "{other.revision}",
                        p { class: "t-sm", b { class: "num", {t.moment(other.at, other.offset_min)} } }
                        for line in said(t, p, &other, &view.now) {
                            p { class: "past__l", "{line}" }
                        }
                        button {
                            r#type: "button", class: "btn btn--sm mt-2",
                            onclick: {
                                let revision = other.revision;
                                move |_| act.run(Command::EntryRevert { entry: id, revision }, move |_| {
                                    let undo = if removed {
                                        Command::EntryRemove { entry: id }
                                    } else {
                                        Command::EntryRevert { entry: id, revision: present }
                                    };
                                    toasts.undo(t.s("book-two-taken"), undo);
                                })
                            },
                            Icon { name: "check", small: true }
                            {t.s("book-two-take")}
                        }
                    }
                }
            }
            button {
                r#type: "button", class: "btn btn--line btn--sm mt-2",
                onclick: move |_| act.run(Command::EntryKeep { entry: id }, move |_| toasts.say(t.s("book-two-kept"))),
                {t.s(if removed { "book-two-leave" } else { "book-two-keep" })}
            }
        }
    }
}

/// How much it says, and what else is other in it.
fn said(t: T, p: Programme, other: &Version, now: &Version) -> Vec<String> {
    let d = &other.draft;
    let unit = p.unit(&d.track);
    let value = if unit == Unit::Pages { d.pages } else { d.minutes };
    let mut out = vec![if unit == Unit::Days { t.minutes(value) } else { t.amount(Amount { value, unit }) }];
    let mut rest = other.clone();
    (rest.draft.minutes, rest.draft.pages) = (now.draft.minutes, now.draft.pages);
    if rest.draft != now.draft {
        out.extend(differences(t, p, &rest, now));
    }
    out
}

/// What `was` says otherwise than the revision after it.
pub fn differences(t: T, p: Programme, was: &Version, next: &Version) -> Vec<String> {
    let (a, b) = (&was.draft, &next.draft);
    let mut out = Vec::new();
    let mut other = |id: &str, text: String| out.push(t.f(id, &[("was", text.into())]));
    let unit = p.unit(&a.track);
    let value = |d: &Draft| match unit {
        Unit::Minutes => d.minutes,
        Unit::Pages => d.pages,
        Unit::Days => d.minutes,
    };
    if a.track != b.track {
        other("book-was-track", p.track(&a.track));
    }
    if value(a) != value(b) || a.track != b.track {
        let text = if unit == Unit::Days {
            t.minutes(a.minutes)
        } else {
            t.amount(Amount { value: value(a), unit })
        };
        other("book-was-amount", text);
    }
    if a.on != b.on {
        other("book-was-day", t.date_year(a.on));
    }
    if a.activity != b.activity {
        let none = || t.s("book-was-none");
        other("book-was-activity", a.activity.as_ref().map_or_else(none, |x| p.activity(&a.track, x)));
    }
    if a.thing != b.thing {
        other("book-was-thing", a.thing.as_ref().map_or_else(|| t.s("book-was-none"), |x| thing(t, x).1));
    }
    if a.nights != b.nights {
        other("book-was-night", t.s(if a.nights > 0 { "log-night-yes" } else { "log-night-no" }));
    }
    if a.attested_by != b.attested_by {
        other("book-was-by", a.attested_by.as_ref().map_or_else(|| t.s("book-was-none"), |x| x.name.clone()));
    }
    if a.note != b.note {
        let text = if a.note.is_empty() {
            t.s("book-was-none")
        } else {
            t.f("common-quoted", &[("text", (&a.note).into())])
        };
        other("book-was-note", text);
    }
    if a.photos != b.photos {
        other(
            "book-was-photos",
            if a.photos.is_empty() {
                t.s("book-was-none")
            } else {
                t.f("photos-count", &[("n", a.photos.len().into())])
            },
        );
    }
    if out.is_empty() {
        out.push(t.s("book-was-same"));
    }
    out
}
