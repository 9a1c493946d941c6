//! What is said of a plan while it is made. By a text and an icon, never by colour alone; it blocks nothing.

use qadam_domain::advice::{Advice, Course, Tone, advise};
use qadam_domain::{Pack, Plan};

use crate::prelude::*;

/// What is to be said of a plan, measured against the level of the view.
pub fn advised(pack: &Pack, view: &PlanView, plan: &Plan) -> Vec<Advice> {
    course(pack, view).map(|c| advise(plan, c)).unwrap_or_default()
}

/// Where the person stands; none before a level is chosen.
pub fn course<'a>(pack: &'a Pack, view: &'a PlanView) -> Option<Course<'a>> {
    let c = view.course.as_ref()?;
    let level = pack.level(&c.level)?;
    let (today, progress) = (view.today, &c.tracks[..]);
    Some(Course { pack, level, start: c.start, end: c.end, pause_days: c.pause_days, today, progress })
}

/// What matters most in a track; that all is well last.
pub fn first(said: &[Advice], track: &str) -> Option<Advice> {
    let rank = |a: &&Advice| match a.tone() {
        Tone::Mind => 0,
        Tone::Know if !matches!(a, Advice::InCharge { .. }) => 1,
        Tone::Good => 2,
        Tone::Know => 3,
    };
    said.iter().filter(|a| a.track() == Some(track)).min_by_key(rank).cloned()
}

/// One line of it.
#[component]
pub fn AdviceLine(advice: Advice) -> Element {
    let (t, p) = (use_t(), use_programme());
    let (class, icon) = match advice.tone() {
        Tone::Good => ("adv adv--good", "check"),
        Tone::Know => ("adv", "info"),
        Tone::Mind => ("adv adv--mind", "flag"),
    };
    rsx! {
        span { class,
            Icon { name: icon, small: true }
            span { {text(t, p, &advice)} }
        }
    }
}

/// As a sentence.
pub fn text(t: T, p: Programme, advice: &Advice) -> String {
    let amount = |track: &str, value: u32| t.amount(Amount { value, unit: p.unit(track) });
    match advice {
        Advice::NoPlan { .. } => t.s("plan-advice-none"),
        Advice::BelowWindow { track, planned, need, days } => t.f(
            "plan-advice-below",
            &[
                ("planned", amount(track, *planned).into()),
                ("need", amount(track, *need).into()),
                ("days", (*days).into()),
            ],
        ),
        Advice::OverCap { track, planned, cap, days } => t.f(
            "plan-advice-over",
            &[
                ("planned", amount(track, *planned).into()),
                ("cap", amount(track, *cap).into()),
                ("days", (*days).into()),
            ],
        ),
        Advice::OverDailyCap { track, cap, .. } => {
            t.f("plan-advice-daily", &[("cap", amount(track, *cap).into())])
        }
        Advice::Done { on, .. } => t.f("plan-advice-done", &[("date", t.date_year(*on).into())]),
        Advice::Late { on, end, .. } => {
            t.f("plan-advice-late", &[("date", t.date_year(*on).into()), ("end", t.date_year(*end).into())])
        }
        Advice::Never { .. } => t.s("plan-advice-never"),
        Advice::InCharge { .. } => t.s("plan-advice-charge"),
        Advice::JourneyDates { days, .. } => t.f("plan-advice-journey", &[("days", (*days).into())]),
        Advice::LongDay { minutes, on: None } => {
            t.f("plan-advice-long-week", &[("time", t.minutes(*minutes).into())])
        }
        Advice::LongDay { minutes, on: Some(day) } => t.f(
            "plan-advice-long-day",
            &[("date", t.date(*day).into()), ("time", t.minutes(*minutes).into())],
        ),
    }
}
