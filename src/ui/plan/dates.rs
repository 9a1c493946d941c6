//! What has a date of its own, by months.

use chrono::Datelike;
use qadam_domain::Dated;

use super::dated::DatedSheet;
use super::{look, use_save};
use crate::prelude::*;

/// The list, what is to come first; what has passed is folded away.
#[component]
pub fn Dates(view: PlanView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut open = use_signal(|| None::<Dated>);
    let plan = view.plan.clone();
    let save = use_save(plan.clone());
    let mut all = plan.dates.clone();
    all.sort_by_key(|d| (d.on, d.at_min, d.id));
    let (mut past, next): (Vec<Dated>, Vec<Dated>) = all.into_iter().partition(|d| d.last() < view.today);
    past.reverse();
    let add = {
        let (id, today) = (view.new_id, view.today);
        // What has to have dates is proposed where there is such a track.
        let track = p.pack().and_then(|pack| {
            let journey = pack.tracks.iter().find(|k| k.unit == Unit::Days);
            journey.or(pack.tracks.first()).map(|k| k.id.clone())
        });
        move |_: MouseEvent| {
            let Some(track) = track.clone() else { return };
            let on = today.succ_opt().unwrap_or(today);
            open.set(Some(Dated {
                id,
                track,
                on,
                until: None,
                at_min: None,
                amount: 1,
                title: String::new(),
            }));
        }
    };
    let change = {
        let plan = plan.clone();
        move |(item, keep): (Dated, bool)| {
            let mut next = plan.clone();
            next.dates.retain(|d| d.id != item.id);
            let say = if keep {
                next.dates.push(item);
                t.s("plan-saved")
            } else {
                t.f("plan-removed", &[("track", look::title(p, &item).into())])
            };
            open.set(None);
            save((next, say));
        }
    };
    let row = move |d: &Dated| {
        let item = d.clone();
        rsx! {
            button {
                r#type: "button", class: "row rowbtn pl",
                onclick: move |_| open.set(Some(item.clone())),
                Tico { track: d.track.clone() }
                span { class: "row__m",
                    span { class: "pl__k", "data-track": css_track(&d.track), {p.track(&d.track)} }
                    span { class: "row__t", {look::title(p, d)} }
                    span { class: "row__s num", {look::when(t, p, d)} }
                }
                span { class: "vh", {t.s("plan-edit")} }
                span { class: "chev", "aria-hidden": "true", Icon { name: "pencil", small: true } }
            }
        }
    };
    let months = next.chunk_by(|a, b| (a.on.year(), a.on.month()) == (b.on.year(), b.on.month()));
    rsx! {
        div { class: "sec", h2 { {t.s("plan-dates")} } }
        if next.is_empty() {
            p { class: "t-sm mute plan__t", {t.s("plan-dates-none")} }
        }
        for month in months {
            if let Some(first) = month.first() {
                section { key: "{first.id}",
                    h3 { class: "t-sm mute mt-2 plan__t", {t.0.read().month_year(first.on)} }
                    ul { class: "card rows",
                        for d in month {
                            li { key: "{d.id}", {row(d)} }
                        }
                    }
                }
            }
        }
        button { r#type: "button", class: "btn btn--tonal btn--block mt-3", onclick: add,
            Icon { name: "plus" }
            {t.s("plan-dates-add")}
        }
        if !past.is_empty() {
            details { class: "past",
                summary { class: "row",
                    span { class: "row__m row__t", {t.f("plan-dates-past", &[("n", past.len().into())])} }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-d" } }
                }
                ul { class: "card rows",
                    for d in past.iter() {
                        li { key: "{d.id}", {row(d)} }
                    }
                }
            }
        }
        if let Some(item) = open() {
            DatedSheet {
                key: "{item.id}",
                planned: plan.dates.iter().any(|d| d.id == item.id),
                item,
                view: view.clone(),
                onchange: change,
                onclose: move |()| open.set(None),
            }
        }
    }
}
