//! Numbers and next steps of a track, in words.

use qadam_domain::pack::ThingKind;
use qadam_domain::progress::{Need, NeedKind};

use crate::prelude::*;

/// What waits for the mentor, in the need's own unit.
pub fn provisional(t: T, need: &Need) -> Option<String> {
    if need.provisional == 0 {
        return None;
    }
    Some(t.f("journey-provisional", &[("amount", much(t, need.kind, need.provisional).into())]))
}

/// One line: what to do next.
pub fn next(t: T, next: &Next) -> String {
    match next {
        Next::Nothing => t.s("journey-next-nothing"),
        Next::Fix { reason, .. } => t.f("journey-next-fix", &[("reason", reason.into())]),
        Next::FillWindow { have, need, until } => t.f(
            if *have == 0 { "journey-next-window-empty" } else { "journey-next-window" },
            &[
                ("have", t.minutes(*have).into()),
                ("need", t.minutes(*need).into()),
                ("missing", t.minutes(need.saturating_sub(*have)).into()),
                ("until", t.date(*until).into()),
            ],
        ),
        Next::WindowDone { have } => t.f("journey-next-window-done", &[("have", t.minutes(*have).into())]),
        Next::More { missing, unit } => {
            t.f("journey-next-more", &[("amount", t.amount(Amount { value: *missing, unit: *unit }).into())])
        }
        Next::FinishThing { what, missing, begun, note_words } => {
            thing(t, *what, *missing, begun.as_deref(), *note_words)
        }
        Next::GoOnJourney { days, nights } => {
            t.f("journey-next-journey", &[("days", (*days).into()), ("nights", (*nights).into())])
        }
        Next::Practise { days } => t.f("journey-next-practise", &[("days", (*days).into())]),
        Next::Rest { until } => t.f("journey-next-rest", &[("until", t.date(*until).into())]),
        Next::AwaitReview => t.s("journey-next-await"),
    }
}

fn thing(t: T, what: ThingKind, missing: u32, begun: Option<&str>, note_words: u32) -> String {
    match (what, begun) {
        (ThingKind::Book, Some(title)) => {
            t.f("journey-next-book", &[("title", title.into()), ("words", note_words.into())])
        }
        (ThingKind::Book, None) => t.f("journey-next-books", &[("n", missing.into())]),
        (_, Some(title)) => t.f("journey-next-project", &[("title", title.into())]),
        (_, None) => t.f("journey-next-projects", &[("n", missing.into())]),
    }
}

/// The word of a status: style, icon, text.
pub fn status(t: T, status: Status) -> (&'static str, &'static str, String) {
    match status {
        Status::NotStarted => ("", "clock", t.s("journey-status-new")),
        Status::OnCourse => ("ok", "check", t.s("journey-status-on-course")),
        Status::NeedsAttention => ("warn", "warn", t.s("journey-status-attention")),
        Status::Done => ("gold", "trophy", t.s("journey-status-done")),
    }
}

/// So much of what a need counts.
pub fn much(t: T, kind: NeedKind, n: u32) -> String {
    let id = match kind {
        NeedKind::Amount { unit } => return t.amount(Amount { value: n, unit }),
        NeedKind::JourneyDays => return t.amount(Amount { value: n, unit: Unit::Days }),
        NeedKind::Windows { .. } => "journey-n-weeks",
        NeedKind::Things { what: ThingKind::Book } => "journey-n-books",
        NeedKind::Things { what: ThingKind::Project } => "journey-n-projects",
        NeedKind::Things { what: ThingKind::Journey | ThingKind::Stay } | NeedKind::Practice => {
            "journey-n-journeys"
        }
        NeedKind::JourneyNights => "journey-n-nights",
    };
    t.f(id, &[("n", n.into())])
}
