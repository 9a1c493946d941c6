//! The whole level of a track: every day as a picture, the months, the fullest day and week.

use crate::prelude::*;

/// So many months stand there before somebody asks for all.
const MONTHS: usize = 6;

/// Pictures and sums of the level.
#[component]
pub fn Story(view: TrackView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let h = view.history.clone();
    let say = |value: u32| t.amount(Amount { value, unit: view.line.unit });
    let label = match h.best_day {
        Some(best) => t.f(
            "heat-label",
            &[
                ("what", p.track(&view.line.track).into()),
                ("from", t.date_year(h.days.first).into()),
                ("to", t.date_year(view.date.min(h.days.last)).into()),
                ("days", h.active.into()),
                ("best", t.date_year(best.on).into()),
                ("amount", say(best.amount).into()),
            ],
        ),
        None => t.s("journey-days-empty"),
    };
    rsx! {
        DaysCard {
            span: h.days.clone(), today: view.date, unit: Some(view.line.unit),
            track: Some(view.line.track.clone()), title: t.s("journey-days"), label,
        }
        if h.active > 0 {
            Months { months: h.months.clone(), unit: view.line.unit }
            section { class: "card card--pad mt-3",
                dl { class: "why__r",
                    div {
                        dt { {t.s("journey-active")} }
                        dd { class: "num", {t.amount(Amount { value: h.active, unit: Unit::Days })} }
                    }
                    if let Some(week) = h.best_week {
                        div {
                            dt { {t.f("journey-best-week", &[("date", t.date_year(week.on).into())])} }
                            dd { class: "num", {say(week.amount)} }
                        }
                    }
                    if let Some(day) = h.best_day {
                        div {
                            dt { {t.f("journey-best-day", &[("date", t.date_year(day.on).into())])} }
                            dd { class: "num", {say(day.amount)} }
                        }
                    }
                }
                p { class: "t-xs mute mt-2", {t.s("journey-logged-all")} }
            }
        }
    }
}

/// Months, the newest first, each with a bar.
#[component]
fn Months(months: Vec<MonthSum>, unit: Unit) -> Element {
    let t = use_t();
    let mut all = use_signal(|| false);
    let most = months.iter().map(|m| m.amount).max().unwrap_or(0).max(1);
    let number = months.len();
    let shown = if all() { number } else { MONTHS };
    rsx! {
        section { class: "card card--pad mt-3",
            h2 { class: "t-sm", {t.s("journey-months")} }
            ul { class: "mons",
                for m in months.into_iter().rev().take(shown) {
                    li { key: "{m.month}",
                        p { class: "wk__t",
                            span { {t.month_year(m.month)} }
                            span { class: "num",
                                b { {t.amount(Amount { value: m.amount, unit })} }
                                // Where days are what counts, they are said once.
                                if unit != Unit::Days {
                                    " · "
                                    {t.amount(Amount { value: m.active, unit: Unit::Days })}
                                }
                            }
                        }
                        div { class: "meter", "aria-hidden": "true",
                            i { style: "width:{u64::from(m.amount) * 100 / u64::from(most)}%" }
                        }
                    }
                }
            }
            if number > MONTHS {
                button {
                    r#type: "button", class: "btn btn--text btn--sm",
                    "aria-expanded": if all() { "true" } else { "false" },
                    onclick: move |_| all.toggle(),
                    {t.s(if all() { "journey-months-few" } else { "journey-months-all" })}
                }
            }
        }
    }
}
