//! One report: where it is, what the mentor said, what is to be fixed.

use qadam_domain::report::{Outcome as Decided, ReportState, Verdict};

use super::{state_word, summary, title};
use crate::prelude::*;

/// One report.
#[component]
pub fn ReportScreen(id: String) -> Element {
    match id.parse::<ReportId>() {
        Ok(report) => rsx! { Watched { key: "{report}", report } },
        Err(_) => rsx! { Wrong { error: DoorError::from(Fault::NotFound) } },
    }
}

#[component]
fn Wrong(error: DoorError) -> Element {
    let t = use_t();
    rsx! {
        TopBar { title: t.s("reports-title"), back: true }
        main { id: "main", class: "main", FaultBox { error } }
    }
}

#[component]
fn Watched(report: ReportId) -> Element {
    let t = use_t();
    let view = use_view(ask::Report { report });
    let me = use_view(ask::Me {});
    let offset = me.read().as_ref().and_then(|m| m.as_ref().ok()).map_or(0, |m| m.offset_min);
    match &*view.read() {
        None => rsx! {
            TopBar { title: t.s("reports-title"), back: true }
            main { id: "main", class: "main", Skeleton {} }
        },
        Some(Err(e)) => rsx! { Wrong { error: e.clone() } },
        Some(Ok(v)) => rsx! { Report { view: v.clone(), offset } },
    }
}

/// The report itself.
#[component]
pub fn Report(view: ReportView, offset: i16) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut busy = use_signal(|| false);
    let card = view.card.clone();
    let returned = card.state == ReportState::Decided(Decided::Returned);
    let left = view.entries.iter().filter(|e| e.verdict == Some(Verdict::ToFix) && !e.fixed).count();
    let counted = view.entries.iter().filter(|e| e.verdict == Some(Verdict::Counted)).count();
    let again: Vec<EntryId> =
        view.entries.iter().filter(|e| e.verdict == Some(Verdict::ToFix)).map(|e| e.row.id).collect();
    let (report, ready) = (card.id, view.can_resubmit);
    let resend = move |_| {
        if !ready || busy() {
            return;
        }
        busy.set(true);
        let command = Command::ReportSubmit { report, entries: again.clone(), message: String::new() };
        act.try_run(command, move |result| {
            settle(busy, false);
            match result {
                Ok(_) => toasts.say(t.s("reports-saved")),
                Err(e) => toasts.fault(&e.fault),
            }
        });
    };
    rsx! {
        TopBar { title: title(t, &card), sub: summary(t, &card), back: true }
        main { id: "main", class: "main",
            Answered { view: view.clone(), offset }
            if returned && counted > 0 {
                Banner { kind: "ok", icon: "shield-check", text: t.f("reports-kept", &[("n", counted.into())]) }
            }
            if !view.message.is_empty() {
                section { class: "card card--pad mt-3",
                    h2 { class: "t-sm mute", {t.s("reports-my-word")} }
                    p { class: "mt-1", dir: "auto", "{view.message}" }
                }
            }
            div { class: "sec", h2 { {t.s("reports-entries-title")} } }
            ul { class: "card rows",
                for e in view.entries.clone() {
                    li { key: "{e.row.id}", Line { entry: e, returned } }
                }
            }
            div { class: "sec", h2 { {t.s("reports-where")} } }
            Where { view: view.clone(), offset }
        }
        if returned {
            section { class: "dock", "aria-label": t.s("reports-actions"),
                Link { class: "btn btn--line", to: Route::Chat {},
                    Icon { name: "chat" }
                    {t.s("reports-ask")}
                }
                button {
                    r#type: "button",
                    class: "btn grow",
                    "aria-disabled": if ready && !busy() { "false" } else { "true" },
                    onclick: resend,
                    Icon { name: "send" }
                    {t.s("reports-again")}
                }
                if !ready {
                    p { class: "dock__n t-xs mute num", {t.f("reports-left", &[("n", left.into())])} }
                }
            }
        }
    }
}

/// The mentor's answer in the mentor's own words.
#[component]
fn Answered(view: ReportView, offset: i16) -> Element {
    let t = use_t();
    let Some(answer) = view.answer else { return rsx! {} };
    let (kind, icon, id) = state_word(view.card.state);
    let head = if kind == "warn" { "ret__h" } else { "ret__h ret__h--ok" };
    let name = if answer.by.is_empty() { t.s("reports-mentor") } else { answer.by.clone() };
    rsx! {
        section { class: "card ret mt-3",
            div { class: head,
                Icon { name: icon }
                h2 { class: "t-lg", {t.s(id)} }
            }
            div { class: "ret__b",
                div { class: "say",
                    Avatar { name: name.clone() }
                    div { class: "say__m",
                        p { class: "t-sm",
                            b { "{name} " }
                            span { class: "faint num", {t.moment(answer.at, offset)} }
                        }
                        p { class: "say__t", dir: "auto",
                            if answer.message.is_empty() { {t.s("reports-no-words")} } else { "{answer.message}" }
                        }
                    }
                }
            }
        }
    }
}

/// An entry with the mentor's word; what is to be fixed opens where it can be fixed.
#[component]
fn Line(entry: ReportEntry, returned: bool) -> Element {
    let (t, p) = (use_t(), use_programme());
    let id = entry.row.id.to_string();
    let fix = returned && entry.verdict == Some(Verdict::ToFix);
    let label = t.f("reports-fix-label", &[("what", p.what(&entry.row).into())]);
    rsx! {
        EntryLine { row: entry.row.clone() }
        if !entry.reason.is_empty() {
            p { class: "rep__why t-sm", dir: "auto", "{entry.reason}" }
        }
        if fix {
            div { class: "rep__fix",
                if entry.fixed {
                    Tag { kind: "ok", icon: "check", text: t.s("reports-fixed") }
                }
                Link {
                    class: "btn btn--sm btn--tonal",
                    to: Route::Log { track: String::new(), entry: id },
                    "aria-label": "{label}",
                    Icon { name: "pencil", small: true }
                    {t.s("reports-fix")}
                }
            }
        }
    }
}

/// From this phone to the decision.
#[component]
fn Where(view: ReportView, offset: i16) -> Element {
    let t = use_t();
    let now = match view.card.state {
        ReportState::Queued => 0,
        ReportState::Delivered => 1,
        ReportState::Seen => 2,
        ReportState::Decided(_) => 3,
    };
    let decided = match view.card.state {
        s @ ReportState::Decided(_) => state_word(s),
        _ => ("", "check2", "reports-decided"),
    };
    let steps = [
        ("phone-check", "reports-queued", Some(view.card.submitted_at)),
        ("cloud-check", "reports-delivered", None),
        ("eye", "reports-seen", None),
        (decided.1, decided.2, view.answer.as_ref().map(|a| a.at)),
    ];
    rsx! {
        ol { class: "card card--pad tl",
            for (i , (icon , id , at)) in steps.into_iter().enumerate() {
                li {
                    key: "{id}",
                    class: match i.cmp(&now) {
                        std::cmp::Ordering::Less => "is-past",
                        std::cmp::Ordering::Equal if i == 3 && decided.0 != "warn" => "is-past",
                        std::cmp::Ordering::Equal => "is-now",
                        std::cmp::Ordering::Greater => "is-next",
                    },
                    "aria-current": (i == now).then_some("step"),
                    span { class: "tl__d", Icon { name: icon } }
                    div { class: "tl__m",
                        span { {t.s(id)} }
                        if let Some(at) = at {
                            time { class: "num", {t.moment(at, offset)} }
                        }
                    }
                }
            }
        }
    }
}
