//! The last five weeks of a track against the rule.

use chrono::Datelike;

use super::track::plain;
use crate::components::between;
use crate::prelude::*;

/// Five weeks of days; how much is said by shade and, read aloud, by words.
#[component]
pub fn Heat(weeks: Vec<Week>, unit: Unit, date: NaiveDate) -> Element {
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
                span { i { class: "h1" } {between(1, low)} }
                span { i { class: "h2" } {between(low + 1, middle)} }
                span { i { class: "h3" }
                    if middle + 1 < most {
                        "{middle + 1}–"
                    }
                    {plain(t, most, unit)}
                }
                if ruled {
                    span { Icon { name: "check", small: true } {t.s("journey-weeks-counts")} }
                }
            }
        }
    }
}
