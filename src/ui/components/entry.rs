//! An entry as a row.

use dioxus::prelude::*;
use qadam_door::view::EntryRow;

use super::{PlaceTag, Tico};
use crate::Route;
use crate::hooks::{use_programme, use_t};

/// An entry: what, when, how much, where it is, and why it does not count where it does not. `to`: the row
/// leads there. `undated`: the day stands above it.
#[component]
pub fn EntryLine(
    row: EntryRow,
    #[props(default)] onclick: Option<EventHandler<()>>,
    #[props(default)] to: Option<Route>,
    #[props(default)] undated: bool,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let reason = row.standing.as_ref().and_then(|s| s.reason.clone());
    let amount = t.amount(row.amount);
    let facts = if undated { amount } else { format!("{} · {amount}", t.date(row.on)) };
    let inside = rsx! {
        Tico { track: row.track.clone() }
        span { class: "row__m",
            span { class: "row__t", {p.what(&row)} }
            span { class: "row__s num", "{facts}" }
            if !row.note.is_empty() {
                span { class: "row__s row__note", "{row.note}" }
            }
            if let Some(reason) = reason {
                span { class: "row__s row__why", {t.reason(&reason)} }
            }
            span { class: "row__tag", PlaceTag { place: row.place } }
        }
    };
    if let Some(to) = to {
        return rsx! { Link { class: "row rowbtn", to, {inside} } };
    }
    match onclick {
        Some(onclick) => rsx! {
            button { r#type: "button", class: "row rowbtn", onclick: move |_| onclick.call(()), {inside} }
        },
        None => rsx! { div { class: "row", {inside} } },
    }
}
