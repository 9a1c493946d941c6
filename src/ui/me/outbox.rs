//! What waits to be sent: one calm card, and a person's decision only where one is needed.

use super::data::size;
use super::words;
use crate::prelude::*;

/// Rows that are shown before "show more".
const SHOWN: usize = 4;

/// The card.
#[component]
pub fn Outbox(sync: SyncView, rows: Vec<OutboxRow>, offset_min: i16) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut all = use_signal(|| false);
    // What needs a person comes first; before joining there is nowhere to send to, and no list.
    let mut shown: Vec<OutboxRow> = rows.iter().filter(|r| sync.joined || is_refused(r)).cloned().collect();
    shown.sort_by_key(|r| !is_refused(r));
    let first = shown.iter().position(|r| r.state == OutboxState::Waiting).map(|i| i + 1);
    let keep = SHOWN.max(shown.iter().filter(|r| is_refused(r)).count());
    let more = if all() { 0 } else { shown.len().saturating_sub(keep) };
    shown.truncate(shown.len() - more);
    let (icon, title) = if sync.attention > 0 {
        ("warn", t.f("me-need-you", &[("n", sync.attention.into())]))
    } else if sync.joined && sync.waiting == 0 && sync.hold.is_none() {
        ("cloud-check", t.s("me-all-sent"))
    } else {
        ("phone-check", t.s("me-safe"))
    };
    rsx! {
        section { class: "card syncc mt-4", "aria-labelledby": "h-sync",
            div { class: "syncc__h",
                span { class: if sync.attention > 0 { "syncc__i syncc__i--warn" } else { "syncc__i" }, Icon { name: icon } }
                div { class: "row__m",
                    h2 { id: "h-sync", class: "t-md", "{title}" }
                    for line in lines(t, &sync, offset_min) {
                        p { class: "t-sm mute num", "{line}" }
                    }
                }
            }
            if sync.joined && (sync.photos.count > 0 || sync.photos.refused > 0) {
                PhotosLine { photos: sync.photos, sending: sync.sending && sync.waiting == sync.photos.count }
            }
            if !shown.is_empty() {
                ul { class: "rows out",
                    for (i , row) in shown.into_iter().enumerate() {
                        li { key: "{row.op}", class: "out__i",
                            Row { row, next: first == Some(i + 1), offset_min }
                        }
                    }
                }
            }
            if more > 0 {
                button { r#type: "button", class: "btn btn--text btn--block", onclick: move |_| all.set(true),
                    {t.f("me-show-all", &[("n", more.into())])}
                }
            }
            if sync.joined {
                div { class: "syncc__f",
                    span { class: "t-sm mute num",
                        if sync.waiting > 0 {
                            {t.f("me-waiting", &[("n", sync.waiting.into())])}
                        } else {
                            {t.s("me-waiting-none")}
                        }
                    }
                    // Who was signed out must sign in first: the card above says how.
                    if sync.hold != Some(Hold::SignedOut) {
                      button {
                        r#type: "button", class: "btn btn--sm btn--tonal",
                        onclick: move |_| act.run(Command::SyncNow, move |_| toast.say(t.s("me-send-tried"))),
                        Icon { name: "refresh", small: true }
                        {t.s("me-send-now")}
                      }
                    }
                }
            }
        }
    }
}

/// Photos go after everything else.
#[component]
fn PhotosLine(photos: PhotosWaiting, sending: bool) -> Element {
    let t = use_t();
    let (icon, state) =
        if sending { ("cloud-up", "me-state-sending") } else { ("clock", "me-state-waiting") };
    rsx! {
        ul { class: "rows out",
            if photos.count > 0 {
                li { class: "out__i",
                    Icon { name: "image", small: true }
                    span { class: "row__m",
                        b { {t.f("photos-count", &[("n", photos.count.into())])} }
                        span { class: "row__s num", {size(t, photos.bytes)} }
                    }
                    span { class: "out__s", Icon { name: icon, small: true } {t.s(state)} }
                }
            }
            if photos.refused > 0 {
                li { class: "out__i",
                    Icon { name: "image", small: true }
                    span { class: "row__m",
                        b { {t.s("me-photos-refused")} }
                        span { class: "row__s", {t.s("me-photos-refused-text")} }
                    }
                }
            }
        }
    }
}

fn is_refused(row: &OutboxRow) -> bool {
    matches!(row.state, OutboxState::Refused { .. })
}

