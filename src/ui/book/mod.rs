//! The log book: everything that was ever written, to look through, search and sift; and one entry in full.

mod entry;
mod filter;
mod list;
mod past;

use chrono::Datelike;

use crate::prelude::*;
use crate::shell::use_wide;
pub use entry::EntryScreen;
use filter::Filters;
use list::{List, PART};

/// Where somebody was in the book when they opened an entry: coming back goes on there.
#[derive(Clone, Copy, PartialEq)]
struct Kept(Signal<Option<Spot>>);

#[derive(Clone, PartialEq)]
struct Spot {
    address: (String, String),
    wanted: Wanted,
    view: BookView,
    heights: Vec<Option<f64>>,
}

/// Keeps the place in the book while other places are shown. Called by the frame, which is another one for
/// each profile: nobody finds the search of somebody else.
pub(crate) fn use_kept_provider() {
    let kept = use_signal(|| None);
    use_context_provider(|| Kept(kept));
}

/// The log book. `track` and `on` (a day) are what it begins with; empty: everything. On a wide screen it
/// stands beside already.
#[component]
pub fn BookPage(track: String, on: String) -> Element {
    let t = use_t();
    let wide = use_wide();
    rsx! {
        TopBar { title: t.s("book-title"), back: true }
        main { id: "main", class: "main book",
            if wide {
                Empty { icon: "file", title: t.s("book-beside"), text: t.s("book-beside-text") }
            } else {
                Look { address: (track, on) }
            }
        }
    }
}

/// The same beside what is open, with its title. `chosen`: the entry that is open; it says nothing of where
/// in the book one is, so that stays as it was.
#[component]
pub fn BookBeside(track: String, on: String, chosen: String) -> Element {
    let t = use_t();
    let chosen = chosen.parse::<EntryId>().ok();
    let address = (track, on);
    let kept = use_hook(try_consume_context::<Kept>).map(|k| k.0);
    let mut at = use_hook(|| {
        let spot = kept.and_then(|k| k.peek().clone()).filter(|_| chosen.is_some());
        CopyValue::new(spot.map_or(address.clone(), |s| s.address))
    });
    if chosen.is_none() && *at.peek() != address {
        at.set(address);
    }
    rsx! {
        p { id: "pane-title", class: "pane__t t-2xl strong", {t.s("book-title")} }
        div { class: "book",
            // Another address is another look, from its top.
            for address in [at.cloned()] {
                Look { key: "{address:?}", address, chosen }
            }
        }
    }
}

/// The book from an address on, with what was searched and sifted there before.
#[component]
fn Look(address: (String, String), #[props(default)] chosen: Option<EntryId>) -> Element {
    let kept = use_hook(try_consume_context::<Kept>).map(|k| k.0);
    let start = use_hook(|| kept.and_then(|k| k.peek().clone()).filter(|k| k.address == address));
    let mut wanted = use_signal(|| match &start {
        Some(place) => place.wanted.clone(),
        None => asked(&address),
    });
    let question = ask::Book { wanted: wanted(), offset: 0, limit: PART };
    let answer = use_view(question);
    // The last answer stays while the next one comes, with the question that it answers.
    let mut shown = use_signal(|| start.as_ref().map(|p| (p.wanted.clone(), p.view.clone())));
    let heights = use_hook(|| CopyValue::new(start.map(|p| p.heights).unwrap_or_default()));
    let keep = move |address: (String, String)| {
        if let (Some(kept), Some((wanted, view))) = (kept, shown.peek().clone()) {
            let heights = heights.peek().clone();
            settle(kept, Some(Spot { address, wanted, view, heights }));
        }
    };
    if let Some(Ok(view)) = &*answer.read() {
        let now = (wanted.peek().clone(), view.clone());
        if shown.peek().as_ref() != Some(&now) {
            shown.set(Some(now));
            // At once: where the phone is turned, the list beside begins before this one ends.
            keep(address.clone());
        }
    }
    use_drop(move || keep(address.clone()));
    let failed = match &*answer.read() {
        Some(Err(e)) => Some(e.clone()),
        _ => None,
    };
    match (failed, &*shown.read()) {
        (Some(error), _) => rsx! { FaultBox { error } },
        (None, None) => rsx! { Skeleton {} },
        (None, Some((of, view))) => rsx! {
            Book {
                view: view.clone(), of: of.clone(), wanted: wanted(), heights, chosen,
                onwant: move |w: Wanted| {
                    if *wanted.peek() != w {
                        wanted.set(w);
                    }
                },
            }
        },
    }
}

