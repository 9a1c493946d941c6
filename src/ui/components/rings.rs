//! Rings, medals, level names: how far one is, as a picture with a text for those who cannot see it.

use dioxus::prelude::*;
use qadam_door::view::Ring;

use super::{Icon, css_track, track_icon};
use crate::hooks::{use_programme, use_t};

const CENTRE: f64 = 80.0;
const RADIUS: f64 = 71.0;
/// Degrees left free on either side of an arc, so that round ends do not touch.
const GAP: f64 = 7.7;

fn at(degrees: f64) -> (f64, f64) {
    let a = (degrees - 90.0).to_radians();
    (CENTRE + RADIUS * a.cos(), CENTRE + RADIUS * a.sin())
}

/// An arc from one angle to another, clockwise from the top, in degrees.
fn arc(from: f64, to: f64) -> String {
    let ((x1, y1), (x2, y2)) = (at(from), at(to));
    let large = u8::from(to - from > 180.0);
    format!("M{x1:.2} {y1:.2}A{RADIUS} {RADIUS} 0 {large} 1 {x2:.2} {y2:.2}")
}

/// The medal's metal of a level; bronze where there is none yet.
pub fn metal(level: &str) -> &'static str {
    match level {
        "silver" => "silver",
        "gold" => "gold",
        _ => "bronze",
    }
}

/// The level's ring: one arc for each track around the medal.
#[component]
pub fn Ring7(ring: Ring) -> Element {
    let t = use_t();
    let metal = metal(&ring.level);
    let each = 360.0 / f64::from(u32::try_from(ring.arcs.len().max(1)).unwrap_or(7));
    let arcs = ring.arcs.iter().enumerate().map(|(i, a)| {
        let start = f64::from(u32::try_from(i).unwrap_or(0)) * each + GAP;
        let span = each - 2.0 * GAP;
        let part = |p: u8| start + span * f64::from(p.min(100)) / 100.0;
        (
            css_track(&a.track),
            arc(start, start + span),
            arc(start, part(a.provisional)),
            arc(start, part(a.percent)),
            a.percent,
            a.provisional,
        )
    });
    rsx! {
        svg { class: "ring7", view_box: "0 0 160 160", role: "img",
            "aria-label": t.f("common-ring", &[("percent", ring.percent.into())]),
            for (track , whole , provisional , counted , percent , waits) in arcs {
                path { class: "b", d: whole }
                if waits > percent {
                    path { class: "a", "data-track": track.clone(), opacity: "0.35", d: provisional }
                }
                if percent > 0 {
                    path { class: "a", "data-track": track, d: counted }
                }
            }
            g { class: "m-{metal}",
                circle { cx: "80", cy: "80", r: "52", fill: "url(#g-{metal})" }
                circle { cx: "80", cy: "80", r: "51.25", fill: "none", stroke: "var(--m3)", stroke_width: "1.5", opacity: ".55" }
                circle {
                    cx: "80", cy: "80", r: "45.2", fill: "none", stroke: "var(--m3)", stroke_width: "1.2",
                    stroke_dasharray: "0 4.2", stroke_linecap: "round", opacity: ".8",
                }
                r#use { "href": "#o-muiz", x: "62", y: "95", width: "36", height: "22.5", style: "color:var(--m3)", opacity: ".85" }
                text { class: "pct", x: "80", y: "88", fill: "var(--mi)",
                    "{ring.percent}"
                    tspan { dx: "1", "%" }
                }
            }
        }
    }
}

/// A track's small ring.
#[component]
pub fn TrackRing(#[props(into)] track: String, percent: u8, provisional: u8) -> Element {
    let (t, p) = (use_t(), use_programme());
    const LENGTH: f64 = 2.0 * std::f64::consts::PI * 21.0;
    let dash = |n: u8| format!("{:.1} {LENGTH:.1}", LENGTH * f64::from(n.min(100)) / 100.0);
    let label = t.f("common-ring-track", &[("track", p.track(&track).into()), ("percent", percent.into())]);
    rsx! {
        span { class: if percent >= 100 { "ring is-full" } else { "ring" }, "data-track": css_track(&track),
            svg { view_box: "0 0 48 48", role: "img", "aria-label": label,
                circle { class: "bg", cx: "24", cy: "24", r: "21" }
                if provisional > percent {
                    circle { class: "fg", cx: "24", cy: "24", r: "21", opacity: "0.35", stroke_dasharray: dash(provisional) }
                }
                if percent > 0 && percent < 100 {
                    circle { class: "fg", cx: "24", cy: "24", r: "21", stroke_dasharray: dash(percent) }
                }
            }
            Icon { name: track_icon(&track) }
        }
    }
}

/// A medal with its ribbon; one that is still to come is only its outline.
#[component]
pub fn Medal(#[props(into)] level: String, #[props(default)] locked: bool) -> Element {
    let metal = metal(&level);
    if locked {
        return rsx! {
            svg { class: "medal medal--lock", view_box: "0 0 72 84", "aria-hidden": "true",
                path { d: "M27 20 22 1h11l4 18M45 20 50 1H39l-4 18" }
                circle { cx: "36", cy: "50", r: "31" }
                circle { cx: "36", cy: "50", r: "27", stroke_dasharray: "0 4.2", stroke_linecap: "round" }
                r#use { "href": "#i-lock", x: "24", y: "38", width: "24", height: "24" }
            }
        };
    }
    rsx! {
        svg { class: "medal", view_box: "0 0 72 84", "aria-hidden": "true",
            path { d: "M22 0h11l5 26H27z", fill: "var(--sky)" }
            path { d: "M50 0H39l-5 26h11z", fill: "var(--sky-bright)" }
            g { class: "m-{metal}",
                circle { cx: "36", cy: "50", r: "32", fill: "url(#g-{metal})" }
                circle { cx: "36", cy: "50", r: "31.25", fill: "none", stroke: "var(--m3)", stroke_width: "1.5", opacity: ".55" }
                circle {
                    cx: "36", cy: "50", r: "27.8", fill: "none", stroke: "var(--m3)", stroke_width: "1.2",
                    stroke_dasharray: "0 4.2", stroke_linecap: "round", opacity: ".8",
                }
                r#use { "href": "#o-tort", x: "20", y: "34", width: "32", height: "32", style: "color:var(--mi)", opacity: ".8" }
            }
        }
    }
}

/// A level's name beside its metal.
#[component]
pub fn LevelName(#[props(into)] level: String) -> Element {
    let (t, p) = (use_t(), use_programme());
    let metal = metal(&level);
    rsx! {
        p { class: "lvl m-{metal}", {t.f("common-level", &[("level", p.level(&level).into())])} }
    }
}

/// Initials of a person.
#[component]
pub fn Avatar(#[props(into)] name: String, #[props(default)] large: bool) -> Element {
    let initials: String = name
        .split_whitespace()
        .take(2)
        .filter_map(|w| w.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    rsx! {
        span { class: if large { "avatar avatar--l" } else { "avatar" }, "aria-hidden": "true", "{initials}" }
    }
}
