use crate::prelude::*;
#[component]
pub fn JourneyPage() -> Element { rsx! {} }
#[component]
pub fn TrackPage(id: String) -> Element { rsx! {} }
