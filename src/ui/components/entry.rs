//! An entry as a row.

use dioxus::prelude::*;
use qadam_door::view::EntryRow;

use super::{PlaceTag, Tico};
use crate::hooks::{use_programme, use_t};

/// An entry: what, when, how much, where it is, and why it does not count where it does not.
#[component]
pub fn EntryLine(row: EntryRow, #[props(default)] onclick: Option<EventHandler<()>>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let reason = row.standing.as_ref().and_then(|s| s.reason.clone());
    let inside = rsx! {
        Tico { track: row.track.clone() }
        span { class: "row__m",
            span { class: "row__t", {p.what(&row)} }
            span { class: "row__s num", "{t.date(row.on)} · {t.amount(row.amount)}" }
            if !row.note.is_empty() {
                span { class: "row__s row__note", "{row.note}" }
            }
            if let Some(reason) = reason {
                span { class: "row__s row__why", {t.reason(&reason)} }
            }
            span { class: "row__tag", PlaceTag { place: row.place } }
        }
    };
    match onclick {
        Some(onclick) => rsx! {
            button { r#type: "button", class: "row rowbtn", onclick: move |_| onclick.call(()), {inside} }
        },
        None => rsx! { div { class: "row", {inside} } },
    }
}
