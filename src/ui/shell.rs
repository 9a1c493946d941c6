//! The frame around every place: bottom navigation (a rail on wide screens) and where "main" is.

use dioxus::prelude::*;
use qadam_door::query::ask;

use crate::Route;
use crate::apart::{BookBeside, ReportsBeside, WayBeside};
use crate::components::Icon;
use crate::gate::Mentor;
use crate::hooks::{use_t, use_view};
use crate::remind::Remind;

/// Whether the open profile is a mentor's.
pub fn use_is_mentor() -> bool {
    let mentor: Mentor = use_context();
    (mentor.0)()
}

/// Whether there is room for two panes.
#[derive(Clone, Copy)]
struct Wide(Signal<bool>);

/// Whether there is room for two panes: the list of a place stands beside what is chosen in it.
pub fn use_wide() -> bool {
    try_consume_context::<Wide>().is_some_and(|wide| (wide.0)())
}

/// The list that stands beside a place where there is room.
#[derive(Clone, PartialEq)]
enum Beside {
    Way(String),
    Reports(String),
    Book { track: String, on: String, chosen: String },
}

fn beside(route: &Route) -> Option<Beside> {
    match route {
        Route::Journey {} | Route::YearNow {} | Route::Year { .. } => Some(Beside::Way(String::new())),
        Route::Track { id } => Some(Beside::Way(id.clone())),
        Route::Reports {} => Some(Beside::Reports(String::new())),
        Route::ReportPage { id } => Some(Beside::Reports(id.clone())),
        Route::Book { track, on } => {
            Some(Beside::Book { track: track.clone(), on: on.clone(), chosen: String::new() })
        }
        Route::EntryPage { id } => {
            Some(Beside::Book { track: String::new(), on: String::new(), chosen: id.clone() })
        }
        _ => None,
    }
}

/// Draws the place and the navigation; on a wide screen the list of the place stays beside what is open.
#[component]
pub fn Shell() -> Element {
    let t = use_t();
    let mentor = use_is_mentor();
    let route: Route = use_route();
    // Lives as long as the places of this profile do.
    crate::book::use_kept_provider();
    crate::log::use_kept_provider();
    let mut wide = use_context_provider(|| Wide(Signal::new(false)));
    let list = beside(&route).filter(|_| !mentor && (wide.0)());
    // The log sheet, editors and a conversation have bars of their own at the bottom.
    let bare = match route {
        Route::Log { .. } | Route::ReportNew {} | Route::Review { .. } => true,
        Route::Track { .. } | Route::EntryPage { .. } => list.is_none(),
        _ => false,
    };
    let flat = matches!(route, Route::ChatWith { .. }) || (!mentor && route == Route::Chat {});
    rsx! {
        a { class: "skip", href: "#main", {t.s("common-skip")} }
        // As wide as the styles say, so that the limit stands there alone: two pixels where two panes fit.
        div { class: "probe", "aria-hidden": "true",
            onresize: move |e| {
                if let Ok(size) = e.get_border_box_size() {
                    let two = size.width > 1.5;
                    if two != *wide.0.peek() {
                        wide.0.set(two);
                    }
                }
            },
        }
        div { class: match (mentor, &list) { (true, _) => "app app--mentor", (_, Some(_)) => "app app--two", _ => "app" },
            // A list beside what is chosen in it, with a scroll and a title of its own.
            if let Some(list) = list.clone() {
                aside { class: "pane", "aria-labelledby": "pane-title",
                    match list {
                        Beside::Way(chosen) => rsx! { WayBeside { chosen } },
                        Beside::Reports(chosen) => rsx! { ReportsBeside { chosen } },
                        Beside::Book { track, on, chosen } => rsx! { BookBeside { track, on, chosen } },
                    }
                }
            }
            div { class: if list.is_some() { "one" } else { "under" }, Outlet::<Route> {} }
            if !mentor {
                Remind {}
            }
            if !bare {
                if mentor {
                    MentorNav { route, flat }
                } else {
                    ParticipantNav { route, flat }
                }
            }
        }
    }
}

#[component]
fn ParticipantNav(route: Route, flat: bool) -> Element {
    let t = use_t();
    let today = use_view(ask::Today {});
    let unread = today.read().as_ref().and_then(|v| v.as_ref().ok()).is_some_and(|v| v.unread > 0);
    let journey = matches!(
        route,
        Route::Journey {}
            | Route::PlanPage {}
            | Route::Book { .. }
            | Route::EntryPage { .. }
            | Route::Reports {}
            | Route::ReportPage { .. }
            | Route::Track { .. }
            | Route::YearNow {}
            | Route::Year { .. }
    );
    rsx! {
        nav { class: if flat { "nav nav--flat" } else { "nav" }, "aria-label": t.s("common-nav"),
            ul {
                NavItem { to: Route::Home {}, icon: "today", label: t.s("common-nav-today"), on: route == Route::Home {} }
                NavItem { to: Route::Journey {}, icon: "journey", label: t.s("common-nav-journey"), on: journey }
                li {
                    Link {
                        class: "nav__log",
                        to: Route::Log { track: String::new(), entry: String::new() },
                        span { class: "fab", Icon { name: "plus" } }
                        {t.s("common-nav-log")}
                    }
                }
                NavItem {
                    to: Route::Chat {}, icon: "chat", label: t.s("common-nav-chat"),
                    on: matches!(route, Route::Chat {} | Route::ChatWith { .. }), dot: unread,
                }
                NavItem { to: Route::Me {}, icon: "me", label: t.s("common-nav-me"), on: route == Route::Me {} }
            }
        }
    }
}

#[component]
fn MentorNav(route: Route, flat: bool) -> Element {
    let t = use_t();
    let queue = use_view(ask::Queue {});
    let unread = queue.read().as_ref().and_then(|v| v.as_ref().ok()).is_some_and(|v| v.unread > 0);
    rsx! {
        nav { class: if flat { "nav nav--flat" } else { "nav" }, "aria-label": t.s("common-nav"),
            ul {
                NavItem { to: Route::Home {}, icon: "inbox", label: t.s("common-nav-queue"), on: route == Route::Home {} }
                NavItem { to: Route::People {}, icon: "users", label: t.s("common-nav-people"), on: route == Route::People {} }
                NavItem {
                    to: Route::Chat {}, icon: "chat", label: t.s("common-nav-chat"),
                    on: matches!(route, Route::Chat {} | Route::ChatWith { .. }), dot: unread,
                }
                NavItem { to: Route::Me {}, icon: "me", label: t.s("common-nav-me"), on: route == Route::Me {} }
            }
        }
    }
}

#[component]
fn NavItem(to: Route, icon: String, label: String, on: bool, #[props(default)] dot: bool) -> Element {
    let t = use_t();
    rsx! {
        li {
            Link { to, "aria-current": if on { "page" },
                span { class: "nav__i",
                    Icon { name: icon }
                    if dot {
                        span { class: "dot" }
                        span { class: "vh", {t.s("common-unread")} }
                    }
                }
                "{label}"
            }
        }
    }
}
