//! Pictures of days: a heatmap calendar of any length, and columns. SVG of a few paths, so that a level of
//! eighteen months costs no more elements than a week; colours come from the track around it.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use dioxus::html::geometry::PixelsVector2D;
use dioxus::html::{MountedData, ScrollBehavior};
use dioxus::prelude::*;
use qadam_domain::Unit;
use qadam_door::view::{Amount, DaySpan};

use std::fmt::Write;
use std::rc::Rc;

use crate::hooks::use_t;
use crate::say::T;

/// From one day's square to the next, and its side. Pixels, not rem: the picture scrolls in its own box, and
/// every day can be reached by buttons that are large enough.
const PITCH: i64 = 15;
const SIDE: i64 = 12;
/// Room for the names of the months.
const TOP: i64 = 20;
/// Room that such a name takes: the last one stays inside.
const NAME: i64 = 28;

/// Where the picture begins: on a Monday.
fn origin(span: &DaySpan) -> NaiveDate {
    let back = u64::from(span.first.weekday().num_days_from_monday());
    span.first.checked_sub_days(Days::new(back)).unwrap_or(span.first)
}

/// Column and row of a day.
fn place(origin: NaiveDate, on: NaiveDate) -> (i64, i64) {
    let n = (on - origin).num_days();
    (n.div_euclid(7), n.rem_euclid(7))
}

/// The day at a point of the picture; none between the first and the last.
fn day_at(span: &DaySpan, x: f64, y: f64) -> Option<NaiveDate> {
    let pitch = PITCH as f64;
    let (column, row) = ((x / pitch).floor() as i64, ((y - TOP as f64) / pitch).floor() as i64);
    let on = origin(span).checked_add_signed(TimeDelta::try_days(column.checked_mul(7)? + row)?)?;
    ((0..7).contains(&row) && on >= span.first && on <= span.last).then_some(on)
}

/// What is said of a day: an amount, or a number of entries where there is no unit.
pub(crate) fn said(t: T, value: u32, unit: Option<Unit>) -> String {
    match unit {
        Some(unit) => t.amount(Amount { value, unit }),
        None => t.f("heat-entries", &[("n", value.into())]),
    }
}

/// Most of the first, second and third step. The top is where nine of ten days are below: one very long day
/// does not make all others pale.
fn steps(amounts: &[u32]) -> [u32; 3] {
    let mut some: Vec<u32> = amounts.iter().copied().filter(|a| *a > 0).collect();
    some.sort_unstable();
    let top = some.get(some.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0).max(4);
    // In 64 bits: an amount is whatever was typed.
    [1u64, 2, 3].map(|n| u32::try_from(u64::from(top) * n / 4).unwrap_or(u32::MAX))
}

fn step(steps: &[u32; 3], amount: u32) -> usize {
    if amount == 0 { 0 } else { 1 + steps.iter().filter(|s| amount > **s).count() }
}

fn square(out: &mut String, origin: NaiveDate, on: NaiveDate) {
    let (column, row) = place(origin, on);
    let (x, y) = (column * PITCH + 1, TOP + row * PITCH + 1);
    // Into a string: it cannot fail.
    let _infallible = write!(out, "M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z");
}

