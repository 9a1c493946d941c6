//! A plan to read: the mentor's look at it, and plans of before.

use qadam_domain::{Dated, Plan, TrackPlan};

use super::sums;
use crate::prelude::*;

/// What an item is called: its goal, else its activity, else its track.
pub fn what(p: Programme, item: &TrackPlan) -> String {
    let goal = item.goal.trim();
    if goal.is_empty() { p.call(&item.track, item.activity.as_deref(), None) } else { goal.to_owned() }
}

/// «Дс, Бс · 30 мин · 18:00».
pub fn weekly(t: T, p: Programme, item: &TrackPlan) -> String {
    let mut text = sums::days(t, item.days);
    if item.amount > 0 {
        text = format!("{text} · {}", t.amount(Amount { value: item.amount, unit: p.unit(&item.track) }));
    }
    match item.at_min {
        Some(at) => format!("{text} · {}", t.clock(u32::from(at))),
        None => text,
    }
}

/// What a dated item is called.
pub fn title(p: Programme, d: &Dated) -> String {
    let title = d.title.trim();
    if title.is_empty() { p.track(&d.track) } else { title.to_owned() }
}

/// «3–5 маусым · 09:00 · 2 сағ»; the length of a journey is in its days.
pub fn when(t: T, p: Programme, d: &Dated) -> String {
    let mut text = if d.last() == d.on { t.date_long(d.on) } else { t.range(d.on, d.last()) };
    if let Some(at) = d.at_min {
        text = format!("{text} · {}", t.clock(u32::from(at)));
    }
    let unit = p.unit(&d.track);
    if unit == Unit::Days || d.amount == 0 {
        return text;
    }
    format!("{text} · {}", t.amount(Amount { value: d.amount, unit }))
}

/// The whole plan, to read.
#[component]
pub fn Look(plan: Plan) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut dates = plan.dates.clone();
    dates.sort_by_key(|d| (d.on, d.at_min));
    if plan.tracks.is_empty() && dates.is_empty() {
        return rsx! { p { class: "card card--pad mute", {t.s("plan-none")} } };
    }
    rsx! {
        ul { class: "card rows",
            for item in plan.tracks.iter() {
                li { key: "{item.track}", class: "row pl",
                    Tico { track: item.track.clone() }
                    span { class: "row__m",
                        span { class: "pl__k", "data-track": css_track(&item.track), {p.track(&item.track)} }
                        span { class: "row__t", {what(p, item)} }
                        span { class: "row__s num", {weekly(t, p, item)} }
                    }
                }
            }
            for d in dates.iter() {
                li { key: "{d.id}", class: "row pl",
                    Tico { track: d.track.clone() }
                    span { class: "row__m",
                        span { class: "pl__k", "data-track": css_track(&d.track), {p.track(&d.track)} }
                        span { class: "row__t", {title(p, d)} }
                        span { class: "row__s num", {when(t, p, d)} }
                    }
                }
            }
        }
    }
}
