//! Journey: the whole way, and one track with its explanations.

mod cards;
mod track;
pub(crate) mod words;

pub(crate) use words::of as words_of;

pub use track::TrackPage;

use qadam_domain::progress::Block;

use crate::prelude::*;
use cards::TrackCard;

/// Journey.
#[component]
pub fn JourneyPage() -> Element {
    let t = use_t();
    let view = use_view(ask::Journey {});
    rsx! {
        TopBar { title: t.s("journey-title") }
        main { id: "main", class: "main",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(view)) => rsx! { Way { view: view.clone() } },
            }
        }
    }
}

/// The screen itself.
#[component]
pub fn Way(view: JourneyView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let attention = view.progress.tracks.iter().filter(|x| x.status == Status::NeedsAttention).count();
    let left = (view.ring.level_end - view.date).num_days().max(0);
    let passed = f64::from(view.progress.days_passed) * 100.0 / f64::from(view.progress.days_total.max(1));
    let passed = passed.clamp(0.0, 100.0);
    let waiting: Vec<String> = view
        .progress
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Track { track } => Some(p.short(track)),
            _ => None,
        })
        .collect();
    let until = view.progress.blocks.iter().find_map(|b| match b {
        Block::Months { until } => Some(*until),
        _ => None,
    });
    rsx! {
        section { class: "card card--pad lvlcard",
            div { class: "lvlcard__h",
                Ring7 { ring: view.ring.clone() }
                div { class: "lvlcard__m",
                    LevelName { level: view.ring.level.clone() }
                    h2 { class: "t-xl", {t.s(if view.ring.on_course { "journey-on-course" } else { "journey-behind" })} }
                    p { class: "t-sm mute mt-1",
                        if left > 0 {
                            {t.f("journey-left", &[("n", u32::try_from(left).unwrap_or(0).into())])}
                        } else {
                            {t.s("journey-months-done")}
                        }
                    }
                }
            }
            div { class: "road",
                p { class: "road__flag", "aria-hidden": "true",
                    span { style: "margin-left:{passed.clamp(8.0, 92.0):.1}%", {t.s("journey-today")} }
                }
                div { class: "meter meter--lg",
                    role: "img",
                    "aria-label": t.f("journey-road", &[("percent", view.ring.percent.into()), ("passed", u32::from(passed as u8).into())]),
                    i { style: "width:{view.ring.percent}%" }
                    span { class: "meter__goal", style: "left:{passed:.1}%" }
                }
                p { class: "road__x t-xs mute num",
                    span { {t.date_year(view.ring.start)} }
                    span { {t.date_year(view.ring.level_end)} }
                }
            }
            if let Some(finish) = view.ring.finish {
                p { class: "t-sm mt-2", {t.f("journey-finish", &[("date", t.date_year(finish).into())])} }
            } else {
                p { class: "t-sm mt-2 mute", {t.s("journey-no-finish")} }
            }
        }
        Link { class: "card row rowbtn mt-3 reportrow", to: if view.reportable > 0 { Route::ReportNew {} } else { Route::Reports {} },
            span { class: "tico", Icon { name: "file" } }
            span { class: "row__m",
                span { class: "row__t", {t.s("journey-reports")} }
                span { class: "row__s",
                    if view.reportable > 0 {
                        {t.f("journey-reportable", &[("n", view.reportable.into())])}
                    } else {
                        {t.f("journey-reports-open", &[("n", view.reports_open.into())])}
                    }
                }
            }
            Icon { name: "chev-r" }
        }
        div { class: "two mt-2",
            Link { class: "btn btn--line btn--sm", to: Route::Reports {}, Icon { name: "inbox", small: true } {t.s("journey-all-reports")} }
            Link { class: "btn btn--line btn--sm", to: Route::PlanPage {}, Icon { name: "calendar", small: true } {t.s("journey-plan")} }
        }
        div { class: "sec",
            h2 { {t.s("journey-tracks")} }
            if attention > 0 {
                span { class: "sec__a", {t.f("journey-tracks-attention", &[("n", attention.into())])} }
            }
        }
        ul { class: "tracks",
            for track in view.progress.tracks.clone() {
                li { key: "{track.track}", TrackCard { track } }
            }
        }
        if !waiting.is_empty() {
            p { class: "t-sm mute mt-3", {t.f("journey-claim", &[("tracks", waiting.join(", ").into())])} }
        }
        if let Some(until) = until {
            p { class: "t-sm mute mt-1", {t.f("journey-claim-months", &[("date", t.date_year(until).into())])} }
        }
    }
}

#[cfg(test)]
mod tests;
