//! Which programme, which earlier awards, what its levels ask, and where the rules come from.

mod levels;
mod rules;
#[cfg(test)]
mod tests;

use crate::prelude::*;

pub use rules::RulesPage;

/// A quiet way to another programme, before a level is chosen.
#[component]
pub fn ProgrammeChoice() -> Element {
    let t = use_t();
    let view = use_view(ask::Programmes {});
    match &*view.read() {
        // With one programme there is nothing to choose.
        Some(Ok(v)) if v.all.len() > 1 => rsx! {
            div { class: "sec", h2 { {t.s("programme-choice")} } }
            Programmes { view: v.clone() }
        },
        _ => rsx! {},
    }
}

/// All programmes, one of them chosen.
#[component]
pub fn Programmes(view: ProgrammesView) -> Element {
    let (t, act) = (use_t(), use_act());
    let lang = t.lang();
    rsx! {
        div { class: "langs", role: "radiogroup", "aria-label": t.s("programme-choice"),
            for card in view.all {
                button {
                    key: "{card.id}", r#type: "button", class: "card lv__c", role: "radio",
                    "aria-checked": if card.id == view.current { "true" } else { "false" },
                    onclick: {
                        let id = card.id.clone();
                        move |_| act.run(Command::ProgrammePick { id: id.clone() }, |_| {})
                    },
                    span { class: "lv__m",
                        b { {lang.name(&card.names)} }
                        span { class: "lv__x t-sm mute",
                            {card.tracks.iter().map(|n| lang.name(n)).collect::<Vec<_>>().join(" · ")}
                        }
                    }
                    span { class: "lv__r", Icon { name: "check" } }
                }
            }
        }
    }
}

/// Earlier levels whose award would make this level shorter; each can be ticked.
#[component]
pub fn Awards(level: String, held: Vec<String>, onchange: EventHandler<Vec<String>>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let Some(pack) = p.pack() else { return rsx! {} };
    let Some(l) = pack.level(&level) else { return rsx! {} };
    let mut earlier: Vec<(String, Option<u32>)> =
        l.shortened_by.iter().map(|s| (s.level.clone(), Some(s.months))).collect();
    for unless in l.choices.iter().filter_map(|c| c.unless.clone()) {
        if !earlier.iter().any(|(id, _)| *id == unless) {
            earlier.push((unless, None));
        }
    }
    rsx! {
        for (id , months) in earlier {
            button {
                key: "{id}", r#type: "button", class: "card row rowbtn mt-3", role: "checkbox",
                "aria-checked": if held.contains(&id) { "true" } else { "false" },
                onclick: {
                    let (id, held) = (id.clone(), held.clone());
                    move |_| {
                        let mut held = held.clone();
                        if held.contains(&id) { held.retain(|h| *h != id) } else { held.push(id.clone()) }
                        onchange.call(held);
                    }
                },
                span { class: "tick tick--sq", "aria-hidden": "true", i { Icon { name: "check" } } }
                span { class: "row__m",
                    span { class: "row__t", {t.f("programme-award", &[("level", p.level(&id).into())])} }
                    if let Some(months) = months {
                        span { class: "row__s", {t.f("programme-award-months", &[("n", months.into())])} }
                    }
                }
            }
        }
    }
}
