//! One report: where it is, what the mentor said, what is to be fixed, what was sent before.

use qadam_domain::report::{Outcome as Decided, ReportState, Verdict};

use super::line::Line;
use super::new::{Hand, WordField, use_hand};
use super::{state_word, summary, title};
use crate::me::Refused;
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
        Some(Ok(v)) => rsx! {
            // a list of one: another report, or its next revision, is drawn anew
            for v in [v.clone()] {
                Report { key: "{v.card.id}/{v.card.number}", view: v, offset }
            }
        },
    }
}

/// The report itself.
#[component]
pub fn Report(view: ReportView, offset: i16) -> Element {
    let t = use_t();
    let card = view.card.clone();
    let returned = card.state == ReportState::Decided(Decided::Returned);
    let is = |e: &ReportEntry, v| e.verdict == Some(v);
    let (to_fix, rest): (Vec<_>, Vec<_>) =
        view.entries.iter().cloned().partition(|e| returned && is(e, Verdict::ToFix));
    let counted = view.entries.iter().filter(|e| is(e, Verdict::Counted)).count();
    let refused = view.entries.iter().filter(|e| is(e, Verdict::NotCounted)).count();
    let hand = use_hand(&view.draft, Some(card.id));
    let shown = use_shown();
    rsx! {
        TopBar { title: title(t, &card), sub: summary(t, &card), back: true }
        main { id: "main", class: "main",
            if let Some(row) = view.refused.clone() {
                section { class: "card card--pad card--warn mt-3",
                    h2 { class: "t-lg", {t.s("reports-refused")} }
                    Refused { row }
                }
            }
            Answered { answer: view.answer.clone(), state: card.state, offset }
            if let Some(w) = view.waits {
                div { class: "mt-2",
                    Banner {
                        kind: "idle", icon: "clock",
                        title: if w.days == 0 { t.s("reports-wait-today") } else { t.f("reports-wait", &[("n", w.days.into())]) },
                        text: t.f("reports-wait-clock", &[("remind", w.remind.into()), ("escalate", w.escalate.into())]),
                    }
                }
            }
            if !to_fix.is_empty() {
                div { class: "sec", h2 { {t.s("reports-to-fix-title")} } }
                ul { class: "card rows",
                    for e in to_fix.iter().take(shown()).cloned() {
                        li { key: "{e.row.id}", Line { entry: e, hand } }
                    }
                }
                More { total: to_fix.len(), shown }
            }
            if counted > 0 && counted < view.entries.len() {
                Banner { kind: "ok", icon: "shield-check", text: t.f("reports-kept", &[("n", counted.into())]) }
            }
            if refused > 0 {
                Banner { kind: "idle", icon: "info", text: t.f("reports-rest", &[("n", refused.into())]) }
            }
            if returned {
                WordField { hand, label: t.s("reports-answer"), hint: t.s("reports-kept-here") }
            }
            if !view.message.is_empty() {
                Mine { message: view.message.clone() }
            }
            if !rest.is_empty() {
                div { class: "sec", h2 { {t.s("reports-entries-title")} } }
                Lines { entries: rest }
            }
            if !view.not_in.is_empty() {
                div { class: "sec", h2 { {t.s("reports-not-in")} } }
                p { class: "mute t-sm", {t.s("reports-not-in-text")} }
                Lines { entries: view.not_in.clone() }
            }
            div { class: "sec", h2 { {t.s("reports-where")} } }
            Where { view: view.clone(), offset }
            if !view.before.is_empty() {
                div { class: "sec", h2 { {t.s("reports-before")} } }
                for b in view.before.clone() {
                    Before { key: "{b.number}", before: b, offset }
                }
            }
        }
        if returned {
            Again { view: view.clone(), to_fix, hand }
        }
    }
}

