//! The levels as medals.

use crate::prelude::*;

/// All levels: what runs, what is complete, what opens when.
#[component]
pub fn Medals(levels: Vec<LevelMedal>, percent: u8) -> Element {
    let (t, p) = (use_t(), use_programme());
    let now = levels.iter().find(|l| matches!(l.state, LevelState::UnderWay | LevelState::Complete));
    let now = now.map(|l| p.level(&l.level)).unwrap_or_default();
    let say = |l: &LevelMedal| match l.state {
        LevelState::Awarded => vec![t.s("journey-medal-held")],
        LevelState::Complete => vec![t.s("journey-medal-complete")],
        LevelState::UnderWay => vec![t.f("journey-medal-now", &[("percent", percent.into())])],
        LevelState::Passed => vec![t.s("journey-medal-passed")],
        LevelState::Ahead => vec![t.f("journey-medal-after", &[("level", (&now).into())]), months(t, l)],
        LevelState::Locked { from } => {
            let args = [("age", l.age.into()), ("date", t.date_year(from).into())];
            vec![t.f("journey-medal-age", &args), t.f("journey-medal-after", &[("level", (&now).into())])]
        }
    };
    rsx! {
        div { class: "sec", h2 { {t.s("journey-medals")} } }
        ul { class: "card medals",
            for l in levels.iter() {
                li { key: "{l.level}",
                    Medal { level: l.level.clone(), locked: !matches!(l.state, LevelState::Awarded | LevelState::Complete | LevelState::UnderWay) }
                    div { class: "row__m",
                        h3 { class: "t-md", {t.f("common-level", &[("level", p.level(&l.level).into())])} }
                        for line in say(l) {
                            p { class: "t-sm mute", "{line}" }
                        }
                    }
                }
            }
        }
        p { class: "t-xs mute mt-2", {t.s("journey-medals-end")} }
    }
}

fn months(t: T, l: &LevelMedal) -> String {
    t.f("journey-medal-months", &[("n", l.months.into())])
}
