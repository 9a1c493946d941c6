//! One dated item: what, from when to when, how much.

use qadam_domain::Dated;
use qadam_domain::entry::TITLE_MAX;

use super::advice::{AdviceLine, advised};
use super::sums;
use crate::prelude::*;

/// The editor of a dated item. Nothing is saved before "Done"; false takes it out of the plan.
#[component]
pub fn DatedSheet(
    item: Dated,
    planned: bool,
    view: PlanView,
    onchange: EventHandler<(Dated, bool)>,
    onclose: EventHandler<()>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let first = item.clone();
    let mut draft = use_signal(|| item);
    let mut on = use_signal(|| first.on.to_string());
    let mut until = use_signal(|| first.until.map(|d| d.to_string()).unwrap_or_default());
    let mut time = use_signal(|| first.at_min.map(sums::clock_of).unwrap_or_default());
    let mut tried = use_signal(|| false);
    let Some(pack) = p.pack() else { return rsx! {} };
    let unit = p.unit(&draft.read().track);
    let journey = unit == Unit::Days;
    let written = Written { on: on(), until: until(), time: if journey { String::new() } else { time() } };
    let made = written.item(&draft.read(), unit);
    // What it would do to the whole plan, as one types.
    let next = made.as_ref().ok().map(|made| {
        let mut next = view.plan.clone();
        next.dates.retain(|d| d.id != made.id);
        next.dates.push(made.clone());
        next
    });
    let refused = next.as_ref().and_then(|next| {
        let earlier = [view.plan.clone()];
        next.check(&pack).and_then(|()| next.check_new(earlier.iter(), view.today)).err()
    });
    let said = next.as_ref().map(|next| advised(&pack, &view, next)).unwrap_or_default();
    let said: Vec<_> =
        said.into_iter().filter(|a| a.track().is_none_or(|k| *k == *draft.read().track)).collect();
    let wrong = made.as_ref().err().copied();
    let done = {
        let (made, ok) = (made.clone(), refused.is_none());
        move |_: MouseEvent| {
            tried.set(true);
            if let (Ok(made), true) = (&made, ok) {
                onchange.call((made.clone(), true));
            }
        }
    };
    let (step, max, name) = match unit {
        Unit::Minutes => (15, 960, t.s("plan-unit-minutes")),
        Unit::Pages => (5, 480, t.f("plan-unit-pages", &[("n", draft.read().amount.into())])),
        Unit::Days => (1, 1, String::new()),
    };
    rsx! {
        Sheet { title: t.s("plan-dated"), onclose,
            div { class: "stack pl__s", "data-track": css_track(&draft.read().track),
                div { role: "radiogroup", "aria-label": t.s("plan-track"),
                    p { class: "lbl", "aria-hidden": "true", {t.s("plan-track")} }
                    div { class: "chips",
                        for track in pack.tracks.iter() {
                            button {
                                key: "{track.id}", r#type: "button", class: "chip", role: "radio",
                                "data-track": css_track(&track.id),
                                "aria-checked": if draft.read().track == track.id { "true" } else { "false" },
                                onclick: {
                                    let usual = sums::proposal(track).amount;
                                    let (id, days) = (track.id.clone(), track.unit == Unit::Days);
                                    move |_| {
                                        let mut d = draft.write();
                                        if d.track != id {
                                            d.track = id.clone();
                                            d.amount = if days { 1 } else { usual.max(1) };
                                        }
                                    }
                                },
                                Icon { name: track_icon(&track.id), small: true }
                                {p.short(&track.id)}
                            }
                        }
                    }
                }
                Field {
                    label: t.s("plan-dated-title"), hint: t.s("plan-dated-title-hint"), maxlength: Some(TITLE_MAX),
                    value: draft.read().title.clone(),
                    error: (tried() && wrong == Some(Wrong::Title)).then(|| t.s("plan-dated-title-missing")),
                    oninput: move |text| draft.write().title = text,
                }
                Field {
                    label: t.s("plan-dated-on"), kind: "date", value: on(),
                    error: (tried() && wrong == Some(Wrong::On)).then(|| t.s("plan-dated-bad")),
                    oninput: move |text| on.set(text),
                }
                Field {
                    label: t.s("plan-dated-until"), hint: t.s("plan-dated-until-hint"), kind: "date", value: until(),
                    error: (tried() && wrong == Some(Wrong::Until)).then(|| t.s("plan-dated-until-bad")),
                    oninput: move |text| until.set(text),
                }
                if !journey {
                    Field {
                        label: t.s("plan-time"), kind: "time", value: time(),
                        error: (tried() && wrong == Some(Wrong::Time)).then(|| t.s("plan-time-bad")),
                        oninput: move |text| time.set(text),
                    }
                    div {
                        p { class: "lbl", {t.s("plan-dated-amount")} }
                        Stepper {
                            label: t.s("plan-dated-amount"), value: draft.read().amount, step, min: step.min(5), max, unit: name,
                            onchange: move |n| draft.write().amount = n,
                        }
                    }
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
                            onclick: move |_| onchange.call((first.clone(), false)),
                            {t.s("plan-remove")}
                        }
                    }
                    button { r#type: "button", class: "btn btn--gold", onclick: done, {t.s("plan-done")} }
                }
            }
        }
    }
}

/// Which field cannot be read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wrong {
    Title,
    On,
    Until,
    Time,
}

/// What stands in the fields of dates and time.
struct Written {
    on: String,
    until: String,
    time: String,
}

impl Written {
    fn item(&self, draft: &Dated, unit: Unit) -> Result<Dated, Wrong> {
        let mut item = draft.clone();
        item.title = item.title.split_whitespace().collect::<Vec<_>>().join(" ");
        item.on = self.on.trim().parse().map_err(|_| Wrong::On)?;
        item.until = match self.until.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| Wrong::Until)?),
        };
        if item.until.is_some_and(|u| u < item.on) {
            return Err(Wrong::Until);
        }
        item.until = item.until.filter(|u| *u > item.on);
        item.at_min = match self.time.trim() {
            "" => None,
            text => Some(sums::minutes_of(text).ok_or(Wrong::Time)?),
        };
        if unit == Unit::Days {
            item.amount = 1;
            // A journey is known by its name: its entries carry it.
            if item.title.is_empty() {
                return Err(Wrong::Title);
            }
        }
        Ok(item)
    }
}
