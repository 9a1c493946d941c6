//! One track: the rule and how far it is met, five weeks of days, entries with their reasons.

use chrono::Datelike;

use super::words;
use crate::prelude::*;

/// A track's page.
#[component]
pub fn TrackPage(id: String) -> Element {
    let (t, p) = (use_t(), use_programme());
    let view = use_view(ask::Track { track: id.clone() });
    rsx! {
        TopBar { title: p.track(&id), back: true }
        main { id: "main", class: "main", "data-track": css_track(&id),
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(view)) => rsx! { OneTrack { view: view.clone() } },
            }
        }
        section { class: "dock", "aria-label": p.track(&id),
            Link { class: "btn btn--tonal", to: Route::PlanPage {}, Icon { name: "calendar" } {t.s("journey-plan")} }
            Link { class: "btn btn--gold", to: Route::Log { track: id.clone(), entry: String::new() }, Icon { name: "plus" } {t.s("journey-act-log")} }
        }
    }
}

/// The screen itself.
#[component]
pub fn OneTrack(view: TrackView) -> Element {
    let t = use_t();
    let id = view.line.track.clone();
    let (kind, icon, word) = words::status(t, view.progress.status);
    let about_window = matches!(view.progress.next, Next::FillWindow { .. } | Next::WindowDone { .. });
    rsx! {
        section { class: "card card--pad",
            div { class: "sum",
                TrackRing { track: id.clone(), percent: view.progress.percent, provisional: view.progress.percent_provisional }
                div { class: "sum__m",
                    p { class: "sum__n num strong", "{view.progress.percent} %" }
                    if view.window.is_none() || !about_window {
                        p { class: "t-sm mute", {words::next(t, &view.progress.next)} }
                    }
                }
                Tag { kind, icon, text: word }
            }
            if let Some(w) = view.window {
                div { class: "wk",
                    p { class: "wk__t",
                        span { {t.s("journey-window-now")} }
                        span { class: "num",
                            b { "{w.have}" }
                            " / "
                            {plain(t, w.need, view.line.unit)}
                        }
                    }
                    div { class: "meter", "aria-hidden": "true",
                        i { style: "width:{part(w.have, w.need)}%" }
                    }
                    if about_window {
                        p { class: "t-sm mute", {words::next(t, &view.progress.next)} }
                    }
                }
            }
            for (i , need) in view.progress.needs.iter().enumerate() {
                div { key: "{i}", class: "wk",
                    p { class: "wk__t",
                        span { class: "num",
                            b { {words::of(t, need).0} }
                            " "
                            {words::of(t, need).1}
                        }
                        if let Some(waits) = words::provisional(t, need) {
                            span { class: "mute", "{waits}" }
                        }
                    }
                    div { class: "meter", "aria-hidden": "true",
                        u { style: "width:{part(need.counted.saturating_add(need.provisional), need.needed)}%" }
                        i { style: "width:{part(need.counted, need.needed)}%" }
                    }
                }
            }
            if let Some(best) = view.progress.best.clone() {
                p { class: "best mt-2",
                    Icon { name: "trophy", small: true }
                    {t.f("journey-best", &[
                        ("amount", t.amount(Amount { value: best.amount, unit: best.unit }).into()),
                        ("date", t.date(best.on).into()),
                    ])}
                }
            }
        }
        Heat { weeks: view.weeks.clone(), unit: view.line.unit, date: view.date }
        div { class: "sec",
            h2 { {t.s("journey-entries")} }
            span { class: "sec__a num", {t.f("journey-entries-n", &[("n", view.total.into())])} }
        }
        if view.entries.is_empty() {
            Empty { icon: track_icon(&id), title: t.s("journey-none"), text: t.s("journey-none-text"),
                Link { class: "btn btn--gold mt-3", to: Route::Log { track: id.clone(), entry: String::new() },
                    Icon { name: "plus" }
                    {t.s("journey-act-log")}
                }
            }
        } else {
            ul { class: "card rows",
                for row in view.entries.clone() {
                    li { key: "{row.id}",
                        EntryLine {
                            onclick: {
                                let id = row.id;
                                move |()| {
                                    navigator().push(Route::Log { track: String::new(), entry: id.to_string() });
                                }
                            },
                            row,
                        }
                    }
                }
            }
        }
    }
}

/// An amount beside a bare number: minutes stay minutes, or "120 / 1 h" would stand there.
fn plain(t: T, value: u32, unit: Unit) -> String {
    match unit {
        Unit::Minutes => format!("{value} {}", t.s("log-min")),
        _ => t.amount(Amount { value, unit }),
    }
}

fn part(have: u32, need: u32) -> u32 {
    (u64::from(have) * 100 / u64::from(need.max(1))).min(100).try_into().unwrap_or(100)
}

/// Five weeks of days; how much is said by shade and, read aloud, by words.
#[component]
fn Heat(weeks: Vec<Week>, unit: Unit, date: NaiveDate) -> Element {
    let t = use_t();
    let say = |value: u32| t.amount(Amount { value, unit });
    let most = weeks.iter().flat_map(|w| &w.days).map(|d| d.amount).max().unwrap_or(0).max(3);
    let (low, middle) = (most / 3, most * 2 / 3);
    let shade = move |n: u32| match n {
        0 => "h0",
        n if n <= low => "h1",
        n if n <= middle => "h2",
        _ => "h3",
    };
    let heads: Vec<u32> = weeks
        .first()
        .map_or_else(Vec::new, |w| w.days.iter().map(|d| d.on.weekday().num_days_from_monday()).collect());
    let ruled = weeks.iter().any(|w| w.counts.is_some());
    rsx! {
        section { class: "card card--pad mt-3",
            div { class: "cal__h", h2 { class: "t-sm", {t.s("journey-weeks")} } }
            table { class: "heat",
                thead {
                    tr {
                        for day in heads {
                            th { scope: "col", {t.weekday_short(day)} }
                        }
                        th { scope: "col", {t.s("journey-weeks-total")} }
                    }
                }
                tbody {
                    for week in weeks {
                        tr {
                            for d in week.days {
                                if d.on > date {
                                    td { class: "fut", span { "aria-hidden": "true", "{d.on.day()}" } }
                                } else {
                                    td { class: if d.on == date { format!("{} now", shade(d.amount)) } else { shade(d.amount).to_owned() },
                                        span { "aria-hidden": "true", "{d.on.day()}" }
                                        span { class: "vh", {format!("{}: {}", t.date(d.on), say(d.amount))} }
                                    }
                                }
                            }
                            td { class: if week.counts == Some(true) { "tot ok num" } else { "tot num" },
                                if week.counts == Some(true) {
                                    Icon { name: "check", small: true }
                                    span { class: "vh", {t.s("journey-weeks-counts")} }
                                }
                                span { "{week.total}" }
                            }
                        }
                    }
                }
            }
            p { class: "leg t-xs mute num", "aria-hidden": "true",
                span { i {} "0" }
                span { i { class: "h1" } "1–{low}" }
                span { i { class: "h2" } {format!("{}–{}", low + 1, middle)} }
                span { i { class: "h3" } {format!("{}–{}", middle + 1, plain(t, most, unit))} }
                if ruled {
                    span { Icon { name: "check", small: true } {t.s("journey-weeks-counts")} }
                }
            }
        }
    }
}
