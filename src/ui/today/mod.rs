use crate::prelude::*;
#[component]
pub fn TodayPage() -> Element { rsx! {} }
