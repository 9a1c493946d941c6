//! What the book is sifted by: track, days, where an entry stands.

use chrono::{Datelike, Months};

use crate::prelude::*;

const STATUSES: [BookStatus; 6] = [
    BookStatus::Waits,
    BookStatus::InReport,
    BookStatus::Counted,
    BookStatus::ToFix,
    BookStatus::NotCounted,
    BookStatus::NotYet,
];

pub fn status_text(status: BookStatus) -> &'static str {
    match status {
        BookStatus::Waits => "book-status-waits",
        BookStatus::InReport => "book-status-report",
        BookStatus::Counted => "book-status-counted",
        BookStatus::ToFix => "book-status-fix",
        BookStatus::NotCounted => "book-status-not",
        BookStatus::NotYet => "book-status-yet",
    }
}

/// First and last day of a month.
fn month(of: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = of.with_day(1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

/// The months from the first entry to today, newest first; two years at most, older ones by their days.
fn months(first: Option<NaiveDate>, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut out = Vec::new();
    let mut at = month(today);
    while let Some((from, to)) = at.filter(|(_, to)| first.is_some_and(|f| f <= *to) && out.len() < 24) {
        out.push((from, to));
        at = from.pred_opt().and_then(month);
    }
    out
}

/// The button, what is chosen (each can be taken off), and the choices while they are open.
#[component]
pub fn Filters(
    wanted: Wanted,
    first: Option<NaiveDate>,
    today: NaiveDate,
    onwant: EventHandler<Wanted>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut open = use_signal(|| false);
    let days = match (wanted.from, wanted.to) {
        (None, None) => None,
        (Some(from), to) if month(from) == to.map(|to| (from, to)) => Some(t.0.read().month_year(from)),
        (Some(from), Some(to)) => Some(t.range(from, to)),
        (Some(from), None) => Some(t.f("book-since", &[("date", t.date_year(from).into())])),
        (None, Some(to)) => Some(t.f("book-until", &[("date", t.date_year(to).into())])),
    };
    let chosen = [
        wanted.track.as_ref().map(|id| (p.short(id), Wanted { track: None, ..wanted.clone() })),
        days.map(|text| (text, Wanted { from: None, to: None, ..wanted.clone() })),
        wanted.status.map(|s| (t.s(status_text(s)), Wanted { status: None, ..wanted.clone() })),
    ];
    rsx! {
        div { class: "chips mt-2",
            button {
                r#type: "button", class: "chip", "aria-expanded": if open() { "true" } else { "false" }, "aria-controls": "book-filters",
                onclick: move |_| open.toggle(),
                Icon { name: "filter", small: true }
                {t.s("book-filters")}
            }
            for (text , without) in chosen.into_iter().flatten() {
                button {
                    key: "{text}", r#type: "button", class: "chip chip--t is-on", "aria-label": t.f("book-filter-off", &[("what", (&text).into())]),
                    onclick: move |_| onwant.call(without.clone()),
                    "{text}"
                    Icon { name: "close", small: true }
                }
            }
        }
        div { id: "book-filters",
            if open() {
                Choices { wanted, first, today, onwant }
            }
        }
    }
}

#[component]
pub fn Choices(
    wanted: Wanted,
    first: Option<NaiveDate>,
    today: NaiveDate,
    onwant: EventHandler<Wanted>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let months = months(first, today);
    let of_months = months.iter().position(|m| (Some(m.0), Some(m.1)) == (wanted.from, wanted.to));
    let any = wanted.from.is_none() && wanted.to.is_none();
    let mut custom = use_signal(|| !any && of_months.is_none());
    let tracks: Vec<String> =
        p.pack().map(|p| p.tracks.iter().map(|t| t.id.clone()).collect()).unwrap_or_default();
    let pick = |on: bool| if on { "true" } else { "false" };
    rsx! {
        section { class: "card card--pad mt-2 stack", "aria-label": t.s("book-filters"),
            div { role: "group", "aria-label": t.s("book-track"),
                p { class: "lbl", {t.s("book-track")} }
                div { class: "chips",
                    for id in tracks {
                        button {
                            key: "{id}", r#type: "button", class: "chip", "data-track": css_track(&id),
                            "aria-pressed": pick(wanted.track.as_ref() == Some(&id)),
                            onclick: {
                                let (id, wanted) = (id.clone(), wanted.clone());
                                move |_| {
                                    let track = (wanted.track.as_ref() != Some(&id)).then(|| id.clone());
                                    onwant.call(Wanted { track, ..wanted.clone() });
                                }
                            },
                            Icon { name: track_icon(&id), small: true }
                            {p.short(&id)}
                        }
                    }
                }
            }
            div { role: "group", "aria-label": t.s("book-status"),
                p { class: "lbl", {t.s("book-status")} }
                div { class: "chips",
                    for s in STATUSES {
                        button {
                            key: "{s:?}", r#type: "button", class: "chip chip--t", "aria-pressed": pick(wanted.status == Some(s)),
                            onclick: {
                                let wanted = wanted.clone();
                                move |_| {
                                    let status = (wanted.status != Some(s)).then_some(s);
                                    onwant.call(Wanted { status, ..wanted.clone() });
                                }
                            },
                            {t.s(status_text(s))}
                        }
                    }
                }
            }
            div {
                label { class: "lbl", r#for: "book-month", {t.s("book-days")} }
                select {
                    id: "book-month", class: "field",
                    onchange: {
                        let (wanted, months) = (wanted.clone(), months.clone());
                        move |e: FormEvent| {
                            let value = e.value();
                            custom.set(value == "custom");
                            let picked = value.parse::<usize>().ok().and_then(|n| months.get(n).copied());
                            if value != "custom" {
                                let (from, to) = (picked.map(|m| m.0), picked.map(|m| m.1));
                                onwant.call(Wanted { from, to, ..wanted.clone() });
                            }
                        }
                    },
                    option { value: "", selected: any && !custom(), {t.s("book-days-all")} }
                    for (n , (from , _)) in months.iter().enumerate() {
                        option { key: "{n}", value: "{n}", selected: of_months == Some(n) && !custom(), {t.0.read().month_year(*from)} }
                    }
                    option { value: "custom", selected: custom(), {t.s("book-days-custom")} }
                }
            }
            if custom() {
                div { class: "two",
                    Day { id: "book-from", label: t.s("book-from"), value: wanted.from, today,
                        onpick: {
                            let wanted = wanted.clone();
                            move |from| onwant.call(Wanted { from, ..wanted.clone() })
                        },
                    }
                    Day { id: "book-to", label: t.s("book-to"), value: wanted.to, today,
                        onpick: {
                            let wanted = wanted.clone();
                            move |to| onwant.call(Wanted { to, ..wanted.clone() })
                        },
                    }
                }
            }
        }
    }
}

#[component]
fn Day(
    id: &'static str,
    label: String,
    value: Option<NaiveDate>,
    today: NaiveDate,
    onpick: EventHandler<Option<NaiveDate>>,
) -> Element {
    let start = use_hook(|| value.map(|d| d.to_string()).unwrap_or_default());
    rsx! {
        div {
            label { class: "lbl", r#for: id, "{label}" }
            input {
                id, class: "field", r#type: "date", initial_value: "{start}", max: "{today}",
                onchange: move |e| onpick.call(e.value().parse().ok()),
            }
        }
    }
}