/// What holds, and when something was last sent.
fn lines(t: T, sync: &SyncView, offset_min: i16) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(hold) = sync.hold {
        lines.push(words::hold(t, hold, sync.waiting));
    } else if !sync.joined {
        lines.push(t.s("me-alone"));
    } else if sync.sending {
        lines.push(t.s("me-sending"));
    }
    if sync.joined {
        lines.push(match sync.last_done {
            Some(at) => t.f("me-last-sent", &[("when", t.moment(at, offset_min).into())]),
            None => t.s("me-never-sent"),
        });
        if let (Some(at), true) = (sync.next_try, sync.waiting > 0 && !sync.sending && sync.hold.is_some()) {
            let when = t.moment(at, offset_min);
            if !when.is_empty() {
                lines.push(t.f("me-next-try", &[("when", when.into())]));
            }
        }
    }
    lines
}

#[component]
fn Row(row: OutboxRow, next: bool, offset_min: i16) -> Element {
    let (t, p) = (use_t(), use_programme());
    let (icon, state) = match row.state {
        OutboxState::Waiting if next => ("clock", "me-state-next"),
        OutboxState::Waiting => ("clock", "me-state-waiting"),
        OutboxState::Sending => ("cloud-up", "me-state-sending"),
        OutboxState::Behind => ("clock", "me-state-behind"),
        OutboxState::Refused { .. } => ("warn", "me-state-refused"),
    };
    rsx! {
        Icon { name: words::icon(&row), small: true }
        span { class: "row__m",
            b { {words::what(t, p, &row)} }
            span { class: "row__s num", {words::about(t, &row, offset_min)} }
        }
        if is_refused(&row) {
            Tag { kind: "warn", icon, text: t.s(state) }
            div { class: "out__x", Refused { row } }
        } else {
            span { class: "out__s",
                Icon { name: icon, small: true }
                {t.s(state)}
            }
        }
    }
}

/// What happened to a refused action, what is safe, and what to do: correct it, try again, or drop it.
#[component]
pub fn Refused(row: OutboxRow) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut dropping = use_signal(|| false);
    let (op, entry) = (row.op, row.entry);
    let OutboxState::Refused { why } = row.state else { return rsx! {} };
    let hint = match row.kind {
        OutboxKind::Entry => "me-do-entry",
        OutboxKind::Report => "me-do-report",
        _ => "me-do-other",
    };
    rsx! {
        p { class: "mt-1", {words::why(t, why)} }
        p { class: "mute mt-1", {t.s(hint)} }
        div { class: "two mt-2",
            if let Some(entry) = entry {
                Link { class: "btn btn--sm", to: Route::Log { track: String::new(), entry: entry.id.to_string() },
                    Icon { name: "pencil", small: true }
                    {t.s("me-correct")}
                }
            }
            button {
                r#type: "button", class: if entry.is_some() { "btn btn--sm btn--tonal" } else { "btn btn--sm" },
                onclick: move |_| act.run(Command::OpRetry { op }, move |_| toast.say(t.s("me-retried"))),
                {t.s("me-retry")}
            }
            button { r#type: "button", class: "btn btn--sm btn--line", onclick: move |_| dropping.set(true), {t.s("me-discard")} }
        }
        if dropping() {
            Discard { row, onclose: move |()| dropping.set(false) }
        }
    }
}

/// What dropping does is said first, and it can be taken back for a moment.
#[component]
fn Discard(row: OutboxRow, onclose: EventHandler<()>) -> Element {
    let (t, p, act, toast) = (use_t(), use_programme(), use_act(), use_toasts());
    let op = row.op;
    rsx! {
        Sheet { title: t.s("me-discard-title"), onclose,
            p { class: "mute", {t.f("me-discard-entry", &[("what", words::what(t, p, &row).into())])} }
            div { class: "two mt-4",
                button { r#type: "button", class: "btn btn--line", onclick: move |_| onclose.call(()), {t.s("me-keep")} }
                button {
                    r#type: "button", class: "btn btn--warn",
                    onclick: move |_| {
                        act.run(Command::OpDiscard { op }, move |_| {
                            toast.undo(t.s("me-discarded"), Command::OpRestore { op });
                        });
                        onclose.call(());
                    },
                    {t.s("me-discard-yes")}
                }
            }
        }
    }
}
