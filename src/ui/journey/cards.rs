//! A track's card.

use qadam_domain::progress::TrackProgress;

use super::why::{Part, Tell};
use super::words;
use crate::prelude::*;

/// A track: done of needed, how it goes, one line why, and its own action where it needs attention. The card
/// leads to the track; its numbers explain themselves.
#[component]
pub fn TrackCard(track: TrackProgress, #[props(default)] chosen: bool, onwhy: EventHandler<Part>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let (kind, icon, word) = words::status(t, track.status);
    let warn = track.status == Status::NeedsAttention;
    let needs: Vec<(String, String)> = track.needs.iter().map(|n| t.of_need(n)).collect();
    let waits = track.needs.iter().find_map(|n| words::provisional(t, n));
    rsx! {
        article {
            class: match (warn, chosen) {
                (true, _) => "card trk trk--warn",
                (false, true) => "card trk trk--on",
                (false, false) => "card trk",
            },
            "data-track": css_track(&track.track),
            div { class: "trk__a",
                Tell { class: "trk__r", onclick: move |()| onwhy.call(Part::Percent),
                    TrackRing { track: track.track.clone(), percent: track.percent, provisional: track.percent_provisional }
                }
                div { class: "trk__m",
                    h3 {
                        Link { class: "trk__l", to: Route::Track { id: track.track.clone() }, "aria-current": if chosen { "page" },
                            {p.track(&track.track)}
                        }
                    }
                    div { class: "trk__n",
                        span { class: "trk__t num",
                            for (i , (n , rest)) in needs.into_iter().enumerate() {
                                Tell { onclick: move |()| onwhy.call(Part::Need(i)),
                                    span {
                                        b { "{n}" }
                                        " {rest}"
                                    }
                                }
                            }
                        }
                        Tag { kind, icon, text: word }
                    }
                    p { class: "trk__x", {words::next(t, &track.next)} }
                    if let Some(waits) = waits {
                        p { class: "t-xs mute mt-1", "{waits}" }
                    }
                }
            }
            if warn {
                Link {
                    class: "btn btn--warn btn--sm trk__act",
                    to: match &track.next {
                        Next::Fix { .. } => Route::Reports {},
                        _ => Route::Log { track: track.track.clone(), entry: String::new() },
                    },
                    Icon { name: "plus", small: true }
                    {t.s(if matches!(track.next, Next::Fix { .. }) { "journey-act-fix" } else { "journey-act-log" })}
                }
            }
        }
    }
}
