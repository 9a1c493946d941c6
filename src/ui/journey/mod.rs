//! Journey: the whole way, and one track with its explanations.

mod cards;
mod history;
mod lost;
mod medals;
mod track;
mod weeks;
mod why;
pub(crate) mod words;

pub use track::TrackPage;

use qadam_domain::progress::Block;

use crate::prelude::*;
use crate::shell::use_wide;
use cards::TrackCard;
use medals::Medals;
use why::{Of, Part, Tell, Whole, WhySheet};

/// Journey. On a wide screen the way stands beside it already, so this is where the chosen track will be.
#[component]
pub fn JourneyPage() -> Element {
    let t = use_t();
    let wide = use_wide();
    rsx! {
        TopBar { title: t.s("journey-title") }
        main { id: "main", class: "main",
            if wide {
                Empty { icon: "journey", title: t.s("journey-choose"), text: t.s("journey-choose-text") }
            } else {
                WholeWay { chosen: "" }
            }
        }
    }
}

/// The way as it is now, with the track that is open beside it.
#[component]
pub fn WholeWay(#[props(into)] chosen: String) -> Element {
    let view = use_view(ask::Journey {});
    match &*view.read() {
        None => rsx! { Skeleton {} },
        Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
        Some(Ok(view)) => rsx! { Way { view: view.clone(), chosen } },
    }
}

/// The same beside what is open, with its title.
#[component]
pub fn WayBeside(chosen: String) -> Element {
    let t = use_t();
    rsx! {
        p { id: "pane-title", class: "pane__t t-2xl strong", {t.s("journey-title")} }
        WholeWay { chosen }
    }
}

/// Which number was tapped.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Whole(Whole),
    Track(String, Part),
}

/// The screen itself.
#[component]
pub fn Way(view: JourneyView, #[props(into, default)] chosen: String) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut asked = use_signal(|| None::<Asked>);
    let told = asked().and_then(|a| match a {
        Asked::Whole(what) => Some(why::whole(t, p, &view, what)),
        Asked::Track(id, what) => {
            let track = view.progress.tracks.iter().find(|x| x.track == id)?;
            let finish = view.finishes.iter().find(|f| f.track == id);
            Some(why::part(t, p, Of { track, finish, level: &view.ring.level, window: None }, what))
        }
    });
    let mut ask = move |what: Whole| asked.set(Some(Asked::Whole(what)));
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
    let mut claim: Vec<String> = Vec::new();
    if !waiting.is_empty() {
        claim.push(t.f("journey-claim", &[("tracks", waiting.join(", ").into())]));
    }
    claim.extend(view.progress.blocks.iter().filter_map(|b| match b {
        Block::Months { until } => Some(t.f("journey-claim-months", &[("date", t.date_year(*until).into())])),
        _ => None,
    }));
    if claim.is_empty() {
        let free = view.progress.blocks.is_empty();
        claim.push(t.s(if free { "journey-why-claim-free" } else { "journey-why-claim" }));
    }
    let title = match (view.entries, view.ring.on_course) {
        (0, true) => "journey-begin",
        (_, true) => "journey-on-course",
        (_, false) => "journey-behind",
    };
    rsx! {
        section { class: "card card--pad lvlcard",
            div { class: "lvlcard__h",
                Tell { class: "tell--pic", onclick: move |()| ask(Whole::Level), Ring7 { ring: view.ring.clone() } }
                div { class: "lvlcard__m",
                    LevelName { level: view.ring.level.clone() }
                    h2 { class: "t-xl", {t.s(title)} }
                    Tell { class: "tell t-sm", onclick: move |()| ask(Whole::Time),
                        span {
                            if left > 0 {
                                {t.f("journey-left", &[("n", u32::try_from(left).unwrap_or(0).into())])}
                            } else {
                                {t.s("journey-months-done")}
                            }
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
            Tell { class: "tell t-sm mt-1", onclick: move |()| ask(Whole::Finish),
                span {
                    if let Some(finish) = view.ring.finish {
                        {t.f("journey-finish", &[("date", t.date_year(finish).into())])}
                    } else {
                        {t.s("journey-no-finish")}
                    }
                }
            }
            Tell { class: "tell t-sm", onclick: move |()| ask(Whole::Claim),
                span { {claim.join(" ")} }
            }
            if let Some(steady) = view.progress.consistency {
                Tell { class: "tell t-sm", onclick: move |()| ask(Whole::Steady),
                    span { {t.f("journey-steady", &[("percent", steady.into())])} }
                }
            }
        }
        if let Some(told) = told {
            WhySheet { told, onclose: move |()| asked.set(None) }
        }
        if view.entries == 0 {
            section { class: "card card--pad mt-3",
                h2 { class: "t-lg", {t.s("journey-first")} }
                p { class: "mute mt-1", {t.s("journey-first-text")} }
                Link { class: "btn btn--gold btn--block mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                    Icon { name: "plus" }
                    {t.s("journey-act-log")}
                }
            }
        } else {
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
            Link { class: "card row rowbtn mt-2", to: Route::YearNow {},
                span { class: "tico", Icon { name: "grid" } }
                span { class: "row__m",
                    span { class: "row__t", {t.s("journey-year")} }
                    span { class: "row__s", {t.s("journey-year-text")} }
                }
                Icon { name: "chev-r" }
            }
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
                li { key: "{track.track}",
                    TrackCard {
                        chosen: track.track == chosen,
                        onwhy: {
                            let id = track.track.clone();
                            move |part| asked.set(Some(Asked::Track(id.clone(), part)))
                        },
                        track,
                    }
                }
            }
        }
        Medals { levels: view.levels.clone(), percent: view.ring.percent }
    }
}

#[cfg(test)]
mod tests;
