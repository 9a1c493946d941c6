use crate::prelude::*;
#[component]
pub fn Chooser(boot: BootView) -> Element { rsx! {} }
#[component]
pub fn SigningIn(state: SignIn) -> Element { rsx! {} }
#[component]
pub fn OtherTab(moved: bool) -> Element { rsx! {} }
#[component]
pub fn CoreFailed() -> Element { rsx! {} }
#[component]
pub fn Notices(notices: Vec<Notice>) -> Element { rsx! {} }
