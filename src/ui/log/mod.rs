//! The log sheet: ten seconds, one thumb, no network.

mod amount;
mod effect;
mod extras;
mod photos;
mod suggest;

use crate::prelude::*;
use crate::today::{Hero, said};
use amount::AmountPicker;
use effect::EffectLine;
use extras::{Attested, DayPicker, Note, ThingPicker, Wrong};
use photos::{Making, Photos};
use qadam_domain::EntryError;
use suggest::Suggestions;

/// What was being written when the sheet was closed, after what the sheet had begun with: opening it again goes on
/// from there, unless it would begin with something else by now.
#[derive(Clone, Copy)]
struct Kept(Signal<Option<(Draft, Draft)>>);

/// Keeps what was being written while other places are shown. Called by the frame, which is another one for each
/// profile: nobody goes on with what somebody else has written.
pub(crate) fn use_kept_provider() {
    let kept = use_signal(|| None);
    use_context_provider(|| Kept(kept));
}

/// The sheet as a place of its own, so that back closes it.
#[component]
pub fn LogPage(track: String, entry: String) -> Element {
    let t = use_t();
    let nav = navigator();
    let entry = entry.parse::<EntryId>().ok();
    let wanted = (!track.is_empty()).then_some(track);
    let form = use_view(ask::LogForm { track: wanted.clone(), entry });
    let today = use_view(ask::Today {});
    rsx! {
        // Where one comes from, dimmed: the sheet lies over the day.
        if let Some(Ok(view)) = &*today.read() {
            div { class: "behind", "aria-hidden": "true", "inert": "true", Hero { view: view.clone() } }
        }
        main { id: "main", class: "main logpage",
            h1 { class: "vh", {t.s(if entry.is_some() { "log-edit" } else { "log-title" })} }
            Sheet {
                title: t.s(if entry.is_some() { "log-edit" } else { "log-title" }),
                onclose: move |()| close(Some(nav)),
                match &*form.read() {
                    None => rsx! { Skeleton {} },
                    Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                    Some(Ok(form)) => rsx! {
                        LogSheet { form: form.clone(), fresh: entry.is_none() && wanted.is_none() }
                    },
                }
            }
        }
    }
}

// The navigator is taken by the caller while it is drawn: callbacks of commands run at the root, where
// there is no router.
fn close(nav: Option<dioxus::router::Navigator>) {
    let Some(nav) = nav else { return };
    if nav.can_go_back() { nav.go_back() } else { drop(nav.replace(Route::Home {})) }
}

