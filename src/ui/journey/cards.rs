//! A track's card.

use qadam_domain::progress::TrackProgress;

use super::words;
use crate::prelude::*;

/// A track: done of needed, how it goes, one line why, and its own action where it needs attention.
#[component]
pub fn TrackCard(track: TrackProgress) -> Element {
    let (t, p) = (use_t(), use_programme());
    let (kind, icon, word) = words::status(t, track.status);
    let warn = track.status == Status::NeedsAttention;
    let needs: Vec<(String, String)> = track.needs.iter().map(|n| words::of(t, n)).collect();
    let waits = track.needs.iter().find_map(|n| words::provisional(t, n));
    rsx! {
        article { class: if warn { "card trk trk--warn" } else { "card trk" }, "data-track": css_track(&track.track),
            Link { class: "trk__a", to: Route::Track { id: track.track.clone() },
                TrackRing { track: track.track.clone(), percent: track.percent, provisional: track.percent_provisional }
                div { class: "trk__m",
                    h3 { {p.track(&track.track)} }
                    p { class: "trk__n",
                        span { class: "num",
                            for (i , (n , rest)) in needs.into_iter().enumerate() {
                                if i > 0 { " · " }
                                b { "{n}" }
                                " {rest}"
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
