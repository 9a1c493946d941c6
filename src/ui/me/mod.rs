use crate::prelude::*;
#[component]
pub fn MePage() -> Element { rsx! {} }
