//! The plan taken along: into the calendar of the phone.

use chrono::Datelike;
use qadam_domain::plan::minutes_of;

use super::advice::course;
use super::ics::{Event, Often, calendar, first_on, is_on};
use super::{look, sums};
use crate::files::use_files;
use crate::prelude::*;
use crate::remind::Wish;

/// Days for which pauses are left out of the calendar.
const LOOK_AHEAD: usize = 3 * 366;

/// Hands the plan out, and reminds of it.
#[component]
pub fn Along(view: PlanView) -> Element {
    let (t, p, files, toast) = (use_t(), use_programme(), use_files(), use_toasts());
    let empty = view.plan.tracks.is_empty() && view.plan.dates.is_empty();
    if empty {
        return rsx! {};
    }
    let mine = view.clone();
    let give = move |_: MouseEvent| {
        let text = calendar(&t.s("plan-title"), mine.made_at.unwrap_or_default(), &events(t, p, &mine));
        files.give("qadam.ics".to_owned(), "text/calendar", text, move |given| toast.say(given.sentence(t)));
    };
    rsx! {
        div { class: "sec", h2 { {t.s("plan-along")} } }
        div { class: "card card--pad",
            Wish { on: view.remind }
        }
        div { class: "card card--pad mt-3",
            p { class: "t-sm mute", {t.s("plan-calendar-text")} }
            button { r#type: "button", class: "btn btn--line btn--block mt-3", onclick: give,
                Icon { name: "calendar" }
                {t.s("plan-calendar")}
            }
        }
    }
}

/// Everything that is planned from today on. The week goes on to the end of the level, or to the day on
/// which it can be finished, whichever comes later.
pub fn events(t: T, p: Programme, view: &PlanView) -> Vec<Event> {
    let owner = view.owner.0.simple();
    let end = view.course.as_ref().map(|c| c.finish.map_or(c.end, |f| f.max(c.end)));
    let end = end.filter(|end| *end >= view.today);
    let takes = |track: &str, amount: u32| minutes_of(Some(p.unit(track)), amount);
    let pack = p.pack();
    let course = pack.as_deref().and_then(|pack| course(pack, view));
    let excused = course.map(|c| c.excused(&view.plan)).unwrap_or_default();
    // A pause is at most a year long: further than that nothing needs to be left out one by one.
    let rest = |days: u8| {
        let last = end.unwrap_or(NaiveDate::MAX);
        let ahead = view.today.iter_days().take(LOOK_AHEAD).take_while(move |d| *d <= last);
        ahead.filter(|d| is_on(days, *d) && excused.has(*d)).collect::<Vec<_>>()
    };
    let mut out = Vec::new();
    for item in &view.plan.tracks {
        let days = item.days & sums::DAILY;
        let Some(on) = first_on(view.today, days).filter(|on| end.is_none_or(|end| *on <= end)) else {
            continue;
        };
        out.push(Event {
            uid: format!("{}.{owner}@qadam", item.track),
            summary: look::what(p, item),
            description: format!("{}\n{}", p.track(&item.track), look::weekly(t, p, item)),
            on,
            at: item.at_min.map(|at| (at, takes(&item.track, item.amount))),
            often: Often::Weekly(days, end),
            except: rest(days),
            alarm: view.remind,
        });
    }
    for d in view.plan.dates.iter().filter(|d| d.last() >= view.today) {
        // A year that a calendar cannot write is none of a plan.
        if !(1..=9_999).contains(&d.on.year()) {
            continue;
        }
        let journey = p.unit(&d.track) == Unit::Days;
        out.push(Event {
            uid: format!("{}.{owner}@qadam", d.id.0.simple()),
            summary: look::title(p, d),
            description: format!("{}\n{}", p.track(&d.track), look::when(t, p, d)),
            on: d.on,
            at: d.at_min.filter(|_| !journey).map(|at| (at, takes(&d.track, d.amount))),
            often: Often::Until(d.last()),
            except: Vec::new(),
            alarm: view.remind,
        });
    }
    out
}