/// The sheet itself. `fresh`: opened from the middle button, so a kept draft may go on.
#[component]
pub fn LogSheet(form: LogFormView, fresh: bool) -> Element {
    let (t, p, act, toasts) = (use_t(), use_programme(), use_act(), use_toasts());
    // None where the sheet is drawn for a test, without places to go to.
    let nav = dioxus::router::try_router().map(|_| navigator());
    // The form is what the sheet starts with; what is written since then is the person's.
    let form = use_hook(|| form);
    let kept = use_hook(try_consume_context::<Kept>).filter(|_| fresh).map(|kept| kept.0);
    let mut draft = use_signal(|| {
        let before = kept.and_then(|mut kept| kept.try_write().ok()?.take());
        before.filter(|(start, _)| *start == form.draft).map_or_else(|| form.draft.clone(), |(_, kept)| kept)
    });
    let making = Making { left: use_signal(|| 0), wrong: use_signal(|| None) };
    // Saved with a tap while a photo was being made: it goes once that is there.
    let mut soon = use_signal(|| false);
    let mut saving = use_signal(|| false);
    // What was refused, and why: said beside the part it is about, until that draft is changed.
    let refused = use_signal(|| None::<(Draft, EntryError)>);
    let editing = form.draft.id.is_some();
    let undo = form.draft.id.zip(form.revision);
    let start = form.draft.clone();
    use_drop(move || {
        if let Some(kept) = kept.filter(|_| !*saving.peek() && *draft.peek() != start) {
            settle(kept, Some((start.clone(), draft.peek().clone())));
        }
    });
    let preset = {
        let track = draft.read().track.clone();
        form.by_track.iter().find(|b| b.track == track).cloned()
    };
    let about = p.pack().and_then(|pack| pack.track(&draft.read().track).cloned());
    let unit = move |track: &str| p.pack().and_then(|pack| Some(pack.track(track)?.unit));
    let tiles: Vec<TrackPreset> = form.by_track.clone();
    // The phone's date may be wrong: asked before one is taken from it.
    let mut asked = use_signal(|| None::<(NaiveDate, Doubt)>);
    let mut save = move || {
        asked.set(None);
        if *saving.peek() {
            return;
        }
        soon.set(*making.left.peek() > 0);
        if *soon.peek() {
            return;
        }
        saving.set(true);
        let d = draft.peek().clone();
        act.try_run(Command::Log { draft: d.clone() }, move |result| match result {
            Ok(outcome) => {
                if let Some(kept) = kept {
                    settle(kept, None);
                }
                match undo {
                    // The undo of an edit is the revision before it, brought back.
                    Some((entry, revision)) => {
                        toasts.undo(t.s("log-saved"), Command::EntryRevert { entry, revision })
                    }
                    None => said(t, toasts, &outcome),
                }
                // Somebody may have closed the sheet meanwhile: then there is nothing to close.
                if saving.try_peek().is_ok() {
                    close(nav);
                }
            }
            Err(e) => {
                settle(saving, false);
                match e.fault {
                    Fault::Entry(why) if refused.try_peek().is_ok() => settle(refused, Some((d, why))),
                    Fault::Clock { shows, doubt } if asked.try_peek().is_ok() => {
                        settle(asked, Some((shows, doubt)));
                    }
                    fault => toasts.fault(&fault),
                }
            }
        });
    };
    use_effect(move || {
        if making.left.cloned() == 0 && *soon.peek() {
            soon.set(false);
            // A photo that could not be made is said, and looked at by whoever wanted it.
            if making.wrong.peek().is_none() {
                save();
            }
        }
    });
    let wrong = refused.read().as_ref().filter(|(d, _)| *d == *draft.read()).map(|(_, why)| why.clone());
    let told = |part: Part| {
        wrong.as_ref().filter(|why| part_of(why) == part).map(|why| t.fault(&Fault::Entry(why.clone())))
    };
    let refused_here = wrong.is_some();
    let needs_words = preset.as_ref().map_or(0, |p| p.note_words);
    let people = preset.as_ref().map_or_else(Vec::new, |p| p.people.clone());
    rsx! {
        if !form.suggestions.is_empty() {
            Suggestions { all: form.suggestions.clone(), draft }
        }
        div { class: "pick", role: "radiogroup", "aria-label": t.s("log-track"),
            for tile in tiles {
                button {
                    key: "{tile.track}", r#type: "button", class: "pick__b", role: "radio", "data-track": css_track(&tile.track),
                    "aria-checked": if draft.read().track == tile.track { "true" } else { "false" },
                    onclick: {
                        let tile = tile.clone();
                        move |_| {
                            // The chosen tile again: what was set stays.
                            if draft.peek().track == tile.track {
                                return;
                            }
                            let mut next = onto(&tile.draft, &draft.peek());
                            if editing && unit(&tile.track) == unit(&draft.peek().track) {
                                let now = draft.peek();
                                (next.minutes, next.pages, next.nights) = (now.minutes, now.pages, now.nights);
                            }
                            draft.set(next);
                        }
                    },
                    Icon { name: track_icon(&tile.track) }
                    {p.short(&tile.track)}
                }
            }
            if let Some(repeat) = form.repeat.clone().filter(|_| !editing) {
                button {
                    r#type: "button", class: "pick__b pick__b--re",
                    onclick: move |_| {
                        let next = onto(&repeat, &draft.peek());
                        draft.set(next);
                    },
                    Icon { name: "repeat" }
                    {t.s("log-repeat")}
                }
            }
        }
        if let Some(preset) = preset.clone() {
            Activities { preset, draft }
        }
        if let (Some(kind), Some(preset)) = (about.as_ref().and_then(|a| a.thing), preset) {
            ThingPicker { kind, begun: preset.things, new_thing: form.new_thing, draft, error: told(Part::Thing) }
        }
        AmountPicker { draft, unit: about.as_ref().map_or(Unit::Minutes, |a| a.unit) }
        Wrong { text: told(Part::Amount) }
        EffectLine { draft, told: refused_here }
        DayPicker { draft, today: form.today, earliest: form.earliest, error: told(Part::Day) }
        if let Some((shows, doubt)) = asked() {
            div { class: "mt-3", role: "alert",
                WhatDate { shows, doubt, right: move |()| save() }
            }
        }
        div { class: "extra extra--2",
            Note { draft, open: editing, needs_words }
            Photos { draft, making, error: told(Part::Photos) }
        }
        if about.as_ref().is_some_and(|a| a.attested) {
            Attested { draft, people }
        }
        button {
            r#type: "button", class: "btn btn--gold btn--big btn--block mt-4",
            "aria-disabled": (saving() || soon()).then_some("true"),
            onclick: move |_| save(),
            {t.s(if soon() { "photos-making" } else { "common-save" })}
        }
        p { class: "safe t-xs mute", Icon { name: "phone-check", small: true } {t.s("log-safe")} }
        if let Some(id) = form.draft.id {
            button {
                r#type: "button", class: "btn btn--text btn--block",
                onclick: move |_| act.run(Command::EntryRemove { entry: id }, move |_| {
                    toasts.undo(t.s("log-removed"), Command::EntryRestore { entry: id });
                    close(nav);
                }),
                Icon { name: "trash" }
                {t.s("log-remove")}
            }
        }
    }
}

