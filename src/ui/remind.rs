//! Reminders of what is planned. The core says what and when; in browsers the page waits and shows it while
//! the app is open, phones do it by themselves; elsewhere the calendar file carries alarms.

use crate::prelude::*;

/// How the page around the screens, or the phone, reminds. Optional context of [`crate::App`]: where there is none, only
/// the calendar can.
#[derive(Clone, Copy, Debug)]
pub struct PageReminders {
    /// `granted`, `denied`, `default` (not asked yet), or empty where the browser has no such thing.
    pub may: fn() -> String,
    /// Asks the person; only ever called from a tap.
    pub ask: fn(),
    /// What to say and when (milliseconds since 1970), in the place of everything that was said before.
    pub set: fn(&str, &[(f64, String)]),
    /// They come while the app is closed.
    pub closed: bool,
}

/// Hands the page what comes next. Draws nothing.
#[component]
pub fn Remind() -> Element {
    let (t, p) = (use_t(), use_programme());
    let page = use_hook(try_consume_context::<PageReminders>);
    let view = use_view(ask::Reminders {});
    use_effect(move || {
        let (Some(page), Some(Ok(view))) = (page, &*view.read()) else { return };
        let next: Vec<(f64, String)> = view.next.iter().map(|r| (r.at.0 as f64, sentence(t, p, r))).collect();
        (page.set)(&t.s("common-remind-title"), &next);
    });
    // Another person's turn on a shared phone: nothing is said of this one's plan any more.
    use_drop(move || {
        if let Some(page) = page {
            (page.set)("", &[]);
        }
    });
    rsx! {}
}

/// What is planned, as one line.
pub fn sentence(t: T, p: Programme, row: &ReminderRow) -> String {
    let name = |i: &ReminderItem| {
        let title = i.title.trim();
        if title.is_empty() { p.call(&i.track, i.activity.as_deref(), None) } else { title.to_owned() }
    };
    let what = row.of.iter().map(name).collect::<Vec<_>>().join(", ");
    t.f("common-remind-of", &[("what", what.into())])
}

/// The wish to be reminded: off until it is tapped, and explained before the browser asks.
#[component]
pub fn Wish(on: bool) -> Element {
    let (t, act) = (use_t(), use_act());
    let page = use_hook(try_consume_context::<PageReminders>);
    let may = page.map(|p| (p.may)()).unwrap_or_default();
    let text = match (may.as_str(), page.is_some_and(|p| p.closed)) {
        ("", _) => "plan-remind-calendar",
        ("denied", true) => "plan-remind-phone-denied",
        ("denied", false) => "plan-remind-denied",
        (_, true) => "plan-remind-phone",
        (_, false) => "plan-remind-text",
    };
    rsx! {
        p { class: "t-sm mute", {t.s(text)} }
        button {
            r#type: "button", class: "btn btn--line btn--block mt-3", role: "switch",
            "aria-checked": if on { "true" } else { "false" },
            onclick: move |_| {
                if let Some(page) = page.filter(|_| !on && may == "default") {
                    (page.ask)();
                }
                act.run(Command::RemindersSet { on: !on }, |_| {});
            },
            Icon { name: if on { "check" } else { "bell" } }
            {t.s(if on { "plan-remind-on" } else { "plan-remind-off" })}
        }
        p { class: "t-xs mute mt-2", {t.s("plan-remind-quiet")} }
    }
}
