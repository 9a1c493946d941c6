//! What a start on the web does not wait for: places that nobody needs to begin and to log, and texts of
//! other languages. There (feature `apart`) they are files of their own, fetched behind the running app;
//! elsewhere all is in the program and nothing here waits.
//!
//! `routes.rs` takes these places from here instead of from their folders. A further one: a line below, and
//! nothing that starts may use its components.

use dioxus::prelude::*;

macro_rules! places {
    (
        pages { $($page:ident { $($field:ident: $ty:ty),* } of $place:ident,)* }
        parts { $($part:ident { $($pfield:ident: $pty:ty),* } of $pplace:ident as $role:ident,)* }
    ) => {
        /// A place that may come later, with what its address says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Place {
            $(#[allow(missing_docs)] $page { $($field: $ty),* },)*
            $(#[allow(missing_docs)] $part { $($pfield: $pty),* },)*
        }

        /// Draws a place. On the web only the file of the places may call this: what it calls is in that
        /// file, and not in the one that starts.
        pub fn draw(place: Place) -> Element {
            match place {
                $(Place::$page { $($field),* } => rsx! { crate::$place::$page { $($field),* } },)*
                $(Place::$part { $($pfield),* } => rsx! { crate::$pplace::$part { $($pfield),* } },)*
            }
        }

        $(
            #[component]
            pub(crate) fn $page($($field: $ty),*) -> Element {
                rsx! { Later { place: Place::$page { $($field),* }, role: Role::Page } }
            }
        )*
        $(
            #[component]
            pub(crate) fn $part($($pfield: $pty),*) -> Element {
                rsx! { Later { place: Place::$part { $($pfield),* }, role: Role::$role } }
            }
        )*
    };
}
places! {
    pages {
        BookPage { track: String, on: String } of book,
        EntryScreen { id: String } of book,
        JourneyPage {} of journey,
        TrackPage { id: String } of journey,
        PlanPage {} of plan,
        PlanOfPage { who: String } of plan,
        RulesPage {} of programme,
        ReportsPage {} of reports,
        ReportNewPage {} of reports,
        ReportScreen { id: String } of reports,
        ChatPage {} of chat,
        ChatWithPage { who: String } of chat,
        MePage {} of me,
        QueuePage {} of mentor,
        PeoplePage {} of mentor,
        ReviewPage { who: String, report: String } of mentor,
        YearPage { year: Option<i32> } of year,
    }
    // what stands beside a place or within one
    parts {
        WayBeside { chosen: String } of journey as Part,
        ReportsBeside { chosen: String } of reports as Part,
        BookBeside { track: String, on: String, chosen: String } of book as Part,
        WeekEditor {} of plan as Part,
        WeekSum {} of plan as Line,
    }
}

/// What something is on the screen while it is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A place, with its landmark.
    Page,
    /// A part of one.
    Part,
    /// A line of one: it may simply not be there.
    Line,
}

#[cfg(not(feature = "apart"))]
pub(crate) use inside::{Later, use_texts};
#[cfg(not(feature = "apart"))]
mod inside {
    use super::{Place, Role, draw};
    use crate::prelude::*;

    #[component]
    pub fn Later(place: Place, role: Role) -> Element {
        let _ = role; // nothing is waited for
        draw(place)
    }

    /// Calls back as soon as the texts of a language are here; false: they cannot be had now.
    pub fn use_texts() -> impl Fn(Lang, Box<dyn FnOnce(bool)>) + Copy + 'static {
        |_, then| then(true)
    }
}

#[cfg(feature = "apart")]
pub use files::{Apart, Coming};
#[cfg(feature = "apart")]
pub(crate) use files::{Later, use_texts};

#[cfg(feature = "apart")]
mod files {
    use std::pin::Pin;

    use super::{Place, Role};
    use crate::prelude::*;

    /// Whether a file has come.
    pub type Coming = Pin<Box<dyn Future<Output = bool>>>;

    /// How the files come. Wanted in the context of [`crate::App`].
    #[derive(Clone, Copy, Debug)]
    pub struct Apart {
        /// Whether the places are here.
        pub here: fn() -> bool,
        /// Fetches the places.
        pub places: fn() -> Coming,
        /// Draws a place that is here.
        pub draw: fn(Place) -> Element,
        /// Fetches the texts of a language and gives them.
        pub texts: fn(Lang) -> Coming,
    }

    pub fn use_texts() -> impl Fn(Lang, Box<dyn FnOnce(bool)>) + Copy + 'static {
        let apart: Apart = use_context();
        move |lang, then| {
            if qadam_i18n::has(lang) {
                then(true);
            } else {
                dioxus::core::spawn_forever(async move { then((apart.texts)(lang).await) });
            }
        }
    }

    #[derive(Clone, Copy, PartialEq)]
    enum Stand {
        Here,
        Coming,
        Missing,
    }

    #[component]
    pub fn Later(place: Place, role: Role) -> Element {
        let (t, apart) = (use_t(), use_context::<Apart>());
        let mut stand = use_signal(|| if (apart.here)() { Stand::Here } else { Stand::Coming });
        use_effect(move || {
            if stand() == Stand::Coming {
                spawn(async move {
                    stand.set(if (apart.places)().await { Stand::Here } else { Stand::Missing });
                });
            }
        });
        let meanwhile = match stand() {
            Stand::Here => return (apart.draw)(place),
            _ if role == Role::Line => return rsx! {},
            Stand::Coming => rsx! { Skeleton {} },
            Stand::Missing => rsx! {
                section { class: "card empty empty--s", role: "alert",
                    span { class: "okc okc--warn", Icon { name: "warn" } }
                    h1 { class: "t-lg", {t.s("common-sorry")} }
                    p { class: "mute mt-1", {t.s("common-part-missing")} }
                    button {
                        r#type: "button", class: "btn btn--line btn--block mt-3",
                        onclick: move |_| stand.set(Stand::Coming),
                        {t.s("common-again")}
                    }
                }
            },
        };
        // What stands beside a place is no landmark of its own.
        if role == Role::Part {
            return meanwhile;
        }
        rsx! { main { id: "main", class: "main main--pad", {meanwhile} } }
    }
}
