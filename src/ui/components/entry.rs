//! An entry as a row.

use dioxus::prelude::*;
use qadam_domain::fold;
use qadam_door::view::EntryRow;

use super::{Icon, PlaceTag, Tico};
use crate::Route;
use crate::hooks::{use_programme, use_t};

/// An entry: what, when, how much, where it is, and why it does not count where it does not. `to`: the row
/// leads there. `undated`: the day stands above it. `marked`: words of a search ([`fold::words`]). `open`: it
/// is what stands beside the list.
#[component]
pub fn EntryLine(
    row: EntryRow,
    #[props(default)] onclick: Option<EventHandler<()>>,
    #[props(default)] to: Option<Route>,
    #[props(default)] undated: bool,
    #[props(default)] marked: Vec<String>,
    #[props(default)] open: bool,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let reason = row.standing.as_ref().and_then(|s| s.reason.clone());
    let amount = t.amount(row.amount);
    let facts = if undated { amount } else { format!("{} · {amount}", t.date(row.on)) };
    let photos = row.photos.len();
    let inside = rsx! {
        Tico { track: row.track.clone() }
        span { class: "row__m",
            span { class: "row__t", Marked { text: p.what(&row), words: marked.clone() } }
            span { class: "row__s num", "{facts}"
                if photos > 0 {
                    span { class: "row__p",
                        Icon { name: "image", small: true }
                        span { class: "vh", {t.f("photos-count", &[("n", photos.into())])} }
                        if photos > 1 {
                            span { "aria-hidden": "true", "{photos}" }
                        }
                    }
                }
            }
            if !row.note.is_empty() {
                span { class: "row__s row__note", Marked { text: row.note.clone(), words: marked, around: true } }
            }
            if let Some(reason) = &reason {
                span { class: "row__s row__why", {t.reason(reason)} }
            }
            span { class: "row__tag", PlaceTag { place: row.place, unmet: reason.is_some() } }
        }
    };
    if let Some(to) = to {
        return rsx! { Link { class: "row rowbtn", to, "aria-current": if open { "page" }, {inside} } };
    }
    match onclick {
        Some(onclick) => rsx! {
            button { r#type: "button", class: "row rowbtn", onclick: move |_| onclick.call(()), {inside} }
        },
        None => rsx! { div { class: "row", {inside} } },
    }
}

/// A text with the words of a search in it marked. `around`: of a long one, from shortly before the first.
#[component]
pub fn Marked(text: String, words: Vec<String>, #[props(default)] around: bool) -> Element {
    let hits = fold::found(&text, &words);
    let begin = hits.first().filter(|_| around).map_or(0, |first| shortly_before(&text, first.start));
    let mut at = begin;
    let mut pieces: Vec<(&str, bool)> = Vec::new();
    for hit in hits {
        pieces.push((text.get(at..hit.start).unwrap_or_default(), false));
        at = hit.end;
        pieces.push((text.get(hit).unwrap_or_default(), true));
    }
    pieces.push((text.get(at..).unwrap_or_default(), false));
    rsx! {
        if begin > 0 {
            "… "
        }
        for (i , (piece , hit)) in pieces.into_iter().enumerate() {
            if hit {
                mark { key: "{i}", "{piece}" }
            } else {
                Fragment { key: "{i}", "{piece}" }
            }
        }
    }
}

/// Where to begin so that what starts at `at` is in the first line of a row: at a word, if one is near.
fn shortly_before(text: &str, at: usize) -> usize {
    /// Characters that a row's first line shows on a small phone.
    const LINE: usize = 36;
    /// Characters before what was found.
    const BEFORE: usize = 18;
    let before = text.get(..at).unwrap_or_default();
    if before.chars().count() < LINE {
        return 0;
    }
    let from = before.char_indices().rev().nth(BEFORE).map_or(0, |(i, _)| i);
    let space = before.get(from..).and_then(|s| s.find(char::is_whitespace));
    space.map_or(from, |i| (from + i + 1).min(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_and_in_sight() {
        let long = "Таңертең тұрып, әжеммен бірге ауланы сыпырдым, сосын кітап оқыдым";
        let show = |text: &'static str, search: &'static str| {
            dioxus_ssr::render_element(rsx! { Marked { text, words: fold::words(search), around: true } })
        };
        assert_eq!(show("Абай жолы <2>", "абай"), "<mark>Абай</mark> жолы &#60;2&#62;");
        assert_eq!(show("Абай", ""), "Абай");
        assert_eq!(show(long, "КІТАП"), "… сыпырдым, сосын <mark>кітап</mark> оқыдым");
        assert!(show(long, "тұр").starts_with("Таңертең <mark>тұр</mark>"));
    }
}
