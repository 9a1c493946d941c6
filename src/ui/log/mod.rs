use crate::prelude::*;
#[component]
pub fn LogPage(track: String, entry: String) -> Element { rsx! {} }
