//! Where one can be. dioxus-router keeps the browser's history (back, reload, deep links) and a history
//! of its own elsewhere; every place is an address, the log sheet too, so that back closes it.

use dioxus::prelude::*;

use crate::apart::{
    BookPage, ChatPage, ChatWithPage, EntryScreen, JourneyPage, MePage, PeoplePage, PlanOfPage,
    PlanPage as PlanScreen, QueuePage, ReportNewPage, ReportScreen, ReportsPage, ReviewPage, RulesPage,
    TrackPage, YearPage,
};
use crate::log::LogPage;
use crate::shell::{Shell, use_is_mentor};
use crate::today::TodayPage;

/// All places.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
pub enum Route {
    #[layout(Shell)]
        #[route("/")]
        Home {},
        #[route("/journey")]
        Journey {},
        #[route("/track/:id")]
        Track { id: String },
        #[route("/year")]
        YearNow {},
        #[route("/year/:year")]
        Year { year: i32 },
        #[route("/plan")]
        PlanPage {},
        #[route("/plan/:who")]
        PlanOf { who: String },
        #[route("/rules")]
        Rules {},
        #[route("/log?:track&:entry")]
        Log { track: String, entry: String },
        #[route("/book?:track&:on")]
        Book { track: String, on: String },
        #[route("/entry/:id")]
        EntryPage { id: String },
        #[route("/reports")]
        Reports {},
        #[route("/reports/new")]
        ReportNew {},
        #[route("/report/:id")]
        ReportPage { id: String },
        #[route("/chat")]
        Chat {},
        #[route("/chat/:who")]
        ChatWith { who: String },
        #[route("/me")]
        Me {},
        #[route("/people")]
        People {},
        #[route("/review/:who/:report")]
        Review { who: String, report: String },
    #[end_layout]
    #[route("/:..rest")]
    Lost { rest: Vec<String> },
}

#[component]
fn Home() -> Element {
    if use_is_mentor() {
        rsx! { QueuePage {} }
    } else {
        rsx! { TodayPage {} }
    }
}
#[component]
fn Journey() -> Element {
    rsx! { JourneyPage {} }
}
#[component]
fn Track(id: String) -> Element {
    rsx! { TrackPage { id } }
}
#[component]
fn YearNow() -> Element {
    rsx! { YearPage { year: None } }
}
#[component]
fn Year(year: i32) -> Element {
    rsx! { YearPage { year: Some(year) } }
}
#[component]
fn PlanPage() -> Element {
    rsx! { PlanScreen {} }
}
#[component]
fn Rules() -> Element {
    rsx! { RulesPage {} }
}
#[component]
fn PlanOf(who: String) -> Element {
    rsx! { PlanOfPage { who } }
}
#[component]
fn Log(track: String, entry: String) -> Element {
    rsx! { LogPage { track, entry } }
}
#[component]
fn Book(track: String, on: String) -> Element {
    rsx! { BookPage { track, on } }
}
#[component]
fn EntryPage(id: String) -> Element {
    rsx! { EntryScreen { id } }
}
#[component]
fn Reports() -> Element {
    rsx! { ReportsPage {} }
}
#[component]
fn ReportNew() -> Element {
    rsx! { ReportNewPage {} }
}
#[component]
fn ReportPage(id: String) -> Element {
    rsx! { ReportScreen { id } }
}
#[component]
fn Chat() -> Element {
    rsx! { ChatPage {} }
}
#[component]
fn ChatWith(who: String) -> Element {
    rsx! { ChatWithPage { who } }
}
#[component]
fn Me() -> Element {
    rsx! { MePage {} }
}
#[component]
fn People() -> Element {
    rsx! { PeoplePage {} }
}
#[component]
fn Review(who: String, report: String) -> Element {
    rsx! { ReviewPage { who, report } }
}
/// An address that is nowhere leads home.
#[component]
fn Lost(rest: Vec<String>) -> Element {
    let _ = rest;
    use_effect(|| {
        navigator().replace(Route::Home {});
    });
    rsx! {}
}
