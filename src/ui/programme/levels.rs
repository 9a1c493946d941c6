//! What each level asks, in words.

use qadam_domain::pack::{Level, Requirement, Track};
use qadam_domain::progress::NeedKind;

use crate::journey::words::much;
use crate::prelude::*;

/// All levels, each with its tracks.
#[component]
pub fn Levels() -> Element {
    let (t, p) = (use_t(), use_programme());
    let Some(pack) = p.pack() else { return rsx! {} };
    rsx! {
        div { class: "sec", h2 { {t.s("programme-levels")} } }
        for level in pack.levels.iter() {
            details { key: "{level.id}", class: "card card--pad mt-3 rule",
                summary {
                    span { class: "strong", {t.f("common-level", &[("level", t.lang().name(&level.names).into())])} }
                    span { class: "t-sm mute num",
                        {t.f("programme-level-of", &[("months", level.months.into()), ("age", level.min_age.into())])}
                    }
                    span { class: "chev", "aria-hidden": "true", Icon { name: "chev-d" } }
                }
                dl { class: "why__r mt-2",
                    for track in pack.tracks.iter() {
                        div { key: "{track.id}",
                            dt { {p.track(&track.id)} }
                            dd { class: "num", {asks(t, track, level)} }
                        }
                    }
                    for choice in level.choices.iter() {
                        div { key: "{choice.id}",
                            dt { {t.lang().name(&choice.names)} }
                            dd { class: "num",
                                {t.f("programme-rule-more", &[
                                    ("weeks", much(t, NeedKind::Windows { days: 7, min: 0 }, choice.windows).into()),
                                ])}
                            }
                        }
                    }
                }
                if level.pause_days > 0 {
                    p { class: "t-sm mute mt-2 num",
                        {t.f("programme-pauses", &[("days", amount(t, level.pause_days, Unit::Days).into())])}
                    }
                }
            }
        }
    }
}

fn amount(t: T, value: u32, unit: Unit) -> String {
    t.amount(Amount { value, unit })
}

/// A track's requirements on a level, one after the other.
fn asks(t: T, track: &Track, level: &Level) -> String {
    let rules = level.requirements.get(&track.id).map_or(&[][..], Vec::as_slice);
    let said: Vec<String> = rules.iter().map(|r| ask_of(t, track, r)).collect();
    if said.is_empty() { t.s("programme-rule-nothing") } else { said.join("; ") }
}

fn ask_of(t: T, track: &Track, rule: &Requirement) -> String {
    match rule {
        Requirement::Quota { need, attested } => {
            let all = amount(t, *need, track.unit);
            if *attested { t.f("programme-rule-attested", &[("amount", all.into())]) } else { all }
        }
        Requirement::Regular { window_days: days, min, windows, total, .. } => {
            let weeks = much(t, NeedKind::Windows { days: *days, min: *min }, *windows);
            let least = amount(t, *min, track.unit);
            let mut said = t.f(
                "programme-rule-regular",
                &[("weeks", weeks.into()), ("days", (*days).into()), ("min", least.into())],
            );
            if let Some(total) = total {
                let all = amount(t, *total, track.unit);
                said = format!("{said}, {}", t.f("programme-rule-total", &[("total", all.into())]));
            }
            said
        }
        Requirement::Count { what, need, .. } => much(t, NeedKind::Things { what: *what }, *need),
        Requirement::Journey { days, nights, .. } => format!(
            "{}, {}",
            much(t, NeedKind::JourneyDays, *days),
            much(t, NeedKind::JourneyNights, *nights)
        ),
    }
}

/// Which rule a source is of, by the beginning of its path.
pub fn about(t: T, path: &str) -> String {
    t.s(match path {
        "ages" | "levels.min_age" => "programme-about-ages",
        "levels.pause_days" => "programme-about-pauses",
        "review" => "programme-about-review",
        "outcomes" => "programme-about-outcomes",
        _ if path.starts_with("levels.requirements") || path.starts_with("levels.choices") => {
            "programme-about-requirements"
        }
        _ if path.starts_with("levels") => "programme-about-levels",
        "tracks.attested" => "programme-about-attested",
        _ if path.starts_with("tracks") => "programme-about-tracks",
        _ => "programme-about-programme",
    })
}
