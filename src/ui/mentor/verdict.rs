//! The mentor's word on one entry: counted, to fix, not counted; the last two with a reason.

use qadam_domain::report::Verdict;

use super::hints;
use crate::prelude::*;
use crate::reports::changed;

/// A word that is being formed.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub verdict: Verdict,
    pub reason: String,
}

/// Reasons that are often the right ones; the mentor edits them.
const TO_FIX: [&str; 4] =
    ["mentor-why-describe", "mentor-why-amount", "mentor-why-date", "mentor-why-attest"];
/// Of photos, where there are some and where there is none.
const PHOTOS: [&str; 2] = ["mentor-why-photo-unclear", "mentor-why-photo-own"];
const NO_PHOTO: &str = "mentor-why-photo-none";
const NOT_COUNTED: [&str; 3] = ["mentor-why-programme", "mentor-why-twice", "mentor-why-track"];

fn key(v: Verdict) -> &'static str {
    match v {
        Verdict::Counted => "counted",
        Verdict::ToFix => "fix",
        Verdict::NotCounted => "not",
    }
}

/// An entry under review. `word` is none where the report is decided: then it only shows.
#[component]
pub fn Reviewed(
    of: AccountId,
    entry: ReviewEntry,
    word: Option<Word>,
    missing: bool,
    onword: EventHandler<Word>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let what = p.what(&entry.row);
    rsx! {
        div { class: "row en",
            Tico { track: entry.row.track.clone() }
            div { class: "row__m",
                h3 { class: "row__t", "{what}" }
                p { class: "row__s num", {t.date_long(entry.row.on)} " · " {t.amount(entry.row.amount)} }
                if !entry.row.note.is_empty() {
                    p { class: "en__note", dir: "auto", "{entry.row.note}" }
                }
                Thumbs { of: Some(of), photos: entry.row.photos.clone() }
                if !entry.changes.is_empty() {
                    p { class: "row__s num", {changed(t, p, &entry.changes)} }
                }
                if let Some((name, role)) = entry.attested_by.clone() {
                    p { class: "row__s", {t.f("mentor-attested", &[("name", (&name).into()), ("role", (&role).into())])} }
                }
                for hint in entry.hints.clone() {
                    p { class: "en__hint t-sm",
                        Icon { name: "flag", small: true }
                        span { {hints::words(t, &hint)} }
                    }
                }
                if word.is_none() {
                    span { class: "row__tag", PlaceTag { place: entry.row.place } }
                    if !entry.reason.is_empty() {
                        p { class: "en__note t-sm", dir: "auto", "{entry.reason}" }
                    }
                }
            }
            if let Some(word) = word {
                Choice { what, photos: !entry.row.photos.is_empty(), word, missing, onword }
            }
        }
    }
}

#[component]
fn Choice(what: String, photos: bool, word: Word, missing: bool, onword: EventHandler<Word>) -> Element {
    let t = use_t();
    let options = [Verdict::Counted, Verdict::ToFix, Verdict::NotCounted].map(|v| {
        let id = match v {
            Verdict::Counted => "mentor-counted",
            Verdict::ToFix => "mentor-to-fix",
            Verdict::NotCounted => "mentor-not-counted",
        };
        (key(v).to_owned(), t.s(id))
    });
    let templates: Vec<&'static str> = match word.verdict {
        Verdict::Counted => Vec::new(),
        Verdict::ToFix if photos => PHOTOS.into_iter().chain(TO_FIX).collect(),
        Verdict::ToFix => TO_FIX.into_iter().chain([NO_PHOTO]).collect(),
        Verdict::NotCounted => NOT_COUNTED.to_vec(),
    };
    let reason = word.reason.clone();
    rsx! {
        Seg {
            label: t.f("mentor-word-label", &[("what", (&what).into())]),
            options: options.to_vec(),
            value: key(word.verdict),
            onpick: move |k: String| {
                let verdict = match k.as_str() {
                    "fix" => Verdict::ToFix,
                    "not" => Verdict::NotCounted,
                    _ => Verdict::Counted,
                };
                onword.call(Word { verdict, reason: reason.clone() });
            },
        }
        if !templates.is_empty() {
            div { class: "en__why",
                div { class: "chips", role: "group", "aria-label": t.s("mentor-templates"),
                    for id in templates.iter().copied() {
                        button {
                            key: "{id}",
                            r#type: "button",
                            class: "chip chip--t",
                            "aria-pressed": if word.reason == t.s(id) { "true" } else { "false" },
                            onclick: move |_| onword.call(Word { verdict: word.verdict, reason: t.s(id) }),
                            {t.s(id)}
                        }
                    }
                }
                Field {
                    label: t.s("mentor-reason"),
                    value: word.reason.clone(),
                    multiline: true,
                    maxlength: Some(qadam_domain::report::MESSAGE_MAX),
                    error: missing.then(|| t.s("mentor-reason-missing")),
                    oninput: move |v| onword.call(Word { verdict: word.verdict, reason: v }),
                }
            }
        }
    }
}
