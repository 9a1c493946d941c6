//! One track of the plan: what, on which days, how much, when.

use qadam_domain::TrackPlan;
use qadam_domain::entry::TITLE_MAX;

use super::advice::{AdviceLine, advised};
use super::sums;
use crate::prelude::*;

/// The editor of one track. Nothing is saved before "Done".
#[component]
pub fn ItemSheet(
    item: TrackPlan,
    planned: bool,
    view: PlanView,
    onchange: EventHandler<(String, Option<TrackPlan>)>,
    onclose: EventHandler<()>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let track = item.track.clone();
    let start = item.at_min.map(sums::clock_of).unwrap_or_default();
    let mut draft = use_signal(|| item);
    let mut time = use_signal(|| start);
    let mut tried = use_signal(|| false);
    let unit = p.unit(&track);
    let Some(pack) = p.pack() else { return rsx! {} };
    let activities: Vec<_> = pack
        .track(&track)
        .map(|k| k.activities.iter().map(|a| (a.id.clone(), a.usual)).collect())
        .unwrap_or_default();
    let no_days = draft.read().days & sums::DAILY == 0;
    let bad_time = !time.read().trim().is_empty() && sums::minutes_of(&time.read()).is_none();
    let (step, max, name) = match unit {
        Unit::Minutes => (5, 600, t.s("plan-unit-minutes")),
        Unit::Pages => (5, 500, t.f("plan-unit-pages", &[("n", draft.read().amount.into())])),
        Unit::Days => (1, 1, String::new()),
    };
    // What it would do to the whole plan, as one types.
    let next = sums::with(&view.plan, &pack, &track, Some(&draft.read()));
    let refused = next.check(&pack).err();
    let said = advised(&pack, &view, &next);
    let said: Vec<_> = said.into_iter().filter(|a| a.track().is_none_or(|k| k == track)).collect();
    let done = {
        let (track, ok) = (track.clone(), refused.is_none());
        move |_: MouseEvent| {
            tried.set(true);
            if no_days || bad_time || !ok {
                return;
            }
            let mut item = draft();
            item.goal = item.goal.split_whitespace().collect::<Vec<_>>().join(" ");
            item.at_min = sums::minutes_of(&time.peek());
            onchange.call((track.clone(), Some(item)));
        }
    };
    rsx! {
        Sheet { title: p.track(&track), onclose,
            div { class: "stack pl__s", "data-track": css_track(&track),
                div { role: "group", "aria-label": t.s("plan-what"),
                    p { class: "lbl", {t.s("plan-what")} }
                    div { class: "chips",
                        for (id , usual) in activities {
                            button {
                                key: "{id}", r#type: "button", class: "chip chip--t",
                                "aria-pressed": if draft.read().activity.as_ref() == Some(&id) { "true" } else { "false" },
                                onclick: {
                                    let id = id.clone();
                                    move |_| {
                                        let mut d = draft.write();
                                        if d.activity.as_ref() != Some(&id) {
                                            d.activity = Some(id.clone());
                                            if unit != Unit::Days { d.amount = usual.min(max); }
                                        }
                                    }
                                },
                                {p.activity(&track, &id)}
                            }
                        }
                    }
                }
                Field {
                    label: t.s("plan-goal"), hint: t.s("plan-goal-hint"), maxlength: Some(TITLE_MAX),
                    value: draft.read().goal.clone(),
                    oninput: move |text| draft.write().goal = text,
                }
                div { role: "group", "aria-label": t.s("plan-days"),
                    p { class: "lbl", {t.s("plan-days")} }
                    div { class: "days",
                        for day in 0..7u32 {
                            button {
                                key: "{day}", r#type: "button",
                                "aria-pressed": if draft.read().days & (1 << day) != 0 { "true" } else { "false" },
                                "aria-label": weekday(t, day),
                                onclick: move |_| draft.write().days ^= 1 << day,
                                {t.weekday_short(day)}
                            }
                        }
                    }
                    if tried() && no_days {
                        p { class: "err__t", role: "alert",
                            Icon { name: "warn", small: true }
                            span { {t.s("plan-no-days")} }
                        }
                    }
                }
                if unit == Unit::Days {
                    p { class: "t-sm mute", {t.s("plan-less-days")} }
                } else {
                    div {
                        p { class: "lbl", {t.s("plan-amount")} }
                        Stepper {
                            label: t.s("plan-amount"), value: draft.read().amount, step, min: step, max, unit: name,
                            onchange: move |n| draft.write().amount = n,
                        }
                    }
                }
                Field {
                    label: t.s("plan-time"), hint: t.s("plan-time-hint"), kind: "time", value: time(),
                    error: (tried() && bad_time).then(|| t.s("plan-time-bad")),
                    oninput: move |text| time.set(text),
                }
                div { class: "advs", "aria-live": "polite",
                    if let Some(refused) = refused {
                        p { class: "err__t", role: "alert",
                            Icon { name: "warn", small: true }
                            span { {t.fault(&Fault::Plan(refused))} }
                        }
                    }
                    for (n , advice) in said.into_iter().enumerate() {
                        AdviceLine { key: "{n}", advice }
                    }
                }
                div { class: "two",
                    if planned {
                        button {
                            r#type: "button", class: "btn btn--line",
                            onclick: {
                                let track = track.clone();
                                move |_| onchange.call((track.clone(), None))
                            },
                            {t.s("plan-remove")}
                        }
                    }
                    button { r#type: "button", class: "btn btn--gold", onclick: done, {t.s("plan-done")} }
                }
            }
        }
    }
}

/// The whole name of a day of the week; 0 is Monday.
fn weekday(t: T, day: u32) -> String {
    // 1 January 2024 was a Monday.
    NaiveDate::from_ymd_opt(2024, 1, day + 1).map(|d| t.weekday(d)).unwrap_or_default()
}
