//! What the plan was before.

use super::approval::said;
use super::look::Look;
use crate::prelude::*;

/// Earlier plans, each behind its dates.
#[component]
pub fn Past(past: Vec<PastPlan>, offset_min: i16) -> Element {
    let t = use_t();
    let day = move |at: Millis| t.date_year(at.date_at(offset_min));
    rsx! {
        div { class: "sec", h2 { {t.s("plan-past")} } }
        p { class: "t-sm mute plan__t", {t.s("plan-past-text")} }
        for p in past {
            details { key: "{p.since.0}", class: "past",
                summary { class: "row num",
                    span { class: "row__m",
                        span { class: "row__t", {t.f("plan-past-until", &[("date", day(p.until).into())])} }
                        span { class: "row__s", {t.f("plan-past-since", &[("date", day(p.since).into())])} }
                        if let Some(word) = &p.word {
                            span { class: "row__s", {said(t, word, offset_min)} }
                        }
                    }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-d" } }
                }
                Look { plan: p.plan.clone() }
            }
        }
    }
}
