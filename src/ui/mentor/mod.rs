use crate::prelude::*;
#[component]
pub fn QueuePage() -> Element { rsx! {} }
#[component]
pub fn PeoplePage() -> Element { rsx! {} }
#[component]
pub fn ReviewPage(who: String, report: String) -> Element { rsx! {} }