/// The ways to answer a return: ask, or send what is fixed.
#[component]
fn Again(view: ReportView, to_fix: Vec<ReportEntry>, hand: Hand) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut busy = use_signal(|| false);
    let going: Vec<EntryId> = to_fix.iter().filter(|e| !e.out).map(|e| e.row.id).collect();
    let left = to_fix.iter().filter(|e| !e.out && !e.fixed).count();
    let (report, ready, none) = (view.card.id, view.can_resubmit, going.is_empty());
    let resend = move |_| {
        if !ready || busy() {
            return;
        }
        busy.set(true);
        let sent = hand.sent;
        settle(sent, true);
        let message = hand.draft.peek().message.clone();
        let command = Command::ReportSubmit { report, entries: going.clone(), message };
        act.try_run(command, move |result| {
            settle(busy, false);
            match result {
                // The next revision is drawn anew, with a draft of its own.
                Ok(_) => toasts.say(t.s("reports-saved")),
                Err(e) => {
                    settle(sent, false);
                    toasts.fault(&e.fault);
                }
            }
        });
    };
    rsx! {
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
            if none {
                p { class: "dock__n t-xs mute", {t.s("reports-again-none")} }
            } else if left > 0 {
                p { class: "dock__n t-xs mute num", {t.f("reports-left", &[("n", left.into())])} }
            }
        }
    }
}

#[component]
fn Mine(message: String) -> Element {
    let t = use_t();
    rsx! {
        section { class: "card card--pad mt-3",
            h2 { class: "t-sm mute", {t.s("reports-my-word")} }
            p { class: "mt-1", dir: "auto", "{message}" }
        }
    }
}

#[component]
fn Lines(entries: Vec<ReportEntry>) -> Element {
    let shown = use_shown();
    let total = entries.len();
    rsx! {
        ul { class: "card rows",
            for e in entries.into_iter().take(shown()) {
                li { key: "{e.row.id}", Line { entry: e, hand: None } }
            }
        }
        More { total, shown }
    }
}

/// An earlier revision: what it held, and what was said of it.
#[component]
fn Before(before: ReportBefore, offset: i16) -> Element {
    let t = use_t();
    let mut open = use_signal(|| false);
    let when = t.moment(before.submitted_at, offset);
    rsx! {
        details { class: "card card--pad mt-3 rep__left", ontoggle: move |_| open.set(true),
            summary { class: "num", {t.f("reports-version", &[("n", before.number.into())])} ", {when}" span { class: "chev", "aria-hidden": "true", Icon { name: "chev-d" } } }
            if open() {
                if let Some(answer) = before.answer.clone() {
                    Said { answer, offset }
                }
                if !before.message.is_empty() {
                    Mine { message: before.message.clone() }
                }
                Lines { entries: before.entries.clone() }
            }
        }
    }
}

/// The mentor's answer in the mentor's own words.
#[component]
fn Answered(answer: Option<Answer>, state: ReportState, offset: i16) -> Element {
    let t = use_t();
    let Some(answer) = answer else { return rsx! {} };
    let (kind, icon, id) = state_word(state);
    let head = if kind == "warn" { "ret__h" } else { "ret__h ret__h--ok" };
    rsx! {
        section { class: "card ret mt-3",
            div { class: head,
                Icon { name: icon }
                h2 { class: "t-lg", {t.s(id)} }
            }
            div { class: "ret__b", Said { answer, offset } }
        }
    }
}

#[component]
fn Said(answer: Answer, offset: i16) -> Element {
    let t = use_t();
    let name = if answer.by.is_empty() { t.s("reports-mentor") } else { answer.by.clone() };
    rsx! {
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

/// From the draft to the decision.
#[component]
fn Where(view: ReportView, offset: i16) -> Element {
    let t = use_t();
    let now = match view.card.state {
        ReportState::Queued => 1,
        ReportState::Delivered => 2,
        ReportState::Seen => 3,
        ReportState::Decided(_) => 4,
    };
    let decided = match view.card.state {
        s @ ReportState::Decided(_) => state_word(s),
        _ => ("", "check2", "reports-decided"),
    };
    let steps = [
        ("pencil", "reports-draft", view.begun),
        ("phone-check", "reports-queued", Some(view.card.submitted_at)),
        ("cloud-check", "reports-delivered", view.delivered),
        ("eye", "reports-seen", view.seen),
        (decided.1, decided.2, view.answer.as_ref().map(|a| a.at)),
    ];
    rsx! {
        ol { class: "card card--pad tl",
            for (i , (icon , id , at)) in steps.into_iter().enumerate() {
                li {
                    key: "{id}",
                    class: match i.cmp(&now) {
                        std::cmp::Ordering::Less => "is-past",
                        std::cmp::Ordering::Equal if i == 4 && decided.0 != "warn" => "is-past",
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
