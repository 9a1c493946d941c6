//! The plan: the tracks of a week, what has a date, what the mentor says of it, and what it was before.
//! The editor of the week is shown in the first minutes, too.

mod advice;
mod along;
mod approval;
mod dated;
mod dates;
mod ics;
mod look;
mod past;
mod pauses;
mod sheet;
mod sums;
#[cfg(test)]
mod tests;

use qadam_domain::{Plan, TrackPlan};

use crate::prelude::*;
use advice::{AdviceLine, advised};
pub use approval::PlanOfPage;
use sheet::ItemSheet;

/// The plan, as a place of its own.
#[component]
pub fn PlanPage() -> Element {
    let t = use_t();
    rsx! {
        TopBar { title: t.s("plan-title"), sub: t.s("plan-text"), back: true }
        main { id: "main", class: "main",
            match use_plan() {
                None => rsx! { Skeleton {} },
                Some(Err(error)) => rsx! { FaultBox { error } },
                Some(Ok(view)) => rsx! { PlanAll { view } },
            }
        }
    }
}

/// Everything of it, from its view.
#[component]
pub fn PlanAll(view: PlanView) -> Element {
    let t = use_t();
    let finish = view.course.as_ref().and_then(|c| c.finish);
    rsx! {
        approval::Word { view: view.clone() }
        div { class: "sec", h2 { {t.s("plan-weekly")} } }
        PlanEditor { view: view.clone() }
        div { class: "card card--pad mt-3",
            PlanSum { plan: view.plan.clone() }
            if let Some(finish) = finish {
                p { class: "t-sm mt-2 num", {t.f("plan-finish", &[("date", t.date_year(finish).into())])} }
            }
        }
        dates::Dates { view: view.clone() }
        pauses::Pauses { view: view.clone() }
        along::Along { view: view.clone() }
        if !view.past.is_empty() {
            past::Past { past: view.past.clone(), offset_min: view.offset_min }
        }
    }
}

/// The plan as it stands; the error where it cannot be had.
fn use_plan() -> Option<Result<PlanView, DoorError>> {
    use_view(ask::Plan {}).read().clone()
}

/// The week alone, for the step of the first minutes: what is planned is saved tap by tap.
#[component]
pub fn WeekEditor() -> Element {
    match use_plan() {
        None => rsx! { Skeleton {} },
        Some(Err(error)) => rsx! { FaultBox { error } },
        Some(Ok(view)) => rsx! { PlanEditor { view } },
    }
}

/// What that week adds up to.
#[component]
pub fn WeekSum() -> Element {
    match use_plan() {
        Some(Ok(view)) => rsx! { PlanSum { plan: view.plan } },
        _ => rsx! {},
    }
}

/// Saves a plan; says what was done, with Undo.
fn use_save(plan: Plan) -> Callback<(Plan, String)> {
    let (act, toast) = (use_act(), use_toasts());
    let before = use_memo(use_reactive!(|plan| plan));
    use_callback(move |(next, say): (Plan, String)| {
        let undo = Command::PlanSet { plan: before() };
        act.run(Command::PlanSet { plan: next }, move |_| toast.undo(say, undo));
    })
}

