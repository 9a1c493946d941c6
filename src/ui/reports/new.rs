//! A new report: which days, which tracks, which entries, and a word to the mentor.
//!
//! Each choice is kept by the core at once; what it means (what goes, what it would add) comes back with
//! the view. So leaving the form loses nothing.

use super::would::{LeftOutBox, Would};
use crate::prelude::*;

/// Most characters of the word to the mentor (`qadam_domain::report::MESSAGE_MAX`).
const MESSAGE_MAX: usize = qadam_domain::report::MESSAGE_MAX;

/// Making a report.
#[component]
pub fn ReportNewPage() -> Element {
    let t = use_t();
    let form = use_view(ask::ReportForm {});
    match &*form.read() {
        Some(Ok(v)) => rsx! { Form { view: v.clone() } },
        other => rsx! {
            TopBar { title: t.s("reports-new"), back: true }
            main { id: "main", class: "main",
                match other {
                    Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                    _ => rsx! { Skeleton {} },
                }
            }
        },
    }
}

/// A draft under one's hands: what is chosen is kept at once, words when the writer pauses.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Hand {
    pub draft: Signal<ReportDraft>,
    report: Option<ReportId>,
    /// It was sent: nothing more to keep.
    pub sent: Signal<bool>,
    act: Act,
}

/// Goes on with a kept draft, of a new report or of the next revision of one.
pub(super) fn use_hand(kept: &ReportDraft, report: Option<ReportId>) -> Hand {
    let act = use_act();
    let draft = use_signal(|| kept.clone());
    let sent = use_signal(|| false);
    let hand = Hand { draft, report, sent, act };
    let begun = use_hook(|| kept.message.clone());
    use_drop(move || {
        if !*sent.peek() && draft.peek().message != begun {
            hand.keep();
        }
    });
    hand
}

impl Hand {
    /// Changes what is chosen.
    pub fn set(mut self, change: impl FnOnce(&mut ReportDraft)) {
        change(&mut self.draft.write());
        self.keep();
    }
    /// Keeps it as it is.
    pub fn keep(self) {
        if *self.sent.peek() {
            return;
        }
        let draft = self.draft.peek().clone();
        self.act.run(Command::ReportDraft { report: self.report, draft }, drop);
    }
}

/// The word to the mentor.
#[component]
pub(super) fn WordField(hand: Hand, label: String, hint: String) -> Element {
    let mut draft = hand.draft;
    rsx! {
        div { class: "mt-4", onfocusout: move |_| hand.keep(),
            Field {
                label,
                value: draft.read().message.clone(),
                multiline: true,
                maxlength: Some(MESSAGE_MAX),
                hint,
                // Kept after each word, so that a phone that dies takes one at most.
                oninput: move |v: String| {
                    let word = v.ends_with(char::is_whitespace);
                    draft.write().message = v;
                    if word {
                        hand.keep();
                    }
                },
            }
        }
    }
}

/// Puts an id into a list, or takes it out.
pub(super) fn toggle<V: PartialEq>(list: &mut Vec<V>, id: V) {
    match list.iter().position(|x| *x == id) {
        Some(at) => drop(list.remove(at)),
        None => list.push(id),
    }
}

