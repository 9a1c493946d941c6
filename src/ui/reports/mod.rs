//! Reports: the list, one report, a new one.

mod line;
mod new;
mod one;
#[cfg(test)]
mod tests;
mod would;

pub(crate) use line::changed;
pub use new::ReportNewPage;
pub use one::ReportScreen;

use qadam_domain::report::{Outcome as Decided, ReportState};

use crate::prelude::*;
use crate::shell::use_wide;

/// All reports. On a wide screen the list stands beside it already.
#[component]
pub fn ReportsPage() -> Element {
    let t = use_t();
    let wide = use_wide();
    rsx! {
        TopBar { title: t.s("reports-title"), back: true }
        main { id: "main", class: "main",
            if wide {
                Empty { icon: "file", title: t.s("reports-beside"), text: t.s("reports-beside-text") }
            } else {
                AllReports { chosen: "" }
            }
        }
    }
}

/// The list as it is now, with the report that is open beside it.
#[component]
pub fn AllReports(#[props(into)] chosen: String) -> Element {
    let reports = use_view(ask::Reports {});
    match &*reports.read() {
        None => rsx! { Skeleton {} },
        Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
        Some(Ok(v)) => rsx! { ReportList { view: v.clone(), chosen } },
    }
}

/// The same beside what is open, with its title.
#[component]
pub fn ReportsBeside(chosen: String) -> Element {
    let t = use_t();
    rsx! {
        p { id: "pane-title", class: "pane__t t-2xl strong", {t.s("reports-title")} }
        AllReports { chosen }
    }
}

/// The list itself.
#[component]
pub fn ReportList(view: ReportsView, #[props(into, default)] chosen: String) -> Element {
    let t = use_t();
    let shown = use_shown();
    rsx! {
        if !view.joined {
            Banner { kind: "idle", icon: "info", title: t.s("reports-alone"), text: t.s("reports-alone-text") }
        }
        if view.reportable > 0 {
            section { class: "card card--pad mt-3",
                h2 { class: "t-lg", {t.f("reports-reportable", &[("n", view.reportable.into())])} }
                p { class: "t-sm mute mt-1", {t.s("reports-reportable-text")} }
                Link { class: "btn btn--block mt-3", to: Route::ReportNew {},
                    Icon { name: "file" }
                    {t.s(if view.begun { "reports-continue" } else { "reports-make" })}
                }
                if view.begun {
                    p { class: "dock__n t-xs mute mt-2",
                        Icon { name: "phone-check", small: true }
                        {t.s("reports-kept-here")}
                    }
                }
            }
        }
        if view.reports.is_empty() {
            if view.reportable == 0 {
                Empty { icon: "file", title: t.s("reports-none"), text: t.s("reports-none-text"),
                    Link { class: "btn btn--gold mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                        Icon { name: "plus" }
                        {t.s("reports-none-go")}
                    }
                }
            }
        } else {
            div { class: "sec", h2 { {t.s("reports-sent")} } }
            ul { class: "card rows",
                for card in view.reports.iter().take(shown()).cloned() {
                    li { key: "{card.id}",
                        Link {
                            class: "row", to: Route::ReportPage { id: card.id.to_string() },
                            "aria-current": if card.id.to_string() == chosen { "page" },
                            span { class: "row__m",
                                span { class: "row__t", {title(t, &card)} }
                                span { class: "row__s num", {summary(t, &card)} }
                                if card.to_fix > 0 {
                                    span { class: "rep__q num", {t.f("reports-to-fix", &[("n", card.to_fix.into())])} }
                                }
                                span { class: "row__tag", StateTag { state: card.state } }
                            }
                            Icon { name: "chev-r" }
                        }
                    }
                }
            }
            More { total: view.reports.len(), shown }
        }
    }
}

/// What a report is called: the days of its entries.
pub(crate) fn title(t: T, card: &ReportCard) -> String {
    t.f("reports-name", &[("days", t.range(card.from, card.to).into())])
}

/// How much is in it.
pub(crate) fn summary(t: T, card: &ReportCard) -> String {
    let entries = t.f("reports-entries", &[("n", card.entries.into())]);
    let tracks = t.f("reports-tracks", &[("n", card.tracks.len().into())]);
    let sum = format!("{entries} · {tracks}");
    if card.number < 2 {
        sum
    } else {
        format!("{sum} · {}", t.f("reports-version", &[("n", card.number.into())]))
    }
}

/// Where a report is, in a word.
#[component]
pub fn StateTag(state: ReportState) -> Element {
    let t = use_t();
    let (kind, icon, id) = state_word(state);
    rsx! { Tag { kind, icon, text: t.s(id) } }
}

/// Colour, icon and text of a state.
pub(crate) fn state_word(state: ReportState) -> (&'static str, &'static str, &'static str) {
    match state {
        ReportState::Queued => ("", "phone-check", "reports-queued"),
        ReportState::Delivered => ("sky", "cloud-check", "reports-delivered"),
        ReportState::Seen => ("sky", "eye", "reports-seen"),
        ReportState::Decided(Decided::Approved) => ("ok", "check2", "reports-approved"),
        ReportState::Decided(Decided::ApprovedInPart) => ("ok", "check", "reports-in-part"),
        ReportState::Decided(Decided::Returned) => ("warn", "return", "reports-returned"),
        ReportState::Decided(Decided::NotAccepted) => ("warn", "info", "reports-not-accepted"),
    }
}
