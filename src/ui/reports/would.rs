//! What a report would add if the mentor approved it all, and what it cannot take.

use qadam_domain::pack::ThingKind;
use qadam_domain::progress::NeedKind;
use qadam_domain::report::Gain;

use crate::prelude::*;

/// The sum, and each track with what it gains.
#[component]
pub fn Would(view: ReportFormView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let nothing = view.entries.iter().filter(|e| e.chosen && e.adds == 0).count();
    rsx! {
        section { class: "card card--pad mt-3", "aria-labelledby": "h-would",
            h2 { id: "h-would", class: "t-sm mute", {t.s("reports-would")} }
            p { class: "rep__sum num", role: "status", {total(t, &view.gains)} }
            if !view.gains.is_empty() {
                ul { class: "rows rep__gains",
                    for of_track in view.gains.chunk_by(|a, b| a.track == b.track) {
                        if let Some(Gain { track, .. }) = of_track.first() {
                            li { key: "{track}", class: "rep__gain",
                                Tico { track: track.clone() }
                                span { class: "row__m",
                                    span { class: "rep__gh",
                                        span { class: "row__t", {p.short(track)} }
                                        b { class: "num", {total(t, of_track)} }
                                    }
                                    for gain in of_track {
                                        span { class: "row__s num",
                                            "{amount(t, gain.kind, gain.counted)} / {amount(t, gain.kind, gain.needed)}"
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            if nothing > 0 {
                p { class: "t-sm mute mt-2", {t.f("reports-nothing-yet", &[("n", nothing.into())])} }
            }
        }
    }
}

/// An amount of what a need counts.
fn amount(t: T, kind: NeedKind, n: u32) -> String {
    let id = match kind {
        NeedKind::Amount { unit } => return t.amount(Amount { value: n, unit }),
        NeedKind::JourneyDays => return t.amount(Amount { value: n, unit: Unit::Days }),
        NeedKind::Windows { .. } => "reports-weeks",
        NeedKind::Things { what: ThingKind::Book } => "reports-books",
        NeedKind::Things { what: ThingKind::Project } => "reports-projects",
        NeedKind::Things { .. } => "reports-journeys",
        NeedKind::Practice => "reports-practice",
        NeedKind::JourneyNights => "reports-nights",
    };
    t.f(id, &[("n", n.into())])
}

/// «+3 сағ 20 мин · 2 апта»: what is of one kind is one sum.
pub(super) fn total(t: T, gains: &[Gain]) -> String {
    let mut sums: Vec<(NeedKind, u32)> = Vec::new();
    for g in gains {
        let alike = |k: &NeedKind| match (k, g.kind) {
            (NeedKind::Windows { .. }, NeedKind::Windows { .. }) => true,
            (a, b) => *a == b,
        };
        match sums.iter_mut().find(|(k, _)| alike(k)) {
            Some((_, sum)) => *sum = sum.saturating_add(g.added),
            None => sums.push((g.kind, g.added)),
        }
    }
    if sums.is_empty() {
        return t.s("reports-would-none");
    }
    // An amount stays on one line.
    let all: Vec<String> = sums.into_iter().map(|(k, n)| amount(t, k, n).replace(' ', "\u{a0}")).collect();
    format!("+{}", all.join(" · "))
}

/// What of these days cannot go, and why.
#[component]
pub fn LeftOutBox(left: LeftOut, outside: u32) -> Element {
    let t = use_t();
    let all = [
        (left.in_report, "reports-left-in-report"),
        (left.to_fix, "reports-left-to-fix"),
        (left.decided, "reports-left-decided"),
        (left.removed, "reports-left-removed"),
        (left.refused, "reports-left-refused"),
    ];
    let sum = all.iter().fold(0u32, |s, (n, _)| s.saturating_add(*n));
    rsx! {
        if sum > 0 {
            details { class: "card card--pad mt-3 rep__left",
                summary { {t.f("reports-left-out", &[("n", sum.into())])} span { class: "chev", "aria-hidden": "true", Icon { name: "chev-d" } } }
                ul { class: "t-sm mute",
                    for (n , id) in all.into_iter().filter(|(n, _)| *n > 0) {
                        li { key: "{id}", {t.f(id, &[("n", n.into())])} }
                    }
                }
                if left.refused > 0 {
                    Link { class: "btn btn--sm btn--line mt-2", to: Route::Me {}, {t.s("reports-left-look")} }
                }
            }
        }
        if outside > 0 {
            p { class: "t-sm mute mt-2", {t.f("reports-outside", &[("n", outside.into())])} }
        }
    }
}
