//! The cards of a year.

use crate::prelude::*;

/// Months, weekdays, the longest steady time and how often one came back.
#[component]
pub fn Rhythm(view: YearView) -> Element {
    let t = use_t();
    let months: Vec<(String, u32)> = view.months.iter().map(|m| (t.month_short(m.month), m.amount)).collect();
    let weekdays: Vec<(String, u32)> =
        (0u32..).zip(view.weekdays).map(|(d, n)| (t.weekday_short(d), n)).collect();
    // Where several are alike, none of them is the one.
    let top = view.months.iter().map(|m| m.amount).max().filter(|n| *n > 0);
    let busiest = one(view.months.iter().filter(|m| Some(m.amount) == top));
    let monday = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let most = view.weekdays.iter().max().copied().unwrap_or(0);
    let favourite = one((0u64..).zip(view.weekdays).filter(|(_, n)| *n == most && most > 0));
    let favourite = favourite.and_then(|(d, _)| monday.checked_add_days(chrono::Days::new(d)));
    rsx! {
        section { class: "card card--pad mt-3",
            h2 { class: "t-sm", {t.s("year-months")} }
            Columns { values: months, label: t.s("year-months") }
            if let Some(m) = busiest {
                p { class: "t-sm mt-2",
                    {t.f("year-busiest", &[("month", t.inside(&t.month(m.month)).into()), ("n", m.amount.into())])}
                }
            }
        }
        section { class: "card card--pad mt-3",
            h2 { class: "t-sm", {t.s("year-weekdays")} }
            Columns { values: weekdays, label: t.s("year-weekdays") }
            if let Some(day) = favourite {
                p { class: "t-sm mt-2",
                    {t.f("year-weekday", &[("day", t.inside(&t.weekday(day)).into()), ("n", most.into())])}
                }
            }
        }
        if view.steady.is_some() || view.comebacks > 0 {
            section { class: "card card--pad mt-3 yr__pace",
                span { class: "okc okc--sky", Icon { name: "repeat" } }
                div { class: "row__m",
                    if let Some(s) = view.steady {
                        h2 { class: "t-lg", {t.f("year-steady", &[("n", s.weeks.into())])} }
                        p { class: "t-sm mute", {t.range(s.from, s.to)} }
                    }
                    if view.comebacks > 0 {
                        p { class: "mt-2", {t.f("year-comebacks", &[("n", view.comebacks.into())])} }
                        p { class: "t-sm mute", {t.f("year-comebacks-text", &[("n", GAP_DAYS.into())])} }
                    }
                }
            }
        }
    }
}

/// The only one; none where there are more.
fn one<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Books, projects and journeys by their names.
#[component]
pub fn Finished(view: YearView) -> Element {
    let t = use_t();
    let count = |id: &str, n: usize| t.f(id, &[("n", n.into())]);
    rsx! {
        if !view.books.is_empty() {
            section { class: "card card--pad mt-3", "data-track": "reading",
                h2 { class: "t-lg", {count("year-books", view.books.len())} }
                Spines { titles: view.books.clone() }
                ul { class: "yr__l",
                    for (i , title) in view.books.iter().enumerate() {
                        li { key: "{i}", dir: "auto", {t.f("common-quoted", &[("text", title.into())])} }
                    }
                }
            }
        }
        if !view.projects.is_empty() {
            section { class: "card card--pad mt-3", "data-track": "heritage",
                h2 { class: "t-lg", {count("year-projects", view.projects.len())} }
                ul { class: "yr__l",
                    for (i , title) in view.projects.iter().enumerate() {
                        li { key: "{i}", dir: "auto", {t.f("common-quoted", &[("text", title.into())])} }
                    }
                }
            }
        }
        if !view.journeys.is_empty() {
            section { class: "card card--pad mt-3", "data-track": "travel",
                h2 { class: "t-lg", {count("year-journeys", view.journeys.len())} }
                Peaks { days: view.journeys.iter().map(|j| j.days).collect::<Vec<u32>>() }
                ul { class: "yr__l",
                    for (i , j) in view.journeys.iter().enumerate() {
                        li { key: "{i}", dir: "auto",
                            {t.f("common-quoted", &[("text", (&j.title).into())])}
                            span { class: "mute num",
                                " · {t.date(j.from)} · "
                                {t.amount(Amount { value: j.days, unit: Unit::Days })}
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Books on a shelf: as many spines as books, as high as their titles are long.
#[component]
fn Spines(titles: Vec<String>) -> Element {
    rsx! {
        svg { class: "yr__pic", view_box: "0 0 320 60", preserve_aspect_ratio: "xMinYMax meet", "aria-hidden": "true",
            for (i , title) in titles.iter().take(18).enumerate() {
                rect {
                    class: if i % 2 == 0 { "p0" } else { "p1" },
                    x: "{i * 17 + 4}", y: "{26 - title.chars().count().min(22)}",
                    width: "14", height: "{32 + title.chars().count().min(22)}", rx: "2",
                }
            }
            path { class: "gr", d: "M0 59h320" }
        }
    }
}

/// A mountain for each journey, the higher the longer.
#[component]
fn Peaks(days: Vec<u32>) -> Element {
    rsx! {
        svg { class: "yr__pic", view_box: "0 0 320 60", preserve_aspect_ratio: "xMinYMax meet", "aria-hidden": "true",
            for (i , n) in days.iter().take(8).enumerate() {
                path {
                    class: if i % 2 == 0 { "p0" } else { "p1" },
                    d: "M{i * 36} 59l34 -{14 + n.min(&8) * 5}l34 {14 + n.min(&8) * 5}z",
                }
            }
            path { class: "gr", d: "M0 59h320" }
        }
    }
}

/// What each track came to, with its fullest day and week.
#[component]
pub fn Tracks(tracks: Vec<YearTrack>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let best = |id: &str, unit: Unit, d: DayAmount| {
        t.f(
            id,
            &[("amount", t.amount(Amount { value: d.amount, unit }).into()), ("date", t.date(d.on).into())],
        )
    };
    rsx! {
        div { class: "sec", h2 { {t.s("year-tracks")} } }
        ul { class: "card rows",
            for x in tracks {
                li { key: "{x.track}",
                    Link { class: "row", to: Route::Track { id: x.track.clone() },
                        Tico { track: x.track.clone() }
                        span { class: "row__m",
                            span { class: "row__t", {p.track(&x.track)} }
                            span { class: "row__s num",
                                b { {t.amount(x.amount)} }
                                " · "
                                {t.f("heat-entries", &[("n", x.entries.into())])}
                            }
                            if let Some(day) = x.best_day {
                                span { class: "row__s num", {best("year-best-day", x.amount.unit, day)} }
                            }
                            if let Some(week) = x.best_week {
                                span { class: "row__s num", {best("year-best-week", x.amount.unit, week)} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The first and the last word of the year, as they were written.
#[component]
pub fn Words(view: YearView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let words = [("year-first", view.first), ("year-last", view.last)];
    rsx! {
        for (id , word) in words {
            if let Some(w) = word {
                figure { key: "{id}", class: "card card--pad mt-3 yr__say", "data-track": css_track(&w.track),
                    figcaption { class: "t-sm mute",
                        h2 { class: "t-sm", {t.s(id)} }
                        "{t.date(w.on)} · {p.short(&w.track)}"
                    }
                    blockquote { dir: "auto", "{w.note}" }
                }
            }
        }
    }
}