/// All tracks with what is planned; a tap opens a track. Each change is saved at once and can be undone.
#[component]
pub fn PlanEditor(view: PlanView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut open = use_signal(|| None::<TrackPlan>);
    let plan = view.plan.clone();
    let save = use_save(plan.clone());
    let Some(pack) = p.pack() else { return rsx! { Skeleton {} } };
    let said = advised(&pack, &view, &plan);
    let suggest = {
        let next = sums::proposals(&plan, &pack);
        move |_: MouseEvent| save((next.clone(), t.s("plan-suggested")))
    };
    let change = {
        let (pack, plan) = (pack.clone(), plan.clone());
        move |(track, item): (String, Option<TrackPlan>)| {
            let say = match &item {
                Some(_) => t.s("plan-saved"),
                None => t.f("plan-removed", &[("track", p.track(&track).into())]),
            };
            open.set(None);
            save((sums::with(&plan, &pack, &track, item.as_ref()), say));
        }
    };
    rsx! {
        for advice in said.iter().filter(|a| a.track().is_none()) {
            AdviceLine { advice: advice.clone() }
        }
        ul { class: "card rows",
            for track in pack.tracks.iter() {
                li { key: "{track.id}",
                    PlanRow {
                        track: track.id.clone(),
                        item: plan.track(&track.id).cloned(),
                        advice: plan.track(&track.id).and_then(|_| advice::first(&said, &track.id)),
                        onopen: {
                            let item = plan.track(&track.id).cloned().unwrap_or_else(|| sums::proposal(track));
                            move |_| open.set(Some(item.clone()))
                        },
                    }
                }
            }
        }
        if plan.tracks.is_empty() {
            button { r#type: "button", class: "btn btn--tonal btn--block mt-3", onclick: suggest,
                Icon { name: "calendar" }
                {t.s("plan-suggest")}
            }
        }
        if let Some(item) = open() {
            ItemSheet {
                key: "{item.track}",
                planned: plan.track(&item.track).is_some(),
                item,
                view: view.clone(),
                onchange: change,
                onclose: move |()| open.set(None),
            }
        }
    }
}

#[component]
fn PlanRow(
    track: String,
    item: Option<TrackPlan>,
    advice: Option<qadam_domain::advice::Advice>,
    onopen: EventHandler<()>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    rsx! {
        button {
            r#type: "button",
            class: if item.is_some() { "row rowbtn pl" } else { "row rowbtn pl pl--no" },
            onclick: move |_| onopen.call(()),
            Tico { track: track.clone() }
            span { class: "row__m",
                if let Some(item) = &item {
                    span { class: "pl__k", "data-track": css_track(&track), {p.track(&track)} }
                    span { class: "row__t", {look::what(p, item)} }
                    span { class: "row__s num", {look::weekly(t, p, item)} }
                } else {
                    span { class: "row__t", {p.track(&track)} }
                    span { class: "row__s", {t.s("plan-none")} }
                }
                if let Some(advice) = advice {
                    AdviceLine { advice }
                }
            }
            if item.is_some() {
                span { class: "vh", {t.s("plan-edit")} }
                span { class: "chev", "aria-hidden": "true", Icon { name: "pencil", small: true } }
            } else {
                span { class: "pl__add",
                    Icon { name: "plus", small: true }
                    {t.s("plan-add")}
                }
            }
        }
    }
}

/// What the week adds up to: the time, how many tracks, and a bar for each.
#[component]
pub fn PlanSum(plan: Plan) -> Element {
    let (t, p) = (use_t(), use_programme());
    let Some(pack) = p.pack() else { return rsx! {} };
    let weekly = |id: &str| plan.track(id).map(|item| sums::weekly_minutes(item, p.unit(id)));
    let bars: Vec<(String, Option<u32>)> =
        pack.tracks.iter().map(|k| (k.id.clone(), weekly(&k.id))).collect();
    let all = bars.iter().filter_map(|(_, m)| *m).fold(0, u32::saturating_add);
    let most = bars.iter().filter_map(|(_, m)| *m).max().unwrap_or(0).max(1);
    let planned = bars.iter().filter(|(_, m)| m.is_some()).count();
    rsx! {
        div { class: "sumw",
            span { class: "t-sm",
                b { class: "num", {t.f("plan-week", &[("time", t.minutes(all).into())])} }
                br {}
                span { class: "mute num",
                    {t.f("plan-planned", &[("n", planned.into()), ("all", bars.len().into())])}
                }
            }
            span { class: "bars", "aria-hidden": "true",
                for (id , minutes) in bars {
                    i {
                        key: "{id}", "data-track": css_track(&id),
                        class: if minutes.is_none() { "no" },
                        style: "height:{height(minutes, most)}px",
                    }
                }
            }
        }
    }
}

/// Height of a bar in pixels: 4 to 34.
fn height(minutes: Option<u32>, most: u32) -> u32 {
    let part = u64::from(minutes.unwrap_or(0)) * 30 / u64::from(most.max(1));
    4 + u32::try_from(part).unwrap_or(30).min(30)
}
