//! Today: what is planned, what one tap logs, how the days went.

pub(crate) mod plan;

use crate::prelude::*;
use crate::waiting;
pub(crate) use plan::said;
use plan::{Logged, PlanOfToday, Quick};

/// Today.
#[component]
pub fn TodayPage() -> Element {
    let today = use_view(ask::Today {});
    match &*today.read() {
        None => rsx! { main { id: "main", class: "main", Skeleton {} } },
        Some(Err(e)) => rsx! { main { id: "main", class: "main", FaultBox { error: e.clone() } } },
        Some(Ok(view)) => rsx! { Today { view: view.clone() } },
    }
}

/// The screen itself.
#[component]
pub fn Today(view: TodayView) -> Element {
    let t = use_t();
    let done = view.steps.iter().filter(|s| s.done).count();
    rsx! {
        Hero { view: view.clone() }
        main { id: "main", class: "main",
            if let Some(attention) = view.attention.clone() {
                div { class: "mt-3", AttentionCard { attention } }
            }
            if view.first_time {
                section { class: "card card--pad mt-3",
                    h2 { class: "t-lg", {t.s("today-first")} }
                    p { class: "mute mt-1", {t.s("today-first-text")} }
                    Link { class: "btn btn--gold btn--block mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                        Icon { name: "plus" }
                        {t.s("today-first-go")}
                    }
                }
            }
            PlanOfToday { items: view.plan.clone() }
            if !view.quick.is_empty() {
                Quick { drafts: view.quick.clone() }
            }
            if !view.logged.is_empty() {
                Logged { rows: view.logged.clone() }
            }
            section { class: "card card--pad streak", "aria-labelledby": "h-steps",
                div { class: "streak__h",
                    h2 { id: "h-steps", class: "t-sm", {t.s("today-steps")} }
                    b { class: "t-sm num", {t.f("today-steps-n", &[("n", done.into())])} }
                }
                Steps14 { days: view.steps.clone(), label: t.f("common-steps", &[("n", done.into())]) }
                p { class: "t-xs mute", {t.s("today-steps-kind")} }
                Link { class: "link streak__l", to: Route::Book { track: String::new(), on: String::new() },
                    {t.s("today-book")}
                    Icon { name: "chev-r", small: true }
                }
            }
        }
    }
}

/// Greeting, ring, where one stands.
#[component]
pub fn Hero(view: TodayView) -> Element {
    let t = use_t();
    let greeting = match view.minute_of_day / 60 {
        5..=10 => "today-morning",
        11..=17 => "today-day",
        18..=22 => "today-evening",
        _ => "today-night",
    };
    let ring = view.ring.clone();
    // One is greeted by one's first name.
    let name = view.name.split_whitespace().next().unwrap_or_default();
    rsx! {
        header { class: "hero",
            Hills {}
            Ornament {}
            div { class: "top",
                div {
                    p { class: "t-sm mute", {t.date_long(view.date)} }
                    h1 { class: "t-2xl", {t.f(greeting, &[("name", name.into())])} }
                }
            }
            SyncChip { sync: view.sync.clone() }
            div { class: "lead",
                Link { class: "lead__ring", to: Route::Journey {}, Ring7 { ring: ring.clone() } }
                div { class: "lead__m",
                    LevelName { level: ring.level.clone() }
                    p { class: "lead__big",
                        {t.f("today-month", &[("month", ring.month.into()), ("months", ring.months.into())])}
                    }
                    if let Some(finish) = ring.finish {
                        p { class: "t-sm mute mt-2", {t.s("today-finish")} }
                        p { class: "strong num", {t.date_year(finish)} }
                    }
                    p { class: "mt-2",
                        if ring.on_course {
                            Tag { kind: "ok", icon: "check", text: t.s("today-on-course") }
                        } else {
                            Tag { kind: "warn", icon: "warn", text: t.s("today-attention") }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn AttentionCard(attention: Attention) -> Element {
    let (t, p) = (use_t(), use_programme());
    match attention {
        Attention::Returned { report, to_fix, message } => rsx! {
            Banner { kind: "warn", icon: "return", title: t.f("today-returned", &[("n", to_fix.into())]), text: message,
                Link { class: "btn btn--warn btn--sm mt-2", to: Route::ReportPage { id: report.to_string() },
                    {t.s("today-returned-go")}
                }
            }
        },
        // Only what a start can carry: trying again and dropping stand in Me.
        Attention::Refused { count, first } => rsx! {
            section { class: "card card--pad card--warn", "aria-labelledby": "h-refused",
                h2 { id: "h-refused", class: "t-md", {t.f("today-refused", &[("n", count.into())])} }
                p { class: "strong mt-1 num", {waiting::named(t, p, &first)} }
                if let OutboxState::Refused { why } = first.state {
                    p { class: "mt-1", {waiting::why(t, why)} }
                }
                div { class: "two mt-2",
                    if let Some(entry) = first.entry {
                        Link { class: "btn btn--sm", to: Route::Log { track: String::new(), entry: entry.id.to_string() },
                            Icon { name: "pencil", small: true }
                            {t.s("today-correct")}
                        }
                    }
                    Link { class: "btn btn--sm btn--line", to: Route::Me {}, {t.s("today-refused-all")} }
                }
            }
        },
        Attention::Clock { shows, doubt } => rsx! { WhatDate { shows, doubt } },
        Attention::Beside { entry } => rsx! {
            Banner { kind: "warn", icon: "info", title: t.s("today-beside"), text: t.s("today-beside-text"),
                Link { class: "btn btn--warn btn--sm mt-2", to: Route::EntryPage { id: entry.to_string() },
                    {t.s("today-beside-go")}
                }
            }
        },
        Attention::Recovery => rsx! {
            Banner { icon: "lock", title: t.s("today-recovery"), text: t.s("today-recovery-text"),
                Link { class: "btn btn--line btn--sm mt-2", to: Route::Me {}, {t.s("today-look")} }
            }
        },
    }
}

#[cfg(test)]
mod tests;
