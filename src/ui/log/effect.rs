//! What saving would do, said before it is done.

use qadam_domain::progress::NeedKind;

use crate::prelude::*;

/// The line under the amount: green when it counts, amber with the reason when it does not yet. `told`: what is
/// wrong stands beside the part that it is about already.
#[component]
pub fn EffectLine(draft: Signal<Draft>, told: bool) -> Element {
    let t = use_t();
    let preview = use_view(ask::LogPreview { draft: draft.read().clone() });
    // While the next answer comes the last one stays: a line that flickers is read aloud each time.
    let mut last = use_signal(|| None);
    if let Some(now) = &*preview.read()
        && last.peek().as_ref() != Some(now)
    {
        last.set(Some(now.clone()));
    }
    let late = match &*last.read() {
        Some(Ok(view)) => view.late,
        _ => None,
    };
    if told && matches!(&*last.read(), Some(Ok(LogPreviewView { fault: Some(_), .. }))) {
        return rsx! {};
    }
    let (kind, icon, text) = match &*last.read() {
        Some(Ok(LogPreviewView { fault: Some(fault), .. })) => ("bad", "warn", t.fault(fault)),
        Some(Ok(LogPreviewView { effect, .. })) => {
            say(t, effect, draft.read().thing.as_ref().is_some_and(|thing| !thing.finished))
        }
        Some(Err(e)) => ("bad", "warn", t.fault(&e.fault)),
        // The line keeps its place while the answer comes.
        None => ("idle", "clock", "…".to_owned()),
    };
    rsx! {
        div { class: "banner banner--{kind} calc", role: "status",
            Icon { name: icon }
            span {
                "{text}"
                if let Some(days) = late {
                    span { class: "calc__l", {t.f("log-late", &[("n", days.into())])} }
                }
            }
        }
    }
}

/// `goes_on`: what the entry belongs to is not finished by it.
pub(super) fn say(t: T, effect: &Effect, goes_on: bool) -> (&'static str, &'static str, String) {
    match effect {
        Effect::Kept => ("idle", "phone-check", t.s("log-effect-kept")),
        Effect::Window { before, added, need, reached, now, .. } => {
            let sum = before.saturating_add(*added);
            let args = [
                ("before", t.minutes(*before).into()),
                ("added", t.minutes(*added).into()),
                ("sum", t.minutes(sum).into()),
                ("missing", t.minutes(need.saturating_sub(sum)).into()),
            ];
            let (kind, icon) = if *reached { ("ok", "check") } else { ("warn", "info") };
            let text = match (*now, *reached) {
                (true, true) => "log-effect-window",
                (true, false) => "log-effect-window-short",
                (false, true) => "log-effect-then",
                (false, false) => "log-effect-then-short",
            };
            (kind, icon, t.f(text, &args))
        }
        Effect::Adds { added, need } => {
            let (n, rest) = t.of_need(need);
            let with = format!("{n} {rest}");
            // Pages are no books: what counts is the whole.
            if goes_on && matches!(need.kind, NeedKind::Things { .. }) {
                return ("idle", "info", t.f("log-effect-thing", &[("with", with.into())]));
            }
            (
                "ok",
                "check",
                t.f("log-effect-adds", &[("added", t.amount(*added).into()), ("with", with.into())]),
            )
        }
        Effect::NotYet { reason } => ("warn", "info", t.reason(reason)),
    }
}
