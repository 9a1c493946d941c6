//! The path of the last days: a stone for each, bright where something was done.

use dioxus::prelude::*;
use qadam_door::view::StepDay;

/// The last 14 days. The last stone is today's.
#[component]
pub fn Steps14(days: Vec<StepDay>, #[props(into)] label: String) -> Element {
    let n = days.len();
    let spots: Vec<(f64, f64, bool, bool)> = days
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let k = f64::from(u32::try_from(i).unwrap_or(0));
            let x = 12.0 + k * 302.0 / f64::from(u32::try_from(n.max(2) - 1).unwrap_or(1));
            // A gentle path over the steppe, the same every day.
            let y = 19.0 + 5.5 * (k * 0.9).sin();
            (x, y, d.done, i + 1 == n)
        })
        .collect();
    let line = spots
        .iter()
        .enumerate()
        .map(|(i, (x, y, ..))| format!("{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" }))
        .collect::<String>();
    rsx! {
        svg { class: "steps", view_box: "0 0 326 38", role: "img", "aria-label": "{label}",
            path { class: "ln", d: line }
            for (x , y , done , now) in spots {
                circle {
                    class: if now && done { "now" } else if done { "on" } else { "off" },
                    cx: "{x:.1}", cy: "{y:.1}", r: if now { "11" } else if done { "9" } else { "6" },
                }
                if done {
                    path {
                        class: if now { "ck ck--now" } else { "ck" },
                        d: "M{x - 3.5:.1} {y + 0.3:.1}l2.4 2.4 4.6-5",
                    }
                }
            }
        }
    }
}
