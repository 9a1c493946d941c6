//! What fits now: a tap fills the sheet, another one saves.

use crate::prelude::*;

/// One line of chips, the best first.
#[component]
pub fn Suggestions(all: Vec<Suggestion>, draft: Signal<Draft>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut draft = draft;
    rsx! {
        div { class: "sugs", role: "group", "aria-label": t.s("log-suggest"),
            for (n , s) in all.into_iter().enumerate() {
                button {
                    key: "{n}", r#type: "button", class: "chip", "data-track": css_track(&s.draft.track),
                    "aria-pressed": if same(&draft.read(), &s.draft) { "true" } else { "false" },
                    onclick: {
                        let d = s.draft.clone();
                        move |_| {
                            let next = super::onto(&d, &draft.peek());
                            draft.set(next);
                        }
                    },
                    Icon { name: track_icon(&s.draft.track), small: true }
                    span {
                        {words(t, p, &s.draft)}
                        if let Why::Planned { at_min } = s.why {
                            br {}
                            small {
                                match at_min {
                                    Some(at) => t.f("log-suggest-at", &[("at", t.clock(at.into()).into())]),
                                    None => t.s("log-suggest-plan"),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn words(t: T, p: Programme, d: &Draft) -> String {
    let unit = p.unit(&d.track);
    let title = d.thing.as_ref().filter(|_| unit != Unit::Minutes).map(|x| x.title.as_str());
    let what = p.call(&d.track, d.activity.as_deref(), title);
    match unit {
        Unit::Minutes => format!("{what}, {}", t.minutes(d.minutes)),
        Unit::Pages => format!("{what}, {}", t.amount(Amount { value: d.pages, unit })),
        Unit::Days => what,
    }
}

/// The sheet shows this suggestion, whatever day and note it has.
fn same(now: &Draft, s: &Draft) -> bool {
    (&now.track, &now.activity, now.minutes, now.pages, &now.thing)
        == (&s.track, &s.activity, s.minutes, s.pages, &s.thing)
}
