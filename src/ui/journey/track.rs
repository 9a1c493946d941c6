//! One track: the rule and how far it is met, five weeks of days, entries with their reasons.

use chrono::Datelike;

use super::words;
use crate::prelude::*;

/// A track's page.
#[component]
pub fn TrackPage(id: String) -> Element {
    let p = use_programme();
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
    }
}

/// The screen itself.
#[component]
pub fn OneTrack(view: TrackView) -> Element {
    let t = use_t();
    let id = view.line.track.clone();
    let (kind, icon, word) = words::status(t, view.progress.status);
    rsx! {
        section { class: "card card--pad",
            div { class: "sum",
                TrackRing { track: id.clone(), percent: view.progress.percent, provisional: view.progress.percent_provisional }
                div { class: "sum__m",
                    p { class: "sum__n num strong", "{view.progress.percent} %" }
                    p { class: "t-sm mute", {words::next(t, &view.progress.next)} }
                }
                Tag { kind, icon, text: word }
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
        Heat { days: view.days.clone(), unit: view.line.unit }
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
        div { class: "two mt-4",
            Link { class: "btn btn--line", to: Route::PlanPage {}, Icon { name: "calendar" } {t.s("journey-plan")} }
            Link { class: "btn btn--gold", to: Route::Log { track: id, entry: String::new() }, Icon { name: "plus" } {t.s("journey-act-log")} }
        }
    }
}

fn part(have: u32, need: u32) -> u32 {
    (u64::from(have) * 100 / u64::from(need.max(1))).min(100).try_into().unwrap_or(100)
}

/// Five weeks of days, Monday first; how much is said by shade and, read aloud, by words.
#[component]
fn Heat(days: Vec<DayAmount>, unit: Unit) -> Element {
    let t = use_t();
    let most = days.iter().map(|d| d.amount).max().unwrap_or(0).max(1);
    let pad = days.first().map_or(0, |d| d.on.weekday().num_days_from_monday());
    let mut cells: Vec<Option<DayAmount>> = (0..pad).map(|_| None).collect();
    cells.extend(days.iter().copied().map(Some));
    let last = days.last().map(|d| d.on);
    let shade = |n: u32| match n {
        0 => "h0",
        n if n * 3 <= most => "h1",
        n if n * 3 <= most * 2 => "h2",
        _ => "h3",
    };
    rsx! {
        section { class: "card card--pad mt-3",
            div { class: "cal__h", h2 { class: "t-sm", {t.s("journey-weeks")} } }
            table { class: "heat",
                thead { tr { for day in 0..7u32 { th { scope: "col", {t.weekday_short(day)} } } } }
                tbody {
                    for week in cells.chunks(7) {
                        tr {
                            for cell in week.iter() {
                                match cell {
                                    None => rsx! { td { class: "fut" } },
                                    Some(d) => rsx! {
                                        td {
                                            class: if Some(d.on) == last { format!("{} now", shade(d.amount)) } else { shade(d.amount).to_owned() },
                                            "aria-label": format!("{}: {}", t.date(d.on), t.amount(Amount { value: d.amount, unit })),
                                            span { "{d.on.day()}" }
                                        }
                                    },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
