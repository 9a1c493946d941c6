//! The frame around every place: bottom navigation (a rail on wide screens) and where "main" is.

use dioxus::prelude::*;
use qadam_door::query::ask;

use crate::Route;
use crate::components::Icon;
use crate::gate::Mentor;
use crate::hooks::{use_t, use_view};
use crate::remind::Remind;

/// Whether the open profile is a mentor's.
pub fn use_is_mentor() -> bool {
    let mentor: Mentor = use_context();
    (mentor.0)()
}

/// Draws the place and the navigation.
#[component]
pub fn Shell() -> Element {
    let t = use_t();
    let mentor = use_is_mentor();
    let route: Route = use_route();
    // The log sheet, editors and a conversation have bars of their own at the bottom.
    let bare =
        matches!(route, Route::Log { .. } | Route::ReportNew {} | Route::Review { .. } | Route::Track { .. });
    let flat = matches!(route, Route::ChatWith { .. }) || (!mentor && route == Route::Chat {});
    rsx! {
        a { class: "skip", href: "#main", {t.s("common-skip")} }
        div { class: if mentor { "app app--mentor" } else { "app" },
            Outlet::<Route> {}
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
        Route::Journey {} | Route::PlanPage {} | Route::Reports {} | Route::ReportPage { .. }
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