fn asked((track, on): &(String, String)) -> Wanted {
    let day = on.parse().ok();
    Wanted { track: (!track.is_empty()).then(|| track.clone()), from: day, to: day, ..Wanted::default() }
}

/// The screen itself. `of` is the question that `view` answers, `wanted` the present one.
#[component]
fn Book(
    view: BookView,
    of: Wanted,
    wanted: Wanted,
    heights: CopyValue<Vec<Option<f64>>>,
    #[props(default)] chosen: Option<EntryId>,
    onwant: EventHandler<Wanted>,
) -> Element {
    let t = use_t();
    if view.all == 0 {
        return rsx! {
            Empty { icon: "file", title: t.s("book-none"), text: t.s("book-none-text"),
                Link { class: "btn btn--gold mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                    Icon { name: "plus" }
                    {t.s("book-none-go")}
                }
            }
        };
    }
    let found = if of == Wanted::default() {
        t.f("book-all", &[("n", view.all.into())])
    } else {
        t.f("book-hits", &[("n", view.hits.into()), ("all", view.all.into())])
    };
    rsx! {
        Search { wanted: wanted.clone(), onwant }
        Filters { wanted, first: view.first, today: view.today, onwant }
        p { class: "t-sm mute num book__n", role: "status", "{found}" }
        if view.hits == 0 {
            Empty { icon: "search", title: t.s("book-nothing"), text: t.s("book-nothing-text"),
                button {
                    r#type: "button", class: "btn btn--tonal mt-3",
                    onclick: move |_| {
                        document::eval(&format!("qadamPage.empty(\"{FIELD}\")"));
                        onwant.call(Wanted::default());
                    },
                    {t.s("book-clear")}
                }
            }
        } else {
            // Another question is another list, from its top; news of the same one change it in place.
            for of in [of] {
                List { key: "{of:?}", of, view: view.clone(), heights, chosen }
            }
        }
    }
}

/// The search field on the page.
const FIELD: &str = "book-search";
/// Most characters of a search: nobody types more words than an entry has.
const SEARCH_MAX: usize = 100;

#[component]
fn Search(wanted: Wanted, onwant: EventHandler<Wanted>) -> Element {
    let t = use_t();
    // Goes one way, as every field does: a value sent back eats letters typed meanwhile.
    let start = use_hook(|| wanted.text.clone());
    let now = wanted.clone();
    rsx! {
        div { class: "find", role: "search",
            Icon { name: "search" }
            input {
                id: FIELD, class: "field", r#type: "search", initial_value: "{start}", autocomplete: "off",
                maxlength: "{SEARCH_MAX}", "aria-label": t.s("book-search"), placeholder: t.s("book-search"),
                oninput: move |e| onwant.call(Wanted { text: e.value(), ..now.clone() }),
            }
            if !wanted.text.is_empty() {
                button {
                    r#type: "button", class: "iconbtn", "aria-label": t.s("book-search-clear"),
                    onclick: move |_| {
                        document::eval(&format!("qadamPage.empty(\"{FIELD}\")"));
                        onwant.call(Wanted { text: String::new(), ..wanted.clone() });
                    },
                    Icon { name: "close" }
                }
            }
        }
    }
}

/// A day as a heading: with its year where that is not this one.
fn heading(t: T, on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        0 => t.s("date-today"),
        1 => t.s("date-yesterday"),
        _ if on.year() == today.year() => t.date_long(on),
        _ => t.date_year(on),
    }
}

#[cfg(test)]
mod tests;
