//! What was logged and does not count, by reason: so that nobody has to wonder where the hours are.

use qadam_domain::progress::LeftOut;

use crate::prelude::*;

/// The sums; nothing where everything counts.
#[component]
pub fn Lost(left_out: Vec<LeftOut>, unit: Unit) -> Element {
    let t = use_t();
    if left_out.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { class: "sec", h2 { {t.s("journey-lost")} } }
        section { class: "card card--pad",
            dl { class: "why__r",
                for (i , row) in left_out.iter().enumerate() {
                    div { key: "{i}",
                        dt {
                            {t.s(kind(&row.reason))}
                            span { class: "mute num", " · " {t.f("heat-entries", &[("n", row.entries.into())])} }
                        }
                        dd { class: "num", {t.amount(Amount { value: row.amount, unit })} }
                    }
                }
            }
            p { class: "t-sm mute mt-2", {t.s("journey-lost-text")} }
        }
    }
}

fn kind(reason: &Reason) -> &'static str {
    match reason {
        Reason::WindowBelow { .. } => "journey-lost-window",
        Reason::OverWindowCap { .. } => "journey-lost-window-cap",
        Reason::OverDailyCap { .. } => "journey-lost-daily-cap",
        Reason::BeforeStart { .. } => "journey-lost-before",
        Reason::AfterEnd { .. } => "journey-lost-after",
        Reason::NotAttested => "journey-lost-attested",
        Reason::Returned { .. } => "journey-lost-returned",
        Reason::NotAccepted { .. } => "journey-lost-not-accepted",
        Reason::NoteTooShort { .. } => "journey-lost-note",
        Reason::NotFinished => "journey-lost-not-finished",
        Reason::JourneyShort { .. } => "journey-lost-journey",
        Reason::DayShort { .. } => "journey-lost-day",
        Reason::Practice => "journey-lost-practice",
        Reason::AlreadyCounted => "journey-lost-already",
    }
}
