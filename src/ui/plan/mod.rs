//! The plan: seven tracks of a week. The editor is shared with onboarding.

mod sheet;
mod sums;
#[cfg(test)]
mod tests;

use qadam_domain::{Plan, TrackPlan};

use crate::prelude::*;
use sheet::ItemSheet;

/// The plan, as a place of its own.
#[component]
pub fn PlanPage() -> Element {
    let t = use_t();
    let view = use_view(ask::Plan {});
    rsx! {
        TopBar { title: t.s("plan-title"), sub: t.s("plan-text"), back: true }
        main { id: "main", class: "main stack",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! {
                    PlanEditor { plan: v.plan.clone() }
                    div { class: "card card--pad", PlanSum { plan: v.plan.clone() } }
                },
            }
        }
    }
}

/// All tracks with what is planned; a tap opens a track. Each change is saved at once and can be undone.
#[component]
pub fn PlanEditor(plan: Plan) -> Element {
    let (t, p, act, toast) = (use_t(), use_programme(), use_act(), use_toasts());
    let mut open = use_signal(|| None::<TrackPlan>);
    let kept = plan.clone();
    let before = use_memo(use_reactive!(|kept| kept));
    let Some(pack) = p.pack() else { return rsx! { Skeleton {} } };
    let mut save = move |next: Plan, say: String| {
        let undo = Command::PlanSet { plan: before() };
        open.set(None);
        act.run(Command::PlanSet { plan: next }, move |_| toast.undo(say, undo));
    };
    let suggest = {
        let pack = pack.clone();
        move |_: MouseEvent| save(sums::proposals(&before(), &pack), t.s("plan-suggested"))
    };
    let change = {
        let pack = pack.clone();
        move |(track, item): (String, Option<TrackPlan>)| {
            let say = match &item {
                Some(_) => t.s("plan-saved"),
                None => t.f("plan-removed", &[("track", p.track(&track).into())]),
            };
            save(sums::with(&before(), &pack, &track, item.as_ref()), say);
        }
    };
    rsx! {
        ul { class: "card rows",
            for track in pack.tracks.iter() {
                li { key: "{track.id}",
                    PlanRow {
                        track: track.id.clone(),
                        item: plan.track(&track.id).cloned(),
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
                onchange: change,
                onclose: move |()| open.set(None),
            }
        }
    }
}

#[component]
fn PlanRow(track: String, item: Option<TrackPlan>, onopen: EventHandler<()>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let unit = p.unit(&track);
    rsx! {
        button {
            r#type: "button",
            class: if item.is_some() { "row rowbtn pl" } else { "row rowbtn pl pl--no" },
            onclick: move |_| onopen.call(()),
            Tico { track: track.clone() }
            span { class: "row__m",
                if let Some(item) = &item {
                    span { class: "pl__k", "data-track": css_track(&track), {p.track(&track)} }
                    span { class: "row__t", {what(p, item)} }
                    span { class: "row__s num",
                        {sums::days(t, item.days)}
                        if item.amount > 0 {
                            {format!(" · {}", t.amount(Amount { value: item.amount, unit }))}
                        }
                        if let Some(at) = item.at_min {
                            {format!(" · {}", t.clock(u32::from(at)))}
                        }
                    }
                } else {
                    span { class: "row__t", {p.track(&track)} }
                    span { class: "row__s", {t.s("plan-none")} }
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

/// What an item is called: its goal, else its activity, else its track.
fn what(p: Programme, item: &TrackPlan) -> String {
    let goal = item.goal.trim();
    if goal.is_empty() { p.call(&item.track, item.activity.as_deref(), None) } else { goal.to_owned() }
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
