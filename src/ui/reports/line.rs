//! An entry of a report with the mentor's word, and what changed since it was last sent.

use qadam_domain::report::{Change, Verdict};

use super::new::{Hand, toggle};
use crate::prelude::*;

/// An entry with the mentor's word. What is to be fixed opens where it can be fixed, or stays behind.
#[component]
pub fn Line(entry: ReportEntry, hand: Option<Hand>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let what = p.what(&entry.row);
    rsx! {
        EntryLine { row: entry.row.clone() }
        if !entry.reason.is_empty() {
            p { class: "rep__why t-sm", dir: "auto", "{entry.reason}" }
        }
        if !entry.changes.is_empty() {
            p { class: "rep__adds t-sm num", {changed(t, p, &entry.changes)} }
        }
        if let Some(hand) = hand.filter(|_| entry.verdict == Some(Verdict::ToFix)) {
            Answer { entry, hand, what }
        } else if entry.out {
            p { class: "rep__adds t-sm mute", {t.s("reports-out")} }
        }
    }
}

#[component]
fn Answer(entry: ReportEntry, hand: Hand, what: String) -> Element {
    let t = use_t();
    let id = entry.row.id;
    // Deleted, and not only taken out: there is nothing to put back.
    let taken = hand.draft.read().out.contains(&id);
    let gone = entry.out && !taken;
    let args = [("what", (&what).into())];
    rsx! {
        if entry.out {
            p { class: "rep__adds t-sm mute", {t.s("reports-out")} }
        }
        if !gone {
            div { class: "rep__fix",
                if entry.fixed && !entry.out {
                    Tag { kind: "ok", icon: "check", text: t.s("reports-fixed") }
                }
                button {
                    r#type: "button", class: "btn btn--sm btn--text",
                    "aria-label": t.f(if taken { "reports-put-back-label" } else { "reports-take-out-label" }, &args),
                    onclick: move |_| hand.set(|d| toggle(&mut d.out, id)),
                    {t.s(if taken { "reports-put-back" } else { "reports-take-out" })}
                }
                if !taken {
                    Link {
                        class: "btn btn--sm btn--tonal",
                        to: Route::Log { track: String::new(), entry: id.to_string() },
                        "aria-label": t.f("reports-fix-label", &args),
                        Icon { name: "pencil", small: true }
                        {t.s("reports-fix")}
                    }
                }
            }
        }
    }
}

/// «Өзгергені: 40 мин → 1 сағ, мәтіні».
pub fn changed(t: T, p: Programme, changes: &[Change]) -> String {
    let amount = |unit, from: u32, to: u32| {
        let say = |value| t.amount(Amount { value, unit });
        format!("{} → {}", say(from), say(to))
    };
    let all: Vec<String> = changes
        .iter()
        .map(|c| match c {
            Change::Track { from, to } => format!("{} → {}", p.short(from), p.short(to)),
            Change::On { from, to } => format!("{} → {}", t.date(*from), t.date(*to)),
            Change::Minutes { from, to } => amount(Unit::Minutes, *from, *to),
            Change::Pages { from, to } => amount(Unit::Pages, *from, *to),
            Change::What => t.s("reports-ch-what"),
            Change::Note => t.s("reports-ch-note"),
            Change::Attested => t.s("reports-ch-attested"),
            Change::Photos => t.s("reports-ch-photos"),
        })
        .collect();
    t.f("reports-changed", &[("what", all.join(", ").into())])
}