/// The form itself. Everything that can count is chosen; a tap takes it out.
#[component]
pub fn Form(view: ReportFormView) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let hand = use_hand(&view.draft, None);
    let mut busy = use_signal(|| false);
    let shown = use_shown();
    let chosen: Vec<EntryId> = view.entries.iter().filter(|e| e.chosen).map(|e| e.row.id).collect();
    let count = chosen.len();
    let report = view.report;
    // Taken here: the callback below runs at the root, where there is no router.
    let nav = navigator();
    let send = move |_| {
        if chosen.is_empty() || busy() {
            return;
        }
        busy.set(true);
        let sent = hand.sent;
        settle(sent, true);
        let message = hand.draft.peek().message.clone();
        let command = Command::ReportSubmit { report, entries: chosen.clone(), message };
        act.try_run(command, move |result| match result {
            Ok(_) => {
                toasts.say(t.s("reports-saved"));
                nav.replace(Route::ReportPage { id: report.to_string() });
            }
            Err(e) => {
                settle(sent, false);
                settle(busy, false);
                toasts.fault(&e.fault);
            }
        });
    };
    // Nothing at all can go, whatever the days: the next step is another one.
    let nothing = view.entries.is_empty() && view.outside == 0 && view.too_many.is_none();
    let nothing = nothing && view.draft == ReportDraft::default();
    rsx! {
        TopBar { title: t.s("reports-new"), back: true }
        main { id: "main", class: "main",
            if nothing {
                Empty { icon: "file", title: t.s("reports-none-left"), text: t.s("reports-none-text"),
                    Link { class: "btn btn--gold mt-3", to: Route::Log { track: String::new(), entry: String::new() },
                        Icon { name: "plus" }
                        {t.s("reports-none-go")}
                    }
                }
                LeftOutBox { left: view.left_out, outside: 0 }
            } else {
                if !view.joined {
                    Banner { kind: "idle", icon: "info", title: t.s("reports-alone"), text: t.s("reports-alone-text") }
                }
                Days { view: view.clone(), hand }
                Tracks { tracks: view.tracks.clone(), hand }
                if let Some(many) = view.too_many {
                    Many { many, from: view.from, hand }
                } else {
                    Would { view: view.clone() }
                    div { class: "sec", h2 { {t.s("reports-entries-title")} } }
                    if view.entries.is_empty() {
                        p { class: "mute t-sm", {t.s("reports-empty-days")} }
                    } else {
                        p { class: "mute t-sm", {t.s("reports-choose")} }
                        ul { class: "card rows mt-3",
                            for pick in view.entries.iter().take(shown()).cloned() {
                                li { key: "{pick.row.id}", Pick { pick, hand } }
                            }
                        }
                        More { total: view.entries.len(), shown }
                    }
                }
                LeftOutBox { left: view.left_out, outside: view.outside }
                WordField { hand, label: t.s("reports-word"), hint: t.s("reports-word-hint") }
            }
        }
        if !nothing {
            section { class: "dock", "aria-label": t.s("reports-actions"),
                button {
                    r#type: "button",
                    class: "btn btn--block",
                    "aria-disabled": if count == 0 || busy() { "true" } else { "false" },
                    onclick: send,
                    Icon { name: "send" }
                    {t.f("reports-send", &[("n", count.into())])}
                }
                p { class: "dock__n t-xs mute",
                    Icon { name: "phone-check", small: true }
                    {t.s("reports-safe")}
                }
            }
        }
    }
}

/// Which days.
#[component]
fn Days(view: ReportFormView, hand: Hand) -> Element {
    let t = use_t();
    let (from, to) = (view.from, view.to);
    let options = [
        ("last", "reports-p-last"),
        ("week", "reports-p-week"),
        ("two", "reports-p-two"),
        ("month", "reports-p-month"),
        ("days", "reports-p-days"),
    ];
    let now = match view.draft.period {
        Period::SinceLast => "last",
        Period::Week => "week",
        Period::TwoWeeks => "two",
        Period::Month => "month",
        Period::Days { .. } => "days",
    };
    let day = move |label: &'static str, value: NaiveDate, first: bool| {
        rsx! {
            Field {
                label: t.s(label),
                value: value.to_string(),
                kind: "date",
                oninput: move |v: String| {
                    // Half a date, as it is being typed, is none yet.
                    if let Ok(day) = v.parse::<NaiveDate>() {
                        let (from, to) = if first { (day, to) } else { (from, day) };
                        hand.set(|d| d.period = Period::Days { from, to });
                    }
                },
            }
        }
    };
    rsx! {
        div { class: "mt-2",
            Seg {
                label: t.s("reports-period"),
                options: options.iter().map(|(key, id)| ((*key).to_owned(), t.s(id))).collect::<Vec<_>>(),
                value: now,
                onpick: move |key: String| hand.set(|d| {
                    d.period = match key.as_str() {
                        "week" => Period::Week,
                        "two" => Period::TwoWeeks,
                        "month" => Period::Month,
                        "days" => Period::Days { from, to },
                        _ => Period::SinceLast,
                    };
                }),
            }
        }
        if now == "days" {
            div { class: "two rep__days mt-2",
                {day("reports-from", from, true)}
                {day("reports-to", to, false)}
            }
        } else {
            p { class: "t-sm mute mt-2 num", {t.range(from, to)} }
        }
    }
}

