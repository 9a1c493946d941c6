//! Pauses: exams, illness, harvest. What they excuse, how many days are left, where the finish moves.

use qadam_domain::{Pause, PauseKind, Plan};

use super::advice::course;
use super::use_save;
use crate::prelude::*;

const KINDS: [PauseKind; 4] = [PauseKind::Exams, PauseKind::Illness, PauseKind::Harvest, PauseKind::Other];

fn name(t: T, kind: PauseKind) -> String {
    t.s(match kind {
        PauseKind::Exams => "plan-pause-exams",
        PauseKind::Illness => "plan-pause-illness",
        PauseKind::Harvest => "plan-pause-harvest",
        PauseKind::Other => "plan-pause-other",
    })
}

/// The pauses of a plan. Where the level knows none, nothing is offered.
#[component]
pub fn Pauses(view: PlanView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut open = use_signal(|| None::<(Option<Pause>, Pause)>);
    let plan = view.plan.clone();
    let save = use_save(plan.clone());
    let (Some(pack), Some(c)) = (p.pack(), view.course.clone()) else { return rsx! {} };
    if c.pause_days == 0 && plan.pauses.is_empty() {
        return rsx! {};
    }
    let mut pauses = plan.pauses.clone();
    pauses.sort_by_key(|p| (p.from, p.to));
    let (used, _) = effect(&pack, &view, &plan);
    let add = {
        let from = view.today;
        move |_: MouseEvent| {
            let to = from.checked_add_days(chrono::Days::new(6)).unwrap_or(from);
            open.set(Some((None, Pause { from, to, kind: PauseKind::Exams })));
        }
    };
    let change = move |(before, after): (Option<Pause>, Option<Pause>)| {
        let mut next = plan.clone();
        if let Some(at) = before.and_then(|b| next.pauses.iter().position(|p| *p == b)) {
            next.pauses.remove(at);
        }
        next.pauses.extend(after);
        open.set(None);
        save((next, t.s(if after.is_some() { "plan-pause-saved" } else { "plan-pause-removed" })));
    };
    rsx! {
        div { class: "sec",
            h2 { {t.s("plan-pauses")} }
            span { class: "sec__a num",
                {t.f("plan-pauses-used", &[("n", used.into()), ("all", c.pause_days.into())])}
            }
        }
        p { class: "t-sm mute plan__t", {t.f("plan-pauses-text", &[("n", c.pause_days.into())])} }
        if !pauses.is_empty() {
            ul { class: "card rows mt-3",
                for (n , pause) in pauses.into_iter().enumerate() {
                    li { key: "{n}",
                        button {
                            r#type: "button", class: "row rowbtn",
                            onclick: move |_| open.set(Some((Some(pause), pause))),
                            Icon { name: "moon" }
                            span { class: "row__m",
                                span { class: "row__t", {name(t, pause.kind)} }
                                span { class: "row__s num", {t.range(pause.from, pause.to)} }
                            }
                            span { class: "vh", {t.s("plan-edit")} }
                            span { class: "chev", "aria-hidden": "true", Icon { name: "pencil", small: true } }
                        }
                    }
                }
            }
        }
        button { r#type: "button", class: "btn btn--tonal btn--block mt-3", onclick: add,
            Icon { name: "plus" }
            {t.s("plan-pause-add")}
        }
        if let Some((at, pause)) = open() {
            PauseSheet { at, pause, view: view.clone(), onchange: change, onclose: move |()| open.set(None) }
        }
    }
}

/// How many days the pauses of a plan excuse until the level's end, and which day that then is.
fn effect(pack: &qadam_domain::Pack, view: &PlanView, plan: &Plan) -> (u32, Option<NaiveDate>) {
    let Some(c) = course(pack, view) else { return (0, None) };
    let excused = c.excused(plan);
    let end = excused.moved(c.start, c.end);
    (excused.days_in(c.start, end), Some(end))
}

/// One pause: what for, from when to when.
#[component]
pub fn PauseSheet(
    at: Option<Pause>,
    pause: Pause,
    view: PlanView,
    onchange: EventHandler<(Option<Pause>, Option<Pause>)>,
    onclose: EventHandler<()>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut kind = use_signal(|| pause.kind);
    let mut from = use_signal(|| pause.from.to_string());
    let mut to = use_signal(|| pause.to.to_string());
    let mut tried = use_signal(|| false);
    let Some(pack) = p.pack() else { return rsx! {} };
    let made = match (from.read().trim().parse(), to.read().trim().parse()) {
        (Ok(from), Ok(to)) => Some(Pause { from, to, kind: kind() }),
        _ => None,
    };
    let sound = made.filter(Pause::is_sound);
    let mut next = view.plan.clone();
    if let Some(at) = at.and_then(|b| next.pauses.iter().position(|p| *p == b)) {
        next.pauses.remove(at);
    }
    next.pauses.extend(sound);
    let refused = next.check(&pack).err();
    let (used, end) = effect(&pack, &view, &next);
    let all = view.course.as_ref().map_or(0, |c| c.pause_days);
    let asked = sound.map_or(0, |p| (p.to - p.from).num_days() + 1);
    let done = {
        let ok = refused.is_none();
        move |_: MouseEvent| {
            tried.set(true);
            if let (Some(pause), true) = (sound, ok) {
                onchange.call((at, Some(pause)));
            }
        }
    };
    rsx! {
        Sheet { title: t.s("plan-pause"), onclose,
            div { class: "stack pl__s",
                div { role: "radiogroup", "aria-label": t.s("plan-pause-kind"),
                    p { class: "lbl", "aria-hidden": "true", {t.s("plan-pause-kind")} }
                    div { class: "chips",
                        for (n , k) in KINDS.into_iter().enumerate() {
                            button {
                                key: "{n}", r#type: "button", class: "chip chip--t", role: "radio",
                                "aria-checked": if kind() == k { "true" } else { "false" },
                                onclick: move |_| kind.set(k),
                                {name(t, k)}
                            }
                        }
                    }
                }
                Field {
                    label: t.s("plan-pause-from"), kind: "date", value: from(),
                    oninput: move |text| from.set(text),
                }
                Field {
                    label: t.s("plan-dated-until"), kind: "date", value: to(),
                    error: (tried() && sound.is_none()).then(|| t.s("faults-plan-pause")),
                    oninput: move |text| to.set(text),
                }
                div { class: "advs", "aria-live": "polite",
                    if let Some(refused) = refused {
                        p { class: "err__t", role: "alert",
                            Icon { name: "warn", small: true }
                            span { {t.fault(&Fault::Plan(refused))} }
                        }
                    } else if let Some(end) = end.filter(|_| sound.is_some()) {
                        span { class: "adv",
                            Icon { name: "info", small: true }
                            span { {t.f("plan-pause-effect", &[("n", asked.into()), ("end", t.date_year(end).into())])} }
                        }
                        span { class: "adv",
                            Icon { name: "calendar", small: true }
                            span { {t.f("plan-pauses-left", &[("used", used.into()), ("all", all.into())])} }
                        }
                    }
                }
                div { class: "two",
                    if at.is_some() {
                        button { r#type: "button", class: "btn btn--line", onclick: move |_| onchange.call((at, None)),
                            {t.s("plan-pause-remove")}
                        }
                    }
                    button { r#type: "button", class: "btn btn--gold", onclick: done, {t.s("plan-done")} }
                }
            }
        }
    }
}
