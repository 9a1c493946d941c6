//! The app's outermost part: what is shown when, before any place.

use std::rc::Rc;

use chrono::Datelike;
use dioxus::prelude::*;
use futures_util::StreamExt;
use qadam_door::query::ask;
use qadam_door::view::{BootView, Role};
use qadam_door::{Door, Event};
use qadam_i18n::{Lang, Texts};

use crate::Route;
use crate::components::{FaultBox, Skeleton, Sprite};
use crate::hooks::use_view;
use crate::onboarding::Onboarding;
use crate::profiles::{Chooser, CoreFailed, Notices, OtherTab, OtherWindow, SigningIn};
use crate::say::{Programme, T};
use crate::toasts::{ToastHost, Toasts};

/// Where the core is.
#[derive(Clone, Copy, PartialEq)]
enum Core {
    Here,
    Elsewhere,
    MovedAway,
    OtherWindow,
    Failed,
}

/// The language (`ru-KZ`) that the system asks for, until a person has chosen. Optional context of [`App`].
#[derive(Clone, Debug)]
pub struct FirstLang(pub String);

/// The open profile's role, for whoever must know.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Mentor(pub Memo<bool>);

/// The root component. Wants a [`Door`] in its context.
#[component]
pub fn App() -> Element {
    // Handles that are made here live as long as the app.
    let texts = use_signal(|| Texts::new(first_lang()));
    let t = use_context_provider(|| T(texts));
    let pack = use_signal(|| None);
    use_context_provider(|| Programme { pack, t });
    let (shown, last) = (use_signal(|| None), use_signal(|| 0));
    let toasts = use_context_provider(|| Toasts { shown, last, t });
    let boot = use_view(ask::Boot {});
    let mentor =
        use_memo(move || matches!(&*boot.read(), Some(Ok(BootView { role: Some(Role::Mentor), .. }))));
    use_context_provider(|| Mentor(mentor));
    let core = use_core();
    use_programme_names(pack);
    use_look(boot, texts, toasts);

    rsx! {
        Sprite {}
        match core() {
            Core::Elsewhere => rsx! { OtherTab { moved: false } },
            Core::MovedAway => rsx! { OtherTab { moved: true } },
            Core::OtherWindow => rsx! { OtherWindow {} },
            Core::Failed => rsx! { CoreFailed {} },
            Core::Here => match &*boot.read() {
                None => rsx! { div { class: "app", main { id: "main", class: "main", Skeleton {} } } },
                Some(Err(e)) => rsx! {
                    div { class: "app", main { id: "main", class: "main", FaultBox { error: e.clone() } } }
                },
                Some(Ok(boot)) => rsx! { Gate { boot: boot.clone() } },
            },
        }
        ToastHost {}
    }
}

#[component]
fn Gate(boot: BootView) -> Element {
    let inside = match (&boot.open, boot.sign_in, boot.role) {
        (None, _, _) if boot.profiles.is_empty() => rsx! { Onboarding { boot: boot.clone() } },
        (None, _, _) => rsx! { Chooser { boot: boot.clone() } },
        (Some(_), Some(state), _) => rsx! { SigningIn { state } },
        (Some(_), None, Some(Role::Participant)) if !boot.enrolled || crate::onboarding::is_staying() => {
            rsx! { Onboarding { boot: boot.clone() } }
        }
        // Another profile starts at its own first screen.
        (Some(id), None, _) => rsx! { Router::<Route> { key: "{id}" } },
    };
    rsx! {
        Notices { notices: boot.notices.clone() }
        {inside}
    }
}

/// Follows what the core says of itself.
fn use_core() -> Signal<Core> {
    let door: Door = use_context();
    let mut core = use_signal(|| Core::Here);
    use_future(move || {
        let mut events = door.events();
        async move {
            while let Some(event) = events.next().await {
                match event {
                    Event::Ready => core.set(Core::Here),
                    Event::Elsewhere => core.set(Core::Elsewhere),
                    Event::MovedAway => core.set(Core::MovedAway),
                    Event::OtherWindow => core.set(Core::OtherWindow),
                    Event::Failed => core.set(Core::Failed),
                    Event::ProfileChanged | Event::AskPersist => {}
                }
            }
        }
    });
    core
}

fn use_programme_names(mut pack: Signal<Option<Rc<qadam_domain::Pack>>>) {
    let programme = use_view(ask::Programme {});
    use_effect(move || {
        if let Some(Ok(v)) = &*programme.read() {
            pack.set(Some(Rc::new(v.pack.clone())));
        }
    });
}

/// Kazakh where the system asks for none of ours.
fn first_lang() -> Lang {
    try_consume_context::<FirstLang>().and_then(|f| Lang::parse(&f.0)).unwrap_or_default()
}

/// Language, theme and text size of the settings, on the page and in the texts. The browser keeps a copy, so that
/// the very first paint of the next start is right.
fn use_look(
    boot: Signal<Option<qadam_door::DoorResult<BootView>>>,
    mut texts: Signal<Texts>,
    toasts: Toasts,
) {
    let fetch = crate::apart::use_texts();
    // A day of another year is written with its year: eighteen months have two of most days.
    let year = use_memo(move || match &*boot.read() {
        Some(Ok(b)) => Some(b.today.year()),
        _ => None,
    });
    use_effect(move || {
        let year = year();
        if year.is_some() && texts.peek().this_year() != year {
            let lang = texts.peek().lang();
            texts.set(Texts::new(lang).in_year(year));
        }
    });
    let look = use_memo(move || match &*boot.read() {
        Some(Ok(b)) => Some((
            b.language.as_deref().and_then(Lang::parse).unwrap_or_else(first_lang),
            b.theme.clone(),
            !b.profiles.is_empty(),
            b.text_size,
        )),
        _ => None,
    });
    use_effect(move || {
        let Some((lang, theme, seen, size)) = look() else { return };
        let theme = if theme == "light" || theme == "dark" { theme } else { String::new() };
        // page.js keeps a copy for the first paint; the browser's policy lets no other script text run
        let show = move |lang: Lang| {
            let code = lang.code();
            document::eval(&format!("qadamPage.look({code:?}, {theme:?}, {seen}, {size})"));
        };
        let now = texts.peek().lang();
        if now == lang {
            return show(lang);
        }
        show(now);
        let come = move |here: bool| {
            // Meanwhile another one may have been chosen.
            if look.peek().as_ref().is_none_or(|(wanted, ..)| *wanted != lang) {
            } else if here {
                texts.set(Texts::new(lang).in_year(year()));
                show(lang);
            } else {
                toasts.error(toasts.t.s("common-language-missing"));
            }
        };
        fetch(lang, Box::new(come));
    });
}