/// Which tracks; none pressed means all.
#[component]
fn Tracks(tracks: Vec<(String, u32)>, hand: Hand) -> Element {
    let (t, p) = (use_t(), use_programme());
    let chosen = hand.draft.read().tracks.clone();
    let mut shown = tracks;
    for id in chosen.iter().filter(|id| !shown.iter().any(|(t, _)| t == *id)).cloned().collect::<Vec<_>>() {
        shown.push((id, 0));
    }
    rsx! {
        if shown.len() > 1 || !chosen.is_empty() {
            div { class: "chips mt-3", role: "group", "aria-label": t.s("reports-which-tracks"),
                for (id , n) in shown {
                    button {
                        key: "{id}", r#type: "button", class: "chip", "data-track": css_track(&id),
                        "aria-pressed": if chosen.contains(&id) { "true" } else { "false" },
                        onclick: {
                            let id = id.clone();
                            move |_| {
                                let id = id.clone();
                                hand.set(|d| toggle(&mut d.tracks, id));
                            }
                        },
                        Icon { name: track_icon(&id), small: true }
                        "{p.short(&id)} · {n}"
                    }
                }
            }
        }
    }
}

/// More than one report holds, with the days that fit.
#[component]
fn Many(many: TooMany, from: NaiveDate, hand: Hand) -> Element {
    let t = use_t();
    rsx! {
        div { class: "mt-3",
            Banner {
                kind: "warn", icon: "info",
                title: t.f("reports-many", &[("n", many.count.into())]),
                text: t.f("reports-many-text", &[("max", many.max.into())]),
                if let Some((to, n)) = many.until {
                    button {
                        r#type: "button", class: "btn btn--sm mt-2",
                        onclick: move |_| hand.set(|d| d.period = Period::Days { from, to }),
                        {t.f("reports-many-go", &[("days", t.range(from, to).into()), ("n", n.into())])}
                    }
                }
            }
        }
    }
}

/// An entry to take or leave, with what it would add.
#[component]
fn Pick(pick: ReportPick, hand: Hand) -> Element {
    let (t, p) = (use_t(), use_programme());
    let row = pick.row;
    let (id, what) = (row.id, p.what(&row));
    // It could not count as it is, whatever the mentor says: not chosen unless somebody wants it in.
    let idle =
        matches!(row.standing.as_ref().and_then(|s| s.reason.as_ref()), Some(Reason::BeforeStart { .. }));
    let adds = match pick.adds {
        0 => t.s("reports-adds-none"),
        value => format!("+{}", t.amount(Amount { value, unit: row.amount.unit })),
    };
    rsx! {
        div { class: "sel",
            button {
                r#type: "button",
                class: "tick tick--sq",
                role: "checkbox",
                "aria-checked": if pick.chosen { "true" } else { "false" },
                "aria-label": t.f("reports-pick", &[("what", what.into()), ("date", t.date(row.on).into())]),
                onclick: move |_| hand.set(|d| toggle(if idle { &mut d.added } else { &mut d.out }, id)),
                i { Icon { name: "check" } }
            }
            EntryLine { row: row.clone() }
        }
        if pick.chosen && row.standing.is_some() {
            p { class: if pick.adds == 0 { "rep__adds t-sm mute" } else { "rep__adds t-sm num" },
                "{adds}"
                if pick.with_others {
                    " · "
                    {t.s("reports-with-others")}
                }
            }
        }
    }
}
