//! One track: the rule and how far it is met, five weeks of days, the whole level, entries with their reasons.

use super::history::Story;
use super::lost::Lost;
use super::weeks::Heat;
use super::why::{Of, Part, Tell, WhySheet, part as explain};
use super::words;
use crate::prelude::*;

/// A track's page.
#[component]
pub fn TrackPage(id: String) -> Element {
    let (t, p) = (use_t(), use_programme());
    let view = use_view(ask::Track { track: id.clone() });
    // An address that leads to no track has no name of its own, and nothing to plan or log.
    let known = !matches!(&*view.read(), Some(Err(_)));
    let title = if known { p.track(&id) } else { t.s("journey-title") };
    rsx! {
        TopBar { title, back: true }
        main { id: "main", class: "main", "data-track": css_track(&id),
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(view)) => rsx! { OneTrack { view: view.clone() } },
            }
        }
        if known {
            section { class: "dock", "aria-label": p.track(&id),
                Link { class: "btn btn--tonal", to: Route::PlanPage {}, Icon { name: "calendar" } {t.s("journey-plan")} }
                Link { class: "btn btn--gold", to: Route::Log { track: id.clone(), entry: String::new() }, Icon { name: "plus" } {t.s("journey-act-log")} }
            }
        }
    }
}

/// The screen itself.
#[component]
pub fn OneTrack(view: TrackView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut why = use_signal(|| None::<Part>);
    let told = why().map(|what| {
        let (track, finish) = (&view.progress, Some(&view.finish));
        explain(t, p, Of { track, finish, level: &view.level, window: view.window }, what)
    });
    let id = view.line.track.clone();
    let (kind, icon, word) = words::status(t, view.progress.status);
    let about_window = matches!(view.progress.next, Next::FillWindow { .. } | Next::WindowDone { .. });
    rsx! {
        section { class: "card card--pad",
            div { class: "sum",
                TrackRing { track: id.clone(), percent: view.progress.percent, provisional: view.progress.percent_provisional }
                div { class: "sum__m",
                    Tell { class: "tell sum__n num strong", onclick: move |()| why.set(Some(Part::Percent)), {t.percent(view.progress.percent)} }
                    if view.window.is_none() || !about_window {
                        p { class: "t-sm mute", {words::next(t, &view.progress.next)} }
                    }
                }
                Tag { kind, icon, text: word }
            }
            if let Some(w) = view.window {
                div { class: "wk",
                    div { class: "wk__t",
                        span { {t.s("journey-window-now")} }
                        Tell { onclick: move |()| why.set(Some(Part::Window)),
                            span { class: "num",
                                b { "{w.have}" }
                                " / "
                                {plain(t, w.need, view.line.unit)}
                            }
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
                    div { class: "wk__t",
                        Tell { onclick: move |()| why.set(Some(Part::Need(i))),
                            span { class: "num",
                                b { {t.of_need(need).0} }
                                " "
                                {t.of_need(need).1}
                            }
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
            if let Some(steady) = view.progress.consistency {
                Tell { class: "tell t-sm mt-2", onclick: move |()| why.set(Some(Part::Steady)),
                    span { {t.f("journey-steady", &[("percent", steady.into())])} }
                }
            }
            if let Some(best) = view.progress.best.clone() {
                Tell { class: "tell best mt-2", onclick: move |()| why.set(Some(Part::Best)),
                    Icon { name: "trophy", small: true }
                    span {
                        {t.f("journey-best", &[
                            ("amount", t.amount(Amount { value: best.amount, unit: best.unit }).into()),
                            ("date", t.date(best.on).into()),
                        ])}
                    }
                }
            }
        }
        if let Some(told) = told {
            WhySheet { told, onclose: move |()| why.set(None) }
        }
        Heat { weeks: view.weeks.clone(), unit: view.line.unit, date: view.date }
        Story { view: view.clone() }
        Lost { left_out: view.left_out.clone(), unit: view.line.unit }
        div { class: "sec",
            h2 { {t.s("journey-entries")} }
            Link { class: "link num", to: Route::Book { track: id.clone(), on: String::new() },
                {t.f("journey-entries-n", &[("n", view.total.into())])}
                Icon { name: "chev-r", small: true }
            }
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
                            to: Route::EntryPage { id: row.id.to_string() },
                            row,
                        }
                    }
                }
            }
        }
    }
}

/// An amount beside a bare number: minutes stay minutes, or "120 / 1 h" would stand there.
pub(super) fn plain(t: T, value: u32, unit: Unit) -> String {
    match unit {
        Unit::Minutes => format!("{value} {}", t.s("log-min")),
        _ => t.amount(Amount { value, unit }),
    }
}

fn part(have: u32, need: u32) -> u32 {
    (u64::from(have) * 100 / u64::from(need.max(1))).min(100).try_into().unwrap_or(100)
}