/// A calendar of weeks: each day a square, the more the stronger. One picture with a text for screen readers;
/// a tap or the arrow keys pick a day.
#[component]
pub fn Heatmap(
    span: DaySpan,
    today: NaiveDate,
    unit: Option<Unit>,
    #[props(into)] label: String,
    picked: Option<NaiveDate>,
    onpick: EventHandler<NaiveDate>,
) -> Element {
    let t = use_t();
    let mut shown = use_signal(|| None::<Rc<MountedData>>);
    let mut placed = use_signal(|| false);
    let origin = origin(&span);
    let steps = steps(&span.amounts);
    let mut paths: [String; 5] = Default::default();
    let mut later = String::new();
    let mut months: Vec<(i64, String)> = Vec::new();
    for (i, on) in span.first.iter_days().take_while(|on| *on <= span.last).enumerate() {
        match span.amounts.get(i) {
            Some(amount) => {
                if let Some(path) = paths.get_mut(step(&steps, *amount)) {
                    square(path, origin, on);
                }
            }
            None => square(&mut later, origin, on),
        }
        if on.day() == 1 || i == 0 {
            let (column, _) = place(origin, on);
            // The first month may be a few days long: its name would lie under the next one.
            if months.last().is_some_and(|(before, _)| column - before < 3) {
                months.pop();
            }
            let year = on.month() == 1 && on.day() == 1 && column > 0;
            months.push((column, if year { on.year().to_string() } else { t.month_short(on) }));
        }
    }
    let columns = place(origin, span.last).0 + 1;
    let (width, height) = (columns * PITCH + 2, TOP + 7 * PITCH + 1);
    let frame = |on: NaiveDate| {
        let (column, row) = place(origin, on);
        (on >= span.first && on <= span.last).then_some((column * PITCH, TOP + row * PITCH))
    };
    let scroll = move |on: NaiveDate, ahead: i64| {
        let Some(shown) = shown.peek().clone() else { return };
        let x = (place(origin, on).0 + 2) * PITCH - ahead;
        spawn(async move {
            if let Err(cause) =
                shown.scroll(PixelsVector2D::new(x as f64, 0.0), ScrollBehavior::Instant).await
            {
                drop(cause); // a renderer that cannot scroll shows the picture's beginning
            }
        });
    };
    let (first, last) = (span.first, span.last.min(today));
    let start = picked.unwrap_or(last);
    let onkeydown = move |e: KeyboardEvent| {
        let days = match e.key() {
            Key::ArrowLeft => -7,
            Key::ArrowRight => 7,
            Key::ArrowUp => -1,
            Key::ArrowDown => 1,
            _ => return,
        };
        e.prevent_default();
        let to = start.checked_add_signed(TimeDelta::days(if picked.is_none() { 0 } else { days }));
        let to = to.unwrap_or(start).max(first).min(last);
        scroll(to, 160);
        onpick.call(to);
    };
    let tap = {
        let span = span.clone();
        move |e: MouseEvent| {
            let at = e.element_coordinates();
            if let Some(on) = day_at(&span, at.x, at.y).filter(|on| *on <= today) {
                onpick.call(on);
            }
        }
    };
    rsx! {
        div { class: "hm",
            svg { class: "hm__d", width: "26", height: "{height}", "aria-hidden": "true",
                for row in [0u32, 2, 4, 6] {
                    text { x: "0", y: "{TOP + i64::from(row) * PITCH + 11}", {t.weekday_short(row)} }
                }
            }
            div {
                class: "hm__box", role: "group", tabindex: "0", "aria-label": t.s("heat-keys"),
                onkeydown,
                onmounted: move |e| shown.set(Some(e.data())),
                // The newest days first. Not when it is mounted: behind the first paint nothing has a width yet.
                onresize: move |e| {
                    let wide = e.get_border_box_size().is_ok_and(|size| size.width > 0.0);
                    if wide && !*placed.peek() {
                        placed.set(true);
                        scroll(last, 300);
                    }
                },
                div { class: "hm__in", style: "width:{width}px;height:{height}px",
                    svg { width: "{width}", height: "{height}", role: "img", "aria-label": "{label}",
                        for (column , name) in months {
                            text { x: "{(column * PITCH + 1).min(width - NAME)}", y: "12", "aria-hidden": "true", "{name}" }
                        }
                        for (i , d) in paths.into_iter().enumerate() {
                            if !d.is_empty() { path { class: "s{i}", d } }
                        }
                        if !later.is_empty() { path { class: "sf", d: later } }
                        if let Some((x , y)) = frame(today) {
                            rect { class: "now", x: "{x}", y: "{y}", width: "14", height: "14", rx: "3" }
                        }
                        if let Some((x , y)) = picked.and_then(frame) {
                            rect { class: "pick", x: "{x - 1}", y: "{y - 1}", width: "16", height: "16", rx: "4" }
                        }
                    }
                    // Over the picture: of a point within an SVG browsers say different things.
                    div { class: "hm__tap", onclick: tap }
                }
            }
        }
        p { class: "leg t-xs mute num",
            span { i { class: "s0" } "0" }
            for (i , to) in steps.into_iter().enumerate() {
                span { key: "{i}",
                    i { class: "s{i + 1}" }
                    {between(i.checked_sub(1).and_then(|b| steps.get(b)).map_or(1, |b| b + 1), to)}
                }
            }
            span {
                i { class: "s4" }
                {t.f("heat-over", &[("amount", said(t, steps[2].saturating_add(1), unit).into())])}
            }
        }
    }
}

/// A step of a legend.
pub(crate) fn between(from: u32, to: u32) -> String {
    if from >= to { to.to_string() } else { format!("{from}–{to}") }
}

/// A few numbers as columns with their names below; the highest stands out. One picture, whose text says
/// every number.
#[component]
pub fn Columns(values: Vec<(String, u32)>, #[props(into)] label: String) -> Element {
    // As wide whatever the number, so that the names below are as large.
    const ALL: usize = 360;
    let width = ALL / values.len().max(1);
    let most = values.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let all: Vec<String> = values.iter().map(|(name, n)| format!("{name} {n}")).collect();
    rsx! {
        svg { class: "cols", view_box: "0 0 {ALL} 112", role: "img", "aria-label": "{label}: {all.join(\", \")}",
            for (i , (name , n)) in values.iter().enumerate() {
                rect {
                    class: if *n == most { "top" },
                    x: "{i * width + 4}", width: "{width.saturating_sub(8)}", rx: "4",
                    y: "{92 - height(*n, most)}", height: "{height(*n, most)}",
                }
                text { x: "{i * width + width / 2}", y: "108", "{name}" }
            }
        }
    }
}

/// At least a line on the ground.
fn height(n: u32, most: u32) -> u64 {
    2 + u64::from(n) * 84 / u64::from(most)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_point_is_the_day_that_is_drawn_there() {
        // A Thursday: the picture begins on the Monday before, and these three squares are no days.
        let span = DaySpan { first: day("2026-01-01"), last: day("2027-06-30"), amounts: vec![] };
        let origin = origin(&span);
        assert_eq!(origin, day("2025-12-29"));
        for on in span.first.iter_days().take_while(|d| *d <= span.last) {
            let (column, row) = place(origin, on);
            let (x, y) = (column * PITCH + 7, TOP + row * PITCH + 7);
            assert_eq!(day_at(&span, x as f64, y as f64), Some(on));
        }
        assert_eq!(day_at(&span, 7.0, (TOP + 7) as f64), None);
        assert_eq!(day_at(&span, 7.0, 3.0), None);
        assert_eq!(day_at(&span, 1e18, 30.0), None);
        assert_eq!(day_at(&span, f64::NAN, f64::NAN), None);
    }

    #[test]
    fn five_steps_and_one_long_day_does_not_pale_the_others() {
        let mut amounts = vec![20; 40];
        amounts.extend([0, 0, 40, 600]);
        let steps = steps(&amounts);
        assert_eq!(steps, [5, 10, 15]);
        assert_eq!([0, 5, 6, 11, 20, 600].map(|n| step(&steps, n)), [0, 1, 2, 3, 4, 4]);
        assert_eq!(super::steps(&[]), [1, 2, 3]);
        assert_eq!(super::steps(&[u32::MAX; 3])[2], 3_221_225_471);
    }
}