/// Another track, a suggestion or the same again in the place of what is being written: what was chosen by hand stays,
/// the day, the words and the photos.
fn onto(next: &Draft, now: &Draft) -> Draft {
    Draft { id: now.id, on: now.on, note: now.note.clone(), photos: now.photos.clone(), ..next.clone() }
}

/// The parts of the sheet that something can be wrong with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Thing,
    Amount,
    Day,
    Photos,
    /// Says it itself.
    Note,
}

fn part_of(why: &EntryError) -> Part {
    match why {
        EntryError::TitleMissing | EntryError::TitleTooLong | EntryError::OtherThing => Part::Thing,
        EntryError::Empty | EntryError::TooMuch { .. } | EntryError::UnknownTrack(_) => Part::Amount,
        EntryError::Future | EntryError::TooLongAgo => Part::Day,
        EntryError::TooManyPhotos { .. } => Part::Photos,
        EntryError::NoteTooLong { .. } => Part::Note,
    }
}

/// Activities of the track, the most used first; the rest behind "more".
#[component]
fn Activities(preset: TrackPreset, draft: Signal<Draft>) -> Element {
    let (t, p) = (use_t(), use_programme());
    let mut draft = draft;
    let mut all = use_signal(|| false);
    const SHOWN: usize = 3;
    let chosen = draft.read().activity.clone();
    let mut shown = preset.activities.clone();
    if !all() && shown.len() > SHOWN {
        // The chosen one is always in sight.
        let keep = chosen.clone();
        let (first, rest) = shown.split_at(SHOWN);
        let mut list = first.to_vec();
        list.extend(rest.iter().filter(|a| Some(*a) == keep.as_ref()).cloned());
        shown = list;
    }
    rsx! {
        div { class: "chips acts", role: "radiogroup", "aria-label": t.s("log-activity"), "data-track": css_track(&preset.track),
            for id in shown.clone() {
                button {
                    key: "{id}", r#type: "button", class: "chip chip--t", role: "radio",
                    "aria-checked": if chosen.as_deref() == Some(id.as_str()) { "true" } else { "false" },
                    onclick: {
                        let id = id.clone();
                        move |_| {
                            let same = draft.peek().activity.as_deref() == Some(id.as_str());
                            draft.write().activity = (!same).then(|| id.clone());
                        }
                    },
                    {p.activity(&preset.track, &id)}
                }
            }
            if shown.len() < preset.activities.len() {
                button {
                    r#type: "button", class: "chip", onclick: move |_| all.set(true),
                    Icon { name: "search", small: true }
                    {t.s("log-other")}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
