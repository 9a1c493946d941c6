//! A heatmap with the day that is picked, and the same as a table.

use chrono::{Datelike, Days as Later, NaiveDate};
use dioxus::prelude::*;
use qadam_domain::Unit;
use qadam_door::query::ask;
use qadam_door::view::DaySpan;

use super::heatmap::said;
use super::{EntryLine, FaultBox, Heatmap, Icon};
use crate::Route;
use crate::hooks::{use_t, use_view};
use crate::say::T;

/// The days of a span as a picture; a tap shows what was logged on a day, and a table says the same.
#[component]
pub fn DaysCard(
    span: DaySpan,
    today: NaiveDate,
    unit: Option<Unit>,
    track: Option<String>,
    #[props(into)] title: String,
    #[props(into)] label: String,
) -> Element {
    let t = use_t();
    let mut picked = use_signal(|| None::<NaiveDate>);
    let mut table = use_signal(|| false);
    let last = span.last.min(today);
    rsx! {
        section { class: "card card--pad mt-3",
            div { class: "cal__h", h2 { class: "t-sm", "{title}" } }
            Heatmap {
                span: span.clone(), today, unit, label, picked: picked(),
                onpick: move |on| picked.set(Some(on)),
            }
            if let Some(on) = picked() {
                div { class: "hm__nav",
                    button {
                        r#type: "button", class: "iconbtn", "aria-label": t.s("heat-before"),
                        "aria-disabled": if on <= span.first { "true" },
                        onclick: {
                            let first = span.first;
                            move |_| picked.set(on.pred_opt().map(|d| d.max(first)))
                        },
                        Icon { name: "chev-l" }
                    }
                    p { role: "status",
                        b { {named(t, on, today)} }
                        " "
                        span { class: "nowrap num", {said(t, amount(&span, on), unit)} }
                    }
                    button {
                        r#type: "button", class: "iconbtn", "aria-label": t.s("heat-after"),
                        "aria-disabled": if on >= last { "true" },
                        onclick: move |_| picked.set(on.succ_opt().map(|d| d.min(last))),
                        Icon { name: "chev-r" }
                    }
                }
                DayRows { on, track: track.clone() }
            } else {
                button {
                    r#type: "button", class: "btn btn--text btn--sm",
                    onclick: move |_| picked.set(Some(last)),
                    {t.s("heat-pick")}
                }
            }
            button {
                r#type: "button", class: "btn btn--text btn--sm", "aria-expanded": if table() { "true" } else { "false" },
                onclick: move |_| table.toggle(),
                {t.s(if table() { "heat-table-close" } else { "heat-table" })}
            }
            if table() {
                Weeks { span: span.clone(), unit, today }
            }
        }
    }
}

/// A day with its weekday; of another year with the year.
fn named(t: T, on: NaiveDate, today: NaiveDate) -> String {
    if on.year() == today.year() {
        return t.date_long(on);
    }
    t.f("date-weekday", &[("weekday", t.weekday(on).into()), ("date", t.date_year(on).into())])
}

fn amount(span: &DaySpan, on: NaiveDate) -> u32 {
    usize::try_from((on - span.first).num_days()).ok().and_then(|n| span.amounts.get(n)).copied().unwrap_or(0)
}

/// The entries of a day; a tap opens one.
#[component]
fn DayRows(on: NaiveDate, track: Option<String>) -> Element {
    let t = use_t();
    let day = use_view(ask::DayLook { on, track });
    match &*day.read() {
        None => rsx! { div { class: "sk", style: "height:64px" } },
        Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
        Some(Ok(day)) if day.rows.is_empty() => rsx! {
            p { class: "t-sm mute hm__none", {t.s("heat-none")} }
        },
        Some(Ok(day)) => rsx! {
            ul { class: "rows hm__rows",
                for row in day.rows.clone() {
                    li { key: "{row.id}",
                        EntryLine {
                            onclick: {
                                let entry = row.id.to_string();
                                move |()| {
                                    navigator().push(Route::Log { track: String::new(), entry: entry.clone() });
                                }
                            },
                            row,
                        }
                    }
                }
            }
        },
    }
}

/// The weeks that have something, newest first.
#[component]
fn Weeks(span: DaySpan, unit: Option<Unit>, today: NaiveDate) -> Element {
    let t = use_t();
    let mut weeks: Vec<(NaiveDate, u32, u32)> = Vec::new();
    for (on, amount) in span.first.iter_days().zip(&span.amounts) {
        if weeks.is_empty() || on.weekday() == chrono::Weekday::Mon {
            weeks.push((on, 0, 0));
        }
        if let Some(week) = weeks.last_mut() {
            week.1 = week.1.saturating_add(*amount);
            week.2 += u32::from(*amount > 0);
        }
    }
    weeks.retain(|(_, amount, _)| *amount > 0);
    weeks.reverse();
    let called = |from: NaiveDate| {
        let rest = 6 - u64::from(from.weekday().num_days_from_monday());
        let to = from.checked_add_days(Later::new(rest)).unwrap_or(from).min(span.last);
        let days = t.range(from, to);
        if from.year() == today.year() { days } else { format!("{} · {days}", from.year()) }
    };
    rsx! {
        table { class: "wks num",
            thead {
                tr {
                    th { scope: "col", {t.s("heat-week")} }
                    th { scope: "col", {t.s("heat-days")} }
                    th { scope: "col", {t.s("heat-sum")} }
                }
            }
            tbody {
                for (from , amount , days) in weeks {
                    tr { key: "{from}",
                        th { scope: "row", {called(from)} }
                        td { "{days}" }
                        td { {said(t, amount, unit)} }
                    }
                }
            }
        }
    }
}
