//! The list: thousands of rows, of which only those near the screen are drawn.
//!
//! It is cut into parts. A part that is away from the screen is an empty box as high as it was when it was
//! drawn (or as such a part usually is), so that the page keeps its length and its place. The browser says
//! which boxes have come into sight.

use qadam_domain::fold;

use super::heading;
use crate::prelude::*;

/// Rows of a part: a slow phone draws so many between two movements of a thumb.
pub const PART: u32 = 40;
/// How high a row with its share of the headings is, where a part was never drawn: two lines, a note, a tag.
const ROW: f64 = 118.0;

/// All parts.
#[component]
pub fn List(
    of: Wanted,
    view: BookView,
    heights: CopyValue<Vec<Option<f64>>>,
    chosen: Option<EntryId>,
) -> Element {
    let parts = view.hits.div_ceil(PART);
    let seen = use_signal(|| vec![0u32]);
    let mut heights = heights;
    // What was measured for another question says nothing of this one.
    let measured = heights.peek().len() == parts as usize;
    if !measured {
        heights.set(vec![None; parts as usize]);
    }
    rsx! {
        for n in 0..parts {
            Part {
                key: "{n}", n, rows: view.hits.saturating_sub(n * PART).min(PART), of: of.clone(), today: view.today,
                days: (n == 0).then(|| view.days.clone()), seen, heights, chosen,
            }
        }
    }
}

#[component]
fn Part(
    n: u32,
    rows: u32,
    of: Wanted,
    today: NaiveDate,
    days: Option<Vec<BookDay>>,
    seen: Signal<Vec<u32>>,
    heights: CopyValue<Vec<Option<f64>>>,
    chosen: Option<EntryId>,
) -> Element {
    let (mut seen, mut heights) = (seen, heights);
    // One part ahead and one behind, so that what comes into sight is there already.
    let drawn = use_memo(move || seen.read().iter().any(|s| s.abs_diff(n) <= 1));
    let at = n as usize;
    let height = heights.peek().get(at).copied().flatten().unwrap_or(f64::from(rows) * ROW);
    rsx! {
        div {
            class: "part", style: if !drawn() { format!("height:{height:.0}px") },
            onvisible: move |e| {
                let now = e.is_intersecting().unwrap_or(true);
                let was = seen.peek().contains(&n);
                if now && !was {
                    seen.write().push(n);
                } else if was && !now {
                    seen.write().retain(|s| *s != n);
                }
            },
            onresize: move |e| {
                if let (true, Ok(size)) = (*drawn.peek(), e.get_border_box_size())
                    && let Some(place) = heights.write().get_mut(at)
                {
                    *place = Some(size.height);
                }
            },
            if drawn() {
                match days {
                    Some(days) => rsx! { Days { days, today, text: of.text, chosen } },
                    None => rsx! { Asked { n, of, height, today, chosen } },
                }
            }
        }
    }
}

/// A part that the core is asked for.
#[component]
fn Asked(n: u32, of: Wanted, height: f64, today: NaiveDate, chosen: Option<EntryId>) -> Element {
    let text = of.text.clone();
    let view = use_view(ask::Book { wanted: of, offset: n * PART, limit: PART });
    match &*view.read() {
        None => rsx! { div { style: "height:{height:.0}px" } },
        Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
        Some(Ok(view)) => rsx! { Days { days: view.days.clone(), today, text, chosen } },
    }
}

/// Days with their totals and entries. `text`: what was searched for. `chosen`: what stands beside the list.
#[component]
pub fn Days(
    days: Vec<BookDay>,
    today: NaiveDate,
    #[props(default)] text: String,
    #[props(default)] chosen: Option<EntryId>,
) -> Element {
    let t = use_t();
    let words = fold::words(&text);
    rsx! {
        for day in days {
            // A group, no landmark: there are hundreds, and a long day goes on in the next part under its name.
            div {
                key: "{day.on}", role: "group", class: if day.continued { "bday bday--on" } else { "bday" },
                "aria-label": t.date_long(day.on),
                if !day.continued {
                    div { class: "bday__h",
                        h2 { {heading(t, day.on, today)} }
                        span { class: "num", {total(t, &day)} }
                    }
                }
                ul { class: "card rows",
                    for row in day.rows {
                        li { key: "{row.id}",
                            EntryLine {
                                to: Route::EntryPage { id: row.id.to_string() },
                                undated: true, marked: words.clone(), open: chosen == Some(row.id), row,
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a day adds up to; how many entries, where there are several.
fn total(t: T, day: &BookDay) -> String {
    let mut parts: Vec<String> = day.sums.iter().map(|a| t.amount(*a)).collect();
    if day.hits > 1 {
        parts.insert(0, t.f("book-entries", &[("n", day.hits.into())]));
    }
    parts.join(" · ")
}
