//! A year in review: what came together, in pictures that can be read.

mod cards;

use crate::prelude::*;
use cards::{Finished, Rhythm, Tracks, Words};

/// A small year is a beginning: up to so many active days.
const SMALL: u32 = 14;

/// A year; none: the one that runs.
#[component]
pub fn YearPage(year: Option<i32>) -> Element {
    let t = use_t();
    let view = use_view(ask::Year { year });
    rsx! {
        TopBar { title: t.s("year-title"), back: true }
        main { id: "main", class: "main",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(view)) => rsx! { OneYear { key: "{view.year}", view: view.clone() } },
            }
        }
    }
}

/// The picture itself.
#[component]
pub fn OneYear(view: YearView) -> Element {
    let t = use_t();
    let (since, now) = view.years;
    let runs = view.year == now;
    rsx! {
        nav { class: "yr__nav", "aria-label": t.s("year-years"),
            if view.year > since {
                Link { class: "iconbtn", to: Route::Year { year: view.year - 1 }, "aria-label": (view.year - 1).to_string(),
                    Icon { name: "chev-l" }
                }
            } else {
                span { class: "iconbtn" }
            }
            h2 { class: "yr__y num", "{view.year}" }
            if view.year < now {
                Link { class: "iconbtn", to: Route::Year { year: view.year + 1 }, "aria-label": (view.year + 1).to_string(),
                    Icon { name: "chev-r" }
                }
            } else {
                span { class: "iconbtn" }
            }
        }
        if view.entries == 0 {
            Empty {
                icon: "journey",
                title: t.s(if runs { "year-empty" } else { "year-empty-past" }),
                text: t.s(if runs { "year-empty-text" } else { "year-empty-past-text" }),
                if runs {
                    Link { class: "btn btn--gold mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                        Icon { name: "plus" }
                        {t.s("journey-act-log")}
                    }
                }
            }
        } else {
            Sum { view: view.clone() }
            if view.active < SMALL {
                Banner { kind: "gold", icon: "flag", title: t.s("year-small"), text: t.s("year-small-text") }
            }
            DaysCard {
                span: view.days.clone(), today: view.date, unit: None, track: None, title: t.s("year-days"),
                label: t.f("year-days-label", &[
                    ("year", view.year.to_string().into()),
                    ("entries", view.entries.into()),
                    ("days", view.active.into()),
                ]),
            }
            Rhythm { view: view.clone() }
            Finished { view: view.clone() }
            Tracks { tracks: view.tracks.clone() }
            Words { view: view.clone() }
            p { class: "t-xs mute mt-3", {t.s("year-logged-all")} }
        }
    }
}

/// The numbers of the year over the steppe.
#[component]
fn Sum(view: YearView) -> Element {
    let t = use_t();
    let mut numbers: Vec<(String, String)> = Vec::new();
    if view.minutes > 0 {
        numbers.push((t.hours_number(view.minutes), t.s("year-hours")));
    }
    if view.pages > 0 {
        numbers.push((view.pages.to_string(), t.f("year-pages", &[("n", view.pages.into())])));
    }
    numbers.push((view.entries.to_string(), t.f("year-entries", &[("n", view.entries.into())])));
    numbers.push((view.active.to_string(), t.f("year-active", &[("n", view.active.into())])));
    rsx! {
        section { class: "card yr__sum",
            Hills {}
            Ornament {}
            ul { class: "yr__n",
                for (n , what) in numbers {
                    li { key: "{what}",
                        b { class: "num", "{n}" }
                        " "
                        span { "{what}" }
                    }
                }
            }
            p { class: "yr__w", {t.s("year-yours")} }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
